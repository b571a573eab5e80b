"""The order of a dispute's steps: in which stage each may happen, and which rule says so (办理步骤)."""

from typing import TYPE_CHECKING

from services.dispute_coordination.domain.vocabulary import ENDED, Stage
from services.dispute_coordination.rules.handling import views_missing
from shared.casework.steps import Step, table_of

if TYPE_CHECKING:
    from services.dispute_coordination.domain.state import DisputeState

ASKED = frozenset({Stage.RECEIVED, Stage.SUPPLEMENTING})
DECIDING = frozenset({Stage.CONSENT_PENDING, Stage.CONSENTED, Stage.GOVERNMENT_PENDING})
HANDLING = DECIDING | {Stage.COORDINATING}
OPEN = frozenset(Stage) - ENDED
EXECUTING = frozenset({Stage.EXECUTING})
COORDINATING = frozenset({Stage.COORDINATING})


def _handling_runs(case: "DisputeState") -> str | None:
    if "handling" in case.clocks:
        return None
    return "办理期限尚未起算|The handling period does not run yet"


def _extension_free(case: "DisputeState") -> str | None:
    if case.extension_request:
        return "已有延期申请待审批|An extension already waits for approval"
    return None


def _extension_waits(case: "DisputeState") -> str | None:
    return None if case.extension_request else "没有待审批的延期申请|No extension waits for approval"


def _extended(case: "DisputeState") -> str | None:
    if case.extensions:
        return None
    return "未经延期的，按协调建议报请区政府决定|Without an extension the way is a coordination proposal"


def _verified(case: "DisputeState") -> str | None:
    return None if case.verifications else "尚无调查核实记录|No verification of the facts is on record"


def _everybody_heard(case: "DisputeState") -> str | None:
    missing = views_missing(case.law, agencies=case.agencies, heard=case.views)
    if missing:
        return f"尚未听取全部意见|Views still to be asked for: {', '.join(missing)}"
    return None


def _stop_open(case: "DisputeState") -> str | None:
    if any(stop["until"] is None for stop in case.stops.values()):
        return None
    return "期限没有中止计算|Time does not stand still"


def _not_standing(case: "DisputeState") -> str | None:
    if _stop_open(case):
        return None
    return "期限中止计算期间，恢复后方可适用|Time stands still; it must count again first"


def _consent_open(case: "DisputeState") -> str | None:
    if case.consent and case.consent["state"] == "open":
        return None
    return "没有待批复的协调意见|No opinion waits for consent"


def _proposal_open(case: "DisputeState") -> str | None:
    if case.proposal and case.proposal["state"] == "open":
        return None
    return "没有待决定的协调建议|No proposal waits for a decision"


def _consent_given(case: "DisputeState") -> str | None:
    if case.consent and case.consent["state"] == "granted":
        return None
    return "未经区政府同意，不能制发协调意见书|The government has not consented"


def _papers_asked(case: "DisputeState") -> str | None:
    return None if case.supplements else "尚未通知补正|No papers were asked for"


def _papers_filed(case: "DisputeState") -> str | None:
    if case.stage is Stage.SUPPLEMENTING or any(one["filed_on"] for one in case.supplements):
        return None
    return "尚未通知补正|No papers were asked for"


def _execution_settled(case: "DisputeState") -> str | None:
    if any(state == "planned" for state in case.follow_ups.values()):
        return "有跟踪事项尚未完成|A follow-up is still open"
    open_ = [one for one in case.agencies if case.executions.get(one, {}).get("state") not in _SETTLED]
    if open_:
        return f"有机关的执行情况尚未核实|Execution still to be verified: {', '.join(open_)}"
    unanswered = [one for one, taken in case.ladders.items() if not taken and _defies(case, one)]
    if unanswered:
        return f"不执行决定的情形尚未处理|Defiance still to be answered: {', '.join(unanswered)}"
    return None


def _defies(case: "DisputeState", agency: str) -> bool:
    return case.executions.get(agency, {}).get("against") == "decision"


_SETTLED = {"executed", "defied"}


def _own_motion(case: "DisputeState") -> str | None:
    return (
        None if case.own_motion else "依申请的案件由申请机关撤回|A requested case is withdrawn by who asked"
    )


def _requested(case: "DisputeState") -> str | None:
    return "主动启动的案件无须撤回|Nobody asked for this case" if case.own_motion else None


def _defied(case: "DisputeState") -> str | None:
    if case.ladders:
        return None
    return "尚未登记不执行决定的情形|No agency is on record as not following the decision"


