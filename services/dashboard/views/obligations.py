"""What an agency must do by when: its running clocks over all services, soonest first (应办事项)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.dashboard.views.lights import Light, light_on
from services.dashboard.views.projection import NOBODY
from services.dashboard.views.tables import NEVER, clocks, work_queue

BUREAU = "bureau"
MOST = 200
"""An agency with more running periods sees the soonest; its queue shows the rest."""

_OF_ORDERS = ("order_to_correct", "order")
"""The last words of rules whose periods bind the agency that was ordered, not the one that handles."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One running period of an agency."""

    case_id: UUID
    service: str
    procedure: str
    number: str
    title: str
    handler: str
    clock: str
    rule_key: str
    due_on: date
    breach_after: date | None
    basis: str
    provisional: bool
    light: Light

    def binds(self, body: str, agencies: Iterable[str]) -> bool:
        """Say whether a period runs for this body; one named after an agency runs for that one alone.

        Where an agency handles the case, its periods are the handler's, but for those of orders.
        """
        named = self.clock.rpartition(":")[2]
        if named in set(agencies):
            return named == body
        ordered = self.rule_key.rpartition(".")[2] in _OF_ORDERS
        return ordered or self.handler in (NOBODY, BUREAU, body)


async def owed_by(
    connection: AsyncConnection, body: str, roles: Sequence[str], person: UUID | None, today: date
) -> list[Owed]:
    """Read the running periods for which a body's people must act, in cases that they may know of."""
    rows = (await connection.execute(_asked(body, roles, person))).all()
    return [_owed(dict(row._mapping), today) for row in rows]


def _asked(body: str, roles: Sequence[str], person: UUID | None) -> Select[Any]:
    case, clock = work_queue.c, clocks.c
    columns = (case.case_id, case.service, case.procedure, case.number, case.title, case.handler)
    period = (clock.clock, clock.rule_key, clock.due_on, clock.breach_after, clock.yellow_on, clock.basis)
    mine = or_(case.handler == body, case.agency == body, case.addressed.contains([body]))
    wanted = [
        mine,
        case.is_open,
        clock.is_running,
        clock.due_on.is_not(None),
        func.coalesce(clock.owner_role, case.case_owner_role).in_(list(roles)),
    ]
    if person is not None:
        wanted.append(not_(case.hidden_from.contains([person])))
    joined = select(*columns, *period, clock.provisional).join_from(
        work_queue, clocks, clock.case_id == case.case_id
    )
    return joined.where(*wanted).order_by(clock.due_on, case.case_id, clock.clock).limit(MOST)


def _owed(row: dict[str, Any], today: date) -> Owed:
    yellow_on = row.pop("yellow_on") or NEVER
    return Owed(**row, light=light_on(today, due_on=row["due_on"], yellow_on=yellow_on))
