"""What is recorded of a case's letters, from draft to service (文书与送达的事件)."""

from dataclasses import replace
from datetime import date
from typing import Any

from shared.casework.letters import Letter, LetterState, Tried
from shared.deadlines.case import Case
from shared.delivery.attempt import Attempt
from shared.delivery.service import Service


class LetterEvents(Case):
    """The events of letters; ``LetteredCase`` decides on them."""

    GENERIC = (
        *Case.GENERIC,
        "LetterDrafted",
        "LetterRevised",
        "LetterApproved",
        "LetterReturned",
        "LetterIssued",
        "LetterVoided",
        "DeliveryRecorded",
        "DeliveryRebutted",
        "LetterAcknowledged",
    )
    STATE = (*Case.STATE, Letter, Tried, Attempt, Service)

    class LetterDrafted(Case.Event):
        """A letter was drafted, by a person or with the act that it tells of (文书起草)."""

        letter_id: str
        kind: str
        about: str
        addressees: tuple[str, ...]
        text_ref: str | None
        drafted_by: str
        drafted_on: date

        def apply(self, case: "LetterEvents") -> None:
            """The draft stands."""
            case.letters[self.letter_id] = Letter(
                id=self.letter_id,
                kind=self.kind,
                about=self.about,
                addressees=tuple(self.addressees),
                state=LetterState.DRAFTED,
                drafted_by=self.drafted_by,
                text_ref=self.text_ref,
            )

    class LetterRevised(Case.Event):
        """The wording of a draft was changed (文书修改); it needs approval anew."""

        letter_id: str
        text_ref: str
        revised_by: str
        revised_on: date

        def apply(self, case: "LetterEvents") -> None:
            """The new wording counts, and nobody has signed it."""
            case.change_letter(
                self.letter_id,
                text_ref=self.text_ref,
                state=LetterState.DRAFTED,
                approved_by=None,
                approved_on=None,
            )

    class LetterApproved(Case.Event):
        """Who may sign it signed it for issue (签发), as it stood then."""

        letter_id: str
        approved_by: str
        approved_on: date
        substance: str | None = None

        def apply(self, case: "LetterEvents") -> None:
            """It may be issued."""
            case.change_letter(
                self.letter_id,
                state=LetterState.APPROVED,
                approved_by=self.approved_by,
                approved_on=self.approved_on,
                substance=self.substance,
            )

    class LetterReturned(Case.Event):
        """The draft went back with a reason (退回修改)."""

        letter_id: str
        reason_ref: str
        returned_by: str
        returned_on: date

        def apply(self, case: "LetterEvents") -> None:
            """It is a draft again, without a signature."""
            case.change_letter(self.letter_id, state=LetterState.DRAFTED, approved_by=None, approved_on=None)

    class LetterIssued(Case.Event):
        """The letter got its number, its final files and its seal (编号印发)."""

        letter_id: str
        kind: str
        addressees: tuple[str, ...]
        number: str | None
        pdf: str
        pdf_sha256: str
        docx: str
        docx_sha256: str
        seal: str | None
        issued_on: date

        def apply(self, case: "LetterEvents") -> None:
            """It may be served."""
            case.change_letter(
                self.letter_id, state=LetterState.ISSUED, number=self.number, issued_on=self.issued_on
            )

    class LetterVoided(Case.Event):
        """The letter will not be used; its number is not given again (作废)."""

        letter_id: str
        number: str | None
        reason_ref: str
        voided_by: str
        voided_on: date

        def apply(self, case: "LetterEvents") -> None:
            """Nothing more happens to it."""
            case.change_letter(self.letter_id, state=LetterState.VOIDED)

    class DeliveryRecorded(Case.Event):
        """An attempt to serve the letter on one addressee, effective or failed (送达).

        ``attempt`` are the facts that were judged, ``result`` what they amount to, both in their plain form.
        """

        letter_id: str
        kind: str
        addressee: str
        method: str
        served_on: date | None
        effective_on: date | None
        attempt: dict[str, Any]
        result: dict[str, Any]
        evidence_ref: str | None
        recorded_by: str
        recorded_on: date

        def apply(self, case: "LetterEvents") -> None:
            """The attempt is on record; the earliest effective one counts."""
            tried = Tried(
                self.addressee,
                self.recorded_on,
                self.recorded_by,
                Attempt.of(self.attempt),
                Service.of(self.result),
                self.evidence_ref,
            )
            case.letters[self.letter_id] = case.letters[self.letter_id].with_try(tried)

    class DeliveryRebutted(Case.Event):
        """The receiver of electronic service proved another day of arrival (到达日期反证)."""

        letter_id: str
        kind: str
        addressee: str
        served_before: date
        effective_on: date
        result: dict[str, Any]
        evidence_ref: str
        decided_by: str
        decided_on: date

        def apply(self, case: "LetterEvents") -> None:
            """The proven day counts for that attempt."""
            letter, service = case.letters[self.letter_id], Service.of(self.result)
            if tried := letter.tried(service.id):
                case.letters[self.letter_id] = letter.with_try(replace(tried, service=service))

    class LetterAcknowledged(Case.Event):
        """The addressee signed for the letter; that never moves the day of service (签收)."""

        letter_id: str
        addressee: str
        acknowledged_by: str
        acknowledged_on: date

        def apply(self, case: "LetterEvents") -> None:
            """The signature is on record."""
            letter = case.letters[self.letter_id]
            case.letters[self.letter_id] = letter.with_acknowledgement(self.addressee, self.acknowledged_on)

    def __init__(self) -> None:
        super().__init__()
        self.letters: dict[str, Letter] = {}
        """All letters of the case, by id, in the order of drafting."""

    def change_letter(self, letter_id: str, **changes: Any) -> None:
        """Replace a letter by what it is now; events call this."""
        self.letters[letter_id] = replace(self.letters[letter_id], **changes)
