"""The closed words of a dispute's course: stages, sides, ways, findings (争议协调的阶段与用语)."""

from enum import StrEnum

from services.dispute_coordination.rules.standstill import ActFinding


class Stage(StrEnum):
    """Where a dispute stands (办理阶段)."""

    NEGOTIATING = "negotiating"
    SETTLED = "settled"
    RECEIVED = "received"
    SUPPLEMENTING = "supplementing"
    DECLINED = "declined"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    COORDINATING = "coordinating"
    CONSENT_PENDING = "consent_pending"
    CONSENTED = "consented"
    GOVERNMENT_PENDING = "government_pending"
    EXECUTING = "executing"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    TERMINATED = "terminated"


STAGE_LABELS: dict[Stage, tuple[str, str]] = {
    Stage.NEGOTIATING: ("自行协商中", "Negotiating"),
    Stage.SETTLED: ("协商一致", "Settled by negotiation"),
    Stage.RECEIVED: ("待审查", "Received"),
    Stage.SUPPLEMENTING: ("待补正", "Waiting for papers"),
    Stage.DECLINED: ("不予受理", "Declined"),
    Stage.DEEMED_WITHDRAWN: ("视为放弃", "Deemed withdrawn"),
    Stage.COORDINATING: ("协调中", "Coordinating"),
    Stage.CONSENT_PENDING: ("待区政府同意", "Waiting for consent"),
    Stage.CONSENTED: ("待制发意见书", "Opinion to be issued"),
    Stage.GOVERNMENT_PENDING: ("待区政府决定", "Waiting for the government's decision"),
    Stage.EXECUTING: ("执行跟踪", "Execution followed"),
    Stage.CLOSED: ("已办结", "Closed"),
    Stage.WITHDRAWN: ("已撤回", "Withdrawn"),
    Stage.MERGED: ("已并案", "Joined to another case"),
    Stage.TERMINATED: ("已终止", "Terminated"),
}

ENDED = frozenset(
    {
        Stage.SETTLED,
        Stage.DECLINED,
        Stage.DEEMED_WITHDRAWN,
        Stage.CLOSED,
        Stage.WITHDRAWN,
        Stage.MERGED,
        Stage.TERMINATED,
    }
)


class Side(StrEnum):
    """On which side an agency stands; in an own-motion case there are no sides (争议各方)."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    CONCERNED = "concerned"


class Trigger(StrEnum):
    """What brought the dispute to the bureau (启动来源)."""

    REQUEST = "request"
    GOVERNMENT_INSTRUCTION = "government_instruction"
    OWN_DISCOVERY = "own_discovery"


class Reversal(StrEnum):
    """Why a request that counted as withdrawn is taken up again (恢复审查事由)."""

    POSTED_IN_TIME = "posted_in_time"
    OBSTACLE = "obstacle"
    SERVED_LATER = "served_later"


class ViewWay(StrEnum):
    """How a body's view was asked for (听取意见方式)."""

    IN_WRITING = "in_writing"
    MEETING = "meeting"
    INTERVIEW = "interview"


class Execution(StrEnum):
    """What the bureau found about the execution by one agency (执行情况)."""

    EXECUTED = "executed"
    NOT_EXECUTED = "not_executed"


class Defiance(StrEnum):
    """How an agency does not follow an opinion or decision (不执行情形)."""

    REFUSED = "refused"
    INACTION = "inaction"


class Against(StrEnum):
    """What is not followed (所不执行的文书)."""

    OPINION = "opinion"
    DECISION = "decision"


BUREAU, GOVERNMENT = "bureau", "government"

SIDE_LABELS = {
    "applicant": ("申请机关", "Applicant"),
    "respondent": ("被申请机关", "Respondent"),
    "concerned": ("争议机关", "Agency in dispute"),
}
TRIGGER_LABELS = {
    "request": ("依申请", "On request"),
    "government_instruction": ("区政府指示", "On the government's instruction"),
    "own_discovery": ("依职权发现", "On the bureau's discovery"),
}
REVERSAL_LABELS = {
    "posted_in_time": ("期限内已交邮", "Posted in time"),
    "obstacle": ("有不可抗拒等正当事由", "An obstacle beyond its power"),
    "served_later": ("补正通知实际送达较晚", "The notice was in fact served later"),
}
WAY_LABELS = {
    "in_writing": ("书面征求", "In writing"),
    "meeting": ("会议听取", "At a meeting"),
    "interview": ("当面听取", "In person"),
}
STOP_LABELS = {
    "interpretation_requested": ("提请有权机关解释", "Interpretation requested"),
    "superior_consulted": ("向上级部门请示", "Superior consulted"),
}
CONSULTATION_LABELS = {
    "meeting": ("协调会议", "Meeting"),
    "legal_adviser": ("政府法律顾问论证", "Legal adviser"),
    "expert": ("专家论证", "Expert"),
}
EXCEPTION_LABELS = {
    "public_safety": ("公共安全", "Public safety"),
    "personal_safety": ("公民人身安全", "Personal safety"),
}
FINDING_LABELS = {
    ActFinding.OUTSIDE: ("不在限制期间", "Outside the standstill"),
    ActFinding.EXCEPTED: ("属安全例外", "Safety exception"),
    ActFinding.PERMITTED: ("经区政府决定", "Decided by the government"),
    ActFinding.INTERIM: ("临时性处置措施", "Interim measure"),
    ActFinding.BREACH: ("违反暂停单方执法", "Breach of the standstill"),
}
OUTCOME_LABELS = {
    "agreement_reached": ("达成一致", "Agreement reached"),
    "no_agreement": ("未能一致", "No agreement"),
}
EXECUTION_LABELS = {"executed": ("已执行", "Executed"), "not_executed": ("未执行", "Not executed")}
DEFIANCE_LABELS = {"refused": ("拒不执行", "Refused"), "inaction": ("不履行", "Inaction")}
AGAINST_LABELS = {
    "opinion": ("协调意见书", "Coordination opinion"),
    "decision": ("区政府决定", "Decision of the government"),
}
RUNG_LABELS = {
    "order_to_correct": ("责令限期纠正", "Order to correct"),
    "circular": ("通报", "Circular"),
    "competent_organ": ("移交有权部门处理", "To the competent organs"),
}
