"""Everybody reads what was said to the own role and posts, and nobody reads more."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.eventlog.tables import log_tables
from shared.identity.actor import Actor, Post, Role
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.notifications.inbox import MOST_COUNTED
from shared.notifications.tables import notification_tables
from shared.web.assembly import create_app
from shared.web.authorisation import undeclared_routes
from shared.web.inbox import NotificationItem
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise

METADATA = MetaData()
LOG = log_tables(METADATA)
TABLES = notification_tables(METADATA)
LIST = "/api/v1/desks/notifications"
MORNING = datetime(2026, 9, 24, 0, 30, tzinfo=UTC)

CLERK = Actor("account-1", Role.BUREAU_CLERK, "bureau")
COLLEAGUE = Actor("account-2", Role.BUREAU_CLERK, "bureau")
DEPUTY = Actor("account-3", Role.BUREAU_HEAD, "bureau", posts=frozenset({Post.DEPUTY_HEAD}))
MARKET = Actor("account-4", Role.AGENCY_CLERK, "market")
ADMINISTRATOR = Actor("account-5", Role.SYSTEM_ADMIN)
STRANGERS = [
    Actor("account-6", role)
    for role in (Role.AUDITOR, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.COMPLAINANT)
]


@dataclass
class Told:
    """A service with an inbox, and its callers."""

    app: Any
    http: httpx.AsyncClient
    engine: AsyncEngine
    token: Callable[[Actor], str]

    async def say(
        self, audience: str, *, agency: str = "bureau", after: int = 0, number: str = "1号"
    ) -> UUID:
        """Say something so many minutes after the morning."""
        row = {
            "id": uuid4(),
            "at": MORNING + timedelta(minutes=after),
            "kind": "rung",
            "case_id": uuid4(),
            "number": number,
            "audience": audience,
            "agency": agency,
            "rung": "yellow",
            "late": False,
            "handed_out": True,
        }
        async with self.engine.begin() as connection:
            await connection.execute(TABLES.notification.insert(), row)
        return row["id"]

    async def read(self, actor: Actor, **query: Any) -> httpx.Response:
        return await self.http.get(LIST, params=query, headers=self._as(actor))

    async def numbers(self, actor: Actor, **query: Any) -> list[str]:
        return [item["number"] for item in (await self.read(actor, **query)).json()["items"]]

    async def mark(self, actor: Actor, notification: UUID) -> int:
        headers = {**self._as(actor), "Idempotency-Key": uuid4().hex}
        return (await self.http.post(f"{LIST}/{notification}/read", headers=headers)).status_code

    def _as(self, actor: Actor) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(actor)}"}


@pytest.fixture
async def told(database: str, desks: ModuleType) -> AsyncIterator[Told]:
    definition, settings = replace(desks.DEFINITION, metadata=METADATA), desks.settings_for(database)
    engine = create_async_engine(database)
    await initialise(engine, definition, settings.deployment_kind)
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), desks.ISSUER)
    keys = FixedKeys(issuer.key_set())
    app = create_app(definition, settings, runtime=passing_runtime(settings), keys=keys)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://desks.test") as http,
    ):
        yield Told(app, http, engine, lambda actor: issuer.issue(actor, desks.SERVICE))
    await engine.dispose()


async def test_everybody_reads_what_was_said_to_the_own_role_posts_and_body(told: Told):
    await told.say("bureau_clerk", number="for clerks")
    await told.say("deputy_head", number="for the deputy")
    await told.say("agency_clerk", agency="market", number="for the market")
    await told.say("agency_clerk", agency="water", number="for the water")
    await told.say("system_admin", number="for the administrator")

    assert await told.numbers(CLERK) == ["for clerks"]
    assert await told.numbers(DEPUTY) == ["for the deputy"]
    assert await told.numbers(MARKET) == ["for the market"]
    assert await told.numbers(ADMINISTRATOR) == ["for the administrator"]


@pytest.mark.parametrize("actor", STRANGERS, ids=lambda actor: actor.role)
async def test_whom_the_suite_never_speaks_to_has_no_inbox(told: Told, actor: Actor):
    notification = await told.say("bureau_clerk")

    assert (await told.read(actor)).status_code == 403
    assert await told.mark(actor, notification) == 403


async def test_a_token_is_needed(told: Told):
    assert (await told.http.get(LIST)).status_code == 401
    assert (await told.http.post(f"{LIST}/{uuid4()}/read")).status_code == 401


async def test_unread_ones_come_first_and_the_newest_of_each(told: Told):
    ids = [await told.say("bureau_clerk", after=minute, number=f"{minute}号") for minute in range(4)]
    await told.mark(CLERK, ids[3])
    await told.mark(CLERK, ids[1])

    found = (await told.read(CLERK)).json()

    assert [item["number"] for item in found["items"]] == ["2号", "0号", "3号", "1号"]
    assert [item["read_at"] is None for item in found["items"]] == [True, True, False, False]
    assert (found["unread"], found["exact"]) == (2, True)
    assert await told.numbers(CLERK, limit=1) == ["2号"]


async def test_who_marks_one_as_read_marks_it_for_nobody_else_and_twice_is_once(told: Told):
    notification = await told.say("bureau_clerk")

    assert [await told.mark(CLERK, notification) for _ in range(2)] == [204, 204]
    assert (await told.read(CLERK)).json()["unread"] == 0
    assert (await told.read(COLLEAGUE)).json()["unread"] == 1


async def test_what_was_said_to_others_does_not_exist(told: Told):
    notification = await told.say("agency_clerk", agency="water")

    assert await told.mark(MARKET, notification) == await told.mark(MARKET, uuid4()) == 404


async def test_counting_ends_where_nobody_counts_any_more(told: Told):
    for minute in range(MOST_COUNTED + 1):
        await told.say("bureau_clerk", after=minute)

    found = (await told.read(CLERK)).json()

    assert (found["unread"], found["exact"], len(found["items"])) == (MOST_COUNTED, False, 100)
    assert (await told.read(CLERK, limit=101)).status_code == 422


def test_a_notification_has_no_place_for_a_person():
    fields = set(NotificationItem.model_fields)

    assert fields <= {column.name for column in TABLES.notification.columns} | {"read_at"}
    assert not {"subject", "person", "reader", "title", "handed_out"} & fields


async def test_the_routes_declare_who_may_use_them(told: Told):
    assert undeclared_routes(told.app) == []


async def test_a_service_without_an_inbox_has_no_such_address(running):
    assert LIST not in running.app.openapi()["paths"]
