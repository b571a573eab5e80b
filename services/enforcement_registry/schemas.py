"""What the registry's interface takes and gives (接口数据)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.enforcement_registry.domain import (
    AgencyKind,
    AgencyProfile,
    Holding,
    Management,
    OfficerProfile,
)
from shared.privacy.text import ShortText

AgencyCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
PostCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$")]
RegulationName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}/[a-z_]{1,40}$")]
CertificateNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{4,40}$")]
CreditCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
Telephone = Annotated[str, StringConstraints(pattern=r"^[0-9 +-]{3,30}$")]


class Taken(BaseModel):
    """Base of what is taken in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class AgencyEntry(Taken):
    """A body's entry (执法主体登记)."""

    display_name: ShortText
    short_name: ShortText | None = None
    kind: AgencyKind
    management: Management = Management.LOCAL
    level: PostCode = "district"
    superior_department: ShortText | None = None
    principal: AgencyCode | None = None
    credit_code: CreditCode | None = None
    legal_unit: ShortText | None = None
    designated_unit: ShortText | None = None
    hotline: Telephone | None = None
    supervision_body: ShortText | None = None
    units: Annotated[list[ShortText], Field(max_length=100)] = []

    def profile(self) -> AgencyProfile:
        """The entry in the domain's words."""
        entry = self.model_dump(include=set(AgencyEntry.model_fields))
        kind, management = self.kind.value, self.management.value
        return AgencyProfile(**{**entry, "kind": kind, "management": management, "units": tuple(self.units)})


class NewAgency(AgencyEntry):
    """A body to be registered; ``regulations`` are its own, the district's bind it on all other topics."""

    code: AgencyCode
    bound_from: date | None = None
    regulations: Annotated[list[RegulationName], Field(max_length=40)] = []


class DeliveryAddress(Taken):
    """How a body is to be served (送达地址确认).

    ``channels`` are the systems in which it agrees to receive documents; none without ``electronic``.
    ``written_on`` is the day of its paper where the bureau enters that; what a body enters itself holds
    from today on.
    """

    electronic: bool
    channels: Annotated[list[PostCode], Field(max_length=5)] = []
    written_on: date | None = None


class Post(Taken):
    """A post that a person takes (任职)."""

    post: PostCode
    agency: AgencyCode
    unit: ShortText | None = None
    held_from: date
    held_until: date | None = None

    def holding(self) -> Holding:
        """The post in the domain's words."""
        return Holding(self.post, self.agency, self.held_from, self.unit, self.held_until)


class PostEnd(Taken):
    """A post that a person leaves; ``last_day`` is the last day in it (离任)."""

    post: PostCode
    agency: AgencyCode
    last_day: date


class Certificate(Taken):
    """An enforcement certificate; ``valid_until`` is its last valid day (执法证)."""

    certificate_number: CertificateNumber
    valid_until: date


class NewOfficer(Taken):
    """A person to be registered (执法人员登记); ``person`` is an id that is known elsewhere already."""

    person: UUID | None = None
    display_name: ShortText
    agency: AgencyCode
    certificate: Certificate | None = None
    posts: Annotated[list[Post], Field(max_length=20)] = []

    def profile(self) -> OfficerProfile:
        """The entry in the domain's words."""
        certificate = self.certificate
        return OfficerProfile(
            self.display_name,
            self.agency,
            certificate.certificate_number if certificate else None,
            certificate.valid_until if certificate else None,
            tuple(post.holding() for post in self.posts),
        )


class Closure(Taken):
    """The last day of an entry (注销)."""

    closed_on: date


class NewBinding(Taken):
    """A regulation that shall bind a body; the one before it on the topic ends the day before."""

    agency: AgencyCode
    regulation: RegulationName
    bound_from: date


class BindingEnd(Taken):
    """The last day of a binding (终止适用)."""

    bound_until: date


class ShownDuty(BaseModel):
    """A duty that the entry does not show as done, with its article."""

    rule: str
    basis: str
    summary_zh: str
    summary_en: str


class ShownAgency(BaseModel):
    """A body as registered."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    display_name: str
    short_name: str | None
    kind: str
    management: str
    level: str
    superior_department: str | None
    principal: str | None
    credit_code: str | None
    legal_unit: str | None
    designated_unit: str | None
    hotline: str | None
    supervision_body: str | None
    units: list[str]
    active: bool


class ShownHead(BaseModel):
    """Who heads a body, or stands in (负责人)."""

    id: UUID
    display_name: str
    post: str
    held_from: date
    held_until: date | None


class ShownDeliveryAddress(BaseModel):
    """How a body agreed to be served, as it holds today."""

    model_config = ConfigDict(from_attributes=True)

    electronic: bool
    channels: list[str]
    confirmed_on: date


class AgencyDetail(ShownAgency):
    """A body with its intake unit, its heads and the duties still open."""

    delivery_address: ShownDeliveryAddress | None

    intake_body: str | None
    heads: list[ShownHead]
    open_duties: list[ShownDuty]


class ShownPost(BaseModel):
    """A post with its days."""

    model_config = ConfigDict(from_attributes=True)

    post: str
    agency: str
    unit: str | None
    held_from: date
    held_until: date | None


class ShownOfficer(BaseModel):
    """A person of the registry."""

    id: UUID
    display_name: str
    agency: str
    certificate_number: str | None
    certificate_valid_until: date | None
    active: bool
    posts: list[ShownPost]


class ShownBinding(BaseModel):
    """A regulation version that binds a body."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency: str
    topic: str
    regulation: str
    in_force_from: date
    bound_from: date
    bound_until: date | None


class Registered(BaseModel):
    """What became of a command: the entry's id, and its code where it has one."""

    id: UUID
    code: str | None = None
