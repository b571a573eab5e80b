"""Administering accounts: open, grant, link, disable, passwords (账号管理)."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.identity.application.credentials import Credentials
from services.identity.application.passwords import random_password
from services.identity.application.policies import POLICIES
from services.identity.application.sessions import Sessions
from services.identity.application.sign_in import SignIn
from services.identity.domain.account import Account
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.failures import ConstraintError
from shared.eventlog.log import EventLog
from shared.identity.actor import Actor, Post, Role
from shared.identity.policy import Deny
from shared.law.refusal import InvalidError, Refusal, UnknownCaseError


class NameTakenError(InvalidError):
    """The login name belongs to another account (用户名已被使用)."""

    slug = "name-taken"
    title = "用户名已被使用"


class Accounts:
    """One method per command; each asks the policy first."""

    def __init__(
        self, log: EventLog, commands: Commands, credentials: Credentials, sign_in: SignIn, sessions: Sessions
    ) -> None:
        self._log = log
        self._commands = commands
        self._credentials = credentials
        self._sign_in = sign_in
        self._sessions = sessions

    async def open(self, command: Command, name: str) -> Answer:
        """Open an account without rights; its first password is shown once and has to be changed."""
        await self._allowed(command)
        password, account_id = random_password(name), new_id(command.at)

        async def build() -> Outcome:
            rows = await self._credentials.new(account_id, name, password, must_change=True, at=command.at)
            account = Account.open(account_id, opened_by=command.actor.subject, at=command.at)
            return Outcome([account], rows, {"id": str(account_id)}, 201)

        return await self._created(command, build, password)

    async def _created(
        self, command: Command, build: Callable[[], Awaitable[Outcome]], password: str
    ) -> Answer:
        try:
            answer = await self._commands.create(command, build)
        except ConstraintError:
            await self._commands.reject(command, NameTakenError("The login name is taken."))
        body = dict(answer.body) if answer.replayed else {**answer.body, "initial_password": password}
        return Answer(answer.status, body, answer.version, answer.replayed)

    async def read(self, account_id: UUID) -> Account:
        """Read an account as it stands."""
        return await self._log.load(Account, account_id)

    async def grant(
        self, command: Command, account_id: UUID, role: Role, agency: str | None, posts: frozenset[Post]
    ) -> Answer:
        """Grant a role."""
        await self._allowed(command, account_id)

        def decide(account: Account) -> Outcome:
            account.grant(role, agency, posts, granted_by=command.actor.subject, at=command.at)
            return Outcome([account], body=account.shown())

        return await self._commands.change(command, Account, account_id, decide)

    async def link(self, command: Command, account_id: UUID, person: UUID) -> Answer:
        """Link an account to a person of the registry."""
        await self._allowed(command, account_id)

        def decide(account: Account) -> Outcome:
            account.link(person, at=command.at)
            return Outcome([account], body=account.shown())

        return await self._commands.change(command, Account, account_id, decide)

    async def disable(self, command: Command, account_id: UUID) -> Answer:
        """Take an account out of use and end its sessions."""
        await self._allowed(command, account_id)

        def decide(account: Account) -> Outcome:
            account.disable(at=command.at)
            return Outcome([account], body=account.shown())

        answer = await self._commands.change(command, Account, account_id, decide)
        await self._sessions.end_all(account_id)
        return answer

    async def enable(self, command: Command, account_id: UUID) -> Answer:
        """Take an account into use again."""
        await self._allowed(command, account_id)

        def decide(account: Account) -> Outcome:
            account.enable(at=command.at)
            return Outcome([account], body=account.shown())

        return await self._commands.change(command, Account, account_id, decide)

    async def reset_password(self, command: Command, account_id: UUID) -> Answer:
        """Give an account a new first password, shown once."""
        await self._allowed(command, account_id)
        credential = await self._credentials.of(account_id)
        password = random_password(credential.name if credential else "")

        async def decide(account: Account) -> Outcome:
            return await self._with_new_password(command, account, password, by_owner=False)

        answer = await self._commands.change(command, Account, account_id, decide)
        await self._sessions.end_all(account_id)
        if answer.replayed:
            return answer
        return Answer(answer.status, {**answer.body, "initial_password": password}, answer.version)

    async def change_password(self, command: Command, current: str, new: str, address: str) -> Answer:
        """Change one's own password, which ends all sessions; wrong guesses lock as at sign-in."""
        await self._allowed(command)
        account_id = _account_of(command.actor)
        credential = await self._credentials.of(account_id) if account_id else None
        if account_id is None or credential is None:
            await self._commands.reject(command, UnknownCaseError("The token belongs to no local account."))
        await self._sign_in.verified(command, credential.name, current, address)

        async def build() -> Outcome:
            account = await self._log.load(Account, account_id)
            return await self._with_new_password(command, account, new, by_owner=True)

        answer = await self._commands.create(command, build)
        await self._sessions.end_all(account_id)
        return answer

    async def _with_new_password(
        self, command: Command, account: Account, password: str, *, by_owner: bool
    ) -> Outcome:
        credential = await self._credentials.of(account.id)
        if credential is None:
            raise UnknownCaseError(f"no credential of {account.id}")
        rows = await self._credentials.replaced(credential, password, must_change=not by_owner, at=command.at)
        account.change_password(by_owner=by_owner, at=command.at)
        return Outcome([account], rows, {"id": str(account.id)})

    async def _allowed(self, command: Command, account_id: UUID | None = None) -> None:
        decision = POLICIES.decide(command.action, command.actor, account_id)
        if isinstance(decision, Deny):
            refusal: Refusal = decision.refusal()
            await self._commands.reject(command, refusal, str(account_id) if account_id else None)


def _account_of(actor: Actor) -> UUID | None:
    """The account behind a token; tokens of the command line and of other issuers have none here."""
    try:
        return UUID(actor.subject)
    except ValueError:
        return None
