"""The organs that issue letters, and the word under which they number them (发文机关、机关代字)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.identity.directory import Directory

BUREAU, GOVERNMENT = "bureau", "government"
NAMES: Mapping[str, str] = {BUREAU: "区司法局", GOVERNMENT: "区人民政府"}
"""What the two are called where the registry has no name for them."""


@dataclass(frozen=True, slots=True)
class Organ:
    """An issuing organ: its code, its name on the letter, its word in numbers."""

    code: str
    name: str
    word: str


@dataclass(frozen=True, slots=True)
class Organs:
    """Looks organs up; ``words`` are the settings' words by code, an agency's short name otherwise."""

    directory: Directory
    words: Mapping[str, str]

    async def of(self, code: str) -> Organ:
        """The organ of a code."""
        agency = await self.directory.agency(code)
        name = agency.display_name if agency else NAMES.get(code, code)
        word = self.words.get(code) or (agency and agency.short_name) or name
        return Organ(code, name, word)

    async def person(self, person: str) -> str:
        """The name of an officer; an account without a person stays unnamed."""
        try:
            found = await self.directory.person(UUID(person))
        except ValueError:
            return ""
        return found.display_name if found else ""

    async def names(self, codes: Sequence[str]) -> dict[str, str]:
        """The names of several at once; roles keep their code."""
        found = await self.directory.agencies_named(codes)
        return {code: found[code].display_name if code in found else NAMES.get(code, code) for code in codes}
