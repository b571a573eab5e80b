"""How an invented complaint goes: day by day, act by act, with the delays of real life (演示案件的经过)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demonstration.client import Desk, StalePageError
from deploy.demonstration.people import Story
from shared.identity.actor import Actor

COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on a case: clerk, head, deputy and two investigators of the handling body."""

    body: str
    clerk: Actor
    head: Actor
    deputy: Actor
    investigators: tuple[Actor, Actor]
    members: tuple[str, ...]
    """Persons of the body's leadership, for the collective discussion."""


@dataclass
class Course:
    """One complaint's way; ``run`` yields the next day on which something happens to it."""

    desk: Desk
    random: Random
    story: Story
    bureau: Team
    agency: Team
    agency_code: str
    officers: tuple[str, ...]
    case_id: str = ""
    version: int = 1

    async def run(self, today: date) -> AsyncIterator[date]:
        """Walk the complaint; between two yields the clock has been moved to the day yielded."""
        await self._act(self.bureau.clerk, "summary", summary=self.story.summary)
        team = self.bureau
        if self.story.body["addressee"] == "agency":
            today = _later(today, self.random.randint(1, 2))
            yield today
            given = await self._act(
                self.bureau.clerk, "routing", handler=self.agency_code, reason="属该机关处理。"
            )
            await self._send(self.bureau, given)
            team = self.agency
        # One in fifteen is examined only after the acceptance period: the lamps must show it.
        today = _later(
            today, self.random.randint(9, 12) if self.random.random() < 1 / 15 else self.random.randint(1, 5)
        )
        yield today
        if self.random.random() < 0.14:
            async for day in self._decline(team, today):
                yield day
            return
        await self._send(team, await self._act(team.clerk, "acceptance"))
        async for day in self._handle(team, today):
            yield day

    async def _decline(self, team: Team, today: date) -> AsyncIterator[date]:
        ground = self.random.choice(["reconsideration_open", "litigation_open", "with_other_body", "other"])
        given = await self._act(
            team.clerk, "decline", ground=ground, reasons="依照规定不属于受理范围，可循其他途径解决。"
        )
        today = _later(today, self.random.randint(1, 3))
        yield today
        await self._send(team, given)
        await self._act(team.clerk, "archive")

    async def _handle(self, team: Team, today: date) -> AsyncIterator[date]:
        today = _later(today, self.random.randint(1, 3))
        yield today
        people = [str(one.person) for one in team.investigators]
        await self._act(team.clerk, "investigators", persons=people)
        if team.body != "bureau":
            today = _later(today, self.random.randint(2, 5))
            yield today
            given = await self._act(team.clerk, "reply", reply="已受理，正在调查，将依法答复。")
            await self._send(team, given)
        for _ in range(self.random.randint(1, 3)):
            today = _later(today, self.random.randint(1, 4))
            yield today
            await self._measure(team, people)
        if self.random.random() < 0.18:
            await self._extend(team)
            today = _later(today, self.random.randint(12, 18))
            yield today
        if self.random.random() < 0.04:
            return  # left lying: the suite escalates by itself
        async for day in self._decide(team, _later(today, self.random.randint(1, 3))):
            yield day

    async def _measure(self, team: Team, people: list[str]) -> None:
        """Take one of the measures that the law of the case's opening knows."""
        page = await self._page(team.investigators[0])
        act = next(one for one in page["allowed_actions"] if one["action"] == "measure")
        known = next(field["options"] for field in act["fields"] if field["name"] == "measure")
        kind = self.random.choice(known)["value"]
        note = "现场核实并制作笔录。"
        await self._act(team.investigators[0], "measures", measure=kind, persons=people, note=note)

    async def _extend(self, team: Team) -> None:
        await self._act(
            team.clerk, "extension", days=self.random.choice([15, 20, 30]), reason="涉及多家单位，情况复杂。"
        )
        await self._send(team, await self._act(team.head, "extension-decision", approved=True))

    async def _decide(self, team: Team, today: date) -> AsyncIterator[date]:
        yield today
        finding = self.random.choices(["founded", "partly_founded", "unfounded"], [4, 3, 3])[0]
        persons = finding == "founded" and self.random.random() < 0.5
        await self._act(
            team.investigators[0],
            "preliminary-opinion",
            finding=finding,
            opinion="经调查核实，提出如下意见。",
            accountability_proposed=persons,
        )
        if finding != "unfounded":
            today = _later(today, self.random.randint(1, 2))
            yield today
            await self._discuss(team, finding, persons=persons)
        explanation = "经查，所反映的情况不属实，已逐项说明。" if finding == "unfounded" else "处理情况说明。"
        given = await self._act(
            team.head, "conclusion", finding=finding, facts_found="查明的事实。", explanation=explanation
        )
        today = _later(today, self.random.choice([1, 1, 2, 3, 8]))
        yield today
        await self._send(team, given)
        if finding != "unfounded":
            async for day in self._correct(team, today, persons=persons):
                today = day
                yield day
        async for day in self._close(team, today):
            yield day

    async def _discuss(self, team: Team, finding: str, *, persons: bool) -> None:
        views = [{"person": one, "view": "同意。", "dissents": False} for one in team.members]
        views[-1]["dissents"] = self.random.random() < 0.1
        await self._act(
            team.clerk,
            "discussion",
            chair=team.members[0],
            views=views,
            conclusion="按调查意见处理。",
            finding=finding,
            responsible=[await self._responsible(team)] if persons else [],
        )
        await self._act(team.head, "discussion-confirmation")

    async def _responsible(self, team: Team) -> dict[str, str]:
        """An officer of the agency, and one of the forms that the law of the case's opening names."""
        page = await self._page(team.clerk)
        act = next(one for one in page["allowed_actions"] if one["action"] == "discussion")
        forms = next(field["forms"] for field in act["fields"] if field["name"] == "responsible")
        return {"person": self.random.choice(self.officers), "form": self.random.choice(forms)["value"]}

    async def _correct(self, team: Team, today: date, *, persons: bool) -> AsyncIterator[date]:
        given = await self._act(
            team.clerk, "orders", agency=self.agency_code, content="限期改正。", length=10, unit="working_day"
        )
        order = f"orders/{given['order_id']}"
        today = _later(today, 1)
        yield today
        await self._send(team, given)
        today = _later(today, self.random.choice([4, 6, 8, 9, 13]))
        yield today
        await self._act(self.agency.clerk, f"{order}/correction-report", report="已改正。")
        await self._act(team.clerk, f"{order}/verification", satisfied=True, note="已核查。")
        if persons:
            await self._recommend(team)

    async def _recommend(self, team: Team) -> None:
        page = await self._page(team.clerk)
        decided = next(line for line in page["timeline"] if line["type"] == "discussion_recorded")
        person = decided["facts"]["responsible"][0]["person"]
        given = await self._act(
            team.clerk,
            "recommendations",
            person=person,
            mode="recommendation",
            organ="competent_organ",
            conduct="对应当查处的行为未予查处。",
            factors="事后已经改正，未造成严重后果。",
        )
        await self._send(team, given)

    async def _close(self, team: Team, today: date) -> AsyncIterator[date]:
        if self.random.random() < 0.6:
            today = _later(today, self.random.randint(1, 3))
            yield today
            grade = self.random.choices(
                ["very_satisfied", "satisfied", "neutral", "dissatisfied"], [3, 5, 2, 1]
            )[0]
            await self._act(self.bureau.clerk, "call-back", grade=grade)
        if self.random.random() < 0.9:
            yield _later(today, self.random.randint(1, 3))
            await self._act(team.clerk, "archive")

    async def _send(self, team: Team, given: dict[str, Any]) -> None:
        """Sign, number and serve the letter of an act: by the suite, or in person where it must be paper."""
        path = f"letters/{given['letter_ids'][0]}"
        await self._act(team.head, f"{path}/approval")
        await self._act(team.clerk, f"{path}/issue")
        where = f"/api/v1/complaints/{self.case_id}/{path}"
        letter = await self.desk.get(team.clerk, COMPLAINTS, where)
        today = date.fromisoformat(letter["issued_on"])
        for addressee in letter["addressees"]:
            if addressee["served_on"] is None:
                await self._act(team.clerk, f"{path}/deliveries", **self._in_person(team, addressee, today))

    def _in_person(self, team: Team, addressee: dict[str, Any], today: date) -> dict[str, Any]:
        citizen = addressee["code"] == "complainant"
        of_organisation = self.story.body["complainant"]["kind"] == "organisation"
        return {
            "addressee": addressee["code"],
            "method": "direct",
            "on": today.isoformat(),
            "capacity": "self" if citizen and not of_organisation else "mail_room",
            "servers": [str(one.person) for one in team.investigators],
            "evidence": {"signed_receipt": "送达回证已签收。"},
            "receipt": {"place": "受送达人处", "signed_by": "受送达人"},
        }

    async def _act(self, actor: Actor, path: str, **body: Any) -> dict[str, Any]:
        """Act on the version last seen; if a lamp changed in between, look again."""
        where = f"/api/v1/complaints/{self.case_id}/{path}"
        try:
            given = await self.desk.post(actor, COMPLAINTS, where, body, self.version)
        except StalePageError:
            seen = (await self._page(actor))["version"]
            given = await self.desk.post(actor, COMPLAINTS, where, body, seen)
        self.version = given["version"]
        return given

    async def _page(self, actor: Actor) -> dict[str, Any]:
        return await self.desk.get(actor, COMPLAINTS, f"/api/v1/complaints/{self.case_id}")


def _later(day: date, days: int) -> date:
    """So many days later, off Saturdays and Sundays: people work when offices are open."""
    day += timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.isoweekday())) if day.isoweekday() > 5 else day
