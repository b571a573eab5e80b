"""Letters: only about what happened; issue and service move clocks, each in its own way (第二十一条)."""

from dataclasses import replace
from datetime import time

import pytest

from services.dispute_coordination.domain.letters import CALLED_FOR, LetterNotCalledForError
from services.dispute_coordination.domain.vocabulary import Stage
from shared.casework.lettered import LetterServedError
from shared.clock.suite import shanghai
from shared.delivery.attempt import Receiver
from shared.documents.kinds import kinds_of
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    accepted,
    agreed,
    at,
    consented,
    due,
    extended,
    letter,
    own_motion,
    prepared,
    requested,
    serve,
    served,
    with_decision,
    with_opinion,
)
from tests.services.dispute_coordination.periods import read_as
from tests.shared.delivery.attempts import CONSENT, attempt

NOT_YET = sorted(set(CALLED_FOR) - {"coordination_notice"})


@pytest.mark.parametrize("kind", NOT_YET)
def test_no_letter_tells_of_what_has_not_happened(kind):
    with pytest.raises(LetterNotCalledForError) as refused:
        letter(requested(), kind, "2026-11-03", "market")

    assert refused.value.basis


def test_only_an_own_motion_case_has_a_coordination_notice():
    with pytest.raises(LetterNotCalledForError):
        letter(accepted(), "coordination_notice", "2026-11-10", "market", "farming")


def test_each_letter_that_needs_an_event_is_a_kind_of_document():
    assert set(CALLED_FOR) <= {kind.code for kind in kinds_of("dispute_coordination")}


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (accepted, "acceptance_notice"),
        (accepted, "meeting_notice"),
        (lambda: extended(accepted()), "extension_notice"),
        (with_opinion, "consent_request"),
        (with_opinion, "execution_reminder"),
        (with_decision, "coordination_proposal"),
        (with_decision, "government_decision"),
    ],
)
def test_what_happened_may_be_told(case, kind):
    made = case()

    letter(made, kind, "2026-11-20", "market")

    assert made.letters_of(kind)


def test_a_stop_is_told_while_it_lasts_and_its_end_once_it_has_ended():
    case = accepted()
    case.suspend_handling(
        at("2026-11-11"), stop_id="s1", ground="superior_consulted", letter="9号", organ="市司法局"
    )
    letter(case, "suspension_notice", "2026-11-11", "market", about="s1")
    with pytest.raises(LetterNotCalledForError):
        letter(case, "resumption_notice", "2026-11-11", "market", about="s1")

    case.resume_handling(at("2026-11-16"), stop_id="s1")
    letter(case, "resumption_notice", "2026-11-16", "market", about="s1")
    with pytest.raises(LetterNotCalledForError):
        letter(case, "resumption_notice", "2026-11-16", "market", about="s2")


def electronic(case, letter_id, agency, on):
    consent = replace(CONSENT, receiver=agency)
    tried = attempt("electronic", day(on), issued_on=case.letters[letter_id].issued_on, id=f"{agency}:{on}")
    case.record_delivery(
        at(on), letter_id=letter_id, receiver=Receiver(agency, "organisation", (consent,)), attempt=tried
    )
    return tried.id


@pytest.mark.obligation("W1-12", "W1-28")
def test_w1_28_a_day_of_arrival_that_the_agency_disproves_moves_its_period():
    case = accepted()
    notice = letter(case, "acceptance_notice", "2026-11-09", "market", "farming")
    delivery = electronic(case, notice, "farming", "2026-11-10")
    assert due(case, "respondent_answer:farming") == "2026-11-17"

    case.rebut_delivery(
        at("2026-11-16"),
        letter_id=notice,
        delivery_id=delivery,
        proven_on=day("2026-11-12"),
        evidence=("arrival_proof",),
        evidence_ref="sealed#log",
    )

    assert due(case, "respondent_answer:farming") == "2026-11-19"
    assert case.clocks["respondent_answer:farming"].told == (("farming", day("2026-11-19")),)


@pytest.mark.obligation("W1-28")
def test_w1_28_of_several_deliveries_the_first_effective_one_counts():
    case = accepted()
    notice = letter(case, "acceptance_notice", "2026-11-09", "market", "farming")

    electronic(case, notice, "farming", "2026-11-10")
    serve(case, notice, "farming", "2026-11-12")

    assert due(case, "respondent_answer:farming") == "2026-11-17"


@pytest.mark.obligation("W1-28")
def test_w1_28_who_has_a_letter_keeps_it():
    case = own_motion()
    notice = served(case, "coordination_notice", "2026-11-11", "market", "farming")

    with pytest.raises(LetterServedError):
        case.void_letter(at("2026-11-12"), letter_id=notice, reason_ref="sealed#r")


def test_a_supplement_notice_that_arrives_after_the_papers_starts_nothing():
    case = requested(materials=("written_request", "staffing_and_duty_documents"))
    case.request_supplement(at("2026-11-04"), materials=["legal_basis"])
    notice = letter(case, "supplement_notice", "2026-11-04", "market")
    case.file_supplement(at("2026-11-05"), materials=["legal_basis"], contents={})

    serve(case, notice, "market", "2026-11-06")

    assert (case.stage, list(case.clocks)) == (Stage.RECEIVED, ["acceptance"])


def test_a_second_coordination_notice_does_not_move_the_start():
    case = own_motion()
    letter(case, "coordination_notice", "2026-11-10", "market")
    letter(case, "coordination_notice", "2026-11-12", "farming")

    assert (case.noticed_on, due(case, "handling")) == (day("2026-11-10"), "2026-11-19")


def test_a_notice_after_the_outcome_starts_no_handling():
    case = consented(agreed(prepared(own_motion(read_as("own_motion_start", "day_of_decision_to_open")))))
    letter(case, "coordination_opinion", "2026-11-17", "market", "farming")

    letter(case, "coordination_notice", "2026-11-18", "market", "farming")

    assert (case.stage, case.clocks) == (Stage.EXECUTING, {})


def test_an_instant_before_midnight_in_beijing_is_still_that_day():
    case = accepted()
    notice = letter(case, "acceptance_notice", "2026-11-09", "farming")
    late = shanghai(day("2026-11-10"), time(23, 59))
    consent = replace(CONSENT, receiver="farming")
    tried = attempt("electronic", issued_on=day("2026-11-09"), id="d", sent_at=late, arrived_at=late)

    case.record_delivery(
        at("2026-11-11"),
        letter_id=notice,
        receiver=Receiver("farming", "organisation", (consent,)),
        attempt=tried,
    )

    assert due(case, "respondent_answer:farming") == "2026-11-17"
