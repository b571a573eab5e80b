"""What the enforcement registry tells: bodies, officers, and which regulation binds whom (执法主体与人员).

Officers' names are of public function and travel in these contracts only; elsewhere a person is an id.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Contract


class AgencyFact(Contract):
    """One enforcement body as registered (执法主体).

    ``kind`` is the code of the catalogue (agency, authorised_organisation, ...), ``level`` the level of
    government, ``parent`` the principal or higher body, ``credit_code`` the 统一社会信用代码, ``intake_unit``
    the legal or designated unit that takes complaints in (受理机构), ``hotline`` its published telephone.
    """

    agency: str
    display_name: str
    short_name: str | None = None
    kind: str | None = None
    level: str | None = None
    parent: str | None = None
    credit_code: str | None = None
    intake_unit: str | None = None
    hotline: str | None = None
    active: bool = True


class AgencyRegistered(AgencyFact):
    """A body entered the registry (登记)."""

    name: ClassVar[str] = "enforcement_registry.agency_registered"
    registered_on: date


class AgencyChanged(AgencyFact):
    """A body's entry changed; the whole entry is told again (变更)."""

    name: ClassVar[str] = "enforcement_registry.agency_changed"
    changed_on: date


class DeliveryAddressFact(Contract):
    """How a body agreed to be served (送达地址确认书), told whole.

    ``channels`` are codes of the systems that it receives documents in, ``electronic`` its consent to them,
    ``confirmed_by`` the person who confirmed; none where the bureau entered the body's own paper.
    """

    agency: str
    electronic: bool
    channels: tuple[str, ...] = ()
    confirmed_on: date
    confirmed_by: UUID | None = None


class DeliveryAddressConfirmed(DeliveryAddressFact):
    """A body confirmed how documents reach it, in place of what it confirmed before (送达地址确认)."""

    name: ClassVar[str] = "enforcement_registry.delivery_address_confirmed"


class DeliveryAddressRevoked(DeliveryAddressFact):
    """A body revoked its confirmation, which no longer holds from ``revoked_on`` on (撤回)."""

    name: ClassVar[str] = "enforcement_registry.delivery_address_revoked"
    revoked_on: date


class PostHeld(BaseModel):
    """A post of a person with its days (任职): a code such as ``head``; ``held_until`` is its last day."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    post: str
    agency: str
    unit: str | None = None
    held_from: date
    held_until: date | None = None


class OfficerFact(Contract):
    """One person of the registry (执法人员); ``certificate_valid_until`` is the last valid day."""

    person: UUID
    display_name: str
    agency: str
    certificate_number: str | None = None
    certificate_valid_until: date | None = None
    posts: tuple[PostHeld, ...] = ()
    active: bool = True


class OfficerRegistered(OfficerFact):
    """A person entered the registry (登记)."""

    name: ClassVar[str] = "enforcement_registry.officer_registered"
    registered_on: date


class OfficerChanged(OfficerFact):
    """A person's entry changed; the whole entry is told again (变更)."""

    name: ClassVar[str] = "enforcement_registry.officer_changed"
    changed_on: date


class RegulationBound(Contract):
    """A regulation version binds an agency for a time (规范适用).

    ``regulation`` is ``issuer/topic``, ``in_force_from`` names its version, ``bound_until`` is the last day.
    """

    name: ClassVar[str] = "enforcement_registry.regulation_bound"
    agency: str
    regulation: str
    in_force_from: date
    bound_from: date
    bound_until: date | None = None
