"""What leaves the dispute service, and as which contract (对外发布的事件)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from services.dispute_coordination.domain.events import execution, outcome, standstill
from shared.bus.cases import case_contracts
from shared.contracts import dispute_coordination as told
from shared.contracts.base import Contract
from shared.contracts.cases import CaseFact, ClockFact
from shared.eventlog.recorded import Recorded
from shared.identity.actor import Actor, Role

SERVICE = "dispute_coordination"
AGENCIES = frozenset({Role.AGENCY_CLERK, Role.AGENCY_HEAD})


def publish(recorded: Recorded) -> list[Contract]:
    """The contracts of one event: the common shape of cases and clocks, and what others will follow."""
    contracts = list(case_contracts(SERVICE, recorded))
    own = _OWN.get(type(recorded.event))
    if own and (contract := own(recorded.event, _head(recorded))):
        contracts.append(contract)
    return contracts


def seen_by(actor: Actor, contract: Contract) -> bool:
    """Who reads which fact in the feed (事件回放的可见范围).

    The bureau, the government and auditors read all. An agency reads the cases to which it is a party, once
    it knows of them, and what is on record against itself.
    """
    if actor.role in {Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.GOVERNMENT, Role.AUDITOR}:
        return True
    if actor.role not in AGENCIES or actor.agency is None:
        return False
    if isinstance(contract, CaseFact):
        return actor.agency in contract.addressed
    if isinstance(contract, ClockFact):  # names the agency in front, and in its name the one that must act
        return actor.agency in {contract.agency, contract.clock.partition(":")[2]}
    if isinstance(contract, told.OpinionIssued | told.DisputeDecided):
        return actor.agency in contract.agencies
    return getattr(contract, "agency", None) == actor.agency


def _head(recorded: Recorded) -> dict[str, Any]:
    case: Mapping[str, Any] = recorded.metadata.get("case") or {}
    return {
        "case_id": recorded.event.originator_id,
        "number": case.get("number", ""),
        "basis": getattr(recorded.event, "basis", None) or "",
        "agencies": tuple(case.get("parties", ())),
    }


def _opinion_defied(event: execution.OpinionDefied, head: dict[str, Any]) -> Contract:
    return told.OpinionDefied(
        **_only(head),
        agency=event.agency,
        manner=event.manner,
        opinion_number=event.opinion_number,
        served_on=event.served_on,
        recorded_on=event.recorded_on,
    )


def _decision_defied(event: execution.DecisionDefied, head: dict[str, Any]) -> Contract:
    return told.DecisionDefied(
        **_only(head),
        agency=event.agency,
        manner=event.manner,
        document=event.document,
        next_rung=event.next_rung,
        recorded_on=event.recorded_on,
    )


def _climbed(event: execution.LadderClimbed, head: dict[str, Any]) -> Contract:
    return told.LadderClimbed(
        **_only(head),
        agency=event.agency,
        rung=event.rung,
        document=event.document,
        next_rung=event.next_rung,
        taken_on=event.taken_on,
    )


def _acted(event: standstill.UnilateralActRecorded, head: dict[str, Any]) -> Contract | None:
    if not event.lead_offered:
        return None
    return told.StandstillBreached(
        **_only(head),
        agency=event.agency,
        act_id=UUID(event.act_id),
        acted_on=event.acted_on,
        recorded_on=event.recorded_on,
    )


def _issued(event: outcome.OpinionIssued, head: dict[str, Any]) -> Contract:
    return told.OpinionIssued(**head, opinion_number=event.number, issued_on=event.issued_on)


def _decided(event: outcome.GovernmentDecided, head: dict[str, Any]) -> Contract | None:
    if not event.decided:
        return None
    return told.DisputeDecided(**head, document=event.document, decided_on=event.decided_on)


def _only(head: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in head.items() if name != "agencies"}


_OWN: Mapping[type, Callable[[Any, dict[str, Any]], Contract | None]] = {
    execution.OpinionDefied: _opinion_defied,
    execution.DecisionDefied: _decision_defied,
    execution.LadderClimbed: _climbed,
    standstill.UnilateralActRecorded: _acted,
    outcome.OpinionIssued: _issued,
    outcome.GovernmentDecided: _decided,
}
