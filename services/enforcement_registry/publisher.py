"""Which events of the registry leave, and as which contract (对外事件)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from services.enforcement_registry.domain import (
    Agency,
    AgencyProfile,
    Binding,
    Officer,
    agency_profile,
    delivery_address,
    officer_profile,
)
from shared.contracts.base import Contract
from shared.contracts.registry import (
    AgencyChanged,
    AgencyRegistered,
    DeliveryAddressConfirmed,
    DeliveryAddressRevoked,
    OfficerChanged,
    OfficerRegistered,
    PostHeld,
    RegulationBound,
)
from shared.eventlog.recorded import Recorded


def publish(recorded: Recorded) -> Sequence[Contract]:
    """Tell every entry whole, so that a reader needs no history."""
    event = recorded.event
    if isinstance(event, Agency.Created | Agency.Changed | Agency.Closed):
        return [_agency(event)]
    if isinstance(event, Agency.AddressConfirmed):
        return [_address(event)]
    if isinstance(event, Officer.Created | Officer.Changed):
        return [_officer(event)]
    if isinstance(event, Binding.Created | Binding.Ended):
        return [_binding(event)]
    return []


def _agency(event: Agency.Created | Agency.Changed | Agency.Closed) -> Contract:
    facts = _agency_facts(event.code, agency_profile(event.profile))
    if isinstance(event, Agency.Created):
        return AgencyRegistered(**facts, registered_on=event.registered_on)
    if isinstance(event, Agency.Changed):
        return AgencyChanged(**facts, changed_on=event.changed_on)
    return AgencyChanged(**facts, changed_on=event.closed_on, active=False)


def _agency_facts(code: str, profile: AgencyProfile) -> dict[str, Any]:
    return {
        "agency": code,
        "display_name": profile.display_name,
        "short_name": profile.short_name,
        "kind": profile.kind,
        "level": profile.level,
        "parent": profile.principal or profile.superior_department,
        "credit_code": profile.credit_code,
        "intake_unit": profile.legal_unit or profile.designated_unit,
        "hotline": profile.hotline,
    }


def _address(event: Agency.AddressConfirmed) -> Contract:
    address = asdict(delivery_address(event.address))
    facts: dict[str, Any] = {"agency": address.pop("receiver"), **address}
    if isinstance(event, Agency.AddressRevoked):
        return DeliveryAddressRevoked(**facts)
    return DeliveryAddressConfirmed(**facts)


def _officer(event: Officer.Created | Officer.Changed) -> Contract:
    profile = officer_profile(event.profile)
    facts: dict[str, Any] = {
        "person": event.originator_id,
        "display_name": profile.display_name,
        "agency": profile.agency,
        "certificate_number": profile.certificate_number,
        "certificate_valid_until": profile.certificate_valid_until,
        "posts": tuple(
            PostHeld(
                post=held.post,
                agency=held.agency,
                unit=held.unit,
                held_from=held.held_from,
                held_until=held.held_until,
            )
            for held in profile.posts
        ),
        "active": not isinstance(event, Officer.Closed),
    }
    if isinstance(event, Officer.Created):
        return OfficerRegistered(**facts, registered_on=event.registered_on)
    return OfficerChanged(**facts, changed_on=event.changed_on)


def _binding(event: Binding.Created | Binding.Ended) -> Contract:
    return RegulationBound(
        agency=event.agency,
        regulation=event.regulation,
        in_force_from=event.in_force_from,
        bound_from=event.bound_from,
        bound_until=event.bound_until if isinstance(event, Binding.Ended) else None,
    )
