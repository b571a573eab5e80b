"""What complaints say about their letters: who issues, to whom, which period ends (投诉举报文书)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from services.complaints.application.desk import Desk
from services.complaints.application.intake import IDENTITY_FIELDS
from services.complaints.application.letter_facts import (
    Known,
    facts_of,
    people_needed,
    refs_needed,
    subject_of,
)
from services.complaints.application.letter_words import SOMEBODY
from services.complaints.domain import letters
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.intake import rules_handling
from services.complaints.domain.state import COMPLAINANT
from services.complaints.domain.vocabulary import BUREAU
from services.complaints.rules import outcome as rules
from shared.calendar.deadline import Deadline
from shared.casework.letter_content import LetterWriter
from shared.casework.letter_source import Value
from shared.casework.lettered import LetteredCase
from shared.casework.letters import Letter
from shared.casework.moment import Moment
from shared.casework.organs import GOVERNMENT, Organs
from shared.casework.texts import open_texts
from shared.delivery.addresses import AddressConfirmation
from shared.delivery.attempt import Receiver
from shared.documents.content import DueLine, LetterContent, Starts
from shared.documents.kinds import LetterKind
from shared.identity.actor import Actor, Post, Role
from shared.law.refusal import InvalidError
from shared.privacy.text import contains_clear_value

INBOX, RECEIPT_PAGE = "inbox", "receipt_page"
OUTSIDE = {
    "judicial_organ": "有管辖权的司法机关",
    "supervision_commission": "区监察委员会",
    "audit_organ": "区审计机关",
    "reconsideration_organ": "行政复议机关",
    "competent_organ": "有管理权限的机关",
    "discipline": "区纪委监委",
}
"""Organs that the registry does not keep."""
MAY_NAME_THE_COMPLAINANT = frozenset({letters.TRANSFER})
"""An organ that takes a matter over may have to know whose it is."""


class LetterNamesComplainantError(InvalidError):
    """A letter to somebody else gives the complainant away (文书泄露投诉举报人身份)."""

    slug = "letter-names-complainant"
    title = "发往他人的文书不得出现投诉举报人的身份信息"


@dataclass(frozen=True, slots=True)
class DiscreetWriter(LetterWriter):
    """Refuses a letter to others in which somebody wrote who complained (不得泄露投诉举报人信息)."""

    async def compose(
        self, case: LetteredCase, letter: Letter, moment: Moment, *, number: str, draft: bool
    ) -> LetterContent:
        """Its content; whoever complained is named to nobody else, not even by a clerk's own words."""
        content = await LetterWriter.compose(self, case, letter, moment, number=number, draft=draft)
        others = set(letter.addressees) - {COMPLAINANT}
        if others and letter.kind not in MAY_NAME_THE_COMPLAINANT and isinstance(case, Complaint):
            identity = (await self.sealed.open(case.intake_ref, IDENTITY_FIELDS)).values()
            if contains_clear_value("\n".join(content.texts()), identity):
                raise LetterNamesComplainantError(
                    "the letter names the complainant", basis=case.basis_of("retaliation")
                )
        return content


