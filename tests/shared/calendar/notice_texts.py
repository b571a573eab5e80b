"""Notices as people paste them, written out from data; the words around the items are our own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from hypothesis import strategies as st

from shared.calendar.book import CalendarBook, load_bundled
from shared.calendar.days import WEEKDAYS
from shared.calendar.editions import YearEdition
from shared.calendar.statute import festivals_in, statutory_days
from shared.calendar.work_calendar import WorkCalendar

ONE_DAY = timedelta(days=1)
NUMERALS = "一二三四五六七八九十"
WIDE = str.maketrans("0123456789(),:", "０１２３４５６７８９（），：")


@dataclass(frozen=True)
class Holiday:
    """One item of a notice."""

    name: str
    first: date
    last: date
    make_up: tuple[date, ...] = ()

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Style:
    """How a notice is printed and pasted."""

    week: str = "周"
    brackets_off: bool = True
    month_again: bool = False
    year_again: bool = False
    range_word: str = "至"
    off_word: str = "放假调休"
    numbered: bool = True
    wide: bool = True
    line_end: str = "\n"
    blank_lines: bool = False
    indent: str = ""


@dataclass(frozen=True)
class Text:
    """A notice as data: what stands above, the items, and what stands below."""

    year: int
    holidays: Sequence[Holiday]
    document: str
    issued_on: date
    style: Style = Style()

    @property
    def title(self) -> str:
        return f"国务院办公厅关于{self.year}年部分节假日安排的通知"

    def items(self) -> list[str]:
        return [self._item(place, each) for place, each in enumerate(self.holidays)]

    def written(self) -> str:
        return self.around(self.items())

    def around(self, items: Iterable[str]) -> str:
        """The whole text with these lines as its items."""
        on, style = self.issued_on, self.style
        lines = [self.title, self.document, "各单位：", "兹将假期安排如下。", *items]
        lines += ["节日期间请安排好值班。", "国务院办公厅", f"{on.year}年{on.month}月{on.day}日"]
        gap = style.line_end * (2 if style.blank_lines else 1)
        return gap.join(style.indent + line for line in lines) + style.line_end

    def _item(self, place: int, holiday: Holiday) -> str:
        style = self.style
        number = f"{NUMERALS[place]}、" if style.numbered else ""
        line = f"{number}{holiday.name}:{self._off(holiday)}。{self._worked(holiday)}"
        return line.translate(WIDE) if style.wide else line

    def _off(self, holiday: Holiday) -> str:
        style = self.style
        first = self._day(holiday.first, style.brackets_off, year=style.year_again)
        if holiday.length == 1:
            return f"{first}放假,共1天"
        last = self._day(
            holiday.last,
            style.brackets_off,
            year=style.year_again or holiday.first.year != holiday.last.year,
            month=style.month_again or holiday.first.month != holiday.last.month,
        )
        return f"{first}{style.range_word}{last}{style.off_word},共{holiday.length}天"

    def _worked(self, holiday: Holiday) -> str:
        days = "、".join(self._day(each, brackets=True) for each in holiday.make_up)
        return f"{days}上班。" if days else ""

    def _day(self, day: date, brackets: bool, *, year: bool = False, month: bool = True) -> str:
        shown = f"{day.year}年" if year or day.year != self.year else ""
        shown += f"{day.month}月" if month or shown else ""
        return f"{shown}{day.day}日" + (f"({self.style.week}{WEEKDAYS[day.weekday()]})" if brackets else "")


def text_of(edition: YearEdition, style: Style = Style()) -> Text:
    """A bundled notice as text."""
    off = [day for day in edition.days if day.is_off]
    make_up = [day for day in edition.days if not day.is_off]
    holidays = []
    for name, group in groupby(off, lambda day: day.name):
        days = [day.on for day in group]
        worked = tuple(day.on for day in make_up if day.name == name)
        holidays.append(Holiday(name, days[0], days[-1], worked))
    assert edition.notice.issued_on
    return Text(edition.year, holidays, edition.notice.document, edition.notice.issued_on, style)


def notice_of(year: int) -> YearEdition:
    """The bundled yearly notice."""
    return next(each for each in load_bundled().editions if (each.year, each.number) == (year, 1))


def states(edition: YearEdition) -> tuple[WorkCalendar, WorkCalendar]:
    """The calendar before the edition was published, and after."""
    known = [each for each in load_bundled().editions if (each.year, each.number) != _key(edition)]
    known = [each for each in known if not each.number or _key(each) < _key(edition)]
    return CalendarBook(known).current(), CalendarBook([*known, edition]).current()


def _key(edition: YearEdition) -> tuple[int, int]:
    return (edition.year, edition.number)


def invented(year: int = 2027) -> Text:
    """An INVENTED notice: no such notice was issued; the days fit the statute, their swaps are made up."""
    return Text(
        year,
        [
            Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),
            Holiday("春节", date(2027, 2, 5), date(2027, 2, 12), (date(2027, 1, 31), date(2027, 2, 20))),
            Holiday("清明节", date(2027, 4, 3), date(2027, 4, 5)),
            Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 5), (date(2027, 5, 8),)),
            Holiday("端午节", date(2027, 6, 9), date(2027, 6, 9)),
            Holiday("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
            Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7), (date(2027, 9, 26), date(2027, 10, 9))),
        ],
        "国办发明电〔2026〕99号",
        date(2026, 11, 30),
    )


styles = st.builds(
    Style,
    week=st.sampled_from(["周", "星期", "农历正月初七、周"]),
    brackets_off=st.booleans(),
    month_again=st.booleans(),
    year_again=st.booleans(),
    range_word=st.sampled_from(["至", "到", "—", "-", "～"]),
    off_word=st.sampled_from(["放假", "放假调休"]),
    numbered=st.booleans(),
    wide=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    blank_lines=st.booleans(),
    indent=st.sampled_from(["", "　　", "  ", "\t", "\u200b"]),
)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A notice that nobody issued, but somebody could: any swap of days around the statutory ones."""
    year = draw(st.integers(2021, 2036))
    holidays = _apart(list(_drawn_holidays(draw, year)))
    taken = {each.first + ONE_DAY * place for each in holidays for place in range(each.length)}
    worked: set[date] = set()
    for place, each in enumerate(holidays):
        days = [_near(each, offset) for offset in draw(st.lists(st.integers(-12, 12), max_size=2))]
        free = [day for day in days if day.weekday() > 4 and day.year == year and day not in taken | worked]
        holidays[place] = replace(each, make_up=tuple(dict.fromkeys(free)))
        worked.update(free)
    issued_on = draw(st.dates(date(year - 1, 10, 1), date(year - 1, 12, 28)))
    number = draw(st.integers(1, 60))
    return Text(year, holidays, f"国办发明电〔{year - 1}〕{number}号", issued_on, draw(styles))


