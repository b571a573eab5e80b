"""The people of the district at their own software: signed in with their passwords, over the one origin."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from deploy.demonstration.district import demo_district
from services.identity.application.first_accounts import demo_person
from shared.clock.suite import date_of
from shared.privacy.identifiers import resident_id_check
from tests.scenarios.suite import Suite

BODIES = {"bureau", "market", "ecology", "urban_management"}
WELL_BEFORE = timedelta(days=60)
COMPLAINTS = "/api/v1/complaints"
SERVICES = {
    "registry": "enforcement_registry",
    "law": "statutes",
    "calendar": "statutes",
    "disputes": "dispute_coordination",
}
"""Whose tokens a path needs, where it is not called after its service."""
_NUMBERS = count(1)


def complaint(agency: str = "market", **changes: Any) -> dict[str, Any]:
    """A complaint as the public interface takes it; each by somebody else."""
    number = next(_NUMBERS)
    digits = f"50023219850101{number:03}"
    person = {
        "kind": "person",
        "name": f"甄实明{number}",
        "id_number": digits + resident_id_check(digits),
        "address": f"虚构路{number}号",
        "contact": f"139{number:08}",
    }
    body = {
        "complainant": person,
        "agency": agency,
        "ground": "failure_to_investigate",
        "facts": f"多次举报无照经营，一直没有人到现场。（第{number}件）",
        "request": "请依法查处并答复。",
    }
    return {**body, **changes}


def person(account: str) -> str:
    """The registry's id of the person behind an account."""
    return str(demo_person(account))


@dataclass
class Office:
    """Everybody's way to the suite."""

    suite: Suite
    http: httpx.AsyncClient
    signed_in: dict[str, dict[str, str]] = field(default_factory=dict)

    async def tokens(self, who: str) -> dict[str, str]:
        """One token per service, for the password that was printed once."""
        if who not in self.signed_in:
            given = {"username": who, "password": self.suite.passwords[who]}
            answer = await self.http.post("/api/v1/identity/tokens", json=given)
            assert answer.status_code == 200, answer.text
            self.signed_in[who] = answer.json()["tokens"]
        return self.signed_in[who]

    async def headers(self, who: str, path: str, version: int | None = None) -> dict[str, str]:
        """What a client sends with a command."""
        service = SERVICES.get(path.split("/")[3], path.split("/")[3])
        found = {"Authorization": f"Bearer {(await self.tokens(who))[service]}"}
        found["Idempotency-Key"] = uuid4().hex
        return found if version is None else {**found, "If-Match": f'"{version}"'}

    async def post(self, who: str, path: str, version: int | None = None, **body: Any) -> httpx.Response:
        """Send a command."""
        return await self.http.post(path, json=body, headers=await self.headers(who, path, version))

    async def get(self, who: str, path: str, **query: Any) -> httpx.Response:
        """Look something up."""
        return await self.http.get(path, headers=await self.headers(who, path), params=query)

    async def everything(self, who: str, path: str, **query: Any) -> list[dict[str, Any]]:
        """All rows of a list, page by page."""
        rows: list[dict[str, Any]] = []
        page = (await self.get(who, path, limit=200, **query)).json()
        rows += page["items"]
        while page["next_cursor"]:
            page = (await self.get(who, path, limit=200, cursor=page["next_cursor"], **query)).json()
            rows += page["items"]
        return rows

    async def register_district(self) -> None:
        """Enter a few bodies and their officers."""
        district = demo_district(bound_from=await self.today() - WELL_BEFORE)
        agencies = [each for each in district.agencies if each["code"] in BODIES]
        officers = [each for each in district.officers if each["agency"] in BODIES]
        for path, entries in (("agencies", agencies), ("officers", officers)):
            for entry in entries:
                answer = await self.post("bureau_clerk", f"/api/v1/registry/{path}", **entry)
                assert answer.status_code == 201, answer.text

    @asynccontextmanager
    async def recomputed(self) -> AsyncIterator[None]:
        """A publication, until every open clock was held against it: later tests find nothing in motion."""
        runs = f"{COMPLAINTS}/docket/runs"
        before = {each["edition"] for each in (await self.get("bureau_head", runs)).json()}
        yield
        async with asyncio.timeout(30):
            while not any(  # noqa: ASYNC110 - the suite follows by itself
                each["finished_at"] and each["edition"] not in before
                for each in (await self.get("bureau_head", runs)).json()
            ):
                await asyncio.sleep(0.1)

    async def now(self) -> datetime:
        """The suite's time."""
        return datetime.fromisoformat((await self.http.get("/api/v1/identity/sandbox-clock")).json()["now"])

    async def today(self) -> date:
        """The suite's date in Asia/Shanghai."""
        return date_of(await self.now())

    async def complain(self, agency: str = "market", **changes: Any) -> "Case":
        """File a complaint as a member of the public; the clerk finds it in the list."""
        answer = await self.http.post(f"{COMPLAINTS}/intake", json=complaint(agency, **changes))
        assert answer.status_code == 201, answer.text
        receipt = answer.json()
        listed = await self.get("bureau_clerk", COMPLAINTS, number=receipt["number"])
        return Case(self, listed.json()["items"][0]["id"], receipt["number"], receipt["receipt_code"])


@dataclass(frozen=True)
class Case:
    """One complaint as people work on it."""

    office: Office
    id: str
    number: str
    receipt_code: str

    @property
    def path(self) -> str:
        """Its address at the interface."""
        return f"{COMPLAINTS}/{self.id}"

    async def page(self, who: str = "bureau_clerk") -> dict[str, Any]:
        """The case as somebody sees it."""
        answer = await self.office.get(who, self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def act(self, who: str, step: str, **body: Any) -> dict[str, Any]:
        """Carry out a step on the version that stands."""
        version = (await self.page(who))["version"]
        answer = await self.office.post(who, f"{self.path}/{step}", version, **body)
        assert answer.status_code == 200, (step, answer.text)
        return answer.json()

    async def send(self, given: dict[str, Any]) -> None:
        """Sign, issue and serve the letter of an act, in person on who agreed to nothing else."""
        path = f"letters/{given['letter_ids'][0]}"
        await self.act("bureau_head", f"{path}/approval")
        await self.act("bureau_clerk", f"{path}/issue")
        letter = (await self.office.get("bureau_clerk", f"{self.path}/{path}")).json()
        for one in letter["addressees"]:
            if one["served_on"] is None:
                citizen = one["code"] == "complainant"
                await self.act(
                    "bureau_clerk",
                    f"{path}/deliveries",
                    addressee=one["code"],
                    method="direct",
                    on=letter["issued_on"],
                    capacity="self" if citizen else "mail_room",
                    servers=[person("bureau_clerk")],
                    evidence={"signed_receipt": "送达回证。"},
                    receipt={"place": "区司法局", "signed_by": "受送达人"},
                )

    async def accepted(self) -> "Case":
        """The clerk's first two steps."""
        await self.act("bureau_clerk", "summary", summary="反映对无照经营应查不查。")
        await self.act("bureau_clerk", "acceptance")
        return self
