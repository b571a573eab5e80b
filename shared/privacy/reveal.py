"""Revealing a sealed value to a person: the audit entry first, the value after (调阅).

If the entry cannot be committed, nothing is shown.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from shared.eventlog.command import Command
from shared.eventlog.commands import Commands
from shared.law.refusal import InvalidError
from shared.privacy.sealed import SealedStore
from shared.privacy.text import clean_line, contains_clear_value, contains_personal_number

MIN_REASON = 4
MAX_REASON = 200


@dataclass(frozen=True, slots=True)
class Access:
    """One look at personal data, for the audit log: who, which fields of which reference, why."""

    command: Command
    ref: str
    fields: tuple[str, ...]
    reason: str


Record = Callable[[Access], Awaitable[None]]
"""Writes the audit entry and returns only when it is committed."""


def audited_by(commands: Commands) -> Record:
    """Record each look in the service's audit log through ``Commands.note``."""

    async def record(access: Access) -> None:
        note = f"{','.join(access.fields)}: {access.reason}"
        await commands.note(access.command, object_=access.ref, note=note)

    return record


async def reveal(
    store: SealedStore, command: Command, *, ref: str, fields: Iterable[str], reason: str, record: Record
) -> dict[str, str]:
    """Show sealed fields in full to the command's actor, with a reason (理由), after the entry committed."""
    wanted = tuple(sorted(set(fields)))
    opened = await store.open(ref, wanted)
    if not wanted or set(opened) != set(wanted):
        raise InvalidError("No such sealed field.", title="没有这项密封信息")
    access = Access(command, ref, wanted, _checked(reason, opened.values()))
    await record(access)
    return opened


def _checked(reason: str, values: Iterable[str]) -> str:
    try:
        reason = clean_line(reason)
    except ValueError as error:
        raise InvalidError(str(error)) from None
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise InvalidError("A reveal needs a reason of 4 to 200 characters.", title="请说明调阅理由")
    if contains_personal_number(reason) or contains_clear_value(reason, values):
        raise InvalidError("The reason must not name the person.", title="理由中不得出现当事人信息")
    return reason
