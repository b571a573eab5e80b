"""What the API gives (接口输出)."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class Done(BaseModel):
    """What every command answers; commands that make something add its id."""

    id: UUID | None = None
    number: str
    stage: str
    version: int | None = None
    attachment_id: UUID | None = None
    order_id: UUID | None = None
    recommendation_id: UUID | None = None
    transfer_id: UUID | None = None
    appeal_id: UUID | None = None
    answered_by: str | None = None
    manifest_digest: str | None = None
    letter_ids: list[UUID] = []


class Received(BaseModel):
    """A complaint was taken in; the receipt code is shown this once."""

    number: str
    stage: str
    receipt_code: str


class Item(BaseModel):
    """One complaint in a list."""

    id: UUID
    version: int
    number: str
    kind: str
    channel: str
    stage: str
    ground: str
    agency: str | None
    handler: str
    summary: str
    finding: str | None
    received_on: date
    closed_on: date | None


class LeadItem(BaseModel):
    """One lead in a list."""

    id: UUID
    version: int
    number: str
    channel: str
    agency: str | None
    stage: str
    outcome: str | None
    received_on: date


class FoundItem(BaseModel):
    """One complaint of a person that was looked for."""

    case_id: UUID
    number: str
    agency: str | None
    stage: str


class Found(BaseModel):
    """All complaints of one person."""

    items: list[FoundItem]


class LetterTold(BaseModel):
    """A letter that was served on the complainant, to be had on the receipt page."""

    id: UUID
    title_zh: str
    title_en: str
    number: str | None
    issued_on: date | None
    served_on: date | None


class Progress(BaseModel):
    """What the complainant sees with the receipt code."""

    number: str
    procedure: str
    kind: str
    stage: str
    stage_label: str
    stage_label_en: str
    agency: str | None
    handler: str
    ground: str
    received_on: date
    channel: str
    finding: str | None
    regulation: str
    clocks: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    letters: list[LetterTold]


class CasePage(BaseModel):
    """A complaint as this person may see it; ``clocks`` carry due objects, ``allowed_actions`` the acts."""

    id: UUID
    number: str
    procedure: str
    kind: str = ""
    stage: str
    stage_label: str
    stage_label_en: str
    version: int
    agency: str | None
    handler: str
    summary: str = ""
    ground: str = ""
    received_on: date
    channel: str
    finding: str | None
    regulation: str = ""
    flags: list[str] = []
    complainant: dict[str, str] | None = None
    clocks: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    allowed_actions: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    letters: list[dict[str, Any]]
    investigators: list[str] = []
    orders: dict[str, Any] = {}
    transfers: dict[str, Any] = {}
    appeals: dict[str, str] = {}
    request: str | None = None
    facts: str | None = None
    earlier: list[dict[str, Any]] | None = None


class DayStep(BaseModel):
    """One day of an explanation, in Chinese and English."""

    model_config = {"extra": "allow"}


class Identity(BaseModel):
    """The complainant's identity after a recorded reveal."""

    name: str
    id_number: str | None = None
    credit_code: str | None = None
    address: str | None = None
    contact: str | None = None
    contact_name: str | None = None
