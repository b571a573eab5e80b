"""Loopback ports and short socket directories."""

import hashlib
import os
import socket
import stat
import tempfile
from pathlib import Path

from deploy.errors import DeployError

LOOPBACK = "127.0.0.1"
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = len("/.s.PGSQL.65535.lock")


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int, host: str = LOOPBACK) -> bool:
    """Whether something accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def socket_directory(preferred: Path) -> Path:
    """The directory for Unix sockets: the preferred one, or a short private one when its path is too long."""
    chosen = preferred.absolute()
    if len(os.fsencode(chosen)) + LONGEST_SOCKET_NAME > LONGEST_SOCKET_PATH:
        mark = hashlib.sha256(os.fsencode(chosen)).hexdigest()[:12]
        chosen = Path(tempfile.gettempdir()) / f"jd-{os.getuid()}-{mark}"
        if len(os.fsencode(chosen)) + LONGEST_SOCKET_NAME > LONGEST_SOCKET_PATH:
            chosen = Path("/tmp") / chosen.name  # noqa: S108  # private: made and checked below
    chosen.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = chosen.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise DeployError(f"{chosen} belongs to somebody else")
    chosen.chmod(0o700)
    return chosen
