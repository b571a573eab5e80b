"""Signed-in persons: the session lives in the identity service, the browser holds its handle only (登录会话).

Access tokens are short; they are asked for again with the handle when less than a minute of theirs is left,
on host time. What is kept here is a cache: a restart loses nothing.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from services.dashboard.application.services import ServiceProblemError, Services
from shared.identity.actor import Actor, Post, Role

SESSIONS = "/api/v1/identity/sessions"
KEPT = 10_000
RENEW_BEFORE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signed-in person with tokens per service; ``handle`` is the secret that the browser returns."""

    handle: str
    actor: Actor
    display_name: str
    tokens: Mapping[str, str]
    renew_at: float

    def token(self, service: str) -> str:
        """Give the token for a service, named as its database and paths are."""
        found = self.tokens.get(service) or self.tokens.get(f"jiandu-{service.replace('_', '-')}")
        if found is None:
            raise ServiceProblemError(
                403, {"title": "您的账号不能访问此服务", "detail": f"No token for {service}."}
            )
        return found


class Sessions:
    """Opens, renews and ends sessions."""

    def __init__(self, services: Services, host_time: Callable[[], float] = time.monotonic) -> None:
        self._services = services
        self._host_time = host_time
        self._known: OrderedDict[bytes, SignedIn] = OrderedDict()

    async def open(self, username: str, password: str, *, client: str) -> SignedIn:
        """Sign a person in; a wrong name or password is the identity service's refusal."""
        headers = {"X-Forwarded-For": client} if client else {}
        body = {"username": username, "password": password}
        reply = await self._services.act("POST", SESSIONS, body, headers=headers)
        return self._keep(str(reply.body["session"]), reply.body)

    async def find(self, handle: str) -> SignedIn | None:
        """Give the person behind a handle, with tokens that still last; None when the session is over."""
        known = self._known.get(_key(handle))
        if known is not None and self._host_time() < known.renew_at:
            return known
        try:
            reply = await self._services.act("POST", f"{SESSIONS}/tokens", {"session": handle})
        except ServiceProblemError as problem:
            if problem.status in (400, 401, 403, 404, 422):
                self._known.pop(_key(handle), None)
                return None
            raise
        return self._keep(handle, reply.body)

    async def close(self, handle: str) -> None:
        """End a session here and in the identity service."""
        self._known.pop(_key(handle), None)
        await self._services.act("POST", f"{SESSIONS}/end", {"session": handle})

    def _keep(self, handle: str, body: Mapping[str, Any]) -> SignedIn:
        lifetime = float(body.get("expires_in", 2 * RENEW_BEFORE_SECONDS))
        signed_in = SignedIn(
            handle,
            _actor(body),
            str(body.get("display_name") or body["subject"]),
            dict(body["tokens"]),
            self._host_time() + max(lifetime - RENEW_BEFORE_SECONDS, 1.0),
        )
        self._known[_key(handle)] = signed_in
        self._known.move_to_end(_key(handle))
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return signed_in


def _key(handle: str) -> bytes:
    return sha256(handle.encode()).digest()


def _actor(body: Mapping[str, Any]) -> Actor:
    person = body.get("person")
    return Actor(
        subject=str(body["subject"]),
        role=Role(body["role"]),
        agency=body.get("agency"),
        person=UUID(person) if person else None,
        posts=frozenset(Post(post) for post in body.get("posts", ())),
    )
