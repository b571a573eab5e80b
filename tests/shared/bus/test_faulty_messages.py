"""A message at fault is parked with its successors of the same case; trouble is waited out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
import pytest

from shared.bus.effects import Effects, Subscription
from shared.bus.places import parked_count
from shared.bus.replay import DeadLetters
from shared.contracts.base import Contract
from shared.contracts.envelope import Envelope
from shared.eventlog.failures import ServiceUnavailableError
from shared.eventlog.recorded import Recorded
from shared.eventlog.unit import Unit
from shared.law.refusal import OutOfOrderError
from tests.shared.bus.notebooks import AT, Filed, Notebook, Noted, World, keep, publish


async def three_lines(world: World, middle: str) -> UUID:
    """A notebook with the given words in the middle of three lines."""
    notebook = Notebook.open()
    for words in ("fine", middle, "fine"):
        notebook.write(words)
    await world.sender.commit(Unit(at=AT, aggregates=[notebook]))
    return notebook.id


def refusing(envelope: Envelope) -> Effects:
    if isinstance(envelope.contract, Noted) and envelope.contract.words == "poison":
        raise OutOfOrderError("not now")
    return keep(envelope)


async def refusing_and_waiting(envelope: Envelope) -> Effects:
    return refusing(envelope)


def breaking_the_table(envelope: Envelope) -> Effects:
    effects = keep(envelope)
    if isinstance(envelope.contract, Noted) and envelope.contract.words == "poison":
        ((statement, values),) = effects.statements
        return Effects(statements=((statement, {**values, "words": None}),))
    return effects


@pytest.mark.parametrize("handler", [refusing, refusing_and_waiting, breaking_the_table])
async def test_a_faulty_message_and_its_successors_are_parked_and_the_rest_goes_on(
    world: World, handler: Any
) -> None:
    before = await three_lines(world, "fine")
    struck = await three_lines(world, "poison")
    after = await three_lines(world, "fine")
    await world.relay()
    consumer = await world.consumer(handler)

    heard = await world.until_heard(7)

    assert [(notebook, line) for _, notebook, line in heard] == [
        *((before, line) for line in (1, 2, 3)),
        (struck, 1),
        *((after, line) for line in (1, 2, 3)),
    ]
    poison, successor = await world.dead_letters()
    assert [poison.subject, successor.subject] == [str(struck)] * 2
    assert successor.reason.startswith("BehindParkedError")
    assert orjson.loads(poison.headers)["Nats-Subject"] == "jiandu.sender.noted.v1"
    assert orjson.loads(poison.payload)["words"] == "poison"
    assert consumer.state.parked == 2


async def test_successors_that_come_much_later_are_parked_too(world: World) -> None:
    await world.relay()
    await world.consumer(refusing)
    struck = await three_lines(world, "poison")
    await world.until_heard(1)

    notebook = await world.sender.load(Notebook, struck)
    notebook.write("fine")
    await world.sender.commit(Unit(at=AT, aggregates=[notebook]))
    await three_lines(world, "fine")
    await world.until_heard(4)

    assert len(await world.dead_letters()) == 3


@pytest.mark.filterwarnings("ignore:Pydantic serializer")
async def test_a_body_that_cannot_be_read_is_parked(world: World) -> None:
    def publish_nonsense(recorded: Recorded) -> Sequence[Contract]:
        return [
            Noted.model_construct(notebook="nobody", line=each.line, words="") if each.line == 2 else each
            for each in publish(recorded)
            if isinstance(each, Noted | Filed)
        ]

    await three_lines(world, "fine")
    await world.relay_of(publish_nonsense)
    await world.consumer()

    await world.until_heard(1)
    await three_lines(world, "fine")
    await world.until_heard(2)

    reasons = [letter.reason.partition(":")[0] for letter in await world.dead_letters()]
    assert reasons[:2] == ["ValidationError", "BehindParkedError"]


async def test_trouble_is_waited_out_and_parks_nothing(world: World) -> None:
    failures = iter([OSError("disk"), ServiceUnavailableError("away"), TimeoutError()])

    def troubled(envelope: Envelope) -> Effects:
        if (trouble := next(failures, None)) is not None:
            raise trouble
        return keep(envelope)

    await three_lines(world, "fine")
    await world.relay()
    consumer = await world.consumer(troubled)

    assert len(await world.until_heard(3)) == 3
    assert await world.dead_letters() == []
    assert consumer.troubles.count == 3


async def test_contracts_nobody_asked_for_and_unknown_ones_only_move_the_place(world: World) -> None:
    await world.relay()
    consumer = await world.consumer(contracts=(Filed,))

    await world.write(5, words="both")

    heard = await world.until_heard(5)
    assert [ordinal % 100 for ordinal, _, _ in heard] == [1] * 5
    assert consumer.state.ordinal == heard[-1][0]


async def test_parked_messages_can_be_tried_again_and_then_the_case_flows(world: World) -> None:
    await world.relay()
    await world.consumer(refusing)
    struck = await three_lines(world, "poison")
    await three_lines(world, "fine")
    await world.until_heard(4)
    letters = DeadLetters(
        world.reader, Subscription("sender", keep, (Noted,)), world.reader_engine, now=lambda: AT
    )

    assert await letters.replay(str(struck)) == 2
    notebook = await world.sender.load(Notebook, struck)
    notebook.write("fine")
    await world.sender.commit(Unit(at=AT, aggregates=[notebook]))

    heard = await world.until_heard(7)
    assert [line for _, notebook, line in heard if notebook == struck] == [1, 2, 3, 4]
    assert await letters.replay(str(struck)) == 0


async def test_a_message_that_fails_again_stays_parked(world: World) -> None:
    await world.relay()
    await world.consumer(refusing)
    struck = await three_lines(world, "poison")
    await three_lines(world, "fine")
    await world.until_heard(4)
    letters = DeadLetters(world.reader, Subscription("sender", refusing), world.reader_engine, now=lambda: AT)

    with pytest.raises(OutOfOrderError):
        await letters.replay(str(struck))

    assert await parked_count(world.reader_engine) == 2
