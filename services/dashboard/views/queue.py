"""The question that the work queue answers: what is due first, under any filter (待办查询).

Pages follow each other by key (``sort_on``, ``case_id``), never by offset, so that the last page costs as
much as the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, tuple_, union, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from services.dashboard.views.lights import Light, dates_of, light_on
from services.dashboard.views.search import normalised, pieces_asked, words_of
from services.dashboard.views.tables import clocks, work_queue

PAGE_SIZE = 50
COUNT_CAP = 1000
"""Beyond this a page says "at least" instead of counting."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How words are looked for, in numbers of cases.

    A word that at most ``rare`` cases can have is looked up in the index of pieces at once. Of a common word
    the first ``window`` cases are looked through in order, and ``count_window`` to count it.
    """

    rare: int = 10_000
    window: int = 8_000
    count_window: int = 2_000


EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases a person may see in the queue; without a body or roles, all (可见范围).

    ``body`` sees what it handles, and what waits for it as the agency concerned or ordered; ``owner_roles``
    are the roles that a case may wait for. ``assigned`` narrows to cases that ``person`` works on; a case
    that is hidden from ``person`` is never seen, whatever the role.
    """

    body: str | None = None
    owner_roles: frozenset[str] | None = None
    person: UUID | None = None
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person asked to see; an empty string means everything."""

    procedure: str = ""
    agency: str = ""
    light: Light | None = None
    owner_role: str = ""
    text: str = ""
    agencies_named: tuple[str, ...] = ()
    """Codes of the agencies whose names contain ``text``."""


@dataclass(frozen=True, slots=True)
class Key:
    """A place in the order of the queue."""

    sort_on: date
    case_id: UUID


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue: the case, and the clock that is due first."""

    case_id: UUID
    service: str
    number: str
    procedure: str
    agency: str
    handler: str
    stage: str
    stage_zh: str | None
    stage_en: str | None
    owner_role: str
    title: str
    is_open: bool
    open_clocks: int
    position: int
    people: tuple[UUID, ...]
    hidden_from: tuple[UUID, ...]
    addressed: tuple[str, ...]
    light: Light
    sort_on: date
    clock: str | None
    rule_key: str | None
    due_on: date | None
    breach_after: date | None
    basis: str | None
    provisional: bool

    @property
    def key(self) -> Key:
        """Where the row stands."""
        return Key(self.sort_on, self.case_id)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Fifty lines with what leads to the neighbours."""

    rows: tuple[QueueRow, ...]
    has_earlier: bool
    has_later: bool


_Q = work_queue.c
_COLUMNS = (
    *(_Q[name] for name in ("case_id", "service", "number", "procedure", "agency", "handler", "title")),
    *(_Q[name] for name in ("stage", "stage_zh", "stage_en", "owner_role", "is_open", "open_clocks")),
    *(
        _Q[name]
        for name in ("position", "sort_on", "yellow_on", "clock", "people", "hidden_from", "addressed")
    ),
    *(clocks.c[name] for name in ("rule_key", "due_on", "breach_after", "basis", "provisional")),
)
_CLOCK_OF_ROW = and_(clocks.c.case_id == _Q.case_id, clocks.c.clock == _Q.clock)
_WITH_CLOCK = select(*_COLUMNS).outerjoin_from(work_queue, clocks, _CLOCK_OF_ROW)


def conditions(scope: Scope, filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """Write scope and filters as conditions on open cases; the text is asked apart."""
    wanted: list[ColumnElement[bool]] = [_Q.is_open, *_of_scope(scope)]
    for column in ("procedure", "agency", "owner_role"):
        if value := getattr(filters, column):
            wanted.append(_Q[column] == value)
    if filters.light is not None:
        wanted += _of_light(filters.light, today)
    return wanted


def _of_scope(scope: Scope) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    roles = sorted(scope.owner_roles or ())
    if scope.person is not None:
        wanted.append(not_(_Q.hidden_from.contains([scope.person])))
    if scope.assigned:
        wanted.append(_Q.people.contains([scope.person]) if scope.person else false())
    elif scope.body is not None:
        concerned = or_(_Q.agency == scope.body, _Q.addressed.contains([scope.body]))
        wanted.append(or_(_Q.handler == scope.body, and_(concerned, _Q.owner_role.in_(roles))))
    elif scope.owner_roles is not None:
        wanted.append(_Q.owner_role.in_(roles))
    return wanted


def _of_light(light: Light, today: date) -> list[ColumnElement[bool]]:
    dates = dates_of(light, today)
    wanted: list[ColumnElement[bool]] = [_Q.sort_on >= dates.due_from, _Q.sort_on <= dates.due_to]
    if dates.yellow_from:
        wanted.append(_Q.yellow_on >= dates.yellow_from)
    if dates.yellow_to:
        wanted.append(_Q.yellow_on <= dates.yellow_to)
    return wanted


def _containing(columns: Any, filters: Filters) -> ColumnElement[bool]:
    written: ColumnElement[bool] = columns.words.contains(normalised(filters.text), autoescape=True)
    return or_(written, columns.agency.in_(filters.agencies_named)) if filters.agencies_named else written


def _in_order(statement: Select[Any], cases: Any = _Q, *, backwards: bool = False) -> Select[Any]:
    if backwards:
        return statement.order_by(cases.sort_on.desc(), cases.case_id.desc())
    return statement.order_by(cases.sort_on, cases.case_id)


def _keys_in_order(
    wanted: Sequence[ColumnElement[bool]], limit: int, *, backwards: bool = False
) -> Select[Any]:
    return _in_order(select(_Q.case_id).where(*wanted), backwards=backwards).limit(limit)


def _keys_walked(
    wanted: Sequence[ColumnElement[bool]],
    filters: Filters,
    limit: int,
    *,
    window: int,
    backwards: bool = False,
) -> Select[Any]:
    """Give the keys that contain a text among the first ``window`` cases: the way for common words."""
    columns = select(_Q.case_id, _Q.sort_on, _Q.agency, _Q.words).where(*wanted)
    walked = _in_order(columns, backwards=backwards).limit(window).subquery()
    found = select(walked.c.case_id).where(_containing(walked.c, filters))
    return _in_order(found, walked.c, backwards=backwards).limit(limit)


def _keys_collected(
    wanted: Sequence[ColumnElement[bool]], filters: Filters, limit: int, *, backwards: bool = False
) -> Select[Any]:
    """Give the keys that contain a text, all of them found by their pieces: the way for rare words."""
    by_words = select(_Q.case_id, _Q.sort_on).where(
        *wanted,
        _Q.pieces.contains(pieces_asked(filters.text)),
        _Q.words.contains(normalised(filters.text), autoescape=True),
    )
    if filters.agencies_named:
        by_agency = select(_Q.case_id, _Q.sort_on).where(*wanted, _Q.agency.in_(filters.agencies_named))
        found = union(by_words, by_agency).cte("containing")
    else:
        found = by_words.cte("containing").prefix_with("materialized")
    return _in_order(select(found.c.case_id), found.c, backwards=backwards).limit(limit)


async def _is_rare(connection: AsyncConnection, filters: Filters, effort: Effort) -> bool:
    """Say whether few cases have the rarest piece, by the planner's statistics; nothing is read."""
    pieces = pieces_asked(filters.text)
    if filters.agencies_named or not pieces:
        return False
    with_each = [select(_Q.case_id).where(_Q.is_open, _Q.pieces.contains([piece])) for piece in pieces]
    asked = union_all(*with_each).compile(dialect=connection.dialect)
    explained = await connection.exec_driver_sql(f"explain (format json) {asked}", dict(asked.params))
    plan = explained.scalar_one()[0]["Plan"]
    branches = plan["Plans"] if len(pieces) > 1 else [plan]
    return min(int(branch["Plan Rows"]) for branch in branches) <= effort.rare


