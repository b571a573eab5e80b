"""Start in layers, keep alive, stop in reverse.

A unit that ends is restarted with growing pauses; after ``GIVE_UP_AFTER`` ends without a healthy minute
between it is given up: an essential one takes all down, a service only itself. The first ctrl-C stops in
reverse order, the second kills.
"""

import asyncio
import os
import signal
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from multiprocessing import Pipe

from deploy.errors import DeployError, ServerDidNotStartError
from deploy.units import Unit

GIVE_UP_AFTER = 5
HEALTHY_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.3
READY_POLL_SECONDS = 0.05
STUCK_POLL_SECONDS = 5.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Step = Callable[[], Awaitable[None]]
Stage = Sequence[Unit] | Step
Printer = Callable[[str, str], None]


class Kept:
    """One unit with its history."""

    def __init__(self, unit: Unit, printer: Printer, stopping: asyncio.Event) -> None:
        self.unit = unit
        self.stopping = stopping
        self.lines: deque[str] = deque(maxlen=40)
        self.running = False
        self.given_up = False
        self.keeper: asyncio.Task[None] | None = None
        self.ends = 0
        self._print = printer

    def say(self, text: str) -> None:
        """A line about the unit, in its own colour and prefix."""
        self._print(self.unit.name, text)

    async def run_once(self) -> int:
        """Start, copy the output, wait for the end."""
        reading, writing = Pipe(duplex=False)
        loop = asyncio.get_running_loop()
        stream = asyncio.StreamReader(limit=1 << 20)
        pipe = os.fdopen(os.dup(reading.fileno()), "rb", 0)
        reading.close()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), pipe)
        copier = asyncio.create_task(self._copy(stream))
        try:
            try:
                await self.unit.start(writing)
            finally:
                writing.close()
            self.running = True
            if self.stopping.is_set():
                self.unit.ask_to_stop(0)
            return await self.unit.wait()
        finally:
            self.running = False
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(copier), 0.5)
            copier.cancel()
            transport.close()

    async def _copy(self, stream: asyncio.StreamReader) -> None:
        while line := await self._line(stream):
            text = line.decode(errors="replace").rstrip()
            self.lines.append(text)
            if not self.unit.quiet:
                self.say(text)

    @staticmethod
    async def _line(stream: asyncio.StreamReader) -> bytes:
        try:
            return await stream.readline()
        except ValueError:  # a line beyond the limit; the stream goes on after it
            return b"(a line too long to show)\n"

    def last_words(self) -> str:
        """What it printed last."""
        return "\n".join(self.lines)


class Supervisor:
    """Runs the stages; ``run`` returns the exit code."""

    def __init__(self, stages: Sequence[Stage], printer: Printer, on_ready: Callable[[], None]) -> None:
        self._stages = stages
        self._print = printer
        self._on_ready = on_ready
        self._started: list[list[Kept]] = []
        self._stopping = asyncio.Event()
        self._signals_seen = 0
        self.exit_code = 0
        self.grace_seconds = 10.0
        self.start_seconds = 60.0

    async def run(self) -> int:
        """Start all, wait for a signal, stop all."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._on_signal)
        try:
            await self._or_stopped(self._start_all())
            if not self._stopping.is_set():
                self._on_ready()
            await self._stopping.wait()
        finally:
            self._stopping.set()
            await self._stop_all()
            for number in SIGNALS:
                loop.remove_signal_handler(number)
        return self.exit_code

    def stop(self, exit_code: int = 0) -> None:
        """Begin to stop."""
        self.exit_code = self.exit_code or exit_code
        self._stopping.set()

    def _on_signal(self) -> None:
        self._signals_seen += 1
        if self._signals_seen == 1:
            self._print("jiandu", "stopping; once more to kill")
            self.stop()
            return
        for kept in self._all():
            kept.unit.kill()

    def _all(self) -> list[Kept]:
        return [kept for layer in self._started for kept in layer]

    async def _or_stopped(self, work: Awaitable[None]) -> None:
        """Do the work unless a signal comes first."""
        working = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if working.done():
            working.result()
            return
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working

    async def _start_all(self) -> None:
        for stage in self._stages:
            if callable(stage):
                await stage()
                continue
            layer = [Kept(unit, self._print, self._stopping) for unit in stage]
            self._started.append(layer)
            for kept in layer:
                kept.keeper = asyncio.create_task(self._keep(kept))
            await self._until_all_ready(layer)

    async def _until_all_ready(self, layer: Sequence[Kept]) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for kept in layer:
                    group.create_task(self._until_ready(kept))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None

    async def _until_ready(self, kept: Kept) -> None:
        began = time.monotonic()
        while not (kept.running and await kept.unit.is_ready()):
            if kept.ends or time.monotonic() - began > self.start_seconds:
                raise ServerDidNotStartError(kept.unit.name, kept.last_words())
            await asyncio.sleep(READY_POLL_SECONDS)
        if kept.unit.essential:
            kept.say(f"ready after {time.monotonic() - began:.1f} s")

    async def _keep(self, kept: Kept) -> None:
        """Run, and run again, until told to stop or too many ends came too close together."""
        crashes = 0
        watching = asyncio.create_task(self._watch(kept))
        try:
            while not self._stopping.is_set():
                began = time.monotonic()
                reason = await self._end_of(kept)
                if self._stopping.is_set():
                    return
                kept.ends += 1
                crashes = 1 if time.monotonic() - began > HEALTHY_SECONDS else crashes + 1
                if crashes > GIVE_UP_AFTER:
                    self._give_up(kept)
                    return
                pause = FIRST_PAUSE_SECONDS * 2 ** (crashes - 1)
                kept.say(f"ended ({reason}); again in {pause:.1f} s")
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
        finally:
            watching.cancel()

    async def _end_of(self, kept: Kept) -> str:
        try:
            return f"exit {await kept.run_once()}"
        except (DeployError, OSError) as failure:
            kept.lines.append(str(failure))
            return str(failure)

    def _give_up(self, kept: Kept) -> None:
        kept.given_up = True
        kept.say(f"ended {GIVE_UP_AFTER + 1} times without a healthy minute; given up. Its last words:")
        for line in kept.lines:
            kept.say(line)
        if kept.unit.essential:
            self.stop(exit_code=1)

    async def _watch(self, kept: Kept) -> None:
        """Stop a unit that lives but cannot recover by itself; its keeper starts it again."""
        while True:
            await asyncio.sleep(STUCK_POLL_SECONDS)
            if kept.running and await kept.unit.is_stuck():
                kept.say("stuck: restarting it")
                kept.unit.ask_to_stop(0)

    async def _stop_all(self) -> None:
        for layer in reversed(self._started):
            await asyncio.gather(*(self._stop(kept) for kept in layer))

    async def _stop(self, kept: Kept) -> None:
        if kept.keeper is None:
            return
        for attempt in range(2):
            if kept.running:
                kept.unit.ask_to_stop(attempt)
            done, _ = await asyncio.wait([kept.keeper], timeout=self.grace_seconds)
            if done:
                break
        else:
            kept.unit.kill()
            await asyncio.wait([kept.keeper], timeout=self.grace_seconds)
        kept.keeper.cancel()
        with suppress(asyncio.CancelledError):
            await kept.keeper
