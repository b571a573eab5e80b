"""The registry's read models and the questions that they answer (登记查询)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.enforcement_registry.domain import (
    Agency,
    Binding,
    Officer,
    agency_profile,
    delivery_address,
    officer_profile,
)
from shared.delivery.addresses import AddressConfirmation, in_force
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded
from shared.eventlog.tables import log_tables
from shared.law.refusal import UnknownCaseError
from shared.web.paging import Page, read_page

METADATA = MetaData()
LOG = log_tables(METADATA)

AGENCY = Table(
    "agency",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("short_name", Text),
    Column("kind", Text, nullable=False),
    Column("management", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("superior_department", Text),
    Column("principal", Text),
    Column("credit_code", Text),
    Column("legal_unit", Text),
    Column("designated_unit", Text),
    Column("hotline", Text),
    Column("supervision_body", Text),
    Column("units", ARRAY(Text), nullable=False),
    Column("active", Boolean, nullable=False),
)
OFFICER = Table(
    "officer",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("certificate_number", Text),
    Column("certificate_valid_until", Date),
    Column("active", Boolean, nullable=False),
    Index("officer_agency", "agency", "id"),
)
POST = Table(
    "officer_post",
    METADATA,
    Column("officer", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("post", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("unit", Text),
    Column("held_from", Date, nullable=False),
    Column("held_until", Date),
    Index("officer_post_agency", "agency", "post"),
)
BINDING = Table(
    "binding",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("agency", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("regulation", Text, nullable=False),
    Column("in_force_from", Date, nullable=False),
    Column("bound_from", Date, nullable=False),
    Column("bound_until", Date),
    Index("binding_agency", "agency", "topic", "bound_from"),
)
ADDRESS = Table(
    "agency_delivery_address",
    METADATA,
    Column("receiver", Text, primary_key=True),
    Column("confirmed_on", Date, primary_key=True),
    Column("electronic", Boolean, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("confirmed_by", Uuid),
    Column("revoked_on", Date),
)
READ_MODELS = (AGENCY, OFFICER, POST, BINDING, ADDRESS)


def _upsert(table: Table) -> Any:
    adding = insert(table)
    columns = {column.name: adding.excluded[column.name] for column in table.c if not column.primary_key}
    return adding.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=columns)


_PUT_AGENCY, _PUT_OFFICER, _ADD_BINDING = _upsert(AGENCY), _upsert(OFFICER), insert(BINDING)
_PUT_ADDRESS = _upsert(ADDRESS)
_NEW_VERSION = update(AGENCY).where(AGENCY.c.id == bindparam("of")).values(version=bindparam("at_version"))
_NO_POSTS, _ADD_POST = delete(POST).where(POST.c.officer == bindparam("of")), insert(POST)
_END_BINDING = (
    update(BINDING)
    .where(BINDING.c.id == bindparam("of"))
    .values(version=bindparam("at_version"), bound_until=bindparam("last_day"))
)


def project(recorded: Recorded) -> Iterable[Statement]:
    """The rows that follow from an event."""
    event = recorded.event
    if isinstance(event, Agency.Created | Agency.Changed | Agency.Closed):
        yield _PUT_AGENCY, _agency_row(event)
    elif isinstance(event, Agency.AddressConfirmed):
        yield _PUT_ADDRESS, {**event.address, "channels": list(event.address["channels"])}
        yield _NEW_VERSION, {"of": event.originator_id, "at_version": event.originator_version}
    elif isinstance(event, Officer.Created | Officer.Changed):
        yield from _officer_rows(event)
    elif isinstance(event, Binding.Created):
        yield _ADD_BINDING, _binding_row(event)
    elif isinstance(event, Binding.Ended):
        ending = {"at_version": event.originator_version, "last_day": event.bound_until}
        yield _END_BINDING, {"of": event.originator_id, **ending}


def _agency_row(event: Agency.Created | Agency.Changed | Agency.Closed) -> Mapping[str, Any]:
    profile = asdict(agency_profile(event.profile))
    entry = {"code": event.code, "id": event.originator_id, "version": event.originator_version}
    active = not isinstance(event, Agency.Closed)
    return {**profile, **entry, "units": list(profile["units"]), "active": active}


def _officer_rows(event: Officer.Created | Officer.Changed) -> Iterable[Statement]:
    profile = asdict(officer_profile(event.profile))
    posts, person = profile.pop("posts"), event.originator_id
    active = not isinstance(event, Officer.Closed)
    yield _PUT_OFFICER, {**profile, "id": person, "version": event.originator_version, "active": active}
    yield _NO_POSTS, {"of": person}
    for number, held in enumerate(posts):
        yield _ADD_POST, {**held, "officer": person, "number": number}


def _binding_row(event: Binding.Created) -> Mapping[str, Any]:
    return {
        "id": event.originator_id,
        "version": event.originator_version,
        "agency": event.agency,
        "topic": event.regulation.partition("/")[2],
        "regulation": event.regulation,
        "in_force_from": event.in_force_from,
        "bound_from": event.bound_from,
        "bound_until": None,
    }


class RegistryViews:
    """Questions to the registry."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def agencies(self, page: Page, *, kind: str | None, active: bool | None) -> dict[str, Any]:
        """Bodies by code."""
        rows = select(AGENCY).where(*_given((AGENCY.c.kind, kind), (AGENCY.c.active, active)))
        return await self._page(rows, page, AGENCY.c.code)

    async def agency(self, code: str) -> Row[Any]:
        """One body with its entry's version."""
        return await self._one(select(AGENCY).where(AGENCY.c.code == code))

    async def delivery_address(self, code: str, on: date) -> AddressConfirmation | None:
        """How a body agreed to be served, on a day."""
        rows = select(ADDRESS).where(ADDRESS.c.receiver == code)
        async with self._engine.connect() as connection:
            found = (await connection.execute(rows)).mappings().all()
        return in_force((delivery_address(dict(row)) for row in found), on)

    async def officers(self, page: Page, *, agency: str | None, active: bool | None) -> dict[str, Any]:
        """Persons, with their posts."""
        rows = select(OFFICER).where(*_given((OFFICER.c.agency, agency), (OFFICER.c.active, active)))
        listing = await self._page(rows, page, OFFICER.c.id)
        posts = await self._posts([item["id"] for item in listing["items"]])
        listing["items"] = [{**item, "posts": posts.get(item["id"], [])} for item in listing["items"]]
        return listing

    async def officer(self, person: UUID) -> dict[str, Any]:
        """One person, with posts."""
        row = await self._one(select(OFFICER).where(OFFICER.c.id == person))
        return {**row._mapping, "posts": (await self._posts([person])).get(person, [])}

    async def heads(self, agency: str, posts: Iterable[str], on: date) -> list[dict[str, Any]]:
        """Who holds one of ``posts`` in a body on a day."""
        held = or_(POST.c.held_until.is_(None), POST.c.held_until >= on)
        rows = (
            select(OFFICER.c.id, OFFICER.c.display_name, POST.c.post, POST.c.held_from, POST.c.held_until)
            .join(POST, POST.c.officer == OFFICER.c.id)
            .where(POST.c.agency == agency, POST.c.post.in_(list(posts)), POST.c.held_from <= on, held)
            .order_by(POST.c.post.desc(), POST.c.held_from)
        )
        async with self._engine.connect() as connection:
            return [dict(row._mapping) for row in await connection.execute(rows)]

    async def bindings(
        self, page: Page, *, agency: str | None, topic: str | None, on: date | None
    ) -> dict[str, Any]:
        """Which regulations bind whom; on one day when a day is given."""
        rows = select(BINDING).where(*_given((BINDING.c.agency, agency), (BINDING.c.topic, topic)))
        if on is not None:
            until = or_(BINDING.c.bound_until.is_(None), BINDING.c.bound_until >= on)
            rows = rows.where(BINDING.c.bound_from <= on, until)
        return await self._page(
            rows, page, BINDING.c.agency, BINDING.c.topic, BINDING.c.bound_from, BINDING.c.id
        )

    async def binding(self, binding: UUID) -> Row[Any]:
        """One binding."""
        return await self._one(select(BINDING).where(BINDING.c.id == binding))

    async def bindings_on_topic(self, agency: str, topic: str) -> list[UUID]:
        """All bindings of a body on a topic, oldest first."""
        rows = select(BINDING.c.id).where(BINDING.c.agency == agency, BINDING.c.topic == topic)
        async with self._engine.connect() as connection:
            return list(await connection.scalars(rows.order_by(BINDING.c.bound_from)))

    async def _posts(self, persons: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
        rows = select(POST).where(POST.c.officer.in_(persons)).order_by(POST.c.officer, POST.c.number)
        found: dict[UUID, list[dict[str, Any]]] = {}
        async with self._engine.connect() as connection:
            for row in await connection.execute(rows):
                found.setdefault(row.officer, []).append(dict(row._mapping))
        return found

    async def _page(self, rows: Select[Any], page: Page, *order: Any) -> dict[str, Any]:
        async with self._engine.connect() as connection:
            found, rest = await read_page(connection, rows, page, order=order)
        return {"items": [dict(row._mapping) for row in found], **rest}

    async def _one(self, rows: Select[Any]) -> Row[Any]:
        async with self._engine.connect() as connection:
            row: Row[Any] | None = (await connection.execute(rows)).first()
        if row is None:
            raise UnknownCaseError("There is no such entry.")
        return row


def _given(*filters: tuple[Column[Any], Any]) -> list[Any]:
    return [column == value for column, value in filters if value is not None]
