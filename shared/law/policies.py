"""Open questions of the texts as named policies, and numbers of our own where the text has none (待确认事项).

A bureau answers a question by choosing another value for its policy; until then the default applies and is
shown beside the rule. An internal target is never law and says so in its basis.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.calendar.deadline import Unit
from shared.law.reading import load_yaml
from shared.law.rule import UnknownLawError


class OpenQuestion(BaseModel):
    """A gap, slip or contradiction of the texts and what is done about it (待确认事项).

    ``where`` names regulations, or articles as ``issuer/topic#label``. ``choices`` are the alternatives to
    the default with their Chinese and English wording; ``read_by`` names the services whose code asks for
    the policy. What no code reads yet would change nothing and cannot be chosen.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str
    policy: str
    where: tuple[str, ...]
    question: str
    question_en: str
    default: str
    default_zh: str
    default_en: str
    choices: dict[str, tuple[str, str]] = Field(default_factory=dict)
    read_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _lists_alternatives(self) -> Self:
        if self.default in self.choices:
            raise ValueError(f"{self.number}: the default is no alternative to itself")
        return self

    @property
    def values(self) -> Mapping[str, tuple[str, str]]:
        """The default and the alternatives, each with its wording in Chinese and English."""
        return {self.default: (self.default_zh, self.default_en), **self.choices}

    @property
    def is_effective(self) -> bool:
        """Whether any code asks for the policy, so that a choice changes what is done (取值是否生效)."""
        return bool(self.read_by)

    def concerns(self, regulation: str, article: str) -> bool:
        """Whether the question stands beside this article of ``issuer/topic``."""
        return regulation in self.where or f"{regulation}#{article}" in self.where


class UnofferedChoiceError(ValueError):
    """The question does not offer this value (不在可选范围内)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the bureau chose for a policy, when, who and why (政策选择)."""

    value: str
    chosen_on: date | None = None
    chosen_by: str | None = None
    reason: str | None = None


class InternalTarget(BaseModel):
    """A number of our own where the text has none; its basis says that it is internal (内部目标)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    unit: Unit
    length: int | None = None
    starts_on: str | None = None
    month_day: str | None = None
    breach_unit: Unit | None = None

    @property
    def basis(self) -> str:
        """Never the citation of a regulation."""
        return f"internal_target#{self.key}"


class OpenPolicies:
    """The value in use for every open question: the default, or what the bureau chose (政策取值)."""

    def __init__(
        self, questions: Mapping[str, OpenQuestion], chosen: Mapping[str, Choice] | None = None
    ) -> None:
        """Take the bureau's choices by policy name; a value that the question does not offer is refused."""
        self._questions = questions
        self._by_name = {question.policy: question for question in questions.values()}
        self._chosen = dict(chosen or {})
        for name, choice in self._chosen.items():
            if choice.value not in self.question(name).values:
                raise UnofferedChoiceError(f"{name} cannot be {choice.value}")

    def question(self, policy: str) -> OpenQuestion:
        """The question behind a policy."""
        try:
            return self._by_name[policy]
        except KeyError:
            raise UnknownLawError(f"no open question is called {policy}") from None

    def value(self, policy: str) -> str:
        """The value in use."""
        question = self.question(policy)
        choice = self._chosen.get(policy)
        return choice.value if choice else question.default

    def choice(self, policy: str) -> Choice | None:
        """What the bureau chose last; None while it never answered."""
        return self._chosen.get(policy)

    def with_choice(self, policy: str, choice: Choice) -> "OpenPolicies":
        """The same with one more answer of the bureau."""
        return OpenPolicies(self._questions, {**self._chosen, policy: choice})


def read_questions(root: Path) -> dict[str, OpenQuestion]:
    """All open questions by their stable number."""
    content = load_yaml(root / "open_questions.yaml")
    return {number: OpenQuestion(number=number, **fields) for number, fields in content.items()}


def read_internal_targets(root: Path) -> dict[str, InternalTarget]:
    """All internal targets by full key."""
    content = load_yaml(root / "internal_targets.yaml")
    return {key: InternalTarget(key=key, **fields) for key, fields in content.items()}
