"""What a service says about the file of a case: who reads what, what stands on the cover (案卷内容)."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from shared.casework.timeline import Line
from shared.eventlog.command import Command
from shared.identity.actor import Actor

Texts = Mapping[int, Mapping[str, str]]
"""Per position of a line, its texts by name."""


class ExportSource(Protocol):
    """One per service; the export room asks it for everything that is not the same in all services."""

    @property
    def service(self) -> str:
        """Whose cases these are; ``<service>.export`` is the policy."""
        ...

    def may_see(self, actor: Actor, case: Any, line: Line) -> bool:
        """Whether this person may know of a line at all."""
        ...

    def facts(self, line: Line) -> Mapping[str, Any]:
        """The facts of a line that may leave; references are taken out afterwards in any case."""
        ...

    async def texts(self, actor: Actor, case: Any, lines: Sequence[Line], *, named: bool) -> Texts:
        """The texts that this person may read; ``named`` says that a sealed identity may stand in them."""
        ...

    def attachment_withheld(self, actor: Actor, case: Any, line: Line, *, named: bool) -> str | None:
        """Why an attachment stays out, as a code; None where it goes in."""
        ...

    def letter_withheld(self, line: Line, *, named: bool) -> str | None:
        """Why the letter that a line issues stays out with its receipts, as a code; None where it goes in."""
        ...

    async def cover(self, case: Any, lines: Sequence[Line], identity: Mapping[str, str]) -> Mapping[str, str]:
        """What stands on the cover; days are written as 2026-11-20."""
        ...

    async def identity(self, look: Command, case: Any, reason: str) -> Mapping[str, str]:
        """Reveal whose identity is sealed, after the entry in the audit log; refuses who may not."""
        ...
