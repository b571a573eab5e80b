"""Chinese first, English second: gettext catalogues read from their sources (界面语言).

The Chinese words stand in the pages themselves and are the keys of the English catalogue.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent.parent / "locales"
CHINESE, ENGLISH = "zh", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
HTML_LANGUAGES = {CHINESE: "zh-CN", ENGLISH: "en"}


@cache
def translations(language: str) -> NullTranslations:
    """Give the catalogue of a language; the Chinese one is empty."""
    if language != ENGLISH:
        return NullTranslations()
    with (LOCALES / language / "LC_MESSAGES" / "dashboard.po").open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def said(thing: Any, name: str, language: str) -> str:
    """Give ``<name>_zh`` or ``<name>_en`` of what a service said; Chinese where English is missing."""
    chinese, english = _of(thing, f"{name}_zh") or _of(thing, name), _of(thing, f"{name}_en")
    return str((english or chinese) if language == ENGLISH else (chinese or english) or "")


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
