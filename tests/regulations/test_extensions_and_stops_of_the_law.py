"""Which periods the law extends, stops or begins anew, and where they then end (延长、中止、重新起算)."""

import pytest

from services.complaints.rules import handling
from services.complaints.rules.applicable import ApplicableLaw
from shared.calendar.deadline import Deadline, ExtensionAfterExpiryError
from shared.calendar.receipt import handed_in, restarted
from tests.regulations.timed import (
    BOOK,
    CALENDAR,
    EXTENSIONS,
    TODAY,
    WD,
    assert_shows,
    case,
    day,
    looks,
    regulation,
)


def extended(name: str, accepted_on: str, *, length: int | None = None, approved_on: str | None = None):
    """The handling period of a regulation and its extension, up to the cap unless it is shorter."""
    rules = regulation(name)
    base = CALENDAR.deadline(rules.rule("handling"), after=day(accepted_on))
    rule = rules.rule("handling_extension")
    return base, CALENDAR.extension(
        rule, base, length=length or rule.cap, approved_on=approved_on and day(approved_on)
    )


@pytest.mark.parametrize("name", EXTENSIONS)
def test_the_data_say_how_far_how_often_and_by_whom_a_period_is_extended(name):
    _, unit, cap, approver = EXTENSIONS[name]
    rule = regulation(name).rule("handling_extension")

    assert (rule.unit, rule.cap, rule.times) == (unit, cap, 1)
    assert rule.params["extends"] == "handling"
    assert rule.params["starts_on"] == "handling_due"
    assert rule.params["approver"] == approver


def test_no_other_period_can_be_extended():
    assert {one.name for one in BOOK for rule in one.rules if "cap" in rule.params} == set(EXTENSIONS)
    assert not regulation("banan_housing/fault_accountability").has_rule("handling_extension")


def with_looks(*rows):
    """Each extension, looked at on the days around its ends."""
    return [
        pytest.param(name, each, look, id=f"{EXTENSIONS[name][0]} {each.because}; {where}")
        for name, each in rows
        for where, look in looks(each)
    ]


@pytest.mark.parametrize(
    ("name", "each", "look"),
    with_looks(
        (
            "wulong/dispute_coordination",
            case("2026-09-23", "2026-10-30", "Wednesday; seven end on Saturday 10 Oct, which works"),
        ),
        ("wulong/dispute_coordination", case("2026-11-09", "2026-12-09", "Monday; plain weeks")),
        ("wulong/complaints", case("2026-08-31", "2026-10-30", "Monday; thirty end on a working Wednesday")),
        (
            "wulong/complaints",
            case(
                "2026-09-02",
                "2026-11-02",
                "Wednesday; from nominal Friday 2 Oct, leniently from rolled Thursday 8 Oct",
                breach_after="2026-11-09",
            ),
        ),
        (
            "xushui_ecology/fault_accountability",
            case("2026-05-11", "2026-09-11", "Monday; three months end on Tuesday 11 Aug"),
        ),
        (
            "xushui_ecology/fault_accountability",
            case(
                "2026-07-04",
                "2026-11-04",
                "Saturday; from nominal Sunday 4 Oct, leniently from rolled Thursday 8 Oct",
                breach_after="2026-11-09",
            ),
        ),
    ),
)
def test_an_extension_up_to_the_cap_is_kept_up_to_its_end(name, each, look):
    _, deadline = extended(name, each.started_on.isoformat())

    assert_shows(deadline, each, look)


def test_a_shorter_extension_ends_earlier():
    _, deadline = extended("wulong/dispute_coordination", "2026-11-09", length=5)

    assert deadline.due_on == deadline.breach_after == day("2026-11-25")


@pytest.mark.parametrize(
    ("name", "accepted_on", "last"),
    [
        pytest.param("wulong/dispute_coordination", "2026-09-23", "2026-10-10", id="P08, a worked Saturday"),
        pytest.param("wulong/complaints", "2026-09-02", "2026-10-08", id="P11, the rolled Thursday"),
        pytest.param("xushui_ecology/fault_accountability", "2026-07-04", "2026-10-08", id="P17, Thursday"),
    ],
)
def test_an_extension_is_approved_on_the_last_day_and_never_after_it(name, accepted_on, last):
    base, in_time = extended(name, accepted_on, approved_on=last)

    assert base.breach_after == day(last)
    assert in_time.due_on > day(last)
    with pytest.raises(ExtensionAfterExpiryError):
        extended(name, accepted_on, approved_on=day(last).replace(day=day(last).day + 1).isoformat())


