"""What a line of the course decided, in words: limits, findings, methods (办理经过的要点)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.complaints.domain import vocabulary as words
from services.complaints.rules.applicable import ApplicableLaw
from shared.casework.forms import APPROVED

Detail = dict[str, str]
"""``label_zh``, ``label_en``, then ``zh`` and ``en``, or the code of an ``agency`` or id of a ``person``."""

UNITS = {
    "working_day": ("个工作日", "working days"),
    "calendar_day": ("日", "days"),
    "month": ("个月", "months"),
}
YES_NO: Mapping[bool, tuple[str, str]] = {True: ("是", "Yes"), False: ("否", "No")}

NAMED: Mapping[str, tuple[str, str, Mapping[Any, tuple[str, str]]]] = {
    "finding": ("结论", "Finding", {one.value: label for one, label in words.FINDING_LABELS.items()}),
    "method": ("方式", "Method", words.METHOD_LABELS),
    "mode": ("方式", "Mode", words.MODE_LABELS),
    "kind": ("种类", "Kind", words.TRANSFER_LABELS),
    "grade": ("满意度", "Satisfaction", words.SATISFACTION_LABELS),
    "misconduct": ("情形", "Conduct", words.MISCONDUCT_LABELS),
    "retention": ("保管期限", "Retention", words.RETENTION_LABELS),
    "outcome": ("结果", "Outcome", {**words.APPEAL_LABELS, **words.TRIAGE_LABELS}),
    "approved": ("审批", "Decision", APPROVED),
    "recused": ("决定回避", "Recused", YES_NO),
    "satisfied": ("改正到位", "Corrected", YES_NO),
    "corrected_on_the_spot": ("已当场纠正", "Corrected on the spot", YES_NO),
    "accountability_proposed": ("建议追究责任", "Persons should answer", YES_NO),
}
"""Facts whose values have names."""

CATALOGUES = {
    "ground": ("情形", "Ground", ("complaint_grounds", "decline_grounds")),
    "measure": ("措施", "Measure", ("supervision_measures",)),
    "form": ("追究形式", "Form", ("accountability_forms", "recommendation_kinds")),
}
"""Facts that are codes of the law's catalogues."""


def details_of(facts: Mapping[str, Any], law: ApplicableLaw) -> list[Detail]:
    """The points of a line that a reader wants to see at a glance."""
    found = [_named(*NAMED[name], facts[name]) for name in NAMED if facts.get(name) in NAMED[name][2]]
    found += [_item(law, name, str(facts[name])) for name in CATALOGUES if facts.get(name)]
    for name, write in _WRITTEN.items():
        if name in facts:
            found += write(facts)
    return found


def _named(zh: str, en: str, names: Mapping[Any, tuple[str, str]], value: Any) -> Detail:
    return _detail(zh, en, *names[value])


def _item(law: ApplicableLaw, name: str, code: str) -> Detail:
    zh, en, catalogues = CATALOGUES[name]
    regulations = [law.complaints, *law.above, *([law.accountability] if law.accountability else [])]
    for regulation in regulations:
        for catalogue in regulation.catalogues:
            if catalogue.name in catalogues and code in catalogue.codes:
                item = catalogue.item(code)
                return _detail(zh, en, item.name_zh, item.name_en)
    return _detail(zh, en, code, code)


def _limit(facts: Mapping[str, Any]) -> list[Detail]:
    zh, en = UNITS.get(facts.get("unit", ""), ("", ""))
    return [_detail("期限", "Limit", f"{facts['length']} {zh}", f"{facts['length']} {en}")]


def _days(facts: Mapping[str, Any]) -> list[Detail]:
    return [_detail("延长", "Extension", f"{facts['days']} 日", f"{facts['days']} days")]


def _body(name: str, zh: str, en: str) -> Callable[[Mapping[str, Any]], list[Detail]]:
    def write(facts: Mapping[str, Any]) -> list[Detail]:
        return [{"label_zh": zh, "label_en": en, "agency": facts[name]}] if facts[name] else []

    return write


def _people(facts: Mapping[str, Any]) -> list[Detail]:
    return [{"label_zh": "人员", "label_en": "Person", "person": one} for one in facts["persons"]]


def _person(name: str, zh: str, en: str) -> Callable[[Mapping[str, Any]], list[Detail]]:
    def write(facts: Mapping[str, Any]) -> list[Detail]:
        return [{"label_zh": zh, "label_en": en, "person": facts[name]}] if facts[name] else []

    return write


def _responsible(facts: Mapping[str, Any]) -> list[Detail]:
    return [
        {"label_zh": "责任人", "label_en": "Answers", "person": one["person"]} for one in facts["responsible"]
    ]


_WRITTEN: Mapping[str, Callable[[Mapping[str, Any]], list[Detail]]] = {
    "length": _limit,
    "days": _days,
    "agency": _body("agency", "机关", "Agency"),
    "handler": _body("handler", "承办机关", "Handling body"),
    "organ": _body("organ", "接收机关", "Receiving organ"),
    "forwarded_to": _body("forwarded_to", "转送机关", "Forwarded to"),
    "persons": _people,
    "officer": _person("officer", "被投诉举报人员", "Officer complained of"),
    "person": _person("person", "人员", "Person"),
    "chair": _person("chair", "主持人", "Chair"),
    "responsible": _responsible,
}


def _detail(label_zh: str, label_en: str, zh: str, en: str) -> Detail:
    return {"label_zh": label_zh, "label_en": label_en, "zh": zh, "en": en}
