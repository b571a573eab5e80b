"""A log full of complaints, written by the real aggregates without the web in between."""

import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from services.complaints.domain.complaint import Complaint
from services.complaints.domain.intake import Intake
from services.complaints.domain.vocabulary import BUREAU, Channel
from services.complaints.main import DEFINITION
from services.complaints.rules.applicable import ApplicableLaw
from shared.casework.moment import Moment
from shared.clock.suite import ManualClock, date_of
from shared.deadlines.sweeper import climb
from shared.eventlog.command import Command
from shared.eventlog.context import metadata_for
from shared.eventlog.unit import Unit
from shared.identity.actor import Actor, Role
from shared.settings.service import ProcessRole, ServiceSettings
from shared.web.runtime import passing_runtime
from shared.web.schema import initialise
from shared.web.service import Parts, Runtime

OPENED_AT = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
CLERK = Actor("account-clerk", Role.BUREAU_CLERK, "bureau", UUID(int=1))
CASES_PER_UNIT = 40


@dataclass(frozen=True, slots=True)
class Office:
    """A complaints service without its web: log, law, calendar, database, and a clock to move."""

    runtime: Runtime
    parts: Parts
    engine: AsyncEngine
    clock: ManualClock

    def moment(self, at: datetime) -> Moment:
        """An instant with the calendar in force."""
        return Moment(at, date_of(at), CLERK.subject, self.runtime.calendars.current())

    def received(self, number: int) -> Complaint:
        """A complaint that came in at the beginning."""
        moment = self.moment(OPENED_AT)
        law = ApplicableLaw.of(self.runtime.law, "wulong/complaints", moment.on)
        intake = Intake(
            number=f"投诉〔2026〕{number}号",
            kind="complaint",
            channel=Channel.WEB_FORM.value,
            complainant=str(uuid4()),
            complainant_kind="person",
            intake_ref=str(uuid4()),
            ground="failure_to_investigate",
            agency="market",
            officer=None,
            addressee="district_government",
            handler=BUREAU,
            received_on=moment.on,
        )
        return Complaint.receive(uuid4(), intake, law, moment)

    def in_course(self, number: int) -> Complaint:
        """A complaint with some history: summary, rungs of both clocks, acceptance."""
        case = self.received(number)
        case.summarise(self.moment(OPENED_AT + timedelta(hours=1)), "反映区市场监管局对无照经营应查不查。")
        climb(case, OPENED_AT + timedelta(days=9))
        case.accept(self.moment(OPENED_AT + timedelta(days=9, hours=1)))
        climb(case, OPENED_AT + timedelta(days=60))
        return case

    async def keep(self, cases: Iterator[Complaint]) -> int:
        """Commit cases, some at a time; the number of events."""
        events = 0
        command = Command("complaints.intake", CLERK, OPENED_AT, date_of(OPENED_AT), "conversation-1")
        metadata = metadata_for(command, "wulong/complaints@2021-11-10#第九条")
        while batch := list(islice(cases, CASES_PER_UNIT)):
            events += sum(len(case.pending_events) for case in batch)
            await self.parts.log.commit(Unit(at=OPENED_AT, metadata=metadata, aggregates=batch))
        return events


@asynccontextmanager
async def office(database: str, objects: str) -> AsyncIterator[Office]:
    """Build the service on an empty database and start its log."""
    settings = ServiceSettings(
        service="complaints",
        database_url=SecretStr(database),
        role=ProcessRole.API,
        objects_dir=objects,  # type: ignore[arg-type]
        statement_timeout=600,
    )
    runtime = passing_runtime(settings)
    parts = DEFINITION.build(runtime)
    await initialise(runtime.engine, DEFINITION, settings.deployment_kind)
    await parts.log.start()
    gc.freeze()  # as every process of the suite does
    try:
        yield Office(runtime, parts, runtime.engine, ManualClock(OPENED_AT))
    finally:
        await parts.log.stop()
        await runtime.engine.dispose()
