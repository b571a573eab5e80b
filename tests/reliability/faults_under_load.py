"""R1 and R2: processes killed, and the broker's store wiped or rolled back, while commands go on."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from random import Random

from deploy.broker import provisioner_connection
from services.complaints.process import follow_registry
from services.complaints.views.tables import DIRECTORY
from services.dashboard.main import DIRECTORY_TABLES
from services.dashboard.process import follow_cases, follow_directory
from services.dashboard.views.tables import clocks, work_queue
from shared.bus.names import stream_of
from shared.calendar.book import load_bundled
from shared.contracts.envelope import Outgoing
from shared.identity.directory import DirectoryProjection
from tests.reliability.checks import (
    check_acknowledged,
    check_heard,
    check_log,
    public_messages,
    recorded_events,
)
from tests.reliability.load import Load
from tests.reliability.replays import check_copies, check_rebuild
from tests.reliability.suite import SmallSuite, small_suite
from tests.reliability.verdict import Faults, Verdict
from tests.reliability.witness import WITNESS

PROCESSES = (
    "complaints:api",
    "complaints:worker",
    "enforcement_registry:api",
    "enforcement_registry:worker",
    "dashboard:worker",
    "witness:worker",
)
SOURCES = ("complaints", "enforcement_registry")
FOLLOWERS = {"complaints": SOURCES[1:], "dashboard": SOURCES, WITNESS: SOURCES}
CATCH_UP_SECONDS = 90.0

BETRAYALS = {
    WITNESS: (
        "delete from heard where number = (select max(number) from heard)",
        "insert into heard (source, ordinal, previous, subject, case_version)"
        " select source, ordinal, previous, subject, case_version from heard where number ="
        " (select min(number) from heard where subject in"
        " (select subject from heard group by subject having count(*) > 2))",
    ),
    "complaints": (
        "delete from idempotency where ctid = (select min(ctid) from idempotency)",
        "update complaint set stage = 'archived' where ctid = (select min(ctid) from complaint)",
        "update clock set due_on = due_on + 1 where ctid = (select min(ctid) from clock)",
    ),
    "dashboard": ("delete from work_queue where ctid = (select min(ctid) from work_queue)",),
}
"""Who lies in the control, and how."""

Disturb = Callable[[SmallSuite, Random], Awaitable[int]]


async def kills(suite: SmallSuite, dice: Random, count: int) -> int:
    """SIGKILL all processes in random order, 0.2 to 0.9 s apart, again and again; the dead once they live."""
    names: list[str] = []
    for _ in range(count):
        names = names or dice.sample(list(suite.kept), len(suite.kept))
        await suite.kill(names.pop())
        await asyncio.sleep(dice.uniform(0.2, 0.9))
    return count


async def lost_stores(suite: SmallSuite, dice: Random, rounds: int) -> int:
    """Wipe the broker's store, and put an older copy back, in turn; the copy is taken while it is dead."""
    store, older = suite.nats.data_dir / "store", suite.nats.data_dir / "older"
    for number in range(rounds):
        await asyncio.sleep(dice.uniform(1.0, 2.0))
        await suite.let_down("nats")
        if number % 2 == 0:
            shutil.rmtree(older, ignore_errors=True)
            store.rename(older)
        else:
            shutil.rmtree(store)
            shutil.copytree(older, store)
        await asyncio.sleep(dice.uniform(0.2, 0.8))
        suite.let_up("nats")
        await asyncio.sleep(dice.uniform(2.0, 3.0))
    return rounds


async def trial(id_: str, what: str, unit: str, disturb: Disturb, seed: int) -> Verdict:
    """Load, faults, quiet, checks."""
    began, dice = time.monotonic(), Random(seed)
    async with small_suite(PROCESSES) as suite:
        load = Load(suite, seed)
        load.start()
        count = await disturb(suite, dice)
        await suite.until_ready()
        await load.stop()
        faults = Faults()
        chains = await caught_up(suite, faults)
        await check(suite, load, chains, faults)
        faults.counts.update({f"kills of {name}": kept.kills for name, kept in suite.kept.items()})
        faults.counts.update({f"answered {name}": n for name, n in load.answers.items()})
        if not faults.none:
            faults.counts["log"] = suite.keep_log()
    done = f"{count} {unit}, {faults.counts['acknowledged']} commands"
    verdict = faults.verdict(id_, what, done, seed=seed)
    verdict.seconds = round(time.monotonic() - began, 1)
    return verdict


