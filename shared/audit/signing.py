"""The service's signature under its audit entries (签名)."""

from pathlib import Path
from typing import Protocol, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


class Signer(Protocol):
    """Anything that signs with the service's key: a file's key, or a key in hardware."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the signature over ``data``."""
        ...

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The key that verifies it."""
        ...


class Ed25519Signer:
    """A signer over an Ed25519 private key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.sign = key.sign

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read an unencrypted PKCS 8 PEM file."""
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            message = f"{path} holds no Ed25519 private key"
            raise TypeError(message)
        return cls(key)

    @classmethod
    def generate(cls) -> Self:
        """Make a signer with a new key."""
        return cls(Ed25519PrivateKey.generate())

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The key that verifies what this signer signs."""
        return self._key.public_key()
