"""What a new calendar does to a running clock: pure decisions (历法更新后的重算).

A later end takes effect at once. An earlier one takes effect too, unless an outside party was told a later
day: then the told day stands until there is a new notice. Lateness that the new calendar undoes is never
erased by the suite; a person decides what becomes of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.deadlines.changes import held, recomputed
from shared.deadlines.open_clock import OpenClock

NEW_NOTICE = "new_notice"
"""待重新告知: an earlier date waits for a notice to those who were told a later one."""
NOTICE_DUE = "notice_due"
"""待告知: a later date took effect, and those who were told the earlier one have to be told."""
UNDONE_BREACH = "undone_breach"
"""待重新认定: lateness was counted under the old calendar and is none under the new one."""
IN_THE_SUITE = frozenset({"agency"})
"""Parties with an inbox in the suite; they learn of a new date by themselves."""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """How those who had been told a date learn of the new one (重新告知)."""

    method: str
    reason: str


def recomputation(clock: OpenClock, calendar: WorkCalendar, *, on: date) -> dict[str, Any] | None:
    """The content of a ``ClockRecomputed``; None when the calendar gives the clock no other dates."""
    before, known = clock.deadline, clock.held or clock.deadline
    if not calendar.changes(known):
        return None
    after = calendar.recomputed(before)
    waits = is_shortened(dict(clock.told), after)
    return {
        "clock": clock.name,
        **before_and_after(before, after),
        "edition_before": before.calendar_edition,
        "edition_after": after.calendar_edition,
        "rule_key": after.rule_key,
        "owner": clock.owner,
        "told": tuple(party for party, _ in clock.told),
        "attention": tuple(_attention(clock, after, on, waits=waits)),
        "basis": after.basis,
        "clocks": (
            held(clock.name, after, on=on) if waits else recomputed(clock.name, after, calendar, on=on),
        ),
    }


def before_and_after(before: Deadline, after: Deadline) -> dict[str, Any]:
    """What a recomputation says of the two states of a period."""
    return {
        "due_before": before.due_on,
        "due_after": after.due_on,
        "breach_before": before.breach_after,
        "breach_after": after.breach_after,
        "provisional_before": before.provisional,
        "provisional_after": after.provisional,
        "effect": effect(before, after),
    }


def effect(before: Deadline, after: Deadline) -> str:
    """In which direction a recomputation moves a period: later, earlier, definite, provisional, other."""
    for old, new in ((before.due_on, after.due_on), (before.breach_after, after.breach_after)):
        if old and new and old != new:
            return "later" if new > old else "earlier"
    if before.provisional != after.provisional:
        return "provisional" if after.provisional else "definite"
    return "other"


def is_shortened(told: Mapping[str, date], after: Deadline) -> bool:
    """Whether an outside party was told a later day than the new one."""
    new = after.due_on
    return new is not None and any(new < due_on for due_on in told.values())


def _attention(clock: OpenClock, after: Deadline, on: date, *, waits: bool) -> Iterator[str]:
    if waits:
        yield NEW_NOTICE
    elif after.due_on and any(_must_be_told(party, due_on, after) for party, due_on in clock.told):
        yield NOTICE_DUE
    if _was_late(clock.deadline, on) and not _was_late(after, on) and not waits:
        yield UNDONE_BREACH


def _must_be_told(party: str, due_on: date, after: Deadline) -> bool:
    return party not in IN_THE_SUITE and due_on != after.due_on


def _was_late(deadline: Deadline, on: date) -> bool:
    return deadline.breach_after is not None and on > deadline.breach_after
