"""A whole installation in a directory of its own, started by the command its users type."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from deploy.cli import app
from deploy.databases import app_url
from deploy.layout import StackSettings
from deploy.ports import free_port
from deploy.postgres import PostgresServer
from deploy.secrets import secrets_of

ROOT = Path(__file__).parents[2]
JIANDU = [sys.executable, "-c", "from deploy.cli import main; main()"]
START_SECONDS = 90.0
STOP_SECONDS = 30.0
AT_HAND = ("DATABASE_URL", "NATS_URL")
"""Servers that the caller's environment may name; this installation brings its own."""


class Suite:
    """A running installation: where it answers, who may sign in, and its command line."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data = directory / "var"
        self.log = directory / "up.log"
        own = {
            "JIANDU_DATA_DIR": str(self.data),
            "JIANDU_PORT": str(free_port()),
            # all members of the public of these tests live at one address
            "JIANDU_LIMITS__INTAKE_ATTEMPTS_PER_ADDRESS_MINUTE": "1000",
            "JIANDU_LIMITS__INTAKE_PER_ADDRESS_MINUTE": "1000",
            "PYTHONPATH": str(ROOT),
        }
        kept = {name: value for name, value in os.environ.items() if name not in AT_HAND}
        self.environment = {**kept, **own}

    @property
    def state(self) -> dict[str, Any]:
        """Where everything runs, as the supervisor wrote it down."""
        return json.loads((self.data / "run" / "stack.json").read_text("utf-8"))

    @property
    def origin(self) -> str:
        """What a user types into the browser."""
        return str(self.state["origin"])

    @property
    def passwords(self) -> dict[str, str]:
        """The first accounts' passwords by account name."""
        kept = self.data / "secrets" / "demonstration" / "accounts.json"
        return {each["name"]: each["password"] for each in json.loads(kept.read_text("utf-8"))}

    def database_url(self, service: str) -> str:
        """A service's database as the service itself reaches it."""
        layout = StackSettings(data_dir=self.data, database_url=None, nats_url=None).layout
        password = layout.secrets("postgres") / "superuser.password"
        postgres = PostgresServer(layout.postgres, run_dir=layout.run, password_file=password)
        return app_url(postgres.dsn, service, secrets_of(layout, service))

    def jiandu(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the other commands."""
        return subprocess.run(
            [*JIANDU, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    async def command(self, *arguments: str) -> Result:
        """Run one of the other commands in this process, which has everything imported."""
        return await asyncio.to_thread(CliRunner().invoke, app, arguments, env=self.environment)

    def said(self) -> str:
        """The last lines that the installation printed."""
        return self.log.read_text(errors="replace")[-4000:]

    @contextmanager
    def running(self) -> Iterator["Suite"]:
        """Start, and stop as ctrl-C does."""
        with self.log.open("w") as log:
            process = subprocess.Popen(
                [*JIANDU, "up", "--verbose"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        try:
            self._wait(process)
            yield self
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        give_up_at = time.monotonic() + START_SECONDS
        while not (self.data / "run" / "stack.json").exists():
            if process.poll() is not None or time.monotonic() > give_up_at:
                raise AssertionError(f"the suite did not start\n{self.said()}")
            time.sleep(0.1)


@contextmanager
def fresh_suite() -> Iterator[Suite]:
    """A new demonstration, gone afterwards; the path is short, for a socket's path may have 107 bytes."""
    directory = Path(tempfile.mkdtemp(prefix="jd-"))
    try:
        with Suite(directory).running() as suite:
            yield suite
    finally:
        shutil.rmtree(directory, ignore_errors=True)
