"""A calendar edition from its entry to its publication (历法版本的录入与发布).

One person enters, another one publishes. What is published is an aggregate of its own, whose id follows from
what it is about: the same edition cannot be published twice, not even at the same moment.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.statutes.domain.draft import Draft, DraftStatus
from services.statutes.domain.persons import By
from shared.clock.ids import derived_id
from shared.deadlines.case import Case

NAMESPACE = UUID("5f1d3b0a-2c1e-5c47-8a55-6a1f0e9d4b21")
"""The namespace of the ids of published editions."""


class DraftKind(StrEnum):
    """What was entered (录入方式)."""

    NOTICE = "notice"
    """粘贴的放假通知"""
    EDITION = "edition"
    """导入的历法数据"""
    CLOSURE = "closure"
    """本地停办"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters: the edition as data, the text it was read from, and why."""

    kind: DraftKind
    content: dict[str, Any]
    source_text: str | None
    sha256: str
    reason: str


class CalendarDraft(Draft):
    """An edition that waits for a second person (历法草稿)."""

    TOPIC = "statutes.calendar_draft"

    class Created(Case.Created):
        """A person entered an edition (录入)."""

        kind: str
        content: dict[str, Any]
        source_text: str | None
        sha256: str
        reason: str
        entered_by: str
        account: str
        entered_on: date

        def apply(self, draft: "CalendarDraft") -> None:
            """Remember what was entered and by whom."""
            draft.begin(self)

    class Withdrawn(Case.Event):
        """The draft was taken back (撤回)."""

        reason: str
        withdrawn_by: str
        withdrawn_on: date

        def apply(self, draft: "CalendarDraft") -> None:
            """The draft is closed."""
            draft.status = DraftStatus.WITHDRAWN

    class Published(Case.Event):
        """A second person published the edition (核对发布); ``confirmed`` are the findings said yes to."""

        edition: UUID
        confirmed: tuple[str, ...]
        reason: str
        published_by: str
        published_on: date

        def apply(self, draft: "CalendarDraft") -> None:
            """The draft is closed."""
            draft.status = DraftStatus.PUBLISHED

    def begin(self, event: "CalendarDraft.Created") -> None:
        """Take over what was entered; called at replay too, so it only records."""
        self.kind = DraftKind(event.kind)
        self.content = event.content
        self.source_text = event.source_text
        self.sha256 = event.sha256
        self.reason = event.reason
        self.entered_by = By(event.entered_by, event.account)
        self.entered_on = event.entered_on

    @classmethod
    def enter(cls, id_: UUID, entry: Entry, *, by: By, on: date, at: datetime) -> "CalendarDraft":
        """Enter an edition."""
        return cls._begin(
            cls.Created,
            id_,
            at,
            kind=entry.kind.value,
            content=entry.content,
            source_text=entry.source_text,
            sha256=entry.sha256,
            reason=entry.reason,
            entered_by=by.person,
            account=by.account,
            entered_on=on,
        )

    def withdraw(self, *, reason: str, by: By, on: date, at: datetime) -> None:
        """Take the draft back; whoever keeps the calendar may."""
        self.refuse_if_closed()
        self._record(self.Withdrawn, at, reason=reason, withdrawn_by=by.person, withdrawn_on=on)

    def publish(
        self, edition: UUID, *, confirmed: Collection[str], reason: str, by: By, on: date, at: datetime
    ) -> None:
        """Publish the edition as a second person."""
        self.refuse_publisher(by)
        self._record(
            self.Published,
            at,
            edition=edition,
            confirmed=tuple(confirmed),
            reason=reason,
            published_by=by.person,
            published_on=on,
        )


class CalendarEdition(Case):
    """A published edition (已发布的历法版本)."""

    TOPIC = "statutes.calendar_edition"

    class Created(Case.Created):
        """The edition was published (发布)."""

        content: dict[str, Any]
        draft: UUID
        published_by: str
        published_on: date

        def apply(self, edition: "CalendarEdition") -> None:
            """Remember what was published."""
            edition.begin(self)

    def begin(self, event: "CalendarEdition.Created") -> None:
        """Take over what was published; called at replay too, so it only records."""
        self.content = event.content
        self.draft = event.draft

    @classmethod
    def publish(
        cls, id_: UUID, content: dict[str, Any], *, draft: UUID, by: By, on: date, at: datetime
    ) -> "CalendarEdition":
        """Publish an edition under the id that follows from what it is about."""
        fields = {"content": content, "draft": draft, "published_by": by.person, "published_on": on}
        return cls._begin(cls.Created, id_, at, **fields)

    def summary(self) -> dict[str, Any]:
        """An edition is no case: nothing to list."""
        return {}


def edition_key(scope: str, year: int, number: int) -> UUID:
    """The id of a published edition: year and number, or the number of a closure."""
    return derived_id(NAMESPACE, scope, str(year), str(number))
