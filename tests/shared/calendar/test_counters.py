"""Windows that look back from a day, and what falls into them (计数区间)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.counters import (
    NotACounterError,
    Occurrence,
    Span,
    Window,
    calendar_year,
    count,
    ever,
    rolling,
    window_of,
)
from shared.calendar.deadline import Unit
from tests.shared.calendar.drawn import steady
from tests.shared.calendar.naive import ONE_DAY, corresponding_day
from tests.shared.calendar.periods import day

BASIS = "tests/counters@2026-01-01#第一条"


@dataclass(frozen=True)
class Counter:
    """A rule of law, as far as counting looks at it."""

    unit: Unit | None = Unit.ROLLING_12M
    minimum: int | None = 2
    length: int | None = None
    params: dict[str, tuple[str, ...]] = field(default_factory=dict)
    key: str = "tests.counter"
    basis: str = BASIS

    def tokens(self, name: str) -> tuple[str, ...]:
        return self.params.get(name, ())


def days(*texts: str) -> list[date]:
    return [day(text) for text in texts]


# -- windows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "first_on"),
    [
        pytest.param(
            "2026-09-18", "2025-09-18", id="the corresponding day is the first: its year ends today"
        ),
        pytest.param("2025-02-28", "2024-02-28", id="28 Feb after a leap year"),
        pytest.param("2024-02-28", "2023-02-28", id="28 Feb of a leap year"),
        pytest.param("2024-02-29", "2023-03-01", id="29 Feb: the year from 28 Feb ended yesterday"),
        pytest.param("2024-03-01", "2023-03-01", id="1 Mar after a 29 Feb"),
        pytest.param("2026-10-04", "2025-10-04", id="a day inside National Day does not roll"),
    ],
)
def test_twelve_months_look_back_to_the_first_day_whose_year_has_not_ended(on, first_on):
    assert rolling(day(on), 12) == Window(Span.ROLLING, day(first_on), day(on), 12)


def test_a_year_begun_on_29_february_ends_on_28_february():
    assert rolling(day("2025-02-28"), 12).holds(day("2024-02-29"))
    assert not rolling(day("2025-03-01"), 12).holds(day("2024-02-29"))


@pytest.mark.parametrize(
    ("on", "first_on"),
    [
        pytest.param("2026-09-18", "2023-09-18", id="three years"),
        pytest.param("2028-02-29", "2025-03-01", id="29 Feb: three years from 28 Feb 2025 ended yesterday"),
        pytest.param("2027-02-28", "2024-02-28", id="both 28 and 29 Feb 2024 are within"),
    ],
)
def test_thirty_six_months_look_back(on, first_on):
    assert rolling(day(on), 36).first_on == day(first_on)


@steady
@given(st.dates(date(2023, 1, 1), date(2029, 12, 31)), st.integers(1, 36), st.integers(-3, 3))
def test_a_day_is_in_a_rolling_window_exactly_while_its_months_run(on, months, offset):
    window = rolling(on, months)
    first = window.first_on + timedelta(days=offset)

    assert window.holds(first) is (corresponding_day(first, months) >= on)
    assert window.holds(on)
    assert not window.holds(on + ONE_DAY)


def test_a_calendar_year_goes_from_new_year_to_the_day_asked_about():
    window = calendar_year(day("2026-09-18"))

    assert window == Window(Span.CALENDAR_YEAR, day("2026-01-01"), day("2026-09-18"))
    assert [window.holds(on) for on in days("2025-12-31", "2026-01-01", "2026-09-18", "2026-09-19")] == [
        False,
        True,
        True,
        False,
    ]


def test_without_a_window_every_day_up_to_the_day_asked_about_counts():
    window = ever(day("2026-09-18"))

    assert window.holds(date.min)
    assert window.holds(day("2026-09-18"))
    assert not window.holds(day("2026-09-19"))


@pytest.mark.parametrize(
    ("rule", "window"),
    [
        (Counter(Unit.PER_YEAR), calendar_year(day("2026-09-18"))),
        (Counter(Unit.ROLLING_12M), rolling(day("2026-09-18"), 12)),
        (Counter(Unit.MONTH, length=36), rolling(day("2026-09-18"), 36)),
        (Counter(None, params={"window": ("none",)}), ever(day("2026-09-18"))),
    ],
    ids=["per year", "twelve months", "thirty-six months", "no window"],
)
def test_the_window_is_the_one_that_the_rule_names(rule, window):
    assert window_of(rule, day("2026-09-18")) == window


def test_the_bureau_may_read_a_year_as_the_calendar_year():
    window = window_of(Counter(Unit.ROLLING_12M), day("2026-09-18"), unit=Unit.PER_YEAR)

    assert window == calendar_year(day("2026-09-18"))


@pytest.mark.parametrize(
    "rule",
    [Counter(None), Counter(Unit.WORKING_DAY), Counter(Unit.MONTH), Counter(Unit.IN_DOCUMENT)],
    ids=["silent", "a period of days", "months without a number", "set in a document"],
)
def test_a_rule_that_names_no_time_is_no_counter(rule):
    with pytest.raises(NotACounterError):
        window_of(rule, day("2026-09-18"))


# -- counting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("happened", "total", "reached"),
    [
        pytest.param([], 0, False, id="none"),
        pytest.param(["2026-09-18"], 1, False, id="below"),
        pytest.param(["2026-03-02", "2026-09-18"], 2, True, id="at: two or more includes two"),
        pytest.param(["2026-03-02", "2026-09-18", "2026-09-18"], 3, True, id="above; two on one day are two"),
        pytest.param(["2025-09-18", "2026-09-18"], 2, True, id="on the first day of the window"),
        pytest.param(["2025-09-17", "2026-09-18"], 1, False, id="a day before the window"),
        pytest.param(["2026-09-18", "2026-09-19"], 1, False, id="a day after the day asked about"),
    ],
)
def test_the_number_itself_reaches_the_threshold(happened, total, reached):
    found = count(Counter(), days(*happened), on=day("2026-09-18"))

    assert (found.total, found.reached, found.missing) == (total, reached, max(2 - total, 0))


def test_the_answer_says_which_days_count_and_why():
    found = count(
        Counter(), days("2026-09-19", "2025-09-17", "2026-03-02", "2025-09-18"), on=day("2026-09-18")
    )

    assert [(step.on, step.counted, step.total) for step in found.steps] == [
        (day("2025-09-17"), False, 0),
        (day("2025-09-18"), True, 1),
        (day("2026-03-02"), True, 2),
        (day("2026-09-19"), False, 2),
    ]
    assert [step.why_zh for step in found.steps] == [
        "早于2025-09-18，不计入",
        "期间至2026-09-18当日届满，届满当日仍在12个月以内，计入，累计1次",
        "自该日起不满12个月，计入，累计2次",
        "晚于计算当日，不计入",
    ]
    assert [step.why_en for step in found.steps] == [
        "before 2025-09-18, not counted",
        "its 12 months end on 2026-09-18 and include that day, counted, once so far",
        "fewer than 12 months have passed since, counted, 2 times so far",
        "after the day asked about, not counted",
    ]
    assert found.why_zh == "2025-09-18至2026-09-18共2次，已达到2次（含本数）"
    assert found.why_en == "2 times from 2025-09-18 to 2026-09-18: 2 times or more is reached"
    assert {step.article for step in found.steps} == {
        "《民法典》第二百零一条、第二百零二条、第一千二百五十九条"
    }
    assert (found.rule_key, found.basis) == ("tests.counter", BASIS)


def test_a_year_or_no_window_is_explained_by_the_rule_itself():
    by_year = count(Counter(Unit.PER_YEAR), days("2026-03-02"), on=day("2026-09-18"))
    for_ever = count(Counter(None, params={"window": ("none",)}), days("2021-12-01"), on=day("2026-09-18"))

    assert [(step.why_zh, step.article) for step in by_year.steps] == [("在2026年内，计入，累计1次", BASIS)]
    assert [(step.why_zh, step.article) for step in for_ever.steps] == [("未限定期间，计入，累计1次", BASIS)]
    assert for_ever.why_zh == "截至2026-09-18共1次，未达到2次（含本数）"
    assert for_ever.why_en == "once up to 2026-09-18: 2 times or more is not reached"


def test_hours_add_up_without_rounding():
    training = Counter(Unit.PER_YEAR, minimum=60, params={"counts": ("hours",)})
    taken = [Occurrence(day("2026-03-02"), Decimal("3.5")), Occurrence(day("2026-06-01"), Decimal("56.50"))]

    exactly = count(training, taken, on=day("2026-12-31"))
    below = count(training, taken[1:], on=day("2026-12-31"))

    assert exactly.reached
    assert exactly.why_zh == "2026-01-01至2026-12-31共60小时，已达到60小时（含本数）"
    assert below.missing == Decimal("3.5")
    assert below.steps[0].to_dict() == {
        "on": "2026-06-01",
        "counted": True,
        "total": "56.5",
        "why_zh": "在2026年内，计入，累计56.5小时",
        "why_en": "within the year 2026, counted, 56.5 hours so far",
        "article": BASIS,
    }


def test_a_number_that_the_text_leaves_open_is_the_bureaus_and_a_printed_one_is_not():
    unspecified = Counter(None, minimum=None, params={"window": ("none",)})

    assert count(unspecified, days("2026-01-05", "2026-02-02"), on=day("2026-09-18"), minimum=2).reached
    assert not count(Counter(), days("2026-09-18"), on=day("2026-09-18"), minimum=1).reached
    with pytest.raises(NotACounterError):
        count(unspecified, [], on=day("2026-09-18"))


def test_a_duty_that_recurs_is_done_once_in_each_window():
    rotation = Counter(Unit.MONTH, minimum=None, length=36, params={"recurring": ("yes",)})

    assert count(rotation, days("2023-09-18"), on=day("2026-09-18")).reached
    assert not count(rotation, days("2023-09-18"), on=day("2026-09-19")).reached


@steady
@given(
    st.lists(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=12), st.randoms(use_true_random=False)
)
def test_the_order_in_which_days_are_told_does_not_matter(happened, random):
    on = date(2026, 2, 28)
    found = count(Counter(), happened, on=on)

    assert found == count(Counter(), random.sample(happened, len(happened)), on=on)
    assert found.total == sum(each <= on <= corresponding_day(each, 12) for each in happened)
