"""``jiandu up``: PostgreSQL, then the databases, then NATS, then the services behind one origin."""

import asyncio
import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import IO, Any

from deploy import forking, topology
from deploy.accounts import Login
from deploy.broker import authorization, provisioner_connection
from deploy.caddy import CaddyServer, Upstream
from deploy.errors import DeployError, StackAlreadyRunsError
from deploy.files import write_private
from deploy.forking import Placement, serve_forked
from deploy.layout import Layout, StackSettings
from deploy.nats import NatsServer
from deploy.ports import LOOPBACK, free_port, is_listening
from deploy.postgres import PostgresServer
from deploy.probing import http_status
from deploy.process import ProcessSpec
from deploy.services import IDENTITY
from deploy.supervisor import Printer, Stage, Supervisor
from deploy.units import FORKSERVER, Forked, Inside, Probe, Program, Unit, in_thread, never, warm_up
from shared.bus.streams import Provisioner
from shared.settings.service import DeploymentKind


@contextlib.contextmanager
def exclusive(layout: Layout) -> Iterator[IO[str]]:
    """Hold the lock on the data directory; the kernel lets go of it however this process ends."""
    layout.make()
    with layout.lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise StackAlreadyRunsError(str(layout.root), file.read().strip() or "unknown") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield file


