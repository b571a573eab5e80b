"""One festival of a notice, read clause by clause (节日条目).

An item says which days are off, how many they are, and which weekend days are worked instead. Every clause
is understood or is a fault; advice to use annual leave is passed over.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from shared.calendar.checks import outside_year
from shared.calendar.days import WEEKDAYS, is_weekend
from shared.calendar.faults import Fault
from shared.calendar.notice_faults import fault, fault_of
from shared.calendar.notice_head import is_date_line
from shared.calendar.notice_script import Script
from shared.calendar.statute import belongs_to
from shared.calendar.wording import WEEKDAYS_EN

DAY = re.compile(r"(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日(?:\(([^()]*)\))?")
TO = re.compile(r"至|到|[-\u2010-\u2015\u2212~]{1,2}")
AND = re.compile(r"[、,和及]")
VERB = re.compile(r"放假调休|放假|补休|(?:照常|正常)?(上班)")
COUNT = re.compile(r"(?:共计?(?:放假)?)?([0-9]{1,3}|[一二三四五六七八九十])天")
REMARK = re.compile(r"不调休|调休|[与和同](?:周末|周六|周日|公休日)(连休)")
ARRANGED = re.compile(r"(?=.*(?:放假|补休|上班))(?=.*(?:[0-9]|月.{1,4}日))")
WEEKDAY = re.compile(r"(?:周|星期|礼拜)(?!末)(.?)")
STOP, PAUSE = re.compile(r"[。.;!]"), ","
NUMERALS = "一二三四五六七八九十"
ONE_DAY = timedelta(days=1)
ADVICE, SIGNATURE = "鼓励", "国务院办公厅"
NEW_YEAR, DECEMBER = "元旦", 12


class Heading(NamedTuple):
    """The beginning of an item: its festival, where it stands, and where its text begins and ends."""

    name: str
    number: int | None
    at: int
    start: int
    end: int
    is_last: bool


class Stretch(NamedTuple):
    """Days in a row that are off, or worked, and the line that says so."""

    name: str
    first: date
    last: date
    is_off: bool
    line: int

    @property
    def days(self) -> list[date]:
        """Each day of it."""
        return [self.first + ONE_DAY * offset for offset in range(self.length)]

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


class Item(NamedTuple):
    """What an item says, and what is wrong with it."""

    heading: Heading
    stretches: Sequence[Stretch]
    faults: Sequence[Fault]


class _Range(NamedTuple):
    """One day or a range as printed."""

    first: re.Match[str]
    last: re.Match[str] | None


def read_item(script: Script, heading: Heading, year: int) -> Item:
    """The item under a heading of the notice for the year."""
    reader = _ItemReader(script, heading, year)
    reader.read()
    return Item(heading, reader.stretches, reader.faults)


class _ItemReader:
    """Walks through the text of one item."""

    def __init__(self, script: Script, heading: Heading, year: int) -> None:
        self.script, self.heading, self.year = script, heading, year
        self.text, self.at, self.end = script.text, heading.start, heading.end
        self.stretches: list[Stretch] = []
        self.faults: list[Fault] = []
        self.is_whole = True
        self.is_counted = self.joins_weekend = False
        self.month = 0

    # -- sentences -------------------------------------------------------------------------------------

    def read(self) -> None:
        """Sentence by sentence up to the next item, or to the closing words."""
        self._sentence()
        while self.at < self.end and not self._is_closing():
            self._sentence()
        line, off = self._line(self.heading.at), [each for each in self.stretches if each.is_off]
        if not off and self.is_whole:
            self._fault("no_days_off", line)
        if any(each.length > 1 for each in off) and not self.is_counted and self.is_whole:
            self._fault("count_missing", line)

    def _is_closing(self) -> bool:
        """After the last item come the closing words; between items only a second copy brings them."""
        if self.text.startswith(SIGNATURE, self.at):
            return True
        if not self.heading.is_last:
            return False
        sentence = self.text[self.at : self._stop()]
        starts_with_day = self.text[self.at].isdigit() and not is_date_line(self.script, self.at)
        return not starts_with_day and not (ARRANGED.match(sentence) and ADVICE not in sentence)

    def _sentence(self) -> None:
        stop = self._stop()
        sentence = self.text[self.at : stop]
        is_first = self.at == self.heading.start
        if sentence.startswith(ADVICE) or not (is_first or ARRANGED.match(sentence) or _has_digit(sentence)):
            self.at = stop + 1
        else:
            self._clauses(stop)

    def _stop(self) -> int:
        """Where the sentence ends: at its full stop, or with the item."""
        found = STOP.search(self.text, self.at, self.end)
        return found.start() if found else self.end

    def _clauses(self, stop: int) -> None:
        start = self.at
        while self.at < stop:
            start = self.at
            if not self._clause() or (self.at < stop and self.text[self.at] != PAUSE):
                self._unread(start, stop)
                break
            self.at += self.at < stop
        else:
            if start < stop == self.end:
                self._fault("cut", self._line(start), shown=self._shown(start, stop))
        self.at = stop + 1

    def _unread(self, start: int, stop: int) -> None:
        """A clause that is not understood: cut off at the end of its line, or plainly unreadable."""
        at, line = self.at, self._line(start)
        self.is_whole = False
        broken_at = at if at > start and self.script.starts_line(at) else self.script.line_end(at)
        if at > start and TO.fullmatch(self.text[at - 1]):
            self._fault("range_without_end", line, shown=self._shown(start, at))
        elif broken_at < stop or stop == self.end:
            shown = self._shown(start, min(broken_at, stop))
            self._fault("cut", line, shown=shown)
        else:
            self._fault("unreadable", line, shown=self._shown(start, stop))

    # -- clauses ---------------------------------------------------------------------------------------

    def _clause(self) -> bool:
        """One clause; False where it is not understood, with ``at`` where the understanding ended."""
        if count := self._take(COUNT):
            self._count(count, self._total())
            return True
        if remark := self._take(REMARK):
            self.joins_weekend |= bool(remark[1])
            return True
        return self._arrangement()

    def _arrangement(self) -> bool:
        """Days, and what they are: off, made up for, or worked."""
        ranges = self._ranges()
        verb = self._take(VERB) if ranges else None
        if not ranges or not verb:
            return False
        self.month = 0
        read = [self._stretch(one, is_off=not verb[1]) for one in ranges]
        stretches = [each for each in read if each]
        self.is_whole &= len(stretches) == len(read)
        self.stretches += stretches
        if count := self._take(COUNT):
            self._count(count, sum(each.length for each in stretches))
        return True

    def _ranges(self) -> list[_Range]:
        """Days and ranges in a row; empty where something else stands between them."""
        ranges: list[_Range] = []
        while first := self._take(DAY):
            last = None
            if self._take(TO) and not (last := self._take(DAY)):
                return []
            ranges.append(_Range(first, last))
            if not self._take(AND):
                return ranges
        return []

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at, self.end)
        self.at = found.end() if found else self.at
        return found

    # -- days ------------------------------------------------------------------------------------------

    def _stretch(self, printed: _Range, *, is_off: bool) -> Stretch | None:
        first = self._day(printed.first, None)
        last = self._day(printed.last, first) if printed.last and first else first
        line = self._line(printed.first.start())
        if first is None or last is None:
            return None
        if last < first:
            self._fault("range_backwards", line, first=first, last=last)
            return None
        if wrong := next((each for each in (first, last) if not belongs_to(self.year, each)), None):
            self.faults.append(fault_of(outside_year(self.year, wrong), line))
            return None
        return Stretch(self.heading.name, first, last, is_off, line)

    def _day(self, printed: re.Match[str], first: date | None) -> date | None:
        """The date as printed; a month stands for the days after it too, the year is that of the notice."""
        line = self._line(printed.start())
        month = int(printed[2] or self.month)
        year = int(printed[1]) if printed[1] else self._year_of(month, first)
        try:
            day = date(year, month, int(printed[3]))
        except ValueError:
            self._fault(
                "no_such_date", line, shown=f"{year}年{month}月{printed[3]}日" if month else printed[0]
            )
            return None
        self.month = month
        self._check_weekday(day, printed[4] or "", line)
        return day

    def _year_of(self, month: int, first: date | None) -> int:
        """The year where none is printed: New Year may begin in December of the year before."""
        if first:
            return first.year + (month < first.month == DECEMBER)
        return self.year - (month == DECEMBER and NEW_YEAR in self.heading.name)

    def _check_weekday(self, day: date, brackets: str, line: int) -> None:
        said = WEEKDAY.search(brackets)
        if not said:
            return
        place = WEEKDAYS.find(said[1].replace("天", "日")) if said[1] else -1
        if place < 0:
            self._fault("weekday_unreadable", line, shown=brackets)
        elif place != day.weekday():
            self._fault(
                "weekday",
                line,
                date=f"{day.month}月{day.day}日",
                is_zh=WEEKDAYS[day.weekday()],
                said_zh=WEEKDAYS[place],
                iso=day,
                is_en=WEEKDAYS_EN[day.weekday()],
                said_en=WEEKDAYS_EN[place],
            )

    # -- counts ----------------------------------------------------------------------------------------

    def _total(self) -> int:
        return sum(each.length for each in self.stretches if each.is_off)

    def _count(self, printed: re.Match[str], counted: int) -> None:
        """The count must be that of the days named, or of these and the weekend that they join."""
        said = int(printed[1]) if printed[1].isdigit() else NUMERALS.index(printed[1]) + 1
        self.is_counted = True
        if said != counted and self.is_whole and not (self.joins_weekend and said == self._with_weekend()):
            line = self._line(printed.start())
            self._fault("count", line, said=said, counted=counted)

    def _with_weekend(self) -> int:
        days = [day for each in self.stretches if each.is_off for day in each.days]
        if not days:
            return 0
        first, last = min(days), max(days)
        while is_weekend(first - ONE_DAY):
            first -= ONE_DAY
        while is_weekend(last + ONE_DAY):
            last += ONE_DAY
        return (last - first).days + 1

    # -- faults ----------------------------------------------------------------------------------------

    def _line(self, at: int) -> int:
        return self.script.line(at)

    def _shown(self, start: int, end: int) -> str:
        return self.script.excerpt(start, end)

    def _fault(self, code: str, line: int, **facts: object) -> None:
        self.faults.append(fault(code, line, **{"name": self.heading.name, **facts}))


def _has_digit(sentence: str) -> bool:
    return any(char.isdigit() for char in sentence)