async def _keys(
    connection: AsyncConnection,
    wanted: Sequence[ColumnElement[bool]],
    filters: Filters,
    effort: Effort,
    *,
    backwards: bool,
) -> Sequence[UUID]:
    limit = PAGE_SIZE + 1
    if not filters.text:
        statement = _keys_in_order(wanted, limit, backwards=backwards)
        return (await connection.scalars(statement)).all()
    if not await _is_rare(connection, filters, effort):
        statement = _keys_walked(wanted, filters, limit, window=effort.window, backwards=backwards)
        found = (await connection.scalars(statement)).all()
        if len(found) == limit:
            return found
    statement = _keys_collected(wanted, filters, limit, backwards=backwards)
    return (await connection.scalars(statement)).all()


async def queue_page(
    connection: AsyncConnection,
    scope: Scope,
    filters: Filters,
    today: date,
    *,
    after: Key | None = None,
    before: Key | None = None,
    effort: Effort = EFFORT,
) -> QueuePage:
    """Read one page of the queue."""
    wanted = conditions(scope, filters, today)
    place = tuple_(_Q.sort_on, _Q.case_id)
    if before is not None:
        wanted.append(place < (before.sort_on, before.case_id))
    elif after is not None:
        wanted.append(place > (after.sort_on, after.case_id))
    keys = await _keys(connection, wanted, filters, effort, backwards=before is not None)
    more = len(keys) > PAGE_SIZE
    rows = tuple(await _rows(connection, keys[:PAGE_SIZE], today))
    if before is not None:
        return QueuePage(rows, has_earlier=more, has_later=True)
    return QueuePage(rows, has_earlier=after is not None, has_later=more)


