"""Entering, confirming, withdrawing versions of regulations (法规新版本办理)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

from services.statutes.application.errors import errors_of
from services.statutes.application.policies import POLICIES
from services.statutes.domain.persons import By
from services.statutes.domain.regulation import RegulationDraft, RegulationVersion, version_id
from services.statutes.schemas.law_drafts import VersionGiven
from shared.eventlog.command import Answer, Command, Outcome
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.identity.actor import Actor
from shared.law.book import LawBook, Regulation
from shared.law.faults import FaultyLawError
from shared.law.proposal import Proposal, propose
from shared.law.refusal import InvalidError, OutOfOrderError, Refusal, UnknownCaseError
from shared.law.source import LawText, plain

Waits = Callable[[str, date, str], Awaitable[bool]]
"""Whether a draft of a version with this very content waits for its second person."""


class FaultyRegulationError(InvalidError):
    """The document has faults; ``errors`` lists every one (法规文件有差错)."""

    slug = "faulty-regulation"
    title = "法规文件有差错，没有录入"


class KnownVersionError(OutOfOrderError):
    """The version is published or bundled with this very content: nothing changes (内容已载入)."""

    slug = "known-version"
    title = "该版本已经载入，内容相同，无须再次录入"


class VersionExistsError(OutOfOrderError):
    """The version exists with another content (同日版本已存在)."""

    slug = "version-exists"
    title = "该施行日的版本已存在且内容不同；法规变动须另立新的施行日版本"


class KnownDraftError(OutOfOrderError):
    """A draft with this very content waits already (草稿已录入)."""

    slug = "known-draft"
    title = "同样的草稿已经录入，等待另一人核对"


class LawDrafts:
    """The commands of regulation versions."""

    def __init__(self, log: EventLog, commands: Commands, law: LawBook, waits: Waits) -> None:
        self._log = log
        self._commands = commands
        self._law = law
        self._waits = waits

    async def enter(self, command: Command, given: VersionGiven) -> Answer:
        """Enter a document; a faulty one is refused with every fault, and lines where it came as text."""
        await self._permit(command)

        async def build() -> Outcome:
            # A thread, because the longest text that is taken keeps a processor busy for a second.
            document, proposal = await asyncio.to_thread(judged, self._law, given, today=command.on)
            version = _sound(proposal)
            await self._refuse_known(version)
            by = By.of(command.actor)
            draft = RegulationDraft.enter(version, document, by=by, on=command.on, at=command.at)
            body = {"id": str(draft.id), "version": draft.version, "regulation": version.id}
            return Outcome([draft], body=body, status=201)

        return await self._commands.create(command, build)

    async def publish(self, command: Command, draft_id: UUID) -> Answer:
        """Publish a draft as its second person; what stands already with this content stays as it is."""
        await self._permit(command)

        async def decide(draft: RegulationDraft) -> Outcome:
            by = By.of(command.actor)
            draft.refuse_publisher(by)
            version = _sound(self.proposal(draft, today=command.on))
            known = await self._known_content(version)
            _refuse_other(version, known)
            draft.publish(by=by, on=command.on, at=command.at)
            published = RegulationVersion.publish(draft, version, by=by, on=command.on, at=command.at)
            body = {"id": str(draft.id), "version": draft.version, "regulation": version.id}
            return Outcome([draft] if known else [draft, published], body=body)

        return await self._commands.change(command, RegulationDraft, draft_id, decide)

    async def withdraw(self, command: Command, draft_id: UUID, *, reason: str) -> Answer:
        """Take a draft back, or turn it down."""
        await self._permit(command)

        def decide(draft: RegulationDraft) -> Outcome:
            draft.withdraw(reason, by=By.of(command.actor), on=command.on, at=command.at)
            return Outcome([draft], body={"id": str(draft.id), "version": draft.version})

        return await self._commands.change(command, RegulationDraft, draft_id, decide)

    async def draft(self, actor: Actor, draft_id: UUID) -> RegulationDraft:
        """A draft, for whoever keeps the law."""
        POLICIES.require("statutes.read_law_drafts", actor)
        return await self._log.load(RegulationDraft, draft_id)

    def proposal(self, draft: RegulationDraft, *, today: date) -> Proposal:
        """What the law book says of a draft today."""
        return propose(self._law, draft.regulation, draft.in_force_from, draft.document, today=today)

    async def refuse_publication(self, draft: RegulationDraft, actor: Actor, *, today: date) -> None:
        """Say why this person may not publish this draft now; nothing if they may."""
        draft.refuse_publisher(By.of(actor))
        version = _sound(self.proposal(draft, today=today))
        _refuse_other(version, await self._known_content(version))

    async def _refuse_known(self, version: Regulation) -> None:
        known = await self._known_content(version)
        if known == version.sha256:
            raise KnownVersionError(f"{version.id} stands with this very content; nothing changes.")
        _refuse_other(version, known)
        if await self._waits(version.name, version.in_force_from, version.sha256):
            raise KnownDraftError("A draft with this very content waits for its second person.")

    async def _known_content(self, version: Regulation) -> str | None:
        """The hash of what stands under this regulation and day: bundled, or published a moment ago."""
        found = self._law.find(version.name, version.in_force_from)
        if found is not None:
            return found.sha256
        try:
            id_ = version_id(version.name, version.in_force_from)
            return (await self._log.load(RegulationVersion, id_)).sha256
        except UnknownCaseError:
            return None

    async def _permit(self, command: Command) -> None:
        try:
            POLICIES.require(command.action, command.actor)
        except Refusal as refusal:
            await self._commands.reject(command, refusal)


def judged(law: LawBook, given: VersionGiven, *, today: date) -> tuple[dict[str, Any], Proposal]:
    """A document that was handed in, as plain data, and what the law book says of it."""
    name, day = given.regulation, given.in_force_from
    if given.text is None:
        document = plain(given.document)
        return document, propose(law, name, day, document, today=today)
    try:
        text = LawText(name, given.text)
    except FaultyLawError as error:
        return {}, Proposal(error.faults)
    proposal = propose(law, name, day, text.content, today=today)
    return text.content, proposal.with_faults(text.located(proposal.faults))


def _sound(proposal: Proposal) -> Regulation:
    if proposal.faults or proposal.regulation is None:
        raise FaultyRegulationError("The document has faults.", errors=errors_of(proposal.faults))
    return proposal.regulation


def _refuse_other(version: Regulation, known: str | None) -> None:
    if known is not None and known != version.sha256:
        raise VersionExistsError(f"{version.id} exists; a change of law is a new dated version.")
