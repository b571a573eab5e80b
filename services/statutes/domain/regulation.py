"""A new version of a regulation, from the person who enters it to the one who publishes it (法规新版本).

What is published is an aggregate of its own, whose id follows from the regulation and its day: a version
cannot be published twice, not even at the same moment. A change of law is a new dated version, never an edit.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.statutes.domain.draft import Draft, DraftStatus
from services.statutes.domain.persons import By
from shared.clock.ids import derived_id, new_id
from shared.deadlines.case import Case
from shared.law.book import Regulation

NAMESPACE = UUID("d5c4a2fe-7a3b-5b0e-9c55-5d0b7f0a8f31")
"""The namespace of the ids of published versions and of policies."""


class RegulationDraft(Draft):
    """A version as one person entered it, waiting for another (法规草稿)."""

    TOPIC = "statutes.regulation_draft"

    class Created(Case.Created):
        """The document was entered, whole (录入)."""

        regulation: str
        in_force_from: date
        title: str
        document: dict[str, Any]
        sha256: str
        entered_by: str
        account: str
        entered_on: date

        def apply(self, draft: "RegulationDraft") -> None:
            """Remember what was entered and by whom."""
            draft.regulation, draft.in_force_from = self.regulation, self.in_force_from
            draft.document, draft.sha256 = self.document, self.sha256
            draft.entered_by = By(self.entered_by, self.account)

    class Withdrawn(Case.Event):
        """It was taken back, or turned down (撤回)."""

        reason: str
        withdrawn_by: str
        withdrawn_on: date

        def apply(self, draft: "RegulationDraft") -> None:
            """Close the draft."""
            draft.status = DraftStatus.WITHDRAWN

    class Published(Case.Event):
        """A second person confirmed it (核对发布)."""

        published_by: str
        published_on: date

        def apply(self, draft: "RegulationDraft") -> None:
            """Close the draft."""
            draft.status = DraftStatus.PUBLISHED

    def __init__(self) -> None:
        super().__init__()
        self.regulation = ""
        self.in_force_from = date.min
        self.document: dict[str, Any] = {}
        self.sha256 = ""

    @classmethod
    def enter(
        cls, version: Regulation, document: dict[str, Any], *, by: By, on: date, at: datetime
    ) -> "RegulationDraft":
        """Enter a document that was found sound."""
        return cls._begin(
            cls.Created,
            new_id(at),
            at,
            regulation=version.name,
            in_force_from=version.in_force_from,
            title=version.title,
            document=document,
            sha256=version.sha256,
            entered_by=by.person,
            account=by.account,
            entered_on=on,
        )

    def withdraw(self, reason: str, *, by: By, on: date, at: datetime) -> None:
        """Take the draft back, or turn it down, with a reason."""
        self.refuse_if_closed()
        self._record(self.Withdrawn, at, reason=reason, withdrawn_by=by.person, withdrawn_on=on)

    def publish(self, *, by: By, on: date, at: datetime) -> None:
        """Confirm the draft as its second person."""
        self.refuse_publisher(by)
        self._record(self.Published, at, published_by=by.person, published_on=on)


class RegulationVersion(Case):
    """A published version (已公布的版本)."""

    TOPIC = "statutes.regulation_version"

    class Created(Case.Created):
        """The version was published (公布)."""

        regulation: str
        in_force_from: date
        document: dict[str, Any]
        sha256: str
        transition: str
        draft: UUID
        published_by: str
        published_on: date

        def apply(self, version: "RegulationVersion") -> None:
            """Remember which content stands."""
            version.sha256 = self.sha256

    def __init__(self) -> None:
        super().__init__()
        self.sha256 = ""

    @classmethod
    def publish(
        cls, draft: RegulationDraft, version: Regulation, *, by: By, on: date, at: datetime
    ) -> "RegulationVersion":
        """Publish what a draft says."""
        return cls._begin(
            cls.Created,
            version_id(draft.regulation, draft.in_force_from),
            at,
            regulation=draft.regulation,
            in_force_from=draft.in_force_from,
            document=draft.document,
            sha256=draft.sha256,
            transition=version.transition.value,
            draft=draft.id,
            published_by=by.person,
            published_on=on,
        )

    def summary(self) -> dict[str, Any]:
        """A version is no case: nothing to list."""
        return {}


def version_id(regulation: str, in_force_from: date) -> UUID:
    """The id that follows from a regulation and the day from which a version is in force."""
    return derived_id(NAMESPACE, "version", regulation, in_force_from.isoformat())
