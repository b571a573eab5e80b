"""What is wrong with calendar data that somebody handed in, said so that a clerk can mend it (差错)."""

from typing import Any, NamedTuple


class Fault(NamedTuple):
    """One fault in both languages: at a line of a text, or at a place of a document such as ``days_off.0``.

    A fault of the whole has neither line nor place.
    """

    code: str
    line: int | None
    zh: str
    en: str
    at: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain form for answers; what is not known is left out."""
        said = {"code": self.code, "at": self.at, "line": self.line, "zh": self.zh, "en": self.en}
        return {name: value for name, value in said.items() if value not in (None, "")}
