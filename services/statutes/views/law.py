"""The questions that people ask of the law (法规的查询)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from shared.law.book import Article, Catalogue, LawBook, Regulation, Rule, UnknownLawError
from shared.law.policies import OpenPolicies, OpenQuestion
from shared.law.refusal import UnknownCaseError

Found = TypeVar("Found")


class NotInLawError(UnknownCaseError):
    """The law has no such regulation, article, rule or catalogue (法规中没有)."""

    title = "法规中没有此项"


class Statutes:
    """Regulations and rules as in force on a day (法规查询)."""

    def __init__(self, law: LawBook) -> None:
        """Read from one law book."""
        self._law = law

    def in_force(self, on: date, *, issuer: str | None = None, topic: str | None = None) -> list[Regulation]:
        """One version of each regulation that was in force on a day."""
        return [
            self._law.regulation(name, on=on)
            for name in self._law.names
            if self._law.versions(name)[0] <= on
            and (issuer is None or name.startswith(f"{issuer}/"))
            and (topic is None or name.endswith(f"/{topic}"))
        ]

    def regulation(self, issuer: str, topic: str, on: date) -> Regulation:
        """The version of one regulation in force on a day."""
        return _found(lambda: self._law.regulation(f"{issuer}/{topic}", on=on))

    def versions(self, regulation: Regulation) -> Sequence[date]:
        """The days from which the versions of this regulation are in force."""
        return self._law.versions(regulation.name)

    def article(self, regulation: Regulation, label: str) -> Article:
        """One article by its printed label."""
        return _found(lambda: regulation.article(label))

    def catalogue(self, regulation: Regulation, name: str) -> Catalogue:
        """One catalogue by its name."""
        return _found(lambda: regulation.catalogue(name))

    def rules(self, on: date, *, topic: str | None = None, service: str | None = None) -> list[Rule]:
        """Every rule in force on a day, of a topic or of the service that carries it out."""
        return [
            rule
            for regulation in self.in_force(on, topic=topic)
            for rule in regulation.rules
            if service is None or rule.service == service
        ]

    def rules_of_key(self, key: str, on: date) -> list[Rule]:
        """The same rule under every issuer that lays it down on that day."""
        rules = [rule for rule in self.rules(on, topic=key.partition(".")[0]) if rule.key == key]
        if not rules:
            raise NotInLawError("No regulation in force on that day has this rule key.")
        return rules

    def questions(self, regulation: str | None = None) -> list[OpenQuestion]:
        """Open questions, all or those of one ``issuer/topic``."""
        return [
            question
            for question in self._law.questions.values()
            if regulation is None or any(where.partition("#")[0] == regulation for where in question.where)
        ]

    def questions_beside(self, regulation: Regulation, article: Article) -> list[OpenQuestion]:
        """Open questions that stand beside an article."""
        return list(self._law.questions_at(regulation.name, article.label))

    @property
    def policies(self) -> OpenPolicies:
        """The values in use for open questions, with the bureau's answers."""
        return self._law.policies

    def words(self) -> dict[str, dict[str, str]]:
        """Chinese words behind the tokens of parameters."""
        return self._law.vocabulary.words


def _found(ask: Callable[[], Found]) -> Found:
    """The answer of the law book; what it does not know becomes a refusal for the caller."""
    try:
        return ask()
    except UnknownLawError:
        raise NotInLawError("The law has no such item on that day.") from None
