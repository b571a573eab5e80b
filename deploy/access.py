"""Tokens for a demonstration: for integrators who try the API, and for ``jiandu clock``."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import httpx

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.running import RunningStack
from deploy.secrets import secrets_of
from deploy.services import IDENTITY
from shared.identity.actor import Actor, Role
from shared.identity.keyfile import load_signing_key
from shared.identity.tokens import TokenIssuer
from shared.law.refusal import Refusal
from shared.settings.service import DeploymentKind

REQUEST_SECONDS = 30.0


class NotInProductionError(DeployError):
    """What a demonstration offers and production never does."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} exists in a demonstration only.")


def demonstration_only(stack: StackSettings, what: str) -> None:
    """Refuse in production."""
    if stack.deployment_kind is not DeploymentKind.DEMO:
        raise NotInProductionError(what)


def token(stack: StackSettings, running: RunningStack, actor: Actor, service: str) -> str:
    """A token of ten minutes for anybody of the demonstration, signed with the installation's own key."""
    demonstration_only(stack, "A token without a password")
    key = load_signing_key(secrets_of(stack.layout, IDENTITY).directory / "token.key")
    return TokenIssuer(key, running.origin).issue(actor, service)


def administrator() -> Actor:
    """Whoever sits at this machine's command line."""
    return Actor("command-line", Role.SYSTEM_ADMIN)


def administrator_of_bureau() -> Actor:
    """The same person as a clerk of the bureau, to look at cases of the demonstration."""
    return Actor("command-line", Role.BUREAU_CLERK, "bureau")


def tokens(
    stack: StackSettings,
    running: RunningStack,
    role: Role,
    *,
    agency: str | None = None,
    services: Sequence[str] | None = None,
) -> dict[str, str]:
    """Tokens of ten minutes, one per service, of the demonstration's account with this role."""
    from deploy.serving import settings_from_environment  # noqa: PLC0415  # imports the service
    from services.identity.main import demo_tokens  # noqa: PLC0415
    from shared.web.runtime import runtime_of  # noqa: PLC0415

    demonstration_only(stack, "`jiandu token`")
    settings = settings_from_environment(stack, IDENTITY, None)
    runtime = runtime_of(settings.model_copy(update={"issuer": running.origin}))

    async def issue() -> dict[str, str]:
        try:
            return await demo_tokens(runtime, role, agency, services)
        finally:
            await runtime.engine.dispose()

    try:
        return asyncio.run(issue())
    except Refusal as refusal:
        raise DeployError(f"{refusal.title}: {refusal}") from refusal


def post(
    stack: StackSettings, running: RunningStack, service: str, path: str, body: Mapping[str, Any]
) -> dict[str, Any]:
    """Send a command as the system administrator; a refusal is told as the service told it."""
    token = tokens(stack, running, Role.SYSTEM_ADMIN, services=[service])[service]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
    try:
        answer = httpx.post(
            f"{running.services[service]}{path}", json=dict(body), headers=headers, timeout=REQUEST_SECONDS
        )
    except httpx.TransportError as error:
        raise DeployError(f"{service} does not answer: {error}") from error
    found: dict[str, Any] = answer.json() if answer.content else {}
    if answer.is_error:
        raise DeployError(f"{service}: {found.get('title', answer.status_code)}. {found.get('detail', '')}")
    return found
