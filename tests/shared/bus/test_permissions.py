"""On a real server, each user may do exactly what the table says."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import nats as nats_client
import nkeys
import pytest
from nats.aio.client import Client

from deploy.nats import NatsServer
from shared.bus.connection import BusConnection, NotConnectedError
from shared.bus.names import PROVISIONER, inbox_of
from shared.bus.permissions import authorization
from shared.bus.streams import Provisioner
from tests.shared.bus.notebooks import SMALL_STREAM, assert_each_once_in_order, world_on

FOLLOWS = {"sender": (), "reader": ("sender",), "stranger": ()}
SEEDS = {
    name: nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER).decode()
    for name in (*FOLLOWS, PROVISIONER)
}
KEYS = {name: nkeys.from_seed(seed.encode()).public_key.decode() for name, seed in SEEDS.items()}

READING = {
    "a message by its number": "$JS.API.STREAM.MSG.GET.JIANDU_SENDER",
    "a message directly": "$JS.API.DIRECT.GET.JIANDU_SENDER",
    "through another's reader": "$JS.API.CONSUMER.MSG.NEXT.JIANDU_SENDER.reader",
    "another's older messages": "jiandu_history.sender",
}
CHANGING = {
    "make a stream": "$JS.API.STREAM.CREATE.JIANDU_MINE",
    "change a stream": "$JS.API.STREAM.UPDATE.JIANDU_STRANGER",
    "purge a stream": "$JS.API.STREAM.PURGE.JIANDU_STRANGER",
    "delete a stream": "$JS.API.STREAM.DELETE.JIANDU_STRANGER",
    "delete a message": "$JS.API.STREAM.MSG.DELETE.JIANDU_STRANGER",
    "make a reader": "$JS.API.CONSUMER.CREATE.JIANDU_STRANGER.stranger",
    "delete a reader": "$JS.API.CONSUMER.DELETE.JIANDU_SENDER.reader",
    "move another's reader": "$JS.API.CONSUMER.RESET.JIANDU_SENDER.reader",
    "acknowledge for another": "$JS.ACK.JIANDU_SENDER.reader.1.1.1.1.0",
}
FORGING = {
    "another's message": "jiandu.sender.noted.v1",
    "a reply into another's inbox": "_INBOX_reader.abc",
    "the system's subjects": "$SYS.REQ.SERVER.PING",
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """A server with the table's users."""
    directory: Path = tmp_path_factory.mktemp("guarded")
    server = NatsServer(directory / "nats", authorization=authorization(FOLLOWS, KEYS))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def provisioner(guarded: NatsServer) -> AsyncIterator[BusConnection]:
    connection = BusConnection(guarded.url, service=PROVISIONER, seed=SEEDS[PROVISIONER])
    await connection.start()
    await connection.ready(5)
    await Provisioner(connection, FOLLOWS, max_bytes=SMALL_STREAM).provision_once()
    yield connection
    await connection.stop()


@asynccontextmanager
async def user(server: NatsServer, name: str) -> AsyncIterator[tuple[Client, list[str]]]:
    """A plain client with a service's key, and what the server refused it."""
    refused: list[str] = []

    async def note(error: Exception) -> None:
        refused.append(str(error))

    client = await nats_client.connect(
        server.url, nkeys_seed_str=SEEDS[name], inbox_prefix=inbox_of(name), error_cb=note
    )
    yield client, refused
    await client.close()


@pytest.mark.parametrize(
    "subject", [*(READING | CHANGING | FORGING).values()], ids=[*READING, *CHANGING, *FORGING]
)
async def test_a_service_may_not(guarded: NatsServer, provisioner: BusConnection, subject: str) -> None:
    async with user(guarded, "stranger") as (client, refused):
        await client.publish(subject, b"{}")
        await client.flush()
        await asyncio.sleep(0.05)

        assert any("permissions violation for publish" in each.lower() for each in refused)


@pytest.mark.parametrize(
    "subject", ["jiandu.sender.>", ">", "_INBOX_reader.>", "jiandu_history.sender", "$JS.>"]
)
async def test_a_service_may_not_listen_to(guarded: NatsServer, subject: str) -> None:
    async with user(guarded, "stranger") as (client, refused):
        await client.subscribe(subject)
        await client.flush()
        await asyncio.sleep(0.05)

        assert any("permissions violation for subscription" in each.lower() for each in refused)


async def test_the_provisioner_may_not_speak_for_a_service(
    guarded: NatsServer, provisioner: BusConnection
) -> None:
    before = provisioner.errors

    await provisioner.client.publish("jiandu.sender.noted.v1", b"{}")
    await provisioner.client.flush()
    await asyncio.sleep(0.05)

    assert provisioner.errors > before


async def test_without_a_known_key_nobody_gets_in(guarded: NatsServer) -> None:
    stray = nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER).decode()
    for seed in (None, stray):
        connection = BusConnection(guarded.url, service="stranger", seed=seed)
        await connection.start()

        with pytest.raises(NotConnectedError):
            await connection.ready(0.6)
        assert connection.errors > 0

        await connection.stop()


async def test_relay_and_consumer_work_with_these_rights_alone(
    guarded: NatsServer, provisioner: BusConnection, databases: tuple[str, str]
) -> None:
    async with world_on(guarded.url, databases, SEEDS) as world:
        relay, consumer = await world.relay(), await world.consumer()

        await world.write(200)

        assert_each_once_in_order(await world.until_heard(200), 200)
        assert [each.errors for each in world.connections] == [0, 0]
        assert relay.troubles.count == consumer.troubles.count == 0
