"""A small invented district at work: who is who, and what they do with a complaint (演示数据)."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.complaints.views.tables import COMPLAINT, DIRECTORY
from shared.calendar.closures import LocalEdition
from shared.calendar.editions import YearEdition
from shared.clock.suite import SHANGHAI, ManualClock
from shared.contracts.registry import (
    AgencyRegistered,
    DeliveryAddressConfirmed,
    OfficerRegistered,
    PostHeld,
)
from shared.deadlines.recomputer import Recomputer
from shared.deadlines.sweeper import Sweeper
from shared.identity.actor import Actor, Post, Role
from shared.identity.directory import DirectoryProjection
from shared.identity.tokens import TokenIssuer

ISSUER = "http://issuer.test"
BEGINNING = date(2021, 1, 1)
_KEYS = count(1)


def person(name: str) -> UUID:
    """The registry's id of an invented officer."""
    return uuid5(NAMESPACE_URL, f"officer:{name}")


PEOPLE = {
    "clerk": (Role.BUREAU_CLERK, "bureau", None),
    "head": (Role.BUREAU_HEAD, "bureau", Post.HEAD),
    "deputy": (Role.BUREAU_CLERK, "bureau", Post.DEPUTY_HEAD),
    "unit_head": (Role.BUREAU_CLERK, "bureau", Post.UNIT_HEAD),
    "first": (Role.INVESTIGATOR, "bureau", None),
    "second": (Role.INVESTIGATOR, "bureau", None),
    "third": (Role.INVESTIGATOR, "bureau", None),
    "uncertified": (Role.INVESTIGATOR, "bureau", None),
    "agency_clerk": (Role.AGENCY_CLERK, "market", None),
    "agency_head": (Role.AGENCY_HEAD, "market", Post.HEAD),
    "inspector": (Role.INVESTIGATOR, "market", None),
    "other_inspector": (Role.INVESTIGATOR, "market", None),
    "accused": (Role.AGENCY_CLERK, "market", None),
    "elsewhere": (Role.AGENCY_CLERK, "water", None),
    "government": (Role.GOVERNMENT, "government", None),
    "discipline": (Role.DISCIPLINE, "discipline", None),
    "auditor": (Role.AUDITOR, "audit", None),
    "system_admin": (Role.SYSTEM_ADMIN, "bureau", None),
    "security_admin": (Role.SECURITY_ADMIN, "bureau", None),
    "audit_admin": (Role.AUDIT_ADMIN, "bureau", None),
}
"""Who works where, by the name the tests use."""


def actor_of(who: str) -> Actor:
    """The person behind a name."""
    role, agency, post = PEOPLE[who]
    return Actor(f"account-{who}", role, agency, person(who), frozenset({post} if post else ()))


def intake(**changes: Any) -> dict[str, Any]:
    """A complaint as the public form sends it; every person in it is invented."""
    body = {
        "kind": "complaint",
        "complainant": {
            "kind": "person",
            "name": "甄实明",
            "id_number": "50023219900307455X",
            "address": "武隆区虚构路一号",
            "contact": "13800138000",
        },
        "addressee": "district_government",
        "agency": "market",
        "ground": "failure_to_investigate",
        "request": "请依法查处并答复。",
        "facts": "多次举报无照经营，一直没有人来查。",
    }
    return {**body, **changes}


UNSIGNED = {"file_cover", "file_contents", "file_notes"}
"""Papers that nobody signs for issue."""


def in_person(addressee: str, on: str) -> dict[str, Any]:
    """Service in person, on the complainant or on a body's mail room."""
    citizen = addressee == "complainant"
    return {
        "addressee": addressee,
        "method": "direct",
        "on": on,
        "capacity": "self" if citizen else "mail_room",
        "servers": [str(person("clerk"))],
        "evidence": {"signed_receipt": "送达回证第一号。"},
        "receipt": {"place": "区司法局", "signed_by": "受送达人"},
    }


