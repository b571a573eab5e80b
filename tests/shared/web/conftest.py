"""A small service of its own, so that the web assembly is tested without any real one."""

import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from types import ModuleType
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from eventsourcing.domain import Aggregate
from fastapi import APIRouter, Body, FastAPI, Response
from pydantic import BaseModel, SecretStr
from sqlalchemy import Column, Date, MetaData, Table, Text, Uuid, func, select
from sqlalchemy.ext.asyncio import create_async_engine

from shared.eventlog.command import Answer, Command, Outcome, Statement
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded
from shared.eventlog.tables import log_tables
from shared.identity.actor import Actor, Role
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.law.refusal import InvalidError, OutOfOrderError
from shared.privacy.text import ShortText
from shared.settings.limits import Limits
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.edge import answer, command, intake_limited, location_of, open_to_all, provided, reader, shown
from shared.web.paging import Listing, Paging, read_page
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from shared.web.service import Parts, Runtime, ServiceDefinition

SERVICE, ISSUER = "desks", "http://issuer.test"
METADATA = MetaData()
LOG = log_tables(METADATA)
DESK = Table(
    "desk", METADATA, Column("id", Uuid, primary_key=True), Column("name", Text), Column("due_on", Date)
)


class Desk(Aggregate):
    TOPIC = "desks.desk"

    class Event(Aggregate.Event):
        pass

    class Created(Event, Aggregate.Created):
        TOPIC = "desks.desk.created.v1"
        name: str

    class Renamed(Event):
        TOPIC = "desks.desk.renamed.v1"
        name: str

        def apply(self, desk: "Desk") -> None:
            desk.name = self.name

    def __init__(self, name: str) -> None:
        self.name = name

    def rename(self, name: str, at: datetime) -> None:
        if name == self.name:
            raise OutOfOrderError(
                "It has this name already.", basis="wulong/desks@2021-11-10#第一条", rule="desks.x"
            )
        self.trigger_event(self.Renamed, timestamp=at, name=name)

    def summary(self) -> dict[str, Any]:
        return {"number": self.name}


class NewDesk(BaseModel):
    id: UUID
    name: ShortText
    secret: int = 0


class ShownDesk(BaseModel):
    id: UUID
    name: str


@dataclass
class Desks:
    runtime: Runtime
    commands: Commands
    seen: list[Command] = field(default_factory=list)

    async def open(self, command: Command, desk: NewDesk) -> Answer:
        self.seen.append(command)
        created = Desk._create(Desk.Created, id=desk.id, timestamp=command.at, name=desk.name)
        return await self.commands.create(
            command, lambda: Outcome([created], body={"id": str(desk.id)}, status=201)
        )

    async def rename(self, command: Command, desk_id: UUID, name: str) -> Answer:
        def decide(desk: Desk) -> Outcome:
            desk.rename(name, command.at)
            return Outcome([desk], body={"name": name})

        return await self.commands.change(command, Desk, desk_id, decide)


def project(recorded: Recorded) -> list[Statement]:
    event = recorded.event
    if isinstance(event, Desk.Created):
        return [(DESK.insert(), {"id": event.originator_id, "name": event.name, "due_on": None})]
    return []


router = APIRouter(prefix="/api/v1/desks", tags=["desks"])
Service = Annotated[Desks, provided(Desks)]


@router.post("", status_code=201, response_model=dict[str, UUID])
async def open_desk(
    desk: NewDesk, desks: Service, command: Annotated[Command, command("desks.open")]
) -> Response:
    return answer(await desks.open(command, desk), location=location_of("/api/v1/desks", desk.id))


@router.post("/walk-in", status_code=201, response_model=dict[str, UUID], dependencies=[intake_limited()])
async def open_from_the_street(
    desk: NewDesk, desks: Service, command: Annotated[Command, command("desks.walk_in", anonymous=True)]
) -> Response:
    return answer(await desks.open(command, desk))


@router.post("/{desk_id}/name", response_model=dict[str, str])
async def rename(
    desk_id: UUID,
    name: Annotated[ShortText, Body(embed=True)],
    desks: Service,
    command: Annotated[Command, command("desks.rename", on_case=True)],
) -> Response:
    return answer(await desks.rename(command, desk_id, name))


@router.get("", response_model=Listing[ShownDesk])
async def list_desks(page: Paging, desks: Service, actor: Annotated[Actor, reader("desks.list")]) -> Any:
    async with desks.runtime.engine.connect() as connection:
        order = (func.coalesce(DESK.c.due_on, date.max), DESK.c.id)
        rows, rest = await read_page(connection, select(DESK.c.id, DESK.c.name), page, order=order)
    return {"items": [{"id": row.id, "name": row.name} for row in rows], **rest}


@router.get("/faults/{kind}", dependencies=[open_to_all("desks.fault")], response_model=None)
async def fault(kind: str) -> None:
    raise {"secret": RuntimeError("张三 500232199001011234"), "invalid": InvalidError("no")}[kind]


@router.get("/page", dependencies=[open_to_all("desks.page")], response_model=None)
async def page() -> Response:
    return Response("<p>", media_type="text/html", headers={"Content-Security-Policy": "default-src 'self'"})


@router.get("/{desk_id}", response_model=ShownDesk)
async def read_desk(desk_id: UUID, desks: Service, actor: Annotated[Actor, reader("desks.read")]) -> Response:
    desk = await desks.commands._log.load(Desk, desk_id)
    return shown({"id": str(desk.id), "name": desk.name}, version=desk.version)


def build(runtime: Runtime) -> Parts:
    log = EventLog(runtime.engine, service=SERVICE, projectors=[project], signer=runtime.signer)
    commands = Commands(log)
    return Parts([router], log, commands, lambda _: [], provides={Desks: Desks(runtime, commands)})


DEFINITION = ServiceDefinition(SERVICE, "办公桌", ("desks",), METADATA, build)


@dataclass
class Running:
    app: FastAPI
    http: httpx.AsyncClient
    token: Callable[..., str]

    @property
    def commands_seen(self) -> list[Command]:
        return self.app.state.parts.provides[Desks].seen

    def signed_in(
        self, role: Role = Role.BUREAU_CLERK, agency: str | None = "bureau", **more: str
    ) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(role, agency)}", **more}


def settings_for(database: str, **changes: Any) -> ServiceSettings:
    values = {"service": SERVICE, "issuer": ISSUER, "log_level": "INFO", "role": ProcessRole.API, **changes}
    return ServiceSettings(database_url=SecretStr(database), **values)


@pytest.fixture
def desks() -> ModuleType:
    """This small service."""
    return sys.modules[__name__]


@pytest.fixture
async def running(database: str) -> AsyncIterator[Running]:
    settings = settings_for(database, limits=Limits(json_bytes=4096, upload_bytes=8192, page_default=2))
    engine = create_async_engine(database)
    await initialise(engine, DEFINITION, settings.deployment_kind)
    await engine.dispose()
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    app = create_app(
        DEFINITION, settings, runtime=passing_runtime(settings), keys=FixedKeys(issuer.key_set())
    )

    def token(role: Role, agency: str | None) -> str:
        return issuer.issue(Actor(f"{role.value}-1", role, agency), SERVICE)

    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://desks.test") as http,
    ):
        yield Running(app, http, token)