async def caught_up(suite: SmallSuite, faults: Faults) -> dict[str, list[Outgoing]]:
    """Wait until all followers stand at the end of the logs; return the chains."""
    chains = {name: public_messages(name, recorded_events(suite, name)) for name in SOURCES}
    began = time.monotonic()
    while late := [
        f"{follower} follows {source}"
        for follower, sources in FOLLOWERS.items()
        for source in sources
        if _place(suite, follower, source) < chains[source][-1].ordinal
    ]:
        if time.monotonic() - began > CATCH_UP_SECONDS:
            faults.lost += [f"{each}: not to the end in {CATCH_UP_SECONDS} s" for each in late]
            break
        await asyncio.sleep(0.1)
    faults.counts["seconds to catch up"] = round(time.monotonic() - began)
    return chains


def _place(suite: SmallSuite, follower: str, source: str) -> int:
    with suite.connect(follower) as connection:
        row = connection.execute("select position from tracking where source = %s", [source]).fetchone()
    return row[0] if row else 0


async def check(suite: SmallSuite, load: Load, chains: dict[str, list[Outgoing]], faults: Faults) -> None:
    """Everything that must hold once all is quiet."""
    check_acknowledged(suite, load, faults)
    for service in SOURCES:
        check_log(suite, service, faults)
        check_heard(suite, service, chains[service], faults)
        await check_rebuild(suite, service, faults)
        await check_stream(suite, service, len(chains[service]), faults)
    registry, cases = chains["enforcement_registry"], chains["complaints"]
    await check_copies(suite, "complaints", DIRECTORY.all, [(follow_registry, registry)], faults)
    queue = follow_cases(load_bundled())
    people = follow_directory(DirectoryProjection(DIRECTORY_TABLES))
    tables = (work_queue, clocks, *DIRECTORY_TABLES.all)
    await check_copies(suite, "dashboard", tables, [(queue, cases), (people, registry)], faults)


async def check_stream(suite: SmallSuite, service: str, wanted: int, faults: Faults) -> None:
    """The stream holds each message once; it may still be filling."""
    connection = provisioner_connection(suite.stack, suite.nats.url)
    await connection.start()
    await connection.ready(15.0)
    give_up_at, found = time.monotonic() + 30.0, -1
    while found != wanted and time.monotonic() < give_up_at:
        found = (await connection.client.jsm().stream_info(stream_of(service))).state.messages
        await asyncio.sleep(0.1)
    await connection.stop()
    if found < wanted:
        faults.lost.append(f"the stream of {service} holds {found} of {wanted}")
    if found > wanted:
        faults.doubled.append(f"the stream of {service} holds {found}, not {wanted}")


async def betrayed(seed: int) -> Faults:
    """The control: faults are written into the databases by hand, and the checks must find each of them."""
    async with small_suite(PROCESSES) as suite:
        load, faults = Load(suite, seed), Faults()
        load.start()
        await asyncio.sleep(3.0)
        await load.stop()
        chains = await caught_up(suite, faults)
        for service, statements in BETRAYALS.items():
            with suite.connect(service) as connection:
                for statement in statements:
                    connection.execute(statement)
        await check(suite, load, chains, faults)
    return faults


async def killed(count: int, seed: int) -> Verdict:
    """R1."""

    async def disturb(suite: SmallSuite, dice: Random) -> int:
        return await kills(suite, dice, count)

    return await trial("R1", "kill -9 of every process under load", "kills", disturb, seed)


async def robbed(rounds: int, seed: int) -> Verdict:
    """R2."""

    async def disturb(suite: SmallSuite, dice: Random) -> int:
        return await lost_stores(suite, dice, rounds)

    return await trial("R2", "JetStream wiped, rolled back under load", "stores", disturb, seed)
