"""Statements rewritten so that one of them takes many rows, as one array for each column (数组语句).

Inserts, upserts, updates and deletes by plain values qualify. An upsert or update may meet a row of the
database once in a statement: upserts of an equal key go into later rounds; of updates of an equal key only
the last is sent.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, Delete, Enum, Insert, String, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Bound = Mapping[str, Any]

_INSERT = re.compile(
    r"(?P<head>INSERT INTO .+?) VALUES \((?P<values>.+?)\)"
    r"(?P<tail>( ON CONFLICT [^()]*(\([^()]*\))? DO NOTHING"
    r"| ON CONFLICT \((?P<key>[^()]+)\) DO UPDATE SET [\w\" ,]+ = excluded\.[\w\" ,=.]+)?)"
)
_UPDATE = re.compile(r"(?P<head>UPDATE [\w.\"]+) SET (?P<values>.+) WHERE (?P<where>.+)")
_DELETE = re.compile(r"(?P<head>DELETE FROM [\w.\"]+) WHERE (?P<where>.+)")
_PARAMETER = r"%\((\w+)\)s(?:::[\w ()]+?(?:\(\d+(?:, \d+)?\))?)?"
_PLACE = re.compile(_PARAMETER)
_ASSIGNED = re.compile(r"([\w\"]+)=" + _PARAMETER)
_EQUAL = re.compile(r"([\w.\"]+) = " + _PARAMETER)


@dataclass(frozen=True, slots=True)
class ArrayStatement:
    """The text, the parameters in its order, and those that name the row that is met."""

    text: str
    names: tuple[str, ...]
    key: tuple[str, ...] = ()
    last_counts: bool = False

    def values(self, bound: Sequence[Bound]) -> list[list[Any]]:
        """One array for each parameter."""
        return [[row[name] for row in bound] for name in self.names]

    def rounds(self, bound: Sequence[Bound]) -> Sequence[Sequence[Bound]]:
        """Split rows so that each round meets a row once; rows with an equal key keep their order."""
        if not self.key:
            return [bound]
        if self.last_counts:
            return [list({tuple(row[name] for name in self.key): row for row in bound}.values())]
        rounds: list[list[Bound]] = []
        met: dict[tuple[Any, ...], int] = {}
        for row in bound:
            key = tuple(row[name] for name in self.key)
            place = met.get(key, 0)
            met[key] = place + 1
            if place == len(rounds):
                rounds.append([])
            rounds[place].append(row)
        return rounds


def array_statement(
    statement: Any, compiled: SQLCompiler, sql: str, dialect: Dialect
) -> ArrayStatement | None:
    """Rewrite a statement, or give nothing if it is not of a kind that can be rewritten."""
    plain = " ".join(sql.split())
    if isinstance(statement, Insert):
        return _of_insert(plain, compiled, dialect)
    if isinstance(statement, Update):
        return _of_update(plain, compiled, dialect)
    return _of_delete(plain, compiled, dialect) if isinstance(statement, Delete) else None


def _of_insert(sql: str, compiled: SQLCompiler, dialect: Dialect) -> ArrayStatement | None:
    match = _INSERT.fullmatch(sql)
    if match is None:
        return None
    places = re.split(r", (?=%\()", match["values"])
    names = [place[1] if (place := _PLACE.fullmatch(each)) else "" for each in places]
    arrays = _arrays(names, compiled, dialect)
    columns = dict(zip(match["head"].partition("(")[2].rstrip(")").split(", "), names, strict=False))
    key = [columns.get(column, "") for column in match["key"].split(", ")] if match["key"] else []
    if arrays is None or not all(key):
        return None
    text = " ".join((match["head"], "SELECT * FROM", f"unnest({arrays})", match["tail"]))
    return ArrayStatement(text, tuple(names), tuple(key))


def _of_update(sql: str, compiled: SQLCompiler, dialect: Dialect) -> ArrayStatement | None:
    match = _UPDATE.fullmatch(sql)
    if match is None:
        return None
    assigned = [_ASSIGNED.fullmatch(each) for each in re.split(r", (?=[\w\"]+=)", match["values"])]
    equal = [_EQUAL.fullmatch(each) for each in match["where"].split(" AND ")]
    if None in assigned or None in equal:
        return None
    names = [each[2] for each in (*assigned, *equal) if each]
    arrays = _arrays(names, compiled, dialect)
    changed = {each[1].strip('"') for each in assigned if each}
    looked_at = {each[1].rpartition(".")[2].strip('"') for each in equal if each}
    if arrays is None or len(set(names)) < len(names) or changed & looked_at:
        return None
    new = ", ".join(f"{each[1]} = given.{each[2]}" for each in assigned if each)
    where = " AND ".join(f"{each[1]} = given.{each[2]}" for each in equal if each)
    rows = f"unnest({arrays}) AS given ({', '.join(names)})"
    text = f"{match['head']} SET {new} FROM {rows} WHERE {where}"
    key = tuple(each[2] for each in equal if each)
    return ArrayStatement(text, tuple(names), key, last_counts=True)


def _of_delete(sql: str, compiled: SQLCompiler, dialect: Dialect) -> ArrayStatement | None:
    match = _DELETE.fullmatch(sql)
    equal = [_EQUAL.fullmatch(each) for each in match["where"].split(" AND ")] if match else []
    if match is None or None in equal:
        return None
    names = [each[2] for each in equal if each]
    arrays = _arrays(names, compiled, dialect)
    if arrays is None or len(set(names)) < len(names):
        return None
    where = " AND ".join(f"{each[1]} = given.{each[2]}" for each in equal if each)
    rows = f"unnest({arrays}) AS given ({', '.join(names)})"
    return ArrayStatement(" ".join((match["head"], "USING", rows, "WHERE", where)), tuple(names))


def _arrays(names: Iterable[str], compiled: SQLCompiler, dialect: Dialect) -> str | None:
    kinds = [compiled.binds[name].type if name else ARRAY(String) for name in names]
    if not all(_fits(kind) for kind in kinds):
        return None
    return ", ".join(f"%b::{_array_of(kind, dialect)}" for kind in kinds)


def _fits(kind: TypeEngine[Any]) -> bool:
    return not isinstance(kind, ARRAY | Enum)


def _array_of(kind: TypeEngine[Any], dialect: Dialect) -> str:
    # A cast to varchar(n) would cut a text that is too long; without a length the column refuses it.
    name = "TEXT" if isinstance(kind, String) else dialect.type_compiler_instance.process(kind)
    return f"{name}[]"
