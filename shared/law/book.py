"""The law as data: all regulations in dated versions, and the bureau's answers (法规汇编)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from shared.law.catalogue import Catalogue, CatalogueItem
from shared.law.document import Kind
from shared.law.examination import checked
from shared.law.files import LawFiles
from shared.law.policies import Choice, InternalTarget, OpenPolicies, OpenQuestion
from shared.law.regulation import Regulation
from shared.law.rule import Article, Note, Rule, UnknownLawError
from shared.law.vocabulary import Vocabulary

__all__ = [
    "Article",
    "Catalogue",
    "CatalogueItem",
    "Choice",
    "Kind",
    "LawBook",
    "Note",
    "Regulation",
    "Rule",
    "UnknownLawError",
]

BUNDLED = Path(__file__).resolve().parent.parent / "regulations"


class OtherContentError(ValueError):
    """This version is known with another content; a change of law is a new dated version (版本内容不符)."""


class LawBook:
    """The files of one directory, and over them the versions and choices that the bureau published.

    ``revision`` grows with every change, so that whoever keeps an answer of the book knows when to ask again.
    """

    def __init__(self, root: Path, files: LawFiles | None = None) -> None:
        """Start with the files alone; ``files`` shares what was read already."""
        self.root = root
        self.revision = 0
        self._files = files or LawFiles(root)
        self._taken: dict[str, dict[date, Regulation]] = {}
        self._policies: OpenPolicies | None = None

    @classmethod
    def bundled(cls) -> "LawBook":
        """The regulations that ship with the product; nobody writes into this one."""
        return _bundled()

    @classmethod
    def fresh(cls) -> "LawBook":
        """The same for a process that follows what the bureau publishes; the files are read only once."""
        bundled = _bundled()
        return cls(bundled.root, bundled._files)

    # -- what the bureau publishes ---------------------------------------------------------------------

    def take_version(self, name: str, in_force_from: date, document: Mapping[str, Any]) -> bool:
        """Take a published version, checked like a file; False if it was known already (采用新版本).

        Raises FaultyLawError with all faults, and OtherContentError where the version says something else.
        """
        regulation = self.read(name, in_force_from, document)
        known = self.find(name, in_force_from)
        if known is not None:
            if known.sha256 != regulation.sha256:
                raise OtherContentError(f"{regulation.id} is known with another content")
            return False
        self._taken.setdefault(name, {})[in_force_from] = regulation
        self.revision += 1
        return True

    def read(self, name: str, in_force_from: date, document: Mapping[str, Any]) -> Regulation:
        """The version that a document would be, without taking it; raises FaultyLawError with all faults."""
        issuer, _, topic = name.partition("/")
        found = checked(name, document, self.vocabulary)
        return Regulation(issuer, topic, in_force_from, found, self.vocabulary.codes)

    def choose(
        self,
        policy: str,
        value: str,
        *,
        chosen_on: date | None = None,
        chosen_by: str | None = None,
        reason: str | None = None,
    ) -> bool:
        """Take the bureau's answer to an open question; False if it was known already (采用政策取值)."""
        choice = Choice(value, chosen_on, chosen_by, reason)
        if self.policies.choice(policy) == choice:
            return False
        self._policies = self.policies.with_choice(policy, choice)
        self.revision += 1
        return True

    # -- words and questions ---------------------------------------------------------------------------

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that the law files use."""
        return self._files.vocabulary

    @property
    def questions(self) -> Mapping[str, OpenQuestion]:
        """The open questions by number."""
        return self._files.questions

    @property
    def internal_targets(self) -> Mapping[str, InternalTarget]:
        """Numbers of our own by full key; never law."""
        return self._files.internal_targets

    @property
    def policies(self) -> OpenPolicies:
        """The values in use for the open questions; this object itself never changes."""
        if self._policies is None:
            self._policies = OpenPolicies(self.questions)
        return self._policies

    def policy(self, name: str) -> str:
        """The value in use for one open question."""
        return self.policies.value(name)

    def questions_at(self, regulation: str, article: str) -> tuple[OpenQuestion, ...]:
        """The open questions beside an article."""
        return tuple(q for q in self.questions.values() if q.concerns(regulation, article))

    # -- regulations -----------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """All regulations as ``issuer/topic``."""
        return tuple(dict.fromkeys((*self._files.names, *self._taken)))

    def versions(self, name: str) -> tuple[date, ...]:
        """Days from which the versions of a regulation are in force, oldest first."""
        return tuple(sorted((*self._files.dates(name), *self._taken.get(name, ()))))

    def versions_or_refuse(self, name: str) -> tuple[date, ...]:
        """The versions of a regulation that must exist."""
        found = self.versions(name)
        if not found:
            raise UnknownLawError(f"no regulation {name}")
        return found

    def find(self, name: str, in_force_from: date) -> Regulation | None:
        """One version by its day of commencement; None if there is none."""
        taken = self._taken.get(name, {}).get(in_force_from)
        return taken or self._files.version(name, in_force_from)

    def version(self, name: str, in_force_from: date) -> Regulation:
        """One version by its day of commencement, in force or not."""
        found = self.find(name, in_force_from)
        if found is None:
            raise UnknownLawError(f"no regulation {name}@{in_force_from.isoformat()}")
        return found

    def regulation(self, name: str, *, on: date) -> Regulation:
        """The version in force on a day (施行中的版本)."""
        started = [version for version in self.versions(name) if version <= on]
        if not started:
            raise UnknownLawError(f"no version of {name} is in force on {on.isoformat()}")
        return self.version(name, started[-1])

    def is_in_force(self, name: str, on: date) -> bool:
        """Whether some version of a regulation is in force on a day."""
        return any(version <= on for version in self.versions(name))

    def by_id(self, regulation_id: str) -> Regulation:
        """The version behind an id such as ``wulong/complaints@2021-11-10``."""
        name, _, version = regulation_id.partition("@")
        try:
            return self.version(name, date.fromisoformat(version))
        except ValueError:
            raise UnknownLawError(f"no regulation {regulation_id}") from None

    def binding(self, regulation: str, opened_on: date, on: date) -> Regulation:
        """The version that binds, on a day, a matter opened on an earlier one (适用版本).

        ``regulation`` is a name, or the id that the matter recorded when it was opened.
        """
        found = self.binding_if_any(regulation, opened_on, on)
        if found is None:
            raise UnknownLawError(f"no version of {regulation} binds what was opened on {opened_on}")
        return found

    def binding_if_any(self, regulation: str, opened_on: date, on: date) -> Regulation | None:
        """The same; None where no version binds the matter.

        A matter keeps the version under which it was opened (从旧), unless a later one that has come into
        force says that it binds open matters (从新).
        """
        if "@" in regulation:
            bound: Regulation | None = self.by_id(regulation)
        else:
            in_force = self.is_in_force(regulation, opened_on)
            bound = self.regulation(regulation, on=opened_on) if in_force else None
        began = bound.in_force_from if bound else opened_on
        name = regulation.partition("@")[0]
        for day in self.versions(name):
            if began < day <= on and self.version(name, day).binds_open_matters:
                bound = self.version(name, day)
        return bound

    def above(self, issuer: str, opened_on: date, on: date) -> tuple[Regulation, ...]:
        """The norms above an issuer's regulations that bind a matter, the nearest first (上位规范)."""
        found = (
            self.binding_if_any(name, opened_on, on)
            for rank in self.vocabulary.issuers[issuer].under
            for name in self.names
            if name.startswith(f"{rank}/")
        )
        return tuple(norm for norm in found if norm is not None)

    def __iter__(self) -> Iterator[Regulation]:
        """Every version of every regulation."""
        for name in self.names:
            for version in self.versions(name):
                yield self.version(name, version)


@lru_cache(maxsize=1)
def _bundled() -> LawBook:
    return LawBook(BUNDLED)
