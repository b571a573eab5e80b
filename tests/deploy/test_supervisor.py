"""The supervisor starts in layers, restarts with growing pauses, gives up, and stops in reverse."""

import asyncio
import signal
import sys

import pytest

from deploy import supervisor as module
from deploy.errors import ServerDidNotStartError
from deploy.process import ProcessSpec
from deploy.supervisor import Stage, Supervisor
from deploy.units import Inside, Program, Unit


class Diary:
    """What happened, in order, and what was printed."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.printed: list[str] = []

    def print(self, name: str, text: str) -> None:
        self.printed.append(f"{name}: {text}")

    def unit(self, name: str) -> Unit:
        ready = asyncio.Event()

        async def serve(stop: asyncio.Event) -> None:
            self.steps.append(f"{name} starts")
            await asyncio.sleep(0.02)
            ready.set()
            await stop.wait()
            self.steps.append(f"{name} stops")

        async def is_ready() -> bool:
            return ready.is_set()

        return Inside(name, serve, is_ready)


async def always() -> bool:
    return True


def program(name: str, script: str) -> Program:
    return Program(name, lambda: None, lambda: ProcessSpec(name, [sys.executable, "-c", script]), always)


async def run(diary: Diary, *stages: Stage, until: float = 0.0) -> int:
    supervisor: Supervisor

    def ready() -> None:
        diary.steps.append("all are ready")
        asyncio.get_running_loop().call_later(until, supervisor.stop)

    supervisor = Supervisor(stages, diary.print, ready)
    supervisor.grace_seconds = 2.0
    return await supervisor.run()


async def test_layers_start_one_after_the_other_and_stop_in_reverse():
    diary = Diary()

    code = await run(diary, [diary.unit("postgres")], [diary.unit("nats")], [diary.unit("complaints")])

    assert code == 0
    assert diary.steps == [
        "postgres starts",
        "nats starts",
        "complaints starts",
        "all are ready",
        "complaints stops",
        "nats stops",
        "postgres stops",
    ]


async def test_a_step_between_layers_waits_for_the_layer_before_it():
    diary = Diary()

    async def initialise() -> None:
        diary.steps.append("databases are made")

    await run(diary, [diary.unit("postgres")], initialise, [diary.unit("complaints")])

    assert diary.steps.index("databases are made") == 1


async def test_a_program_that_crashes_is_started_again(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", 0.02)
    diary, mark = Diary(), tmp_path / "started"
    script = (
        f"import os, time; open({str(mark)!r}, 'a').write('x'); time.sleep(0.3)\n"
        f"os.path.getsize({str(mark)!r}) > 2 and time.sleep(60)"
    )

    await run(diary, [program("caddy", script)], until=2.0)

    assert mark.read_text() == "xxx"
    assert any("ended (exit 0); again in" in line for line in diary.printed)


async def test_an_essential_program_that_never_lives_takes_all_down(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", 0.005)
    diary = Diary()
    script = "import time; print('the disk is full', flush=True); time.sleep(0.1)"

    code = await run(diary, [diary.unit("complaints"), program("nats", script)], until=60)

    assert code == 1
    assert "nats: the disk is full" in diary.printed
    assert diary.steps[-1] == "complaints stops"


async def test_a_program_that_ends_before_it_was_ready_says_why():
    async def never() -> bool:
        return False

    unit = program("postgres", "print('no space left on device')")
    unit.is_ready = never

    with pytest.raises(ServerDidNotStartError, match="no space left on device"):
        await run(Diary(), [unit])


async def test_a_program_that_ignores_the_polite_signal_is_killed():
    diary = Diary()
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    unit = program("nats", script)

    began = asyncio.get_running_loop().time()
    supervisor = Supervisor([[unit]], diary.print, lambda: None)
    supervisor.grace_seconds = 0.3
    asyncio.get_running_loop().call_later(0.5, supervisor.stop)
    await supervisor.run()

    assert asyncio.get_running_loop().time() - began < 5
    assert await unit.wait() == -signal.SIGKILL


async def test_a_unit_that_is_stuck_is_restarted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "STUCK_POLL_SECONDS", 0.1)
    monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", 0.02)
    diary = Diary()
    unit = program("nats", "import time; time.sleep(60)")
    asked = iter([True])

    async def is_stuck() -> bool:
        return next(asked, False)

    unit.is_stuck = is_stuck

    await run(diary, [unit], until=1.0)

    assert "nats: stuck: restarting it" in diary.printed
