"""Finding a person's complaints by the identity number: a recorded look with a reason (按证件号查找)."""

from dataclasses import dataclass
from typing import Any

from services.complaints.application.desk import Desk
from services.complaints.application.policies import POLICIES
from services.complaints.schemas.acts import SearchInput
from services.complaints.views.queries import ComplaintQueries
from shared.eventlog.command import Command
from shared.law.refusal import InvalidError, Refusal
from shared.privacy.text import contains_clear_value, contains_personal_number


@dataclass(frozen=True, slots=True)
class SearchDesk:
    """Looks through the blind index; the number itself goes nowhere."""

    desk: Desk
    queries: ComplaintQueries

    async def find(self, command: Command, body: SearchInput) -> list[dict[str, Any]]:
        """The complaints of whoever has this number, for the duplicate check (重复投诉)."""
        kind = "id_number" if body.id_number else "credit_code"
        number = body.id_number or body.credit_code or ""
        try:
            POLICIES.require(command.action, command.actor)
            _require_discreet(body.reason, number)
        except Refusal as refusal:
            await self.desk.commands.reject(command, refusal)
        await self.desk.commands.note(command, note=f"{kind}: {body.reason}")
        found: list[dict[str, Any]] = []
        for person in await self.desk.sealed.find_by_identifier(kind, number):
            found += [row._asdict() for row in await self.queries.earlier_of(person)]
        return found


def _require_discreet(reason: str, number: str) -> None:
    if contains_personal_number(reason) or contains_clear_value(reason, [number]):
        raise InvalidError("the reason must not name the person", title="理由中不得出现当事人信息")
