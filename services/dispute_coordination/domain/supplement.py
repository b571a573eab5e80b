"""Deciding on missing papers: asked for once, filed, or the request counts as withdrawn (补正与视为放弃)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from services.dispute_coordination.domain.events.intake import (
    DeemedWithdrawn,
    SupplementFiled,
    SupplementRequested,
    WithdrawalReversed,
)
from services.dispute_coordination.domain.intake import IntakeDecisions, require_codes
from services.dispute_coordination.domain.vocabulary import Reversal, Stage
from services.dispute_coordination.rules import intake as rules
from shared.calendar.deadline import Deadline
from shared.calendar.receipt import LAST_DAY, ContradictoryDaysError, Handing, handed_in
from shared.casework.moment import Moment
from shared.clock.suite import date_of
from shared.deadlines.changes import Change, opened
from shared.law.refusal import InvalidError, OutOfOrderError


class SupplementDecisions(IntakeDecisions):
    """The decisions between an incomplete request and its completion, or its end."""

    def request_supplement(
        self,
        moment: Moment,
        *,
        materials: Collection[str] = (),
        contents: Collection[str] = (),
        missing_ref: str | None = None,
    ) -> None:
        """Find papers missing and list them completely (通知补正); the notice goes out as a letter.

        ``missing_ref`` names what the groups do not: a single paper, a seal, a page.
        """
        self.require("supplement_request")
        require_codes(self.law, "request_materials", materials)
        require_codes(self.law, "request_contents", contents)
        rules.require_supplement_round(self.law, asked_before=len(self.supplements))
        self._require_complete({*materials, *contents})
        missing = (*materials, *contents, *([missing_ref] if missing_ref else []))
        rules.require_outcome(
            self.law, rules.SUPPLEMENT_REQUIRED, ground=self.ground, exclusion=None, missing=missing
        )
        self._record(
            SupplementRequested,
            moment.at,
            materials=tuple(materials),
            contents=tuple(contents),
            missing_ref=missing_ref,
            effect=rules.effect_of_silence(self.law, "supplement"),
            late=self.examination_is_late(moment),
            requested_on=moment.on,
            basis=self.basis_of("supplement_notice"),
        )

    def file_supplement(
        self,
        moment: Moment,
        *,
        materials: Collection[str],
        contents: Mapping[str, str],
        received_on: date | None = None,
        posted_on: date | None = None,
    ) -> None:
        """Take in what was missing (收到补正材料): in time, the examination begins anew; late, it is kept.

        Papers posted before the end are in time although they arrive later; where the request counted as
        withdrawn by then, a person takes that back. What comes in parts is complete with the last of them.
        """
        self.require("supplement")
        require_codes(self.law, "request_materials", materials)
        require_codes(self.law, "request_contents", contents)
        asked_on = date.fromisoformat(self.supplements[-1]["requested_on"])
        day = moment.happened_on(received_on, not_before=asked_on)
        handing = self._handing(moment, day, posted_on)
        goes_on = handing.in_time and self.stage is not Stage.DEEMED_WITHDRAWN
        examination = self._examination_after(moment, day) if goes_on else None
        self._record(
            SupplementFiled,
            moment.at,
            materials=tuple(materials),
            contents=dict(contents),
            received_on=day,
            posted_on=posted_on,
            in_time=handing.in_time,
            article=handing.article,
            stage=(Stage.RECEIVED if goes_on else self.stage).value,
            examination=examination.to_dict() if examination else None,
            clocks=tuple(self._examined_again(moment, examination)) if examination else (),
            basis=self.basis_of("supplement"),
        )

    def deem_withdrawn(self, moment: Moment, *, reason: str, reason_ref: str) -> None:
        """Find that the request counts as withdrawn: the papers came too late, or not as asked (视为放弃)."""
        self.require("deemed_withdrawal")
        if not self._papers_are_overdue(moment):
            raise OutOfOrderError(
                "the period for the missing papers has not run out",
                title="补正期限尚未届满",
                basis=self.basis_of("supplement"),
            )
        self._require_reason(reason)
        self._withdraw(moment.at, moment.on, automatic=False, reason_ref=reason_ref)

    def reverse_deemed_withdrawal(
        self, moment: Moment, *, ground: Reversal, reason: str, reason_ref: str
    ) -> None:
        """Take back that the request counts as withdrawn (撤销视为放弃).

        Papers on file are examined anew; where none came yet, the period for them runs again.
        """
        self.require("reversal")
        self._require_reason(reason)
        last = self.supplements[-1]
        if ground is Reversal.POSTED_IN_TIME and not last["in_time"]:
            raise InvalidError(
                "no papers on file were posted in time",
                title="没有在期限内交邮的补正材料",
                basis=self.basis_of("supplement"),
            )
        examination = self._examination_after_reversal(moment, ground)
        changes = self._examined_again(moment, examination) if examination else self._again(moment, ground)
        self._record(
            WithdrawalReversed,
            moment.at,
            ground=ground.value,
            reason_ref=reason_ref,
            stage=(Stage.RECEIVED if examination else Stage.SUPPLEMENTING).value,
            examination=examination.to_dict() if examination else None,
            reversed_by=moment.by,
            reversed_on=moment.on,
            clocks=tuple(changes),
            basis=self.basis_of("supplement"),
        )

    def reach_rung(self, clock: str, rung: str, *, at: datetime) -> bool:
        """Climb a rung; when the period for missing papers has run out the request counts as withdrawn."""
        running = self.clocks.get(clock)
        climbed = super().reach_rung(clock, rung, at=at)
        if climbed and clock == "supplement" and running and self._lapses(running.deadline, date_of(at)):
            self._withdraw(at, date_of(at), automatic=True, reason_ref=None)
        return climbed

    def _lapses(self, deadline: Deadline, on: date) -> bool:
        """Whether silence ends the case now, as the text said when the papers were asked for."""
        effect = self.supplements[-1]["effect"] if self.supplements else None
        return effect == rules.DEEMED_WITHDRAWN and rules.has_run_out(deadline, on)

    def _withdraw(self, at: datetime, on: date, *, automatic: bool, reason_ref: str | None) -> None:
        running = self.clocks.get("supplement")
        self._record(
            DeemedWithdrawn,
            at,
            automatic=automatic,
            reason_ref=reason_ref,
            due_on=running.deadline.due_on if running else None,
            withdrawn_on=on,
            clocks=self.all_stopped(on),
            basis=running.deadline.basis if running else self.basis_of("supplement"),
        )

    def _handing(self, moment: Moment, received_on: date, posted_on: date | None) -> Handing:
        deadline = self.supplement_deadline(moment)
        if deadline is None:  # before the notice was served no period runs that could be missed
            return Handing(posted_on or received_on, in_time=True, article=LAST_DAY)
        try:
            return handed_in(deadline, received_on=received_on, posted_on=posted_on)
        except ContradictoryDaysError as found:
            raise InvalidError(str(found), title="交邮日期晚于收到日期") from found

    def supplement_deadline(self, moment: Moment) -> Deadline | None:
        """The end of the period for missing papers, also once its clock stands no more (补正期限)."""
        if running := self.clocks.get("supplement"):
            return running.deadline
        served = [on for one in self.letters_of("supplement_notice")[-1:] for on in one.served.values()]
        if not served:
            return None
        return rules.supplement_deadline(self.law, moment.calendar, delivered_on=max(served))

    def _papers_are_overdue(self, moment: Moment) -> bool:
        """Whether the period is over, also where a part of the papers came within it; else it is theirs."""
        deadline = self.supplement_deadline(moment)
        if deadline is None:  # the notice was never served, and papers came all the same
            return self.stage is Stage.RECEIVED
        return rules.has_run_out(deadline, moment.on)

    def _examination_after(self, moment: Moment, completed_on: date) -> Deadline | None:
        """The period of the examination once the papers are complete (补齐后的审查期限)."""
        if self.examination is None:
            return None
        asked_on = date.fromisoformat(self.supplements[-1]["requested_on"])
        issued = [one.issued_on for one in self.letters_of("supplement_notice")[-1:] if one.issued_on]
        return rules.acceptance_after_supplement(
            self.law,
            moment.calendar,
            Deadline.from_dict(self.examination),
            asked_on=min(issued, default=asked_on),
            completed_on=completed_on,
        )

    def _examination_after_reversal(self, moment: Moment, ground: Reversal) -> Deadline | None:
        """Papers on file are examined from their receipt; where an obstacle is accepted, from that day."""
        filed_on = self.supplements[-1]["filed_on"]
        if filed_on is None:
            return None
        completed_on = moment.on if ground is Reversal.OBSTACLE else date.fromisoformat(filed_on)
        return self._examination_after(moment, completed_on)

    def _examined_again(self, moment: Moment, deadline: Deadline) -> list[Change]:
        return [
            *self.stopped_if_running(moment.on, "supplement", "acceptance"),
            opened("acceptance", deadline, moment.calendar, on=moment.on, owner="bureau_clerk"),
        ]

    def _again(self, moment: Moment, ground: Reversal) -> list[Change]:
        """The period for papers that never came runs again: whole, or from the day of service proved anew."""
        deadline = self.supplement_deadline(moment)
        if deadline is None:
            return []
        if ground is Reversal.OBSTACLE:
            deadline = rules.supplement_deadline(self.law, moment.calendar, delivered_on=moment.on)
        if rules.has_run_out(deadline, moment.on):
            raise InvalidError(
                f"the period ended on {deadline.breach_after} all the same",
                title="补正期限仍已届满",
                basis=deadline.basis,
            )
        return [opened("supplement", deadline, moment.calendar, on=moment.on, owner="agency_clerk")]

    def _require_complete(self, listed: Collection[str]) -> None:
        """The notice goes out once: what it left out could be asked for no more (一次性告知)."""
        if left_out := [one for one in self.missing if one not in listed]:
            raise InvalidError(
                f"the notice leaves out: {', '.join(left_out)}",
                title="补正通知须一次列明全部缺少的材料",
                basis=self.basis_of("supplement_notice"),
            )

    def _require_reason(self, reason: str) -> None:
        if not reason.strip():
            raise InvalidError("say why", title="须说明理由", basis=self.basis_of("supplement"))
