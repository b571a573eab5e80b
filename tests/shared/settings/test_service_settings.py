"""What a process learns from its environment."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.settings.service import DeploymentKind, ProcessRole, ServiceSettings


def from_environment(monkeypatch, **variables):
    values = {"SERVICE": "complaints", "DATABASE_URL": "postgresql://app:geheim@localhost/x", **variables}
    for name, value in values.items():
        monkeypatch.setenv(f"JIANDU_{name}", value)
    return ServiceSettings()


def test_every_setting_is_a_variable_with_one_prefix(monkeypatch):
    settings = from_environment(
        monkeypatch,
        ROLE="worker",
        DEPLOYMENT_KIND="production",
        MASTER_KEY_FILE="/etc/keys/master",
        LIMITS__INTAKE_PER_ADDRESS_MINUTE="7",
        TRUSTED_PROXIES="10.0.0.0/8, ::1/128",
    )

    assert settings.role is ProcessRole.WORKER
    assert settings.deployment_kind is DeploymentKind.PRODUCTION
    assert settings.master_key_file == Path("/etc/keys/master")
    assert settings.limits.intake_per_address_minute == 7
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1/128")


@pytest.mark.parametrize(
    ("role", "api", "worker"), [("api", True, False), ("worker", False, True), ("all", True, True)]
)
def test_the_role_says_which_part_of_a_service_runs(monkeypatch, role, api, worker):
    settings = from_environment(monkeypatch, ROLE=role)

    assert (settings.runs_api, settings.runs_worker) == (api, worker)


def test_a_password_is_not_shown_with_the_settings(monkeypatch):
    assert "geheim" not in repr(from_environment(monkeypatch))


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_an_impossible_port_is_refused(monkeypatch, port):
    with pytest.raises(ValidationError):
        from_environment(monkeypatch, PORT=port)
