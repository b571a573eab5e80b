"""Open questions with the value in use, and the bureau's answers (待确认事项与政策取值的数据)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from services.statutes.schemas.calendar_drafts import Given, Reason
from services.statutes.schemas.shown import Shown
from shared.law.policies import OpenPolicies, OpenQuestion

PolicyName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,79}$")]
PolicyValue = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,80}$")]


class AlternativeShown(Shown):
    """An answer that the question offers beside the default (备选做法)."""

    value: str
    label_zh: str
    label_en: str


class QuestionShown(Shown):
    """An open question: the default, the value in use, the alternatives, who chose and why (待确认事项)."""

    number: str
    policy: str
    where: list[str]
    question: str
    question_en: str
    default: str
    default_zh: str
    default_en: str
    value: str = Field(description="The value in use: the bureau's answer, else the default.")
    alternatives: list[AlternativeShown]
    effective: bool = Field(description="Whether code reads the policy; if not, it cannot be chosen.")
    read_by: list[str] = Field(description="The services whose code asks for the policy.")
    chosen_on: date | None
    chosen_by: str | None
    reason: str | None

    @classmethod
    def of(cls, question: OpenQuestion, policies: OpenPolicies) -> "QuestionShown":
        """From the law book."""
        choice = policies.choice(question.policy)
        return cls(
            **question.model_dump(exclude={"choices"}),
            value=policies.value(question.policy),
            alternatives=[
                AlternativeShown(value=value, label_zh=zh, label_en=en)
                for value, (zh, en) in question.choices.items()
            ],
            effective=question.is_effective,
            chosen_on=choice.chosen_on if choice else None,
            chosen_by=choice.chosen_by if choice else None,
            reason=choice.reason if choice else None,
        )


class PolicyShown(QuestionShown):
    """The same with the version to decide on; nought while the bureau never answered (政策)."""

    version: int


class PolicyGiven(Given):
    """The bureau's answer and why (政策选择)."""

    value: PolicyValue
    reason: Reason


class ChoiceShown(Shown):
    """One answer in the history (历次选择)."""

    number: int
    value: str
    reason: str
    chosen_by: str
    chosen_on: date
    chosen_at: datetime
