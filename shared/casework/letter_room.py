"""Looking at letters: of a case, one by one, in the inbox of an agency (文书查阅)."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, not_, select

from shared.casework.desk import CaseDesk
from shared.casework.letter_access import LetterAccess
from shared.casework.letter_acts import Desk, letter_acts
from shared.casework.letter_content import LetterWriter
from shared.casework.letter_receipts import Receipts
from shared.casework.letter_tables import LETTER, RECEIPT
from shared.casework.lettered import LetteredCase, NoSuchLetterError
from shared.casework.letters import STATE_LABELS, Letter, Tried
from shared.casework.moment import Moment
from shared.delivery.methods import ways
from shared.documents.content import LetterContent, Paragraph, Signatures, Table
from shared.documents.docx import render_docx
from shared.documents.kinds import LetterKind, kinds_of
from shared.documents.pdf import render_pdf
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.law.refusal import Refusal, UnknownCaseError
from shared.privacy.attachments import Attachments

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document on its way out."""

    media_type: str
    filename: str
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class LetterRoom:
    """Everything about letters that changes nothing."""

    desk: CaseDesk[Any]
    writer: LetterWriter
    receipts: Receipts
    attachments: Attachments

    @property
    def access(self) -> LetterAccess:
        """Who reads which letter."""
        return LetterAccess(self.desk, self.writer.source)

    async def of_case(self, case: LetteredCase, actor: Actor) -> list[dict[str, Any]]:
        """The letters of a case that this person may know of, in the order of drafting."""
        return [
            await self._shown(case, each)
            for each in case.letters.values()
            if self.access.reads(case, each, actor)
        ]

    async def page(
        self, actor: Actor, case_id: UUID, letter_id: UUID, base: str
    ) -> tuple[dict[str, Any], int]:
        """One letter with its text as it stands, its service, and what this person may do with it now."""
        case, letter = await self._opened(actor, case_id, letter_id)
        kind, written = self.writer.kind(letter.kind), await self.writer.written(letter)
        stands = {**await self.writer.told(case, letter), **written}
        shown = await self._shown(case, letter)
        names = {one["code"]: one["name"] for one in shown["addressees"]}
        around = Desk(
            service=self.writer.source.service,
            policies=self.desk.POLICIES,
            facts=self.desk.facts(case),
            actor=actor,
            base=base,
            kind=kind,
            signs=self.writer.source.signs(case, kind, letter, actor),
            keeps=self.writer.source.keeps(case, letter, actor),
            written=stands,
            names=names,
            people=await self.desk.directory.persons_of(actor.agency or ""),
        )
        content, missing = await self._content(case, letter)
        page = {
            **shown,
            "case_id": str(case_id),
            "case_number": str(case.summary()["number"]),
            "version": case.version,
            "content": content and content_shown(content),
            "missing": missing,
            "approver": kind.approver,
            "tries": [
                await self._try_shown(each, names)
                for each in letter.tries
                if self.access.reads_receipts(case, letter, each.addressee, actor)
            ],
            "allowed_actions": letter_acts(letter, around),
        }
        return page, case.version

    async def document(self, look: Command, case_id: UUID, letter_id: UUID, form: str) -> OpenedDocument:
        """An issued letter as it was stored, any other as a marked draft; the look is recorded first."""
        case, letter = await self._looked(look, case_id, letter_id)
        name = letter.number or self.writer.kind(letter.kind).title_zh
        media_type = PDF if form == "pdf" else DOCX
        if stored := await self._stored(letter, form):
            chunks = await self.attachments.open(case_id, stored)
        else:
            content = await self.writer.compose(case, letter, self._moment(case), number="", draft=True)
            chunks = _one(await self._rendered(content, form))
        return OpenedDocument(media_type, f"{name}.{form}", chunks)

    async def handed_out(
        self, look: Command, case_id: UUID, letter_id: UUID, addressee: str
    ) -> OpenedDocument:
        """An issued letter for somebody outside who was served with it; the look is recorded first."""
        case: LetteredCase = await self.desk.load(case_id)
        letter = case.letters.get(str(letter_id))
        if letter is None or addressee not in letter.served:
            await self.desk.commands.reject(look, UnknownCaseError(), str(case_id))
        await self.desk.commands.note(look, object_=str(case_id), note=f"letter {letter_id}")
        stored = await self._stored(letter, "pdf")
        if stored is None:
            raise NoSuchLetterError("its document is gone")
        chunks = await self.attachments.open(case_id, stored)
        return OpenedDocument(PDF, f"{letter.number or letter.id}.pdf", chunks)

    async def receipt(
        self, look: Command, case_id: UUID, letter_id: UUID, delivery_id: UUID, form: str
    ) -> OpenedDocument:
        """The receipt of one attempt (送达回证)."""
        case, letter = await self._looked(look, case_id, letter_id)
        tried = letter.tried(str(delivery_id))
        if tried is None or not self.access.reads_receipts(case, letter, tried.addressee, look.actor):
            raise NoSuchLetterError("there is no such attempt", title="没有此次送达记录")
        rendered = await self._rendered(await self.receipts.content(case, letter, tried), form)
        name = f"送达回证-{letter.number or letter.id}"
        return OpenedDocument(PDF if form == "pdf" else DOCX, f"{name}.{form}", _one(rendered))

    def kinds(self) -> list[dict[str, Any]]:
        """The kinds of letters of this service, for drafting one by hand."""
        return [_kind_shown(each) for each in kinds_of(self.writer.source.service)]

    def inbox_rows(self, actor: Actor, unsigned: bool | None = None) -> Select[Any]:
        """The letters that were served on the person's agency; on demand the (un)signed only.

        Whoever may not know of a case does not learn of it from a letter either.
        """
        shown = [each for each in RECEIPT.c if each.name != "hidden_from"]
        rows = (
            select(*shown, LETTER.c.kind, LETTER.c.number, LETTER.c.case_number, LETTER.c.issued_on)
            .join(LETTER, LETTER.c.letter_id == RECEIPT.c.letter_id)
            .where(RECEIPT.c.addressee == (actor.agency or ""))
        )
        if actor.person is not None:
            rows = rows.where(not_(RECEIPT.c.hidden_from.contains([actor.person])))
        if unsigned is None:
            return rows
        signed = RECEIPT.c.acknowledged_on
        return rows.where(signed.is_(None) if unsigned else signed.is_not(None))

    def register_rows(self) -> Select[Any]:
        """All letters with a number, for the register (发文登记簿)."""
        return select(LETTER).where(LETTER.c.number.is_not(None))

    def titles(self, rows: Sequence[Row[Any]]) -> Mapping[str, tuple[str, str]]:
        """What the kinds of these rows are called."""
        kinds = {code: self.writer.kind(code) for code in {row.kind for row in rows}}
        return {code: (kind.title_zh, kind.title_en) for code, kind in kinds.items()}

    async def _opened(self, actor: Actor, case_id: UUID, letter_id: UUID) -> tuple[LetteredCase, Letter]:
        case: LetteredCase = await self.desk.load(case_id)
        letter = case.letters.get(str(letter_id))
        if letter is None or not self.access.reads(case, letter, actor):
            raise UnknownCaseError
        return case, letter

    async def _looked(self, look: Command, case_id: UUID, letter_id: UUID) -> tuple[LetteredCase, Letter]:
        try:
            found = await self._opened(look.actor, case_id, letter_id)
        except Refusal as refusal:
            await self.desk.commands.reject(look, refusal, str(case_id))
        await self.desk.commands.note(look, object_=str(case_id), note=f"letter {letter_id}")
        return found

    def _moment(self, case: LetteredCase) -> Moment:
        clock = self.desk.clock
        return Moment(clock.now(), clock.today(), "", self.desk.calendars.current(self.desk.handler(case)))

    async def _content(self, case: LetteredCase, letter: Letter) -> tuple[LetterContent | None, Any]:
        """The text; where something is missing, what it is."""
        draft, number = letter.issued_on is None, letter.number or ""
        try:
            content = await self.writer.compose(case, letter, self._moment(case), number=number, draft=draft)
        except Refusal as refusal:
            return None, {"title": refusal.title, "detail": refusal.detail, "errors": list(refusal.errors)}
        return content, None

    async def _stored(self, letter: Letter, form: str) -> UUID | None:
        columns = LETTER.c
        query = select(columns.pdf if form == "pdf" else columns.docx)
        async with self.desk.sealed.engine.connect() as connection:
            found: UUID | None = await connection.scalar(query.where(columns.letter_id == UUID(letter.id)))
        return found

    async def _rendered(self, content: LetterContent, form: str) -> bytes:
        if form == "pdf":
            return await asyncio.to_thread(render_pdf, content, self.writer.fonts_dir)
        return await asyncio.to_thread(render_docx, content)

    async def _shown(self, case: LetteredCase, letter: Letter) -> dict[str, Any]:
        kind = self.writer.kind(letter.kind)
        names = await self.writer.source.names(case, letter.addressees)
        state_zh, state_en = STATE_LABELS[letter.state]
        return {
            "id": letter.id,
            "kind": letter.kind,
            "title_zh": kind.title_zh,
            "title_en": kind.title_en,
            "about": letter.about,
            "state": letter.state.value,
            "state_zh": state_zh,
            "state_en": state_en,
            "number": letter.number,
            "issued_on": letter.issued_on and letter.issued_on.isoformat(),
            "addressees": [_addressee(letter, code, names[code]) for code in letter.addressees],
        }

    async def _try_shown(self, tried: Tried, names: Mapping[str, str]) -> dict[str, Any]:
        way, texts = ways().methods[tried.attempt.method], await self.receipts.texts(tried)
        failed = ways().failures.get(tried.service.failed or "")
        return {
            "id": tried.service.id,
            "addressee": names[tried.addressee],
            "method_zh": way.zh,
            "method_en": way.en,
            "recorded_on": tried.recorded_on.isoformat(),
            "recorded_by": tried.recorded_by,
            "served_on": tried.service.served_on and tried.service.served_on.isoformat(),
            "failed_zh": failed.zh if failed else None,
            "failed_en": failed.en if failed else None,
            "norm": tried.service.norm,
            "notes": [ways().notes[code].zh for code in tried.service.notes],
            "texts": {**texts.get("receipt", {}), **texts.get("evidence", {})},
        }


