"""Entering, checking, publishing calendar editions (历法版本办理)."""

from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from services.statutes.application.errors import error, errors_of
from services.statutes.application.policies import POLICIES
from services.statutes.domain.calendar_content import (
    content_of,
    edition_of,
    is_amended_by,
    known_as,
    numbered,
)
from services.statutes.domain.calendar_draft import (
    CalendarDraft,
    CalendarEdition,
    DraftKind,
    Entry,
    edition_key,
)
from services.statutes.domain.persons import By
from services.statutes.schemas.calendar_drafts import DraftGiven
from shared.calendar.almanac import Almanac
from shared.calendar.book import CalendarBook, Edition
from shared.calendar.checks import Finding, Severity, check_closure, check_year
from shared.calendar.closures import LocalEdition
from shared.calendar.edition_json import EditionDocumentError, read_edition_document
from shared.calendar.editions import EditionError, YearApartError, YearEdition
from shared.calendar.notice_faults import NoticeError
from shared.calendar.notices import edition_of_notice, parse_notice
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import Actor
from shared.law.refusal import InvalidError, OutOfOrderError, Refusal


class FaultyEditionError(InvalidError):
    """What was handed in is no edition; ``errors`` lists every fault (历法内容有误)."""

    slug = "faulty-edition"
    title = "放假安排的内容有误，没有录入"


class KnownEditionError(OutOfOrderError):
    """The same notice with the same days is in force or was published before (内容已载入)."""

    slug = "known-edition"
    title = "同一通知、同样的日期已经载入，无须再次录入"


class NothingToAmendError(InvalidError):
    """The edition says that it amends one that is not there (所修改的版本不存在)."""

    slug = "nothing-to-amend"
    title = "所修改的版本不存在"


class UnconfirmedFindingError(OutOfOrderError):
    """A finding has to be said yes to, with a reason (检查事项须逐项确认)."""

    slug = "unconfirmed-finding"
    title = "有检查事项须确认并写明理由后才能发布"


