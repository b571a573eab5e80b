"""What a service hands to the web assembly, and what it gets to build itself from (服务装配)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, Table

from shared.settings.copies import statute_copy
from shared.settings.tables import DeploymentTables, deployment_tables

if TYPE_CHECKING:
    import asyncio

    from fastapi import APIRouter
    from sqlalchemy.ext.asyncio import AsyncEngine

    from shared.audit.signing import Signer
    from shared.bus.effects import Subscription
    from shared.calendar.almanac import Almanac
    from shared.clock.suite import SuiteClock
    from shared.contracts.base import Contract
    from shared.deadlines.case import Case
    from shared.eventlog.commands import Commands
    from shared.eventlog.log import EventLog
    from shared.eventlog.recorded import Recorded
    from shared.identity.actor import Actor
    from shared.identity.jwks import KeySource
    from shared.law.book import LawBook
    from shared.privacy.keyring import Keyring
    from shared.settings.service import ServiceSettings
    from shared.web.error_page import ErrorPage
    from shared.web.limits import RateLimits


@dataclass(frozen=True, slots=True)
class Runtime:
    """What every service is built from; nothing here has been started or connected yet."""

    settings: ServiceSettings
    engine: AsyncEngine
    clock: SuiteClock
    law: LawBook
    calendars: Almanac
    keyring: Keyring
    signer: Signer
    limits: RateLimits


@dataclass(frozen=True, slots=True)
class BackgroundTask:
    """A loop of the worker that runs until ``stop`` is set; a crash restarts it with back-off."""

    name: str
    run: Callable[[asyncio.Event], Awaitable[None]]


@dataclass(slots=True)
class Parts:
    """A built service: routers, its log, what leaves, what it follows.

    ``provides`` maps a class to the one object that endpoints ask for with ``provided(Class)``.
    ``visible`` says whether an actor may see a contract in the service's feed; the default is
    ``shared.web.feed.visible_to``. ``keys`` replaces the issuer's JWKS address (the issuer itself).
    ``read_models`` are the tables that projectors alone write; ``jiandu rebuild`` fills them anew.
    ``tasks`` run in the worker, ``always`` in every process of the service. ``error_page`` shows problems to
    browsers that ask for a page.
    """

    routers: Sequence[APIRouter]
    log: EventLog
    commands: Commands
    publish: Callable[[Recorded], Sequence[Contract]]
    subscriptions: Sequence[Subscription] = ()
    case_types: Sequence[type[Case]] = ()
    provides: Mapping[type[Any], Any] = field(default_factory=dict)
    visible: Callable[[Actor, Contract], bool] | None = None
    keys: KeySource | None = None
    error_page: ErrorPage | None = None
    read_models: Sequence[Table] = ()
    tasks: Sequence[BackgroundTask] = ()
    always: Sequence[BackgroundTask] = ()


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """One service of the suite: its name, its paths, its tables and how it is built.

    ``prefixes`` are the path segments under ``/api/v1/`` that the origin routes here; the first one carries
    the event feed. ``metadata`` holds all tables of the service's database. ``headers`` replace the security
    headers of data: a page service gives its own content security policy.
    """

    name: str
    title: str
    prefixes: tuple[str, ...]
    metadata: MetaData
    build: Callable[[Runtime], Parts]
    description: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every database also carries the deployment's own tables, and a copy of the published law."""
        deployment_tables(self.metadata)
        statute_copy(self.metadata)

    @property
    def deployment(self) -> DeploymentTables:
        """The tables that say what this installation is and how far its clock was moved."""
        return deployment_tables(self.metadata)
