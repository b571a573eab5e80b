"""What a notice says of itself: year, title, document number, date of issue (通知的标题、文号和日期)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from shared.calendar.faults import Fault
from shared.calendar.notice_faults import fault
from shared.calendar.notice_script import Script
from shared.calendar.statute import LAST_YEAR, statute_of

TITLE = re.compile(r"国务院办公厅关于([0-9]{4})年部分节假日安排的通知")
YEAR = re.compile(r"(?:关于|现将)([0-9]{4})年(?=部分节假日|节假日|元旦|春节)")
SINGLE = re.compile(r"关于(?:延长|调整|变更)[0-9]{4}年")
DOCUMENT = re.compile(r"国(?:办)?发(?:明电)?[〔\[(【]([0-9]{4})[〕\])】]第?([0-9]{1,4})号")
DATE = r"([0-9]{4})[年.\-/]([0-9]{1,2})[月.\-/]([0-9]{1,2})日?"
SIGNED = re.compile(rf"(?:国务院办公厅|成文日期[:\])】]{{0,2}}){DATE}")
FULL_DATE = re.compile(DATE)


class Head(NamedTuple):
    """What was found; None where the text does not say, or names a year whose holidays are not known."""

    year: int | None
    title: str | None
    document: str | None
    issued_on: date | None
    faults: Sequence[Fault]


class _Said(NamedTuple):
    """Something that the text says at a place."""

    what: str
    line: int


def read_head(script: Script, body: int) -> Head:
    """The head of a notice whose first item begins at ``body``."""
    years = [_Said(each[1], script.line(each.start())) for each in YEAR.finditer(script.text)]
    documents = [_Said(_number(each), script.line(each.start())) for each in DOCUMENT.finditer(script.text)]
    dates, faults = _dates(script, body)
    title = TITLE.search(script.text)
    head = Head(
        year=int(years[0].what) if years else None,
        title=title[0] if title else None,
        document=documents[0].what if documents else None,
        issued_on=date.fromisoformat(dates[0].what) if dates else None,
        faults=(),
    )
    faults += _contradictions("year_contradictory", years)
    faults += _contradictions("document_contradictory", documents)
    faults += _contradictions("issue_date_contradictory", dates)
    faults += _misfits(head, years, documents, dates)
    return head._replace(year=head.year if _is_known(head.year) else None, faults=faults)


def is_date_line(script: Script, at: int) -> bool:
    """Whether a full date stands alone on the line that begins here."""
    return script.starts_line(at) and bool(FULL_DATE.fullmatch(script.text, at, script.line_end(at)))


def _number(found: re.Match[str]) -> str:
    """The document number in its printed form, whatever brackets were typed."""
    letters = re.split(r"[〔\[(【]", found[0])[0]
    return f"{letters}〔{found[1]}〕{int(found[2])}号"


def _dates(script: Script, body: int) -> tuple[list[_Said], list[Fault]]:
    """The dates under the signature or in the header; else a date alone on a line below the items."""
    found = list(SIGNED.finditer(script.text))
    if not found:
        found = [each for each in FULL_DATE.finditer(script.text, body) if is_date_line(script, each.start())]
    said: list[_Said] = []
    faults: list[Fault] = []
    for each in found:
        year, month, day = map(int, each.groups())
        line = script.line(each.start(1))
        try:
            said.append(_Said(date(year, month, day).isoformat(), line))
        except ValueError:
            faults.append(fault("no_such_date", line, shown=f"{year}年{month}月{day}日"))
    return said, faults


def _contradictions(code: str, said: Sequence[_Said]) -> list[Fault]:
    """Whatever is said again in other words; each wording once."""
    others = {each.what: each.line for each in reversed(said) if each.what != said[0].what}
    return [fault(code, line, first=said[0].what, other=what) for what, line in others.items()]


def _misfits(
    head: Head, years: Sequence[_Said], documents: Sequence[_Said], dates: Sequence[_Said]
) -> Iterator[Fault]:
    """A notice is issued in the year before its holidays, at the latest during them."""
    year, document, issued_on = head.year, head.document, head.issued_on
    if year is None:
        yield fault("year_missing")
        return
    fitting = (year - 1, year)
    if not _is_known(year):
        yield fault("year_unsupported", years[0].line, year=year)
    if document and _year_of(document) not in fitting:
        yield fault("document_year", documents[0].line, document=document, year=year)
    if issued_on and issued_on.year not in fitting:
        yield fault("issue_date_year", dates[0].line, issued_on=issued_on, year=year)
    elif issued_on and document and issued_on.year != _year_of(document):
        yield fault("issue_date_document", dates[0].line, issued_on=issued_on, document=document)


def _year_of(document: str) -> int:
    found = DOCUMENT.fullmatch(document)
    return int(found[1]) if found else 0


def _is_known(year: int | None) -> bool:
    return year is not None and year <= LAST_YEAR and statute_of(year) is not None
