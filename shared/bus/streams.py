"""Streams and durable consumers, made and kept by the provisioner (消息流的开设).

JetStream is transport, not the record: a stream that was lost is made again, empty, and the relays fill it.
Services have no right to make, purge or delete streams or consumers.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

import structlog
from nats.errors import Error as NatsError
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError
from nats.js.manager import JetStreamManager

from shared.bus.connection import BusConnection
from shared.bus.names import stream_of, subjects_of

KEPT_SECONDS = 90 * 24 * 3600
"""Public messages stay 90 days in the stream; older ones come from the service's log."""

MAX_BYTES = 512 * 1024 * 1024
DUPLICATE_WINDOW_SECONDS = 120
ACK_WAIT_SECONDS = 60
MAX_ACK_PENDING = 20_000
_CHECK_SECONDS = 2.0
_LOG = structlog.get_logger(__name__)


def stream_config(service: str, *, max_bytes: int = MAX_BYTES, replicas: int = 1) -> StreamConfig:
    """A service's stream: on disk, never overwritten, never purged by a client."""
    return StreamConfig(
        name=stream_of(service),
        subjects=[subjects_of(service)],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_age=KEPT_SECONDS,
        max_bytes=max_bytes,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=replicas,
        deny_delete=True,
        deny_purge=True,
        allow_atomic=True,
    )


def consumer_config(follower: str) -> ConsumerConfig:
    """A follower's durable reader: from the first message, in order, any number of deliveries."""
    return ConsumerConfig(
        durable_name=follower,
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.ALL,
        ack_wait=ACK_WAIT_SECONDS,
        max_deliver=-1,
        max_ack_pending=MAX_ACK_PENDING,
    )


async def provision(
    manager: JetStreamManager,
    follows: Mapping[str, Sequence[str]],
    *,
    max_bytes: int = MAX_BYTES,
    replicas: int = 1,
) -> list[str]:
    """Make the missing streams and readers; ``follows`` maps each service to the services it follows.

    Returns what was made. Running it again changes nothing.
    """
    made = []
    sources = sorted(set(follows) | {source for each in follows.values() for source in each})
    for service in sources:
        if await _ensure_stream(manager, stream_config(service, max_bytes=max_bytes, replicas=replicas)):
            made.append(stream_of(service))
    for follower, followed in sorted(follows.items()):
        for source in followed:
            if await _ensure_consumer(manager, stream_of(source), follower):
                made.append(f"{stream_of(source)}/{follower}")
    return made


async def _ensure_stream(manager: JetStreamManager, wanted: StreamConfig) -> bool:
    try:
        found = await manager.stream_info(wanted.name or "")
    except NotFoundError:
        await manager.add_stream(wanted)
        return True
    if _adjustable(found.config) != _adjustable(wanted):
        await manager.update_stream(wanted)
    return False


def _adjustable(config: StreamConfig) -> tuple[object, ...]:
    return config.max_bytes, config.num_replicas, bool(config.allow_atomic)


async def _ensure_consumer(manager: JetStreamManager, stream: str, follower: str) -> bool:
    with suppress(NotFoundError):
        await manager.consumer_info(stream, follower)
        return False
    await manager.add_consumer(stream, consumer_config(follower))
    return True


class Provisioner:
    """Keeps streams and readers in being, so that a wiped broker heals without a hand."""

    def __init__(
        self,
        connection: BusConnection,
        follows: Mapping[str, Sequence[str]],
        *,
        max_bytes: int = MAX_BYTES,
        replicas: int = 1,
    ) -> None:
        self.connection = connection
        self.follows = follows
        self.max_bytes = max_bytes
        self.replicas = replicas

    async def provision_once(self) -> list[str]:
        """Make what is missing now."""
        manager = self.connection.client.jsm(timeout=10.0)
        return await provision(manager, self.follows, max_bytes=self.max_bytes, replicas=self.replicas)

    async def run(self, stop: asyncio.Event) -> None:
        """Look every two seconds until told to stop."""
        while not stop.is_set():
            try:
                if made := await self.provision_once():
                    _LOG.warning("streams made", made=made)
            except (NatsError, OSError, TimeoutError) as error:
                _LOG.warning("streams not checked", error=repr(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _CHECK_SECONDS)
