"""A pasted text in one form, whatever editor or page it came from (粘贴文本的统一).

Full-width digits and brackets, spaces, invisible marks and line ends differ from page to page and carry no
meaning; what cannot be a letter becomes a replacement mark, so that it is refused and not passed over.
"""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
UNREADABLE = "\ufffd"
RATIO = "\u2236"
EXCERPT = 20


class Script(NamedTuple):
    """The text without white space; ``lines`` holds the line of each character, and one more for the end."""

    text: str
    lines: tuple[int, ...]

    def line(self, at: int) -> int:
        """The line of the text as pasted, counted from one."""
        return self.lines[at]

    def starts_line(self, at: int) -> bool:
        """Whether the character is the first of its line, or the text ends here."""
        return at in (0, len(self.text)) or self.lines[at - 1] != self.lines[at]

    def line_end(self, at: int) -> int:
        """Where the line of this character ends."""
        return min(bisect_right(self.lines, self.lines[at]), len(self.text))

    def excerpt(self, start: int, end: int) -> str:
        """What stands there, short enough for a sentence."""
        shown = self.text[start:end]
        return shown if len(shown) <= EXCERPT else f"{shown[:EXCERPT]}…"


def read_script(pasted: str) -> Script:
    """The text in one form."""
    text, lines = [], []
    number = 1
    for number, line in enumerate(LINE_END.split(pasted), 1):
        kept = [_readable(char) for char in unicodedata.normalize("NFKC", line) if not _is_nothing(char)]
        text += kept
        lines += [number] * len(kept)
    return Script("".join(text).replace(RATIO, ":"), (*lines, number))


def _is_nothing(char: str) -> bool:
    """White space, and marks of format such as a zero-width space."""
    return char.isspace() or unicodedata.category(char) == "Cf"


def _readable(char: str) -> str:
    return UNREADABLE if unicodedata.category(char).startswith("C") else char
