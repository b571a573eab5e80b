"""R4 and R5: rungs while sweepers come and go, and while the sandbox clock jumps under running services."""

import asyncio
import time
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

import httpx
import orjson

from shared.clock.suite import host_now
from shared.identity.actor import Actor, Role
from shared.notifications.webhook import is_genuine
from tests.reliability.checks import check_acknowledged, check_log, recorded_events
from tests.reliability.ledger import Ledger, planned_at
from tests.reliability.load import Load
from tests.reliability.receiver import Receiver, receiver
from tests.reliability.replays import check_rebuild
from tests.reliability.suite import SmallSuite, small_suite
from tests.reliability.verdict import Faults, Verdict

ADMINISTRATOR = Actor("administrator-of-time", Role.SYSTEM_ADMIN, "bureau")
WEBHOOK_SECRET = "a secret of this trial"
WORKERS = ("complaints:worker1", "complaints:worker2")
ARRIVE_SECONDS = 60.0
MINUTE = timedelta(minutes=1)


async def move_clock(suite: SmallSuite, to: datetime) -> float:
    """Move the sandbox clock through identity; the new offset in seconds."""
    token = suite.issuer().issue(ADMINISTRATOR, "identity")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{suite.url('identity:all')}/api/v1/identity/sandbox-clock",
            json={"to": to.isoformat()},
            headers=headers,
        )
    answer.raise_for_status()
    return float(answer.json()["offset_seconds"])


async def arrived(suite: SmallSuite, offset: float, to: datetime) -> None:
    """Wait until every running process keeps the new time and a sweeper has looked at all of it."""
    give_up_at = time.monotonic() + ARRIVE_SECONDS
    while True:
        living = [name for name in suite.ports if suite.kept[name].wanted]
        reports = await asyncio.gather(*(suite.readings(name) for name in living))
        offsets = [float(str(report.get("clock_offset_seconds", -1))) for report in reports]
        swept = [str(report["swept_until"]) for report in reports if report.get("swept_until")]
        followed = all(abs(each - offset) < 1 for each in offsets)
        if followed and any(datetime.fromisoformat(each) >= to for each in swept):
            return
        if time.monotonic() > give_up_at:
            raise AssertionError(f"{dict(zip(living, reports, strict=True))}\n{suite.last_words()}")
        await asyncio.sleep(0.1)


def ledger_of(suite: SmallSuite, faults: Faults) -> Ledger:
    """The clocks as the log of complaints has them now."""
    return Ledger().follow((each.event for each in recorded_events(suite, "complaints")), faults)


async def escalated(cases: int, seed: int) -> Verdict:
    """R4: two sweepers on one database, killed between claim and send, and a week in which both are down."""
    began, faults = time.monotonic(), Faults()
    with receiver() as hook:
        environment = {"JIANDU_WEBHOOK_URL": hook.url, "JIANDU_WEBHOOK_SECRET": WEBHOOK_SECRET}
        processes = ("identity:all", "complaints:api", *WORKERS)
        async with small_suite(processes, environment) as suite:
            load = Load(suite, seed)
            await load.file(cases)
            await _to_the_notice(suite, faults)
            twice = await _crash_between_claim_and_send(suite, hook)
            await _week_of_downtime(suite, faults, Random(seed))
            await _all_delivered(suite)
            found = _final(suite, load, faults)
            await check_rebuild(suite, "complaints", faults)
            _check_deliveries(suite, hook, twice, faults)
    faults.counts.update({"rungs": found.climbed, "late": found.late, "sent again": len(twice)})
    what, done = "two sweepers, crash between claim and send, a week down", f"{found.climbed} rungs"
    verdict = faults.verdict("R4", what, f"{cases} cases, {done}", seed=seed)
    verdict.seconds = round(time.monotonic() - began, 1)
    return verdict


async def _to_the_notice(suite: SmallSuite, faults: Faults) -> None:
    """One minute before its time nothing fires; then the first rung does, in time."""
    day = ledger_of(suite, faults).days("notice")[0]
    early, due = planned_at(day) - MINUTE, planned_at(day)
    await arrived(suite, await move_clock(suite, early), early)
    if ledger_of(suite, faults).climbed:
        faults.broken.append("a rung fired a minute early")
    await arrived(suite, await move_clock(suite, due), due)


async def _crash_between_claim_and_send(suite: SmallSuite, hook: Receiver) -> set[str]:
    """Kill both workers while the receiver holds their posts; the ids that it will see again.

    The lease of a claim runs on host time, which a trial cannot wait for: it is moved back instead.
    """
    hook.open.clear()
    day = ledger_of(suite, Faults()).days("yellow")[0]
    before = len(hook.posts)
    offset = await move_clock(suite, planned_at(day))
    await asyncio.to_thread(hook.held.wait, ARRIVE_SECONDS)
    await suite.let_down(*WORKERS)
    claimed = {headers["jiandu-notification"] for headers, _ in hook.posts[before:]}
    hook.open.set()
    _end_leases(suite)
    suite.let_up(*WORKERS)
    await arrived(suite, offset, planned_at(day))
    return claimed


