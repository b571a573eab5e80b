"""The fields of each act as a form: kind, names, choices (表单字段)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.complaints.application.details import APPROVED
from services.complaints.domain import vocabulary as words
from services.complaints.domain.complaint import Complaint
from services.complaints.rules.outcome import accountability_forms
from shared.identity.directory import Agency, Person

Choice = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One field: its name in the body, its kind of control, its two labels, where its choices come from."""

    name: str
    type: str
    label_zh: str
    label_en: str
    choices: str = ""


SHAPES: dict[str, Shape] = {
    "summary": Shape(
        "summary", "textarea", "转办摘要（不得出现投诉人信息）", "Summary (must not name the complainant)"
    ),
    "handler": Shape("handler", "select", "承办机关", "Handling body", "handlers"),
    "reason": Shape("reason", "textarea", "理由", "Reason"),
    "override_reason": Shape(
        "override_reason", "textarea", "正在复议、诉讼仍受理的理由", "Why accept what is pending elsewhere"
    ),
    "ground:decline_grounds": Shape(
        "ground", "select", "不予受理情形", "Ground for declining", "decline_grounds"
    ),
    "reasons": Shape("reasons", "textarea", "理由", "Reasons"),
    "persons": Shape("persons", "people", "人员", "Persons", "officers"),
    "person": Shape("person", "select", "人员", "Person", "officers"),
    "officer": Shape("officer", "select", "被投诉举报人员", "Officer complained of", "officers"),
    "recused": Shape("recused", "checkbox", "决定回避", "Recused"),
    "measure": Shape("measure", "select", "措施", "Measure", "supervision_measures"),
    "note": Shape("note", "textarea", "记录", "Note"),
    "taken_on": Shape("taken_on", "date", "实施日期", "Taken on"),
    "finding": Shape("finding", "select", "结论", "Finding", "findings"),
    "opinion": Shape("opinion", "textarea", "初步处理意见", "Preliminary opinion"),
    "accountability_proposed": Shape(
        "accountability_proposed", "checkbox", "建议追究责任", "Persons should answer"
    ),
    "held_on": Shape("held_on", "date", "讨论日期", "Held on"),
    "chair": Shape("chair", "select", "主持人", "Chair", "officers"),
    "views": Shape("views", "views", "各人意见", "Views", "officers"),
    "conclusion": Shape("conclusion", "textarea", "讨论结论", "Conclusion"),
    "responsible": Shape(
        "responsible", "responsible", "责任人及追究形式", "Who answers, and how", "officers"
    ),
    "days": Shape("days", "number", "延长天数", "Days"),
    "approved": Shape("approved", "select", "审批意见", "Decision", "approvals"),
    "reply": Shape("reply", "textarea", "答复内容", "Reply"),
    "facts_found": Shape("facts_found", "textarea", "查明的事实", "Facts found"),
    "explanation": Shape("explanation", "textarea", "向投诉人的说明", "Explanation to the complainant"),
    "corrected_on_the_spot": Shape(
        "corrected_on_the_spot", "checkbox", "已当场纠正", "Corrected on the spot"
    ),
    "notice": Shape("notice", "select", "告知事项", "Notice", "notices"),
    "notice_text": Shape("notice", "textarea", "告知内容", "Notice"),
    "method": Shape("method", "select", "方式", "Method", "methods"),
    "text": Shape("text", "textarea", "内容", "Text"),
    "notified_on": Shape("notified_on", "date", "告知日期", "Told on"),
    "agency": Shape("agency", "select", "机关", "Agency", "agencies"),
    "content": Shape("content", "textarea", "责令内容", "What to correct"),
    "length": Shape("length", "number", "期限", "Limit"),
    "unit": Shape("unit", "select", "单位", "Unit", "units"),
    "evidence": Shape("evidence", "textarea", "凭证", "Evidence"),
    "delivered_on": Shape("delivered_on", "date", "送达日期", "Delivered on"),
    "report": Shape("report", "textarea", "改正情况", "Report"),
    "satisfied": Shape("satisfied", "checkbox", "已改正到位", "Corrected"),
    "mode": Shape("mode", "select", "方式", "Mode", "modes"),
    "organ": Shape("organ", "text", "机关代码", "Organ"),
    "transfer_kind": Shape("kind", "select", "移送种类", "Kind", "transfer_kinds"),
    "received_on": Shape("received_on", "date", "签收日期", "Received on"),
    "handled_on": Shape("handled_on", "date", "处理完毕日期", "Handled on"),
    "feedback": Shape("feedback", "textarea", "反馈内容", "Feedback"),
    "outcome": Shape("outcome", "select", "申诉处理结果", "Outcome", "appeal_outcomes"),
    "answer": Shape("answer", "textarea", "答复内容", "Answer"),
    "grade": Shape("grade", "select", "满意度", "Satisfaction", "grades"),
    "misconduct": Shape("misconduct", "select", "情形", "Conduct", "misconducts"),
    "retention": Shape("retention", "select", "保管期限", "Retention", "retentions"),
}

