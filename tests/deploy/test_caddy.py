"""The origin sends every path to whom it belongs, and hides what is not for the public."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from deploy.caddy import CaddyServer, Upstream, binary, caddyfile
from deploy.layout import StackSettings
from deploy.ports import free_port
from deploy.probing import http_status
from deploy.process import spawn, stop

Origin = httpx.AsyncClient


async def _answer(name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    told = {"service": name, "path": head.split(" ")[1], "from": headers.get("X-Forwarded-For")}
    body = json.dumps(told).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body))
    await writer.drain()
    writer.close()


@asynccontextmanager
async def serving(directory: Path, gateways: Sequence[str] = ()) -> AsyncIterator[Origin]:
    prefixes = {
        "complaints": ("complaints", "leads"),
        "statutes": ("calendar", "law"),
        "dashboard": ("dashboard",),
    }
    servers, upstreams = [], {}
    for name, paths in prefixes.items():
        server = await asyncio.start_server(lambda r, w, name=name: _answer(name, r, w), "127.0.0.1", 0)
        servers.append(server)
        upstreams[name] = Upstream(paths, f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
    caddy = CaddyServer(directory / "caddy", free_port(), "127.0.0.1", gateways)
    caddy.prepare(upstreams)
    process = spawn(caddy.spec(), subprocess.DEVNULL)
    while await http_status(caddy.port, "/api/") != 404:  # noqa: ASYNC110  # another process, no event to await
        await asyncio.sleep(0.05)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{caddy.port}", trust_env=False) as client:
        yield client
    stop(process, caddy.spec().stop_signals)
    for server in servers:
        server.close()


@pytest.fixture
async def origin(tmp_path: Path) -> AsyncIterator[Origin]:
    async with serving(tmp_path) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/api/v1/complaints", "complaints"),
        ("/api/v1/complaints/7/acceptance", "complaints"),
        ("/api/v1/leads", "complaints"),
        ("/api/v1/calendar/due-date?from=2026-09-24", "statutes"),
        ("/", "dashboard"),
        ("/docs", "dashboard"),
        ("/public/complaint", "dashboard"),
    ],
)
async def test_each_path_reaches_its_service_unchanged(origin: Origin, path: str, service: str):
    answer = (await origin.get(path)).json()

    assert (answer["service"], answer["path"]) == (service, path)


@pytest.mark.parametrize("path", ["/api/v1/complaintsx", "/api/v1/nothing", "/api/v2/complaints"])
async def test_what_is_no_services_path_is_not_found(origin: Origin, path: str):
    answer = await origin.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


async def test_a_client_cannot_choose_its_own_address(origin: Origin):
    answer = await origin.get("/api/v1/complaints", headers={"X-Forwarded-For": "203.0.113.9"})

    assert answer.json()["from"] == "127.0.0.1"


@pytest.mark.parametrize("claimed", ["203.0.113.9", "198.51.100.1, 203.0.113.9"])
async def test_a_gateway_before_the_origin_says_who_the_client_is(tmp_path: Path, claimed: str):
    async with serving(tmp_path, gateways=["127.0.0.1/32"]) as origin:
        answer = await origin.get("/api/v1/complaints", headers={"X-Forwarded-For": claimed})

    assert answer.json()["from"] == "203.0.113.9", "the address next to the gateway, not what a client wrote"


def test_gateways_are_networks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIANDU_GATEWAYS", "10.1.2.3, 10.1.3.0/24")
    assert StackSettings().gateways == ("10.1.2.3/32", "10.1.3.0/24")

    monkeypatch.setenv("JIANDU_GATEWAYS", "gateway.example")
    with pytest.raises(ValidationError):
        StackSettings()


def test_the_configuration_is_valid_and_has_no_administration_port(tmp_path: Path):
    upstreams = {"law": Upstream(("law",), "law-api:8000")}
    text = caddyfile(upstreams, site=":8080", bind=None, gateways=["10.1.2.3/32", "fd00::/8"])
    file = tmp_path / "Caddyfile"
    file.write_text(text, encoding="utf-8")
    command = [str(binary()), "validate", "--config", str(file), "--adapter", "caddyfile"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "admin off" in text
    assert "auto_https off" in text
