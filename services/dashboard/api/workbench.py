"""What every page works with: one object that the composition root builds (工作台)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from services.dashboard.api.page import Looks, Page
from services.dashboard.application.cases import CasePage, Cases
from services.dashboard.application.changes import Changes
from services.dashboard.application.intake import Intake
from services.dashboard.application.notices import Notices
from services.dashboard.application.sessions import Sessions
from services.dashboard.views.lights import days_left, lateness_on
from shared.calendar.editions import CalendarBook
from shared.clock.suite import Clock
from shared.identity.directory import Agency, Directory
from shared.law.book import LawBook
from shared.law.rule import UnknownLawError


@dataclass(frozen=True, slots=True)
class Described:
    """One service with the address of its interface's description."""

    title: str
    prefixes: Sequence[str]
    address: str
    file: Path


@dataclass(frozen=True, slots=True)
class Workbench:
    """The pages' way to everything else."""

    looks: Looks
    engine: AsyncEngine
    clock: Clock
    law: LawBook
    calendars: CalendarBook
    directory: Directory
    sessions: Sessions
    intake: Intake
    notices: Notices
    changes: Changes
    cases: Mapping[str, Cases]
    described: Sequence[Described] = ()
    encrypted: bool = False
    """Whether browsers come by https; cookies then refuse any other way."""
    attachments_limit: int = 5

    async def agency_names(self) -> dict[str, str]:
        """Give the names of all agencies by code, from the directory's copy."""
        return {agency.agency: _short(agency) for agency in await self.directory.agencies()}

    def counting(self) -> dict[str, Any]:
        """Give what pages ask of a date: working days left, and what it may be called when it has passed."""
        calendar, today = self.calendars.current(), self.clock.today()
        return {"days_left": partial(days_left, calendar, today), "lateness": partial(lateness_on, today)}

    def ground_name(self, page: Page, case: CasePage) -> str:
        """Name the ground of a complaint by the regulation under which it was received (情形)."""
        try:
            item = self.law.by_id(case.regulation).catalogue("complaint_grounds").item(case.ground)
        except UnknownLawError:
            return case.ground
        return page.said(item, "name")


def _short(agency: Agency) -> str:
    return agency.short_name or agency.display_name
