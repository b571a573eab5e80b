"""A calendar edition as the data that events keep (历法版本的数据形式).

A year has the form of the files that ship with the suite. A closure names its days with both effects.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.calendar.book import CalendarBook, Edition
from shared.calendar.closures import LocalEdition
from shared.calendar.days import LocalDay, Notice
from shared.calendar.differences import difference
from shared.calendar.edition_json import edition_document, read_edition_document
from shared.calendar.editions import YearEdition

CLOSURE = "closure"


def content_of(edition: Edition) -> dict[str, Any]:
    """The edition as JSON-safe data."""
    return _closure(edition) if isinstance(edition, LocalEdition) else edition_document(edition)


def edition_of(content: Mapping[str, Any]) -> Edition:
    """The edition behind the data."""
    return _local(content) if CLOSURE in content else read_edition_document(content)


def numbered(edition: Edition, book: CalendarBook) -> Edition:
    """The edition with the number that comes next in a book (编号)."""
    if isinstance(edition, LocalEdition):
        number = max((each.number for each in book.closures), default=0) + 1
        return LocalEdition(number, edition.notice, edition.days, edition.agencies, edition.amends)
    number = book.next_number(edition.year)
    return YearEdition(edition.year, number, edition.notice, edition.days, edition.amends)


def known_as(edition: Edition, book: CalendarBook) -> Edition | None:
    """The edition of a book that says the same on the strength of the same document, whatever its number.

    None where a later edition took its place: to say it again then takes that one back.
    """
    known: list[Edition] = [*book.closures] if isinstance(edition, LocalEdition) else [*book.editions]
    same = next((each for each in known if _said(each) == _said(edition)), None)
    return same if same and _moves_nothing(edition, book) else None


def _moves_nothing(edition: Edition, book: CalendarBook) -> bool:
    after = book.with_edition(edition)
    bodies = (None, *book.bodies, *(edition.agencies if isinstance(edition, LocalEdition) else ()))
    return all(difference(book.current(each), after.current(each)).is_empty for each in bodies)


def is_amended_by(edition: Edition, book: CalendarBook) -> bool:
    """Whether a book has what the edition amends: of the same year, or the closure of that number."""
    if isinstance(edition, LocalEdition):
        return any(each.number == edition.amends for each in book.closures)
    years = (each for each in book.editions if each.year == edition.year)
    return any(each.number == edition.amends for each in years)


def _said(edition: Edition) -> tuple[object, ...]:
    """What an edition says: its document, and each day without the notice behind it."""
    if isinstance(edition, LocalEdition):
        closed = frozenset((day.on, day.counts, day.rolls) for day in edition.days)
        return edition.notice.document, closed, edition.agencies
    return edition.notice.document, frozenset((day.on, day.is_off) for day in edition.days)


def _closure(edition: LocalEdition) -> dict[str, Any]:
    notice = edition.notice
    return {
        CLOSURE: edition.number,
        "title": notice.title,
        "document": notice.document,
        "issued_on": notice.issued_on and notice.issued_on.isoformat(),
        "source": notice.source,
        "agencies": list(edition.agencies),
        "amends": edition.amends,
        "days": [
            {"day": day.on.isoformat(), "name": day.name, "counts": day.counts, "rolls": day.rolls}
            for day in edition.days
        ],
    }


def _local(content: Mapping[str, Any]) -> LocalEdition:
    issued = content.get("issued_on")
    issued_on = date.fromisoformat(issued) if issued else None
    notice = Notice(content["title"], content["document"], issued_on, content.get("source") or "")
    days = (
        LocalDay(date.fromisoformat(day["day"]), day["name"], notice, day["counts"], day["rolls"])
        for day in content["days"]
    )
    number, agencies = content[CLOSURE], tuple(content.get("agencies", ()))
    return LocalEdition(number, notice, tuple(days), agencies, content.get("amends"))
