"""Investigators, recusal, discussion, handling period, extension (第八条至第十条, 责任制条例第十三条)."""

from datetime import timedelta

import pytest

from services.complaints.rules import handling as rules
from shared.calendar.deadline import Unit
from shared.identity.actor import Post, Role
from shared.law.refusal import ForbiddenError, InvalidError
from tests.services.complaints.periods import CALENDAR, LAW, day, period, shows_late, triplets

EIGHT, NINE, TEN = (f"wulong/complaints@2021-11-10#第{number}条" for number in "八九十")


def certified(*persons: str) -> list[rules.Investigator]:
    return [rules.Investigator(person, f"D{person}") for person in persons]


@pytest.mark.rule("complaints.investigators_minimum")
@pytest.mark.obligation("W5-07")
@pytest.mark.parametrize("persons", [(), ("a",), ("a", "a")], ids=["nobody", "one", "one named twice"])
def test_fewer_than_two_investigators_are_refused(persons):
    with pytest.raises(rules.TooFewInvestigatorsError) as refused:
        rules.require_investigators(LAW, certified(*persons))

    assert refused.value.basis == EIGHT


@pytest.mark.rule("complaints.investigators_minimum")
@pytest.mark.parametrize("persons", [("a", "b"), ("a", "b", "c")])
def test_two_or_more_investigators_suffice(persons):
    rules.require_investigators(LAW, certified(*persons))


@pytest.mark.rule("complaints.investigators_minimum")
def test_every_investigator_holds_a_certificate():
    with pytest.raises(InvalidError, match="certificate"):
        rules.require_investigators(LAW, [*certified("a", "b"), rules.Investigator("c", None)])


@pytest.mark.rule("enforcement_supervision.investigators_minimum")
@pytest.mark.parametrize("persons", [(), ("a",), ("a", "a")])
def test_a_measure_is_never_taken_by_one_alone(persons):
    with pytest.raises(rules.TooFewInvestigatorsError) as refused:
        rules.require_supervisors(LAW, persons)

    assert refused.value.basis.startswith("chongqing/enforcement_supervision@2010-07-30#")
    rules.require_supervisors(LAW, ("a", "b"))


@pytest.mark.rule("complaints.recusal")
@pytest.mark.obligation("W5-08")
def test_who_has_an_interest_stays_away():
    with pytest.raises(rules.RecusalError) as refused:
        rules.require_no_interest(LAW, person="a", interested={"a"})

    assert refused.value.basis == EIGHT
    rules.require_no_interest(LAW, person="b", interested={"a"})


@pytest.mark.rule("complaints.preliminary_opinion")
@pytest.mark.obligation("W5-09")
def test_an_investigation_ends_with_an_opinion():
    with pytest.raises(InvalidError) as refused:
        rules.require_opinion(LAW, opinion=" ")

    assert refused.value.basis == NINE
    rules.require_opinion(LAW, opinion="建议责令改正。")


AGREE = rules.View("head", "同意。")
DISSENT = rules.View("deputy", "建议从轻。", dissents=True)


@pytest.mark.rule("complaints.collective_decision")
@pytest.mark.obligation("W5-09")
@pytest.mark.parametrize(
    ("chair", "views", "conclusion"),
    [
        pytest.param("head", [], "责令改正。", id="nobody came"),
        pytest.param("head", [AGREE], "责令改正。", id="one decides alone"),
        pytest.param(
            "head", [AGREE, rules.View("head", "再次同意。")], "责令改正。", id="one speaks for two"
        ),
        pytest.param("absent", [AGREE, DISSENT], "责令改正。", id="the chair was not there"),
        pytest.param(
            "head", [AGREE, rules.View("deputy", " ")], "责令改正。", id="a view is not written down"
        ),
        pytest.param("head", [AGREE, DISSENT], " ", id="no conclusion"),
    ],
)
def test_what_is_no_collective_discussion_is_refused(chair, views, conclusion):
    with pytest.raises(InvalidError) as refused:
        rules.require_collective(LAW, chair=chair, views=views, conclusion=conclusion)

    assert refused.value.basis == NINE


@pytest.mark.rule("complaints.collective_decision")
def test_two_with_their_views_decide_together_dissent_included():
    rules.require_collective(LAW, chair="head", views=[AGREE, DISSENT], conclusion="责令改正。")


