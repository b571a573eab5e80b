"""What the lines of a course and the clocks are called (事件与计时的名称)."""

from collections.abc import Mapping
from typing import Any

from services.dispute_coordination.domain.vocabulary import RUNG_LABELS as LADDER_LABELS
from shared.casework.labels import Labels, Names, joined

EVENT_LABELS: dict[str, tuple[str, str]] = {
    "negotiation_opened": ("登记自行协商", "Negotiation put on file"),
    "negotiation_recorded": ("协商情况", "Negotiation held"),
    "requested": ("收到协调申请", "Request received"),
    "request_filed": ("提出协调申请", "Coordination asked for"),
    "opened_on_own_motion": ("主动启动协调", "Opened on own motion"),
    "handlers_named": ("确定承办人员", "Handlers named"),
    "materials_added": ("补充材料", "Material added"),
    "attachment_added": ("上传材料", "File added"),
    "supplement_requested": ("通知补正", "Missing papers asked for"),
    "supplement_filed": ("收到补正材料", "Missing papers filed"),
    "deemed_withdrawn": ("视为放弃申请", "Deemed withdrawn"),
    "withdrawal_reversed": ("撤销视为放弃", "Request taken up again"),
    "accepted": ("决定受理", "Accepted"),
    "declined": ("决定不予受理", "Declined"),
    "answer_received": ("收到答复或者情况说明", "Answer or statement received"),
    "agency_joined": ("追加争议机关", "Agency joined"),
    "case_joined": ("并入他案", "Another case joined to this one"),
    "merged": ("并入他案办理", "Joined to another case"),
    "withdrawn": ("撤回申请", "Withdrawn"),
    "terminated": ("终止协调", "Terminated"),
    "facts_verified": ("调查核实", "Facts verified"),
    "view_recorded": ("听取意见", "View heard"),
    "consulted": ("会议或者论证", "Meeting or expert opinion"),
    "extension_requested": ("申请延期", "Extension asked for"),
    "extension_decided": ("延期审批", "Extension decided"),
    "handling_suspended": ("中止计算期限", "Time stands still"),
    "handling_resumed": ("恢复计算期限", "Time counts again"),
    "special_limit_applied": ("适用另行规定的时限", "Another norm's limit applied"),
    "urgency_requested": ("紧急执法报批", "Urgent enforcement asked for"),
    "urgency_decided": ("紧急执法决定", "Urgent enforcement decided"),
    "interim_measure_recorded": ("临时性处置措施", "Interim measure"),
    "unilateral_act_recorded": ("单方执法行为", "Unilateral act"),
    "agreement_reported": ("报请区政府同意", "Agreement reported for consent"),
    "proposal_reported": ("报请区政府决定", "Proposal reported for decision"),
    "government_wait_changed": ("等候批复的时间", "Waiting for the government"),
    "consent_answered": ("区政府批复", "The government's answer"),
    "opinion_issued": ("制发协调意见书", "Opinion issued"),
    "opinion_voided": ("协调意见书作废", "Opinion voided"),
    "government_decided": ("区政府决定", "The government's decision"),
    "follow_up_planned": ("确定跟踪日期", "Follow-up planned"),
    "followed_up": ("跟踪执行情况", "Followed up"),
    "execution_reported": ("报告执行情况", "Execution reported"),
    "execution_verified": ("核实执行情况", "Execution verified"),
    "opinion_defied": ("不执行协调意见书", "Opinion not followed"),
    "decision_defied": ("不执行区政府决定", "Decision not followed"),
    "ladder_climbed": ("处理不执行决定", "Defied decision answered"),
    "closed": ("结案", "Closed"),
}

ACT_LABELS: dict[str, tuple[str, str]] = {
    "follow_up_record": ("登记跟踪情况", "Record what the follow-up showed"),
}
"""Names of the acts that share one step."""

CLOCK_LABELS: dict[str, tuple[str, str]] = {
    "acceptance": ("受理审查期限", "Decide on acceptance"),
    "supplement": ("补正期限", "File missing papers"),
    "handling": ("办理期限", "Coordinate"),
    "respondent_answer": ("答复期限", "Answer"),
    "own_motion_statement": ("情况说明期限", "File a statement"),
    "follow_up": ("跟踪执行", "Follow the execution"),
}


class DisputeLabels(Labels):
    """The names of a dispute's events and clocks; an answer to defiance says which."""

    def line(self, kind: str, facts: Mapping[str, Any]) -> Names:
        """The name of a line of the course."""
        named = Labels.line(self, kind, facts)
        return joined(named, LADDER_LABELS[facts["rung"]]) if kind == "ladder_climbed" else named


LABELS = DisputeLabels("dispute_coordination", EVENT_LABELS, CLOCK_LABELS)
