"""The directory copy follows the registry's contracts and answers on a day."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from shared.contracts.identity import SandboxClockMoved
from shared.contracts.registry import (
    AgencyChanged,
    AgencyRegistered,
    DeliveryAddressConfirmed,
    DeliveryAddressRevoked,
    OfficerChanged,
    OfficerRegistered,
    PostHeld,
    RegulationBound,
)
from shared.identity.actor import Post
from shared.identity.directory import Directory, DirectoryProjection
from shared.identity.directory_tables import directory_tables
from shared.law.binding import Binding

WANG = UUID("0190b0d4-0000-7000-8000-0000000000b1")
LI = UUID("0190b0d4-0000-7000-8000-0000000000b2")


def day(text):
    return date.fromisoformat(text)


@pytest.fixture
async def directory(database):
    metadata = MetaData()
    tables = directory_tables(metadata)
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    projection = DirectoryProjection(tables)
    found = Directory(engine, tables)

    async def told(*contracts):
        async with engine.begin() as connection:
            for contract in contracts:
                for statement, row in projection.statements(contract):
                    await connection.execute(statement, row)

    found.told = told
    yield found
    await engine.dispose()


def officer(person=WANG, kind=OfficerRegistered, **facts):
    given = {"display_name": "王", "agency": "ecology", "certificate_valid_until": day("2026-12-31")} | facts
    when = "registered_on" if kind is OfficerRegistered else "changed_on"
    return kind(person=person, **given, **{when: day("2026-01-01")})


async def test_an_agency_is_known_by_its_code_and_its_latest_entry(directory):
    await directory.told(
        AgencyRegistered(agency="ecology", display_name="生态环境局", registered_on=day("2026-01-01")),
        AgencyChanged(
            agency="ecology", display_name="区生态环境局", level="district", changed_on=day("2026-02-01")
        ),
    )

    assert (await directory.agency("ecology")).display_name == "区生态环境局"
    assert [agency.agency for agency in await directory.agencies()] == ["ecology"]
    assert await directory.agency("nobody") is None


async def test_posts_hold_on_their_days_only(directory):
    await directory.told(
        officer(
            posts=(
                PostHeld(
                    post="deputy_head",
                    agency="ecology",
                    held_from=day("2026-01-01"),
                    held_until=day("2026-06-30"),
                ),
                PostHeld(post="head", agency="ecology", held_from=day("2026-07-01")),
                PostHeld(post="party_secretary", agency="ecology", held_from=day("2026-07-01")),
            )
        )
    )
    wang = await directory.person(WANG)

    assert wang.posts_on(day("2026-06-30")) == {Post.DEPUTY_HEAD}
    assert wang.posts_on(day("2026-07-01")) == {Post.HEAD}
    assert await directory.heads("ecology", day("2026-06-30")) == []
    assert await directory.heads("ecology", day("2026-06-30"), deputies=True) == [WANG]
    assert await directory.heads("ecology", day("2026-07-01")) == [WANG]


async def test_a_changed_entry_replaces_the_posts(directory):
    await directory.told(
        officer(posts=(PostHeld(post="head", agency="ecology", held_from=day("2026-01-01")),)),
        officer(kind=OfficerChanged, agency="housing"),
    )

    assert await directory.heads("ecology", day("2026-02-01")) == []
    assert [person.person for person in await directory.persons_of("housing")] == [WANG]


@pytest.mark.parametrize(("on", "valid"), [("2026-12-30", True), ("2026-12-31", True), ("2027-01-01", False)])
async def test_a_certificate_is_valid_to_its_last_day(directory, on, valid):
    await directory.told(officer())

    assert await directory.certificate_valid(WANG, day(on)) is valid


async def test_without_certificate_or_entry_nobody_is_certified(directory):
    await directory.told(officer(certificate_valid_until=None), officer(LI, active=False))

    assert not await directory.certificate_valid(WANG, day("2026-02-01"))
    assert not await directory.certificate_valid(LI, day("2026-02-01"))
    assert not await directory.certificate_valid(UUID(int=7), day("2026-02-01"))


async def test_bindings_tell_which_regulation_governs_whom(directory):
    bound = RegulationBound(
        agency="xushui",
        regulation="xushui_ecology/wrongful_cases",
        in_force_from=day("2020-01-01"),
        bound_from=day("2021-01-01"),
    )
    await directory.told(bound, bound.model_copy(update={"bound_until": day("2026-12-31")}))

    expected = Binding("xushui", "xushui_ecology/wrongful_cases", day("2021-01-01"), day("2026-12-31"))
    assert await directory.bindings("xushui") == [expected]
    assert await directory.bindings() == [expected]
    assert await directory.bindings("housing") == []


async def test_other_contracts_change_nothing(directory):
    moved = SandboxClockMoved(offset_seconds=1, moved_to="2026-01-01T00:00:00Z")
    await directory.told(moved)

    assert await directory.agencies() == []


def address(kind=DeliveryAddressConfirmed, **facts):
    told = {
        "agency": "ecology",
        "electronic": True,
        "channels": ("inbox",),
        "confirmed_on": day("2026-03-02"),
    }
    return kind(**{**told, **facts})


async def test_a_delivery_address_holds_from_its_day_until_it_is_revoked(directory):
    revoked_on = day("2026-05-04")
    await directory.told(address(confirmed_by=WANG), address(DeliveryAddressRevoked, revoked_on=revoked_on))

    assert await directory.delivery_address("ecology", day("2026-03-01")) is None
    held = await directory.delivery_address("ecology", day("2026-05-03"))
    assert (held.electronic, held.channels, held.revoked_on) == (True, ("inbox",), revoked_on)
    assert await directory.delivery_address("ecology", revoked_on) is None
    assert await directory.delivery_address("housing", day("2026-05-03")) is None


async def test_a_later_delivery_address_leaves_the_answer_of_earlier_days(directory):
    await directory.told(
        address(), address(electronic=False, channels=(), confirmed_on=day("2026-05-04"), confirmed_by=LI)
    )

    assert (await directory.delivery_address("ecology", day("2026-05-03"))).electronic is True
    later = await directory.delivery_address("ecology", day("2026-05-04"))
    assert (later.electronic, later.confirmed_by) == (False, LI)
    assert [each.confirmed_on for each in await directory.delivery_addresses("ecology")] == [
        day("2026-03-02"),
        day("2026-05-04"),
    ]


async def test_a_delivery_address_confirmed_again_on_the_day_of_its_revocation_holds(directory):
    await directory.told(
        address(), address(DeliveryAddressRevoked, revoked_on=day("2026-03-02")), address(channels=("inbox",))
    )

    assert (await directory.delivery_address("ecology", day("2026-03-02"))).consents_to("inbox")
