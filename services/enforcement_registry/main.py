"""Composition root of the registry (装配)."""

from services.enforcement_registry.api import router
from services.enforcement_registry.application import Registry
from services.enforcement_registry.publisher import publish
from services.enforcement_registry.views import METADATA, READ_MODELS, RegistryViews, project
from shared.clock.suite import SuiteClock
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.law.book import LawBook
from shared.web.feed import visible_to
from shared.web.service import Parts, Runtime, ServiceDefinition

NAME = "enforcement_registry"


def build(runtime: Runtime) -> Parts:
    """Put the registry together."""
    log = EventLog(runtime.engine, service=NAME, projectors=[project], signer=runtime.signer)
    commands, views = Commands(log), RegistryViews(runtime.engine)
    registry = Registry(log, commands, runtime.law, views.bindings_on_topic)
    provides = {Registry: registry, RegistryViews: views, LawBook: runtime.law, SuiteClock: runtime.clock}
    return Parts(
        [router], log, commands, publish, provides=provides, visible=visible_to, read_models=READ_MODELS
    )


DEFINITION = ServiceDefinition(
    name=NAME,
    title="执法主体与人员",
    prefixes=("registry",),
    metadata=METADATA,
    build=build,
    description="Bodies with enforcement powers, their officers, and the regulations that bind them.",
)
