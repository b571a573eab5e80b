"""``jiandu law``: the chain, the open questions, and new versions that are checked here or sent as drafts."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from deploy.law_files import FaultyFileError, LawFile, NotNamedError, send, values_in_use
from deploy.layout import StackSettings
from deploy.running import RunningStack
from shared.law.book import LawBook
from tests.shared.law.drafts import NAME, PRESENT

PRINTED = "prints: [30 calendar_day, 30 calendar_day]"
SHORTER = PRESENT.replace("length: 30", "length: 20").replace(PRINTED, PRINTED.replace("30", "20", 1))


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["law", *arguments], env={"JIANDU_DATA_DIR": "nowhere"})
    return done.exit_code, done.output


@pytest.fixture
def version(tmp_path: Path):
    """A file under its issuer and topic."""
    folder = tmp_path / NAME
    folder.mkdir(parents=True)

    def written(text: str, day: str = "2027-01-01") -> Path:
        path = folder / f"{day}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_sound_version_is_shown_with_what_it_changes(version):
    code, told = run("import", "--check", str(version(SHORTER)))

    assert code == 0
    assert "complaints.handling" in told
    assert "length: 30 → 20" in told
    assert "Sound" in told


def test_a_faulty_version_is_shown_with_every_fault_and_its_line_and_ends_with_an_error(version):
    text = SHORTER.replace("length: 20", "length: twenty").replace("（十）: other", "（十）: rude")

    code, told = run("import", "--check", str(version(text)), "--json")

    said = json.loads(told)
    lines = text.splitlines()
    assert code == 1
    assert said["sound"] is False
    assert [lines[fault["line"] - 1].strip() for fault in said["faults"]] == [
        "（十）: rude",
        "length: twenty",
    ]
    assert said["differences"] is None


def test_a_file_elsewhere_is_named_by_options(tmp_path: Path):
    path = tmp_path / "draft.yaml"
    path.write_text(SHORTER, encoding="utf-8")

    code, told = run(
        "import", "--check", str(path), "--issuer", "wulong", "--topic", "complaints", "--from", "2027-01-01"
    )

    assert (code, "wulong/complaints@2027-01-01" in told) == (0, True)
    with pytest.raises(NotNamedError):
        LawFile.at(path, None, None, None)


@pytest.mark.parametrize("make", [None, b"\xff\xfe"], ids=["no such file", "no text"])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, make):
    path = tmp_path / "2027-01-01.yaml"
    if make:
        path.write_bytes(make)

    with pytest.raises(DeployError):
        LawFile.at(path, "wulong", "complaints", None)


def test_a_bundled_version_is_known_and_never_edited(version):
    code, told = run("import", "--check", str(version(PRESENT, "2021-11-10")))
    assert (code, "nothing changes" in told) == (0, True)

    code, told = run("import", "--check", str(version(SHORTER, "2021-11-10")))
    assert (code, "new dated file" in told) == (1, True)


def test_open_questions_show_default_value_in_use_and_alternatives():
    code, told = run("--open", "--regulation", NAME, "--json")

    rows = {row["policy"]: row for row in json.loads(told)["待确认事项 Open questions"]}
    assert code == 0
    receipt = rows["receipt_on_day_off"]
    assert (receipt["default"], receipt["in_use"], receipt["read_by"]) == (
        "same_day",
        "same_day",
        "complaints dispute_coordination",
    )
    assert receipt["alternatives"] == "next_working_day 下一个工作日算收到"


def test_the_chain_and_what_is_missing_are_printed_as_before():
    code, told = run("--regulation", NAME)
    assert (code, "complaints.handling" in told) == (0, True)

    code, told = run("--missing", "--regulation", "wulong/dispute_coordination", "--json")
    assert code == 0
    assert json.loads(told)["尚无代码的规则 Rules without code"]


class Suite:
    """A statutes service that answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.answer: tuple[int, Any] = (200, [])
        suite = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def do_GET(self) -> None:
                self._answer(None)

            def _answer(self, body: Any) -> None:
                suite.asked.append((self.path, dict(self.headers), body))
                status, content = suite.answer
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *_: Any) -> None:
                """Nothing is printed."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.running = RunningStack(
            "http://origin.test", {"statutes": f"http://127.0.0.1:{self.server.server_port}"}, ""
        )


@pytest.fixture
def suite():
    made = Suite()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join(5)
    made.server.server_close()


def test_a_version_is_sent_to_the_running_suite_as_a_draft(suite: Suite, version):
    suite.answer = (201, {"id": "d1"})
    file = LawFile.at(version(SHORTER), None, None, None)

    sent = send(StackSettings(), suite.running, file, "a-token")

    assert sent == {"regulation": f"{NAME}@2027-01-01", "draft": "d1"}
    ((path, headers, body),) = suite.asked
    assert path == "/api/v1/law/drafts"
    assert (headers["Authorization"], len(headers["Idempotency-Key"])) == ("Bearer a-token", 36)
    assert body == {"regulation": NAME, "in_force_from": "2027-01-01", "text": SHORTER}


def test_what_the_suite_knows_already_is_no_error(suite: Suite, version):
    suite.answer = (409, {"type": "urn:jiandu:problem:known-version", "title": "已经载入"})

    assert (
        send(StackSettings(), suite.running, LawFile.at(version(SHORTER), None, None, None), "t")["draft"]
        is None
    )


def test_faults_that_the_suite_finds_are_told_one_by_one(suite: Suite, version):
    errors = [{"at": "line 7", "message": "没有名为“kitchen”的服务"}]
    suite.answer = (
        422,
        {"type": "urn:jiandu:problem:faulty-regulation", "title": "有差错", "errors": errors},
    )

    with pytest.raises(FaultyFileError, match="line 7: 没有名为“kitchen”的服务"):
        send(StackSettings(), suite.running, LawFile.at(version(SHORTER), None, None, None), "t")


def test_values_in_use_come_from_the_running_suite(suite: Suite):
    suite.answer = (200, [{"policy": "receipt_on_day_off", "value": "next_working_day"}])

    assert values_in_use(suite.running) == {"receipt_on_day_off": "next_working_day"}


def test_without_a_suite_the_defaults_are_shown(suite: Suite):
    suite.answer = (503, {})

    assert values_in_use(suite.running) == {}
    assert values_in_use(None) == {}
    assert LawBook.bundled().policy("receipt_on_day_off") == "same_day"


def test_nothing_is_sent_where_no_suite_runs(version, tmp_path: Path):
    done = CliRunner().invoke(
        app, ["law", "import", str(version(SHORTER))], env={"JIANDU_DATA_DIR": str(tmp_path)}
    )

    assert isinstance(done.exception, DeployError)
    assert "does not run" in str(done.exception)
