"""The settings of one service process, from the environment (服务配置).

Every variable starts with ``JIANDU_``; ``JIANDU_DATABASE_URL`` is ``database_url``. Lengths of time are in
seconds of host time unless a name says otherwise; sizes are in bytes.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shared.settings.limits import Limits


class DeploymentKind(StrEnum):
    """What an installation is for; written once into every database and never changed."""

    DEMO = "demo"
    PRODUCTION = "production"


class ProcessRole(StrEnum):
    """Which part of a service a process runs: requests, background work, or both."""

    API = "api"
    WORKER = "worker"
    ALL = "all"


class ServiceSettings(BaseSettings):
    """Everything that a service process has to be told."""

    model_config = SettingsConfigDict(
        env_prefix="JIANDU_", env_nested_delimiter="__", extra="ignore", frozen=True
    )

    service: str
    database_url: SecretStr
    nats_url: str = "nats://127.0.0.1:4222"
    nats_seed_file: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    role: ProcessRole = ProcessRole.ALL
    deployment_kind: DeploymentKind = DeploymentKind.DEMO
    public_origin: str = "http://127.0.0.1:8080"
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1/32", "::1/128")
    issuer: str = "http://127.0.0.1:8080"
    jwks_url: str = "http://127.0.0.1:8080/api/v1/identity/jwks"
    data_dir: Path = Path("var")
    objects_dir: Path = Path("var/objects")
    master_key_file: Path | None = None
    signing_key_file: Path | None = None
    database_pool_size: Annotated[int, Field(ge=1, le=100)] = 6
    database_pool_overflow: Annotated[int, Field(ge=0, le=100)] = 4
    database_pool_timeout: float = 5.0
    statement_timeout: float = 10.0
    log_level: str = "INFO"
    limits: Limits = Limits()
    organ_words: dict[str, str] = {"bureau": "武隆司", "government": "武隆府"}
    """The word under which an organ numbers its letters (机关代字); else an agency's short name."""
    documents_fonts_dir: Path | None = None
    """The operator's own fonts for documents, before the bundled ones (公文字体)."""
    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_start_tls: bool = True
    smtp_sender: str = "jiandu@localhost"
    smtp_recipients: dict[str, str] = {}
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_on_commas(cls, value: Any) -> Any:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @property
    def runs_api(self) -> bool:
        """Whether this process answers requests."""
        return self.role is not ProcessRole.WORKER

    @property
    def runs_worker(self) -> bool:
        """Whether this process relays, consumes, sweeps and sends."""
        return self.role is not ProcessRole.API

    @property
    def is_production(self) -> bool:
        """Whether real people's affairs are at stake."""
        return self.deployment_kind is DeploymentKind.PRODUCTION
