"""Explanation, order, accountability, transfers, notices, appeal, misconduct (第九条至第十五条, 监督条例)."""

import pytest

from services.complaints.rules import outcome as rules
from shared.calendar.deadline import Unit
from shared.law.refusal import ForbiddenError, InvalidError
from tests.services.complaints.periods import CALENDAR, LAW, day, period, shows_late, triplets

WULONG = "wulong/complaints@2021-11-10#"
LOCAL = "chongqing/enforcement_supervision@2010-07-30#"


@pytest.mark.rule("complaints.unfounded_explanation")
@pytest.mark.obligation("W5-10")
def test_what_was_not_true_is_explained_to_the_complainant():
    with pytest.raises(InvalidError) as refused:
        rules.require_explanation(LAW, finding="unfounded", explanation=" ")

    assert refused.value.basis == f"{WULONG}第九条"
    rules.require_explanation(LAW, finding="unfounded", explanation="所反映情况不存在。")


@pytest.mark.rule("complaints.unfounded_explanation")
@pytest.mark.parametrize("finding", ["founded", "partly_founded"])
def test_what_was_true_needs_no_such_explanation(finding):
    rules.require_explanation(LAW, finding=finding, explanation="")


@pytest.mark.rule("complaints.order_to_correct")
@pytest.mark.obligation("W5-13")
@pytest.mark.parametrize(
    ("delivered_on", "length", "unit", "due_on"),
    [
        pytest.param("2026-09-21", 10, "working_day", "2026-10-12", id="Mon 21 Sep + 10 WD: Mon 12 Oct"),
        pytest.param("2026-09-21", 10, "calendar_day", "2026-10-08", id="Mon 21 Sep + 10: Thu 1 Oct rolls"),
        pytest.param("2026-08-31", 1, "month", "2026-09-30", id="Mon 31 Aug + 1 month: Wed 30 Sep"),
        pytest.param("2026-06-20", 3, "month", "2026-09-20", id="Sat 20 Jun + 3 months: a make-up Sunday"),
    ],
)
def test_an_order_runs_for_its_own_limit_from_its_delivery(delivered_on, length, unit, due_on):
    deadline = rules.correction_deadline(
        LAW, CALENDAR, delivered_on=day(delivered_on), length=length, unit=unit
    )

    assert deadline.due_on == day(due_on)
    assert (deadline.unit, deadline.length) == (Unit(unit), length)
    assert deadline.basis == f"{WULONG}第十一条"


@pytest.mark.rule("complaints.order_to_correct")
@pytest.mark.parametrize(
    ("delivered_on", "looked_on", "late"),
    triplets(("2026-08-03", "2026-08-17"), ("2026-09-21", "2026-10-12")),
)
def test_the_limit_of_an_order_includes_its_last_day(delivered_on, looked_on, late):
    deadline = rules.correction_deadline(
        LAW, CALENDAR, delivered_on=delivered_on, length=10, unit="working_day"
    )

    assert shows_late(deadline, looked_on) is late


@pytest.mark.rule("complaints.order_to_correct")
def test_a_limit_beyond_every_calendar_is_refused_and_no_accident():
    with pytest.raises(InvalidError) as refused:
        rules.correction_deadline(LAW, CALENDAR, delivered_on=day("2026-09-21"), length=366, unit="month")

    assert refused.value.basis == f"{WULONG}第十一条"


@pytest.mark.rule("enforcement_supervision.compensation_notice")
@pytest.mark.obligation("W5-20")
def test_who_was_harmed_is_told_in_writing_how_to_claim():
    with pytest.raises(InvalidError) as refused:
        rules.require_written_notice(LAW, method="telephone")

    assert refused.value.basis == f"{LOCAL}第十六条"
    rules.require_written_notice(LAW, method="direct")


