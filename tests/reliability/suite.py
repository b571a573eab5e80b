"""A small real suite whose every process may be killed: PostgreSQL, NATS, and services in separate roles.

The keeper starts whatever ended at once again; everything lives below one directory, on loopback, and ends
with this process.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import orjson
import psycopg

from deploy import topology
from deploy.broker import authorization, provisioner_connection
from deploy.databases import app_url, bring_up_to_date, database_of, make_database, migrate_url
from deploy.errors import DeployError
from deploy.forking import Placement
from deploy.initialise import plain_dsn
from deploy.layout import StackSettings
from deploy.nats import NatsServer
from deploy.ports import LOOPBACK, free_port
from deploy.postgres import PostgresServer
from deploy.probing import http_status, readiness
from deploy.secrets import ServiceSecrets, make_secrets, secrets_of
from deploy.services import IDENTITY, definition_of
from deploy.units import Forked, Program, Unit, in_thread
from shared.bus.streams import Provisioner
from shared.identity.keyfile import ensure_signing_key
from shared.identity.tokens import TokenIssuer
from shared.web.service import ServiceDefinition
from tests.reliability import serving, witness
from tests.reliability.receiver import receiver

JWKS = "/api/v1/identity/jwks"
PAUSE_SECONDS = 0.1
STOP_SECONDS = 5.0
START_SECONDS = 60.0
UNLIMITED = {
    f"JIANDU_LIMITS__{name}": "1000000000"
    for name in (
        "INTAKE_ATTEMPTS_PER_ADDRESS_MINUTE",
        "INTAKE_PER_ADDRESS_MINUTE",
        "INTAKE_PER_ADDRESS_DAY",
        "INTAKE_PER_PERSON_DAY",
        "PUBLIC_READS_PER_ADDRESS_MINUTE",
    )
}


@dataclass
class Kept:
    """One process, and how often it was killed or ended by itself."""

    unit: Unit
    running: bool = False
    wanted: bool = True
    kills: int = 0
    ends: list[int] = field(default_factory=list)
    keeper: asyncio.Task[None] | None = None


class SmallSuite:
    """``processes`` are ``service:role``; the roles are api, worker and all, a suffix tells twins apart."""

    def __init__(
        self, directory: Path, processes: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        self.stack = StackSettings(
            data_dir=directory / "var", port=free_port(), database_url=None, nats_url=None
        )
        self.layout = self.stack.layout
        self.layout.make()
        self.environment = {**UNLIMITED, **(environment or {})}
        self.services = sorted({name.partition(":")[0] for name in processes})
        self.ports = {name: free_port() for name in processes}
        self.jwks_url: str | None = None
        self.postgres = PostgresServer(self.layout.postgres, run_dir=self.layout.run)
        self.nats = NatsServer(self.layout.nats)
        self.kept: dict[str, Kept] = {}
        self._names = tuple(processes)
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        reading, self._output = Pipe(duplex=False)
        self.log = directory / "suite.log"
        self._copier = Thread(target=_copy, args=(reading, self.log), daemon=True)

    def definition(self, service: str) -> ServiceDefinition:
        """A service's definition; the witness is the tests' own."""
        return witness.DEFINITION if service == witness.WITNESS else definition_of(service)

    def secrets(self, service: str) -> ServiceSecrets:
        """Keys and passwords of one service."""
        return secrets_of(self.layout, service)

    def issuer(self) -> TokenIssuer:
        """The installation's tokens, signed with identity's own key."""
        key = ensure_signing_key(self.secrets(IDENTITY).directory / "token.key")
        return TokenIssuer(key, self.stack.origin)

    def url(self, process: str) -> str:
        """Where a process listens."""
        return f"http://{LOOPBACK}:{self.ports[process]}"

    def dsn(self, service: str) -> str:
        """A service's database for the checks, as superuser."""
        return self.postgres.url(database_of(service))

    def connect(self, service: str) -> psycopg.Connection:
        """Look into a service's database."""
        return psycopg.connect(self.dsn(service), autocommit=True)

    async def start(self) -> None:
        """Start in layers; return when everything is ready."""
        self._copier.start()
        make_secrets(self.layout, self.services)
        facts = topology.survey([self.definition(name) for name in self.services])
        topology.save(facts, self.layout.topology)
        self.nats.authorization = authorization(self.layout, facts)
        await self._begin("postgres", self._postgres())
        await asyncio.to_thread(self._make_databases)
        await self._begin("nats", self._nats())
        await self._provision(facts)
        for name in self._names:
            self.keep(name, self._service(name))
        await self.until_ready()

    async def stop(self) -> None:
        """End all at once: nothing here is worth a farewell."""
        self._stopping.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        await asyncio.gather(*(self._end(kept) for kept in self.kept.values()))
        self._output.close()

    def keep(self, name: str, unit: Unit) -> None:
        """Start a process and start it again whenever it ends."""
        self.kept[name] = kept = Kept(unit)
        kept.keeper = asyncio.create_task(self._keep(kept))

    async def kill(self, name: str) -> None:
        """SIGKILL, once the process runs."""
        kept = self.kept[name]
        async with asyncio.timeout(START_SECONDS):
            while not kept.running:  # noqa: ASYNC110 - the process starts elsewhere
                await asyncio.sleep(0.02)
        kept.kills += 1
        kept.unit.kill()

    async def let_down(self, *names: str) -> None:
        """SIGKILL, and leave it dead."""
        for name in names:
            self.kept[name].wanted = False
            await self.kill(name)
        async with asyncio.timeout(START_SECONDS):
            while any(self.kept[name].running for name in names):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    def let_up(self, *names: str) -> None:
        """Start what was left dead."""
        for name in names:
            self.kept[name].wanted = True

    async def until_ready(self) -> None:
        """Wait until every wanted process does its work."""
        give_up_at = time.monotonic() + START_SECONDS
        while late := [
            name for name, kept in self.kept.items() if kept.wanted and not await self._is_ready(kept)
        ]:
            if time.monotonic() > give_up_at:
                raise DeployError(f"not ready: {late}\n{self.last_words()}")
            await asyncio.sleep(0.05)

    async def readings(self, process: str) -> dict[str, object]:
        """What a process says of itself."""
        return await readiness(self.ports[process])

    def last_words(self) -> str:
        """The end of what the processes printed."""
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""

    def keep_log(self) -> str:
        """Keep what the processes printed beyond the end of the suite, for whoever looks for the fault."""
        kept = Path(tempfile.mkdtemp(prefix="jd-log-")) / "suite.log"
        shutil.copy(self.log, kept)
        return str(kept)

    async def _is_ready(self, kept: Kept) -> bool:
        return kept.running and await kept.unit.is_ready()

    async def _begin(self, name: str, unit: Unit) -> None:
        self.keep(name, unit)
        await self.until_ready()

    async def _keep(self, kept: Kept) -> None:
        while not self._stopping.is_set():
            if kept.wanted:
                with suppress(DeployError, OSError):
                    await kept.unit.start(self._output)
                    kept.running = True
                    kept.ends.append(await kept.unit.wait())
                kept.running = False
            await asyncio.sleep(PAUSE_SECONDS)

    async def _end(self, kept: Kept) -> None:
        """SIGQUIT for PostgreSQL, whose children must end with it; SIGKILL for the others, and at last."""
        assert kept.keeper is not None
        for kill in (isinstance(kept.unit, Forked), True):
            if kept.running:
                kept.unit.kill() if kill else kept.unit.ask_to_stop(1)
            await asyncio.wait([kept.keeper], timeout=STOP_SECONDS)

    def _postgres(self) -> Unit:
        ready = in_thread(self.postgres.is_ready)
        return Program("postgres", self.postgres.prepare, self.postgres.spec, ready)

    def _nats(self) -> Unit:
        return Program("nats", self.nats.prepare, self.nats.spec, in_thread(self.nats.is_ready))

    def _service(self, process: str) -> Unit:
        async def is_ready() -> bool:
            return await http_status(self.ports[process], "/readyz") == 200

        return Forked(process, serving.serve, lambda: self._given(process), is_ready)

    def _given(self, process: str) -> serving.Given:
        service, _, role = process.partition(":")
        placement = Placement(
            stack=self.stack,
            service=service,
            port=self.ports[process],
            admin_url=self.postgres.dsn,
            nats_url=self.nats.url,
            nats_monitor_url=self.nats.monitor_url,
            jwks_url=self.jwks_url,
            addresses={name.partition(":")[0]: self.url(name) for name in reversed(self.ports)},
        )
        return serving.Given(placement, {**self.environment, "JIANDU_ROLE": role.rstrip("0123456789")})

    def _make_databases(self) -> None:
        admin_url = self.postgres.dsn
        with psycopg.connect(plain_dsn(admin_url), autocommit=True) as admin:
            for name in self.services:
                make_database(admin, name, self.secrets(name))
        for name in self.services:
            url = migrate_url(admin_url, name, self.secrets(name))
            bring_up_to_date(url, self.definition(name), self.stack.deployment_kind)

    def app_url(self, service: str) -> str:
        """The DSN that the service itself uses."""
        return app_url(self.postgres.dsn, service, self.secrets(service))

    async def _provision(self, facts: topology.Topology) -> None:
        """Keep the streams in being, as the stack's supervisor does."""
        connection = provisioner_connection(self.stack, self.nats.url)
        await connection.start()
        await connection.ready(15.0)
        provisioner = Provisioner(connection, topology.follows_of(facts))
        await provisioner.provision_once()

        async def run() -> None:
            try:
                await provisioner.run(self._stopping)
            finally:
                await connection.stop()

        self._tasks.append(asyncio.create_task(run()))


def _copy(reading: Connection, log: Path) -> None:
    """What the processes print; when this process is gone, so is the reader, and they end."""
    with log.open("ab", buffering=0) as output, open(reading.fileno(), "rb", 0, closefd=False) as source:
        while text := source.read(65536):
            output.write(text)


@asynccontextmanager
async def small_suite(
    processes: Sequence[str], environment: Mapping[str, str] | None = None
) -> AsyncIterator[SmallSuite]:
    """A running suite in a short throw-away directory; without identity, its keys are served from here."""
    directory = Path(tempfile.mkdtemp(prefix="jd-"))
    suite = SmallSuite(directory, processes, environment)
    with receiver() as keys:
        identity = f"{IDENTITY}:all"
        suite.jwks_url = keys.url if identity not in processes else f"{suite.url(identity)}{JWKS}"
        keys.answer = orjson.dumps(suite.issuer().jwks())
        try:
            await suite.start()
            yield suite
        finally:
            await suite.stop()
            shutil.rmtree(directory, ignore_errors=True)