class CalendarDrafts:
    """The commands of the calendar."""

    def __init__(self, log: EventLog, commands: Commands, almanac: Almanac) -> None:
        self._log = log
        self._commands = commands
        self._almanac = almanac

    async def enter(self, command: Command, given: DraftGiven) -> Answer:
        """Enter what was handed in: a pasted notice, an edition as data, or a closure."""
        reason = given.reason or ""
        if given.notice is not None:
            return await self.enter_notice(command, given.notice, given=given.of_notice, reason=reason)
        if given.closure is not None:
            return await self.enter_closure(command, given.closure.edition(), reason=reason)
        return await self.enter_edition(command, given.edition, reason=reason)

    async def enter_notice(
        self, command: Command, text: str, *, given: dict[str, Any], reason: str
    ) -> Answer:
        """Enter the pasted text of a yearly notice; a faulty one is refused with every fault."""

        def read() -> Edition:
            return edition_of_notice(parse_notice(text), 1, **given)

        return await self._enter(command, DraftKind.NOTICE, read, text, reason)

    async def enter_edition(self, command: Command, document: Any, *, reason: str) -> Answer:
        """Enter an edition as data, such as an export of another installation."""
        return await self._enter(
            command, DraftKind.EDITION, lambda: read_edition_document(document), None, reason
        )

    async def enter_closure(self, command: Command, closure: LocalEdition, *, reason: str) -> Answer:
        """Enter days on which offices are shut."""
        return await self._enter(command, DraftKind.CLOSURE, lambda: closure, None, reason)

    async def publish(
        self, command: Command, draft_id: UUID, *, confirmed: Collection[str], reason: str
    ) -> Answer:
        """Publish a draft as a second person; every finding that needs a yes must have one."""
        await self._permit(command)

        def decide(draft: CalendarDraft) -> Outcome:
            by = By.of(command.actor)
            draft.refuse_publisher(by)
            edition = numbered(edition_of(draft.content), self._almanac.book)
            self._refuse_misplaced(edition)
            _refuse_unconfirmed(findings(edition, self._almanac.book, reason=reason), confirmed)
            published = self._published(draft, edition, command)
            draft.publish(
                published.id, confirmed=confirmed, reason=reason, by=by, on=command.on, at=command.at
            )
            body = {"id": str(draft.id), "edition": edition.id, "number": edition.number}
            return Outcome([draft, published], body=body)

        return await self._commands.change(command, CalendarDraft, draft_id, decide)

    async def withdraw(self, command: Command, draft_id: UUID, *, reason: str) -> Answer:
        """Take a draft back."""
        await self._permit(command)

        def decide(draft: CalendarDraft) -> Outcome:
            draft.withdraw(reason=reason, by=By.of(command.actor), on=command.on, at=command.at)
            return Outcome([draft], body={"id": str(draft.id)})

        return await self._commands.change(command, CalendarDraft, draft_id, decide)

    async def draft(self, actor: Actor, draft_id: UUID) -> CalendarDraft:
        """A draft, for whoever keeps the calendar."""
        POLICIES.require("statutes.read_drafts", actor)
        return await self._log.load(CalendarDraft, draft_id)

    async def _enter(
        self,
        command: Command,
        kind: DraftKind,
        read: Callable[[], Edition],
        text: str | None,
        reason: str,
    ) -> Answer:
        await self._permit(command)

        def build() -> Outcome:
            edition = numbered(_readable(read), self._almanac.book)
            self._refuse_misplaced(edition)
            _refuse_errors(findings(edition, self._almanac.book, reason=reason))
            content = content_of(edition)
            digest = sha256(text.encode() if text else orjson.dumps(content)).hexdigest()
            entry = Entry(kind, content, text, digest, reason)
            draft = CalendarDraft.enter(
                new_id(command.at), entry, by=By.of(command.actor), on=command.on, at=command.at
            )
            return Outcome([draft], body={"id": str(draft.id), "version": 1}, status=201)

        return await self._commands.create(command, build)

    def _published(self, draft: CalendarDraft, edition: Edition, command: Command) -> CalendarEdition:
        key = _key(edition)
        content, by = content_of(edition), By.of(command.actor)
        return CalendarEdition.publish(key, content, draft=draft.id, by=by, on=command.on, at=command.at)

    def _refuse_misplaced(self, edition: Edition) -> None:
        """Refuse what is known already, what amends nothing, and a year apart from all others."""
        if edition.amends is not None and not is_amended_by(edition, self._almanac.book):
            raise NothingToAmendError(f"There is no edition {edition.amends} to amend.")
        try:
            self._almanac.book.with_edition(edition)
        except YearApartError as apart:
            raise FaultyEditionError(errors=[_year_apart(apart)]) from None
        if known := known_as(edition, self._almanac.book):
            raise KnownEditionError(f"It is known as number {known.number} already; nothing changes.")

    async def _permit(self, command: Command) -> None:
        try:
            POLICIES.require(command.action, command.actor)
        except Refusal as refusal:
            await self._commands.reject(command, refusal)


def findings(edition: Edition, book: CalendarBook, *, reason: str = "") -> list[Finding]:
    """What is wrong or unusual about an edition that would join a book (检查)."""
    if isinstance(edition, LocalEdition):
        return check_closure(edition, book.current())
    after = book.with_edition(edition)
    return check_year(edition, book.current(), after.current(), reason=reason)


def _readable(read: Callable[[], Edition]) -> Edition:
    try:
        return read()
    except (NoticeError, EditionDocumentError) as fault:
        raise FaultyEditionError(errors=errors_of(fault.faults)) from None
    except EditionError as fault:
        raise FaultyEditionError(str(fault)) from None


def _refuse_errors(found: Sequence[Finding]) -> None:
    wrong = [each for each in found if each.severity is Severity.ERROR]
    if wrong:
        raise FaultyEditionError(
            "The days contradict the statute or each other.", errors=[*map(_error, wrong)]
        )


def _refuse_unconfirmed(found: Sequence[Finding], confirmed: Collection[str]) -> None:
    _refuse_errors(found)
    open_ = [each for each in found if each.severity is Severity.CONFIRM and each.code not in confirmed]
    if open_:
        raise UnconfirmedFindingError("Confirm each finding, with a reason.", errors=[*map(_error, open_)])


def _error(found: Finding) -> dict[str, Any]:
    at = found.on.isoformat() if found.on else found.code
    return error(at, found.code, found.zh, found.en)


def _year_apart(apart: YearApartError) -> dict[str, Any]:
    zh = "该年份与已有的年份不相连，中间各年没有放假安排，不能录入。"
    return error("year", "year_apart", zh, f"{apart}.")


def _key(edition: Edition) -> UUID:
    if isinstance(edition, YearEdition):
        return edition_key("year", edition.year, edition.number)
    return edition_key("closure", 0, edition.number)
