"""Known ends of periods, counted elsewhere on two independent sets of data, three of them also by hand."""

import pytest

from shared.calendar.deadline import Unit
from tests.shared.calendar.naive import End, Part, end
from tests.shared.calendar.periods import Period, day, months, natural, working
from tests.shared.calendar.printed import printed


def on_paper(unit: Unit, started_on: str, length: int) -> End:
    """The same vector by the count day by day, which so is checked itself."""
    return end(printed(), day(started_on), Part(unit, length))


@pytest.mark.parametrize(
    ("started_on", "length", "due_on"),
    [
        pytest.param("2026-09-18", 7, "2026-09-29", id="Friday; Sunday 20 Sep works, 25-27 off"),
        pytest.param("2026-09-19", 7, "2026-09-29", id="received on a Saturday: the same end"),
        pytest.param(
            "2026-09-30", 5, "2026-10-13", id="Wednesday before National Day; Saturday 10 Oct works"
        ),
        pytest.param("2026-02-13", 5, "2026-02-27", id="Friday; Saturday 14 Feb works, 15-23 off"),
        pytest.param("2026-02-13", 20, "2026-03-19", id="Friday; Saturday 28 Feb works"),
        pytest.param("2025-12-30", 2, "2026-01-04", id="Tuesday; ends on a make-up Sunday"),
        pytest.param("2026-04-30", 5, "2026-05-11", id="Thursday before Labour Day; Saturday 9 May works"),
        pytest.param("2026-09-24", 10, "2026-10-15", id="Thursday; review of an opinion letter"),
        pytest.param("2026-09-24", 15, "2026-10-22", id="Thursday; decision on the review"),
        pytest.param("2026-09-24", 20, "2026-10-29", id="Thursday; correction"),
        pytest.param("2025-09-26", 7, "2025-10-13", id="Friday; 28 Sep and 11 Oct work"),
        pytest.param("2026-11-20", 7, "2026-12-01", id="Friday; plain weeks"),
        pytest.param("2026-10-03", 1, "2026-10-08", id="Saturday inside the holiday is not moved first"),
        pytest.param("2026-09-23", 7, "2026-10-10", id="Wednesday; a dispute ends on a make-up Saturday"),
        pytest.param("2026-10-10", 15, "2026-10-30", id="Saturday; the dispute's extension"),
    ],
)
def test_working_days(started_on, length, due_on, calendar):
    deadline = calendar.deadline(working(length), after=day(started_on))

    assert deadline.due_on == deadline.breach_after == deadline.nominal_due_on == day(due_on)
    assert on_paper(Unit.WORKING_DAY, started_on, length).due == day(due_on)


@pytest.mark.parametrize(
    ("started_on", "length", "nominal", "due_on"),
    [
        pytest.param("2026-08-31", 30, "2026-09-30", "2026-09-30", id="Monday; no roll"),
        pytest.param("2026-09-02", 30, "2026-10-02", "2026-10-08", id="Wednesday; rolls over the holiday"),
        pytest.param(
            "2026-09-10", 30, "2026-10-10", "2026-10-10", id="Thursday; a make-up Saturday does not roll"
        ),
        pytest.param("2026-01-16", 30, "2026-02-15", "2026-02-24", id="Friday; a roll of nine days"),
        pytest.param("2026-01-15", 30, "2026-02-14", "2026-02-14", id="Thursday; one day earlier, no roll"),
        pytest.param("2026-08-04", 60, "2026-10-03", "2026-10-08", id="Tuesday; sixty days"),
        pytest.param("2025-12-31", 2, "2026-01-02", "2026-01-04", id="Wednesday; rolls to a make-up Sunday"),
    ],
)
def test_calendar_days(started_on, length, nominal, due_on, calendar):
    deadline = calendar.deadline(natural(length), after=day(started_on))

    assert (deadline.nominal_due_on, deadline.due_on) == (day(nominal), day(due_on))
    assert on_paper(Unit.CALENDAR_DAY, started_on, length) == (day(nominal), day(due_on))


@pytest.mark.parametrize(
    ("started_on", "length", "nominal", "due_on"),
    [
        pytest.param("2026-01-31", 1, "2026-02-28", "2026-02-28", id="month end, a make-up Saturday"),
        pytest.param("2025-11-30", 3, "2026-02-28", "2026-02-28", id="thirtieth, three months"),
        pytest.param("2026-06-19", 3, "2026-09-19", "2026-09-20", id="Saturday rolls to a make-up Sunday"),
        pytest.param("2026-07-04", 3, "2026-10-04", "2026-10-08", id="rolls over National Day"),
        pytest.param("2026-05-28", 3, "2026-08-28", "2026-08-28", id="the corresponding day"),
        pytest.param("2023-08-31", 6, "2024-02-29", "2024-02-29", id="the last day of a leap February"),
    ],
)
def test_months(started_on, length, nominal, due_on, calendar):
    deadline = calendar.deadline(months(length), after=day(started_on))

    assert (deadline.nominal_due_on, deadline.due_on) == (day(nominal), day(due_on))
    assert on_paper(Unit.MONTH, started_on, length) == (day(nominal), day(due_on))


