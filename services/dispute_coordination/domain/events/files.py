"""Files: what somebody put on file as a document, picture or recording (材料)."""

from datetime import date
from typing import TYPE_CHECKING

from shared.deadlines.case import Case

if TYPE_CHECKING:
    from services.dispute_coordination.domain.dispute import Dispute


class AttachmentAdded(Case.Event):
    """A file was added; its content stands encrypted in the object store (附件).

    ``provider`` is the agency that handed it in; None for what the bureau put there for itself.
    """

    TOPIC = "dispute_coordination.dispute.attachment_added.v1"
    attachment_id: str
    media_type: str
    size: int
    digest: str
    provider: str | None
    added_on: date

    def apply(self, aggregate: "Dispute") -> None:  # noqa: D102
        aggregate.attachments[self.attachment_id] = self.provider
