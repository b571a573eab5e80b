"""The bureau's answer to an open question of the texts, as it changes over time (政策取值)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.statutes.domain.persons import By
from services.statutes.domain.regulation import NAMESPACE
from shared.clock.ids import derived_id
from shared.deadlines.case import Case
from shared.law.policies import OpenQuestion
from shared.law.refusal import InvalidError, OutOfOrderError


class NotOfferedError(InvalidError):
    """The question does not offer this value (不在可选范围内)."""

    slug = "not-offered"
    title = "该取值不在可选范围内"


class WithoutEffectError(OutOfOrderError):
    """No code reads the policy yet, so that a choice would change nothing (取值尚无程序执行)."""

    slug = "without-effect"
    title = "尚无程序执行此政策，选择不会产生任何效果"


class SameValueError(OutOfOrderError):
    """The value is in use already (取值未变)."""

    slug = "same-value"
    title = "现行取值就是它"


class Policy(Case):
    """One open question and the bureau's answers to it (待确认事项的政策)."""

    TOPIC = "statutes.policy"

    class Created(Case.Created):
        """The bureau answered for the first time (首次选择)."""

        policy: str
        value: str
        reason: str
        chosen_by: str
        chosen_on: date

        def apply(self, policy: "Policy") -> None:
            """Remember the value."""
            policy.policy, policy.value = self.policy, self.value

    class Chosen(Case.Event):
        """The bureau answered anew, perhaps back to the default (改选)."""

        policy: str
        value: str
        reason: str
        chosen_by: str
        chosen_on: date

        def apply(self, policy: "Policy") -> None:
            """Remember the value."""
            policy.value = self.value

    def __init__(self) -> None:
        super().__init__()
        self.policy = ""
        self.value = ""

    @classmethod
    def first(
        cls, question: OpenQuestion, value: str, reason: str, *, by: By, on: date, at: datetime
    ) -> "Policy":
        """Answer a question for the first time."""
        refuse_unusable(question, question.default, value)
        return cls._begin(
            cls.Created,
            policy_id(question.policy),
            at,
            policy=question.policy,
            value=value,
            reason=reason,
            chosen_by=by.person,
            chosen_on=on,
        )

    def choose(
        self, question: OpenQuestion, value: str, reason: str, *, by: By, on: date, at: datetime
    ) -> None:
        """Answer it anew."""
        refuse_unusable(question, self.value, value)
        fields = {"policy": self.policy, "value": value, "reason": reason, "chosen_by": by.person}
        self._record(self.Chosen, at, **fields, chosen_on=on)

    def summary(self) -> dict[str, Any]:
        """A policy is no case: nothing to list."""
        return {}


def refuse_unusable(question: OpenQuestion, in_use: str, value: str) -> None:
    """Refuse what is not offered, what no code reads, and what is in use already."""
    if value not in question.values:
        offered = ", ".join(question.values)
        raise NotOfferedError(f"{question.policy} can be: {offered}.")
    if not question.is_effective:
        raise WithoutEffectError(f"No code reads {question.policy} yet; a choice would change nothing.")
    if value == in_use:
        raise SameValueError(f"{question.policy} is {value} already.")


def policy_id(policy: str) -> UUID:
    """The id that follows from a policy's name."""
    return derived_id(NAMESPACE, "policy", policy)
