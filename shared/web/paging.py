"""Lists by keyset: no offset, an opaque signed cursor, a capped count (列表分页)."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import parse_qsl

import orjson
from fastapi import Depends, Query, Request
from pydantic import BaseModel, TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.law.refusal import InvalidError

MOST = 200
_TAG_BYTES = 12
_NOT_PART_OF_A_LIST = frozenset({"cursor", "limit"})

ItemT = TypeVar("ItemT")


class InvalidCursorError(InvalidError):
    """The cursor was not given out for this list (游标无效)."""

    slug = "invalid-cursor"
    title = "分页游标无效"


class Listing(BaseModel, Generic[ItemT]):
    """One page of a list; ``count`` is capped, ``exact`` says whether it is the true number."""

    items: list[ItemT]
    next_cursor: str | None = None
    count: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of which list is asked for; ``after`` holds the sort values of the last row seen."""

    limit: int
    count_cap: int
    after: tuple[Any, ...] | None
    list_name: bytes
    key: bytes

    def cursor_after(self, values: Sequence[Any]) -> str:
        """The cursor that continues behind a row with these sort values."""
        content = orjson.dumps(list(values))
        return urlsafe_b64encode(_tag(self.key, self.list_name, content) + content).decode().rstrip("=")


def _tag(key: bytes, list_name: bytes, content: bytes) -> bytes:
    return hmac.digest(key, list_name + b"\0" + content, sha256)[:_TAG_BYTES]


def _opened(cursor: str, key: bytes, list_name: bytes) -> tuple[Any, ...]:
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        raise InvalidCursorError("The cursor is malformed.") from None
    tag, content = raw[:_TAG_BYTES], raw[_TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(key, list_name, content)):
        raise InvalidCursorError("The cursor belongs to another list; start without one.")
    return tuple(orjson.loads(content))


def _list_name(request: Request) -> bytes:
    """The path and filters: a cursor serves the list it was given out for, and no other."""
    filters = [
        pair
        for pair in parse_qsl(request.url.query, keep_blank_values=True)
        if pair[0] not in _NOT_PART_OF_A_LIST
    ]
    return orjson.dumps([request.url.path, sorted(filters)])


def page_asked(
    request: Request,
    limit: Annotated[int | None, Query(ge=1, le=MOST, description="Rows per page.")] = None,
    cursor: Annotated[
        str | None, Query(max_length=1000, description="The previous page's next_cursor.")
    ] = None,
) -> Page:
    """Read ``limit`` and ``cursor``."""
    limits, key, list_name = (
        request.app.state.settings.limits,
        request.app.state.cursor_key,
        _list_name(request),
    )
    after = _opened(cursor, key, list_name) if cursor else None
    return Page(limit or limits.page_default, limits.count_cap, after, list_name, key)


Paging = Annotated[Page, Depends(page_asked)]


def _bounds(order: Sequence[ColumnElement[Any]], after: Sequence[Any]) -> list[ColumnElement[Any]]:
    if len(after) != len(order):
        raise InvalidCursorError("The cursor belongs to another list; start without one.")
    typed = [
        TypeAdapter(column.type.python_type).validate_python(value)
        for column, value in zip(order, after, strict=True)
    ]
    return [literal(value, column.type) for column, value in zip(order, typed, strict=True)]


async def read_page(
    connection: AsyncConnection,
    rows: Select[Any],
    page: Page,
    *,
    order: Sequence[ColumnElement[Any]],
    descending: bool = False,
) -> tuple[list[Row[Any]], dict[str, Any]]:
    """One page of ``rows``, and the ``next_cursor``, ``count`` and ``exact`` of its listing.

    ``order`` must end in a unique column and hold no NULL (coalesce a due date to the end of time).
    """
    keys = [column.label(f"page_key_{number}") for number, column in enumerate(order)]
    wanted = rows.add_columns(*keys).order_by(*(column.desc() if descending else column for column in order))
    if page.after is not None:
        here, bound = tuple_(*order), tuple_(*_bounds(order, page.after))
        wanted = wanted.where(here < bound if descending else here > bound)
    found = list((await connection.execute(wanted.limit(page.limit + 1))).all())
    capped = (
        rows.with_only_columns(literal(1).label("one"), maintain_column_froms=True)
        .order_by(None)
        .limit(page.count_cap + 1)
        .subquery()
    )
    count = (await connection.execute(select(func.count()).select_from(capped))).scalar_one()
    shown, more = found[: page.limit], len(found) > page.limit
    next_cursor = page.cursor_after(tuple(shown[-1])[-len(keys) :]) if more else None
    return shown, {
        "next_cursor": next_cursor,
        "count": min(count, page.count_cap),
        "exact": count <= page.count_cap,
    }
