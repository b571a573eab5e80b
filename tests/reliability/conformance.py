"""R7: generated requests against every running service: no 5xx, and every answer as described.

Half of the requests carry a clerk's token; ids that exist are mixed in, so that the generated bodies reach
the decisions behind them. Positive data follow the description, negative data break it.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psycopg
import schemathesis
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from pydantic import SecretStr
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import create_engine

from deploy.services import IDENTITY, definition_of, service_names
from shared.identity.actor import Actor, Role
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.limits import Limits
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.openapi import describe_service
from shared.web.runtime import passing_runtime
from tests.reliability.verdict import Verdict
from tests.services.complaints.office import intake

ISSUER = "http://issuer.test"
CLERK = Actor("fuzz-clerk", Role.BUREAU_CLERK, "bureau")
ADMINISTRATOR = Actor("fuzz-administrator", Role.SYSTEM_ADMIN, "bureau")
"""Few doors of identity open for a clerk."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""What the description promises. What the domain refuses beyond the schema is no fault of an answer."""

MANY = 1_000_000
GENEROUS = Limits(
    intake_attempts_per_address_minute=MANY,
    intake_per_address_minute=MANY,
    intake_per_address_day=MANY,
    intake_per_person_day=MANY,
    public_reads_per_address_minute=MANY,
)
KEYS = count()


@dataclass
class Target:
    """A running service, and the ids that exist there by the names of path parameters."""

    service: str
    url: str
    database: str
    issuer: TokenIssuer
    known: dict[str, list[str]] = field(default_factory=dict)

    def headers(self, actor: Actor = CLERK) -> dict[str, str]:
        """A token, and a key of its own."""
        token = self.issuer.issue(actor, self.service)
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": f"generated-{next(KEYS)}"}

    def version_of(self, case: str) -> int:
        """The version that stands."""
        with psycopg.connect(self.database.replace("+psycopg", "")) as connection:
            found = connection.execute(
                "select max(version) from events where aggregate_id::text = %s", [case]
            ).fetchone()
        return (found and found[0]) or 1


@dataclass
class Fuzzed:
    """What was tried and found."""

    cases: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@contextmanager
def served(service: str, database: str) -> Iterator[Target]:
    """Serve the interface of one service, as its process would, on a port of this machine."""
    definition = definition_of(service)
    engine = create_engine(database)
    definition.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(definition.deployment.deployment.insert().values(one=1, kind="demo"))
    engine.dispose()
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    with TemporaryDirectory() as folder:
        values = ServiceSettings(
            service=service,
            issuer=ISSUER,
            database_url=SecretStr(database),
            role=ProcessRole.API,
            limits=GENEROUS,
            log_level="CRITICAL",
            objects_dir=Path(folder),
        )
        runtime, keys = passing_runtime(values), FixedKeys(issuer.key_set())
        app = create_app(definition, values, runtime=runtime, keys=keys)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield Target(service, f"http://127.0.0.1:{port}", database, issuer)
        finally:
            server.should_exit = True
            thread.join(10)


def furnish(target: Target) -> None:
    """Put something there to be found."""
    if target.service == "complaints":
        _furnish_complaints(target)
    if target.service == "enforcement_registry":
        _furnish_registry(target)


def _made(target: Target, path: str, body: Mapping[str, Any], version: int | None = None) -> Any:
    headers = target.headers() if version is None else {**target.headers(), "If-Match": f'"{version}"'}
    answer = httpx.post(f"{target.url}/api/v1{path}", json=body, headers=headers, trust_env=False)
    answer.raise_for_status()
    return answer.json()


