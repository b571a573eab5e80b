"""The closed words of a complaint's course: stages, findings, kinds (投诉举报的阶段与用语)."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a complaint stands (办理阶段)."""

    RECEIVED = "received"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    INVESTIGATING = "investigating"
    OPINION_DRAFTED = "opinion_drafted"
    DISCUSSED = "discussed"
    CONCLUDED = "concluded"
    ARCHIVED = "archived"


STAGE_LABELS: dict[Stage, tuple[str, str]] = {
    Stage.RECEIVED: ("待审核", "Received"),
    Stage.DECLINED: ("不予受理", "Declined"),
    Stage.ACCEPTED: ("已受理", "Accepted"),
    Stage.INVESTIGATING: ("调查中", "Investigating"),
    Stage.OPINION_DRAFTED: ("已拟初步意见", "Preliminary opinion drafted"),
    Stage.DISCUSSED: ("已集体讨论", "Discussed"),
    Stage.CONCLUDED: ("已办结", "Concluded"),
    Stage.ARCHIVED: ("已归档", "Archived"),
}


class Kind(StrEnum):
    """投诉 concerns the complainant's own matter, 举报 reports somebody else's."""

    COMPLAINT = "complaint"
    REPORT = "report"


class Channel(StrEnum):
    """How the complaint reached the intake body (来源渠道)."""

    WEB_FORM = "web_form"
    DESK = "desk"
    POST = "post"
    TELEPHONE = "telephone"
    AGENCY = "agency"
    LEAD = "lead"


class Finding(StrEnum):
    """What the investigation found (查证结论)."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly_founded"
    UNFOUNDED = "unfounded"


FINDING_LABELS: dict[Finding, tuple[str, str]] = {
    Finding.FOUNDED: ("查证属实", "Founded"),
    Finding.PARTLY_FOUNDED: ("部分属实", "Partly founded"),
    Finding.UNFOUNDED: ("不实", "Unfounded"),
}


class Proceeding(StrEnum):
    """Where else the matter is or was (其他程序)."""

    PENDING_RECONSIDERATION = "pending_reconsideration"
    PENDING_LITIGATION = "pending_litigation"
    DECIDED_RECONSIDERATION = "decided_reconsideration"
    DECIDED_LITIGATION = "decided_litigation"
    PETITION = "petition"
    SUPERVISION_COMMISSION = "supervision_commission"


class TransferKind(StrEnum):
    """Why a matter goes to another organ (移送种类)."""

    CRIME = "crime"
    DISCIPLINE = "discipline"
    COMPETENT_ORGAN = "competent_organ"


class Misconduct(StrEnum):
    """Conduct around the handling that must be pursued (办理过程中的违法行为)."""

    RETALIATION = "retaliation"
    OBSTRUCTION = "obstruction"
    INTAKE_STAFF = "intake_staff_liability"


class AccountabilityMode(StrEnum):
    """Whether the receiving organ acts itself or recommends (直接追究或者建议追究)."""

    DIRECT = "direct"
    RECOMMENDATION = "recommendation"


class AppealOutcome(StrEnum):
    """What the deciding organ answers to an appeal (申诉处理结果)."""

    UPHOLD = "uphold"
    CHANGE = "change"
    REVOKE = "revoke"


class Satisfaction(StrEnum):
    """The five grades of the call-back (回访满意度)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Retention(StrEnum):
    """How long the archive keeps the file (保管期限)."""

    TEN_YEARS = "ten_years"
    THIRTY_YEARS = "thirty_years"
    PERMANENT = "permanent"


class TriageOutcome(StrEnum):
    """What triage of a lead decides (线索研判结果)."""

    KEY_SUPERVISION = "key_supervision"
    LISTED_SUPERVISION = "listed_supervision"
    ESCALATED_SUPERVISION = "escalated_supervision"
    COMPLAINT_INVITED = "complaint_invited"
    FORWARDED = "forwarded"
    NO_ACTION = "no_action"


BUREAU = "bureau"
"""The handler code of the judicial bureau; any other handler is an agency's code."""

NOTICE_LABELS = {
    "acceptance": ("受理", "Acceptance"),
    "decline": ("不予受理", "Decline"),
    "extension": ("延期", "Extension"),
    "result": ("处理结果", "Result"),
    "compensation": ("获赔途径", "Compensation"),
}
METHOD_LABELS = {
    "receipt_page": ("回执查询页", "Receipt page"),
    "direct": ("直接送达", "In person"),
    "at_office": ("到场领取", "At the office"),
    "left_with_witness": ("留置送达", "Left with a witness"),
    "electronic": ("电子送达", "Electronic"),
    "entrusted": ("委托送达", "Entrusted"),
    "post": ("邮寄送达", "By post"),
    "public_notice": ("公告送达", "Public notice"),
}
MODE_LABELS = {
    "direct": ("直接追究", "Directly"),
    "recommendation": ("建议有权机关追究", "By recommendation"),
}
TRANSFER_LABELS = {
    "crime": ("涉嫌犯罪", "Suspected crime"),
    "discipline": ("违纪违法线索", "Breach of discipline"),
    "competent_organ": ("其他有权机关", "Another competent organ"),
}
APPEAL_LABELS = {"uphold": ("维持", "Upheld"), "change": ("变更", "Changed"), "revoke": ("撤销", "Revoked")}
SATISFACTION_LABELS = {
    "very_satisfied": ("非常满意", "Very satisfied"),
    "satisfied": ("满意", "Satisfied"),
    "neutral": ("一般", "Neutral"),
    "dissatisfied": ("不满意", "Dissatisfied"),
    "very_dissatisfied": ("非常不满意", "Very dissatisfied"),
}
MISCONDUCT_LABELS = {
    "retaliation": ("打击报复投诉举报人", "Retaliation against the complainant"),
    "obstruction": ("干扰阻碍办理", "Obstruction of the handling"),
    "intake_staff_liability": ("受理人员失职渎职", "Misconduct of intake staff"),
}
TRIAGE_LABELS = {
    "key_supervision": ("列为重点监督", "Key supervision"),
    "listed_supervision": ("挂牌督办", "Listed supervision"),
    "escalated_supervision": ("提级监督", "Escalated supervision"),
    "complaint_invited": ("引导实名投诉", "Complaint invited"),
    "forwarded": ("转送", "Forwarded"),
    "no_action": ("不予处理", "No action"),
}
RETENTION_LABELS = {
    "ten_years": ("10年", "Ten years"),
    "thirty_years": ("30年", "Thirty years"),
    "permanent": ("永久", "Permanent"),
}