@dataclass
class Case:
    """One complaint as one person works on it."""

    office: "Office"
    id: str
    receipt_code: str

    async def act(self, who: str, path: str, expect: int = 200, **body: Any) -> dict[str, Any]:
        """Carry out an act with the version that stands now, and check how it was answered."""
        response = await self.office.post(
            who, f"/api/v1/complaints/{self.id}/{path}", body, await self.version()
        )
        assert response.status_code == expect, (path, response.status_code, response.text)
        return response.json()

    async def letters(self, kind: str, about: str | None = None) -> list[dict[str, Any]]:
        """The letters of a kind that were not voided, as the bureau or the handling body sees them."""
        return [
            one
            for one in (await self.page("clerk"))["letters"]
            if one["kind"] == kind and one["state"] != "voided" and about in {None, one["about"]}
        ]

    async def letter(self, kind: str, about: str | None = None) -> dict[str, Any]:
        """The latest letter of a kind."""
        return (await self.letters(kind, about))[-1]

    async def issue(self, who: str, head: str, kind: str, about: str = "", **fields: Any) -> dict[str, Any]:
        """Draft the letter unless an act did, write its fields, sign and issue it."""
        found = await self.letters(kind, about or None)
        if not found:
            await self.act(who, "letters", kind=kind, about=about)
            found = await self.letters(kind, about or None)
        letter = found[-1]
        path = f"letters/{letter['id']}"
        if fields:
            await self.act(who, f"{path}/revision", fields=fields)
        if letter["state"] == "drafted" and kind not in UNSIGNED:
            await self.act(head, f"{path}/approval")
        if letter["state"] != "issued":
            await self.act(who, f"{path}/issue")
        return await self.letter(kind, about or None)

    async def send(
        self,
        who: str,
        head: str,
        kind: str,
        about: str = "",
        *,
        on: str | None = None,
        fields: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Sign, issue and serve a letter, in person on who did not agree to electronic service."""
        letter = await self.issue(who, head, kind, about, **(fields or {}))
        for addressee in letter["addressees"]:
            if addressee["served_on"] is None:
                await self.serve(who, letter, addressee["code"], on=on)
        return await self.letter(kind, about or None)

    async def serve(
        self,
        who: str,
        letter: dict[str, Any],
        addressee: str = "complainant",
        expect: int = 200,
        *,
        on: str | None = None,
        **changes: Any,
    ) -> dict[str, Any]:
        """Record service, in person unless said otherwise."""
        body = in_person(addressee, on or self.office.clock.today().isoformat()) | changes
        return await self.act(who, f"letters/{letter['id']}/deliveries", expect, **body)

    async def version(self) -> int:
        """The version that stands."""
        query = select(COMPLAINT.c.version).where(COMPLAINT.c.case_id == UUID(self.id))
        async with self.office.engine.connect() as connection:
            return (await connection.execute(query)).scalar_one()

    async def page(self, who: str, expect: int = 200) -> dict[str, Any]:
        """The case page as a person sees it."""
        response = await self.office.get(who, f"/api/v1/complaints/{self.id}")
        assert response.status_code == expect, response.text
        return response.json()

    async def due(self, clock: str) -> dict[str, Any]:
        """The due object of a running clock."""
        clocks = {one["name"]: one for one in (await self.page("clerk"))["clocks"]}
        return clocks[clock]["due"]

    async def running(self) -> set[str]:
        """The names of the running clocks."""
        return {one["name"] for one in (await self.page("clerk"))["clocks"]}

    async def course(self) -> list[str]:
        """What happened, in order."""
        return [line["type"] for line in (await self.page("clerk"))["timeline"]]

    async def line(self, kind: str, who: str = "clerk") -> dict[str, Any]:
        """The latest line of a kind in the course."""
        return [line for line in (await self.page(who))["timeline"] if line["type"] == kind][-1]

    async def acts(self) -> list[str]:
        """What happened beside the letters, in order."""
        return [one for one in await self.course() if not one.startswith(("letter_", "delivery_"))]


@dataclass
class Office:
    """The service, its clock and the people around it."""

    app: FastAPI
    http: httpx.AsyncClient
    clock: ManualClock
    issuer: TokenIssuer
    engine: AsyncEngine
    sweeper: Sweeper
    seen: list[str] = field(default_factory=list)

    def headers(self, who: str | None, version: int | None = None, key: str | None = None) -> dict[str, str]:
        """What a client sends: token, key, version."""
        if who is None:
            return {} if key is None else {"Idempotency-Key": key}
        headers = {
            "Authorization": f"Bearer {self.issuer.issue(actor_of(who), 'complaints')}",
            "Idempotency-Key": key or f"key-{next(_KEYS):08}",
        }
        return headers if version is None else {**headers, "If-Match": f'"{version}"'}

    async def post(
        self, who: str | None, path: str, body: Any, version: int | None = None, key: str | None = None
    ) -> httpx.Response:
        """Send a command."""
        response = await self.http.post(path, json=body, headers=self.headers(who, version, key))
        self.seen.append(response.text)
        return response

    async def get(self, who: str | None, path: str, **headers: str) -> httpx.Response:
        """Look something up."""
        return await self.http.get(path, headers={**self.headers(who), **headers})

    def on(self, day: str, at: time = time(10)) -> None:
        """Move the clock forward to a time of a day, Asia/Shanghai."""
        self.clock.set(datetime.combine(date.fromisoformat(day), at, SHANGHAI).astimezone(UTC))

    async def complain(self, **changes: Any) -> Case:
        """File a complaint as a member of the public and find its id as the clerk."""
        response = await self.post(None, "/api/v1/complaints/intake", intake(**changes))
        assert response.status_code == 201, response.text
        given = response.json()
        found = await self.get("clerk", f"/api/v1/complaints?number={given['number']}")
        return Case(self, found.json()["items"][0]["id"], given["receipt_code"])

    async def progress(self, case: Case) -> dict[str, Any]:
        """What the complainant sees."""
        response = await self.http.get(
            "/api/v1/complaints/receipt", headers={"Receipt-Code": case.receipt_code}
        )
        assert response.status_code == 200, response.text
        return response.json()

    async def learn(self, *editions: YearEdition | LocalEdition) -> None:
        """Let the service learn of publications, and hold its open clocks against them."""
        calendars = self.app.state.calendars
        calendars.take(editions)
        await Recomputer(self.app.state.parts.log, self.engine, calendars, self.clock).step()

    async def sweep(self) -> None:
        """Let the sweeper act on everything that is due now."""
        while (await self.sweeper.sweep_once()).fired:
            pass


async def fill_directory(engine: AsyncEngine) -> None:
    projection = DirectoryProjection(DIRECTORY)
    agencies = [
        ("market", "区市场监管局", "法制科"),
        ("water", "区水利局", "法规科"),
        ("fields", "区农业农村委", None),
    ]
    contracts: list[Any] = [
        AgencyRegistered(agency=code, display_name=name, intake_unit=unit, registered_on=BEGINNING)
        for code, name, unit in agencies
    ]
    agreed = {"electronic": True, "channels": ("inbox",), "confirmed_on": BEGINNING}
    contracts.append(DeliveryAddressConfirmed(agency="market", **agreed))
    for who, (_, agency, post) in PEOPLE.items():
        certified = who != "uncertified"
        posts = (PostHeld(post=post.value, agency=agency, held_from=BEGINNING),) if post else ()
        contracts.append(
            OfficerRegistered(
                person=person(who),
                display_name=f"演示·{who}",
                agency=agency,
                certificate_number=f"D{who}" if certified else None,
                certificate_valid_until=date(2030, 12, 31) if certified else None,
                posts=posts,
                registered_on=BEGINNING,
            )
        )
    async with engine.begin() as connection:
        for contract in contracts:
            for statement, parameters in projection.statements(contract):
                await connection.execute(statement, parameters)


async def accepted(office: Office, **changes: Any) -> Case:
    """A complaint that the bureau accepted on the day it came."""
    case = await office.complain(**changes)
    await case.act("clerk", "summary", summary="反映区市场监管局对无照经营应查不查。")
    await case.act("clerk", "acceptance")
    return case


async def delivered(case: Case, agency: str = "market", **order: Any) -> str:
    """An order to correct that was issued and served; answers its id."""
    body = {"agency": agency, "content": "立即查处。", "length": 10, "unit": "working_day", **order}
    order_id = (await case.act("clerk", "orders", **body))["order_id"]
    await case.send("clerk", "head", "correction_order", order_id)
    return str(order_id)


async def told_result(case: Case) -> None:
    """Tell the complainant the result."""
    await case.send("clerk", "head", "result_notice")


async def investigated(office: Office, finding: str = "founded", **changes: Any) -> Case:
    """A complaint that two investigators looked into, with their opinion."""
    case = await accepted(office, **changes)
    await case.act("clerk", "investigators", persons=[str(person("first")), str(person("second"))])
    await case.act(
        "first",
        "measures",
        measure=MEASURE,
        persons=[str(person("first")), str(person("second"))],
        note="到现场查看。",
    )
    await case.act(
        "first",
        "preliminary-opinion",
        finding=finding,
        opinion="建议责令改正。",
        accountability_proposed=finding == "founded",
    )
    return case


MEASURE = "inspection_and_interview"


def discussion(finding: str = "founded", **changes: Any) -> dict[str, Any]:
    """A record of the leadership's discussion."""
    body = {
        "chair": str(person("head")),
        "views": [
            {"person": str(person("head")), "view": "同意。"},
            {"person": str(person("deputy")), "view": "建议从轻。", "dissents": True},
        ],
        "conclusion": "责令限期改正，对直接责任人员批评教育。",
        "finding": finding,
        "responsible": [{"person": str(person("accused")), "form": "criticism_and_education"}],
    }
    return {**body, **changes}


async def concluded(office: Office, finding: str = "founded", **changes: Any) -> Case:
    """A complaint that was discussed, confirmed and concluded."""
    case = await investigated(office, finding, **changes)
    if finding != "unfounded":
        await case.act("clerk", "discussion", **discussion(finding))
        await case.act("head", "discussion-confirmation")
    explanation = "经查，所反映情况不存在，已逐项说明。" if finding == "unfounded" else None
    await case.act(
        "clerk", "conclusion", finding=finding, facts_found="查明的事实。", explanation=explanation
    )
    return case
