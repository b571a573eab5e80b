"""A case that writes letters and has them served (有文书与送达的案件)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.casework.letter_events import LetterEvents
from shared.casework.letters import Letter, LetterState, Tried
from shared.casework.moment import Moment
from shared.deadlines.changes import Change
from shared.delivery.attempt import Attempt, Receiver
from shared.delivery.service import acknowledge, first_effective, judge, rebut
from shared.law.refusal import InvalidError, OutOfOrderError, UnknownCaseError


class NoSuchLetterError(UnknownCaseError):
    """The case has no such letter (没有此文书)."""

    title = "该案没有此份文书"


class LetterOutOfOrderError(OutOfOrderError):
    """The letter is not at the point where this may be done with it (文书状态不符)."""

    slug = "letter-out-of-order"
    title = "文书当前状态不能办理此步骤"


class NotAddressedError(InvalidError):
    """The letter does not address this agency or person (非受送达人)."""

    slug = "not-addressed"
    title = "不是该文书的受送达人"


class LetterServedError(OutOfOrderError):
    """Somebody has the letter already; another letter corrects it (已送达不能作废)."""

    slug = "letter-served"
    title = "文书已送达，不能作废；应另行制发更正文书"


@dataclass(frozen=True, slots=True)
class Issue:
    """What issuing a letter fixes: its number, the stored renderings with their checksums, the seal.

    ``seal`` is the reference of the electronic seal service, never an image (文号、文件、电子印章).
    """

    number: str | None
    pdf: str
    pdf_sha256: str
    docx: str
    docx_sha256: str
    seal: str | None = None


class LetteredCase(LetterEvents):
    """Base of cases with letters; a subclass says by the hooks what issue and service set going."""

    def require_letter(self, kind: str, about: str) -> None:
        """Refuse a letter that nothing in the case calls for; a subclass says which those are."""

    def letter_issued(self, moment: Moment, letter: Letter) -> Sequence[Change]:
        """Clock changes that the issue of a letter brings: what waited for its sending ends."""
        return ()

    def letter_voided(self, moment: Moment, letter: Letter) -> Sequence[Change]:
        """Clock changes that undo those of the issue, where a letter was voided before it was served."""
        return ()

    def letter_served(
        self,
        moment: Moment,
        letter: Letter,
        addressee: str,
        served_on: date,
        *,
        before: date | None,
    ) -> Sequence[Change]:
        """Clock changes that service brings: the clock that the rule names starts, and who was told.

        ``before`` is the day that counted so far, where proof of another day, or an earlier effective
        attempt, moves it.
        """
        return ()

    def draft_letter(
        self,
        moment: Moment,
        *,
        letter_id: str,
        kind: str,
        addressees: Sequence[str],
        about: str = "",
        text_ref: str | None = None,
    ) -> None:
        """Draft a letter (起草); without a text it says what the case's facts say."""
        self.require_letter(kind, about)
        self._record(
            type(self).LetterDrafted,
            moment.at,
            letter_id=letter_id,
            kind=kind,
            about=about,
            addressees=tuple(addressees),
            text_ref=text_ref,
            drafted_by=moment.by,
            drafted_on=moment.on,
        )

    def revise_letter(self, moment: Moment, *, letter_id: str, text_ref: str) -> None:
        """Change the wording of a letter that has no number yet (修改)."""
        self._letter(letter_id, LetterState.DRAFTED, LetterState.APPROVED)
        self._record(
            type(self).LetterRevised,
            moment.at,
            letter_id=letter_id,
            text_ref=text_ref,
            revised_by=moment.by,
            revised_on=moment.on,
        )

    def approve_letter(self, moment: Moment, *, letter_id: str, substance: str | None = None) -> None:
        """Sign a draft for issue (签发); ``substance`` is a checksum of what it says."""
        self._letter(letter_id, LetterState.DRAFTED)
        self._record(
            type(self).LetterApproved,
            moment.at,
            letter_id=letter_id,
            approved_by=moment.by,
            approved_on=moment.on,
            substance=substance,
        )

    def return_letter(self, moment: Moment, *, letter_id: str, reason_ref: str) -> None:
        """Send a draft back with a reason (退回修改)."""
        self._letter(letter_id, LetterState.DRAFTED, LetterState.APPROVED)
        self._record(
            type(self).LetterReturned,
            moment.at,
            letter_id=letter_id,
            reason_ref=reason_ref,
            returned_by=moment.by,
            returned_on=moment.on,
        )

    def issue_letter(self, moment: Moment, *, letter_id: str, issue: Issue, needs_approval: bool) -> None:
        """Issue a letter under its number (印发)."""
        letter = self.letter_to_issue(letter_id, needs_approval=needs_approval)
        self._record(
            type(self).LetterIssued,
            moment.at,
            letter_id=letter_id,
            kind=letter.kind,
            addressees=letter.addressees,
            number=issue.number,
            pdf=issue.pdf,
            pdf_sha256=issue.pdf_sha256,
            docx=issue.docx,
            docx_sha256=issue.docx_sha256,
            seal=issue.seal,
            issued_on=moment.on,
            clocks=tuple(self.letter_issued(moment, letter)),
        )

    def letter_to_issue(self, letter_id: str, *, needs_approval: bool) -> Letter:
        """A letter that may be issued now; raises LetterOutOfOrderError."""
        ready = (LetterState.APPROVED,) if needs_approval else (LetterState.DRAFTED, LetterState.APPROVED)
        return self._letter(letter_id, *ready)

    def void_letter(self, moment: Moment, *, letter_id: str, reason_ref: str) -> None:
        """Void a letter that nobody was served with (作废)."""
        letter = self._letter(letter_id, LetterState.DRAFTED, LetterState.APPROVED, LetterState.ISSUED)
        if letter.served:
            raise LetterServedError("somebody was served with this letter")
        changes = self.letter_voided(moment, letter) if letter.state is LetterState.ISSUED else ()
        self._record(
            type(self).LetterVoided,
            moment.at,
            letter_id=letter_id,
            number=letter.number,
            reason_ref=reason_ref,
            voided_by=moment.by,
            voided_on=moment.on,
            clocks=tuple(changes),
        )

    def record_delivery(
        self,
        moment: Moment,
        *,
        letter_id: str,
        receiver: Receiver,
        attempt: Attempt,
        evidence_ref: str | None = None,
    ) -> None:
        """Record one attempt to serve (登记送达); the first effective one starts what the rule names."""
        letter, addressee = self._letter(letter_id, LetterState.ISSUED), receiver.code
        _require_addressed(letter, addressee)
        service = judge(attempt, receiver, today=moment.on, earlier=letter.services(addressee))
        after = letter.with_try(Tried(addressee, moment.on, moment.by, attempt, service, evidence_ref))
        self._record(
            type(self).DeliveryRecorded,
            moment.at,
            letter_id=letter_id,
            kind=letter.kind,
            addressee=addressee,
            method=attempt.method,
            served_on=service.served_on,
            effective_on=after.served_on(addressee),
            attempt=attempt.facts(),
            result=service.facts(),
            evidence_ref=evidence_ref,
            recorded_by=moment.by,
            recorded_on=moment.on,
            clocks=self._changes_of_service(moment, letter, after, addressee),
        )

    def rebut_delivery(
        self,
        moment: Moment,
        *,
        letter_id: str,
        delivery_id: str,
        proven_on: date,
        evidence: Sequence[str],
        evidence_ref: str,
    ) -> None:
        """Take another day for an electronic arrival that its receiver proved (反证)."""
        letter = self._letter(letter_id, LetterState.ISSUED)
        tried = letter.tried(delivery_id)
        if tried is None or tried.service.served_on is None:
            raise NoSuchLetterError("there is no effective attempt under this id", title="没有此次送达记录")
        signed_on = letter.acknowledged.get(tried.addressee)
        standing = replace(tried.service, acknowledged_on=signed_on)
        service = rebut(standing, proven_on=proven_on, evidence=evidence, today=moment.on)
        after = letter.with_try(replace(tried, service=service))
        self._record(
            type(self).DeliveryRebutted,
            moment.at,
            letter_id=letter_id,
            kind=letter.kind,
            addressee=tried.addressee,
            served_before=tried.service.served_on,
            effective_on=after.served_on(tried.addressee),
            result=service.facts(),
            evidence_ref=evidence_ref,
            decided_by=moment.by,
            decided_on=moment.on,
            clocks=self._changes_of_service(moment, letter, after, tried.addressee),
        )

    def acknowledge_letter(self, moment: Moment, *, letter_id: str, addressee: str) -> None:
        """Sign for a letter that has arrived (签收)."""
        letter = self._letter(letter_id, LetterState.ISSUED)
        _require_addressed(letter, addressee)
        effective = first_effective(letter.services(addressee))
        if effective is None:
            raise LetterOutOfOrderError("it has not arrived yet", title="文书尚未送达")
        if addressee in letter.acknowledged:
            raise LetterOutOfOrderError("it was signed for before", title="已签收")
        acknowledge(effective, on=moment.on)
        self._record(
            type(self).LetterAcknowledged,
            moment.at,
            letter_id=letter_id,
            addressee=addressee,
            acknowledged_by=moment.by,
            acknowledged_on=moment.on,
        )

    def letters_of(self, kind: str, about: str | None = None) -> list[Letter]:
        """The letters of a kind, about one entry or any, that were not voided."""
        return [
            each
            for each in self.letters.values()
            if each.kind == kind and each.state is not LetterState.VOIDED and about in {None, each.about}
        ]

    def days_of_service(self, kind: str, about: str | None = None, *, but: str = "") -> list[date]:
        """The days on which letters of a kind were served on anybody (各次送达之日)."""
        letters = (one for one in self.letters_of(kind, about) if one.id != but)
        return [day for one in letters for day in one.served.values()]

    def _changes_of_service(
        self, moment: Moment, letter: Letter, after: Letter, addressee: str
    ) -> tuple[Change, ...]:
        before, served_on = letter.served_on(addressee), after.served_on(addressee)
        if served_on is None or served_on == before:
            return ()
        return tuple(self.letter_served(moment, after, addressee, served_on, before=before))

    def _letter(self, letter_id: str, *states: LetterState) -> Letter:
        letter = self.letters.get(letter_id)
        if letter is None:
            raise NoSuchLetterError(f"no letter {letter_id}")
        if letter.state not in states:
            raise LetterOutOfOrderError(f"the letter is {letter.state}")
        return letter


def _require_addressed(letter: Letter, addressee: str) -> None:
    if addressee not in letter.addressees:
        raise NotAddressedError(f"{addressee} is not among {', '.join(letter.addressees)}")
