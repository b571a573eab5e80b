"""The issuer's public keys: fetched, cached, and kept through an outage (公钥集缓存).

Fresh for ten minutes; an unknown key id causes at most one fetch in thirty seconds; when the issuer does not
answer, the last good set serves for a day. Before the first good set it is asked every second.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from shared.law.refusal import Refusal

FRESH_SECONDS = 600.0
REFETCH_SECONDS = 30.0
FIRST_REFETCH_SECONDS = 1.0
KEPT_SECONDS = 86_400.0
MAX_BYTES = 65_536
MAX_KEYS = 32


class KeysUnavailableError(Refusal):
    """The issuer's keys cannot be had, so no token can be judged (暂时无法验证身份)."""

    status = 503
    slug = "identity-unavailable"
    title = "暂时无法验证身份，请稍后再试"


class KeySource(Protocol):
    """Where a verifier gets the public keys from."""

    async def keys(self, kid: str | None) -> KeySet:
        """Give the key set, looking again if it lacks this key id."""
        ...


class FixedKeys:
    """A key set that is known in the process: the issuer itself, and tests."""

    def __init__(self, keys: KeySet) -> None:
        self._keys = keys

    async def keys(self, kid: str | None) -> KeySet:
        """Give the set."""
        return self._keys


class JwksCache:
    """The key set behind a JWKS address."""

    def __init__(
        self, url: str, client: httpx.AsyncClient, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._client = client
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._keys = KeySet([])
        self._good_at: float | None = None
        self._tried_at: float | None = None

    async def keys(self, kid: str | None) -> KeySet:
        """Give the key set, fetching it when it is old or lacks this key id.

        Whoever finds no key waits for a fetch that is under way; an old key serves meanwhile.
        """
        if self._lacks(kid) or (self._is_old() and self._may_try()):
            async with self._lock:
                if (self._lacks(kid) or self._is_old()) and self._may_try():
                    await self._fetch()
        if self._good_at is None or self._monotonic() - self._good_at > KEPT_SECONDS:
            raise KeysUnavailableError("The issuer's keys cannot be fetched.")
        return self._keys

    def _lacks(self, kid: str | None) -> bool:
        return self._good_at is None or not any(key.kid == kid for key in self._keys)

    def _is_old(self) -> bool:
        return self._good_at is None or self._monotonic() - self._good_at > FRESH_SECONDS

    def _may_try(self) -> bool:
        pause = FIRST_REFETCH_SECONDS if self._good_at is None else REFETCH_SECONDS
        return self._tried_at is None or self._monotonic() - self._tried_at >= pause

    async def _fetch(self) -> None:
        self._tried_at = self._monotonic()
        try:
            answer = await self._client.get(self._url, timeout=5.0, follow_redirects=False)
            if answer.status_code != httpx.codes.OK or len(answer.content) > MAX_BYTES:
                return
            keys = public_keys(answer.json())
        except (httpx.HTTPError, ValueError):
            return
        if keys:
            self._keys, self._good_at = keys, self._monotonic()


def public_keys(document: Any) -> KeySet:
    """Read a JWKS document, passing over keys that are not for signatures or are malformed."""
    listed = document.get("keys") if isinstance(document, dict) else None
    found = []
    for entry in (listed if isinstance(listed, list) else [])[:MAX_KEYS]:
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig" or "d" in entry or "k" in entry:
            continue
        try:
            found.append(JWKRegistry.import_key(entry))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return KeySet(found)
