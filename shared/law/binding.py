"""Which regulation governs an agency, and from when (适用法规).

The registry says which agency is bound to which issuer's regulation in which period; this module only
resolves it. A matter keeps the version under which it was opened, unless a later one says that it binds open
matters: ask with the day of opening, and with the day of the act.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.law.book import LawBook
from shared.law.refusal import Refusal
from shared.law.regulation import Regulation
from shared.law.rule import Rule


class NotGovernedError(Refusal):
    """No regulation of the topic binds the agency on that day (无适用法规)."""

    slug = "not-governed"
    title = "该机关当日没有适用的制度"


class DoubleBindingError(ValueError):
    """Two issuers' regulations of one topic would bind one agency on the same day (适用法规重叠)."""


@dataclass(frozen=True, slots=True)
class Binding:
    """An agency follows the regulation of one issuer from one day up to another (机关与制度的绑定)."""

    agency: str
    regulation: str
    from_on: date
    until_on: date | None = None

    @property
    def topic(self) -> str:
        """Topic of the regulation."""
        return self.regulation.partition("/")[2]

    def covers(self, day: date) -> bool:
        """Whether the binding holds on a day; both ends are included."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def overlaps(self, other: "Binding") -> bool:
        """Whether both bindings would govern the same agency and topic on some day."""
        return (
            (self.agency, self.topic) == (other.agency, other.topic)
            and (other.until_on is None or self.from_on <= other.until_on)
            and (self.until_on is None or other.from_on <= self.until_on)
        )


class Bindings:
    """All bindings of a deployment; the district's own regulation binds whoever has none of its own."""

    def __init__(self, law: LawBook, bindings: Iterable[Binding], *, district: str | None = None) -> None:
        """Refuse bindings to unknown regulations and bindings that overlap."""
        self._law = law
        self._district = district
        self._bindings: list[Binding] = []
        for binding in bindings:
            law.versions_or_refuse(binding.regulation)
            if any(binding.overlaps(other) for other in self._bindings):
                raise DoubleBindingError(f"{binding.agency} has two regulations on {binding.topic}")
            self._bindings.append(binding)

    def governing(self, agency: str, topic: str, *, opened_on: date, on: date | None = None) -> Regulation:
        """The version that binds a matter of the agency, opened on a day, on the day of an act.

        Without ``on`` the version of the day of opening, to which most matters are handled to their end.
        """
        name = next(
            (
                b.regulation
                for b in self._bindings
                if (b.agency, b.topic) == (agency, topic) and b.covers(opened_on)
            ),
            f"{self._district}/{topic}",
        )
        found = self._law.binding_if_any(name, opened_on, on or opened_on)
        if found is None:
            raise NotGovernedError(f"no regulation on {topic} binds {agency} on {opened_on.isoformat()}")
        return found

    def above(self, issuer: str) -> tuple[str, ...]:
        """Issuers whose norms stand above this issuer's regulations, nearest first (上位规范)."""
        return self._law.vocabulary.issuers[issuer].under

    def norms_above(self, regulation: Regulation, *, opened_on: date, on: date) -> tuple[Regulation, ...]:
        """The norms above a regulation that bind the same matter, nearest first (上位规范)."""
        return self._law.above(regulation.issuer, opened_on, on)

    def prevailing(self, regulation: Regulation, key: str, *, opened_on: date, on: date) -> Rule:
        """A rule as the highest norm lays it down, with its article; else the regulation's own (上位法优先).

        ``key`` carries its topic, because norms of different rank lay one thing down under their own topics.
        """
        above = reversed(self.norms_above(regulation, opened_on=opened_on, on=on))
        return next((norm.rule(key) for norm in above if norm.has_rule(key)), None) or regulation.rule(key)
