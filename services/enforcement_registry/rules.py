"""The rules of law that the registry carries out, one pure function each (登记规则)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shared.delivery.addresses import AddressConfirmation
from shared.delivery.methods import ways
from shared.law.book import LawBook
from shared.law.refusal import InvalidError, OutOfOrderError
from shared.law.regulation import Regulation
from shared.law.rule import Rule
from shared.law.statute import Statute

COMPLAINTS = Statute("complaints")
RESPONSIBILITY = Statute("enforcement_responsibility")

DISTRICT = "wulong"
"""The issuer whose regulations bind every agency that has none of its own on the topic (区制度)."""

MUNICIPAL = "chongqing/enforcement_responsibility"


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty that a body's entry does not show as done (尚未落实的事项)."""

    rule: str
    basis: str
    summary_zh: str
    summary_en: str

    @classmethod
    def under(cls, rule: Rule) -> "OpenDuty":
        """The duty that a rule lays down."""
        return cls(rule.key, rule.basis, rule.summary_zh, rule.summary_en)


class NoIntakeBodyError(InvalidError):
    """A body has neither a legal unit nor a unit designated for complaints (未指定受理机构)."""

    slug = "no-intake-body"
    title = "没有法制机构的，应指定一个机构受理投诉举报"


@COMPLAINTS.rule("designated_intake_body")
def intake_body(law: Regulation, *, legal_unit: str | None, designated_unit: str | None) -> str:
    """The unit that takes in complaints: the legal unit, else the one the agency names (指定受理机构)."""
    unit = legal_unit or designated_unit
    if unit is None:
        rule = law.rule("designated_intake_body")
        raise NoIntakeBodyError(rule.summary_en, basis=rule.basis, rule=rule.key)
    return unit


@RESPONSIBILITY.rule("hotline_publication")
def unpublished_hotline(law: Regulation, *, hotline: str | None) -> OpenDuty | None:
    """Say whether the telephone for reports still has to be published (公布举报电话)."""
    return None if hotline else OpenDuty.under(law.rule("hotline_publication"))


@RESPONSIBILITY.rule("internal_supervision_body")
def unnamed_supervision_body(law: Regulation, *, supervision_body: str | None) -> OpenDuty | None:
    """Say whether the internal supervision body still has to be named (内部监督机构)."""
    return None if supervision_body else OpenDuty.under(law.rule("internal_supervision_body"))


def open_duties(
    law: LawBook, *, hotline: str | None, supervision_body: str | None, on: date
) -> list[OpenDuty]:
    """What a body's entry does not show as done on a day."""
    regulation = law.regulation(MUNICIPAL, on=on)
    found = (
        unpublished_hotline(regulation, hotline=hotline),
        unnamed_supervision_body(regulation, supervision_body=supervision_body),
    )
    return [duty for duty in found if duty is not None]


@dataclass(frozen=True, slots=True)
class Bound:
    """A regulation version that binds from a day on (适用的制度版本)."""

    regulation: str
    in_force_from: date
    bound_from: date

    @property
    def topic(self) -> str:
        """The regulation's topic."""
        return self.regulation.partition("/")[2]


def binding_from(law: LawBook, regulation: str, day: date) -> Bound:
    """Bind to a regulation from a day, or from its first day in force if that is later."""
    versions = law.versions(regulation)
    if not versions:
        raise InvalidError("There is no such regulation.", title="没有这一制度")
    bound_from = max(day, versions[0])
    return Bound(regulation, law.regulation(regulation, on=bound_from).in_force_from, bound_from)


def first_bindings(law: LawBook, own: tuple[str, ...], day: date) -> Iterator[Bound]:
    """What binds a new body: its own regulations, else the district's (默认适用区制度)."""
    topics = {name.partition("/")[2] for name in own}
    district = (name for name in law.names if name.startswith(f"{DISTRICT}/"))
    for name in (*own, *(name for name in district if name.partition("/")[2] not in topics)):
        yield binding_from(law, name, day)


def ends_before(bound_from: date) -> date:
    """The last day of a binding whose successor begins on ``bound_from``."""
    return bound_from - timedelta(days=1)


class NoWrittenConfirmationError(InvalidError):
    """The bureau enters an address for a body only from the body's own paper (无书面确认)."""

    slug = "no-written-confirmation"
    title = "应写明该机关书面确认的日期，且不得晚于今日"


class ChannelsContradictConsentError(InvalidError):
    """Consent to electronic service names known systems; without consent there are none (接收系统不符)."""

    slug = "channels-contradict-consent"
    title = "同意电子送达的应写明接收系统，不同意的不写"


class OlderConfirmationError(OutOfOrderError):
    """A newer confirmation or revocation is on record already (已有更晚的确认)."""

    slug = "older-confirmation"
    title = "已有更晚的送达地址确认或者撤回"


class NoAddressConfirmedError(OutOfOrderError):
    """There is no confirmation to revoke (没有有效的确认)."""

    slug = "no-address-confirmed"
    title = "没有有效的送达地址确认"


def confirmation_day(*, on_paper: bool, written_on: date | None, today: date) -> date:
    """The day from which a confirmation holds: today, or that of the paper which the bureau enters."""
    if not on_paper:
        return today
    if written_on is None or written_on > today:
        raise NoWrittenConfirmationError("Give the date of the body's own written confirmation.")
    return written_on


def confirmed_address(
    before: AddressConfirmation | None, confirmation: AddressConfirmation
) -> AddressConfirmation:
    """A confirmation that may replace the one before it (送达地址确认)."""
    named, known = set(confirmation.channels), ways().channels.keys()
    if bool(named) is not confirmation.electronic or not named <= known:
        raise ChannelsContradictConsentError(f"Known systems: {', '.join(known)}.")
    newest = before and max(before.confirmed_on, before.revoked_on or before.confirmed_on)
    if newest and confirmation.confirmed_on < newest:
        raise OlderConfirmationError(f"The newest entry is of {newest}.")
    return confirmation


def revoked_address(before: AddressConfirmation | None, *, on: date) -> AddressConfirmation:
    """The confirmation as it stands after its revocation, which holds from the day it is told (撤回)."""
    if before is None or before.revoked_on is not None:
        raise NoAddressConfirmedError("No confirmation is in force.")
    return replace(before, revoked_on=on)
