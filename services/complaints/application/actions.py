"""Which acts a complaint has in the interface, and which fields each takes (可办理事项)."""

from collections.abc import Mapping

from services.complaints.application.labels import ACT_LABELS
from services.complaints.application.policies import POLICIES
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.steps import STEPS
from shared.casework.acts import Act, Acts

_ACTS = (
    Act("summary", "summary", ("summary",)),
    Act("respondent", "respondent", ("officer",)),
    Act("routing", "routing", ("handler", "reason", "request?")),
    Act("acceptance", "acceptance", ("override_reason?",)),
    Act("decline", "decline", ("ground:decline_grounds", "facts_found?", "reasons")),
    Act("investigators", "investigators", ("persons",)),
    Act("conflict", "conflicts", ("person", "reason")),
    Act("recusal", "recusals", ("person", "recused", "reason")),
    Act("measure", "measures", ("measure", "persons", "note", "taken_on?", "materials?")),
    Act("preliminary_opinion", "preliminary-opinion", ("finding", "opinion", "accountability_proposed")),
    Act("discussion", "discussion", ("held_on?", "chair", "views", "conclusion", "finding", "responsible?")),
    Act("discussion_confirmation", "discussion-confirmation"),
    Act("extension", "extension", ("days", "reason")),
    Act("extension_decision", "extension-decision", ("approved", "extension_reasons?")),
    Act("reply", "reply", ("reply",)),
    Act(
        "conclusion",
        "conclusion",
        ("finding", "facts_found", "explanation?", "measures_taken?", "corrected_on_the_spot"),
    ),
    Act(
        "order",
        "orders",
        ("agency", "content", "length", "unit", "facts_found?", "legal_basis?", "report_way?"),
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
        ("notice_text", "period"),
        "order_compensation",
        "corrected",
    ),
    Act("recommendation", "recommendations", ("person", "mode", "organ", "conduct?", "factors?")),
    Act("transfer", "transfers", ("transfer_kind", "organ?", "reason", "facts_found?", "materials?")),
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
    Act("appeal_answer", "appeals/{entry}/answer", ("outcome", "appeal_reasons?", "answer"), "", "open"),
    Act("call_back", "call-back", ("grade", "reason?")),
    Act("flag", "flags", ("misconduct", "note")),
    Act("archive", "archive", ("retention?",)),
)


def _entries(case: Complaint, collection: str) -> Mapping[str, str]:
    if collection == "appeals":
        return case.appeals
    kept = {"orders": case.orders, "transfers": case.transfers}[collection]
    return {one: entry["state"] for one, entry in kept.items()}


ACTS = Acts("complaints", _ACTS, STEPS, POLICIES, _entries, ACT_LABELS, explained={"complaints.recusal"})
