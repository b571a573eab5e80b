"""Letters of a case: the list, the paper, the steps, the files, and drafting one; without JavaScript."""

import re
from html import unescape
from typing import Any

import httpx
import pytest

from tests.services.dashboard.fake_letters import (
    APPROVAL,
    CONTENT,
    DELIVERY,
    DIRECT,
    DRAFT,
    INERT,
    LETTER,
    PDF,
    POST,
    RETURN,
    REVISION,
    SIGNING,
    TRY,
    line,
    step,
)
from tests.services.dashboard.fake_services import CASE, FakeServices
from tests.services.dashboard.reading import plain, words_of
from tests.services.dashboard.running import Desk, browsing, sign_in

PAGE = f"/complaints/{CASE}"
OF_LETTER = f"{PAGE}/letters/{LETTER}"


def forms_of(page: str) -> dict[str, dict[str, Any]]:
    """The hidden fields of every step's form, by the name of the step."""
    found = {}
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        if "step" in hidden:
            found[unescape(hidden["step"])] = {name: unescape(value) for name, value in hidden.items()}
    return found


async def take(http: httpx.AsyncClient, step_: dict[str, Any], **entries: str | list[str]) -> httpx.Response:
    form = forms_of((await http.get(OF_LETTER)).text)[step_["key"]]
    fields = {f"field.{name.replace('__', '.')}": value for name, value in entries.items()}
    return await http.post(f"{OF_LETTER}/actions", data={**form, **fields})


# -- in the case ---------------------------------------------------------------------------------------


async def test_a_case_lists_its_letters_with_state_and_service(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.lines = [line()]

    page = (await clerk.get(PAGE)).text

    assert f'<a href="{OF_LETTER}">责令限期改正通知书</a>' in page
    said = plain(page)
    for each in ("武司投改〔2026〕3号", "● 已送达", "武隆区城市管理局 送达 2026-09-20"):
        assert each in said, each


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        (line(**DRAFT, addressees=[]), "○ 草稿"),
        (line(state="approved", state_zh="已签发", addressees=[]), "◐ 已签发"),
        (line(state="voided", state_zh="已作废"), "✕ 已作废"),
        (line(addressees=[{"name": "甲", "served_on": "2026-09-20"}, {"name": "乙"}]), "▲ 已送达 1/2"),
        (line(addressees=[{"name": "甲", "tries": 2}]), "甲 未送达（试送 2 次）"),
    ],
)
async def test_the_state_of_a_letter_is_a_shape_and_a_word(
    clerk: httpx.AsyncClient, services: FakeServices, letter: dict[str, Any], said: str
) -> None:
    services.letters.lines = [letter]

    assert said in await words_of(clerk, PAGE)


