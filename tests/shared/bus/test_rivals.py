"""Two relays, two consumers, a lost lock: the chain holds whoever publishes or reads."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.names import stream_of
from shared.bus.relay import Relay
from tests.shared.bus.notebooks import World, assert_each_once_in_order, publish

_CUT_LOCK_HOLDERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
    "WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()"
)


async def cut_lock_holders(engine: AsyncEngine) -> int:
    """End the database sessions that hold advisory locks, as a failover would."""
    async with engine.connect() as connection:
        return len((await connection.execute(_CUT_LOCK_HOLDERS)).all())


async def test_of_two_relays_one_publishes_and_the_other_stands_by(world: World) -> None:
    first, second = await world.relay(), await world.relay()
    await world.consumer()

    await world.write(500)

    assert_each_once_in_order(await world.until_heard(500), 500)
    assert sorted([first.state.published, second.state.published]) == [0, 500]


async def test_two_relays_that_both_believe_to_lead_store_each_message_once(world: World) -> None:
    await world.write(2_000)
    # The lock is one of the database: through another database's engine the second relay gets a lock too.
    rival = Relay(world.sender, publish, await world.connect("sender"), engine=world.reader_engine, batch=30)
    first = await world.relay(batch=50)
    world.run(rival.run)
    await world.write(2_000)
    await world.consumer()

    assert_each_once_in_order(await world.until_heard(4_000), 4_000)
    info = await world.connections[0].client.jsm().stream_info(stream_of("sender"))
    assert info.state.messages == 4_000
    assert first.troubles.count + rival.troubles.count > 0


async def test_a_relay_that_lost_its_lock_is_replaced_or_comes_back(world: World) -> None:
    await world.relay()
    await world.relay()
    await world.consumer()
    await world.write(100)
    await world.until_heard(100)

    assert await cut_lock_holders(world.sender_engine) > 0
    await world.write(100)

    assert_each_once_in_order(await world.until_heard(200), 200)


async def test_a_consumer_that_lost_its_lock_is_replaced_without_doubling(world: World) -> None:
    await world.relay()
    await world.consumer(batch=20)
    await world.consumer(batch=35)
    await world.write(200)
    await world.until_heard(20)

    for _ in range(5):
        await cut_lock_holders(world.reader_engine)
        await world.write(100)
        await asyncio.sleep(0.2)

    assert_each_once_in_order(await world.until_heard(700), 700)


async def test_a_new_follower_gets_what_the_stream_no_longer_holds(world: World) -> None:
    relay = await world.relay()
    await world.write(1_000)
    async with asyncio.timeout(10):
        while relay.state.published < 1_000:  # noqa: ASYNC110 - waiting for the broker
            await asyncio.sleep(0.05)
    await let_everything_expire(world)
    await world.write(50)

    consumer = await world.consumer()

    assert_each_once_in_order(await world.until_heard(1_050), 1_050)
    assert consumer.state.gaps > 0


async def let_everything_expire(world: World) -> None:
    """Shorten the stream's memory until it is empty, then restore it."""
    manager = world.connections[0].client.jsm()
    config = (await manager.stream_info(stream_of("sender"))).config
    kept, window = config.max_age, config.duplicate_window
    config.max_age, config.duplicate_window = 1, 1
    await manager.update_stream(config)
    async with asyncio.timeout(20):
        while (await manager.stream_info(stream_of("sender"))).state.messages:  # noqa: ASYNC110 - the broker's
            await asyncio.sleep(0.1)
    config.max_age, config.duplicate_window = kept, window
    await manager.update_stream(config)
