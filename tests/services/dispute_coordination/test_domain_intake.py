"""From the negotiation to acceptance or decline, and cases that the bureau opens itself (第六至十三条)."""

from uuid import uuid4

import pytest

from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.intake import Parties
from services.dispute_coordination.domain.vocabulary import Stage, Trigger
from services.dispute_coordination.rules.intake import WrongOutcomeError
from services.dispute_coordination.rules.request import (
    Negotiation,
    NegotiationAgreedError,
    NotNegotiatedError,
)
from shared.law.refusal import InvalidError, OutOfOrderError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    PARTS,
    accepted,
    at,
    due,
    failed_negotiation,
    filing,
    last,
    letter,
    own_motion,
    requested,
    serve,
    served,
)
from tests.services.dispute_coordination.periods import LAW, article, read_as


def negotiating(*respondents: str) -> Dispute:
    return Dispute.open_negotiation(
        uuid4(),
        LAW,
        at("2026-10-12"),
        number="协商1号",
        title="农药门店检查职责争议",
        parties=Parties(("market",), respondents or ("farming",)),
    )


def record(case: Dispute, *parties: str, agreed: bool, on: str = "2026-10-20", **paper: str) -> None:
    negotiation = Negotiation(day(on), parties or ("market", "farming"), agreed)
    case.record_negotiation(at(on), negotiation=negotiation, **paper)


@pytest.mark.obligation("W1-04")
def test_w1_04_what_the_agencies_agree_on_is_on_paper_and_ends_the_dispute():
    case = negotiating()

    with pytest.raises(InvalidError):
        record(case, agreed=True)
    record(case, agreed=True, form="minutes", record="会议纪要第3期。", record_ref="sealed#minutes")

    assert (case.stage, case.closed_on) == (Stage.SETTLED, day("2026-10-20"))
    assert last(case).basis == article("第九条")


@pytest.mark.obligation("W1-04")
def test_w1_04_an_agreement_with_one_of_two_does_not_end_the_dispute():
    case = negotiating("farming", "water")

    record(case, "market", "farming", agreed=True, form="other_document", record="备忘录。")

    assert case.stage is Stage.NEGOTIATING


@pytest.mark.obligation("W1-05")
def test_w1_05_after_a_failed_negotiation_on_file_coordination_is_asked_for():
    case = negotiating()
    record(case, agreed=False)

    case.file_request(at("2026-11-02"), filing=filing())

    assert (case.stage, due(case, "acceptance")) == (Stage.RECEIVED, "2026-11-09")
    case.accept(at("2026-11-05"))
    assert case.stage is Stage.COORDINATING


@pytest.mark.obligation("W1-05")
def test_w1_05_who_asks_first_does_not_drop_another_agency_from_the_file():
    case = negotiating("farming", "water")
    record(case, "market", "farming", "water", agreed=False)

    with pytest.raises(InvalidError, match="market"):
        case.file_request(at("2026-11-02"), filing=filing(applicants=("farming",), respondents=("water",)))

    assert case.agencies == ("market", "farming", "water")


@pytest.mark.obligation("W1-04")
def test_w1_04_a_negotiation_that_lies_ahead_is_none():
    ahead = failed_negotiation("market", "farming", held_on="2026-11-03")

    with pytest.raises(InvalidError):
        requested(negotiations=(ahead,))


@pytest.mark.obligation("W1-05")
@pytest.mark.parametrize("applicant", ["market", "farming"])
def test_w1_05_either_agency_may_ask(applicant):
    other = {"market": "farming", "farming": "market"}[applicant]

    case = requested(
        applicants=(applicant,), respondents=(other,), negotiations=(failed_negotiation("market", "farming"),)
    )

    assert (case.applicants, case.respondents) == ((applicant,), (other,))


@pytest.mark.obligation("W1-07")
def test_w1_07_an_incomplete_request_is_received_all_the_same_and_shows_what_is_missing():
    case = requested(materials=("written_request",), contents={PARTS[0]: "sealed#1", PARTS[1]: "sealed#2"})

    assert case.missing == (
        "legal_basis",
        "staffing_and_duty_documents",
        "negotiation_and_differences",
        "proposal_and_reasons",
    )
    with pytest.raises(WrongOutcomeError) as refused:
        case.accept(at("2026-11-03"))
    assert refused.value.basis == article("第十二条（二）")
    case.add_materials(at("2026-11-03"), agency="market", materials=["legal_basis"])
    assert "legal_basis" not in case.missing


