"""Facts of the letters about time, meetings and urgent enforcement (办理期间的文书)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from services.dispute_coordination.application.letter_facts.told import Facts, Told, iso
from services.dispute_coordination.domain.vocabulary import STOP_LABELS
from services.dispute_coordination.rules import handling
from shared.casework.timeline import Line


def _extension_form(told: Told) -> Facts:
    case, asked = told.case, told.last("extension_requested")
    decided = told.last("extension_decided")
    if decided and asked and decided.position < asked.position:
        decided = None
    before, after = _extended(told)
    return {
        "subject": case.title,
        "accepted_on": told.began_on,
        "old_due_on": before,
        "new_due_on": after,
        "days": told.fact(asked, "days"),
        "reasons": told.text(asked, "reason"),
        "decision": ("同意" if decided.facts["approved"] else "不同意") if decided else "",
        "decided_on": told.fact(decided, "decided_on"),
    }


def _extended(told: Told) -> tuple[str, str]:
    """The end before and after the extension that is asked for, or that was granted."""
    running = told.case.clocks.get("handling")
    if running is None:
        return "", ""
    deadline, asked = running.deadline, told.case.extension_request
    if asked is not None:
        wanted = handling.ExtensionRequest(asked["days"], tuple(told.case.extensions), "asked for")
        longer = handling.extended_deadline(
            told.case.law, told.calendar, deadline, wanted, on=deadline.breach_after or told.today
        )
        return iso(deadline.due_on), iso(longer.due_on)
    return iso(deadline.extends.due_on if deadline.extends else deadline.due_on), iso(deadline.due_on)


def _extension(told: Told) -> Facts:
    decided, asked = told.last("extension_decided", approved=True), told.last("extension_requested")
    return {
        "agencies": told.agencies,
        "old_due_on": _extended(told)[0],
        "approved_on": told.fact(decided, "decided_on"),
        "reasons": told.text(decided, "reason") or told.text(asked, "reason"),
    }


def _stop(told: Told, kind: str) -> Line | None:
    about = told.letter.about
    return told.last(kind, stop_id=about) if about else told.last(kind)


def _suspension(told: Told) -> Facts:
    line = _stop(told, "handling_suspended")
    return {
        "agencies": told.agencies,
        "ground": STOP_LABELS[line.facts["ground"]][0] if line else "",
        "stopped_on": told.fact(line, "from_on"),
        "consulted_organ": told.fact(line, "organ"),
        "consultation_number": told.fact(line, "letter"),
    }


def _resumption(told: Told) -> Facts:
    stop, answer = _stop(told, "handling_suspended"), _stop(told, "handling_resumed")
    running = told.case.clocks.get("handling")
    if answer is None or running is None:
        return {}
    answered_on = date.fromisoformat(answer.facts["answered_on"])
    before = running.deadline._replace(suspensions=running.deadline.suspensions[:-1])
    return {
        "agencies": told.agencies,
        "stopped_on": told.fact(stop, "from_on"),
        "answered_on": answered_on.isoformat(),
        "resumed_on": (answered_on + timedelta(days=1)).isoformat(),
        "old_due_on": iso(told.calendar.recomputed(before).due_on),
        "new_due_on": iso(running.deadline.due_on),
    }


def _urgency(told: Told) -> tuple[Line | None, Line | None]:
    about = told.letter.about
    wanted = {"urgency_id": about} if about else {}
    return told.last("urgency_requested", **wanted), told.last("urgency_decided", **wanted)


def _urgent_request(told: Told) -> Facts:
    asked, _ = _urgency(told)
    agency = told.names.get(told.fact(asked, "agency"), "")
    return {
        "agencies": told.agencies,
        "requested_by": agency,
        "facts_found": told.text(asked, "reason"),
        "enforcing_agency": agency,
    }


def _urgent_decision(told: Told) -> Facts:
    _, decided = _urgency(told)
    permitted = "同意立即执法。" if decided and decided.facts["permitted"] else "不同意立即执法。"
    about = told.letter.about or None
    return {
        "agencies": told.agencies,
        "request_number": told.number_of("urgent_enforcement_request", about=about),
        "decision": permitted if decided else "",
        "limits": told.text(decided, "limits"),
    }


HANDLING: Mapping[str, Callable[[Told], Facts]] = {
    "extension_approval_form": _extension_form,
    "extension_notice": _extension,
    "suspension_notice": _suspension,
    "resumption_notice": _resumption,
    "meeting_notice": lambda told: {"agencies": told.agencies},
    "urgent_enforcement_request": _urgent_request,
    "urgent_enforcement_decision": _urgent_decision,
}
