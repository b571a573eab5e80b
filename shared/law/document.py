"""The shape of a regulation file, checked while it is read (法规文件的格式).

One file is one version of one regulation. A field that nobody knows, a token outside the vocabulary or a code
outside the catalogues is an error, because a slip in the law must not surface as a missing rule later.
"""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator


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


NEVER_CODE = frozenset({Kind.PRINCIPLE, Kind.DEFINITION, Kind.COMMENCEMENT})
SOMETIMES_CODE = frozenset({Kind.AUTHORITY, Kind.DELEGATION})

Scalar = str | int | bool | date
Codes = str | list[str]


class Clause(BaseModel):
    """One thing that an article lays down; everything beyond these fields is a parameter of the rule."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=False)

    kind: Kind
    at: str = ""
    summary: str
    summary_en: str
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

    label: str
    prints: tuple[str, ...] = ()
    rules: dict[str, Clause] = Field(default_factory=dict)
    not_code: tuple[Clause, ...] = ()

    @model_validator(mode="after")
    def _is_decided(self) -> "ArticleEntry":
        if not self.rules and not self.not_code:
            raise ValueError(f"{self.label} has neither rules nor a reason for having none")
        for key, clause in self.rules.items():
            if clause.kind in NEVER_CODE:
                raise ValueError(f"{self.label}: {clause.kind} cannot have the key {key}")
        for clause in self.not_code:
            if clause.kind not in NEVER_CODE | SOMETIMES_CODE:
                raise ValueError(f"{self.label}: {clause.kind} needs a key")
        return self


class RegulationDocument(BaseModel):
    """A whole file: the printed head and the articles in printed order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    title_en: str
    document: str | None
    issued_by: str
    service: str
    articles: tuple[ArticleEntry, ...]

    @model_validator(mode="after")
    def _has_each_label_and_key_once(self) -> "RegulationDocument":
        labels = [article.label for article in self.articles]
        keys = [key for article in self.articles for key in article.rules]
        for names in (labels, keys):
            repeated = sorted({name for name in names if names.count(name) > 1})
            if repeated:
                raise ValueError(f"printed twice: {', '.join(repeated)}")
        return self


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
