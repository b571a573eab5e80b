"""Disputes as the people of the district see them through the interface (争议协调场景的支撑)."""

import asyncio
import re
import time as stopwatch
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

import httpx

from deploy.demonstration.district import demo_district
from shared.clock.suite import shanghai
from tests.scenarios.people import Office, person
from tests.shared.documents.paper import Paper

DISPUTES = "/api/v1/disputes"
CLOCK = "/api/v1/identity/sandbox-clock"
SERVICE = "dispute_coordination"
MORNING = time(8, 31)
"""A minute after lamps change."""
BEGINS = date(2026, 4, 1)  # 周三
"""Where the sandbox of these tests begins; every test walks on from the days of the one before."""
BODIES = ("bureau", "market", "ecology", "urban_management", "housing")
ON_PAPER = "housing"
"""The one agency that did not consent to electronic service (未同意电子送达)."""
TOKEN_SECONDS = 400.0
MATERIALS = ("written_request", "legal_basis", "staffing_and_duty_documents", "other")
"""The four groups of the request's papers (第十一条)."""
CONTENTS = {
    "agencies_information": "申请方与被申请方的名称、地址、主要负责人。",
    "matter": "滨河路夜间占道烧烤由谁查处。",
    "negotiation_and_differences": "协商未果，双方都认为属对方职责。",
    "proposal_and_reasons": "建议由被申请方查处，理由见附件。",
}
"""The four parts of the request (第十一条第一项)."""
OPINION = {
    "matter": "滨河路夜间占道烧烤的执法职责。",
    "basis": "两部门的权责清单与编制文件。",
    "result": "双方达成一致。",
    "opinion": "占道由城市管理局查处，油烟由生态环境局查处。",
}
"""The four parts of the opinion (第十八条第一项)."""
NUMBER = re.compile(r".+〔(20\d\d)〕(\d+)号")
"""How an issued letter is numbered (文号)."""


def request(applicant: str, respondents: list[str], negotiated_on: date, **changes: Any) -> dict[str, Any]:
    """A complete request after a negotiation that failed."""
    round_ = {"held_on": negotiated_on.isoformat(), "parties": [applicant, *respondents]}
    body = {
        "title": "滨河路夜间占道烧烤执法职责争议",
        "ground": "enforcement_duties",
        "respondents": respondents,
        "materials": list(MATERIALS),
        "negotiations": [round_],
        **CONTENTS,
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not None}


@dataclass
class District(Office):
    """The people of a district whose clock begins on a fixed day; who works long signs in again."""

    signed_at: dict[str, float] = field(default_factory=dict)

    async def tokens(self, who: str) -> dict[str, str]:
        """One token per service; they last ten minutes."""
        if stopwatch.monotonic() - self.signed_at.get(who, -TOKEN_SECONDS) >= TOKEN_SECONDS:
            self.signed_in.pop(who, None)
            self.signed_at[who] = stopwatch.monotonic()
        return await super().tokens(who)

    async def move_to(self, day: date) -> None:
        """Move the clock to the morning of a day, and wait until the sweeper of disputes has looked."""
        now, target = await self.now(), shanghai(day, MORNING)
        assert target > now, f"these tests run in the order of their days: it is {now} already"
        moved = await self.post("system_admin", CLOCK, to=target.isoformat())
        assert moved.status_code == 200, moved.text
        await self._until(lambda report: report.get("swept_until", "") >= moved.json()["now"])

    async def _until(self, arrived: Callable[[dict[str, Any]], bool]) -> None:
        ready = f"{self.suite.state['services'][SERVICE]}/readyz"
        async with asyncio.timeout(30):
            while not arrived((await self.http.get(ready)).json()):  # noqa: ASYNC110 - it follows by itself
                await asyncio.sleep(0.05)

    async def begin(self) -> None:
        """Let the sandbox begin, register a few bodies and how they are served."""
        to = shanghai(BEGINS, MORNING).isoformat()
        begun = await self.post("system_admin", CLOCK, to=to, begins=True)
        assert begun.status_code == 200, begun.text
        offset = begun.json()["offset_seconds"]
        await self._until(lambda report: report.get("clock_offset_seconds", 0) <= offset)
        wanted = demo_district(bound_from=BEGINS - timedelta(days=60))
        for path, owner in (("agencies", "code"), ("officers", "agency")):
            for entry in getattr(wanted, path):
                if entry[owner] in BODIES:
                    answer = await self.post("bureau_clerk", f"/api/v1/registry/{path}", **entry)
                    assert answer.status_code == 201, answer.text
        for body in set(BODIES) - {"bureau", ON_PAPER}:
            path = f"/api/v1/registry/agencies/{body}/delivery-address"
            answer = await self.post(f"{body}.clerk", path, 1, electronic=True, channels=["inbox"])
            assert answer.status_code == 200, answer.text

    async def opened(self, who: str, path: str = "", **body: Any) -> "Dispute":
        """A new case; the dispute service may learn of a body a moment after the registry."""
        answer = await self.post(who, f"{DISPUTES}{path}", **body)
        assert answer.status_code == 201, answer.text
        return Dispute(self, answer.json()["id"], answer.json()["number"])

    async def requested(self, who: str, respondents: list[str], **changes: Any) -> "Dispute":
        """A complete request for coordination, negotiated in vain the day before."""
        yesterday = await self.today() - timedelta(days=1)
        return await self.opened(f"{who}.clerk", **request(who, respondents, yesterday, **changes))

    async def inbox(self, agency: str) -> list[dict[str, Any]]:
        """What was served on an agency (收文)."""
        return await self.everything(f"{agency}.clerk", f"{DISPUTES}/letters/inbox")

    async def feed(self, who: str) -> list[dict[str, Any]]:
        """What the interface replays to somebody (事件回放)."""
        found: list[dict[str, Any]] = []
        after, more = 0, True
        while more:
            page = (await self.get(who, f"{DISPUTES}/events", after=after, limit=200)).json()
            found += page["items"]
            after, more = page["next_after"], page["more"]
        return found


