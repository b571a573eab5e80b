"""Composition of the dashboard (工作台装配)."""

import json
from collections.abc import Mapping
from pathlib import Path

import httpx
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.dashboard.api import (
    calculator,
    calendar,
    calendar_drafts,
    cases,
    disputes,
    docket,
    inbox,
    law,
    law_drafts,
    letters,
    notifications,
    obligations,
    policies,
    public,
    queue,
    register,
    sign_in,
    static,
)
from services.dashboard.api.assets import INSTALLED, Assets
from services.dashboard.api.guard import page_of_problem
from services.dashboard.api.page import HEADERS, looks
from services.dashboard.api.workbench import Described, Workbench
from services.dashboard.application import drafts
from services.dashboard.application.calendar import Calendars
from services.dashboard.application.cases import Cases
from services.dashboard.application.changes import Changes
from services.dashboard.application.disputes import Disputes
from services.dashboard.application.docket import Docket
from services.dashboard.application.drafts import Drafts
from services.dashboard.application.intake import Intake
from services.dashboard.application.law import Law
from services.dashboard.application.letters import Letters
from services.dashboard.application.notices import Notices
from services.dashboard.application.policies import Policies
from services.dashboard.application.services import Services
from services.dashboard.application.sessions import Sessions
from services.dashboard.process import follow_cases, follow_directory
from services.dashboard.views.tables import metadata
from shared.bus.effects import Subscription
from shared.contracts.base import Contract
from shared.contracts.cases import (
    CaseChanged,
    CaseClosed,
    CaseOpened,
    ClockChanged,
    ClockOpened,
    ClockStopped,
)
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded
from shared.eventlog.tables import log_tables
from shared.identity.directory import Directory, DirectoryProjection
from shared.identity.directory_tables import directory_tables
from shared.web.service import BackgroundTask, Parts, Runtime, ServiceDefinition

METADATA = metadata
LOG_TABLES = log_tables(METADATA)
DIRECTORY_TABLES = directory_tables(METADATA)

OPENAPI = Path(__file__).parents[2] / "docs" / "openapi"
SERVICE_TIMEOUT_SECONDS = 10.0

CASE_SERVICES: Mapping[str, str] = {"complaints": "complaints", "dispute_coordination": "disputes"}
"""Services whose cases stand in the queue, with their path under ``/api/v1/``."""

CASE_PAGES: Mapping[str, str] = {
    "complaints": "complaints",
    "leads": "complaints",
    "disputes": "dispute_coordination",
}
"""Addresses of case pages, which are also paths under ``/api/v1/``, with the service that answers them."""

LETTER_SERVICES: Mapping[str, str] = {"complaints": "complaints", "disputes": "dispute_coordination"}
"""Addresses of cases that have letters, with the service that keeps them."""

PAGES = (
    *(queue, notifications, sign_in, public, static),
    *(calculator, calendar_drafts, calendar, docket),
    *(law_drafts, policies, law),
    *(inbox, obligations, register, disputes, letters, cases),
)
"""All pages; where two addresses could be meant, the first one is."""

CASE_CONTRACTS = (CaseOpened, CaseChanged, CaseClosed, ClockOpened, ClockChanged, ClockStopped)
REGISTRY = "enforcement_registry"


class DashboardSettings(BaseSettings):
    """What the dashboard alone has to be told.

    ``service_urls`` says where it reaches other services, by path segment: the public form needs the direct
    way, because a proxy in between would hide from whom a complaint comes and limit all as one. Whoever
    is not listed is reached through the public origin.
    """

    model_config = SettingsConfigDict(env_prefix="JIANDU_DASHBOARD_", extra="ignore", frozen=True)

    service_urls: Mapping[str, str] = Field(default_factory=dict)
    assets_dir: Path = INSTALLED
    attachments_limit: int = 5


def _nothing(_: Recorded) -> list[Contract]:
    """The dashboard records no cases, so nothing leaves it."""
    return []


def described_services() -> list[Described]:
    """Read which services describe their interface, and under which paths."""
    return [_described(file) for file in sorted(OPENAPI.glob("*.json"))]


def _described(file: Path) -> Described:
    document = json.loads(file.read_text("utf-8"))
    segments = {path.split("/")[3] for path in document["paths"] if path.startswith("/api/v1/")}
    prefixes = [f"/api/v1/{segment}" for segment in sorted(segments)]
    title = document["info"].get("summary") or document["info"]["title"]
    return Described(title, prefixes, f"/docs/openapi/{file.name}", file)


def build(runtime: Runtime) -> Parts:
    """The pages, and what the queue follows."""
    own, settings = DashboardSettings(), runtime.settings
    http = httpx.AsyncClient(
        base_url=settings.public_origin, timeout=SERVICE_TIMEOUT_SECONDS, trust_env=False
    )
    services, assets = Services(http, own.service_urls), Assets(own.assets_dir)
    log = EventLog(runtime.engine, service=DEFINITION.name, signer=runtime.signer)
    changes = Changes(runtime.engine, tuple(CASE_SERVICES), runtime.clock.today)
    workbench = Workbench(
        looks=looks(assets, runtime.law),
        engine=runtime.engine,
        clock=runtime.clock,
        law=runtime.law,
        calendars=runtime.calendars,
        directory=Directory(runtime.engine, DIRECTORY_TABLES),
        sessions=Sessions(services),
        intake=Intake(services),
        notices=Notices(services, CASE_SERVICES),
        changes=changes,
        cases={path: Cases(services, path, service) for path, service in CASE_PAGES.items()},
        letters=Letters(services, LETTER_SERVICES),
        disputes=Disputes(services),
        statutes=Law(services),
        calendar=Calendars(services),
        calendar_drafts=Drafts(services, drafts.CALENDAR),
        law_drafts=Drafts(services, drafts.LAW),
        policies=Policies(services),
        docket=Docket(services, CASE_SERVICES),
        described=described_services(),
        encrypted=settings.public_origin.startswith("https:"),
        attachments_limit=own.attachments_limit,
    )
    cases_handler = follow_cases(runtime.calendars)
    directory_handler = follow_directory(DirectoryProjection(DIRECTORY_TABLES))
    return Parts(
        routers=[each.router for each in PAGES],
        log=log,
        commands=Commands(log),
        publish=_nothing,
        subscriptions=[
            *(Subscription(service, cases_handler, CASE_CONTRACTS) for service in CASE_SERVICES),
            Subscription(REGISTRY, directory_handler),
        ],
        provides={Workbench: workbench, Assets: assets},
        error_page=page_of_problem,
        always=[BackgroundTask("queue changes", changes.run)],
    )


DEFINITION = ServiceDefinition(
    name="dashboard",
    title="工作台",
    prefixes=("dashboard",),
    metadata=METADATA,
    build=build,
    description="The bureau's work queue and case pages, and the public pages.",
    headers={**HEADERS},
)
