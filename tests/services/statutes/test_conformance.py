"""Generated requests against a running statutes service: no 5xx, and every answer as described."""

import json
import threading
import time
from collections.abc import AsyncIterator
from itertools import count

import pytest
import schemathesis
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sqlalchemy.ext.asyncio import create_async_engine

from services.statutes.main import DEFINITION
from shared.identity.actor import Actor, Role
from shared.identity.jwks import FixedKeys
from shared.identity.tokens import TokenIssuer
from shared.settings.limits import Limits
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.openapi import describe_service
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise

ISSUER = "http://issuer.test"
EXAMPLES = 5
DESCRIBED = schemathesis.openapi.from_dict(json.loads(describe_service(DEFINITION.name)))
OPERATIONS = {result.ok().label: result.ok() for result in DESCRIBED.get_all_operations()}
KEYS = count()
EXCLUDED = [positive_data_acceptance, negative_data_rejection]
"""The domain refuses what a schema cannot, and unknown query parameters are passed over."""


@pytest.fixture
async def origin(database: str) -> AsyncIterator[tuple[str, str]]:
    values = ServiceSettings(
        service=DEFINITION.name,
        issuer=ISSUER,
        database_url=SecretStr(database),
        role=ProcessRole.API,
        limits=Limits(public_reads_per_address_minute=1_000_000),
    )
    engine = create_async_engine(database)
    await initialise(engine, DEFINITION, values.deployment_kind)
    await engine.dispose()
    issuer = TokenIssuer(Ed25519PrivateKey.generate(), ISSUER)
    app = create_app(DEFINITION, values, runtime=passing_runtime(values), keys=FixedKeys(issuer.key_set()))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)  # noqa: ASYNC251
    port = server.servers[0].sockets[0].getsockname()[1]
    token = issuer.issue(Actor("fuzz", Role.BUREAU_HEAD, "bureau"), DEFINITION.name)
    yield f"http://127.0.0.1:{port}", token
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_described(origin, mode):
    base, token = origin
    for operation in OPERATIONS.values():
        if mode is GenerationMode.NEGATIVE and not (operation.body or any(operation.iter_parameters())):
            continue  # nothing can be wrong with a request that says nothing
        _try(operation, mode, base, token)


def _try(operation, mode, base, token):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def check(case):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"generated-{next(KEYS)}"}
        if "{" in case.path and case.method in {"POST", "PUT"}:
            headers["If-Match"] = '"1"'
        case.call_and_validate(base_url=base, headers=headers, excluded_checks=EXCLUDED)

    check()