async def queue_count(
    connection: AsyncConnection,
    scope: Scope,
    filters: Filters,
    today: date,
    *,
    cap: int = COUNT_CAP,
    effort: Effort = EFFORT,
) -> tuple[int, bool]:
    """Count the matching cases up to ``cap``; the second value says whether the count is exact."""
    wanted, common = conditions(scope, filters, today), False
    if not filters.text:
        keys = _keys_in_order(wanted, cap + 1)
    elif await _is_rare(connection, filters, effort):
        keys = _keys_collected(wanted, filters, cap + 1)
    else:
        keys, common = _keys_walked(wanted, filters, cap + 1, window=effort.count_window), True
    counted = (await connection.execute(select(func.count()).select_from(keys.subquery()))).scalar_one()
    return min(counted, cap), counted <= cap and not common


async def _rows(connection: AsyncConnection, keys: Sequence[UUID], today: date) -> list[QueueRow]:
    statement = _in_order(_WITH_CLOCK.where(_Q.case_id.in_(keys)))
    return [_row(values, today) for values in (await connection.execute(statement)).all()] if keys else []


async def rows_changed(
    connection: AsyncConnection, service: str, position: int, today: date, *, limit: int = 500
) -> list[QueueRow]:
    """Read what a service's contracts changed after a position, open or closed."""
    statement = (
        _WITH_CLOCK.where(_Q.service == service, _Q.position > position).order_by(_Q.position).limit(limit)
    )
    return [_row(values, today) for values in (await connection.execute(statement)).all()]


async def light_counts(
    connection: AsyncConnection, scope: Scope, filters: Filters, today: date
) -> dict[Light, tuple[int, bool]]:
    """Count the cases under each light, whatever light is chosen."""
    asked = (Light.RED, Light.YELLOW, Light.GREEN, Light.PAUSED)
    return {
        light: await queue_count(connection, scope, replace(filters, light=light), today) for light in asked
    }


async def latest_positions(connection: AsyncConnection, services: Sequence[str]) -> dict[str, int]:
    """Say how far the queue follows each service."""
    found = {}
    for service in services:
        statement = select(func.max(_Q.position)).where(_Q.service == service)
        found[service] = (await connection.execute(statement)).scalar_one() or 0
    return found


def is_within(row: QueueRow, scope: Scope) -> bool:
    """Say whether a person may see a changed row; the same question as ``conditions`` asks."""
    if scope.person in row.hidden_from:
        return False
    if scope.assigned:
        return scope.person in row.people
    awaited = scope.owner_roles is None or row.owner_role in scope.owner_roles
    if scope.body is None:
        return awaited
    concerned = row.agency == scope.body or scope.body in row.addressed
    return row.handler == scope.body or (concerned and awaited)


def matches(row: QueueRow, filters: Filters) -> bool:
    """Say whether a changed row belongs to what a person looks at."""
    if not row.is_open or (filters.light is not None and row.light is not filters.light):
        return False
    for column in ("procedure", "agency", "owner_role"):
        if (value := getattr(filters, column)) and getattr(row, column) != value:
            return False
    shown = words_of(row.number, row.title)
    return not filters.text or normalised(filters.text) in shown or row.agency in filters.agencies_named


def _row(values: Any, today: date) -> QueueRow:
    named = dict(values._mapping)
    yellow_on = named.pop("yellow_on")
    named["light"] = light_on(today, due_on=named["sort_on"], yellow_on=yellow_on)
    named["provisional"] = bool(named["provisional"])
    named |= {name: tuple(named[name]) for name in ("people", "hidden_from", "addressed")}
    return QueueRow(**named)