def _drawn_holidays(draw: st.DrawFn, year: int) -> Iterable[Holiday]:
    statutory = next(each for each in load_bundled().editions if _key(each) == (year, 0))
    named = [day for day in statutory.days if day.on in statutory_days(year)]
    for name in dict.fromkeys(each for day in named for each in festivals_in(day.name)):
        days = [day.on for day in named if name in festivals_in(day.name)]
        least = date(year - 1, 12, 29) if name == "元旦" else date(year, 1, 1)
        first = max(least, days[0] - ONE_DAY * draw(st.integers(0, 3)))
        yield Holiday(name, first, days[-1] + ONE_DAY * draw(st.integers(0, 5)))


def _apart(holidays: list[Holiday]) -> list[Holiday]:
    """Holidays that touch or overlap are one, with both names."""
    merged: list[Holiday] = []
    for each in sorted(holidays, key=lambda each: each.first):
        if merged and each.first <= merged[-1].last:
            both = f"{merged[-1].name}、{each.name}"
            merged[-1] = Holiday(both, merged[-1].first, max(merged[-1].last, each.last))
        else:
            merged.append(each)
    return merged


def _near(holiday: Holiday, offset: int) -> date:
    return holiday.first + ONE_DAY * offset if offset < 0 else holiday.last + ONE_DAY * (offset + 1)
