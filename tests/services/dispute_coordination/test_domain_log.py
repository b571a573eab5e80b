"""What is stored comes back: replay, snapshots, stored names, and nothing personal in any event."""

from dataclasses import fields
from datetime import date

import pytest
from eventsourcing.utils import get_topic, resolve_topic

from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.events import (
    execution,
    handling,
    intake,
    outcome,
    parties,
    standstill,
)
from services.dispute_coordination.domain.vocabulary import Against, Reversal, Side
from shared.clock.suite import date_of
from shared.deadlines.case import Case
from shared.eventlog.snapshots import restore_snapshot, take_snapshot
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.cases import (
    accepted,
    at,
    extended,
    failed_negotiation,
    letter,
    own_motion,
    prepared,
    reloaded,
    requested,
    swept,
    with_decision,
    with_opinion,
)
from tests.services.dispute_coordination.test_domain_execution import defy, verify
from tests.services.dispute_coordination.test_domain_intake import negotiating
from tests.services.dispute_coordination.test_domain_parties import answer, three_sided
from tests.services.dispute_coordination.test_domain_supplement import asked, reverse

EVENTS = [
    event
    for module in (intake, parties, handling, standstill, outcome, execution)
    for event in vars(module).values()
    if isinstance(event, type) and issubclass(event, Case.Event) and event.__module__ == module.__name__
]


def watched():
    case = with_opinion()
    verify(case, "market")
    defy(case)
    return case


def course():
    """A case that meets nearly every event before the government decides."""
    case = three_sided()
    answer(case, "farming", "2026-11-12")
    prepared(case)
    case.add_materials(at("2026-11-12"), agency="market", materials=["other"])
    case.record_consultation(
        at("2026-11-12"), form="meeting", need="复杂。", need_ref="x", result_ref="x", participants=["a"]
    )
    extended(case)
    case.suspend_handling(
        at("2026-11-16"), stop_id="s", ground="superior_consulted", letter="9号", organ="市局"
    )
    case.resume_handling(at("2026-11-18"), stop_id="s")
    case.request_urgency(at("2026-11-18"), urgency_id="u", agency="market", reason="急。", reason_ref="x")
    case.record_interim_measure(
        at("2026-11-18"), agency="market", harm="危险。", harm_ref="x", measure="封存。", measure_ref="x"
    )
    case.record_unilateral_act(
        at("2026-11-19"), act_id="a", agency="water", act_ref="x", acted_on=day("2026-11-18")
    )
    case.join_agency(at("2026-11-19"), agency="fire", side=Side.RESPONDENT, reason_ref="x")
    case.join_case(at("2026-11-19"), requested(respondents=("housing",)))
    return case


def ladder():
    case = with_decision()
    defy(case, against=Against.DECISION)
    case.climb_ladder(at("2026-12-02"), agency="farming", rung="order_to_correct", document="1号")
    case.report_execution(at("2026-12-02"), agency="market", report_ref="x")
    verify(case, "market", on="2026-12-03")
    case.plan_follow_up(at("2026-12-03"), follow_up_id="f", planned_on=day("2026-12-18"))
    case.record_follow_up(at("2026-12-18"), follow_up_id="f", note_ref="x")
    case.close(at("2026-12-18"))
    return case


def reversed_withdrawal():
    case = asked()
    swept(case, "2026-11-13")
    reverse(case, Reversal.OBSTACLE)
    return case


def left():
    case = accepted(
        applicants=("market", "fire"), negotiations=(failed_negotiation("market", "fire", "farming"),)
    )
    for agency in ("fire", "market"):
        case.withdraw(at("2026-11-13"), agency=agency, reason_ref="x")
    return case


def late_papers():
    case = asked()
    swept(case, "2026-11-13")
    case.file_supplement(at("2026-11-17"), materials=["legal_basis"], contents={})
    reverse(case, Reversal.OBSTACLE)
    return case


def found_withdrawn():
    case = asked()
    case.deem_withdrawn(at("2026-11-16"), reason="未补。", reason_ref="x")
    return case


def merged():
    case = requested()
    case.merge_into(at("2026-11-04"), case_id=case.id, number="1号", reason_ref="x")
    return case


def special():
    case = accepted()
    case.apply_special_limit(at("2026-11-10"), norm="某条例", length=20, unit="working_day")
    return case


def voided():
    case = own_motion()
    notice = letter(case, "coordination_notice", "2026-11-11", "market", "farming")
    case.void_letter(at("2026-11-12"), letter_id=notice, reason_ref="x")
    return case


CASES = [
    negotiating,
    requested,
    asked,
    accepted,
    own_motion,
    three_sided,
    lambda: extended(accepted()),
    with_decision,
    watched,
    course,
    ladder,
    reversed_withdrawal,
    left,
    late_papers,
    found_withdrawn,
    merged,
    special,
    voided,
]


def state(case):
    return {name: value for name, value in vars(case).items() if name not in {"_law", "_pending_events"}}


@pytest.mark.parametrize("case", CASES)
def test_a_dispute_is_the_same_again_when_its_events_are_played(case):
    made = case()

    assert state(reloaded(made)) == state(made)


@pytest.mark.parametrize("case", CASES)
def test_a_dispute_has_a_snapshot_that_comes_back_equal(case):
    made = reloaded(case())
    vars(made)["_pending_events"] = []

    row = take_snapshot(made)

    assert row is not None
    assert state(restore_snapshot(row)) == state(made)


def test_who_loads_a_snapshot_goes_on_deciding():
    made = reloaded(three_sided())
    vars(made)["_pending_events"] = []
    again = restore_snapshot(take_snapshot(made)).under(three_sided().law)

    assert not answer(again, "farming", "2026-11-12").late


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_dated_before_the_case_or_after_the_day_on_which_it_was_recorded(case):
    made = case()

    for event in made.pending_events:
        recorded_on = date_of(event.timestamp)
        days = [value for name, value in vars(event).items() if name.endswith("_on") and name not in AHEAD]
        days += [date.fromisoformat(change["on"]) for change in event.clocks]
        assert all(made.opened_on <= each <= recorded_on for each in days if each is not None), event


AHEAD = {"due_on", "planned_on", "next_on", "held_on"}
"""Days that lie ahead by their nature, and a negotiation, which may lie before the case."""


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_event_is_stored_under_a_name_of_its_own_and_found_by_it(event):
    topic = event.TOPIC

    assert topic.startswith("dispute_coordination.dispute.")
    assert topic.endswith(".v1")
    assert resolve_topic(topic) is event
    assert get_topic(event) == topic
    assert [one.TOPIC for one in EVENTS].count(topic) == 1


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_what_people_write_stands_in_no_event(event):
    free = {"reason", "reasons", "note", "text", "view", "opinion", "proposal", "answer", "harm", "measure"}

    assert not free & {field.name for field in fields(event)}


def test_the_dispute_has_its_own_generic_events():
    for name in ("RungReached", "ClockRecomputed", "DeliveryRecorded", "LetterIssued"):
        assert getattr(Dispute, name).TOPIC.startswith("dispute_coordination.dispute.")
