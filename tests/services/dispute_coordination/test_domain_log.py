"""What is stored comes back: replay, snapshots, stored names, and nothing personal in any event."""

from dataclasses import fields

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
from shared.deadlines.case import Case
from shared.eventlog.snapshots import restore_snapshot, take_snapshot
from tests.services.dispute_coordination.cases import (
    accepted,
    extended,
    own_motion,
    reloaded,
    requested,
    with_decision,
    with_opinion,
)
from tests.services.dispute_coordination.test_domain_execution import defy, verify
from tests.services.dispute_coordination.test_domain_intake import negotiating
from tests.services.dispute_coordination.test_domain_parties import answer, three_sided
from tests.services.dispute_coordination.test_domain_supplement import asked

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
