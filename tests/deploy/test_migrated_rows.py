"""What a migration does to rows that stand already (既有数据的迁移)."""

import json
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any
from uuid import UUID

import psycopg
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, NullPool, create_engine, select
from sqlalchemy.schema import CreateSchema

from deploy import schema
from deploy.postgres import PostgresServer
from shared.deadlines.tables import CLOCK
from tests.shared.calendar.periods import day

COMPLAINT, ROUTED, LEAD = (UUID(int=number) for number in (1, 2, 3))
PLAIN = {"started_on": "2026-09-18", "due_on": "2026-10-19"}
EXTENDED = {"started_on": "2026-10-18", "due_on": "2026-11-17", "extends": PLAIN}


@pytest.fixture
def connection(postgres: PostgresServer) -> Iterator[Connection]:
    with psycopg.connect(postgres.dsn, autocommit=True) as admin:
        admin.execute("create database migrated_rows")
    engine = create_engine(postgres.url("migrated_rows", driver="psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(CreateSchema("sealed"))
        connection.execute(CreateSchema("sealed_keys"))
        yield connection
    engine.dispose()


def step(connection: Connection, number: str) -> None:
    """Carry out one migration of the complaints service."""
    (path,) = schema.directory_of("complaints").glob(f"{number}_*.py")
    spec = spec_from_file_location(f"complaints_{number}", path)
    assert spec and spec.loader
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    with Operations.context(MigrationContext.configure(connection)):
        migration.upgrade()


def clock(case_id: UUID, name: str, procedure: str, deadline: dict[str, Any]) -> dict[str, Any]:
    """A row as the first release wrote it: day zero of an extended clock is that of the extension."""
    return {
        "case_id": case_id,
        "clock": name,
        "procedure": procedure,
        "owner": "bureau_clerk",
        "rule_key": f"complaints.{name}",
        "basis": "wulong/complaints@2021-11-10#第十条",
        "started_on": deadline["started_on"],
        "due_on": deadline["due_on"],
        "breach_after": deadline["due_on"],
        "calendar_edition": "cn-2026.1-000000000000",
        "provisional": False,
        "deadline": json.dumps(deadline),
        "opened_on": deadline["started_on"],
        "position": 1,
    }


def insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    marks = ", ".join(f"%({name})s" for name in row)
    connection.exec_driver_sql(f"insert into {table} ({names}) values ({marks})", row)


def complaint(case_id: UUID, handler: str) -> dict[str, Any]:
    texts = ("number", "kind", "channel", "stage", "ground")
    return {
        "case_id": case_id,
        "version": 1,
        **{name: name for name in texts},
        "handler": handler,
        "complainant": UUID(int=9),
        "received_on": "2026-09-18",
    }


def test_clocks_that_run_already_learn_whose_calendar_counts_and_where_they_began(connection: Connection):
    step(connection, "0001")
    insert(connection, "complaint", complaint(COMPLAINT, "bureau"))
    insert(connection, "complaint", complaint(ROUTED, "water"))
    for row in (
        clock(COMPLAINT, "handling", "complaint", EXTENDED),
        clock(ROUTED, "handling", "complaint", PLAIN),
        clock(LEAD, "lead_triage", "lead", PLAIN),
    ):
        insert(connection, "clock", row)

    step(connection, "0002")

    found = {row.case_id: row for row in connection.execute(select(CLOCK))}
    handlers = {case_id: row.handler for case_id, row in found.items()}
    assert handlers == {COMPLAINT: "bureau", ROUTED: "water", LEAD: "bureau"}
    assert {row.started_on for row in found.values()} == {day("2026-09-18")}
    assert {tuple(row.told) for row in found.values()} == {()}
