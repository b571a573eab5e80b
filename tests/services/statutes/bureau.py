"""The bureau's people at work on the law and the calendar, over a real database."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from shared.clock.suite import SHANGHAI, ManualClock
from shared.identity.actor import Actor, Role
from shared.identity.tokens import TokenIssuer
from shared.law.book import LawBook

ROLES = {
    "a": Role.BUREAU_CLERK,
    "b": Role.BUREAU_CLERK,
    "head": Role.BUREAU_HEAD,
    "auditor": Role.AUDITOR,
    "agency_head": Role.AGENCY_HEAD,
    "system_admin": Role.SYSTEM_ADMIN,
    "complainant": Role.COMPLAINANT,
}


def person(who: str) -> UUID:
    """The registry's id of an invented person."""
    return uuid5(NAMESPACE_URL, f"bureau:{who}")


@dataclass
class Bureau:
    """Callers by name; every command gets a key of its own."""

    app: FastAPI
    http: httpx.AsyncClient
    issuer: TokenIssuer
    clock: ManualClock
    law: LawBook
    numbers: Any = field(default_factory=count)

    def headers(self, who: str | Actor, **more: str) -> dict[str, str]:
        actor = who if isinstance(who, Actor) else Actor(f"account-{who}", ROLES[who], None, person(who))
        return {"Authorization": f"Bearer {self.issuer.issue(actor, 'statutes')}", **more}

    async def send(
        self,
        method: str,
        who: str | Actor,
        path: str,
        body: Any = None,
        *,
        version: int | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        more = {"Idempotency-Key": key or f"command-{next(self.numbers)}"}
        if version is not None:
            more["If-Match"] = f'"{version}"'
        return await self.http.request(method, path, json=body, headers=self.headers(who, **more))

    async def post(self, who: str | Actor, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return await self.send("POST", who, path, body, **more)

    async def get(self, who: str | Actor, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self.headers(who))

    def on(self, day: str, at: time = time(10)) -> None:
        """Move the clock to a time of a day, Asia/Shanghai."""
        self.clock.set(datetime.combine(date.fromisoformat(day), at, SHANGHAI).astimezone(UTC))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until the process has learned what was published."""
        async with asyncio.timeout(10):
            while not holds():  # noqa: ASYNC110  # the process learns by itself
                await asyncio.sleep(0.01)

    async def rows(self) -> list[list[str]]:
        """Everything in the read models."""
        parts = self.app.state.parts
        async with parts.log._engine.connect() as connection:
            return [sorted(map(repr, await connection.execute(select(table)))) for table in parts.read_models]
