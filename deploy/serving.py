"""One service process: the settings it gets, and the HTTP server it runs in."""

import asyncio
import gc
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from deploy.databases import app_url
from deploy.forking import Placement
from deploy.interlocks import gather, refuse_if_unsafe
from deploy.layout import StackSettings
from deploy.ports import LOOPBACK
from deploy.secrets import secrets_of
from deploy.services import definition_of
from deploy.topology import load
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app

DRAIN_SECONDS = 5


class QuietServer(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


def own_values(stack: StackSettings, service: str) -> dict[str, Any]:
    """What a service learns from the installation's files; its environment may say otherwise."""
    secrets = secrets_of(stack.layout, service)
    return {
        "service": service,
        "nats_seed_file": secrets.nats_seed_file,
        "signing_key_file": secrets.signing_key_file,
        "master_key_file": secrets.master_key_file,
        "deployment_kind": stack.deployment_kind,
        "public_origin": stack.origin,
        "issuer": stack.origin,
        "data_dir": stack.layout.root,
        "objects_dir": stack.layout.objects / service,
    }


def settings_from_environment(
    stack: StackSettings, service: str, role: ProcessRole | None
) -> ServiceSettings:
    """The settings of ``jiandu serve``: the environment first, then the installation's files."""
    values = {key: value for key, value in own_values(stack, service).items() if not _is_set(key)}
    url_file = secrets_of(stack.layout, service).database_url_file
    if not _is_set("database_url") and url_file.exists():
        values["database_url"] = url_file.read_text(encoding="utf-8").strip()
    if role is not None:
        values["role"] = role
    return ServiceSettings(**values)


def _is_set(name: str) -> bool:
    return f"JIANDU_{name.upper()}" in os.environ


def server_of(settings: ServiceSettings, server: type[uvicorn.Server] = uvicorn.Server) -> uvicorn.Server:
    """The HTTP server of a service; its application logs for itself."""
    app = create_app(definition_of(settings.service), settings)
    gc.freeze()  # law, calendar and routes stay: looking through them would hold up requests for long
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    return server(config)


def serve(settings: ServiceSettings, *, monitor_url: str | None, behind_origin: bool) -> None:
    """Serve until a signal, if the deployment is safe; the exit code tells a failed start."""
    refuse_if_unsafe(gather(settings, behind_origin=behind_origin, nats_monitor_url=monitor_url))
    server = server_of(settings)
    server.run()
    if not server.started:
        sys.exit(3)


def serve_placed(placement: Placement) -> None:
    """Serve where the supervisor says."""
    _tell_dashboard(placement)
    serve(placed_settings(placement), monitor_url=placement.nats_monitor_url, behind_origin=False)


def _tell_dashboard(placement: Placement) -> None:
    """Let the dashboard of this process find the other services directly."""
    facts = load(placement.stack.layout.topology)
    direct = {prefix: placement.addresses[name] for name, each in facts.items() for prefix in each.prefixes}
    os.environ.setdefault("JIANDU_DASHBOARD_SERVICE_URLS", json.dumps(direct))


def placed_settings(placement: Placement) -> ServiceSettings:
    """The settings of a service of the local stack."""
    stack, service = placement.stack, placement.service
    values = own_values(stack, service)
    values["database_url"] = app_url(placement.admin_url, service, secrets_of(stack.layout, service))
    values["nats_url"] = placement.nats_url
    values["host"], values["port"] = LOOPBACK, placement.port
    if placement.jwks_url is not None:
        values["jwks_url"] = placement.jwks_url
    return ServiceSettings(**values)


async def serve_inside(placement: Placement, stop: asyncio.Event) -> None:
    """The life of a service inside the supervisor."""
    _tell_dashboard(placement)
    settings = placed_settings(placement)
    facts = await asyncio.to_thread(
        gather, settings, behind_origin=False, nats_monitor_url=placement.nats_monitor_url
    )
    refuse_if_unsafe(facts)
    server = server_of(settings, QuietServer)
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    stopping.cancel()
