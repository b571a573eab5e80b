"""What every case has in common: explicit events, and clocks that travel inside them (案件与办理计时)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, NoReturn, Self
from uuid import UUID

from eventsourcing.domain import Aggregate, CanMutateAggregate

from shared.calendar.work_calendar import WorkCalendar
from shared.clock.suite import date_of
from shared.deadlines.changes import Change, recomputed
from shared.deadlines.open_clock import OpenClock, follow
from shared.deadlines.rungs import bundled_escalation


class ForgottenTimeError(TypeError):
    """An event was recorded without saying when it happened."""


class Case(Aggregate):
    """An aggregate with a number, a stage and clocks (案件).

    A subclass with a ``TOPIC`` gives its events the topic ``<TOPIC>.<snake_case_name>.v1`` unless they name
    their own, and gets a ``RungReached`` and a ``ClockRecomputed`` of its own. Events are nested classes of
    ``Case.Event`` whose ``apply`` only records; public methods decide and call ``_record``.
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
        """A new calendar edition moved a clock (历法更新后重算)."""

        clock: str
        due_before: date | None
        due_after: date | None
        edition_before: str
        edition_after: str

    def __init_subclass__(cls, **options: Any) -> None:
        """Give the events of a case with a topic their topics, before the library registers them."""
        topic = cls.__dict__.get("TOPIC")
        if topic:
            for name in ("Created", "RungReached", "ClockRecomputed"):
                if name not in cls.__dict__:
                    setattr(cls, name, _own(cls, name))
            for name, event in vars(cls).items():
                if _is_event(event) and "TOPIC" not in vars(event):
                    event.TOPIC = f"{topic}.{_snake(name)}.v1"
        super().__init_subclass__(**options)

    def __init__(self) -> None:
        self.clocks: dict[str, OpenClock] = {}
        """The clocks that run or are suspended, by name."""

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
        if running is None or not calendar.changes(running.deadline):
            return False
        before, after = running.deadline, calendar.recomputed(running.deadline)
        self._record(
            type(self).ClockRecomputed,
            at,
            clock=clock,
            due_before=before.due_on,
            due_after=after.due_on,
            edition_before=before.calendar_edition,
            edition_after=after.calendar_edition,
            basis=after.basis,
            clocks=(recomputed(clock, after, calendar, on=date_of(at)),),
        )
        return True

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
