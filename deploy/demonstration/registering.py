"""Registering the invented district, and who acts for whom in it (登记演示机关与人员)."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from deploy import access
from deploy.demonstration.client import Desk
from deploy.demonstration.courses import Team
from deploy.demonstration.district import BODIES, demo_district
from services.identity.application.first_accounts import demo_person
from services.identity.rules import BUREAU
from shared.identity.actor import Actor, Post, Role

REGISTRY = "enforcement_registry"
NEWLY_REGISTERED = 1
"""The version of an entry that nobody changed yet."""


@dataclass(frozen=True)
class DemoAgency:
    """One registered body: its code, its name, its people."""

    code: str
    name: str
    team: Team
    officers: tuple[str, ...]


@dataclass(frozen=True)
class District:
    """The bureau's people and the agencies that may be complained of."""

    bureau: Team
    agencies: tuple[DemoAgency, ...]


async def register(desk: Desk, random: Random, first: date) -> District:
    """Enter every body and officer through the registry's interface; answer who acts for whom.

    Each body's clerk then confirms how it is served.
    """
    district = demo_district(seed=random.randrange(10_000), bound_from=first)
    clerk = access.administrator_of_bureau()
    for path, entries in (("agencies", district.agencies), ("officers", district.officers)):
        for entry in entries:
            await desk.post(clerk, REGISTRY, f"/api/v1/registry/{path}", entry)
    names = {entry["code"]: entry["display_name"] for entry in district.agencies}
    agencies = tuple(_agency(body.code, names) for body in BODIES if body.code != BUREAU)
    for agency in agencies:
        path = f"/api/v1/registry/agencies/{agency.code}/delivery-address"
        address = district.addresses[agency.code]
        await desk.post(agency.team.clerk, REGISTRY, path, address, NEWLY_REGISTERED)
    return District(_bureau(), agencies)


def _bureau() -> Team:
    return Team(
        body=BUREAU,
        clerk=_actor("bureau_clerk", Role.BUREAU_CLERK, BUREAU),
        head=_actor("bureau_head", Role.BUREAU_HEAD, BUREAU, Post.HEAD),
        deputy=_actor("bureau_deputy", Role.BUREAU_HEAD, BUREAU, Post.DEPUTY_HEAD),
        investigators=(
            _actor("bureau_investigator", Role.INVESTIGATOR, BUREAU),
            _actor("bureau_investigator_2", Role.INVESTIGATOR, BUREAU),
        ),
        members=tuple(str(demo_person(name)) for name in ("bureau_head", "bureau_deputy", "bureau_clerk")),
    )


def _agency(code: str, names: dict[str, Any]) -> DemoAgency:
    people = ("head", "deputy", "clerk", "investigator", "investigator_2")
    persons = tuple(str(demo_person(f"{code}.{name}")) for name in people)
    team = Team(
        body=code,
        clerk=_actor(f"{code}.clerk", Role.AGENCY_CLERK, code),
        head=_actor(f"{code}.head", Role.AGENCY_HEAD, code, Post.HEAD),
        deputy=_actor(f"{code}.deputy", Role.AGENCY_HEAD, code, Post.DEPUTY_HEAD),
        investigators=(
            _actor(f"{code}.investigator", Role.INVESTIGATOR, code),
            _actor(f"{code}.investigator_2", Role.INVESTIGATOR, code),
        ),
        members=persons[:3],
    )
    return DemoAgency(code, names[code], team, persons[3:])


def _actor(account: str, role: Role, agency: str, *posts: Post) -> Actor:
    return Actor(f"demo-{account}", role, agency, demo_person(account), frozenset(posts))
