"""A deadline in one sentence, Chinese and English, with its article (期限的文字说明)."""

from collections.abc import Iterator

from shared.calendar.deadline import Deadline, Unit
from shared.calendar.tolling import chain

UNITS = {
    Unit.WORKING_DAY: ("个工作日", ("working day", "working days")),
    Unit.CALENDAR_DAY: ("日（自然日）", ("calendar day", "calendar days")),
    Unit.MONTH: ("个月", ("month", "months")),
}
PROVISIONAL = (
    "（相应年度的放假通知尚未公布，日期为暂定）",
    " (provisional: the holiday notice is not out yet)",
)


def sentence(deadline: Deadline) -> tuple[str, str]:
    """How the end follows from the start, in Chinese and in English."""
    if deadline.unit is Unit.FIXED:
        return (
            f"{deadline.due_on}为写明的日期，含当日，不顺延。",
            f"{deadline.due_on} is a date written down, itself included; it does not roll.",
        )
    parts = list(_parts(deadline))
    zh = "".join(part[0] for part in parts)
    en = "".join(part[1] for part in parts)
    return f"{zh}。", f"{en}."


def _parts(deadline: Deadline) -> Iterator[tuple[str, str]]:
    first, *extensions = chain(deadline)
    zh, en = _length(first)
    yield f"自{first.started_on}的次日起算{zh}", f"{en} counted from the day after {first.started_on}"
    for each in extensions:
        zh, en = _length(each)
        yield f"，延长{zh}", f", extended by {en}"
    stops = [last for _, last in deadline.suspensions]
    if stops:
        yield f"，其间{len(stops)}次中止不计入", f", with {len(stops)} suspension(s) left out"
    yield from _end(deadline)


def _end(deadline: Deadline) -> Iterator[tuple[str, str]]:
    if deadline.due_on is None:
        zh, (_, en) = UNITS[deadline.remaining_unit]
        yield f"；现已中止，尚余{deadline.remaining}{zh}", f"; suspended now, {deadline.remaining} {en} left"
        return
    yield f"，至{deadline.due_on}届满", f", ends on {deadline.due_on}"
    if deadline.nominal_due_on != deadline.due_on and deadline.unit is not Unit.WORKING_DAY:
        nominal = deadline.nominal_due_on
        yield f"（期满日{nominal}逢休息日，已顺延）", f" ({nominal} was a day off and rolled forward)"
    if deadline.breach_after not in (None, deadline.due_on):
        day = deadline.breach_after
        yield f"；按最宽的合理理解至{day}", f"; at the latest, on any defensible reading, {day}"
    if deadline.provisional:
        yield PROVISIONAL


def _length(part: Deadline) -> tuple[str, str]:
    zh, (one, many) = UNITS[part.unit]
    return f"{part.length}{zh}", f"{part.length} {one if part.length == 1 else many}"
