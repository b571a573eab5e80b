"""The secrets of an installation: made once, mode 0600, one directory per service."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nkeys  # type: ignore[import-untyped]  # ships no types

from deploy.files import secret_in, write_private
from deploy.layout import Layout
from shared.bus.names import PROVISIONER
from shared.identity.keyfile import ensure_signing_key
from shared.privacy.keyring import create_master_key


@dataclass(frozen=True)
class ServiceSecrets:
    """Where one service's secrets lie."""

    directory: Path

    @property
    def app_password(self) -> str:
        """The password of the role that the service runs as."""
        return secret_in(self.directory / "app.password")

    @property
    def migrate_password(self) -> str:
        """The password of the role that changes the schema."""
        return secret_in(self.directory / "migrate.password")

    @property
    def database_url_file(self) -> Path:
        """The service's own DSN, for processes that are not started by the supervisor."""
        return self.directory / "database_url"

    @property
    def nats_seed_file(self) -> Path:
        """The seed of the service's user on the broker."""
        return self.directory / "nats.seed"

    @property
    def signing_key_file(self) -> Path:
        """The key that signs the service's audit entries."""
        return self.directory / "signing.key"

    @property
    def master_key_file(self) -> Path:
        """The key that wraps the data keys of sealed personal data."""
        return self.directory / "master.key"

    @property
    def nats_public_key(self) -> str:
        """The broker knows the user by this key."""
        return public_key_of(self.nats_seed_file)


def secrets_of(layout: Layout, service: str) -> ServiceSecrets:
    """The secrets of one service."""
    return ServiceSecrets(layout.secrets(service))


def make_secrets(layout: Layout, services: Sequence[str]) -> None:
    """Make what is missing; nothing is ever replaced."""
    make_seed(secrets_of(layout, PROVISIONER).nats_seed_file)
    for service in services:
        secrets = secrets_of(layout, service)
        make_seed(secrets.nats_seed_file)
        ensure_signing_key(secrets.signing_key_file)
        if not secrets.master_key_file.exists():
            create_master_key(secrets.master_key_file)
        _ = secrets.app_password, secrets.migrate_password
        os.chmod(secrets.directory, 0o700)  # noqa: PTH101  # others may know that it exists, not what is in it


def make_seed(path: Path) -> None:
    """Make an nkey seed of a user."""
    if not path.exists():
        write_private(path, nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER))


def public_key_of(seed_file: Path) -> str:
    """The public half of a seed."""
    pair = nkeys.from_seed(bytearray(seed_file.read_bytes().strip()))
    return str(pair.public_key.decode())
