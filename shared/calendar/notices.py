"""The State Council's yearly holiday notice, read from the text that somebody pasted (放假通知的读取).

All or nothing: a text that is cut off, contradicts itself or leaves a festival out is refused with everything
that is wrong with it, so that the clerk mends the text once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from shared.calendar.checks import check_days, missing_festivals
from shared.calendar.editions import YearEdition, read_edition
from shared.calendar.faults import Fault
from shared.calendar.notice_faults import NoticeError, fault, fault_of
from shared.calendar.notice_head import SINGLE, TITLE, Head, read_head
from shared.calendar.notice_items import NUMERALS, Heading, Item, Stretch, read_item
from shared.calendar.notice_script import Script, read_script
from shared.calendar.statute import JOINT, festivals, festivals_in

MOST = 20_000
TRADITIONAL = "國務院辦公廳"
KNOWN = "|".join(sorted(festivals()))
NUMBER = rf"(?:([{NUMERALS}]{{1,2}})、|\([{NUMERALS}]{{1,2}}\)|[0-9]{{1,2}}[.、])"
HEADING = re.compile(
    rf"{NUMBER}?((?:{KNOWN})(?:[、和及暨](?:{KNOWN}))*):"
    rf"|{NUMBER}([^:。,;()0-9]{{1,30}}):"
)
AND = re.compile("[和及暨]")
OF_WEEKDAYS = {"weekday", "make_up_on_weekday"}


@dataclass(frozen=True)
class DaysOff:
    """A holiday: its festival, or festivals, and its first and last day (放假)."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class MakeUpDay:
    """A weekend day that is worked for a holiday (调休上班日)."""

    name: str
    on: date


@dataclass(frozen=True)
class ParsedNotice:
    """What a notice says; None where the text does not say (通知的内容)."""

    year: int
    title: str | None
    document: str | None
    issued_on: date | None
    days_off: tuple[DaysOff, ...]
    make_up_days: tuple[MakeUpDay, ...]


class _Placed(NamedTuple):
    """A single day of the notice and its line."""

    on: date
    is_off: bool
    name: str
    line: int


def parse_notice(text: str) -> ParsedNotice:
    """The notice in a pasted text; raises ``NoticeError`` with every fault found."""
    if len(text) > MOST:
        raise NoticeError([fault("too_long", most=MOST)])
    script = read_script(text)
    if not script.text:
        raise NoticeError([fault("empty")])
    if other := _other_text(script):
        raise NoticeError([other])
    headings = list(_headings(script))
    head = read_head(script, headings[0].at if headings else len(script.text))
    items = [read_item(script, each, head.year) for each in headings] if head.year else []
    if faults := [*head.faults, *_faults(script, head, headings, items)]:
        raise NoticeError(faults)
    return _parsed(head, items)


def edition_of_notice(
    notice: ParsedNotice,
    number: int,
    *,
    source: str = "",
    title: str | None = None,
    document: str | None = None,
    issued_on: date | None = None,
) -> YearEdition:
    """The notice as edition of its year; title, number and date may be given where the text has none."""
    given = {
        "title": notice.title or title,
        "document": notice.document or document,
        "issued_on": notice.issued_on or issued_on,
    }
    codes = {"title": "title_missing", "document": "document_missing", "issued_on": "issue_date_missing"}
    if missing := [fault(codes[key]) for key, value in given.items() if not value]:
        raise NoticeError(missing)
    return read_edition({**given, "year": notice.year, "number": number, "source": source, **_days(notice)})


def _days(notice: ParsedNotice) -> Mapping[str, Any]:
    off = [{"name": each.name, "from": each.first, "to": each.last} for each in notice.days_off]
    return {
        "days_off": off,
        "make_up_days": [{"name": each.name, "day": each.on} for each in notice.make_up_days],
    }


def _other_text(script: Script) -> Fault | None:
    """A notice about one holiday is free text, read by people; a reprint elsewhere is not the notice."""
    if (at := script.text.find(TRADITIONAL)) >= 0:
        return fault("traditional", script.line(at))
    found = SINGLE.search(script.text)
    if not found or TITLE.search(script.text):
        return None
    return fault("not_a_yearly_notice", script.line(found.start()))


