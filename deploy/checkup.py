"""Examining an installation, running or not, service by service."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import psycopg

from deploy.interlocks import Finding, findings, gather
from deploy.layout import StackSettings
from deploy.running import running_stack
from deploy.serving import settings_from_environment


def examine(stack: StackSettings, services: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Each service's findings."""
    running = running_stack(stack)
    monitor = stack.nats_monitor_url or (running.nats_monitor_url if running else None)
    return {name: [asdict(each) for each in _findings(stack, name, monitor)] for name in services}


def _findings(stack: StackSettings, service: str, monitor: str | None) -> list[Finding]:
    try:
        settings = settings_from_environment(stack, service, None)
    except ValueError as error:
        return [Finding("settings", str(error))]
    try:
        facts = gather(settings, behind_origin=stack.behind_origin, nats_monitor_url=monitor)
    except psycopg.OperationalError as error:
        return [Finding("JIANDU_DATABASE_URL", f"the database does not answer: {str(error).splitlines()[0]}")]
    return findings(facts)
