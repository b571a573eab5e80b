"""Drafting a letter of any kind of the service, without JavaScript."""

import re

import httpx

from tests.services.dashboard.fake_letters import LETTER
from tests.services.dashboard.fake_services import CASE, FakeServices
from tests.services.dashboard.reading import plain, words_of
from tests.services.dashboard.running import Desk, browsing, sign_in

PAGE = f"/complaints/{CASE}"
OF_LETTER = f"{PAGE}/letters/{LETTER}"


async def test_a_letter_of_any_kind_is_drafted(clerk: httpx.AsyncClient, services: FakeServices) -> None:
    services.letters.lines = []
    assert f'href="{PAGE}/letters/new"' in (await clerk.get(PAGE)).text
    kinds = await words_of(clerk, f"{PAGE}/letters/new")
    page = (await clerk.get(f"{PAGE}/letters/new?kind=correction_order")).text
    form = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("drafting")[1])
    )

    answer = await clerk.post(
        f"{PAGE}/letters/new?kind=correction_order",
        data={
            **form,
            "field.addressees": ["urban_management"],
            "field.fields.facts_found": "未听取陈述",
            "field.fields.corrections": "补正程序\n书面报告",
            "field.kind": "file_cover",
        },
    )

    assert "责令限期改正通知书 案卷封面" in kinds
    assert "由机关负责人签发。 印发时编号。" in plain(page)
    (received,) = services.letters.received
    assert received["body"] == {
        "kind": "correction_order",
        "addressees": ["urban_management"],
        "fields": {"facts_found": "未听取陈述", "corrections": ["补正程序", "书面报告"]},
    }
    assert (received["path"], received["if_match"], received["key"]) == ("", '"3"', form["idempotency_key"])
    assert answer.headers["location"] == f"{OF_LETTER}?done=letter_draft"


async def test_a_refused_draft_comes_back_with_what_was_written(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    address = f"{PAGE}/letters/new?kind=correction_order"
    page = (await clerk.get(address)).text
    form = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("drafting")[1])
    )
    services.refusing = {"status": 409, "title": "现在不需要此类文书"}

    answer = await clerk.post(address, data={**form, "field.fields.facts_found": "写过的话"})

    assert answer.status_code == 409
    assert "现在不需要此类文书" in answer.text
    assert "写过的话</textarea>" in answer.text


async def test_a_kind_without_fields_asks_for_nothing_and_an_unknown_one_is_not_found(
    clerk: httpx.AsyncClient, services: FakeServices
) -> None:
    page = (await clerk.get(f"{PAGE}/letters/new?kind=file_cover")).text
    form = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("drafting")[1])
    )

    unknown = await clerk.post(f"{PAGE}/letters/new?kind=nothing", data=form)
    await clerk.post(f"{PAGE}/letters/new?kind=file_cover", data=form)

    assert "此类文书无须签发。 此类文书不编号。" in plain(page)
    assert unknown.status_code == 404
    assert [each["body"] for each in services.letters.received] == [{"kind": "file_cover"}]


async def test_who_does_not_handle_the_case_is_not_offered_to_draft(
    desk: Desk, services: FakeServices
) -> None:
    services.letters.lines = []
    async with browsing(desk) as agency:
        await sign_in(agency, "agency")

        assert "起草文书" not in (await agency.get(PAGE)).text
        assert (await agency.get(f"{PAGE}/letters/new")).status_code == 403
        services.more = {"handler": "urban_management"}
        assert "起草文书" in (await agency.get(PAGE)).text
