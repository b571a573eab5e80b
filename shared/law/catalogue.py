"""Closed lists of an article, by stable item codes (目录及其项目代码)."""

from dataclasses import dataclass
from functools import cached_property

from shared.law.refusal import InvalidError
from shared.law.rule import UnknownLawError


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
