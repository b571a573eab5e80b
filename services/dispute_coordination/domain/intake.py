"""Deciding on intake: negotiation, request, own motion, acceptance, decline (协商、申请与受理)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from services.dispute_coordination.domain.events.files import AttachmentAdded
from services.dispute_coordination.domain.events.intake import (
    Accepted,
    Declined,
    HandlersNamed,
    MaterialsAdded,
    NegotiationOpened,
    NegotiationRecorded,
    OpenedOnOwnMotion,
    Requested,
    RequestFiled,
)
from services.dispute_coordination.domain.state import DisputeState
from services.dispute_coordination.domain.vocabulary import Stage, Trigger
from services.dispute_coordination.rules import handling, request
from services.dispute_coordination.rules import intake as rules
from services.dispute_coordination.rules.request import Negotiation
from shared.casework.moment import Moment
from shared.deadlines.changes import Change, opened
from shared.law.applicable import ApplicableLaw
from shared.law.refusal import InvalidError


@dataclass(frozen=True, slots=True)
class Parties:
    """Who disputes: the agencies that ask, and those against which they ask (争议各方)."""

    applicants: tuple[str, ...]
    respondents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """A request as it is handed in; references stand for what people wrote (协调申请).

    ``contents`` are the parts that the request states, by code; ``earlier`` is a case on the same matter.
    """

    ground: str
    national_kind: str | None
    parties: Parties
    contents: Mapping[str, str]
    materials: tuple[str, ...]
    received_on: date
    negotiations: tuple[Negotiation, ...] = ()
    earlier: str | None = None


class IntakeDecisions(DisputeState):
    """The decisions up to acceptance; what is missing is decided beside them."""

    @classmethod
    def open_negotiation(
        cls, case_id: UUID, law: ApplicableLaw, moment: Moment, *, number: str, title: str, parties: Parties
    ) -> Self:
        """Put a negotiation among agencies on file (登记自行协商)."""
        _require_sides(law, parties)
        return cls._begin(
            NegotiationOpened,
            case_id,
            moment.at,
            number=number,
            title=title,
            regulation=law.regulation.name,
            applicants=parties.applicants,
            respondents=parties.respondents,
            opened_on=moment.on,
            basis=law.rule("negotiation_first").basis,
        ).under(law)

    @classmethod
    def receive(
        cls, case_id: UUID, law: ApplicableLaw, moment: Moment, *, number: str, title: str, filing: Filing
    ) -> Self:
        """Take a request in; starts the examination, whatever may be missing (收到协调申请)."""
        for one in filing.negotiations:
            moment.happened_on(one.held_on)
        return cls._begin(
            Requested,
            case_id,
            moment.at,
            number=number,
            title=title,
            regulation=law.regulation.name,
            negotiations=tuple(one.facts() for one in filing.negotiations),
            earlier=filing.earlier,
            **_request(law, moment, filing),
        ).under(law)

    @classmethod
    def open_own_motion(
        cls,
        case_id: UUID,
        law: ApplicableLaw,
        moment: Moment,
        *,
        number: str,
        title: str,
        trigger: Trigger,
        instruction: str,
        source: str,
        source_ref: str,
        ground: str,
        national_kind: str | None,
        agencies: Sequence[str],
        earlier: str | None = None,
    ) -> Self:
        """Open a case on the government's instruction or the bureau's discovery (主动启动)."""
        request.ground(law, ground)
        rules.coordination_notice_addressees(law, agencies=agencies)
        instructed = trigger is Trigger.GOVERNMENT_INSTRUCTION
        request.require_trigger(law, trigger=trigger.value, source=instruction if instructed else source)
        return cls._begin(
            OpenedOnOwnMotion,
            case_id,
            moment.at,
            number=number,
            title=title,
            regulation=law.regulation.name,
            trigger=trigger.value,
            instruction=instruction or None,
            source_ref=source_ref,
            ground=ground,
            national_kind=_national(law, national_kind),
            agencies=tuple(agencies),
            earlier=earlier,
            opened_on=moment.on,
            clocks=tuple(own_motion_clock(law, moment, decided_on=moment.on, noticed_on=None)),
            basis=law.rule("own_motion_opening").basis,
        ).under(law)

    def record_negotiation(
        self,
        moment: Moment,
        *,
        negotiation: Negotiation,
        form: str | None = None,
        record: str = "",
        record_ref: str | None = None,
    ) -> None:
        """Record a round of negotiation; an agreement settles what was not brought yet (自行协商)."""
        self.require("negotiation")
        moment.happened_on(negotiation.held_on)
        if negotiation.agreed:
            request.require_minutes(self.law, form=form or "", paper=record)
        settles = negotiation.agreed and self.stage is Stage.NEGOTIATING and negotiation.joins(*self.agencies)
        self._record(
            NegotiationRecorded,
            moment.at,
            held_on=negotiation.held_on,
            parties=negotiation.parties,
            agreed=negotiation.agreed,
            form=form,
            record_ref=record_ref,
            settles=settles,
            basis=self.basis_of("negotiation_minutes" if negotiation.agreed else "negotiation_first"),
        )

    def file_request(self, moment: Moment, *, filing: Filing) -> None:
        """Ask for coordination where a negotiation is on file already (提出协调申请).

        Whoever of them asks, all who negotiated stay parties.
        """
        self.require("request")
        named = {*filing.parties.applicants, *filing.parties.respondents}
        if left_out := [one for one in self.agencies if one not in named]:
            raise InvalidError(
                f"the request leaves out who negotiated: {', '.join(left_out)}",
                title="申请须列明参加协商的全部机关",
                basis=self.basis_of("request_after_failed_negotiation"),
            )
        self._record(RequestFiled, moment.at, **_request(self.law, moment, filing))

    def name_handlers(self, moment: Moment, *, persons: Sequence[str]) -> None:
        """Say who handles the case (确定承办人员)."""
        self.require("handlers")
        self._record(
            HandlersNamed,
            moment.at,
            persons=tuple(persons),
            named_on=moment.on,
            basis=self.basis_of("single_desk"),
        )

    def add_materials(
        self, moment: Moment, *, agency: str | None, materials: Collection[str], note_ref: str | None = None
    ) -> None:
        """Put more papers on file (补充材料)."""
        self.require("materials")
        require_codes(self.law, "request_materials", materials)
        self._record(
            MaterialsAdded,
            moment.at,
            agency=agency,
            materials=tuple(materials),
            note_ref=note_ref,
            added_on=moment.on,
            basis=self.basis_of("request_materials"),
        )

    def add_attachment(
        self,
        moment: Moment,
        *,
        attachment_id: str,
        media_type: str,
        size: int,
        digest: str,
        provider: str | None,
    ) -> None:
        """Put a file there, for an agency or for the bureau itself (附件)."""
        self.require("attachment")
        self._record(
            AttachmentAdded,
            moment.at,
            attachment_id=attachment_id,
            media_type=media_type,
            size=size,
            digest=digest,
            provider=provider,
            added_on=moment.on,
            basis=self.basis_of("request_materials"),
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """What the request lacks: groups of papers, and parts that it must state (缺少的材料)."""
        stated = dict.fromkeys(self.contents, "stated")
        return tuple(
            one.code
            for one in (
                *request.missing_materials(self.law, self.materials),
                *request.missing_contents(self.law, stated),
            )
        )

    @property
    def also_reports_to(self) -> str | None:
        """Whom agencies that dispute jurisdiction must also report to (管辖争议报请共同上级)."""
        return request.jurisdiction_goes_to(self.law, kind=self.national_kind)

    def accept(self, moment: Moment) -> None:
        """Decide to accept (决定受理), late or not; starts the handling clock."""
        self.require("acceptance")
        for applicant in self.applicants:
            self._require_failed_negotiation(applicant)
        rules.require_outcome(
            self.law, rules.ACCEPTED, ground=self.ground, exclusion=None, missing=self.missing
        )
        deadline = handling.handling_deadline(self.law, moment.calendar, started_on=moment.on)
        told = rules.acceptance_addressees(self.law, applicants=self.applicants, respondents=self.respondents)
        self._record(
            Accepted,
            moment.at,
            addressees=told,
            late=self.examination_is_late(moment),
            accepted_on=moment.on,
            clocks=(
                *self.stopped_if_running(moment.on, "acceptance"),
                opened("handling", deadline, moment.calendar, on=moment.on, owner="bureau_clerk"),
            ),
            basis=self.basis_of("acceptance"),
        )

    def decline(self, moment: Moment, *, exclusion: str, reasons: str, reasons_ref: str) -> None:
        """Decide not to accept, with reasons: excluded, or under no ground at all (决定不予受理)."""
        self.require("decline")
        outside = exclusion == rules.OUTSIDE_GROUNDS
        rules.require_outcome(
            self.law,
            rules.DECLINED,
            ground=None if outside else self.ground,
            exclusion=None if outside else exclusion,
            missing=(),
        )
        told = rules.decline_addressees(self.law, applicants=self.applicants, reasons=reasons)
        self._record(
            Declined,
            moment.at,
            exclusion=exclusion,
            reasons_ref=reasons_ref,
            addressees=told,
            late=self.examination_is_late(moment),
            declined_on=moment.on,
            clocks=self.all_stopped(moment.on),
            basis=self.basis_of("decline") if outside else request.exclusion(self.law, exclusion).basis,
        )

    def _require_failed_negotiation(self, applicant: str) -> None:
        """Who took its own request back negotiated on the applicants' side (曾为申请方的不再要求协商)."""
        respondents = tuple(one for one in self.respondents if one not in self.withdrew)
        negotiations = self.negotiations
        request.require_negotiation(
            self.law, applicant=applicant, respondents=respondents, negotiations=negotiations
        )
        request.require_failed_negotiation(
            self.law, applicant=applicant, respondents=respondents, negotiations=negotiations
        )

    def examination_is_late(self, moment: Moment) -> bool:
        """Whether the period of the examination has run out; recorded, never a reason to refuse (逾期)."""
        running = self.clocks.get("acceptance")
        return running is not None and rules.has_run_out(running.deadline, moment.on)


