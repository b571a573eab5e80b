"""From the events of letters to rows: lists, inboxes, the notice of an arrival (文书投影)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert

from shared.casework.letter_events import LetterEvents
from shared.casework.letter_tables import LETTER, RECEIPT
from shared.casework.letters import LetterState
from shared.clock.ids import derived_id
from shared.eventlog.command import Statement
from shared.eventlog.recorded import Recorded, written_once
from shared.notifications.tables import NOTIFICATION

NAMESPACE = UUID("3f0e5a52-94b7-5f0e-9d57-2f6a4a1a8c10")
ARRIVED = "letter"
"""The kind of notification that tells an agency of a letter."""

_DRAFTED = insert(LETTER)
_STATE = update(LETTER).where(LETTER.c.letter_id == bindparam("of")).values(state=bindparam("new_state"))
_ISSUED = (
    update(LETTER)
    .where(LETTER.c.letter_id == bindparam("of"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                *("state", "number", "issued_on", "pdf", "pdf_sha256", "docx", "docx_sha256", "seal"),
            )
        }
    )
)
_row = insert(RECEIPT)
_SERVED = _row.on_conflict_do_update(
    index_elements=["letter_id", "addressee"],
    set_={name: _row.excluded[name] for name in ("method", "served_on", "hidden_from")},
)
HIDE = (
    update(RECEIPT)
    .where(RECEIPT.c.case_id == bindparam("of_case"))
    .values(hidden_from=bindparam("new_hidden_from"))
)
"""For a service in whose cases somebody may be named from whom they are hidden."""
_REDATED = (
    update(RECEIPT)
    .where(RECEIPT.c.letter_id == bindparam("of"), RECEIPT.c.addressee == bindparam("at_addressee"))
    .values(served_on=bindparam("new_served_on"))
)
_ACKNOWLEDGED = (
    update(RECEIPT)
    .where(RECEIPT.c.letter_id == bindparam("of"), RECEIPT.c.addressee == bindparam("at_addressee"))
    .values(acknowledged_on=bindparam("new_on"), acknowledged_by=bindparam("new_by"))
)
_NOTIFY = insert(NOTIFICATION).on_conflict_do_nothing(index_elements=["id"])


def project_letters(recorded: Recorded) -> Iterable[Statement]:
    """The rows that an event of a letter changes."""
    for kind, rows in _ROWS.items():
        if isinstance(recorded.event, kind):
            yield from rows(recorded.event, recorded)


@written_once
def notify_arrival(recorded: Recorded) -> Iterable[Statement]:
    """Tell an agency that a letter was served on it, once (收文提醒)."""
    event, case = recorded.event, recorded.metadata.get("case") or {}
    if not isinstance(event, LetterEvents.DeliveryRecorded) or event.served_on is None:
        return
    if event.addressee not in (case.get("addressed") or ()):
        return  # only bodies have a workbench
    yield (
        _NOTIFY,
        {
            "id": derived_id(NAMESPACE, f"{event.letter_id}|{event.addressee}"),
            "at": event.timestamp,
            "kind": ARRIVED,
            "case_id": event.originator_id,
            "number": case.get("number"),
            "procedure": case.get("procedure"),
            "audience": "agency_clerk",
            "agency": event.addressee,
            "clock": None,
            "rung": None,
            "level": None,
            "planned_on": None,
            "due_on": None,
            "late": False,
            "basis": event.basis,
            "handed_out": False,
            "hidden_from": [UUID(each) for each in case.get("hidden_from", ())],
        },
    )


def _drafted(event: LetterEvents.LetterDrafted, recorded: Recorded) -> Iterable[Statement]:
    yield (
        _DRAFTED,
        {
            "letter_id": UUID(event.letter_id),
            "case_id": event.originator_id,
            "case_number": recorded.metadata["case"]["number"],
            "kind": event.kind,
            "about": event.about,
            "state": LetterState.DRAFTED.value,
            "addressees": list(event.addressees),
        },
    )


def _stands(state: LetterState) -> Callable[[Any, Recorded], Iterable[Statement]]:
    def rows(event: Any, _: Recorded) -> Iterable[Statement]:
        yield _STATE, {"of": UUID(event.letter_id), "new_state": state.value}

    return rows


def _issued(event: LetterEvents.LetterIssued, _: Recorded) -> Iterable[Statement]:
    yield (
        _ISSUED,
        {
            "of": UUID(event.letter_id),
            "new_state": LetterState.ISSUED.value,
            "new_number": event.number,
            "new_issued_on": event.issued_on,
            "new_pdf": UUID(event.pdf),
            "new_pdf_sha256": event.pdf_sha256,
            "new_docx": UUID(event.docx),
            "new_docx_sha256": event.docx_sha256,
            "new_seal": event.seal,
        },
    )


def _delivered(event: LetterEvents.DeliveryRecorded, recorded: Recorded) -> Iterable[Statement]:
    if event.effective_on is None or event.served_on != event.effective_on:
        return  # nothing counts yet, or what counts is an earlier attempt that has its row
    case = recorded.metadata.get("case") or {}
    yield (
        _SERVED,
        {
            "letter_id": UUID(event.letter_id),
            "addressee": event.addressee,
            "case_id": event.originator_id,
            "method": event.method,
            "served_on": event.effective_on,
            "recorded_at": event.timestamp,
            "hidden_from": [UUID(each) for each in case.get("hidden_from", ())],
        },
    )


def _rebutted(event: LetterEvents.DeliveryRebutted, _: Recorded) -> Iterable[Statement]:
    yield (
        _REDATED,
        {
            "of": UUID(event.letter_id),
            "at_addressee": event.addressee,
            "new_served_on": event.effective_on,
        },
    )


def _acknowledged(event: LetterEvents.LetterAcknowledged, _: Recorded) -> Iterable[Statement]:
    yield (
        _ACKNOWLEDGED,
        {
            "of": UUID(event.letter_id),
            "at_addressee": event.addressee,
            "new_on": event.acknowledged_on,
            "new_by": event.acknowledged_by,
        },
    )


_ROWS: Mapping[type, Callable[[Any, Recorded], Iterable[Statement]]] = {
    LetterEvents.LetterDrafted: _drafted,
    LetterEvents.LetterRevised: _stands(LetterState.DRAFTED),
    LetterEvents.LetterApproved: _stands(LetterState.APPROVED),
    LetterEvents.LetterReturned: _stands(LetterState.DRAFTED),
    LetterEvents.LetterIssued: _issued,
    LetterEvents.LetterVoided: _stands(LetterState.VOIDED),
    LetterEvents.DeliveryRecorded: _delivered,
    LetterEvents.DeliveryRebutted: _rebutted,
    LetterEvents.LetterAcknowledged: _acknowledged,
}
