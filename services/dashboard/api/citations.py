"""Where an article can be read: the page of its regulation, at its label (依据的链接)."""

from urllib.parse import quote

from services.dashboard.views.lights import INTERNAL_TARGET
from shared.law.book import LawBook
from shared.law.rule import UnknownLawError

INTERNAL_TARGETS = "/law/internal-targets"


def law_address(law: LawBook, basis: str) -> str:
    """Give the page and place of a basis; nothing where it cites no regulation of the suite.

    The day in the address is the day from which the cited version is in force, so that a citation leads to
    the version that was applied and not to a later one.
    """
    document, _, label = basis.partition("#")
    if document == INTERNAL_TARGET:
        return f"{INTERNAL_TARGETS}#{quote(label)}"
    try:
        regulation = law.by_id(document)
    except UnknownLawError:
        return ""
    return article_address(regulation.name, regulation.in_force_from.isoformat(), label)


def article_address(name: str, on: str, label: str = "") -> str:
    """Give the address of a regulation on a day, today if none is given, at a label."""
    day = f"?on={on}" if on else ""
    place = f"#{quote(label, safe='')}" if label else ""
    return f"/law/{name}{day}{place}"
