"""Packed files that are equal byte for byte when their contents are (一致打包)."""

import zipfile
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)


def packed_alike(packed: bytes) -> bytes:
    """The same archive with one date for all members; a packer writes the hour of the day."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, old.read(member))
    return stream.getvalue()
