"""Composition root of identity (身份服务)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.identity.api.administering import router as administering
from services.identity.api.signing_in import router as signing_in
from services.identity.application.accounts import Accounts
from services.identity.application.credentials import Credentials
from services.identity.application.deployments import Deployments
from services.identity.application.first_accounts import FirstAccount, FirstAccounts, FirstCredential
from services.identity.application.guard import SignInGuard
from services.identity.application.passwords import Passwords
from services.identity.application.sessions import Sessions
from services.identity.application.sign_in import SignIn
from services.identity.application.tables import identity_tables
from services.identity.publisher import publish
from services.identity.views import METADATA, AccountViews, project
from shared.clock.ids import new_id
from shared.clock.suite import date_of, host_now
from shared.eventlog.command import Command
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.tables import log_tables
from shared.identity.actor import SYSTEM, Role
from shared.identity.jwks import FixedKeys
from shared.identity.keyfile import ensure_signing_key
from shared.identity.tokens import TokenIssuer
from shared.privacy.sealed import SealedStore
from shared.settings.service import ServiceSettings
from shared.web.service import BackgroundTask, Parts, Runtime, ServiceDefinition
from shared.web.supervision import every

TOKEN_KEY = "token.key"  # noqa: S105 - a file name, beside the service's other keys
PURGE_SECONDS = 600.0
COMMAND_LINE = replace(SYSTEM, subject="command-line")

log_tables(METADATA)
TABLES = identity_tables(METADATA)


@dataclass(frozen=True, slots=True)
class Identity:
    """The built service, also for ``jiandu init`` and ``jiandu token``."""

    log: EventLog
    commands: Commands
    issuer: TokenIssuer
    sign_in: SignIn
    sessions: Sessions
    accounts: Accounts
    deployments: Deployments
    first_accounts: FirstAccounts
    views: AccountViews
    guard: SignInGuard


def identity_of(runtime: Runtime) -> Identity:
    """Put the service together; nothing is started."""
    engine = runtime.engine
    log = EventLog(engine, service=DEFINITION.name, projectors=[project], signer=runtime.signer)
    commands = Commands(log)
    store = SealedStore(engine, runtime.keyring, DEFINITION.name, TABLES.sealed)
    credentials = Credentials(store, TABLES, Passwords(), host_now)
    guard = SignInGuard(engine, TABLES.guard, host_now)
    issuer = TokenIssuer(token_key(runtime.settings), runtime.settings.issuer)
    sign_in = SignIn(log, commands, credentials, guard, issuer)
    sessions = Sessions(
        engine, TABLES.session, sign_in=sign_in, credentials=credentials, commands=commands, now=host_now
    )
    kind = runtime.settings.deployment_kind
    return Identity(
        log=log,
        commands=commands,
        issuer=issuer,
        sign_in=sign_in,
        sessions=sessions,
        accounts=Accounts(log, commands, credentials, sign_in, sessions),
        deployments=Deployments(log, commands, kind, DEFINITION.deployment, host_now),
        first_accounts=FirstAccounts(kind, commands, credentials, sign_in),
        views=AccountViews(engine),
        guard=guard,
    )


def token_key(settings: ServiceSettings) -> Ed25519PrivateKey:
    """The key that signs tokens: a file beside the audit key, made on first use; passing without files."""
    if settings.signing_key_file is None:
        return Ed25519PrivateKey.generate()
    return ensure_signing_key(settings.signing_key_file.with_name(TOKEN_KEY))


def build(runtime: Runtime) -> Parts:
    """Build the parts that the web assembly runs."""
    identity = identity_of(runtime)
    provides: dict[type[Any], Any] = {
        type(part): part
        for part in (
            identity.issuer,
            identity.sign_in,
            identity.sessions,
            identity.accounts,
            identity.deployments,
            identity.views,
            identity.guard,
        )
    }

    async def purge() -> None:
        await identity.guard.purge()
        await identity.sessions.purge()

    return Parts(
        routers=[signing_in, administering],
        log=identity.log,
        commands=identity.commands,
        publish=publish,
        provides=provides,
        keys=FixedKeys(identity.issuer.key_set()),
        tasks=[BackgroundTask("purge", every(PURGE_SECONDS, purge))],
    )


DEFINITION = ServiceDefinition(
    name="identity",
    title="身份服务",
    prefixes=("identity",),
    metadata=METADATA,
    build=build,
    description="Accounts, sessions and tokens, and the deployment's settings.",
)


@asynccontextmanager
async def started(runtime: Runtime) -> AsyncIterator[Identity]:
    """The service without its interface, for the command line."""
    identity = identity_of(runtime)
    await identity.log.start()
    try:
        yield identity
    finally:
        await identity.log.stop()


async def make_first_accounts(
    runtime: Runtime, accounts: Sequence[FirstAccount] | None = None
) -> list[FirstCredential]:
    """Make the accounts that ``jiandu init`` prints once; those that exist are left alone."""
    async with started(runtime) as identity:
        return await identity.first_accounts.make(_from_command_line(runtime, "make_first_account"), accounts)


async def demo_tokens(
    runtime: Runtime, role: Role, agency: str | None = None, audiences: Sequence[str] | None = None
) -> dict[str, str]:
    """Issue tokens of a demonstration's account by role, one per service; refused in production."""
    async with started(runtime) as identity:
        account = await identity.views.holding(role, agency)
        command = _from_command_line(runtime, "issue_demo_token")
        return await identity.first_accounts.tokens(command, account, audiences)


def _from_command_line(runtime: Runtime, act: str) -> Command:
    at = runtime.clock.now()
    return Command(f"identity.{act}", COMMAND_LINE, at, date_of(at), correlation_id=str(new_id(at)))
