"""The base of everything that is shown (接口数据的基类)."""

from pydantic import BaseModel, ConfigDict


class Shown(BaseModel):
    """Something that is read and never sent in."""

    model_config = ConfigDict(frozen=True)
