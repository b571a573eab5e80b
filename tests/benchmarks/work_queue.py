"""A work queue of any size, and the questions that a bureau asks it (P8)."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.dashboard.views.lights import Light
from services.dashboard.views.queue import Filters, Key, Scope, queue_count, queue_page
from services.dashboard.views.search import pieces_of, words_of
from services.dashboard.views.tables import NEVER, PAUSED

TODAY = date(2026, 9, 24)
AGENCIES = tuple(f"agency_{number:02}" for number in range(40))
PROCEDURES = ("complaint", "dispute", "supervision_opinion", "fault", "wrongful_case", "inspection")
OWNERS = ("bureau_clerk", "bureau_head", "investigator", "agency_clerk", "agency_head", "government")
PLACES = (
    "渣土运输",
    "餐饮油烟",
    "违法建设",
    "占道经营",
    "工地噪声",
    "非法采砂",
    "校外培训",
    "液化气站",
    "货车超限",
    "食品摊点",
)
MATTERS = ("处罚决定", "执法程序", "不予答复", "行政强制", "收费", "现场检查", "扣押物品", "执法态度")

QUESTIONS: dict[str, Filters] = {
    "everything": Filters(),
    "one procedure": Filters(procedure="complaint"),
    "one agency": Filters(agency="agency_07"),
    "one owner": Filters(owner_role="bureau_head"),
    "procedure and owner": Filters(procedure="inspection", owner_role="government"),
    "agency, procedure and owner": Filters(agency="agency_31", procedure="dispute", owner_role="agency_head"),
    "red": Filters(light=Light.RED),
    "yellow": Filters(light=Light.YELLOW),
    "green": Filters(light=Light.GREEN),
    "paused": Filters(light=Light.PAUSED),
    "yellow of one agency": Filters(agency="agency_03", light=Light.YELLOW),
    "green of one owner and procedure": Filters(
        procedure="fault", owner_role="bureau_clerk", light=Light.GREEN
    ),
    "a common word": Filters(text="渣土"),
    "two words of one summary": Filters(text="非法采砂执法态度"),
    "a number": Filters(text="0123456"),
    "a word that nobody wrote": Filters(text="外星人"),
    "a word within an agency and a light": Filters(agency="agency_11", light=Light.GREEN, text="噪声"),
    "the name of an agency": Filters(text="生态环境", agencies_named=("agency_05",)),
}


def _row(number: int, dice: random.Random) -> tuple[object, ...]:
    place = dice.random()
    due_on = TODAY + timedelta(days=dice.randint(-20, 345))
    if place > 0.97:
        due_on = PAUSED if place > 0.99 else NEVER
    warned_on = due_on - timedelta(days=dice.choice((1, 2, 3, 5)))
    case_number = f"武司监诉〔{2020 + number % 7}〕{number:07}号"
    title = f"反映{dice.choice(PLACES)}{dice.choice(MATTERS)}问题"
    words = words_of(case_number, title)
    owner, agency = dice.choice(OWNERS), dice.choice(AGENCIES)
    return (
        UUID(int=dice.getrandbits(128)), "complaints", case_number, dice.choice(PROCEDURES), agency,
        agency if place < 0.2 else "bureau", "accepted", title, words, pieces_of(words), False, owner, number,
        True, owner, "handling" if due_on != NEVER else None, 1, due_on, warned_on, number,
    )  # fmt: skip


def rows(cases: int) -> Iterator[tuple[object, ...]]:
    """Give invented cases, the same ones for the same number."""
    dice = random.Random(cases)
    for number in range(cases):
        yield _row(number, dice)


COLUMNS = (
    "case_id, service, number, procedure, agency, handler, stage, title, words, pieces, is_closed,"
    " case_owner_role, case_position, is_open, owner_role, clock, open_clocks, sort_on, yellow_on, position"
)


_CLOCKS = """
    insert into clocks
    select case_id, clock, service, 'complaints.handling', null, true, sort_on, sort_on, yellow_on,
           'calendar_day', 'wulong/complaints@2021-11-10#第十条', 'edition', false, position
    from work_queue where clock is not null
"""


async def fill(engine: AsyncEngine, cases: int) -> None:
    """Fill an empty work queue and its clocks by COPY, then let PostgreSQL look at it."""
    async with engine.begin() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        async with driver.cursor() as cursor, cursor.copy(f"copy work_queue ({COLUMNS}) from stdin") as copy:
            for row in rows(cases):
                await copy.write_row(row)
        await connection.execute(text(_CLOCKS))
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("vacuum analyze work_queue, clocks"))


async def deep_key(connection: AsyncConnection, filters: Filters) -> Key | None:
    """Give the place of a row about two thirds down the answer to a question."""
    late = TODAY + timedelta(days=230)
    page = await queue_page(connection, Scope(), filters, TODAY, after=Key(late, UUID(int=0)))
    return page.rows[0].key if page.rows else None


async def ask(connection: AsyncConnection, filters: Filters, after: Key | None = None) -> int:
    """Ask what the page asks: fifty rows and the capped count; gives the number of rows."""
    page = await queue_page(connection, Scope(), filters, TODAY, after=after)
    await queue_count(connection, Scope(), filters, TODAY)
    return len(page.rows)
