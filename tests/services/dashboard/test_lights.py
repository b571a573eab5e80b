from datetime import date

import pytest

from services.dashboard.views.lights import (
    Lateness,
    Light,
    dates_of,
    lateness_on,
    light_on,
    widest_warning,
    yellow_on,
)
from services.dashboard.views.tables import NEVER, PAUSED
from shared.calendar.book import load_bundled
from shared.calendar.deadline import Deadline
from shared.deadlines.due import due_object
from tests.services.dashboard.running import due

TODAY = date(2026, 9, 24)
CALENDAR = load_bundled().current()


@pytest.mark.parametrize(
    ("due_on", "light"),
    [
        pytest.param(date(2026, 9, 23), Light.RED, id="day after the due day"),
        pytest.param(date(2026, 9, 24), Light.YELLOW, id="due day"),
        pytest.param(date(2026, 9, 28), Light.YELLOW, id="one working day left, holidays between"),
        pytest.param(date(2026, 9, 29), Light.YELLOW, id="two working days left"),
        pytest.param(date(2026, 9, 30), Light.GREEN, id="three working days left"),
    ],
)
def test_a_period_of_thirty_days_turns_yellow_two_working_days_before_its_end(
    due_on: date, light: Light
) -> None:
    warned_on = yellow_on("complaints.handling", due(due_on), CALENDAR)
    assert warned_on is not None

    assert light_on(TODAY, due_on=due_on, yellow_on=warned_on) is light


@pytest.mark.parametrize("day", range(1, 31))
def test_the_queue_shows_the_light_that_the_case_page_shows(day: int) -> None:
    end = date(2026, 10, day)
    warned_on = yellow_on("complaints.handling", due(end), CALENDAR)
    assert warned_on is not None
    deadline = due(end).model_dump(mode="json", exclude={"suspended", "remaining"})

    shown = due_object(Deadline.from_dict({"rule_key": "complaints.handling", **deadline}), CALENDAR, TODAY)

    assert light_on(TODAY, due_on=end, yellow_on=warned_on).value == shown["light"]


@pytest.mark.parametrize("light", Light)
def test_exactly_one_light_claims_each_date(light: Light) -> None:
    days = [date(2026, 9, day) for day in range(1, 31)] + [date(2026, 10, day) for day in range(1, 32)]
    warned = [(day, CALENDAR.working_days_before(day, left)) for day in days for left in (0, 1, 2, 3)]
    places = [*warned, (PAUSED, NEVER), (NEVER, NEVER)]

    for due_on, warned_on in places:
        dates = dates_of(light, TODAY)
        claimed = (
            dates.due_from <= due_on <= dates.due_to
            and (dates.yellow_from is None or warned_on >= dates.yellow_from)
            and (dates.yellow_to is None or warned_on <= dates.yellow_to)
        )
        assert claimed is (light_on(TODAY, due_on=due_on, yellow_on=warned_on) is light)


@pytest.mark.parametrize(
    "start", [date(2026, 1, 20), date(2026, 2, 10), date(2026, 4, 28), date(2026, 9, 24)]
)
def test_no_warning_comes_earlier_than_the_filter_for_yellow_looks(start: date) -> None:
    for offset in range(60):
        end = date.fromordinal(start.toordinal() + offset)
        warned_on = yellow_on("complaints.handling", due(end, length=90), CALENDAR)

        assert warned_on is not None
        assert (end - warned_on).days <= widest_warning()


FRIDAY, MONDAY = date(2026, 9, 18), date(2026, 9, 21)
ARTICLE = "wulong/complaints@2021-11-10#第十条"


@pytest.mark.parametrize(
    ("today", "basis", "said"),
    [
        pytest.param(FRIDAY, ARTICLE, Lateness.NONE, id="due day"),
        pytest.param(date(2026, 9, 19), ARTICLE, Lateness.PAST_DUE, id="day after the due day"),
        pytest.param(MONDAY, ARTICLE, Lateness.PAST_DUE, id="last day of any defensible reading"),
        pytest.param(date(2026, 9, 22), ARTICLE, Lateness.OVERDUE, id="day after it"),
        pytest.param(FRIDAY, "internal_target#complaints.archiving", Lateness.NONE, id="target's day"),
        pytest.param(
            date(2026, 12, 1),
            "internal_target#complaints.archiving",
            Lateness.PAST_TARGET,
            id="target long past",
        ),
    ],
)
def test_overdue_is_said_only_when_no_defensible_reading_leaves_time(
    today: date, basis: str, said: Lateness
) -> None:
    assert lateness_on(today, due_on=FRIDAY, breach_after=MONDAY, basis=basis) is said
