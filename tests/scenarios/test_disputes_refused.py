"""What the service refuses: strangers, early looks, stale versions, repeated keys, wrong order (负面情形)."""

from datetime import date

from tests.scenarios.disputes import DISPUTES, OPINION, District, request
from tests.scenarios.people import person

# 2026 年 8 月没有放假，也没有调休。
DAY = date(2026, 8, 10)  # 周一
NEGOTIATED = date(2026, 8, 7)  # 周五


async def test_a_stranger_sees_nothing_and_the_respondent_nothing_before_acceptance(district: District):
    await district.move_to(DAY)
    case = await district.requested("market", ["urban_management"])
    await case.act("market.clerk", "materials", materials=["other"], note="补充照片。")

    for stranger in (
        "urban_management.clerk",
        "urban_management.head",
        "ecology.clerk",
        "bureau_investigator",
    ):
        assert (await district.get(stranger, case.path)).status_code == 404
        assert (await case.send(stranger, "materials", materials=["other"])).status_code == 404
        listed = await district.everything(stranger, DISPUTES)
        assert case.id not in {each["id"] for each in listed}
        assert case.id not in {each["subject"] for each in await district.feed(stranger)}
        clock = await district.get(stranger, f"{case.path}/clocks/acceptance/explanation")
        assert clock.status_code == 404

    await case.act("bureau_clerk", "acceptance")
    (theirs,) = [
        each for each in await case.issued("acceptance_notice") if "market" in str(each["addressees"])
    ]
    page = await case.page("urban_management.clerk")
    may = {each["action"] for each in page["allowed_actions"] if each["open"]}
    assert "answer" in may and not may & {"joinder", "extension", "view", "unilateral_act", "withdrawal"}
    assert page.get("proposals") is None and page.get("missing") is None
    assert (await district.get("ecology.clerk", case.path)).status_code == 404
    other_letter = await district.get("ecology.clerk", f"{case.path}/letters/{theirs['id']}/document")
    assert other_letter.status_code == 404
    assert case.id not in {each["subject"] for each in await district.feed("ecology.clerk")}


async def test_old_versions_and_repeated_keys_change_nothing(district: District):
    whole = request("market", ["urban_management"], NEGOTIATED)
    headers = await district.headers("market.clerk", DISPUTES)
    first = await district.http.post(DISPUTES, json=whole, headers=headers)
    second = await district.http.post(DISPUTES, json=whole, headers=headers)
    other = await district.http.post(DISPUTES, json={**whole, "title": "另一件"}, headers=headers)
    path = f"{DISPUTES}/{first.json()['id']}"
    stale = await district.post("bureau_clerk", f"{path}/acceptance", 7)
    unversioned = await district.post("bureau_clerk", f"{path}/acceptance")

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert other.status_code in {409, 422}
    assert (stale.status_code, unversioned.status_code) == (412, 428)
    page = (await district.get("bureau_clerk", path)).json()
    assert (page["version"], page["stage"]) == (1, "received")


async def test_what_comes_too_early_names_its_article(district: District):
    case = await district.requested("market", ["urban_management"], negotiations=[])
    assert await case.refused("bureau_clerk", "acceptance") == (409, "第九条")
    early = {
        "extension": ("第十四条", {"days": 5, "reason": "复杂。"}),
        "suspensions": (
            "第十四条",
            {"ground": "superior_consulted", "letter": "请〔2026〕1号", "organ": "市局"},
        ),
        "investigation": ("第十五条", {"persons": [person("bureau_investigator")], "note": "查。"}),
        "agreement": ("第十八条（一）", OPINION),
        "proposal": ("第十八条（二）", {"proposal": "建议。"}),
        "consent": ("第十八条（一）", {"granted": True, "document": "府〔2026〕1号"}),
        "decision": ("第十八条（二）", {"decided": True, "document": "府〔2026〕1号", "decision": "决定。"}),
        "ladder": ("第二十条", {"agency": "market", "rung": "order_to_correct", "document": "责〔2026〕1号"}),
        "closure": ("第十九条", {}),
    }
    for step, (article, body) in early.items():
        who = "government" if step in {"consent", "decision"} else "bureau_clerk"
        assert (step, await case.refused(who, step, **body)) == (step, (409, article))


async def test_what_is_no_dispute_of_agencies_is_declined_with_reasons(district: District):
    case = await district.requested("market", ["urban_management"])
    unknown = await case.send("bureau_clerk", "decline", exclusion="not_interesting", reasons="无。")
    assert unknown.status_code == 422
    await case.act("bureau_clerk", "decline", exclusion="dispute_with_party", reasons="属与相对人的争议。")
    (decision,) = await case.issued("decline_decision")
    assert [each["code"] for each in decision["addressees"]] == ["market"]
    assert "属与相对人的争议" in await case.paper(decision, "market.clerk")
    assert (await case.page())["stage"] == "declined"
    assert await case.stopped_on("acceptance") == DAY
    assert (await district.get("urban_management.clerk", case.path)).status_code == 404
