"""Composition of the statutes service (法规与历法服务装配)."""

from sqlalchemy import MetaData

from services.statutes.api import calendar, law
from services.statutes.views.calendar import Calendars
from services.statutes.views.law import Statutes
from shared.contracts.base import Contract
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.recorded import Recorded
from shared.eventlog.tables import log_tables
from shared.web.service import Parts, Runtime, ServiceDefinition

METADATA = MetaData()
LOG_TABLES = log_tables(METADATA)


def _nothing(_: Recorded) -> list[Contract]:
    """The service records no cases, so nothing leaves it."""
    return []


def build(runtime: Runtime) -> Parts:
    """The law and the calendar that this process ships with, open to all."""
    log = EventLog(runtime.engine, service=DEFINITION.name, signer=runtime.signer)
    return Parts(
        routers=[law.router, calendar.router],
        log=log,
        commands=Commands(log),
        publish=_nothing,
        provides={Statutes: Statutes(runtime.law), Calendars: Calendars(runtime.calendars)},
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
