"""What people hand in about letters: drafts, revisions, attempts to serve, proof (文书与送达的输入)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from shared.delivery.attempt import Attempt
from shared.privacy.text import CleanText, LongText

Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_:\-]*$")]
Item = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Written = Annotated[dict[Code, LongText | Annotated[list[Item], Field(max_length=100)]], Field(max_length=40)]
"""The fields of a letter, as its kind names them: a text or a list of texts."""


Texts = Annotated[dict[Code, CleanText], Field(max_length=20)]
"""What is written on a receipt or kept as evidence, by the code of the field."""


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DraftInput(_Input):
    """A letter to draft (起草文书): its kind, whom it addresses, what it concerns, its wording."""

    kind: Code
    addressees: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    about: Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9_:\-]*$")] = ""
    fields: Written = {}


class RevisionInput(_Input):
    """The wording of a letter (修改文书)."""

    fields: Written


class ApprovalInput(_Input):
    """Signed for issue, or sent back with a reason (签发或者退回)."""

    approved: bool = True
    reason: CleanText | None = None


class IssueInput(_Input):
    """Number and issue a letter; who consented to electronic service is served at once (印发)."""

    serve_electronically: bool = True


class VoidingInput(_Input):
    """Why a letter will not be used (作废)."""

    reason: CleanText


class DeliveryInput(_Input):
    """One attempt to serve (送达登记): its facts; ``evidence`` and ``receipt`` hold texts by their code.

    ``receipt`` are the fields of the receipt that somebody writes by hand, such as ``place``, ``signed_by``.
    """

    addressee: Code
    method: Code
    on: date | None = None
    evidence: Texts = {}
    receipt: Texts = {}
    servers: Annotated[tuple[UUID, ...], Field(max_length=4)] = ()
    ground: Code | None = None
    capacity: Code | None = None
    witness: Code | None = None
    refused_on: date | None = None
    channel: Code | None = None
    sent_at: AwareDatetime | None = None
    arrived_at: AwareDatetime | None = None
    organ: Code | None = None
    entrusted_on: date | None = None
    failed: Code | None = None

    def attempt(self, id_: str, issued_on: date) -> Attempt:
        """The facts as the rules of service judge them."""
        given = self.model_dump(exclude={"addressee", "evidence", "receipt", "servers"})
        servers = tuple(str(each) for each in self.servers)
        return Attempt(id_, issued_on=issued_on, evidence=tuple(self.evidence), servers=servers, **given)


class RebuttalInput(_Input):
    """The day of arrival that a receiver proved (反证)."""

    proven_on: date
    evidence: Annotated[dict[Code, CleanText], Field(min_length=1, max_length=20)]


class AcknowledgementInput(_Input):
    """Signing for a letter (签收)."""
