"""Missing papers: asked for once, filed, posted in time, or deemed withdrawn (第十二条（二）)."""

from uuid import uuid4

import pytest

from services.dispute_coordination.domain.events.intake import DeemedWithdrawn
from services.dispute_coordination.domain.vocabulary import Reversal, Stage
from services.dispute_coordination.rules.intake import NoFurtherSupplementError, WrongOutcomeError
from shared.delivery.attempt import Receiver
from shared.law.refusal import InvalidError, OutOfOrderError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    PARTS,
    at,
    due,
    last,
    letter,
    reloaded,
    requested,
    serve,
    swept,
)
from tests.services.dispute_coordination.periods import LAW, article, read_as
from tests.shared.delivery.attempts import attempt

TWELVE = article("第十二条（二）")
MISSING = "legal_basis"
COMPLETE = {"materials": [MISSING], "contents": {}}


def asked(law=LAW, *, served_on="2026-11-05"):
    """A request without its norms; the notice of Wednesday 4 November is served on Thursday."""
    case = requested(law, materials=("written_request", "staffing_and_duty_documents"))
    case.request_supplement(at("2026-11-04"), materials=[MISSING])
    notice = letter(case, "supplement_notice", "2026-11-04", "market")
    if served_on:
        serve(case, notice, "market", served_on)
    return case


@pytest.mark.obligation("W1-10")
def test_w1_10_the_examination_waits_no_more_once_the_notice_is_out():
    case = requested(materials=("written_request", "staffing_and_duty_documents"))
    case.request_supplement(at("2026-11-04"), materials=[MISSING])
    assert (case.stage, list(case.clocks)) == (Stage.SUPPLEMENTING, ["acceptance"])
    assert (last(case).materials, last(case).late, last(case).basis) == ((MISSING,), False, TWELVE)

    notice = letter(case, "supplement_notice", "2026-11-04", "market")

    assert case.clocks == {}
    case.void_letter(at("2026-11-05"), letter_id=notice, reason_ref="sealed#typo")
    assert due(case, "acceptance") == "2026-11-09"


@pytest.mark.obligation("W1-10")
def test_w1_10_a_notice_voided_after_the_papers_came_changes_nothing():
    case = asked(served_on=None)
    case.file_supplement(at("2026-11-05"), **COMPLETE)

    (notice,) = case.letters
    case.void_letter(at("2026-11-06"), letter_id=notice, reason_ref="sealed#r")

    assert due(case, "acceptance") == "2026-11-12"


@pytest.mark.obligation("W1-10")
def test_w1_10_a_notice_after_the_five_days_is_marked_late():
    case = requested(materials=("written_request", "staffing_and_duty_documents"))

    case.request_supplement(at("2026-11-10"), materials=[MISSING])

    assert last(case).late


@pytest.mark.obligation("W1-10")
def test_w1_10_the_notice_lists_everything_that_is_missing_for_it_goes_out_once():
    case = requested(materials=("written_request",), contents={PARTS[0]: "sealed#1", PARTS[1]: "sealed#2"})
    papers = [MISSING, "staffing_and_duty_documents"]

    with pytest.raises(InvalidError) as refused:
        case.request_supplement(at("2026-11-04"), materials=papers, contents=[PARTS[2]])
    case.request_supplement(at("2026-11-04"), materials=papers, contents=PARTS[2:])

    assert (refused.value.basis, case.stage) == (TWELVE, Stage.SUPPLEMENTING)
    assert PARTS[3] in refused.value.detail


def two_applicants(*served):
    """Two bureaus ask together and lack the norms; each is served with the notice on its own day."""
    materials = ("written_request", "staffing_and_duty_documents")
    case = requested(applicants=("market", "fire"), materials=materials)
    case.request_supplement(at("2026-11-04"), materials=[MISSING])
    notice = letter(case, "supplement_notice", "2026-11-04", "market", "fire")
    for agency, on in served:
        tried = attempt("direct", day(on), issued_on=day("2026-11-04"), id=str(uuid4()))
        case.record_delivery(at("2026-11-09"), letter_id=notice, receiver=Receiver(agency), attempt=tried)
    return case


