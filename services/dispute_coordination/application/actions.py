"""Which acts a dispute has in the interface, and which fields each takes (可办理事项)."""

from collections.abc import Mapping

from services.dispute_coordination.application.labels import ACT_LABELS
from services.dispute_coordination.application.policies import POLICIES
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.steps import STEPS
from shared.casework.acts import Act, Acts

CONTENTS = ("agencies_information?", "matter?", "negotiation_and_differences?", "proposal_and_reasons?")

_INTAKE = (
    Act("negotiation", "negotiations", ("held_on", "parties", "agreed", "form?", "record?")),
    Act(
        "request",
        "request",
        ("ground", "national_kind?", "applicants?", "respondents", *CONTENTS, "materials?", "received_on?"),
    ),
    Act("handlers", "handlers", ("persons",)),
    Act("materials", "materials", ("materials", "note?")),
    Act("acceptance", "acceptance"),
    Act("supplement_request", "supplement-notice", ("materials?", "contents?", "missing?")),
    Act("supplement", "supplement", (*CONTENTS, "materials?", "received_on?", "posted_on?")),
    Act("decline", "decline", ("exclusion", "reasons")),
    Act("deemed_withdrawal", "deemed-withdrawal", ("reason",)),
    Act("reversal", "reversal", ("ground:reversal", "reason")),
)
_PARTIES = (
    Act("answer", "answers", ("answer", "materials?", "agency?", "received_on?", "posted_on?")),
    Act("joinder", "joinder", ("agency:any", "side", "reason")),
    Act("merger", "merger", ("into", "reason")),
    Act("withdrawal", "withdrawal", ("reason", "agency:applicant?")),
    Act("termination", "termination", ("reason",)),
)
_HANDLING = (
    Act("investigation", "investigation", ("persons", "note", "verified_on?")),
    Act("view", "views", ("body", "way", "view?", "heard_on?")),
    Act(
        "consultation",
        "consultations",
        ("form:consultation", "need", "result:consultation", "participants", "held_on?"),
    ),
    Act("extension", "extension", ("days", "reason")),
    Act("extension_decision", "extension-decision", ("approved", "reason?")),
    Act("suspension", "suspensions", ("ground:stop", "letter", "organ", "from_on?")),
    Act(
        "resumption",
        "suspensions/{entry}/resumption",
        ("answer:organ?", "answered_on?"),
        entry="open",
    ),
    Act("special_limit", "special-limit", ("norm", "length", "unit")),
)
_STANDSTILL = (
    Act("urgency", "urgent-requests", ("reason", "agency?")),
    Act(
        "urgency_decision",
        "urgent-requests/{entry}/decision",
        ("permitted", "document", "decided_on?", "limits?"),
        entry="open",
    ),
    Act("interim_measure", "interim-measures", ("harm", "measure", "agency?", "taken_on?")),
    Act(
        "unilateral_act",
        "unilateral-acts",
        ("agency", "act", "acted_on", "exception?", "urgency_id?", "interim"),
    ),
)
_OUTCOME = (
    Act(
        "agreement",
        "agreement",
        (
            *("matter:opinion", "basis:opinion", "result:opinion", "opinion:opinion"),
            *("partial", "unresolved?", "proposal?"),
        ),
    ),
    Act("proposal", "proposal", ("proposal",)),
    Act("tentative_opinion", "tentative-opinion", ("opinion:tentative",)),
    Act("consent", "consent", ("granted", "document", "decided_on?", "note?")),
    Act("decision", "decision", ("decided", "document", "decision?", "decided_on?")),
)
_EXECUTION = (
    Act("follow_up", "follow-ups", ("planned_on",)),
    Act("follow_up", "follow-ups/{entry}/record", ("note",), "follow_up_record", "planned"),
    Act("execution_report", "execution-reports", ("report", "agency?")),
    Act("execution_check", "execution-checks", ("agency", "result", "note")),
    Act("defiance", "defiance", ("agency", "against", "manner", "note")),
    Act("ladder", "ladder", ("agency:defying", "rung", "document", "note?")),
    Act("closure", "closure", ("note?",)),
)


def _entries(case: Dispute, collection: str) -> Mapping[str, str]:
    if collection == "follow-ups":
        return case.follow_ups
    if collection == "suspensions":
        return {one: "ended" if stop["until"] else "open" for one, stop in case.stops.items()}
    return {one: asked["state"] for one, asked in case.urgencies.items()}


ACTS = Acts(
    "dispute_coordination",
    (*_INTAKE, *_PARTIES, *_HANDLING, *_STANDSTILL, *_OUTCOME, *_EXECUTION),
    STEPS,
    POLICIES,
    _entries,
    ACT_LABELS,
)
