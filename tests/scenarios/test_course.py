"""One complaint from receipt to archive, and what its page tells afterwards (全过程)."""

import pytest

from tests.scenarios.conftest import AtWork
from tests.scenarios.people import Office
from tests.scenarios.test_agency import ordered

pytestmark = pytest.mark.browser

COURSE = [
    *("收到投诉举报", "撰写转办摘要", "决定受理", "起草文书", "确定调查人员", "调查措施", "初步处理意见"),
    *("集体讨论记录", "集体讨论确认", "办结", "起草文书", "责令限期改正", "起草文书"),
    *("签发文书", "印发文书", "送达文书", "报告改正情况", "改正核查"),
    *("签发文书", "印发文书", "送达文书", "回访", "归档", *["起草文书"] * 3),
]


async def test_a_complaint_goes_from_receipt_to_archive(at_work: AtWork, office: Office):
    case = await office.complain("market")
    order = await ordered(case)
    await case.act("market.clerk", f"{order}/correction-report", report="已立案查处。")
    await case.act("bureau_clerk", f"{order}/verification", satisfied=True, note="复查属实。")
    (result,) = [one for one in (await case.page())["letters"] if one["kind"] == "result_notice"]
    await case.send({"letter_ids": [result["id"]]})
    await case.act("bureau_clerk", "call-back", grade="satisfied")
    await case.act("bureau_clerk", "archive")

    visit = await at_work()
    page = await visit.open(f"/complaints/{case.id}")
    told = await page.locator(".timeline li strong").all_inner_texts()
    shown = await page.inner_text("main")
    await visit.open("/")
    await page.fill("#text", case.number)
    await page.click(".filters button")
    await page.wait_for_load_state()
    citizen = (
        await office.http.get("/api/v1/complaints/receipt", headers={"Receipt-Code": case.receipt_code})
    ).json()

    assert [line.partition("：")[0] for line in told] == COURSE
    assert "已归档" in shown and "没有计时" in shown
    assert await page.locator(f"#case-{case.id}").count() == 0
    assert citizen["finding"] == "founded" and citizen["stage"] == "archived"
    assert [(one["title_zh"], bool(one["served_on"])) for one in citizen["letters"]] == [
        ("处理结果告知书", True)
    ]
