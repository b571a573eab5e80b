"""From a clean clone to a serving suite, its second start, and what it keeps in memory (P11)."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from deploy.ports import LOOPBACK, free_port
from tests.benchmarks.engines import Engines
from tests.benchmarks.figure import Bar, Figure, Line, Size

ROOT = Path(__file__).resolve().parents[2]
SECOND_STARTS = 3
IDLE_SECONDS = 10
LONGEST_SECONDS = 240.0
PAGES = (
    "/",
    "/docs",
    "/api/v1/complaints/catalogues",
    "/api/v1/identity/jwks",
    "/api/v1/law/regulations",
)
CACHES = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "NPM_CONFIG_CACHE", "XDG_CACHE_HOME")


def clean_clone(servers: Engines, size: Size) -> Figure:
    """P11: ``make run`` with caches of its own that are empty; what is committed is what is measured."""
    place = servers.directory("clone")
    clone = place / "jiandu"
    subprocess.run(["git", "clone", "--quiet", f"file://{ROOT}", str(clone)], check=True)
    environment = _environment(place)
    with _running(clone, environment) as (first, _):
        pass
    starts, memory = [], []
    for _ in range(size.of(SECOND_STARTS, 1)):
        with _running(clone, environment) as (seconds, process):
            starts.append(seconds)
            time.sleep(size.of(IDLE_SECONDS, 1))
            memory.append(_memory(process))
    return Figure(
        [
            Line("first start, clean clone", [first], "s", Bar(60, 20, at_most=True)),
            Line("second start", starts, "s", Bar(6, 3, at_most=True)),
            Line("memory, idle", memory, "MiB", Bar(700, 350, at_most=True)),
        ],
        [
            "Until all of " + ", ".join(PAGES) + " answer. The first start makes the environment, fetches and"
            " installs the locked packages and browser assets into caches that were empty; its time is mostly"
            f" the network's. Memory: proportional share (PSS) of every process, {IDLE_SECONDS} s after it"
            " served.",
        ],
    )


def _environment(place: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIANDU_", "VIRTUAL"))}
    own = str(Path(sys.executable).parent)
    kept["PATH"] = os.pathsep.join(p for p in kept["PATH"].split(os.pathsep) if p != own)
    for name in CACHES:
        (place / name.lower()).mkdir()
        kept[name] = str(place / name.lower())
    return {**kept, "JIANDU_PORT": str(free_port())}


@contextmanager
def _running(clone: Path, environment: dict[str, str]) -> Iterator[tuple[float, "subprocess.Popen[bytes]"]]:
    began = time.perf_counter()
    with (clone / "output.txt").open("ab") as output:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        origin = f"http://{LOOPBACK}:{environment['JIANDU_PORT']}"
        while not all(_answers(origin + page) for page in PAGES):
            if process.poll() is not None or time.perf_counter() - began > LONGEST_SECONDS:
                silent = [page for page in PAGES if not _answers(origin + page)]
                raise RuntimeError(f"{silent} did not answer; see {clone / 'output.txt'}")
            time.sleep(0.1)
        yield time.perf_counter() - began, process
    finally:
        _end(process)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    children = _all_of(process)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for child in psutil.wait_procs(children, 10)[1]:
        child.kill()


def _all_of(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _memory(process: "subprocess.Popen[bytes]") -> float:
    total = 0
    for child in _all_of(process):
        try:
            total += child.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20
