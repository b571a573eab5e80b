"""A year in an invented district, walked through the public API while the sandbox clock moves (演示).

Seeded: the same seed gives the same people, complaints and decisions.
"""

import asyncio
import heapq
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import count
from random import Random
from statistics import median
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy import access, clocks
from deploy.demonstration import disputes
from deploy.demonstration.client import Desk
from deploy.demonstration.courses import Course
from deploy.demonstration.people import story
from deploy.demonstration.registering import District, register
from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.running import RunningStack
from shared.clock.suite import host_now, shanghai

COMPLAINTS = 300
LEADS = 24
AT_ONCE = 8
DAYS = 365
MORNING = time(8, 31)
"""A minute after the lamps change."""
CLOCK = "/api/v1/identity/sandbox-clock"


def run(running: RunningStack, stack: StackSettings, *, seed: int) -> dict[str, Any]:
    """Load the district, walk the year, and give the report."""
    return asyncio.run(_Demonstration(running, stack, seed).run())


@dataclass(order=True)
class _Appointment:
    """The next day on which something happens to one complaint."""

    on: date
    order: int
    course: AsyncIterator[date] = field(compare=False)


class _Demonstration:
    def __init__(self, running: RunningStack, stack: StackSettings, seed: int) -> None:
        self.running, self.stack, self.seed = running, stack, seed
        self.random = Random(seed)  # noqa: S311  # invented, not secret
        self.order = count()
        self.at_once = asyncio.Semaphore(AT_ONCE)
        self.numbers = count(1)
        self.appointments: list[_Appointment] = []

    async def run(self) -> dict[str, Any]:
        limits = httpx.Limits(max_connections=8)
        async with httpx.AsyncClient(timeout=60.0, limits=limits, trust_env=False) as http:
            self.desk = Desk(self.stack, self.running, http)
            await self._refuse_second_time()
            last = host_now().date()
            first = last - timedelta(days=DAYS)
            await self._move_to(first, begins=True)
            self.district: District = await register(self.desk, self.random, first)
            self._expect_disputes(last)
            await self._walk(first, last)
            return await self._report()

    async def _refuse_second_time(self) -> None:
        clerk = access.administrator_of_bureau()
        found = await self.desk.get(clerk, "complaints", "/api/v1/complaints", limit=1)
        if found["items"]:
            raise DeployError("The demonstration is loaded already; another JIANDU_DATA_DIR starts afresh.")

    def _expect_disputes(self, last: date) -> None:
        """Put the disputes on the calendar; they begin in the last weeks of the year."""
        for begins, course in disputes.courses(self.desk, self.district, last):
            heapq.heappush(self.appointments, _Appointment(begins, next(self.order), course))

    async def _walk(self, first: date, last: date) -> None:
        arrivals = Counter(
            first + timedelta(days=self.random.randrange(3, DAYS - 4)) for _ in range(COMPLAINTS)
        )
        leads = Counter(first + timedelta(days=self.random.randrange(3, DAYS - 4)) for _ in range(LEADS))
        with _progress() as progress:
            task = progress.add_task("一年 a year", total=DAYS)
            for day in (first + timedelta(days=one) for one in range(1, DAYS + 1)):
                if day.isoweekday() < 6 or arrivals[day]:
                    await self._move_to(day)
                    await self._work(day, arrivals[day], leads[day])
                progress.update(task, advance=1, description=f"{day:%Y-%m-%d}")

    async def _work(self, day: date, complaints: int, leads: int) -> None:
        for _ in range(complaints):
            await self._arrive(day)
        for _ in range(leads):
            await self._lead()
        due = []
        while self.appointments and self.appointments[0].on <= day:
            due.append(heapq.heappop(self.appointments).course)
        async with asyncio.TaskGroup() as working:
            for course in due:
                working.create_task(self._continue(course))

    async def _arrive(self, day: date) -> None:
        number = next(self.numbers)
        agency = self.random.choice(self.district.agencies)
        told = story(self.random, number, agency.code, agency.name)
        address = f"203.0.113.{number % 250 + 1}"
        course = Course(
            self.desk,
            self._dice(number),
            told,
            self.district.bureau,
            agency.team,
            agency.code,
            agency.officers,
        )
        course.case_id = await self._file(told.body, address, by_public=number % 3 != 0)
        await self._continue(course.run(day))

    def _dice(self, number: int) -> Random:
        """Chance of its own for each complaint, so that side by side gives the same as one by one."""
        return Random(f"{self.seed} {number}")  # noqa: S311  # invented, not secret

    async def _file(self, body: dict[str, Any], address: str, *, by_public: bool) -> str:
        clerk = self.district.bureau.clerk
        if not by_public:
            channel = self.random.choice(["desk", "post", "telephone"])
            given = await self.desk.post(
                clerk, "complaints", "/api/v1/complaints", {**body, "channel": channel}
            )
            return str(given["id"])
        given = await self.desk.complain(body, address)
        found = await self.desk.get(clerk, "complaints", "/api/v1/complaints", number=given["number"])
        return str(found["items"][0]["id"])

    async def _lead(self) -> None:
        bureau, channel = self.district.bureau, self.random.choice(["service_hotline", "enterprise_channel"])
        body = {"channel": channel, "content": "热线转来的线索（演示）。"}
        lead = await self.desk.post(bureau.clerk, "complaints", "/api/v1/leads", body)
        outcome = self.random.choice(
            ["complaint_invited", "no_action", "key_supervision", "listed_supervision"]
        )
        await self.desk.post(
            bureau.head,
            "complaints",
            f"/api/v1/leads/{lead['id']}/triage",
            {"outcome": outcome, "note": "已研判（演示）。"},
            lead["version"],
        )

    async def _continue(self, course: AsyncIterator[date]) -> None:
        async with self.at_once:
            next_day = await anext(course, None)
        if next_day is not None:
            heapq.heappush(self.appointments, _Appointment(next_day, next(self.order), course))

    async def _move_to(self, day: date, *, begins: bool = False) -> None:
        to = shanghai(day, MORNING)
        body: dict[str, Any] = {"to": to.isoformat()}
        if begins:
            body["begins"] = True
        answer = await self.desk.post(access.administrator(), "identity", CLOCK, body)
        await clocks.wait_for_all(self.running, clocks.Move.of(answer), at_most=begins)

    async def _report(self) -> dict[str, Any]:
        clerk = self.district.bureau.clerk
        cases = await self._all(clerk, "/api/v1/complaints")
        ledger = await self._all(clerk, "/api/v1/complaints/escalations")
        acts = await self._acts(clerk)
        closed = [one for one in cases if one["closed_on"]]
        spans = [_span(one) for one in closed if one["stage"] != "declined"]
        report = {
            "complaints": len(cases),
            "stages": dict(Counter(one["stage"] for one in cases)),
            "accepted": acts["clock_opened", "handling"],
            "declined": sum(1 for one in closed if one["finding"] is None),
            "extended": acts["clock_changed", "extend"],
            "findings": dict(Counter(one["finding"] for one in cases if one["finding"])),
            "closed": len(closed),
            "median_days": median(spans) if spans else None,
            "escalations": dict(Counter(one["rung"] for one in ledger)),
            "overdue": len(
                {
                    (one["case_id"], one["clock"])
                    for one in ledger
                    if one["rung"] == "red" and not (one["basis"] or "").startswith("internal_target")
                }
            ),
            "disputes": await disputes.stages(self.desk, clerk),
            "calls": self.desk.calls,
            "look_at": [
                f"{self.running.origin}/",
                f"{self.running.origin}/public/complaint",
                f"{self.running.origin}/docs",
            ],
        }
        _tell(report)
        return report

    async def _acts(self, actor: Any) -> Counter[tuple[str, str]]:
        """What the public events tell: clocks opened by name, clocks changed by what changed them."""
        found: Counter[tuple[str, str]] = Counter()
        after, more = 0, True
        while more:
            query = {"after": after, "limit": 200}
            feed = await self.desk.get(actor, "complaints", "/api/v1/complaints/events", **query)
            for item in feed["items"]:
                told = item["data"].get("change") or item["data"].get("clock") or ""
                found[item["type"].split(".")[-2], told] += 1
            after, more = feed["next_after"], feed["more"]
        return found

    async def _all(self, actor: Any, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            query = {"limit": 200} | ({"cursor": cursor} if cursor else {})
            page = await self.desk.get(actor, "complaints", path, **query)
            found += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found


def _span(case: dict[str, Any]) -> int:
    return (date.fromisoformat(case["closed_on"]) - date.fromisoformat(case["received_on"])).days


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def _tell(report: dict[str, Any]) -> None:
    """The report in words, on standard error; the figures go to standard output."""
    console = Console(stderr=True)
    rungs = "，".join(f"{name} {number}" for name, number in sorted(report["escalations"].items()))
    console.print(
        f"\n投诉举报 {report['complaints']} 件：受理 {report['accepted']}，不予受理 {report['declined']}，"
        f"延期 {report['extended']}，办结 {report['closed']}"
    )
    console.print(
        f"办理天数中位数 {report['median_days']}；超过法定应办日 {report['overdue']} 个期限；预警：{rungs}"
    )
    console.print(f"争议协调 {sum(report['disputes'].values())} 件：{report['disputes']}")
    console.print("请看 Look at: " + "  ".join(report["look_at"]))
