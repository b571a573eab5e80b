"""The periods of the law as a clerk's table: whose rule, which unit, from which day (期限表).

Each row is a decision about one clause, held here beside the data so that a slip in either shows. Days carry
the name of their weekday.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from shared.calendar.book import load_bundled
from shared.calendar.deadline import Deadline, Unit
from shared.deadlines.due import Light, is_overdue, light
from shared.law.book import LawBook, Regulation, Rule

CALENDAR = load_bundled().current()
BOOK = LawBook.bundled()
TODAY = date(2026, 9, 18)

WD, N, M = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH


def day(text: str) -> date:
    """The day as written."""
    return date.fromisoformat(text)


def regulation(name: str) -> Regulation:
    """The version in force."""
    return BOOK.regulation(name, on=TODAY)


class Timed(NamedTuple):
    """One period of the law: number in the table, clause, unit and length, the event that is day zero.

    ``lenient`` is the unit of the latest defensible reading, where the text leaves one.
    """

    number: str
    regulation: str
    key: str
    unit: Unit
    length: int
    day_zero: str
    lenient: Unit | None = None

    @property
    def rule(self) -> Rule:
        """The rule as the data have it."""
        return regulation(self.regulation).rule(self.key)

    def deadline(self, started_on: date) -> Deadline:
        """The deadline of the rule on the bundled calendar."""
        return CALENDAR.deadline(self.rule, after=started_on)


DISPUTES = "wulong/dispute_coordination"
COMPLAINTS = "wulong/complaints"
OPINIONS = "wulong/supervision_opinions"
FAULTS = "wulong/fault_accountability"
ECOLOGY = "qianjiang_ecology/wrongful_cases"
EMERGENCY = "qianjiang_emergency/wrongful_cases"
XUSHUI = "xushui_ecology/fault_accountability"
HOUSING = "banan_housing/fault_accountability"
HOUSING_CASES = "banan_housing/wrongful_cases"
SUPERVISION = "chongqing/enforcement_supervision"
RESPONSIBILITY = "chongqing/enforcement_responsibility"

PERIODS = [
    Timed("P01", DISPUTES, "acceptance", WD, 5, "request_received"),
    Timed("P02", DISPUTES, "respondent_answer", WD, 5, "acceptance_notice_delivered"),
    Timed("P03", DISPUTES, "supplement_notice", WD, 5, "request_received"),
    Timed("P04", DISPUTES, "supplement", WD, 5, "supplement_notice_delivered"),
    Timed("P05", DISPUTES, "decline", WD, 5, "request_received"),
    Timed("P06", DISPUTES, "own_motion_statement", WD, 5, "coordination_notice_delivered"),
    Timed("P07", DISPUTES, "handling", WD, 7, "acceptance_decided"),
    Timed("P09", COMPLAINTS, "acceptance", WD, 7, "complaint_received"),
    Timed("P10", COMPLAINTS, "handling", N, 30, "acceptance_decided"),
    Timed("P12", OPINIONS, "rectification", WD, 20, "opinion_delivered"),
    Timed("P13", OPINIONS, "review_request", WD, 10, "opinion_delivered"),
    Timed("P13", SUPERVISION, "review_request", WD, 10, "decision_delivered"),
    Timed("P14", OPINIONS, "review_decision", WD, 15, "review_request_received"),
    Timed("P14", SUPERVISION, "review_decision", WD, 15, "review_request_received"),
    Timed("P15", FAULTS, "forwarding", N, 2, "case_received", WD),
    Timed("P15", ECOLOGY, "forwarding", N, 2, "case_received", WD),
    Timed("P15", EMERGENCY, "forwarding", N, 2, "case_received", WD),
    Timed("P15", HOUSING_CASES, "forwarding", N, 2, "case_received", WD),
    Timed("P16", FAULTS, "reinvestigation_order", M, 1, "team_findings_made"),
    Timed("P16", ECOLOGY, "reinvestigation_order", M, 1, "team_findings_made"),
    Timed("P16", EMERGENCY, "reinvestigation_order", M, 1, "team_findings_made"),
    Timed("P17", XUSHUI, "handling", M, 3, "investigation_opened"),
    Timed("P18", XUSHUI, "decision_notice", N, 7, "decision_made", WD),
    Timed("P19", HOUSING, "handling", N, 60, "investigation_opened"),
    Timed("P23", "qianjiang_ecology/staff_training", "rotation_training", M, 36, "last_rotation_training"),
    Timed("P29", RESPONSIBILITY, "reply", WD, 15, "complaint_received"),
    Timed("P30", SUPERVISION, "transfer_feedback", WD, 10, "transferred_matter_handled"),
    Timed("P32", SUPERVISION, "new_law_report", M, 12, "law_in_force"),
]

EXTENSIONS = {
    DISPUTES: ("P08", WD, 15, "bureau_head"),
    COMPLAINTS: ("P11", N, 30, "person_in_charge"),
    XUSHUI: ("P17", M, 1, "office_meeting"),
}
"""Number in the table, unit, longest extension, and who approves; once each."""


class Case(NamedTuple):
    """One period from its day zero to its two ends."""

    started_on: date
    due_on: date
    breach_after: date
    because: str


def case(started_on: str, due_on: str, because: str, *, breach_after: str | None = None) -> Case:
    """A case written as text; without a second date both readings end together."""
    return Case(day(started_on), day(due_on), day(breach_after or due_on), because)


def named(on: date) -> str:
    """A day with its weekday."""
    return f"{on:%a %d %b %Y}"


class Look(NamedTuple):
    """A day on which somebody looks at a clock, and what the clock must show."""

    on: date
    red: bool
    overdue: bool


def looks(each: Case) -> Iterator[tuple[str, Look]]:
    """The day before, the day and the day after, for the due day and for the last defensible day."""
    ends = {each.due_on: "due day"} | {each.breach_after: "last defensible day"}
    if each.due_on == each.breach_after:
        ends = {each.due_on: "due day"}
    for ending, name in ends.items():
        for offset, where in ((-1, "the day before the"), (0, "the"), (1, "the day after the")):
            on = ending + timedelta(days=offset)
            yield f"{named(on)}, {where} {name}", Look(on, on > each.due_on, on > each.breach_after)


def triplets(rows: Iterable[Any], cases: dict[tuple[Unit, int], list[Case]]) -> list[Any]:
    """For every row of the table every case of its unit and length, looked at on each of its days."""
    return [
        pytest.param(row, each, look, id=f"{row.number} {row.regulation} {row.key}, {each.because}; {where}")
        for row in rows
        for each in cases[row.unit, row.length]
        for where, look in looks(each)
    ]


def assert_shows(deadline: Deadline, each: Case, look: Look) -> None:
    """The deadline has the dates of the case, and on the day looked at shows what it must."""
    assert (deadline.due_on, deadline.breach_after) == (each.due_on, each.breach_after)
    assert (light(deadline, CALENDAR, look.on) is Light.RED) is look.red
    assert is_overdue(deadline, look.on) is look.overdue
