"""The bureau's answers to open questions, all of them (政策取值的查询)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.statutes.domain.policy import Policy
from services.statutes.views.tables import POLICY_CHOICE
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

_CHOSEN = insert(POLICY_CHOICE)


def project(recorded: Recorded) -> Iterable[Statement]:
    """The row of a choice."""
    event = recorded.event
    if isinstance(event, Policy.Created | Policy.Chosen):
        yield (
            _CHOSEN,
            {
                "policy": event.policy,
                "number": event.originator_version,
                "value": event.value,
                "reason": event.reason,
                "chosen_by": event.chosen_by,
                "chosen_on": event.chosen_on,
                "chosen_at": event.timestamp,
            },
        )


class PolicyViews:
    """The questions about choices."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def history(self, policy: str) -> Sequence[Row[Any]]:
        """Every answer to one question, the newest first."""
        table = POLICY_CHOICE
        query = select(table).where(table.c.policy == policy).order_by(table.c.number.desc())
        async with self._engine.connect() as connection:
            rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
            return rows

    async def versions(self) -> Mapping[str, int]:
        """The version of each policy that was ever answered; the others stand at nought."""
        table = POLICY_CHOICE
        query = select(table.c.policy, func.max(table.c.number).label("number")).group_by(table.c.policy)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return {row.policy: row.number for row in rows}
