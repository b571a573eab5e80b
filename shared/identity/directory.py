"""The directory copy: who is who, told by the enforcement registry, kept in each service (机关与人员目录).

Officers' names are of public function and are looked up here when a page or letter shows them; cases and
events keep person ids only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, Table, bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.contracts.base import Contract
from shared.contracts.registry import AgencyFact, DeliveryAddressFact, OfficerFact, RegulationBound
from shared.eventlog.command import Statement
from shared.identity.actor import Post
from shared.identity.directory_addresses import AddressConfirmation, in_force
from shared.identity.directory_tables import DirectoryTables
from shared.law.binding import Binding


@dataclass(frozen=True, slots=True)
class Agency:
    """One enforcement body (执法主体)."""

    agency: str
    display_name: str
    short_name: str | None
    kind: str | None
    level: str | None
    parent: str | None
    credit_code: str | None
    intake_unit: str | None
    hotline: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post with its days; ``held_until`` is the last day (任职)."""

    post: str
    agency: str
    unit: str | None
    held_from: date
    held_until: date | None

    def is_held_on(self, on: date) -> bool:
        """Say whether the post is held on a day."""
        return self.held_from <= on and (self.held_until is None or on <= self.held_until)


@dataclass(frozen=True, slots=True)
class Person:
    """One officer, clerk or head with posts (人员)."""

    person: UUID
    display_name: str
    agency: str
    certificate_number: str | None
    certificate_valid_until: date | None
    active: bool
    posts: tuple[HeldPost, ...] = ()

    def posts_on(self, on: date) -> frozenset[Post]:
        """Give the posts of the suite's policies held on a day."""
        known = set(Post)
        return frozenset(Post(held.post) for held in self.posts if held.is_held_on(on) and held.post in known)

    def has_valid_certificate(self, on: date) -> bool:
        """Say whether the enforcement certificate (执法证) is valid on a day."""
        valid_until = self.certificate_valid_until
        return self.active and valid_until is not None and on <= valid_until


class DirectoryProjection:
    """Turns the registry's contracts into rows of the copy."""

    def __init__(self, tables: DirectoryTables) -> None:
        self._agency = _upsert(tables.agency)
        self._person = _upsert(tables.person)
        self._binding = _upsert(tables.binding)
        self._address = _upsert(tables.delivery_address)
        self._post = insert(tables.post).on_conflict_do_nothing()
        self._no_posts = delete(tables.post).where(tables.post.c.person == bindparam("of"))

    def statements(self, contract: Contract) -> Iterable[Statement]:
        """Give the rows of one contract; contracts of other kinds give none."""
        if isinstance(contract, AgencyFact):
            yield self._agency, _columns(contract, "registered_on", "changed_on")
        elif isinstance(contract, OfficerFact):
            yield self._person, _columns(contract, "registered_on", "changed_on", "posts")
            yield self._no_posts, {"of": contract.person}
            for held in contract.posts:
                yield self._post, {"person": contract.person, **held.model_dump(), "unit": held.unit or ""}
        elif isinstance(contract, RegulationBound):
            yield self._binding, _columns(contract)
        elif isinstance(contract, DeliveryAddressFact):
            # Confirmed anew on the day of a revocation, it holds again: a column that is not told is empty.
            row = {"revoked_on": None, **_columns(contract), "channels": list(contract.channels)}
            yield self._address, row


