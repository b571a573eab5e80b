"""Which services there are: every directory of ``services/`` whose ``main.py`` exposes ``DEFINITION``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from deploy.errors import DeployError
from deploy.layout import ROOT

if TYPE_CHECKING:
    from shared.web.service import ServiceDefinition

DASHBOARD = "dashboard"
IDENTITY = "identity"


def service_names() -> list[str]:
    """The names, without importing anything."""
    return sorted(path.parent.name for path in (ROOT / "services").glob("*/main.py"))


def definition_of(name: str) -> ServiceDefinition:
    """One service's definition."""
    if name not in service_names():
        raise DeployError(f"There is no service {name!r}. There are: {', '.join(service_names())}.")
    definition: ServiceDefinition = import_module(f"services.{name}.main").DEFINITION
    return definition


def definitions(names: Sequence[str] = ()) -> list[ServiceDefinition]:
    """The definitions of the named services, or of all."""
    return [definition_of(name) for name in (names or service_names())]
