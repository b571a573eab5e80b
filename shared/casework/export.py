"""One case, one file: events, letters, receipts, attachments and audit entries as one ZIP (一案一档).

The look is in the audit log before the first byte leaves; no member is ever held whole.
"""

import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.audit.signing import Signer
from shared.casework import export_format as parts
from shared.casework.desk import CaseDesk
from shared.casework.export_forms import Listed, contents_form, cover_form, notes_form
from shared.casework.export_papers import Paper, PaperCollector, Papers, rendered
from shared.casework.export_source import ExportSource, Texts
from shared.casework.organs import BUREAU
from shared.casework.timeline import Line
from shared.casework.zip_stream import ZipStream
from shared.clock.suite import date_of
from shared.documents.content import LetterHead
from shared.eventlog.command import Command
from shared.law.refusal import InvalidError, Refusal
from shared.privacy.attachments import ObjectDestroyedError
from shared.privacy.masking import DESTROYED
from shared.privacy.objects import ObjectMissingError

LOST = "[文件缺失]"
PAGE = re.compile(rb"/Type\s*/Page(?=[^A-Za-z])")
LONGEST_MARK = 16
REFERENCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}#\S+")
_OUTBOX = table("audit_outbox", column("sequence"), column("entry"), column("signature"))

Course = Callable[[UUID], Awaitable[Sequence[Line]]]


