"""One worker of the complaints service, with an endpoint beside it that does nothing (P1, P2).

``python -m tests.benchmarks.intake_server '<JSON of Seat>'`` prepares an empty database, serves on loopback
and prints one line when it is ready.
"""

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.ports import LOOPBACK, free_port
from services.complaints import main as complaints
from services.complaints.schemas.intake import IntakeInput
from shared.settings.limits import Limits
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.assembly import create_app
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from tests.benchmarks.library_log import EventOnlyLog, LibraryLog
from tests.services.complaints.office import fill_directory

INTAKE = "/api/v1/complaints/intake"
NOTHING = "/nothing"
LOGS = {"own": None, "library": LibraryLog, "library, event only": EventOnlyLog}
"""What stands behind the endpoint: the suite's log, or the library's recorder in its place."""
PLENTY = 10_000_000


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a server sits: its port, its database, its objects, and the log behind it."""

    port: int
    database: str
    objects: str
    log: str = "own"


def settings_of(seat: Seat) -> ServiceSettings:
    """The service as it runs in the suite, with limits that one loopback address does not reach."""
    names = (
        "intake_attempts_per_address_minute",
        "intake_per_address_minute",
        "intake_per_address_day",
        "intake_per_person_day",
    )
    return ServiceSettings(
        service="complaints",
        database_url=SecretStr(seat.database),
        role=ProcessRole.API,
        objects_dir=seat.objects,  # type: ignore[arg-type]
        limits=Limits(**dict.fromkeys(names, PLENTY)),
    )


def app_of(settings: ServiceSettings) -> FastAPI:
    """The real application and, in the same shell, the endpoint that only parses the same body."""
    app = create_app(complaints.DEFINITION, settings, runtime=passing_runtime(settings))

    @app.post(NOTHING, status_code=201)
    async def nothing(body: IntakeInput) -> Response:
        return JSONResponse({"received": body.kind}, status_code=201)

    return app


async def _prepare(settings: ServiceSettings) -> None:
    engine = create_async_engine(settings.database_url.get_secret_value())
    await initialise(engine, complaints.DEFINITION, settings.deployment_kind)
    await fill_directory(engine)
    await engine.dispose()


class _Announced(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        sys.stdout.write("ready\n")
        sys.stdout.flush()


def serve(seat: Seat) -> None:
    """Serve as the suite does: uvloop, httptools, one worker, no access log of uvicorn's."""
    settings = settings_of(seat)
    asyncio.run(_prepare(settings))
    if (log := LOGS[seat.log]) is not None:
        complaints.EventLog = log  # type: ignore[misc]
    app = app_of(settings)
    gc.freeze()  # as the suite does before it serves: what is loaded once is not looked through again
    config = uvicorn.Config(
        app,
        host=LOOPBACK,
        port=seat.port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    _Announced(config).run()


@contextmanager
def serving(seat: Seat) -> Iterator[Seat]:
    """A server in a process of its own; its log lines go nowhere."""
    command = [sys.executable, "-m", "tests.benchmarks.intake_server", json.dumps(asdict(seat))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout is not None
            if process.stdout.readline() != b"ready\n":
                raise RuntimeError("the server did not start")
            yield seat
        finally:
            process.terminate()
            process.wait(20)


def seat(database: str, objects: str, log: str = "own") -> Seat:
    """A seat on a free port."""
    return Seat(free_port(), database, objects, log)


if __name__ == "__main__":
    serve(Seat(**json.loads(sys.argv[1])))
