"""Days as browsers send them in addresses and forms (日期填写)."""

import re
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def written_day(text: str) -> date | None:
    """Read a day; what is none counts as not asked for."""
    if not _DAY.fullmatch(text.strip()):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
