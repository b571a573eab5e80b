"""The list of contents under which an archived file is sealed (卷内目录与校验)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from services.complaints.views.queries import ComplaintQueries
from shared.eventlog.command import Command, Statement
from shared.privacy.attachments import Attachments


@dataclass(frozen=True, slots=True)
class Listed:
    """A stored list of contents: where it is, and the SHA-256 of its clear text."""

    id: UUID
    digest: str
    statements: Sequence[Statement]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Writes the list: every event in order, every letter and attachment with its checksums."""

    queries: ComplaintQueries
    attachments: Attachments

    async def write(self, case_id: UUID, command: Command) -> Listed:
        """Write the list as it stands now into the object store, encrypted under the case's key."""
        timeline = await self.queries.timeline(case_id)
        content: dict[str, Any] = {
            "case_id": str(case_id),
            "made_at": command.at.isoformat(),
            "events": [
                {"position": row.position, "type": row.type, "at": row.at.isoformat(), "basis": row.basis}
                for row in timeline
            ],
            "letters": [_letter(row.facts) for row in timeline if row.type == "letter_issued"],
            "attachments": [row.facts for row in timeline if row.type == "attachment_added"],
        }
        text = orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        stored = await self.attachments.put(case_id, _one(text), at=command.at)
        return Listed(stored.id, sha256(text).hexdigest(), stored.statements)

    async def discard(self, manifest_id: UUID) -> None:
        """Forget a list whose archiving was refused."""
        await self.attachments.remove(manifest_id)


def _letter(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("letter_id", "kind", "number", "pdf_sha256", "docx_sha256")}


async def _one(text: bytes) -> AsyncIterator[bytes]:
    yield text
