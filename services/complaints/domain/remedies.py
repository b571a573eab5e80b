"""Deciding what follows a finding: orders, recommendations, transfers (查实后的处理)."""

from datetime import date
from typing import Any

from services.complaints.domain.events.remedies import (
    AccountabilityRecommended,
    CorrectionReported,
    CorrectionVerified,
    OrderIssued,
    TransferFeedbackReceived,
    TransferHandled,
    TransferReceiptRecorded,
    Transferred,
)
from services.complaints.domain.state import ComplaintState
from services.complaints.domain.vocabulary import AccountabilityMode, TransferKind
from services.complaints.rules import outcome as rules
from shared.casework.moment import Moment
from shared.deadlines.changes import Change, opened, stopped
from shared.law.refusal import InvalidError, OutOfOrderError, UnknownCaseError


class RemedyDecisions(ComplaintState):
    """The decisions after a complaint was found to be founded."""

    def order_correction(
        self, moment: Moment, *, order_id: str, agency: str, content_ref: str, length: int, unit: str
    ) -> None:
        """Order the agency to correct (责令限期改正); the limit starts when its letter is served."""
        self.require("order")
        rules.correction_deadline(self.law, moment.calendar, delivered_on=moment.on, length=length, unit=unit)
        self._record(
            OrderIssued,
            moment.at,
            order_id=order_id,
            agency=agency,
            content_ref=content_ref,
            length=length,
            unit=unit,
            issued_on=moment.on,
            basis=self.basis_of("order_to_correct"),
        )

    def report_correction(self, moment: Moment, *, order_id: str, report_ref: str) -> None:
        """Report what was corrected, as the agency (报告改正情况)."""
        self._order(order_id, "delivered")
        self._record(
            CorrectionReported,
            moment.at,
            order_id=order_id,
            report_ref=report_ref,
            reported_on=moment.on,
            clocks=(stopped(f"order:{order_id}", on=moment.on),),
            basis=self.basis_of("order_to_correct"),
        )

    def verify_correction(self, moment: Moment, *, order_id: str, satisfied: bool, note_ref: str) -> None:
        """Check a reported correction (改正核查); what is not corrected stays open for a new order."""
        self._order(order_id, "reported")
        self._record(
            CorrectionVerified,
            moment.at,
            order_id=order_id,
            satisfied=satisfied,
            note_ref=note_ref,
            verified_on=moment.on,
            clocks=self._filing_again(moment, order_id) if satisfied else (),
            basis=self.basis_of("order_to_correct"),
        )

    def call_for_compensation_notice(self, order_id: str) -> None:
        """Refuse a notice of the way to compensation for an order that does not exist (告知获赔途径)."""
        self._order(order_id)

    def recommend_accountability(
        self, moment: Moment, *, recommendation_id: str, person: str, mode: AccountabilityMode, organ: str
    ) -> None:
        """Pursue a person on whom the leadership decided, directly or by recommendation (追究责任)."""
        self.require("recommendation")
        decided = {one["person"]: one["form"] for one in (self.discussion or {})["responsible"]}
        rules.require_decided_person(self.law, person=person, mode=mode.value, decided=decided)
        self._record(
            AccountabilityRecommended,
            moment.at,
            recommendation_id=recommendation_id,
            person=person,
            form=decided[person],
            mode=mode.value,
            organ=organ,
            recommended_on=moment.on,
            basis=self.basis_of("accountability_transfer"),
        )

    def transfer(
        self, moment: Moment, *, transfer_id: str, kind: TransferKind, organ: str | None, reason_ref: str
    ) -> None:
        """Hand a matter to the organ that must pursue it (移送)."""
        self.require("transfer")
        self._record(
            Transferred,
            moment.at,
            transfer_id=transfer_id,
            kind=kind.value,
            organ=self._receiver(kind, organ),
            reason_ref=reason_ref,
            transferred_on=moment.on,
            basis=self.basis_of(_TRANSFER_RULES[kind]),
        )

    def record_transfer_receipt(
        self, moment: Moment, *, transfer_id: str, evidence_ref: str, received_on: date | None
    ) -> None:
        """Keep the receiving organ's receipt (移送回执)."""
        sent = self._transfer(transfer_id, "sent")
        day = moment.happened_on(received_on, not_before=date.fromisoformat(sent["since"]))
        self._record(
            TransferReceiptRecorded,
            moment.at,
            transfer_id=transfer_id,
            evidence_ref=evidence_ref,
            received_on=day,
        )

    def record_transfer_handled(self, moment: Moment, *, transfer_id: str, handled_on: date | None) -> None:
        """Record that the receiver dealt with the matter; starts its feedback clock (反馈期限)."""
        taken = self._transfer(transfer_id, "received")
        day = moment.happened_on(handled_on, not_before=date.fromisoformat(taken["since"]))
        deadline = rules.feedback_deadline(self.law, moment.calendar, handled_on=day)
        self._record(
            TransferHandled,
            moment.at,
            transfer_id=transfer_id,
            handled_on=day,
            clocks=(
                opened(
                    f"feedback:{transfer_id}", deadline, moment.calendar, on=moment.on, owner="bureau_clerk"
                ),
            ),
            basis=deadline.basis,
        )

    def record_feedback(self, moment: Moment, *, transfer_id: str, feedback_ref: str) -> None:
        """Keep the receiver's feedback (移送事项反馈)."""
        state = self._transfer(transfer_id)["state"]
        if state not in {"received", "handled"}:
            raise OutOfOrderError("there is no receipt yet", title="尚未收到移送回执")
        ends = f"feedback:{transfer_id}" in self.clocks
        self._record(
            TransferFeedbackReceived,
            moment.at,
            transfer_id=transfer_id,
            feedback_ref=feedback_ref,
            received_on=moment.on,
            clocks=(stopped(f"feedback:{transfer_id}", on=moment.on),) if ends else (),
            basis=self.basis_of("transfer_feedback"),
        )

    def _filing_again(self, moment: Moment, order_id: str) -> tuple[Change, ...]:
        """A file is complete when its last correction was found good; its target starts then (及时归档)."""
        others = (order["state"] for one, order in self.orders.items() if one != order_id)
        if "archiving" in self.clocks or any(state not in {"corrected", "superseded"} for state in others):
            return ()
        filed = rules.archiving_target(self.law, moment.calendar, decided_on=moment.on)
        return (opened("archiving", filed, moment.calendar, on=moment.on, owner=self.owner_role),)

    def _receiver(self, kind: TransferKind, organ: str | None) -> str:
        if kind is TransferKind.CRIME:
            return rules.crime_transfer_organ(self.law)
        if kind is TransferKind.DISCIPLINE:
            return rules.discipline_transfer_organ(self.law)
        known = rules.competent_transfer_organs(self.law)
        if organ not in known:
            raise InvalidError(
                f"one of {', '.join(known)}",
                title="须选择有权机关",
                basis=self.basis_of("competent_organ_transfer"),
            )
        return organ

    def _order(self, order_id: str, state: str | None = None) -> dict[str, Any]:
        self.require("order_follow_up")
        order: dict[str, Any] = _found(self.orders, order_id, state)
        return order

    def _transfer(self, transfer_id: str, state: str | None = None) -> dict[str, str]:
        self.require("transfer_follow_up")
        transfer: dict[str, str] = _found(self.transfers, transfer_id, state)
        return transfer


_TRANSFER_RULES = {
    TransferKind.CRIME: "crime_transfer",
    TransferKind.DISCIPLINE: "discipline_transfer",
    TransferKind.COMPETENT_ORGAN: "competent_organ_transfer",
}


def _found(entries: dict[str, Any], entry_id: str, state: str | None) -> Any:
    if entry_id not in entries:
        raise UnknownCaseError(f"nothing under {entry_id}")
    entry = entries[entry_id]
    if state and entry["state"] != state:
        raise OutOfOrderError(f"it is {entry['state']}, not {state}", title="该事项当前状态不能办理此步骤")
    return entry
