"""Answering open questions (政策选择办理)."""

from collections.abc import Sequence

from services.statutes.application.policies import POLICIES
from services.statutes.domain.persons import By
from services.statutes.domain.policy import Policy, policy_id
from services.statutes.schemas.policies import ChoiceShown, PolicyShown, QuestionShown
from services.statutes.views.policies import PolicyViews
from shared.eventlog.command import Answer, Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.law.book import LawBook, UnknownLawError
from shared.law.policies import OpenQuestion
from shared.law.refusal import Refusal, StaleVersionError, UnknownCaseError


class UnknownPolicyError(UnknownCaseError):
    """No open question is called so (没有此项政策)."""

    title = "没有这一待确认事项"


class PolicyDesk:
    """The commands of policies, and what stands."""

    def __init__(self, log: EventLog, commands: Commands, law: LawBook, views: PolicyViews) -> None:
        self._log = log
        self._commands = commands
        self._law = law
        self._views = views

    async def choose(self, command: Command, name: str, value: str, reason: str) -> Answer:
        """Choose the value of a policy, with a reason; it holds for every decision made from now on."""
        try:
            POLICIES.require(command.action, command.actor)
            question = self.question(name)
        except Refusal as refusal:
            await self._commands.reject(command, refusal, name)
        by = By.of(command.actor)

        def first() -> Outcome:
            if command.expected_version:
                raise StaleVersionError("Nobody answered this question yet; its version is nought.")
            policy = Policy.first(question, value, reason, by=by, on=command.on, at=command.at)
            return _outcome(policy)

        def again(policy: Policy) -> Outcome:
            policy.choose(question, value, reason, by=by, on=command.on, at=command.at)
            return _outcome(policy)

        if await self._was_answered(name):
            return await self._commands.change(command, Policy, policy_id(name), again)
        return await self._commands.create(command, first)

    def question(self, name: str) -> OpenQuestion:
        """The question behind a policy; raises UnknownPolicyError."""
        try:
            return self._law.policies.question(name)
        except UnknownLawError:
            raise UnknownPolicyError("No open question is called so.") from None

    async def policies(self) -> list[PolicyShown]:
        """Every question with the value in use and the version to decide on."""
        versions = await self._views.versions()
        return [self._shown(each, versions.get(each.policy, 0)) for each in self._law.questions.values()]

    async def policy(self, name: str) -> PolicyShown:
        """One of them."""
        question = self.question(name)
        return self._shown(question, (await self._views.versions()).get(name, 0))

    async def history(self, name: str) -> Sequence[ChoiceShown]:
        """Every answer to one question, the newest first."""
        self.question(name)
        rows = await self._views.history(name)
        return [ChoiceShown.model_validate(row, from_attributes=True) for row in rows]

    def _shown(self, question: OpenQuestion, version: int) -> PolicyShown:
        shown = QuestionShown.of(question, self._law.policies)
        return PolicyShown(**shown.model_dump(), version=version)

    async def _was_answered(self, name: str) -> bool:
        try:
            await self._log.load(Policy, policy_id(name))
        except UnknownCaseError:
            return False
        return True


def _outcome(policy: Policy) -> Outcome:
    body = {"policy": policy.policy, "value": policy.value, "version": policy.version}
    return Outcome([policy], body=body)