def _furnish_complaints(target: Target) -> None:
    target.known = {"case_id": [], "lead_id": [], "clock": ["acceptance", "handling"]}
    for number in range(6):
        opened = _made(target, "/complaints", intake(agency=None, respondent="某执法机关"))
        target.known["case_id"].append(opened["id"])
        if number > 2:
            case = f"/complaints/{opened['id']}"
            _made(target, f"{case}/summary", {"summary": "反映应查不查。"}, opened["version"])
            _made(target, f"{case}/acceptance", {}, opened["version"] + 1)
    lead = {"channel": "hotline_12345", "content": "市民来电反映执法问题。"}
    target.known["lead_id"].append(_made(target, "/leads", lead)["id"])


def _furnish_registry(target: Target) -> None:
    target.known = {"code": [], "person": []}
    for code in ("market", "water"):
        body = {"code": code, "display_name": f"演示{code}", "kind": "department", "legal_unit": "法制科"}
        _made(target, "/registry/agencies", body)
        target.known["code"].append(code)
        officer = _made(target, "/registry/officers", {"display_name": "演示人员", "agency": code})
        target.known["person"].append(officer["id"])


def fuzz(target: Target, wanted: int, number: int) -> Fuzzed:
    """Try about ``wanted`` requests, spread evenly over operations and kinds of data."""
    described = schemathesis.openapi.from_dict(json.loads(describe_service(target.service)))
    operations = [result.ok() for result in described.get_all_operations()]
    modes = list(GenerationMode)
    examples, done = max(1, round(wanted / len(operations) / len(modes))), Fuzzed()
    for operation in operations:
        for mode in modes:
            cases = operation.as_strategy(generation_mode=mode)
            dice = Random(f"{number}:{operation.label}:{mode}")
            with suppress(Unsatisfiable):  # an operation without input cannot be given bad input
                _generated(cases, partial(_try, target, dice, done), examples, number)
    return done


def _generated(cases: Any, attempt: Callable[[Any], None], examples: int, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def check(case: Any) -> None:
        attempt(case)

    check()


def _try(target: Target, dice: Random, done: Fuzzed, case: Any) -> None:
    done.cases += 1
    answer = case.call(base_url=target.url, headers=_prepared(case, target, dice))
    done.statuses[str(answer.status_code)] += 1
    try:
        case.validate_response(answer, checks=CHECKS)
    except Exception as error:  # noqa: BLE001 - every kind of failure is a finding, and the next case runs
        done.failures.append(_told(case.operation.label, answer.status_code, error))


def _prepared(case: Any, target: Target, dice: Random) -> dict[str, str]:
    """Mix in ids that exist, a token, and the version that stands."""
    for name in case.path_parameters or {}:
        if name in target.known and dice.random() < 0.7:
            case.path_parameters[name] = dice.choice(target.known[name])
    actor = dice.choice([CLERK, ADMINISTRATOR]) if target.service == IDENTITY else CLERK
    headers = target.headers(actor) if dice.random() < 0.7 else {}
    if case.method != "GET" and dice.random() < 0.9:
        known = [value for value in (case.path_parameters or {}).values() if len(str(value)) == 36]
        headers["If-Match"] = f'"{target.version_of(str(known[0])) if known else 1}"'
    return headers


def _told(label: str, status: int, error: Exception) -> str:
    reasons: Sequence[Any] = getattr(error, "exceptions", None) or [error]
    return f"{label} {status}: " + " | ".join(f"{type(one).__name__}: {one}"[:900] for one in reasons)


def conform(new_database: Callable[[], str], wanted: int, number: int) -> Verdict:
    """R7 over all services; ``wanted`` requests at each."""
    began, cases, faults, figures = time.monotonic(), 0, [], {}
    for service in service_names():
        with served(service, new_database()) as target:
            furnish(target)
            found = fuzz(target, wanted, number)
        cases += found.cases
        faults += [f"{service}: {failure}" for failure in found.failures]
        figures[service] = {"cases": found.cases, **found.statuses}
    return Verdict(
        "R7",
        "generated requests: no 5xx, answers as described",
        f"{cases} cases",
        lost=None,
        doubled=None,
        disordered=None,
        faults=faults,
        figures={"seed": number, **figures},
        seconds=round(time.monotonic() - began, 1),
    )
