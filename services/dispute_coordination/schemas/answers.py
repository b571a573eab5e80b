"""What the API of disputes gives (接口输出)."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class Done(BaseModel):
    """What every command answers; commands that make something add its id."""

    id: UUID
    number: str
    stage: str
    version: int
    attachment_id: UUID | None = None
    stop_id: UUID | None = None
    urgency_id: UUID | None = None
    act_id: UUID | None = None
    finding: str | None = None
    follow_up_id: UUID | None = None
    into: UUID | None = None


class Item(BaseModel):
    """One dispute in a list."""

    id: UUID
    version: int
    number: str
    title: str
    stage: str
    trigger: str
    ground: str | None
    parties: list[str]
    applicants: list[str]
    handlers: list[str]
    received_on: date
    accepted_on: date | None
    closed_on: date | None


class CasePage(BaseModel):
    """A dispute as this person may see it; ``clocks`` carry due objects, ``allowed_actions`` the acts.

    ``obligations`` are the caller's own agency's clocks; ``proposals`` and ``missing`` are for the bureau.
    """

    id: UUID
    number: str
    procedure: str
    stage: str
    stage_label: str
    stage_label_en: str
    version: int
    agency: str | None
    handler: str
    summary: str
    ground: str
    national_kind: str | None
    channel: str
    received_on: date
    accepted_on: date | None
    closed_on: date | None
    regulation: str
    earlier_case: UUID | None
    joined: list[UUID]
    joined_to: UUID | None
    clocks: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    allowed_actions: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    letters: list[dict[str, Any]]
    investigators: list[str]
    parties: list[dict[str, Any]]
    matter: list[dict[str, Any]]
    obligations: list[dict[str, Any]]
    proposals: list[dict[str, Any]] | None = None
    missing: list[dict[str, Any]] | None = None
