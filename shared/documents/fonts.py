"""Fonts by role: the operator's own first, free ones behind, chained for missing glyphs (字体).

The fonts that offices use (方正小标宋, 仿宋_GB2312) are products and never ship; an operator who has them
puts them into a folder. Without it Fandol serves where it is installed, else Noto; Noto Sans CJK closes
each chain.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

import noto_cjk_sans_otc  # type: ignore[import-untyped]  # two names, no stubs
import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no stubs

SUBSTITUTE = "〓"
"""Printed for a character that no font has, as typesetters do; a PDF/A file may not show an empty box."""
FANDOL_PLACES = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/fandol"),
)
_SERIF, _SANS, _WIDEST = "Noto Serif SC", "Noto Sans SC", "Noto Sans CJK SC"
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNSEEN = frozenset({"Cc", "Cf"})


class Role(StrEnum):
    """What a font is used for."""

    TITLE = "title"
    """小标宋: issuer and title."""
    BODY = "body"
    """仿宋: text."""
    HEADING = "heading"
    """黑体: first level, labels of forms."""
    SUBHEADING = "subheading"
    """楷体: second level."""
    FOLIO = "folio"
    """宋体: page numbers."""


OFFICE_NAMES = {
    Role.TITLE: "方正小标宋简体",
    Role.BODY: "仿宋_GB2312",
    Role.HEADING: "黑体",
    Role.SUBHEADING: "楷体_GB2312",
    Role.FOLIO: "宋体",
}
"""What a DOCX asks for; the office's own computer has them."""

_OPERATORS = {
    Role.TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    Role.BODY: ("FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02S", "FangSong", "仿宋", "STFangsong"),
    Role.HEADING: ("SimHei", "黑体", "FZHei-B01S", "STHeiti"),
    Role.SUBHEADING: ("KaiTi_GB2312", "楷体_GB2312", "FZKai-Z03S", "KaiTi", "楷体", "STKaiti"),
    Role.FOLIO: ("SimSun", "宋体", "FZShuSong-Z01S", "STSong"),
}
_FREE = {
    Role.TITLE: (),
    Role.BODY: ("FandolFang", "FandolFang R"),
    Role.HEADING: ("FandolHei",),
    Role.SUBHEADING: ("FandolKai",),
    Role.FOLIO: ("FandolSong",),
}


@dataclass(frozen=True)
class FontBook:
    """The fonts that a process may print with."""

    fonts: typst.Fonts
    own: frozenset[str]
    """Families of the operator's folder."""

    @cached_property
    def families(self) -> frozenset[str]:
        """Every family at hand."""
        return frozenset(info.family for info in self.fonts.fonts())

    def chain(self, role: Role) -> list[str]:
        """The families of a role, each standing in for the glyphs that those before it lack."""
        first = [name for name in (*_OPERATORS[role], *_FREE[role]) if name in self.families]
        noto = [_SANS, _SERIF] if role is Role.HEADING else [_SERIF, _SANS]
        return list(dict.fromkeys([*first, *noto, *sorted(self.own), _WIDEST]))

    def is_makeshift(self, role: Role) -> bool:
        """Whether the role has no font of its own weight, so that strokes must be thickened."""
        return self.chain(role)[0] in {_SERIF, _SANS}

    @cached_property
    def coverage(self) -> tuple[frozenset[str], ...]:
        """The characters of each font that stands in every chain."""
        common = set.intersection(*(set(self.chain(role)) for role in Role))
        found = []
        for info in self.fonts.fonts():
            if info.family in common and info.path:
                with TTFont(info.path, fontNumber=info.index, lazy=True) as font:
                    found.append(frozenset(map(chr, font.getBestCmap() or ())))
        return tuple(found)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Characters that some font has and that stand alone; almost every text has no others."""
        found = frozenset().union(*self.coverage)
        return frozenset(each for each in found if not unicodedata.category(each).startswith("M"))

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The visible characters that no font has, in order of first appearance."""
        seen = dict.fromkeys(unit for text in texts for unit in _units(text))
        return [unit for unit in seen if not self._is_printable(unit)]

    def printable(self, text: str) -> str:
        """The text with a mark in the place of each character that no font has."""
        if self.plain.issuperset(text):
            return text
        return "".join(unit if self._is_printable(unit) else SUBSTITUTE for unit in _units(text))

    def _is_printable(self, unit: str) -> bool:
        """Whether one font has a character and all the marks on it; fonts are not mixed within one."""
        visible = {each for each in unit if not _needs_no_glyph(each)}
        return any(visible <= font for font in self.coverage)


def _units(text: str) -> Iterator[str]:
    """Each character with the marks on it."""
    unit = ""
    for character in text:
        if unit and unicodedata.category(character).startswith("M"):
            unit += character
            continue
        if unit:
            yield unit
        unit = character
    if unit:
        yield unit


def _needs_no_glyph(character: str) -> bool:
    return _SELECTOR.fullmatch(character) is not None or unicodedata.category(character) in _UNSEEN


@lru_cache(maxsize=4)
def font_book(folder: Path | None = None) -> FontBook:
    """The fonts with the operator's folder, if there is one; nothing of the machine's own fonts is used."""
    shipped = [Path(pylopdf_fonts_zh_cn.__file__).parent, Path(noto_cjk_sans_otc.__file__).parent]
    fandol = [place for place in FANDOL_PLACES if place.is_dir()]
    operators = [folder] if folder else []
    return FontBook(_load([*operators, *fandol, *shipped]), frozenset(_load(operators).families()))


def _load(places: Iterable[Path]) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place) for place in places]
    )
