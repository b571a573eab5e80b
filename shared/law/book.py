"""The law as data: regulations in dated versions, their rules and their catalogues (法规、规则、目录).

Every article stands here in our own words; the text of the regulation is the authority. A rule is asked for by
its key and never by the number of its article: the same rule is 第十条 in one document and 九 in another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from shared.calendar.deadline import Unit
from shared.law.document import ArticleEntry, Clause, Kind, RegulationDocument
from shared.law.reading import read_catalogue_names, read_regulation
from shared.law.refusal import InvalidError

BUNDLED = Path(__file__).resolve().parent.parent / "regulations"


class UnknownLawError(LookupError):
    """No such regulation, rule, catalogue or code in the version that was asked (法规中没有)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one version of a regulation (规则); ``basis`` cites its article.

    ``params`` holds the printed limits and tokens; alternatives are joined by a vertical bar.
    """

    key: str
    label: str
    basis: str
    kind: Kind
    summary_zh: str
    summary_en: str
    service: str
    params: Mapping[str, str] = field(hash=False)
    obligations: tuple[str, ...] = ()
    open_question: str | None = None

    @property
    def length(self) -> int | None:
        """Length of the period in ``unit`` (期限长度); None when the document or nobody sets it."""
        return self._number("length")

    @property
    def cap(self) -> int | None:
        """Longest extension in ``unit`` (最长可延期限)."""
        return self._number("cap")

    @property
    def minimum(self) -> int | None:
        """Threshold of a counter or guard (下限); None when the text gives no number."""
        return self._number("minimum")

    @property
    def times(self) -> int | None:
        """How often an extension may be granted (次数)."""
        return self._number("times")

    @property
    def unit(self) -> Unit:
        """Unit in which the limit counts (计算单位)."""
        if "unit" not in self.params:
            raise UnknownLawError(f"{self.basis} {self.key} has no unit")
        return Unit(self.params["unit"])

    @property
    def breach_unit(self) -> Unit | None:
        """Unit of the latest defensible reading (认定逾期的计算单位)."""
        unit = self.params.get("breach_unit")
        return Unit(unit) if unit else None

    @property
    def month_day(self) -> str | None:
        """Fixed date in the year as MM-DD (固定日期); such a date never rolls."""
        return self.params.get("month_day")

    def tokens(self, name: str) -> tuple[str, ...]:
        """All alternatives of a parameter, in printed order; empty when the text is silent."""
        value = self.params.get(name)
        return tuple(value.split("|")) if value else ()

    def _number(self, name: str) -> int | None:
        value = self.params.get(name, "")
        return int(value) if value.isdecimal() else None


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One printed item under its code (目录项目)."""

    code: str
    name_zh: str
    name_en: str
    label: str
    basis: str


@dataclass(frozen=True)
class Catalogue:
    """A closed list of one article (目录); ``open_ended`` when the text leaves the list open (等)."""

    name: str
    key: str
    label: str
    basis: str
    items: tuple[CatalogueItem, ...]
    open_ended: bool = False

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes in printed order."""
        return tuple(item.code for item in self.items)

    def item(self, code: str) -> CatalogueItem:
        """The item behind a code."""
        for item in self.items:
            if item.code == code:
                return item
        raise UnknownLawError(f"{code} is not in {self.name} of {self.basis}")

    def require(self, code: str) -> CatalogueItem:
        """The item behind a code that a person chose; refuses a code that the article does not list."""
        if code not in self.codes:
            raise InvalidError(
                f"{code!r} is not among the {self.name} of this regulation",
                title="所选项目不在法规所列范围内",
                basis=self.basis,
                rule=self.key,
            )
        return self.item(code)


@dataclass(frozen=True, slots=True)
class Note:
    """A clause that lays nothing down for code, with the kind that says why (无需代码的条款)."""

    label: str
    kind: Kind
    summary_zh: str
    summary_en: str
    params: Mapping[str, str] = field(hash=False)
    open_question: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One printed article (条); ``prints`` are the quantities that its text prints."""

    label: str
    rules: tuple[Rule, ...]
    notes: tuple[Note, ...]
    prints: tuple[str, ...] = ()


