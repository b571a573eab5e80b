"""The bundled calendar, as it ships."""

import pytest

from shared.calendar.book import CalendarBook, load_bundled
from shared.calendar.work_calendar import WorkCalendar


@pytest.fixture(scope="session")
def book() -> CalendarBook:
    return load_bundled()


@pytest.fixture(scope="session")
def calendar(book: CalendarBook) -> WorkCalendar:
    return book.current()
