"""Broker and origin of a container deployment: written to the shared volumes before they start."""

from pathlib import Path

from deploy.broker import authorization
from deploy.caddy import Upstream, caddyfile
from deploy.files import write_private
from deploy.layout import StackSettings
from deploy.topology import Topology

SERVICE_PORT = 8000
ORIGIN_PORT = 8080


def write_configuration(stack: StackSettings, topology: Topology) -> list[Path]:
    """Write ``nats/nats.conf`` and ``caddy/Caddyfile`` below the data directory."""
    layout = stack.layout
    upstreams = {
        name: Upstream(facts.prefixes, f"{host_of(name)}:{SERVICE_PORT}") for name, facts in topology.items()
    }
    files = {
        layout.nats / "nats.conf": broker_configuration(authorization(layout, topology)),
        layout.caddy / "Caddyfile": caddyfile(
            upstreams, site=f":{ORIGIN_PORT}", bind=None, gateways=stack.gateways
        ),
    }
    for path, text in files.items():
        write_private(path, text)
    return list(files)


def host_of(service: str) -> str:
    """The name of a service's API container on the private network."""
    return f"{service.replace('_', '-')}-api"


def broker_configuration(users: str) -> str:
    """The broker on the private network: durable, bounded, nobody without a key."""
    return (
        'server_name: "jiandu"\nlisten: "0.0.0.0:4222"\nhttp: "0.0.0.0:8222"\nmax_payload: 1MB\n'
        'jetstream {\n  store_dir: "/data"\n  max_file_store: 8GB\n  sync_interval: always\n}\n' + users
    )
