"""The bootstrap does each step once, says what is missing, and names no host."""

import re
from pathlib import Path

import pytest

from deploy import bootstrap

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of the files that the bootstrap reads."""
    for name in ("package.json", "package-lock.json", ".npmrc", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    for name in (bootstrap.TOOLS_LOCK, bootstrap.NODE_LOCK, bootstrap.RUN_LOCK, bootstrap.DEV_LOCK):
        (tmp_path / name).write_text(name)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "ASSETS", tmp_path / "node_modules")
    return tmp_path


def test_a_step_is_done_once_and_again_when_its_source_changes(tree: Path):
    done: list[str] = []
    stamp = tree / "step.stamp"

    for content in ("a", "a", "b"):
        (tree / bootstrap.RUN_LOCK).write_text(content)
        mark = bootstrap.fingerprint(bootstrap.RUN_LOCK)
        bootstrap.unless_stamped(stamp, mark, lambda content=content: done.append(content))

    assert done == ["a", "b"]


def test_a_step_that_failed_leaves_no_stamp(tree: Path):
    stamp = tree / "step.stamp"

    def fail() -> None:
        raise bootstrap.CannotPrepareError("no network")

    with pytest.raises(bootstrap.CannotPrepareError):
        bootstrap.unless_stamped(stamp, "mark", fail)

    assert not stamp.exists()


def test_what_tests_need_is_enough_for_a_start(tree: Path, monkeypatch: pytest.MonkeyPatch):
    commands: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "call", lambda command, **_: commands.append(list(command)))

    bootstrap.install_packages(dev=True)
    for_tests = len(commands)
    bootstrap.install_packages(dev=False)

    assert for_tests == 2
    assert len(commands) == for_tests


def test_a_start_does_not_stand_in_for_what_tests_need(tree: Path, monkeypatch: pytest.MonkeyPatch):
    commands: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "call", lambda command, **_: commands.append(list(command)))

    bootstrap.install_packages(dev=False)
    bootstrap.install_packages(dev=True)

    assert any(str(tree / bootstrap.DEV_LOCK) in command for command in commands)


def test_every_package_is_installed_by_hash(tree: Path, monkeypatch: pytest.MonkeyPatch):
    commands: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "call", lambda command, **_: commands.append(list(command)))

    bootstrap.install_packages(dev=True)

    assert "--require-hashes" in commands[0]
    assert {"--no-deps", "--no-build-isolation"} <= set(commands[1])


def test_a_failed_command_ends_the_preparation_with_its_name():
    with pytest.raises(bootstrap.CannotPrepareError, match="false"):
        bootstrap.call(["false"])


def test_a_browser_that_is_named_wins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIANDU_CHROMIUM", "/opt/browser")

    assert bootstrap.browser_path() == "/opt/browser"


def test_the_bootstrap_needs_nothing_but_the_standard_library():
    import ast
    import sys

    tree = ast.parse((ROOT / "deploy" / "bootstrap.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE)

    assert not re.search(r"https?://|index-url|find-links", text)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    assert all("--hash=sha256:" in part for part in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:])


def test_the_browser_assets_are_locked_without_addresses():
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    assert '"integrity": "sha512-' in text
    assert '"resolved"' not in text
