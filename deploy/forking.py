"""What runs in a forked process; the supervisor names these without importing what they need."""

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from deploy.accounts import Login
from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.process import die_with_parent, die_with_reader


@dataclass(frozen=True)
class Placement:
    """Where the supervisor puts one service."""

    stack: StackSettings
    service: str
    port: int
    admin_url: str
    nats_url: str
    nats_monitor_url: str
    jwks_url: str | None
    addresses: Mapping[str, str]


def serve_forked(placement: Placement, output: Connection) -> None:
    """The life of one service's process."""
    os.setsid()
    die_with_parent(signal.SIGTERM)
    for number in (1, 2):
        os.dup2(output.fileno(), number)
    output.close()
    die_with_reader(1)
    from deploy.serving import serve_placed  # noqa: PLC0415  # here, and not in the supervisor

    serve_placed(placement)


def answering(question: Callable[..., Any], given: Sequence[Any], answer: Connection) -> None:
    """Work on a question in a process of its own; a reason not to go on is an answer, too."""
    try:
        answer.send(question(*given))
    except DeployError as reason:
        answer.send(DeployError(str(reason)))


def initialise(stack: StackSettings, names: Sequence[str], admin_url: str) -> None:
    """Secrets, the survey of the services, and the databases."""
    from deploy import initialise as steps  # noqa: PLC0415  # here, and not in the supervisor

    steps.initialise(stack, names, admin_url=admin_url, tell=lambda _: None)


def first_accounts(stack: StackSettings, admin_url: str) -> list[Login]:
    """The missing first accounts, each hashed at some length: the services start meanwhile."""
    from deploy import initialise as steps  # noqa: PLC0415  # here, and not in the supervisor

    return steps.first_accounts(stack, admin_url)
