"""Which acts are open to a person on a case now, and why the others are closed (可办理事项)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.complaints.application.labels import ACT_LABELS
from services.complaints.application.policies import POLICIES, CaseFacts
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.steps import STEPS
from shared.identity.actor import Actor
from shared.identity.policy import Deny

Field = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the interface: its step, its policy, its path below the case."""

    step: str
    path: str
    fields: tuple[str, ...] = ()
    action: str = ""
    entry: str = ""

    @property
    def policy(self) -> str:
        """The name under which its policy stands."""
        return f"complaints.{self.action or self.step}"


ACTS: Sequence[Act] = (
    Act("summary", "summary", ("summary",)),
    Act("respondent", "respondent", ("officer",)),
    Act("routing", "routing", ("handler", "reason")),
    Act("acceptance", "acceptance", ("override_reason?",)),
    Act("decline", "decline", ("ground:decline_grounds", "reasons")),
    Act("investigators", "investigators", ("persons",)),
    Act("conflict", "conflicts", ("person", "reason")),
    Act("recusal", "recusals", ("person", "recused", "reason")),
    Act("measure", "measures", ("measure", "persons", "note", "taken_on?")),
    Act("preliminary_opinion", "preliminary-opinion", ("finding", "opinion", "accountability_proposed")),
    Act("discussion", "discussion", ("held_on?", "chair", "views", "conclusion", "finding", "responsible?")),
    Act("discussion_confirmation", "discussion-confirmation"),
    Act("extension", "extension", ("days", "reason")),
    Act("extension_decision", "extension-decision", ("approved",)),
    Act("reply", "reply", ("reply",)),
    Act("conclusion", "conclusion", ("finding", "facts_found", "explanation?", "corrected_on_the_spot")),
    Act("notice", "notices", ("notice", "method", "text?", "notified_on?")),
    Act("order", "orders", ("agency", "content", "length", "unit")),
    Act(
        "order_follow_up",
        "orders/{entry}/delivery",
        ("method", "evidence", "delivered_on?"),
        "order_delivery",
        "issued",
    ),
    Act("order_follow_up", "orders/{entry}/correction-report", ("report",), "order_report", "delivered"),
    Act(
        "order_follow_up",
        "orders/{entry}/verification",
        ("satisfied", "note"),
        "order_verification",
        "reported",
    ),
    Act(
        "order_follow_up",
        "orders/{entry}/compensation-notice",
        ("method", "notice_text"),
        "order_compensation",
        "corrected",
    ),
    Act("recommendation", "recommendations", ("person", "mode", "organ")),
    Act("transfer", "transfers", ("transfer_kind", "organ?", "reason")),
    Act(
        "transfer_follow_up",
        "transfers/{entry}/receipt",
        ("evidence", "received_on?"),
        "transfer_receipt",
        "sent",
    ),
    Act(
        "transfer_follow_up", "transfers/{entry}/handling", ("handled_on?",), "transfer_handling", "received"
    ),
    Act("transfer_follow_up", "transfers/{entry}/feedback", ("feedback",), "transfer_feedback", "handled"),
    Act("appeal", "appeals", ("reasons",)),
    Act("appeal_answer", "appeals/{entry}/answer", ("outcome", "answer"), "", "open"),
    Act("call_back", "call-back", ("grade", "reason?")),
    Act("flag", "flags", ("misconduct", "note")),
    Act("archive", "archive", ("retention?",)),
)


def allowed_actions(case: Complaint, actor: Actor, base: str) -> list[dict[str, Any]]:
    """Every act with its path, its fields, whether it is open to this person now, and else why not.

    An act that the role may never do is left out; one that is only out of order is shown closed.
    """
    facts = CaseFacts.of(case)
    found = []
    for act in ACTS:
        decision = POLICIES.decide(act.policy, actor, facts)
        if isinstance(decision, Deny) and decision.rule != "complaints.recusal":
            continue
        for entry in _entries(case, act):
            found.append(_shown(case, act, entry, decision if isinstance(decision, Deny) else None, base))
    return found


def _entries(case: Complaint, act: Act) -> list[str]:
    """The orders, transfers or appeals that an act applies to; one empty entry for acts on the case."""
    if "{entry}" not in act.path:
        return [""]
    entries: dict[str, dict[str, Any]] = {
        "orders": {**case.orders},
        "transfers": {**case.transfers},
        "appeals": {**case.appeals},
    }
    kept = entries[act.path.partition("/")[0]]
    return [
        one
        for one, state in kept.items()
        if (state if isinstance(state, str) else state["state"]) == act.entry
    ]


def _shown(case: Complaint, act: Act, entry: str, denied: Deny | None, base: str) -> dict[str, Any]:
    step, refusal = STEPS[act.step], STEPS[act.step].refusal(case)
    label_zh, label_en = ACT_LABELS.get(act.action, (step.label_zh, step.label_en))
    reason_zh, reason_en, basis = None, None, case.basis_of(step.rule)
    if denied:
        reason_zh, reason_en, basis = denied.text_zh, denied.text_en, denied.basis
    elif refusal:
        reason_zh, reason_en, basis = refusal.title, refusal.detail, refusal.basis
    return {
        "action": act.policy.partition(".")[2],
        "label_zh": label_zh,
        "label_en": label_en,
        "method": "POST",
        "path": f"{base}/{act.path.format(entry=entry)}",
        "open": reason_zh is None,
        "reason_zh": reason_zh,
        "reason_en": reason_en,
        "basis": basis,
        "field_names": list(act.fields),
    }
