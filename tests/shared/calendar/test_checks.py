"""What stands in the way of publishing a calendar, what a person must confirm, and what is only unusual."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from shared.calendar.book import CalendarBook, load_bundled
from shared.calendar.checks import Finding, Severity, check_year
from shared.calendar.closures import LocalEdition
from shared.calendar.days import LocalDay, NamedDay
from shared.calendar.editions import YearEdition
from shared.calendar.notices import edition_of_notice, parse_notice
from shared.calendar.statute import statute_of
from tests.shared.calendar.notice_texts import Text, invented, notice_of, states, texts
from tests.shared.calendar.periods import day

ERROR, CONFIRM, WARNING = Severity.ERROR, Severity.CONFIRM, Severity.WARNING


def edition_of(text: Text) -> YearEdition:
    return edition_of_notice(parse_notice(text.written()), 1)


def checked(edition: YearEdition, reason: str = "") -> list[Finding]:
    return check_year(edition, *states(edition), reason=reason)


def of(findings: list[Finding], code: str) -> list[Finding]:
    return [each for each in findings if each.code == code]


def changed(edition: YearEdition, *, without: str = "", more: tuple[NamedDay, ...] = ()) -> YearEdition:
    """The edition without some of its days, and with others."""
    kept = [each for each in edition.days if each.on.isoformat() not in without.split()]
    return replace(edition, days=(*kept, *more))


def named(on: str, name: str, *, is_off: bool) -> NamedDay:
    return NamedDay(day(on), is_off, name, notice_of(2026).notice)


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2026])
def test_the_issued_notices_give_no_finding(year):
    assert checked(notice_of(year)) == []


@pytest.mark.parametrize(
    ("year", "from_to"),
    [
        (2022, [("2022-01-24", "2022年1月30日"), ("2022-10-08", "2022年10月14日")]),
        (2023, [("2023-01-28", "2023年2月3日"), ("2023-10-07", "2023年10月13日")]),
    ],
)
def test_two_issued_notices_gave_seven_working_days_in_a_row(year, from_to):
    findings = checked(notice_of(year))

    assert [(each.severity, each.code) for each in findings] == [(WARNING, "long_work")] * 2
    assert [each.on for each in findings] == [day(first) for first, _ in from_to]
    assert all(
        last in each.zh and "7天" in each.zh for each, (_, last) in zip(findings, from_to, strict=True)
    )


@pytest.mark.parametrize("year", range(2027, 2037))
def test_the_statutory_days_of_later_years_give_no_finding(year):
    edition = next(each for each in load_bundled().editions if (each.year, each.number) == (year, 0))
    current = load_bundled().current()

    assert check_year(edition, current, current) == []


def test_the_extension_of_2020_wants_to_be_confirmed():
    extension = next(each for each in load_bundled().editions if each.amends)

    findings = checked(extension)

    assert [(each.severity, each.code) for each in findings] == [(CONFIRM, "yearly_sum")]
    assert "多放了2天" in findings[0].zh


@given(texts())
def test_the_sum_of_the_year_is_right_or_an_error(text):
    edition = edition_of(text)
    off = {each.first + timedelta(days=n) for each in text.holidays for n in range(each.length)}
    weekdays_off = sum(on.weekday() < 5 and on.year == text.year for on in off)
    worked = sum(len(each.make_up) for each in text.holidays)

    findings = of(checked(edition), "yearly_sum")

    statute = statute_of(text.year)
    assert statute
    assert bool(findings) == (weekdays_off - worked != statute.holidays)
    assert all(each.severity is ERROR for each in findings)


@given(texts())
def test_a_notice_around_the_statutory_days_misses_none_of_them(text):
    codes = {each.code for each in checked(edition_of(text))}

    assert not codes & {"statutory_day_missing", "festival_missing", "day_twice", "make_up_on_weekday"}


# 2015 had a holiday of its own for one year, and so one working day less
ONE_MORE = named("2026-09-03", "纪念日", is_off=True)


def test_a_day_off_too_many_is_an_error_until_somebody_gives_the_reason():
    edition = changed(notice_of(2026), more=(ONE_MORE,))

    assert [each.severity for each in of(checked(edition), "yearly_sum")] == [ERROR]
    assert [each.severity for each in of(checked(edition, reason="  "), "yearly_sum")] == [ERROR]
    assert [each.severity for each in of(checked(edition, reason="当年特别放假"), "yearly_sum")] == [CONFIRM]


def test_a_day_off_too_few_is_said_so():
    finding = of(checked(changed(notice_of(2026), without="2026-10-05")), "yearly_sum")[0]

    assert finding.zh == (
        "2026年周一至周五共261天，上班249天，相差12天；法定节假日是13天，少放了1天。可能漏了放假日。"
    )
    assert finding.en.startswith("2026 has 261 weekdays and 249 working days, 12 fewer;")
    assert finding.en.endswith("Is a day off missing?")


@pytest.mark.parametrize("on", ["2026-12-30", "2026-12-31"])
def test_the_sum_reaches_to_the_last_day_of_the_year(on):
    edition = changed(notice_of(2026), more=(named(on, "纪念日", is_off=True),))

    assert "多放了1天" in of(checked(edition), "yearly_sum")[0].zh


def test_a_local_closure_does_not_spoil_the_sum_of_the_year():
    edition = notice_of(2026)
    before, _ = states(edition)
    shut = LocalEdition(1, edition.notice, (LocalDay(day("2026-07-01"), "防汛停办", edition.notice),))
    book = CalendarBook(load_bundled().editions, [shut])

    assert not book.current().is_working_day(day("2026-07-01"))
    assert check_year(edition, before, book.current()) == []


@pytest.mark.parametrize(
    ("edition", "code", "on"),
    [
        pytest.param(
            changed(notice_of(2026), more=(named("2026-05-08", "劳动节", is_off=False),)),
            "make_up_on_weekday",
            "2026-05-08",
            id="a Friday as make-up day",
        ),
        pytest.param(
            changed(notice_of(2026), more=(named("2026-05-05", "端午节", is_off=True),)),
            "day_twice",
            "2026-05-05",
            id="a day of two holidays",
        ),
        pytest.param(
            changed(notice_of(2026), more=(named("2026-10-03", "国庆节", is_off=False),)),
            "day_twice",
            "2026-10-03",
            id="a Saturday both off and worked",
        ),
        pytest.param(
            changed(notice_of(2026), more=(named("2025-12-28", "元旦", is_off=False),)),
            "outside_year",
            "2025-12-28",
            id="28 December of the year before",
        ),
        pytest.param(
            changed(notice_of(2026), more=(named("2027-01-02", "元旦", is_off=True),)),
            "outside_year",
            "2027-01-02",
            id="the year after",
        ),
        pytest.param(
            changed(notice_of(2026), without="2026-10-02"),
            "statutory_day_missing",
            "2026-10-02",
            id="2 October worked",
        ),
        pytest.param(
            changed(notice_of(2026), without="2026-04-05"),
            "statutory_day_missing",
            "2026-04-05",
            id="Tomb-Sweeping Day left out, although a Sunday",
        ),
    ],
)
def test_a_wrong_day_is_an_error(edition, code, on):
    assert [(each.severity, each.on) for each in of(checked(edition), code)] == [(ERROR, day(on))]


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (named("2026-10-03", "国庆节", is_off=False), "既列为放假，又列为上班"),
        (named("2026-10-03", "中秋节", is_off=True), "重复列出（“国庆节”和“中秋节”）"),
    ],
)
def test_a_day_named_twice_is_told_apart_from_a_day_both_off_and_worked(again, said):
    assert said in of(checked(changed(notice_of(2026), more=(again,))), "day_twice")[0].zh


@pytest.mark.parametrize("on", ["2025-12-29", "2025-12-30", "2025-12-31"])
def test_a_notice_may_name_the_last_three_days_of_the_year_before(on):
    edition = changed(notice_of(2026), more=(named(on, "元旦", is_off=True),))

    assert of(checked(edition), "outside_year") == []


def test_a_missing_festival_is_an_error_and_a_joined_one_is_not():
    without = changed(notice_of(2026), without="2026-09-25 2026-09-26 2026-09-27")

    assert ["中秋节" in each.zh for each in of(checked(without), "festival_missing")] == [True]
    assert of(checked(notice_of(2025)), "festival_missing") == []


def test_an_amendment_names_only_what_it_changes():
    amendment = replace(notice_of(2026), number=2, amends=1, days=(ONE_MORE,))

    findings = checked(amendment)

    assert [(each.severity, each.code) for each in findings] == [(CONFIRM, "yearly_sum")]


def test_a_day_of_the_year_before_that_changes_is_told():
    eve = named("2026-12-31", "元旦", is_off=True)

    findings = of(checked(changed(edition_of(invented()), more=(eve,))), "turn_of_year")

    assert [(each.severity, each.on) for each in findings] == [(WARNING, day("2026-12-31"))]
    assert "休息日" in findings[0].zh


def test_the_turn_of_the_year_is_told_only_where_a_day_really_changes():
    # the notice of 2023 named 31 December 2022, a Saturday that was off anyway
    assert of(checked(notice_of(2023)), "turn_of_year") == []


def test_a_make_up_day_far_from_its_holiday_may_be_a_wrong_month():
    march = changed(notice_of(2026), without="2026-02-28", more=(named("2026-03-28", "春节", is_off=False),))

    findings = checked(march)

    assert [(each.severity, each.code, each.on) for each in findings] == [
        (WARNING, "distant_make_up", day("2026-03-28"))
    ]


def test_fifteen_days_from_the_holiday_are_not_far():
    later = changed(notice_of(2026), without="2026-01-04", more=(named("2026-01-18", "元旦", is_off=False),))

    assert checked(later) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param((), [], id="14-23 February: ten days"),
        pytest.param((named("2026-02-24", "春节", is_off=True),), ["2026-02-14"], id="to the 24th: eleven"),
    ],
)
def test_ten_days_off_in_a_row_are_usual_and_eleven_are_not(more, expected):
    edition = changed(notice_of(2026), without="2026-02-14", more=more)

    assert [each.on for each in of(checked(edition), "long_rest")] == [day(on) for on in expected]


@pytest.mark.parametrize(
    ("days", "without", "first"),
    [
        pytest.param(
            ["2025-12-29", "2025-12-30", "2025-12-31", "2026-01-05", "2026-01-06"],
            "2026-01-04",
            "2025-12-27",
            id="from Saturday 27 December to Tuesday 6 January",
        ),
        pytest.param(
            [f"2026-12-{number}" for number in range(24, 32)],
            "",
            "2026-12-24",
            id="from Thursday 24 December over New Year to Sunday 3 January",
        ),
    ],
)
def test_days_off_across_the_turn_of_the_year_are_one_run(days, without, first):
    more = tuple(named(on, "元旦", is_off=True) for on in days)

    findings = of(checked(changed(notice_of(2026), without=without, more=more)), "long_rest")

    assert [each.on for each in findings] == [day(first)]
    assert "11天" in findings[0].zh


def test_a_second_notice_for_a_year_replaces_the_first_and_wants_to_be_confirmed():
    again = replace(notice_of(2026), number=2)

    assert [(each.severity, each.code) for each in checked(again)] == [(CONFIRM, "replaces_published")]


def test_a_notice_that_leaves_a_year_without_one_is_told():
    edition = replace(notice_of(2026), year=2028)

    findings = of(checked(edition), "year_skipped")

    assert [each.severity for each in findings] == [WARNING]
    assert findings[0].zh == "2027年还没有放假通知，涉及2027年以后的日期仍是暂定的。"
    assert findings[0].en.startswith("2027 has no notice yet")


def test_the_gravest_findings_come_first():
    far = named("2026-11-28", "国庆节", is_off=False)
    edition = replace(changed(notice_of(2026), more=(ONE_MORE, far), without="2026-10-05"), number=2)

    severities = [each.severity for each in checked(edition)]

    assert set(severities) == set(Severity)
    assert severities == sorted(severities, key=list(Severity).index)
