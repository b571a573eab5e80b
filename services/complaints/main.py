"""Composition of the complaints service (投诉举报服务装配)."""

from services.complaints.api import (
    aftercare,
    cases,
    decision,
    escalations,
    files,
    intake,
    investigation,
    leads,
    public,
    remedies,
)
from services.complaints.application.aftercare import AftercareDesk
from services.complaints.application.archive import Manifest
from services.complaints.application.decision import DecisionDesk
from services.complaints.application.desk import Desk
from services.complaints.application.exporting import ComplaintExport
from services.complaints.application.intake import IntakeDesk
from services.complaints.application.investigation import InvestigationDesk
from services.complaints.application.lead_reading import LeadRoom
from services.complaints.application.leads import LeadDesk
from services.complaints.application.letters import ComplaintLetters, DiscreetWriter
from services.complaints.application.reading import ReadingRoom
from services.complaints.application.receipts import Receipts
from services.complaints.application.remedies import RemedyDesk
from services.complaints.application.revealing import RevealDesk
from services.complaints.application.searching import SearchDesk
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.lead import Lead
from services.complaints.process import follow_registry
from services.complaints.publisher import publish, seen_by
from services.complaints.views import tables
from services.complaints.views.projection import project
from services.complaints.views.queries import ComplaintQueries
from shared.bus.effects import Subscription
from shared.casework.export import ExportRoom
from shared.casework.export_papers import PaperCollector
from shared.casework.files import FileRoom
from shared.casework.letter_desk import LetterDesk
from shared.casework.letter_projection import notify_arrival, project_letters
from shared.casework.letter_receipts import Receipts as DeliveryReceipts
from shared.casework.letter_room import LetterRoom
from shared.casework.numbers import CaseNumbers
from shared.casework.organs import Organs
from shared.deadlines.projector import project as project_clocks
from shared.documents.seals import DemoSeals, PaperSeals
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.reading import SharedLookup
from shared.identity.directory import Directory
from shared.notifications.projector import notify
from shared.privacy.attachments import Attachments
from shared.privacy.objects import LocalObjects
from shared.privacy.sealed import SealedStore
from shared.web.export import export_router
from shared.web.letters import letter_router
from shared.web.service import Parts, Runtime, ServiceDefinition

ROUTERS = (escalations, leads, files, cases, intake, investigation, decision, remedies, aftercare)

PROJECTORS = (project, project_letters, project_clocks, notify, notify_arrival)


def build(runtime: Runtime) -> Parts:
    """Build the use cases over one log, one sealed store and the copy of the directory."""
    engine, settings = runtime.engine, runtime.settings
    log = EventLog(engine, service=DEFINITION.name, projectors=PROJECTORS, signer=runtime.signer)
    sealed = SealedStore(engine, runtime.keyring, DEFINITION.name, tables.SEALED)
    directory = Directory(engine, tables.DIRECTORY)
    desk = Desk(log, Commands(log), runtime.law, runtime.calendars, sealed, directory, runtime.clock)
    attachments = Attachments(LocalObjects(settings.objects_dir), sealed, limit=settings.limits.upload_bytes)
    queries = ComplaintQueries(engine)
    files = FileRoom(desk, queries.timeline, attachments)
    receipts = Receipts(engine, runtime.keyring)
    organs = Organs(directory, settings.organ_words)
    seals = PaperSeals() if settings.is_production else DemoSeals()

    def writer(*, names_people: bool) -> DiscreetWriter:
        source = ComplaintLetters(desk, organs, names_people)
        return DiscreetWriter(source, organs, sealed, seals.place, settings.documents_fonts_dir)

    full, shown = writer(names_people=True), writer(names_people=False)
    delivered = DeliveryReceipts(full)
    letters = LetterDesk(desk, full, delivered, attachments, seals)
    letter_room = LetterRoom(desk, shown, delivered, attachments)
    leaving = ComplaintExport(desk, RevealDesk(desk), organs)
    papers = PaperCollector(leaving, attachments, organs, delivered, settings.documents_fonts_dir)
    export = ExportRoom(desk, leaving, queries.timeline, papers, engine, runtime.signer)
    numbers = CaseNumbers(engine, tables.COMPLAINT_NUMBER, "投诉")
    uses = (
        IntakeDesk(desk, numbers, receipts, SharedLookup(desk.directory.agencies_named)),
        InvestigationDesk(desk),
        DecisionDesk(desk),
        RemedyDesk(desk),
        AftercareDesk(desk, files, Manifest(queries, attachments)),
        LeadDesk(desk, CaseNumbers(engine, tables.LEAD_NUMBER, "线索")),
        RevealDesk(desk),
        SearchDesk(desk, queries),
        ReadingRoom(desk, queries, runtime.clock, letter_room),
        files,
        LeadRoom(desk, queries, runtime.clock),
        queries,
        receipts,
        letters,
        letter_room,
        export,
    )
    shared_paths = (
        letter_router(DEFINITION.name, "complaints", engine, letters, letter_room),
        export_router(DEFINITION.name, "complaints", export),
    )
    return Parts(
        routers=[public.router, *shared_paths, *(one.router for one in ROUTERS)],
        log=log,
        commands=desk.commands,
        publish=publish,
        subscriptions=[Subscription("enforcement_registry", follow_registry)],
        case_types=(Complaint, Lead),
        read_models=tables.REBUILT,
        provides={type(one): one for one in uses},
        visible=seen_by,
    )


DEFINITION = ServiceDefinition(
    name="complaints",
    title="投诉举报",
    prefixes=("complaints", "leads"),
    metadata=tables.METADATA,
    build=build,
    description="Complaints and reports about enforcement, from receipt to archive; leads and their triage.",
)