@pytest.mark.parametrize(
    ("started_on", "base", "extended_to"),
    [
        pytest.param(
            "2026-09-02",
            ("2026-10-02", "2026-10-08"),
            ("2026-11-01", "2026-11-02", "2026-11-09"),
            id="Wednesday; a Sunday rolls to Monday 2 Nov, from 8 Oct a Saturday to Monday 9 Nov",
        ),
        pytest.param(
            "2026-09-03",
            ("2026-10-03", "2026-10-08"),
            ("2026-11-02", "2026-11-02", "2026-11-09"),
            id="Thursday; one day later, the same ends",
        ),
        pytest.param(
            "2026-08-31",
            ("2026-09-30", "2026-09-30"),
            ("2026-10-30", "2026-10-30", "2026-10-30"),
            id="Monday; the end does not roll and the readings agree",
        ),
    ],
)
def test_an_extension_is_strict_from_the_nominal_end_and_lenient_from_the_rolled_one(
    started_on, base, extended_to, calendar
):
    handling = calendar.deadline(natural(30), after=day(started_on))

    extended = calendar.extension(natural(30), handling, length=30)

    assert (handling.nominal_due_on, handling.due_on) == tuple(map(day, base))
    assert handling.breach_after == handling.due_on
    assert extended.started_on == day(base[0])
    ends = extended.nominal_due_on, extended.due_on, extended.breach_after
    assert ends == tuple(map(day, extended_to))


def test_a_dispute_of_seven_working_days_and_fifteen_more(calendar):
    handling = calendar.deadline(working(7), after=day("2026-09-23"))

    extended = calendar.extension(working(15), handling, length=15)

    assert handling.due_on == day("2026-10-10")
    assert extended.due_on == extended.breach_after == day("2026-10-30")


def test_two_days_written_without_a_unit_are_strict_in_calendar_days_and_lenient_in_working_days(calendar):
    forwarding = calendar.deadline(natural(2, Unit.WORKING_DAY), after=day("2026-09-29"))

    assert forwarding.due_on == day("2026-10-08")
    assert forwarding.breach_after == day("2026-10-08")

    seven = calendar.deadline(natural(7, Unit.WORKING_DAY), after=day("2026-11-19"))

    assert (seven.due_on, seven.breach_after) == (day("2026-11-26"), day("2026-11-30"))


@pytest.mark.parametrize(
    ("after", "month_day", "due_on", "planned_on"),
    [
        pytest.param(
            "2025-12-31", "01-31", "2026-01-31", "2026-01-30", id="2026: a Saturday, planned for Friday"
        ),
        pytest.param(
            "2026-12-31", "01-31", "2027-01-31", "2027-01-29", id="2027: a Sunday, planned for Friday"
        ),
        pytest.param("2026-01-31", "01-31", "2027-01-31", "2027-01-29", id="the day itself is over"),
        pytest.param("2026-01-01", "03-31", "2026-03-31", "2026-03-31", id="first quarter, a Tuesday"),
    ],
)
def test_a_fixed_date_does_not_roll(after, month_day, due_on, planned_on, calendar):
    deadline = calendar.deadline(Period(Unit.FIXED, month_day=month_day), after=day(after))

    assert deadline.due_on == deadline.breach_after == day(due_on)
    assert not deadline.provisional
    assert calendar.last_working_day_on_or_before(deadline.due_on) == day(planned_on)


@pytest.mark.parametrize(
    ("started_on", "rule", "provisional"),
    [
        pytest.param("2026-12-03", working(20), False, id="ends on 31 December 2026"),
        pytest.param("2026-12-04", working(20), True, id="ends after the last notice"),
        pytest.param("2026-12-01", natural(30), False, id="thirty days up to 31 December"),
        pytest.param("2026-12-02", natural(30), True, id="thirty days into 2027"),
    ],
)
def test_dates_beyond_the_last_notice_are_provisional(started_on, rule, provisional, calendar):
    assert calendar.deadline(rule, after=day(started_on)).provisional is provisional


def test_a_document_may_set_days_or_a_date(calendar):
    order = Period(Unit.IN_DOCUMENT)

    assert calendar.deadline(order, after=day("2026-09-18"), length=7).due_on == day("2026-09-29")
    assert calendar.deadline(order, after=day("2026-09-02"), length=30, unit=Unit.CALENDAR_DAY).due_on == day(
        "2026-10-08"
    )
    assert calendar.deadline(order, after=day("2026-09-02"), until=day("2026-10-04")).due_on == day(
        "2026-10-04"
    )


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248), (2027, 248)])
def test_working_days_of_a_year(year, count, calendar):
    before, last = day(f"{year - 1}-12-31"), day(f"{year}-12-31")

    assert calendar.working_days_between(before, last) == count
