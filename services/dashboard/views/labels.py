"""Labels of articles for readers of English (条款标号)."""

import re

_NUMBER = "[一二三四五六七八九十百零〇]+"
_ITEM = re.compile(rf"[（(]({_NUMBER})[）)]")
_LABEL = re.compile(rf"(第?)({_NUMBER})([条款项]?)")
_CITATION = re.compile(r"《([^》]+)》(.*)")
_KINDS = {"款": ", para.", "项": ", item"}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100}


LAWS = {
    "民事诉讼法": "Civil Procedure Law",
    "民法典": "Civil Code",
    "国务院关于职工工作时间的规定": "Provisions of the State Council on working hours",
    "全国年节及纪念日放假办法": "Measures on national festivals and memorial days",
}
"""Laws outside of the suite that explanations cite."""


def label_in_english(label: str) -> str:
    """Say an article's label in English: 第十一条 is art. 11, 九 is section 9, （三） is (3) (条款标号)."""
    marked = _ITEM.sub(lambda found: f"({_number(found[1])})", label)
    return _LABEL.sub(_label, marked).replace("、", ", ")


def citation_in_english(citation: str) -> str:
    """Say a citation of a law outside of the suite in English; what is not known stays as it is."""
    found = _CITATION.fullmatch(citation)
    if found is None or found[1] not in LAWS:
        return citation
    return f"{LAWS[found[1]]}, {label_in_english(found[2])}"


def _label(found: re.Match[str]) -> str:
    kind = _KINDS.get(found[3]) or ("art." if found[1] else "section")
    return f"{kind} {_number(found[2])}"


def _number(written: str) -> int:
    """Read a number below a thousand."""
    value, digit = 0, 0
    for character in written:
        if unit := _UNITS.get(character):
            value, digit = value + (digit or 1) * unit, 0
        else:
            digit = _DIGITS[character]
    return value + digit
