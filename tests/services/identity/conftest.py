"""The identity service on a real database, with its first accounts."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from services.identity.application.first_accounts import demo_accounts
from services.identity.application.guard import SignInGuard
from services.identity.application.sessions import Sessions
from services.identity.main import DEFINITION, make_first_accounts
from shared.clock.suite import host_now
from shared.identity.jwks import FixedKeys, public_keys
from shared.identity.tokens import TokenVerifier
from shared.settings.service import DeploymentKind, ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise

ISSUER = "http://bureau.test"
BASE = "/api/v1/identity"
EVERYBODY = tuple(account for account in demo_accounts(["ecology"]) if not account.name.endswith("_2"))
FEW = ("bureau_clerk", "bureau_head", "system_admin", "security_admin", "audit_admin", "ecology.clerk")


class Installation:
    """A running identity service and its first passwords."""

    def __init__(self, runtime, app, http, first):
        self.runtime, self.app, self.http = runtime, app, http
        self.passwords = {each.account.name: each.password for each in first}
        self.ids = {each.account.name: str(each.account.id) for each in first}

    async def sign_in(self, name, password=None, **more):
        body = {"username": name, "password": password or self.passwords[name], **more}
        return await self.http.post(f"{BASE}/tokens", json=body)

    async def headers(self, name, **more):
        token = (await self.sign_in(name)).json()["tokens"]["identity"]
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex, **more}

    async def post(self, name, path, body=None, **more):
        return await self.http.post(f"{BASE}{path}", json=body, headers=await self.headers(name, **more))

    async def get(self, name, path):
        return await self.http.get(f"{BASE}{path}", headers=await self.headers(name))

    async def version(self, account_id):
        return (await self.get("audit_admin", f"/accounts/{account_id}")).headers["ETag"]

    async def on(self, name, account_id, act, body=None):
        tag = await self.version(account_id)
        return await self.post(name, f"/accounts/{account_id}/{act}", body, **{"If-Match": tag})

    async def actor(self, token, service):
        document = (await self.http.get(f"{BASE}/jwks")).json()
        return await TokenVerifier(service, issuer=ISSUER, keys=FixedKeys(public_keys(document))).verify(
            token
        )

    async def rows(self, query):
        async with self.runtime.engine.connect() as connection:
            return list((await connection.execute(text(query))).mappings())

    async def audit(self, action):
        rows = await self.rows("select entry::json as entry from audit_outbox order by sequence")
        return [row["entry"] for row in rows if row["entry"]["action"] == f"identity.{action}"]

    def pass_host_time(self, **time):
        """Let host time pass for locks and sessions; nothing else looks at it."""
        passed = timedelta(**time)
        provides = self.app.state.parts.provides
        guard, sessions = self.guard, provides[Sessions]
        guard._now = sessions._now = lambda: host_now() + passed

    @property
    def guard(self) -> SignInGuard:
        return self.app.state.parts.provides[SignInGuard]


@pytest.fixture
def kind():
    return DeploymentKind.DEMO


@pytest.fixture
def accounts(request):
    """Few accounts, because honest hashes take time; ``everybody`` where all roles matter."""
    few = [account for account in EVERYBODY if account.name in FEW]
    return EVERYBODY if "everybody" in request.fixturenames else few


@pytest.fixture
def everybody():
    """Asks for an account of every role."""


@pytest.fixture
async def identity(database, kind, accounts):
    settings = ServiceSettings(
        service="identity",
        database_url=SecretStr(database),
        issuer=ISSUER,
        role=ProcessRole.API,
        deployment_kind=kind,
    )
    runtime = passing_runtime(settings)
    await initialise(runtime.engine, DEFINITION, kind)
    first = await make_first_accounts(runtime, accounts)
    app = create_app(DEFINITION, settings, runtime=runtime)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=ISSUER) as http,
    ):
        yield Installation(runtime, app, http, first)
