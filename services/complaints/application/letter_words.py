"""What an act already says of the letter that it drafts; its writer may change it (随事文书的内容)."""

from collections.abc import Mapping

from services.complaints.schemas.acts import (
    AppealAnswerInput,
    CompensationInput,
    ConclusionInput,
    OrderInput,
    RecommendationInput,
    TransferInput,
)
from services.complaints.schemas.intake import DeclineInput, RoutingInput
from shared.casework.letter_source import Value

Fields = Mapping[str, Value]

SOMEBODY = "投诉举报人"
"""What whoever complained is called wherever the name may not stand."""
DISSENT = "（不同意见）"
SEALED = "（身份信息加密保存，不在此显示）"
REPORT_WAY = "书面报告，并附证明改正情况的材料"
CALENDAR_CHANGED = "节假日安排变动"
CHANNELS = {
    "web_form": "网上提交",
    "desk": "当面提交",
    "post": "邮寄",
    "telephone": "电话",
    "agency": "机关登记",
    "lead": "线索转办",
}
OTHER_PROCEDURES = {
    "pending_reconsideration": "正在行政复议",
    "pending_litigation": "正在行政诉讼",
    "decided_reconsideration": "已经行政复议",
    "decided_litigation": "已经行政诉讼",
    "petition": "信访",
    "supervision_commission": "监察机关",
}
GUIDANCE = {
    "reconsideration_open": "本件属于行政复议受理范围且在申请期限内的，可以依法申请行政复议。",
    "litigation_open": "本件属于行政诉讼受案范围且在起诉期限内的，可以依法向人民法院提起行政诉讼。",
    "with_other_body": "监察、信访等机关已经受理的，可以向该机关了解办理情况。",
}
"""To which remedy a declined party is steered, by the ground (引导申请复议、提起诉讼)."""
NOTHING_MORE_FOUND = "经审查所提交的材料，有关情况见下述理由。"


def declined(body: DeclineInput) -> Fields:
    """Of a decline (不予受理通知书)."""
    return {"facts_found": body.facts_found or NOTHING_MORE_FOUND, "reasons": body.reasons}


def forwarded(body: RoutingInput) -> Fields:
    """Of a routing (转送函)."""
    return {"reasons": body.reason, "request": body.request or ""}


def result(body: ConclusionInput) -> Fields:
    """Of a conclusion (处理结果告知书)."""
    return {
        "facts_found": body.facts_found,
        "measures": list(body.measures),
        "explanation": body.explanation or "",
    }


def ordered(body: OrderInput) -> Fields:
    """Of an order to correct (责令限期改正通知书): one requirement a line."""
    return {
        "facts_found": body.facts_found or "",
        "legal_basis": body.legal_basis or "",
        "corrections": [line.strip() for line in body.content.splitlines() if line.strip()],
        "report_way": body.report_way or "",
    }


def compensated(body: CompensationInput) -> Fields:
    """Of the way to compensation (告知获赔途径书)."""
    return {"way": body.notice, "period": body.period}


def recommended(body: RecommendationInput) -> Fields:
    """Of a recommendation (处理建议书)."""
    return {"conduct": body.conduct or "", "factors": body.factors or ""}


def transferred(body: TransferInput) -> Fields:
    """Of a transfer (移送函)."""
    return {
        "facts_found": body.facts_found or "",
        "reasons": body.reason,
        "materials": list(body.materials),
    }


def answered(body: AppealAnswerInput) -> Fields:
    """Of the answer to an appeal (申诉答复书)."""
    return {"appeal_reasons": body.appeal_reasons or "", "answer": body.answer}
