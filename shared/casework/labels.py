"""What clocks, lines of a course and letters are called in all services (通用名称)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.documents.kinds import letter_kind

Names = tuple[str, str]
"""Chinese, English."""

EVENTS: Mapping[str, Names] = {
    "letter_drafted": ("起草文书", "Letter drafted"),
    "letter_revised": ("修改文书", "Letter revised"),
    "letter_approved": ("签发文书", "Letter signed for issue"),
    "letter_returned": ("退回文书", "Letter sent back"),
    "letter_issued": ("印发文书", "Letter issued"),
    "letter_voided": ("作废文书", "Letter voided"),
    "delivery_recorded": ("送达文书", "Service of a letter"),
    "delivery_rebutted": ("更正送达日期", "Day of service corrected"),
    "letter_acknowledged": ("签收文书", "Letter signed for"),
    "rung_reached": ("到达预警级次", "Escalation rung reached"),
    "clock_recomputed": ("历法更新后重算", "Clock recomputed"),
    "new_date_notified": ("已告知新的届满日", "New end of the period told"),
    "breach_reassessed": ("重新认定逾期", "Lateness reassessed"),
}
"""Events that cases of every kind have."""

RUNGS: Mapping[str, Names] = {
    "early_notice": ("提前提醒", "Early notice"),
    "notice": ("提醒", "Notice"),
    "yellow": ("黄灯", "Yellow light"),
    "red": ("红灯", "Red light"),
    "supervise": ("建议督办", "Supervision proposed"),
}
_OF_LETTERS = frozenset({"letter_drafted", "letter_issued", "delivery_recorded", "delivery_rebutted"})


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of one service's events and clocks."""

    service: str
    events: Mapping[str, Names]
    clocks: Mapping[str, Names]

    def clock(self, name: str) -> Names:
        """The name of a clock; those of several orders or agencies share one."""
        return self.clocks.get(name.partition(":")[0], (name, name))

    def line(self, kind: str, facts: Mapping[str, Any]) -> Names:
        """The name of a line of the course; lamps and letters say which."""
        own = self.events.get(kind) or EVENTS.get(kind, (kind, kind))
        if kind == "rung_reached":
            return joined(RUNGS.get(facts["rung"], own), self.clock(facts["clock"]))
        if kind in _OF_LETTERS:
            letter = letter_kind(self.service, facts["kind"])
            return joined(own, (letter.title_zh, letter.title_en))
        return own


def joined(what: Names, which: Names) -> Names:
    """One name made more precise by another."""
    return f"{what[0]}：{which[0]}", f"{what[1]}: {which[1]}"
