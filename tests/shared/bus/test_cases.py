"""Every event of a case tells its summary and its clocks in the common shape."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from shared.bus.cases import case_contracts
from shared.calendar.deadline import Deadline, Unit
from shared.contracts.cases import (
    CaseChanged,
    CaseClosed,
    CaseOpened,
    ClockChanged,
    ClockOpened,
    ClockStopped,
)
from shared.eventlog.recorded import Recorded

CASE = UUID("01997e2c-0000-7000-8000-000000000001")
LATE_EVENING_UTC = datetime(2026, 9, 17, 17, 0, tzinfo=UTC)
SUMMARY = {
    "number": "投诉〔2026〕7号",
    "procedure": "complaint",
    "agency": "housing",
    "stage": "received",
    "owner_role": "bureau_clerk",
    "title": "",
}
HANDLING = Deadline(
    rule_key="complaints.handling",
    due_on=date(2026, 10, 18),
    breach_after=date(2026, 10, 19),
    nominal_due_on=date(2026, 10, 18),
    unit=Unit.CALENDAR_DAY,
    length=30,
    started_on=date(2026, 9, 18),
    basis="wulong/complaints@2021-11-10#第十条",
    calendar_edition="e1",
)
OPEN = {
    "op": "open",
    "clock": "handling",
    "deadline": HANDLING.to_dict(),
    "on": "2026-09-18",
    "owner": "investigator",
}


def recorded(version: int, *clocks: dict[str, Any], **summary: Any) -> Recorded:
    event: Any = SimpleNamespace(
        originator_id=CASE, originator_version=version, timestamp=LATE_EVENING_UTC, clocks=clocks
    )
    return Recorded(event, 12, {"case": {**SUMMARY, **summary}}, LATE_EVENING_UTC)


def test_the_first_event_opens_the_case_on_the_shanghai_date() -> None:
    (opened,) = case_contracts("complaints", recorded(1))

    assert isinstance(opened, CaseOpened)
    assert (opened.service, opened.case_id, opened.case_version) == ("complaints", CASE, 1)
    assert (opened.number, opened.stage, opened.opened_on) == (
        "投诉〔2026〕7号",
        "received",
        date(2026, 9, 18),
    )
    assert opened.subject("complaints") == "jiandu.complaints.case_opened.v1"


def test_later_events_change_it_until_the_summary_says_closed() -> None:
    (changed,) = case_contracts("complaints", recorded(2, stage="accepted"))
    (closed,) = case_contracts("complaints", recorded(3, stage="concluded", closed=True))

    assert isinstance(changed, CaseChanged)
    assert isinstance(closed, CaseClosed)


def test_a_case_that_ends_with_its_first_event_is_opened_and_closed() -> None:
    told = case_contracts("complaints", recorded(1, closed=True))

    assert [type(each) for each in told] == [CaseOpened, CaseClosed]


def test_clock_changes_follow_the_case_in_their_order() -> None:
    stop = {"op": "stop", "clock": "acceptance", "on": "2026-09-18"}
    _, opened, stopped = case_contracts("complaints", recorded(2, OPEN, stop))

    assert isinstance(opened, ClockOpened)
    assert (opened.rule_key, opened.due.due_on, opened.due.breach_after) == (
        "complaints.handling",
        date(2026, 10, 18),
        date(2026, 10, 19),
    )
    assert opened.clock_owner_role == "investigator"
    assert isinstance(stopped, ClockStopped)
    assert stopped.clock == "acceptance"


def test_a_suspended_clock_has_no_dates_but_what_is_left() -> None:
    standing = HANDLING._replace(due_on=None, breach_after=None, remaining=12)
    _, changed = case_contracts(
        "complaints", recorded(2, {**OPEN, "op": "suspend", "deadline": standing.to_dict()})
    )

    assert isinstance(changed, ClockChanged)
    assert (changed.change, changed.due.due_on, changed.due.suspended) == ("suspend", None, True)
    assert changed.due.remaining is not None
    assert (changed.due.remaining.count, changed.due.remaining.unit) == (12, "calendar_day")


def test_an_aggregate_without_a_summary_tells_nothing() -> None:
    event: Any = recorded(1).event

    assert case_contracts("registry", Recorded(event, 1, {"case": {}}, LATE_EVENING_UTC)) == []
