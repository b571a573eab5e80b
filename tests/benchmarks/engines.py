"""The servers that benchmarks run on: durable PostgreSQL, NATS that writes through, a disk that is timed."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql

from deploy.nats import NatsServer
from deploy.postgres import PostgresServer

FLUSHES = 300
PAGE_BYTES = 8192
SLOW_DISK = {"commit_delay": "1000", "commit_siblings": "0"}
"""Every commit waits 1 ms while it holds the write lock of the log: a disk with a flush of 1 ms."""


class Engines:
    """Servers that start when first asked for and end with the context."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._names = count(1)

    @cached_property
    def postgres(self) -> PostgresServer:
        """PostgreSQL as the suite ships it, with ``fsync`` on."""
        server = PostgresServer(self.place / "postgres", run_dir=self.place / "run", durable=True)
        server.start()
        return server

    @cached_property
    def nats(self) -> NatsServer:
        """A NATS server that acknowledges after its flush."""
        server = NatsServer(self.place / "nats", sync_always=True)
        server.start()
        return server

    def database(self) -> str:
        """The asynchronous URL of a fresh, empty database."""
        name = f"bench_{next(self._names)}"
        self.administer(sql.SQL("create database {}").format(sql.Identifier(name)))
        return self.postgres.url(name, driver="psycopg")

    def directory(self, name: str) -> Path:
        """An empty directory that goes away with the servers."""
        path = self.place / f"{name}-{next(self._names)}"
        path.mkdir()
        return path

    def administer(self, *statements: sql.Composable) -> None:
        """Run statements as the superuser."""
        with psycopg.connect(self.postgres.dsn, autocommit=True) as admin:
            for statement in statements:
                admin.execute(statement)

    @contextmanager
    def slow_disk(self) -> Iterator[None]:
        """As if each flush took 1 ms."""
        changes = [_setting(name, value) for name, value in SLOW_DISK.items()]
        self.administer(*changes, sql.SQL("select pg_reload_conf()"))
        time.sleep(0.3)
        try:
            yield
        finally:
            self.administer(
                *(sql.SQL("alter system reset {}").format(sql.Identifier(name)) for name in SLOW_DISK),
                sql.SQL("select pg_reload_conf()"),
            )
            time.sleep(0.3)

    def checkpoint(self) -> None:
        """Let the server write what it holds back, so that it does not in the middle of a round."""
        self.administer(sql.SQL("checkpoint"))

    def stop(self) -> None:
        """Stop what was started."""
        for name in ("nats", "postgres"):
            if name in self.__dict__:
                self.__dict__.pop(name).stop()


def _setting(name: str, value: str) -> sql.Composable:
    return sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value))


@contextmanager
def engines() -> Iterator[Engines]:
    """Servers below a short temporary directory: a Unix socket's path may have 107 bytes only."""
    place = Path(tempfile.mkdtemp(prefix="jb-"))
    servers = Engines(place)
    try:
        yield servers
    finally:
        servers.stop()
        shutil.rmtree(place, ignore_errors=True)


def flush_microseconds(place: Path) -> float:
    """Median time of ``fdatasync`` after a write of one page, on the disk that the servers use."""
    file = place / "flush"
    times = []
    with file.open("wb", buffering=0) as output:
        output.write(bytes(PAGE_BYTES * 16))
        os.fsync(output.fileno())
        for turn in range(FLUSHES):
            began = time.perf_counter()
            os.pwrite(output.fileno(), os.urandom(PAGE_BYTES), turn % 16 * PAGE_BYTES)
            os.fdatasync(output.fileno())
            times.append(time.perf_counter() - began)
    file.unlink()
    return median(times) * 1e6
