"""Who is known under which number, and the key that seals for them (已知当事人).

Questions that come at the same moment are answered by one query: taking in a complaint asks once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.reading import SharedLookup

_KNOWN = text(
    "SELECT DISTINCT ON (named.kind, named.digest) named.kind, named.digest, named.subject,"
    " held.id, held.master_key, held.wrapped, gone.approved_at IS NOT NULL"
    " FROM unnest(CAST(:kinds AS text[]), CAST(:digests AS bytea[])) AS asked (kind, digest)"
    " JOIN sealed.identifier AS named USING (kind, digest)"
    " LEFT JOIN sealed_keys.data_key AS held ON held.subject = named.subject"
    " LEFT JOIN sealed_keys.destruction AS gone ON gone.subject = named.subject"
    " ORDER BY named.kind, named.digest, named.subject, held.id"
)

Digest = tuple[str, bytes]
"""The kind of a number (``id_number``, ``credit_code``) and its blind index."""


@dataclass(frozen=True, slots=True)
class KnownSubject:
    """The person or organisation with the oldest id under a number; ``key_id`` is None without a key."""

    subject: UUID
    key_id: UUID | None
    master_key: str
    wrapped: bytes
    is_destroyed: bool


class KnownSubjects:
    """Answers from the blind index."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lookup = SharedLookup(self._fetch)

    async def under(self, kind: str, digest: bytes) -> KnownSubject | None:
        """Find who is sealed under a number's blind index."""
        return await self._lookup.get((kind, digest))

    async def _fetch(self, asked: Sequence[Digest]) -> Mapping[Digest, KnownSubject]:
        parameters = {"kinds": [kind for kind, _ in asked], "digests": [digest for _, digest in asked]}
        async with self._engine.connect() as connection:
            rows = (await connection.execute(_KNOWN, parameters)).all()
        return {(row[0], row[1]): KnownSubject(*row[2:]) for row in rows}
