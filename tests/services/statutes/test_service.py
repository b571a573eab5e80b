"""The service as a whole: every route is declared, nothing is written, and it starts on a real database."""

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from services.statutes.main import DEFINITION
from shared.settings.service import DeploymentKind
from shared.web.authorisation import undeclared_routes, walk_routes
from shared.web.schema import initialise


async def test_every_route_declares_who_may_ask(app):
    assert undeclared_routes(app) == []


KEPT = ("/api/v1/calendar/drafts", "/api/v1/law/drafts", "/api/v1/law/policies")
"""What people of the bureau change; all else is open to all."""


async def test_everything_but_the_feed_and_what_people_keep_is_open_to_all_and_only_read(app):
    routes = list(walk_routes(app))

    closed = {route.path for route, declared in routes if not declared[0].anonymous}
    assert all(path.startswith(KEPT) for path in closed - {"/api/v1/law/events"})
    changing = {route.path for route, declared in routes if declared[0].command}
    assert changing <= closed


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nobody_changes_the_law_over_http(http, method):
    answer = await http.request(method, "/api/v1/law/regulations")

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_description_of_the_interface_shows_both_prefixes(app):
    paths = app.openapi()["paths"]

    assert "/api/v1/calendar/due-date" in paths
    assert "/api/v1/law/regulations/{issuer}/{topic}" in paths


async def test_the_service_starts_on_its_database(database, app_on):
    engine = create_async_engine(database)
    await initialise(engine, DEFINITION, DeploymentKind.DEMO)
    await engine.dispose()
    app = app_on(database)
    transport = httpx.ASGITransport(app)

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://statutes.test") as http,
    ):
        assert (await http.get("/api/v1/law/in_force", params={"on": "2026-11-21"})).status_code == 200
        assert (await http.get("/readyz")).status_code == 200
