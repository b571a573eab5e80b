"""The words that the law files may use, and what they mean (法规数据的词汇).

A name, a parameter, a token or a code that is not listed here is refused while a file is read.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from shared.law.document import Clause, Kind, RegulationDocument


class UnlistedWordError(ValueError):
    """A law file uses a word that the vocabulary does not list (词汇表之外的词)."""


class Issuer(BaseModel):
    """Who issued regulations, and whose norms stand above them (制定机关)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str
    under: tuple[str, ...]


class Parameter(BaseModel):
    """What a parameter of a rule may say: listed words, its own tokens, a number or a pattern."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str | None = None
    tokens: tuple[str | bool, ...] = ()
    number: bool = False
    pattern: str | None = None

    def allows(self, value: str, words: dict[str, dict[str, str]]) -> bool:
        """Whether one alternative of a value is within the vocabulary."""
        return (
            value in {"yes" if token is True else token for token in self.tokens}
            or (self.number and value.isdecimal())
            or (self.words is not None and value in words[self.words])
            or (self.pattern is not None and re.fullmatch(self.pattern, value) is not None)
        )


class Vocabulary(BaseModel):
    """Topics, issuers, services, words, parameters, rule keys and catalogue codes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: dict[str, tuple[str, str]]
    issuers: dict[str, Issuer]
    services: frozenset[str]
    words: dict[str, dict[str, str]]
    params: dict[str, Parameter]
    keys: dict[str, dict[str, Kind]] = Field(repr=False)
    codes: dict[str, dict[str, tuple[str, str]]] = Field(repr=False)

    @cached_property
    def full_keys(self) -> frozenset[str]:
        """All keys as ``topic.key``."""
        return frozenset(f"{topic}.{key}" for topic, keys in self.keys.items() for key in keys)

    def word(self, token: str) -> str:
        """The Chinese word behind a token, or the token itself."""
        return next((words[token] for words in self.words.values() if token in words), token)

    def check(self, issuer: str, topic: str, document: RegulationDocument) -> None:
        """Refuse a document that says anything outside the vocabulary."""
        faults = [*self._head_faults(issuer, topic, document)]
        for article in document.articles:
            for key, clause in article.rules.items():
                where = f"{article.label} {key}"
                if self.keys.get(topic, {}).get(key) is not clause.kind:
                    faults.append(f"{where}: no such key of kind {clause.kind} in {topic}")
                faults.extend(f"{where}: {fault}" for fault in self._clause_faults(clause, key))
            for clause in article.not_code:
                faults.extend(
                    f"{article.label}: {fault}" for fault in self._clause_faults(clause, clause.catalogue)
                )
        if faults:
            raise UnlistedWordError(f"{issuer}/{topic}: " + "; ".join(faults))

    def _head_faults(self, issuer: str, topic: str, document: RegulationDocument) -> Iterator[str]:
        for word, known in ((issuer, self.issuers), (topic, self.topics), (document.service, self.services)):
            if word not in known:
                yield f"unknown word {word}"

    def _clause_faults(self, clause: Clause, catalogue: str | None) -> Iterator[str]:
        if clause.service is not None and clause.service not in self.services:
            yield f"unknown service {clause.service}"
        for name, value in clause.params.items():
            parameter = self.params.get(name)
            if parameter is None:
                yield f"unknown parameter {name}"
                continue
            wrong = [part for part in value.split("|") if not parameter.allows(part, self.words)]
            if wrong:
                yield f"{name} cannot be {', '.join(wrong)}"
        yield from self._limit_faults(clause)
        known = self.codes.get(catalogue or "", {})
        for _, code in clause.coded_items:
            if code not in known:
                yield f"unknown code {code} in {catalogue}"
        if clause.kind is Kind.CATALOGUE and not clause.coded_items:
            yield "a catalogue without items"

    def _limit_faults(self, clause: Clause) -> Iterator[str]:
        params = clause.params
        limits = {"length", "cap", "month_day"} & set(params)
        if clause.kind is Kind.PERIOD and not (limits or "tolls" in params):
            yield "a period needs a length, a cap or what it tolls"
        if clause.kind is Kind.FIXED_DATE and "month_day" not in params:
            yield "a fixed date needs a month and day"
        if clause.kind is Kind.COUNTER and "minimum" not in params:
            yield "a counter needs a minimum"
        if limits and params.get("length") != "unspecified" and "unit" not in params:
            yield "a limit needs a unit"
