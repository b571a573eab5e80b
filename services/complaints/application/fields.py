"""The fields of each act on a complaint, and what their choices are (表单字段)."""

from collections.abc import Sequence
from functools import partial

from services.complaints.domain import vocabulary as words
from services.complaints.domain.complaint import Complaint
from services.complaints.rules.outcome import accountability_forms
from shared.casework.forms import (
    UNITS,
    Choice,
    Form,
    Shape,
    Source,
    agency_options,
    approvals,
    choice,
    labelled,
    people_options,
)
from shared.identity.directory import Agency, Person

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
    "notice_text": Shape("notice", "textarea", "请求赔偿的途径", "Way to claim"),
    "period": Shape("period", "text", "请求赔偿的期限", "Period for the claim"),
    "request": Shape("request", "textarea", "请求事项", "What is asked for"),
    "extension_reasons": Shape("reasons", "textarea", "延期理由（写入通知书）", "Reasons, for the notice"),
    "measures_taken": Shape("measures", "list", "处理情况", "Measures taken"),
    "legal_basis": Shape("legal_basis", "textarea", "认定依据", "Legal basis"),
    "report_way": Shape("report_way", "text", "报告方式", "How to report"),
    "conduct": Shape("conduct", "textarea", "行为事实", "Conduct"),
    "factors": Shape("factors", "textarea", "考虑的情节", "Factors weighed"),
    "materials": Shape("materials", "list", "材料清单", "Material"),
    "appeal_reasons": Shape("appeal_reasons", "textarea", "申诉理由概要", "Reasons of the appeal"),
    "agency": Shape("agency", "select", "机关", "Agency", "agencies"),
    "content": Shape("content", "textarea", "改正要求（每行一项）", "What to correct, one a line"),
    "length": Shape("length", "number", "期限", "Limit"),
    "unit": Shape("unit", "select", "单位", "Unit", "units"),
    "evidence": Shape("evidence", "textarea", "凭证", "Evidence"),
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

LABELS = {
    "findings": {one.value: label for one, label in words.FINDING_LABELS.items()},
    "modes": words.MODE_LABELS,
    "transfer_kinds": words.TRANSFER_LABELS,
    "appeal_outcomes": words.APPEAL_LABELS,
    "grades": words.SATISFACTION_LABELS,
    "misconducts": words.MISCONDUCT_LABELS,
    "retentions": words.RETENTION_LABELS,
    "units": UNITS,
}
CATALOGUES = ("decline_grounds", "supervision_measures")


def form_of(case: Complaint, agencies: Sequence[Agency], people: Sequence[Person]) -> Form:
    """What may be offered on one case: catalogues of its law, bodies and people of the directory."""
    bodies = partial(agency_options, agencies, without=words.BUREAU)
    bureau = choice(words.BUREAU, "区司法局", "Judicial bureau")
    sources: dict[str, Source] = {name: partial(labelled, labels) for name, labels in LABELS.items()}
    sources |= {name: partial(_catalogue, case, name) for name in CATALOGUES}
    sources |= {
        "approvals": approvals,
        "officers": partial(people_options, people),
        "agencies": bodies,
        "handlers": lambda: [bureau, *bodies()],
        "forms": partial(_forms, case),
    }
    return Form(SHAPES, sources)


def _forms(case: Complaint) -> list[Choice]:
    return [choice(one.code, one.name_zh, one.name_en) for one in accountability_forms(case.law).values()]


def _catalogue(case: Complaint, name: str) -> list[Choice]:
    law = case.law
    for regulation in (law.complaints, *law.above):
        for catalogue in regulation.catalogues:
            if catalogue.name == name:
                return [choice(item.code, item.name_zh, item.name_en) for item in catalogue.items]
    return []
