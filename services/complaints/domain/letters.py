"""Letters of a complaint: what calls for them, whom they address, what their service tells (文书与送达)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from services.complaints.domain.state import COMPLAINANT, ComplaintState
from services.complaints.domain.vocabulary import BUREAU, Stage
from services.complaints.rules import outcome as rules
from shared.casework.lettered import NotAddressedError
from shared.casework.letters import Letter
from shared.casework.moment import Moment
from shared.deadlines.case import DateMovedAgainError, NobodyToldError, ShorterDatePassedError
from shared.deadlines.changes import Change, opened, recomputed, stopped, told
from shared.deadlines.recomputing import NewNotice
from shared.delivery.attempt import Attempt, Receiver
from shared.law.refusal import OutOfOrderError

ACCEPTANCE, DECLINE, EXTENSION, NEW_DATE = (
    *("acceptance_notice", "decline_notice", "extension_notice", "new_date_notice"),
)
RESULT, REPLY, COMPENSATION, APPEAL = "result_notice", "reply", "compensation_notice", "appeal_answer"
ORDER, TRANSFER, RECOMMENDATION = "correction_order", "transfer_letter", "accountability_recommendation"
FORWARDING, INVESTIGATION, RECUSAL = "forwarding_letter", "investigation_notice", "recusal_decision"
FILE = ("file_cover", "file_contents", "file_notes")
TO_COMPLAINANT = (ACCEPTANCE, DECLINE, EXTENSION, NEW_DATE, RESULT, REPLY, COMPENSATION)


class LetterNotCalledForError(OutOfOrderError):
    """Nothing happened in the case that this letter could tell of (尚无可制发的文书)."""

    slug = "letter-not-called-for"
    title = "该案尚不能制发此种文书"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What must have happened for a letter of a kind, the rule that asks for it, and whom it addresses."""

    happened: Callable[[ComplaintState, str], bool]
    rule: str
    addressees: Callable[[ComplaintState, str], Sequence[str]]


class LetterDecisions(ComplaintState):
    """The hooks of the letters."""

    def require_letter(self, kind: str, about: str) -> None:
        """Refuse a letter that nothing in the case calls for."""
        occasion = OCCASIONS.get(kind)
        if occasion is None or not occasion.happened(self, about):
            rule = occasion.rule if occasion else "archiving"
            raise LetterNotCalledForError(
                f"nothing calls for {kind} {about}".rstrip(), basis=self.basis_of(rule), rule=rule
            )

    def addressees_of(self, kind: str, about: str) -> tuple[str, ...]:
        """Whom a letter of this kind addresses; forms address nobody."""
        self.require_letter(kind, about)
        return tuple(OCCASIONS[kind].addressees(self, about))

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
        """Draft a letter to those whom it concerns, and to nobody else: it may say who complained."""
        if stray := set(addressees) - set(self.addressees_of(kind, about)):
            raise NotAddressedError(f"a {kind} does not go to {', '.join(sorted(stray))}")
        super().draft_letter(
            moment, letter_id=letter_id, kind=kind, addressees=addressees, about=about, text_ref=text_ref
        )

    def letter_served(
        self,
        moment: Moment,
        letter: Letter,
        addressee: str,
        served_on: date,
        *,
        before: date | None,
    ) -> Sequence[Change]:
        """What waited for being told ends; an order's limit starts on the day of service (送达)."""
        follow = _ON_SERVICE.get(letter.kind)
        return follow(self, moment, letter, served_on) if follow else ()

    def record_delivery(
        self,
        moment: Moment,
        *,
        letter_id: str,
        receiver: Receiver,
        attempt: Attempt,
        evidence_ref: str | None = None,
    ) -> None:
        """Record an attempt; a new date that was served is recorded as told, which lets it take effect."""
        known = self.letters.get(letter_id)
        super().record_delivery(
            moment, letter_id=letter_id, receiver=receiver, attempt=attempt, evidence_ref=evidence_ref
        )
        letter = self.letters[letter_id]
        newly_served = (
            _is_served(letter, moment.on) and known is not None and not _is_served(known, moment.on)
        )
        if (
            letter.kind == NEW_DATE
            and newly_served
            and self.stated[letter_id] == self.due_after(letter.about)
        ):
            notice = NewNotice(attempt.method, letter.number or letter_id)
            # what was served was served; a date that may not be told this way stays with the docket
            with suppress(NobodyToldError, DateMovedAgainError, ShorterDatePassedError):
                self.notify_new_date(letter.about, moment.calendar, notice=notice, by=moment.by, at=moment.at)


def _is_served(letter: Letter, on: date) -> bool:
    """Whether the day of service has come; that of a public notice may be ahead."""
    return any(day <= on for day in letter.served.values())


def _tells_end(case: ComplaintState, moment: Moment, letter: Letter, _: date) -> Sequence[Change]:
    """The letter told the end that it states, also where the calendar has moved it since."""
    overtaken = letter.kind == ACCEPTANCE and "extension" in case.notices
    if "handling" not in case.clocks or letter.id not in case.stated or overtaken:
        return ()
    return (told("handling", (COMPLAINANT,), date.fromisoformat(case.stated[letter.id]), on=moment.on),)


def _ends(*clocks: str) -> Callable[[ComplaintState, Moment, Letter, date], Sequence[Change]]:
    def changes(case: ComplaintState, moment: Moment, letter: Letter, served_on: date) -> Sequence[Change]:
        return tuple(stopped(clock, on=served_on) for clock in clocks if clock in case.clocks)

    return changes


