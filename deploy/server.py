"""A server program that tests and tools start and stop by themselves; the supervisor only takes its spec."""

import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from deploy.errors import ServerDidNotStartError
from deploy.process import ProcessSpec, spawn, stop


class Server(ABC):
    """One server process with its log file: ``prepare`` and ``spec`` say what runs, the rest is common."""

    title: ClassVar[str]
    stop_signals: ClassVar[tuple[signal.Signals, ...]]
    log_file: Path
    process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def prepare(self) -> None:
        """Make ready what the process needs on disk."""

    @abstractmethod
    def spec(self) -> ProcessSpec:
        """The server process."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether the server answers."""

    def start(self, timeout_seconds: float = 30.0) -> None:
        """Start and wait until it answers; :class:`ServerDidNotStartError` with its last words if not."""
        self.prepare()
        with self.log_file.open("ab") as output:
            self.process = spawn(self.spec(), output)
        give_up_at = time.monotonic() + timeout_seconds
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                self.stop()
                raise ServerDidNotStartError(self.title, self.last_words())
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop with the server's own signals, one after the other."""
        if self.process is not None:
            stop(self.process, self.stop_signals)
            self.process = None

    def kill(self) -> None:
        """SIGKILL, as a power cut would (for reliability tests)."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def last_words(self) -> str:
        """The end of the server's log."""
        return self.log_file.read_text(errors="replace")[-2000:] if self.log_file.exists() else ""
