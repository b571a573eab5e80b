"""The law files of one directory, each read when it is first asked for (法规文件)."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from shared.law.policies import InternalTarget, OpenQuestion, read_internal_targets, read_questions
from shared.law.reading import read_regulation, read_vocabulary
from shared.law.regulation import Regulation
from shared.law.vocabulary import Vocabulary


class LawFiles:
    """Every version of every regulation under a directory; the dates are the names of the files."""

    def __init__(self, root: Path) -> None:
        """Find the versions."""
        self.root = root
        self._paths: dict[str, dict[date, Path]] = {}
        for path in sorted(root.glob("*/*/*.yaml")):
            name = f"{path.parent.parent.name}/{path.parent.name}"
            self._paths.setdefault(name, {})[date.fromisoformat(path.stem)] = path
        self._read: dict[tuple[str, date], Regulation] = {}

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

    @property
    def names(self) -> tuple[str, ...]:
        """All regulations as ``issuer/topic``."""
        return tuple(self._paths)

    def dates(self, name: str) -> tuple[date, ...]:
        """Days from which the versions of a regulation are in force."""
        return tuple(self._paths.get(name, ()))

    def version(self, name: str, in_force_from: date) -> Regulation | None:
        """One version; None where there is no such file."""
        path = self._paths.get(name, {}).get(in_force_from)
        if path is None:
            return None
        known = self._read.get((name, in_force_from))
        if known is None:
            issuer, topic = name.split("/")
            document = read_regulation(path, self.vocabulary)
            known = Regulation(issuer, topic, in_force_from, document, self.vocabulary.codes)
            self._read[name, in_force_from] = known
        return known
