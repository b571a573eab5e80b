"""What leaves with the file of a complaint; who complained stays inside unless revealed (案卷导出的范围)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from services.complaints.application.desk import Desk
from services.complaints.application.intake import IDENTITY_FIELDS
from services.complaints.application.policies import POLICIES, CaseFacts, is_bureau
from services.complaints.application.reading import WITHHELD
from services.complaints.application.revealing import RevealDesk
from services.complaints.application.texts import may_read, may_see, opened_texts, refs_of
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.vocabulary import (
    BUREAU,
    FINDING_LABELS,
    RETENTION_LABELS,
    STAGE_LABELS,
    Finding,
)
from services.complaints.schemas.acts import RevealInput
from shared.casework.organs import Organs
from shared.casework.timeline import Line
from shared.eventlog.command import Command
from shared.identity.actor import Actor, Role
from shared.identity.policy import Deny
from shared.privacy.masking import DESTROYED
from shared.privacy.text import contains_clear_value

COMPLAINANT, TRANSFER = "complainant", "transfer_letter"
SEALED = "（身份另行密封）"
OF_THE_PERSON = frozenset({"views", "complainant"})
"""Facts that tell persons apart, or point at their words."""
NAMES_COMPLAINANT, NOT_FOR_READER = "names_complainant", "not_for_this_reader"


@dataclass(frozen=True, slots=True)
class ComplaintExport:
    """The answers of the complaints service to the export room."""

    SERVICE: ClassVar[str] = "complaints"

    desk: Desk
    reveals: RevealDesk
    organs: Organs

    @property
    def service(self) -> str:
        """Whose cases these are."""
        return self.SERVICE

    def may_see(self, actor: Actor, case: Complaint, line: Line) -> bool:
        """As on the page."""
        return may_see(actor, CaseFacts.of(case), line)

    def facts(self, line: Line) -> Mapping[str, Any]:
        """Without the complainant's pseudonym and the views that single persons gave."""
        return {name: value for name, value in line.facts.items() if name not in OF_THE_PERSON}

    async def texts(
        self, actor: Actor, case: Complaint, lines: Sequence[Line], *, named: bool
    ) -> Mapping[int, Mapping[str, str]]:
        """As on the page; a text that names the complainant stays inside, whoever reads."""
        facts = CaseFacts.of(case)
        read = [line for line in lines if may_read(actor, facts, line)]
        opened = await opened_texts(self.desk.sealed, read)
        texts = {
            line.position: {
                name: opened.get(ref, "") for name, ref in refs_of(line.facts).items() if "#" in ref
            }
            for line in read
        }
        if is_bureau(actor, facts):
            narrative = await self.desk.sealed.open(case.intake_ref, ("request", "facts"))
            texts[lines[0].position] = {**texts.get(lines[0].position, {}), **narrative}
        return texts if named else await self._discreet(case, texts)

    def attachment_withheld(self, actor: Actor, case: Complaint, line: Line, *, named: bool) -> str | None:
        """Who may read files gets them; what the complainant sent may show who that is."""
        if isinstance(POLICIES.decide("complaints.read_file", actor, CaseFacts.of(case)), Deny):
            return NOT_FOR_READER
        return NAMES_COMPLAINANT if line.role == Role.COMPLAINANT and not named else None

    def letter_withheld(self, line: Line, *, named: bool) -> str | None:
        """The bureau's letters to the complainant, its own forms and its transfers may bear the name."""
        addressees = set(line.facts["addressees"])
        to_others = addressees and COMPLAINANT not in addressees and line.facts["kind"] != TRANSFER
        return None if named or to_others or line.agency != BUREAU else NAMES_COMPLAINANT

    async def cover(
        self, case: Complaint, lines: Sequence[Line], identity: Mapping[str, str]
    ) -> Mapping[str, str]:
        """What stands on the cover."""
        names = await self.organs.names([case.agency] if case.agency else [])
        against = f"\n被投诉机关：{names[case.agency]}" if case.agency else ""
        result = FINDING_LABELS[Finding(case.finding)] if case.finding else STAGE_LABELS[case.stage]
        archived = next((line.facts for line in lines if line.type == "archived"), {})
        return {
            "category": "行政执法投诉举报",
            "subject": case.summary_text or "行政执法投诉举报",
            "parties": f"投诉举报人：{identity.get('name') or SEALED}{against}",
            "result": result[0],
            "opened_on": case.received_on.isoformat(),
            "closed_on": case.closed_on.isoformat() if case.closed_on else "",
            "archived_on": archived.get("archived_on", ""),
            "retention": RETENTION_LABELS[archived["retention"]][0] if archived else "",
        }

    async def identity(self, look: Command, case: Complaint, reason: str) -> Mapping[str, str]:
        """The one way by which an identity leaves the sealed store; it records by itself."""
        asked = replace(look, action="complaints.reveal")
        return await self.reveals.reveal(asked, case.id, RevealInput.model_construct(reason=reason))

    async def _discreet(
        self, case: Complaint, texts: Mapping[int, Mapping[str, str]]
    ) -> dict[int, dict[str, str]]:
        opened = await self.desk.sealed.open(case.intake_ref, IDENTITY_FIELDS)
        values = [value for value in opened.values() if value != DESTROYED]
        return {
            position: {
                name: WITHHELD if contains_clear_value(text, values) else text for name, text in named.items()
            }
            for position, named in texts.items()
        }
