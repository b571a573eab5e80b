"""The shape of a regulation file, checked while it is read (法规文件的格式).

One file is one version of one regulation. A field that nobody knows, a token outside the vocabulary or a code
outside the catalogues is an error, because a slip in the law must not surface as a missing rule later.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Kind(StrEnum):
    """What a clause is, and thereby what carries it (条款性质)."""

    PERIOD = "period"
    FIXED_DATE = "fixed_date"
    COUNTER = "counter"
    GUARD = "guard"
    APPROVAL = "approval"
    RECORD = "record"
    CATALOGUE = "catalogue"
    REACTION = "reaction"
    NOTICE = "notice"
    PRINCIPLE = "principle"
    DEFINITION = "definition"
    AUTHORITY = "authority"
    DELEGATION = "delegation"
    COMMENCEMENT = "commencement"


class Transition(StrEnum):
    """Which version binds a matter that was opened before this one came into force (过渡办法)."""

    OPENED_BEFORE_KEEP = "opened_before_keep"
    """从旧：此前立案的仍适用原版本"""
    OPEN_MATTERS = "open_matters"
    """从新：施行时未结的改用本版本"""


NEVER_CODE = frozenset({Kind.PRINCIPLE, Kind.DEFINITION, Kind.COMMENCEMENT})
SOMETIMES_CODE = frozenset({Kind.AUTHORITY, Kind.DELEGATION})

Scalar = str | int | bool | date
Label = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Codes = str | list[str]


class Clause(BaseModel):
    """One thing that an article lays down; everything beyond these fields is a parameter of the rule."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=False)

    kind: Kind
    at: str = ""
    summary: Line
    summary_en: Line
    obligations: tuple[str, ...] = ()
    service: str | None = None
    open: str | None = None
    catalogue: str | None = None
    items: dict[str, Codes] = Field(default_factory=dict)
    listed: list[Codes] = Field(default_factory=list)

    @property
    def params(self) -> dict[str, str]:
        """The parameters as text; alternatives are joined by a vertical bar."""
        return {name: _text(value) for name, value in (self.model_extra or {}).items()}

    @property
    def coded_items(self) -> list[tuple[str, str]]:
        """Pairs of printed mark and code; members of running text are numbered 〔1〕, 〔2〕, and so on."""
        marked = [*self.items.items(), *((f"〔{n}〕", codes) for n, codes in enumerate(self.listed, start=1))]
        return [
            (mark, code) for mark, codes in marked for code in ([codes] if isinstance(codes, str) else codes)
        ]


class ArticleEntry(BaseModel):
    """One printed article: the rules it lays down, or the reason why it lays down none for code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Label
    prints: tuple[str, ...] = ()
    rules: dict[str, Clause] = Field(default_factory=dict)
    not_code: tuple[Clause, ...] = ()


class RegulationDocument(BaseModel):
    """A whole file: the printed head and the articles in printed order.

    This is the shape alone; ``shared.law.examination`` also compares the words and the articles.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    title_en: Line
    document: Line | None
    issued_by: Line
    service: str
    transition: Transition = Transition.OPENED_BEFORE_KEEP
    articles: tuple[ArticleEntry, ...] = Field(min_length=1)


def _text(value: Scalar | list[Scalar]) -> str:
    match value:
        case list():
            return "|".join(_text(each) for each in value)
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case _:
            return str(value)