async def test_a_service_without_letters_has_no_such_section(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    assert "letters-title" not in (await clerk.get(PAGE)).text
    services.letters.lines = []
    assert "尚无文书。" in (await clerk.get(PAGE)).text


# -- the paper -----------------------------------------------------------------------------------------


async def test_a_letter_is_shown_as_its_paper(clerk: httpx.AsyncClient) -> None:
    page = (await clerk.get(OF_LETTER)).text

    paper = plain(page[page.index("<article") : page.index("</article>")])
    for each in (
        *(
            "重庆市武隆区司法局",
            "武司投改〔2026〕3号",
            "责令限期改正通知书",
            "武隆区城市管理局：",
            "2026年9月20日",
        ),
        *(
            "一、查明的事实",
            "违法行为 未听取陈述",
            "附件： 改正情况报告表".replace("： ", "："),
            "抄送：武隆区人民政府。",
        ),
        *("签发：周敏", "（电子印章：演示，不具有法律效力）", "案件编号：武司监诉〔2026〕12号"),
    ):
        assert each in paper, each
    assert "草稿" not in paper


async def test_a_draft_says_so_and_what_is_still_to_be_filled_in(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.page = {**DRAFT, "content": {**CONTENT, "draft": True, "number": ""}, "tries": []}
    draft = plain((await clerk.get(OF_LETTER)).text)
    services.letters.page |= {
        "content": None,
        "missing": {
            "title": "文书内容不完整",
            "detail": "The letter lacks something.",
            "errors": [{"at": "fields.facts_found", "message": "缺少：查明的事实"}],
        },
    }
    lacking = plain((await clerk.get(OF_LETTER)).text)

    assert "草稿 重庆市武隆区司法局 （文号待编）" in draft
    for each in ("还须填写", "文书内容不完整", "缺少：查明的事实"):
        assert each in lacking


@pytest.mark.parametrize(
    ("state", "course"),
    [
        (DRAFT, ["done", "now", "later", "later"]),
        ({"state": "approved"}, ["done", "done", "now", "later"]),
        ({"state": "issued", "addressees": [{"name": "甲"}]}, ["done", "done", "done", "now"]),
        ({"state": "issued"}, ["done", "done", "done", "done"]),
        ({**DRAFT, "approver": "none", "addressees": []}, ["done", "skipped", "now", "skipped"]),
        ({"state": "voided"}, []),
    ],
)
async def test_the_course_of_a_letter_has_four_steps(
    clerk: httpx.AsyncClient, services: FakeServices, state: dict[str, Any], course: list[str]
) -> None:
    services.letters.page = state

    page = (await clerk.get(OF_LETTER)).text

    assert re.findall(r'<li class="(done|now|later|skipped)"', page) == course


async def test_hostile_text_in_a_letter_stays_text(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    hostile = '</p><script>alert(1)</script>{{ 7*7 }}<img src=x onerror=alert(1)>" onclick="x'
    blocks = [{"form": "paragraph", "text": hostile, "level": level} for level in (0, 1, 2, 3)] + [
        {"form": "table", "rows": [[hostile, hostile]], "header": True},
        {"form": "signatures", "labels": [hostile]},
        {"form": hostile, "text": hostile},
    ]
    names = (
        "title",
        "issuer",
        "number",
        "salutation",
        "reason",
        "contact",
        "signer",
        "seal",
        "approval",
        "layout",
    )
    services.letters.page = {
        "title_zh": hostile,
        "number": hostile,
        "content": {
            **CONTENT,
            **dict.fromkeys(names, hostile),
            "blocks": blocks,
            "attachments": [hostile],
            "copies": [hostile],
        },
        "tries": [{**TRY, "addressee": hostile, "texts": {hostile: hostile}, "notes": [hostile]}],
        "allowed_actions": [
            step(
                "x",
                "x",
                hostile,
                hostile,
                key=hostile,
                fields=[{"name": hostile, "label_zh": hostile, "value": hostile}],
            )
        ],
    }

    page = (await clerk.get(OF_LETTER)).text

    assert "<script>alert" not in page
    assert "<img" not in page[page.index("<main") :]
    assert 'onclick="x' not in page
    assert "{{ 7*7 }}" in page
    assert 'class="paper paper-instrument"' in page


async def test_attempts_are_told_with_their_proof_and_receipt(clerk: httpx.AsyncClient) -> None:
    page = (await clerk.get(OF_LETTER)).text

    said = plain(page)
    for each in (
        *("电子送达", "《民事诉讼法》第九十条", "● 送达 2026-09-20", "陈立"),
        *("发送记录：2026-09-20 10:00 到达", "送达地点：收文系统", "受送达人要求纸质文书的应当提供"),
    ):
        assert each in said, each
    assert f'href="{OF_LETTER}/deliveries/{DELIVERY}/receipt?form=pdf"' in page


async def test_a_failed_attempt_says_why(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.letters.page = {"tries": [{**TRY, "served_on": None, "failed_zh": "地址不准确"}]}

    assert "◆ 地址不准确" in await words_of(clerk, OF_LETTER)


# -- steps ---------------------------------------------------------------------------------------------


async def test_signing_and_sending_back_are_two_steps_on_one_path(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.page = {**DRAFT, "allowed_actions": [APPROVAL, RETURN]}

    signed = await take(clerk, APPROVAL)
    returned = await take(clerk, RETURN, reason="缺少依据")

    first, second = services.letters.received
    assert (first["path"], first["body"]) == ("approval", {"approved": True})
    assert (second["path"], second["body"]) == ("approval", {"approved": False, "reason": "缺少依据"})
    assert (first["if_match"], second["if_match"]) == ('"3"', '"4"')
    assert signed.headers["location"] == f"{OF_LETTER}?done=letter_approval"
    assert "已办理：退回修改" in await words_of(clerk, returned.headers["location"])


async def test_the_wording_stands_in_the_form_and_goes_back_as_an_object(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.page = {**DRAFT, "allowed_actions": [REVISION]}
    page = (await clerk.get(OF_LETTER)).text

    await take(clerk, REVISION, fields__facts_found="改后的事实", fields__measures="甲\r\n\r\n乙")

    assert "九月八日处罚前未听取陈述。</textarea>" in page
    assert "责令改正\n批评教育</textarea>" in page
    assert services.letters.received[0]["body"] == {
        "fields": {"facts_found": "改后的事实", "measures": ["甲", "乙"]}
    }


async def test_what_was_emptied_comes_back_empty_with_the_refusal(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.page = {**DRAFT, "allowed_actions": [REVISION]}
    services.refusing = {"status": 422, "title": "内容不符合要求"}

    answer = await take(clerk, REVISION, fields__facts_found="", fields__measures="只此一项")

    assert answer.status_code == 422
    assert "内容不符合要求" in answer.text
    assert services.letters.received[0]["body"] == {"fields": {"measures": ["只此一项"]}}
    assert "只此一项</textarea>" in answer.text
    assert "九月八日处罚前未听取陈述。</textarea>" not in answer.text


async def test_each_way_of_service_has_its_own_form(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.letters.page = {"allowed_actions": [POST, DIRECT]}
    person = "00000000-0000-0000-0000-000000000065"

    await take(
        clerk,
        POST,
        addressee="urban_management",
        on="2026-09-24",
        servers=[person],
        receipt__place="收发室",
        evidence__mail_number="EMS1",
        method="direct",
    )

    assert services.letters.received[0]["path"] == "deliveries"
    assert services.letters.received[0]["body"] == {
        "method": "post",
        "addressee": "urban_management",
        "on": "2026-09-24",
        "servers": [person],
        "receipt": {"place": "收发室"},
        "evidence": {"mail_number": "EMS1"},
    }


async def test_a_step_that_is_not_on_offer_is_never_sent(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    closed = step("letter_issue", "issue", "编号印发", "Issue", open=False, reason_zh="尚未签发")
    services.letters.page = {"allowed_actions": [APPROVAL, closed]}
    form = forms_of((await clerk.get(OF_LETTER)).text)[APPROVAL["key"]]

    for name in (closed["key"], "/api/v1/identity/accounts", RETURN["key"], ""):
        answer = await clerk.post(f"{OF_LETTER}/actions", data={**form, "step": name})
        assert answer.status_code == 409

    assert services.letters.received == []


async def test_a_form_of_another_session_signs_nothing(
    desk: Desk, clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    services.letters.page = {"allowed_actions": [SIGNING]}
    form = forms_of((await clerk.get(OF_LETTER)).text)[SIGNING["key"]]

    async with browsing(desk) as other:
        await sign_in(other, "agency")
        answer = await other.post(f"{OF_LETTER}/actions", data=form)

    assert (answer.status_code, services.letters.received) == (403, [])


# -- files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "looked"),
    [
        ("document?form=pdf", "/document?pdf"),
        ("document?form=docx", "/document?docx"),
        (f"deliveries/{DELIVERY}/receipt?form=pdf", f"/deliveries/{DELIVERY}/receipt?pdf"),
    ],
)
async def test_files_pass_through_with_what_keeps_them_inert(
    clerk: httpx.AsyncClient, services: FakeServices, address: str, looked: str
) -> None:
    answer = await clerk.get(f"{OF_LETTER}/{address}")

    assert answer.content == PDF
    assert services.letters.looked == [looked]
    assert answer.headers["content-security-policy"] == INERT
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("inline")


async def test_a_file_is_looked_at_only_where_somebody_asks_for_it(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    plain_page = (await clerk.get(OF_LETTER)).text
    asked_for = (await clerk.get(f"{OF_LETTER}?preview=pdf")).text

    assert "<iframe" not in plain_page
    assert f'src="{OF_LETTER}/document?form=pdf"' in asked_for
    assert services.letters.looked == []


async def test_another_form_or_letter_is_not_found(clerk: httpx.AsyncClient) -> None:
    other = OF_LETTER[:-1] + "f"
    addresses = (
        f"{OF_LETTER}/document?form=exe",
        other,
        f"/leads/{CASE}/letters/{LETTER}",
        f"/x_y_z/{CASE}/letters/{LETTER}",
    )
    answers = [await clerk.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [422, 404, 404, 404]
