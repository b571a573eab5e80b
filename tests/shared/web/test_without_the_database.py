"""While the database is away the answer is 503 with Retry-After, and afterwards all is well again."""

from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url


@pytest.fixture
def outage(postgres, database):
    """The database refuses everybody, and lets everybody in again afterwards."""
    name = make_url(database).database

    def allow(allowed):
        order = sql.SQL("alter database {} with allow_connections {}")
        with psycopg.connect(postgres.dsn, autocommit=True) as admin:
            admin.execute(order.format(sql.Identifier(name), sql.Literal(allowed)))
            admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])

    @contextmanager
    def away():
        allow(False)
        yield
        allow(True)

    return away


async def test_reading_and_commanding_are_told_to_come_back(running, outage):
    with outage():
        read = await running.http.get("/api/v1/desks", headers=running.signed_in())
        commanded = await running.http.post(
            "/api/v1/desks",
            json={"id": str(uuid4()), "name": "窗口"},
            headers=running.signed_in(**{"Idempotency-Key": "outage-0001"}),
        )
        probe = await running.http.get("/readyz")

    for response in (read, commanded, probe):
        assert response.status_code == 503
        assert int(response.headers["retry-after"]) > 0
    assert read.json()["type"] == "urn:jiandu:problem:unavailable"
    assert (await running.http.get("/api/v1/desks", headers=running.signed_in())).status_code == 200
