"""The questions that the read models answer (查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.complaints.views.tables import COMPLAINT, DEADLINES, LEAD, TIMELINE
from shared.casework.timeline import Line, Timeline
from shared.identity.actor import Actor, Role
from shared.web.paging import Page, read_page

_COURSE = Timeline(TIMELINE)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of complaints is narrowed by; None leaves a field open."""

    stage: str | None = None
    agency: str | None = None
    handler: str | None = None
    ground: str | None = None
    number: str | None = None
    text: str | None = None
    received_from: date | None = None
    received_until: date | None = None


class ComplaintQueries:
    """Lists and courses; every list shows only what the reader may know of."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def page(
        self, actor: Actor, wanted: Filter, page: Page
    ) -> tuple[Sequence[Row[Any]], dict[str, Any]]:
        """One page of complaints, the latest received first."""
        query = narrowed(select(COMPLAINT).where(visible_to(actor)), wanted)
        async with self._engine.connect() as connection:
            return await read_page(
                connection, query, page, order=(COMPLAINT.c.received_on, COMPLAINT.c.case_id), descending=True
            )

    async def leads(self, page: Page, *, stage: str | None) -> tuple[Sequence[Row[Any]], dict[str, Any]]:
        """One page of leads, the latest received first."""
        query = select(LEAD) if stage is None else select(LEAD).where(LEAD.c.stage == stage)
        async with self._engine.connect() as connection:
            return await read_page(
                connection, query, page, order=(LEAD.c.received_on, LEAD.c.lead_id), descending=True
            )

    async def escalations(
        self, actor: Actor, page: Page, *, rung: str | None
    ) -> tuple[Sequence[Row[Any]], dict[str, Any]]:
        """One page of the escalation ledger, the latest first; an agency sees what concerns it."""
        table = DEADLINES.escalation
        query = select(table).outerjoin(COMPLAINT, COMPLAINT.c.case_id == table.c.case_id)
        seen = visible_to(actor)
        if actor.role not in {Role.AGENCY_CLERK, Role.AGENCY_HEAD}:
            seen = or_(COMPLAINT.c.case_id.is_(None), seen)  # leads
        query = query.where(seen)
        if rung:
            query = query.where(table.c.rung == rung)
        async with self._engine.connect() as connection:
            return await read_page(connection, query, page, order=(table.c.position,), descending=True)

    async def timeline(self, case_id: UUID) -> list[Line]:
        """The course of a case in order."""
        return await _COURSE.read(self._engine, case_id)

    async def earlier_of(self, complainant: UUID, *, besides: UUID | None = None) -> list[Any]:
        """Other complaints of the same person within this service, for the duplicate check (重复投诉)."""
        query = select(COMPLAINT.c.case_id, COMPLAINT.c.number, COMPLAINT.c.agency, COMPLAINT.c.stage).where(
            COMPLAINT.c.complainant == complainant, COMPLAINT.c.case_id.is_distinct_from(besides)
        )
        async with self._engine.connect() as connection:
            return list((await connection.execute(query.order_by(COMPLAINT.c.received_on).limit(50))).all())

    async def counts(self) -> dict[str, int]:
        """How many complaints stand in each stage."""
        query = select(COMPLAINT.c.stage, func.count()).group_by(COMPLAINT.c.stage)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return {row[0]: row[1] for row in rows}


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The rows that an actor may know of; the list's form of the policy ``sees``."""
    table, person, agency = COMPLAINT.c, str(actor.person), actor.agency
    related: dict[Role, ColumnElement[bool]] = {
        Role.BUREAU_CLERK: table.case_id.is_not(None),
        Role.BUREAU_HEAD: table.case_id.is_not(None),
        Role.GOVERNMENT: table.handler == "bureau",
        Role.INVESTIGATOR: table.investigators.contains([person]),
        Role.DISCIPLINE: table.discipline_transfer,
        Role.AGENCY_CLERK: _of_agency(agency),
        Role.AGENCY_HEAD: _of_agency(agency),
    }
    not_complained_of = or_(table.officer.is_(None), table.officer != person)
    return related.get(actor.role, false()) & not_complained_of


def _of_agency(agency: str | None) -> ColumnElement[bool]:
    table = COMPLAINT.c
    if agency is None:
        return false()
    complained_of = (table.agency == agency) & table.stage.not_in(["received", "declined"])
    return or_(table.handler == agency, table.ordered_agencies.contains([agency]), complained_of)


def narrowed(query: Select[Any], wanted: Filter) -> Select[Any]:
    """The query with the filter's conditions."""
    table = COMPLAINT.c
    for name in ("stage", "agency", "handler", "ground"):
        if value := getattr(wanted, name):
            query = query.where(table[name] == value)
    if wanted.number:
        query = query.where(table.number == wanted.number)
    if wanted.text:
        query = query.where(table.summary.contains(wanted.text, autoescape=True))
    if wanted.received_from:
        query = query.where(table.received_on >= wanted.received_from)
    if wanted.received_until:
        query = query.where(table.received_on <= wanted.received_until)
    return query
