"""From events to rows: pure functions, used by every command and by the rebuild (投影)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, case, func, null, update
from sqlalchemy.dialects.postgresql import insert

from services.dispute_coordination.domain.events import intake
from services.dispute_coordination.domain.vocabulary import ENDED
from services.dispute_coordination.views.tables import DISPUTE, TIMELINE
from shared.casework.timeline import Timeline
from shared.clock.suite import date_of
from shared.deadlines.case import Case
from shared.documents.register import LetterRegister
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded

_COURSE = Timeline(TIMELINE)
_INSERT = insert(DISPUTE)
_OF = update(DISPUTE).where(DISPUTE.c.case_id == bindparam("of"))
_MOVED = _OF.values(
    version=bindparam("new_version"),
    stage=bindparam("new_stage"),
    parties=bindparam("new_parties"),
    known_to=bindparam("new_known_to"),
    applicants=bindparam("new_applicants"),
    handlers=bindparam("new_handlers"),
    accepted_on=func.coalesce(bindparam("new_accepted_on", type_=Date), DISPUTE.c.accepted_on),
    # what happens to a closed case, such as the service of its last letter, leaves its last day alone
    closed_on=case(
        (bindparam("new_closed"), func.coalesce(DISPUTE.c.closed_on, bindparam("new_closed_on", type_=Date))),
        else_=null(),
    ),
)
_REQUESTED = _OF.values(ground=bindparam("new_ground"), received_on=bindparam("new_received_on"))


def project(recorded: Recorded) -> Iterable[Statement]:
    """Rows of one event: the dispute that it changes, and its line of the course."""
    event = recorded.event
    if isinstance(event, LetterRegister.Event | LetterRegister.Created):
        return  # a register of numbers is no case
    if isinstance(event, Case.Created):
        yield _INSERT, _opened(event, recorded.metadata)
    elif isinstance(event, Case.Event):
        yield _MOVED, _moved(event, recorded.metadata)
        if isinstance(event, intake.RequestFiled):
            yield _REQUESTED, _requested(event)
    yield _COURSE.line(recorded)


def _opened(event: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "case_id": event.originator_id,
        "version": event.originator_version,
        "number": event.number,
        "title": event.title,
        "stage": metadata["case"]["stage"],
        "trigger": getattr(event, "trigger", "request"),
        "ground": getattr(event, "ground", None),
        "parties": list(metadata["case"]["parties"]),
        "known_to": list(metadata["case"]["addressed"]),
        "applicants": list(metadata["case"]["applicants"]),
        "handlers": [],
        "received_on": event.received_on if isinstance(event, intake.Requested) else event.opened_on,
    }


def _moved(event: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    summary = metadata["case"]
    return {
        "of": event.originator_id,
        "new_version": event.originator_version,
        "new_stage": summary["stage"],
        "new_parties": list(summary["parties"]),
        "new_known_to": list(summary["addressed"]),
        "new_applicants": list(summary["applicants"]),
        "new_handlers": list(summary["people"]),
        "new_accepted_on": event.accepted_on if isinstance(event, intake.Accepted) else None,
        "new_closed": summary["stage"] in ENDED,
        "new_closed_on": _last_day(event),
    }


def _last_day(event: Any) -> date:
    if isinstance(event, intake.NegotiationRecorded):
        return event.held_on  # the day of the agreement, not that of its record
    return date_of(event.timestamp)


def _requested(event: intake.RequestFiled) -> dict[str, Any]:
    return {
        "of": event.originator_id,
        "new_ground": event.ground,
        "new_received_on": event.received_on,
    }
