"""Destroying a person's data keys, so that nothing sealed under them opens again (销毁).

Two people are needed: one proposes, another approves. Archives come first: the service's policy asks whether
the retention period has ended before it comes here.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from shared.eventlog.command import Command, Statement
from shared.law.refusal import OutOfOrderError
from shared.privacy.sealed import SealedStore


class SecondPersonNeededError(OutOfOrderError):
    """Destruction needs a proposal and the approval of another person (须两人办理)."""

    slug = "second-person-needed"
    title = "销毁须由另一人批准"


def propose(store: SealedStore, command: Command, subject: UUID, reason: str) -> tuple[Statement, ...]:
    """Propose the destruction (提出销毁); ``reason`` is a code of the service, not free text."""
    row = {
        "subject": subject,
        "proposed_by": command.actor.subject,
        "proposed_person": command.actor.person,
        "proposed_at": command.at,
        "reason": reason,
    }
    return ((insert(store.tables.destruction).on_conflict_do_nothing(), row),)


async def shred(store: SealedStore, command: Command, subject: UUID) -> tuple[Statement, ...]:
    """Approve and carry out the destruction (批准销毁); commit the rows with the event that records it."""
    destruction = store.tables.destruction
    async with store.engine.connect() as connection:
        query = select(destruction).where(destruction.c.subject == subject)
        proposal = (await connection.execute(query)).mappings().first()
    if proposal is None or proposal["approved_at"] is not None or _same_person(proposal, command):
        raise SecondPersonNeededError("Destruction is proposed by one person and approved by another.")
    approve = (
        update(destruction)
        .where(destruction.c.subject == bindparam("of"))
        .values(approved_by=bindparam("by"), approved_at=bindparam("on"))
    )
    approval = {"of": subject, "by": command.actor.subject, "on": command.at}
    return ((approve, approval), *store.destroying(subject))


def _same_person(proposal: Any, command: Command) -> bool:
    same_account = proposal["proposed_by"] == command.actor.subject
    return same_account or (
        command.actor.person is not None and proposal["proposed_person"] == command.actor.person
    )
