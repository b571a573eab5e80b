"""What every service keeps of the law and the calendar: the publications themselves (法规与历法的副本).

A service decides by its own copy and never asks another one. The statutes service writes its copy with the
event, the others as the contract arrives; every process then learns of it from its database.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Index, MetaData, String, Table, Text, bindparam
from sqlalchemy.dialects.postgresql import Insert, insert

STATUTE_COPY = "statute_copy"


def statute_copy(metadata: MetaData) -> Table:
    """Find or add the table in ``metadata``: one row per publication, found by what it is about.

    ``contract`` and ``key`` say what it is about, ``ordinal`` is its place in the chain of the statutes
    service, ``body`` the JSON of the contract.
    """
    if STATUTE_COPY not in metadata.tables:
        table = Table(
            STATUTE_COPY,
            metadata,
            Column("contract", String(80), primary_key=True),
            Column("key", String(200), primary_key=True),
            Column("ordinal", BigInteger, nullable=False),
            Column("body", Text, nullable=False),
        )
        Index("statute_copy_ordinal", table.c.ordinal)
    return metadata.tables[STATUTE_COPY]


@lru_cache(maxsize=64)
def _keeping(table: Table) -> Insert:
    names = ("contract", "key", "ordinal", "body")
    adding = insert(table).values({name: bindparam(name) for name in names})
    newer = {name: adding.excluded[name] for name in ("ordinal", "body")}
    later = adding.excluded.ordinal > table.c.ordinal
    return adding.on_conflict_do_update(
        index_elements=[table.c.contract, table.c.key], set_=newer, where=later
    )


def kept(table: Table, *, contract: str, key: str, ordinal: int, body: str) -> tuple[Any, Mapping[str, Any]]:
    """Keep a publication; an older one about the same thing changes nothing."""
    return _keeping(table), {"contract": contract, "key": key, "ordinal": ordinal, "body": body}