def own_motion_clock(
    law: ApplicableLaw, moment: Moment, *, decided_on: date, noticed_on: date | None
) -> list[Change]:
    """The start of the handling period of an own-motion case, on its day (主动启动的办理期限)."""
    started_on = handling.handling_starts_on(law, decided_on=decided_on, noticed_on=noticed_on)
    if started_on is None:
        return []
    deadline = handling.handling_deadline(law, moment.calendar, started_on=started_on)
    return [opened("handling", deadline, moment.calendar, on=moment.on, owner="bureau_clerk")]


def examination_clock(law: ApplicableLaw, moment: Moment, *, received_on: date) -> Change:
    """The start of the examination of a request (受理审查期限)."""
    deadline = rules.examination_deadline(law, moment.calendar, received_on=received_on)
    return opened("acceptance", deadline, moment.calendar, on=moment.on, owner="bureau_clerk")


def _request(law: ApplicableLaw, moment: Moment, filing: Filing) -> dict[str, Any]:
    request.ground(law, filing.ground)
    _require_sides(law, filing.parties)
    require_codes(law, "request_materials", filing.materials)
    require_codes(law, "request_contents", filing.contents)
    received_on = moment.happened_on(filing.received_on)
    return {
        "ground": filing.ground,
        "national_kind": _national(law, filing.national_kind),
        "applicants": filing.parties.applicants,
        "respondents": filing.parties.respondents,
        "contents": dict(filing.contents),
        "materials": filing.materials,
        "received_on": received_on,
        "clocks": (examination_clock(law, moment, received_on=received_on),),
        "basis": law.rule("request_after_failed_negotiation").basis,
    }


def _require_sides(law: ApplicableLaw, parties: Parties) -> None:
    applicants, respondents = set(parties.applicants), set(parties.respondents)
    if not applicants or not respondents or applicants & respondents:
        rule = law.rule("dispute_grounds")
        raise InvalidError(
            "a dispute has an agency on either side, and none on both",
            title="须写明申请机关和被申请机关，且不得相同",
            basis=rule.basis,
            rule=rule.key,
        )


def require_codes(law: ApplicableLaw, catalogue: str, codes: Collection[str]) -> None:
    """Refuse groups of papers, or parts of a request, that the article does not list."""
    for one in codes:
        law.regulation.catalogue(catalogue).require(one)


def _national(law: ApplicableLaw, kind: str | None) -> str | None:
    found = request.national_kind(law, kind) if kind else None
    return found.code if found else None