ENUM_CHOICES: Mapping[str, tuple[type[StrEnum], Mapping[str, tuple[str, str]]]] = {
    "findings": (words.Finding, {one.value: label for one, label in words.FINDING_LABELS.items()}),
    "notices": (words.NoticeKind, words.NOTICE_LABELS),
    "methods": (words.NoticeMethod, words.METHOD_LABELS),
    "modes": (words.AccountabilityMode, words.MODE_LABELS),
    "transfer_kinds": (words.TransferKind, words.TRANSFER_LABELS),
    "appeal_outcomes": (words.AppealOutcome, words.APPEAL_LABELS),
    "grades": (words.Satisfaction, words.SATISFACTION_LABELS),
    "misconducts": (words.Misconduct, words.MISCONDUCT_LABELS),
    "retentions": (words.Retention, words.RETENTION_LABELS),
}
UNITS = {"working_day": ("工作日", "Working days"), "calendar_day": ("日", "Days"), "month": ("月", "Months")}


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a form may offer on one case: catalogues of its law, bodies and people of the directory."""

    case: Complaint
    agencies: Sequence[Agency]
    people: Sequence[Person]

    def fields(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """The fields of an act; a name that ends in a question mark may stay empty."""
        return [self._field(name.removesuffix("?"), required=not name.endswith("?")) for name in names]

    def _field(self, key: str, *, required: bool) -> dict[str, Any]:
        shape = SHAPES[key]
        return {
            "name": shape.name,
            "type": shape.type,
            "label_zh": shape.label_zh,
            "label_en": shape.label_en,
            "required": required and shape.type != "checkbox",
            "options": self._options(shape.choices),
            "forms": self._forms() if shape.type == "responsible" else [],
        }

    def _forms(self) -> list[Choice]:
        forms = accountability_forms(self.case.law).values()
        return [choice(one.code, one.name_zh, one.name_en) for one in forms]

    def _options(self, source: str) -> list[Choice]:
        if source in ENUM_CHOICES:
            kinds, labels = ENUM_CHOICES[source]
            return [choice(one.value, *labels[one.value]) for one in kinds]
        if source == "approvals":
            return [choice(str(value).lower(), *label) for value, label in APPROVED.items()]
        if source == "units":
            return [choice(code, *label) for code, label in UNITS.items()]
        if source == "officers":
            return [choice(str(one.person), one.display_name, one.display_name) for one in self.people]
        if source in {"agencies", "handlers"}:
            bodies = [
                choice(one.agency, one.display_name, one.display_name)
                for one in self.agencies
                if one.agency != words.BUREAU
            ]
            return (
                [choice(words.BUREAU, "区司法局", "Judicial bureau"), *bodies]
                if source == "handlers"
                else bodies
            )
        return self._catalogue(source) if source else []

    def _catalogue(self, name: str) -> list[Choice]:
        law = self.case.law
        for regulation in (law.complaints, *law.above):
            for catalogue in regulation.catalogues:
                if catalogue.name == name:
                    return [choice(item.code, item.name_zh, item.name_en) for item in catalogue.items]
        return []


def choice(value: str, zh: str, en: str) -> Choice:
    """One option of a field: its value and its two names."""
    return {"value": value, "label_zh": zh, "label_en": en}
