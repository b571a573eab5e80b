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

PROCEDURES = {"complaint": "投诉举报", "lead": "线索"}

PAGES = {"lead": "leads"}
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
}

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""Statutory festivals, as the notices name them."""
IN_LIEU = "补休"
"""What follows a festival's name on a day in lieu of a weekend."""
