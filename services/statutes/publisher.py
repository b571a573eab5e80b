"""What leaves the statutes service: publications, which every service keeps a copy of (对外发布)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.statutes.domain.calendar_content import edition_of
from services.statutes.domain.calendar_draft import CalendarEdition
from services.statutes.domain.policy import Policy
from services.statutes.domain.regulation import RegulationVersion
from shared.contracts.base import Contract
from shared.contracts.statutes import CalendarEditionPublished, PolicyChosen, RegulationPublished
from shared.eventlog.recorded import Recorded
from shared.identity.actor import Actor
from shared.web.feed import visible_to


def publish(recorded: Recorded) -> list[Contract]:
    """The contract of a publication; drafts stay in the house."""
    told = _OWN.get(type(recorded.event))
    return [told(recorded.event, recorded)] if told else []


def seen_by(actor: Actor, contract: Contract) -> bool:
    """Law and calendar are public; who answered an open question, and why, is for the bureau and auditors."""
    return isinstance(contract, CalendarEditionPublished | RegulationPublished) or visible_to(actor, contract)


def _edition(event: CalendarEdition.Created, recorded: Recorded) -> Contract:
    """The place in the log counts the publications."""
    edition = edition_of(event.content)
    return CalendarEditionPublished.of(edition, published_on=event.published_on, sequence=recorded.position)


def _regulation(event: RegulationVersion.Created, _: Recorded) -> Contract:
    return RegulationPublished(
        regulation=event.regulation,
        in_force_from=event.in_force_from,
        document=event.document,
        sha256=event.sha256,
        published_on=event.published_on,
        transition=event.transition,
    )


def _policy(event: Policy.Created | Policy.Chosen, _: Recorded) -> Contract:
    return PolicyChosen(
        policy=event.policy,
        value=event.value,
        reason=event.reason,
        chosen_on=event.chosen_on,
        chosen_by=event.chosen_by,
    )


_OWN: Mapping[type, Callable[[Any, Recorded], Contract]] = {
    CalendarEdition.Created: _edition,
    RegulationVersion.Created: _regulation,
    Policy.Created: _policy,
    Policy.Chosen: _policy,
}