@dataclass(frozen=True, slots=True)
class ComplaintLetters:
    """Everything about letters that is not the same in all services.

    ``names_people`` is set where letters go out and receipts are printed: only there, and only in the
    bureau's own cases, stands who complained. A page shows the same letter without the name.
    """

    SERVICE: ClassVar[str] = "complaints"

    desk: Desk
    organs: Organs
    names_people: bool

    @property
    def service(self) -> str:
        """Whose kinds of letters these are."""
        return self.SERVICE

    def organ(self, case: Complaint, kind: LetterKind, letter: Letter) -> str:
        """The body where it was written, also after the case went to another."""
        return GOVERNMENT if kind.issuer == "government" else case.written_at[letter.id]

    def keeps(self, case: Complaint, letter: Letter, actor: Actor) -> bool:
        """Whether the actor works at the body where the letter was written."""
        home = case.written_at[letter.id]
        return actor.role in _ROLES[home == BUREAU] and home in {BUREAU, actor.agency}

    def signs(self, case: Complaint, kind: LetterKind, letter: Letter, actor: Actor) -> bool:
        """Head or deputy of the issuing body; the head alone where the kind says so (签发人)."""
        if kind.approver == "government":
            return actor.role is Role.GOVERNMENT
        organ = self.organ(case, kind, letter)
        of_house = actor.agency == organ and actor.role in _ROLES[organ == BUREAU]
        is_head = actor.role is _HEADS[organ == BUREAU] or Post.HEAD in actor.posts
        if kind.approver == "bureau_head":
            return of_house and is_head
        return (
            kind.approver == "person_in_charge" and of_house and (is_head or Post.DEPUTY_HEAD in actor.posts)
        )

    def addressees(self, case: Complaint, kind: LetterKind, about: str) -> Sequence[str]:
        """Whom a letter addresses."""
        return case.addressees_of(kind.code, about)

    async def names(self, case: Complaint, codes: Sequence[str]) -> Mapping[str, str]:
        """What addressees are called in the letter."""
        names: dict[str, str] = {**(await self.organs.names(codes)), **_outside(codes)}
        for code in codes:
            if code == COMPLAINANT:
                names[code] = (await self._intake(case)).get("name", SOMEBODY)
            elif person := await self.organs.person(code):
                names[code] = person
        return names

    def channel(self, case: Complaint, code: str) -> str:
        """Who complained is served on the receipt page, bodies in their inbox."""
        return RECEIPT_PAGE if code == COMPLAINANT else INBOX

    async def receiver(self, case: Complaint, code: str) -> Receiver:
        """An addressee with the addresses that he confirmed."""
        if code == COMPLAINANT:
            kind = "citizen" if case.complainant_kind == "person" else "organisation"
            consent = AddressConfirmation(code, True, (RECEIPT_PAGE,), case.received_on)
            return Receiver(code, kind, (consent,) if case.electronic_service else ())
        if await self.organs.person(code):
            return Receiver(code, "citizen")
        return Receiver(code, "organisation", await self.desk.directory.delivery_addresses(code))

    async def facts(self, case: Complaint, letter: Letter) -> Mapping[str, Value]:
        """What the case says in the body of a letter; sealed texts are opened for this letter alone."""
        order = case.orders.get(letter.about, {})
        bodies = {one for one in (case.agency, case.handler, order.get("agency")) if one}
        people = await self.desk.directory.persons(people_needed(case, letter))
        to_others = set(letter.addressees) - {COMPLAINANT}
        return facts_of(
            Known(
                case=case,
                letter=letter,
                bodies=await self.organs.names(sorted(bodies)),
                people={str(one): person for one, person in people.items()},
                texts=await open_texts(self.desk.sealed, refs_needed(case, letter)),
                intake={} if to_others else await self._intake(case),
            )
        )

    def due(self, case: Complaint, letter: Letter, kind: LetterKind, moment: Moment) -> DueLine | None:
        """The period whose end the letter states, also where the calendar has moved it since."""
        line = self._due(case, letter, kind, moment)
        stated = case.stated.get(letter.id) if kind.code in {letters.ACCEPTANCE, letters.EXTENSION} else None
        return replace(line, due_on=date.fromisoformat(stated)) if line and stated else line

    def _due(self, case: Complaint, letter: Letter, kind: LetterKind, moment: Moment) -> DueLine | None:
        """The end of the period; that of an order, for service on the day of its first letter."""
        running = case.clocks.get("handling")
        if kind.code == letters.ACCEPTANCE and case.accepted_on:
            first = running.deadline.extends or running.deadline if running else None
            first = first or rules_handling(case.law, moment.dated(case.accepted_on))
            return _line(case, first, "decision")
        if kind.code == letters.EXTENSION and case.extension:
            longer = running.deadline if running else Deadline.from_dict(case.extension["deadline"])
            return _line(case, longer, "decision")
        if kind.code == letters.ORDER:
            order, clock = case.orders[letter.about], case.clocks.get(f"order:{letter.about}")
            runs = clock.deadline.started_on if clock and not letter.issued_on else None
            deadline = rules.correction_deadline(
                case.law,
                moment.calendar,
                delivered_on=runs or letter.issued_on or moment.on,
                length=order["length"],
                unit=order["unit"],
            )
            return _line(case, deadline, "delivery")
        return None

    def cause(self, case: Complaint) -> str:
        """What the case is about, in one line, for receipts (案由)."""
        return subject_of(case, {})

    def contact(self, case: Complaint) -> str:
        """Whom to turn to."""
        return "区司法局行政执法协调监督机构" if case.handler == BUREAU else "本机关法制机构"

    async def _intake(self, case: Complaint) -> Mapping[str, str]:
        """What the complainant wrote; an agency that handles does not learn who complained."""
        if not self.names_people or case.handler != BUREAU:
            return {}
        return await self.desk.sealed.open(case.intake_ref)


_ROLES = {
    True: {Role.BUREAU_CLERK, Role.BUREAU_HEAD},
    False: {Role.AGENCY_CLERK, Role.AGENCY_HEAD},
}
_HEADS = {True: Role.BUREAU_HEAD, False: Role.AGENCY_HEAD}


def _outside(codes: Sequence[str]) -> dict[str, str]:
    return {code: OUTSIDE[code] for code in codes if code in OUTSIDE}


def _line(case: Complaint, deadline: Deadline, starts: Starts) -> DueLine | None:
    if deadline.due_on is None or deadline.length is None:
        return None
    count: dict[str, Any] = {"count": deadline.length, "unit": deadline.unit.value, "starts": starts}
    return replace(
        DueLine(due_on=deadline.due_on, counted_from=deadline.started_on, **count),
        basis=f"《{case.law.complaints.title}》{deadline.basis.partition('#')[2]}",
        provisional=deadline.provisional,
    )
