"""What the identity service tells: deployment settings that every process follows."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.base import Contract


class SandboxClockMoved(Contract):
    """The sandbox clock of a demonstration moved forward (演示时钟拨快, decision 14).

    ``offset_seconds`` is the whole offset to host time, ``moved_to`` the suite's instant then (UTC).
    """

    name: ClassVar[str] = "identity.sandbox_clock_moved"
    offset_seconds: int
    moved_to: datetime
