"""What the supervisor keeps alive: a program, a forked service, or a service inside the supervisor itself."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import ensure_running
from typing import Any, Protocol

from deploy.process import ProcessSpec

FORKSERVER = multiprocessing.get_context("forkserver")
FORKSERVER.set_forkserver_preload(["deploy.preload"])


Probe = Callable[[], Awaitable[bool]]


class Unit(Protocol):
    """One thing that is started, probed, restarted and stopped.

    ``is_ready``: it does its work. ``is_stuck``: it lives, but only a restart helps. An ``essential`` one
    takes all down when it is given up; a ``quiet`` one's output is shown only when it fails.
    """

    name: str
    is_ready: Probe
    is_stuck: Probe
    quiet: bool
    essential: bool

    async def start(self, output: Connection) -> None:
        """Start; what it prints goes to ``output``."""

    async def wait(self) -> int:
        """Wait for its end; the exit code."""

    def ask_to_stop(self, attempt: int) -> None:
        """Ask politely first, then less so."""

    def kill(self) -> None:
        """End it at once."""


async def never() -> bool:
    """The probe of a unit that cannot be stuck."""
    return False


def in_thread(probe: Callable[[], bool]) -> Probe:
    """A blocking probe, off the loop."""

    async def ask() -> bool:
        return await asyncio.to_thread(probe)

    return ask


class Program:
    """A server program: PostgreSQL, NATS, Caddy. Without it nothing works, so giving up on it stops all."""

    essential = True
    quiet = True

    def __init__(
        self,
        name: str,
        prepare: Callable[[], None],
        spec: Callable[[], ProcessSpec],
        ready: Probe,
        stuck: Probe = never,
    ) -> None:
        self.name = name
        self._prepare = prepare
        self._spec = spec
        self.is_ready = ready
        self.is_stuck = stuck
        self._signals: Sequence[signal.Signals] = ()
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, output: Connection) -> None:
        """Prepare and spawn, from the main thread: the child is signalled when its parent *thread* ends."""
        await asyncio.to_thread(self._prepare)
        spec = await asyncio.to_thread(self._spec)
        self._signals = spec.stop_signals
        self._process = await asyncio.create_subprocess_exec(
            *spec.argv,
            env=spec.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output.fileno(),
            stderr=asyncio.subprocess.STDOUT,
            preexec_fn=spec.before_exec(),
        )

    async def wait(self) -> int:
        """Wait for the program's end."""
        return await self._process.wait() if self._process else 0

    def ask_to_stop(self, attempt: int) -> None:
        """Send the attempt's signal."""
        self._send(self._signals[min(attempt, len(self._signals) - 1)])

    def kill(self) -> None:
        """SIGKILL."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self._process is not None:
                self._process.send_signal(number)


class Forked:
    """A service in a process of its own, forked from a server that has imported everything once."""

    essential = False
    quiet = False

    def __init__(
        self, name: str, target: Callable[[Any, Connection], None], place: Callable[[], Any], ready: Probe
    ) -> None:
        self.name = name
        self._target = target
        self._place = place
        self.is_ready = ready
        self.is_stuck: Probe = never
        self._process: ForkServerProcess | None = None

    async def start(self, output: Connection) -> None:
        """Fork."""
        self._process = FORKSERVER.Process(target=self._target, args=(self._place(), output))
        await asyncio.to_thread(self._process.start)

    async def wait(self) -> int:
        """Wait for the process's end."""
        if self._process is None:
            return 0
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        sentinel = self._process.sentinel
        loop.add_reader(sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(sentinel)
        self._process.join()
        return self._process.exitcode or 0

    def ask_to_stop(self, attempt: int) -> None:
        """SIGTERM."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self._process is not None and self._process.pid and self._process.is_alive():
                os.kill(self._process.pid, number)


class Inside:
    """A service inside the supervisor's own process (``--single-process``)."""

    essential = False
    quiet = False

    def __init__(self, name: str, serve: Callable[[asyncio.Event], Awaitable[None]], ready: Probe) -> None:
        self.name = name
        self._serve = serve
        self.is_ready = ready
        self.is_stuck: Probe = never
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self, output: Connection) -> None:
        """Start a task; it prints where the supervisor prints."""
        self._stop = asyncio.Event()
        self._task = asyncio.ensure_future(self._serve(self._stop))

    async def wait(self) -> int:
        """Wait for the task's end; a failure counts as a crash."""
        if self._task is None:
            return 0
        await asyncio.wait([self._task])
        return 1 if self._task.cancelled() or self._task.exception() else 0

    def ask_to_stop(self, attempt: int) -> None:
        """Set the stop event."""
        self._stop.set()

    def kill(self) -> None:
        """Cancel the task."""
        if self._task is not None:
            self._task.cancel()


def warm_up() -> None:
    """Start the fork server early: it imports while PostgreSQL starts."""
    ensure_running()
