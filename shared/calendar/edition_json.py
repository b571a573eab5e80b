"""An edition as the JSON document that people export and import; its keys are those of the bundled files.

A document is refused with every fault at once (历法版本的导入导出).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from shared.calendar.checks import check_days
from shared.calendar.days import NamedDay
from shared.calendar.editions import KEYS, EditionError, YearEdition, read_edition
from shared.calendar.faults import Fault
from shared.calendar.statute import LAST_YEAR, first_year

PUBLISHED, PROVISIONAL = "published", "provisional"
REQUIRED = ("year", "number", "title", "document")
KINDS = ("days_off", "make_up_days")
ENTRY_KEYS = ({"name", "day"}, {"name", "from", "to"})
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
LONGEST_TEXT, LONGEST_SHOWN = 300, 60
LONGEST_RANGE, MOST_ENTRIES = 60, 100
HIGHEST_NUMBER = 999
ONE_DAY = timedelta(days=1)

SENTENCES = {
    "not_an_object": ("这里应当是一个对象。", "This must be an object."),
    "not_a_list": (
        "这里应当是一个列表，最多{most}项。",
        "This must be a list of {most} entries at most.",
    ),
    "unknown_key": ("不认识的字段“{key}”。", "The key {key} is not known."),
    "missing": ("缺少字段“{key}”。", "The key {key} is missing."),
    "not_text": (
        "“{key}”应当是1到{most}个字的文字，不能换行。",
        "{key} must be a text of 1 to {most} characters on one line.",
    ),
    "not_a_number": (
        "“{key}”应当是{least}到{most}的整数。",
        "{key} must be a whole number, {least} to {most}.",
    ),
    "not_an_address": (
        "“source”应当是http或https网址，也可以不填。",
        "source must be an address with http or https, or left out.",
    ),
    "not_a_date": (
        "“{shown}”不是日期，应当写成2026-10-01的样子。",
        "{shown} is no date; write it as 2026-10-01.",
    ),
    "entry_keys": (
        "每一项只有name和day，或者name、from和to。",
        "An entry has name and day, or name, from and to.",
    ),
    "range_backwards": (
        "结束日{last}早于起始日{first}。",
        "The last day {last} comes before the first, {first}.",
    ),
    "range_too_long": ("一次放假不会有{length}天。", "No holiday has {length} days."),
    "no_days": ("没有列出任何一天。", "No day is listed."),
    "wrong_status": (
        "“status”应当是published（有成文日期）或provisional（没有成文日期）。",
        "status must be published, with issued_on, or provisional, without.",
    ),
    "amends_itself": (
        "“amends”应当是同一年编号更小的版本。",
        "amends must be the smaller number of an edition of the same year.",
    ),
}


class EditionDocumentError(EditionError):
    """The document is no edition (版本文件有误); ``faults`` holds all that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{each.at or '-'}: {each.en}" for each in self.faults))


def edition_document(edition: YearEdition) -> dict[str, Any]:
    """The edition as JSON-safe document; what is not known is left out."""
    notice = edition.notice
    document: dict[str, Any] = {
        "year": edition.year,
        "number": edition.number,
        "status": PUBLISHED if edition.is_published else PROVISIONAL,
        "title": notice.title,
        "document": notice.document,
        "issued_on": notice.issued_on and notice.issued_on.isoformat(),
        "source": notice.source,
        "amends": edition.amends,
        "days_off": list(_stretches(day for day in edition.days if day.is_off)),
        "make_up_days": [_written(day.name, day.on, day.on) for day in edition.days if not day.is_off],
    }
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def read_edition_document(document: object) -> YearEdition:
    """The edition in a document; raises ``EditionDocumentError`` with every fault found."""
    reader = _Reader()
    read = reader.read(document)
    if reader.faults:
        raise EditionDocumentError(reader.faults)
    return read_edition(read)


def _stretches(days: Iterator[NamedDay]) -> Iterator[dict[str, str]]:
    """Days of one name in a row, as the notice puts them."""
    numbered = enumerate(days)
    for (name, _), group in groupby(numbered, lambda each: (each[1].name, each[1].on - ONE_DAY * each[0])):
        stretch = [day.on for _, day in group]
        yield _written(name, stretch[0], stretch[-1])


def _written(name: str, first: date, last: date) -> dict[str, str]:
    if first == last:
        return {"name": name, "day": first.isoformat()}
    return {"name": name, "from": first.isoformat(), "to": last.isoformat()}


class _Day(NamedTuple):
    """A day of the document, and its entry."""

    on: date
    is_off: bool
    name: str
    at: str


