"""A broker that is away never stops a service, and never delays one that starts."""

import asyncio
import time
from pathlib import Path

import pytest

from deploy.nats import NatsServer
from shared.bus.connection import BusConnection, NotConnectedError


@pytest.fixture
def absent(engines_dir: Path) -> NatsServer:
    """A server that is not running yet."""
    return NatsServer(engines_dir / "absent")


async def test_a_service_starts_without_the_broker_and_finds_it_when_it_comes(absent: NatsServer) -> None:
    connection = BusConnection(absent.url, service="reader")
    began = time.monotonic()
    await connection.start()
    assert time.monotonic() - began < 1
    with pytest.raises(NotConnectedError):
        _ = connection.client
    with pytest.raises(NotConnectedError):
        await connection.ready(0.3)
    assert connection.errors > 0

    absent.start()
    try:
        await connection.ready(5)
        assert connection.is_connected
        assert connection.epoch == 1
    finally:
        await connection.stop()
        absent.stop()


async def test_every_reconnection_is_a_new_epoch(absent: NatsServer) -> None:
    absent.start()
    connection = BusConnection(absent.url, service="reader")
    await connection.start()
    await connection.ready(5)

    absent.kill()
    absent.start()
    try:
        while connection.epoch == 1:
            await connection.ready(5)
            await asyncio.sleep(0.05)
        assert connection.epoch == 2
    finally:
        await connection.stop()
        absent.stop()


async def test_stopping_while_the_broker_is_away_ends_at_once(absent: NatsServer) -> None:
    connection = BusConnection(absent.url, service="reader")
    await connection.start()
    began = time.monotonic()

    await connection.stop()

    assert time.monotonic() - began < 1
