"""The command line beside a running suite (命令行)."""

import asyncio
import json
from typing import Any

import httpx

from tests.scenarios.people import COMPLAINTS, Case, Office
from tests.scenarios.suite import Suite


async def everything_shown(office: Office, case: Case) -> list[Any]:
    """Lists, ledger and pages as people see them."""
    answers = [
        await office.everything("bureau_clerk", COMPLAINTS),
        await office.everything("market.clerk", COMPLAINTS),
        await office.everything("bureau_clerk", f"{COMPLAINTS}/escalations"),
        await case.page("bureau_clerk"),
        await case.page("market.clerk"),
    ]
    receipt = await office.http.get(f"{COMPLAINTS}/receipt", headers={"Receipt-Code": case.receipt_code})
    return [*answers, receipt.json()]


async def test_a_rebuild_from_the_log_gives_the_same_pages(office: Office):
    case = await (await office.complain("market")).accepted()
    before = await everything_shown(office, case)

    done = await asyncio.to_thread(office.suite.jiandu, "rebuild", "complaints", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["events"] >= 3
    assert await everything_shown(office, case) == before
    await case.act("bureau_clerk", "letters", kind="registration_form")


async def test_a_token_of_the_command_line_opens_the_interface(office: Office):
    arguments = ("token", "--as", "agency_clerk", "--agency", "market", "--service", "complaints")
    printed = await office.suite.command(*arguments)
    token = printed.stdout.strip()

    answer = await office.http.get(COMPLAINTS, headers={"Authorization": f"Bearer {token}"})
    elsewhere = await office.http.get(
        "/api/v1/registry/agencies", headers={"Authorization": f"Bearer {token}"}
    )

    assert printed.exit_code == 0, printed.output
    assert (answer.status_code, elsewhere.status_code) == (200, 401)


async def test_the_law_has_no_gap(suite: Suite):
    told = await suite.command("law", "--regulation", "wulong/complaints")

    assert told.exit_code == 0, told.output
    assert "No gap" in told.output


async def test_a_running_suite_is_fit_to_run(suite: Suite):
    told = await suite.command("doctor", "--json")
    report = json.loads(told.stdout)

    assert told.exit_code == 0, told.output
    assert {"complaints", "identity", "dashboard"} <= set(report)
    assert not any(report.values())


async def test_every_service_lives_and_the_origin_lists_its_interfaces(suite: Suite):
    async with httpx.AsyncClient(trust_env=False) as http:
        alive = [await http.get(f"{url}/livez") for url in suite.state["services"].values()]
        ready = [await http.get(f"{url}/readyz") for url in suite.state["services"].values()]
        documents = await http.get(f"{suite.origin}/docs")

    assert [answer.status_code for answer in (*alive, *ready)] == [200] * 2 * len(suite.state["services"])
    assert documents.text.count("/docs/openapi/") >= len(suite.state["services"]) - 1
