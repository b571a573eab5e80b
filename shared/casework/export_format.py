"""The exported file of a case: its parts, names, digests, for who writes and who checks it (案卷格式)."""

import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import orjson

FORMAT = "jiandu.case-file.v1"
COVER, CONTENTS, NOTES = "封面.pdf", "目录.pdf", "备考表.pdf"
EVENTS, AUDIT, IDENTITY = "events.json", "audit.json", "identity.json"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SIGNED = b"jiandu.case-file.v1\n"
"""What stands before a manifest when it is signed, so that the signature fits nothing else."""

EVENT_FIELDS = ("position", "type", "at", "role", "agency", "person", "basis", "facts")
"""What the digest of the events covers; texts stand beside and are read differently by different people."""

OOXML = "application/vnd.openxmlformats-officedocument."
PDF, JSON, TEXT = "application/pdf", "application/json", "text/plain"
DOCX = f"{OOXML}wordprocessingml.document"
EXTENSIONS: Mapping[str, str] = {
    PDF: "pdf",
    JSON: "json",
    TEXT: "txt",
    DOCX: "docx",
    f"{OOXML}spreadsheetml.sheet": "xlsx",
    f"{OOXML}presentationml.presentation": "pptx",
    "application/ofd": "ofd",
    "audio/mpeg": "mp3",
    "image/bmp": "bmp",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tiff",
    "video/mp4": "mp4",
}
LONGEST_NAME = 120
"""Bytes of UTF-8; with folder, number and ending it fits every file system."""


def packed(content: Any) -> bytes:
    """JSON in one form only: sorted keys, two spaces, a line end."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(content, option=options)


def events_digest(events: Iterable[Mapping[str, Any]]) -> str:
    """The digest over all events in order, each with its length before it."""
    running = sha256()
    for event in events:
        text = orjson.dumps({name: event.get(name) for name in EVENT_FIELDS}, option=orjson.OPT_SORT_KEYS)
        running.update(f"{len(text)}|".encode())
        running.update(text)
    return running.hexdigest()


def safe_name(text: str) -> str:
    """A part of a file name, whatever the text says: letters, digits, year brackets and hyphens only."""
    kept = "".join(
        mark if mark.isalnum() or mark in "〔〕-" else "_" for mark in unicodedata.normalize("NFC", text)
    )
    return kept.encode()[:LONGEST_NAME].decode(errors="ignore").strip("_-") or "无号"


def extension(media_type: str) -> str:
    """The ending of a file's name; what its sender called it plays no part."""
    return EXTENSIONS.get(media_type, "bin")
