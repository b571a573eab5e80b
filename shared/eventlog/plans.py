"""SQLAlchemy statements ready for psycopg: compiled once, many rows as one where they can be (执行计划).

SQLAlchemy's own execution of each statement of each batch would cost more than the rest of a commit.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from shared.eventlog.arrays import array_statement
from shared.eventlog.connection import DriverConnection

Rows = Sequence[Mapping[str, Any]]
Processor = Callable[[Any], Any]

_LARGEST_CACHE = 500


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
        self._many = array_statement(statement, compiled, self._sql, dialect)
        self.plain_table: str | None = statement.table.fullname if self._many else None

    async def run(self, driver: DriverConnection, rows: Rows) -> None:
        """Send the statement for all rows."""
        if self._varies:
            await self._run_varying(driver, rows)
            return
        bound = [self._bound(row) for row in rows]
        if self._many is None or len(bound) == 1:
            cursor = driver.cursor()
            for values in bound:
                await cursor.execute(self._sql, values)
            return
        for several in self._many.rounds(bound):
            await driver.execute(self._many.text, self._many.values(several))

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

    def plain_table(self, statement: Any, keys: tuple[str, ...]) -> str | None:
        """The table that a statement of plain values writes to; None for any other statement."""
        return self.plan(statement, keys).plain_table
