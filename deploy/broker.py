"""The broker's users and rights, written from the one table in ``shared/bus/permissions.py``."""

from deploy.layout import Layout, StackSettings
from deploy.secrets import secrets_of
from deploy.topology import Topology, follows_of
from shared.bus import permissions
from shared.bus.connection import BusConnection
from shared.bus.names import PROVISIONER


def authorization(layout: Layout, topology: Topology) -> str:
    """The part of NATS's configuration that says who may publish and subscribe what."""
    keys = {name: secrets_of(layout, name).nats_public_key for name in (PROVISIONER, *topology)}
    return permissions.authorization(follows_of(topology), keys)


def provisioner_connection(stack: StackSettings, nats_url: str) -> BusConnection:
    """The one user who may make streams."""
    own = secrets_of(stack.layout, PROVISIONER).nats_seed_file
    seed_file = stack.nats_provisioner_seed_file or own
    return BusConnection(nats_url, service=PROVISIONER, seed=seed_file.read_text(encoding="ascii").strip())
