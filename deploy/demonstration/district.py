"""An invented district for demonstrations: bodies and officers as the registry's interface takes them.

Every name is made up and says so (虚构、样); the same seed gives the same district.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from services.identity.application.first_accounts import demo_person
from services.identity.rules import BUREAU
from shared.law.book import LawBook

SEED = 2026
BOUND_FROM = date(2025, 9, 1)

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = ("样一", "样二", "样三", "样四", "样五", "样六", "样七")
POSTS: Sequence[tuple[str, str, str | None]] = (
    ("head", "head", None),
    ("deputy", "deputy_head", None),
    ("clerk", "unit_head", "法制科"),
    ("investigator", "investigator", "执法一队"),
    ("investigator_2", "investigator", "执法二队"),
)
"""Account name below the body's code, post, unit."""
BUREAU_POSTS: Sequence[tuple[str, str, str | None]] = (
    ("bureau_head", "head", None),
    ("bureau_deputy", "deputy_head", None),
    ("bureau_clerk", "unit_head", "监督科"),
    ("bureau_clerk_2", "staff", "监督科"),
    ("bureau_investigator", "investigator", "监督科"),
    ("bureau_investigator_2", "investigator", "监督科"),
)


@dataclass(frozen=True)
class Body:
    """One invented body; ``issuer`` names whose regulations of its own it follows."""

    code: str
    name: str
    kind: str = "department"
    management: str = "local"
    principal: str | None = None
    superior: str | None = None
    issuer: str | None = None
    has_legal_unit: bool = True
    has_hotline: bool = True
    wants_paper: bool = False


ECOLOGY = "虚构市生态环境局"
BODIES: Sequence[Body] = (
    Body("bureau", "司法局"),
    Body("market", "市场监管局"),
    Body("urban_management", "城市管理局"),
    Body("housing", "住房城乡建委", issuer="banan_housing"),
    Body(
        "ecology",
        "生态环境局",
        management="vertical",
        superior=ECOLOGY,
        issuer="qianjiang_ecology",
    ),
    Body(
        "ecology_branch",
        "生态环境分局",
        management="vertical",
        superior=ECOLOGY,
        issuer="xushui_ecology",
    ),
    Body("emergency", "应急管理局", issuer="qianjiang_emergency"),
    Body("transport", "交通运输局"),
    Body("agriculture", "农业农村局"),
    Body("health", "卫生健康委", has_legal_unit=False),
    Body("natural_resources", "规划自然资源局", management="dual", superior="虚构市资源局"),
    Body(
        "riverside",
        "滨河街道办事处",
        kind="dispatched_organ",
        has_legal_unit=False,
        has_hotline=False,
        wants_paper=True,
    ),
    Body("disease_control", "疾病预防控制中心", kind="authorised_organisation", has_legal_unit=False),
    Body("agriculture_team", "农业综合执法队", kind="entrusted_organisation", principal="agriculture"),
)


@dataclass(frozen=True)
class DemoDistrict:
    """Bodies in an order in which they can be registered, officers of theirs, and where they are served."""

    agencies: list[dict[str, Any]]
    officers: list[dict[str, Any]]
    addresses: dict[str, dict[str, Any]]
    """How each body below the bureau wants to be served, by its code."""


def demo_district(*, seed: int = SEED, bound_from: date = BOUND_FROM) -> DemoDistrict:
    """The whole district; posts and bindings begin on ``bound_from`` or before."""
    random = Random(seed)  # noqa: S311 - invented names need no secrecy
    law = LawBook.bundled()
    agencies = [_agency(number, body, law, bound_from) for number, body in enumerate(BODIES)]
    addresses = {body.code: _address(body) for body in BODIES if body.code != BUREAU}
    return DemoDistrict(agencies, list(_officers(random, bound_from)), addresses)


def _agency(number: int, body: Body, law: LawBook, bound_from: date) -> dict[str, Any]:
    own = [name for name in law.names if body.issuer and name.startswith(f"{body.issuer}/")]
    return {
        "code": body.code,
        "display_name": f"虚构区{body.name}",
        "short_name": body.name,
        "kind": body.kind,
        "management": body.management,
        "superior_department": body.superior,
        "principal": body.principal,
        "legal_unit": "法制科" if body.has_legal_unit else None,
        "designated_unit": None if body.has_legal_unit else "办公室",
        "hotline": f"000-{10000 + number}" if body.has_hotline else None,
        "supervision_body": "执法监督科" if body.has_legal_unit else None,
        "units": ["办公室", "执法一队", "执法二队"],
        "bound_from": bound_from.isoformat(),
        "regulations": own,
    }


def _address(body: Body) -> dict[str, Any]:
    """All agree to electronic service but one, so that paper is seen too."""
    return {"electronic": not body.wants_paper, "channels": [] if body.wants_paper else ["inbox"]}


def _officers(random: Random, bound_from: date) -> Iterator[dict[str, Any]]:
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    random.shuffle(names)
    for number, (body, account, post, unit) in enumerate(_places()):
        yield {
            "person": str(demo_person(account)),
            "display_name": names[number],
            "agency": body.code,
            "certificate": _certificate(random, number, bound_from),
            "posts": [
                {
                    "post": post,
                    "agency": body.code,
                    "unit": unit,
                    "held_from": (bound_from - timedelta(days=random.randrange(30, 2000))).isoformat(),
                }
            ],
        }


def _places() -> Iterator[tuple[Body, str, str, str | None]]:
    """Who works where: the person behind each account, whether the account exists or not."""
    for body in BODIES:
        for account, post, unit in BUREAU_POSTS if body.code == BUREAU else POSTS:
            yield body, account if body.code == BUREAU else f"{body.code}.{account}", post, unit


def _certificate(random: Random, number: int, bound_from: date) -> dict[str, str]:
    valid_until = bound_from + timedelta(days=random.randrange(500, 1800))
    return {"certificate_number": f"XG-{number + 1:06d}", "valid_until": valid_until.isoformat()}
