"""From what services tell of their cases and clocks to the rows of the queue (投影).

Pure: one contract gives statements; nothing is read. Each statement compares chain numbers, so that the same
contract twice, or an old one after a new one, changes nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, text
from sqlalchemy.dialects.postgresql import insert

from services.dashboard.views.search import pieces_of, words_of
from services.dashboard.views.tables import NEVER, PAUSED, clocks, work_queue
from shared.contracts.base import Contract
from shared.contracts.cases import (
    CaseClosed,
    CaseFact,
    ClockChanged,
    ClockOpened,
    ClockStopped,
    Due,
)
from shared.contracts.envelope import Envelope
from shared.eventlog.command import Statement

YellowOn = Callable[[str, Due], date | None]
"""Says on which day the light of a period turns yellow; the key of its rule and its dates are given."""

NOBODY = ""
"""No agency, or no handling body."""

_DUE = ("due_on", "breach_after", "yellow_on", "unit", "basis", "calendar_edition", "provisional")


def _upsert(table: Table, key: tuple[str, ...], columns: tuple[str, ...], guard: str) -> Any:
    statement = insert(table).values({name: bindparam(name) for name in (*key, *columns)})
    new = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(
        index_elements=list(key), set_=new, where=table.c[guard] < statement.excluded[guard]
    )


_CASE = _upsert(
    work_queue,
    ("case_id",),
    (
        *("service", "number", "procedure", "agency", "handler", "stage", "stage_zh", "stage_en", "title"),
        *("people", "hidden_from", "addressed"),
        *("words", "pieces", "is_closed", "case_owner_role", "case_position", "position"),
    ),
    "case_position",
)
_OPENED = _upsert(
    clocks,
    ("case_id", "clock"),
    ("service", "rule_key", "owner_role", "is_running", *_DUE, "position"),
    "position",
)
_CHANGED = _upsert(
    clocks, ("case_id", "clock"), ("service", "rule_key", "is_running", *_DUE, "position"), "position"
)
"""A change says nothing about who must act; whoever had to before still has."""

_STOPPED = (
    clocks.update()
    .where(
        clocks.c.case_id == bindparam("of_case"),
        clocks.c.clock == bindparam("of_clock"),
        clocks.c.position < bindparam("new_position"),
    )
    .values(is_running=False, position=bindparam("new_position"))
)
_PLACED = text(
    r"""
    update work_queue set
        is_open = not is_closed or first.clock is not null,
        owner_role = coalesce(first.owner_role, case_owner_role),
        clock = first.clock,
        sort_on = coalesce(first.due_on, case when first.clock is null then cast(:never as date)
                                              else cast(:paused as date) end),
        yellow_on = coalesce(first.yellow_on, cast(:never as date)),
        open_clocks = coalesce(first.running, 0),
        position = greatest(position, :position)
    from (select 1) as always left join lateral (
        select clock, owner_role, due_on, yellow_on, count(*) over () as running
        from clocks where case_id = :case_id and is_running
        order by basis like 'internal\_target#%', due_on nulls last, clock limit 1
    ) as first on true
    where work_queue.case_id = :case_id
    """
)
"""Put a case where its first running clock says; a limit of the law goes before a target of our own.

A suspended clock has no due date and stands behind all dated ones. A case that is closed but has a running
clock, such as an order's limit, stays in the queue: no statutory date may be lost from sight.
"""


def project(envelope: Envelope, yellow_on: YellowOn) -> list[Statement]:
    """Write one contract into the queue; contracts of another kind change nothing."""
    return list(_statements(envelope.contract, envelope.ordinal, yellow_on))


def _statements(fact: Contract, position: int, yellow_on: YellowOn) -> Iterator[Statement]:
    if isinstance(fact, CaseFact):
        yield _CASE, _case(fact, position)
    elif isinstance(fact, ClockStopped):
        yield _STOPPED, {"of_case": fact.case_id, "of_clock": fact.clock, "new_position": position}
    elif isinstance(fact, ClockOpened):
        owner = {"owner_role": fact.clock_owner_role}
        yield _OPENED, {**_clock(fact, position, yellow_on), **owner}
    elif isinstance(fact, ClockChanged):
        yield _CHANGED, _clock(fact, position, yellow_on)
    else:
        return
    yield _PLACED, {"case_id": fact.case_id, "position": position, "never": NEVER, "paused": PAUSED}


def _case(fact: CaseFact, position: int) -> dict[str, Any]:
    title = fact.title or ""
    words = words_of(fact.number, title)
    return {
        "case_id": fact.case_id,
        "service": fact.service,
        "number": fact.number,
        "procedure": fact.procedure,
        "agency": fact.agency or NOBODY,
        "handler": fact.handler or NOBODY,
        "stage": fact.stage,
        "stage_zh": fact.stage_zh,
        "stage_en": fact.stage_en,
        "title": title,
        "people": list(fact.people),
        "hidden_from": list(fact.hidden_from),
        "addressed": list(fact.addressed),
        "words": words,
        "pieces": pieces_of(words),
        "is_closed": isinstance(fact, CaseClosed),
        "case_owner_role": fact.owner_role,
        "case_position": position,
        "position": position,
    }


def _clock(fact: ClockOpened | ClockChanged, position: int, yellow_on: YellowOn) -> dict[str, Any]:
    due = fact.due
    runs = not due.suspended and due.due_on is not None
    return {
        "case_id": fact.case_id,
        "clock": fact.clock,
        "service": fact.service,
        "rule_key": fact.rule_key,
        "is_running": True,
        "due_on": due.due_on if runs else None,
        "breach_after": due.breach_after if runs else None,
        "yellow_on": yellow_on(fact.rule_key, due) if runs else None,
        "unit": due.unit,
        "basis": due.basis,
        "calendar_edition": due.calendar_edition,
        "provisional": due.provisional,
        "position": position,
    }
