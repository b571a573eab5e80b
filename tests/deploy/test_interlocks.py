"""A production deployment with a forbidden setting does not start, and says which one it is."""

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from deploy.initialise import plain_dsn
from deploy.interlocks import Facts, UnsafeDeploymentError, findings, gather, is_loopback, refuse_if_unsafe
from deploy.nats import NatsServer
from deploy.postgres import PostgresServer
from services.identity.application.first_accounts import FIRST_ADMINISTRATORS, demo_accounts
from shared.settings.service import DeploymentKind, ServiceSettings


@pytest.fixture
def safe(tmp_path: Path) -> Facts:
    keys = [tmp_path / "keys" / name for name in ("master.key", "signing.key")]
    for key in keys:
        key.parent.mkdir(exist_ok=True)
        key.write_text("secret")
        key.chmod(0o600)
    return Facts(
        kind=DeploymentKind.PRODUCTION,
        public_origin="https://jiandu.example",
        issuer="https://jiandu.example",
        jwks_url="https://jiandu.example/api/v1/identity/jwks",
        host="10.0.0.5",
        behind_origin=True,
        data_dir=tmp_path / "data",
        master_key_file=keys[0],
        signing_key_file=keys[1],
        broker_syncs_always=True,
        database={"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"},
    )


def test_a_safe_deployment_starts(safe: Facts):
    assert findings(safe) == []


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"public_origin": "http://jiandu.example"}, "JIANDU_PUBLIC_ORIGIN"),
        ({"issuer": "http://identity.example"}, "JIANDU_ISSUER"),
        ({"jwks_url": "http://identity.example/jwks", "behind_origin": False}, "JIANDU_JWKS_URL"),
        ({"master_key_file": None}, "JIANDU_MASTER_KEY_FILE"),
        ({"signing_key_file": Path("/nowhere/signing.key")}, "JIANDU_SIGNING_KEY_FILE"),
        ({"broker_syncs_always": False}, "sync_interval"),
        ({"broker_syncs_always": None}, "JIANDU_NATS_MONITOR_URL"),
        ({"database": {"fsync": "off"}}, "fsync"),
        ({"database": {"synchronous_commit": "off"}}, "synchronous_commit"),
        ({"database": {"full_page_writes": "off"}}, "full_page_writes"),
        ({"role_is_privileged": True}, "JIANDU_DATABASE_URL"),
        ({"seeded_accounts": 3}, "accounts"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_production_refuses_and_names_the_setting(safe: Facts, change: dict[str, object], setting: str):
    with pytest.raises(UnsafeDeploymentError, match=setting):
        refuse_if_unsafe(replace(safe, **change))


def test_a_key_that_others_can_read_is_refused(safe: Facts):
    safe.master_key_file.chmod(0o644)

    assert [each.setting for each in findings(safe)] == ["JIANDU_MASTER_KEY_FILE"]


def test_a_master_key_inside_the_data_directory_is_refused(safe: Facts):
    inside = replace(safe, data_dir=safe.master_key_file.parent)

    assert [each.setting for each in findings(inside)] == ["JIANDU_MASTER_KEY_FILE"]


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"public_origin": "https://jiandu.example"}, "JIANDU_PUBLIC_ORIGIN"),
        ({"host": "0.0.0.0", "behind_origin": False}, "JIANDU_HOST"),
    ],
)
def test_a_demonstration_stays_on_this_machine(safe: Facts, change: dict[str, object], setting: str):
    shown = replace(safe, kind=DeploymentKind.DEMO, public_origin="http://127.0.0.1:8000")

    assert findings(shown) == []
    assert [each.setting for each in findings(replace(shown, **change))] == [setting]


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://127.0.0.1.example.org", False),
        ("http://10.0.0.1", False),
    ],
)
def test_loopback_is_told_by_the_address_and_not_by_its_looks(url: str, loopback: bool):
    assert is_loopback(url) is loopback


def test_accounts_of_a_demonstration_are_counted(database: str):
    settings = ServiceSettings(service="identity", database_url=database, deployment_kind="production")
    with psycopg.connect(plain_dsn(database), autocommit=True) as connection:
        connection.execute("create schema sealed; create table sealed.credential (account uuid)")
        for account in (demo_accounts()[0], FIRST_ADMINISTRATORS[0]):
            connection.execute("insert into sealed.credential values (%s)", [account.id])

    assert gather(settings, behind_origin=False, nats_monitor_url=None).seeded_accounts == 1


def test_the_real_servers_are_asked(postgres: PostgresServer, nats: NatsServer, tmp_path: Path):
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute("create role careful login password 'careful'")
    settings = ServiceSettings(service="complaints", database_url=postgres.url("postgres"))
    careful = settings.model_copy(
        update={
            "database_url": type(settings.database_url)(
                postgres.url("postgres", user="careful", password="careful")
            )
        }
    )

    owner = gather(settings, behind_origin=False, nats_monitor_url=nats.monitor_url)
    app = gather(careful, behind_origin=False, nats_monitor_url=None)

    assert owner.broker_syncs_always is True
    assert owner.database["fsync"] == "off"  # the tests' cluster is for throwing away
    assert (owner.role_is_privileged, app.role_is_privileged) == (True, False)
    assert app.broker_syncs_always is None
