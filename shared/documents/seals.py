"""The electronic seal of a letter, by reference to a seal service (电子印章).

A seal is never drawn: the letter leaves room for it, and the event keeps the service's reference to the
sealed file. Only a seal of the unified national system equals a physical one (国务院关于在线政务服务的
若干规定第九条).
"""

from datetime import datetime
from hashlib import sha256
from typing import Protocol


class SealService(Protocol):
    """Seals a rendered letter for an organ."""

    @property
    def place(self) -> str:
        """The words that stand at the place of the seal."""
        ...

    async def seal(self, *, organ: str, number: str, pdf_sha256: str, at: datetime) -> str | None:
        """The service's reference to the seal; None where the paper is sealed by hand."""
        ...


class DemoSeals:
    """Gives references that are marked as worthless (演示印章)."""

    place = "（演示，未加盖印章）"

    async def seal(self, *, organ: str, number: str, pdf_sha256: str, at: datetime) -> str | None:
        """A reference that says what it is."""
        digest = sha256(f"{organ}|{number}|{pdf_sha256}|{at.isoformat()}".encode()).hexdigest()
        return f"DEMO-NO-LEGAL-EFFECT-{digest[:16]}"


class PaperSeals:
    """No seal service is connected: the printed letter is sealed by hand (线下用印)."""

    place = "（印章）"

    async def seal(self, *, organ: str, number: str, pdf_sha256: str, at: datetime) -> str | None:
        """No reference."""
        return None
