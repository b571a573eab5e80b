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
    ClockFact,
    ClockOpened,
    ClockStopped,
    Due,
)
from shared.contracts.envelope import Envelope
from shared.eventlog.command import Statement

YellowOn = Callable[[str, Due], date | None]
"""Says on which day the light of a period turns yellow; the key of its rule and its dates are given."""

UNKNOWN_AGENCY = ""


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
        *("service", "number", "procedure", "agency", "stage", "owner_role", "title"),
        *("words", "pieces", "is_open", "case_position", "position"),
    ),
    "case_position",
)
_CASE_OF_CLOCK = (
    work_queue.update()
    .where(
        work_queue.c.case_id == bindparam("of_case"), work_queue.c.case_position < bindparam("new_position")
    )
    .values(
        stage=bindparam("new_stage"),
        owner_role=bindparam("new_owner"),
        case_position=bindparam("new_position"),
    )
)
_CLOCK = _upsert(
    clocks,
    ("case_id", "clock"),
    (
        *("service", "rule_key", "is_running", "due_on", "breach_after", "yellow_on"),
        *("unit", "basis", "calendar_edition", "provisional", "position"),
    ),
    "position",
)
_STOP = (
    clocks.update()
    .where(
        clocks.c.case_id == bindparam("of_case"),
        clocks.c.clock == bindparam("of_clock"),
        clocks.c.position < bindparam("new_position"),
    )
    .values(is_running=False, position=bindparam("new_position"))
)
_FIRST_DUE = text(
    """
    update work_queue set
        clock = first.clock,
        sort_on = coalesce(first.due_on, case when first.clock is null then cast(:never as date)
                                              else cast(:paused as date) end),
        yellow_on = coalesce(first.yellow_on, cast(:never as date)),
        open_clocks = coalesce(first.running, 0),
        position = greatest(position, :position)
    from (select 1) as always left join lateral (
        select clock, due_on, yellow_on, count(*) over () as running
        from clocks where case_id = :case_id and is_running
        order by due_on nulls last, clock limit 1
    ) as first on true
    where work_queue.case_id = :case_id
    """
)
"""Put a case where its first open clock says; a suspended clock has no due date and stands behind."""


def project(envelope: Envelope, yellow_on: YellowOn) -> list[Statement]:
    """Write one contract into the queue; contracts of another kind change nothing."""
    return list(_statements(envelope.contract, envelope.ordinal, yellow_on))


def _statements(fact: Contract, position: int, yellow_on: YellowOn) -> Iterator[Statement]:
    if isinstance(fact, CaseFact):
        yield _CASE, _case(fact, position)
    elif isinstance(fact, ClockStopped):
        yield _CASE_OF_CLOCK, _stage(fact, position)
        yield _STOP, {"of_case": fact.case_id, "of_clock": fact.clock, "new_position": position}
    elif isinstance(fact, ClockOpened | ClockChanged):
        yield _CASE_OF_CLOCK, _stage(fact, position)
        yield _CLOCK, _clock(fact, position, yellow_on)
    else:
        return
    yield _FIRST_DUE, {"case_id": fact.case_id, "position": position, "never": NEVER, "paused": PAUSED}


def _case(fact: CaseFact, position: int) -> dict[str, Any]:
    title = fact.title or ""
    words = words_of(fact.number, title)
    return {
        "case_id": fact.case_id,
        "service": fact.service,
        "number": fact.number,
        "procedure": fact.procedure,
        "agency": fact.agency or UNKNOWN_AGENCY,
        "stage": fact.stage,
        "owner_role": fact.owner_role,
        "title": title,
        "words": words,
        "pieces": pieces_of(words),
        "is_open": not isinstance(fact, CaseClosed),
        "case_position": position,
        "position": position,
    }


def _stage(fact: ClockFact, position: int) -> dict[str, Any]:
    return {
        "of_case": fact.case_id,
        "new_stage": fact.stage,
        "new_owner": fact.owner_role,
        "new_position": position,
    }


def _clock(fact: ClockOpened | ClockChanged, position: int, yellow_on: YellowOn) -> dict[str, Any]:
    due = fact.due
    return {
        "case_id": fact.case_id,
        "clock": fact.clock,
        "service": fact.service,
        "rule_key": fact.rule_key,
        "is_running": True,
        "due_on": None if due.suspended else due.due_on,
        "breach_after": None if due.suspended else due.breach_after,
        "yellow_on": None if due.suspended or due.due_on is None else yellow_on(fact.rule_key, due),
        "unit": due.unit,
        "basis": due.basis,
        "calendar_edition": due.calendar_edition,
        "provisional": due.provisional,
        "position": position,
    }
