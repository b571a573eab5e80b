"""One command, one effect, one answer, one audit entry."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.command import Answer, Outcome
from shared.eventlog.commands import Commands, VersionRequiredError
from shared.eventlog.log import EventLog
from shared.identity.actor import SYSTEM, Actor, Role
from shared.law.refusal import (
    OutOfOrderError,
    ReusedKeyError,
    StaleVersionError,
    UnknownCaseError,
    VersionConflictError,
)
from tests.shared.eventlog.letters import LETTERS, LOG, NOON, Letter, command, noting, receiving
from tests.shared.eventlog.rows import rows_of


async def _received(commands: Commands) -> UUID:
    return UUID((await commands.create(command(), receiving)).body["id"])


async def test_an_accepted_command_answers_with_the_version_and_is_visible_at_once(
    commands: Commands, log: EventLog, engine: AsyncEngine
):
    answer = await commands.create(command(), lambda: receiving("A-1"))

    assert (answer.status, answer.version, answer.replayed) == (201, 1, False)
    assert [row.number for row in await rows_of(engine, LETTERS)] == ["A-1"]
    recorded = await log.read(0, 10)
    assert [each.position for each in recorded] == [1]
    assert recorded[0].recorded_at == NOON
    assert recorded[0].metadata["subject"] == "clerk"
    assert recorded[0].metadata["case"] == {"number": "A-1"}


async def test_an_asynchronous_decision_is_waited_for(commands: Commands):
    async def build() -> Outcome:
        await asyncio.sleep(0)
        return receiving()

    assert (await commands.create(command(), build)).status == 201


async def test_a_retry_with_the_same_key_gets_the_same_answer_and_changes_nothing(
    commands: Commands, log: EventLog
):
    first = await commands.create(command(idempotency_key="k", fingerprint="f"), receiving)
    second = await commands.create(command(idempotency_key="k", fingerprint="f"), receiving)

    assert second == Answer(first.status, first.body, first.version, replayed=True)
    assert await log.position() == 1


@pytest.mark.parametrize("changed", [{"fingerprint": "g"}, {"action": "letters.burn"}])
async def test_a_key_used_for_another_request_is_refused(commands: Commands, changed: dict[str, str]):
    given = {"action": "letters.receive", "idempotency_key": "k", "fingerprint": "f"}
    await commands.create(command(**given), receiving)

    with pytest.raises(ReusedKeyError):
        await commands.create(command(**{**given, **changed}), receiving)


async def test_keys_of_two_people_have_nothing_to_do_with_each_other(commands: Commands, log: EventLog):
    other = Actor(subject="other", role=Role.BUREAU_CLERK)
    await commands.create(command(idempotency_key="k"), receiving)

    answer = await commands.create(command(idempotency_key="k", actor=other), receiving)

    assert not answer.replayed
    assert await log.position() == 2


@pytest.mark.parametrize(
    ("days", "replayed"),
    [pytest.param(6, True, id="sixth day"), pytest.param(7, False, id="after seven days")],
)
async def test_an_answer_is_kept_for_seven_days(commands: Commands, days: int, replayed: bool):
    await commands.create(command(idempotency_key="k"), receiving)

    later = NOON + timedelta(days=days)
    answer = await commands.create(command(idempotency_key="k", at=later), receiving)

    assert answer.replayed is replayed


async def test_a_key_ages_on_host_time_so_that_a_jump_of_the_sandbox_never_lets_a_repetition_act_twice(
    commands: Commands, log: EventLog
):
    await commands.create(command(idempotency_key="k", host_at=NOON), receiving)

    jumped = command(idempotency_key="k", at=NOON + timedelta(days=40), host_at=NOON + timedelta(seconds=9))
    again = await commands.create(jumped, receiving)

    assert again.replayed
    assert await log.position() == 1


async def test_old_answers_are_forgotten_and_newer_ones_stay(commands: Commands, log: EventLog):
    for days in (0, 1):
        at = NOON + timedelta(days=days)
        await commands.create(command(idempotency_key=f"k{days}", at=at), receiving)

    await log.forget_answers(NOON)

    assert await log.answer("clerk", "k0") is None
    assert await log.answer("clerk", "k1") is not None


async def test_a_refusal_is_not_kept_but_evaluated_anew(commands: Commands, log: EventLog):
    async def refusing() -> Outcome:
        raise OutOfOrderError("not yet")

    with pytest.raises(OutOfOrderError):
        await commands.create(command(idempotency_key="k"), refusing)

    assert (await commands.create(command(idempotency_key="k"), receiving)).status == 201


async def test_twenty_equal_commands_at_once_have_one_effect_and_one_answer(
    commands: Commands, log: EventLog
):
    letter_id = await _received(commands)
    pressed = command("letters.note", idempotency_key="k", expected_version=1)

    answers = await asyncio.gather(
        *(commands.change(pressed, Letter, letter_id, noting("one")) for _ in range(20))
    )

    assert {(answer.status, answer.body["notes"], answer.version) for answer in answers} == {(200, 1, 2)}
    assert sum(answer.replayed for answer in answers) == 19
    assert await log.position() == 2


async def test_a_command_without_the_version_it_was_decided_on_is_refused(commands: Commands):
    letter_id = await _received(commands)

    with pytest.raises(VersionRequiredError) as refused:
        await commands.change(command("letters.note"), Letter, letter_id, noting("one"))

    assert refused.value.status == 428


async def test_the_suite_itself_need_not_name_a_version(commands: Commands):
    letter_id = await _received(commands)

    answer = await commands.change(command("letters.note", actor=SYSTEM), Letter, letter_id, noting("one"))

    assert answer.version == 2


async def test_a_command_on_an_older_state_is_refused(commands: Commands):
    letter_id = await _received(commands)
    await commands.change(command("letters.note", expected_version=1), Letter, letter_id, noting("one"))

    with pytest.raises(StaleVersionError):
        await commands.change(command("letters.note", expected_version=1), Letter, letter_id, noting("two"))


async def test_of_two_different_commands_at_once_one_loses(commands: Commands, log: EventLog):
    letter_id = await _received(commands)

    results = await asyncio.gather(
        *(
            commands.change(command("letters.note", expected_version=1), Letter, letter_id, noting(text))
            for text in ("one", "two")
        ),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [Answer, VersionConflictError]
    assert len((await log.load(Letter, letter_id)).notes) == 1


async def test_an_unknown_case_is_refused(commands: Commands):
    with pytest.raises(UnknownCaseError):
        await commands.change(command(expected_version=1), Letter, uuid4(), noting("one"))


async def test_a_refused_command_leaves_only_its_audit_entry(
    commands: Commands, log: EventLog, engine: AsyncEngine
):
    letter_id = await _received(commands)
    before = await rows_of(engine, LETTERS)

    def refusing(one: Letter) -> Outcome:
        one.note("recorded, then thrown away")
        raise OutOfOrderError("no", basis="test/letters@2020-01-01#1", rule="letters.note")

    with pytest.raises(OutOfOrderError):
        await commands.change(
            command("letters.note", expected_version=1, idempotency_key="k"), Letter, letter_id, refusing
        )

    assert await log.position() == 1
    assert await rows_of(engine, LETTERS) == before
    assert await rows_of(engine, LOG.idempotency) == []
    assert len(await rows_of(engine, LOG.audit_outbox)) == 2


async def test_a_refusal_before_loading_is_recorded_and_raised(commands: Commands, engine: AsyncEngine):
    with pytest.raises(OutOfOrderError):
        await commands.reject(command(), OutOfOrderError("no"), "letter-1")

    assert len(await rows_of(engine, LOG.audit_outbox)) == 1
