"""A small invented district whose agencies dispute: who is who, and what they do (演示数据)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.dispute_coordination.views.tables import DIRECTORY, DISPUTE
from shared.clock.suite import SHANGHAI, ManualClock
from shared.contracts.registry import (
    AgencyRegistered,
    DeliveryAddressConfirmed,
    OfficerRegistered,
    PostHeld,
)
from shared.deadlines.sweeper import Sweeper
from shared.identity.actor import Actor, Post, Role
from shared.identity.directory import DirectoryProjection
from shared.identity.tokens import TokenIssuer

ISSUER = "http://issuer.test"
BASE = "/api/v1/disputes"
BEGINNING = date(2021, 1, 1)
_KEYS = count(1)

PEOPLE: dict[str, tuple[Role, str, Post | None]] = {
    "clerk": (Role.BUREAU_CLERK, "bureau", None),
    "head": (Role.BUREAU_HEAD, "bureau", Post.HEAD),
    "deputy": (Role.BUREAU_CLERK, "bureau", Post.DEPUTY_HEAD),
    "handler": (Role.INVESTIGATOR, "bureau", None),
    "other_handler": (Role.INVESTIGATOR, "bureau", None),
    "government": (Role.GOVERNMENT, "government", None),
    "market_clerk": (Role.AGENCY_CLERK, "market", None),
    "market_head": (Role.AGENCY_HEAD, "market", Post.HEAD),
    "farming_clerk": (Role.AGENCY_CLERK, "farming", None),
    "farming_head": (Role.AGENCY_HEAD, "farming", Post.HEAD),
    "water_clerk": (Role.AGENCY_CLERK, "water", None),
    "discipline": (Role.DISCIPLINE, "discipline", None),
    "auditor": (Role.AUDITOR, "audit", None),
    "system_admin": (Role.SYSTEM_ADMIN, "bureau", None),
}
"""Who works where: the market bureau asks, the farming bureau answers, the water bureau looks on."""

AGENCIES = {"market": "区市场监管局", "farming": "区农业农村委", "water": "区水利局"}
CONFIRMED = ("market", "farming", "government")
"""Who agreed to be served in the inbox."""


def person(name: str) -> UUID:
    """The registry's id of an invented officer."""
    return uuid5(NAMESPACE_URL, f"officer:{name}")


def actor_of(who: str) -> Actor:
    """The person behind a name."""
    role, agency, post = PEOPLE[who]
    return Actor(f"account-{who}", role, agency, person(who), frozenset({post} if post else ()))


def request(**changes: Any) -> dict[str, Any]:
    """A complete request of the market bureau after a negotiation that failed."""
    body = {
        "title": "农药经营门店检查职责争议",
        "ground": "enforcement_duties",
        "respondents": ["farming"],
        "materials": ["written_request", "legal_basis", "staffing_and_duty_documents"],
        "agencies_information": "区市场监管局与区农业农村委。",
        "matter": "农药经营门店的日常检查由谁负责。",
        "negotiation_and_differences": "十月二十日协商，双方均认为应由对方负责。",
        "proposal_and_reasons": "建议由区农业农村委负责，理由见附件。",
        "negotiations": [{"held_on": "2026-10-20", "parties": ["market", "farming"]}],
    }
    return {**body, **changes}


OPINION = {
    "matter": "农药经营门店的检查。",
    "basis": "《农药管理条例》第三条。\n三定规定。",
    "result": "双方达成一致。",
    "opinion": "由区农业农村委检查农药经营。\n区市场监管局移送线索。",
}


@dataclass
class Case:
    """One dispute as people work on it."""

    office: "Office"
    id: str

    async def act(self, who: str, path: str, expect: int = 200, **body: Any) -> dict[str, Any]:
        """Carry out an act with the version that stands now, and check how it was answered."""
        response = await self.office.post(who, f"{BASE}/{self.id}/{path}", body, await self.version())
        assert response.status_code == expect, (path, response.status_code, response.text)
        return response.json()

    async def version(self) -> int:
        """The version that stands."""
        query = select(DISPUTE.c.version).where(DISPUTE.c.case_id == UUID(self.id))
        async with self.office.engine.connect() as connection:
            return (await connection.execute(query)).scalar_one()

    async def page(self, who: str, expect: int = 200) -> dict[str, Any]:
        """The case page as a person sees it."""
        response = await self.office.get(who, f"{BASE}/{self.id}")
        assert response.status_code == expect, (who, response.text)
        return response.json()

    async def clocks(self, who: str = "clerk") -> dict[str, dict[str, Any]]:
        """The running clocks by name."""
        return {one["name"]: one for one in (await self.page(who))["clocks"]}

    async def course(self, who: str = "clerk") -> list[str]:
        """What happened, in order."""
        return [line["type"] for line in (await self.page(who))["timeline"]]

    async def letter(self, kind: str) -> str:
        """The id of the latest letter of a kind."""
        letters = (await self.page("clerk"))["letters"]
        return [one["id"] for one in letters if one["kind"] == kind][-1]

    async def letter_page(self, kind: str, who: str = "clerk") -> dict[str, Any]:
        """The page of the latest letter of a kind."""
        response = await self.office.get(who, f"{BASE}/{self.id}/letters/{await self.letter(kind)}")
        assert response.status_code == 200, (kind, response.text)
        return response.json()

    async def write(self, kind: str, addressees: list[str] | None = None, about: str = "") -> str:
        """Draft a letter by hand; gives its id."""
        body = {"kind": kind, "about": about, "addressees": addressees or []}
        return (await self.act("clerk", "letters", **body))["letter_id"]

    async def send(self, kind: str, signer: str | None = "head", **fields: Any) -> str:
        """Write the fields, sign, number and issue the latest letter of a kind; gives its id.

        Who agreed to electronic service has it then.
        """
        letter = f"letters/{await self.letter(kind)}"
        if fields:
            page = await self.letter_page(kind)
            (revision,) = [one for one in page["allowed_actions"] if one["action"] == "letter_revision"]
            stands = {one["name"].removeprefix("fields."): one["value"] for one in revision["fields"]}
            written = {name: value for name, value in {**stands, **fields}.items() if value}
            await self.act("clerk", f"{letter}/revision", fields=written)
        if signer:
            await self.act(signer, f"{letter}/approval")
        await self.act("clerk" if signer != "government" else "government", f"{letter}/issue")
        return letter.removeprefix("letters/")


