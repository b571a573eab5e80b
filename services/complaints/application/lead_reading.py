"""The page of a lead for the bureau: what came in, its clock, its triage (线索查阅)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.complaints.application.desk import Desk
from services.complaints.application.labels import LABELS
from services.complaints.application.policies import POLICIES
from services.complaints.application.texts import opened_texts, refs_of
from services.complaints.domain.lead import STAGE_LABELS, Lead
from services.complaints.domain.vocabulary import TRIAGE_LABELS
from services.complaints.views.queries import ComplaintQueries
from shared.casework.forms import choice
from shared.casework.timeline import Line
from shared.clock.suite import Clock, date_of, shanghai
from shared.deadlines.due import due_object
from shared.deadlines.explaining import explained
from shared.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class LeadRoom:
    """Looking at leads; only the bureau does."""

    desk: Desk
    queries: ComplaintQueries
    clock: Clock

    async def page(self, actor: Actor, lead_id: UUID, base: str) -> tuple[dict[str, Any], int]:
        """A lead in the same shape as a case page, and its version."""
        lead = await self._lead(actor, lead_id)
        lines = await self.queries.timeline(lead_id)
        texts = await opened_texts(self.desk.sealed, lines)
        zh, en = STAGE_LABELS[lead.stage]
        page = {
            "id": str(lead.id),
            "number": lead.number,
            "procedure": "lead",
            "stage": lead.stage,
            "stage_label": zh,
            "stage_label_en": en,
            "version": lead.version,
            "agency": lead.agency,
            "handler": "bureau",
            "received_on": lead.received_on.isoformat(),
            "channel": lead.channel,
            "finding": lead.outcome or None,
            "facts": texts.get(lead.content_ref, ""),
            "clocks": self._clocks(lead),
            "timeline": [_line(line, texts) for line in lines],
            "allowed_actions": [_triage(lead, base)],
            "documents": [],
            "letters": [],
        }
        return page, lead.version

    async def explanation(
        self, actor: Actor, lead_id: UUID, clock: str, as_of: date | None = None
    ) -> dict[str, Any]:
        """Day by day, why the triage is due when it is, today or as it was known on a day."""
        lead = await self._lead(actor, lead_id)
        if as_of is not None:
            until = shanghai(as_of + timedelta(days=1))
            lead = await self.desk.log.load_as_known(Lead, lead_id, until=until)
        return explained(lead.running(clock), self.desk.calendars, as_of=as_of)

    async def _lead(self, actor: Actor, lead_id: UUID) -> Lead:
        POLICIES.require("complaints.read_leads", actor)
        return await self.desk.log.load(Lead, lead_id)

    def _clocks(self, lead: Lead) -> list[dict[str, Any]]:
        calendar, today = self.desk.calendars.current(), self.clock.today()
        return [
            {
                "name": name,
                "rule_key": running.deadline.rule_key,
                "label_zh": LABELS.clock(name)[0],
                "label_en": LABELS.clock(name)[1],
                "state": "running",
                "due": due_object(running.deadline, calendar, today),
                "internal": True,
            }
            for name, running in lead.clocks.items()
        ]


def _line(line: Line, texts: dict[str, str]) -> dict[str, Any]:
    zh, en = LABELS.line(line.type, line.facts)
    return {
        "at": line.at.isoformat(),
        "on": date_of(line.at).isoformat(),
        "type": line.type,
        "label_zh": zh,
        "label_en": en,
        "role": line.role,
        "agency": line.agency,
        "person": line.person,
        "basis": line.basis,
        "facts": {name: value for name, value in line.facts.items() if not name.endswith("_ref")},
        "texts": {name: texts.get(ref, "") for name, ref in refs_of(line.facts).items() if "#" in ref},
    }


def _triage(lead: Lead, base: str) -> dict[str, Any]:
    outcomes = [choice(code, *names) for code, names in TRIAGE_LABELS.items()]
    is_open = lead.stage == "received"
    return {
        "action": "triage",
        "label_zh": "研判线索",
        "label_en": "Triage",
        "method": "POST",
        "path": f"{base}/triage",
        "open": is_open,
        "reason_zh": None if is_open else "该线索已研判",
        "reason_en": None if is_open else "This lead was triaged",
        "basis": None,
        "fields": [
            _field("outcome", "select", "研判结果", "Outcome", required=True, options=outcomes),
            _field("note", "textarea", "研判意见", "Note", required=True),
            _field("forwarded_to", "text", "转送机关（仅转送时填写）", "Forwarded to", required=False),
        ],
    }


def _field(name: str, kind: str, zh: str, en: str, *, required: bool, options: Any = ()) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "label_zh": zh,
        "label_en": en,
        "required": required,
        "options": list(options),
    }
