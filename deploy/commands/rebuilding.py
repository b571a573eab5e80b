"""``jiandu rebuild``."""

import asyncio
import gc
import time

import typer

from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.output import AsJson, show


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rebuild)


def rebuild(service: str, as_json: AsJson = False) -> None:
    """Empty a service's read models and fill them from its log; its commands wait meanwhile."""
    from deploy.services import definition_of  # noqa: PLC0415
    from deploy.serving import settings_from_environment  # noqa: PLC0415
    from shared.web.runtime import runtime_of  # noqa: PLC0415

    definition = definition_of(service)
    runtime = runtime_of(settings_from_environment(StackSettings(), service, None))
    parts = definition.build(runtime)
    if not parts.read_models:
        raise DeployError(f"{service} has no read models.")

    gc.freeze()  # the collector looks through what comes and goes only

    async def run() -> int:
        try:
            return await parts.log.rebuild(parts.read_models)
        finally:
            await runtime.engine.dispose()

    began = time.monotonic()
    count = asyncio.run(run())
    seconds = time.monotonic() - began
    done = {"service": service, "events": count, "seconds": round(seconds, 2)}
    show(done, as_json, f"{service}: read models rebuilt from {count} events in {seconds:.1f} s")
