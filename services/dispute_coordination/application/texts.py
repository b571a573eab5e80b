"""Who knows of which line of a course, and who reads what was written in it (文书内容的可见范围).

The bureau, its handlers and the government read all. A party reads the request, answers, decisions and
reports; what the bureau gathers and weighs before an outcome stays with the bureau.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.dispute_coordination.application.policies import AGENCY_ROLES
from services.dispute_coordination.domain.dispute import Dispute
from shared.casework import timeline
from shared.casework.texts import open_texts
from shared.casework.timeline import Line
from shared.identity.actor import Actor
from shared.privacy.sealed import SealedStore

OF_THE_BUREAU = {
    "facts_verified",
    "consulted",
    "extension_requested",
    "letter_drafted",
    "letter_revised",
    "letter_approved",
    "letter_returned",
    "letter_voided",
}
"""Lines of the bureau's own: a party does not learn that they exist."""

OF_ONE_AGENCY = {
    "view_recorded": "body",
    "followed_up": "agency",
    "execution_verified": "agency",
    "opinion_defied": "agency",
    "decision_defied": "agency",
    "ladder_climbed": "agency",
    "delivery_recorded": "addressee",
    "delivery_rebutted": "addressee",
    "letter_acknowledged": "addressee",
}
"""Lines that concern one agency, which the others do not see; the fact that names it."""

READ_BY_PARTIES = {
    "negotiation_recorded",
    "requested",
    "request_filed",
    "materials_added",
    "supplement_requested",
    "supplement_filed",
    "deemed_withdrawn",
    "withdrawal_reversed",
    "declined",
    "answer_received",
    "agency_joined",
    "merged",
    "withdrawn",
    "terminated",
    "urgency_decided",
    "government_decided",
    "execution_reported",
}
"""Lines whose texts every party reads."""

READ_BY_THE_AGENCY = {
    "view_recorded": "body",
    "urgency_requested": "agency",
    "interim_measure_recorded": "agency",
    "unilateral_act_recorded": "agency",
    "execution_verified": "agency",
    "opinion_defied": "agency",
    "decision_defied": "agency",
    "ladder_climbed": "agency",
}
"""Lines whose texts only the agency reads that they are about; the fact that names it."""


CONDITIONS: Mapping[str, Callable[[Mapping[str, Any], Actor], bool]] = {
    "letter_issued": lambda facts, actor: actor.agency in facts["addressees"],
    "attachment_added": lambda facts, _: facts["provider"] is not None,
    "extension_decided": lambda facts, _: bool(facts["approved"]),
}
"""Lines that a party sees if this holds: its letters, the agencies' files, more time that was given."""


def is_party(actor: Actor) -> bool:
    """Whether the actor looks at the case from outside the bureau and the government."""
    return actor.role in AGENCY_ROLES


def may_see(actor: Actor, line: Line) -> bool:
    """Whether the actor may know of a line at all."""
    if not is_party(actor):
        return True
    if line.type in OF_ONE_AGENCY:
        return line.facts.get(OF_ONE_AGENCY[line.type]) == actor.agency
    if condition := CONDITIONS.get(line.type):
        return condition(line.facts, actor)
    return line.type not in OF_THE_BUREAU


def may_read(actor: Actor, case: Dispute, line: Line) -> bool:
    """Whether the texts of a line are open to the actor."""
    if not is_party(actor) or line.type in READ_BY_PARTIES:
        return True
    if line.type == "agreement_reported":
        return bool(case.opinions)
    if line.type == "proposal_reported":
        return (case.proposal or {}).get("state") == "decided"
    return line.facts.get(READ_BY_THE_AGENCY.get(line.type, "")) == actor.agency


def may_open(actor: Actor, _: Dispute, line: Line) -> bool:
    """Whether a file of the case is open to the actor: to parties what agencies put there."""
    return may_see(actor, line)


def refs_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The references in a line's facts, by the name of the text; parts of a request by their code."""
    contents = facts.get("contents")
    parts = contents if isinstance(contents, Mapping) else {}
    found = {**timeline.refs_of(facts), **parts}
    return {name: ref for name, ref in found.items() if name != "text" and isinstance(ref, str)}


async def opened_texts(sealed: SealedStore, lines: Iterable[Line]) -> dict[str, str]:
    """Open all references of these lines at once: reference → text."""
    return await open_texts(sealed, (ref for line in lines for ref in refs_of(line.facts).values()))