class ReasonMissingError(InvalidError):
    """A file with the sealed identity in it needs a reason (须说明理由)."""

    slug = "export-reason-missing"
    title = "导出含身份信息的案卷须说明理由"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An archive on its way out."""

    filename: str
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class _Volume:
    """What the archive is written from, as it stood when the look was recorded."""

    case: Any
    lines: Sequence[Line]
    texts: Texts
    facts: Mapping[int, Mapping[str, Any]]
    papers: Papers
    identity: Mapping[str, str]
    look: Command

    @property
    def events(self) -> list[dict[str, Any]]:
        """The course as data."""
        return [
            {
                "position": line.position,
                "type": line.type,
                "at": line.at.isoformat(),
                "role": line.role,
                "agency": line.agency,
                "person": line.person,
                "basis": line.basis,
                "facts": self.facts[line.position],
                "texts": dict(self.texts.get(line.position, {})),
            }
            for line in self.lines
        ]


@dataclass(frozen=True, slots=True)
class ExportRoom:
    """Hands out the whole file of a case to the desk that keeps it."""

    desk: CaseDesk[Any]
    source: ExportSource
    course: Course
    collector: PaperCollector
    engine: AsyncEngine
    signer: Signer

    async def open(
        self, look: Command, case_id: UUID, *, include_identity: bool = False, reason: str = ""
    ) -> ExportedFile:
        """The file of a case; a refusal is recorded, and so is the look, before anything leaves."""
        try:
            case = await self.desk.visible(look.actor, case_id, look.action)
            identity = await self._identity(look, case, reason) if include_identity else {}
            volume = await self._volume(look, case, identity)
        except Refusal as refusal:
            await self.desk.commands.reject(look, refusal, str(case_id))
        note = f"case file up to event {volume.lines[-1].position}"
        await self.desk.commands.note(look, object_=str(case_id), note=note)
        name = parts.safe_name(str(case.summary()["number"]))
        return ExportedFile(f"{name}.zip", self._written(volume))

    async def _identity(self, look: Command, case: Any, reason: str) -> Mapping[str, str]:
        if not reason:
            raise ReasonMissingError("say why the identity is to be in the file")
        return await self.source.identity(look, case, reason)

    async def _volume(self, look: Command, case: Any, identity: Mapping[str, str]) -> _Volume:
        named, actor = bool(identity), look.actor
        course = (await self.course(case.id))[: case.version]  # what came since belongs to a later file
        lines = [line for line in course if self.source.may_see(actor, case, line)]
        return _Volume(
            case=case,
            lines=lines,
            texts=await self.source.texts(actor, case, lines, named=named),
            facts={line.position: without_references(self.source.facts(line)) for line in lines},
            papers=await self.collector.of(actor, case, lines, named=named),
            identity=identity,
            look=look,
        )

    async def _written(self, volume: _Volume) -> AsyncIterator[bytes]:
        writer = _Writer(volume, self.collector.fonts_dir)
        async for piece in writer.papers():
            yield piece
        cover = await self.source.cover(volume.case, volume.lines, volume.identity)
        async for piece in writer.forms(cover, await self._head(volume)):
            yield piece
        if volume.identity:
            async for piece in writer.json(parts.IDENTITY, dict(volume.identity)):
                yield piece
        events = volume.events
        async for piece in writer.json(parts.EVENTS, {"case_id": str(volume.case.id), "events": events}):
            yield piece
        async for piece in writer.json(parts.AUDIT, await self._audit(volume.case.id)):
            yield piece
        async for piece in writer.sealed(self._about(volume, events), self.signer):
            yield piece

    async def _head(self, volume: _Volume) -> LetterHead:
        """Of the forms: whose file it is, as of its last event."""
        keeper = self.desk.handler(volume.case) or BUREAU
        names = await self.collector.organs.names([keeper])
        return LetterHead(
            issuer=names[keeper],
            dated=date_of(volume.lines[-1].at),
            case_number=str(volume.case.summary()["number"]),
        )

    def _about(self, volume: _Volume, events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        case, actor = volume.case, volume.look.actor
        return {
            "format": parts.FORMAT,
            "service": self.source.service,
            "case_id": str(case.id),
            "number": str(case.summary()["number"]),
            "made_at": volume.look.at.isoformat(),
            "made_by": str(actor.person) if actor.person else actor.subject,
            "regulations": _regulations(case, volume.lines),
            "event_count": len(events),
            "last_position": events[-1]["position"],
            "events_digest": parts.events_digest(events),
            "identity_included": bool(volume.identity),
            "left_out": volume.papers.left_out,
        }

    async def _audit(self, case_id: UUID) -> dict[str, Any]:
        """The entries about this case as they were signed; those of its exports stay out."""
        columns = _OUTBOX.c
        query = (
            select(columns.sequence, columns.entry, columns.signature)
            .where(columns.entry.like(f'%"object":"{case_id}"%'))
            .order_by(columns.sequence)
        )
        async with self.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        entries = [
            {
                "sequence": row.sequence,
                "entry": row.entry,
                "sha256": sha256(row.entry.encode()).hexdigest(),
                "signature": base64.b64encode(row.signature).decode(),
            }
            for row in rows
            if not self._is_export(orjson.loads(row.entry))
        ]
        return {"source": self.source.service, "entries": entries}

    def _is_export(self, entry: Mapping[str, Any]) -> bool:
        """Else every export would change the next one."""
        return bool(entry["action"] == f"{self.source.service}.export" and entry["outcome"] == "accepted")


@dataclass(slots=True)
class _Writer:
    """Writes the parts in turn and remembers what the manifest says of them."""

    volume: _Volume
    fonts_dir: Path | None
    stream: ZipStream = field(default_factory=ZipStream)
    files: list[dict[str, Any]] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)

    async def papers(self) -> AsyncIterator[bytes]:
        """All papers; what was destroyed leaves a word in its place."""
        for paper in self.volume.papers.kept:
            async for piece in self._paper(paper):
                yield piece

    async def forms(self, cover: Mapping[str, str], head: LetterHead) -> AsyncIterator[bytes]:
        """The three forms that close a file; they come after what they count."""
        printed = {
            parts.CONTENTS: contents_form(self.listed, head),
            parts.COVER: cover_form(cover, self.listed, head),
            parts.NOTES: notes_form(cover, self.listed, len(self.volume.papers.left_out), head),
        }
        for path, content in printed.items():
            async for piece in self._member(path, parts.PDF, rendered(content, self.fonts_dir)()):
                yield piece

    async def json(self, path: str, content: Any) -> AsyncIterator[bytes]:
        """A part as JSON."""
        async for piece in self._member(path, parts.JSON, _one(parts.packed(content))):
            yield piece

    async def sealed(self, about: Mapping[str, Any], signer: Signer) -> AsyncIterator[bytes]:
        """The manifest over everything before it, and the service's signature under the manifest."""
        text = parts.packed({**about, "files": sorted(self.files, key=lambda each: str(each["path"]))})
        public = signer.public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        signature = {
            "algorithm": "Ed25519",
            "public_key": base64.b64encode(public).decode(),
            "manifest_sha256": sha256(text).hexdigest(),
            "signature": base64.b64encode(signer.sign(parts.SIGNED + text)).decode(),
        }
        for path, content in ((parts.MANIFEST, text), (parts.SIGNATURE, parts.packed(signature))):
            async for piece in self.stream.add(path, _one(content)):
                yield piece
        yield self.stream.close()

    async def _paper(self, paper: Paper) -> AsyncIterator[bytes]:
        counter, path, state, chunks = _PageCounter(), paper.path, "", paper.chunks()
        try:
            first = await anext(chunks, b"")
        except ObjectMissingError as gone:
            state, word = (
                ("destroyed", DESTROYED) if isinstance(gone, ObjectDestroyedError) else ("lost", LOST)
            )
            path, first, chunks = f"{paper.path}.{state}.txt", word.encode(), _one()
        about = {"id": paper.id, "state": state, "recorded_sha256": None if state else paper.recorded}
        media_type = parts.TEXT if state else paper.media_type
        async for piece in self._member(path, media_type, counter.watch(first, chunks), **about):
            yield piece
        if paper.listed:
            pages = counter.pages if paper.counted and not state else None
            self.listed.append(
                Listed.of(paper, pages, {"destroyed": "已销毁", "lost": "缺失"}.get(state, ""))
            )

    async def _member(
        self, path: str, media_type: str, chunks: AsyncIterator[bytes], **about: Any
    ) -> AsyncIterator[bytes]:
        async for piece in self.stream.add(path, chunks):
            yield piece
        member = self.stream.members[-1]
        known = {name: value for name, value in about.items() if value}
        self.files.append(
            {"path": path, "media_type": media_type, "size": member.size, "sha256": member.sha256, **known}
        )


