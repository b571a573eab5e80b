"""The dashboard running on real ports, with invented cases in its queue."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import psycopg
import uvicorn
from fastapi import FastAPI
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.postgres import PostgresServer
from services.dashboard.api.workbench import Workbench
from services.dashboard.main import DEFINITION
from services.dashboard.process import follow_cases, follow_directory
from shared.clock.suite import SHANGHAI, SuiteClock
from shared.contracts.base import Contract
from shared.contracts.cases import CaseClosed, CaseOpened, ClockOpened, Due
from shared.contracts.envelope import Envelope
from shared.contracts.registry import AgencyRegistered, OfficerRegistered
from shared.eventlog.unit import Unit
from shared.identity.directory import DirectoryProjection
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise

TODAY = date(2026, 9, 24)
AGENCIES = {"urban_management": "城市管理局", "ecology": "生态环境局", "bureau": "司法局"}


class StandingHost:
    """A host whose clock moves only when it is told to."""

    def __init__(self, on: date) -> None:
        self.at = datetime.combine(on, time(9), tzinfo=SHANGHAI).astimezone(UTC)
        self.elapsed = 0.0

    def advance(self, by: timedelta) -> None:
        self.at += by
        self.elapsed += by.total_seconds()

    def clock(self) -> SuiteClock:
        return SuiteClock(host=lambda: self.at, monotonic=lambda: self.elapsed)


class LoopServer(uvicorn.Server):
    """A server within the tests' own loop; signals stay with the tests."""

    def capture_signals(self) -> Any:  # type: ignore[override]  # takes none
        from contextlib import nullcontext

        return nullcontext()


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """Serve an application on a free port of this machine."""
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="on", timeout_graceful_shutdown=1)
    server = LoopServer(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        if running.done():
            await running
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running


@dataclass
class Desk:
    """A running dashboard."""

    app: FastAPI
    url: str
    host: StandingHost
    ordinals: Iterable[int] = field(default_factory=lambda: count(100))

    async def empty(self) -> None:
        """Begin with an empty queue, on the first day."""
        async with self.app.state.parts.provides[Workbench].engine.begin() as connection:
            await connection.execute(text("truncate work_queue, clocks"))

    async def tell(self, *facts: Contract, service: str = "complaints") -> None:
        """Let the dashboard follow contracts as its consumer would."""
        parts, statements = self.app.state.parts, []
        for fact in facts:
            envelope = Envelope(fact, service, next(iter(self.ordinals)), 0, "", self.host.at)
            handler = follow_cases(_calendars()) if service == "complaints" else _directory
            statements += list(handler(envelope).statements)
        await parts.log.commit(Unit(at=self.host.at, statements=statements))


_DATABASES = count(1)


def new_database(postgres: PostgresServer) -> str:
    """Give the address of an empty database that lasts as long as the cluster."""
    name = f"dashboard_{next(_DATABASES)}"
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return postgres.url(name, driver="psycopg")


def _calendars() -> Any:
    from shared.calendar.book import load_bundled

    return load_bundled()


def _directory(envelope: Envelope) -> Any:
    from services.dashboard.main import DIRECTORY_TABLES

    return follow_directory(DirectoryProjection(DIRECTORY_TABLES))(envelope)


@asynccontextmanager
async def dashboard(database: str, services_url: str) -> AsyncIterator[Desk]:
    """Run the dashboard against services at an address."""
    settings = ServiceSettings(
        service="dashboard",
        database_url=SecretStr(database),
        role=ProcessRole.API,
        public_origin=services_url,
    )
    engine = create_async_engine(database)
    await initialise(engine, DEFINITION, settings.deployment_kind)
    await engine.dispose()
    host = StandingHost(TODAY)
    app = create_app(DEFINITION, settings, runtime=replace(passing_runtime(settings), clock=host.clock()))
    async with served(app) as url:
        desk = Desk(app, url, host)
        await desk.tell(*_bodies(), service="enforcement_registry")
        yield desk


def _bodies() -> Sequence[Contract]:
    agencies = [
        AgencyRegistered(
            agency=code, display_name=f"武隆区{name}", short_name=name, registered_on=date(2025, 1, 1)
        )
        for code, name in AGENCIES.items()
    ]
    clerk = OfficerRegistered(
        person=UUID(int=101), display_name="陈立", agency="bureau", registered_on=date(2025, 1, 1)
    )
    return [*agencies, clerk]


CASE_ONLY = ("title", "handler", "stage_zh", "stage_en")


def due(due_on: date, **changes: Any) -> Due:
    """A period of thirty days that ends on a day."""
    values = {
        "due_on": due_on,
        "breach_after": due_on,
        "nominal_due_on": due_on,
        "unit": "calendar_day",
        "length": 30,
        "started_on": due_on - timedelta(days=30),
        "basis": "wulong/complaints@2021-11-10#第十条",
        "calendar_edition": "2026-1",
    }
    return Due(**{**values, **changes})


def case(number: int, due_on: date | None, /, **changes: Any) -> list[Contract]:
    """One invented case, and its clock if it has one."""
    facts = {
        "service": "complaints",
        "case_id": UUID(int=number),
        "case_version": 1,
        "number": f"武司监诉〔2026〕{number}号",
        "procedure": "complaint",
        "agency": "urban_management",
        "handler": "bureau",
        "stage": "investigating",
        "stage_zh": "调查中",
        "stage_en": "Investigating",
        "owner_role": "bureau_clerk",
        **changes,
    }
    opened = CaseOpened(opened_on=TODAY, **{"title": f"反映占道经营处罚第{number}件", **facts})
    facts = {name: value for name, value in facts.items() if name not in CASE_ONLY}
    if due_on is None:
        return [opened]
    clock = ClockOpened(
        clock="handling", rule_key="complaints.handling", due=due(due_on), opened_on=TODAY, **facts
    )
    return [opened, clock]


def closed(number: int, **changes: Any) -> CaseClosed:
    """The end of an invented case."""
    opened = case(number, None, stage="concluded", **changes)[0]
    return CaseClosed(closed_on=TODAY, **opened.model_dump(exclude={"opened_on"}))


@asynccontextmanager
async def browsing(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor without JavaScript."""
    async with httpx.AsyncClient(base_url=desk.url, trust_env=False) as http:
        yield http


async def sign_in(http: httpx.AsyncClient, username: str = "clerk") -> None:
    """Sign the visitor in."""
    answer = await http.post("/sign-in", data={"username": username, "password": "right"})
    assert answer.status_code == 303, answer.text
