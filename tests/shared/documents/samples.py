"""Letters filled as a clerk would fill them, and filled to the brim (样例文书)."""

from datetime import date

from shared.documents.composing import Value, compose
from shared.documents.content import DueLine, LetterContent, LetterHead
from shared.documents.kinds import ITEMS_IN_A_LIST, SERVICES, LetterKind, kinds_of

KINDS = [kind for service in SERVICES for kind in kinds_of(service)]
IDS = [f"{kind.service}.{kind.code}" for kind in KINDS]
BUREAU = "重庆市武隆区司法局"
MARKET, FARMING = "重庆市武隆区市场监督管理局", "重庆市武隆区农业农村委员会"
FRIDAY = date(2026, 11, 20)
DAY = "2026-11-20"

DUE = DueLine(
    count=5,
    unit="working_day",
    due_on=date(2026, 11, 30),
    starts="delivery",
    counted_from=date(2026, 11, 23),
    basis="武隆府办发〔2021〕62号《行政执法争议协调办法》第十二条（一）",
)

STORIES = {
    "textarea": (
        "2026年9月1日上午，执法人员在仙女山街道农贸市场检查时未出示执法证件，当场收取罚款200元，未开具票据。\n"
        "上述事实有现场录音、收据照片和对当事人㛃某、龑某的询问笔录证实，足以认定。"
    ),
    "text": "仙女山街道银杏大道88号2楼会议室（A座）",
    "date": DAY,
}
LISTS: dict[str, list[str]] = {
    "investigators": ["张某（渝执法证第31-0012号）", "喆某（渝执法证第31-0047号）"],
    "views": ["张某\t事实清楚，建议责令改正。", "李某\t同意，另建议通报该局法制机构。"],
    "documents": [
        "1\t武司协受〔2026〕1号\t区司法局\t受理通知书\t2026年11月20日\t1\t",
        "2\t\t区市场监管局\t答复及证据材料\t2026年11月27日\t3\t电子件",
    ],
    "servers": ["王某", "赵某"],
}
ITEMS = [
    "《中华人民共和国食品安全法》第三十六条、《重庆市食品生产加工小作坊和食品摊贩管理条例》第五条",
    "查阅2026年1月以来的行政检查登记表、现场笔录和罚没票据存根",
]
FACTS = {
    "respondent": MARKET,
    "applicant": FARMING,
    "agencies": f"{MARKET}与{FARMING}",
    "handler": f"{BUREAU}行政执法监督科",
    "subject": f"{MARKET}未出示证件、当场收缴罚款不开票据",
    "complainant": "𠮷某",
    "person": "龑某",
    "ground": "对食品摊贩登记管理职责有不同认识",
    "finding": "部分属实",
    "days": "15",
    "period": "办理期限",
    "cause": "国务院办公厅调整2027年放假安排",
    "channel": "网上投诉",
    "identity_number": "5102***********021",
    "address": "重庆市武隆区凤山街道芙蓉西路15号",
    "phone": "023-77770000",
    "requests": "查处未出示证件执法的行为，退还罚款",
    "statement": "9月1日上午在农贸市场被当场罚款200元，没有票据。",
    "evidence": "现场录音1段，收据照片2张",
    "other_procedures": "未申请复议，未提起诉讼",
    "confidentiality": "要求不向被投诉机关透露姓名",
    "investigators": "张某（渝执法证第31-0012号）",
    "chair": "李某（副局长）",
    "conclusion": "责令限期改正，建议对直接责任人员批评教育",
    "decision": "同意",
    "act": "2026年9月1日当场收缴罚款200元的行为",
    "organ_liable": MARKET,
    "lead_type": "职务违法问题",
    "recommended": "批评教育、离岗教育",
    "outcome": "维持原处理",
    "consulted_organ": "重庆市司法局",
    "consultation_number": "武隆司文〔2026〕41号",
    "requested_by": FARMING,
    "source": "区政府批办意见",
    "supplement_number": "武隆司协补〔2026〕3号",
    "request_number": "武隆司协急〔2026〕1号",
    "proposal_number": "武隆司协建〔2026〕2号",
    "consent_reference": "武隆府函〔2026〕88号",
    "outcome_title": "协调意见书",
    "outcome_number": "武隆司协意〔2026〕2号",
    "recipient": MARKET,
    "place": "重庆市武隆区芙蓉西路2号收发室",
    "method": "直接送达",
    "document": "责令限期改正通知书（武隆司投改〔2026〕5号）",
    "reason_for_notice": "受送达人下落不明",
    "requester": "𠮷某",
}
WRITTEN = {
    "report_way": "书面报告并附票据存根和照片",
    "feedback": "处理完毕后十个工作日内书面反馈处理结果",
    "reply_limit": "收到本建议书后三十日内",
    "period": "自知道权益受到侵害之日起两年",
    "time": "上午9时30分",
    "recorder": "王某",
    "enforcing_agency": FARMING,
    "report_limit": "2026年12月31日前",
}


def sample_values(kind: LetterKind) -> dict[str, Value]:
    """Every field and fact of a kind, as in a real case."""
    return {name: _sample(kind, name) for name in kind.labels}


def _sample(kind: LetterKind, name: str) -> Value:
    field = kind.field_named(name)
    if field is None:
        return DAY if name.endswith("_on") else LISTS.get(name) or FACTS.get(name, f"{kind.labels[name]}一栏")
    return ITEMS if field.type == "list" else WRITTEN.get(name, STORIES[field.type])


def longest_values(kind: LetterKind) -> dict[str, Value]:
    """Every field as long as it may be, half of each without any place to break; facts long, too."""
    return {name: _longest(kind, name) for name in kind.labels}


def _longest(kind: LetterKind, name: str) -> Value:
    field = kind.field_named(name)
    if field is None:
        return DAY if name.endswith("_on") else _filler(400)
    if field.type == "list":
        return [_filler(field.max_length)] * ITEMS_IN_A_LIST
    return DAY if field.type == "date" else _filler(field.max_length)


def _filler(length: int) -> str:
    return "W" * (length // 2) + "监" * (length - length // 2)


def head_for(kind: LetterKind, **given: object) -> LetterHead:
    """A head with everything in it."""
    usual: dict[str, object] = {
        "issuer": BUREAU,
        "dated": FRIDAY,
        "case_number": "WLZY-2026-000012",
        "number": f"武隆司{kind.word}〔2026〕12号" if kind.numbered else "",
        "addressees": (MARKET, FARMING) if kind.addressees else (),
        "contact": "联系人：王某，电话：023-77770000",
        "due": DUE if kind.due else None,
        "seal": "（演示，未加盖印章）",
        "approved_by": "李某",
        "approved_on": FRIDAY,
        "attachments": ("现场检查材料复印件",),
        "copies": ("重庆市武隆区人民政府办公室", "中共重庆市武隆区委机构编制委员会办公室"),
    }
    return LetterHead(**{**usual, **given})  # type: ignore[arg-type]


def sample(kind: LetterKind, **given: object) -> LetterContent:
    """A letter of the kind as in a real case."""
    return compose(kind, sample_values(kind), head_for(kind, **given))


def longest(kind: LetterKind) -> LetterContent:
    """A letter of the kind with all that it may hold."""
    name = "重庆市武隆区" + "某" * 53
    return compose(
        kind,
        longest_values(kind),
        head_for(
            kind, issuer=name, addressees=(name,) * 12, copies=(name,) * 12, attachments=("囍" * 300,) * 3
        ),
    )
