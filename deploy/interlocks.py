"""What a deployment must not be: checked by ``jiandu doctor`` and, in production, at every start."""

import ipaddress
import json
import stat
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from deploy.errors import DeployError
from deploy.services import IDENTITY
from shared.settings.service import DeploymentKind, ServiceSettings

MONITOR_SECONDS = 3
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True)
class Facts:
    """What was found out about one service's deployment."""

    kind: DeploymentKind
    public_origin: str
    issuer: str
    jwks_url: str
    host: str
    behind_origin: bool
    data_dir: Path
    master_key_file: Path | None
    signing_key_file: Path | None
    broker_syncs_always: bool | None = None
    database: dict[str, str] = field(default_factory=dict)
    role_is_privileged: bool = False
    seeded_accounts: int = 0


@dataclass(frozen=True)
class Finding:
    """One reason not to run, and what to do about it."""

    setting: str
    problem: str


class UnsafeDeploymentError(DeployError):
    """At least one interlock does not hold."""

    def __init__(self, findings: list[Finding]) -> None:
        lines = "\n".join(f"  {each.setting}: {each.problem}" for each in findings)
        super().__init__(f"This deployment must not start:\n{lines}")


def findings(facts: Facts) -> list[Finding]:
    """Everything that forbids to run."""
    rules = _demonstration if facts.kind is DeploymentKind.DEMO else _production
    return list(rules(facts))


def _demonstration(facts: Facts) -> Iterator[Finding]:
    if not is_loopback(facts.public_origin):
        yield Finding(
            "JIANDU_PUBLIC_ORIGIN", "a demonstration is shown on this machine only, on a loopback address"
        )
    if not (facts.behind_origin or is_loopback(f"http://{facts.host}")):
        yield Finding("JIANDU_HOST", "a demonstration listens on loopback only")


def _production(facts: Facts) -> Iterator[Finding]:
    yield from _addresses(facts)
    yield from _keys(facts)
    yield from _storage(facts)
    if facts.seeded_accounts:
        yield Finding("accounts", f"{facts.seeded_accounts} accounts of the demonstration exist")


def _addresses(facts: Facts) -> Iterator[Finding]:
    addresses = {
        "JIANDU_PUBLIC_ORIGIN": facts.public_origin,
        "JIANDU_ISSUER": facts.issuer,
        "JIANDU_JWKS_URL": facts.jwks_url,
    }
    for setting, url in addresses.items():
        inside = setting == "JIANDU_JWKS_URL" and facts.behind_origin
        if not (url.startswith("https://") or is_loopback(url) or inside):
            yield Finding(setting, f"{url} is not encrypted")


def _keys(facts: Facts) -> Iterator[Finding]:
    files = {
        "JIANDU_MASTER_KEY_FILE": facts.master_key_file,
        "JIANDU_SIGNING_KEY_FILE": facts.signing_key_file,
    }
    for setting, path in files.items():
        if path is None or not path.exists():
            yield Finding(setting, "the key file is missing")
        elif path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Finding(setting, f"{path} can be read by others; chmod 600")
    master = facts.master_key_file
    if master is not None and master.resolve().is_relative_to(facts.data_dir.resolve()):
        yield Finding(
            "JIANDU_MASTER_KEY_FILE", "the master key lies inside the data directory and its backups"
        )


def _storage(facts: Facts) -> Iterator[Finding]:
    if facts.broker_syncs_always is None:
        yield Finding("JIANDU_NATS_MONITOR_URL", "the broker's settings cannot be read there")
    elif not facts.broker_syncs_always:
        yield Finding(
            "sync_interval", "the broker acknowledges before its data are on disk; set it to always"
        )
    for name in DURABLE:
        if facts.database.get(name) == "off":
            yield Finding(name, "PostgreSQL may lose acknowledged commands; set it to on")
    if facts.role_is_privileged:
        yield Finding("JIANDU_DATABASE_URL", "the role owns the database or is a superuser; use the app role")


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    host = urlsplit(url).hostname or ""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def gather(settings: ServiceSettings, *, behind_origin: bool, nats_monitor_url: str | None) -> Facts:
    """Look at the real servers and files."""
    database, privileged, seeded = _ask_database(settings)
    return Facts(
        kind=settings.deployment_kind,
        public_origin=settings.public_origin,
        issuer=settings.issuer,
        jwks_url=settings.jwks_url,
        host=settings.host,
        behind_origin=behind_origin,
        data_dir=settings.data_dir,
        master_key_file=settings.master_key_file,
        signing_key_file=settings.signing_key_file,
        broker_syncs_always=_ask_broker(nats_monitor_url) if nats_monitor_url else None,
        database=database,
        role_is_privileged=privileged,
        seeded_accounts=seeded,
    )


def _ask_database(settings: ServiceSettings) -> tuple[dict[str, str], bool, int]:
    dsn = settings.database_url.get_secret_value().replace("postgresql+psycopg:", "postgresql:", 1)
    with psycopg.connect(dsn, connect_timeout=5) as connection:
        found = connection.execute(
            "select name, setting from pg_settings where name = any(%s)", [list(DURABLE)]
        )
        database: dict[str, str] = dict(found.fetchall())
        role = connection.execute(
            "select rolsuper or pg_has_role(current_user, datdba, 'member') from pg_roles, pg_database"
            " where rolname = current_user and datname = current_database()"
        ).fetchone()
        seeded = _count_seeded(connection) if settings.service == IDENTITY and settings.is_production else 0
    return database, bool(role and role[0]), seeded


def _count_seeded(connection: psycopg.Connection) -> int:
    """How many accounts of the demonstration this database holds; administrators exist everywhere."""
    from services.identity.application import first_accounts as first  # noqa: PLC0415  # identity's own knowledge

    seeded = {each.id for each in first.demo_accounts()} - {each.id for each in first.FIRST_ADMINISTRATORS}
    found = connection.execute(
        "select count(*) from sealed.credential where account = any(%s)", [list(seeded)]
    )
    return int((found.fetchone() or (0,))[0])


def _ask_broker(monitor_url: str) -> bool | None:
    try:
        with urllib.request.urlopen(f"{monitor_url}/jsz?config=true", timeout=MONITOR_SECONDS) as answer:  # noqa: S310
            return bool(json.load(answer)["config"].get("sync_always", False))
    except (OSError, ValueError, KeyError):
        return None


def refuse_if_unsafe(facts: Facts) -> None:
    """Raise with everything that is wrong."""
    if found := findings(facts):
        raise UnsafeDeploymentError(found)
