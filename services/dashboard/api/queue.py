"""The work queue (待办队列) and its live changes."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from services.dashboard.api import words
from services.dashboard.api.guard import PageRoute, page_of, signed_in, workbench_of
from services.dashboard.api.page import Page
from services.dashboard.api.workbench import Workbench
from services.dashboard.application.scope import scope_of
from services.dashboard.application.sessions import SignedIn
from services.dashboard.views.lights import Light
from services.dashboard.views.queue import (
    Filters,
    Key,
    QueueRow,
    Scope,
    is_within,
    light_counts,
    matches,
    queue_count,
    queue_page,
)

HEARTBEAT_SECONDS = 15.0
STREAM_BEATS = 40
"""After so many heartbeats a stream ends and the browser asks again, signed in or not."""

SHOWN_CHANGES = 100
LONGEST_TEXT = 60

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a queue page, as its address says it."""

    text: str = ""
    procedure: str = ""
    agency: str = ""
    light: Light | None = None
    owner: str = ""
    after: Key | None = None
    before: Key | None = None
    seen: Mapping[str, int] = field(default_factory=dict)

    def filters(self, agency_names: Mapping[str, str]) -> Filters:
        """Give the filters; an agency is also found by its name."""
        named = tuple(code for code, name in agency_names.items() if self.text and self.text in name)
        return Filters(self.procedure, self.agency, self.light, self.owner, self.text, named)

    def address(self, **other: Any) -> str:
        """Give the address of the same question with something changed; a new question starts at its top."""
        values = {
            "text": self.text,
            "procedure": self.procedure,
            "agency": self.agency,
            "light": self.light or "",
            "owner": self.owner,
            **{name: _written(value) for name, value in other.items()},
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"/?{query}" if query else "/"

    def live_address(self, seen: Mapping[str, int]) -> str:
        """Give the address of the page's live changes."""
        here = self.address(after=self.after or "", before=self.before or "")
        place = urlencode({"seen": _written_place(seen)})
        return f"/live{here[1:]}&{place}" if "?" in here else f"/live?{place}"


def _written(value: Any) -> Any:
    return f"{value.sort_on.isoformat()}.{value.case_id}" if isinstance(value, Key) else value


def _key(written: str) -> Key | None:
    day, _, case = written.partition(".")
    try:
        return Key(date.fromisoformat(day), UUID(case))
    except ValueError:
        return None


def _written_place(seen: Mapping[str, int]) -> str:
    return ",".join(f"{service}:{position}" for service, position in sorted(seen.items()))


def _place(written: str) -> dict[str, int]:
    pairs = (part.partition(":") for part in written.split(","))
    return {
        service: int(position)
        for service, _, position in pairs
        if position.isdecimal() and len(position) < 18
    }


Short = Annotated[str, Field(max_length=100)]


class _Written(BaseModel):
    """The address's query as it was written."""

    text: Short = ""
    procedure: Short = ""
    agency: Short = ""
    light: Short = ""
    owner: Short = ""
    after: Short = ""
    before: Short = ""
    seen: Annotated[str, Field(max_length=1000)] = ""


def _asked(written: Annotated[_Written, Query()]) -> Asked:
    """Read the question; what is not understood is not asked."""
    known = Light(written.light) if written.light in set(Light) else None
    text, key = written.text.strip()[:LONGEST_TEXT], (_key(written.after), _key(written.before))
    return Asked(text, written.procedure, written.agency, known, written.owner, *key, _place(written.seen))


Question = Annotated[Asked, Depends(_asked)]


@router.get("/")
async def queue(
    request: Request, asked: Question, person: Annotated[SignedIn, signed_in("dashboard.queue")]
) -> Response:
    """Show what is due first."""
    bench = workbench_of(request)
    scope, today, names = scope_of(person.actor), bench.clock.today(), await bench.agency_names()
    filters = asked.filters(names)
    seen = await bench.changes.seen_now()
    async with bench.engine.connect() as connection:
        page = await queue_page(connection, scope, filters, today, after=asked.after, before=asked.before)
        counted = await queue_count(connection, scope, filters, today)
        lamps = await light_counts(connection, scope, filters, today)
    made = await page_of(request)
    return made.html(
        "queue.html",
        page=page,
        filters=filters,
        counted=_counted(made, max(counted[0], len(page.rows)), counted[1]),
        lamps=[(light.value, _number(*count)) for light, count in lamps.items()],
        address=asked.address,
        live_address=asked.live_address(seen),
        **_choices(made, names),
        **_row_words(bench, names),
    )


def _choices(page: Page, agency_names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "procedures": page.options(words.PROCEDURES),
        "agencies": sorted(agency_names.items(), key=lambda named: named[1]),
        "lights": page.options(words.LIGHTS),
        "owners": page.options({code: words.ROLES[code] for code in words.OWNERS}),
    }


def _row_words(bench: Workbench, agency_names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **bench.counting(),
        "agency_name": lambda code: agency_names.get(code, code) or "—",
        "case_path": _case_path,
    }


def _case_path(row: QueueRow) -> str:
    return f"/{words.PAGES.get(row.procedure, row.service)}/{row.case_id}"


def _number(count: int, exact: bool) -> str:
    return str(count) if exact else f"{count}+"


def _counted(page: Page, count: int, exact: bool) -> str:
    if exact:
        return page.text("共 %(count)s 件", count=count)
    return page.text("至少 %(count)s 件", count=count)


@router.get("/live")
async def live(
    request: Request, asked: Question, person: Annotated[SignedIn, signed_in("dashboard.queue")]
) -> Response:
    """Send the rows that change while the page is open."""
    bench = workbench_of(request)
    names = await bench.agency_names()
    watched = Watched(bench, await page_of(request), scope_of(person.actor), asked.filters(names), names)
    place = _place(request.headers.get("last-event-id", "")) or dict(asked.seen)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _stream(request, asked, watched, place), media_type="text/event-stream", headers=headers
    )


