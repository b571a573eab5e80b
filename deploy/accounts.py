"""The first accounts: made once, their random passwords told once (初始账号)."""

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.files import write_private
from deploy.layout import StackSettings
from deploy.services import IDENTITY
from shared.settings.service import DeploymentKind, ServiceSettings


@dataclass(frozen=True)
class Login:
    """What somebody needs to sign in the first time."""

    name: str
    password: str
    role: str
    agency: str | None


def make_first_accounts(stack: StackSettings, database_url: str) -> list[Login]:
    """Make the missing accounts. A demonstration also keeps the passwords in a file of its own."""
    from deploy.serving import own_values  # noqa: PLC0415  # not in the supervisor
    from services.identity.main import make_first_accounts as make  # noqa: PLC0415
    from shared.web.runtime import runtime_of  # noqa: PLC0415

    runtime = runtime_of(ServiceSettings(**own_values(stack, IDENTITY), database_url=database_url))

    async def run() -> list[Login]:
        try:
            made = await make(runtime)
        finally:
            await runtime.engine.dispose()
        return [
            Login(each.account.name, each.password, each.account.role.value, each.account.agency)
            for each in made
        ]

    logins = asyncio.run(run())
    if logins and stack.deployment_kind is DeploymentKind.DEMO:
        kept = kept_logins(stack)
        write_private(logins_file(stack), json.dumps([asdict(each) for each in (*kept, *logins)], indent=1))
    return logins


def logins_file(stack: StackSettings) -> Path:
    """Where a demonstration keeps its passwords."""
    return stack.layout.secrets("demonstration") / "accounts.json"


def kept_logins(stack: StackSettings) -> list[Login]:
    """The accounts of this demonstration."""
    path = logins_file(stack)
    return [Login(**each) for each in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
