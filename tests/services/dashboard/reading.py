"""What a reader sees of a page: its words without its marks."""

import re

import httpx


def plain(page: str) -> str:
    """The words of a page; every mark becomes a blank, blanks are one, and none stands beside a colon."""
    return re.sub(r" ?： ?", "：", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


async def words_of(http: httpx.AsyncClient, address: str) -> str:
    """The words of the page at an address."""
    return plain((await http.get(address)).text)
