"""The common shape in which every service tells of its cases and clocks (案件与办理计时, decision 10)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Contract


class Remaining(BaseModel):
    """What is left of a suspended period (中止时剩余期限)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    count: int
    unit: str


class Due(BaseModel):
    """The due object without the part that changes daily: lamp and days left are computed by the reader.

    ``due_on`` is the last day (届满日), ``breach_after`` the last day on any reasonable reading
    (最迟合理届满日); both are empty while the period is suspended or when the rule gives none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    due_on: date | None
    breach_after: date | None
    nominal_due_on: date | None = None
    unit: str
    length: int | None = None
    started_on: date
    basis: str
    calendar_edition: str
    provisional: bool = False
    suspended: bool = False
    remaining: Remaining | None = None


class OfCase(Contract):
    """Which case a message is about, and where that case stands (所涉案件)."""

    service: str
    case_id: UUID
    case_version: int
    number: str
    procedure: str
    agency: str | None = None
    stage: str
    owner_role: str


class CaseFact(OfCase):
    """What every message about a case says (案件概要). ``title`` is a clerk's wording, never raw text.

    ``handler`` is the code of the body that handles the case; ``stage_zh`` and ``stage_en`` name the stage.
    ``people`` work on it (承办人), ``hidden_from`` may not know of it (被投诉人、回避的人), ``addressed`` are
    further agencies that were ordered to act: the three say who finds it in a list.
    """

    title: str | None = None
    people: tuple[UUID, ...] = ()
    hidden_from: tuple[UUID, ...] = ()
    addressed: tuple[str, ...] = ()
    handler: str | None = None
    stage_zh: str | None = None
    stage_en: str | None = None


class CaseOpened(CaseFact):
    """A case came into being (立案或登记)."""

    name: ClassVar[str] = "*.case_opened"
    opened_on: date


class CaseChanged(CaseFact):
    """A case moved to another stage or its summary changed (案件变更)."""

    name: ClassVar[str] = "*.case_changed"
    changed_on: date


class CaseClosed(CaseFact):
    """A case is at its end (办结或归档)."""

    name: ClassVar[str] = "*.case_closed"
    closed_on: date


class ClockFact(OfCase):
    """What every message about a clock of a case says (办理计时)."""

    hidden_from: tuple[UUID, ...] = ()
    clock: str


class ClockOpened(ClockFact):
    """A period began to run (期间开始). ``clock_owner_role`` must act before it ends."""

    name: ClassVar[str] = "*.clock_opened"
    rule_key: str
    due: Due
    opened_on: date
    clock_owner_role: str | None = None


class ClockChanged(ClockFact):
    """A period was extended, recomputed, suspended or resumed (延长、重算、中止、恢复)."""

    name: ClassVar[str] = "*.clock_changed"
    rule_key: str
    change: str
    due: Due
    changed_on: date


class ClockStopped(ClockFact):
    """A period ended because its act was done or its case ended (计时终止)."""

    name: ClassVar[str] = "*.clock_stopped"
    stopped_on: date
