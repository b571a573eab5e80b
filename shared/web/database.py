"""The engine of a service: asynchronous psycopg 3, bounded pool, bounded statements (数据库连接)."""

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.settings.service import ServiceSettings

DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 5


def engine_url(database_url: str) -> URL:
    """The DSN of the settings with the driver that the suite uses."""
    return make_url(database_url).set(drivername=DRIVER)


def create_engine(settings: ServiceSettings, *, pool_size: int | None = None) -> AsyncEngine:
    """An engine that has not connected yet; a statement is cut off after ``statement_timeout`` seconds."""
    milliseconds = int(settings.statement_timeout * 1000)
    options = (
        f"-c statement_timeout={milliseconds} -c timezone=UTC -c application_name=jiandu_{settings.service}"
    )
    return create_async_engine(
        engine_url(settings.database_url.get_secret_value()),
        pool_size=pool_size or settings.database_pool_size,
        max_overflow=settings.database_pool_overflow,
        pool_timeout=settings.database_pool_timeout,
        pool_pre_ping=True,
        hide_parameters=True,  # an error that reaches a log must not quote a row
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": options},
    )
