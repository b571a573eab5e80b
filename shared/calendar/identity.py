"""What identifies a piece of calendar data: the hash of its content (历法数据的标识)."""

import hashlib
import json
from datetime import date


def hash_of(content: object) -> str:
    """SHA-256 over canonical JSON, in hexadecimal; dates in ISO form."""
    text = json.dumps(content, ensure_ascii=False, default=date.isoformat, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