def _limit_starts(case: ComplaintState, moment: Moment, letter: Letter, served_on: date) -> Sequence[Change]:
    """The limit of an order runs from its service; proof of another day computes it anew.

    Until then the target for filing goes on, so that an order that nobody sends is not forgotten.
    """
    order, clock = case.orders[letter.about], f"order:{letter.about}"
    if order["state"] != "issued" and clock not in case.clocks:
        return ()  # what was reported or replaced runs no more
    first = min((served_on, *case.days_of_service(ORDER, letter.about, but=letter.id)))
    if clock in case.clocks and case.clocks[clock].deadline.started_on == first:
        return ()  # another letter of the order was served earlier
    deadline = rules.correction_deadline(
        case.law, moment.calendar, delivered_on=first, length=order["length"], unit=order["unit"]
    )
    if clock in case.clocks:
        start = recomputed(clock, deadline, moment.calendar, on=moment.on)
    else:
        start = opened(clock, deadline, moment.calendar, on=moment.on, owner="agency_clerk")
    filing = (stopped("archiving", on=moment.on),) if "archiving" in case.clocks else ()
    return (*filing, start, told(clock, ("agency",), deadline.due_on, on=moment.on))


def _in_writing(case: ComplaintState, _: Moment, letter: Letter, served_on: date) -> Sequence[Change]:
    rules.require_written_notice(case.law, method=letter.tries[-1].attempt.method)
    return ()


_ON_SERVICE: Mapping[str, Callable[[ComplaintState, Moment, Letter, date], Sequence[Change]]] = {
    ACCEPTANCE: _tells_end,
    EXTENSION: _tells_end,
    DECLINE: _ends("result_notice", "reply"),
    RESULT: _ends("result_notice", "reply"),
    REPLY: _ends("reply"),
    ORDER: _limit_starts,
    COMPENSATION: _in_writing,
}


def _complainant(_: ComplaintState, about: str) -> Sequence[str]:
    return (COMPLAINANT,)


def _nobody(_: ComplaintState, about: str) -> Sequence[str]:
    return ()


def _requester(case: ComplaintState, about: str) -> Sequence[str]:
    return (case.conflicts[about]["declared_by"],)


def _appellant(case: ComplaintState, about: str) -> Sequence[str]:
    """A unit that appealed for itself; a clerk who took the appeal in did so for the complainant."""
    by = case.appealed[about]["by"]
    return (by,) if by not in {COMPLAINANT, BUREAU, case.handler, "unit"} else (COMPLAINANT,)


def _may_be_told_anew(case: ComplaintState, about: str) -> bool:
    """Whether the complainant was told another end of this clock than the one that now stands or waits."""
    running = case.clocks.get(about)
    told_on = dict(running.told).get(COMPLAINANT) if running else None
    return told_on is not None and told_on.isoformat() != case.due_after(about)


def _decided(case: ComplaintState, about: str) -> bool:
    return case.stage in {Stage.DECLINED, Stage.CONCLUDED, Stage.ARCHIVED}


OCCASIONS: Mapping[str, Occasion] = {
    "registration_form": Occasion(lambda case, _: True, "complainant_identity", _nobody),
    ACCEPTANCE: Occasion(lambda case, _: case.accepted_on is not None, "acceptance", _complainant),
    DECLINE: Occasion(lambda case, _: case.decline_ground is not None, "decline_notice", _complainant),
    FORWARDING: Occasion(
        lambda case, _: case.forwarded is not None,
        "routing",
        lambda case, _: ((case.forwarded or {})["to"],),
    ),
    NEW_DATE: Occasion(_may_be_told_anew, "handling", _complainant),
    "extension_approval_form": Occasion(
        lambda case, _: bool(case.extension_request or case.extension), "handling_extension", _nobody
    ),
    EXTENSION: Occasion(lambda case, _: case.extension is not None, "handling_extension", _complainant),
    INVESTIGATION: Occasion(
        lambda case, _: bool(case.agency and case.investigators),
        "investigators_minimum",
        lambda case, _: (case.agency or "",),
    ),
    RECUSAL: Occasion(lambda case, about: "recused" in case.conflicts.get(about, {}), "recusal", _requester),
    "discussion_record": Occasion(
        lambda case, _: case.discussion is not None, "collective_decision", _nobody
    ),
    REPLY: Occasion(lambda case, _: case.replied_on is not None, "reply", _complainant),
    RESULT: Occasion(lambda case, _: case.finding is not None, "result_notice", _complainant),
    ORDER: Occasion(
        lambda case, about: about in case.orders,
        "order_to_correct",
        lambda case, about: (case.orders[about]["agency"],),
    ),
    COMPENSATION: Occasion(
        lambda case, about: about in case.orders or (not about and case.corrected_on_the_spot),
        "compensation_notice",
        _complainant,
    ),
    TRANSFER: Occasion(
        lambda case, about: about in case.transfers,
        "crime_transfer",
        lambda case, about: (case.transfers[about]["organ"],),
    ),
    RECOMMENDATION: Occasion(
        lambda case, about: about in case.recommendations,
        "accountability_transfer",
        lambda case, about: (case.recommendations[about]["organ"],),
    ),
    APPEAL: Occasion(lambda case, about: case.appeals.get(about, "open") != "open", "appeal", _appellant),
    **{kind: Occasion(_decided, "archiving", _nobody) for kind in FILE},
}
"""Of every kind that a complaint knows: when it may be written, and to whom."""
