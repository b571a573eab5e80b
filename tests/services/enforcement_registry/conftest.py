"""The registry over HTTP, on a real database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import create_async_engine

from services.enforcement_registry.main import DEFINITION
from shared.identity.actor import Actor, Role
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise

ISSUER, BASE = "http://issuer.test", "/api/v1/registry"

HOUSING: dict[str, Any] = {
    "code": "housing",
    "display_name": "示例区住房建设委",
    "kind": "department",
    "legal_unit": "法制科",
    "hotline": "000-12345",
    "supervision_body": "督察科",
    "bound_from": "2026-09-18",
}


@dataclass
class RegistryClient:
    """A caller with a role; every command gets a key of its own."""

    app: FastAPI
    http: httpx.AsyncClient
    issuer: TokenIssuer
    numbers: Any = field(default_factory=count)

    def headers(self, role: Role, agency: str | None = "bureau", **more: str) -> dict[str, str]:
        token = self.issuer.issue(Actor(f"{role.value}-1", role, agency), DEFINITION.name)
        return {"Authorization": f"Bearer {token}", **more}

    async def post(
        self, path: str, body: Any, *, role: Role = Role.BUREAU_CLERK, version: int | None = None
    ) -> httpx.Response:
        more = {"Idempotency-Key": f"command-{next(self.numbers)}"}
        if version is not None:
            more["If-Match"] = f'"{version}"'
        return await self.http.post(BASE + path, json=body, headers=self.headers(role, **more))

    async def get(self, path: str, *, role: Role = Role.BUREAU_CLERK, **query: Any) -> httpx.Response:
        return await self.http.get(BASE + path, params=query, headers=self.headers(role))


@pytest.fixture
async def registry(database: str) -> AsyncIterator[RegistryClient]:
    settings = ServiceSettings(
        service=DEFINITION.name, issuer=ISSUER, database_url=SecretStr(database), role=ProcessRole.API
    )
    engine = create_async_engine(database)
    await initialise(engine, DEFINITION, settings.deployment_kind)
    await engine.dispose()
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    app = create_app(
        DEFINITION, settings, runtime=passing_runtime(settings), keys=FixedKeys(issuer.key_set())
    )
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://registry.test") as http,
    ):
        yield RegistryClient(app, http, issuer)


@pytest.fixture
async def housing(registry: RegistryClient) -> RegistryClient:
    response = await registry.post("/agencies", HOUSING)
    assert response.status_code == 201, response.text
    return registry


@pytest.fixture
def housing_entry() -> dict[str, Any]:
    return {key: value for key, value in HOUSING.items() if key not in {"code", "bound_from"}}
