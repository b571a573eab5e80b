"""What stands at the other end: an HTTP application and a small SMTP server on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Receiver:
    """Answers webhooks with the given statuses, then with 204."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.received: list[tuple[dict[str, str], bytes]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.received.append((dict(request.headers), await request.body()))
        status = self.statuses.pop(0) if self.statuses else 204
        await Response(status_code=status)(scope, receive, send)


class SmtpServer:
    """Takes mail, or refuses recipients with the given code."""

    def __init__(self, refuse_with: int | None = None) -> None:
        self.refuse_with = refuse_with
        self.mails: list[EmailMessage] = []
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                break
            writer.write(await self._answer(verb, reader, writer))
        writer.write(b"221 bye\r\n")
        writer.close()

    async def _answer(self, verb: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        if verb == b"RCPT" and self.refuse_with:
            return b"%d no\r\n" % self.refuse_with
        if verb != b"DATA":
            return b"250 ok\r\n"
        writer.write(b"354 go\r\n")
        raw = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
        mail = message_from_bytes(raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return b"250 taken\r\n"


@asynccontextmanager
async def smtp_server(refuse_with: int | None = None) -> AsyncIterator[SmtpServer]:
    smtp = SmtpServer(refuse_with)
    server = await asyncio.start_server(smtp.talk, "127.0.0.1", 0)
    smtp.port = server.sockets[0].getsockname()[1]
    async with server:
        yield smtp