class _PageCounter:
    """Counts the pages of a PDF of our own while it passes; such a PDF writes each page object openly."""

    def __init__(self) -> None:
        self.pages = 0
        self._tail = b""

    async def watch(self, first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass everything on."""
        self._see(first)
        yield first
        async for chunk in rest:
            self._see(chunk)
            yield chunk

    def _see(self, chunk: bytes) -> None:
        seen = self._tail + chunk
        self.pages += sum(1 for found in PAGE.finditer(seen) if found.end() >= len(self._tail))
        self._tail = seen[-LONGEST_MARK:]


def without_references(facts: Any) -> Any:
    """Facts without what points into the sealed store, at any depth."""
    if isinstance(facts, Mapping):
        return {name: without_references(value) for name, value in facts.items() if not _refers(name, value)}
    if isinstance(facts, list | tuple):
        return [without_references(value) for value in facts if not _refers("", value)]
    return facts


def _refers(name: str, value: Any) -> bool:
    return name.endswith("_ref") or (isinstance(value, str) and REFERENCE.fullmatch(value) is not None)


def _regulations(case: Any, lines: Sequence[Line]) -> list[str]:
    """The versions that bound the case: the first, and those that its events cite."""
    cited = {case.regulation, *((line.basis or "").partition("#")[0] for line in lines)}
    return sorted(one for one in cited if "@" in one)


async def _one(*contents: bytes) -> AsyncIterator[bytes]:
    for content in contents:
        yield content
