"""Few entries above, the pages of a section below them."""

import re

import httpx
import pytest

from services.dashboard.api.navigation import entries, tabs
from tests.services.dashboard.running import Desk, browsing, sign_in


async def shown(http: httpx.AsyncClient, address: str) -> list[str]:
    page = (await http.get(address)).text
    found = re.search(r'<nav class="tabs page".*?</nav>', page, re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]+)", found.group(0)) if found else []


async def test_everybody_has_the_public_pages_of_law_and_time(visitor: httpx.AsyncClient) -> None:
    assert await shown(visitor, "/calendar") == ["年历", "期限计算"]
    assert await shown(visitor, "/law") == ["施行中的法规", "待确认事项", "内部目标"]
    assert await shown(visitor, "/public/progress") == []


async def test_the_bureau_has_its_own_pages_beside_them(desk: Desk, clerk: httpx.AsyncClient) -> None:
    assert (await shown(clerk, "/calculator"))[2:] == ["放假通知与停办", "期限变动"]
    assert (await shown(clerk, "/law/wulong/complaints"))[3:] == ["法规草稿", "做法的选定"]
    async with browsing(desk) as agency:
        await sign_in(agency, "agency")
        assert await shown(agency, "/calculator") == ["年历", "期限计算"]


@pytest.mark.parametrize(
    ("here", "section", "tab"),
    [
        ("/law", "/law", "/law"),
        ("/law/wulong/complaints", "/law", "/law"),
        ("/law/open-questions", "/law", "/law/open-questions"),
        ("/calculator/rule", "/calendar", "/calculator"),
        ("/lawless", None, {}),
    ],
)
def test_where_one_is_is_marked_once(here: str, section: str | None, tab: str | None) -> None:
    marked = [each.path for each in entries(here, None, {}) if each.current]
    below = [each.path for each in tabs(here, None, {}) if each.current]

    assert marked == ([section] if section else [])
    assert below == ([tab] if tab else [])