class Directory:
    """Questions to the copy."""

    def __init__(self, engine: AsyncEngine, tables: DirectoryTables) -> None:
        self._engine = engine
        self._tables = tables

    async def agency(self, code: str) -> Agency | None:
        """Look up a body by its code."""
        return (await self.agencies_named([code])).get(code)

    async def agencies_named(self, codes: Sequence[str]) -> dict[str, Agency]:
        """Look up several bodies at once."""
        table = self._tables.agency
        rows = await self._all(select(table).where(table.c.agency.in_(set(codes))))
        return {row["agency"]: Agency(**row) for row in rows}

    async def agencies(self) -> list[Agency]:
        """List all bodies by code."""
        table = self._tables.agency
        return [Agency(**row) for row in await self._all(select(table).order_by(table.c.agency))]

    async def person(self, person: UUID) -> Person | None:
        """Look up a person with all posts."""
        return (await self.persons([person])).get(person)

    async def persons(self, wanted: Iterable[UUID]) -> dict[UUID, Person]:
        """Look up several persons at once."""
        table, ids = self._tables.person, set(wanted)
        rows = await self._all(select(table).where(table.c.person.in_(ids))) if ids else []
        return await self._with_posts(rows)

    async def persons_of(self, agency: str) -> list[Person]:
        """List the active persons of a body, by id."""
        table = self._tables.person
        query = select(table).where(table.c.agency == agency, table.c.active).order_by(table.c.person)
        return list((await self._with_posts(await self._all(query))).values())

    async def heads(self, agency: str, on: date, *, deputies: bool = False) -> list[UUID]:
        """Who heads a body on a day (主要负责人); with ``deputies`` all who count as 负责人."""
        table = self._tables.post
        posts = [Post.HEAD.value, Post.DEPUTY_HEAD.value] if deputies else [Post.HEAD.value]
        held = or_(table.c.held_until.is_(None), table.c.held_until >= on)
        query = select(table.c.person).where(
            table.c.agency == agency, table.c.post.in_(posts), table.c.held_from <= on, held
        )
        rows = await self._all(query.distinct().order_by(table.c.person))
        return [row["person"] for row in rows]

    async def certificate_valid(self, person: UUID, on: date) -> bool:
        """Say whether a person holds a valid enforcement certificate on a day; unknown persons do not."""
        found = await self.person(person)
        return found is not None and found.has_valid_certificate(on)

    async def bindings(self, agency: str | None = None) -> list[Binding]:
        """List which regulations bind an agency, or all of them; resolve with ``shared.law.binding``."""
        table = self._tables.binding
        query = select(table).order_by(table.c.agency, table.c.regulation, table.c.bound_from)
        rows = await self._all(query.where(table.c.agency == agency) if agency else query)
        return [
            Binding(row["agency"], row["regulation"], row["bound_from"], row["bound_until"]) for row in rows
        ]

    async def delivery_addresses(self, agency: str) -> tuple[AddressConfirmation, ...]:
        """Everything that a body confirmed about how to be served, oldest first."""
        table = self._tables.delivery_address
        query = select(table).where(table.c.agency == agency).order_by(table.c.confirmed_on)
        return tuple(
            AddressConfirmation(
                row["agency"],
                row["electronic"],
                tuple(row["channels"]),
                row["confirmed_on"],
                row["confirmed_by"],
                row["revoked_on"],
            )
            for row in await self._all(query)
        )

    async def delivery_address(self, agency: str, on: date) -> AddressConfirmation | None:
        """How a body agreed to be served, as it holds on a day; None where it confirmed nothing."""
        return in_force(await self.delivery_addresses(agency), on)

    async def _with_posts(self, rows: Sequence[RowMapping]) -> dict[UUID, Person]:
        table = self._tables.post
        ids = [row["person"] for row in rows]
        query = select(table).where(table.c.person.in_(ids)).order_by(table.c.held_from, table.c.post)
        posts: dict[UUID, list[HeldPost]] = {}
        for row in await self._all(query) if ids else ():
            held = HeldPost(
                row["post"], row["agency"], row["unit"] or None, row["held_from"], row["held_until"]
            )
            posts.setdefault(row["person"], []).append(held)
        return {row["person"]: Person(**row, posts=tuple(posts.get(row["person"], ()))) for row in rows}

    async def _all(self, query: Select[Any]) -> Sequence[RowMapping]:
        async with self._engine.connect() as connection:
            result = await connection.execute(query)
            return list(result.mappings())


def _upsert(table: Table) -> Insert:
    statement = insert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=rest)


def _columns(contract: Contract, *without: str) -> dict[str, Any]:
    return contract.model_dump(exclude=set(without))
