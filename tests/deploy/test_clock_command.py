"""`jiandu clock`: the clock goes as far as was asked; the command ends when all services have followed."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from deploy import access, clocks
from deploy.commands.clock import app
from deploy.errors import DeployError
from deploy.ports import free_port

DAY = 86_400
SENT = datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
ON_THE_WAY = timedelta(seconds=5)
"""What a busy machine needs to issue a token and to send the command."""
ARRIVED = SENT + ON_THE_WAY


class Offices:
    """Identity moves the clock when the command arrives; complaints follows after some looks, and sweeps."""

    def __init__(self) -> None:
        self.offset = 0
        self.followed = 0
        self.swept = ARRIVED
        self.looks_until_followed = 2
        self.looks_until_swept = 4

    def move(self, wanted: dict[str, Any]) -> dict[str, Any]:
        by = wanted.get("by_seconds")
        to = datetime.fromisoformat(wanted["to"]) if by is None else None
        self.offset = ceil((to - ARRIVED).total_seconds()) if to else self.offset + by
        return {"offset_seconds": self.offset, "now": (ARRIVED + timedelta(seconds=self.offset)).isoformat()}

    def identity(self) -> dict[str, Any]:
        return {"clock_offset_seconds": float(self.offset)}

    def complaints(self) -> dict[str, Any]:
        if self.offset != self.followed:
            self.looks_until_followed -= 1
            if self.looks_until_followed <= 0:
                self.followed = self.offset
        self.looks_until_swept -= 1
        if self.looks_until_swept <= 0:
            self.swept = ARRIVED + timedelta(seconds=self.followed)
        return {"clock_offset_seconds": float(self.followed), "swept_until": self.swept.isoformat()}


@contextmanager
def serving(offices: Offices, service: str) -> Iterator[str]:
    """A service of the suite as the command sees it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(getattr(offices, service)())

        def do_POST(self) -> None:
            self._answer(offices.move(json.loads(self.rfile.read(int(self.headers["Content-Length"])))))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _answer(self, body: dict[str, Any]) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Offices]:
    found = Offices()
    monkeypatch.setenv("JIANDU_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("deploy.commands.clock.host_now", lambda: SENT)
    monkeypatch.setattr(clocks, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(clocks, "WAIT_SECONDS", 3.0)
    monkeypatch.setattr(access, "tokens", lambda *_, services, **__: dict.fromkeys(services, "token"))
    with ExitStack() as stack:
        names = ("identity", "complaints")
        write_state(tmp_path, {name: stack.enter_context(serving(found, name)) for name in names})
        yield found


def write_state(data: Path, services: dict[str, str]) -> None:
    """What the supervisor writes down of a running suite."""
    (data / "run").mkdir(exist_ok=True)
    state = {"pid": os.getpid(), "origin": "http://127.0.0.1", "services": services, "nats_monitor_url": ""}
    (data / "run" / "stack.json").write_text(json.dumps(state))


def clock(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--json"])


def test_a_command_that_was_long_on_the_way_still_sees_all_services_arrive(offices: Offices):
    """The offset counts from when identity took the command, not from when the command was typed."""
    for arguments in (("advance", "--days", "12"), ("set", "2026-11-30")):
        moved = clock(*arguments)

        assert moved.exit_code == 0, moved.exception
        stands = {each["service"]: each["clock_offset_seconds"] for each in json.loads(moved.stdout)}
        assert stands == {"identity": offices.offset, "complaints": offices.offset}


def test_an_advance_takes_nothing_off_for_the_time_it_was_on_the_way(offices: Offices):
    for days in (12, 13):
        assert clock("advance", "--days", "12" if days == 12 else "1").exit_code == 0
        assert offices.offset == days * DAY


def test_a_date_is_half_past_eight_in_shanghai(offices: Offices):
    assert clock("set", "2026-09-30").exit_code == 0

    assert ARRIVED + timedelta(seconds=offices.offset) == datetime(2026, 9, 30, 0, 30, tzinfo=UTC)


def test_the_command_waits_until_a_service_has_followed_and_swept(offices: Offices):
    moved = clock("advance", "--days", "1")

    assert moved.exit_code == 0, moved.exception
    assert offices.followed == DAY
    assert offices.swept == ARRIVED + timedelta(days=1)


@pytest.mark.parametrize("never", ["looks_until_followed", "looks_until_swept"])
def test_a_service_that_stays_behind_is_named(offices: Offices, monkeypatch: pytest.MonkeyPatch, never: str):
    monkeypatch.setattr(clocks, "WAIT_SECONDS", 0.1)
    setattr(offices, never, 1_000_000)

    moved = clock("advance", "--days", "1")

    assert isinstance(moved.exception, DeployError)
    assert str(moved.exception) == "These services have not reached the new time: complaints"


def test_an_identity_service_that_is_away_is_named(offices: Offices, tmp_path: Path):
    write_state(tmp_path, {"identity": f"http://127.0.0.1:{free_port()}"})

    moved = clock("advance", "--days", "1")

    assert isinstance(moved.exception, DeployError)
    assert str(moved.exception).startswith("identity does not answer")
    assert offices.offset == 0


def test_a_sandbox_that_begins_in_the_past_waits_until_all_went_back():
    begun = clocks.Move.of({"offset_seconds": -365 * DAY, "now": "2025-09-24T01:00:05+00:00"})

    assert clocks.Stand("statutes", -365.0 * DAY, None).has_begun(begun)
    assert not clocks.Stand("statutes", 0.0, None).has_begun(begun)
    assert not clocks.Stand("statutes", None, None).has_begun(begun)
