"""Facts of the letters up to acceptance (申请与受理文书)."""

from collections.abc import Callable, Mapping

from services.dispute_coordination.application.details import details_of
from services.dispute_coordination.application.letter_facts.told import Facts, Told, items
from services.dispute_coordination.domain.vocabulary import Trigger


def _sides(told: Told) -> Facts:
    case = told.case
    return {"applicant": told.named(case.applicants), "respondent": told.named(case.respondents)}


def _ground(told: Told) -> str:
    codes = {one.code: one.name_zh for one in told.case.law.regulation.catalogue("dispute_grounds").items}
    return codes.get(told.case.ground, "")


def _request(told: Told) -> Facts:
    between = told.request("negotiation_and_differences")
    return {
        **_sides(told),
        "ground": _ground(told),
        "matter": told.request("matter"),
        "negotiation": between,
        "differences": between,
        "proposal": told.request("proposal_and_reasons"),
    }


def _received(told: Told) -> str:
    return told.case.received_on.isoformat() if told.case.received_on else ""


def _supplement(told: Told) -> Facts:
    line = told.last("supplement_requested")
    catalogues = [
        told.case.law.regulation.catalogue(name) for name in ("request_materials", "request_contents")
    ]
    names = {one.code: one.name_zh for catalogue in catalogues for one in catalogue.items}
    codes = [*line.facts["materials"], *line.facts["contents"]] if line else []
    missing = [*(names.get(code, code) for code in codes), *items(told.text(line, "missing"))]
    return {**_sides(told), "received_on": _received(told), "missing_items": missing}


def _acceptance(told: Told) -> Facts:
    running = told.case.clocks.get("handling")
    due_on = running.deadline.due_on if running else None
    return {
        **_sides(told),
        "received_on": _received(told),
        "accepted_on": told.began_on,
        "ground": _ground(told),
        "handling_due_on": due_on.isoformat() if due_on else "",
        "matter": told.request("matter"),
    }


def _decline(told: Told) -> Facts:
    line = told.last("declined")
    exclusion = {"exclusion": line.facts["exclusion"]} if line else {}
    return {
        **_sides(told),
        "received_on": _received(told),
        "declined_on": told.fact(line, "declined_on"),
        "ground": next((one["zh"] for one in details_of(exclusion, told.case.law)), ""),
        "reasons": told.text(line, "reasons"),
    }


def _coordination(told: Told) -> Facts:
    case, line = told.case, told.last("opened_on_own_motion")
    papers = case.law.regulation.catalogue("request_materials").items
    instructed = case.trigger is Trigger.GOVERNMENT_INSTRUCTION
    return {
        "agencies": told.agencies,
        "source": f"区政府指示（{told.fact(line, 'instruction')}）" if instructed else "工作中的发现",
        "opened_on": case.opened_on.isoformat(),
        "matter": case.title,
        "materials": [one.name_zh for one in papers if one.code != "written_request"],
    }


def _deemed(told: Told) -> Facts:
    notices = told.case.letters_of("supplement_notice")[-1:]
    served = [on for one in notices for on in one.served.values()]
    return {
        **_sides(told),
        "supplement_number": told.number_of("supplement_notice"),
        "delivered_on": min(served).isoformat() if served else "",
        "supplement_due_on": told.fact(told.last("deemed_withdrawn"), "due_on"),
    }


INTAKE: Mapping[str, Callable[[Told], Facts]] = {
    "coordination_request": _request,
    "supplement_notice": _supplement,
    "acceptance_notice": _acceptance,
    "decline_decision": _decline,
    "coordination_notice": _coordination,
    "deemed_withdrawal_notice": _deemed,
}
