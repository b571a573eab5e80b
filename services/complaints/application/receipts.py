"""Receipt codes, by which a complainant follows the matter without an account (回执码).

A code is derived from the case under a key, so it is kept nowhere; the database holds its blind index only.
"""

from base64 import b32encode
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.complaints.application.policies import HOLDER
from services.complaints.views.tables import RECEIPT
from shared.eventlog.command import Answer, Command, Statement
from shared.law.refusal import UnknownCaseError
from shared.privacy.keyring import Keyring

CODE_BYTES = 10
_INSERT = insert(RECEIPT)


class Receipts:
    """Gives codes and finds the case behind one."""

    def __init__(self, engine: AsyncEngine, keyring: Keyring) -> None:
        self._engine = engine
        self._keyring = keyring

    def code(self, case_id: UUID) -> str:
        """The receipt code of a case: four groups of four letters and digits, 80 bits."""
        digest = self._keyring.digest("complaints|receipt code", str(case_id))
        text = b32encode(digest[:CODE_BYTES]).decode()
        return "-".join(text[start : start + 4] for start in range(0, len(text), 4))

    def row(self, case_id: UUID) -> Statement:
        """The row that lets the code be found, for the command's transaction."""
        values: dict[str, Any] = {"digest": self._index(self.code(case_id)), "case_id": case_id}
        return _INSERT, values

    def with_code(self, given: Answer, *, keep_id: bool = False) -> Answer:
        """The answer to an intake with the receipt code; the public learns no case id."""
        hidden = set() if keep_id else {"id", "version"}
        body = {name: value for name, value in given.body.items() if name not in hidden}
        body["receipt_code"] = self.code(UUID(str(given.body["id"])))
        return Answer(given.status, body, given.version if keep_id else None, given.replayed)

    async def speaking(self, asked: Command, code: str) -> tuple[Command, UUID]:
        """The command of whoever holds a receipt code, and its case; a key counts for this case only."""
        case_id, key = await self.case_of(code), asked.idempotency_key
        return replace(asked, actor=HOLDER, idempotency_key=key and f"{case_id}:{key}"), case_id

    async def case_of(self, code: str) -> UUID:
        """The case behind a code; raises UnknownCaseError."""
        query = select(RECEIPT.c.case_id).where(RECEIPT.c.digest == self._index(code))
        async with self._engine.connect() as connection:
            found: UUID | None = await connection.scalar(query)
        if found is None:
            raise UnknownCaseError("no complaint has this receipt code", title="回执码无效")
        return found

    def _index(self, code: str) -> bytes:
        return self._keyring.digest(
            "complaints|receipt index", "".join(code.upper().split()).replace("-", "")
        )
