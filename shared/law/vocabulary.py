"""The words that the law files may use, and what they mean (法规数据的词汇).

A name, a parameter, a token or a code that is not listed here is refused while a file is read.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from shared.law.document import Clause, Kind
from shared.law.faults import Fault, found, short, shorts

MOST_UNITS = 1000
"""Longer periods do not occur; no calendar reaches so far."""


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

    def head_faults(self, issuer: str, topic: str, service: object) -> Iterator[Fault]:
        """Words of the head that nobody knows."""
        for word, known, *place in (
            (issuer, self.issuers),
            (topic, self.topics),
            (service, self.services, "service"),
        ):
            if isinstance(word, str) and word not in known:
                said = short(word)
                yield found("unknown_word", f"词汇表里没有“{said}”", f"unknown word {said}", *place)

    def key_faults(self, topic: str, key: str, clause: Clause) -> Iterator[Fault]:
        """A key that the topic does not list or lists as another kind, and the faults of its clause."""
        if self.keys.get(topic, {}).get(key) is not clause.kind:
            yield found(
                "unknown_key",
                f"主题 {topic} 没有性质为 {clause.kind} 的这一规则键",
                f"no such key of kind {clause.kind} in {topic}",
            )
        yield from self.clause_faults(clause, key)

    def clause_faults(self, clause: Clause, catalogue: str | None) -> Iterator[Fault]:
        """Services, parameters, tokens and codes that the vocabulary does not list."""
        if clause.service is not None and clause.service not in self.services:
            said = short(clause.service)
            yield found("unknown_service", f"没有名为“{said}”的服务", f"unknown service {said}", "service")
        for name, value in clause.params.items():
            yield from self._parameter_faults(name, value)
        yield from limit_faults(clause)
        known = self.codes.get(catalogue or "", {})
        for mark, code in clause.coded_items:
            if code not in known:
                yield found(
                    "unknown_code",
                    f"目录 {catalogue} 没有代码“{short(code)}”",
                    f"unknown code {short(code)} in {catalogue}",
                    *(("items", mark) if mark in clause.items else ("listed",)),
                )
        if clause.kind is Kind.CATALOGUE and not clause.coded_items:
            yield found("empty_catalogue", "目录没有列出项目", "a catalogue without items")

    def _parameter_faults(self, name: str, value: str) -> Iterator[Fault]:
        parameter = self.params.get(name)
        if parameter is None:
            said = short(name)
            yield found("unknown_parameter", f"没有参数“{said}”", f"unknown parameter {said}", name)
            return
        wrong = [part for part in value.split("|") if not parameter.allows(part, self.words)]
        if wrong:
            yield found(
                "unlisted_value",
                f"{name} 不能是“{shorts(wrong)}”",
                f"{name} cannot be {shorts(wrong)}",
                name,
            )


def limit_faults(clause: Clause) -> Iterator[Fault]:
    """Limits that could not be counted: without a number, without a unit, or out of all proportion."""
    params = clause.params
    limits = {"length", "cap", "month_day"} & set(params)
    if clause.kind is Kind.PERIOD and not (limits or "tolls" in params):
        yield found(
            "no_limit",
            "期限须写明长度、上限或者所中止的规则",
            "a period needs a length, a cap or what it tolls",
        )
    if clause.kind is Kind.FIXED_DATE and "month_day" not in params:
        yield found("no_date", "固定日期须写明月日", "a fixed date needs a month and day")
    if clause.kind is Kind.COUNTER and "minimum" not in params:
        yield found("no_threshold", "计数须写明下限", "a counter needs a minimum")
    if limits and params.get("length") != "unspecified" and "unit" not in params:
        yield found("no_unit", "期限须写明计算单位", "a limit needs a unit")
    yield from _count_faults(params)


def _count_faults(params: Mapping[str, str]) -> Iterator[Fault]:
    for name in ("length", "cap"):
        number = params.get(name, "")
        if number.isdecimal() and not 1 <= int(number) <= MOST_UNITS:
            yield found(
                "impossible_length",
                f"{name} 须在1至{MOST_UNITS}之间",
                f"{name} lies between 1 and {MOST_UNITS}",
                name,
            )
