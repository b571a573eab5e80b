"""From the events of any case to the rows of its clocks and the escalation ledger (计时投影).

Pure: the statements are constants of the module, the rows follow from the event and its metadata alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Text, bindparam, cast, delete, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from shared.calendar.deadline import Deadline
from shared.calendar.tolling import chain
from shared.clock.suite import shanghai
from shared.deadlines.case import Case
from shared.deadlines.docketing import docketed
from shared.deadlines.open_clock import RUNG_TIME
from shared.deadlines.tables import CLOCK, ESCALATION
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

_KEY = ("case_id", "clock")
_OPENED = insert(CLOCK)
_OPEN = _OPENED.on_conflict_do_update(
    index_elements=_KEY,
    set_={column.name: _OPENED.excluded[column.name] for column in CLOCK.c if column.name not in _KEY},
)
_OF_CLOCK = (CLOCK.c.case_id == bindparam("of_case"), CLOCK.c.clock == bindparam("of_clock"))
_MOVED = (
    "rule_key",
    "basis",
    "started_on",
    "due_on",
    "breach_after",
    "calendar_edition",
    "provisional",
    "deadline",
    "next_action_at",
    "position",
)
_MOVE = update(CLOCK).where(*_OF_CLOCK).values({name: bindparam(f"new_{name}") for name in _MOVED})
_HAND_OVER = (
    update(CLOCK)
    .where(*_OF_CLOCK)
    .values({name: bindparam(f"new_{name}") for name in (*_MOVED, "owner", "handler")})
)
_TELL = (
    update(CLOCK)
    .where(*_OF_CLOCK)
    .values(told=CLOCK.c.told.op("||")(cast(bindparam("new_told", type_=Text()), JSONB)))
)
_STOP = delete(CLOCK).where(*_OF_CLOCK)
_CLIMB = (
    update(CLOCK)
    .where(*_OF_CLOCK)
    .values(
        rung=bindparam("new_rung"),
        next_action_at=bindparam("new_next_action_at"),
        position=bindparam("new_position"),
    )
)
_LEDGER = insert(ESCALATION).on_conflict_do_nothing(index_elements=["position"])


def project(recorded: Recorded) -> Iterable[Statement]:
    """The rows that an event of a case changes; nothing for other events."""
    event = recorded.event
    if not isinstance(event, Case.Event):
        return
    for change in event.clocks:
        if change["op"] != "hold":
            yield _changed(recorded, change)
    if isinstance(event, Case.RungReached):
        yield from _reached(recorded, event)
    yield from docketed(recorded)


def _changed(recorded: Recorded, change: Mapping[str, Any]) -> Statement:
    key = {"of_case": recorded.event.originator_id, "of_clock": change["clock"]}
    if change["op"] == "stop":
        return _STOP, key
    if change["op"] == "tell":
        return _TELL, key | {"new_told": orjson.dumps(change["told"]).decode()}
    row = _dates(change) | {"position": recorded.position}
    if change["op"] != "open":
        if "owner" in change:
            row |= {"owner": change["owner"], "handler": _handler(recorded)}
        return _HAND_OVER if "owner" in change else _MOVE, key | {
            f"new_{name}": value for name, value in row.items()
        }
    return _OPEN, row | {
        "case_id": recorded.event.originator_id,
        "clock": change["clock"],
        **_case(recorded),
        "handler": _handler(recorded),
        "owner": change["owner"],
        "told": {},
        "rung": None,
        "opened_on": date.fromisoformat(change["on"]),
    }


def _dates(change: Mapping[str, Any]) -> dict[str, Any]:
    deadline = Deadline.from_dict(change["deadline"])
    next_on = change.get("next_on")
    return {
        "rule_key": deadline.rule_key,
        "basis": deadline.basis,
        # An extended period rests on the days of the period that it extends, too.
        "started_on": chain(deadline)[0].started_on,
        "due_on": deadline.due_on,
        "breach_after": deadline.breach_after,
        "calendar_edition": deadline.calendar_edition,
        "provisional": deadline.provisional,
        "deadline": orjson.dumps(change["deadline"]).decode(),
        "next_action_at": _rung_at(date.fromisoformat(next_on) if next_on else None),
    }


def _reached(recorded: Recorded, event: Case.RungReached) -> Iterator[Statement]:
    yield (
        _CLIMB,
        {
            "of_case": event.originator_id,
            "of_clock": event.clock,
            "new_rung": event.rung,
            "new_next_action_at": _rung_at(event.next_on),
            "new_position": recorded.position,
        },
    )
    yield (
        _LEDGER,
        {
            "position": recorded.position,
            "case_id": event.originator_id,
            **_case(recorded),
            "clock": event.clock,
            "rung": event.rung,
            "level": event.level,
            "planned_on": event.planned_on,
            "reached_at": event.reached_at,
            "late": event.late,
            "due_on": event.due_on,
            "owner": event.owner,
            "recipients": " ".join(event.recipients),
            "basis": event.basis,
            "version": event.originator_version,
        },
    )


def _case(recorded: Recorded) -> dict[str, Any]:
    """What the summary of the case says, as far as lists need it."""
    case = recorded.metadata.get("case") or {}
    return {name: case.get(name) for name in ("number", "procedure", "agency")}


def _handler(recorded: Recorded) -> str | None:
    """The body that handles the case, whose calendar counts."""
    handler: str | None = (recorded.metadata.get("case") or {}).get("handler")
    return handler


def _rung_at(on: date | None) -> datetime | None:
    return shanghai(on, RUNG_TIME) if on else None
