"""The base of everything that a page shows of a service's answer (展示的数据)."""

from pydantic import BaseModel, ConfigDict


class Shown(BaseModel):
    """Fields that a service adds are kept, fields that it leaves out have empty defaults."""

    model_config = ConfigDict(extra="allow", frozen=True)
