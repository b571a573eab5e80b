"""Text that may enter, and text that may leave (文本的进出检查)."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
BROKEN = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufff9\ufffa\ufffb\ufffe\uffff"
)
SEPARATORS = re.compile(r"[\W_]+")
NOT_DIGITS = re.compile(r"\D+")
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


class ClearText(str):
    """An opened personal value; its ``repr`` shows nothing, so logs and traces stay clean."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Hide the value."""
        return "'[密]'"


def clean(text: str) -> str:
    """Normalise to NFC and plain line ends; refuse control, direction and broken characters.

    Invisible fillers that word processors and chat programs leave behind are dropped.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(INVISIBLE)
    if any(_forbidden(character) for character in text):
        raise ValueError("text contains control, direction or broken characters")
    return text.strip()


def clean_line(text: str) -> str:
    """Clean a text of one line."""
    text = clean(text)
    if "\n" in text or "\t" in text:
        raise ValueError("text must be on one line")
    return text


def _forbidden(character: str) -> bool:
    if character in "\n\t":
        return False
    # Unassigned and private characters stay: rare characters of names are newer than Python's tables.
    return character in BROKEN or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("text must not be empty")
    return text


ShortText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(clean_line),
    AfterValidator(_not_empty),
]
"""A name, a title, a number: one line, at most 200 characters."""
CleanText = Annotated[
    str, StringConstraints(min_length=1, max_length=2_000), AfterValidator(clean), AfterValidator(_not_empty)
]
"""A paragraph, at most 2,000 characters."""
LongText = Annotated[
    str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(clean), AfterValidator(_not_empty)
]
"""A narrative, at most 20,000 characters."""


def contains_clear_value(text: str, values: Iterable[str]) -> bool:
    """Say whether a text gives away one of these personal values, however it is spaced or punctuated.

    Used to refuse a clerk's summary (转办摘要) that would tell the agency who complained. Values of one
    character give nothing away.
    """
    folded, digits = _folded(text), NOT_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    return any(_gives_away(_folded(value), folded, digits) for value in values)


def contains_personal_number(text: str) -> bool:
    """Say whether a text holds something like a mobile or identity number."""
    return PERSONAL_NUMBER.search(unicodedata.normalize("NFKC", text)) is not None


def _gives_away(value: str, folded: str, digits: str) -> bool:
    if len(value) < 2:
        return False
    return value in folded or (value.isdigit() and len(value) >= 7 and value in digits)


def _folded(text: str) -> str:
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).casefold()
