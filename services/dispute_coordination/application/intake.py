"""The use cases up to acceptance: negotiation, request, own motion, papers, decision (协商、申请与受理)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.dispute_coordination.application.desk import Desk, agency_of, draft
from services.dispute_coordination.application.policies import AGENCY_ROLES, POLICIES
from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.intake import Filing, Parties
from services.dispute_coordination.domain.vocabulary import ENDED, Trigger
from services.dispute_coordination.rules.request import Negotiation
from services.dispute_coordination.schemas.intake import (
    AcceptanceInput,
    DeclineInput,
    DeemedWithdrawalInput,
    HandlersInput,
    MaterialsInput,
    NegotiationHeld,
    NegotiationInput,
    NegotiationOpeningInput,
    NewRequestInput,
    OwnMotionInput,
    RequestInput,
    ReversalInput,
    SupplementInput,
    SupplementNoticeInput,
)
from shared.casework.desk import Refs, answer_body
from shared.casework.moment import Moment
from shared.casework.numbers import CaseNumbers
from shared.clock.ids import new_id
from shared.eventlog.command import Answer, Command, Outcome
from shared.identity.actor import Actor
from shared.law.refusal import InvalidError, OutOfOrderError, Refusal
from shared.privacy.text import contains_personal_number

CONTENT = "content:"
"""Before the code of a part of the request, among the texts that are sealed."""


class TitleNamesPersonError(InvalidError):
    """The title stands in lists and must not hold a personal number (事由含个人信息)."""

    slug = "title-names-person"
    title = "案由中不得出现个人号码"


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """From the first negotiation to acceptance or its refusal."""

    desk: Desk
    numbers: CaseNumbers

    async def open_negotiation(self, command: Command, body: NegotiationOpeningInput) -> Answer:
        """Put a negotiation on file."""
        parties = _sides(command.actor, body.applicants, body.respondents)

        async def build(case_id: UUID, moment: Moment) -> Dispute:
            return Dispute.open_negotiation(
                case_id,
                self.desk.law_for_new(command.on),
                moment,
                number=await self.numbers.next(command.on),
                title=body.title,
                parties=parties,
            )

        return await self._open(command, body.title, (*parties.applicants, *parties.respondents), {}, build)

    async def receive(self, command: Command, body: NewRequestInput) -> Answer:
        """Take a request in."""
        parties, earlier = _sides(command.actor, body.applicants, body.respondents), body.earlier
        received_on = _received_on(command, body.received_on)

        async def build(case_id: UUID, moment: Moment, refs: Refs) -> Dispute:
            if earlier is not None:
                await self._require_ended(command.actor, earlier)
            return Dispute.receive(
                case_id,
                self.desk.law_for_new(received_on),
                moment,
                number=await self.numbers.next(command.on),
                title=body.title,
                filing=_filing(body, parties, received_on, refs)._with(
                    tuple(_negotiation(one) for one in body.negotiations), earlier
                ),
            )

        return await self._open(
            command, body.title, (*parties.applicants, *parties.respondents), _contents(body.texts()), build
        )
