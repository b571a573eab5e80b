"""The container deployment matches the code: services, ports, variables, health, secrets."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.images.configuration import ORIGIN_PORT, SERVICE_PORT, broker_configuration, host_of
from deploy.interlocks import Facts, findings
from deploy.layout import StackSettings
from deploy.secrets import make_secrets
from deploy.services import definitions, service_names
from deploy.serving import settings_from_environment
from services.dashboard.main import DashboardSettings
from shared.settings.service import ServiceSettings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
VARIABLES = {
    f"JIANDU_{name.upper()}" for model in (ServiceSettings, StackSettings) for name in model.model_fields
} | {f"JIANDU_DASHBOARD_{name.upper()}" for name in DashboardSettings.model_fields}


def named(service: str, role: str) -> dict[str, Any]:
    return SERVICES[f"{service.replace('_', '-')}-{role}"]


def secrets_mount(service: str) -> dict[str, Any]:
    (mount,) = (each for each in named(service, "api")["volumes"] if each["source"] == "secrets")
    return mount


@pytest.mark.parametrize("service", service_names())
@pytest.mark.parametrize("role", ["api", "worker"])
def test_every_service_runs_as_api_and_as_worker(service: str, role: str):
    assert named(service, role)["command"] == ["serve", service, "--role", role]


@pytest.mark.parametrize("service", service_names())
def test_a_container_sees_its_own_secrets_only(service: str):
    mount = secrets_mount(service)

    assert (mount["volume"]["subpath"], mount["read_only"]) == (service, True)
    assert mount["target"].endswith(f"/secrets/{service}")


@pytest.mark.parametrize("service", service_names())
def test_a_container_is_fit_for_production(
    service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by_image = dict(re.findall(r"(JIANDU_[A-Z]+_DIR)=(/\S+)", DOCKERFILE))
    for variable, value in {**told_by_image, **named(service, "api")["environment"]}.items():
        monkeypatch.setenv(variable, f"{tmp_path}{value}" if variable.endswith("_DIR") else value)
    monkeypatch.setenv("JIANDU_DEPLOYMENT_KIND", "production")
    for variable in ("JIANDU_PUBLIC_ORIGIN", "JIANDU_ISSUER"):
        monkeypatch.setenv(variable, "https://jiandu.example")
    monkeypatch.setenv("JIANDU_TRUSTED_PROXIES", "172.30.80.0/24")
    monkeypatch.setenv("JIANDU_GATEWAYS", "")
    stack = StackSettings(behind_origin=True)
    monkeypatch.setenv("JIANDU_DATABASE_URL", "postgresql://localhost/none")
    make_secrets(stack.layout, [service])
    told = settings_from_environment(stack, service, None)

    facts = Facts(
        **{name: getattr(told, name) for name in ("public_origin", "issuer", "jwks_url", "host", "data_dir")},
        kind=told.deployment_kind,
        behind_origin=stack.behind_origin,
        master_key_file=told.master_key_file,
        signing_key_file=told.signing_key_file,
        broker_syncs_always=True,
    )

    assert findings(facts) == []
    assert told.master_key_file == Path(f"{tmp_path}{secrets_mount(service)['target']}/master.key")


def test_nothing_runs_that_is_no_service():
    known = {f"{name.replace('_', '-')}-{role}" for name in service_names() for role in ("api", "worker")}

    assert set(SERVICES) - known == {"files", "init", "streams", "postgres", "nats", "caddy"}


def test_every_variable_is_one_that_the_settings_know():
    text = yaml.safe_dump([each.get("environment", {}) for each in SERVICES.values()]) + DOCKERFILE
    outside = {"JIANDU_NETWORK", "JIANDU_VERSION", "JIANDU_BIND"}

    assert set(re.findall(r"JIANDU_[A-Z_]+", text)) - outside <= VARIABLES


def test_the_dashboard_reaches_every_service_on_the_private_network():
    told = json.loads(named("dashboard", "api")["environment"]["JIANDU_DASHBOARD_SERVICE_URLS"])
    wanted = {
        prefix: f"http://{host_of(definition.name)}:{SERVICE_PORT}"
        for definition in definitions()
        if definition.name != "dashboard"
        for prefix in definition.prefixes
    }

    assert told == wanted


def test_only_the_origin_is_published_and_by_default_on_loopback():
    published = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}

    assert published == {"caddy": [f"${{JIANDU_BIND:-127.0.0.1:8000}}:{ORIGIN_PORT}"]}
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_every_lasting_container_has_a_health_check():
    lasting = {name: each for name, each in SERVICES.items() if each.get("restart") == "unless-stopped"}

    assert all("healthcheck" in each for each in lasting.values())


def test_image_and_configuration_agree_on_the_port():
    assert f"JIANDU_PORT={SERVICE_PORT}" in DOCKERFILE
    assert f"EXPOSE {SERVICE_PORT}" in DOCKERFILE
    assert host_of("enforcement_registry") in SERVICES


def test_the_image_does_not_run_as_root():
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)


def test_the_broker_is_durable_and_nobody_is_anonymous():
    text = broker_configuration("authorization { users: [] }\n")

    assert "sync_interval: always" in text
    assert "max_file_store" in text
    assert "authorization" in text


def test_databases_and_broker_are_the_versions_that_were_tried():
    assert (SERVICES["postgres"]["image"], SERVICES["nats"]["image"]) == ("postgres:18", "nats:2.15-alpine")
