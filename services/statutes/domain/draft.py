"""What waits for a second person, whatever it is about (草稿与双人确认)."""

from enum import StrEnum
from typing import Any

from services.statutes.domain.persons import By, refuse_same_person
from shared.deadlines.case import Case
from shared.law.refusal import OutOfOrderError


class DraftStatus(StrEnum):
    """How far a draft is (草稿状态)."""

    ENTERED = "entered"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class DraftClosedError(OutOfOrderError):
    """The draft was published or withdrawn before (草稿已办结)."""

    slug = "draft-closed"
    title = "该草稿已发布或已撤回"


class Draft(Case):
    """One person enters it, another one publishes it, and whoever keeps it may take it back."""

    def __init__(self) -> None:
        super().__init__()
        self.entered_by = By("", "")
        self.status = DraftStatus.ENTERED

    @property
    def is_closed(self) -> bool:
        """Whether it was published or withdrawn."""
        return self.status is not DraftStatus.ENTERED

    def refuse_publisher(self, by: By) -> None:
        """Refuse a closed draft, and the person who entered it."""
        self.refuse_if_closed()
        refuse_same_person(self.entered_by, by)

    def refuse_if_closed(self) -> None:
        """A closed draft takes no more changes."""
        if self.is_closed:
            raise DraftClosedError("The draft was published or withdrawn.")

    def summary(self) -> dict[str, Any]:
        """A draft is no case: nothing to list."""
        return {}
