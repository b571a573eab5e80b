"""Mail through an SMTP server (邮件)."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from http import HTTPStatus

import aiosmtplib

from shared.notifications.message import DeliveryError, Message

PERMANENT = HTTPStatus.INTERNAL_SERVER_ERROR.value
"""SMTP replies from 500 on are final (RFC 5321)."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """How the SMTP server is reached."""

    host: str
    port: int = 25
    username: str | None = None
    password: str | None = None
    start_tls: bool = True
    sender: str = "jiandu@localhost"


class MailChannel:
    """Mails a notification to the address of its audience; ``agency/audience`` goes before ``audience``."""

    name = "mail"

    def __init__(self, server: SmtpServer, addresses: Mapping[str, str]) -> None:
        self._server = server
        self._addresses = dict(addresses)

    def accepts(self, message: Message) -> bool:
        """Whether the audience has an address."""
        return self._address(message) is not None

    async def deliver(self, message: Message) -> None:
        """Hand the mail to the server; raise DeliveryError unless it took it."""
        server, mail = self._server, self._mail(message)
        try:
            await aiosmtplib.send(
                mail,
                hostname=server.host,
                port=server.port,
                username=server.username,
                password=server.password,
                start_tls=server.start_tls,
                timeout=20.0,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = min(refused.code for refused in error.recipients)
            raise DeliveryError(f"smtp {code}", permanent=code >= PERMANENT) from error
        except aiosmtplib.SMTPResponseException as error:
            raise DeliveryError(f"smtp {error.code}", permanent=error.code >= PERMANENT) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise DeliveryError(type(error).__name__) from error

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._server.sender
        mail["To"] = self._address(message) or ""
        mail["Subject"] = message.subject
        mail["Message-ID"] = f"<{message.id}@jiandu>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail

    def _address(self, message: Message) -> str | None:
        audience = message.audience
        return self._addresses.get(f"{message.agency}/{audience}") or self._addresses.get(audience)
