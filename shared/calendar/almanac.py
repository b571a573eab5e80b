"""The calendar as this process knows it (历书): replaced as publications arrive, never changed in place."""

from collections.abc import Iterable
from datetime import date

from shared.calendar.book import CalendarBook, Edition
from shared.calendar.work_calendar import WorkCalendar


class Almanac:
    """Holds the newest book; whoever asks for a calendar keeps it for the length of one decision."""

    def __init__(self, book: CalendarBook) -> None:
        """Begin with the editions that ship with the suite."""
        self.book = book

    def current(self, body: str | None = None) -> WorkCalendar:
        """The calendar of an agency, or of the district."""
        return self.book.current(body)

    def as_known_on(self, day: date, body: str | None = None) -> WorkCalendar:
        """The calendar as it stood on a day."""
        return self.book.as_known_on(day, body)

    def edition(self, edition: str) -> WorkCalendar:
        """The state with this identifier."""
        return self.book.edition(edition)

    def take(self, published: Iterable[Edition]) -> None:
        """Learn of publications; one that is known changes nothing."""
        book = self.book
        for edition in published:
            book = book.with_published(edition)
        self.book = book
