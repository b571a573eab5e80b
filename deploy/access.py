"""Tokens for a demonstration: for integrators who try the API, and for ``jiandu clock``."""

from collections.abc import Mapping
from typing import Any

import httpx

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.running import RunningStack
from deploy.secrets import secrets_of
from deploy.services import IDENTITY
from shared.identity.actor import Actor, Role
from shared.identity.keyfile import load_signing_key
from shared.identity.tokens import TokenIssuer
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
    """An access token of ten minutes for one service, signed with this installation's own key."""
    demonstration_only(stack, "`jiandu token`")
    if actor.role is Role.SYSTEM:
        raise DeployError("No token is ever issued for the suite itself.")
    key = load_signing_key(secrets_of(stack.layout, IDENTITY).token_key_file)
    return TokenIssuer(key, running.origin).issue(actor, service)


def administrator(role: Role = Role.SYSTEM_ADMIN) -> Actor:
    """Whoever sits at this machine's command line."""
    return Actor(subject="command-line", role=role)


def post(
    stack: StackSettings, running: RunningStack, service: str, path: str, body: Mapping[str, Any]
) -> dict[str, Any]:
    """Send a command to a service as the administrator; a refusal is told as the service told it."""
    headers = {"Authorization": f"Bearer {token(stack, running, administrator(), service)}"}
    answer = httpx.post(
        f"{running.services[service]}{path}", json=dict(body), headers=headers, timeout=REQUEST_SECONDS
    )
    found: dict[str, Any] = answer.json() if answer.content else {}
    if answer.is_error:
        raise DeployError(f"{service}: {found.get('title', answer.status_code)}. {found.get('detail', '')}")
    return found
