"""The page of a complaint for those who handle it, the progress for who complained (查阅与进度)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.complaints.application.actions import ACTS
from services.complaints.application.desk import Desk
from services.complaints.application.details import details_of
from services.complaints.application.fields import form_of
from services.complaints.application.intake import DISTRICT_REGULATION, IDENTITY_FIELDS
from services.complaints.application.labels import LABELS
from services.complaints.application.policies import POLICIES, CaseFacts, is_bureau
from services.complaints.application.texts import is_outside, may_read, may_see, opened_texts, refs_of
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.state import COMPLAINANT
from services.complaints.domain.vocabulary import BUREAU, STAGE_LABELS
from services.complaints.rules.applicable import ApplicableLaw
from services.complaints.views.queries import ComplaintQueries
from shared.casework.letter_room import LetterRoom
from shared.casework.letters import Letter
from shared.casework.showing import clocks_shown, line_shown
from shared.casework.timeline import Line, public_facts
from shared.clock.suite import Clock, date_of, shanghai
from shared.deadlines.explaining import explained
from shared.documents.kinds import letter_kind
from shared.identity.actor import Actor
from shared.identity.directory import Person
from shared.privacy.masking import MASKS, organisation
from shared.privacy.text import contains_clear_value

PUBLIC_LINES = {
    "received",
    "accepted",
    "declined",
    "extension_decided",
    "replied",
    "concluded",
    "complainant_notified",
    "appeal_filed",
    "appeal_answered",
    "called_back",
    "delivery_recorded",
}
"""What the complainant sees of the course."""

WITHHELD = "[含投诉举报人信息，不予显示]"
"""Stands for a text that names the complainant, where the reader may not know the name."""

PUBLIC_FACTS = (
    *("finding", "remedies", "ground", "approved", "notice", "outcome", "appeal_id", "served_on"),
)
PUBLIC_TEXTS = {
    "declined": ("reasons",),
    "replied": ("reply",),
    "concluded": ("explanation",),
    "complainant_notified": ("text",),
    "appeal_answered": ("answer",),
}


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """Everything that is only looked at."""

    desk: Desk
    queries: ComplaintQueries
    clock: Clock
    letters: LetterRoom

    async def case_page(self, actor: Actor, case_id: UUID, base: str) -> tuple[dict[str, Any], int]:
        """The page of a case as this person may see it, and its version."""
        case = await self.visible(actor, case_id)
        facts = CaseFacts.of(case)
        lines = [one for one in await self.queries.timeline(case_id) if may_see(actor, facts, one)]
        texts = await opened_texts(self.desk.sealed, (line for line in lines if may_read(actor, facts, line)))
        if not is_bureau(actor, facts):
            texts = await self._discreet(case, texts)
        outside = is_outside(actor, facts)
        page = {
            **self._head(case),
            "flags": [] if outside else case.flags,
            "complainant": await self._complainant(actor, facts, case),
            "clocks": [one for one in self._clocks(case) if not (outside and one["internal"])],
            "timeline": [
                self._line(line, texts, case.law, shown=may_read(actor, facts, line)) for line in lines
            ],
            "allowed_actions": await self._actions(case, actor, base),
            "documents": [line.facts for line in lines if line.type == "attachment_added"],
            "letters": await self.letters.of_case(case, actor),
            "investigators": case.investigators,
            "orders": case.orders,
            "transfers": {} if outside else case.transfers,
            "appeals": case.appeals,
        }
        if is_bureau(actor, facts):
            page["request"], page["facts"] = await self._narrative(case)
            page["earlier"] = await self._earlier(case)
        return page, case.version

    async def catalogues(self, language: str) -> dict[str, Any]:
        """What the public form offers: grounds, and bodies that may be complained of."""
        law = self.desk.law_of(DISTRICT_REGULATION, self.clock.today())
        grounds = law.complaints.catalogue("complaint_grounds").items
        agencies = [
            one for one in await self.desk.directory.agencies() if one.active and one.agency != BUREAU
        ]
        return {
            "grounds": [
                {"code": one.code, "name": one.name_zh if language == "zh" else one.name_en}
                for one in grounds
            ],
            "agencies": [{"code": one.agency, "name": one.display_name} for one in agencies],
        }

    async def visible(self, actor: Actor, case_id: UUID) -> Complaint:
        """The case, if this person may know that it exists; else as if there were none."""
        case = await self.desk.load(case_id)
        POLICIES.require("complaints.read", actor, CaseFacts.of(case))
        return case

    async def explanation(
        self, actor: Actor, case_id: UUID, clock: str, as_of: date | None = None
    ) -> dict[str, Any]:
        """Day by day, why a clock ends when it does, today or as it was known on a day (为什么是这一天)."""
        case = await self.visible(actor, case_id)
        if as_of is not None:
            until = shanghai(as_of + timedelta(days=1))
            case = await self.desk.log.load_as_known(Complaint, case_id, until=until)
        return explained(case.running(clock), self.desk.calendars, as_of=as_of)

    async def progress(self, case_id: UUID) -> dict[str, Any]:
        """What the complainant sees with the receipt code: course, dates, answers."""
        case, lines = await self.desk.load(case_id), await self.queries.timeline(case_id)
        public = [line for line in lines if _is_public(line)]
        texts = await opened_texts(self.desk.sealed, public)
        clocks = [one for one in self._clocks(case) if one["name"] in {"acceptance", "handling", "reply"}]
        head = {
            name: value
            for name, value in self._head(case).items()
            if name not in {"id", "summary", "version"}
        }
        served = [_letter_told(letter) for letter in case.letters.values() if COMPLAINANT in letter.served]
        course = [_public_line(line, texts) for line in public]
        return {**head, "clocks": clocks, "timeline": course, "letters": served}

    def _head(self, case: Complaint) -> dict[str, Any]:
        zh, en = STAGE_LABELS[case.stage]
        return {
            "id": str(case.id),
            "number": case.number,
            "procedure": "complaint",
            "kind": case.kind,
            "stage": case.stage.value,
            "stage_label": zh,
            "stage_label_en": en,
            "version": case.version,
            "agency": case.agency,
            "handler": case.handler,
            "summary": case.summary_text,
            "ground": case.ground,
            "received_on": case.received_on.isoformat(),
            "channel": case.channel,
            "finding": case.finding,
            "regulation": case.regulation,
            "flags": case.flags,
        }

    def _clocks(self, case: Complaint) -> list[dict[str, Any]]:
        return clocks_shown(case, LABELS, self.desk.calendars.current(case.handler), self.clock.today())

    def _line(
        self, line: Line, texts: Mapping[str, str], law: ApplicableLaw, *, shown: bool
    ) -> dict[str, Any]:
        facts = public_facts(line.facts, without=("views", "complainant"))
        seen = {name: texts.get(ref, "") for name, ref in refs_of(line.facts).items() if "#" in ref}
        details = details_of(facts, law)
        return line_shown(line, LABELS, facts=facts, details=details, texts=seen if shown else {})

    async def _complainant(self, actor: Actor, facts: CaseFacts, case: Complaint) -> dict[str, Any] | None:
        """Masked for the bureau; nothing at all for everybody else."""
        if not is_bureau(actor, facts):
            return None
        opened = await self.desk.sealed.open(case.intake_ref, IDENTITY_FIELDS)
        masks = {**MASKS, "contact": MASKS["phone"]}
        if case.complainant_kind == "organisation":
            masks["name"] = organisation
        masked = {f"{field}_masked": masks[field](value) for field, value in opened.items()}
        return {"kind": case.complainant_kind, **masked}

    async def _discreet(self, case: Complaint, texts: Mapping[str, str]) -> dict[str, str]:
        """The texts without those in which somebody wrote who complained."""
        identity = (await self.desk.sealed.open(case.intake_ref, IDENTITY_FIELDS)).values()
        return {
            ref: WITHHELD if contains_clear_value(text, identity) else text for ref, text in texts.items()
        }

    async def _narrative(self, case: Complaint) -> tuple[str, str]:
        opened = await self.desk.sealed.open(case.intake_ref, ("request", "facts"))
        return opened.get("request", ""), opened.get("facts", "")

    async def _earlier(self, case: Complaint) -> list[dict[str, Any]]:
        rows = await self.queries.earlier_of(UUID(case.complainant), besides=case.id)
        return [
            {"id": str(row.case_id), "number": row.number, "agency": row.agency, "stage": row.stage}
            for row in rows
        ]

    async def _actions(self, case: Complaint, actor: Actor, base: str) -> list[dict[str, Any]]:
        actions = ACTS.allowed(case, actor, CaseFacts.of(case), base)
        form = form_of(case, await self.desk.directory.agencies(), await self._people(case))
        for action in actions:
            action["fields"] = form.fields(action.pop("field_names"))
        return actions

    async def _people(self, case: Complaint) -> list[Person]:
        """Officers of the handling body, and of the agency complained of where persons may answer."""
        bodies = dict.fromkeys(body for body in (case.handler, case.agency) if body)
        return [person for body in bodies for person in await self.desk.directory.persons_of(body)]


def _is_public(line: Line) -> bool:
    """Of service, only that on the complainant, and only where it came about."""
    if line.type == "delivery_recorded":
        return line.facts["addressee"] == COMPLAINANT and line.facts["served_on"] is not None
    return line.type in PUBLIC_LINES


def _letter_told(letter: Letter) -> dict[str, Any]:
    kind, served_on = letter_kind("complaints", letter.kind), letter.served_on(COMPLAINANT)
    return {
        "id": letter.id,
        "title_zh": kind.title_zh,
        "title_en": kind.title_en,
        "number": letter.number,
        "issued_on": letter.issued_on and letter.issued_on.isoformat(),
        "served_on": served_on and served_on.isoformat(),
    }


def _public_line(line: Line, texts: Mapping[str, str]) -> dict[str, Any]:
    zh, en = LABELS.line(line.type, line.facts)
    named = refs_of(line.facts)
    told = {name: texts.get(named[name], "") for name in PUBLIC_TEXTS.get(line.type, ()) if name in named}
    kept = {name: line.facts[name] for name in PUBLIC_FACTS if name in line.facts}
    return {
        "on": _day(line.at),
        "type": line.type,
        "label_zh": zh,
        "label_en": en,
        "basis": line.basis,
        "facts": kept,
        "texts": told,
    }


def _day(at: datetime) -> str:
    return date_of(at).isoformat()