@pytest.mark.obligation("W1-11")
@pytest.mark.parametrize("order", [1, -1])
def test_w1_11_of_two_applicants_none_loses_a_day_by_the_service_of_the_other(order):
    case = two_applicants(*[("market", "2026-11-05"), ("fire", "2026-11-09")][::order])

    assert due(case, "supplement") == "2026-11-16"
    swept(case, "2026-11-13")
    assert case.stage is Stage.SUPPLEMENTING
    swept(case, "2026-11-17")
    assert case.stage is Stage.DEEMED_WITHDRAWN
    assert case.supplement_deadline(at("2026-11-17")).due_on == day("2026-11-16")


@pytest.mark.obligation("W1-10")
def test_w1_10_a_second_notice_that_is_voided_leaves_the_first_alone():
    case = asked()
    again = letter(case, "supplement_notice", "2026-11-06", "market")

    case.void_letter(at("2026-11-06"), letter_id=again, reason_ref="sealed#twice")

    assert list(case.clocks) == ["supplement"]


@pytest.mark.obligation("W1-11")
def test_w1_11_papers_posted_in_time_are_not_forgotten_over_others_that_come_later():
    case = asked()
    swept(case, "2026-11-13")
    case.file_supplement(at("2026-11-16"), **COMPLETE, posted_on=day("2026-11-12"))
    case.file_supplement(at("2026-11-17"), materials=["other"], contents={})

    reverse(case, Reversal.POSTED_IN_TIME, on="2026-11-17")

    assert case.stage is Stage.RECEIVED


@pytest.mark.obligation("W1-10")
@pytest.mark.parametrize("missing", [{"materials": ["poems"]}, {"contents": ["poems"]}, {}])
def test_w1_10_the_notice_names_what_the_article_asks_for_and_something_at_least(missing):
    with pytest.raises((InvalidError, WrongOutcomeError)):
        requested().request_supplement(at("2026-11-04"), **missing)


@pytest.mark.obligation("W1-11")
def test_w1_11_the_five_days_start_when_the_notice_is_served():
    case = asked(served_on=None)
    assert "supplement" not in case.clocks

    (notice,) = case.letters
    serve(case, notice, "market", "2026-11-05")

    assert due(case, "supplement") == "2026-11-12"
    assert case.clocks["supplement"].told == (("market", day("2026-11-12")),)


@pytest.mark.obligation("W1-08", "W1-11")
@pytest.mark.parametrize(
    ("reading", "due_on"),
    [
        pytest.param("decline_restart_one_round", "2026-11-17", id="anew from Tue 10 Nov"),
        pytest.param("decline_continue_one_round", "2026-11-13", id="Thu, Fri, Mon, Tue left out"),
    ],
)
def test_w1_11_once_complete_the_examination_runs_anew_or_goes_on(reading, due_on):
    case = asked(read_as("dispute_intake_gaps", reading))

    case.file_supplement(at("2026-11-10"), **COMPLETE)

    assert (case.stage, list(case.clocks)) == (Stage.RECEIVED, ["acceptance"])
    assert due(case, "acceptance") == due_on
    case.accept(at("2026-11-12"))


@pytest.mark.obligation("W1-10")
@pytest.mark.parametrize(
    ("reading", "allowed"), [("decline_restart_one_round", False), ("decline_restart_two_rounds", True)]
)
def test_w1_10_papers_are_asked_for_once_unless_the_bureau_reads_twice(reading, allowed):
    case = asked(read_as("dispute_intake_gaps", reading))
    case.file_supplement(at("2026-11-10"), **COMPLETE)

    if allowed:
        case.request_supplement(at("2026-11-11"), missing_ref="sealed#page3")
        assert case.stage is Stage.SUPPLEMENTING
        return
    with pytest.raises(NoFurtherSupplementError):
        case.request_supplement(at("2026-11-11"), missing_ref="sealed#page3")


