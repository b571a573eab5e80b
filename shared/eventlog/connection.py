"""The driver's connection behind SQLAlchemy, and what its errors mean (数据库连接)."""

from typing import Any, cast

import psycopg
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.eventlog.failures import (
    ConstraintError,
    KeyTakenError,
    LogConflictError,
    ServiceUnavailableError,
)
from shared.eventlog.tables import VERSION_CONSTRAINT

DriverConnection = psycopg.AsyncConnection[Any]

LOG_LOCK = 0x4A69616E
"""Key of the advisory lock that orders all writers of a service's database."""

_CONFLICTS: dict[str, type[Exception]] = {
    VERSION_CONSTRAINT: LogConflictError,
    "idempotency_pkey": KeyTakenError,
}


async def driver_of(connection: AsyncConnection) -> DriverConnection:
    """Return psycopg's connection, for statements where SQLAlchemy would only stand in the way."""
    raw = await connection.get_raw_connection()
    return cast("DriverConnection", raw.driver_connection)


def cause_of(error: BaseException) -> BaseException:
    """Return the driver's error behind one of SQLAlchemy's, or behind the end of a pipeline."""
    if isinstance(error, exc.DBAPIError) and error.orig is not None:
        return error.orig
    if isinstance(error, psycopg.errors.PipelineAborted) and error.__context__ is not None:
        return cause_of(error.__context__)
    return error


def is_unavailable(error: BaseException) -> bool:
    """Tell whether the database is away or cannot take anything now (stopped, disk full, too many)."""
    cause = cause_of(error)
    if isinstance(cause, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return False
    if isinstance(cause, ServiceUnavailableError):
        return True
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError | OSError | exc.TimeoutError)


def translated(error: Exception) -> Exception:
    """Return the log's own error for a driver's error; anything else stays as it is."""
    cause = cause_of(error)
    if isinstance(cause, ServiceUnavailableError):
        return cause
    if isinstance(cause, psycopg.errors.UniqueViolation | psycopg.errors.ExclusionViolation):
        constraint = cause.diag.constraint_name or ""
        known = _CONFLICTS.get(constraint)
        return known(constraint) if known else ConstraintError(constraint)
    if is_unavailable(error):
        return ServiceUnavailableError(str(cause))
    return error
