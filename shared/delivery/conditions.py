"""The conditions of each way of service, one small check each, driven by the table of ways (送达条件)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from shared.clock.suite import date_of
from shared.delivery.addresses import in_force
from shared.delivery.attempt import Attempt, Receiver
from shared.delivery.errors import (
    ContradictoryServiceError,
    GroundUnmetError,
    MissingEvidenceError,
    NoConsentError,
    NoOrganError,
    NoWitnessError,
    OtherWaysOpenError,
    ServedBeforeIssueError,
    ServedInFutureError,
    TooFewServersError,
    UnconfirmedChannelError,
    UndatedServiceError,
    WrongCapacityError,
    WrongReceiverError,
)
from shared.delivery.methods import Method, ways

ARRIVAL = "arrival"


class Matter(NamedTuple):
    """Everything that a condition looks at."""

    way: Method
    attempt: Attempt
    receiver: Receiver
    failed_before: int


def require_conditions(matter: Matter) -> None:
    """Refuse an attempt that claims to have served without meeting the conditions of its way."""
    for condition in CONDITIONS:
        condition(matter)


def act_day(way: Method, attempt: Attempt, *, today: date) -> date:
    """The day of the act that fixes the service: between the issue of the document and today."""
    day = _arrival_day(attempt) if way.day == ARRIVAL and attempt.failed is None else attempt.on
    if day is None:
        raise UndatedServiceError(way.norm, f"the date is lacking: {way.day_en}", title=f"缺少{way.day_zh}")
    if day < attempt.issued_on:
        raise ServedBeforeIssueError(way.norm, f"{day} is before the issue on {attempt.issued_on}")
    if day > today:
        raise ServedInFutureError(way.norm, f"{day} is still to come")
    return day


def _arrival_day(attempt: Attempt) -> date | None:
    # The day in Beijing of the arrival, at whatever hour (解释第一百三十五条).
    return date_of(attempt.arrived_at) if attempt.arrived_at is not None else None


def _receiver(matter: Matter) -> None:
    if matter.receiver.kind not in matter.way.receivers:
        raise WrongReceiverError(matter.way.norm, f"{matter.way.en} is not for a {matter.receiver.kind}")


def _ground(matter: Matter) -> None:
    way, ground = matter.way, matter.attempt.ground
    if way.grounds and ground not in way.grounds:
        raise GroundUnmetError(way.norm, f"{way.en} needs one of: {', '.join(way.grounds)}")


def _last_resort(matter: Matter) -> None:
    way, attempt = matter.way, matter.attempt
    if way.last_resort is None or attempt.ground != way.last_resort:
        return
    if not matter.failed_before and way.tried not in attempt.evidence:
        raise OtherWaysOpenError(way.norm, "no other way has failed, and the file notes none")


def _capacity(matter: Matter) -> None:
    if not matter.way.capacities:
        return
    allowed = [each.code for each in ways().capacities_for(matter.receiver.kind)]
    if matter.attempt.capacity not in allowed:
        raise WrongCapacityError(
            matter.way.norm, f"for a {matter.receiver.kind} one of these signs: {', '.join(allowed)}"
        )


def _servers(matter: Matter) -> None:
    way, present = matter.way, len(set(matter.attempt.servers))
    if present < way.servers:
        raise TooFewServersError(
            way.norm, f"{way.servers} needed, {present} named", title=f"送达人不足{way.servers}人"
        )


def _evidence(matter: Matter) -> None:
    way, attempt = matter.way, matter.attempt
    capacity = ways().capacities.get(attempt.capacity or "") if way.capacities else None
    needed = (*way.evidence, *(capacity.evidence if capacity else ()))
    lacking = [code for code in needed if code not in attempt.evidence]
    if lacking:
        raise MissingEvidenceError(way.norm, f"missing: {', '.join(lacking)}", lacking=lacking)


def _witness(matter: Matter) -> None:
    way, attempt = matter.way, matter.attempt
    if not way.witnesses or set(way.record) & set(attempt.evidence):
        return
    if attempt.witness not in way.witnesses or "witness_signature" not in attempt.evidence:
        raise NoWitnessError(way.norm, "neither a witness who signed nor photos or video")


def _refusal(matter: Matter) -> None:
    way, attempt = matter.way, matter.attempt
    if not way.refusal:
        return
    if attempt.refused_on is None:
        raise UndatedServiceError(way.norm, "the date of the refusal is lacking", title="缺少拒收日期")
    if attempt.refused_on < attempt.issued_on or (attempt.on and attempt.on < attempt.refused_on):
        raise ContradictoryServiceError(
            way.norm, "the refusal lies between issue and leaving", title="拒收日期应在文书印发之后、留置之前"
        )


def _organ(matter: Matter) -> None:
    if matter.way.organ and not matter.attempt.organ:
        raise NoOrganError(matter.way.norm, "name the organ that serves")


def _consent(matter: Matter) -> None:
    way, attempt = matter.way, matter.attempt
    arrived_on = _arrival_day(attempt)
    if not way.consent or arrived_on is None:
        return  # without an arrival there is no day to ask for; the missing date is refused by itself
    confirmation = in_force(matter.receiver.confirmations, arrived_on)
    if confirmation is None or not confirmation.electronic:
        raise NoConsentError(way.norm, f"no consent in force on {arrived_on}")
    if not confirmation.consents_to(attempt.channel):
        raise UnconfirmedChannelError(way.norm, f"agreed: {', '.join(confirmation.channels)}")


def _order(matter: Matter) -> None:
    attempt, norm = matter.attempt, matter.way.norm
    if attempt.sent_at and attempt.arrived_at and attempt.arrived_at < attempt.sent_at:
        raise ContradictoryServiceError(norm, "it arrived before it was sent")
    if attempt.sent_at and date_of(attempt.sent_at) < attempt.issued_on:
        raise ServedBeforeIssueError(norm, "it was sent before it was issued", title="发送早于文书印发")
    if attempt.entrusted_on and attempt.on and attempt.on < attempt.entrusted_on:
        raise ContradictoryServiceError(norm, "served before the organ was entrusted")


CONDITIONS: Sequence[Callable[[Matter], None]] = (
    _receiver,
    _ground,
    _last_resort,
    _organ,
    _capacity,
    _servers,
    _consent,
    _evidence,
    _witness,
    _refusal,
    _order,
)
