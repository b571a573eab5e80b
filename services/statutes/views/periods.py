"""Which periods the law knows, for whoever asks when one of them ends (法定期限的查询)."""

from collections.abc import Iterator
from datetime import date

from services.statutes.views.law import NotInLawError
from shared.calendar.deadline import Unit
from shared.law.book import Kind, LawBook, Regulation
from shared.law.rule import Rule, UnknownLawError

DATED = frozenset({Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.FIXED, Unit.IN_DOCUMENT})
PERIODS = frozenset({Kind.PERIOD, Kind.FIXED_DATE})


class Periods:
    """The rules that end on a date."""

    def __init__(self, law: LawBook) -> None:
        """Read from one law book."""
        self._law = law

    def all(self, on: date) -> Iterator[tuple[Regulation, Rule, str]]:
        """Every such rule in force on a day, with the Chinese word for what starts it."""
        for name in self._law.names:
            if self._law.versions(name)[0] <= on:
                regulation = self._law.regulation(name, on=on)
                for rule in regulation.rules:
                    if _ends_on_a_date(rule):
                        yield regulation, rule, self._starts_on(rule)

    def rule(self, regulation: str, key: str, on: date) -> Rule:
        """One such rule of a regulation (``issuer/topic``) as in force on a day."""
        try:
            rule = self._law.regulation(regulation, on=on).rule(key)
        except UnknownLawError:
            raise NotInLawError("The law has no such rule on that day.") from None
        if not _ends_on_a_date(rule):
            raise NotInLawError("This rule names no period that ends on a date.")
        return rule

    def _starts_on(self, rule: Rule) -> str:
        return "、".join(map(self._law.vocabulary.word, rule.tokens("starts_on")))


def _ends_on_a_date(rule: Rule) -> bool:
    """An extension has a cap and no length of its own: it belongs to the period that it extends."""
    return rule.kind in PERIODS and rule.unit in DATED and rule.cap is None
