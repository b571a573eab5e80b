"""What the dispute service tells the others: what starts somebody else's work (争议协调)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.base import Contract


class DisputeFact(Contract):
    """Which dispute, and on which article (争议案件与依据)."""

    case_id: UUID
    number: str
    basis: str


class OpinionDefied(DisputeFact):
    """An agency does not follow a coordination opinion; a supervision letter answers it (不执行协调意见书).

    ``manner`` is ``refused`` or ``inaction``, which decides between the instruments.
    """

    name: ClassVar[str] = "dispute_coordination.opinion_defied"
    agency: str
    manner: str
    opinion_number: str
    served_on: date
    recorded_on: date


class DecisionDefied(DisputeFact):
    """An agency does not follow the government's decision; ``next_rung`` answers it (不执行区政府决定)."""

    name: ClassVar[str] = "dispute_coordination.decision_defied"
    agency: str
    manner: str
    document: str
    next_rung: str | None
    recorded_on: date


class LadderClimbed(DisputeFact):
    """A defied decision was answered by an order, a circular or a referral (责令纠正、通报、移交)."""

    name: ClassVar[str] = "dispute_coordination.ladder_climbed"
    agency: str
    rung: str
    document: str
    next_rung: str | None
    taken_on: date


class StandstillBreached(DisputeFact):
    """An agency acted alone on the disputed matter: a lead for supervision (违反暂停执法)."""

    name: ClassVar[str] = "dispute_coordination.standstill_breached"
    agency: str
    act_id: UUID
    acted_on: date
    recorded_on: date


class OpinionIssued(DisputeFact):
    """The coordination ended with an opinion (制发协调意见书)."""

    name: ClassVar[str] = "dispute_coordination.opinion_issued"
    opinion_number: str
    agencies: tuple[str, ...]
    issued_on: date


class DisputeDecided(DisputeFact):
    """The district government decided what the agencies could not agree on (区政府决定)."""

    name: ClassVar[str] = "dispute_coordination.dispute_decided"
    document: str
    agencies: tuple[str, ...]
    decided_on: date
