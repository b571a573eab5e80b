"""Child processes that never outlive their parent: how a server is described, started and stopped."""

import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

from deploy.errors import RunsAsRootError

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
NAMESPACE_UID = 1000
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class ProcessSpec:
    """One server process: what to run, and which signals ask it to stop, politest first.

    ``unprivileged`` marks a program that refuses uid 0: root runs it in a user namespace, or as ``account``.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    stop_signals: Sequence[signal.Signals] = (signal.SIGTERM,)
    death_signal: signal.Signals = signal.SIGTERM
    unprivileged: bool = False
    account: str | None = None

    def environment(self) -> dict[str, str]:
        """The parent's environment with this process's own variables on top."""
        return {**os.environ, **self.env}

    def before_exec(self) -> Callable[[], None]:
        """What the child does between fork and exec (no imports, no locks: the parent may have threads)."""
        enter = _way_down(self.account) if self.unprivileged and os.geteuid() == 0 else None
        death_signal = int(self.death_signal)

        def isolate() -> None:
            os.setsid()
            if enter is not None:
                enter()
            die_with_parent(death_signal)

        return isolate


def die_with_parent(death_signal: int = signal.SIGTERM) -> None:
    """Ask the kernel to signal this process when the thread that started it is gone (Linux only)."""
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)


def die_with_reader(output: int, grace_seconds: float = 10.0) -> None:
    """End this process when nobody reads its output any more: its supervisor is gone, however it went.

    A forked service needs it beside the parent-death signal: its parent is the fork server, which in turn
    lives as long as any service does.
    """

    def watch() -> None:
        poller = select.poll()
        poller.register(output, 0)
        poller.poll()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace_seconds)
        os._exit(1)

    threading.Thread(target=watch, name="supervisor watch", daemon=True).start()


def spawn(spec: ProcessSpec, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """Start the process in a session of its own, so that the terminal's ctrl-C reaches only the parent."""
    return subprocess.Popen(
        list(spec.argv),
        env=spec.environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=spec.before_exec(),  # noqa: PLW1509  # the only place where PDEATHSIG can be set
    )


def stop(
    process: subprocess.Popen[bytes], signals: Sequence[signal.Signals], grace_seconds: float = 10.0
) -> int:
    """Send each signal in turn and wait; SIGKILL at the end. Returns the exit code."""
    for number in (*signals, signal.SIGKILL):
        if process.poll() is not None:
            break
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(grace_seconds)
    return process.wait()


def run_to_end(spec: ProcessSpec) -> str:
    """Run a one-shot program such as initdb; returns what it printed, or raises CalledProcessError."""
    done = subprocess.run(
        list(spec.argv),
        env=spec.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=spec.before_exec(),
        check=True,
    )
    return done.stdout.decode(errors="replace")


def command_line_of(pid: int) -> str | None:
    """The command line of a living process, or None when there is none of that id."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return None
    shown = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip() or None


def _enter_user_namespace() -> None:
    """Become uid 1000 of a new user namespace in which root's files still belong to us."""
    uid, gid = os.geteuid(), os.getegid()
    if _LIBC.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NAMESPACE_UID} {uid} 1"),
        ("gid_map", f"{NAMESPACE_UID} {gid} 1"),
    ):
        handle = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(handle, text.encode())
        os.close(handle)


@cache
def user_namespaces_work() -> bool:
    """Whether this kernel lets us create a user namespace; hardened hosts refuse."""
    if sys.platform != "linux":
        return False
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(["true"], preexec_fn=_enter_user_namespace, check=True)
        return True
    return False


def _way_down(account: str | None) -> Callable[[], None]:
    """How a program that refuses uid 0 is run by root."""
    if user_namespaces_work():
        return _enter_user_namespace
    if account is None:
        raise RunsAsRootError
    import pwd  # noqa: PLC0415  # not there on every system

    entry = pwd.getpwnam(account)

    def become() -> None:
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)

    return become


def needs_account() -> bool:
    """Whether files must be handed to a configured account, because root has no user namespace."""
    return os.geteuid() == 0 and not user_namespaces_work()