@pytest.mark.rule("complaints.accountability_transfer")
@pytest.mark.obligation("W5-13")
@pytest.mark.parametrize("mode", ["direct", "recommendation"])
def test_only_a_person_on_whom_the_leadership_decided_is_pursued(mode):
    rules.require_decided_person(LAW, person="a", mode=mode, decided={"a"})
    with pytest.raises(ForbiddenError) as refused:
        rules.require_decided_person(LAW, person="b", mode=mode, decided={"a"})

    assert refused.value.basis == f"{WULONG}第十一条"


@pytest.mark.rule("complaints.accountability_transfer")
def test_a_third_way_of_pursuing_a_person_does_not_exist():
    with pytest.raises(InvalidError):
        rules.require_decided_person(LAW, person="a", mode="gossip", decided={"a"})


@pytest.mark.rule("complaints.crime_transfer")
@pytest.mark.obligation("W5-13")
def test_a_suspected_crime_goes_to_the_judicial_organ():
    assert rules.crime_transfer_organ(LAW) == "judicial_organ"


@pytest.mark.rule("enforcement_supervision.discipline_transfer")
@pytest.mark.obligation("N-08")
def test_a_breach_of_discipline_goes_to_the_supervision_commission():
    assert rules.discipline_transfer_organ(LAW) == "supervision_commission"


@pytest.mark.rule("enforcement_supervision.competent_organ_transfer")
@pytest.mark.obligation("N-08")
def test_what_belongs_to_another_organ_goes_to_one_of_three():
    assert tuple(rules.competent_transfer_organs(LAW)) == (
        "reconsideration_organ",
        "audit_organ",
        "supervision_commission",
    )


@pytest.mark.rule("enforcement_supervision.transfer_feedback")
@pytest.mark.obligation("W5-21")
@pytest.mark.parametrize(
    ("handled_on", "due_on"),
    [
        period("2026-08-07", "2026-08-21", "two weeks without holidays"),
        period("2026-09-24", "2026-10-15", "Mid-Autumn and National Day between"),
        period("2026-10-12", "2026-10-26", "after the holidays"),
    ],
)
def test_the_receiver_reports_back_within_ten_working_days_of_handling(handled_on, due_on):
    deadline = rules.feedback_deadline(LAW, CALENDAR, handled_on=handled_on)

    assert (deadline.due_on, deadline.breach_after, deadline.length) == (due_on, due_on, 10)
    assert deadline.basis == f"{LOCAL}第二十条"


@pytest.mark.rule("enforcement_supervision.transfer_feedback")
@pytest.mark.parametrize(
    ("handled_on", "looked_on", "late"), triplets(("2026-08-07", "2026-08-21"), ("2026-09-24", "2026-10-15"))
)
def test_the_feedback_period_includes_its_last_day(handled_on, looked_on, late):
    assert shows_late(rules.feedback_deadline(LAW, CALENDAR, handled_on=handled_on), looked_on) is late


@pytest.mark.rule("complaints.result_notice", "complaints.archiving")
@pytest.mark.obligation("W5-14", "W5-15")
@pytest.mark.parametrize("target", [rules.result_notice_target, rules.archiving_target])
def test_promptly_is_measured_by_our_own_target_and_says_so(target):
    deadline = target(LAW, CALENDAR, decided_on=day("2026-09-21"))

    assert deadline.due_on == day("2026-09-29")
    assert deadline.basis.startswith("internal_target#complaints.")


@pytest.mark.rule("complaints.appeal")
@pytest.mark.obligation("W5-17")
@pytest.mark.parametrize("handler", ["bureau", "market"])
def test_an_appeal_goes_to_the_organ_that_decided(handler):
    assert rules.appeal_goes_to(LAW, handler=handler) == handler


@pytest.mark.rule("complaints.obstruction", "complaints.retaliation", "complaints.intake_staff_liability")
@pytest.mark.obligation("W5-16", "W5-18")
@pytest.mark.parametrize(
    ("misconduct", "article"),
    [("obstruction", "第十三条"), ("retaliation", "第十三条"), ("intake_staff_liability", "第十五条")],
)
def test_misconduct_around_the_handling_is_pursued_under_its_article(misconduct, article):
    assert rules.misconduct_basis(LAW, misconduct) == f"{WULONG}{article}"
