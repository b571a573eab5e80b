"""Opening the sealed texts of a course for those who handle it, and for nobody else (文书内容的可见范围)."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.complaints.application.policies import CaseFacts, investigates, is_bureau, is_desk, is_ordered
from services.complaints.domain.vocabulary import BUREAU
from shared.casework import timeline
from shared.casework.texts import open_texts
from shared.casework.timeline import Line
from shared.identity.actor import Actor, Role
from shared.privacy.sealed import SealedStore

SHOWN_TO_ORDERED = {"order_issued", "order_delivered", "correction_reported", "correction_verified"}
FROM_COMPLAINANT = {"received", "appeal_filed", "misconduct_flagged", "called_back"}
"""Lines whose text may give the complainant away: only the bureau's desk reads them."""
TO_COMPLAINANT = {"complainant_notified", "replied", "declined"}
"""Lines that address the complainant, perhaps by name: investigators do not read them."""


LETTER_LINES = frozenset(
    {
        *("letter_drafted", "letter_revised", "letter_approved", "letter_returned", "letter_issued"),
        *("letter_voided", "delivery_recorded", "delivery_rebutted", "letter_acknowledged"),
    }
)
"""Lines of letters: their text stands in the letter, which has its own page and its own readers."""

OF_THE_BODY = {
    "conflict_declared",
    "preliminary_opinion_drafted",
    "discussion_recorded",
    "misconduct_flagged",
    "transferred",
    "transfer_receipt_recorded",
    "transfer_handled",
    "transfer_feedback_received",
}
"""Lines of the deciding body's own: the agency complained of does not learn that they exist."""


def is_outside(actor: Actor, facts: CaseFacts) -> bool:
    """Whether the actor works for an agency that does not handle the case."""
    return actor.role in {Role.AGENCY_CLERK, Role.AGENCY_HEAD} and not is_desk(actor, facts)


def may_see(actor: Actor, facts: CaseFacts, line: Line) -> bool:
    """Whether the actor may know of a line at all."""
    if not is_outside(actor, facts):
        return True
    if line.type in LETTER_LINES:
        return line.facts.get("addressee") == actor.agency
    of_target = line.type == "rung_reached" and (line.basis or "").startswith("internal_target#")
    return line.type not in OF_THE_BODY and not of_target


def may_read(actor: Actor, facts: CaseFacts, line: Line) -> bool:
    """Whether the texts of a line are open to the actor."""
    if line.type in LETTER_LINES or (actor.person is not None and str(actor.person) in facts.recused):
        return False
    if is_bureau(actor, facts):
        return True
    if line.type in FROM_COMPLAINANT:
        return False
    if is_desk(actor, facts):
        return line.agency != BUREAU or line.type in SHOWN_TO_ORDERED
    if investigates(actor, facts):
        of_house = facts.handler == BUREAU or line.agency != BUREAU
        return line.type not in TO_COMPLAINANT and (of_house or line.type in SHOWN_TO_ORDERED)
    return is_ordered(actor, facts) and line.type in SHOWN_TO_ORDERED


def refs_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The references in a line's facts, by the name of the text; those of views by person."""
    views = {f"view:{view['person']}": view["view_ref"] for view in facts.get("views", ())}
    return timeline.refs_of(facts) | views


async def opened_texts(sealed: SealedStore, lines: Iterable[Line]) -> dict[str, str]:
    """Open all references of these lines at once: reference → text."""
    return await open_texts(sealed, (ref for line in lines for ref in refs_of(line.facts).values()))
