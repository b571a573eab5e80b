"""The sandbox clock moves forward only, and does not exist in production."""

from datetime import datetime, timedelta

import pytest

from services.identity.domain.deployment import (
    ClockGoesBackError,
    Deployment,
    NoSandboxClockError,
)
from services.identity.main import demo_tokens, make_first_accounts
from services.identity.publisher import publish
from shared.clock.suite import host_now
from shared.contracts.identity import SandboxClockMoved
from shared.identity.actor import Role
from shared.law.refusal import ForbiddenError, UnknownCaseError
from shared.settings.service import DeploymentKind

HOST = datetime.fromisoformat("2026-09-18T01:00:00+00:00")
DAY = timedelta(days=1)


def demonstration():
    return Deployment.initialise(DeploymentKind.DEMO, at=HOST)


def test_the_clock_moves_forward():
    deployment = demonstration()
    deployment.move_clock(HOST + 8 * DAY, host=HOST, at=HOST)

    assert deployment.offset_seconds == 8 * 86_400


def test_the_clock_never_goes_back():
    deployment = demonstration()
    deployment.move_clock(HOST + 8 * DAY, host=HOST, at=HOST)

    for to in (HOST, HOST + 7 * DAY, HOST + 8 * DAY - timedelta(seconds=1)):
        with pytest.raises(ClockGoesBackError):
            deployment.move_clock(to, host=HOST, at=HOST)
    with pytest.raises(ClockGoesBackError):
        deployment.begin_clock(HOST - 365 * DAY, host=HOST, at=HOST)


def test_a_sandbox_may_begin_in_the_past_once():
    deployment = demonstration()
    deployment.begin_clock(HOST - 365 * DAY, host=HOST, at=HOST)
    deployment.move_clock(HOST - 300 * DAY, host=HOST, at=HOST)

    assert deployment.offset_seconds == -300 * 86_400


def test_production_has_no_sandbox_clock():
    deployment = Deployment.initialise(DeploymentKind.PRODUCTION, at=HOST)

    with pytest.raises(NoSandboxClockError):
        deployment.move_clock(HOST + DAY, host=HOST, at=HOST)
    with pytest.raises(NoSandboxClockError):
        deployment.begin_clock(HOST, host=HOST, at=HOST)


async def test_moving_the_clock_tells_all_services(identity):
    moved = await identity.post("system_admin", "/sandbox-clock", {"by_seconds": 691_200})
    assert moved.status_code == 200
    assert moved.json()["offset_seconds"] == 691_200

    recorded = await identity.app.state.parts.log.read(0, 1_000)
    told = [contract for each in recorded for contract in publish(each)]
    assert [type(contract) for contract in told] == [SandboxClockMoved]
    assert told[0].offset_seconds == 691_200
    assert told[0].moved_to - host_now() > timedelta(days=7)
    assert [row["offset_microseconds"] for row in await identity.rows("select * from sandbox_clock")] == [
        691_200_000_000
    ]


async def test_the_clock_is_asked_and_refused_over_the_interface(identity):
    await identity.post("system_admin", "/sandbox-clock", {"by_seconds": 86_400})
    back = await identity.post("system_admin", "/sandbox-clock", {"to": host_now().isoformat()})

    assert (back.status_code, back.json()["type"]) == (422, "urn:jiandu:problem:clock-goes-back")
    shown = (await identity.http.get("/api/v1/identity/sandbox-clock")).json()
    assert shown["offset_seconds"] == 86_400


async def test_a_sandbox_begins_a_year_back_and_then_moves_forward(identity):
    year_back = (host_now() - timedelta(days=365)).isoformat()
    begun = await identity.post("system_admin", "/sandbox-clock", {"to": year_back, "begins": True})
    assert begun.json()["offset_seconds"] < -364 * 86_400

    moved = await identity.post("system_admin", "/sandbox-clock", {"by_seconds": 60})
    assert moved.json()["offset_seconds"] - begun.json()["offset_seconds"] in {60, 61}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"to": "2026-09-18"},
        {"to": "2026-09-18T08:30:00"},
        {"to": "2999-01-01T00:00:00Z"},
        {"by_seconds": 0},
        {"by_seconds": 10**12},
        {"by_seconds": 1, "to": "2027-01-01T00:00:00Z"},
    ],
)
async def test_a_senseless_move_is_invalid(identity, body):
    assert (await identity.post("system_admin", "/sandbox-clock", body)).status_code == 422


async def test_a_demonstration_gives_tokens_by_role(identity):
    tokens = await demo_tokens(identity.runtime, Role.AGENCY_CLERK, "ecology", ["complaints"])

    assert set(tokens) == {"complaints"}
    with pytest.raises(UnknownCaseError):
        await demo_tokens(identity.runtime, Role.AGENCY_CLERK, "nobody")


async def test_first_accounts_are_made_once(identity):
    assert await make_first_accounts(identity.runtime, []) == []
    again = await make_first_accounts(identity.runtime)

    assert not {each.account.name for each in again} & set(identity.passwords)


class TestProduction:
    @pytest.fixture
    def kind(self):
        return DeploymentKind.PRODUCTION

    async def test_only_administrators_exist_and_must_change_their_passwords(self, identity):
        assert set(identity.passwords) == {"system_admin", "security_admin", "audit_admin"}
        for name in identity.passwords:
            given = (await identity.sign_in(name)).json()
            assert (given["must_change_password"], set(given["tokens"])) == (True, {"identity"})

    async def test_the_clock_cannot_be_moved(self, identity):
        for body in ({"by_seconds": 60}, {"to": host_now().isoformat(), "begins": True}):
            refused = await identity.post("system_admin", "/sandbox-clock", body)
            assert (refused.status_code, refused.json()["type"]) == (
                403,
                "urn:jiandu:problem:no-sandbox-clock",
            )
        assert (await identity.http.get("/api/v1/identity/deployment")).json()["kind"] == "production"

    async def test_no_token_is_given_without_a_password(self, identity):
        with pytest.raises(ForbiddenError):
            await demo_tokens(identity.runtime, Role.SYSTEM_ADMIN)