@pytest.mark.rule("enforcement_responsibility.internal_decision")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENCY_HEAD])
def test_inside_an_agency_its_head_alone_signs(role):
    with pytest.raises(ForbiddenError) as refused:
        rules.require_head_signs(LAW, role=role)

    assert refused.value.basis.startswith("chongqing/enforcement_responsibility@2010-07-30#")
    rules.require_head_signs(LAW, role=Role.AGENCY_HEAD)


@pytest.mark.rule("complaints.handling")
@pytest.mark.obligation("W5-11")
@pytest.mark.parametrize(
    ("accepted_on", "due_on"),
    [
        period("2026-07-06", "2026-08-05", "thirty natural days, not working days"),
        period("2026-09-21", "2026-10-21", "holidays inside the period count"),
        period("2026-09-02", "2026-10-08", "the end, 2 Oct, is a holiday and rolls"),
        period("2026-08-27", "2026-09-28", "the end, Saturday 26 Sep, rolls over Mid-Autumn"),
        period("2026-09-10", "2026-10-10", "ends on a make-up Saturday: no roll"),
        period("2026-08-21", "2026-09-20", "ends on a make-up Sunday: no roll"),
    ],
)
def test_a_complaint_is_handled_within_thirty_days_of_acceptance(accepted_on, due_on):
    deadline = rules.handling_deadline(LAW, CALENDAR, accepted_on=accepted_on)

    assert (deadline.due_on, deadline.breach_after) == (due_on, due_on)
    assert deadline.nominal_due_on == accepted_on + timedelta(days=30)
    assert (deadline.unit, deadline.basis) == (Unit.CALENDAR_DAY, TEN)


@pytest.mark.rule("complaints.handling")
@pytest.mark.parametrize(
    ("accepted_on", "looked_on", "late"),
    triplets(("2026-07-06", "2026-08-05"), ("2026-09-02", "2026-10-08"), ("2026-09-10", "2026-10-10")),
)
def test_the_handling_period_includes_its_last_day(accepted_on, looked_on, late):
    deadline = rules.handling_deadline(LAW, CALENDAR, accepted_on=accepted_on)

    assert shows_late(deadline, looked_on) is late


@pytest.mark.rule("complaints.handling")
@pytest.mark.parametrize(
    ("accepted_on", "provisional"),
    [
        pytest.param("2026-12-01", False, id="Tue 1 Dec: ends on Thu 31 Dec, the last published day"),
        pytest.param("2026-12-02", True, id="Wed 2 Dec: ends in a year without a notice"),
    ],
)
def test_an_end_in_a_year_without_holiday_notice_is_provisional(accepted_on, provisional):
    assert rules.handling_deadline(LAW, CALENDAR, accepted_on=day(accepted_on)).provisional is provisional


@pytest.mark.rule("enforcement_responsibility.reply")
@pytest.mark.obligation("W5-19", "N-12")
@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        period("2026-08-03", "2026-08-24", "three weeks without holidays"),
        period("2026-09-18", "2026-10-15", "Mid-Autumn and National Day, two make-up days"),
        period("2026-10-12", "2026-11-02", "after the holidays"),
    ],
)
def test_an_agency_replies_within_fifteen_working_days_of_receipt(received_on, due_on):
    deadline = rules.reply_deadline(LAW, CALENDAR, received_on=received_on)

    assert (deadline.due_on, deadline.breach_after, deadline.length) == (due_on, due_on, 15)
    assert deadline.unit is Unit.WORKING_DAY
    assert deadline.basis == "chongqing/enforcement_responsibility@2010-07-30#第十三条"


@pytest.mark.rule("enforcement_responsibility.reply")
@pytest.mark.parametrize(
    ("received_on", "looked_on", "late"),
    triplets(("2026-08-03", "2026-08-24"), ("2026-09-18", "2026-10-15")),
)
def test_the_reply_period_includes_its_last_day(received_on, looked_on, late):
    deadline = rules.reply_deadline(LAW, CALENDAR, received_on=received_on)

    assert shows_late(deadline, looked_on) is late


def extended(accepted_on: str, *, days: int = 30, before: int = 0, reason: str = "案情复杂。", on: str = ""):
    base = rules.handling_deadline(LAW, CALENDAR, accepted_on=day(accepted_on))
    request = rules.ExtensionRequest(days, before, reason)
    return rules.extended_deadline(LAW, CALENDAR, base, request, on=day(on) if on else day(accepted_on))


