"""JetStream is transport, not the record: whatever befalls it, nothing is lost, doubled or reordered."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import nats as nats_client
import pytest

from deploy.nats import NatsServer
from shared.bus.names import stream_of
from tests.shared.bus.notebooks import World, assert_each_once_in_order, world_on


@pytest.fixture
def server(engines_dir: Path) -> NatsServer:
    """A server of this test's own, to be killed and robbed."""
    return NatsServer(Path(engines_dir) / "robbed")


@pytest.fixture
async def moving(server: NatsServer, databases: tuple[str, str]) -> AsyncIterator[World]:
    """A running world whose provisioner keeps watch, with 200 lines already heard."""
    shutil.rmtree(server.data_dir, ignore_errors=True)
    server.start()
    async with world_on(server.url, databases) as world:
        provisioner = await world.provision()
        world.run(provisioner.run)
        await world.relay()
        await world.consumer()
        await world.write(200)
        await world.until_heard(200)
        yield world
    server.stop()


async def restarted(server: NatsServer) -> None:
    await asyncio.to_thread(server.start)


async def test_a_stream_that_was_deleted_is_filled_again(server: NatsServer, moving: World) -> None:
    client = await nats_client.connect(server.url)
    await client.jsm().delete_stream(stream_of("sender"))
    await client.close()

    await moving.write(100)

    assert_each_once_in_order(await moving.until_heard(300), 300)


async def test_a_stream_that_was_deleted_while_all_was_quiet_is_filled_for_newcomers(
    server: NatsServer, moving: World
) -> None:
    client = await nats_client.connect(server.url)
    await client.jsm().delete_stream(stream_of("sender"))

    async with asyncio.timeout(30):
        while True:
            try:
                info = await client.jsm().stream_info(stream_of("sender"))
                if info.state.messages == 200:
                    break
            except nats_client.js.errors.NotFoundError:
                pass
            await asyncio.sleep(0.1)
    await client.close()


async def test_a_wiped_store_heals_by_itself(server: NatsServer, moving: World) -> None:
    server.kill()
    shutil.rmtree(server.data_dir / "store")
    await moving.write(100)
    await restarted(server)
    await moving.write(100)

    assert_each_once_in_order(await moving.until_heard(400), 400)


async def test_a_store_rolled_back_to_an_older_copy_heals_by_itself(
    server: NatsServer, moving: World, tmp_path: Path
) -> None:
    server.kill()
    shutil.copytree(server.data_dir / "store", tmp_path / "older")
    await restarted(server)
    await moving.write(200)
    await moving.until_heard(400)

    for _ in range(2):
        server.kill()
        shutil.rmtree(server.data_dir / "store")
        shutil.copytree(tmp_path / "older", server.data_dir / "store")
        await restarted(server)
        await moving.write(50)

    assert_each_once_in_order(await moving.until_heard(500), 500)


async def test_a_broker_that_was_down_is_caught_up_with(server: NatsServer, moving: World) -> None:
    server.kill()
    await moving.write(300)
    await asyncio.sleep(1)
    await restarted(server)

    assert_each_once_in_order(await moving.until_heard(500), 500)
