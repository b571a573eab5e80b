"""What goes wrong is a page for a person and a problem for a program."""

import httpx
import pytest

from services.dashboard.api.workbench import Workbench
from tests.services.dashboard.running import Desk, browsing

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PROGRAM = {"Accept": "application/json"}
PROBLEM = "application/problem+json"


class Failing:
    """Stands for a store that breaks or does not answer."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> object:
        raise self.error


def is_page_with_advice(answer: httpx.Response, heading: str, advice: str) -> bool:
    """A page in the layout with title, what to do, and the number of the request."""
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<span class="number" id="request-id">{answer.headers["x-request-id"]}</span>' in answer.text
    assert '<a class="brand"' in answer.text
    return f'<h1 class="mb-3">{heading}</h1>' in answer.text and advice in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/a/b/c/d/e", "/complaints/7"])
async def test_an_unknown_address_is_a_page(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.get(path, headers=BROWSER)

    assert answer.status_code == 404
    assert is_page_with_advice(answer, "未找到此页", "请核对地址")


async def test_a_wrong_method_is_a_page_and_still_names_the_right_one(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/docs", headers=BROWSER)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert is_page_with_advice(answer, "此地址不支持该操作", "使用页面上的按钮")


async def test_an_address_that_cannot_exist_is_a_page(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/public/progress?x=%00", headers=BROWSER)

    assert answer.status_code == 422
    assert is_page_with_advice(answer, "无法显示此页", "The address contains a NUL character.")


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [(RuntimeError("张三"), 500, "系统内部错误，已记录"), (ConnectionError(), 503, "服务暂不可用")],
)
async def test_what_fails_within_a_page_is_a_page(
    desk: Desk, clerk: httpx.AsyncClient, error: Exception, status: int, heading: str
) -> None:
    bench = desk.app.state.parts.provides[Workbench]
    kept = bench.directory
    object.__setattr__(bench, "directory", Failing(error))
    try:
        answer = await clerk.get("/", headers=BROWSER)
        told = await clerk.get("/", headers=PROGRAM)
    finally:
        object.__setattr__(bench, "directory", kept)

    assert (answer.status_code, told.status_code) == (status, status)
    assert is_page_with_advice(answer, heading, "请求编号告知系统管理员")
    assert "张三" not in answer.text
    assert "司法局经办人" in answer.text, "the person is still known"
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert told.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/nowhere", PROGRAM), ("/nowhere", {"Accept": "*/*"}), ("/api/v1/dashboard/nothing", BROWSER)],
)
async def test_a_program_and_the_interface_get_problem_details(
    desk: Desk, path: str, accept: dict[str, str]
) -> None:
    async with browsing(desk) as http:
        answer = await http.get(path, headers=accept)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_an_error_is_said_in_english_too(visitor: httpx.AsyncClient) -> None:
    visitor.cookies.set("jiandu_language", "en")

    answer = await visitor.get("/nowhere", headers=BROWSER)

    assert is_page_with_advice(answer, "There is no such page", "Check the address")
