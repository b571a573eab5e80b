"""The list of drafts of the calendar, and what a draft would change (历法草稿的查询)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.statutes.domain.calendar_content import edition_of, numbered
from services.statutes.domain.calendar_draft import CalendarDraft
from services.statutes.domain.draft import DraftStatus
from services.statutes.views.draft_rows import DraftRows
from services.statutes.views.tables import CALENDAR_DRAFT
from shared.calendar.almanac import Almanac
from shared.calendar.book import Edition
from shared.calendar.differences import DayChange, changed_days
from shared.calendar.editions import YearEdition
from shared.calendar.work_calendar import WorkCalendar
from shared.contracts.statutes import CalendarEditionPublished
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

_ENTERED = insert(CALENDAR_DRAFT)
_CLOSING = ("version", "status", "published_by", "published_on")
_CLOSED = (
    update(CALENDAR_DRAFT)
    .where(CALENDAR_DRAFT.c.draft_id == bindparam("of_draft"))
    .values({name: bindparam(f"new_{name}") for name in _CLOSING})
)


def project(recorded: Recorded) -> Iterable[Statement]:
    """The row of a draft."""
    event = recorded.event
    if isinstance(event, CalendarDraft.Created):
        yield _ENTERED, _row(event)
    elif isinstance(event, CalendarDraft.Published):
        yield _closed(event, DraftStatus.PUBLISHED, event.published_by, event.published_on)
    elif isinstance(event, CalendarDraft.Withdrawn):
        yield _closed(event, DraftStatus.WITHDRAWN, None, None)


class DraftViews(DraftRows):
    """The questions about drafts of the calendar."""

    def __init__(self, engine: AsyncEngine, almanac: Almanac) -> None:
        super().__init__(engine, CALENDAR_DRAFT)
        self._almanac = almanac

    def edition(self, draft: CalendarDraft) -> Edition:
        """The edition as it would be published now."""
        return numbered(edition_of(draft.content), self._almanac.book)

    def after(self, draft: CalendarDraft) -> WorkCalendar:
        """The calendar with the draft; that of the first agency where a closure names some."""
        edition = self.edition(draft)
        return self._almanac.book.with_edition(edition).current(_body(edition))

    def changes(self, draft: CalendarDraft) -> Iterator[DayChange]:
        """The days that are another day than before."""
        body = _body(self.edition(draft))
        return changed_days(self._almanac.current(body), self.after(draft))

    def publication(self, draft: CalendarDraft, on: date) -> dict[str, Any]:
        """What every service would be told, so that each can say what it would change."""
        sequence = max((each.rank for each in self._editions()), default=0) + 1
        contract = CalendarEditionPublished.of(self.edition(draft), published_on=on, sequence=sequence)
        return contract.model_dump(mode="json")

    def _editions(self) -> Iterator[Edition]:
        yield from self._almanac.book.editions
        yield from self._almanac.book.closures


def _body(edition: Edition) -> str | None:
    """Whose calendar a closure changes; that of everybody where it names nobody."""
    agencies = () if isinstance(edition, YearEdition) else edition.agencies
    return agencies[0] if agencies else None


def _row(event: CalendarDraft.Created) -> dict[str, Any]:
    edition = edition_of(event.content)
    first = min(day.on for day in edition.days)
    return {
        "draft_id": event.originator_id,
        "version": event.originator_version,
        "kind": event.kind,
        "year": edition.year if isinstance(edition, YearEdition) else first.year,
        "number": edition.number,
        "title": edition.notice.title,
        "document": edition.notice.document,
        "status": DraftStatus.ENTERED.value,
        "entered_by": event.entered_by,
        "entered_at": event.timestamp,
    }


def _closed(event: CalendarDraft.Event, status: DraftStatus, by: str | None, on: date | None) -> Statement:
    values = (event.originator_version, status.value, by, on)
    row = {f"new_{name}": value for name, value in zip(_CLOSING, values, strict=True)}
    return _CLOSED, {"of_draft": event.originator_id, **row}
