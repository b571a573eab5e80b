"""What people enter into the calendar, and what they see of it before it is published (历法录入的数据)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.statutes.schemas.shown import Shown
from shared.calendar.checks import Finding, Severity
from shared.calendar.closures import LocalEdition
from shared.calendar.days import DayKind, LocalDay, Notice
from shared.calendar.differences import DayChange

LONGEST_NOTICE = 20_000
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Given(BaseModel):
    """Something that a person sends in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ClosedDay(Given):
    """One day of a closure (停办日): does it still count, and does it move an end that falls on it."""

    day: date
    name: Line
    counts: bool = False
    rolls: bool = False


class ClosureGiven(Given):
    """Days on which offices are shut by order (本地停办); no ``agencies`` means everybody in the district."""

    title: Line
    document: Line
    issued_on: date | None = None
    source: Annotated[str, StringConstraints(max_length=300)] = ""
    agencies: tuple[Code, ...] = Field(default=(), max_length=200)
    amends: Annotated[int | None, Field(ge=1)] = None
    days: tuple[ClosedDay, ...] = Field(min_length=1, max_length=60)

    @model_validator(mode="after")
    def _has_each_day_once(self) -> Self:
        if len({each.day for each in self.days}) != len(self.days):
            raise ValueError("a day is named twice")
        return self

    def edition(self) -> LocalEdition:
        """The closure as an edition; its number is given at publication."""
        notice = Notice(self.title, self.document, self.issued_on, self.source)
        days = tuple(
            LocalDay(each.day, each.name, notice, each.counts, each.rolls)
            for each in sorted(self.days, key=lambda each: each.day)
        )
        return LocalEdition(1, notice, days, tuple(sorted(set(self.agencies))), self.amends)


class DraftGiven(Given):
    """One of: the pasted text of a notice, an edition as data, a closure (录入).

    ``title``, ``document``, ``issued_on`` and ``source`` help where a pasted text does not have them.
    """

    notice: Annotated[str | None, StringConstraints(max_length=LONGEST_NOTICE)] = None
    edition: dict[str, Any] | None = None
    closure: ClosureGiven | None = None
    title: Line | None = None
    document: Line | None = None
    issued_on: date | None = None
    source: Annotated[str, StringConstraints(max_length=300)] = ""
    reason: Reason | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum(each is not None for each in (self.notice, self.edition, self.closure)) != 1:
            raise ValueError("send one of notice, edition, closure")
        return self

    @property
    def of_notice(self) -> dict[str, Any]:
        """What was given beside a pasted text."""
        return {
            "title": self.title,
            "document": self.document,
            "issued_on": self.issued_on,
            "source": self.source,
        }


class PublicationGiven(Given):
    """The second person's yes: ``confirmed`` are the codes of findings that need one (核对发布)."""

    confirmed: tuple[Code, ...] = ()
    reason: Reason | None = None


class WithdrawalGiven(Given):
    """Why a draft is taken back (撤回)."""

    reason: Reason


class DraftItem(Shown):
    """One draft in the list (草稿)."""

    id: UUID
    version: int
    kind: Literal["notice", "edition", "closure"]
    year: int
    number: int
    title: str
    document: str
    status: Literal["entered", "published", "withdrawn"]
    entered_by: str
    entered_at: datetime
    published_by: str | None
    published_on: date | None


class FindingShown(Shown):
    """One thing that a check found (检查结果)."""

    severity: Severity
    code: str
    zh: str
    en: str
    on: date | None

    @classmethod
    def of(cls, finding: Finding) -> "FindingShown":
        """From the checks."""
        return cls(**finding._asdict())


class ChangeShown(Shown):
    """One day before and after (单日变化)."""

    day: date
    before: DayKind
    after: DayKind
    name: str | None
    rolls_before: bool
    rolls_after: bool

    @classmethod
    def of(cls, change: DayChange) -> "ChangeShown":
        """From the calendars."""
        before, after = change
        return cls(
            day=after.on,
            before=before.kind,
            after=after.kind,
            name=after.name or before.name,
            rolls_before=before.rolls,
            rolls_after=after.rolls,
        )


class DraftShown(DraftItem):
    """A draft with its findings and what it would change (草稿详情)."""

    content: dict[str, Any]
    source_text: str | None
    sha256: str
    reason: str
    publication: dict[str, Any] = Field(description="What services would be told; for their previews.")
    findings: list[FindingShown]
    changes: list[ChangeShown]
    may_publish: bool
    why_not_zh: str | None
    why_not_en: str | None
