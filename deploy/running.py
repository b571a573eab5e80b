"""The stack that runs on this machine, as its supervisor wrote it down."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.process import command_line_of


class NothingRunsError(DeployError):
    """The command needs the running suite."""

    def __init__(self) -> None:
        super().__init__("Jiandu does not run here. Start it in another terminal: make run")


@dataclass(frozen=True)
class RunningStack:
    """Origin and services of the stack."""

    origin: str
    services: Mapping[str, str]
    nats_monitor_url: str

    def port_of(self, service: str) -> int:
        """Where a service listens."""
        return urlsplit(self.services[service]).port or 80


def running_stack(stack: StackSettings) -> RunningStack | None:
    """What runs now; None when nothing does."""
    with suppress(OSError, ValueError, KeyError):
        state = json.loads(stack.layout.state.read_text(encoding="utf-8"))
        if command_line_of(state["pid"]) is not None:
            return RunningStack(state["origin"], state["services"], state["nats_monitor_url"])
    return None


def needed_stack(stack: StackSettings) -> RunningStack:
    """What runs now, or the message that nothing does."""
    found = running_stack(stack)
    if found is None:
        raise NothingRunsError
    return found