class _Reader:
    """Reads a document and notes what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.days: list[_Day] = []

    def read(self, document: object) -> Mapping[str, Any]:
        """The document with dates for texts; to be used only where no fault was noted."""
        if not isinstance(document, Mapping):
            self._note("not_an_object")
            return {}
        for key in document:
            if key not in KEYS:
                self._note("unknown_key", _shown(key), key=_shown(key))
        given = {key: value for key, value in document.items() if key in KEYS and value is not None}
        for key in REQUIRED:
            if key not in given:
                self._note("missing", key, key=key)
        readers = self._readers()
        read = {key: readers.get(key, self._text)(key, value) for key, value in given.items()}
        self._whole(read)
        return {key: value for key, value in read.items() if key != "status"}

    def _readers(self) -> Mapping[str, Callable[[str, object], object]]:
        """The fields that are not plain text."""
        return {
            "year": partial(self._number, least=first_year(), most=LAST_YEAR),
            "number": partial(self._number, least=0, most=HIGHEST_NUMBER),
            "amends": partial(self._number, least=0, most=HIGHEST_NUMBER),
            "status": lambda _, value: value,  # judged together with the date of issue
            "source": self._address,
            "issued_on": self._date,
            "days_off": self._entries,
            "make_up_days": self._entries,
        }

    # -- fields ----------------------------------------------------------------------------------------

    def _text(self, key: str, value: object, at: str = "") -> str:
        if isinstance(value, str) and value.strip() and _is_plain(value):
            return value
        self._note("not_text", at or key, key=key, most=LONGEST_TEXT)
        return ""

    def _address(self, key: str, value: object) -> str:
        if isinstance(value, str) and (not value or (ADDRESS.fullmatch(value) and _is_plain(value))):
            return value
        self._note("not_an_address", key)
        return ""

    def _number(self, key: str, value: object, *, least: int, most: int) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._note("not_a_number", key, key=key, least=least, most=most)
        return None

    def _date(self, at: str, value: object) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if isinstance(value, str) and ISO_DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._note("not_a_date", at, shown=_shown(value))
        return None

    # -- days ------------------------------------------------------------------------------------------

    def _entries(self, key: str, value: object) -> list[dict[str, Any]]:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes) or len(value) > MOST_ENTRIES:
            self._note("not_a_list", key, most=MOST_ENTRIES)
            return []
        return [self._entry(f"{key}.{place}", entry) for place, entry in enumerate(value)]

    def _entry(self, at: str, entry: object) -> dict[str, Any]:
        if not isinstance(entry, Mapping):
            self._note("not_an_object", at)
            return {}
        if set(entry) not in ENTRY_KEYS:
            self._note("entry_keys", at)
            return {}
        name = self._text("name", entry["name"], f"{at}.name")
        dates = {key: self._date(f"{at}.{key}", entry[key]) for key in entry if key != "name"}
        first, last = dates.get("from", dates.get("day")), dates.get("to", dates.get("day"))
        if first and last:
            self._stretch(at, name, first, last)
        return {"name": name, **dates}

    def _stretch(self, at: str, name: str, first: date, last: date) -> None:
        length = (last - first).days + 1
        if length < 1:
            self._note("range_backwards", at, first=first, last=last)
        elif length > LONGEST_RANGE:
            self._note("range_too_long", at, length=length)
        else:
            is_off = at.startswith("days_off")
            self.days += [_Day(first + ONE_DAY * each, is_off, name, at) for each in range(length)]

    # -- the whole -------------------------------------------------------------------------------------

    def _whole(self, read: Mapping[str, Any]) -> None:
        """What only several fields together show."""
        number, amends, status = read.get("number"), read.get("amends"), read.get("status")
        if number is not None and amends is not None and amends >= number:
            self._note("amends_itself", "amends")
        if status is not None and status != (PUBLISHED if "issued_on" in read else PROVISIONAL):
            self._note("wrong_status", "status")
        if not any(read.get(kind) for kind in KINDS):
            self._note("no_days")
        if read.get("year"):
            places = {day.on: day.at for day in self.days}
            for found in check_days(read["year"], self.days):
                at = places[found.on] if found.on else ""
                self.faults.append(Fault(found.code, None, found.zh, found.en, at))

    def _note(self, code: str, at: str = "", **facts: object) -> None:
        zh, en = SENTENCES[code]
        self.faults.append(Fault(code, None, zh.format(**facts), en.format(**facts), at))


def _is_plain(text: str) -> bool:
    """Short, and free of line ends and of what no editor shows."""
    return len(text) <= LONGEST_TEXT and not any(
        unicodedata.category(char).startswith(("C", "Zl", "Zp")) for char in text
    )


def _shown(value: object) -> str:
    """What was handed in, short and without what cannot be shown."""
    text = str(value)[:LONGEST_SHOWN]
    return "".join("\ufffd" if unicodedata.category(char).startswith("C") else char for char in text)
