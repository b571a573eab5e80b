"""One version of one regulation: its articles, rules and catalogues (某一版本的法规).

Every article stands here in our own words; the text of the regulation is the authority.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from shared.law.catalogue import Catalogue, CatalogueItem
from shared.law.document import ArticleEntry, Clause, RegulationDocument, Transition
from shared.law.rule import Article, Note, Rule, UnknownLawError

CatalogueNames = Mapping[str, Mapping[str, tuple[str, str]]]


class Regulation:
    """One version of one regulation (某一版本的法规)."""

    def __init__(
        self,
        issuer: str,
        topic: str,
        in_force_from: date,
        document: RegulationDocument,
        names: Mapping[str, Mapping[str, tuple[str, str]]],
    ) -> None:
        """Build the rules and catalogues of a checked document."""
        self.issuer = issuer
        self.topic = topic
        self.in_force_from = in_force_from
        self.title = document.title
        self.title_en = document.title_en
        self.document = document.document
        self.issued_by = document.issued_by
        self.transition = document.transition
        self._content = document
        self._service = document.service
        self._names = names
        self._catalogues: dict[str, Catalogue] = {}
        self.articles = tuple(self._article(entry) for entry in document.articles)
        self._rules = {rule.key: rule for article in self.articles for rule in article.rules}

    @property
    def name(self) -> str:
        """Issuer and topic, such as ``wulong/complaints``."""
        return f"{self.issuer}/{self.topic}"

    @property
    def id(self) -> str:
        """Issuer, topic and version, such as ``wulong/complaints@2021-11-10``."""
        return f"{self.name}@{self.in_force_from.isoformat()}"

    @property
    def binds_open_matters(self) -> bool:
        """Whether this version also binds what was opened before it came into force (从新)."""
        return self.transition is Transition.OPEN_MATTERS

    @cached_property
    def sha256(self) -> str:
        """Identity of the content: the same for the same law, however its file is laid out."""
        return sha256(json.dumps(_essence(self._content), ensure_ascii=False).encode()).hexdigest()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in printed order."""
        return tuple(self._rules.values())

    @property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """All catalogues in printed order."""
        return tuple(self._catalogues.values())

    def basis(self, label: str) -> str:
        """Citation of an article or item (依据)."""
        return f"{self.id}#{label}"

    def has_rule(self, key: str) -> bool:
        """Whether this version lays the rule down; issuers differ."""
        return self._full(key) in self._rules

    def rule(self, key: str) -> Rule:
        """The rule under a key, with or without its topic."""
        try:
            return self._rules[self._full(key)]
        except KeyError:
            raise UnknownLawError(f"{self.id} has no rule {key}") from None

    def catalogue(self, name: str) -> Catalogue:
        """The catalogue under a name."""
        try:
            return self._catalogues[name]
        except KeyError:
            raise UnknownLawError(f"{self.id} has no catalogue {name}") from None

    def article(self, label: str) -> Article:
        """The article printed under a label."""
        for article in self.articles:
            if article.label == label:
                return article
        raise UnknownLawError(f"{self.id} has no article {label}")

    def _full(self, key: str) -> str:
        return key if "." in key else f"{self.topic}.{key}"

    def _article(self, entry: ArticleEntry) -> Article:
        rules = tuple(self._rule(entry.label, key, clause) for key, clause in entry.rules.items())
        notes = tuple(self._note(entry.label, clause) for clause in entry.not_code)
        return Article(entry.label, rules, notes, entry.prints)

    def _rule(self, article: str, key: str, clause: Clause) -> Rule:
        label = article + clause.at
        if clause.coded_items:
            self._add_catalogue(key, label, clause)
        return Rule(
            key=self._full(key),
            label=label,
            basis=self.basis(label),
            kind=clause.kind,
            summary_zh=clause.summary,
            summary_en=clause.summary_en,
            service=clause.service or self._service,
            params=MappingProxyType(clause.params),
            obligations=clause.obligations,
            open_question=clause.open,
        )

    def _note(self, article: str, clause: Clause) -> Note:
        label = article + clause.at
        if clause.catalogue:
            self._add_catalogue(clause.catalogue, label, clause)
        return Note(
            label,
            clause.kind,
            clause.summary,
            clause.summary_en,
            MappingProxyType(clause.params),
            clause.open,
        )

    def _add_catalogue(self, name: str, label: str, clause: Clause) -> None:
        items = tuple(
            CatalogueItem(code, *self._names[name][code], label=mark, basis=self.basis(label + mark))
            for mark, code in clause.coded_items
        )
        self._catalogues[name] = Catalogue(
            name,
            self._full(name),
            label,
            self.basis(label),
            items,
            open_ended=clause.params.get("other") == "yes",
        )


def _essence(document: RegulationDocument) -> list[Any]:
    """What a document says, in one fixed form; printed order counts, the order of parameters does not."""
    head = [
        document.title,
        document.title_en,
        document.document,
        document.issued_by,
        document.service,
        document.transition.value,
    ]
    articles = [
        [
            entry.label,
            list(entry.prints),
            [[key, *_clause(clause)] for key, clause in entry.rules.items()],
            [_clause(clause) for clause in entry.not_code],
        ]
        for entry in document.articles
    ]
    return [head, articles]


def _clause(clause: Clause) -> list[Any]:
    return [
        clause.kind.value,
        clause.at,
        clause.summary,
        clause.summary_en,
        list(clause.obligations),
        clause.service,
        clause.open,
        clause.catalogue,
        [list(pair) for pair in clause.coded_items],
        sorted(clause.params.items()),
    ]
