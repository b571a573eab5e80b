"""What must not be in the tree: secrets, hosts of registries, paths of a machine, vague names."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400

# assembled, so that this file does not hold what it looks for
KEYS = "-----BEGIN (?:[A-Z]+ )?PRIV" + "ATE KEY-----|SU[A-Z2-7]{56}\\b"
REGISTRIES = "|".join(
    ["py" + "pi\\.org", "python" + "hosted\\.org", "npm" + "js\\.(?:org|com)", "deb\\.deb" + "ian\\.org"]
)
PATHS = "/wo" + "rk/|/ro" + "ot/|/ho" + "me/[a-z]"
PASSWORDS = (
    "(?i)(?:pass" + "word|pass" + "wd)\\s*[:=]\\s*[\"'](?:admin|123456|changeme|pass" + "word|jiandu)[\"']"
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (KEYS, "a private key or seed"),
        (REGISTRIES, "the host of a package registry"),
        (PATHS, "a path of somebody's machine"),
        (PASSWORDS, "a default password"),
    ],
    ids=["keys", "registries", "paths", "passwords"],
)
def test_nothing_in_the_tree_holds(pattern: str, what: str):
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)[:40]}"
        for path in tracked()
        if (match := re.search(pattern, text_of(path)))
    ]

    assert found == [], what


def test_no_module_is_named_after_nothing_in_particular():
    vague = {"helpers", "helper", "utils", "util", "common", "misc"}

    assert [path for path in tracked() if path.stem in vague or path.parent.name in vague] == []


def test_every_source_file_can_be_read_in_one_sitting():
    sources = [path for path in tracked() if path.suffix in {".py", ".js", ".css", ".html"}]
    long = {path.relative_to(ROOT).as_posix(): text_of(path).count("\n") for path in sources}

    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_third_party_assets_are_installed_and_never_committed():
    minified = [path for path in tracked() if ".min." in path.name or "node_modules" in path.parts]

    assert minified == []


def test_packages_are_entered_by_their_modules():
    crowded = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.name == "__init__.py" and re.search(r"^(?:from|import) ", text_of(path), re.MULTILINE)
    ]

    assert crowded == []


@pytest.mark.parametrize(
    "service", sorted(path.name for path in (ROOT / "services").iterdir() if path.is_dir())
)
def test_a_service_publishes_its_own_contracts_only(service: str):
    publisher = ROOT / "services" / service / "publisher.py"
    told = set(re.findall(r"shared\.contracts\.(\w+)", text_of(publisher) if publisher.exists() else ""))
    modules = (ROOT / "shared" / "contracts").glob("*.py")
    own = {path.stem for path in modules if f'name: ClassVar[str] = "{service}.' in text_of(path)}

    assert told <= own | {"base", "cases"}
