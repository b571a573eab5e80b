"""Days laid out as months: every day says by a number or a sign what it is."""

from datetime import date

import pytest

from services.dashboard.api.months import Cell, walk_kinds, walk_months, year_kinds, year_months
from services.dashboard.application.calendar import YearShown
from services.dashboard.application.explanation import Explanation, explanation_of
from tests.services.dashboard.fake_calendar import due_date, year_shown


def walk(start: str, length: int, unit: str) -> Explanation:
    return explanation_of(due_date(date.fromisoformat(start), length, unit))


def cells(explanation: Explanation) -> dict[date, Cell]:
    return {
        cell.day: cell for month in walk_months(explanation) for week in month.weeks for cell in week if cell
    }


def test_each_month_is_whole_and_begins_on_its_weekday() -> None:
    september, october = walk_months(walk("2026-09-24", 7, "working_day"))

    assert [each.first for each in (september, october)] == [date(2026, 9, 1), date(2026, 10, 1)]
    assert september.weeks[0][0] is None
    assert september.weeks[0][1] == Cell(date(2026, 9, 1))
    assert {len(week) for month in (september, october) for week in month.weeks} == {7}


@pytest.mark.parametrize(
    ("day", "looks", "number", "signs"),
    [
        pytest.param("2026-09-24", ("start",), None, ("起",), id="Thursday, day zero"),
        pytest.param("2026-09-25", ("holiday",), None, ("假",), id="Friday, Mid-Autumn"),
        pytest.param("2026-09-28", ("counted",), 1, (), id="Monday, the first working day"),
        pytest.param("2026-10-10", ("counted", "make_up"), 6, ("班",), id="worked Saturday"),
        pytest.param("2026-10-11", ("skip",), None, ("休",), id="Sunday"),
        pytest.param("2026-10-12", ("counted", "end"), 7, ("止",), id="Monday, the last day"),
    ],
)
def test_a_day_of_a_walk_shows_what_it_is(
    day: str, looks: tuple[str, ...], number: int | None, signs: tuple[str, ...]
) -> None:
    cell = cells(walk("2026-09-24", 7, "working_day"))[date.fromisoformat(day)]

    assert (cell.looks, cell.number, cell.signs) == (looks, number, signs)


def test_days_over_which_an_end_rolls_are_not_the_end() -> None:
    found = cells(walk("2026-09-03", 30, "calendar_day"))

    assert [found[date(2026, 10, day)].looks for day in (2, 3, 7, 8)] == [
        ("counted",),
        ("roll",),
        ("roll",),
        ("end",),
    ]


def test_a_day_without_a_published_notice_is_marked_provisional() -> None:
    found = cells(walk("2026-12-30", 5, "working_day"))

    assert "provisional" not in found[date(2026, 12, 31)].looks
    assert "provisional" in found[date(2027, 1, 4)].looks


def test_a_suspended_period_shows_its_stop_and_no_end() -> None:
    days = [
        {"day": "2026-09-24", "counted": False, "why_zh": "起算当日不计入", "nature": "start"},
        {"day": "2026-09-28", "counted": True, "number": 1, "why_zh": "第1个工作日", "nature": "counted"},
        {"day": "2026-09-29", "counted": False, "why_zh": "中止中，尚无届满日", "nature": "stop"},
    ]
    suspended = explanation_of({"days": days, "suspended": True, "due_on": None})

    assert cells(suspended)[date(2026, 9, 29)].looks == ("stop",)
    assert walk_kinds(suspended) == ["counted", "start", "stop"]


def test_a_bare_list_of_days_ends_on_its_last_one() -> None:
    bare = explanation_of(due_date(date(2026, 9, 24), 7, "working_day")["days"])

    assert bare.ends_on == date(2026, 10, 12)
    assert cells(bare)[date(2026, 10, 12)].signs == ("止",)


def test_a_walk_without_days_has_no_months() -> None:
    assert walk_months(explanation_of([])) == []


def test_a_year_has_twelve_months_with_every_day_once() -> None:
    months = year_months(YearShown.model_validate(year_shown(2026)))

    days = [cell.day for month in months for week in month.weeks for cell in week if cell]
    assert len(months) == 12
    assert len(days) == len(set(days)) == 365


def test_the_legend_of_a_year_explains_what_occurs_in_it_and_nothing_else() -> None:
    published, unpublished = (YearShown.model_validate(year_shown(year)) for year in (2026, 2027))

    assert year_kinds(published) == ["working", "weekend", "holiday", "make_up"]
    assert year_kinds(unpublished) == ["working", "weekend", "holiday", "provisional"]


def test_a_day_that_a_draft_changes_bears_a_sign() -> None:
    changed = frozenset({date(2026, 10, 8)})
    (found,) = (
        cell
        for month in year_months(YearShown.model_validate(year_shown(2026, changed)))
        for week in month.weeks
        for cell in week
        if cell and "changed" in cell.looks
    )

    assert (found.day, found.signs) == (date(2026, 10, 8), ("改",))
