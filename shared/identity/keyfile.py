"""Secret files: written once with mode 0600, refused when others can read them (密钥文件)."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRIVATE_MODE = 0o600


class UnsafeKeyFileError(Exception):
    """A secret file is missing, malformed, or readable by others (密钥文件不安全)."""


def write_secret(path: Path, content: bytes) -> None:
    """Create a secret file for its owner only, whole or not at all; never overwrites one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(part)
    finally:
        part.unlink()


def read_secret(path: Path) -> bytes:
    """Read a secret file, refusing one that group or others can reach."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise UnsafeKeyFileError(f"key file cannot be read: {path.name}") from error
    if not stat.S_ISREG(mode) or mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UnsafeKeyFileError(f"key file must be a regular file with mode 0600: {path.name}")
    return path.read_bytes()


def ensure_signing_key(path: Path) -> Ed25519PrivateKey:
    """Load an Ed25519 signing key, making it on first use."""
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        with suppress(FileExistsError):  # another process of the same service was faster
            write_secret(path, pem)
    return load_signing_key(path)


def load_signing_key(path: Path) -> Ed25519PrivateKey:
    """Load an Ed25519 signing key from its PEM file."""
    try:
        key = serialization.load_pem_private_key(read_secret(path), password=None)
    except ValueError as error:
        raise UnsafeKeyFileError(f"not a private key: {path.name}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnsafeKeyFileError(f"not an Ed25519 key: {path.name}")
    return key
