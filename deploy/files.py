"""Secret files: written at once in full, readable by their owner only."""

import os
import secrets
from pathlib import Path


def write_private(path: Path, content: bytes | str) -> None:
    """Write a file of mode 0600 that is either the old one or the whole new one, never half."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def secret_in(path: Path, length: int = 32) -> str:
    """The secret kept in a file; made on first use."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(length))
    return path.read_text(encoding="ascii").strip()
