"""From events to rows: pure functions, used by every command and by the rebuild (投影)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, Date, Text, bindparam, case, func, literal, null, update
from sqlalchemy.dialects.postgresql import insert

from services.dispute_coordination.domain.events import intake, parties
from services.dispute_coordination.domain.vocabulary import ENDED, Side
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
    handlers=bindparam("new_handlers"),
    accepted_on=func.coalesce(bindparam("new_accepted_on", type_=Date), DISPUTE.c.accepted_on),
    # what happens to a closed case, such as the service of its last letter, leaves its last day alone
    closed_on=case(
        (bindparam("new_closed"), func.coalesce(DISPUTE.c.closed_on, bindparam("new_closed_on", type_=Date))),
        else_=null(),
    ),
)
_REQUESTED = _OF.values(
    {name: bindparam(f"new_{name}") for name in ("ground", "applicants", "received_on")},
)
_ASKED_TOO = _OF.values(
    applicants=DISPUTE.c.applicants.op("||")(bindparam("more_applicants", type_=ARRAY(Text)))
)
_ASKS_NO_MORE = _OF.values(applicants=func.array_remove(DISPUTE.c.applicants, bindparam("gone", type_=Text)))

__all__ = ["literal", "project"]


def project(recorded: Recorded) -> Iterable[Statement]:
    """Rows of one event: the dispute that it changes, and its line of the course."""
    event = recorded.event
    if isinstance(event, LetterRegister.Event | LetterRegister.Created):
        return  # a register of numbers is no case
    if isinstance(event, Case.Created):
        yield _INSERT, _opened(event, recorded.metadata)
    elif isinstance(event, Case.Event):
        yield _MOVED, _moved(event, recorded.metadata)
        if more := _MORE.get(type(event)):
            yield from more(event)
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
        "parties": list(metadata["case"]["addressed"]),
        "applicants": list(getattr(event, "applicants", ())),
        "handlers": [],
        "received_on": event.received_on if isinstance(event, intake.Requested) else event.opened_on,
    }


def _moved(event: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    summary = metadata["case"]
    return {
        **_of(event),
        "new_version": event.originator_version,
        "new_stage": summary["stage"],
        "new_parties": list(summary["addressed"]),
        "new_handlers": list(summary["people"]),
        "new_accepted_on": event.accepted_on if isinstance(event, intake.Accepted) else None,
        "new_closed": summary["stage"] in ENDED,
        "new_closed_on": _last_day(event),
    }


def _last_day(event: Any) -> date:
    if isinstance(event, intake.NegotiationRecorded):
        return event.held_on  # the day of the agreement, not that of its record
    return date_of(event.timestamp)


def _of(event: Any) -> dict[str, Any]:
    return {"of": event.originator_id}


def _filed(event: intake.RequestFiled) -> Iterable[Statement]:
    yield (
        _REQUESTED,
        {
            **_of(event),
            "new_ground": event.ground,
            "new_applicants": list(event.applicants),
            "new_received_on": event.received_on,
        },
    )


def _joined(event: parties.AgencyJoined) -> Iterable[Statement]:
    if event.side == Side.APPLICANT:
        yield _ASKED_TOO, {**_of(event), "more_applicants": [event.agency]}


def _withdrawn(event: parties.Withdrawn) -> Iterable[Statement]:
    if not event.ends:
        yield _ASKS_NO_MORE, {**_of(event), "gone": event.agency}


_MORE: Mapping[type, Callable[[Any], Iterable[Statement]]] = {
    intake.RequestFiled: _filed,
    parties.AgencyJoined: _joined,
    parties.Withdrawn: _withdrawn,
}
