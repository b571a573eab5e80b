"""What codes of the suite are called on the pages (代码的名称).

The Chinese words are keys of the English catalogue, like those in the pages. A code that is not listed shows
itself: a new service never breaks the queue.
"""

ROLES = {
    "complainant": "投诉举报人",
    "agency_clerk": "机关经办人",
    "agency_head": "机关负责人",
    "investigator": "承办调查人员",
    "bureau_clerk": "司法局经办人",
    "bureau_head": "司法局负责人",
    "government": "区政府",
    "discipline": "纪检监察机关",
    "auditor": "审计人员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "system": "系统自动",
}

OWNERS = (
    "bureau_clerk",
    "bureau_head",
    "investigator",
    "agency_clerk",
    "agency_head",
    "government",
    "discipline",
)
"""Roles that a case can wait for."""

PROCEDURES = {"complaint": "投诉举报", "lead": "线索", "dispute": "争议协调"}

PAGES = {"lead": "leads", "dispute": "disputes"}
"""Procedures whose pages do not stand under their service's name."""

CLOCKS = {
    "acceptance": "受理审核",
    "handling": "办理",
    "reply": "答复",
    "result_notice": "告知结果",
    "archiving": "归档",
    "order_to_correct": "责令改正",
    "order": "责令改正",
    "feedback": "移送反馈",
    "lead_triage": "线索研判",
    "supplement": "补正材料",
    "respondent_answer": "答复",
    "own_motion_statement": "情况说明",
    "execution_monitoring": "执行跟踪",
    "follow_up": "执行跟踪",
}
"""By the last word of a rule's key, or by the clock's own name."""

FINDINGS = {"founded": "查证属实", "partly_founded": "部分属实", "unfounded": "不实"}

LIGHTS = {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "paused": "中止", "none": "无期限"}
LIGHT_MEANINGS = {
    "red": "已过应办日",
    "yellow": "临近应办日",
    "green": "期限内",
    "paused": "期限中止",
    "none": "无在途期限",
}
LIGHT_SHAPES = {"red": "◆", "yellow": "▲", "green": "●", "paused": "■", "none": "–"}
"""Shape beside word and colour, so that no light is told by colour alone."""

RUNGS = {
    "early_notice": "提前提醒",
    "notice": "到期提醒",
    "yellow": "黄灯",
    "red": "红灯",
    "supervise": "建议督办",
    "letter": "收到文书",
}
"""By what a clock reached."""

ERRORS = {
    404: ("未找到此页", "请核对地址，或者从首页重新进入。您看不到的案件也显示为未找到。"),
    405: ("此地址不支持该操作", "请回到原来的页面，使用页面上的按钮或者链接。"),
    500: ("系统内部错误，已记录", "请稍后再试。仍然出现时，请将请求编号告知系统管理员。"),
    503: ("服务暂不可用", "请稍后刷新本页。仍然出现时，请将请求编号告知系统管理员。"),
}
"""What happened and what to do, by status."""

OTHER_ERROR = ("无法显示此页", "请回到上一页核对后再试。")

CHANNELS = {
    "web_form": "网上提交",
    "desk": "窗口",
    "post": "信函",
    "telephone": "电话",
    "agency": "机关登记",
    "lead": "线索转入",
}

IDENTITY = {
    "name": "姓名或者单位名称",
    "id_number": "身份证号",
    "credit_code": "统一社会信用代码",
    "contact_name": "联系人",
    "address": "住址或者单位地址",
    "contact": "联系电话",
    "respondent": "被投诉举报人员",
    "request": "诉求",
    "facts": "事实",
}

SERVICES = {
    "complaints": "投诉举报",
    "dispute_coordination": "争议协调",
    "supervision_opinions": "监督意见书",
    "accountability": "过错与错案追究",
    "interference_records": "干预记录",
    "inspections": "监督检查",
    "circulars": "情况通报",
    "annual_statistics": "统计年报",
    "enforcement_registry": "执法主体与人员",
    "statutes": "法规与历法",
    "audit": "审计",
    "dashboard": "工作台",
    "shared": "通用规则",
}

TRANSITIONS = {
    "opened_before_keep": "施行前立案的案件适用立案时的版本。",
    "open_matters": "施行时未结的案件适用本版本。",
}