@pytest.mark.obligation("W1-11")
@pytest.mark.parametrize(
    ("on", "stage"),
    [
        pytest.param("2026-11-11", Stage.SUPPLEMENTING, id="Wed 11 Nov, the day before the end"),
        pytest.param("2026-11-12", Stage.SUPPLEMENTING, id="Thu 12 Nov, the last day"),
        pytest.param("2026-11-13", Stage.DEEMED_WITHDRAWN, id="Fri 13 Nov, the day after"),
    ],
)
def test_w1_11_silence_up_to_the_end_counts_as_withdrawal_by_itself(on, stage):
    case = asked()

    swept(case, on)

    assert case.stage is stage


@pytest.mark.obligation("W1-11")
def test_w1_11_the_withdrawal_by_silence_needs_no_law_attached_and_cites_its_article():
    case = reloaded(asked())

    swept(case, "2026-11-20")

    assert isinstance(last(case), DeemedWithdrawn)
    assert (last(case).automatic, last(case).basis, last(case).due_on) == (True, TWELVE, day("2026-11-12"))
    assert (case.clocks, case.closed_on) == ({}, day("2026-11-20"))


@pytest.mark.obligation("W1-11", "W1-28")
@pytest.mark.parametrize(
    ("posted_on", "in_time"),
    [
        pytest.param("2026-11-11", True, id="posted the day before the end"),
        pytest.param("2026-11-12", True, id="posted on the last day"),
        pytest.param("2026-11-13", False, id="posted the day after"),
        pytest.param(None, False, id="brought in"),
    ],
)
def test_w1_28_papers_posted_in_time_may_arrive_later_and_a_person_takes_the_withdrawal_back(
    posted_on, in_time
):
    case = asked()
    swept(case, "2026-11-13")

    case.file_supplement(at("2026-11-17"), **COMPLETE, posted_on=posted_on and day(posted_on))

    assert (case.stage, last(case).in_time) == (Stage.DEEMED_WITHDRAWN, in_time)
    if not in_time:
        with pytest.raises(InvalidError):
            reverse(case, Reversal.POSTED_IN_TIME)
        return
    reverse(case, Reversal.POSTED_IN_TIME)
    assert (case.stage, due(case, "acceptance"), case.closed_on) == (Stage.RECEIVED, "2026-11-24", None)


def reverse(case, ground, on="2026-11-18", reason="邮戳为十二日。"):
    case.reverse_deemed_withdrawal(at(on), ground=ground, reason=reason, reason_ref="sealed#reason")


@pytest.mark.obligation("W1-11")
def test_w1_11_nothing_is_taken_back_without_a_reason_or_before_it_happened():
    case = asked()

    with pytest.raises(OutOfOrderError):
        reverse(case, Reversal.OBSTACLE)
    swept(case, "2026-11-13")
    with pytest.raises(InvalidError):
        reverse(case, Reversal.OBSTACLE, reason=" ")


@pytest.mark.obligation("W1-28")
def test_w1_28_an_obstacle_gives_the_whole_period_again_and_late_papers_a_new_examination():
    nothing_came, came_late = asked(), asked()
    for case in (nothing_came, came_late):
        swept(case, "2026-11-13")
    came_late.file_supplement(at("2026-11-17"), **COMPLETE)

    reverse(nothing_came, Reversal.OBSTACLE)
    reverse(came_late, Reversal.OBSTACLE)

    assert (nothing_came.stage, due(nothing_came, "supplement")) == (Stage.SUPPLEMENTING, "2026-11-25")
    assert (came_late.stage, due(came_late, "acceptance")) == (Stage.RECEIVED, "2026-11-25")


@pytest.mark.obligation("W1-28")
def test_w1_28_a_period_that_has_run_out_all_the_same_is_not_taken_up():
    case = asked()
    swept(case, "2026-11-13")

    with pytest.raises(InvalidError):
        reverse(case, Reversal.SERVED_LATER)


