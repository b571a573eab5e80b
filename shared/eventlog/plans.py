"""SQLAlchemy statements ready for psycopg: compiled once, plain inserts of many rows as one (执行计划).

SQLAlchemy's own execution of each statement of each batch would cost more than the rest of a commit.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ARRAY, Enum, Insert, String
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from shared.eventlog.connection import DriverConnection

Rows = Sequence[Mapping[str, Any]]
Processor = Callable[[Any], Any]

_LARGEST_CACHE = 500
_PLAIN_INSERT = re.compile(
    r"(?P<head>INSERT INTO .+?) VALUES \((?P<values>.+?)\)"
    r"(?P<tail>( ON CONFLICT [^()]*(\([^()]*\))? DO NOTHING"
    r"| ON CONFLICT \((?P<key>[^()]+)\) DO UPDATE SET [\w\" ,]+ = excluded\.[\w\" ,=.]+)?)"
)
_PLACE = re.compile(r"%\((\w+)\)s(?:::[\w ()]+?(?:\(\d+(?:, \d+)?\))?)?")


class StatementDefaultError(TypeError):
    """A column fills itself in Python; rows of the log name every value."""


class Plan:
    """One compiled statement."""

    def __init__(self, statement: Any, keys: Sequence[str], dialect: Dialect) -> None:
        self.statement = statement
        compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=list(keys))
        if compiled.prefetch:
            raise StatementDefaultError(f"give a value for {[column.name for column in compiled.prefetch]}")
        self._compiled = compiled
        self._sql = str(compiled)
        self._varies = bool(compiled.post_compile_params or compiled.literal_execute_params)
        processors = self._processors = cast("Mapping[str, Processor | None]", compiled._bind_processors)
        self._given = [
            (name, bind.key if bind.key in keys else name, processors.get(name))
            for bind, name in compiled.bind_names.items()
            if bind.key in keys or name in keys
        ]
        given = {name for name, _, _ in self._given}
        self._fixed = {
            name: processor(value) if (processor := processors.get(name)) and value is not None else value
            for name, value in compiled.construct_params(_check=False).items()
            if name not in given
        }
        self._columns, self._key, self._many = _as_arrays(statement, compiled, self._sql, dialect)

    async def run(self, driver: DriverConnection, rows: Rows) -> None:
        """Send the statement for all rows."""
        if self._varies:
            await self._run_varying(driver, rows)
            return
        bound = [self._bound(row) for row in rows]
        if self._many and len(rows) > 1 and self._meet_each_row_once(bound):
            arrays = [[row[column] for row in bound] for column in self._columns]
            await driver.execute(self._many, arrays)
            return
        cursor = driver.cursor()
        for values in bound:
            await cursor.execute(self._sql, values)

    def _meet_each_row_once(self, bound: Sequence[Mapping[str, Any]]) -> bool:
        """Tell whether one statement may take all rows: an upsert refuses to change a row twice."""
        if not self._key:
            return True
        return len({tuple(row[column] for column in self._key) for row in bound}) == len(bound)

    async def _run_varying(self, driver: DriverConnection, rows: Rows) -> None:
        """Lists of values (IN) make another text for each length."""
        for row in rows:
            state = self._compiled.construct_expanded_state(row)
            processors = {**self._processors, **state.processors}
            values = {
                name: processor(value) if (processor := processors.get(name)) else value
                for name, value in state.parameters.items()
            }
            await driver.execute(state.statement, values)

    def _bound(self, row: Mapping[str, Any]) -> dict[str, Any]:
        bound = self._fixed.copy()
        for name, key, processor in self._given:
            value = row[key]
            bound[name] = processor(value) if processor else value
        return bound


class Plans:
    """The plans of a process; a statement that is a constant of its module is compiled once."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._plans: OrderedDict[tuple[int, tuple[str, ...]], Plan] = OrderedDict()

    def plan(self, statement: Any, keys: tuple[str, ...]) -> Plan:
        """Return the plan of a statement with these parameters."""
        known = (id(statement), keys)
        found = self._plans.get(known)
        if found is None:
            found = self._plans[known] = Plan(statement, keys, self._dialect)
            if len(self._plans) > _LARGEST_CACHE:
                self._plans.popitem(last=False)
        return found


def _as_arrays(
    statement: Any, compiled: SQLCompiler, sql: str, dialect: Dialect
) -> tuple[list[str], list[str], str | None]:
    """Rewrite a plain insert, so that one statement takes the rows as one array for each column.

    Given are the parameters in their order, those of an upsert's key, and the statement.
    """
    match = _PLAIN_INSERT.fullmatch(" ".join(sql.split()))
    if match is None or not isinstance(statement, Insert):
        return [], [], None
    places = re.split(r", (?=%\()", match["values"])
    names = [place[1] if (place := _PLACE.fullmatch(each)) else "" for each in places]
    if not all(name and _fits(compiled.binds[name].type) for name in names):
        return [], [], None
    columns = match["head"].partition("(")[2].rstrip(")").split(", ")
    places_of = dict(zip(columns, names, strict=True))
    key = [places_of.get(column, "") for column in (match["key"] or "").split(", ") if column]
    if not all(key):
        return [], [], None
    arrays = ", ".join(f"%b::{_array_of(compiled.binds[name].type, dialect)}" for name in names)
    return names, key, " ".join((match["head"], "SELECT * FROM", f"unnest({arrays})", match["tail"]))


def _fits(kind: TypeEngine[Any]) -> bool:
    return not isinstance(kind, ARRAY | Enum)


def _array_of(kind: TypeEngine[Any], dialect: Dialect) -> str:
    # A cast to varchar(n) would cut a text that is too long; without a length the column refuses it.
    name = "TEXT" if isinstance(kind, String) else dialect.type_compiler_instance.process(kind)
    return f"{name}[]"