async def _week_of_downtime(suite: SmallSuite, faults: Faults, dice: Random) -> None:
    """Both sweepers are away for a week and more; when they return, they are killed in the middle of it."""
    await suite.let_down(*WORKERS)
    day = ledger_of(suite, faults).days("supervise") or ledger_of(suite, faults).days("red")
    to = planned_at(day[-1]) + timedelta(days=7)
    offset = await move_clock(suite, to)
    suite.let_up(*WORKERS)
    for _ in range(4):
        await asyncio.sleep(dice.uniform(0.5, 1.5))
        await suite.kill(dice.choice(WORKERS))
    await arrived(suite, offset, to)


async def _all_delivered(suite: SmallSuite) -> None:
    """Wait until the outbox is empty; the leases of those who were killed are moved back as before."""
    await suite.let_down(*WORKERS)
    _end_leases(suite)
    suite.let_up(*WORKERS)
    give_up_at = time.monotonic() + ARRIVE_SECONDS
    while time.monotonic() < give_up_at:
        with suite.connect("complaints") as connection:
            row = connection.execute(
                "select (select count(*) from notification where not handed_out)"
                " + (select count(*) from delivery where status = 'pending')"
            ).fetchone()
        if row and not row[0]:
            return
        await asyncio.sleep(0.2)


def _end_leases(suite: SmallSuite) -> None:
    with suite.connect("complaints") as connection:
        connection.execute(
            "update delivery set next_attempt_at = next_attempt_at - interval '3 minutes' "
            "where status = 'pending'"
        )


def _final(suite: SmallSuite, load: Load, faults: Faults) -> Ledger:
    found = ledger_of(suite, faults)
    with suite.connect("complaints") as connection:
        row = connection.execute("select offset_microseconds from sandbox_clock").fetchone()
        rows = connection.execute("select count(*) from escalation").fetchone()
    now = host_now() + timedelta(microseconds=row[0] if row else 0)
    found.check_none_missing(now - timedelta(seconds=10), faults)
    if rows is None or rows[0] != found.climbed:
        faults.broken.append(f"the ledger has {rows} rows for {found.climbed} rungs")
    check_log(suite, "complaints", faults)
    check_acknowledged(suite, load, faults)
    return found


def _check_deliveries(suite: SmallSuite, hook: Receiver, twice: set[str], faults: Faults) -> None:
    """Each notification reached the receiver, genuine; only what was held came a second time, as itself."""
    seen: dict[str, int] = {}
    for headers, body in hook.posts:
        id_, stamp = headers["jiandu-notification"], int(headers["jiandu-timestamp"])
        seen[id_] = seen.get(id_, 0) + 1
        secret, given = WEBHOOK_SECRET.encode(), headers["jiandu-signature"]
        genuine = is_genuine(secret, stamp, body, given, now=datetime.fromtimestamp(stamp, host_now().tzinfo))
        if not genuine or orjson.loads(body)["id"] != id_:
            faults.broken.append(f"the webhook of {id_} is not genuine")
    with suite.connect("complaints") as connection:
        wanted = {str(id_) for (id_,) in connection.execute("select id from notification")}
        unsent = connection.execute("select count(*) from delivery where status <> 'sent'").fetchone()
    faults.lost += [f"notification {id_} never arrived" for id_ in wanted - set(seen)]
    faults.doubled += [f"notification {id_} is unknown" for id_ in set(seen) - wanted]
    if unsent and unsent[0]:
        faults.lost.append(f"{unsent[0]} deliveries are not marked as sent")
    if not twice or any(seen[id_] < 2 for id_ in twice):
        faults.broken.append("no claimed notification was sent again after the crash")
    faults.counts["webhooks"] = len(hook.posts)


async def jumped(jumps: int, seed: int) -> Verdict:
    """R5: the sandbox clock jumps by hours and weeks while commands go on."""
    began, faults, dice = time.monotonic(), Faults(), Random(seed)
    processes = ("identity:all", "complaints:api", "complaints:worker", "dashboard:worker")
    async with small_suite(processes) as suite:
        load = Load(suite, seed, clients=2, others_act=True)
        load.start()
        to = host_now()
        for _ in range(jumps):
            await asyncio.sleep(dice.uniform(0.2, 1.0))
            to += timedelta(days=dice.choice([0, 1, 3, 7, 12, 40]), seconds=dice.randrange(3_600, 86_400))
            await arrived(suite, await move_clock(suite, to), to)
        await load.stop()
        found = _final(suite, load, faults)
        await check_rebuild(suite, "complaints", faults)
    faults.counts.update({"rungs": found.climbed, "late": found.late})
    done = f"{jumps} jumps, {found.climbed} rungs"
    verdict = faults.verdict("R5", "sandbox clock jumps while services run", done, seed=seed)
    verdict.seconds = round(time.monotonic() - began, 1)
    return verdict
