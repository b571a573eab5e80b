"""Deciding after the decision: appeals, call-back, misconduct on record, archive (申诉、回访、登记、归档)."""

from services.complaints.domain.events.aftercare import (
    AppealAnswered,
    AppealFiled,
    Archived,
    CalledBack,
    MisconductFlagged,
)
from services.complaints.domain.state import ComplaintState
from services.complaints.domain.vocabulary import AppealOutcome, Misconduct, Retention, Satisfaction
from services.complaints.rules import outcome as rules
from shared.casework.moment import Moment
from shared.deadlines.changes import stopped
from shared.law.refusal import OutOfOrderError, UnknownCaseError


class NotYetToldError(OutOfOrderError):
    """The result counts as told on a day that is still to come (送达日未到)."""

    slug = "result-not-yet-served"
    title = "结果文书的送达之日未到"


DISSATISFIED = {Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED}


class AftercareDecisions(ComplaintState):
    """The acts that may follow a decided complaint."""

    def file_appeal(self, moment: Moment, *, appeal_id: str, filed_by: str, reasons_ref: str) -> None:
        """Take in an appeal to the deciding organ (申诉); the text sets no limit, so none is set here."""
        self.require("appeal")
        self._record(
            AppealFiled,
            moment.at,
            appeal_id=appeal_id,
            filed_by=filed_by,
            reasons_ref=reasons_ref,
            filed_on=moment.on,
            basis=self.basis_of("appeal"),
        )

    def answer_appeal(
        self, moment: Moment, *, appeal_id: str, outcome: AppealOutcome, answer_ref: str
    ) -> None:
        """Answer an appeal as the deciding organ (答复申诉)."""
        self.require("appeal_answer")
        if appeal_id not in self.appeals:
            raise UnknownCaseError(f"no appeal {appeal_id}")
        if self.appeals[appeal_id] != "open":
            raise OutOfOrderError(
                "this appeal has its answer", title="该申诉已经答复", basis=self.basis_of("appeal")
            )
        self._record(
            AppealAnswered,
            moment.at,
            appeal_id=appeal_id,
            outcome=outcome.value,
            answer_ref=answer_ref,
            answered_on=moment.on,
            basis=self.basis_of("appeal"),
        )

    @property
    def appeal_desk(self) -> str:
        """The organ that answers appeals of this case."""
        return rules.appeal_goes_to(self.law, handler=self.handler)

    def call_back(self, moment: Moment, *, grade: Satisfaction, reason_ref: str | None) -> None:
        """Ask the complainant how it went (回访); dissatisfaction proposes to handle the matter again."""
        self.require("call_back")
        self.require_result_served(moment)
        self._record(
            CalledBack,
            moment.at,
            grade=grade.value,
            reason_ref=reason_ref,
            rehandling_proposed=grade in DISSATISFIED,
            called_on=moment.on,
        )

    def require_result_served(self, moment: Moment) -> None:
        """Refuse to go on before the day on which the result counts as told (公告送达期满前)."""
        if self.result_told_on is not None and moment.on < self.result_told_on:
            raise NotYetToldError(
                f"it counts as served on {self.result_told_on}", basis=self.basis_of("result_notice")
            )

    def flag(self, moment: Moment, *, flag_id: str, misconduct: Misconduct, note_ref: str) -> None:
        """Put retaliation, obstruction or misconduct of intake staff on record, at any time (登记)."""
        self.require("flag")
        self._record(
            MisconductFlagged,
            moment.at,
            flag_id=flag_id,
            misconduct=misconduct.value,
            note_ref=note_ref,
            flagged_on=moment.on,
            basis=rules.misconduct_basis(self.law, misconduct.value),
        )

    def archive(
        self, moment: Moment, *, retention: Retention, manifest_id: str, manifest_digest: str
    ) -> None:
        """Seal the file (归档) under the digest of its list of contents."""
        self.require("archive")
        self.require_result_served(moment)
        self._record(
            Archived,
            moment.at,
            retention=retention.value,
            manifest_id=manifest_id,
            manifest_digest=manifest_digest,
            archived_on=moment.on,
            clocks=(stopped("archiving", on=moment.on),) if "archiving" in self.clocks else (),
            basis=self.basis_of("archiving"),
        )
