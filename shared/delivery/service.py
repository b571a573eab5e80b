"""Whether and on which day a document was served (送达及送达之日).

The civil procedure law applies to disputes because their rules say so, to other cases by analogy. Everything
here is pure: facts in, a finding with its article out, or a refusal.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Self

from shared.clock.suite import date_of
from shared.delivery.addresses import AddressConfirmation
from shared.delivery.attempt import Attempt, Receiver
from shared.delivery.conditions import Matter, act_day, require_conditions
from shared.delivery.errors import (
    ContradictoryServiceError,
    MissingEvidenceError,
    NotRebuttableError,
    NotServedError,
    ServedInFutureError,
    UnknownFailureError,
    UnknownMethodError,
)
from shared.delivery.methods import Method, method, ways
from shared.delivery.statutes import DISPUTES

__all__ = [
    "AddressConfirmation",
    "Attempt",
    "Receiver",
    "Service",
    "acknowledge",
    "first_effective",
    "judge",
    "rebut",
]

REBUTTED, LATE, FAILED_BEFORE = "rebutted", "entrusted_late", "failed_before"


@dataclass(frozen=True, slots=True)
class Service:
    """What an attempt amounts to (送达结果): ``served_on`` is None where it failed, ``failed`` says why.

    ``norm`` is the article that fixes the date, ``notes`` are codes of ``methods.yaml``. A public notice is
    served on a day that may still be to come. ``acknowledged_on`` proves, and moves nothing (签收).
    """

    id: str
    method: str
    norm: str
    served_on: date | None
    notes: tuple[str, ...] = ()
    failed: str | None = None
    sent_on: date | None = None
    acknowledged_on: date | None = None

    def is_effective_on(self, day: date) -> bool:
        """Whether the document counts as served by that day."""
        return self.served_on is not None and self.served_on <= day

    def facts(self) -> dict[str, Any]:
        """Its plain form, as an event keeps it."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        days = {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
        return {**values, **days, "notes": list(self.notes)}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """A service from its plain form."""
        days = {
            name: date.fromisoformat(facts[name])
            for name in ("served_on", "sent_on", "acknowledged_on")
            if facts.get(name)
        }
        return cls(**{**facts, **days, "notes": tuple(facts["notes"])})


@DISPUTES.rule("delivery")
def judge(attempt: Attempt, receiver: Receiver, *, today: date, earlier: Collection[Service] = ()) -> Service:
    """Say whether an attempt served the document, and on which day (认定送达).

    ``earlier`` are the results of the tries before with the same document and receiver: public notice looks
    at them. Raises a ``DeliveryError`` for an attempt that claims more than it shows.
    """
    way = _way(attempt.method)
    if attempt.failed is not None:
        return _failed(way, attempt, today=today)
    failed_before = sum(each.served_on is None for each in earlier)
    require_conditions(Matter(way, attempt, receiver, failed_before))
    acted_on = act_day(way, attempt, today=today)
    # Day zero is not counted, and the days of a public notice must all have passed (第八十五条、第九十五条).
    served_on = acted_on + timedelta(days=way.after_days)
    notes = _notes(way, attempt, acted_on, failed_before=failed_before)
    return Service(attempt.id, way.code, way.norm, served_on, notes, sent_on=_sent_on(attempt))


def first_effective(services: Iterable[Service]) -> Service | None:
    """The service that counts among several: the one with the earliest day (最先生效的送达).

    Of two on one day the way that stands first in the law, so that the order of recording never matters.
    """
    effective = [each for each in services if each.served_on is not None]
    return min(effective, key=_precedence, default=None)


def rebut(service: Service, *, proven_on: date, evidence: Collection[str], today: date) -> Service:
    """Take the date of arrival that the receiver of electronic service proved (反证).

    The date may be earlier or later than the presumed one, but never before sending, in the future, or
    after the receiver signed for the document.
    """
    rule, way = ways().rebuttal, _way(service.method)
    if not way.rebuttable or service.served_on is None:
        raise NotRebuttableError(rule.norm, "only the presumed date of an electronic arrival is rebuttable")
    lacking = [code for code in rule.evidence if code not in evidence]
    if lacking:
        raise MissingEvidenceError(rule.norm, f"missing: {', '.join(lacking)}", lacking=lacking)
    if proven_on > today:
        raise ServedInFutureError(rule.norm, f"{proven_on} is still to come")
    if service.sent_on is not None and proven_on < service.sent_on:
        raise ContradictoryServiceError(rule.norm, "nothing arrives before it was sent", title="早于发送日期")
    if service.acknowledged_on is not None and proven_on > service.acknowledged_on:
        raise ContradictoryServiceError(rule.norm, "it was signed for before that day", title="晚于签收日期")
    notes = tuple(dict.fromkeys((*service.notes, REBUTTED)))
    return replace(service, served_on=proven_on, norm=rule.norm, notes=notes)


def acknowledge(service: Service, *, on: date) -> Service:
    """Record that the receiver signed for what had arrived (签收); the day of service stays."""
    norm = service.norm
    if not service.is_effective_on(on):
        raise NotServedError(norm, "it had not been served by that day")
    return service if service.acknowledged_on else replace(service, acknowledged_on=on)


def _failed(way: Method, attempt: Attempt, *, today: date) -> Service:
    if attempt.failed not in way.failures:
        raise UnknownFailureError(way.norm, f"{way.en} fails by: {', '.join(way.failures) or 'nothing'}")
    act_day(way, attempt, today=today)
    return Service(attempt.id, way.code, way.norm, None, failed=attempt.failed, sent_on=_sent_on(attempt))


def _notes(way: Method, attempt: Attempt, acted_on: date, *, failed_before: int) -> tuple[str, ...]:
    found = [*way.notes]
    if way.within is not None and attempt.entrusted_on is not None:
        # The day of the letter is day zero; being late does not undo the service (解释第一百三十四条).
        late = acted_on > attempt.entrusted_on + timedelta(days=way.within)
        found += [LATE] if late else []
    return (*found, *([FAILED_BEFORE] if way.last_resort and failed_before else []))


def _sent_on(attempt: Attempt) -> date | None:
    instant = attempt.sent_at or attempt.arrived_at
    return date_of(instant) if instant is not None else None


def _precedence(service: Service) -> tuple[date, int, str]:
    return service.served_on or date.max, ways().rank(service.method), service.id


def _way(code: str) -> Method:
    way = method(code)
    if way is None:
        raise UnknownMethodError(ways().norm, f"unknown way of service {code!r}")
    return way
