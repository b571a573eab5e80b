"""Invented disputes between agencies, in every stage and with every lamp (演示争议)."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deploy.demonstration.client import Desk, StalePageError
from deploy.demonstration.courses import Team
from deploy.demonstration.registering import District
from services.identity.application.first_accounts import demo_person
from shared.identity.actor import Actor, Role

SERVICE = "dispute_coordination"
DISPUTES = "/api/v1/disputes"
GOVERNMENT = Actor("demo-government", Role.GOVERNMENT, None, demo_person("government"))
MATERIALS = ("written_request", "legal_basis", "staffing_and_duty_documents", "other")
CONTENTS = {
    "agencies_information": "争议各方名称、地址和主要负责人（演示）。",
    "matter": "由哪一家负责查处（演示）。",
    "negotiation_and_differences": "已协商，双方都认为属对方职责（演示）。",
    "proposal_and_reasons": "建议由被申请方查处，理由见附件（演示）。",
}
OPINION = {
    "matter": "有关执法事项由谁负责（演示）。",
    "basis": "双方权责清单与编制文件（演示）。",
    "result": "双方达成一致（演示）。",
    "opinion": "按职责分工各自查处，线索互相移送（演示）。",
}

Steps = Sequence[tuple[int, str]]
"""Working days since the step before, and the step."""

ACCEPTED: Steps = ((0, "request"), (2, "accept"))
HEARD: Steps = (*ACCEPTED, (2, "answer"), (1, "hear"))
ISSUED: Steps = (*HEARD, (1, "agree"), (1, "consent"))


@dataclass(frozen=True, slots=True)
class Plot:
    """One invented dispute: who, about what, how many working days ago it began, and how far it went."""

    title: str
    ground: str
    applicant: str
    respondents: tuple[str, ...]
    begins: int
    steps: Steps


PLOTS = (
    Plot(
        "夜间占道烧烤执法职责争议",
        "enforcement_duties",
        "market",
        ("urban_management",),
        1,
        ((0, "request"),),
    ),
    Plot(
        "共享单车停放执法职责争议",
        "enforcement_duties",
        "transport",
        ("urban_management",),
        5,
        ((0, "request"),),
    ),
    Plot(
        "餐厨油烟执法依据争议", "basis_or_procedure", "ecology", ("urban_management",), 9, ((0, "request"),)
    ),
    Plot(
        *("河道采砂案件移送争议", "case_transfer", "natural_resources", ("agriculture",), 7),
        ((0, "request_incomplete"), (2, "ask_for_papers")),
    ),
    Plot(
        *("街道摊区联合执法争议", "joint_enforcement", "riverside", ("market",), 25),
        ((0, "request_incomplete"), (2, "ask_for_papers")),
    ),
    Plot("信访事项分工争议", "other", "housing", ("market",), 30, ((0, "request"), (3, "decline"))),
    Plot("装修垃圾执法职责争议", "enforcement_duties", "housing", ("urban_management",), 4, ACCEPTED),
    Plot("农药经营检查协助争议", "enforcement_assistance", "agriculture", ("market", "health"), 9, ACCEPTED),
    Plot(
        *("医疗废物转运执法争议", "enforcement_duties", "health", ("ecology", "transport"), 16),
        (*HEARD, (1, "suspend")),
    ),
    Plot(
        *("违法建设查处职责争议", "enforcement_duties", "natural_resources", ("urban_management",), 18),
        (*HEARD, (3, "extend")),
    ),
    Plot(
        *("渣土运输联合执法争议", "joint_enforcement", "urban_management", ("transport",), 7),
        (*HEARD, (1, "agree")),
    ),
    Plot(
        *("危险化学品仓储监管争议", "enforcement_duties", "emergency", ("ecology", "transport"), 22),
        (*HEARD, (3, "extend"), (8, "propose")),
    ),
    Plot(
        *("畜禽养殖污染执法争议", "enforcement_duties", "agriculture", ("ecology",), 20),
        (*ISSUED, (2, "follow_up")),
    ),
    Plot(
        "噪声扰民执法职责争议",
        "enforcement_duties",
        "ecology",
        ("urban_management",),
        40,
        (*ISSUED, (9, "close")),
    ),
    Plot(
        "户外广告执法职责争议",
        "enforcement_duties",
        "market",
        ("urban_management",),
        34,
        (*ISSUED, (12, "defy")),
    ),
    Plot(
        *("集贸市场消防检查争议", "joint_enforcement", "emergency", ("market", "urban_management"), 6),
        ((0, "open_own_motion"), (2, "act_alone")),
    ),
)


@dataclass
class DisputeCourse:
    """One dispute's way; ``run`` yields the next day on which something happens to it."""

    desk: Desk
    plot: Plot
    bureau: Team
    agencies: Mapping[str, Team]
    case_id: str = ""
    version: int = 1

    async def run(self, today: date) -> AsyncIterator[date]:
        """Walk the dispute; between two yields the clock has been moved to the day yielded."""
        for gap, step in self.plot.steps:
            if gap:
                today = working_days_from(today, gap)
                yield today
            await getattr(self, f"_{step}")(today)

    async def _request(self, today: date, **changes: Any) -> None:
        plot = self.plot
        held = {"held_on": str(working_days_from(today, -2)), "parties": [plot.applicant, *plot.respondents]}
        body = {
            "title": f"{plot.title}（演示）",
            "ground": plot.ground,
            "respondents": plot.respondents,
            "materials": MATERIALS,
            "negotiations": [held],
            **CONTENTS,
        }
        await self._open(self.agencies[plot.applicant].clerk, "", {**body, **changes})

    async def _request_incomplete(self, today: date) -> None:
        await self._request(today, materials=MATERIALS[:2])

    async def _open_own_motion(self, _: date) -> None:
        body = {
            "title": f"{self.plot.title}（演示）",
            "trigger": "government_instruction",
            "instruction": "虚构府办〔演示〕7号",
            "source": "区政府办公室交办（演示）。",
            "ground": self.plot.ground,
            "agencies": self._parties,
        }
        await self._open(self.bureau.clerk, "/own-motion", body)
        await self._issue("coordination_notice")

    async def _open(self, actor: Actor, path: str, body: Mapping[str, Any]) -> None:
        given = await self.desk.post(actor, SERVICE, f"{DISPUTES}{path}", body)
        self.case_id, self.version = given["id"], given["version"]

    async def _ask_for_papers(self, today: date) -> None:
        await self._act(self.bureau.clerk, "supplement-notice", materials=MATERIALS[2:])
        await self._issue("supplement_notice")
        for letter in await self._letters("supplement_notice"):
            if letter["addressees"][0]["served_on"] is None:
                await self._hand_over(letter, today)

    async def _hand_over(self, letter: Mapping[str, Any], today: date) -> None:
        """On paper, to the mail room: this agency did not agree to electronic service."""
        await self._act(
            self.bureau.clerk,
            f"letters/{letter['id']}/deliveries",
            addressee=letter["addressees"][0]["code"],
            method="direct",
            on=today.isoformat(),
            servers=[str(self.bureau.clerk.person)],
            capacity="mail_room",
            evidence={"signed_receipt": "送达回证附卷（演示）。"},
            receipt={"signed_by": "收发室（演示）", "place": "虚构路1号（演示）"},
        )

    async def _accept(self, _: date) -> None:
        await self._act(self.bureau.clerk, "acceptance")
        await self._issue("acceptance_notice")

    async def _decline(self, _: date) -> None:
        await self._act(
            self.bureau.clerk, "decline", exclusion="not_enforcement", reasons="不涉及行政执法事项（演示）。"
        )
        await self._issue("decline_decision")

    async def _answer(self, _: date) -> None:
        for agency in self.plot.respondents:
            clerk = self.agencies[agency].clerk
            await self._act(clerk, "answers", answer="答复意见（演示）。", materials=MATERIALS[1:3])

    async def _hear(self, _: date) -> None:
        handler = self.bureau.investigators[0]
        persons = [str(handler.person)]
        await self._act(self.bureau.clerk, "handlers", persons=persons)
        await self._act(handler, "investigation", persons=persons, note="查阅权责清单（演示）。")
        for body in (*self._parties, "staffing_office"):
            await self._act(handler, "views", body=body, way="in_writing", view="书面意见（演示）。")

    async def _suspend(self, _: date) -> None:
        await self._act(
            self.bureau.clerk,
            "suspensions",
            ground="interpretation_requested",
            letter="虚构司请〔演示〕3号",
            organ="虚构市司法局",
        )
        await self._issue("suspension_notice")

    async def _extend(self, _: date) -> None:
        await self._act(self.bureau.clerk, "extension", days=15, reason="涉及多个领域（演示）。")
        await self._act(self.bureau.head, "extension-decision", approved=True)
        await self._issue("extension_notice")

    async def _propose(self, _: date) -> None:
        await self._act(self.bureau.clerk, "proposal", proposal="建议按行业主管确定（演示）。")

    async def _agree(self, _: date) -> None:
        await self._act(self.bureau.clerk, "agreement", **OPINION)

    async def _consent(self, _: date) -> None:
        await self._act(GOVERNMENT, "consent", granted=True, document="虚构府函〔演示〕12号")
        await self._issue("coordination_opinion")

    async def _follow_up(self, today: date) -> None:
        planned = working_days_from(today, 20).isoformat()
        await self._act(self.bureau.clerk, "follow-ups", planned_on=planned)

    async def _close(self, _: date) -> None:
        for agency in self._parties:
            await self._act(self.agencies[agency].clerk, "execution-reports", report="已执行（演示）。")
            await self._act(
                self.bureau.clerk, "execution-checks", agency=agency, result="executed", note="属实（演示）。"
            )
        await self._act(self.bureau.clerk, "closure")

    async def _defy(self, _: date) -> None:
        defied = {"agency": self.plot.respondents[0], "against": "opinion", "manner": "inaction"}
        await self._act(self.bureau.clerk, "defiance", note="逾期未移交线索（演示）。", **defied)

    async def _act_alone(self, today: date) -> None:
        acted = {"agency": self.plot.respondents[0], "act": "单方查封（演示）。"}
        await self._act(self.bureau.clerk, "unilateral-acts", acted_on=today.isoformat(), **acted)

    @property
    def _parties(self) -> tuple[str, ...]:
        return (self.plot.applicant, *self.plot.respondents)

    async def _issue(self, kind: str) -> None:
        """Signed by the principal, numbered and served on who agreed to electronic service."""
        for letter in await self._letters(kind):
            path = f"letters/{letter['id']}"
            await self._act(self.bureau.head, f"{path}/approval")
            await self._act(self.bureau.clerk, f"{path}/issue")

    async def _letters(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in (await self._page())["letters"] if each["kind"] == kind]

    async def _act(self, actor: Actor, path: str, **body: Any) -> None:
        """Act on the version last seen; if a lamp changed in between, look again."""
        where = f"{DISPUTES}/{self.case_id}/{path}"
        try:
            given = await self.desk.post(actor, SERVICE, where, body, self.version)
        except StalePageError:
            given = await self.desk.post(actor, SERVICE, where, body, (await self._page())["version"])
        self.version = given["version"]

    async def _page(self) -> dict[str, Any]:
        return await self.desk.get(self.bureau.clerk, SERVICE, f"{DISPUTES}/{self.case_id}")


def courses(desk: Desk, district: District, last: date) -> Iterator[tuple[date, AsyncIterator[date]]]:
    """Every dispute with the day on which it begins, so that on the last day all stages can be seen."""
    agencies = {agency.code: agency.team for agency in district.agencies}
    for plot in PLOTS:
        begins = working_days_from(last, -plot.begins)
        yield begins, DisputeCourse(desk, plot, district.bureau, agencies).run(begins)


async def stages(desk: Desk, clerk: Actor) -> dict[str, int]:
    """How many disputes stand in which stage."""
    found = await desk.get(clerk, SERVICE, DISPUTES, limit=200)
    return dict(Counter(each["stage"] for each in found["items"]))


def working_days_from(day: date, count: int) -> date:
    """So many days later or earlier, Saturdays and Sundays left out."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.isoweekday() > 5:
            day += step
    return day
