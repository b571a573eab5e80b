"""What a reached rung says reaches its people: once, signed, and again after a failure."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import orjson
import pytest
from sqlalchemy import select

from shared.eventlog.unit import Unit
from shared.identity.actor import Actor, Post, Role
from shared.notifications.inbox import Inbox
from shared.notifications.mail import MailChannel, SmtpServer
from shared.notifications.sender import LEASE, MOST_ATTEMPTS, Sender
from shared.notifications.webhook import TOLERANCE, WebhookChannel, is_genuine
from tests.shared.deadlines.cases import NOTIFICATIONS, SEVEN, Matter, shanghai_time
from tests.shared.notifications.conftest import SECRET
from tests.shared.notifications.receivers import smtp_server

ID = UUID("01990000-0000-7000-8000-000000000001")
FRIDAY = shanghai_time("2026-09-18T15:00")
CLERK = Actor(subject="account-1", role=Role.BUREAU_CLERK, agency="bureau")


@pytest.fixture
async def rung(log, sweeper, clock):
    """A notice to the bureau's clerk, said on the right morning."""
    await log.commit(Unit(at=FRIDAY, aggregates=[Matter.open(ID, FRIDAY, SEVEN)]))
    clock.set(shanghai_time("2026-09-23T08:30"))
    await sweeper.sweep_once()


@pytest.fixture
def sender(engine, webhook, host) -> Sender:
    return Sender(engine, [webhook], host=host, pause=0.02)


async def deliveries(engine):
    async with engine.connect() as connection:
        return (await connection.execute(select(NOTIFICATIONS.delivery))).mappings().all()


@pytest.mark.usefixtures("rung")
async def test_a_webhook_is_posted_once_with_a_signature_that_holds(engine, sender, receiver, host):
    assert await sender.send_once() == 1
    assert await sender.send_once() == 0

    ((headers, body),) = receiver.received
    timestamp, given = int(headers["jiandu-timestamp"]), headers["jiandu-signature"]
    assert is_genuine(SECRET, timestamp, body, given, now=host())
    assert not is_genuine(SECRET, timestamp, body + b" ", given, now=host())
    assert not is_genuine(b"another", timestamp, body, given, now=host())
    assert not is_genuine(SECRET, timestamp, body, given, now=host() + TOLERANCE + timedelta(seconds=1))
    facts = orjson.loads(body)
    assert (facts["rung"], facts["number"], facts["due_on"]) == ("notice", "2026-1", "2026-09-29")
    assert facts["id"] == headers["jiandu-notification"]
    (row,) = await deliveries(engine)
    assert (row["status"], row["attempts"]) == ("sent", 1)


@pytest.mark.usefixtures("rung")
async def test_a_failure_is_tried_again_later_and_later(engine, sender, receiver, host):
    receiver.statuses = [503, 429, 204]

    await sender.send_once()
    assert await sender.send_once() == 0
    for wait in (15, 30):
        host.passes(timedelta(seconds=wait - 1))
        assert await sender.send_once() == 0
        host.passes(timedelta(seconds=1))
        assert await sender.send_once() == 1

    (row,) = await deliveries(engine)
    assert (row["status"], row["attempts"], row["last_error"]) == ("sent", 3, None)


@pytest.mark.usefixtures("rung")
@pytest.mark.parametrize("status", [400, 404, 410])
async def test_a_final_refusal_is_not_tried_again(engine, sender, receiver, host, status):
    receiver.statuses = [status]

    await sender.send_once()
    host.passes(timedelta(days=1))

    assert await sender.send_once() == 0
    (row,) = await deliveries(engine)
    assert (row["status"], row["last_error"]) == ("failed", f"status {status}")


@pytest.mark.usefixtures("rung")
async def test_an_unreachable_receiver_is_given_up_in_the_end_and_stays_visible(engine, host):
    async with httpx.AsyncClient() as client:
        sender = Sender(engine, [WebhookChannel("http://127.0.0.1:9/", SECRET, client, host)], host=host)
        for _ in range(MOST_ATTEMPTS):
            assert await sender.send_once() == 1
            host.passes(timedelta(hours=1))

        assert await sender.send_once() == 0
    (row,) = await deliveries(engine)
    assert (row["status"], row["attempts"], row["last_error"]) == ("failed", MOST_ATTEMPTS, "ConnectError")


class Dying:
    """A channel whose process is killed before it sends."""

    name = "webhook"

    def accepts(self, message):
        return True

    async def deliver(self, message):
        raise asyncio.CancelledError


@pytest.mark.usefixtures("rung")
async def test_a_crash_between_claim_and_sending_means_another_try_after_the_lease(
    engine, webhook, receiver, host
):
    with pytest.raises(asyncio.CancelledError):
        await Sender(engine, [Dying()], host=host).send_once()
    sender = Sender(engine, [webhook], host=host)

    assert await sender.send_once() == 0
    host.passes(LEASE)
    assert await sender.send_once() == 1
    assert len(receiver.received) == 1


