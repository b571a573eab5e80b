from datetime import date

import httpx

from tests.services.dashboard.running import Desk, case


async def test_the_soonest_statutory_date_comes_first(desk: Desk, clerk: httpx.AsyncClient) -> None:
    await desk.tell(*case(1, date(2026, 10, 20)), *case(2, date(2026, 9, 22)), *case(3, date(2026, 9, 28)))

    page = (await clerk.get("/")).text

    assert page.index("〕2号") < page.index("〕3号") < page.index("〕1号")
