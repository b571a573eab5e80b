"""The papers of an exported file: letters, receipts, attachments, as the events name them (卷内文件)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.casework.export_format import DOCX, JSON, PDF, TEXT, extension, safe_name
from shared.casework.export_source import ExportSource
from shared.casework.letter_receipts import Receipts
from shared.casework.lettered import LetteredCase
from shared.casework.letters import Letter, Tried
from shared.casework.organs import BUREAU, Organs
from shared.casework.timeline import Line
from shared.clock.suite import date_of
from shared.documents.content import LetterContent
from shared.documents.pdf import render_pdf
from shared.identity.actor import Actor, Role
from shared.privacy.attachments import Attachments, ObjectDestroyedError
from shared.privacy.masking import DESTROYED

Chunks = Callable[[], AsyncIterator[bytes]]
KINDS: Mapping[str, str] = {
    PDF: "PDF文件",
    TEXT: "文本",
    DOCX: "文字文档",
    JSON: "归档清单",
    "image/jpeg": "照片",
    "image/png": "图片",
    "audio/mpeg": "录音",
    "video/mp4": "录像",
}
"""What an attachment is called in the list; its own name may name a person and stays sealed."""
PUBLIC: Mapping[str, str] = {Role.COMPLAINANT: "投诉举报人", Role.SYSTEM: "系统"}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: where its bytes come from, and what the list of contents says of it.

    ``recorded`` is the checksum that the event keeps; ``counted`` papers are our own, so that their pages
    are known.
    """

    path: str
    media_type: str
    chunks: Chunks
    id: str
    title: str
    number: str
    author: str
    on: date
    remark: str = ""
    recorded: str | None = None
    counted: bool = False
    listed: bool = True


class LettersUnknownError(Exception):
    """A service was composed without letters, but its cases have some (未装配文书)."""


@dataclass(slots=True)
class Papers:
    """What goes into the file, and what stays out and why."""

    kept: list[Paper] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PaperCollector:
    """Finds the papers of a case; ``receipts`` is None for a service that writes no letters."""

    source: ExportSource
    attachments: Attachments
    organs: Organs
    receipts: Receipts | None = None
    fonts_dir: Path | None = None

    async def of(self, actor: Actor, case: Any, lines: Sequence[Line], *, named: bool) -> Papers:
        """Letters in the order of issue, the receipts of each, then the attachments."""
        papers = Papers()
        voided = {line.facts["letter_id"] for line in lines if line.type == "letter_voided"}
        issued = [line for line in lines if line.type == "letter_issued"]
        for place, line in enumerate(issued, start=1):
            remark = "作废" if line.facts["letter_id"] in voided else ""
            await self._letter(papers, case, line, f"{place:03}", remark, named=named)
        names = await self.organs.names(sorted({line.agency for line in lines if line.agency} | {BUREAU}))
        for line in lines:
            self._attachment(papers, actor, case, line, names, named=named)
        return papers

    async def _letter(
        self, papers: Papers, case: Any, line: Line, place: str, remark: str, *, named: bool
    ) -> None:
        facts, receipts = line.facts, self.receipts
        if receipts is None:
            raise LettersUnknownError(self.source.service)
        if reason := self.source.letter_withheld(line, named=named):
            papers.left_out.append({"what": "letter", "id": facts["letter_id"], "reason": reason})
            return
        kind = receipts.writer.kind(facts["kind"])
        stem, number = f"{place}-{safe_name(facts['number'] or facts['letter_id'])}", facts["number"] or ""
        letter = case.letters[facts["letter_id"]]
        author = (await receipts.writer.organ(case, letter)).name
        for media_type, name in ((PDF, "pdf"), (DOCX, "docx")):
            papers.kept.append(
                Paper(
                    path=f"letters/{stem}.{name}",
                    media_type=media_type,
                    chunks=self._stored(case.id, facts[name]),
                    id=facts["letter_id"],
                    title=kind.title_zh,
                    number=number,
                    author=author,
                    on=date.fromisoformat(facts["issued_on"]),
                    remark=remark,
                    recorded=facts[f"{name}_sha256"],
                    counted=name == "pdf",
                    listed=name == "pdf",
                )
            )
        for ordinal, tried in enumerate(letter.tries, start=1):
            path = f"receipts/{stem}-{ordinal}.pdf"
            chunks = await self._receipt_chunks(receipts, case, letter, tried)
            papers.kept.append(_receipt(letter, tried, path, author, chunks))

    async def _receipt_chunks(
        self, receipts: Receipts, case: LetteredCase, letter: Letter, tried: Tried
    ) -> Chunks:
        ref = (tried.evidence_ref or "").partition("#")[0]
        if ref and DESTROYED in (await receipts.writer.sealed.open(ref)).values():
            return _destroyed
        return rendered(await receipts.content(case, letter, tried), self.fonts_dir)

    def _attachment(
        self, papers: Papers, actor: Actor, case: Any, line: Line, names: Mapping[str, str], *, named: bool
    ) -> None:
        found = line.facts.get("attachment_id") or line.facts.get("manifest_id")
        if found is None:
            return
        if reason := self.source.attachment_withheld(actor, case, line, named=named):
            papers.left_out.append({"what": "attachment", "id": found, "reason": reason})
            return
        media_type = line.facts.get("media_type", JSON)
        papers.kept.append(
            Paper(
                path=f"attachments/{UUID(found)}.{extension(media_type)}",
                media_type=media_type,
                chunks=self._stored(case.id, found),
                id=found,
                title=f"材料（{KINDS.get(media_type, '电子文件')}）",
                number="",
                author=names.get(line.agency or "") or PUBLIC.get(line.role or "", ""),
                on=date_of(line.at),
                remark="电子件",
                recorded=line.facts.get("manifest_digest"),
            )
        )

    def _stored(self, case_id: UUID, object_id: str) -> Chunks:
        return lambda: self.attachments.get(case_id, UUID(object_id))


async def _destroyed() -> AsyncIterator[bytes]:
    raise ObjectDestroyedError
    yield b""  # only a generator can be asked for its first piece


def _receipt(letter: Letter, tried: Tried, path: str, author: str, chunks: Chunks) -> Paper:
    return Paper(
        path=path,
        media_type=PDF,
        chunks=chunks,
        id=tried.service.id,
        title="送达回证",
        number=letter.number or "",
        author=author,
        on=tried.recorded_on,
        remark="" if tried.service.served_on else "未送达",
        counted=True,
    )


def rendered(content: LetterContent, fonts_dir: Path | None) -> Chunks:
    """A form that is printed while the file is written."""

    async def chunks() -> AsyncIterator[bytes]:
        yield await asyncio.to_thread(render_pdf, content, fonts_dir)

    return chunks
