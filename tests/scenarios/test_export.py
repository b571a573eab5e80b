"""The whole file of a case at the command line of a running suite (一案一档)."""

import json
import zipfile
from pathlib import Path

from tests.scenarios.people import Office


def lying(folder: Path) -> list[str]:
    """What a command left behind."""
    return [each.name for each in folder.iterdir()]


async def test_a_case_is_taken_away_by_its_number_and_checked(office: Office, tmp_path: Path):
    case = await (await office.complain("market")).accepted()
    target = tmp_path / "案卷.zip"

    told = await office.suite.command("export-case", case.number, "--to", str(target), "--json")

    assert told.exit_code == 0, told.output
    report = json.loads(told.stdout)
    assert (report["sound"], report["case_id"], report["held_against"]) == (True, case.id, "installation")
    with zipfile.ZipFile(target) as packed:
        events = json.loads(packed.read("events.json"))["events"]
    assert [each["type"] for each in events][:3] == ["received", "summarised", "accepted"]
    assert target.stat().st_mode & 0o077 == 0
    assert lying(tmp_path) == ["案卷.zip"]


async def test_what_was_changed_on_the_way_is_found(office: Office, tmp_path: Path):
    case = await office.complain("market")
    sound, changed = tmp_path / "sound.zip", tmp_path / "changed.zip"
    assert (await office.suite.command("export-case", case.id, "--to", str(sound))).exit_code == 0
    with zipfile.ZipFile(sound) as packed, zipfile.ZipFile(changed, "w") as other:
        for name in packed.namelist():
            other.writestr(name, packed.read(name).replace("无照经营".encode(), "有照经营".encode()))

    verified = [await office.suite.command("export-case", "--verify", str(path)) for path in (sound, changed)]

    assert [each.exit_code for each in verified] == [0, 1]
    assert "events.json: 校验和不符" in verified[1].output


async def test_a_case_that_nobody_knows_has_no_file(office: Office, tmp_path: Path):
    target = tmp_path / "file.zip"
    for case in ("投诉〔1999〕1号", "01900000-0000-7000-8000-000000000000"):
        told = office.suite.jiandu("export-case", case, "--to", str(target))
        assert (told.returncode, "没有找到案件" in told.stderr) == (1, True), told.stderr
    assert lying(tmp_path) == []


async def test_with_a_token_of_ones_own_the_command_may_no_more_than_the_person(
    office: Office, tmp_path: Path
):
    case = await (await office.complain("market")).accepted()
    mine = tmp_path / "token"
    mine.write_text((await office.tokens("market.clerk"))["complaints"])

    told = office.suite.jiandu(
        "export-case", case.number, "--token-file", str(mine), "--to", str(tmp_path / "file.zip")
    )

    assert told.returncode == 1
    assert "无权" in told.stderr or "您" in told.stderr, told.stderr
    assert not (tmp_path / "file.zip").exists()
