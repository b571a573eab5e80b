"""The course says what each step decided, in words, and says less to outsiders."""

from typing import Any

from tests.services.complaints.office import Case, Office, concluded


async def details(case: Case, kind: str, who: str = "clerk") -> dict[str, Any]:
    lines = [line for line in (await case.page(who))["timeline"] if line["type"] == kind]
    return {
        one["label_zh"]: one.get("zh") or one.get("agency") or one["person"] for one in lines[-1]["details"]
    }


async def test_each_step_says_what_it_decided(office: Office):
    case = await concluded(office)
    given = await case.act(
        "clerk", "orders", agency="market", content="查处。", length=10, unit="working_day"
    )
    letter = await case.issue("clerk", "head", "correction_order", given["order_id"])
    by_post = {"method": "post", "ground": "direct_difficult", "capacity": None, "servers": []}
    kept = {"mail_number": "挂号一号。", "return_slip": "回执一号。"}
    written = {"place": "区市场监管局", "signed_by": "收发室"}
    await case.serve("clerk", letter, "market", **by_post, evidence=kept, receipt=written)

    assert (await details(case, "concluded"))["结论"] == "查证属实"
    assert await details(case, "order_issued") == {"期限": "10 个工作日", "机关": "market"}
    assert (await details(case, "delivery_recorded"))["方式"] == "邮寄送达"
    assert (await details(case, "measure_recorded"))["措施"] == "检查访谈暗访"
    assert (await details(case, "received"))["情形"] == "该查不查"


async def test_targets_of_our_own_are_not_shown_to_the_agency_complained_of(office: Office):
    case = await concluded(office)
    office.on("2026-09-25")
    office.on("2026-09-30")
    await office.sweep()

    inside, outside = await case.page("clerk"), await case.page("agency_clerk")

    assert {"result_notice", "archiving"} <= {one["name"] for one in inside["clocks"]}
    assert {one["name"] for one in outside["clocks"]} == set()
    assert "rung_reached" in {line["type"] for line in inside["timeline"]}
    assert "rung_reached" not in {line["type"] for line in outside["timeline"]}
