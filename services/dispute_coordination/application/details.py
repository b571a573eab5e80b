"""What a line of the course decided, in words: limits, findings, sides (办理经过的要点)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.dispute_coordination.domain import vocabulary as words
from services.dispute_coordination.rules.handling import STAFFING_OFFICE
from services.dispute_coordination.rules.intake import OUTSIDE_GROUNDS
from shared.casework.forms import APPROVED
from shared.delivery.methods import ways
from shared.law.applicable import ApplicableLaw

Detail = dict[str, str]
"""``label_zh``, ``label_en``, then ``zh`` and ``en``, or the code of an ``agency`` or id of a ``person``."""

UNITS = {
    "working_day": ("个工作日", "working days"),
    "calendar_day": ("日", "days"),
    "month": ("个月", "months"),
}
YES_NO: Mapping[bool, tuple[str, str]] = {True: ("是", "Yes"), False: ("否", "No")}

NAMED: Mapping[str, tuple[str, str, Mapping[Any, tuple[str, str]]]] = {
    "trigger": ("启动来源", "Opened", words.TRIGGER_LABELS),
    "side": ("地位", "Side", words.SIDE_LABELS),
    "way": ("方式", "Way", words.WAY_LABELS),
    "form": ("方式", "Form", words.CONSULTATION_LABELS),
    "finding": ("认定", "Finding", {one.value: label for one, label in words.FINDING_LABELS.items()}),
    "exception": ("例外", "Exception", words.EXCEPTION_LABELS),
    "result": ("执行情况", "Result", words.EXECUTION_LABELS),
    "manner": ("情形", "Manner", words.DEFIANCE_LABELS),
    "next_rung": ("可采取的下一步处理", "Next answer", words.RUNG_LABELS),
    "approved": ("审批", "Decision", APPROVED),
    "granted": ("批复", "Answer", APPROVED),
    "permitted": ("决定", "Decision", APPROVED),
    "agreed": ("达成一致", "Agreement", YES_NO),
    "given": ("发表意见", "View given", YES_NO),
    "partial": ("仅就主要问题一致", "Main points only", YES_NO),
    "in_time": ("期限内提交", "In time", YES_NO),
    "late": ("逾期", "Late", {True: YES_NO[True]}),
    "lead_offered": ("提示作为监督线索", "Offered as a lead", {True: YES_NO[True]}),
    "automatic": ("系统按期认定", "Found by the clock", {True: YES_NO[True]}),
}
"""Facts whose values have names."""

GROUNDS = {**words.REVERSAL_LABELS, **words.STOP_LABELS}
"""Grounds that are no item of a catalogue."""

CATALOGUES = {
    "ground": ("争议种类", "Kind", ("dispute_grounds",)),
    "exclusion": ("不予受理情形", "Why declined", ("exclusions",)),
}
"""Facts that are codes of the law's catalogues."""

WRITTEN = {
    "document": ("文号", "Document"),
    "opinion_number": ("意见书文号", "Opinion"),
    "letter": ("文号", "Letter"),
    "organ": ("机关", "Organ"),
    "norm": ("依据", "Norm"),
    "number": ("编号", "Number"),
    "instruction": ("指示", "Instruction"),
    "permit": ("准许文号", "Permit"),
    "received_on": ("收到日期", "Received on"),
    "posted_on": ("交邮日期", "Posted on"),
    "held_on": ("举行日期", "Held on"),
    "acted_on": ("行为日期", "Acted on"),
    "decided_on": ("决定日期", "Decided on"),
    "planned_on": ("跟踪日期", "Planned on"),
    "answered_on": ("收到答复日期", "Answered on"),
    "effective_on": ("送达日期", "Served on"),
}
"""Facts that are shown as they stand."""

RUNG_DAY = ("预警日期", "Day of the warning")
"""A reached rung has a planned day, too."""

BODIES = {"agency": ("机关", "Agency"), "body": ("意见来源", "Whose view"), "addressee": ("受送达人", "To")}


def details_of(facts: Mapping[str, Any], law: ApplicableLaw) -> list[Detail]:
    """The points of a line that a reader wants to see at a glance."""
    found = [_named(*NAMED[name], facts[name]) for name in NAMED if _known(facts, name)]
    found += [_item(law, name, str(facts[name])) for name in CATALOGUES if facts.get(name)]
    found += [_body(*BODIES[name], facts[name]) for name in BODIES if facts.get(name)]
    words = WRITTEN | ({"planned_on": RUNG_DAY} if "rung" in facts else {})
    found += [_detail(*words[name], str(facts[name]), str(facts[name])) for name in words if facts.get(name)]
    for name, write in _MADE.items():
        if facts.get(name):
            found += write(facts)
    return found


def _known(facts: Mapping[str, Any], name: str) -> bool:
    value = facts.get(name)
    return isinstance(value, str | bool) and value in NAMED[name][2]


def _named(zh: str, en: str, names: Mapping[Any, tuple[str, str]], value: Any) -> Detail:
    return _detail(zh, en, *names[value])


def _item(law: ApplicableLaw, name: str, code: str) -> Detail:
    zh, en, catalogues = CATALOGUES[name]
    if code in GROUNDS:
        return _detail("事由", "Ground", *GROUNDS[code])
    if code == OUTSIDE_GROUNDS:
        return _detail(zh, en, "不属于可申请协调的争议种类", "Under no kind of dispute")
    for regulation in (law.regulation, *law.above):
        for catalogue in regulation.catalogues:
            if catalogue.name in catalogues and code in catalogue.codes:
                item = catalogue.item(code)
                return _detail(zh, en, item.name_zh, item.name_en)
    return _detail(zh, en, code, code)


def _body(zh: str, en: str, code: str) -> Detail:
    if code == STAFFING_OFFICE:
        return _detail(zh, en, "编制部门", "Staffing office")
    return {"label_zh": zh, "label_en": en, "agency": code}


def _limit(facts: Mapping[str, Any]) -> list[Detail]:
    zh, en = UNITS.get(facts.get("unit", ""), ("", ""))
    return [_detail("期限", "Limit", f"{facts['length']} {zh}", f"{facts['length']} {en}")]


def _days(facts: Mapping[str, Any]) -> list[Detail]:
    return [_detail("延长", "Extension", f"{facts['days']} 个工作日", f"{facts['days']} working days")]


def _people(facts: Mapping[str, Any]) -> list[Detail]:
    return [{"label_zh": "人员", "label_en": "Person", "person": one} for one in facts["persons"]]


def _method(facts: Mapping[str, Any]) -> list[Detail]:
    way = ways().methods.get(facts["method"])
    return [_detail("送达方式", "Way of service", way.zh, way.en)] if way else []


def _several(name: str, zh: str, en: str) -> Callable[[Mapping[str, Any]], list[Detail]]:
    return lambda facts: [_body(zh, en, code) for code in facts[name]]


_MADE: Mapping[str, Callable[[Mapping[str, Any]], list[Detail]]] = {
    "length": _limit,
    "days": _days,
    "persons": _people,
    "method": _method,
    "applicants": _several("applicants", "申请机关", "Applicant"),
    "respondents": _several("respondents", "被申请机关", "Respondent"),
    "agencies": _several("agencies", "争议机关", "Agency in dispute"),
    "parties": _several("parties", "参加机关", "Who took part"),
    "addressees": _several("addressees", "告知对象", "To be told"),
}


def _detail(label_zh: str, label_en: str, zh: str, en: str) -> Detail:
    return {"label_zh": label_zh, "label_en": label_en, "zh": zh, "en": en}
