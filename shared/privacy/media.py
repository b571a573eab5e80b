"""What kind of file it is, told by its content, and which kinds may enter (文件类型白名单).

Files are never unpacked: an office document is told by the names in its archive's directory alone.
"""

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import puremagic

from shared.law.refusal import InvalidError

OOXML = "application/vnd.openxmlformats-officedocument."
ARCHIVE = b"PK\x03\x04"
OFFICE_PARTS = {
    b"word/document.xml": f"{OOXML}wordprocessingml.document",
    b"xl/workbook.xml": f"{OOXML}spreadsheetml.sheet",
    b"ppt/presentation.xml": f"{OOXML}presentationml.presentation",
    b"OFD.xml": "application/ofd",
}
MACROS = (b"vbaProject.bin", b"macrosheets/")
BY_MAGIC = {
    "application/pdf": "application/pdf",
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/bmp": "image/bmp",
    "image/tiff": "image/tiff",
    "audio/mpeg": "audio/mpeg",
    "video/mp4": "video/mp4",
}
SIGNATURES = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "audio/mpeg": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
}
TEXT = "text/plain"
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ALLOWED = frozenset({*OFFICE_PARTS.values(), *BY_MAGIC.values(), TEXT})
MAX_NAME = 120


class FileTypeRefusedError(InvalidError):
    """The content is of no kind that may enter (不支持的文件类型)."""

    status = 415
    slug = "file-type-refused"
    title = "不支持该文件类型"


def media_type(head: bytes, tail: bytes) -> str:
    """Tell the kind of a file by its first and last bytes, or raise ``FileTypeRefusedError``."""
    if head.startswith(ARCHIVE):
        return _office(head + tail)
    found = _by_magic(head, tail)
    if found is None and _is_text(head) and _is_text(tail, cut=True):
        found = TEXT
    if found is None:
        raise FileTypeRefusedError("Only PDF, images, office documents, text, sound and video may enter.")
    return found


def file_name(declared: str) -> str:
    """Make a declared file name harmless: its last part, one line, no control characters, 120 at most."""
    last = PureWindowsPath(PurePosixPath(declared.replace("\x00", "")).name).name
    name = "".join(mark for mark in last if unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    name = re.sub(r'[<>:"|?*\\/]', "_", name).strip(" .")
    return name[-MAX_NAME:] or "附件"


def _office(names: bytes) -> str:
    if any(macro in names for macro in MACROS):
        raise FileTypeRefusedError("Documents with macros may not enter.", title="文件含宏，不能上传")
    for part, kind in OFFICE_PARTS.items():
        if part in names:
            return kind
    raise FileTypeRefusedError("Archives may not enter.", title="不支持压缩包")


def _by_magic(head: bytes, tail: bytes) -> str | None:
    try:
        matches = puremagic.magic_string(head + tail)
    except (puremagic.PureError, ValueError):
        return None
    for match in matches:
        kind = BY_MAGIC.get(match.mime_type)
        if kind and (kind not in SIGNATURES or head.startswith(SIGNATURES[kind])):
            return kind
    return None


def _is_text(sample: bytes, *, cut: bool = False) -> bool:
    if CONTROL.search(sample):
        return False
    return any(_decodes(sample, encoding, cut=cut) for encoding in ("utf-8", "gb18030"))


def _decodes(sample: bytes, encoding: str, *, cut: bool) -> bool:
    for start in range(4 if cut else 1):
        for end in range(4):
            try:
                sample[start : len(sample) - end].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
