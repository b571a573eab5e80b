"""The broker's users and rights, written from the one table in ``shared/bus/permissions.py``."""

from deploy.layout import Layout
from deploy.secrets import secrets_of
from deploy.topology import Topology, follows_of
from shared.bus import permissions
from shared.bus.names import PROVISIONER


def authorization(layout: Layout, topology: Topology) -> str:
    """The part of NATS's configuration that says who may publish and subscribe what."""
    keys = {name: secrets_of(layout, name).nats_public_key for name in (PROVISIONER, *topology)}
    return permissions.authorization(follows_of(topology), keys)
