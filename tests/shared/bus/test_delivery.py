"""From one service's log to another's effects: each message once, in order."""

from tests.shared.bus.notebooks import World, assert_each_once_in_order


async def test_what_was_written_before_and_while_running_is_heard_once_and_in_order(world: World) -> None:
    await world.write(500)
    await world.relay()
    consumer = await world.consumer()
    await world.until_heard(500)

    await world.write(300)

    heard = await world.until_heard(800)
    assert_each_once_in_order(heard, 800)
    assert consumer.state.parked == 0


async def test_an_event_may_yield_two_contracts_and_both_arrive(world: World) -> None:
    await world.relay()
    await world.consumer()

    await world.write(5, words="both")

    heard = await world.until_heard(10)
    assert_each_once_in_order(heard, 10)
    assert [ordinal % 100 for ordinal, _, _ in heard] == [0, 1] * 5


async def test_a_consumer_that_starts_again_goes_on_where_it_stood(world: World) -> None:
    await world.relay()
    await world.consumer()
    await world.write(50)
    await world.until_heard(50)
    stop, task = world.running.pop()
    stop.set()
    await task

    await world.write(50)
    await world.consumer()

    assert_each_once_in_order(await world.until_heard(100), 100)


async def test_two_consumers_of_one_service_share_the_work_without_doubling(world: World) -> None:
    await world.relay()
    first, second = await world.consumer(), await world.consumer()

    await world.write(500)

    assert_each_once_in_order(await world.until_heard(500), 500)
    assert first.state.leading != second.state.leading
