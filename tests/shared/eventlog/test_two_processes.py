"""Two processes write to one log; a reader at the tail misses nothing."""

import asyncio
import sys

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.outbox import SignedEntry, verify_chain
from shared.audit.signing import Ed25519Signer
from shared.eventlog.log import EventLog
from tests.shared.eventlog.letters import LETTERS, LOG
from tests.shared.eventlog.rows import rows_of

EACH = 400

WRITER = """
import asyncio, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.ext.asyncio import create_async_engine
from shared.audit.signing import Ed25519Signer
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from tests.shared.eventlog.letters import command, project, receiving

async def main(url, key, count):
    signer = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key)))
    log = EventLog(create_async_engine(url), service="letters", projectors=[project], signer=signer)
    await log.start()
    commands = Commands(log)
    async def caller():
        for _ in range(count // 8):
            await commands.create(command(), receiving)
    await asyncio.gather(*(caller() for _ in range(8)))
    await log.stop()

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


async def _tail(log: EventLog) -> list[int]:
    seen: list[int] = []
    while len(seen) < 2 * EACH:
        seen += [each.position for each in await log.read(seen[-1] if seen else 0, 50)]
        await asyncio.sleep(0.001)
    return seen


async def test_positions_are_gap_free_and_in_commit_order_for_a_tailing_reader(
    log: EventLog, engine: AsyncEngine, database: str, signer: Ed25519Signer
):
    key = signer._key.private_bytes_raw().hex()
    arguments = (sys.executable, "-c", WRITER, database, key, str(EACH))
    writers = [await asyncio.create_subprocess_exec(*arguments) for _ in range(2)]
    async with asyncio.timeout(60):
        seen = await _tail(log)
    ended = [await writer.wait() for writer in writers]

    assert ended == [0, 0]
    assert seen == list(range(1, 2 * EACH + 1))
    assert len(await rows_of(engine, LETTERS)) == 2 * EACH
    entries = [SignedEntry(*row) for row in await rows_of(engine, LOG.audit_outbox)]
    assert verify_chain("letters", entries, signer.public_key).sequence == 2 * EACH