DRAFT_KINDS = {"notice": "放假通知", "edition": "历法版本", "closure": "本地停办"}
DRAFT_STATES = {"entered": "待确认公布", "published": "已公布", "withdrawn": "已撤回"}
CHANGES = {"added": "新增", "removed": "删去", "changed": "有修改"}
SEVERITIES = {"error": "错误，不能公布", "confirm": "须逐项确认", "warning": "提示"}

EFFECTS = {
    "earlier": "提前",
    "later": "推后",
    "definite": "由暂定变为确定",
    "provisional": "变为暂定",
    "other": "其他变动",
}
EFFECT_SIGNS = {"earlier": "←", "later": "→", "definite": "✓", "provisional": "?"}
"""Shape beside the word."""
TASKS = {
    "new_notice": "须另行通知后才能缩短",
    "notice_due": "推后的届满日须告知",
    "undone_breach": "已记的逾期须重新认定",
}
OUTCOMES = {
    "lifted": "撤销逾期记录",
    "upheld": "维持逾期记录",
    "notified": "已另行通知",
    "superseded": "已被后来的重算取代",
    "clock_ended": "计时已终止",
}
PARTIES = {"complainant": "投诉举报人", "agency": "机关", "handler": "承办机关"}
METHODS = {
    "direct": "直接送达",
    "receipt_page": "回执查询页",
    "electronic": "电子送达",
    "post": "邮寄送达",
    "at_office": "到场领取",
    "left_with_witness": "留置送达",
    "entrusted": "委托送达",
    "public_notice": "公告送达",
    "forwarded": "转交送达",
}

LETTER_LIGHTS = {"drafted": "none", "approved": "yellow", "issued": "yellow", "voided": "none"}
LETTER_SHAPES = {"drafted": "○", "approved": "◐", "issued": "▲", "voided": "✕"}
SERVED_LIGHT, SERVED_SHAPE = "green", "●"
"""Shape beside the word for how far a letter is."""

LETTER_COURSE = ("草稿", "签发", "印发", "送达")
COURSE_TOLD = {"done": "已完成", "now": "下一步", "later": "尚未进行", "skipped": "无须进行"}
COURSE_SIGNS = {"done": "✓", "now": "●", "later": "○", "skipped": "–"}

CASE_DONE = {"register": "提出申请", "attachment": "上传材料", "open_own_motion": "主动启动协调"}
LETTER_DONE = {
    "letter_draft": "起草文书",
    "letter_revision": "修改内容",
    "letter_approval": "签发",
    "letter_approval.return": "退回修改",
    "letter_issue": "编号印发",
    "letter_voiding": "作废",
    "letter_delivery": "登记送达",
    "letter_rebuttal": "更正电子送达日期",
    "letter_acknowledgement": "签收",
}
APPROVERS = {"person_in_charge": "机关负责人", "bureau_head": "司法局负责人", "government": "区政府"}
RECEIPT_FIELDS = {
    "place": "送达地点",
    "signed_by": "签收人",
    "proxy": "代收人",
    "proxy_relation": "代收人与受送达人的关系",
    "proxy_reason": "代收理由",
    "refusal_reason": "拒收事由",
    "witness": "见证人",
    "remarks": "备注",
}
"""What people write on a receipt of service; the names of evidence come with the ways of service."""
LETTER_STATES = {"drafted": "草稿", "approved": "已签发", "issued": "已印发", "voided": "已作废"}
SIDES = {"applicant": "申请机关", "respondent": "被申请机关", "concerned": "争议机关"}

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""Statutory festivals, as the notices name them."""
IN_LIEU = "补休"
"""What follows a festival's name on a day in lieu of a weekend."""

LETTER_SERVICES = {"complaints": "投诉举报", "disputes": "争议协调"}
"""Services that keep letters, by the address of their pages."""

TRIGGERS = {
    "request": "依申请",
    "government_instruction": "区政府指示",
    "own_discovery": "依职权发现",
}
EXECUTIONS = {
    "reported": "已报告执行情况",
    "executed": "已执行",
    "not_executed": "未执行",
    "defied": "不执行",
}
