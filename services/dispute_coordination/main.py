"""Composition of the dispute service (争议协调服务装配)."""

from services.dispute_coordination.api import (
    cases,
    escalations,
    execution,
    handling,
    intake,
    opening,
    outcome,
    parties,
    standstill,
)
from services.dispute_coordination.application.desk import Desk
from services.dispute_coordination.application.execution import ExecutionDesk
from services.dispute_coordination.application.exporting import DisputeExport
from services.dispute_coordination.application.filing import FilingDesk
from services.dispute_coordination.application.handling import HandlingDesk
from services.dispute_coordination.application.intake import IntakeDesk
from services.dispute_coordination.application.letters import DisputeLetters
from services.dispute_coordination.application.outcome import OutcomeDesk
from services.dispute_coordination.application.parties import PartyDesk
from services.dispute_coordination.application.reading import ReadingRoom
from services.dispute_coordination.application.standstill import StandstillDesk
from services.dispute_coordination.application.texts import may_open
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.process import follow_registry
from services.dispute_coordination.publisher import publish, seen_by
from services.dispute_coordination.views import tables
from services.dispute_coordination.views.projection import project
from services.dispute_coordination.views.queries import DisputeQueries
from shared.bus.effects import Subscription
from shared.casework.export import ExportRoom
from shared.casework.export_papers import PaperCollector
from shared.casework.files import FileRoom
from shared.casework.letter_content import LetterWriter
from shared.casework.letter_desk import LetterDesk
from shared.casework.letter_projection import notify_arrival, project_letters
from shared.casework.letter_receipts import Receipts
from shared.casework.letter_room import LetterRoom
from shared.casework.numbers import CaseNumbers
from shared.casework.organs import Organs
from shared.deadlines.projector import project as project_clocks
from shared.documents.seals import DemoSeals, PaperSeals
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.directory import Directory
from shared.notifications.projector import notify
from shared.privacy.attachments import Attachments
from shared.privacy.objects import LocalObjects
from shared.privacy.sealed import SealedStore
from shared.web.export import export_router
from shared.web.letters import letter_router
from shared.web.service import Parts, Runtime, ServiceDefinition

ACTS = (opening, intake, handling, parties, standstill, outcome, execution)
PROJECTORS = (project, project_letters, project_clocks, notify, notify_arrival)


def build(runtime: Runtime) -> Parts:
    """Build the use cases over one log, one sealed store and the copy of the directory."""
    engine, settings = runtime.engine, runtime.settings
    log = EventLog(engine, service=DEFINITION.name, projectors=PROJECTORS, signer=runtime.signer)
    sealed = SealedStore(engine, runtime.keyring, DEFINITION.name, tables.SEALED)
    directory = Directory(engine, tables.DIRECTORY)
    desk = Desk(log, Commands(log), runtime.law, runtime.calendars, sealed, directory, runtime.clock)
    attachments = Attachments(LocalObjects(settings.objects_dir), sealed, limit=settings.limits.upload_bytes)
    queries = DisputeQueries(engine)
    organs = Organs(directory, settings.organ_words)
    seals = PaperSeals() if settings.is_production else DemoSeals()
    source = DisputeLetters(desk, queries, organs)
    writer = LetterWriter(source, organs, sealed, seals.place, settings.documents_fonts_dir)
    receipts = Receipts(writer)
    letters = LetterDesk(desk, writer, receipts, attachments, seals)
    room = LetterRoom(desk, writer, receipts, attachments)
    files = FileRoom(desk, queries.timeline, attachments, may_open)
    leaving = DisputeExport(desk, organs)
    papers = PaperCollector(leaving, attachments, organs, receipts, settings.documents_fonts_dir)
    export = ExportRoom(desk, leaving, queries.timeline, papers, engine, runtime.signer)
    uses = (
        IntakeDesk(desk, CaseNumbers(engine, tables.DISPUTE_NUMBER, "协调")),
        HandlingDesk(desk),
        PartyDesk(desk),
        StandstillDesk(desk),
        OutcomeDesk(desk),
        ExecutionDesk(desk),
        ReadingRoom(desk, queries, room, runtime.clock),
        FilingDesk(files),
        files,
        letters,
        room,
        export,
        queries,
    )
    shared_paths = (
        letter_router(DEFINITION.name, "disputes", engine, letters, room),
        export_router(DEFINITION.name, "disputes", export),
    )
    return Parts(
        routers=[escalations.router, *shared_paths, cases.router, *(one.router for one in ACTS)],
        log=log,
        commands=desk.commands,
        publish=publish,
        subscriptions=[Subscription("enforcement_registry", follow_registry)],
        case_types=(Dispute,),
        read_models=tables.REBUILT,
        provides={type(one): one for one in uses},
        visible=seen_by,
    )


DEFINITION = ServiceDefinition(
    name="dispute_coordination",
    title="争议协调",
    prefixes=("disputes",),
    metadata=tables.METADATA,
    build=build,
    description="Disputes between enforcement agencies, from negotiation to the execution of the outcome.",
)
