"""Text of persons made fit for print: what cannot be seen or printed goes, the words stay (文本清洗).

Nothing is interpreted. Template marks, formulas and markup are left as the characters that they are.
"""

import re
import unicodedata

_DROPPED = frozenset({"Cc", "Cf", "Cs"})
_KEPT_JOINERS = frozenset("\u200c\u200d")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f]+")
_BLANK_LINES = re.compile("\n\\s*\n+")
_ACCENTED = re.compile("[A-Za-z\u00c0-\u024f][\u0300-\u036f]+")
MARKS_ON_ONE_CHARACTER = 2


def clean(text: str) -> str:
    """Text without control characters, direction overrides and stacks of marks, breaks as ``\\n``."""
    text = _SPACES.sub(" ", _BREAKS.sub("\n", text))
    # only letters with accents: composing everything would exchange rare characters of names
    text = _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    kept = "".join(_printable(text))
    return _BLANK_LINES.sub("\n", "\n".join(line.strip(" ") for line in kept.split("\n"))).strip("\n ")


def one_line(text: str) -> str:
    """Cleaned text without line breaks."""
    return " ".join(clean(text).split("\n"))


def _printable(text: str) -> list[str]:
    kept, marks = [], 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        # a stack of marks would be drawn over the lines above and below
        if marks > MARKS_ON_ONE_CHARACTER or _is_unseen(character, category):
            continue
        kept.append(character)
    return kept


def _is_unseen(character: str, category: str) -> bool:
    if character == "\n" or character in _KEPT_JOINERS:
        return False
    return category in _DROPPED or ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
