"""What the lines of a course and the clocks are called (事件与计时的名称)."""

from collections.abc import Mapping
from typing import Any

from services.complaints.domain.vocabulary import NOTICE_LABELS
from shared.casework.labels import Labels, Names, joined

EVENT_LABELS: dict[str, tuple[str, str]] = {
    "received": ("收到投诉举报", "Received"),
    "attachment_added": ("补充材料", "Material added"),
    "summarised": ("撰写转办摘要", "Summary written"),
    "respondent_named": ("确定被投诉举报人员", "Officer complained of named"),
    "routed": ("分办", "Routed"),
    "accepted": ("决定受理", "Accepted"),
    "declined": ("决定不予受理", "Declined"),
    "investigators_assigned": ("确定调查人员", "Investigators named"),
    "conflict_declared": ("申报回避", "Conflict declared"),
    "recusal_decided": ("回避决定", "Recusal decided"),
    "measure_recorded": ("调查措施", "Measure taken"),
    "preliminary_opinion_drafted": ("初步处理意见", "Preliminary opinion"),
    "discussion_recorded": ("集体讨论记录", "Discussion recorded"),
    "discussion_confirmed": ("集体讨论确认", "Discussion confirmed"),
    "extension_requested": ("申请延期", "Extension asked for"),
    "extension_decided": ("延期审批", "Extension decided"),
    "replied": ("答复投诉举报人", "Replied"),
    "concluded": ("办结", "Concluded"),
    "complainant_notified": ("告知投诉举报人", "Complainant told"),
    "order_issued": ("责令限期改正", "Order to correct"),
    "order_delivered": ("责令文书送达", "Order delivered"),
    "correction_reported": ("报告改正情况", "Correction reported"),
    "correction_verified": ("改正核查", "Correction checked"),
    "compensation_notified": ("告知获赔途径", "Compensation notice"),
    "accountability_recommended": ("追究或者建议追究责任", "Responsibility pursued"),
    "transferred": ("移送", "Transferred"),
    "transfer_receipt_recorded": ("移送回执", "Transfer receipt"),
    "transfer_handled": ("接收机关处理完毕", "Receiver finished"),
    "transfer_feedback_received": ("移送事项反馈", "Feedback received"),
    "appeal_filed": ("提出申诉", "Appeal filed"),
    "appeal_answered": ("答复申诉", "Appeal answered"),
    "called_back": ("回访", "Called back"),
    "misconduct_flagged": ("登记打击报复等情形", "Misconduct flagged"),
    "archived": ("归档", "Archived"),
    "triaged": ("线索研判", "Triaged"),
}

ACT_LABELS: dict[str, tuple[str, str]] = {
    "order_report": ("报告改正情况", "Report the correction"),
    "order_verification": ("核查改正情况", "Check the correction"),
    "order_compensation": ("告知获赔途径", "Tell how to claim compensation"),
    "transfer_receipt": ("登记移送回执", "Record the transfer's receipt"),
    "transfer_handling": ("登记接收机关处理完毕", "Record that the receiver finished"),
    "transfer_feedback": ("登记反馈", "Record the feedback"),
}
"""Names of the acts that share one step."""

CLOCK_LABELS: dict[str, tuple[str, str]] = {
    "acceptance": ("受理审核期限", "Decide on acceptance"),
    "handling": ("办理期限", "Handle"),
    "reply": ("答复期限", "Reply to the complainant"),
    "result_notice": ("告知结果（内部目标）", "Tell the result (internal target)"),
    "archiving": ("归档（内部目标）", "Archive (internal target)"),
    "order": ("改正期限", "Correct"),
    "feedback": ("移送反馈期限", "Report back"),
    "lead_triage": ("线索研判（内部目标）", "Triage (internal target)"),
}


class ComplaintLabels(Labels):
    """The names of a complaint's events and clocks; an old notice says of what it told."""

    def line(self, kind: str, facts: Mapping[str, Any]) -> Names:
        """The name of a line of the course."""
        named = Labels.line(self, kind, facts)
        if kind == "complainant_notified" and facts["notice"] in NOTICE_LABELS:
            return joined(named, NOTICE_LABELS[facts["notice"]])
        return named


LABELS = ComplaintLabels("complaints", EVENT_LABELS, CLOCK_LABELS)
