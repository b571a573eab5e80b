"""Asking a local HTTP server for a status without a client library."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from deploy.ports import LOOPBACK

PROBE_SECONDS = 5.0


async def http_get(port: int, path: str, host: str = LOOPBACK) -> tuple[int, bytes]:
    """Status and body; status 0 when nobody answers."""
    with suppress(OSError, TimeoutError, ValueError, IndexError):
        async with asyncio.timeout(PROBE_SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
                head, _, body = (await reader.read()).partition(b"\r\n\r\n")
            finally:
                writer.close()
            return int(head.split(b" ", 2)[1]), body
    return 0, b""


async def http_status(port: int, path: str, host: str = LOOPBACK) -> int:
    """The status; 0 when nobody answers."""
    return (await http_get(port, path, host))[0]


async def readiness(port: int, host: str = LOOPBACK) -> dict[str, Any]:
    """What a process says of itself at ``/readyz``; empty when nobody answers."""
    _, body = await http_get(port, "/readyz", host)
    with suppress(ValueError):
        found: dict[str, Any] = json.loads(body)
        return found
    return {}
