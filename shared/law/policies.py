"""Open questions of the texts as named policies, and numbers of our own where the text has none (待确认事项).

A bureau answers a question by choosing another value for its policy; until then the default applies and is
shown beside the rule. An internal target is never law and says so in its basis.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.calendar.deadline import Unit
from shared.law.reading import load_yaml
from shared.law.rule import UnknownLawError


class OpenQuestion(BaseModel):
    """A gap, slip or contradiction of the texts and what is done about it (待确认事项).

    ``where`` names regulations, or articles as ``issuer/topic#label``.
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
    choices: tuple[str, ...] = ()

    def concerns(self, regulation: str, article: str) -> bool:
        """Whether the question stands beside this article of ``issuer/topic``."""
        return regulation in self.where or f"{regulation}#{article}" in self.where


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
        self, questions: Mapping[str, OpenQuestion], chosen: Mapping[str, str] | None = None
    ) -> None:
        """Take the bureau's choices by policy name; a choice that the question does not offer is refused."""
        self._by_name = {question.policy: question for question in questions.values()}
        self._chosen = dict(chosen or {})
        for name, value in self._chosen.items():
            question = self.question(name)
            if value not in (question.default, *question.choices):
                raise ValueError(f"{name} cannot be {value}")

    def question(self, policy: str) -> OpenQuestion:
        """The question behind a policy."""
        try:
            return self._by_name[policy]
        except KeyError:
            raise UnknownLawError(f"no open question is called {policy}") from None

    def value(self, policy: str) -> str:
        """The value in use."""
        return self._chosen.get(policy, self.question(policy).default)


def read_questions(root: Path) -> dict[str, OpenQuestion]:
    """All open questions by their stable number."""
    content = load_yaml(root / "open_questions.yaml")
    return {number: OpenQuestion(number=number, **fields) for number, fields in content.items()}


def read_internal_targets(root: Path) -> dict[str, InternalTarget]:
    """All internal targets by full key."""
    content = load_yaml(root / "internal_targets.yaml")
    return {key: InternalTarget(key=key, **fields) for key, fields in content.items()}
