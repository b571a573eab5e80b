"""Labels of articles for readers of English (条款标号)."""

import re

_LABEL = re.compile(r"(第?)([一二三四五六七八九十百零〇]+)条?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100}


def label_in_english(label: str) -> str:
    """Say an article's label in English: 第十一条 is art. 11, 九 is section 9 (条款标号)."""
    return _LABEL.sub(lambda found: f"{'art.' if found[1] else 'section'} {_number(found[2])}", label)


def _number(written: str) -> int:
    """Read a number below a thousand."""
    value, digit = 0, 0
    for character in written:
        if unit := _UNITS.get(character):
            value, digit = value + (digit or 1) * unit, 0
        else:
            digit = _DIGITS[character]
    return value + digit
