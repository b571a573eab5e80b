"""The embedded PostgreSQL keeps its data, its secrets and its word about versions."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.errors import OtherMajorVersionError
from deploy.postgres import PostgresServer, major_version
from deploy.process import command_line_of


@pytest.fixture
def short_dir() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="jd-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def durable(short_dir: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(short_dir / "postgres-18", run_dir=short_dir / "run")
    yield server
    server.stop()


def _write(server: PostgresServer) -> None:
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("create table letter (number text)")
        connection.execute("insert into letter values ('武隆司督〔2026〕1号')")


def _numbers(server: PostgresServer) -> list[str]:
    with psycopg.connect(server.dsn) as connection:
        return [row[0] for row in connection.execute("select number from letter")]


def test_data_survive_a_stop_and_a_kill(durable: PostgresServer):
    durable.start()
    _write(durable)

    durable.stop()
    durable.start()
    after_stop = _numbers(durable)
    durable.kill()
    durable.start()

    assert after_stop == _numbers(durable) == ["武隆司督〔2026〕1号"]


def test_a_cluster_that_runs_is_durable(durable: PostgresServer):
    durable.start()

    with psycopg.connect(durable.dsn) as connection:
        shown = [connection.execute(f"show {name}").fetchone() for name in ("fsync", "synchronous_commit")]

    assert shown == [("on",), ("on",)]


def test_nobody_connects_without_the_generated_password(durable: PostgresServer):
    durable.start()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(durable.url("postgres", password="postgres"))

    assert stat.S_IMODE(durable.password_file.stat().st_mode) == 0o600


def test_data_of_another_major_version_are_refused_and_left_alone(durable: PostgresServer):
    durable.data_dir.mkdir(parents=True)
    (durable.data_dir / "PG_VERSION").write_text("17\n")

    with pytest.raises(OtherMajorVersionError, match="pg_upgrade"):
        durable.start()

    assert [path.name for path in durable.data_dir.iterdir()] == ["PG_VERSION"]


def test_an_older_cluster_beside_the_new_place_is_not_forgotten(durable: PostgresServer):
    older = durable.data_dir.with_name("postgres-17")
    older.mkdir(parents=True)
    (older / "PG_VERSION").write_text("17\n")

    with pytest.raises(OtherMajorVersionError, match=f"17.*{major_version()}"):
        durable.start()


def test_a_first_start_that_was_killed_halfway_is_done_anew(durable: PostgresServer):
    half = durable.data_dir.with_name("postgres-18.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    durable.start()

    assert durable.is_ready()
    assert not half.exists()


def test_a_stale_lock_of_a_reused_process_id_does_not_keep_it_from_starting(durable: PostgresServer):
    durable.start()
    durable.kill()
    lock = durable.data_dir / "postmaster.pid"
    lines = lock.read_text().split("\n")
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    durable.start()

    assert durable.is_ready()


def test_a_loopback_port_is_opened_only_on_request(short_dir: Path, durable: PostgresServer):
    from deploy.ports import free_port

    durable.start()
    with psycopg.connect(durable.dsn) as connection:
        closed = connection.execute("show listen_addresses").fetchone()
    port = free_port()
    other = PostgresServer(short_dir / "other", run_dir=short_dir / "run2", port=port, durable=False)
    other.start()
    with psycopg.connect(other.dsn) as connection:
        open_on = connection.execute("show listen_addresses").fetchone()
    other.stop()

    assert (closed, open_on) == (("",), ("127.0.0.1",))


def test_the_server_stops_when_its_parent_is_killed(short_dir: Path):
    script = (
        "import os, sys; from pathlib import Path; from deploy.postgres import PostgresServer\n"
        "base = Path(sys.argv[1])\n"
        "server = PostgresServer(base / 'data', run_dir=base / 'run', durable=False)\n"
        "server.start(); print(server.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(short_dir)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    pid = int(done.stdout)

    for _ in range(100):
        if not (command_line_of(pid) or ""):
            break
        time.sleep(0.1)

    assert not (command_line_of(pid) or "")
