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
from uuid import UUID, uuid4

from services.dashboard.application.services import ServiceProblemError, Services
from shared.identity.actor import Actor, Post, Role

SESSIONS = "/api/v1/identity/sessions"
PASSWORD = "/api/v1/identity/password"  # noqa: S105 - an address
HEADER = "Jiandu-Session"
UNAUTHENTICATED = 401
KEPT = 10_000
RENEW_BEFORE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signed-in person with tokens per service; ``handle`` is the secret that the browser returns."""

    handle: str
    actor: Actor
    tokens: Mapping[str, str]
    renew_at: float
    must_change_password: bool = False

    def token(self, service: str) -> str:
        """Give the token for a service."""
        if found := self.tokens.get(service):
            return found
        if self.must_change_password:
            raise ServiceProblemError(403, PASSWORD_DUE)
        told = {"title": "您的账号不能访问此服务", "detail": f"This account has no token for {service}."}
        raise ServiceProblemError(403, told)


PASSWORD_DUE = {
    "title": "请先修改初始口令",
    "detail": "The first password has to be changed before anything else.",
    "type": "password-due",
}


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
        return self._keep(str(reply.body["session_secret"]), reply.body)

    async def find(self, handle: str) -> SignedIn | None:
        """Give the person behind a handle, with tokens that still last; None when the session is over."""
        known = self._known.get(_key(handle))
        if known is not None and self._host_time() < known.renew_at:
            return known
        try:
            reply = await self._services.act("POST", f"{SESSIONS}/tokens", {}, headers={HEADER: handle})
        except ServiceProblemError as problem:
            if problem.status != UNAUTHENTICATED:
                raise
            self._known.pop(_key(handle), None)
            return None
        return self._keep(handle, reply.body)

    async def close(self, handle: str) -> None:
        """End a session here and in the identity service."""
        self._known.pop(_key(handle), None)
        await self._services.act("DELETE", SESSIONS, None, headers={HEADER: handle})

    async def change_password(self, person: SignedIn, current: str, new: str) -> None:
        """Change the person's password (修改口令); all sessions may end with it."""
        body = {"current_password": current, "new_password": new}
        token = person.token("identity")
        await self._services.act("POST", PASSWORD, body, token=token, idempotency_key=str(uuid4()))
        self._known.pop(_key(person.handle), None)

    def _keep(self, handle: str, body: Mapping[str, Any]) -> SignedIn:
        lasting = max(float(body["expires_in"]) - RENEW_BEFORE_SECONDS, 1.0)
        due, renew_at = bool(body.get("must_change_password")), self._host_time() + lasting
        self._known[_key(handle)] = SignedIn(handle, _actor(body), dict(body["tokens"]), renew_at, due)
        self._known.move_to_end(_key(handle))
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return self._known[_key(handle)]


def _key(handle: str) -> bytes:
    return sha256(handle.encode()).digest()


def _actor(body: Mapping[str, Any]) -> Actor:
    person = body.get("person")
    return Actor(
        subject=str(body["account"]),
        role=Role(body["role"]),
        agency=body.get("agency"),
        person=UUID(person) if person else None,
        posts=frozenset(Post(post) for post in body.get("posts", ())),
    )
