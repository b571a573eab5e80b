"""The channels that a deployment's settings open (发送渠道)."""

from collections.abc import Mapping

import httpx

from shared.notifications.mail import MailChannel, SmtpServer
from shared.notifications.sender import Channel
from shared.notifications.webhook import WebhookChannel
from shared.settings.service import ServiceSettings


def channels_of(
    settings: ServiceSettings, client: httpx.AsyncClient, addresses: Mapping[str, str]
) -> list[Channel]:
    """Webhook and mail, as far as the settings name them; ``addresses`` maps audiences to mail addresses."""
    channels: list[Channel] = []
    if settings.webhook_url and settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value().encode()
        channels.append(WebhookChannel(settings.webhook_url, secret, client))
    if settings.smtp_host:
        channels.append(MailChannel(_server(settings, settings.smtp_host), addresses))
    return channels


def _server(settings: ServiceSettings, host: str) -> SmtpServer:
    return SmtpServer(
        host=host,
        port=settings.smtp_port,
        username=settings.smtp_username,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        start_tls=settings.smtp_start_tls,
        sender=settings.smtp_sender,
    )