STEPS = table_of(
    Step(
        "negotiation",
        ASKED | {Stage.NEGOTIATING, Stage.COORDINATING},
        "negotiation_first",
        "登记自行协商",
        "Record a negotiation",
    ),
    Step(
        "request",
        frozenset({Stage.NEGOTIATING}),
        "request_after_failed_negotiation",
        "提出协调申请",
        "Ask for coordination",
    ),
    Step("handlers", OPEN - {Stage.NEGOTIATING}, "single_desk", "确定承办人员", "Name the handlers"),
    # missing papers have a step of their own: it ends the period after which silence ends the request
    Step("materials", OPEN - {Stage.SUPPLEMENTING}, "request_materials", "补充材料", "Add material"),
    Step("attachment", OPEN, "request_materials", "上传材料", "Add a file"),
    Step("acceptance", frozenset({Stage.RECEIVED}), "acceptance", "决定受理", "Accept"),
    Step(
        "supplement_request",
        frozenset({Stage.RECEIVED}),
        "supplement_notice",
        "通知补正",
        "Ask for missing papers",
    ),
    Step(
        "supplement",
        ASKED | {Stage.DEEMED_WITHDRAWN},
        "supplement",
        "收到补正材料",
        "File missing papers",
        (_papers_asked,),
    ),
    Step("decline", frozenset({Stage.RECEIVED}), "decline", "决定不予受理", "Decline"),
    Step(
        "deemed_withdrawal",
        ASKED,
        "supplement",
        "认定视为放弃",
        "Find the request withdrawn",
        (_papers_filed,),
    ),
    Step(
        "reversal",
        frozenset({Stage.DEEMED_WITHDRAWN}),
        "supplement",
        "撤销视为放弃",
        "Take the request up again",
    ),
    Step("answer", HANDLING, "respondent_answer", "收到答复或者情况说明", "Receive an answer or statement"),
    # what lies with the government was settled among the agencies that had been heard
    Step("joinder", ASKED | COORDINATING, "dispute_grounds", "追加争议机关", "Let another agency join"),
    Step("merger", ASKED | {Stage.COORDINATING}, "single_desk", "并案", "Join two cases"),
    Step("withdrawal", ASKED | HANDLING, "dispute_grounds", "撤回申请", "Withdraw", (_requested,)),
    Step("termination", HANDLING, "own_motion_opening", "终止协调", "Terminate", (_own_motion,)),
    Step("investigation", COORDINATING, "investigation", "记录调查核实", "Record a verification"),
    Step("view", COORDINATING, "views_heard", "记录听取意见", "Record a view"),
    Step("consultation", COORDINATING, "consultation", "记录会议或者论证", "Record a meeting or opinion"),
    Step(
        "extension",
        HANDLING,
        "handling_extension",
        "申请延期",
        "Ask for more time",
        (_handling_runs, _extension_free),
    ),
    Step(
        "extension_decision",
        HANDLING,
        "handling_extension",
        "审批延期",
        "Decide on more time",
        (_extension_waits, _handling_runs),
    ),
    Step(
        "suspension",
        COORDINATING,
        "handling_suspension",
        "中止计算期限",
        "Let time stand still",
        (_handling_runs,),
    ),
    Step(
        "resumption",
        HANDLING,
        "handling_suspension",
        "恢复计算期限",
        "Count again",
        (_handling_runs, _stop_open),
    ),
    Step(
        "special_limit",
        COORDINATING,
        "special_time_limit",
        "适用另行规定的时限",
        "Apply another norm's limit",
        (_handling_runs, _not_standing),
    ),
    Step("urgency", HANDLING, "urgent_enforcement", "申请紧急执法", "Ask for urgent enforcement"),
    Step(
        "urgency_decision",
        HANDLING | EXECUTING,
        "urgent_enforcement",
        "决定紧急执法",
        "Decide on urgent enforcement",
    ),
    Step("interim_measure", ASKED | HANDLING, "interim_measures", "登记临时措施", "Record interim measures"),
    Step(
        "unilateral_act",
        ASKED | HANDLING | EXECUTING,
        "standstill",
        "登记单方执法行为",
        "Record a unilateral act",
    ),
    Step(
        "agreement",
        COORDINATING,
        "coordination_opinion",
        "报请区政府同意协调意见",
        "Report an agreement",
        (_verified, _everybody_heard),
    ),
    Step(
        "proposal",
        COORDINATING,
        "coordination_proposal",
        "提出协调建议",
        "Propose to the government",
        (_verified, _everybody_heard),
    ),
    Step(
        "tentative_opinion",
        COORDINATING,
        "tentative_opinion",
        "提出倾向性意见",
        "Write the tentative opinion",
        (_extended, _verified, _everybody_heard),
    ),
    Step(
        "consent",
        frozenset({Stage.CONSENT_PENDING}),
        "coordination_opinion",
        "登记区政府批复",
        "Record the government's consent",
        (_consent_open,),
    ),
    Step(
        "decision",
        DECIDING,
        "coordination_proposal",
        "登记区政府决定",
        "Record the government's decision",
        (_proposal_open,),
    ),
    Step(
        "opinion",
        DECIDING | EXECUTING,
        "coordination_opinion",
        "制发协调意见书",
        "Issue the opinion",
        (_consent_given,),
    ),
    Step("follow_up", EXECUTING, "execution_monitoring", "跟踪执行", "Follow the execution"),
    Step("execution_report", EXECUTING, "execution_monitoring", "报告执行情况", "Report on execution"),
    Step("execution_check", EXECUTING, "execution_monitoring", "核实执行情况", "Verify the execution"),
    Step("defiance", EXECUTING, "execution_monitoring", "登记不执行情形", "Record what is not followed"),
    Step("ladder", EXECUTING, "defied_decision", "处理不执行决定", "Answer a defied decision", (_defied,)),
    Step("closure", EXECUTING, "execution_monitoring", "结案", "Close the case", (_execution_settled,)),
)
