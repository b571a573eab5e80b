"""What the API of disputes gives (接口输出)."""

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
