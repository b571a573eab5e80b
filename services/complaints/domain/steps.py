"""The order of a complaint's steps: in which stage each may happen, and which rule says so (办理步骤).

One table answers both questions that a person asks: "may I do this now?" and "why not?".
"""

from typing import TYPE_CHECKING

from services.complaints.domain.vocabulary import BUREAU, Finding, Stage
from shared.casework.steps import Step, table_of

if TYPE_CHECKING:
    from services.complaints.domain.state import ComplaintState

OPEN = frozenset(
    {Stage.RECEIVED, Stage.ACCEPTED, Stage.INVESTIGATING, Stage.OPINION_DRAFTED, Stage.DISCUSSED}
)
HANDLING = OPEN - {Stage.RECEIVED}
DECIDED = frozenset({Stage.CONCLUDED, Stage.DECLINED})
EVER = frozenset(Stage)


def _two_investigators(case: "ComplaintState") -> str | None:
    if len(case.active_investigators) < case.investigators_needed:
        return "可以履职的调查人员不足两名|Fewer than two investigators may act"
    return None


def _no_open_conflict(case: "ComplaintState") -> str | None:
    return "有回避事项尚未决定|A recusal is still to be decided" if case.open_conflicts else None


def _investigated(case: "ComplaintState") -> str | None:
    return None if case.measures else "尚无调查措施记录|No measure of investigation is on record"


def _discussion_waits(case: "ComplaintState") -> str | None:
    return None if case.discussion else "尚无集体讨论记录|No discussion is on record"


def _discussed_where_needed(case: "ComplaintState") -> str | None:
    needed = case.accountability_proposed or case.proposed_finding != Finding.UNFOUNDED
    if needed and not case.discussion_confirmed:
        return "须先经领导集体讨论审定|The leadership must discuss the matter first"
    return None


def _extension_free(case: "ComplaintState") -> str | None:
    if case.extension_request:
        return "已有延期申请待审批|An extension already waits for approval"
    return None


def _extension_waits(case: "ComplaintState") -> str | None:
    return None if case.extension_request else "没有待审批的延期申请|No extension waits for approval"


def _reply_runs(case: "ComplaintState") -> str | None:
    if "reply" in case.clocks and case.replied_on is None:
        return None
    return "没有进行中的答复期限|No reply is due"


def _founded(case: "ComplaintState") -> str | None:
    if case.finding in {Finding.FOUNDED, Finding.PARTLY_FOUNDED}:
        return None
    return "未查证属实，不能责令改正|Nothing was found that could be corrected"


def _persons_decided(case: "ComplaintState") -> str | None:
    if case.discussion_confirmed and case.discussion and case.discussion["responsible"]:
        return None
    return "追究个人责任须先经集体讨论确定责任人|Persons answer only after the leadership decided on them"


def _result_told(case: "ComplaintState") -> str | None:
    told = case.notices & {"result", "decline"}
    return None if told else "尚未告知投诉举报人结果|The complainant has not been told the result"


def _nothing_pending(case: "ComplaintState") -> str | None:
    if any(order["state"] not in {"corrected", "superseded"} for order in case.orders.values()):
        return "有责令改正事项尚未核查完毕|An order to correct is still open"
    if any(transfer["state"] != "closed" for transfer in case.transfers.values()):
        return "有移送事项尚未反馈|A transferred matter has no feedback yet"
    if "open" in case.appeals.values():
        return "有申诉尚未答复|An appeal has no answer yet"
    founded = case.finding in {Finding.FOUNDED, Finding.PARTLY_FOUNDED}
    if founded and not case.orders and not case.corrected_on_the_spot:
        return "查证属实但未责令改正|A founded complaint has no order to correct"
    return None


def _not_called_back(case: "ComplaintState") -> str | None:
    return "已回访|The complainant was called back already" if case.called_back else None


def _agency_has_summary(case: "ComplaintState") -> str | None:
    if case.handler == BUREAU and not case.summary_text:
        return "分办前须先写转办摘要|A summary is needed before the agency can see anything"
    return None


