"""Bodies, persons and bindings as aggregates (执法主体、人员、适用关系)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from services.enforcement_registry import rules
from shared.clock.ids import derived_id
from shared.deadlines.case import Case
from shared.delivery.addresses import AddressConfirmation
from shared.law.refusal import InvalidError, OutOfOrderError

NAMESPACE = UUID("8c1c8a30-3f0e-5a38-9a53-1c7e6f0f6c11")
"""The namespace of the registry's derived ids."""


class AgencyKind(StrEnum):
    """What kind of body it is (主体类别), as the national regulation lists them, with the entrusted."""

    DEPARTMENT = "department"
    DISPATCHED_ORGAN = "dispatched_organ"
    AUTHORISED_ORGANISATION = "authorised_organisation"
    ENTRUSTED_ORGANISATION = "entrusted_organisation"


class Management(StrEnum):
    """Who leads it (管理体制): the district, both, or its superior department."""

    LOCAL = "local"
    DUAL = "dual"
    VERTICAL = "vertical"


class NoPrincipalError(InvalidError):
    """An entrusted organisation acts for a principal, which must be named (未写明委托机关)."""

    slug = "no-principal"
    title = "受委托组织应写明委托机关"


class ClosedEntryError(OutOfOrderError):
    """The entry was closed (登记已注销)."""

    slug = "closed-entry"
    title = "该登记已注销"


class PeriodReversedError(InvalidError):
    """A last day lies before the first (起止日期颠倒)."""

    slug = "period-reversed"
    title = "结束日期早于开始日期"


@dataclass(frozen=True, slots=True)
class AgencyProfile:
    """What the registry says of a body; codes for ``principal``, names for the rest."""

    display_name: str
    kind: str
    management: str = Management.LOCAL
    short_name: str | None = None
    level: str = "district"
    superior_department: str | None = None
    principal: str | None = None
    credit_code: str | None = None
    legal_unit: str | None = None
    designated_unit: str | None = None
    hotline: str | None = None
    supervision_body: str | None = None
    units: tuple[str, ...] = ()

    def checked(self) -> Self:
        """Refuse an entrusted organisation without a principal (受委托组织挂在委托机关名下)."""
        if self.kind == AgencyKind.ENTRUSTED_ORGANISATION and not self.principal:
            raise NoPrincipalError("An entrusted organisation is registered under its principal.")
        return self


class Entry(Case):
    """What every entry of the registry has in common: it may be closed, never deleted."""

    def __init__(self) -> None:
        super().__init__()
        self.closed_on: date | None = None

    def refuse_if_closed(self) -> None:
        """A closed entry takes no more changes."""
        if self.closed_on is not None:
            raise ClosedEntryError("The entry was closed.")

    def summary(self) -> dict[str, Any]:
        """Entries of the registry are no cases: nothing to list."""
        return {}