class Slow(Dying):
    """A channel that outlives its lease: another sender delivers meanwhile, and then this one fails."""

    def __init__(self, meanwhile):
        self.meanwhile = meanwhile

    async def deliver(self, message):
        await self.meanwhile()
        raise TimeoutError


@pytest.mark.usefixtures("rung")
async def test_what_was_sent_stays_sent_whatever_a_sender_says_that_outlived_its_lease(
    engine, webhook, receiver, host
):
    async def meanwhile():
        host.passes(LEASE)
        assert await Sender(engine, [webhook], host=host).send_once() == 1

    await Sender(engine, [Slow(meanwhile)], host=host).send_once()
    host.passes(timedelta(days=1))

    assert await Sender(engine, [webhook], host=host).send_once() == 0
    assert len(receiver.received) == 1
    (row,) = await deliveries(engine)
    assert row["status"] == "sent"


@pytest.mark.usefixtures("rung")
async def test_two_senders_share_the_work(engine, webhook, receiver, host):
    tried = await asyncio.gather(*(Sender(engine, [webhook], host=host).send_once() for _ in range(4)))

    assert sum(tried) == len(receiver.received) == 1


@pytest.mark.usefixtures("rung")
async def test_a_mail_reaches_the_address_of_its_audience(engine, host):
    async with smtp_server() as smtp:
        server = SmtpServer("127.0.0.1", smtp.port, start_tls=False, sender="jiandu@bureau.test")
        sender = Sender(engine, [MailChannel(server, {"bureau_clerk": "clerk@bureau.test"})], host=host)
        await sender.send_once()

    (mail,) = smtp.mails
    assert mail["To"] == "clerk@bureau.test"
    assert mail["Subject"] == "【提醒】2026-1 (notice)"
    assert "2026-09-29" in mail.get_content()


@pytest.mark.usefixtures("rung")
@pytest.mark.parametrize(("code", "status"), [(450, "pending"), (550, "failed")])
async def test_a_mail_server_may_refuse_for_now_or_for_good(engine, host, code, status):
    async with smtp_server(refuse_with=code) as smtp:
        server = SmtpServer("127.0.0.1", smtp.port, start_tls=False)
        await Sender(
            engine, [MailChannel(server, {"bureau_clerk": "clerk@bureau.test"})], host=host
        ).send_once()

    (row,) = await deliveries(engine)
    assert row["status"] == status


@pytest.mark.usefixtures("rung")
async def test_nobody_is_mailed_who_has_no_address(engine, host):
    channel = MailChannel(SmtpServer("127.0.0.1"), {"bureau_head": "head@bureau.test"})

    assert await Sender(engine, [channel], host=host).send_once() == 0
    assert await deliveries(engine) == []


@pytest.mark.usefixtures("rung")
async def test_the_inbox_shows_what_was_said_to_a_role_until_it_is_read(engine):
    inbox = Inbox(engine)
    (row,) = await inbox.unread(CLERK)

    assert (row["rung"], row["number"], row["audience"]) == ("notice", "2026-1", "bureau_clerk")
    assert await inbox.unread(Actor(subject="account-2", role=Role.AGENCY_CLERK, agency="qjhb")) == []

    await inbox.mark_read(CLERK, row["id"], at=FRIDAY)
    await inbox.mark_read(CLERK, row["id"], at=FRIDAY)
    assert await inbox.unread(CLERK) == []
    assert len(await inbox.unread(Actor(subject="account-3", role=Role.BUREAU_CLERK, agency="bureau"))) == 1


async def test_an_agencys_clock_speaks_to_the_agency_and_higher_rungs_to_its_posts(
    log, sweeper, clock, engine
):
    matter = Matter.open(ID, FRIDAY, SEVEN, agency="qjhb", owner="agency_clerk")
    await log.commit(Unit(at=FRIDAY, aggregates=[matter]))
    clock.set(shanghai_time("2026-10-09T08:30"))
    await sweeper.sweep_once()

    deputy = Actor(
        subject="account-4", role=Role.AGENCY_HEAD, agency="qjhb", posts=frozenset({Post.DEPUTY_HEAD})
    )
    rows = await Inbox(engine).unread(deputy)

    assert [(row["rung"], row["level"], row["late"]) for row in rows] == [("supervise", 2, False)]


@pytest.mark.usefixtures("rung")
async def test_a_rebuild_says_nothing_twice(log, sender, receiver):
    await sender.send_once()

    await log.rebuild([])

    assert await sender.send_once() == 0
    assert len(receiver.received) == 1


async def test_the_sender_runs_until_it_is_stopped(log, sweeper, clock, sender, receiver):
    stop = asyncio.Event()
    running = asyncio.create_task(sender.run(stop))
    await log.commit(Unit(at=FRIDAY, aggregates=[Matter.open(ID, FRIDAY, SEVEN)]))
    clock.set(shanghai_time("2026-09-23T08:30"))
    await sweeper.sweep_once()

    async with asyncio.timeout(10):
        while not receiver.received:  # noqa: ASYNC110 - the receiver rings no bell
            await asyncio.sleep(0.01)
    stop.set()
    await running
    assert len(receiver.received) == 1
