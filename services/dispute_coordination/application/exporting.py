"""What leaves with the file of a dispute (案卷导出的范围)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from services.dispute_coordination.application.desk import Desk
from services.dispute_coordination.application.texts import may_read, may_see, opened_texts, refs_of
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.vocabulary import ENDED, STAGE_LABELS
from shared.casework.organs import Organs
from shared.casework.timeline import Line
from shared.clock.suite import date_of
from shared.eventlog.command import Command
from shared.identity.actor import Actor
from shared.law.refusal import InvalidError

INSIDE = frozenset({"contents", "examination", "handling"})
"""Facts that only point at texts, or at clocks."""


class NoIdentitySealedError(InvalidError):
    """In a dispute agencies appear under their names; there is nothing to reveal (无密封身份)."""

    slug = "no-identity-sealed"
    title = "此类案件没有密封的身份信息"


@dataclass(frozen=True, slots=True)
class DisputeExport:
    """The answers of the dispute service to the export room."""

    SERVICE: ClassVar[str] = "dispute_coordination"

    desk: Desk
    organs: Organs

    @property
    def service(self) -> str:
        """Whose cases these are."""
        return self.SERVICE

    def may_see(self, actor: Actor, case: Dispute, line: Line) -> bool:
        """As on the page."""
        return may_see(actor, line)

    def facts(self, line: Line) -> Mapping[str, Any]:
        """As on the page."""
        return {name: value for name, value in line.facts.items() if name not in INSIDE}

    async def texts(
        self, actor: Actor, case: Dispute, lines: Sequence[Line], *, named: bool
    ) -> Mapping[int, Mapping[str, str]]:
        """As on the page."""
        read = [line for line in lines if may_read(actor, case, line)]
        opened = await opened_texts(self.desk.sealed, read)
        return {
            line.position: {
                name: opened.get(ref, "") for name, ref in refs_of(line.facts).items() if "#" in ref
            }
            for line in read
        }

    def attachment_withheld(self, actor: Actor, case: Dispute, line: Line, *, named: bool) -> str | None:
        """The desk reads every file."""
        return None

    def letter_withheld(self, line: Line, *, named: bool) -> str | None:
        """The desk reads every letter."""
        return None

    async def cover(
        self, case: Dispute, lines: Sequence[Line], identity: Mapping[str, str]
    ) -> Mapping[str, str]:
        """What stands on the cover."""
        names = await self.organs.names(list(case.parties))
        closed_on = (case.closed_on or date_of(lines[-1].at)) if case.stage in ENDED else None
        return {
            "category": "行政执法争议协调",
            "subject": case.title,
            "parties": "\n".join(names[code] for code in case.parties),
            "result": STAGE_LABELS[case.stage][0],
            "opened_on": (case.accepted_on or case.received_on or case.opened_on).isoformat(),
            "closed_on": closed_on.isoformat() if closed_on else "",
        }

    async def identity(self, look: Command, case: Dispute, reason: str) -> Mapping[str, str]:
        """Nothing is sealed here."""
        raise NoIdentitySealedError
