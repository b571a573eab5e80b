"""What people enter as a new version of a regulation, and what they see of it (法规草稿的数据)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from services.statutes.schemas.calendar_drafts import Given, Reason
from services.statutes.schemas.shown import Shown
from shared.law.difference import Difference
from shared.law.faults import Fault

LONGEST_TEXT = 150_000
"""Characters of a file; the longest regulation has twenty thousand."""
RegulationName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}/[a-z_]{1,40}$")]


class VersionGiven(Given):
    """A version as data, or as the text of its file, from which faults get their lines (录入)."""

    regulation: RegulationName
    in_force_from: date
    document: dict[str, Any] | None = None
    text: Annotated[str | None, StringConstraints(max_length=LONGEST_TEXT)] = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.document is None) == (self.text is None):
            raise ValueError("send one of document, text")
        return self


class WithdrawalGiven(Given):
    """Why a draft is taken back, or turned down (撤回)."""

    reason: Reason


class LawDraftItem(Shown):
    """One draft in the list (法规草稿); ``document`` is the 文号."""

    id: UUID
    version: int
    regulation: str
    in_force_from: date
    title: str
    document: str | None
    sha256: str
    status: Literal["entered", "published", "withdrawn"]
    entered_by: str
    entered_at: datetime
    published_by: str | None
    published_on: date | None
    reason: str | None = Field(description="Why it was withdrawn.")


class LawFaultShown(Shown):
    """One fault or warning (差错、提示); ``at`` is its place in the document."""

    code: str
    at: str
    line: int | None
    zh: str
    en: str

    @classmethod
    def of(cls, fault: Fault) -> "LawFaultShown":
        """From the law book's judgement."""
        return cls(**fault._asdict())


class LawDraftShown(LawDraftItem):
    """A draft with what the law book says of it today (草稿详情).

    ``differences`` compare it with the version that it follows; ``content.document`` is the whole document.
    """

    content: dict[str, Any]
    faults: list[LawFaultShown]
    warnings: list[LawFaultShown]
    differences: Difference | None
    may_publish: bool
    why_not_zh: str | None
    why_not_en: str | None
