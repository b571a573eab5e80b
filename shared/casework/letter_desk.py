"""The use cases of letters: draft, approve, number and issue, serve, void (文书与送达办理)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from shared.casework.desk import CaseDesk, Refs
from shared.casework.letter_access import LetterAccess
from shared.casework.letter_content import LetterWriter
from shared.casework.letter_inputs import (
    ApprovalInput,
    DeliveryInput,
    DraftInput,
    IssueInput,
    RebuttalInput,
    RevisionInput,
    VoidingInput,
)
from shared.casework.letter_receipts import Receipts
from shared.casework.lettered import Issue, LetteredCase, LetterOutOfOrderError, NoSuchLetterError
from shared.casework.letters import Letter
from shared.casework.moment import Moment
from shared.clock.ids import new_id
from shared.delivery.addresses import in_force
from shared.delivery.attempt import Attempt
from shared.documents.composing import UnknownFieldError
from shared.documents.docx import render_docx
from shared.documents.kinds import LetterKind
from shared.documents.pdf import render_pdf
from shared.documents.register import LetterRegister
from shared.documents.seals import SealService
from shared.eventlog.command import Answer, Command, Outcome, Statement
from shared.law.refusal import ForbiddenError, InvalidError, OutOfOrderError, Refusal, UnknownCaseError
from shared.privacy.attachments import Attachments

ELECTRONIC = "electronic"
"""The way of service that the suite itself carries out: into an agency's inbox, onto the receipt page."""

TRIES = 12
"""How often a number is drawn anew where another process drew the same one."""


class SigningError(ForbiddenError):
    """Letters of this kind are signed by somebody else (无权签发)."""

    slug = "letter-signing"
    title = "您无权签发此类文书"


class ChangedSinceSignedError(OutOfOrderError):
    """What the case says in the letter is not what was signed any more (签发后内容有变)."""

    slug = "letter-changed-since-signed"
    title = "签发后文书内容已有变动，应退回后重新签发"


