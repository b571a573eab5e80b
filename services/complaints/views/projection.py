"""From events to rows: pure functions, used by every command and by the rebuild (投影)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, update
from sqlalchemy.dialects.postgresql import insert

from services.complaints.domain.events import decision, intake, investigation, remedies
from services.complaints.domain.lead import Lead
from services.complaints.views.tables import COMPLAINT, LEAD, TIMELINE
from shared.casework.letter_projection import HIDE
from shared.casework.timeline import Timeline
from shared.deadlines.case import Case
from shared.documents.register import LetterRegister
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

_INSERT = insert(COMPLAINT)
_COURSE = Timeline(TIMELINE)
_NEW_LEAD = insert(LEAD)


LEAD_MOVES = (Lead.RungReached, Lead.ClockRecomputed, Lead.NewDateNotified, Lead.BreachReassessed)
"""Events of a lead that change nothing but its version."""

REGISTER = (LetterRegister.Opened, LetterRegister.NumberDrawn)
"""Events of the registers of letter numbers."""


def _set(*columns: str) -> Any:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return (
        update(COMPLAINT)
        .where(COMPLAINT.c.case_id == bindparam("of"))
        .values(version=bindparam("new_version"), **values)
    )


_STAGE = _set("stage")
_SUMMARY = _set("summary")
_HANDLER = _set("handler")
_OFFICER = _set("officer")
_DECLINED = _set("stage", "closed_on")
_CONCLUDED = _set("stage", "closed_on", "finding")
_INVESTIGATORS = _set("stage", "investigators")
_ORDERED = (
    update(COMPLAINT)
    .where(COMPLAINT.c.case_id == bindparam("of"))
    .values(
        version=bindparam("new_version"),
        ordered_agencies=func.array_append(COMPLAINT.c.ordered_agencies, bindparam("agency_ordered")),
    )
)
_LEFT = (
    update(COMPLAINT)
    .where(COMPLAINT.c.case_id == bindparam("of"))
    .values(
        version=bindparam("new_version"),
        investigators=func.array_remove(COMPLAINT.c.investigators, bindparam("person_left")),
    )
)
_DISCIPLINE = _set("discipline_transfer")
_TRIAGED = (
    update(LEAD)
    .where(LEAD.c.lead_id == bindparam("of"))
    .values(version=bindparam("new_version"), stage="triaged", outcome=bindparam("new_outcome"))
)
_LEAD_MOVED = update(LEAD).where(LEAD.c.lead_id == bindparam("of")).values(version=bindparam("new_version"))


def project(recorded: Recorded) -> Iterable[Statement]:
    """Rows of one event: the complaint or lead it changes, and its line of the course."""
    event = recorded.event
    if isinstance(event, REGISTER):
        return  # numbers of letters are no case
    if isinstance(event, intake.RespondentNamed | investigation.RecusalDecided):
        hidden = [UUID(each) for each in recorded.metadata["case"]["hidden_from"]]
        yield HIDE, {"of_case": event.originator_id, "new_hidden_from": hidden}
    if isinstance(event, intake.Received):
        yield _INSERT, _received(event)
    elif isinstance(event, Lead.Received):
        yield _NEW_LEAD, _lead(event)
    elif isinstance(event, Lead.Triaged):
        yield _TRIAGED, {**_of(event), "new_outcome": event.outcome}
    elif isinstance(event, LEAD_MOVES):
        yield _LEAD_MOVED, _of(event)
    elif isinstance(event, Case.Event):
        change = _CHANGES.get(type(event))
        yield change(event, recorded.metadata) if change else (_STAGE, _staged(event, recorded.metadata))
    yield _COURSE.line(recorded)


def _received(event: intake.Received) -> dict[str, Any]:
    return {
        "case_id": event.originator_id,
        "version": event.originator_version,
        "number": event.number,
        "kind": event.kind,
        "channel": event.channel,
        "stage": "received",
        "ground": event.ground,
        "agency": event.agency,
        "officer": event.officer,
        "handler": event.handler,
        "complainant": event.complainant,
        "received_on": event.received_on,
    }


def _lead(event: Lead.Received) -> dict[str, Any]:
    return {
        "lead_id": event.originator_id,
        "version": event.originator_version,
        "number": event.number,
        "channel": event.channel,
        "agency": event.agency,
        "stage": "received",
        "received_on": event.received_on,
    }


def _of(event: Any) -> dict[str, Any]:
    return {"of": event.originator_id, "new_version": event.originator_version}


def _staged(event: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {**_of(event), "new_stage": metadata["case"]["stage"]}


def _declined(event: intake.Declined, _: Mapping[str, Any]) -> Statement:
    return _DECLINED, {**_of(event), "new_stage": "declined", "new_closed_on": event.declined_on}


def _concluded(event: decision.Concluded, _: Mapping[str, Any]) -> Statement:
    return _CONCLUDED, {
        **_of(event),
        "new_stage": "concluded",
        "new_closed_on": event.concluded_on,
        "new_finding": event.finding,
    }


def _assigned(event: investigation.InvestigatorsAssigned, metadata: Mapping[str, Any]) -> Statement:
    return _INVESTIGATORS, {**_staged(event, metadata), "new_investigators": list(event.persons)}


def _recusal(event: investigation.RecusalDecided, metadata: Mapping[str, Any]) -> Statement:
    if event.recused:
        return _LEFT, {**_of(event), "person_left": event.person}
    return _STAGE, _staged(event, metadata)


def _transferred(event: remedies.Transferred, metadata: Mapping[str, Any]) -> Statement:
    if event.kind == "discipline":
        return _DISCIPLINE, {**_of(event), "new_discipline_transfer": True}
    return _STAGE, _staged(event, metadata)


_CHANGES: Mapping[type, Callable[[Any, Mapping[str, Any]], Statement]] = {
    intake.Summarised: lambda event, _: (_SUMMARY, {**_of(event), "new_summary": event.summary}),
    intake.RespondentNamed: lambda event, _: (_OFFICER, {**_of(event), "new_officer": event.officer}),
    intake.Routed: lambda event, _: (_HANDLER, {**_of(event), "new_handler": event.handler}),
    intake.Declined: _declined,
    investigation.InvestigatorsAssigned: _assigned,
    investigation.RecusalDecided: _recusal,
    remedies.OrderIssued: lambda event, _: (_ORDERED, {**_of(event), "agency_ordered": event.agency}),
    remedies.Transferred: _transferred,
    decision.Concluded: _concluded,
}
