"""Papers that arrive: the day that counts, papers posted in time, periods that begin anew (收件与补正)."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from shared.calendar.deadline import CalendarError, Deadline, Unit
from shared.calendar.tolling import chain
from shared.calendar.work_calendar import WorkCalendar
from shared.clock.suite import SHANGHAI, date_of

POSTED = "《民事诉讼法》第八十五条第四款"
"""Time in transit does not belong to a period: what is posted before the end is in time."""
LAST_DAY = "《民法典》第二百零三条第二款"
"""The last day lasts until midnight."""


class ContradictoryDaysError(CalendarError):
    """The days cannot be in this order (日期先后矛盾)."""


class ReceiptPolicy(StrEnum):
    """When papers count as received that arrive on a day off, or after closing (收件日的认定)."""

    SAME_DAY = "same_day"
    """当日；对机关从严，默认"""
    NEXT_WORKING_DAY = "next_working_day"
    """下一个工作日"""


def received_on(
    calendar: WorkCalendar,
    arrived_at: datetime,
    *,
    policy: ReceiptPolicy = ReceiptPolicy.SAME_DAY,
    closes_at: time | None = None,
) -> date:
    """The day of receipt of what arrived at an instant (收到之日).

    By default the day of arrival in Asia/Shanghai, also at night and on a day off: strict on the agency,
    whose period starts with it. ``closes_at`` is the close of business of a desk that has one.
    """
    day = date_of(arrived_at)
    if policy is ReceiptPolicy.SAME_DAY:
        return day
    local = arrived_at.astimezone(SHANGHAI).time()
    is_open = calendar.is_working_day(day) and (closes_at is None or local < closes_at)
    return day if is_open else calendar.add_working_days(day, 1)


class Handing(NamedTuple):
    """Whether papers came in time, and the day that decides it (是否逾期提交)."""

    acted_on: date
    in_time: bool
    article: str


def handed_in(deadline: Deadline, *, received_on: date, posted_on: date | None = None) -> Handing:
    """Whether papers kept a period: posted on or before its end they are in time whenever they arrive (交邮).

    The end is ``breach_after``, the only day after which lateness may be recorded; while the clock stands
    nothing is late. The day of receipt decides where nothing was posted.
    """
    if posted_on is not None and posted_on > received_on:
        raise ContradictoryDaysError(f"received on {received_on}, before it was posted on {posted_on}")
    acted_on = posted_on or received_on
    in_time = deadline.breach_after is None or acted_on <= deadline.breach_after
    return Handing(acted_on, in_time, LAST_DAY if posted_on is None else POSTED)


def restarted(calendar: WorkCalendar, deadline: Deadline, *, completed_on: date) -> Deadline:
    """The period begun anew on the day the missing papers arrived, which is day zero (补正后重新起算).

    Not a stop: nothing of the first run is kept, neither its stops nor an extension
    (最高人民法院民诉法解释第一百二十六条).
    """
    first = chain(deadline)[0]
    if first.unit is Unit.FIXED:
        raise CalendarError(f"{first.rule_key} is a fixed date and does not begin anew")
    if completed_on < first.started_on:
        raise ContradictoryDaysError(f"completed on {completed_on}, before the period began")
    fresh = first._replace(started_on=completed_on, suspensions=(), breach_started_on=None)
    return calendar.recomputed(fresh)


class PlannedDay(NamedTuple):
    """The day to plan for, and whether a later notice may still move it (计划完成日)."""

    on: date
    provisional: bool


def planned_day(calendar: WorkCalendar, deadline: Deadline) -> PlannedDay | None:
    """The last working day up to the end of a period; none while its clock stands (计划完成日).

    A fixed date does not roll, so work for one that falls on a day off must be done before it.
    """
    if deadline.due_on is None:
        return None
    on = calendar.last_working_day_on_or_before(deadline.due_on)
    return PlannedDay(on, not calendar.is_published(deadline.due_on))