def _headings(script: Script) -> Iterator[Heading]:
    found = [each for each in HEADING.finditer(script.text) if _begins_item(script, each)]
    ends = [*(each.start() for each in found), len(script.text)][1:]
    for each, end in zip(found, ends, strict=True):
        numeral = each[1] or each[3]
        yield Heading(
            name=AND.sub(JOINT, each[2]) if each[2] else each[4],
            number=_value(numeral) if numeral else None,
            at=each.start(),
            start=each.end(),
            end=end,
            is_last=each is found[-1],
        )


def _begins_item(script: Script, found: re.Match[str]) -> bool:
    """A known festival begins an item anywhere; another name only after a full stop or a line end."""
    if found[2]:
        return not script.text.startswith(JOINT, max(found.start() - 1, 0))
    return script.starts_line(found.start()) or script.text[found.start() - 1] in "。.;!"


def _value(numeral: str) -> int:
    """一 to 十九."""
    digits = [NUMERALS.index(each) + 1 for each in numeral]
    return sum(digits)


def _faults(
    script: Script, head: Head, headings: Sequence[Heading], items: Sequence[Item]
) -> Iterator[Fault]:
    if not headings:
        yield fault("no_items")
        return
    yield from _of_headings(script, headings)
    if head.year is None:
        return
    yield from (fault_of(each, None) for each in missing_festivals(head.year, _names(headings)))
    mixed = any(each.code == "year_contradictory" for each in head.faults)
    for each in _of_days(head.year, items):
        # in another year every weekday differs; that the years contradict each other is said already
        if not (mixed and each.code in OF_WEEKDAYS):
            yield each


def _of_days(year: int, items: Sequence[Item]) -> Iterator[Fault]:
    yield from (each for item in items for each in item.faults)
    placed = list(_placed(_first_of_each(items)))
    lines = {each.on: each.line for each in placed}
    yield from (fault_of(each, lines[each.on]) for each in check_days(year, placed) if each.on)


def _of_headings(script: Script, headings: Sequence[Heading]) -> Iterator[Fault]:
    """Items that are there twice, and gaps between their numbers."""
    lines: dict[str, int] = {}
    before = 0
    for heading in headings:
        line = script.line(heading.at)
        for festival in festivals_in(heading.name):
            if festival in lines:
                yield fault("festival_twice", line, name=festival, before=lines[festival])
            lines.setdefault(festival, line)
        if heading.number and heading.number > before + 1:
            yield fault("item_gap", line, name=heading.name)
        before = heading.number or before


def _names(headings: Iterable[Heading]) -> Iterator[str]:
    return (each.name for each in headings)


def _first_of_each(items: Iterable[Item]) -> Iterator[Item]:
    """A festival pasted twice is one fault, not one for each of its days."""
    seen: set[str] = set()
    for item in items:
        if seen.isdisjoint(festivals := festivals_in(item.heading.name)):
            yield item
        seen.update(festivals)


def _placed(items: Iterable[Item]) -> Iterator[_Placed]:
    for item in items:
        for stretch in item.stretches:
            yield from (_Placed(day, stretch.is_off, stretch.name, stretch.line) for day in stretch.days)


def _parsed(head: Head, items: Sequence[Item]) -> ParsedNotice:
    if head.year is None:  # such a text was refused
        raise NoticeError([fault("year_missing")])
    stretches = [stretch for item in items for stretch in item.stretches]
    return ParsedNotice(
        year=head.year,
        title=head.title,
        document=head.document,
        issued_on=head.issued_on,
        days_off=tuple(DaysOff(each.name, each.first, each.last) for each in stretches if each.is_off),
        make_up_days=tuple(_make_up_days(stretches)),
    )


def _make_up_days(stretches: Iterable[Stretch]) -> Iterator[MakeUpDay]:
    for each in stretches:
        if not each.is_off:
            yield from (MakeUpDay(each.name, day) for day in each.days)
