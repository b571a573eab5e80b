"""Fetching the whole file of a case from the running suite, and checking one that lies here (案卷导出)."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from deploy import access
from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.running import RunningStack
from deploy.secrets import secrets_of
from shared.audit.signing import Ed25519Signer
from shared.casework.export_check import Report, check
from shared.casework.export_format import safe_name
from shared.identity.actor import Role

PATHS: Mapping[str, str] = {
    "complaints": "/api/v1/complaints",
    "dispute_coordination": "/api/v1/disputes",
}
"""The services whose cases have a file, and where."""
REQUEST_SECONDS = 60.0
Passed = Callable[[int], None]


class NoSuchCaseError(DeployError):
    """No service knows the case, or the caller may not know of it."""

    def __init__(self, case: str) -> None:
        super().__init__(f"没有找到案件 {case}，或者您无权查阅。No service shows you a case {case}.")


class RefusedExportError(DeployError):
    """The service refused; what it said is told as it was said."""


@dataclass(frozen=True)
class Wanted:
    """Which case, of which service if that is said, and whether with the sealed identity."""

    case: str
    service: str | None = None
    include_identity: bool = False
    reason: str = ""

    @property
    def services(self) -> list[str]:
        """Where to look."""
        if self.service is not None and self.service not in PATHS:
            raise DeployError(f"{self.service} has no case files. These have: {', '.join(PATHS)}.")
        return [self.service] if self.service else list(PATHS)


@dataclass
class Messenger:
    """Speaks to the suite: in a demonstration as the bureau's head, else with the token that was given."""

    stack: StackSettings
    running: RunningStack
    token: str | None = None
    _tokens: dict[str, str] = field(default_factory=dict)

    def fetch(self, wanted: Wanted, to: Path | None, passed: Passed) -> Path:
        """Write the file of a case; a file that did not arrive whole leaves nothing behind."""
        service, case_id, number = self._found(wanted)
        target = to or Path(f"{safe_name(number)}.zip")
        part = target.with_name(f"{target.name}.part")
        query = {"include_identity": "true", "reason": wanted.reason} if wanted.include_identity else {}
        url = f"{self.running.services[service]}{PATHS[service]}/{case_id}/export"
        try:
            with httpx.stream(
                "GET", url, params=query, headers=self._headers(service), timeout=REQUEST_SECONDS
            ) as answer:
                if answer.is_error:
                    answer.read()
                    raise RefusedExportError(_said(service, answer))
                with _private(part) as file:
                    for piece in answer.iter_bytes():
                        file.write(piece)
                        passed(len(piece))
            part.replace(target)
        except httpx.HTTPError as error:
            raise DeployError(f"{service}: the file did not arrive whole: {error}") from error
        except OSError as error:
            raise DeployError(f"{target} cannot be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        return target

    def _found(self, wanted: Wanted) -> tuple[str, str, str]:
        """Service, id and number of a case."""
        refused: DeployError = NoSuchCaseError(wanted.case)
        for service in wanted.services:
            try:
                found = self._look(service, wanted.case) if service in self.running.services else None
            except RefusedExportError as refusal:  # a token opens one service; the case may be another's
                refused = refusal
                continue
            if found:
                return service, found["id"], found["number"]
        raise refused

    def _look(self, service: str, case: str) -> Mapping[str, Any] | None:
        """A case by its id or its number."""
        with suppress(ValueError):
            return self._get(service, f"/{UUID(case)}", {})
        listed = self._get(service, "", {"number": case, "limit": "1"})
        return next(iter(listed["items"]), None) if listed else None

    def _get(self, service: str, path: str, query: Mapping[str, str]) -> Mapping[str, Any] | None:
        url = f"{self.running.services[service]}{PATHS[service]}{path}"
        try:
            answer = httpx.get(
                url, params=dict(query), headers=self._headers(service), timeout=REQUEST_SECONDS
            )
        except httpx.TransportError as error:
            raise DeployError(f"{service} does not answer: {error}") from error
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if answer.is_error:
            raise RefusedExportError(_said(service, answer))
        found: Mapping[str, Any] = answer.json()
        return found

    def _headers(self, service: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token or self._own(service)}"}

    def _own(self, service: str) -> str:
        if service not in self._tokens:
            known = [each for each in PATHS if each in self.running.services]
            self._tokens |= access.tokens(
                self.stack, self.running, Role.BUREAU_HEAD, agency="bureau", services=known
            )
        return self._tokens[service]


def checked(path: Path, stack: StackSettings, key_file: Path | None = None) -> tuple[Report, str]:
    """Check a file that lies here, and say whose key it was held against.

    The key is the one that was given, else this installation's own; without either the signature is held
    against the key in the file itself, which somebody must compare.
    """
    if key_file is not None:
        return check(path, _public(key_file)), "given"
    report = check(path)
    own = _installed(stack, report.manifest.service if report.manifest else "")
    return (report, "in_file") if own is None else (check(path, own), "installation")


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DeployError(f"{path} is no public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise DeployError(f"{path} is no Ed25519 public key.")
    return key


def _installed(stack: StackSettings, service: str) -> Ed25519PublicKey | None:
    """The key of a service of this installation, where this user may read it."""
    if service not in PATHS:
        return None
    with suppress(OSError, ValueError, TypeError):
        return Ed25519Signer.from_file(secrets_of(stack.layout, service).signing_key_file).public_key
    return None


def _private(path: Path) -> Any:
    """A new file that only its owner reads."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb")


def _said(service: str, answer: httpx.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    basis = f" ({problem['basis']})" if problem.get("basis") else ""
    return f"{service}: {problem.get('title', answer.status_code)}. {problem.get('detail', '')}{basis}"
