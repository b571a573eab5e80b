"""The bundled notices are complete, consistent, and say what they said when they were issued."""

from datetime import date, timedelta

import holidays
import pytest

from shared.calendar.book import CalendarBook, edition_id
from shared.calendar.days import DayKind
from shared.calendar.editions import EditionError, UnknownEditionError, read_edition
from tests.shared.calendar.periods import day

YEARS = range(2020, 2037)


def days_of(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=i) for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


@pytest.mark.parametrize("year", YEARS)
def test_weekdays_minus_working_days_are_the_statutory_holidays(year, calendar):
    weekdays = sum(on.weekday() < 5 for on in days_of(year))
    worked = sum(calendar.is_working_day(on) for on in days_of(year))

    assert weekdays - worked == {2020: 13}.get(year, 11 if year < 2025 else 13)


@pytest.mark.parametrize("year", range(2020, 2027))
def test_published_years_equal_an_independent_source(year, calendar):
    china = holidays.country_holidays("CN", years=year)

    assert [on for on in days_of(year) if china.is_working_day(on) != calendar.is_working_day(on)] == []


@pytest.mark.parametrize("year", range(2027, 2037))
def test_statutory_days_of_later_years_equal_an_independent_source(year, calendar):
    china = holidays.country_holidays("CN", years=year)
    differing = [
        on for on in days_of(year) if (on in china and on.weekday() < 5) == calendar.is_working_day(on)
    ]

    # Two festivals on one day: the holiday lost to the overlap is made up, as the notice of 2020 did.
    both_on_one_day = {2028: [day("2028-10-05")], 2031: [day("2031-10-06")]}
    assert [on for on in differing if on.weekday() < 5] == both_on_one_day.get(year, [])


def test_the_extension_of_2020_changed_a_make_up_day_into_a_day_off(book):
    before, after = book.as_known_on(day("2020-01-25")), book.as_known_on(day("2020-01-26"))

    assert before.is_working_day(day("2020-02-01"))
    assert not after.is_working_day(day("2020-02-01"))
    assert before.is_working_day(day("2020-01-31"))
    assert after.kind_of(day("2020-01-31")).notice.document == "国办发明电〔2020〕1号"
    assert before.edition != after.edition


def test_before_its_notice_a_year_rests_on_the_statute_and_is_provisional(book):
    early, late = book.as_known_on(day("2025-11-03")), book.as_known_on(day("2025-11-04"))

    assert not early.is_published(day("2026-02-20"))
    assert early.is_working_day(day("2026-02-14")) is False
    assert late.is_published(day("2026-02-20"))
    assert late.kind_of(day("2026-02-14")).kind is DayKind.MAKE_UP


def test_2027_rests_on_the_statute(calendar):
    off = [on for on in days_of(2027) if on.weekday() < 5 and not calendar.is_working_day(on)]

    assert [f"{on:%m-%d}" for on in off] == [
        *("01-01", "02-05", "02-08", "02-09", "02-10", "04-05", "05-03", "05-04"),
        *("06-09", "09-15", "10-01", "10-04", "10-05"),
    ]
    assert calendar.published_until == day("2026-12-31")


def test_an_edition_is_found_by_its_identifier(book, calendar):
    assert book.edition(calendar.edition) is calendar
    earlier = book.as_known_on(day("2024-06-01"))
    assert book.edition(earlier.edition).edition == earlier.edition
    with pytest.raises(UnknownEditionError):
        book.edition("cn-1999.1-000000000000")


def test_a_state_is_found_by_a_release_that_reaches_further(book):
    """Each release brings the statutory days of one more year; stored dates still name the state before."""
    shorter = CalendarBook([each for each in book.editions if each.year < max(YEARS)])
    stored = shorter.current().edition

    assert CalendarBook(book.editions).edition(stored).edition == stored


def test_the_identifier_follows_from_the_content_alone(book):
    again = CalendarBook(reversed(book.editions))

    assert again.current().edition == book.current().edition == edition_id(book.editions)


def notice(**more):
    return read_edition(
        {
            "year": 2027,
            "number": 1,
            "title": "a notice",
            "document": "no. 1",
            "issued_on": day("2026-11-25"),
            "source": "",
            "days_off": [{"name": "元旦", "from": day("2027-01-01"), "to": day("2027-01-03")}],
            **more,
        }
    )


def test_a_new_notice_replaces_the_statutory_days_of_its_year(book):
    with_notice = book.with_edition(notice()).current()

    assert with_notice.published_until == day("2027-12-31")
    assert with_notice.is_working_day(day("2027-02-08"))
    assert with_notice.edition.startswith("cn-2027.1-")


@pytest.mark.parametrize("issued_on", [None, day("2026-11-24")], ids=["without a date", "dated before it"])
def test_an_amendment_goes_before_what_it_amends_whatever_its_date_says(book, issued_on):
    shorter = {"days_off": [], "make_up_days": [{"name": "元旦", "day": day("2027-01-02")}]}
    amended = book.with_edition(notice()).with_edition(
        notice(number=2, amends=1, issued_on=issued_on, **shorter)
    )

    assert amended.current().is_working_day(day("2027-01-02"))
    assert not amended.current().is_working_day(day("2027-01-01"))


def test_an_edition_is_immutable(book):
    longer = book.with_edition(notice())

    assert longer.with_edition(notice()) is longer
    with pytest.raises(EditionError, match="cannot be changed"):
        longer.with_edition(notice(days_off=[]))


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(
            {"make_up_days": [{"name": "元旦", "day": day("2027-01-04")}]}, id="make-up day on a Monday"
        ),
        pytest.param(
            {"make_up_days": [{"name": "元旦", "day": day("2027-01-02")}]}, id="a day both off and worked"
        ),
        pytest.param({"off": []}, id="an unknown key"),
    ],
)
def test_contradictory_data_are_refused(wrong):
    with pytest.raises(EditionError):
        notice(**wrong)


def test_a_day_says_why_it_counts(calendar):
    make_up, weekend = calendar.kind_of(day("2026-09-20")), calendar.kind_of(day("2026-09-19"))
    off, plain = calendar.kind_of(day("2026-10-01")), calendar.kind_of(day("2026-09-21"))

    assert (make_up.kind, make_up.is_working) == (DayKind.MAKE_UP, True)
    assert (weekend.kind, weekend.is_working) == (DayKind.WEEKEND, False)
    assert (off.kind, off.name, off.notice.document) == (DayKind.HOLIDAY, "国庆节", "国办发明电〔2025〕7号")
    assert (plain.kind, plain.notice, plain.provisional) == (DayKind.WORKING, None, False)