@dataclass
class Office:
    """The service, its clock and the people around it."""

    app: FastAPI
    http: httpx.AsyncClient
    clock: ManualClock
    issuer: TokenIssuer
    engine: AsyncEngine
    sweeper: Sweeper

    def headers(self, who: str, version: int | None = None, key: str | None = None) -> dict[str, str]:
        """What a client sends: token, key, version."""
        headers = {
            "Authorization": f"Bearer {self.issuer.issue(actor_of(who), 'dispute_coordination')}",
            "Idempotency-Key": key or f"key-{next(_KEYS):08}",
        }
        return headers if version is None else {**headers, "If-Match": f'"{version}"'}

    async def post(
        self, who: str, path: str, body: Any, version: int | None = None, key: str | None = None
    ) -> httpx.Response:
        """Send a command."""
        return await self.http.post(path, json=body, headers=self.headers(who, version, key))

    async def get(self, who: str, path: str) -> httpx.Response:
        """Look something up."""
        return await self.http.get(path, headers=self.headers(who))

    def on(self, day: str, at: time = time(10)) -> None:
        """Move the clock forward to a time of a day, Asia/Shanghai."""
        self.clock.set(datetime.combine(date.fromisoformat(day), at, SHANGHAI).astimezone(UTC))

    async def ask(self, **changes: Any) -> Case:
        """Ask for coordination as the market bureau."""
        response = await self.post("market_clerk", BASE, request(**changes))
        assert response.status_code == 201, response.text
        return Case(self, response.json()["id"])

    async def open_own_motion(self, **changes: Any) -> Case:
        """Open a case on the bureau's own discovery."""
        body = {
            "title": "河道垃圾清理职责争议",
            "trigger": "own_discovery",
            "source": "检查中发现两个机关互相推诿。",
            "ground": "enforcement_duties",
            "agencies": ["market", "water"],
        }
        response = await self.post("clerk", f"{BASE}/own-motion", {**body, **changes})
        assert response.status_code == 201, response.text
        return Case(self, response.json()["id"])

    async def sweep(self) -> None:
        """Let the sweeper act on everything that is due now."""
        while (await self.sweeper.sweep_once()).fired:
            pass


async def fill_directory(engine: AsyncEngine) -> None:
    """Tell the service who is who, as the registry would."""
    projection = DirectoryProjection(DIRECTORY)
    contracts: list[Any] = [
        AgencyRegistered(agency=code, display_name=name, registered_on=BEGINNING)
        for code, name in AGENCIES.items()
    ]
    contracts += [
        DeliveryAddressConfirmed(
            agency=code,
            electronic=True,
            channels=("inbox",),
            confirmed_on=BEGINNING,
            confirmed_by=person("market_head"),
        )
        for code in CONFIRMED
    ]
    for who, (_, agency, post) in PEOPLE.items():
        posts = (PostHeld(post=post.value, agency=agency, held_from=BEGINNING),) if post else ()
        contracts.append(
            OfficerRegistered(
                person=person(who),
                display_name=f"演示·{who}",
                agency=agency,
                certificate_number=f"D{who}",
                certificate_valid_until=date(2030, 12, 31),
                posts=posts,
                registered_on=BEGINNING,
            )
        )
    async with engine.begin() as connection:
        for contract in contracts:
            for statement, parameters in projection.statements(contract):
                await connection.execute(statement, parameters)


async def accepted(office: Office, **changes: Any) -> Case:
    """A request accepted on the day it came, both sides served with the notice."""
    case = await office.ask(**changes)
    await case.act("clerk", "acceptance")
    letters = (await case.page("clerk"))["letters"]
    for one in letters:
        await case.act("head", f"letters/{one['id']}/approval")
        await case.act("clerk", f"letters/{one['id']}/issue")
    return case


async def heard(office: Office, **changes: Any) -> Case:
    """An accepted case whose facts were verified and in which everybody was heard."""
    case = await accepted(office, **changes)
    await case.act("clerk", "investigation", persons=[str(person("clerk"))], note="现场查看了三家门店。")
    for body in ("market", "farming", "staffing_office"):
        await case.act("clerk", "views", body=body, way="in_writing", view=f"{body}的意见。")
    return case