def content_shown(content: LetterContent) -> dict[str, Any]:
    """The content as data for a page; plain text throughout."""
    blocks = [_block(each) for each in content.blocks]
    return {
        "layout": content.layout,
        "title": content.title,
        "issuer": content.issuer,
        "number": content.number,
        "salutation": content.salutation,
        "case_number": content.case_number,
        "reason": content.reason,
        "blocks": blocks,
        "attachments": list(content.numbered_attachments),
        "contact": content.contact,
        "signer": content.signer,
        "dated": content.dated.isoformat(),
        "seal": content.seal,
        "approval": content.approval,
        "copies": list(content.copies),
        "draft": content.draft,
        "voided": content.voided,
    }


def _block(block: Paragraph | Table | Signatures) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"form": "paragraph", "text": block.line, "level": block.level}
    if isinstance(block, Table):
        return {"form": "table", "rows": [list(row) for row in block.rows], "header": block.header}
    return {"form": "signatures", "labels": list(block.labels)}


def _addressee(letter: Letter, code: str, name: str) -> dict[str, Any]:
    served, signed = letter.served_on(code), letter.acknowledged.get(code)
    return {
        "code": code,
        "name": name,
        "served_on": served and served.isoformat(),
        "acknowledged_on": signed and signed.isoformat(),
        "tries": len(letter.services(code)),
    }


def _kind_shown(kind: LetterKind) -> dict[str, Any]:
    fields = [
        {
            "name": each.name,
            "type": each.type,
            "label_zh": each.label_zh,
            "label_en": each.label_en,
            "required": each.required,
            "hint_zh": each.hint,
        }
        for each in kind.fields
    ]
    return {
        "code": kind.code,
        "title_zh": kind.title_zh,
        "title_en": kind.title_en,
        "numbered": kind.numbered,
        "approver": kind.approver,
        "addressees": list(kind.addressees),
        "fields": fields,
    }


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
