"""Accounts as administrators list them: states and roles, no names (账号视图)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    MetaData,
    RowMapping,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.identity.domain.account import Account, AccountState
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded
from shared.identity.actor import Role

METADATA = MetaData()
ACCOUNT = Table(
    "account",
    METADATA,
    Column("account", Uuid, primary_key=True),
    Column("state", Text, nullable=False),
    Column("role", Text),
    Column("agency", Text),
    Column("person", Uuid),
    Column("posts", ARRAY(Text), nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Index("account_role", "role", "agency"),
)

_OPENED = insert(ACCOUNT)
_OF = update(ACCOUNT).where(ACCOUNT.c.account == bindparam("of"))
_ROLE = _OF.values(role=bindparam("to_role"), agency=bindparam("to_agency"), posts=bindparam("to_posts"))
_PERSON = _OF.values(person=bindparam("to_person"))
_STATE = _OF.values(state=bindparam("to_state"))


def project(recorded: Recorded) -> Iterable[Statement]:
    """Give the rows of one recorded event."""
    event = recorded.event
    of = {"of": event.originator_id}
    if isinstance(event, Account.Created):
        row = {"account": event.originator_id, "state": AccountState.OPEN.value, "posts": []}
        yield _OPENED, row | {"opened_at": event.timestamp}
    elif isinstance(event, Account.RoleGranted):
        yield _ROLE, of | {"to_role": event.role, "to_agency": event.agency, "to_posts": list(event.posts)}
    elif isinstance(event, Account.PersonLinked):
        yield _PERSON, of | {"to_person": event.person}
    elif isinstance(event, Account.Disabled):
        yield _STATE, of | {"to_state": AccountState.DISABLED.value}
    elif isinstance(event, Account.Enabled):
        yield _STATE, of | {"to_state": AccountState.OPEN.value}


class AccountViews:
    """Questions about accounts."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    def all(self) -> Select[Any]:
        """Select every account, for a paged list."""
        return select(ACCOUNT)

    async def holding(self, role: Role, agency: str | None = None) -> UUID | None:
        """Find an open account that holds a role (in an agency, if one is named), the oldest first."""
        query = select(ACCOUNT.c.account).where(
            ACCOUNT.c.role == role.value, ACCOUNT.c.state == AccountState.OPEN.value
        )
        if agency is not None:
            query = query.where(ACCOUNT.c.agency == agency)
        async with self.engine.connect() as connection:
            return await connection.scalar(query.order_by(ACCOUNT.c.opened_at, ACCOUNT.c.account).limit(1))


def shown(row: RowMapping) -> dict[str, Any]:
    """Give one row as administrators see it."""
    return {
        "id": str(row["account"]),
        "state": row["state"],
        "role": row["role"],
        "agency": row["agency"],
        "person": str(row["person"]) if row["person"] else None,
        "posts": list(row["posts"]),
    }
