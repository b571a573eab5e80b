"""Load that keeps a record: every command has a key, is sent until it is answered, and is remembered.

A client that got no answer sends the same command again under the same key, as integrators are told to. So
at the end every command was acknowledged, and the databases must show each of them exactly once.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import httpx

from shared.identity.actor import Actor, Role
from shared.privacy.identifiers import resident_id_check
from tests.reliability.suite import SmallSuite
from tests.services.complaints.office import intake

CLERK = Actor("clerk-of-the-load", Role.BUREAU_CLERK, "bureau")
ANONYMOUS = "anonymous"
DECLINED = {"ground": "with_other_body", "reasons": "其他机关已经受理。"}
PAUSE_SECONDS = 0.05
ANSWER_SECONDS = 10.0
DRAIN_SECONDS = 60.0
STALE = {"412 stale-version", "409 version-conflict"}
REPEATED = 0.1
"""The part of acknowledged commands that is sent once more."""


@dataclass(frozen=True)
class Wanted:
    """A command as it is sent, however often."""

    service: str
    subject: str
    key: str
    path: str
    body: Mapping[str, Any]
    version: int | None = None


@dataclass(frozen=True)
class Acknowledged:
    """A command that was answered with success, and what the answer said."""

    wanted: Wanted
    body: Mapping[str, Any]
    version: int | None


@dataclass
class Load:
    """Clients that complain, decide and keep the registry, reproducible from a seed.

    ``others_act`` says that the suite itself changes cases meanwhile, so that a version may be stale.
    """

    suite: SmallSuite
    seed: int
    clients: int = 9
    others_act: bool = False
    acknowledged: list[Acknowledged] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _running: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have what the clients need."""
        self._issuer = self.suite.issuer()
        self._http = httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False)

    async def file(self, count: int) -> None:
        """Register complaints, and leave them alone."""
        dice = Random(self.seed)
        for number in range(count):
            body = intake(agency=None, respondent="某执法机关", complainant=_person(number))
            await self._send(dice, Wanted("complaints", CLERK.subject, f"f{number}", "/complaints", body))

    def start(self) -> None:
        """Let the clients begin."""
        for number in range(self.clients):
            work = self._keep_registry if number % 3 == 2 else self._complain
            self._running.append(asyncio.create_task(self._repeat(number, work)))

    async def stop(self) -> None:
        """Let every client finish what it began."""
        self.stopping.set()
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await asyncio.gather(*self._running)
        finally:
            await self._http.aclose()

    async def _repeat(self, number: int, work: Callable[[Random, str], Awaitable[None]]) -> None:
        dice, turn = Random(f"{self.seed}:{number}"), 0
        while not self.stopping.is_set():
            turn += 1
            await work(dice, f"{number}_{turn}")

    async def _complain(self, dice: Random, name: str) -> None:
        """A member of the public complains; or a clerk registers, summarises, and decides."""
        own, clerk = "complaints", CLERK.subject
        body = intake(agency=None, respondent="某执法机关", complainant=_person(dice.randrange(40)))
        if dice.random() < 0.4:
            await self._send(dice, Wanted(own, ANONYMOUS, name, "/complaints/intake", body))
            return
        opened = await self._send(dice, Wanted(own, clerk, name, "/complaints", body))
        case = f"/complaints/{opened.body['id']}"
        told = {"summary": "反映某执法机关应查不查。"}
        done = await self._send(dice, Wanted(own, clerk, f"{name}s", f"{case}/summary", told, opened.version))
        act, decided = ("acceptance", {}) if dice.random() < 0.7 else ("decline", DECLINED)
        await self._send(dice, Wanted(own, clerk, f"{name}d", f"{case}/{act}", decided, done.version))

    async def _keep_registry(self, dice: Random, name: str) -> None:
        """A body is registered, gets an officer, and changes its entry."""
        own, clerk, code = "enforcement_registry", CLERK.subject, f"body_{name}"
        entry = {"display_name": f"演示机关{name}", "kind": "department", "legal_unit": "法制科"}
        made = await self._send(dice, Wanted(own, clerk, name, "/registry/agencies", {**entry, "code": code}))
        officer = {"display_name": f"演示人员{name}", "agency": code}
        await self._send(dice, Wanted(own, clerk, f"{name}o", "/registry/officers", officer))
        changed, path = {**entry, "hotline": "023-12345"}, f"/registry/agencies/{code}/entry"
        await self._send(dice, Wanted(own, clerk, f"{name}c", path, changed, made.version))

    async def _send(self, dice: Random, wanted: Wanted) -> Acknowledged:
        """Send until it is answered; now and then send what was answered once more."""
        await asyncio.sleep(dice.random() * 2 * PAUSE_SECONDS)
        wanted = replace(wanted, key=f"load-{self.seed}-{wanted.key}")
        first = await self._insist(wanted)
        while _name_of(first) in STALE:
            wanted = replace(wanted, key=f"{wanted.key}+", version=await self._version_now(wanted))
            first = await self._insist(wanted)
        given = Acknowledged(wanted, first.json(), _version(first))
        self.acknowledged.append(given)
        if dice.random() < REPEATED:
            again = await self._insist(wanted)
            if (again.json(), _version(again)) != (given.body, given.version):
                self.wrong.append(f"{wanted.path}: the same key was answered differently")
        return given

    async def _insist(self, wanted: Wanted) -> httpx.Response:
        url = f"{self.suite.url(f'{wanted.service}:api')}/api/v1{wanted.path}"
        while True:
            try:
                answer = await self._http.post(url, json=wanted.body, headers=self._headers(wanted))
            except httpx.HTTPError as error:
                self.answers[f"no answer ({type(error).__name__})"] += 1
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            self.answers[_name_of(answer)] += 1
            if answer.is_success or (self.others_act and _name_of(answer) in STALE):
                return answer
            if answer.status_code != 503:
                self.wrong.append(f"{wanted.path}: {answer.status_code} {answer.text[:300]}")
                if answer.is_client_error:
                    raise AssertionError(self.wrong[-1])
            await asyncio.sleep(PAUSE_SECONDS)

    async def _version_now(self, wanted: Wanted) -> int:
        """Look at the case again: a rung was climbed since."""
        case = "/".join(wanted.path.split("/")[:3])
        url = f"{self.suite.url(f'{wanted.service}:api')}/api/v1{case}"
        answer = await self._http.get(url, headers=self._headers(wanted))
        return _version(answer) or 1

    def _headers(self, wanted: Wanted) -> dict[str, str]:
        headers = {"Idempotency-Key": wanted.key}
        if wanted.subject != ANONYMOUS:
            headers["Authorization"] = f"Bearer {self._issuer.issue(CLERK, wanted.service)}"
        return headers if wanted.version is None else {**headers, "If-Match": f'"{wanted.version}"'}


def _name_of(answer: httpx.Response) -> str:
    """The status, and the kind of problem."""
    if answer.is_success:
        return str(answer.status_code)
    return f"{answer.status_code} {answer.json().get('type', '').rpartition(':')[2]}"


def _version(answer: httpx.Response) -> int | None:
    tag = answer.headers.get("ETag")
    return int(tag.strip('"')) if tag else None


def _person(number: int) -> dict[str, str]:
    """An invented complainant."""
    body = f"5002321990{1 + number % 12:02}{1 + number % 28:02}{number:03}"
    return {
        "kind": "person",
        "name": f"甄实{number:03}",
        "id_number": body + resident_id_check(body),
        "address": f"武隆区虚构路{number}号",
        "contact": "13800138000",
    }
