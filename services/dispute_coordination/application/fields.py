"""The fields of each act on a dispute, and what their choices are (表单字段)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from services.dispute_coordination.domain import vocabulary as words
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.rules.handling import STAFFING_OFFICE
from services.dispute_coordination.rules.intake import OUTSIDE_GROUNDS
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
from shared.law.applicable import NATIONAL_SUPERVISION, ApplicableLaw
from shared.law.catalogue import CatalogueItem


def _texts(*entries: tuple[str, str, str]) -> dict[str, Shape]:
    return {key: Shape(key.partition(":")[0], "textarea", zh, en) for key, zh, en in entries}


def _lines(*entries: tuple[str, str, str]) -> dict[str, Shape]:
    return {key: Shape(key.partition(":")[0], "text", zh, en) for key, zh, en in entries}


def _dates(*entries: tuple[str, str, str]) -> dict[str, Shape]:
    return {key: Shape(key, "date", zh, en) for key, zh, en in entries}


def _selects(*entries: tuple[str, str, str, str]) -> dict[str, Shape]:
    return {key: Shape(key.partition(":")[0], "select", zh, en, choices) for key, zh, en, choices in entries}


SHAPES: dict[str, Shape] = {
    **_texts(
        ("record", "会议纪要或者协商文件内容", "Minutes or other paper"),
        ("agencies_information", "争议各方基本情况", "Information on the agencies"),
        ("matter", "请求协调的事项", "Matter to be coordinated"),
        ("negotiation_and_differences", "协商经过与分歧", "Negotiation and differences"),
        ("proposal_and_reasons", "处理建议与理由", "Proposal with reasons"),
        ("note", "记录", "Note"),
        ("missing", "其他需补正的内容", "Anything else that is missing"),
        ("reasons", "理由", "Reasons"),
        ("reason", "理由", "Reason"),
        ("answer", "答复或者情况说明", "Answer or statement"),
        ("answer:organ", "答复内容", "The answer"),
        ("view", "意见内容（未发表意见的留空）", "View; empty where it kept silent"),
        ("need", "必要性", "Why it is needed"),
        ("result:consultation", "会议或者论证结果", "Result"),
        ("limits", "执法的范围和期限", "Scope and limit"),
        ("harm", "难以挽回的损失", "Harm that cannot be undone"),
        ("measure", "采取的措施", "Measure taken"),
        ("act", "单方执法行为", "What was done"),
        ("matter:opinion", "协调事项", "Matter"),
        ("basis:opinion", "协调依据", "Basis"),
        ("result:opinion", "协调结果", "Result"),
        ("opinion:opinion", "协调意见", "Opinion"),
        ("opinion:tentative", "倾向性意见", "Tentative opinion"),
        ("unresolved", "尚未一致的事项", "What remains open"),
        ("proposal", "协调建议", "Proposal"),
        ("decision", "决定内容", "What was decided"),
        ("report", "执行情况", "Report"),
    ),
    **_lines(
        ("letter", "请示或者提请解释的文号", "Letter that asked"),
        ("organ", "请示或者提请解释的机关", "Organ asked"),
        ("norm", "另行规定的名称和条款", "Norm and article"),
        ("document", "文书文号", "Number of the document"),
    ),
    **_dates(
        ("held_on", "举行日期", "Held on"),
        ("received_on", "收到日期", "Received on"),
        ("posted_on", "交邮日期", "Posted on"),
        ("verified_on", "核实日期", "Verified on"),
        ("heard_on", "听取日期", "Heard on"),
        ("from_on", "发出日期", "Sent on"),
        ("answered_on", "收到答复日期", "Answered on"),
        ("decided_on", "批复或者决定日期", "Decided on"),
        ("taken_on", "实施日期", "Taken on"),
        ("acted_on", "行为日期", "Acted on"),
        ("planned_on", "跟踪日期", "Planned on"),
    ),
    **_selects(
        ("ground", "争议种类", "Kind of dispute", "dispute_grounds"),
        ("national_kind", "条例规定的争议种类", "Kind under the national regulation", "national_kinds"),
        ("form", "协商文件", "Form of the paper", "minutes"),
        ("exclusion", "不予受理情形", "Why it is declined", "exclusions"),
        ("ground:reversal", "恢复审查事由", "Why it is taken up again", "reversals"),
        ("agency", "机关", "Agency", "parties"),
        ("agency:any", "机关", "Agency", "agencies"),
        ("agency:applicant", "申请机关", "Applicant", "applicants"),
        ("agency:defying", "不执行的机关", "Agency that does not follow", "defying"),
        ("side", "地位", "Side", "sides"),
        ("into", "并入的案件", "Case that goes on", "joinable"),
        ("body", "被听取意见者", "Whose view", "bodies"),
        ("way", "方式", "Way", "ways"),
        ("form:consultation", "方式", "Form", "consultations"),
        ("approved", "审批意见", "Decision", "approvals"),
        ("ground:stop", "停算事由", "Ground", "stops"),
        ("unit", "单位", "Unit", "units"),
        ("permitted", "决定", "Decision", "approvals"),
        ("exception", "安全例外", "Safety exception", "exceptions"),
        ("urgency_id", "区政府准许的紧急执法", "Permit of the government", "permits"),
        ("granted", "批复意见", "Answer", "approvals"),
        ("decided", "处理", "What became of it", "decisions"),
        ("result", "执行情况", "Result", "executions"),
        ("against", "不执行的文书", "What is not followed", "against"),
        ("manner", "情形", "Manner", "defiances"),
        ("rung", "处理措施", "Answer", "rungs"),
    ),
    "parties": Shape("parties", "agencies", "参加协商的机关", "Who was asked to it", "known_agencies"),
    "applicants": Shape("applicants", "agencies", "申请机关", "Applicants", "agencies"),
    "respondents": Shape("respondents", "agencies", "被申请机关", "Respondents", "agencies"),
    "persons": Shape("persons", "people", "人员", "Persons", "officers"),
    "participants": Shape("participants", "list", "参加人员", "Who took part"),
    "materials": Shape("materials", "select", "材料种类", "Groups of papers", "materials", multiple=True),
    "contents": Shape("contents", "select", "申请书缺少的内容", "Parts missing", "contents", multiple=True),
    "days": Shape("days", "number", "延长的工作日数", "Working days"),
    "length": Shape("length", "number", "时限", "Limit"),
    "agreed": Shape("agreed", "checkbox", "已达成一致", "Agreement reached"),
    "interim": Shape("interim", "checkbox", "属临时性处置措施", "An interim measure"),
    "partial": Shape("partial", "checkbox", "仅就主要问题达成一致", "On the main points only"),
}

LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "minutes": {"minutes": ("会议纪要", "Minutes"), "other_document": ("其他文件", "Other paper")},
    "reversals": words.REVERSAL_LABELS,
    "sides": words.SIDE_LABELS,
    "ways": words.WAY_LABELS,
    "consultations": words.CONSULTATION_LABELS,
    "stops": words.STOP_LABELS,
    "exceptions": words.EXCEPTION_LABELS,
    "executions": words.EXECUTION_LABELS,
    "against": words.AGAINST_LABELS,
    "defiances": words.DEFIANCE_LABELS,
    "rungs": words.RUNG_LABELS,
    "units": UNITS,
    "decisions": {"true": ("作出决定", "Decided"), "false": ("退回继续协调", "Sent back")},
}
CATALOGUES = {"dispute_grounds": "dispute_grounds", "materials": "request_materials"}
CATALOGUES |= {"contents": "request_contents"}


@dataclass(frozen=True, slots=True)
class Around:
    """What may be chosen besides what the case itself holds."""

    agencies: Sequence[Agency]
    people: Sequence[Person]
    joinable: Sequence[tuple[str, str]] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def form_of(case: Dispute, around: Around) -> Form:
    """What may be offered on one case: catalogues of its law, its agencies, the directory."""
    law, names = case.law, {one.agency: one.display_name for one in around.agencies}
    sources: dict[str, Source] = {name: partial(labelled, labels) for name, labels in LABELS.items()}
    sources |= {
        name: partial(_items, law.regulation.catalogue(catalogue).items)
        for name, catalogue in CATALOGUES.items()
    }
    sources |= {
        "approvals": approvals,
        "officers": partial(people_options, around.people),
        "agencies": partial(agency_options, around.agencies, without=words.BUREAU),
        "known_agencies": partial(_named, case.agencies, names),
        "parties": partial(_named, case.agencies, names),
        "applicants": partial(_named, case.applicants, names),
        "defying": partial(_named, tuple(case.ladders), names),
        "bodies": lambda: [*_named(case.agencies, names), STAFFING],
        "exclusions": partial(_exclusions, law),
        "national_kinds": partial(_national, law),
        "permits": partial(_permits, case, names),
        "joinable": lambda: [choice(case_id, number, number) for case_id, number in around.joinable],
    }
    return Form(SHAPES, sources)


STAFFING = choice(STAFFING_OFFICE, "编制部门", "Staffing office")


def _items(items: Iterable[CatalogueItem]) -> list[Choice]:
    return [choice(one.code, one.name_zh, one.name_en) for one in items]


def _named(codes: Iterable[str], names: Mapping[str, str]) -> list[Choice]:
    return [choice(code, names.get(code, code), names.get(code, code)) for code in codes]


def _exclusions(law: ApplicableLaw) -> list[Choice]:
    outside = choice(OUTSIDE_GROUNDS, "不属于可申请协调的争议种类", "Under no kind of dispute at all")
    return [*_items(law.regulation.catalogue("exclusions").items), outside]


def _national(law: ApplicableLaw) -> list[Choice]:
    for norm in law.above:
        if norm.name == NATIONAL_SUPERVISION:
            return _items(norm.catalogue("dispute_grounds").items)
    return []


def _permits(case: Dispute, names: Mapping[str, str]) -> list[Choice]:
    granted = {one: asked for one, asked in case.urgencies.items() if asked["state"] == "permitted"}
    found = {one: f"{names.get(asked['agency'], '')} {asked['document']}" for one, asked in granted.items()}
    return [choice(one, name, name) for one, name in found.items()]
