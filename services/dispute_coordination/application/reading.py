"""The page of a dispute as bureau, government and agencies may see it (查阅)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.dispute_coordination.application.actions import ACTS
from services.dispute_coordination.application.desk import Desk
from services.dispute_coordination.application.details import details_of
from services.dispute_coordination.application.fields import Around, form_of
from services.dispute_coordination.application.labels import LABELS
from services.dispute_coordination.application.policies import CaseFacts, is_desk
from services.dispute_coordination.application.showing import missing_of, offers_of, parties_of, request_of
from services.dispute_coordination.application.texts import (
    is_party,
    may_read,
    may_see,
    opened_texts,
    refs_of,
)
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.vocabulary import BUREAU, STAGE_LABELS
from services.dispute_coordination.views.queries import DisputeQueries
from shared.casework.letter_room import LetterRoom
from shared.casework.showing import clocks_shown, line_shown
from shared.casework.timeline import Line, public_facts
from shared.clock.suite import Clock, shanghai
from shared.deadlines.explaining import explained
from shared.identity.actor import Actor
from shared.law.applicable import ApplicableLaw


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """Everything that is only looked at."""

    desk: Desk
    queries: DisputeQueries
    letters: LetterRoom
    clock: Clock

    async def case_page(self, actor: Actor, case_id: UUID, base: str) -> tuple[dict[str, Any], int]:
        """The page of a case as this person may see it, and its version."""
        case = await self.visible(actor, case_id)
        lines = [one for one in await self.queries.timeline(case_id) if may_see(actor, one)]
        texts = await opened_texts(self.desk.sealed, (one for one in lines if may_read(actor, case, one)))
        today, clocks = self.clock.today(), self._clocks(case)
        names = await self._names(case)
        page = {
            **self._head(case),
            "clocks": clocks,
            "timeline": [self._line(one, texts, case.law, shown=may_read(actor, case, one)) for one in lines],
            "allowed_actions": await self._actions(case, actor, base),
            "documents": [one.facts for one in lines if one.type == "attachment_added"],
            "letters": await self.letters.of_case(case, actor),
            "investigators": case.handlers,
            "parties": parties_of(case, names, actor),
            "matter": request_of(case, lines, texts),
            "obligations": self._obligations(case, actor, clocks),
        }
        if is_desk(actor, CaseFacts.of(case)):
            page["proposals"] = offers_of(case, names, today)
            page["missing"] = missing_of(case)
        return page, case.version

    async def visible(self, actor: Actor, case_id: UUID) -> Dispute:
        """The case, if this person may know that it exists; else as if there were none."""
        return await self.desk.visible(actor, case_id, "dispute_coordination.read")

    async def explanation(
        self, actor: Actor, case_id: UUID, clock: str, as_of: date | None = None
    ) -> dict[str, Any]:
        """Day by day, why a clock ends when it does, today or as it was known on a day (为什么是这一天)."""
        case = await self.visible(actor, case_id)
        if as_of is not None:
            # a day ahead knows no more than today
            until = shanghai(min(as_of, self.clock.today()) + timedelta(days=1))
            case = await self.desk.log.load_as_known(Dispute, case_id, until=until)
        return explained(case.running(clock), self.desk.calendars, as_of=as_of)

    def _head(self, case: Dispute) -> dict[str, Any]:
        zh, en = STAGE_LABELS[case.stage]
        return {
            "id": str(case.id),
            "number": case.number,
            "procedure": "dispute",
            "stage": case.stage.value,
            "stage_label": zh,
            "stage_label_en": en,
            "version": case.version,
            "agency": case.agencies[0],
            "handler": BUREAU,
            "summary": case.title,
            "ground": case.ground,
            "national_kind": case.national_kind,
            "channel": case.trigger.value,
            "received_on": (case.received_on or case.opened_on).isoformat(),
            "accepted_on": case.accepted_on and case.accepted_on.isoformat(),
            "closed_on": case.closed_on and case.closed_on.isoformat(),
            "regulation": case.regulation,
            "earlier_case": case.earlier,
            "joined": case.joined,
            "joined_to": case.joined_to,
        }

    def _clocks(self, case: Dispute) -> list[dict[str, Any]]:
        return clocks_shown(case, LABELS, self.desk.calendars.current(BUREAU), self.clock.today())

    def _obligations(self, case: Dispute, actor: Actor, clocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the caller's own agency must file by when; nothing for anybody else (本机关应办事项)."""
        if not is_party(actor):
            return []
        bodies: Mapping[str, str] = case.summary()["bodies"]
        own = {name for name, agency in bodies.items() if agency == actor.agency}
        if actor.agency in case.applicants:
            own.add("supplement")  # whoever of several applicants files the papers, all of them owe them
        return [one for one in clocks if one["name"] in own]

    def _line(
        self, line: Line, texts: Mapping[str, str], law: ApplicableLaw, *, shown: bool
    ) -> dict[str, Any]:
        facts = public_facts(line.facts, without=("contents", "examination", "handling"))
        seen = {name: texts.get(ref, "") for name, ref in refs_of(line.facts).items() if "#" in ref}
        details = details_of(facts, law)
        return line_shown(line, LABELS, facts=facts, details=details, texts=seen if shown else {})

    async def _names(self, case: Dispute) -> dict[str, str]:
        found = await self.desk.directory.agencies_named(case.agencies)
        return {code: found[code].display_name if code in found else code for code in case.agencies}

    async def _actions(self, case: Dispute, actor: Actor, base: str) -> list[dict[str, Any]]:
        actions = ACTS.allowed(case, actor, CaseFacts.of(case), base)
        around = Around(
            await self.desk.directory.agencies(),
            await self.desk.directory.persons_of(BUREAU),
            await self.queries.joinable(case.id, case.agencies, begun=case.told)
            if not is_party(actor)
            else (),
        )
        form = form_of(case, around)
        for action in actions:
            action["fields"] = form.fields(action.pop("field_names"))
        return actions
