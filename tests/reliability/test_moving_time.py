"""Each rung fires once: never early, never twice, never lost, and marked when it is late."""

from tests.reliability.extent import CASES, JUMPS, SEED
from tests.reliability.moving_time import escalated, jumped
from tests.reliability.unsteady_host import thrown


async def test_two_sweepers_a_crash_before_sending_and_a_week_down_fire_each_rung_once() -> None:
    verdict = await escalated(CASES, SEED)

    assert verdict.holds, verdict
    assert 0 < verdict.figures["late"] < verdict.figures["rungs"]


async def test_jumps_of_the_sandbox_clock_under_running_services_fire_nothing_early_or_twice() -> None:
    verdict = await jumped(JUMPS, SEED)

    assert verdict.holds, verdict
    assert verdict.figures["rungs"]


async def test_a_host_clock_thrown_back_and_forth_fires_nothing_early_and_loses_nothing(
    database: str,
) -> None:
    verdict = await thrown(database, SEED)

    assert verdict.holds, verdict
    assert verdict.figures["rungs"]
