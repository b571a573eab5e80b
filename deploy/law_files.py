"""A regulation file on its way into an installation: judged here, or sent to the running suite (法规导入)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from deploy import access
from deploy.errors import DeployError
from deploy.layout import StackSettings
from deploy.running import RunningStack
from shared.identity.actor import Role
from shared.law.book import LawBook
from shared.law.difference import difference
from shared.law.faults import FaultyLawError, found
from shared.law.proposal import Proposal, propose
from shared.law.source import LawText

STATUTES = "statutes"
DRAFTS, QUESTIONS = "/api/v1/law/drafts", "/api/v1/law/open-questions"
KNOWN = "urn:jiandu:problem:known-version"
REQUEST_SECONDS = 30.0
_WORD = re.compile(r"[a-z_]{1,40}")


_SAME = found(
    "known_version",
    "该版本已经载入，内容相同",
    "the version is known with this very content; nothing changes",
)
_OTHER = found(
    "version_exists",
    "该版本已存在且内容不同；法规变动须另立新的施行日版本",
    "the version is known with another content; a change of law is a new dated file",
)


class NotNamedError(DeployError):
    """The file's place does not say whose law it is, and neither do the options."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not <issuer>/<topic>/<YYYY-MM-DD>.yaml; say so with --issuer, --topic and --from."
        )


class FaultyFileError(DeployError):
    """The suite refused the file."""


@dataclass(frozen=True)
class LawFile:
    """A file with the regulation that it is a version of."""

    name: str
    in_force_from: date
    text: str

    @classmethod
    def at(cls, path: Path, issuer: str | None, topic: str | None, on: str | None) -> "LawFile":
        """Name the regulation by the file's place, else by what was said."""
        issuer, topic = issuer or path.resolve().parent.parent.name, topic or path.resolve().parent.name
        if not (_WORD.fullmatch(issuer) and _WORD.fullmatch(topic)):
            raise NotNamedError(path)
        try:
            return cls(f"{issuer}/{topic}", date.fromisoformat(on or path.stem), path.read_text("utf-8"))
        except UnicodeDecodeError:
            raise DeployError(f"{path} is not UTF-8 text.") from None
        except OSError as error:
            raise DeployError(f"{path} cannot be read: {error.strerror}.") from None
        except ValueError:
            raise NotNamedError(path) from None

    @property
    def id(self) -> str:
        """The version's identifier."""
        return f"{self.name}@{self.in_force_from.isoformat()}"

    def judged(self, law: LawBook, *, today: date) -> Proposal:
        """What the law book says of it: faults with lines, warnings, differences."""
        try:
            read = LawText(self.name, self.text)
        except FaultyLawError as error:
            return Proposal(error.faults)
        proposal = propose(law, self.name, self.in_force_from, read.content, today=today)
        known = law.find(self.name, self.in_force_from)
        if proposal.regulation and known:
            same = proposal.regulation.sha256 == known.sha256
            told = _SAME if same else _OTHER
            faults, warnings = ((), (told,)) if same else ((told,), ())
            compared = difference(known, proposal.regulation)
            return replace(proposal, faults=faults, warnings=warnings, difference=compared)
        return proposal.with_faults(read.located(proposal.faults))


def send(stack: StackSettings, running: RunningStack, file: LawFile, token: str | None) -> dict[str, Any]:
    """Enter the file as a draft; a second person of the bureau publishes it. What stands already stays."""
    own = (
        token
        or access.tokens(stack, running, Role.BUREAU_CLERK, agency="bureau", services=[STATUTES])[STATUTES]
    )
    body = {"regulation": file.name, "in_force_from": file.in_force_from.isoformat(), "text": file.text}
    headers = {"Authorization": f"Bearer {own}", "Idempotency-Key": str(uuid4())}
    answer = httpx.post(
        f"{running.services[STATUTES]}{DRAFTS}", json=body, headers=headers, timeout=REQUEST_SECONDS
    )
    found: dict[str, Any] = answer.json() if answer.content else {}
    if found.get("type") == KNOWN:
        return {"regulation": file.id, "draft": None}
    if answer.is_error:
        raise FaultyFileError(
            "\n".join([f"{file.id}: {found.get('title', answer.status_code)}", *_said(found)])
        )
    return {"regulation": file.id, "draft": found["id"]}


def _said(problem: dict[str, Any]) -> list[str]:
    return [f"  {each['at']}: {each['message']}" for each in problem.get("errors", ())]


def values_in_use(running: RunningStack | None) -> dict[str, str]:
    """The values that the running suite uses for open questions; none where no suite answers."""
    if running is None or STATUTES not in running.services:
        return {}
    try:
        answer = httpx.get(f"{running.services[STATUTES]}{QUESTIONS}", timeout=REQUEST_SECONDS)
        return {each["policy"]: each["value"] for each in answer.raise_for_status().json()}
    except httpx.HTTPError:
        return {}
