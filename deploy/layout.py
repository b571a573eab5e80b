"""Where an installation keeps what it may never lose, and what it is told by its environment."""

import os
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from deploy.ports import LOOPBACK
from shared.settings.service import DeploymentKind

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_MAJOR = 18


class StackSettings(BaseSettings):
    """An installation on one machine; ``DATABASE_URL`` and ``NATS_URL`` win over the embedded servers."""

    model_config = SettingsConfigDict(
        env_prefix="JIANDU_", extra="ignore", frozen=True, populate_by_name=True
    )

    port: int = 8000
    data_dir: Path = Path("var")
    secrets_dir: Path | None = None
    deployment_kind: DeploymentKind = DeploymentKind.DEMO
    public_origin: str | None = None
    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")
    nats_url: str | None = Field(None, validation_alias="NATS_URL")
    nats_provisioner_seed_file: Path | None = None
    nats_monitor_url: str | None = None
    behind_origin: bool = False
    gateways: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("gateways", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        """Networks as ``10.1.2.3/32,10.1.3.0/24``: of the proxies that clients meet before the origin."""
        listed = (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )
        return tuple(str(ip_network(each)) for each in listed) if isinstance(listed, list | tuple) else value

    @property
    def origin(self) -> str:
        """What a browser types; one origin for pages and for the API."""
        return self.public_origin or f"http://{LOOPBACK}:{self.port}"

    @property
    def layout(self) -> "Layout":
        """The files below the data directory."""
        root = Path.cwd() / self.data_dir
        return Layout(root, Path.cwd() / self.secrets_dir if self.secrets_dir else root / "secrets")


@dataclass(frozen=True)
class Layout:
    """The names below the data directory; each service's secrets lie in a directory of its own."""

    root: Path
    secrets_root: Path

    @property
    def postgres(self) -> Path:
        """The cluster; the major version is in the name."""
        return self.root / f"postgres-{POSTGRES_MAJOR}"

    @property
    def nats(self) -> Path:
        """The broker's store and configuration."""
        return self.root / "nats"

    @property
    def caddy(self) -> Path:
        """The origin's configuration and pages."""
        return self.root / "caddy"

    @property
    def run(self) -> Path:
        """Sockets, and who runs where."""
        return self.root / "run"

    @property
    def lock(self) -> Path:
        """Held by the supervisor."""
        return self.root / "jiandu.lock"

    @property
    def state(self) -> Path:
        """What the supervisor started: origin, and the port of each service."""
        return self.run / "stack.json"

    @property
    def topology(self) -> Path:
        """What initialisation found: each service's paths, and whom it follows."""
        return self.run / "topology.json"

    @property
    def objects(self) -> Path:
        """Attachments, encrypted."""
        return self.root / "objects"

    def secrets(self, service: str) -> Path:
        """One service's passwords, seeds and keys."""
        return self.secrets_root / service

    def make(self) -> None:
        """Make the data directory for its owner alone."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(self.root, 0o700)  # noqa: PTH101  # the directory may exist with wider rights
