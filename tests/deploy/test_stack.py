"""`jiandu up` as its users meet it: it starts, heals, stops, leaves nobody behind, and starts again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from deploy.nats import NatsServer
from deploy.ports import free_port
from deploy.postgres import PostgresServer

ROOT = Path(__file__).parents[2]
UP = [sys.executable, "-c", "from deploy.cli import main; main()"]


class RunningSuite:
    """A suite of one service in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self.log = directory / "up.log"

    def jiandu(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*UP, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    @property
    def environment(self) -> dict[str, str]:
        own = {"JIANDU_DATA_DIR": str(self.directory / "var"), "JIANDU_PORT": str(self.port)}
        return {**os.environ, **own, "PYTHONPATH": str(ROOT)}

    def start(self, *options: str) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*UP, "up", "--service", "statutes", "--verbose", *options],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
            )
        until(lambda: self.state_file.exists() or self.has_ended(), self.said)
        assert not self.has_ended(), self.said()

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def said(self) -> str:
        return self.log.read_text()

    @property
    def state_file(self) -> Path:
        return self.directory / "var" / "run" / "stack.json"

    @property
    def state(self) -> dict[str, Any]:
        return json.loads(self.state_file.read_text())

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def descendants(self) -> list[int]:
        return [pid for pid in processes() if str(self.directory) in environment_and_command(pid)]


def processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def environment_and_command(pid: int) -> str:
    try:
        folder = Path(f"/proc/{pid}")
        return ((folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()).decode(
            errors="replace"
        )
    except OSError:
        return ""


def until(condition: Callable[[], bool], explain: Callable[[], str], seconds: float = 60) -> None:
    give_up_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up_at:
            pytest.fail(f"waited {seconds} s in vain\n{explain()}")
        time.sleep(0.05)


@pytest.fixture
def suite() -> Iterator[RunningSuite]:
    directory = Path(tempfile.mkdtemp(prefix="jd-"))
    running = RunningSuite(directory)
    yield running
    for pid in running.descendants():
        with suppress(ProcessLookupError):  # it may end by itself between the look and the kill
            os.kill(pid, signal.SIGKILL)
    if running.process is not None:
        running.process.wait()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's own")
def test_the_suite_starts_heals_and_survives_a_kill_of_everything(suite: RunningSuite):
    suite.start()
    before = suite.get("/api/v1/calendar/days/2026-10-01")

    killed = service_process(suite)
    os.kill(killed, signal.SIGKILL)
    until(lambda: "ended (exit -9); again in" in suite.said(), suite.said)
    until(lambda: suite.get("/api/v1/calendar/days/2026-10-01") == 200, suite.said)
    os.kill(suite.state["pid"], signal.SIGKILL)
    suite.process.wait()
    until(
        lambda: not suite.descendants(),
        lambda: str([environment_and_command(p)[-300:] for p in suite.descendants()]),
    )
    suite.state_file.unlink()
    suite.start()
    after = suite.get("/api/v1/calendar/days/2026-10-01")

    assert (before, after) == (200, 200)


def service_process(suite: RunningSuite) -> int:
    """The process that listens on the service's port."""
    port = int(suite.state["services"]["statutes"].rsplit(":", 1)[1])
    return next(pid for pid in suite.descendants() if listens(pid, port))


def listens(pid: int, port: int) -> bool:
    wanted = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    }
    try:
        links = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return False
    return any(f"socket:[{inode}]" in links for inode in wanted)


@pytest.mark.parametrize("options", [(), ("--single-process",)], ids=["processes", "single process"])
def test_ctrl_c_stops_all_and_a_second_start_is_quick(suite: RunningSuite, options: tuple[str, ...]):
    suite.start(*options)
    suite.process.send_signal(signal.SIGINT)
    code = suite.process.wait(30)
    until(lambda: not suite.descendants(), suite.said, seconds=10)

    began = time.monotonic()
    suite.start(*options)
    seconds = time.monotonic() - began
    suite.process.send_signal(signal.SIGINT)
    suite.process.wait(30)

    assert code == 0, suite.said()
    assert seconds < 30  # the benchmark says how quick; this says that nothing is made twice
    assert "database system was not properly shut down" not in suite.said()


def test_servers_that_are_named_win_over_the_embedded_ones(
    suite: RunningSuite, monkeypatch: pytest.MonkeyPatch
):
    postgres = PostgresServer(suite.directory / "theirs", run_dir=suite.directory / "r", durable=False)
    nats = NatsServer(suite.directory / "broker")
    postgres.start()
    nats.start()
    monkeypatch.setenv("DATABASE_URL", postgres.dsn)
    monkeypatch.setenv("NATS_URL", nats.url)

    suite.start()
    answer = suite.get("/api/v1/calendar/days/2026-10-01")
    kept = {path.name for path in (suite.directory / "var").iterdir()}
    suite.process.send_signal(signal.SIGINT)
    suite.process.wait(30)
    nats.stop()
    postgres.stop()

    assert answer == 200
    assert not kept & {"postgres-18", "nats"}


def test_a_second_supervisor_on_the_same_data_is_refused(suite: RunningSuite):
    suite.start()

    second = suite.jiandu("up", "--service", "statutes", "--json")

    assert second.returncode == 1
    assert "already runs" in json.loads(second.stdout)["error"]


def test_a_demonstration_never_becomes_production(suite: RunningSuite):
    suite.start()
    suite.process.send_signal(signal.SIGINT)
    suite.process.wait(30)

    refused = subprocess.run(
        [*UP, "up", "--service", "statutes"],
        cwd=ROOT,
        env={**suite.environment, "JIANDU_DEPLOYMENT_KIND": "production"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert refused.returncode == 1
    assert "never becomes production" in refused.stderr


def test_commands_that_need_the_running_suite_say_so(suite: RunningSuite):
    answer = suite.jiandu("clock", "show", "--json")

    assert answer.returncode == 1
    assert "does not run" in json.loads(answer.stdout)["error"]
