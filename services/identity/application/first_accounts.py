"""The first accounts of an installation, with random passwords shown once (初始账号).

A demonstration gets one for every role; production its first administrators, who open all others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.identity.application.credentials import Credentials
from services.identity.application.passwords import random_password
from services.identity.application.sign_in import SignIn
from services.identity.domain.account import Account
from services.identity.domain.deployment import NAMESPACE
from services.identity.domain.signed_in import SignedIn
from services.identity.rules import BUREAU
from shared.clock.ids import derived_id
from shared.eventlog.command import Command, Outcome
from shared.eventlog.commands import Commands
from shared.identity.actor import SYSTEM, Actor, Post, Role
from shared.law.refusal import ForbiddenError, UnknownCaseError
from shared.settings.service import DeploymentKind

DEMO_AGENCIES = ("market", "urban_management", "ecology", "housing")
"""Bodies of the invented district whose people get accounts; the others act through their own systems."""
SETTING_UP = replace(SYSTEM, subject="initialisation")


class NotADemonstrationError(ForbiddenError):
    """Only a demonstration gives tokens without a password (仅限演示环境)."""

    slug = "not-a-demonstration"
    title = "仅限演示环境"


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account made at initialisation; ``person`` is who the registry's demonstration knows it as."""

    name: str
    role: Role
    agency: str | None = None
    posts: frozenset[Post] = frozenset()

    @property
    def id(self) -> UUID:
        """The account's id, the same in every installation."""
        return derived_id(NAMESPACE, "first account", self.name)

    @property
    def person(self) -> UUID | None:
        """The person behind the account; members of the public and administrators have none."""
        alone = {Role.COMPLAINANT, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
        return None if self.role in alone else demo_person(self.name)


@dataclass(frozen=True, slots=True)
class FirstCredential:
    """What ``jiandu init`` prints once."""

    account: FirstAccount
    password: str = field(repr=False)


def demo_person(name: str) -> UUID:
    """The person id behind a demonstration's account."""
    return derived_id(NAMESPACE, "demonstration person", name)


def demo_accounts(agencies: Iterable[str] = DEMO_AGENCIES) -> list[FirstAccount]:
    """List the accounts: every role of the suite, the agency roles for each agency."""
    head, deputy = frozenset({Post.HEAD}), frozenset({Post.DEPUTY_HEAD})
    accounts = [
        FirstAccount("bureau_clerk", Role.BUREAU_CLERK, BUREAU),
        FirstAccount("bureau_clerk_2", Role.BUREAU_CLERK, BUREAU),
        FirstAccount("bureau_deputy", Role.BUREAU_HEAD, BUREAU, deputy),
        FirstAccount("bureau_head", Role.BUREAU_HEAD, BUREAU, head),
        FirstAccount("bureau_investigator", Role.INVESTIGATOR, BUREAU),
        FirstAccount("bureau_investigator_2", Role.INVESTIGATOR, BUREAU),
        FirstAccount("government", Role.GOVERNMENT),
        FirstAccount("discipline", Role.DISCIPLINE),
        FirstAccount("auditor", Role.AUDITOR),
        FirstAccount("complainant", Role.COMPLAINANT),
        FirstAccount("system_admin", Role.SYSTEM_ADMIN),
        FirstAccount("security_admin", Role.SECURITY_ADMIN),
        FirstAccount("audit_admin", Role.AUDIT_ADMIN),
    ]
    for agency in agencies:
        accounts += [
            FirstAccount(f"{agency}.clerk", Role.AGENCY_CLERK, agency),
            FirstAccount(f"{agency}.head", Role.AGENCY_HEAD, agency, head),
            FirstAccount(f"{agency}.investigator", Role.INVESTIGATOR, agency),
            FirstAccount(f"{agency}.investigator_2", Role.INVESTIGATOR, agency),
        ]
    return accounts


FIRST_ADMINISTRATORS = (
    FirstAccount("system_admin", Role.SYSTEM_ADMIN),
    FirstAccount("security_admin", Role.SECURITY_ADMIN),
    FirstAccount("audit_admin", Role.AUDIT_ADMIN),
)


class FirstAccounts:
    """Makes the first accounts, and tokens for integrators who try a demonstration."""

    def __init__(
        self, kind: DeploymentKind, commands: Commands, credentials: Credentials, sign_in: SignIn
    ) -> None:
        self._kind = kind
        self._commands = commands
        self._credentials = credentials
        self._sign_in = sign_in

    async def make(
        self, command: Command, accounts: Sequence[FirstAccount] | None = None
    ) -> list[FirstCredential]:
        """Make the accounts that are missing and give their passwords, once.

        In production these are the administrators, and each password has to be changed at first use.
        """
        if self._kind is not DeploymentKind.DEMO:
            accounts = FIRST_ADMINISTRATORS
        wanted = demo_accounts() if accounts is None else accounts
        missing = [account for account in wanted if await self._credentials.of(account.id) is None]
        return [await self._made(replace(command, actor=SETTING_UP), account) for account in missing]

    async def tokens(
        self, command: Command, account_id: UUID | None, audiences: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Issue tokens of an account without its password (``jiandu token --as``)."""
        if self._kind is not DeploymentKind.DEMO:
            raise NotADemonstrationError("Only a demonstration gives tokens without a password.")
        actor = await self._sign_in.actor_of(account_id) if account_id else None
        if actor is None:
            raise UnknownCaseError("No open account holds that role there.", title="没有这样的演示账号")
        await self._commands.note(command, "identity.issue_demo_token", actor.subject)
        return self._sign_in.tokens(SignedIn(actor, must_change=False), audiences).tokens

    async def _made(self, command: Command, wanted: FirstAccount) -> FirstCredential:
        password, must_change = random_password(wanted.name), self._kind is not DeploymentKind.DEMO

        async def build() -> Outcome:
            rows = await self._credentials.new(
                wanted.id, wanted.name, password, must_change=must_change, at=command.at
            )
            account = Account.open(wanted.id, opened_by="initialisation", at=command.at)
            account.grant(wanted.role, wanted.agency, wanted.posts, granted_by="suite", at=command.at)
            if wanted.person:
                account.link(wanted.person, at=command.at)
            return Outcome([account], rows, status=201)

        await self._commands.create(command, build)
        return FirstCredential(wanted, password)


def as_actor(account: FirstAccount) -> Actor:
    """Give the actor that a demonstration's account acts as."""
    return Actor(str(account.id), account.role, account.agency, account.person, account.posts)
