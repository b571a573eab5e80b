"""A notification as it leaves the house: facts for machines, two lines for people (提醒的内容)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

RUNGS = {
    "early_notice": ("提前提醒", "early notice"),
    "notice": ("提醒", "notice"),
    "yellow": ("黄灯", "yellow"),
    "red": ("红灯", "red"),
    "supervise": ("建议督办", "supervision proposed"),
}

KINDS = {
    "message_parked": ("有消息无法处理，待人工处理", "a message waits for a person"),
    "date_moved": ("历法更新，届满日有变", "a new calendar moved the last day"),
    "new_notice": ("届满日提前，待重新告知", "an earlier last day waits for a new notice"),
    "notice_due": ("届满日延后，待告知", "a later last day has to be told"),
    "letter": ("收到文书", "a letter arrived"),
    "undone_breach": ("历法更正使逾期消失，待重新认定", "lateness was undone and has to be reassessed"),
}
"""Notifications that no rung caused."""


class DeliveryError(Exception):
    """A channel could not deliver; ``permanent`` means that trying again is useless."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Message:
    """One notification for one audience."""

    id: UUID
    at: datetime
    kind: str
    case_id: UUID
    number: str | None
    procedure: str | None
    audience: str
    agency: str
    clock: str | None
    rung: str | None
    level: int | None
    planned_on: date | None
    due_on: date | None
    late: bool
    basis: str | None

    @classmethod
    def from_row(cls, row: RowMapping) -> "Message":
        """The message of a row of the notification table."""
        return cls(**{name: row[name] for name in cls.__slots__})

    @property
    def subject(self) -> str:
        """One line, Chinese first."""
        chinese, english = RUNGS.get(self.rung or "") or KINDS.get(self.kind, (self.kind, self.kind))
        return f"【{chinese}】{self.number or self.case_id} ({english})"

    @property
    def text(self) -> str:
        """A short text without any personal data."""
        late = "（补发 late）" if self.late else ""
        lines = (
            f"{self.subject}{late}",
            f"届满日 due: {self.due_on or '—'}",
            f"依据 basis: {self.basis or '—'}",
        )
        return "\n".join(lines)

    def payload(self) -> dict[str, Any]:
        """JSON-safe facts."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
