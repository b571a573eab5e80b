"""The ways of service as data: conditions, evidence, the day that counts (送达方式)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, Self

import yaml


class Wording(NamedTuple):
    """What a code is called (名称)."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity somebody signs, and for whom that is possible (签收人身份)."""

    code: str
    zh: str
    en: str
    receivers: tuple[str, ...]
    evidence: tuple[str, ...] = ()

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """A capacity from its data."""
        return cls(**_frozen(entry))


@dataclass(frozen=True, slots=True)
class Method:
    """One way of service with all its conditions (送达方式); the words are those of ``methods.yaml``.

    ``day`` says which date fixes the service, ``after_days`` how long after it the document counts as
    served, ``within`` how long an entrusted organ should take.
    """

    code: str
    zh: str
    en: str
    norm: str
    day: str
    day_zh: str
    day_en: str
    receivers: tuple[str, ...]
    evidence: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    capacities: bool = False
    consent: bool = False
    organ: bool = False
    refusal: bool = False
    rebuttable: bool = False
    servers: int = 0
    after_days: int = 0
    within: int | None = None
    last_resort: str | None = None
    tried: str | None = None

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """A way from its data; an unknown word is a slip in the file."""
        return cls(**_frozen(entry))

    @property
    def is_deemed(self) -> bool:
        """Whether the document counts as served only some days after the act."""
        return self.after_days > 0


@dataclass(frozen=True, slots=True)
class Rebuttal:
    """What it takes to prove another date of arrival (反证)."""

    norm: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Methods:
    """All ways in the order of the law, with the words for their codes (送达方式表)."""

    rule: str
    norm: str
    methods: Mapping[str, Method]
    capacities: Mapping[str, Capacity]
    rebuttal: Rebuttal
    receivers: Mapping[str, Wording]
    channels: Mapping[str, Wording]
    grounds: Mapping[str, Wording]
    witnesses: Mapping[str, Wording]
    failures: Mapping[str, Wording]
    evidence: Mapping[str, Wording]
    notes: Mapping[str, Wording]

    def capacities_for(self, receiver_kind: str) -> tuple[Capacity, ...]:
        """Who may sign for this kind of receiver."""
        return tuple(each for each in self.capacities.values() if receiver_kind in each.receivers)

    def rank(self, code: str) -> int:
        """The place of a way in the order of the law."""
        return tuple(self.methods).index(code)


@cache
def ways() -> Methods:
    """The ways, as they ship."""
    data: dict[str, Any] = yaml.safe_load(
        files("shared.delivery").joinpath("methods.yaml").read_text("utf-8")
    )
    listed: dict[str, Any] = {
        "methods": {entry["code"]: Method.read(entry) for entry in data.pop("methods")},
        "capacities": {entry["code"]: Capacity.read(entry) for entry in data.pop("capacities")},
        "rebuttal": Rebuttal(**_frozen(data.pop("rebuttal"))),
        "rule": data.pop("rule"),
        "norm": data.pop("norm"),
    }
    for name, each in data.items():
        listed[name] = {code: Wording(*words) for code, words in each.items()}
    return Methods(**listed)


def method(code: str) -> Method | None:
    """A way by its code; None when the law knows no such way."""
    return ways().methods.get(code)


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
