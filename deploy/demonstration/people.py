"""Invented complainants and their stories; every name says that it is a demonstration (演示人物)."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from shared.privacy.identifiers import credit_code_check, resident_id_check

DISTRICT = "500232"
STORIES: tuple[tuple[str, str, str, str], ...] = (
    (
        "failure_to_investigate",
        "请依法查处并书面答复。",
        "多次举报无照经营，一直没有人到现场查看。",
        "反映对无照经营应查不查",
    ),
    (
        "failure_to_process",
        "请尽快办理许可。",
        "材料交齐已两个月，窗口说还在走流程。",
        "反映许可申请逾期不办",
    ),
    ("clearly_improper", "请撤销处罚。", "标牌差几厘米就罚款，邻店同样情形没有处理。", "反映处罚明显不当"),
    (
        "discretion_standard_breach",
        "请重新裁量。",
        "首次轻微违法，罚款却按最高一档。",
        "反映处罚背离裁量基准",
    ),
    ("rough_enforcement", "请调查并道歉。", "检查时掀翻货架，不出示证件。", "反映检查方式粗暴"),
    ("unqualified_body_or_officer", "请核实身份。", "两名没有执法证的人员单独收缴物品。", "反映无证人员执法"),
    (
        "duty_not_performed",
        "请履行监管职责。",
        "夜间排放异味，电话打了十几次没有人来。",
        "反映不履行监管职责",
    ),
    ("taking_gifts", "请严肃查处。", "办事人员暗示请吃饭才能验收。", "反映吃拿卡要"),
    ("other", "请查清事实。", "文书送达日期被倒填。", "反映执法文书不规范"),
)
"""Ground, request, facts, and the clerk's neutral summary."""


@dataclass(frozen=True, slots=True)
class Story:
    """One invented complaint: what the public form sends, and the summary a clerk will write."""

    body: dict[str, Any]
    summary: str


def story(random: Random, number: int, agency: str, agency_name: str) -> Story:
    """Invent a complaint against an agency."""
    ground, request, facts, gist = random.choice(STORIES)
    body = {
        "kind": random.choice(["complaint", "complaint", "report"]),
        "complainant": _organisation(random, number) if number % 9 == 0 else _person(random, number),
        "addressee": random.choice(["district_government", "district_government", "agency"]),
        "agency": agency,
        "ground": ground,
        "request": request,
        "facts": f"{facts}（演示案情第{number}号）",
    }
    return Story(body, f"{gist}，被反映机关：{agency_name}。")


def _person(random: Random, number: int) -> dict[str, str]:
    born = date(1960, 1, 1) + timedelta(days=random.randrange(15_000))
    digits = f"{DISTRICT}{born:%Y%m%d}{number % 1000:03}"
    return {
        "kind": "person",
        "name": f"演示人{number}号",
        "id_number": digits + resident_id_check(digits),
        "address": f"演示镇虚构路{number}号",
        "contact": f"139{10_000_000 + number:08}",
    }


def _organisation(random: Random, number: int) -> dict[str, str]:
    digits = f"91{DISTRICT}MA{number:07}"
    return {
        "kind": "organisation",
        "name": f"虚构商行{number}号（演示）",
        "credit_code": digits + credit_code_check(digits),
        "address": f"演示镇虚构路{number}号",
        "contact_name": f"演示联系人{number}号",
        "contact": f"138{random.randrange(10_000_000, 99_999_999)}",
    }