@pytest.mark.obligation("W1-11")
def test_w1_11_papers_that_come_too_late_are_kept_and_change_nothing():
    case = asked()

    case.file_supplement(at("2026-11-13"), **COMPLETE)

    assert (case.stage, last(case).in_time, MISSING in case.materials) == (Stage.SUPPLEMENTING, False, True)
    swept(case, "2026-11-13")
    assert case.stage is Stage.DEEMED_WITHDRAWN


@pytest.mark.obligation("W1-11")
def test_w1_11_a_person_finds_papers_that_are_not_as_asked_withdrawn():
    case = requested(materials=("written_request",))
    case.request_supplement(at("2026-11-04"), materials=[MISSING, "staffing_and_duty_documents"])
    notice = letter(case, "supplement_notice", "2026-11-04", "market")
    serve(case, notice, "market", "2026-11-05")
    with pytest.raises(OutOfOrderError):
        case.deem_withdrawn(at("2026-11-09"), reason="未补。", reason_ref="sealed#r")

    case.file_supplement(at("2026-11-10"), **COMPLETE)
    with pytest.raises(OutOfOrderError):
        case.deem_withdrawn(at("2026-11-12"), reason="仍缺编制文件。", reason_ref="sealed#r")
    with pytest.raises(InvalidError):
        case.deem_withdrawn(at("2026-11-13"), reason="", reason_ref="sealed#r")
    case.deem_withdrawn(at("2026-11-13"), reason="仍缺编制文件。", reason_ref="sealed#r")

    assert (case.stage, last(case).automatic, case.clocks) == (Stage.DEEMED_WITHDRAWN, False, {})


@pytest.mark.obligation("W1-08", "W1-11")
def test_w1_11_papers_may_come_in_parts_and_the_examination_begins_anew_with_the_last():
    case = requested(materials=("written_request",), contents={part: f"sealed#{part}" for part in PARTS[:3]})
    papers = [MISSING, "staffing_and_duty_documents"]
    case.request_supplement(at("2026-11-04"), materials=papers, contents=PARTS[3:])
    serve(case, letter(case, "supplement_notice", "2026-11-04", "market"), "market", "2026-11-05")

    case.file_supplement(at("2026-11-06"), materials=papers, contents={})
    assert (case.missing, due(case, "acceptance")) == ((PARTS[3],), "2026-11-13")
    case.file_supplement(at("2026-11-12"), materials=(), contents={PARTS[3]: "sealed#4"})

    assert (case.missing, due(case, "acceptance")) == ((), "2026-11-19")
    case.accept(at("2026-11-16"))
    with pytest.raises(OutOfOrderError):
        case.file_supplement(at("2026-11-16"), **COMPLETE)


def test_nobody_supplements_a_request_for_which_no_papers_were_asked():
    with pytest.raises(OutOfOrderError):
        requested().file_supplement(at("2026-11-04"), **COMPLETE)


@pytest.mark.obligation("W1-11")
@pytest.mark.parametrize(
    ("on", "allowed"),
    [
        pytest.param("2026-11-12", False, id="Thu 12 Nov, the last day"),
        pytest.param("2026-11-13", True, id="Fri 13 Nov, the day after"),
    ],
)
def test_w1_11_a_person_may_be_quicker_than_the_sweeper_but_not_than_the_period(on, allowed):
    case = asked()

    if not allowed:
        with pytest.raises(OutOfOrderError):
            case.deem_withdrawn(at(on), reason="未补。", reason_ref="sealed#r")
        return
    case.deem_withdrawn(at(on), reason="未补。", reason_ref="sealed#r")
    assert (case.stage, last(case).due_on) == (Stage.DEEMED_WITHDRAWN, day("2026-11-12"))


def test_nobody_finds_a_request_withdrawn_for_which_no_papers_were_asked():
    with pytest.raises(OutOfOrderError):
        requested().deem_withdrawn(at("2026-11-04"), reason="未补。", reason_ref="sealed#r")


def test_no_paper_arrives_before_it_was_posted():
    with pytest.raises(InvalidError):
        asked().file_supplement(at("2026-11-10"), **COMPLETE, posted_on=day("2026-11-11"))
