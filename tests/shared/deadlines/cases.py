"""A case with clocks, for the tests of deadlines: as lean as a case can be."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import MetaData

from shared.calendar.book import load_bundled
from shared.calendar.deadline import Deadline
from shared.clock.suite import SHANGHAI
from shared.deadlines.case import Case
from shared.deadlines.changes import extended, opened, resumed, stopped, suspended, told
from shared.deadlines.projector import project
from shared.deadlines.tables import deadline_tables
from shared.eventlog.recorded import Recorded
from shared.eventlog.tables import log_tables
from shared.notifications.projector import notify
from shared.notifications.tables import notification_tables
from tests.shared.calendar.periods import Period, working

METADATA = MetaData()
LOG_TABLES = log_tables(METADATA)
TABLES = deadline_tables(METADATA)
NOTIFICATIONS = notification_tables(METADATA)
CALENDAR = load_bundled().current()
PROJECTORS = (project, notify)


class Matter(Case):
    """A matter that has to be answered in time."""

    TOPIC = "tests.matter"

    class Opened(Case.Created):
        number: str
        agency: str | None
        owner: str

        def apply(self, matter: "Matter") -> None:
            matter.number, matter.agency, matter.owner = self.number, self.agency, self.owner

    class Answered(Case.Event):
        pass

    class Extended(Case.Event):
        pass

    class Suspended(Case.Event):
        pass

    class Resumed(Case.Event):
        pass

    @classmethod
    def open(
        cls,
        id_: UUID,
        at: datetime,
        rule: Period,
        *,
        agency: str | None = None,
        owner: str = "bureau_clerk",
        number: str = "2026-1",
    ) -> "Matter":
        on = at.astimezone(SHANGHAI).date()
        clock = opened("answer", CALENDAR.deadline(rule, after=on), CALENDAR, on=on, owner=owner)
        return cls._begin(Matter.Opened, id_, at, number=number, agency=agency, owner=owner, clocks=(clock,))

    @property
    def deadline(self) -> Deadline:
        return self.clocks["answer"].deadline

    def answer(self, at: datetime) -> None:
        self._record(Matter.Answered, at, clocks=(stopped("answer", on=on(at)),))

    def extend(self, at: datetime, rule: Period) -> None:
        longer = CALENDAR.extension(rule, self.deadline, length=rule.length or 0)
        self._record(Matter.Extended, at, clocks=(extended("answer", longer, CALENDAR, on=on(at)),))

    def suspend(self, at: datetime) -> None:
        paused = CALENDAR.suspended(self.deadline, [(on(at), None)])
        self._record(Matter.Suspended, at, clocks=(suspended("answer", paused, CALENDAR, on=on(at)),))

    def resume(self, at: datetime) -> None:
        again = CALENDAR.resumed(self.deadline, on=on(at))
        self._record(Matter.Resumed, at, clocks=(resumed("answer", again, CALENDAR, on=on(at)),))

    def tell(self, at: datetime, *parties: str) -> None:
        """Outside parties are told the last day."""
        self._record(Matter.Answered, at, clocks=(told("answer", parties, self.deadline.due_on, on=on(at)),))

    def summary(self) -> dict[str, object]:
        return {
            "number": self.number,
            "procedure": "matter",
            "agency": self.agency,
            "stage": "open",
            "owner_role": self.owner,
        }


def on(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def shanghai_time(text: str) -> datetime:
    """An instant written as wall-clock time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def recorded(case: Case, position: int = 1) -> list[Recorded]:
    """The pending events of a case as the log would record them."""
    events = case.pending_events
    return [
        Recorded(event, place, {"case": case.summary()}, event.timestamp)
        for place, event in enumerate(events, position)
    ]


SEVEN = working(7)