STEPS = table_of(
    Step("summary", OPEN, "routing", "撰写转办摘要", "Write the summary"),
    Step("routing", frozenset({Stage.RECEIVED}), "routing", "分办", "Route", (_agency_has_summary,)),
    Step(
        "respondent",
        OPEN,
        "admissibility_conditions",
        "确定被投诉举报人员",
        "Name the officer complained of",
    ),
    Step("attachment", OPEN, "admissibility_conditions", "补充材料", "Add material"),
    Step("acceptance", frozenset({Stage.RECEIVED}), "acceptance", "决定受理", "Accept"),
    Step("decline", frozenset({Stage.RECEIVED}), "acceptance", "决定不予受理", "Decline"),
    Step(
        "investigators",
        frozenset({Stage.ACCEPTED, Stage.INVESTIGATING}),
        "investigators_minimum",
        "确定调查人员",
        "Name investigators",
    ),
    Step(
        "conflict",
        frozenset({Stage.INVESTIGATING, Stage.OPINION_DRAFTED}),
        "recusal",
        "申报或者申请回避",
        "Declare a conflict",
    ),
    Step(
        "recusal",
        frozenset({Stage.INVESTIGATING, Stage.OPINION_DRAFTED}),
        "recusal",
        "决定回避",
        "Decide on a recusal",
    ),
    Step(
        "measure",
        frozenset({Stage.INVESTIGATING}),
        "investigators_minimum",
        "记录调查措施",
        "Record a measure",
        (_two_investigators,),
    ),
    Step(
        "preliminary_opinion",
        frozenset({Stage.INVESTIGATING}),
        "preliminary_opinion",
        "提出初步处理意见",
        "Draft the preliminary opinion",
        (_two_investigators, _no_open_conflict, _investigated),
    ),
    Step(
        "discussion",
        frozenset({Stage.OPINION_DRAFTED}),
        "collective_decision",
        "记录集体讨论",
        "Record the discussion",
    ),
    Step(
        "discussion_confirmation",
        frozenset({Stage.OPINION_DRAFTED}),
        "collective_decision",
        "确认集体讨论",
        "Confirm the discussion",
        (_discussion_waits,),
    ),
    Step("extension", HANDLING, "handling_extension", "申请延期", "Ask for more time", (_extension_free,)),
    Step(
        "extension_decision",
        HANDLING,
        "handling_extension",
        "审批延期",
        "Decide on more time",
        (_extension_waits,),
    ),
    Step("reply", EVER - {Stage.ARCHIVED}, "reply", "答复投诉举报人", "Reply in course", (_reply_runs,)),
    Step(
        "conclusion",
        frozenset({Stage.OPINION_DRAFTED, Stage.DISCUSSED}),
        "handling",
        "办结",
        "Conclude",
        (_no_open_conflict, _discussed_where_needed),
    ),
    Step(
        "order",
        frozenset({Stage.CONCLUDED}),
        "order_to_correct",
        "责令限期改正",
        "Order to correct",
        (_founded,),
    ),
    Step(
        "order_follow_up",
        frozenset({Stage.CONCLUDED}),
        "order_to_correct",
        "跟踪改正",
        "Follow the correction",
    ),
    Step(
        "recommendation",
        frozenset({Stage.DISCUSSED, Stage.CONCLUDED}),
        "accountability_transfer",
        "追究或者建议追究责任",
        "Pursue responsibility",
        (_persons_decided,),
    ),
    Step("transfer", HANDLING | {Stage.CONCLUDED}, "crime_transfer", "移送", "Transfer"),
    Step("transfer_follow_up", EVER - {Stage.ARCHIVED}, "crime_transfer", "跟踪移送", "Follow the transfer"),
    Step("appeal", DECIDED | {Stage.ARCHIVED}, "appeal", "提出申诉", "Appeal"),
    Step("appeal_answer", DECIDED | {Stage.ARCHIVED}, "appeal", "答复申诉", "Answer the appeal"),
    Step(
        "call_back",
        frozenset({Stage.CONCLUDED, Stage.ARCHIVED}),
        "result_notice",
        "回访",
        "Call back",
        (_result_told, _not_called_back),
    ),
    Step("flag", EVER, "retaliation", "登记打击报复等情形", "Flag misconduct"),
    Step("archive", DECIDED, "archiving", "归档", "Archive", (_result_told, _nothing_pending)),
)