class Regulation:
    """One version of one regulation (某一版本的法规)."""

    def __init__(
        self,
        issuer: str,
        topic: str,
        in_force_from: date,
        document: RegulationDocument,
        names: Mapping[str, Mapping[str, tuple[str, str]]],
    ) -> None:
        """Build the rules and catalogues of a checked document."""
        self.issuer = issuer
        self.topic = topic
        self.in_force_from = in_force_from
        self.title = document.title
        self.title_en = document.title_en
        self.document = document.document
        self.issued_by = document.issued_by
        self._service = document.service
        self._names = names
        self._catalogues: dict[str, Catalogue] = {}
        self.articles = tuple(self._article(entry) for entry in document.articles)
        self._rules = {rule.key: rule for article in self.articles for rule in article.rules}

    @property
    def name(self) -> str:
        """Issuer and topic, such as ``wulong/complaints``."""
        return f"{self.issuer}/{self.topic}"

    @property
    def id(self) -> str:
        """Issuer, topic and version, such as ``wulong/complaints@2021-11-10``."""
        return f"{self.name}@{self.in_force_from.isoformat()}"

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in printed order."""
        return tuple(self._rules.values())

    @property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """All catalogues in printed order."""
        return tuple(self._catalogues.values())

    def basis(self, label: str) -> str:
        """Citation of an article or item (依据)."""
        return f"{self.id}#{label}"

    def has_rule(self, key: str) -> bool:
        """Whether this version lays the rule down; issuers differ."""
        return self._full(key) in self._rules

    def rule(self, key: str) -> Rule:
        """The rule under a key, with or without its topic."""
        try:
            return self._rules[self._full(key)]
        except KeyError:
            raise UnknownLawError(f"{self.id} has no rule {key}") from None

    def catalogue(self, name: str) -> Catalogue:
        """The catalogue under a name."""
        try:
            return self._catalogues[name]
        except KeyError:
            raise UnknownLawError(f"{self.id} has no catalogue {name}") from None

    def article(self, label: str) -> Article:
        """The article printed under a label."""
        for article in self.articles:
            if article.label == label:
                return article
        raise UnknownLawError(f"{self.id} has no article {label}")

    def _full(self, key: str) -> str:
        return key if "." in key else f"{self.topic}.{key}"

    def _article(self, entry: ArticleEntry) -> Article:
        rules = tuple(self._rule(entry.label, key, clause) for key, clause in entry.rules.items())
        notes = tuple(self._note(entry.label, clause) for clause in entry.not_code)
        return Article(entry.label, rules, notes, entry.prints)

    def _rule(self, article: str, key: str, clause: Clause) -> Rule:
        label = article + clause.at
        if clause.coded_items:
            self._add_catalogue(key, label, clause)
        return Rule(
            key=self._full(key),
            label=label,
            basis=self.basis(label),
            kind=clause.kind,
            summary_zh=clause.summary,
            summary_en=clause.summary_en,
            service=clause.service or self._service,
            params=MappingProxyType(clause.params),
            obligations=clause.obligations,
            open_question=clause.open,
        )

    def _note(self, article: str, clause: Clause) -> Note:
        label = article + clause.at
        if clause.catalogue:
            self._add_catalogue(clause.catalogue, label, clause)
        return Note(
            label,
            clause.kind,
            clause.summary,
            clause.summary_en,
            MappingProxyType(clause.params),
            clause.open,
        )

    def _add_catalogue(self, name: str, label: str, clause: Clause) -> None:
        items = tuple(
            CatalogueItem(code, *self._names[name][code], label=mark, basis=self.basis(label + mark))
            for mark, code in clause.coded_items
        )
        self._catalogues[name] = Catalogue(
            name,
            self._full(name),
            label,
            self.basis(label),
            items,
            open_ended=clause.params.get("other") == "yes",
        )


class LawBook:
    """All regulations in all versions under one directory; a file is read when it is first asked for."""

    def __init__(self, root: Path) -> None:
        """Find the versions; their dates are the names of the files."""
        self.root = root
        self._versions: dict[str, dict[date, Path]] = {}
        for path in sorted(root.glob("*/*/*.yaml")):
            name = f"{path.parent.parent.name}/{path.parent.name}"
            self._versions.setdefault(name, {})[date.fromisoformat(path.stem)] = path
        self._read: dict[Path, Regulation] = {}

    @classmethod
    def bundled(cls) -> "LawBook":
        """The regulations that ship with the product."""
        return _bundled()

    @property
    def names(self) -> tuple[str, ...]:
        """All regulations as ``issuer/topic``."""
        return tuple(self._versions)

    def versions(self, name: str) -> tuple[date, ...]:
        """Days from which the versions of a regulation are in force, oldest first."""
        return tuple(sorted(self._versions.get(name, ())))

    def regulation(self, name: str, *, on: date) -> Regulation:
        """The version in force on a day (施行中的版本)."""
        started = [version for version in self.versions(name) if version <= on]
        if not started:
            raise UnknownLawError(f"no version of {name} is in force on {on.isoformat()}")
        return self.version(name, started[-1])

    def version(self, name: str, in_force_from: date) -> Regulation:
        """One version by its day of commencement, in force or not."""
        try:
            path = self._versions[name][in_force_from]
        except KeyError:
            raise UnknownLawError(f"no regulation {name}@{in_force_from.isoformat()}") from None
        if path not in self._read:
            issuer, topic = name.split("/")
            names = read_catalogue_names(self.root)
            self._read[path] = Regulation(
                issuer, topic, in_force_from, read_regulation(path, self.root), names
            )
        return self._read[path]

    def by_id(self, regulation_id: str) -> Regulation:
        """The version behind an id such as ``wulong/complaints@2021-11-10``."""
        name, _, version = regulation_id.partition("@")
        try:
            return self.version(name, date.fromisoformat(version))
        except ValueError:
            raise UnknownLawError(f"no regulation {regulation_id}") from None

    def __iter__(self) -> Iterator[Regulation]:
        """Every version of every regulation."""
        for name in self.names:
            for version in self.versions(name):
                yield self.version(name, version)


@lru_cache(maxsize=1)
def _bundled() -> LawBook:
    return LawBook(BUNDLED)