class Agency(Entry):
    """A body with enforcement powers (执法主体)."""

    TOPIC = "enforcement_registry.agency"

    class Created(Case.Created):
        """The body entered the registry (登记)."""

        code: str
        profile: dict[str, Any]
        registered_on: date

    class Changed(Case.Event):
        """The entry changed; it is kept whole (变更)."""

        code: str
        profile: dict[str, Any]
        changed_on: date

        def apply(self, agency: "Agency") -> None:
            """Replace the entry."""
            agency.profile = agency_profile(self.profile)

    class Closed(Case.Event):
        """The body left the registry (注销)."""

        code: str
        profile: dict[str, Any]
        closed_on: date

        def apply(self, agency: "Agency") -> None:
            """Remember the day."""
            agency.closed_on = self.closed_on

    class AddressConfirmed(Case.Event):
        """The body confirmed how documents reach it (送达地址确认)."""

        address: dict[str, Any]

        def apply(self, agency: "Agency") -> None:
            """Replace the confirmation."""
            agency.address = delivery_address(self.address)

    class AddressRevoked(AddressConfirmed):
        """The body revoked its confirmation (撤回送达地址确认)."""

    def __init__(self, code: str, profile: dict[str, Any], registered_on: date) -> None:
        super().__init__()
        self.code = code
        self.profile = agency_profile(profile)
        self.registered_on = registered_on
        self.address: AddressConfirmation | None = None

    @classmethod
    def register(
        cls, code: str, profile: AgencyProfile, *, on: date, at: datetime, basis: str | None
    ) -> "Agency":
        """Enter a body under its code."""
        fields = {"code": code, "profile": asdict(profile.checked()), "registered_on": on, "basis": basis}
        return cls._begin(cls.Created, agency_id(code), at, **fields)

    def change(self, profile: AgencyProfile, *, on: date, at: datetime, basis: str | None) -> None:
        """Replace the entry."""
        self.refuse_if_closed()
        fields = {"code": self.code, "profile": asdict(profile.checked()), "changed_on": on, "basis": basis}
        self._record(self.Changed, at, **fields)

    def close(self, *, on: date, at: datetime) -> None:
        """Take the body out of the registry from a day on."""
        self.refuse_if_closed()
        self._record(self.Closed, at, code=self.code, profile=asdict(self.profile), closed_on=on)

    def confirm_address(self, address: AddressConfirmation, *, at: datetime, basis: str) -> None:
        """Confirm how documents are delivered, instead of what was confirmed before."""
        self.refuse_if_closed()
        address = rules.confirmed_address(self.address, address)
        self._record(self.AddressConfirmed, at, address=asdict(address), basis=basis)

    def revoke_address(self, *, on: date, at: datetime, basis: str) -> None:
        """Revoke the confirmation from today on."""
        self.refuse_if_closed()
        address = rules.revoked_address(self.address, on=on)
        self._record(self.AddressRevoked, at, address=asdict(address), basis=basis)


@dataclass(frozen=True, slots=True)
class Holding:
    """A post with its days; ``held_until`` is the last day (任职)."""

    post: str
    agency: str
    held_from: date
    unit: str | None = None
    held_until: date | None = None


@dataclass(frozen=True, slots=True)
class OfficerProfile:
    """What the registry says of a person; every event of a person carries it whole."""

    display_name: str
    agency: str
    certificate_number: str | None = None
    certificate_valid_until: date | None = None
    posts: tuple[Holding, ...] = ()


class Officer(Entry):
    """A person with an enforcement certificate or a post in a body (执法人员)."""

    TOPIC = "enforcement_registry.officer"

    class Created(Case.Created):
        """The person entered the registry (登记)."""

        profile: dict[str, Any]
        registered_on: date

    class Changed(Case.Event):
        """Base of the changes of a person: the entry as it stands afterwards, and the day."""

        profile: dict[str, Any]
        changed_on: date

        def apply(self, officer: "Officer") -> None:
            """Replace the entry."""
            officer.profile = officer_profile(self.profile)

    class PostTaken(Changed):
        """The person took a post (任职)."""

    class PostLeft(Changed):
        """The person left a post (免职、离任)."""

    class Certified(Changed):
        """The person got or renewed the enforcement certificate (领取执法证)."""

    class Closed(Changed):
        """The person left enforcement (退出执法队伍)."""

        def apply(self, officer: "Officer") -> None:
            """Remember the day."""
            officer.closed_on = self.changed_on

    def __init__(self, profile: dict[str, Any], registered_on: date) -> None:
        super().__init__()
        self.profile = officer_profile(profile)
        self.registered_on = registered_on

    @classmethod
    def register(cls, person: UUID, profile: OfficerProfile, *, on: date, at: datetime) -> "Officer":
        """Enter a person who works in a body."""
        for held in profile.posts:
            refuse_reversed(held.held_from, held.held_until)
        return cls._begin(cls.Created, person, at, profile=asdict(profile), registered_on=on)

    def take_post(self, holding: Holding, *, on: date, at: datetime) -> None:
        """Take a post from a day on; the person works where the newest post is."""
        self.refuse_if_closed()
        refuse_reversed(holding.held_from, holding.held_until)
        posts = (*self.profile.posts, holding)
        self._change(self.PostTaken, replace(self.profile, agency=holding.agency, posts=posts), on=on, at=at)

    def leave_post(self, post: str, agency: str, *, last_day: date, on: date, at: datetime) -> None:
        """Leave a post; ``last_day`` is the last day in it."""
        held = [each for each in self.profile.posts if is_open(each, post, agency)]
        if not held:
            raise OutOfOrderError("The person does not hold this post.", title="未任该职务")
        refuse_reversed(max(each.held_from for each in held), last_day)
        posts = tuple(
            replace(each, held_until=last_day) if each in held else each for each in self.profile.posts
        )
        self._change(self.PostLeft, replace(self.profile, posts=posts), on=on, at=at)

    def certify(self, number: str, *, valid_until: date, on: date, at: datetime) -> None:
        """Record the certificate that was issued or renewed; ``valid_until`` is its last valid day."""
        self.refuse_if_closed()
        profile = replace(self.profile, certificate_number=number, certificate_valid_until=valid_until)
        self._change(self.Certified, profile, on=on, at=at)

    def close(self, *, on: date, at: datetime) -> None:
        """Take the person out of enforcement from a day on."""
        self.refuse_if_closed()
        self._change(self.Closed, self.profile, on=on, at=at)

    def _change(self, event: type[Case.Event], profile: OfficerProfile, *, on: date, at: datetime) -> None:
        self._record(event, at, profile=asdict(profile), changed_on=on)


