"""One rule of law and the article that prints it (规则与条文).

A rule is asked for by its key and never by the number of its article: the same rule is 第十条 in one document
and 九 in another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.calendar.deadline import Unit
from shared.law.document import Kind


class UnknownLawError(LookupError):
    """No such regulation, rule, catalogue or code in the version that was asked (法规中没有)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one version of a regulation (规则); ``basis`` cites its article.

    ``params`` holds the printed limits and tokens; alternatives are joined by a vertical bar.
    """

    key: str
    label: str
    basis: str
    kind: Kind
    summary_zh: str
    summary_en: str
    service: str
    params: Mapping[str, str] = field(hash=False)
    obligations: tuple[str, ...] = ()
    open_question: str | None = None

    @property
    def length(self) -> int | None:
        """Length of the period in ``unit`` (期限长度); None when the document or nobody sets it."""
        return self._number("length")

    @property
    def cap(self) -> int | None:
        """Longest extension in ``unit`` (最长可延期限)."""
        return self._number("cap")

    @property
    def minimum(self) -> int | None:
        """Threshold of a counter or guard (下限); None when the text gives no number."""
        return self._number("minimum")

    @property
    def times(self) -> int | None:
        """How often an extension may be granted (次数)."""
        return self._number("times")

    @property
    def unit(self) -> Unit | None:
        """Unit in which the limit counts (计算单位); None where the rule sets no limit."""
        return self._unit("unit")

    @property
    def breach_unit(self) -> Unit | None:
        """Unit of the latest defensible reading (认定逾期的计算单位)."""
        return self._unit("breach_unit")

    @property
    def month_day(self) -> str | None:
        """Fixed date in the year as MM-DD (固定日期); such a date never rolls."""
        return self.params.get("month_day")

    def tokens(self, name: str) -> tuple[str, ...]:
        """All alternatives of a parameter, in printed order; empty when the text is silent."""
        value = self.params.get(name)
        return tuple(value.split("|")) if value else ()

    def _unit(self, name: str) -> Unit | None:
        unit = self.params.get(name)
        return Unit(unit) if unit else None

    def _number(self, name: str) -> int | None:
        value = self.params.get(name, "")
        return int(value) if value.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Note:
    """A clause that lays nothing down for code, with the kind that says why (无需代码的条款)."""

    label: str
    kind: Kind
    summary_zh: str
    summary_en: str
    params: Mapping[str, str] = field(hash=False)
    open_question: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One printed article (条); ``prints`` are the quantities that its text prints."""

    label: str
    rules: tuple[Rule, ...]
    notes: tuple[Note, ...]
    prints: tuple[str, ...] = ()
