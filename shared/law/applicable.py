"""Which law binds one matter: the regulation of its topic and the norms above it (适用的法规)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from shared.law.book import LawBook, Regulation, Rule, UnknownLawError
from shared.law.policies import InternalTarget, OpenPolicies

NATIONAL_SUPERVISION = "national/enforcement_supervision"
LOCAL_SUPERVISION = "chongqing/enforcement_supervision"
LOCAL_RESPONSIBILITY = "chongqing/enforcement_responsibility"


@dataclass(frozen=True, slots=True)
class ApplicableLaw:
    """The versions that bind a matter, and the bureau's answers to what they leave open.

    ``above`` is ordered by closeness to the regulation; a key is looked up in ``regulation`` first.
    """

    regulation: Regulation
    above: tuple[Regulation, ...]
    targets: Mapping[str, InternalTarget]
    policies: OpenPolicies

    @classmethod
    def of(cls, book: LawBook, regulation: str, opened_on: date, on: date | None = None) -> Self:
        """The law of the day the matter was opened, as it binds on a later day.

        ``regulation`` is an id or a name. A version binds matters opened before it only if it says so (从新).
        """
        on = on or opened_on
        bound = book.binding(regulation, opened_on, on)
        ranks = book.vocabulary.issuers[bound.issuer].under
        above = (
            book.binding_if_any(name, opened_on, on)
            for name in (LOCAL_RESPONSIBILITY, NATIONAL_SUPERVISION, LOCAL_SUPERVISION)
            if name.partition("/")[0] in ranks
        )
        norms = tuple(norm for norm in above if norm is not None)
        return cls(bound, norms, book.internal_targets, book.policies)

    def policy(self, name: str) -> str:
        """The value in use for an open question of the texts (待确认事项取值)."""
        return self.policies.value(name)

    def rule(self, key: str) -> Rule:
        """The rule under a key; raises UnknownLawError where no applicable regulation lays it down."""
        for regulation in (self.regulation, *self.above):
            if regulation.has_rule(key):
                return regulation.rule(key)
        raise UnknownLawError(f"no rule {key} binds under {self.regulation.id}")

    def has_rule(self, key: str) -> bool:
        """Whether any applicable regulation lays the rule down; before Order 825 some are absent."""
        return any(regulation.has_rule(key) for regulation in (self.regulation, *self.above))

    def rule_of(self, name: str, key: str) -> Rule:
        """The rule of one named regulation, where two regulations of one topic share the key."""
        for regulation in self.above:
            if regulation.name == name:
                return regulation.rule(key)
        raise UnknownLawError(f"{name} does not bind under {self.regulation.id}")

    def norms_with(self, key: str) -> tuple[Regulation, ...]:
        """The norms above that lay the rule down too, the closest first (上位规范中的同一规则)."""
        return tuple(norm for norm in self.above if norm.has_rule(key))

    def target(self, key: str) -> InternalTarget:
        """The bureau's own number behind a rule without one; never law, and its basis says so."""
        return self.targets[self.rule(key).key]
