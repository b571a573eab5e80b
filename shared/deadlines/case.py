"""What every case has in common: explicit events, and clocks that travel inside them (案件与办理计时)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, NoReturn, Self, cast
from uuid import UUID

from eventsourcing.domain import Aggregate, CanMutateAggregate

from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.clock.suite import date_of
from shared.deadlines.changes import Change, recomputed, told
from shared.deadlines.open_clock import OpenClock, follow
from shared.deadlines.recomputing import UNDONE_BREACH, NewNotice, recomputation
from shared.deadlines.rungs import bundled_escalation
from shared.law.refusal import OutOfOrderError, UnknownCaseError


class ForgottenTimeError(TypeError):
    """An event was recorded without saying when it happened."""


class NoSuchClockError(UnknownCaseError):
    """The case has no such running clock (没有此计时)."""

    title = "该案没有此项计时"


class NobodyToldError(OutOfOrderError):
    """Nobody was told a date, so there is nobody to tell a new one (无须重新告知)."""

    slug = "nobody-told"
    title = "此项期限未告知过外部当事人，无须重新告知"


class DateMovedAgainError(OutOfOrderError):
    """The calendar changed after the letter was written; what it says is not the end (届满日又有变动)."""

    slug = "date-moved-again"
    title = "历法又有更新，请核对新的届满日后再告知"


class ShorterDatePassedError(OutOfOrderError):
    """A notice of an end that has passed would make the party late after the event (提前的届满日已过)."""

    slug = "shorter-date-passed"
    title = "提前后的届满日已过，不能再告知；以原告知的日期为准"


class NoUndoneBreachError(OutOfOrderError):
    """No lateness of the clock was undone by a new calendar (没有待重新认定的逾期)."""

    slug = "no-undone-breach"
    title = "没有因历法更正而须重新认定的逾期"


class Case(Aggregate):
    """An aggregate with a number, a stage and clocks (案件).

    A subclass with a ``TOPIC`` gives its events the topic ``<TOPIC>.<snake_case_name>.v1`` unless they name
    their own, and gets a ``RungReached`` and a ``ClockRecomputed`` of its own. Events are nested classes of
    ``Case.Event`` whose ``apply`` only records; public methods decide and call ``_record``.
    """

    GENERIC = cast(
        "tuple[str, ...]",
        (
            "Created",
            "RungReached",
            "ClockRecomputed",
            "NewDateNotified",
            "BreachReassessed",
        ),
    )
    """Events that every type of case gets of its own."""

    STATE = cast("tuple[type, ...]", (OpenClock, Deadline))
    """What its events leave in it; a release that changes these plays the events again.

    No annotation: the library would make fields of an aggregate out of annotated names.
    """

    class Event(Aggregate.Event):
        """Base of all events of a case: carries clock changes and the article that it rests on."""

        clocks: tuple[Change, ...] = field(default=(), kw_only=True)
        basis: str | None = field(default=None, kw_only=True)

        @staticmethod
        def create_timestamp() -> NoReturn:
            """Time is an argument: nothing is ever stamped by the host's clock."""
            raise ForgottenTimeError("an event needs the instant at which it happened")

        def mutate(self, aggregate: Any) -> Any:
            """Apply the event, then follow its clock changes."""
            case: Any = super().mutate(aggregate)
            for change in self.clocks:
                case._follow(change, self.timestamp)
            return case

    class Created(Event, Aggregate.Created):
        """Base of the event that begins a case."""

    class RungReached(Event):
        """A clock climbed a rung: a lamp changed, or an act of a person is proposed (到达预警级次).

        ``recipients`` are those of the escalation policy; ``level`` is that of a proposed 督办; ``next_on``
        the day of the clock's next rung.
        """

        clock: str
        rung: str
        planned_on: date
        reached_at: datetime
        late: bool
        due_on: date
        owner: str
        recipients: tuple[str, ...]
        level: int | None
        next_on: date | None

        def apply(self, case: "Case") -> None:
            """Remember that the rung was reached."""
            case.clocks[self.clock] = case.clocks[self.clock].with_reached(self.rung)

    class ClockRecomputed(Event):
        """A new calendar edition gives a clock other dates (历法更新后重算).

        ``effect`` says in which direction; ``attention`` what a person has to do about it; ``told`` who had
        been told the old date. With ``new_notice`` among ``attention`` the old dates stand until then.
        """

        clock: str
        due_before: date | None
        due_after: date | None
        edition_before: str
        edition_after: str
        rule_key: str = ""
        owner: str = ""
        breach_before: date | None = None
        breach_after: date | None = None
        provisional_before: bool = False
        provisional_after: bool = False
        effect: str = "other"
        told: tuple[str, ...] = ()
        attention: tuple[str, ...] = ()

        def apply(self, case: "Case") -> None:
            """Remember a breach that the new calendar undoes."""
            if UNDONE_BREACH in self.attention:
                case.undone_breaches.add(self.clock)

    class NewDateNotified(Event):
        """Those who had been told a date were told the new one (重新告知届满日); a held date takes effect."""

        clock: str
        parties: tuple[str, ...]
        due_on: date | None
        method: str
        reason: str
        notified_by: str
        notified_on: date

    class BreachReassessed(Event):
        """A person decided what becomes of a breach that a new calendar undid (逾期重新认定)."""

        clock: str
        outcome: str
        reason: str
        decided_by: str
        decided_on: date

        def apply(self, case: "Case") -> None:
            """The question is answered."""
            case.undone_breaches.discard(self.clock)

    def __init_subclass__(cls, **options: Any) -> None:
        """Give the events of a case with a topic their topics, before the library registers them."""
        topic = cls.__dict__.get("TOPIC")
        if topic:
            for name in cls.GENERIC:
                if name not in cls.__dict__:
                    setattr(cls, name, _own(cls, name))
            for name, event in vars(cls).items():
                if _is_event(event) and "TOPIC" not in vars(event):
                    event.TOPIC = f"{topic}.{_snake(name)}.v1"
        super().__init_subclass__(**options)

    def __init__(self) -> None:
        self.clocks: dict[str, OpenClock] = {}
        """The clocks that run or are suspended, by name."""
        self.undone_breaches: set[str] = set()
        """Clocks whose recorded lateness a new calendar undid, and a person has to look at."""

    def summary(self) -> dict[str, Any]:
        """What lists and events say of the case: number, procedure, agency, stage, owner_role."""
        raise NotImplementedError

    def reach_rung(self, clock: str, rung: str, *, at: datetime) -> bool:
        """Climb a rung whose time has come; False if it is too early, was reached before, or fell away."""
        running = self.clocks.get(clock)
        planned_at = running.planned_at(rung) if running else None
        rule = bundled_escalation().rung(running.deadline, rung) if running else None
        if running is None or planned_at is None or at < planned_at:
            return False
        self._record(
            type(self).RungReached,
            at,
            clock=clock,
            rung=rung,
            planned_on=date_of(planned_at),
            reached_at=at,
            late=running.is_late(rung, at),
            due_on=running.deadline.due_on,
            owner=running.owner,
            recipients=rule.recipients if rule else ("owner",),
            level=rule.level if rule else None,
            next_on=running.with_reached(rung).next_on(),
            basis=running.deadline.basis,
        )
        return True

    def recompute(self, clock: str, calendar: WorkCalendar, *, at: datetime) -> bool:
        """Compute a clock again under another calendar; False if no date of it changes."""
        running = self.clocks.get(clock)
        found = recomputation(running, calendar, on=date_of(at)) if running else None
        if found is None:
            return False
        self._record(type(self).ClockRecomputed, at, **found)
        return True

    def notify_new_date(
        self, clock: str, calendar: WorkCalendar, *, notice: NewNotice, by: str, at: datetime
    ) -> None:
        """Tell the new date to those who had been told the old one; an earlier date takes effect with it."""
        running, on = self.running(clock), date_of(at)
        if not running.told:
            raise NobodyToldError(
                "nobody outside was told a date of this clock", basis=running.deadline.basis
            )
        if calendar.changes(running.held or running.deadline):
            raise DateMovedAgainError(
                "the end is about to move again; look at it once more", basis=running.deadline.basis
            )
        after = calendar.recomputed(running.deadline)
        if running.held and after.breach_after and after.breach_after < on:
            raise ShorterDatePassedError(
                "the earlier end has passed; the day that was told stands", basis=after.basis
            )
        parties = tuple(party for party, _ in running.told)
        moves = calendar.changes(running.deadline)
        moved = (recomputed(clock, after, calendar, on=on),) if moves else ()
        self._record(
            type(self).NewDateNotified,
            at,
            clock=clock,
            parties=parties,
            due_on=after.due_on,
            method=notice.method,
            reason=notice.reason,
            notified_by=by,
            notified_on=on,
            basis=after.basis,
            clocks=(*moved, told(clock, parties, after.due_on, on=on)),
        )

    def reassess_breach(self, clock: str, *, outcome: str, reason: str, by: str, at: datetime) -> None:
        """Decide whether lateness that a new calendar undid is lifted or upheld (逾期重新认定)."""
        if clock not in self.undone_breaches:
            raise NoUndoneBreachError("no breach of this clock was undone")
        self._record(
            type(self).BreachReassessed,
            at,
            clock=clock,
            outcome=outcome,
            reason=reason,
            decided_by=by,
            decided_on=date_of(at),
        )

    def running(self, clock: str) -> OpenClock:
        """A clock that runs or is suspended."""
        try:
            return self.clocks[clock]
        except KeyError:
            raise NoSuchClockError(f"no clock {clock} runs") from None

    @classmethod
    def _begin(cls, event: type[Aggregate.Created], id: UUID, at: datetime, **fields: Any) -> Self:  # noqa: A002
        """Begin a case with its first event."""
        fields["clocks"] = _with_next({}, fields.get("clocks", ()), at)
        return cls._create(event_class=event, id=id, timestamp=at, **fields)

    def _record(self, event: type[Aggregate.Event], at: datetime, **fields: Any) -> None:
        """Record what was decided, at the instant of the decision."""
        fields["clocks"] = _with_next(self.clocks, fields.get("clocks", ()), at)
        self.trigger_event(event, timestamp=at, **fields)

    def _follow(self, change: Change, at: datetime) -> None:
        """Keep the clocks in step with a change."""
        follow(self.clocks, change, at)


def _with_next(
    clocks: Mapping[str, OpenClock], changes: Iterable[Change], at: datetime
) -> tuple[Change, ...]:
    """The changes, each with the day of the clock's next rung, for rows that cannot look at the case."""
    clocks, completed = dict(clocks), []
    for change in changes:
        before = clocks.get(change["clock"])
        if change["op"] in {"stop", "extend"} and before is not None and before.told:
            change = {**change, "told": True}  # noqa: PLW2901 - what waited for a notice waits no more
        follow(clocks, change, at)
        running = clocks.get(change["clock"])
        next_on = running.next_on() if running else None
        completed.append({**change, "next_on": next_on.isoformat()} if next_on else dict(change))
    return tuple(completed)


def _own(case_type: type[Case], name: str) -> type:
    """A subclass of a generic event for one case type; the library wants one topic per class."""
    return type(name, (getattr(case_type, name),), {"__module__": case_type.__module__})


def _is_event(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, CanMutateAggregate) and value.__name__ != "Event"


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