@pytest.mark.rule("complaints.handling_extension")
@pytest.mark.obligation("W5-12")
@pytest.mark.parametrize(
    ("accepted_on", "days", "due_on", "breach_after"),
    [
        pytest.param("2026-07-06", 30, "2026-09-04", "2026-09-04", id="Wed 5 Aug + 30: Fri 4 Sep"),
        pytest.param("2026-07-06", 1, "2026-08-06", "2026-08-06", id="Wed 5 Aug + 1: Thu 6 Aug"),
        pytest.param(
            "2026-09-02",
            30,
            "2026-11-02",
            "2026-11-09",
            id="from Fri 2 Oct as printed, or from Thu 8 Oct as rolled",
        ),
    ],
)
def test_an_extension_counts_from_the_nominal_end_and_is_late_from_the_rolled_one(
    accepted_on, days, due_on, breach_after
):
    deadline = extended(accepted_on, days=days)

    assert (deadline.due_on, deadline.breach_after) == (day(due_on), day(breach_after))
    assert deadline.basis == TEN


@pytest.mark.rule("complaints.handling_extension")
@pytest.mark.parametrize("days", [0, -1, 31, 60])
def test_an_extension_has_thirty_days_at_most_and_one_at_least(days):
    with pytest.raises(rules.ExtensionRefusedError) as refused:
        extended("2026-07-06", days=days)

    assert refused.value.basis == TEN


@pytest.mark.rule("complaints.handling_extension")
@pytest.mark.parametrize(
    "wrong", [{"before": 1}, {"reason": " "}], ids=["it was extended once", "nothing makes it complex"]
)
def test_a_second_extension_and_one_without_complexity_are_refused(wrong):
    with pytest.raises(rules.ExtensionRefusedError):
        extended("2026-07-06", **wrong)


@pytest.mark.rule("complaints.handling_extension")
@pytest.mark.parametrize(
    ("accepted_on", "approved_on", "allowed"),
    [
        pytest.param("2026-07-06", "2026-08-04", True, id="Tue 4 Aug, day before the end"),
        pytest.param("2026-07-06", "2026-08-05", True, id="Wed 5 Aug, the last day"),
        pytest.param("2026-07-06", "2026-08-06", False, id="Thu 6 Aug, day after"),
        pytest.param("2026-09-02", "2026-10-02", True, id="Fri 2 Oct, the nominal end, a holiday"),
        pytest.param("2026-09-02", "2026-10-08", True, id="Thu 8 Oct, the rolled end"),
        pytest.param("2026-09-02", "2026-10-09", False, id="Fri 9 Oct, day after the rolled end"),
    ],
)
def test_consent_comes_before_the_period_has_run_out(accepted_on, approved_on, allowed):
    if allowed:
        assert extended(accepted_on, on=approved_on).extends is not None
        return

    with pytest.raises(rules.ExtensionTooLateError) as refused:
        extended(accepted_on, on=approved_on)
    assert refused.value.basis == TEN


@pytest.mark.rule("complaints.handling_extension")
@pytest.mark.parametrize(
    ("looked_on", "red"),
    [
        pytest.param("2026-09-03", False, id="Thu 3 Sep, day before"),
        pytest.param("2026-09-04", False, id="Fri 4 Sep, the last day"),
        pytest.param("2026-09-05", True, id="Sat 5 Sep, day after"),
    ],
)
def test_the_extended_period_includes_its_last_day(looked_on, red):
    assert shows_late(extended("2026-07-06"), day(looked_on)) is red


@pytest.mark.rule("complaints.handling_extension")
@pytest.mark.parametrize(
    ("role", "posts"),
    [
        (Role.BUREAU_HEAD, {Post.HEAD}),
        (Role.AGENCY_HEAD, {Post.HEAD}),
        pytest.param(Role.BUREAU_CLERK, {Post.DEPUTY_HEAD}, id="a deputy is a person in charge"),
    ],
)
def test_a_person_in_charge_consents_but_never_to_an_own_request(role, posts):
    rules.require_person_in_charge(LAW, role=role, posts=posts, proposer=False)
    with pytest.raises(ForbiddenError) as refused:
        rules.require_person_in_charge(LAW, role=role, posts=posts, proposer=True)

    assert refused.value.basis == TEN


@pytest.mark.rule("complaints.handling_extension")
@pytest.mark.parametrize(
    ("role", "posts"),
    [(Role.BUREAU_CLERK, set()), (Role.BUREAU_CLERK, {Post.UNIT_HEAD}), (Role.INVESTIGATOR, set())],
)
def test_nobody_else_consents_to_an_extension(role, posts):
    with pytest.raises(ForbiddenError):
        rules.require_person_in_charge(LAW, role=role, posts=posts, proposer=False)
