"""What leaves the complaints service, and as which contract (对外发布的事件)."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from services.complaints.domain.events import aftercare, decision, remedies
from services.complaints.domain.vocabulary import Finding, Misconduct, Stage
from shared.bus.cases import case_contracts
from shared.contracts.base import Contract
from shared.contracts.cases import CaseFact, ClockFact
from shared.contracts.complaints import (
    AccountabilityRecommended,
    ComplaintSubstantiated,
    OrderToCorrectIssued,
    RetaliationFlagged,
    TransferMade,
)
from shared.eventlog.recorded import Recorded
from shared.identity.actor import Actor, Role

UNSEEN_STAGES = {Stage.RECEIVED, Stage.DECLINED}
"""Stages in which the agency complained of does not know of the case."""


def publish(recorded: Recorded) -> list[Contract]:
    """The contracts of one event: the common shape of cases and clocks, and what others will follow."""
    contracts = list(case_contracts("complaints", recorded))
    told = _OWN.get(type(recorded.event))
    if told and (own := told(recorded.event, _head(recorded))):
        contracts.append(own)
    return contracts


def seen_by(actor: Actor, contract: Contract) -> bool:
    """Who reads which fact in the feed (事件回放的可见范围).

    The bureau and auditors read all. An agency reads what its page of the case would show: nothing before
    acceptance unless it handles, nothing of leads, transfers and flags, recommendations only to itself.
    """
    if actor.person in getattr(contract, "hidden_from", ()):
        return False  # nobody reads of a case about oneself
    if actor.role in {Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.AUDITOR}:
        return True
    if actor.role not in {Role.AGENCY_CLERK, Role.AGENCY_HEAD} or actor.agency is None:
        return False
    if isinstance(contract, AccountabilityRecommended):
        return contract.recommended_to == actor.agency
    if isinstance(contract, CaseFact | ClockFact):
        return contract.procedure == "complaint" and _concerns(actor.agency, contract)
    told = isinstance(contract, ComplaintSubstantiated | OrderToCorrectIssued)
    return told and getattr(contract, "agency", None) == actor.agency


def _concerns(agency: str, contract: CaseFact | ClockFact) -> bool:
    if getattr(contract, "handler", None) == agency:
        return True
    handled_by_agency = contract.owner_role == Role.AGENCY_CLERK
    return contract.agency == agency and (handled_by_agency or contract.stage not in UNSEEN_STAGES)


def _head(recorded: Recorded) -> dict[str, Any]:
    case: Mapping[str, Any] = recorded.metadata["case"]
    return {
        "case_id": recorded.event.originator_id,
        "number": case["number"],
        "agency": case["agency"] or "",
        "basis": getattr(recorded.event, "basis", None) or "",
    }


def _concluded(event: decision.Concluded, head: dict[str, Any]) -> Contract | None:
    if event.finding == Finding.UNFOUNDED:
        return None
    return ComplaintSubstantiated(**head, substantiated_on=event.concluded_on)


def _recommended(event: remedies.AccountabilityRecommended, head: dict[str, Any]) -> Contract:
    return AccountabilityRecommended(
        **head,
        recommended_on=event.recommended_on,
        mode=event.mode,
        officers=(UUID(event.person),),
        forms=(event.form,),
        recommended_to=event.organ,
    )


def _transferred(event: remedies.Transferred, head: dict[str, Any]) -> Contract:
    return TransferMade(
        **head, transferred_on=event.transferred_on, addressee=event.organ, reason=f"{event.kind}_transfer"
    )


def _ordered(event: remedies.OrderIssued, head: dict[str, Any]) -> Contract:
    return OrderToCorrectIssued(**{**head, "agency": event.agency}, issued_on=event.issued_on)


def _flagged(event: aftercare.MisconductFlagged, head: dict[str, Any]) -> Contract | None:
    if event.misconduct != Misconduct.RETALIATION:
        return None
    return RetaliationFlagged(**head, flagged_on=event.flagged_on)


_OWN: Mapping[type, Callable[[Any, dict[str, Any]], Contract | None]] = {
    decision.Concluded: _concluded,
    remedies.AccountabilityRecommended: _recommended,
    remedies.Transferred: _transferred,
    remedies.OrderIssued: _ordered,
    aftercare.MisconductFlagged: _flagged,
}
