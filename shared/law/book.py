"""The law as data: all regulations in dated versions (法规汇编)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from shared.law.catalogue import Catalogue, CatalogueItem
from shared.law.document import Kind
from shared.law.policies import (
    InternalTarget,
    OpenPolicies,
    OpenQuestion,
    read_internal_targets,
    read_questions,
)
from shared.law.reading import read_regulation, read_vocabulary
from shared.law.regulation import Regulation
from shared.law.rule import Article, Note, Rule, UnknownLawError
from shared.law.vocabulary import Vocabulary

__all__ = [
    "Article",
    "Catalogue",
    "CatalogueItem",
    "Kind",
    "LawBook",
    "Note",
    "Regulation",
    "Rule",
    "UnknownLawError",
]

BUNDLED = Path(__file__).resolve().parent.parent / "regulations"


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

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that the law files use."""
        return read_vocabulary(self.root)

    @cached_property
    def questions(self) -> Mapping[str, OpenQuestion]:
        """The open questions by number."""
        return read_questions(self.root)

    @cached_property
    def internal_targets(self) -> Mapping[str, InternalTarget]:
        """Numbers of our own by full key; never law."""
        return read_internal_targets(self.root)

    def policies(self, chosen: Mapping[str, str] | None = None) -> OpenPolicies:
        """The values in use for the open questions."""
        return OpenPolicies(self.questions, chosen)

    def questions_at(self, regulation: str, article: str) -> tuple[OpenQuestion, ...]:
        """The open questions beside an article."""
        return tuple(q for q in self.questions.values() if q.concerns(regulation, article))

    @property
    def names(self) -> tuple[str, ...]:
        """All regulations as ``issuer/topic``."""
        return tuple(self._versions)

    def versions(self, name: str) -> tuple[date, ...]:
        """Days from which the versions of a regulation are in force, oldest first."""
        return tuple(sorted(self._versions.get(name, ())))

    def versions_or_refuse(self, name: str) -> tuple[date, ...]:
        """The versions of a regulation that must exist."""
        if name not in self._versions:
            raise UnknownLawError(f"no regulation {name}")
        return self.versions(name)

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
            document = read_regulation(path, self.vocabulary)
            self._read[path] = Regulation(issuer, topic, in_force_from, document, self.vocabulary.codes)
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
