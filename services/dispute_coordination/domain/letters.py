"""What letters of a dispute set going: which may be written, what issue and service start (文书与期限)."""

from collections.abc import Callable, Sequence
from datetime import date

from services.dispute_coordination.domain.intake import own_motion_clock
from services.dispute_coordination.domain.outcome import OPINION, OutcomeDecisions
from services.dispute_coordination.domain.vocabulary import BUREAU, GOVERNMENT, Side, Stage
from services.dispute_coordination.rules import intake as rules
from services.dispute_coordination.rules.handling import STAFFING_OFFICE
from shared.calendar.deadline import Deadline
from shared.casework.lettered import NotAddressedError
from shared.casework.letters import Letter, LetterState
from shared.casework.moment import Moment
from shared.deadlines.changes import Change, opened, recomputed, told
from shared.law.refusal import OutOfOrderError

SUPPLEMENT, ACCEPTANCE, COORDINATION, EXTENSION = (
    "supplement_notice",
    "acceptance_notice",
    "coordination_notice",
    "extension_notice",
)
TO_APPLICANTS = frozenset({SUPPLEMENT, "decline_decision", "deemed_withdrawal_notice"})
"""Letters that only those who asked receive."""
TAKING_PART = (BUREAU, GOVERNMENT, STAFFING_OFFICE)
"""Bodies beside the parties that the procedure turns to."""


class LetterNotCalledForError(OutOfOrderError):
    """Nothing happened in the case that this letter could tell of (尚无可制发的文书)."""

    slug = "letter-not-called-for"
    title = "该案尚不能制发此种文书"


class LetterDecisions(OutcomeDecisions):
    """The hooks of the letters."""

    def require_letter(self, kind: str, about: str) -> None:
        """Refuse a letter about something that has not happened."""
        called_for = CALLED_FOR.get(kind)
        if called_for is not None and not called_for(self, about):
            key = kind if self.law.has_rule(kind) else "single_desk"
            raise LetterNotCalledForError(f"nothing calls for a {kind}", basis=self.basis_of(key), rule=key)

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
        """Draft a letter to parties who know of the case, or to bodies that take part in it."""
        known = self.agencies if self.told and kind not in TO_APPLICANTS else self.applicants
        if stray := set(addressees) - {*known, *TAKING_PART}:
            raise NotAddressedError(f"a {kind} does not go to {', '.join(sorted(stray))}")
        super().draft_letter(
            moment, letter_id=letter_id, kind=kind, addressees=addressees, about=about, text_ref=text_ref
        )

    def letter_issued(self, moment: Moment, letter: Letter) -> Sequence[Change]:
        """The examination waits no more once papers are asked for; an own-motion case starts (印发)."""
        if letter.kind == SUPPLEMENT and self.stage is Stage.SUPPLEMENTING:
            return self.stopped_if_running(moment.on, "acceptance")
        if letter.kind == COORDINATION and self.own_motion and "handling" not in self.clocks:
            first = self.noticed_on is None and self.stage is Stage.COORDINATING
            return self._own_motion_starts(moment) if first else ()
        return ()

    def letter_voided(self, moment: Moment, letter: Letter) -> Sequence[Change]:
        """Take back what the issue of a letter set going."""
        waits = letter.kind == SUPPLEMENT and self.stage is Stage.SUPPLEMENTING
        if waits and self.examination and "supplement" not in self.clocks:
            deadline = moment.calendar.recomputed(Deadline.from_dict(self.examination))
            return (opened("acceptance", deadline, moment.calendar, on=moment.on, owner="bureau_clerk"),)
        if letter.kind == COORDINATION and self._was_the_only_notice(letter):
            return self.stopped_if_running(moment.on, "handling")
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
        """The period counted from service starts for this addressee, who is told its end (送达)."""
        if letter.kind == SUPPLEMENT and self.stage is Stage.SUPPLEMENTING:
            # of several applicants nobody's five days end before those of the one served last
            last_on = max(letter.served.values(), default=served_on)
            deadline = rules.supplement_deadline(self.law, moment.calendar, delivered_on=last_on)
            return self._from_service(moment, "supplement", deadline, addressee)
        if letter.kind in {ACCEPTANCE, COORDINATION}:
            again = before is None and self.answer_clock(addressee) in self.clocks
            answer = () if again else self._answer_from(moment, addressee, served_on)
            return (*answer, *self._told_handling(moment, addressee))
        if letter.kind == EXTENSION:
            return self._told_handling(moment, addressee)
        return ()

    # -- inside ----------------------------------------------------------------------------------------

    def _own_motion_starts(self, moment: Moment) -> Sequence[Change]:
        return own_motion_clock(self.law, moment, decided_on=self.opened_on, noticed_on=moment.on)

    def _was_the_only_notice(self, letter: Letter) -> bool:
        """Whether no other coordination notice is out, so that the period counted from this one."""
        out = [one for one in self.letters_of(COORDINATION) if one.state is LetterState.ISSUED]
        counts = self.law.policy("own_motion_start") == "day_of_coordination_notice"
        return counts and [one.id for one in out] == [letter.id]

    def _answer_from(self, moment: Moment, addressee: str, served_on: date) -> list[Change]:
        side = self.parties.get(addressee)
        if side not in {Side.RESPONDENT, Side.CONCERNED} or addressee in self.answers:
            return []
        if self.stage not in {Stage.COORDINATING, Stage.CONSENT_PENDING, Stage.GOVERNMENT_PENDING}:
            return []
        period = rules.statement_deadline if side is Side.CONCERNED else rules.answer_deadline
        deadline = period(self.law, moment.calendar, delivered_on=served_on)
        return self._from_service(moment, self.answer_clock(addressee), deadline, addressee)

    def _from_service(self, moment: Moment, clock: str, deadline: Deadline, party: str) -> list[Change]:
        """A clock of one agency from its own service; another day of service moves it."""
        start = (
            recomputed(clock, deadline, moment.calendar, on=moment.on)
            if clock in self.clocks
            else opened(clock, deadline, moment.calendar, on=moment.on, owner="agency_clerk")
        )
        return [start, told(clock, (party,), deadline.due_on, on=moment.on)]

    def _told_handling(self, moment: Moment, party: str) -> list[Change]:
        running = self.clocks.get("handling")
        if running is None:
            return []
        return [told("handling", (party,), running.deadline.due_on, on=moment.on)]