class Binding(Entry):
    """A regulation version binds a body for a time (制度适用关系)."""

    TOPIC = "enforcement_registry.binding"

    class Created(Case.Created):
        """The regulation began to bind (开始适用)."""

        agency: str
        regulation: str
        in_force_from: date
        bound_from: date

    class Ended(Case.Event):
        """The regulation binds until a last day (终止适用)."""

        agency: str
        regulation: str
        in_force_from: date
        bound_from: date
        bound_until: date

        def apply(self, binding: "Binding") -> None:
            """Remember the last day."""
            binding.bound_until = binding.closed_on = self.bound_until

    def __init__(self, agency: str, regulation: str, in_force_from: date, bound_from: date) -> None:
        super().__init__()
        self.agency = agency
        self.regulation = regulation
        self.in_force_from = in_force_from
        self.bound_from = bound_from
        self.bound_until: date | None = None

    @classmethod
    def begin(
        cls, agency: str, regulation: str, *, in_force_from: date, bound_from: date, at: datetime
    ) -> "Binding":
        """Bind a body from a day on."""
        days = {"in_force_from": in_force_from, "bound_from": bound_from}
        id_ = binding_id(agency, regulation, bound_from)
        return cls._begin(cls.Created, id_, at, agency=agency, regulation=regulation, **days)

    def end(self, *, on: date, at: datetime) -> None:
        """End the binding; ``on`` is its last day."""
        self.refuse_if_closed()
        refuse_reversed(self.bound_from, on)
        terms = {"agency": self.agency, "regulation": self.regulation, "in_force_from": self.in_force_from}
        self._record(self.Ended, at, **terms, bound_from=self.bound_from, bound_until=on)


def agency_id(code: str) -> UUID:
    """The id that follows from a body's code."""
    return derived_id(NAMESPACE, "agency", code)


def binding_id(agency: str, regulation: str, bound_from: date) -> UUID:
    """The id that follows from whom, by what and since when."""
    return derived_id(NAMESPACE, "binding", agency, regulation, bound_from.isoformat())


def agency_profile(stored: Mapping[str, Any]) -> AgencyProfile:
    """A profile from its stored form."""
    return AgencyProfile(**{**stored, "units": tuple(stored.get("units", ()))})


def delivery_address(stored: Mapping[str, Any]) -> AddressConfirmation:
    """A confirmed address from its stored form."""
    return AddressConfirmation(**{**stored, "channels": tuple(stored["channels"])})


def officer_profile(stored: Mapping[str, Any]) -> OfficerProfile:
    """A profile from its stored form."""
    posts = tuple(Holding(**held) for held in stored["posts"])
    return OfficerProfile(**{**stored, "posts": posts})


def is_open(held: Holding, post: str, agency: str) -> bool:
    """Whether a holding is that post and has no last day yet."""
    return (held.post, held.agency, held.held_until) == (post, agency, None)


def refuse_reversed(first: date, last: date | None) -> None:
    """Refuse a period whose last day lies before its first."""
    if last is not None and last < first:
        raise PeriodReversedError("The last day lies before the first.")
