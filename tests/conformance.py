"""A service under generated requests: no 5xx, every answer as its interface is described (接口一致性)."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import NamedTuple

import schemathesis
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sqlalchemy.ext.asyncio import create_async_engine

from shared.identity.actor import Actor, Role
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.limits import Limits
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.openapi import describe_service
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from shared.web.service import ServiceDefinition

ISSUER = "http://issuer.test"
KEYS = count()
EXCLUDED = [positive_data_acceptance, negative_data_rejection]
"""The domain refuses what a schema cannot, and unknown query parameters are passed over."""


class Origin(NamedTuple):
    """Where a service listens, and who calls it."""

    base: str
    token: str


@asynccontextmanager
async def listening(definition: ServiceDefinition, database: str, role: Role) -> AsyncIterator[Origin]:
    """The service over a database of its own, on a port of its own; the caller has a role in the bureau."""
    values = ServiceSettings(
        service=definition.name,
        issuer=ISSUER,
        database_url=SecretStr(database),
        role=ProcessRole.API,
        limits=Limits(public_reads_per_address_minute=1_000_000),
    )
    engine = create_async_engine(database)
    await initialise(engine, definition, values.deployment_kind)
    await engine.dispose()
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    app = create_app(definition, values, runtime=passing_runtime(values), keys=FixedKeys(issuer.key_set()))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:  # noqa: ASYNC110 - it starts in a thread of its own
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Origin(f"http://127.0.0.1:{port}", issuer.issue(Actor("fuzz", role, "bureau"), definition.name))
    finally:
        server.should_exit = True
        thread.join(10)


def answer_as_described(service: str, origin: Origin, mode: GenerationMode, examples: int) -> None:
    """Try every operation of a service with so many requests; raises at the first answer that is not so."""
    described = schemathesis.openapi.from_dict(json.loads(describe_service(service)))
    for result in described.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.body or any(operation.iter_parameters())):
            continue  # nothing can be wrong with a request that says nothing
        _try(operation, mode, origin, examples)


def _try(operation, mode, origin, examples):
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def check(case):
        headers = {"Authorization": f"Bearer {origin.token}", "Idempotency-Key": f"generated-{next(KEYS)}"}
        if "{" in case.path and case.method in {"POST", "PUT"}:
            headers["If-Match"] = '"1"'
        case.call_and_validate(base_url=origin.base, headers=headers, excluded_checks=EXCLUDED)

    check()
