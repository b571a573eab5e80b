"""Signed webhooks (签名回调).

The signature is HMAC-SHA-256 over ``<timestamp>.<body>``; the receiver recomputes it, refuses old timestamps
and ignores an id that it has seen.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx
import orjson

from shared.clock.suite import host_now
from shared.notifications.message import DeliveryError, Message

TOLERANCE = timedelta(minutes=5)
AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


def signature(secret: bytes, timestamp: int, body: bytes) -> str:
    """The value of the header ``Jiandu-Signature``."""
    return f"v1={hmac.digest(secret, b'%d.' % timestamp + body, hashlib.sha256).hex()}"


def is_genuine(secret: bytes, timestamp: int, body: bytes, given: str, *, now: datetime) -> bool:
    """What a receiver checks before it believes a webhook."""
    fresh = abs(now.timestamp() - timestamp) <= TOLERANCE.total_seconds()
    return fresh and hmac.compare_digest(signature(secret, timestamp, body), given)


class WebhookChannel:
    """Posts every notification to one address; redirects are not followed."""

    name = "webhook"

    def __init__(
        self, url: str, secret: bytes, client: httpx.AsyncClient, host: Callable[[], datetime] = host_now
    ) -> None:
        self._url = url
        self._secret = secret
        self._client = client
        self._host = host

    def accepts(self, message: Message) -> bool:
        """Whether this channel has somebody to tell."""
        return True

    async def deliver(self, message: Message) -> None:
        """Post the facts; raise DeliveryError unless the receiver took them."""
        body, timestamp = orjson.dumps(message.payload()), int(self._host().timestamp())
        headers = {
            "Content-Type": "application/json",
            "Jiandu-Notification": str(message.id),
            "Jiandu-Timestamp": str(timestamp),
            "Jiandu-Signature": signature(self._secret, timestamp, body),
        }
        try:
            answer = await self._client.post(self._url, content=body, headers=headers, timeout=10.0)
        except httpx.HTTPError as error:
            raise DeliveryError(type(error).__name__) from error
        if not answer.is_success:
            permanent = answer.is_client_error and answer.status_code not in AGAIN
            raise DeliveryError(f"status {answer.status_code}", permanent=permanent)
