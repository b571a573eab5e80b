"""Many single statements as few batches, order kept where it matters (语句归并)."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from shared.eventlog.command import Statement

Group = tuple[Any, list[Mapping[str, Any]]]


_ANY = ""
"""Beside the tables: where the last statement of an owner stands, whatever it was."""

TableOf = Callable[[Any, tuple[str, ...]], str | None]
"""The table of a statement with these parameters that writes plain values there and reads nothing else."""


def grouped(
    statements: Iterable[tuple[Hashable, Statement]], table_of: TableOf = lambda *_: None
) -> list[Group]:
    """Group ``(owner, statement)`` pairs so that equal statements run as one.

    Statements of one owner (an aggregate, a command) keep their order, but those that only write plain values
    to different tables may pass each other; so may those of different owners. Each statement goes to the
    earliest group that this allows. Between the tables there are no foreign keys.
    """
    groups: list[Group] = []
    places: dict[Hashable, tuple[list[int], str | None]] = {}
    owners: dict[Hashable, dict[str | None, int]] = {}
    current, last = object(), dict[str | None, int]()
    for owner, (statement, parameters) in statements:
        if owner is not current:  # an id takes long to hash, and most come in a row
            current, last = owner, owners.setdefault(owner, {})
        kind = (id(statement), tuple(parameters))
        if kind not in places:
            places[kind] = ([], table_of(statement, kind[1]))
        known, table = places[kind]
        earliest = last.get(_ANY, 0) if table is None else max(last.get(table, 0), last.get(None, 0))
        found = bisect_left(known, earliest)
        if found == len(known):
            known.append(len(groups))
            groups.append((statement, []))
        place = known[found]
        groups[place][1].append(parameters)
        last[table] = place
        last[_ANY] = max(place, last.get(_ANY, 0))
    return groups
