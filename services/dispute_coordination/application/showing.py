"""Parts of a dispute's page: its parties, its request, what is missing, what the suite proposes (案件页)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.dispute_coordination.application.texts import is_party, refs_of
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.vocabulary import RUNG_LABELS, SIDE_LABELS, Stage
from shared.casework.timeline import Line
from shared.identity.actor import Actor

FILED = ("requested", "request_filed", "supplement_filed", "opened_on_own_motion")
"""Lines that say what the dispute is about, in the order of the course."""

OFFER_LABELS = {
    "tentative_opinion": (
        "延长期限已到，应提出倾向性意见",
        "Extended period spent: tentative opinion",
    ),
    "supervision_lead": (
        "违反暂停单方执法，可作监督线索",
        "Standstill breached: a lead",
    ),
    "supervision_letter": ("不执行协调意见书，可制发监督文书", "Opinion not followed: a supervision letter"),
    "ladder": ("不执行区政府决定，可采取下一步处理", "Decision not followed: the next answer"),
}

CONTENT_LABELS = {"source": ("来源", "Source")}


def parties_of(case: Dispute, names: Mapping[str, str], actor: Actor) -> list[dict[str, Any]]:
    """Each agency with its side, its answer, its period; how it carries the outcome out (争议各方)."""
    return [
        _party(case, code, names, own=not is_party(actor) or code == actor.agency) for code in case.parties
    ]


def _party(case: Dispute, code: str, names: Mapping[str, str], *, own: bool) -> dict[str, Any]:
    side_zh, side_en = SIDE_LABELS[case.parties[code].value]
    answered, running = case.answers.get(code), case.clocks.get(case.answer_clock(code))
    due_on = running.deadline.due_on if running else None
    return {
        "agency": code,
        "name": names.get(code, code),
        "role": case.parties[code].value,
        "role_zh": side_zh,
        "role_en": side_en,
        "answered_on": answered["received_on"] if answered else None,
        "late": bool(answered and answered["late"]),
        "due": due_on.isoformat() if due_on else None,
        # how far another agency is with the execution is between it and the bureau
        "execution": case.executions.get(code, {}).get("state") if own else None,
        "ladder": case.ladders.get(code, []) if own else [],
    }


def request_of(case: Dispute, lines: Sequence[Line], texts: Mapping[str, str]) -> list[dict[str, str]]:
    """What the request states, as far as this person reads it; later papers replace earlier ones."""
    told: dict[str, str] = {}
    for line in lines:
        if line.type in FILED:
            told |= {name: texts[ref] for name, ref in refs_of(line.facts).items() if ref in texts}
    items = {one.code: (one.name_zh, one.name_en) for one in case.law.regulation.catalogue(PARTS).items}
    return [
        {"code": code, "label_zh": labels[0], "label_en": labels[1], "text": told[code]}
        for code, labels in {**items, **CONTENT_LABELS}.items()
        if told.get(code)
    ]


PARTS, PAPERS = "request_contents", "request_materials"


def missing_of(case: Dispute) -> list[dict[str, str]]:
    """What the examination finds missing in a request that waits for it (缺少的材料)."""
    if case.stage is not Stage.RECEIVED:
        return []
    catalogues = [case.law.regulation.catalogue(name) for name in (PARTS, PAPERS)]
    items = {one.code: one for catalogue in catalogues for one in catalogue.items}
    return [
        {"code": code, "label_zh": items[code].name_zh, "label_en": items[code].name_en}
        for code in case.missing
    ]


def offers_of(case: Dispute, names: Mapping[str, str], today: date) -> list[dict[str, Any]]:
    """What the suite proposes now; a person decides on each (系统提示事项)."""
    return [
        {
            "act": one.act,
            "agency": one.agency,
            "agency_name": names.get(one.agency or ""),
            "rung": one.rung,
            "rung_zh": RUNG_LABELS[one.rung][0] if one.rung else None,
            "rung_en": RUNG_LABELS[one.rung][1] if one.rung else None,
            "label_zh": OFFER_LABELS[one.act][0],
            "label_en": OFFER_LABELS[one.act][1],
        }
        for one in case.offers(today)
    ]
