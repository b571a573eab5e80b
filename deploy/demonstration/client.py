"""The people of the demonstration at their desks, calling as integrators would (演示客户端)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from deploy import access
from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.running import RunningStack
from shared.identity.actor import Actor

TOKEN_SECONDS = 300.0


class StalePageError(Exception):
    """Somebody, or the suite itself, acted on the case in between."""


@dataclass
class Desk:
    """Calls the suite as any of its people; tokens are renewed in time."""

    stack: StackSettings
    running: RunningStack
    http: httpx.AsyncClient
    tokens: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)
    calls: int = 0

    async def post(
        self, actor: Actor, service: str, path: str, body: Mapping[str, Any], version: int | None = None
    ) -> dict[str, Any]:
        """Carry out a command; a refusal ends the demonstration with its words."""
        headers = self._headers(actor, service) | {"Idempotency-Key": uuid4().hex}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._body(await self.http.post(self.running.origin + path, json=body, headers=headers))

    async def get(self, actor: Actor, service: str, path: str, **query: Any) -> dict[str, Any]:
        """Look something up."""
        headers = self._headers(actor, service)
        return self._body(await self.http.get(self.running.origin + path, headers=headers, params=query))

    async def complain(self, body: Mapping[str, Any], address: str) -> dict[str, Any]:
        """File a complaint as a member of the public, from an address of the documentation range."""
        base = self.running.services["complaints"]
        answer = await self.http.post(
            f"{base}/api/v1/complaints/intake", json=body, headers={"X-Forwarded-For": address}
        )
        return self._body(answer)

    def _headers(self, actor: Actor, service: str) -> dict[str, str]:
        key, now = (actor.subject, service), time.monotonic()
        token, until = self.tokens.get(key, ("", 0.0))
        if now > until:
            token = access.token(self.stack, self.running, actor, service)
            self.tokens[key] = token, now + TOKEN_SECONDS
        return {"Authorization": f"Bearer {token}"}

    def _body(self, answer: httpx.Response) -> dict[str, Any]:
        self.calls += 1
        found: dict[str, Any] = answer.json() if answer.content else {}
        if answer.status_code == httpx.codes.PRECONDITION_FAILED:
            raise StalePageError
        if answer.is_error:
            told = " ".join(str(found.get(name, "")) for name in ("title", "detail", "basis"))
            raise DeployError(
                f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {told}"
            )
        return found
