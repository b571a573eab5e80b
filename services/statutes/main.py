"""Composition of the statutes service (法规与历法服务装配)."""

from services.statutes.api import calendar, calendar_drafts, law
from services.statutes.application.calendar_drafts import CalendarDrafts
from services.statutes.application.calendar_reading import DraftReading
from services.statutes.publisher import publish
from services.statutes.views.calendar import Calendars
from services.statutes.views.calendar_drafts import DraftViews, project
from services.statutes.views.law import Statutes
from services.statutes.views.periods import Periods
from services.statutes.views.tables import CALENDAR_DRAFT, COPY, METADATA
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.web.knowledge import copying
from shared.web.service import Parts, Runtime, ServiceDefinition


def build(runtime: Runtime) -> Parts:
    """The law and the calendar, open to all; changed by two people of the bureau."""
    projectors = (project, copying(COPY, publish))
    log = EventLog(runtime.engine, service=DEFINITION.name, projectors=projectors, signer=runtime.signer)
    commands, almanac = Commands(log), runtime.calendars
    drafts = CalendarDrafts(log, commands, almanac)
    reading = DraftReading(drafts, DraftViews(runtime.engine, almanac), almanac, runtime.clock)
    uses = (drafts, reading, Statutes(runtime.law), Periods(runtime.law), Calendars(almanac))
    return Parts(
        routers=[law.router, calendar_drafts.router, calendar.router],
        log=log,
        commands=commands,
        publish=publish,
        provides={type(one): one for one in uses},
        read_models=(CALENDAR_DRAFT, COPY),
    )


DEFINITION = ServiceDefinition(
    name="statutes",
    title="法规与历法",
    prefixes=("law", "calendar"),
    metadata=METADATA,
    build=build,
    description=(
        "Regulations in dated versions, their rules, catalogues and open questions; the calendar of working "
        "days and the public calculator. Summaries are in the product's own words; the regulation is the "
        "authority."
    ),
)