@pytest.mark.obligation("W1-02")
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"ground": "parking"}, id="no such ground"),
        pytest.param({"materials": ("love_letter",)}, id="no such group of papers"),
        pytest.param({"contents": {"poem": "sealed"}}, id="no such part of a request"),
        pytest.param({"respondents": ("market",)}, id="a dispute with itself"),
        pytest.param({"respondents": ()}, id="a dispute with nobody"),
        pytest.param({"national_kind": "joint_enforcement"}, id="no such national kind"),
    ],
)
def test_w1_02_what_the_articles_do_not_list_is_refused(wrong):
    with pytest.raises(InvalidError):
        requested(**wrong)


@pytest.mark.obligation("W1-08")
def test_w1_08_acceptance_ends_the_examination_and_starts_the_seven_days():
    case = requested()
    assert (list(case.clocks), due(case, "acceptance")) == (["acceptance"], "2026-11-09")

    case.accept(at("2026-11-09"))

    assert (list(case.clocks), due(case, "handling")) == (["handling"], "2026-11-18")
    assert last(case).addressees == ("market", "farming")
    assert (last(case).late, last(case).basis) == (False, article("第十二条（一）"))


@pytest.mark.obligation("W1-08")
@pytest.mark.parametrize(
    ("on", "late"),
    [
        pytest.param("2026-11-06", False, id="Fri 6 Nov, the day before"),
        pytest.param("2026-11-09", False, id="Mon 9 Nov, the due day"),
        pytest.param("2026-11-10", True, id="Tue 10 Nov, the day after"),
    ],
)
def test_w1_08_a_late_acceptance_is_recorded_and_not_refused(on, late):
    case = requested()

    case.accept(at(on))

    assert (case.stage, last(case).late) == (Stage.COORDINATING, late)


@pytest.mark.obligation("W1-04", "W1-05")
@pytest.mark.parametrize(
    ("negotiations", "error"),
    [
        pytest.param((), NotNegotiatedError, id="never negotiated"),
        pytest.param(
            (Negotiation(day("2026-10-20"), ("market", "farming"), agreed=True),),
            NegotiationAgreedError,
            id="agreed",
        ),
    ],
)
def test_w1_05_without_a_failed_negotiation_nothing_is_accepted(negotiations, error):
    case = requested(negotiations=negotiations)

    with pytest.raises(error):
        case.accept(at("2026-11-03"))
    record(case, agreed=False, on="2026-11-04")
    case.accept(at("2026-11-05"))


@pytest.mark.obligation("W1-03", "W1-09")
@pytest.mark.parametrize(
    ("exclusion", "basis"),
    [
        ("not_enforcement", "第八条（一）"),
        ("internal_dispute", "第八条（二）"),
        ("dispute_with_party", "第八条（三）"),
        ("governed_by_other_norm", "第八条（四）"),
        ("other", "第八条（五）"),
        ("outside_grounds", "第十二条（三）"),
    ],
)
def test_w1_09_what_is_not_for_coordination_is_declined_with_its_reasons(exclusion, basis):
    case = requested()

    with pytest.raises(InvalidError):
        case.decline(at("2026-11-04"), exclusion=exclusion, reasons=" ", reasons_ref="")
    case.decline(at("2026-11-04"), exclusion=exclusion, reasons="属于机关内部事务。", reasons_ref="sealed#r")

    assert (case.stage, case.clocks, case.closed_on) == (Stage.DECLINED, {}, day("2026-11-04"))
    assert (last(case).basis, last(case).addressees) == (article(basis), ("market",))


@pytest.mark.obligation("W1-03")
def test_w1_03_no_other_reason_declines():
    with pytest.raises(InvalidError):
        requested().decline(at("2026-11-04"), exclusion="too_difficult", reasons="难。", reasons_ref="x")


