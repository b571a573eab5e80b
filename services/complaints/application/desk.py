"""What every use case of the complaints service shares: which law binds, who may (投诉举报办案台)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from services.complaints.application.policies import HOLDER, POLICIES, CaseFacts
from services.complaints.domain.complaint import Complaint
from services.complaints.rules.applicable import ApplicableLaw
from shared.casework.desk import CaseDesk, Refs
from shared.casework.letter_desk import packed
from shared.casework.letter_source import Value
from shared.casework.moment import Moment
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command, Statement
from shared.identity.policy import Policies
from shared.law.book import LawBook

Decide = Callable[[Complaint, Moment, Refs], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that an act writes with itself: kind, fields, the entry that it concerns (随事起草)."""

    kind: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True, slots=True)
class Desk(CaseDesk[Complaint]):
    """The tools of a use case; ``change`` is the one way to change a complaint."""

    KIND: ClassVar[type[Complaint]] = Complaint
    POLICIES: ClassVar[Policies] = POLICIES

    def bound(self, case: Complaint) -> Complaint:
        """Attach the law that binds a complaint: once it is closed, that of its last day."""
        return case.under(self.law_of(case.regulation, case.received_on, case.closed_on))

    def facts(self, case: Complaint) -> CaseFacts:
        """What policies know of a complaint."""
        return CaseFacts.of(case)

    def handler(self, case: Complaint) -> str:
        """The body that handles."""
        return case.handler

    def law_of(self, regulation: str, opened_on: date, on: date | None = None) -> ApplicableLaw:
        """The law that binds, today or on a day, what was opened on an earlier one."""
        on = on or self.clock.today()
        return _applicable(self.law, self.law.revision, regulation, opened_on, on)

    async def change(
        self,
        command: Command,
        case_id: UUID,
        decide: Decide,
        texts: Mapping[str, str | None] | None = None,
        *,
        rows: Sequence[Statement] = (),
        letters: Sequence[Draft] = (),
    ) -> Answer:
        """Carry out one act and draft its letters.

        Who holds a receipt code sees no version, so the one that stands is meant.
        """
        if command.actor == HOLDER:
            standing = await self.log.load(Complaint, case_id)
            command = replace(command, expected_version=standing.version)
        written = {
            f"letter_{number}": packed({name: text for name, text in one.fields.items() if text})
            for number, one in enumerate(letters)
        }

        def decide_and_draft(case: Complaint, moment: Moment, refs: Refs) -> dict[str, Any]:
            given = decide(case, moment, refs)
            drafted = [
                draft(case, moment, one, refs.get(f"letter_{number}")) for number, one in enumerate(letters)
            ]
            return {**(given or {}), **({"letter_ids": drafted} if drafted else {})}

        texts = {**(texts or {}), **written}
        return await CaseDesk.change(self, command, case_id, decide_and_draft, texts, rows=rows)


def draft(case: Complaint, moment: Moment, letter: Draft, text_ref: str | None) -> str:
    """Draft a letter of an act to whom it concerns; answers its id."""
    letter_id = str(new_id(moment.at))
    case.draft_letter(
        moment,
        letter_id=letter_id,
        kind=letter.kind,
        addressees=case.addressees_of(letter.kind, letter.about),
        about=letter.about,
        text_ref=text_ref,
    )
    return letter_id


@lru_cache(maxsize=256)
def _applicable(book: LawBook, revision: int, regulation: str, opened_on: date, on: date) -> ApplicableLaw:
    """The answer of the book, kept until its ``revision`` grows with a new version or policy."""
    return ApplicableLaw.of(book, regulation, opened_on, on)
