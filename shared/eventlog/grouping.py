"""Many single statements as few batches, order kept where it matters (语句归并)."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from shared.eventlog.command import Statement

Group = tuple[Any, list[Mapping[str, Any]]]


def grouped(statements: Iterable[tuple[Hashable, Statement]]) -> list[Group]:
    """Group ``(owner, statement)`` pairs so that equal statements run as one.

    Statements of one owner (an aggregate, a command) keep their order; those of different owners may pass
    each other. Each statement goes to the earliest group that its owner's last one allows.
    """
    groups: list[Group] = []
    places: dict[Hashable, list[int]] = {}
    last: dict[Hashable, int] = {}
    for owner, (statement, parameters) in statements:
        kind = (id(statement), tuple(parameters))
        known = places.setdefault(kind, [])
        found = bisect_left(known, last.get(owner, 0))
        if found == len(known):
            known.append(len(groups))
            groups.append((statement, []))
        place = known[found]
        groups[place][1].append(parameters)
        last[owner] = place
    return groups
