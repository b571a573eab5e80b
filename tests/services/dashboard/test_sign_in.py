import httpx
import pytest

from services.dashboard.application.services import Services
from services.dashboard.application.sessions import Sessions
from tests.services.dashboard.fake_services import FakeServices
from tests.services.dashboard.running import Desk, served


async def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(visitor: httpx.AsyncClient) -> None:
    asked = await visitor.get("/?light=red")
    assert asked.headers["location"] == "/sign-in?next=%2F%3Flight%3Dred"

    page = await visitor.get(asked.headers["location"])
    assert 'name="next" value="/?light=red"' in page.text

    answer = await visitor.post(
        "/sign-in", data={"username": "clerk", "password": "right", "next": "/?light=red"}
    )
    assert answer.headers["location"] == "/?light=red"


async def test_the_cookie_is_for_this_site_only_and_not_for_scripts(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/sign-in", data={"username": "clerk", "password": "right"})

    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie


async def test_a_wrong_password_is_told_without_saying_what_was_wrong(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/sign-in", data={"username": "clerk", "password": "wrong"})

    assert answer.status_code == 401
    assert "用户名或口令错误" in answer.text
    assert "wrong" not in answer.text.replace("Name or password is wrong.", "")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "place",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "javascript:alert(1)", "x", ""],
)
async def test_nobody_is_led_away_after_signing_in(visitor: httpx.AsyncClient, place: str) -> None:
    answer = await visitor.post("/sign-in", data={"username": "clerk", "password": "right", "next": place})

    assert answer.headers["location"] == "/"


async def test_signing_out_ends_the_session_everywhere(
    desk: Desk, clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    page = (await clerk.get("/")).text
    proof = page.split('name="csrf" value="')[1].split('"')[0]

    answer = await clerk.post("/sign-out", data={"csrf": proof})

    assert answer.headers["location"] == "/sign-in"
    assert "secret-clerk" not in services.living
    assert (await clerk.get("/")).status_code == 303


async def test_a_session_that_ended_elsewhere_is_over_here(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    clerk.cookies.set("jiandu_session", "secret-that-ended")

    answer = await clerk.get("/")

    assert answer.status_code == 303


async def test_tokens_are_asked_for_again_before_they_end() -> None:
    fake, now = FakeServices(), [0.0]
    async with served(fake.app()) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        sessions = Sessions(Services(http), host_time=lambda: now[0])
        first = await sessions.open("clerk", "right", client="")

        now[0] = 500.0
        assert await sessions.find(first.handle) is first
        now[0] = 541.0
        renewed = await sessions.find(first.handle)
        assert renewed is not None
        assert renewed.renew_at > first.renew_at

        fake.living.clear()
        now[0] = 2000.0
        assert await sessions.find(first.handle) is None


async def test_every_page_carries_the_strict_policy(visitor: httpx.AsyncClient) -> None:
    for address in ("/sign-in", "/public/complaint", "/public/progress", "/docs"):
        policy = (await visitor.get(address)).headers["content-security-policy"]

        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "unsafe" not in policy


async def test_assets_may_be_kept_for_ever_because_their_names_change(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/sign-in")).text
    addresses = [part.split('"')[0] for part in page.split('="')[1:] if part.startswith("/assets/")]

    assert len(set(addresses)) == 6
    for address in addresses:
        answer = await visitor.get(address)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await visitor.get("/assets/x/../../main.py")).status_code == 404


async def test_signing_in_from_another_site_is_refused(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post(
        "/sign-in",
        data={"username": "clerk", "password": "right"},
        headers={"Origin": "https://elsewhere.example"},
    )

    assert answer.status_code == 403
