"""What a member of the public hands in and asks for, without signing in (公众提交与查询)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from services.dashboard.application.services import Services

INTAKE = "/api/v1/complaints/intake"
RECEIPT = "/api/v1/complaints/receipt"
CODE_HEADER = "Receipt-Code"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the complainant takes away: shown once (回执)."""

    code: str
    number: str


class Intake:
    """The public door of the complaints service.

    ``client`` is the address that the request came from, handed on so that limits count the person, not us.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def complain(self, complaint: Mapping[str, Any], *, idempotency_key: str, client: str) -> Receipt:
        """Hand in a complaint and get the receipt code."""
        reply = await self._services.act(
            "POST", INTAKE, complaint, idempotency_key=idempotency_key, headers=_from(client)
        )
        return Receipt(str(reply.body["receipt_code"]), str(reply.body["number"]))

    async def attach(self, code: str, content: bytes, *, client: str) -> None:
        """Add a file to a complaint; the service tells its type by its content."""
        headers = {**_from(client), CODE_HEADER: code}
        await self._services.upload(f"{RECEIPT}/attachments", content, headers=headers)

    async def progress(self, code: str, *, client: str) -> Mapping[str, Any]:
        """Ask how a complaint stands."""
        reply = await self._services.get(RECEIPT, headers={**_from(client), CODE_HEADER: code})
        found: Mapping[str, Any] = reply.body
        return found

    async def letter(self, code: str, letter_id: UUID, *, client: str) -> httpx.Response:
        """Open a letter that was served on whoever holds the code; the service records the look."""
        headers = {**_from(client), CODE_HEADER: code}
        return await self._services.download(f"{RECEIPT}/letters/{letter_id}", headers=headers)


def _from(client: str) -> dict[str, str]:
    return {"X-Forwarded-For": client} if client else {}