def _stop(case: LetterDecisions, about: str, *, ended: bool) -> bool:
    stops = [stop for one, stop in case.stops.items() if about in {"", one}]
    return any((stop["until"] is not None) is ended for stop in stops)


def _urgency(case: LetterDecisions, about: str, *states: str) -> bool:
    return any(asked["state"] in states for one, asked in case.urgencies.items() if about in {"", one})


def _reported(case: LetterDecisions, kind: str) -> bool:
    return bool(case.proposal and case.proposal["kind"] == kind)


CALLED_FOR: dict[str, Callable[[LetterDecisions, str], bool]] = {
    SUPPLEMENT: lambda case, _: case.stage is Stage.SUPPLEMENTING,
    ACCEPTANCE: lambda case, _: case.accepted_on is not None,
    COORDINATION: lambda case, _: case.own_motion,
    "decline_decision": lambda case, _: case.stage is Stage.DECLINED,
    "deemed_withdrawal_notice": lambda case, _: case.stage is Stage.DEEMED_WITHDRAWN,
    "extension_approval_form": lambda case, _: bool(case.extension_request or case.extensions),
    EXTENSION: lambda case, _: bool(case.extensions),
    "suspension_notice": lambda case, about: (
        _stop(case, about, ended=False) or _stop(case, about, ended=True)
    ),
    "resumption_notice": lambda case, about: _stop(case, about, ended=True),
    "consent_request": lambda case, _: case.consent is not None,
    OPINION: lambda case, _: bool(case.consent and case.consent["state"] == "granted"),
    "coordination_proposal": lambda case, _: _reported(case, "proposal"),
    "tentative_opinion": lambda case, _: _reported(case, "tentative_opinion"),
    "government_decision": lambda case, _: bool(case.proposal and case.proposal["state"] == "decided"),
    "urgent_enforcement_request": lambda case, about: _urgency(case, about, "open", "permitted", "refused"),
    "urgent_enforcement_decision": lambda case, about: _urgency(case, about, "permitted", "refused"),
    "termination_notice": lambda case, _: case.stage in {Stage.WITHDRAWN, Stage.MERGED, Stage.TERMINATED},
    "execution_reminder": lambda case, _: case.stage is Stage.EXECUTING,
}
"""What must have happened for a letter of a kind; others may be written at any time."""
