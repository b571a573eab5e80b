"""Which regulation governs an agency, and from when (适用法规).

The registry says which agency is bound to which issuer's regulation in which period; this module only
resolves it. A matter keeps the version under which it was opened: ask with the day of opening, never with
today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.law.book import LawBook
from shared.law.refusal import Refusal
from shared.law.regulation import Regulation


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

    def governing(self, agency: str, topic: str, *, opened_on: date) -> Regulation:
        """The version under which a matter of the agency, opened on that day, is handled to its end."""
        name = next(
            (
                b.regulation
                for b in self._bindings
                if (b.agency, b.topic) == (agency, topic) and b.covers(opened_on)
            ),
            f"{self._district}/{topic}",
        )
        if not any(version <= opened_on for version in self._law.versions(name)):
            raise NotGovernedError(f"no regulation on {topic} binds {agency} on {opened_on.isoformat()}")
        return self._law.regulation(name, on=opened_on)

    def above(self, issuer: str) -> tuple[str, ...]:
        """Issuers whose norms stand above this issuer's regulations, nearest first (上位规范)."""
        return self._law.vocabulary.issuers[issuer].under
