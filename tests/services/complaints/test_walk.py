"""A random walk of acts: nothing that anybody tries breaks the service or its read models."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.complaints.views.tables import REBUILT
from tests.services.complaints.office import PEOPLE, Case, Office, in_person, person
from tests.services.complaints.test_clocks import tables
from tests.services.complaints.test_order_of_steps import LAW_OF_STEPS

FOLLOW_UPS = {
    "orders": {
        "delivered": ("correction-report", {"report": "已改。"}),
        "reported": ("verification", {"satisfied": False, "note": "未改。"}),
    },
    "transfers": {
        "sent": ("receipt", {"evidence": "回执。"}),
        "received": ("handling", {}),
        "handled": ("feedback", {"feedback": "已处理。"}),
    },
}
ACTS = sorted(set(LAW_OF_STEPS) - {"attachment", "decline", "order_follow_up", "transfer_follow_up"})
USUAL = [
    "summary",
    "acceptance",
    "investigators",
    "measure",
    "preliminary_opinion",
    "discussion",
    "discussion_confirmation",
    "conclusion",
    "order",
]
STEPS = st.one_of(
    st.tuples(st.just("next"), st.sampled_from(["clerk", "head"])),
    st.tuples(st.just("next"), st.just("head")),
    st.tuples(st.sampled_from(ACTS), st.sampled_from(["clerk", "head", "first", "unit_head", "agency_head"])),
    st.tuples(
        st.sampled_from(["follow orders", "follow transfers"]), st.sampled_from(["clerk", "agency_clerk"])
    ),
    st.tuples(st.just("wait"), st.integers(1, 12).map(str)),
    st.tuples(st.just("letters"), st.sampled_from(["clerk", "head"])),
)


async def attempt(office: Office, case: Case, path: str, who: str, body: dict[str, Any]) -> None:
    """Try an act; it happens or is refused, with a reason, and never fails."""
    version = await case.version()
    response = await office.post(who, f"/api/v1/complaints/{case.id}/{path}", body, version)
    assert response.status_code in {200, 403, 404, 409, 422}, response.text
    if response.status_code == 200:
        assert response.json()["version"] == await case.version() > version
    else:
        assert response.json()["title"]
        assert await case.version() == version


async def follow(office: Office, case: Case, kind: str, who: str) -> None:
    for entry, state in (await case.page("clerk"))[kind].items():
        if state["state"] in FOLLOW_UPS[kind]:
            path, body = FOLLOW_UPS[kind][state["state"]]
            await attempt(office, case, f"{kind}/{entry}/{path}", who, body)


async def letters(office: Office, case: Case, who: str) -> None:
    """Take every letter one step further: sign, issue, serve."""
    for letter in (await case.page("clerk"))["letters"]:
        path = f"letters/{letter['id']}"
        if letter["state"] == "drafted":
            await attempt(office, case, f"{path}/approval", who, {})
        elif letter["state"] == "approved":
            await attempt(office, case, f"{path}/issue", who, {})
        elif letter["state"] == "issued":
            for one in letter["addressees"]:
                today = office.clock.today().isoformat()
                await attempt(office, case, f"{path}/deliveries", who, in_person(one["code"], today))


async def wait(office: Office, days: int) -> None:
    office.clock.set(office.clock.now() + timedelta(days=days))
    await office.sweep()


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(walk=st.lists(STEPS, min_size=12, max_size=24))
async def test_no_walk_of_acts_breaks_the_service_or_its_read_models(
    office: Office, walk: list[tuple[str, str]]
):
    case, usual = await office.complain(), iter(USUAL)

    for act, who in walk:
        if act == "wait":
            await wait(office, int(who))
        elif act == "letters":
            await letters(office, case, who)
        elif act.startswith("follow"):
            await follow(office, case, act.partition(" ")[2], who)
        else:
            name = next(usual, "archive") if act == "next" else act
            path, _, body, _ = LAW_OF_STEPS[name]
            await attempt(office, case, path, who, body)

    page = await case.page("clerk")
    assert all(clock["due"]["due_on"] for clock in page["clocks"])
    assert {one["action"] for one in page["allowed_actions"] if one["open"]} >= {"flag"}
    if page["stage"] == "archived":
        assert page["clocks"] == []
    for who in PEOPLE:
        assert (await office.get(who, f"/api/v1/complaints/{case.id}")).status_code in {200, 404}
    assert str(person("accused")) not in str(await office.progress(case))
    standing = await tables(office)
    await office.app.state.parts.log.rebuild(REBUILT)
    assert await tables(office) == standing
