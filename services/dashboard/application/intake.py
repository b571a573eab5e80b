"""What a member of the public hands in and asks for, without signing in (公众提交与查询)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.dashboard.application.services import Reply, Services

INTAKE = "/api/v1/complaints/intake"
ATTACHMENTS = "/api/v1/complaints/intake/attachments"
RECEIPTS = "/api/v1/complaints/receipts"


@dataclass(frozen=True, slots=True)
class HandedInFile:
    """A file as the browser sent it; its type is judged by the complaints service, not here."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the complainant takes away: shown once (回执)."""

    code: str
    number: str | None
    body: Mapping[str, Any]


class Intake:
    """The public door of the complaints service.

    ``client`` is the address that the request came from, handed on so that limits count the person, not us.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def hand_in_file(self, file: HandedInFile, *, client: str) -> str:
        """Leave one attachment and get the reference under which the complaint names it."""
        reply = await self._services.upload(
            ATTACHMENTS,
            file_name=file.name,
            content=file.content,
            media_type=file.media_type,
            headers=_from(client),
        )
        return str(reply.body.get("attachment") or reply.body["id"])

    async def complain(self, complaint: Mapping[str, Any], *, idempotency_key: str, client: str) -> Receipt:
        """Hand in a complaint and get the receipt code."""
        reply = await self._services.act(
            "POST", INTAKE, complaint, idempotency_key=idempotency_key, headers=_from(client)
        )
        return Receipt(str(reply.body["receipt_code"]), reply.body.get("number"), reply.body)

    async def progress(self, code: str, *, client: str) -> Reply:
        """Ask how a complaint stands."""
        return await self._services.get(f"{RECEIPTS}/{code}", headers=_from(client))


def _from(client: str) -> dict[str, str]:
    return {"X-Forwarded-For": client} if client else {}
