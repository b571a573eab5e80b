"""What one caller may ask of a service: sizes and rates (请求限制)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Positive = Annotated[int, Field(ge=1)]


class Limits(BaseModel):
    """Sizes in bytes; rates as counts per window of host time."""

    model_config = ConfigDict(frozen=True)

    json_bytes: Positive = 1024 * 1024
    json_depth: Positive = 64
    upload_bytes: Positive = 50 * 1024 * 1024
    page_default: Annotated[int, Field(ge=1, le=200)] = 50
    count_cap: Positive = 1000
    intake_attempts_per_address_minute: Positive = 30
    intake_per_address_minute: Positive = 5
    intake_per_address_day: Positive = 30
    intake_per_person_day: Positive = 3
    public_reads_per_address_minute: Positive = 120
