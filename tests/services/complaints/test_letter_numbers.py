"""Numbers of letters: no gap and no double, whoever draws at once and whatever fails in between (文号)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.complaints.main import PROJECTORS
from shared.audit.signing import Ed25519Signer
from shared.documents.register import LetterRegister
from shared.eventlog.command import Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import SYSTEM
from shared.law.refusal import InvalidError, UnknownCaseError, VersionConflictError
from tests.services.complaints.office import Case, Office, accepted

NUMBERS, WRITERS, PROCESSES = 1_000, 16, 2
WORD, YEAR = "武隆司投受", 2026
AT = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)


class Writer:
    """One process with an engine and a log of its own, and the turn that its requests take."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = create_async_engine(engine.url, pool_size=WRITERS)
        self.log = EventLog(
            self.engine, service="complaints", projectors=PROJECTORS, signer=Ed25519Signer.generate()
        )
        self.commands, self.turn = Commands(self.log), asyncio.Lock()

    async def draw(self, *, fails: bool = False) -> str:
        """Draw one number; a decision that fails after drawing leaves nothing behind."""

        async def decide() -> Outcome:
            try:
                register = await self.log.load(LetterRegister, LetterRegister.id_of(WORD, YEAR))
            except UnknownCaseError:
                register = LetterRegister.open(WORD, YEAR, at=AT)
            number = register.draw(letter_id=str(uuid4()), case_id=uuid4(), on=date(2026, 9, 18), at=AT)
            if fails:
                raise InvalidError("the letter lacks something")
            return Outcome([register], body={"number": number})

        command = Command("complaints.letter_issue", SYSTEM, AT, AT.date(), str(uuid4()))
        while True:
            try:
                async with self.turn:
                    return str((await self.commands.create(command, decide)).body["number"])
            except VersionConflictError:
                continue  # the other process was quicker


@pytest.fixture
async def writers(empty: AsyncEngine) -> AsyncIterator[list[Writer]]:
    """Several processes on one database."""
    found = [Writer(empty) for _ in range(PROCESSES)]
    for one in found:
        await one.log.start()
    yield found
    for one in found:
        await one.log.stop()
        await one.engine.dispose()


async def test_a_thousand_numbers_of_sixteen_writers_have_neither_gap_nor_double(
    writers: list[Writer], empty: AsyncEngine
):
    left = iter(range(NUMBERS))
    drawn: list[str] = []

    async def write(one: Writer) -> None:
        for turn in left:
            if turn % 9 == 0:
                with pytest.raises(InvalidError):
                    await one.draw(fails=True)
            drawn.append(await one.draw())

    async with asyncio.timeout(60):
        await asyncio.gather(*(write(writers[place % PROCESSES]) for place in range(WRITERS)))

    assert len(drawn) == NUMBERS
    assert set(drawn) == {f"{WORD}〔{YEAR}〕{number}号" for number in range(1, NUMBERS + 1)}
    register = await writers[0].log.load(LetterRegister, LetterRegister.id_of(WORD, YEAR))
    assert (register.last, register.version) == (NUMBERS, NUMBERS + 1)
    async with empty.connect() as connection:
        lines = (await connection.execute(text("select count(*) from complaint_timeline"))).scalar_one()
    assert lines == 0


async def test_letters_issued_at_once_take_one_number_each_and_failures_none(office: Office, tmp_path: Path):
    cases = [await accepted(office) for _ in range(6)]
    letters = [await case.letter("acceptance_notice") for case in cases]
    for case, letter in zip(cases[1:], letters[1:], strict=True):
        await case.act("head", f"letters/{letter['id']}/approval")

    async def issue(case: Case, letter_id: str, version: int) -> int:
        path = f"/api/v1/complaints/{case.id}/letters/{letter_id}/issue"
        return (await office.post("clerk", path, {}, version)).status_code

    versions = [await case.version() for case in cases]
    requests = [
        (case, letter["id"], version) for case, letter, version in zip(cases, letters, versions, strict=True)
    ]
    stale = [(cases[2], letters[2]["id"], versions[2] - 1), (cases[3], letters[2]["id"], versions[3])]
    twice = [requests[4]]
    statuses = await asyncio.gather(*(issue(*one) for one in [*requests, *stale, *twice]))

    assert sorted(statuses) == [200] * 5 + sorted(statuses)[5:]
    assert set(sorted(statuses)[5:]) <= {404, 409, 412}
    shown = (await office.get("clerk", "/api/v1/complaints/letters/register")).json()["items"]
    assert {one["number"] for one in shown} == {f"{WORD}〔{YEAR}〕{number}号" for number in range(1, 6)}
    kept = [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert len(kept) == 2 * 5