@dataclass(frozen=True)
class Dispute:
    """One dispute as people work on it."""

    office: District
    id: str
    number: str

    @property
    def path(self) -> str:
        """Its address at the interface."""
        return f"{DISPUTES}/{self.id}"

    async def page(self, who: str = "bureau_clerk") -> dict[str, Any]:
        """The case as somebody sees it."""
        answer = await self.office.get(who, self.path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, who: str, step: str, **body: Any) -> httpx.Response:
        """Try a step on the version that stands."""
        version = (await self.page())["version"]
        return await self.office.post(who, f"{self.path}/{step}", version, **body)

    async def act(self, who: str, step: str, **body: Any) -> dict[str, Any]:
        """Carry out a step."""
        answer = await self.send(who, step, **body)
        assert answer.status_code in {200, 201}, (step, answer.text)
        return answer.json()

    async def refused(self, who: str, step: str, **body: Any) -> tuple[int, str]:
        """Try a step that must be refused: the status, and the article that the problem names."""
        answer = await self.send(who, step, **body)
        assert answer.headers["content-type"] == "application/problem+json", (step, answer.text)
        return answer.status_code, str(answer.json().get("basis") or "").partition("#")[2]

    async def clocks(self, who: str = "bureau_clerk") -> dict[str, dict[str, Any]]:
        """Its clocks by name."""
        return {each["name"]: each for each in (await self.page(who))["clocks"]}

    async def due_on(self, clock: str) -> date | None:
        """The last day of a clock; none where it does not run."""
        due = (await self.clocks())[clock]["due"]
        return date.fromisoformat(due["due_on"]) if due else None

    async def stopped_on(self, clock: str) -> date | None:
        """The day on which a clock ended, as the feed tells it; none while it runs."""
        own = [each["data"] for each in await self.office.feed("bureau_clerk") if each["subject"] == self.id]
        days = [each["stopped_on"] for each in own if "stopped_on" in each and each["clock"] == clock]
        return date.fromisoformat(days[-1]) if days else None

    async def timeline(self, *types: str) -> list[dict[str, Any]]:
        """Its course, or the events of some types."""
        lines = (await self.page())["timeline"]
        return [line for line in lines if not types or line["type"] in types]

    async def letters(self, kind: str = "") -> list[dict[str, Any]]:
        """Its letters, or those of one kind, the earliest first."""
        return [each for each in (await self.page())["letters"] if kind in {"", each["kind"]}]

    async def issued(self, kind: str, signer: str = "bureau_head") -> list[dict[str, Any]]:
        """Have the drafts of a kind signed and numbered; who agreed to it is served in the inbox at once."""
        for letter in await self.letters(kind):
            if letter["state"] == "drafted":
                await self.act(signer, f"letters/{letter['id']}/approval")
                await self.act("bureau_clerk", f"letters/{letter['id']}/issue")
        return [each for each in await self.letters(kind) if each["state"] == "issued"]

    async def letter(self, letter: dict[str, Any], who: str = "bureau_clerk") -> dict[str, Any]:
        """The page of one letter."""
        answer = await self.office.get(who, f"{self.path}/letters/{letter['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def paper(self, letter: dict[str, Any], who: str = "bureau_clerk") -> str:
        """The text of an issued letter's stored document."""
        return await self._text_of(f"{self.path}/letters/{letter['id']}/document", who)

    async def receipt(self, letter: dict[str, Any], who: str = "bureau_clerk") -> str:
        """The text of the receipt of a letter's last attempt (送达回证)."""
        path = f"{self.path}/letters/{letter['id']}"
        attempt = (await self.letter(letter, who))["tries"][-1]["id"]
        return await self._text_of(f"{path}/deliveries/{attempt}/receipt", who)

    async def _text_of(self, path: str, who: str) -> str:
        answer = await self.office.get(who, path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        return Paper(answer.content).text


def served(letter: dict[str, Any]) -> dict[str, str | None]:
    """Who was served with a letter, and when."""
    return {each["code"]: each["served_on"] for each in letter["addressees"]}


def words(day: date) -> str:
    """A day as letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


async def coordinated(case: Dispute) -> None:
    """Facts are verified; all agencies and the staffing office are heard (第十五条)."""
    await case.act(
        "bureau_clerk", "investigation", persons=[person("bureau_investigator")], note="查阅权责清单。"
    )
    bodies = [each["agency"] for each in (await case.page())["parties"]]
    for body in [*bodies, "staffing_office"]:
        await case.act("bureau_clerk", "views", body=body, way="in_writing", view="书面意见附卷。")
