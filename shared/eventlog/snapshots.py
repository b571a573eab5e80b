"""Snapshots of long aggregates, so that loading does not grow with age (快照).

A snapshot is kept only if it comes back equal to its aggregate, and used only by the program text that
took it: a release that changes the aggregate's modules plays the events again.
"""

import inspect
import sys
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

import orjson
from eventsourcing.domain import Aggregate
from eventsourcing.utils import TopicError, get_topic, resolve_topic

from shared.eventlog.packing import UnpackableError, pack, unpack

SNAPSHOT_EVERY = 50
"""Events between two snapshots of an aggregate; most cases end before the first."""

_NOT_SNAPSHOT = (UnpackableError, TypeError, TopicError, OSError)
"""No packed form, a class that is gone or changed, no program text to be found."""

_KEPT_ELSEWHERE = ("_id", "_version", "_pending_events")


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One row of the snapshot table."""

    aggregate_id: UUID
    version: int
    type: str
    state: bytes
    code: str


def snapshot_due(aggregate: Aggregate, new_events: int) -> bool:
    """Tell whether the newest events of an aggregate crossed a multiple of the interval."""
    before = aggregate.version - new_events
    return aggregate.version // SNAPSHOT_EVERY > before // SNAPSHOT_EVERY


def take_snapshot(aggregate: Aggregate) -> SnapshotRow | None:
    """Return the aggregate's snapshot, or nothing if it would not come back equal."""
    recorded = _recorded(aggregate)
    state = {name: value for name, value in recorded.items() if name not in _KEPT_ELSEWHERE}
    topic = get_topic(type(aggregate))
    try:
        packed, code = orjson.dumps(pack(state)), code_of(type(aggregate))
    except _NOT_SNAPSHOT:
        return None
    row = SnapshotRow(aggregate.id, aggregate.version, topic, packed, code)
    restored = restore_snapshot(row)
    return row if restored is not None and vars(restored) == recorded else None


def _recorded(aggregate: Aggregate) -> dict[str, Any]:
    """What the events made of the aggregate; what its class names as ``ATTACHED`` comes after loading."""
    attached = getattr(type(aggregate), "ATTACHED", ())
    return {name: value for name, value in vars(aggregate).items() if name not in attached}


def restore_snapshot(row: SnapshotRow) -> Aggregate | None:
    """Return the aggregate of a snapshot, or nothing if another program text took it."""
    try:
        cls = resolve_topic(row.type)
        if row.code != code_of(cls):
            return None
        state = unpack(orjson.loads(row.state))
    except _NOT_SNAPSHOT:
        return None
    aggregate = object.__new__(cls)
    aggregate.__dict__.update(state, _id=row.aggregate_id, _version=row.version, _pending_events=[])
    return cast("Aggregate", aggregate)


@cache
def code_of(cls: type) -> str:
    """Return a hash over the text of the modules that define an aggregate class, and the state inside it.

    A class names as ``STATE`` the types of values that its events leave in it.
    """
    digest = sha256()
    for module in dict.fromkeys(each.__module__ for each in (*cls.__mro__, *getattr(cls, "STATE", ()))):
        if module.partition(".")[0] not in {"builtins", "typing", "eventsourcing"}:
            digest.update(inspect.getsource(sys.modules[module]).encode())
    return digest.hexdigest()