@dataclass(frozen=True, slots=True)
class Watched:
    """One open queue page: who looks at what."""

    bench: Workbench
    page: Page
    scope: Scope
    filters: Filters
    agency_names: Mapping[str, str]

    async def rows_shown(self, asked: Asked) -> frozenset[UUID]:
        """Give the cases that the page shows."""
        async with self.bench.engine.connect() as connection:
            shown = await queue_page(
                connection, self.scope, self.filters, self.page.today, after=asked.after, before=asked.before
            )
        return frozenset(row.case_id for row in shown.rows)

    def message(
        self,
        rows: Sequence[QueueRow],
        shown: frozenset[UUID],
        doubtful: frozenset[UUID],
        new_day: date | None,
    ) -> str:
        """Write changed rows as parts for the page; of cases elsewhere, or doubtful, how many changed."""
        visible = [row for row in rows if is_within(row, self.scope)]
        elsewhere = sum(matches(row, self.filters) and row.case_id not in shown - doubtful for row in visible)
        return self.page.fragment(
            "parts/live.html",
            changed=[row for row in visible if row.case_id in shown][:SHOWN_CHANGES],
            news=self._news(elsewhere, new_day),
            **_row_words(self.bench, self.agency_names),
        )

    def _news(self, elsewhere: int, new_day: date | None) -> str:
        if new_day:
            return self.page.text("日期已变为 %(day)s。", day=new_day)
        return self.page.text("另有 %(count)s 件案件刚有变动。", count=elsewhere) if elsewhere else ""


async def _stream(
    request: Request, asked: Asked, watched: Watched, seen: dict[str, int]
) -> AsyncIterator[str]:
    changes, clock = watched.bench.changes, watched.bench.clock
    shown, day = await watched.rows_shown(asked), watched.page.today
    rows, seen = await changes.since(seen)
    # What left the question between page and stream may still stand on the page.
    shown |= {row.case_id for row in rows if not matches(row, watched.filters)}
    # What changed between them may not stand on it yet: such a case is also told as news.
    doubtful = frozenset(row.case_id for row in rows)
    yield "retry: 2000\n\n"
    with changes.listening() as wait:
        for _ in range(STREAM_BEATS):
            today = clock.today()
            if rows or today != day:
                yield _event(watched.message(rows, shown, doubtful, today if today != day else None), seen)
                day = today
            await wait(HEARTBEAT_SECONDS)
            if await request.is_disconnected():
                return
            yield ": still here\n\n"
            rows, seen = await changes.since(seen)


def _event(text: str, place: Mapping[str, int]) -> str:
    lines = "".join(f"data: {line}\n" for line in text.splitlines() if line.strip())
    return f"id: {_written_place(place)}\n{lines}\n"
