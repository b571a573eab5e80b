"""A service's connection to NATS: starts without the server, comes back by itself, counts its errors.

nats-py waits two seconds between tries and gives up for good when a server refuses the user; here the wait is
short and a connection that was closed is made anew, so a broker that is down never stops a service.
"""

import asyncio
from contextlib import suppress

import nats
import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext

from shared.bus.names import inbox_of

RECONNECT_WAIT_SECONDS = 0.25
CONNECT_TIMEOUT_SECONDS = 5
REQUEST_TIMEOUT_SECONDS = 5.0
_LOG = structlog.get_logger(__name__)


class NotConnectedError(ConnectionError):
    """The broker cannot be reached at the moment."""


class BusConnection:
    """One NATS connection of a process, shared by relay and consumers.

    ``seed`` is the nkey seed; without one the server must allow anonymous users (throw-away servers).
    ``epoch`` grows with every connection and reconnection: whoever keeps a cursor reads it again then.
    """

    def __init__(self, url: str, *, service: str, seed: str | None = None) -> None:
        self.url = url
        self.service = service
        self.seed = seed
        self.epoch = 0
        self.errors = 0
        self.last_error: str | None = None
        self._client: Client | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()
        self._up = asyncio.Event()

    async def start(self) -> None:
        """Begin to connect in the background; returns at once."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name=f"nats:{self.service}")

    async def stop(self) -> None:
        """Close the connection and stop trying."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        if self._client is not None:
            await self._client.close()
            self._client = None

    @property
    def is_connected(self) -> bool:
        """Whether the broker can be reached now."""
        return self._client is not None and self._client.is_connected

    @property
    def client(self) -> Client:
        """The live client; raises ``NotConnectedError`` when there is none."""
        if self._client is None or not self._client.is_connected:
            raise NotConnectedError(self.url)
        return self._client

    @property
    def jetstream(self) -> JetStreamContext:
        """JetStream over the live client."""
        return self.client.jetstream(timeout=REQUEST_TIMEOUT_SECONDS)

    async def ready(self, timeout_seconds: float | None = None) -> None:
        """Wait until connected."""
        try:
            await asyncio.wait_for(self._up.wait(), timeout_seconds)
        except TimeoutError as error:
            raise NotConnectedError(self.url) from error

    async def _keep(self) -> None:
        while True:
            self._closed.clear()
            try:
                self._client = await self._connect()
                await self._connected()
                await self._closed.wait()
            except Exception as error:  # noqa: BLE001 - a wrong seed or answer is counted and tried again
                await self._failed(error)
            await asyncio.sleep(RECONNECT_WAIT_SECONDS)

    async def _connect(self) -> Client:
        return await nats.connect(
            self.url,
            name=self.service,
            nkeys_seed_str=self.seed,
            inbox_prefix=inbox_of(self.service),
            max_reconnect_attempts=-1,
            reconnect_time_wait=RECONNECT_WAIT_SECONDS,
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            error_cb=self._failed,
            disconnected_cb=self._disconnected,
            reconnected_cb=self._connected,
            closed_cb=self._ended,
        )

    async def _connected(self) -> None:
        self.epoch += 1
        self._up.set()

    async def _disconnected(self) -> None:
        self._up.clear()

    async def _ended(self) -> None:
        self._up.clear()
        self._closed.set()

    async def _failed(self, error: Exception) -> None:
        self.errors += 1
        text = repr(error)
        if text != self.last_error:
            _LOG.warning("nats connection error", service=self.service, error=text)
        self.last_error = text
