"""Composition of the statutes service (法规与历法服务装配)."""

from typing import Any

from services.statutes.api import calendar, calendar_drafts, law, law_drafts, law_policies
from services.statutes.application.calendar_drafts import CalendarDrafts
from services.statutes.application.calendar_reading import DraftReading
from services.statutes.application.law_drafts import LawDrafts
from services.statutes.application.law_policies import PolicyDesk
from services.statutes.application.law_reading import LawDraftReading
from services.statutes.publisher import publish, seen_by
from services.statutes.views import law_drafts as law_draft_views
from services.statutes.views import policies as policy_views
from services.statutes.views.calendar import Calendars
from services.statutes.views.calendar_drafts import DraftViews, project
from services.statutes.views.law import Statutes
from services.statutes.views.periods import Periods
from services.statutes.views.tables import CALENDAR_DRAFT, COPY, METADATA, POLICY_CHOICE, REGULATION_DRAFT
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.web.knowledge import copying
from shared.web.service import Parts, Runtime, ServiceDefinition


def build(runtime: Runtime) -> Parts:
    """The law and the calendar, open to all; changed by two people of the bureau."""
    projectors = (project, law_draft_views.project, policy_views.project, copying(COPY, publish))
    log = EventLog(runtime.engine, service=DEFINITION.name, projectors=projectors, signer=runtime.signer)
    commands, almanac = Commands(log), runtime.calendars
    drafts = CalendarDrafts(log, commands, almanac)
    reading = DraftReading(drafts, DraftViews(runtime.engine, almanac), almanac, runtime.clock)
    uses = (
        *_law(runtime, log, commands),
        drafts,
        reading,
        Statutes(runtime.law),
        Periods(runtime.law),
        Calendars(almanac),
    )
    return Parts(
        routers=[law_drafts.router, law_policies.router, law.router, calendar_drafts.router, calendar.router],
        log=log,
        commands=commands,
        publish=publish,
        provides={type(one): one for one in uses},
        visible=seen_by,
        read_models=(CALENDAR_DRAFT, REGULATION_DRAFT, POLICY_CHOICE, COPY),
    )


def _law(runtime: Runtime, log: EventLog, commands: Commands) -> tuple[Any, ...]:
    """What the bureau does about the law, and what it sees of it."""
    views = law_draft_views.LawDraftViews(runtime.engine)
    drafts = LawDrafts(log, commands, runtime.law, views.waits)
    policies = PolicyDesk(log, commands, runtime.law, policy_views.PolicyViews(runtime.engine))
    return drafts, LawDraftReading(drafts, views, runtime.clock), policies


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
