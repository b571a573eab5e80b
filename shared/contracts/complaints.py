"""What the complaints service tells the others: the outcomes that start somebody else's work (投诉举报)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.base import Contract
from shared.contracts.cases import Due


class ComplaintFact(Contract):
    """Which complaint, against which agency, on which article (投诉件与依据)."""

    case_id: UUID
    number: str
    agency: str
    basis: str


class ComplaintSubstantiated(ComplaintFact):
    """The investigation found the complaint true (查证属实).

    ``grounds`` are item codes of the regulation's catalogue, ``officers`` person ids of the registry.
    """

    name: ClassVar[str] = "complaints.complaint_substantiated"
    substantiated_on: date
    grounds: tuple[str, ...] = ()
    officers: tuple[UUID, ...] = ()


class AccountabilityRecommended(ComplaintFact):
    """Officers should be held to account, directly or by the body with the power (建议追究责任).

    ``mode`` is ``direct`` or ``recommendation``; ``recommended_to`` the body addressed, when another decides;
    ``forms`` are item codes of accountability.
    """

    name: ClassVar[str] = "complaints.accountability_recommended"
    recommended_on: date
    mode: str
    officers: tuple[UUID, ...] = ()
    forms: tuple[str, ...] = ()
    recommended_to: str | None = None


class TransferMade(ComplaintFact):
    """What must be pursued elsewhere was handed over (移送).

    ``addressee`` is the receiving body's code, ``reason`` the transfer's code, such as ``crime_transfer``.
    """

    name: ClassVar[str] = "complaints.transfer_made"
    transferred_on: date
    addressee: str
    reason: str


class RetaliationFlagged(ComplaintFact):
    """A complainant was retaliated against, or says so (打击报复). Nothing here names the complainant."""

    name: ClassVar[str] = "complaints.retaliation_flagged"
    flagged_on: date


class OrderToCorrectIssued(ComplaintFact):
    """The agency was ordered to correct within a stated limit (责令限期改正)."""

    name: ClassVar[str] = "complaints.order_to_correct_issued"
    issued_on: date
    document_number: str | None = None
    correct_by: date | None = None
    due: Due | None = None