@pytest.mark.obligation("W1-06")
def test_w1_06_on_instruction_or_discovery_the_bureau_opens_the_case():
    discovered = own_motion()
    instructed = own_motion(
        trigger=Trigger.GOVERNMENT_INSTRUCTION, instruction="武隆府办〔2026〕88号", source=""
    )

    assert {discovered.stage, instructed.stage} == {Stage.COORDINATING}
    assert instructed.trigger is Trigger.GOVERNMENT_INSTRUCTION
    assert (last(instructed).instruction, last(discovered).instruction) == ("武隆府办〔2026〕88号", None)
    with pytest.raises(InvalidError):
        own_motion(trigger=Trigger.GOVERNMENT_INSTRUCTION, instruction=" ")
    with pytest.raises(InvalidError):
        own_motion(LAW, "market", "market")


@pytest.mark.obligation("W1-13", "W1-15")
@pytest.mark.parametrize(
    ("reading", "before_notice", "after_notice"),
    [
        pytest.param("day_of_coordination_notice", None, "2026-11-20", id="from the notice, Wed 11 Nov"),
        pytest.param("day_of_decision_to_open", "2026-11-18", "2026-11-18", id="from opening, Mon 9 Nov"),
    ],
)
def test_w1_13_the_coordination_notice_starts_the_seven_days_or_the_opening_did(
    reading, before_notice, after_notice
):
    case = own_motion(read_as("own_motion_start", reading))
    assert ("handling" in case.clocks and due(case, "handling")) == (before_notice or False)

    letter(case, "coordination_notice", "2026-11-11", "market", "farming")

    assert due(case, "handling") == after_notice


@pytest.mark.obligation("W1-13", "W1-14")
def test_w1_14_each_agency_has_its_own_five_days_from_its_own_notice():
    case = own_motion()
    first = letter(case, "coordination_notice", "2026-11-11", "market", "farming")

    serve(case, first, "market", "2026-11-11")
    serve(case, first, "farming", "2026-11-13")

    assert due(case, "own_motion_statement:market") == "2026-11-18"
    assert due(case, "own_motion_statement:farming") == "2026-11-20"


def test_a_voided_coordination_notice_starts_nothing():
    case = own_motion()
    first = letter(case, "coordination_notice", "2026-11-11", "market", "farming")

    case.void_letter(at("2026-11-12"), letter_id=first, reason_ref="sealed#reason")
    assert (case.clocks, case.noticed_on) == ({}, None)

    letter(case, "coordination_notice", "2026-11-13", "market", "farming")
    assert due(case, "handling") == "2026-11-24"


@pytest.mark.obligation("W1-18")
@pytest.mark.parametrize(
    ("kind", "superior"), [("case_jurisdiction", "common_superior"), ("matter_list", None), (None, None)]
)
def test_w1_18_who_disputes_jurisdiction_also_reports_to_the_common_superior(kind, superior):
    assert requested(national_kind=kind).also_reports_to == superior


def test_voiding_one_of_two_notices_leaves_the_handling_alone():
    case = own_motion()
    first = letter(case, "coordination_notice", "2026-11-11", "market")
    letter(case, "coordination_notice", "2026-11-12", "farming")

    case.void_letter(at("2026-11-12"), letter_id=first, reason_ref="sealed#reason")

    assert due(case, "handling") == "2026-11-20"


def test_where_the_opening_counts_a_voided_notice_changes_nothing():
    case = own_motion(read_as("own_motion_start", "day_of_decision_to_open"))
    first = letter(case, "coordination_notice", "2026-11-11", "market", "farming")

    case.void_letter(at("2026-11-12"), letter_id=first, reason_ref="sealed#reason")

    assert due(case, "handling") == "2026-11-18"


def test_voiding_another_letter_leaves_the_handling_of_an_own_motion_case_alone():
    case = own_motion()
    letter(case, "coordination_notice", "2026-11-11", "market", "farming")
    other = letter(case, "meeting_notice", "2026-11-12", "market", "farming")

    case.void_letter(at("2026-11-12"), letter_id=other, reason_ref="sealed#reason")

    assert due(case, "handling") == "2026-11-20"


def test_a_new_case_on_the_same_matter_names_the_earlier_one():
    case = accepted(earlier="协调〔2026〕0号")

    assert case.earlier == "协调〔2026〕0号"


def test_what_ended_is_not_taken_up_by_any_other_step():
    case = requested()
    case.decline(at("2026-11-04"), exclusion="other", reasons="理由。", reasons_ref="sealed#r")

    with pytest.raises(OutOfOrderError) as refused:
        case.accept(at("2026-11-05"))
    assert refused.value.basis == article("第十二条（一）")
    served(case, "decline_decision", "2026-11-05", "market")
