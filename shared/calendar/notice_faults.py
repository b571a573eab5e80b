"""What can be wrong with a pasted notice, in sentences for the clerk who pasted it (通知文本的错误)."""

from collections.abc import Iterable

from shared.calendar.checks import Finding
from shared.calendar.faults import Fault

SENTENCES = {
    "empty": ("没有文字。请粘贴放假通知的全文。", "There is no text. Paste the whole notice."),
    "too_long": (
        "文字超过{most}字，不像一份放假通知。请只粘贴通知本身。",
        "The text is longer than {most} characters. Paste the notice alone.",
    ),
    "not_a_yearly_notice": (
        "这是延长或者调整某个假期的通知，没有固定格式，请按天录入。",
        "This notice extends or changes a single holiday in free words; enter its days by hand.",
    ),
    "traditional": (
        "这是繁体字的转载，请粘贴原文。",
        "This is a reprint in traditional characters; paste the original.",
    ),
    "no_items": (
        "没有找到“一、元旦：”这样的条目，不是年度放假安排，或者没有复制到正文。",
        "No item such as 一、元旦： was found; this is no yearly notice, or its body was not copied.",
    ),
    "year_missing": (
        "标题和正文都没有写是哪一年的节假日安排，日期无法确定。",
        "Neither title nor text says which year is meant, so no date can be fixed.",
    ),
    "year_contradictory": (
        "前面写的是{first}年，这里写的是{other}年：可能混入了别的年份的通知。",
        "The text speaks of {first} before and of {other} here; is another year's notice mixed in?",
    ),
    "year_unsupported": (
        "{year}年不在可以读取的年份之内。",
        "The year {year} is outside those that can be read.",
    ),
    "document_contradictory": (
        "出现了两个发文字号：{first}和{other}。请只粘贴一份通知。",
        "There are two document numbers, {first} and {other}. Paste one notice only.",
    ),
    "document_year": (
        "发文字号{document}的年份与{year}年的放假安排对不上。",
        "The year in the document number {document} does not fit a notice for {year}.",
    ),
    "issue_date_contradictory": (
        "出现了两个成文日期：{first}和{other}。",
        "There are two dates of issue, {first} and {other}.",
    ),
    "issue_date_year": (
        "成文日期{issued_on}与{year}年的放假安排对不上。",
        "The date of issue {issued_on} does not fit a notice for {year}.",
    ),
    "issue_date_document": (
        "成文日期{issued_on}与发文字号{document}的年份对不上。",
        "The date of issue {issued_on} does not fit the year in the document number {document}.",
    ),
    "no_such_date": ("日历上没有“{shown}”这一天。", "There is no such day as {shown}."),
    "weekday": (
        "{date}是周{is_zh}，括号里写的是周{said_zh}：日期或者星期有一处抄错了。",
        "{iso} is a {is_en}, but the brackets say {said_en}; the date or the weekday is wrong.",
    ),
    "weekday_unreadable": (
        "括号里的“{shown}”看不出是星期几。",
        "The brackets say {shown}, which is no day of the week.",
    ),
    "range_without_end": (
        "“{shown}”只有起始日，没有结束日。",
        "The range {shown} has no last day.",
    ),
    "range_backwards": (
        "结束日{last}早于起始日{first}。",
        "The last day {last} comes before the first day {first}.",
    ),
    "count": (
        "“{name}”写的是{said}天，按日期数是{counted}天。",
        "{name} says {said} days, but the dates make {counted}.",
    ),
    "count_missing": (
        "“{name}”放假不止一天，却没有写共几天：这一条可能不完整。",
        "{name} is longer than a day but does not say how many days in all; is the line complete?",
    ),
    "unreadable": ("读不懂“{shown}”。", "Cannot read {shown}."),
    "cut": (
        "“{name}”这一条到“{shown}”就断了，没有写完，也没有句号。",
        "The line of {name} breaks off at {shown}, without a full stop.",
    ),
    "no_days_off": ("“{name}”没有写哪一天放假。", "{name} names no day off."),
    "festival_twice": (
        "“{name}”出现了两次，前一次在第{before}行：可能重复粘贴了。",
        "{name} appears twice, the first time in line {before}; was it pasted twice?",
    ),
    "item_gap": (
        "序号不连续，“{name}”前面少了一条。",
        "The numbers of the items are not in sequence; one is missing before {name}.",
    ),
    "title_missing": ("通知里没有标题，请补上。", "The notice has no title; add it."),
    "document_missing": ("通知里没有发文字号，请补上。", "The notice has no document number; add it."),
    "issue_date_missing": ("通知里没有成文日期，请补上。", "The notice has no date of issue; add it."),
}


class NoticeError(ValueError):
    """The text is no complete and consistent notice (通知文本有误); ``faults`` holds all that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(dict.fromkeys(faults), key=lambda each: each.line or 0))
        super().__init__("; ".join(f"line {each.line or '-'}: {each.en}" for each in self.faults))


def fault(code: str, line: int | None = None, **facts: object) -> Fault:
    """The fault with its sentences."""
    zh, en = SENTENCES[code]
    return Fault(code, line, zh.format(**facts), en.format(**facts))


def fault_of(finding: Finding, line: int | None) -> Fault:
    """A finding about a day, at the line that names the day."""
    return Fault(finding.code, line, finding.zh, finding.en)
