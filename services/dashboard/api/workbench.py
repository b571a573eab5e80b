"""What every page works with: one object that the composition root builds (工作台)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from services.dashboard.api.page import Looks, Page
from services.dashboard.api.translation import CHINESE
from services.dashboard.application.calendar import Calendars
from services.dashboard.application.cases import CasePage, Cases
from services.dashboard.application.changes import Changes
from services.dashboard.application.disputes import Disputes
from services.dashboard.application.docket import Docket
from services.dashboard.application.drafts import Drafts
from services.dashboard.application.intake import Intake
from services.dashboard.application.law import Law
from services.dashboard.application.letters import Letters
from services.dashboard.application.notices import Notices
from services.dashboard.application.policies import Policies
from services.dashboard.application.sessions import Sessions
from services.dashboard.views.lights import days_left, lateness_on
from shared.calendar.almanac import Almanac
from shared.clock.suite import Clock
from shared.identity.directory import Agency, Directory
from shared.law.book import LawBook, Regulation
from shared.law.rule import UnknownLawError

GROUNDS = {"dispute": "dispute_grounds"}
"""Catalogues of grounds by procedure."""


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
    calendars: Almanac
    directory: Directory
    sessions: Sessions
    intake: Intake
    notices: Notices
    changes: Changes
    cases: Mapping[str, Cases]
    letters: Letters
    disputes: Disputes
    statutes: Law
    calendar: Calendars
    calendar_drafts: Drafts
    law_drafts: Drafts
    policies: Policies
    docket: Docket
    described: Sequence[Described] = ()
    encrypted: bool = False
    """Whether browsers come by https; cookies then refuse any other way."""
    attachments_limit: int = 5

    async def agency_names(self) -> dict[str, str]:
        """Give the names of all agencies by code, from the directory's copy."""
        return {agency.agency: _short(agency) for agency in await self.directory.agencies()}

    async def person_names(self, written: Iterable[str | None]) -> Callable[[str | None], str]:
        """Give officers' names from the directory's copy; who is unknown shows the beginning of the id."""
        known = {each: found for each in written if each and (found := _id(each))}
        persons = await self.directory.persons(known.values())
        names = {each: persons[one].display_name for each, one in known.items() if one in persons}
        return lambda each: names.get(each or "", (each or "—")[:8])

    def counting(self) -> dict[str, Any]:
        """Give what pages ask of a date: working days left, and what it may be called when it has passed."""
        calendar, today = self.calendars.current(), self.clock.today()
        return {"days_left": partial(days_left, calendar, today), "lateness": partial(lateness_on, today)}

    def issuer_name(self, page: Page, code: str) -> str:
        """Name who issued a regulation (制定机关)."""
        issuer = self.law.vocabulary.issuers.get(code)
        if issuer is None:
            return code
        return issuer.zh if page.language == CHINESE else issuer.en

    def regulation_name(self, page: Page, name: str) -> str:
        """Name a regulation by its issuer and its newest title; an unknown one shows its path."""
        versions = self.law.versions(name)
        if not versions:
            return name
        title = page.said(self.law.version(name, versions[-1]), "title")
        return f"{self.issuer_name(page, name.partition('/')[0])} · {title}"

    def ground_name(self, page: Page, case: CasePage) -> str:
        """Name the ground of a case by the regulation under which it was received (情形)."""
        catalogue = GROUNDS.get(case.procedure, "complaint_grounds")
        try:
            item = self._binding(case).catalogue(catalogue).item(case.ground)
        except UnknownLawError:
            return case.ground
        return page.said(item, "name")

    def _binding(self, case: CasePage) -> Regulation:
        """Give the version that binds a case; some services name the version, some the regulation."""
        if "@" in case.regulation:
            return self.law.by_id(case.regulation)
        today = self.clock.today()
        return self.law.binding(case.regulation, case.received_on or today, today)


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _short(agency: Agency) -> str:
    return agency.short_name or agency.display_name