@dataclass
class Stack:
    """One installation on this machine."""

    settings: StackSettings
    names: Sequence[str]
    printer: Printer
    single_process: bool = False
    verbose: bool = False
    ports: dict[str, int] = field(default_factory=dict)
    new_logins: list[Login] = field(default_factory=list)
    _accounts: asyncio.Task[list[Login]] | None = None

    def __post_init__(self) -> None:
        """Choose the ports."""
        self.ports = {name: free_port() for name in self.names}
        self.layout = self.settings.layout
        self.postgres = PostgresServer(
            self.layout.postgres,
            run_dir=self.layout.run,
            password_file=self.layout.secrets("postgres") / "superuser.password",
        )
        self.nats = NatsServer(self.layout.nats)

    @property
    def admin_url(self) -> str:
        """The administrative DSN: the embedded server's unless another one is named."""
        named = self.settings.database_url
        return named.get_secret_value() if named else self.postgres.dsn

    @property
    def nats_url(self) -> str:
        """The broker: the embedded one unless another one is named."""
        return self.settings.nats_url or self.nats.url

    @property
    def addresses(self) -> dict[str, str]:
        """Where each service listens."""
        return {name: f"http://{LOOPBACK}:{port}" for name, port in self.ports.items()}

    @property
    def nats_monitor_url(self) -> str:
        """Where the broker's settings and health are read."""
        return self.settings.nats_monitor_url or self.nats.monitor_url

    def _program(
        self,
        name: str,
        prepare: Callable[[], None],
        spec: Callable[[], ProcessSpec],
        ready: Probe,
        stuck: Probe = never,
    ) -> Unit:
        unit = Program(name, prepare, spec, ready, stuck)
        unit.quiet = not self.verbose
        return unit

    def stages(self) -> list[Stage]:
        """The layers, in the order in which they start."""
        stages: list[Stage] = []
        if self.settings.database_url is None:
            stages.append([self._postgres()])
        stages.append(self._initialise)
        if self.settings.nats_url is None:
            stages.append([self._nats()])
        stages.append([self._provisioner()])
        stages.append([*(self._service(name) for name in self.names), self._caddy()])
        stages.append(self._finish_accounts)
        return stages

    def _postgres(self) -> Unit:
        return self._program(
            "postgres", self.postgres.prepare, self.postgres.spec, in_thread(self.postgres.is_ready)
        )

    def _nats(self) -> Unit:
        def prepare() -> None:
            self.nats.authorization = authorization(self.layout, topology.load(self.layout.topology))
            self.nats.prepare()

        return self._program(
            "nats", prepare, self.nats.spec, in_thread(self.nats.is_ready), in_thread(self.nats.is_stuck)
        )

    async def _initialise(self) -> None:
        await self._ask(forking.initialise, self.settings, self.names, self.admin_url)
        if IDENTITY in self.names:
            self._accounts = asyncio.create_task(
                self._ask(forking.first_accounts, self.settings, self.admin_url)
            )
            # when something else ends the start, nobody asks what became of the accounts
            self._accounts.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _finish_accounts(self) -> None:
        if self._accounts is not None:
            self.new_logins = await self._accounts

    async def _ask(self, question: Callable[..., Any], *given: Any) -> Any:
        """Let a process that has everything imported work on a question; it answers, or says why not."""
        if self.single_process:
            return await asyncio.to_thread(question, *given)
        reading, writing = FORKSERVER.Pipe(duplex=False)
        process = FORKSERVER.Process(target=forking.answering, args=(question, given, writing))
        await asyncio.to_thread(process.start)
        writing.close()
        try:
            answer = await asyncio.to_thread(reading.recv)
        except EOFError:
            answer = DeployError("It failed; its messages are above.")
        if isinstance(answer, DeployError):
            raise answer
        return answer

    def _provisioner(self) -> Unit:
        ready = asyncio.Event()

        async def keep(stop: asyncio.Event) -> None:
            connection = provisioner_connection(self.settings, self.nats_url)
            await connection.start()
            try:
                await connection.ready(15.0)
                follows = topology.follows_of(topology.load(self.layout.topology))
                provisioner = Provisioner(connection, follows)
                await provisioner.provision_once()
                ready.set()
                await provisioner.run(stop)
            finally:
                await connection.stop()

        async def is_ready() -> bool:
            return ready.is_set()

        return Inside("streams", keep, is_ready)

    def _service(self, name: str) -> Unit:
        async def is_ready() -> bool:
            return await http_status(self.ports[name], "/readyz") == 200

        if self.single_process:
            return Inside(name, partial(self._serve_inside, name), is_ready)
        return Forked(name, serve_forked, partial(self.placement_of, name), is_ready)

    async def _serve_inside(self, name: str, stop: asyncio.Event) -> None:
        from deploy.serving import serve_inside  # noqa: PLC0415  # only here is it needed in this process

        await serve_inside(self.placement_of(name), stop)

    def placement_of(self, name: str) -> Placement:
        """Where one service of this stack runs."""
        identity = self.ports.get(IDENTITY)
        return Placement(
            stack=self.settings,
            service=name,
            port=self.ports[name],
            admin_url=self.admin_url,
            nats_url=self.nats_url,
            nats_monitor_url=self.nats_monitor_url,
            jwks_url=f"http://{LOOPBACK}:{identity}/api/v1/identity/jwks" if identity else None,
            addresses=self.addresses,
        )

    def _caddy(self) -> Unit:
        bind = LOOPBACK if self.settings.deployment_kind is DeploymentKind.DEMO else None
        server = CaddyServer(self.layout.caddy, self.settings.port, bind, self.settings.gateways)

        def prepare() -> None:
            server.prepare(self.upstreams())

        async def is_ready() -> bool:
            return await http_status(self.settings.port, "/api/") == 404

        return self._program("caddy", prepare, server.spec, is_ready)

    def upstreams(self) -> Mapping[str, Upstream]:
        """Where the origin sends what."""
        facts = topology.load(self.layout.topology)
        return {
            name: Upstream(facts[name].prefixes, f"{LOOPBACK}:{port}") for name, port in self.ports.items()
        }

    def state(self) -> dict[str, Any]:
        """Who runs where, for the other commands."""
        return {
            "pid": os.getpid(),
            "origin": self.settings.origin,
            "deployment_kind": self.settings.deployment_kind.value,
            "nats_url": self.nats_url,
            "nats_monitor_url": self.nats_monitor_url,
            "services": self.addresses,
        }


async def up(stack: Stack, announce: Callable[[dict[str, Any]], None]) -> int:
    """Run until told to stop; the exit code."""
    with exclusive(stack.layout):
        if is_listening(stack.settings.port):
            raise DeployError(
                f"Port {stack.settings.port} is taken; choose another: JIANDU_PORT=9000 make run"
            )
        if not stack.single_process:
            warming = asyncio.create_task(asyncio.to_thread(warm_up))
            warming.add_done_callback(lambda done: done.exception())

        def on_ready() -> None:
            write_private(stack.layout.state, json.dumps(stack.state(), indent=2))
            announce({**stack.state(), "new_accounts": [asdict(each) for each in stack.new_logins]})

        try:
            return await Supervisor(stack.stages(), stack.printer, on_ready).run()
        finally:
            stack.layout.state.unlink(missing_ok=True)
