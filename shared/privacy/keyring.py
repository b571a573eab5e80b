"""Keys that protect personal data: one master key, many wrapped data keys (密钥环).

The master key stays in a ``KeyProvider``: a 0600 file on one machine, a key management service or hardware
module elsewhere. Only wrapped keys are ever stored in a database.
"""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from shared.identity.keyfile import UnsafeKeyFileError, read_secret, write_secret

KEY_BYTES = 32


class UnknownKeyError(Exception):
    """A stored key was wrapped by a master key that is not here, or it was damaged (密钥不符)."""


class KeyProvider(Protocol):
    """The holder of the master key; it wraps and digests, and never hands the key out."""

    @property
    def key_id(self) -> str:
        """Name the master key that wraps new data keys."""
        ...

    def wrap(self, data_key: bytes) -> bytes:
        """Wrap a data key."""
        ...

    def unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        """Unwrap a data key, or raise ``UnknownKeyError``."""
        ...

    def digest(self, purpose: str, value: bytes) -> bytes:
        """HMAC-SHA256 of a value under a key of its own for this purpose (blind index)."""
        ...


class FileKeys:
    """The master key from a file of mode 0600 outside the data directory."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise UnsafeKeyFileError("a master key has 32 bytes")
        self._wrapping = derived_key(master, "jiandu key wrapping")
        self._digesting = derived_key(master, "jiandu blind index")
        self._purposes: dict[str, bytes] = {}
        self._key_id = hashlib.sha256(derived_key(master, "jiandu key id")).hexdigest()[:16]

    @property
    def key_id(self) -> str:
        """Name the master key without telling anything about it."""
        return self._key_id

    def wrap(self, data_key: bytes) -> bytes:
        """Wrap a data key (RFC 3394)."""
        return aes_key_wrap(self._wrapping, data_key)

    def unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        """Unwrap a data key of this master key."""
        if key_id != self._key_id:
            raise UnknownKeyError(f"wrapped by another master key: {key_id}")
        try:
            return aes_key_unwrap(self._wrapping, wrapped)
        except (InvalidUnwrap, ValueError):
            raise UnknownKeyError("the wrapped key was damaged") from None

    def digest(self, purpose: str, value: bytes) -> bytes:
        """HMAC-SHA256 under the purpose's own key; purposes are few words of the program."""
        key = self._purposes.get(purpose)
        if key is None:
            key = self._purposes[purpose] = derived_key(self._digesting, purpose)
        return hmac.digest(key, value, "sha256")


class Keyring:
    """The current master key and those before it, which still open what they wrapped (轮换)."""

    def __init__(self, current: KeyProvider, *previous: KeyProvider) -> None:
        self._current = current
        self._by_id = {provider.key_id: provider for provider in (*previous, current)}

    @classmethod
    def from_file(cls, path: Path, *previous: Path) -> "Keyring":
        """Load the master key, and older ones, from their files."""
        return cls(*(FileKeys(bytes.fromhex(_hex(read_secret(file)))) for file in (path, *previous)))

    def new_data_key(self) -> tuple[bytes, str, bytes]:
        """Make a data key: the key, the id of the master key, the wrapped key."""
        data_key = os.urandom(KEY_BYTES)
        return data_key, self._current.key_id, self._current.wrap(data_key)

    def unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        """Unwrap a data key with the master key that wrapped it."""
        provider = self._by_id.get(key_id)
        if provider is None:
            raise UnknownKeyError(f"no such master key: {key_id}")
        return provider.unwrap(key_id, wrapped)

    def digest(self, purpose: str, value: str) -> bytes:
        """Digest a normalised value under the current master key."""
        return self._current.digest(purpose, value.encode())


def create_master_key(path: Path) -> None:
    """Write a new random master key; never replaces one."""
    write_secret(path, os.urandom(KEY_BYTES).hex().encode() + b"\n")


def derived_key(secret: bytes, purpose: str) -> bytes:
    """Derive a key for one purpose (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)


def _hex(content: bytes) -> str:
    text = content.decode("ascii", "replace").strip()
    if len(text) != KEY_BYTES * 2 or not all(character in "0123456789abcdef" for character in text):
        raise UnsafeKeyFileError("a master key file holds 64 hexadecimal digits")
    return text
