"""From a service's definition and settings to a running application (应用装配)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from starlette.middleware import Middleware

from shared.identity.jwks import JwksCache, KeySource
from shared.identity.tokens import TokenVerifier
from shared.notifications.inbox import Inbox
from shared.settings.service import ServiceSettings
from shared.web.background import Background
from shared.web.body import BodyGate
from shared.web.docket import docket_router, keeps_docket
from shared.web.envelope import Envelope
from shared.web.feed import feed_router
from shared.web.headers import security_headers
from shared.web.inbox import inbox_router, keeps_notifications
from shared.web.logs import configure_logs
from shared.web.metrics import Metrics
from shared.web.openapi import describe
from shared.web.probes import Health, probes_router
from shared.web.problems import install_problem_handlers
from shared.web.runtime import runtime_of
from shared.web.schema import check_kind
from shared.web.service import Parts, Runtime, ServiceDefinition


def create_app(
    definition: ServiceDefinition,
    settings: ServiceSettings,
    *,
    runtime: Runtime | None = None,
    keys: KeySource | None = None,
) -> FastAPI:
    """Build the application of one service; its lifespan starts what the role of this process needs.

    ``runtime`` and ``keys`` are given where they do not come from files and from the issuer's address.
    """
    runtime = runtime or runtime_of(settings)
    parts = definition.build(runtime)
    metrics, health = Metrics(), Health(definition.name, settings.role.value)
    background = Background(definition, runtime, parts, metrics, health)
    client = httpx.AsyncClient()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with client, _started(definition, runtime, background, health):
            yield

    app = FastAPI(
        title=f"Jiandu {definition.name}",
        summary=definition.title,
        description=definition.description,
        version="1",
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=_layers(definition, settings, metrics),
    )
    known = keys or parts.keys or JwksCache(settings.jwks_url, client)
    app.state.settings, app.state.clock, app.state.parts = settings, runtime.clock, parts
    app.state.calendars = runtime.calendars
    app.state.limits, app.state.health, app.state.error_page = runtime.limits, health, parts.error_page
    app.state.authenticate = TokenVerifier(definition.name, issuer=settings.issuer, keys=known).verify
    app.state.fingerprint_key = runtime.keyring.digest("request fingerprint", definition.name)
    app.state.cursor_key = runtime.keyring.digest("list cursor", definition.name)
    install_problem_handlers(app)
    app.include_router(probes_router(health, metrics))
    if settings.runs_api:
        _include(app, definition, runtime, parts)
    describe(app, definition)
    return app


def _layers(
    definition: ServiceDefinition, settings: ServiceSettings, metrics: Metrics
) -> Sequence[Middleware]:
    headers = security_headers(definition.headers, encrypted=settings.public_origin.startswith("https:"))
    return [
        Middleware(Envelope, headers=headers, metrics=metrics),
        Middleware(BodyGate, limits=settings.limits),
    ]


def _include(app: FastAPI, definition: ServiceDefinition, runtime: Runtime, parts: Parts) -> None:
    name, prefix = definition.name, definition.prefixes[0]
    app.include_router(feed_router(name, prefix))
    if keeps_notifications(definition.metadata):
        app.include_router(inbox_router(name, prefix, Inbox(runtime.engine)))
    if keeps_docket(definition.metadata):
        app.include_router(docket_router(name, prefix, runtime.engine, runtime.calendars, parts))
    for router in parts.routers:
        app.include_router(router)


@asynccontextmanager
async def _started(
    definition: ServiceDefinition, runtime: Runtime, background: Background, health: Health
) -> AsyncIterator[None]:
    """Check whose database this is, start the log and the loops; stop them in reverse."""
    configure_logs(definition.name, level=runtime.settings.log_level)

    async def database_answers() -> bool:
        async with runtime.engine.connect() as connection:
            return bool(await connection.scalar(text("select true")))

    async with runtime.engine.connect() as connection:
        await check_kind(connection, definition, runtime.settings.deployment_kind)
    health.needed["database"] = database_answers
    await background.start()
    health.started = True
    try:
        yield
    finally:
        health.started = False
        await background.stop()
        await runtime.engine.dispose()