@pytest.mark.rule("complaints.handling_extension")
def test_the_complaint_service_extends_to_the_same_days():
    law = ApplicableLaw.of(BOOK, "wulong/complaints", TODAY)
    base, expected = extended("wulong/complaints", "2026-09-02")
    request = handling.ExtensionRequest(days=30, granted_before=0, reason="案情复杂。")

    assert handling.extended_deadline(law, CALENDAR, base, request, on=day("2026-10-08")) == expected


# -- stops ---------------------------------------------------------------------------------------------


def test_only_the_handling_of_a_dispute_is_stopped_and_only_to_ask_for_an_answer():
    stopping = {one.name: rule for one in BOOK for rule in one.rules if "tolls" in rule.params}

    assert set(stopping) == {"wulong/dispute_coordination"}
    rule = stopping["wulong/dispute_coordination"]
    assert rule.tokens("tolls") == ("handling", "handling_extension")
    assert rule.tokens("grounds") == ("interpretation_requested", "superior_consulted")


def stopped(deadline: Deadline, first: str, last: str) -> Deadline:
    return CALENDAR.suspended(deadline, [(day(first), day(last))])


@pytest.mark.parametrize(
    ("stop", "due_on"),
    [
        pytest.param(("2026-11-11", "2026-11-16"), "2026-11-23", id="Wednesday to Monday: three days more"),
        pytest.param(("2026-11-11", "2026-11-11"), "2026-11-18", id="asked and answered the same day"),
        pytest.param(
            ("2026-11-18", "2026-11-20"), "2026-11-20", id="asked on the last day: that of the answer"
        ),
        pytest.param(("2026-11-18", "2026-11-21"), "2026-11-23", id="answered on a Saturday: Monday"),
    ],
)
def test_the_time_of_asking_is_not_counted_in_the_seven_working_days(stop, due_on):
    base, _ = extended("wulong/dispute_coordination", "2026-11-09")

    deadline = stopped(base, *stop)

    assert base.due_on == day("2026-11-18")
    assert deadline.due_on == deadline.breach_after == day(due_on)


def test_the_time_of_asking_is_not_counted_in_the_fifteen_working_days_either():
    _, longer = extended("wulong/dispute_coordination", "2026-11-09")

    deadline = stopped(longer, "2026-11-30", "2026-12-04")

    assert longer.due_on == day("2026-12-09")
    assert deadline.due_on == deadline.breach_after == day("2026-12-15")


def test_while_the_answer_is_awaited_the_dispute_has_no_end_but_a_rest():
    base, _ = extended("wulong/dispute_coordination", "2026-11-09")

    paused = CALENDAR.suspended(base, [(day("2026-11-11"), None)])

    assert (paused.due_on, paused.breach_after, paused.remaining) == (None, None, 5)
    assert paused.remaining_unit is WD


# -- papers completed, papers posted -------------------------------------------------------------------


def test_acceptance_of_a_dispute_begins_anew_on_the_day_the_missing_papers_arrive():
    rules = regulation("wulong/dispute_coordination")
    notice = CALENDAR.deadline(rules.rule("supplement_notice"), after=day("2026-09-14"))
    supplement = CALENDAR.deadline(rules.rule("supplement"), after=day("2026-09-16"))
    acceptance = CALENDAR.deadline(rules.rule("acceptance"), after=day("2026-09-14"))

    anew = restarted(CALENDAR, acceptance, completed_on=day("2026-09-18"))

    assert notice.due_on == acceptance.due_on == day("2026-09-20")
    assert supplement.due_on == day("2026-09-22")
    assert (anew.started_on, anew.due_on) == (day("2026-09-18"), day("2026-09-24"))
    assert anew.basis == acceptance.basis


@pytest.mark.parametrize(
    ("posted_on", "in_time"),
    [
        pytest.param("2026-09-21", True, id="Monday, the day before"),
        pytest.param("2026-09-22", True, id="Tuesday, the due day"),
        pytest.param("2026-09-23", False, id="Wednesday, the day after"),
    ],
)
def test_missing_papers_posted_in_time_are_not_deemed_withdrawn_though_they_arrive_late(posted_on, in_time):
    rule = regulation("wulong/dispute_coordination").rule("supplement")
    supplement = CALENDAR.deadline(rule, after=day("2026-09-16"))

    handing = handed_in(supplement, posted_on=day(posted_on), received_on=day("2026-09-28"))

    assert rule.params["effect_when_missed"] == "deemed_withdrawn"
    assert handing.in_time is in_time
