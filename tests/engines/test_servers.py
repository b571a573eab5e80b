"""The session's engines answer as the services expect."""

import nats as nats_client
import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.nats import NatsServer
from deploy.postgres import PostgresServer


async def test_a_fresh_database_is_reached_by_sqlalchemy(database: str):
    engine = create_async_engine(database)
    async with engine.connect() as connection:
        tables = await connection.scalar(text("select count(*) from pg_tables where schemaname = 'public'"))
    await engine.dispose()

    assert tables == 0


def test_text_is_utf8_and_sorted_by_code_point(postgres: PostgresServer):
    with psycopg.connect(postgres.dsn) as connection:
        row = connection.execute(
            "select datcollate, pg_encoding_to_char(encoding) from pg_database"
        ).fetchone()

    assert row == ("C.UTF-8", "UTF8")


async def test_a_stream_is_kept_and_cleaned_between_tests(nats_clean: NatsServer):
    client = await nats_client.connect(nats_clean.url)
    stream = client.jetstream()

    await stream.add_stream(name="LETTERS", subjects=["letters.>"])
    answer = await stream.publish("letters.sent", b"{}")
    await client.close()

    assert answer.seq == 1
