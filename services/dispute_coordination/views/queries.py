"""The questions that the read models answer (查询)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, false, select, true
from sqlalchemy.ext.asyncio import AsyncEngine

from services.dispute_coordination.domain.steps import STEPS
from services.dispute_coordination.domain.vocabulary import Stage
from services.dispute_coordination.views.tables import DEADLINES, DISPUTE, TIMELINE
from shared.casework.timeline import Line, Timeline
from shared.identity.actor import Actor, Role
from shared.web.paging import Page, read_page

_COURSE = Timeline(TIMELINE)
BUREAU_AND_GOVERNMENT = frozenset({Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.GOVERNMENT})
JOINABLE = tuple(one.value for one in STEPS["merger"].stages)
AGENCIES = frozenset({Role.AGENCY_CLERK, Role.AGENCY_HEAD})


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of disputes is narrowed by; None leaves a field open."""

    stage: str | None = None
    agency: str | None = None
    ground: str | None = None
    number: str | None = None
    text: str | None = None
    received_from: date | None = None
    received_until: date | None = None


class DisputeQueries:
    """Lists and courses; every list shows only what the reader may know of."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def page(
        self, actor: Actor, wanted: Filter, page: Page
    ) -> tuple[Sequence[Row[Any]], dict[str, Any]]:
        """One page of disputes, the latest received first."""
        query = narrowed(select(DISPUTE).where(visible_to(actor)), wanted)
        order = (DISPUTE.c.received_on, DISPUTE.c.case_id)
        async with self._engine.connect() as connection:
            return await read_page(connection, query, page, order=order, descending=True)

    async def escalations(
        self, actor: Actor, page: Page, *, rung: str | None
    ) -> tuple[Sequence[Row[Any]], dict[str, Any]]:
        """One page of the escalation ledger, the latest first; an agency sees its own cases."""
        table = DEADLINES.escalation
        query = select(table).join(DISPUTE, DISPUTE.c.case_id == table.c.case_id).where(visible_to(actor))
        if rung:
            query = query.where(table.c.rung == rung)
        async with self._engine.connect() as connection:
            return await read_page(connection, query, page, order=(table.c.position,), descending=True)

    async def joinable(self, case_id: UUID, agencies: Sequence[str], *, begun: bool) -> list[tuple[str, str]]:
        """Other disputes of these agencies that still take a case in, by id and number (并案).

        A case that was accepted goes on only in one that was accepted too.
        """
        table, stages = DISPUTE.c, (Stage.COORDINATING.value,) if begun else JOINABLE
        query = select(table.case_id, table.number).where(
            table.parties.overlap(list(agencies)), table.stage.in_(stages), table.case_id != case_id
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query.order_by(table.received_on).limit(50))).all()
        return [(str(row.case_id), row.number) for row in rows]

    async def timeline(self, case_id: UUID) -> list[Line]:
        """The course of a case in order."""
        return await _COURSE.read(self._engine, case_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The rows that an actor may know of; the list's form of the policy ``sees``."""
    table = DISPUTE.c
    if actor.role in BUREAU_AND_GOVERNMENT:
        return true()
    if actor.role is Role.INVESTIGATOR:
        return table.handlers.contains([str(actor.person)])
    if actor.role in AGENCIES and actor.agency is not None:
        return table.known_to.contains([actor.agency])
    return false()


def narrowed(query: Select[Any], wanted: Filter) -> Select[Any]:
    """The query with the filter's conditions."""
    table = DISPUTE.c
    for name in ("stage", "ground", "number"):
        if value := getattr(wanted, name):
            query = query.where(table[name] == value)
    if wanted.agency:
        query = query.where(table.parties.contains([wanted.agency]))
    if wanted.text:
        query = query.where(table.title.contains(wanted.text, autoescape=True))
    if wanted.received_from:
        query = query.where(table.received_on >= wanted.received_from)
    if wanted.received_until:
        query = query.where(table.received_on <= wanted.received_until)
    return query