class ReasonMissingError(InvalidError):
    """Sending a draft back needs a reason (退回须说明理由)."""

    slug = "letter-reason-missing"
    title = "退回文书须说明理由"


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """Everything that is done with the letters of one kind of case."""

    desk: CaseDesk[Any]
    writer: LetterWriter
    receipts: Receipts
    attachments: Attachments
    seals: SealService
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One at a time numbers within a process; several processes meet in the version of the register."""

    @property
    def access(self) -> LetterAccess:
        """Whose letter it is to work on."""
        return LetterAccess(self.desk, self.writer.source)

    async def draft(self, command: Command, case_id: UUID, body: DraftInput) -> Answer:
        """Draft a letter; answers its id."""
        letter_id = str(new_id(command.at))

        def decide(case: LetteredCase, moment: Moment, refs: Refs) -> Mapping[str, Any]:
            kind = self.writer.kind(body.kind)
            _require_fields(kind, body.fields)
            addressees = dict.fromkeys(body.addressees) or self.writer.source.addressees(
                case, kind, body.about
            )
            case.draft_letter(
                moment,
                letter_id=letter_id,
                kind=kind.code,
                about=body.about,
                addressees=tuple(addressees),
                text_ref=refs.get("text"),
            )
            self.access.require_own(case, letter_id, command.actor)
            return {"letter_id": letter_id}

        return await self.desk.change(command, case_id, decide, {"text": packed(body.fields)})

    async def revise(self, command: Command, case_id: UUID, letter_id: UUID, body: RevisionInput) -> Answer:
        """Change the wording of a letter."""

        def decide(case: LetteredCase, moment: Moment, refs: Refs) -> None:
            self.access.require_own(case, str(letter_id), command.actor)
            _require_fields(self._kind_of(case, letter_id), body.fields)
            case.revise_letter(moment, letter_id=str(letter_id), text_ref=refs["text"])

        return await self.desk.change(command, case_id, decide, {"text": packed(body.fields) or "{}"})

    async def approve(self, command: Command, case_id: UUID, letter_id: UUID, body: ApprovalInput) -> Answer:
        """Sign a letter for issue, or send it back."""

        texts = {} if body.approved else {"reason": body.reason}
        refs, rows = await self.desk.seal(case_id, texts, command.at)

        async def decided(case: LetteredCase) -> Outcome:
            moment, letter = self._opened(command, case, letter_id)
            if not self.writer.source.signs(case, self.writer.kind(letter.kind), letter, command.actor):
                raise SigningError("somebody else signs letters of this kind")
            if body.approved:
                substance = await self.writer.substance(case, letter)
                case.approve_letter(moment, letter_id=letter.id, substance=substance)
            elif "reason" in refs:
                case.return_letter(moment, letter_id=letter.id, reason_ref=refs["reason"])
            else:
                raise ReasonMissingError("say why it goes back")
            return self.desk.outcome(case, rows=rows)

        return await self.desk.commands.change(command, self.desk.KIND, case_id, decided)

    async def issue(self, command: Command, case_id: UUID, letter_id: UUID, body: IssueInput) -> Answer:
        """Draw the number, render, seal and store; serve at once on those who agreed to electronic service.

        All of it commits together or nothing does, so that the register has neither gap nor double.
        """
        stored: list[tuple[UUID, UUID]] = []

        async def decided(case: LetteredCase) -> Outcome:
            self._opened(command, case, letter_id)
            return await self._issued(command, case, str(letter_id), stored, serve=body.serve_electronically)

        try:
            async with self.turn:
                given = await self.desk.commands.change(
                    command, self.desk.KIND, case_id, decided, tries=TRIES
                )
        except Refusal:  # an unclear failure may have committed: then the files must stay
            await self._forget(stored)
            raise
        await self._forget(stored if given.replayed else stored[:-1])
        return given

    async def void(self, command: Command, case_id: UUID, letter_id: UUID, body: VoidingInput) -> Answer:
        """Void a letter; its number stays used."""

        def decide(case: LetteredCase, moment: Moment, refs: Refs) -> None:
            self.access.require_own(case, str(letter_id), command.actor)
            case.void_letter(moment, letter_id=str(letter_id), reason_ref=refs["reason"])

        return await self.desk.change(command, case_id, decide, {"reason": body.reason})

    async def deliver(self, command: Command, case_id: UUID, letter_id: UUID, body: DeliveryInput) -> Answer:
        """Record an attempt to serve; one through the suite's inbox happens now."""
        delivery_id = str(new_id(command.at))
        texts = {"evidence": body.evidence, "receipt": body.receipt}
        refs, rows = await self.desk.seal(case_id, {"texts": packed(texts)}, command.at)

        async def decided(case: LetteredCase) -> Outcome:
            moment, _ = self._opened(command, case, letter_id)
            issued_on = _issued_on(case, letter_id)
            own = self.writer.source.channel(case, body.addressee)
            attempt = body.attempt(delivery_id, issued_on)
            if body.method == ELECTRONIC and body.failed:
                attempt = replace(attempt, channel=body.channel or own, on=body.on or moment.on)
            elif body.method == ELECTRONIC and body.channel in {None, own}:
                attempt = _arrival(delivery_id, issued_on, own, command)
            case.record_delivery(
                moment,
                letter_id=str(letter_id),
                receiver=await self.writer.source.receiver(case, body.addressee),
                attempt=attempt,
                evidence_ref=refs["texts"],
            )
            letter = case.letters[str(letter_id)]
            if tried := letter.tried(delivery_id):
                await self.receipts.checked(case, letter, tried, texts)
            return self.desk.outcome(case, {"delivery_id": delivery_id}, rows)

        return await self.desk.commands.change(command, self.desk.KIND, case_id, decided)

    async def rebut(
        self, command: Command, case_id: UUID, letter_id: UUID, delivery_id: UUID, body: RebuttalInput
    ) -> Answer:
        """Take the day of arrival that a receiver proved."""

        def decide(case: LetteredCase, moment: Moment, refs: Refs) -> None:
            self.access.require_own(case, str(letter_id), command.actor)
            case.rebut_delivery(
                moment,
                letter_id=str(letter_id),
                delivery_id=str(delivery_id),
                proven_on=body.proven_on,
                evidence=tuple(body.evidence),
                evidence_ref=refs["evidence"],
            )

        return await self.desk.change(command, case_id, decide, {"evidence": packed(body.evidence)})

    async def acknowledge(self, command: Command, case_id: UUID, letter_id: UUID) -> Answer:
        """Sign for a letter as the agency that it addresses."""
        agency = command.actor.agency or ""
        return await self.desk.change(
            command,
            case_id,
            lambda case, moment, _: case.acknowledge_letter(
                moment, letter_id=str(letter_id), addressee=agency
            ),
        )

    async def _issued(
        self,
        command: Command,
        case: LetteredCase,
        letter_id: str,
        stored: list[tuple[UUID, UUID]],
        *,
        serve: bool,
    ) -> Outcome:
        kind = self._kind_of(case, UUID(letter_id))
        letter = case.letter_to_issue(letter_id, needs_approval=kind.approver != "none")
        moment = self.desk.moment(command, self.desk.handler(case))
        if letter.substance not in {None, await self.writer.substance(case, letter)}:
            raise ChangedSinceSignedError("what it says has changed since it was signed")
        organ = await self.writer.organ(case, letter)
        register = await self._register(f"{organ.word}{kind.word}", moment) if kind.numbered else None
        number = register.next_number if register else None
        content = await self.writer.compose(case, letter, moment, number=number or "", draft=False)
        pdf, docx = await asyncio.gather(
            asyncio.to_thread(render_pdf, content, self.writer.fonts_dir),
            asyncio.to_thread(render_docx, content),
        )
        files = [await self.attachments.put(case.id, _one(each), at=command.at) for each in (pdf, docx)]
        stored.append((files[0].id, files[1].id))
        digests = [sha256(each).hexdigest() for each in (pdf, docx)]
        seal = await self.seals.seal(
            organ=organ.code, number=number or letter_id, pdf_sha256=digests[0], at=command.at
        )
        if register:
            register.draw(letter_id=letter_id, case_id=case.id, on=moment.on, at=command.at)
        issue = Issue(number, str(files[0].id), digests[0], str(files[1].id), digests[1], seal)
        case.issue_letter(moment, letter_id=letter_id, issue=issue, needs_approval=kind.approver != "none")
        if serve:
            await self._serve(command, case, case.letters[letter_id], moment)
        rows: list[Statement] = [row for each in files for row in each.statements]
        outcome = self.desk.outcome(case, {"letter_id": letter_id, "letter_number": number}, rows)
        return replace(outcome, aggregates=[case, *([register] if register else [])])

    async def _serve(self, command: Command, case: LetteredCase, letter: Letter, moment: Moment) -> None:
        """Arrival in the system of everybody who agreed to it is service, at once (电子送达)."""
        source = self.writer.source
        for code in letter.addressees:
            receiver, channel = await source.receiver(case, code), source.channel(case, code)
            confirmation = in_force(receiver.confirmations, moment.on)
            if confirmation is not None and confirmation.consents_to(channel):
                attempt = _arrival(str(new_id(command.at)), moment.on, channel, command)
                case.record_delivery(moment, letter_id=letter.id, receiver=receiver, attempt=attempt)

    async def _register(self, word: str, moment: Moment) -> LetterRegister:
        try:
            return await self.desk.log.load(LetterRegister, LetterRegister.id_of(word, moment.on.year))
        except UnknownCaseError:
            return LetterRegister.open(word, moment.on.year, at=moment.at)

    async def _forget(self, stored: list[tuple[UUID, UUID]]) -> None:
        for pair in stored:
            for each in pair:
                await self.attachments.remove(each)

    def _opened(self, command: Command, case: LetteredCase, letter_id: UUID) -> tuple[Moment, Letter]:
        """The moment and the letter of an act that this person may do with it."""
        self.desk.bound(case)
        self.desk.POLICIES.require(command.action, command.actor, self.desk.facts(case))
        self.access.require_own(case, str(letter_id), command.actor)
        return self.desk.moment(command, self.desk.handler(case)), case.letters[str(letter_id)]

    def _kind_of(self, case: LetteredCase, letter_id: UUID) -> LetterKind:
        letter = case.letters.get(str(letter_id))
        if letter is None:
            raise NoSuchLetterError(f"no letter {letter_id}")
        return self.writer.kind(letter.kind)


def packed(fields: Mapping[str, Any]) -> str | None:
    """Texts by name as one text to seal; None where there are none."""
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS).decode() if fields else None


def _require_fields(kind: LetterKind, fields: Mapping[str, Any]) -> None:
    """A person writes the fields of the kind; what the case says comes from the case."""
    unknown = [name for name in fields if kind.field_named(name) is None]
    if unknown:
        raise UnknownFieldError(f"{kind.title_en} has no field {', '.join(unknown)}")


def _issued_on(case: LetteredCase, letter_id: UUID) -> date:
    letter = case.letters.get(str(letter_id))
    if letter is None:
        raise NoSuchLetterError(f"no letter {letter_id}")
    if letter.issued_on is None:
        raise LetterOutOfOrderError("the letter was not issued yet", title="文书尚未印发")
    return letter.issued_on


def _arrival(delivery_id: str, issued_on: date, channel: str, command: Command) -> Attempt:
    """A system of the suite's own: what commits has arrived, and the log of sending is the event itself."""
    return Attempt(
        delivery_id,
        ELECTRONIC,
        issued_on,
        evidence=("send_log",),
        channel=channel,
        sent_at=command.at,
        arrived_at=command.at,
    )


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
