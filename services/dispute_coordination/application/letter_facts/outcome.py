"""Facts of the letters about the outcome and its execution (结果与执行文书)."""

from collections.abc import Callable, Mapping

from services.dispute_coordination.application.letter_facts.told import LONGEST_ITEM, Facts, Told, iso, items
from services.dispute_coordination.domain.vocabulary import Stage
from services.dispute_coordination.rules.handling import STAFFING_OFFICE

AGREED = {"matter": "matter", "legal_basis": "basis", "result": "result", "opinion": "opinion"}
"""The fields of the opinion, and the parts of the agreement that they repeat."""
REPORTED = {"coordination_proposal": "proposal", "tentative_opinion": "tentative_opinion"}
"""The letters that report to the government, and what their report is in the course."""


def _agreed(told: Told) -> Facts:
    line = told.last("agreement_reported")
    found = {name: told.text(line, part) for name, part in AGREED.items()}
    lists = {name: items(found[name]) for name in ("legal_basis", "opinion")}
    return {**found, **lists, "agencies": told.agencies}


def _consent_request(told: Told) -> Facts:
    line = told.last("agreement_reported")
    agreed = _agreed(told)
    return {
        **agreed,
        "accepted_on": told.began_on,
        "agreement": agreed["result"],
        "remaining": told.text(line, "unresolved"),
    }


def _opinion(told: Told) -> Facts:
    consent = told.case.consent or {}
    return {
        **_agreed(told),
        "consented_on": consent.get("decided_on"),
        "consent_reference": consent.get("document"),
    }


def _proposal(told: Told) -> Facts:
    line = told.last("proposal_reported", kind=REPORTED[told.letter.kind])
    running = told.case.clocks.get("handling")
    extended = running.deadline.due_on if running and running.deadline.extends else None
    return {
        "agencies": told.agencies,
        "accepted_on": told.began_on,
        "extended_due_on": iso(extended),
        "matter": told.request("matter") or told.case.title,
        "positions": _positions(told),
        "staffing_view": told.text(told.last("view_recorded", body=STAFFING_OFFICE), "view"),
        "proposal": told.text(line, "proposal"),
    }


def _positions(told: Told) -> list[str]:
    """What each agency last said, its view before its answer."""
    found = []
    for code in told.case.agencies:
        view = told.text(told.last("view_recorded", body=code, given=True), "view")
        said = view or told.text(told.last("answer_received", agency=code), "answer")
        found += [f"{told.names.get(code, code)}：{said}"[:LONGEST_ITEM]] if said else []
    return found


def _decision(told: Told) -> Facts:
    line = told.last("government_decided", decided=True)
    return {
        "agencies": told.agencies,
        "proposal_number": told.number_of("coordination_proposal", "tentative_opinion"),
        "matter": told.request("matter") or told.case.title,
        "decision": items(told.text(line, "decision")),
    }


def _termination(told: Told) -> Facts:
    case = told.case
    merged = told.last("merged")
    grounds = {
        Stage.WITHDRAWN: "申请机关撤回申请",
        Stage.MERGED: f"本案并入{told.fact(merged, 'number')}案件办理",
        Stage.TERMINATED: "争议事项不再存在",
    }
    line = {Stage.WITHDRAWN: told.last("withdrawn"), Stage.MERGED: merged}.get(
        case.stage, told.last("terminated")
    )
    return {
        "agencies": told.agencies,
        "ended_on": iso(case.closed_on),
        "ground": grounds.get(case.stage),
        "reasons": told.text(line, "reason"),
    }


def _reminder(told: Told) -> Facts:
    agency = next(iter(told.letter.addressees), "")
    kinds = {"government_decision": "区政府决定书", "coordination_opinion": "协调意见书"}
    issued = [(one, title) for kind, title in kinds.items() for one in told.case.letters_of(kind)]
    served = [(one, title) for one, title in issued if one.served_on(agency)]
    if not served:
        return {}
    letter, title = served[0]
    return {
        "outcome_title": title,
        "outcome_number": letter.number,
        "delivered_on": iso(letter.served_on(agency)),
    }


OUTCOME: Mapping[str, Callable[[Told], Facts]] = {
    "consent_request": _consent_request,
    "coordination_opinion": _opinion,
    "coordination_proposal": _proposal,
    "tentative_opinion": _proposal,
    "government_decision": _decision,
    "termination_notice": _termination,
    "execution_reminder": _reminder,
}
