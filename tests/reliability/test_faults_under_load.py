"""Whatever is killed and whatever the broker forgets: what was acknowledged happened, once and in order."""

from tests.reliability.extent import KILLS, SEED, STORES
from tests.reliability.faults_under_load import betrayed, killed, robbed


async def test_killing_every_process_again_and_again_loses_doubles_and_reorders_nothing() -> None:
    verdict = await killed(KILLS, SEED)

    assert verdict.holds, verdict
    assert all(verdict.figures[f"kills of {name}"] for name in ("postgres", "nats", "complaints:worker"))
    assert verdict.figures["acknowledged"] > 100


async def test_a_broker_whose_store_is_wiped_or_rolled_back_under_load_heals_by_itself() -> None:
    verdict = await robbed(STORES, SEED)

    assert verdict.holds, verdict


async def test_the_checks_find_every_fault_that_is_planted() -> None:
    faults = await betrayed(SEED)

    lost, doubled = "\n".join(faults.lost), "\n".join(faults.doubled)
    rows = ("complaints.complaint ", "complaints.clock ")
    for trace in ("not heard", "was acknowledged", "work_queue", *rows):
        assert trace in lost, trace
    for trace in ("heard 2 times", *rows):
        assert trace in doubled, trace
    assert faults.disordered
