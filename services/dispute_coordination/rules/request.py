"""Rules of the request: negotiation first, grounds, exclusions, papers, own motion (申请与主动启动规则)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from services.dispute_coordination.rules.statutes import DISPUTES, RESPONSIBILITY, SUPERVISION
from shared.law.applicable import LOCAL_RESPONSIBILITY, NATIONAL_SUPERVISION, ApplicableLaw
from shared.law.book import CatalogueItem
from shared.law.refusal import ForbiddenError, InvalidError, Refusal

GOVERNMENT_INSTRUCTION = "government_instruction"
JURISDICTION = "case_jurisdiction"
RESIDUAL = "other"
"""The last group of papers holds whatever else matters, so it can never be missing by itself."""


class NotNegotiatedError(Refusal):
    """The agencies have not negotiated this dispute among themselves (未先行协商)."""

    slug = "not-negotiated"
    title = "争议各方尚未先行协商"


class NegotiationAgreedError(Refusal):
    """The negotiation ended in agreement, which the agencies follow (协商已达成一致)."""

    slug = "negotiation-agreed"
    title = "协商已达成一致，应当按协商意见执行"


@dataclass(frozen=True, slots=True)
class Negotiation:
    """One round of negotiation among agencies: who was asked to it, how it ended (自行协商)."""

    held_on: date
    parties: tuple[str, ...]
    agreed: bool

    def facts(self) -> dict[str, Any]:
        """Its plain form, as an event keeps it."""
        return {"held_on": self.held_on.isoformat(), "parties": list(self.parties), "agreed": self.agreed}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """A negotiation from its plain form."""
        return cls(date.fromisoformat(facts["held_on"]), tuple(facts["parties"]), facts["agreed"])

    def joins(self, *agencies: str) -> bool:
        """Whether all these agencies were asked to it."""
        return set(agencies) <= set(self.parties)


@DISPUTES.rule("single_desk")
def require_single_desk(law: ApplicableLaw, *, body: str | None) -> None:
    """Only the bureau takes requests in, coordinates and issues opinions (统一受理、协调、出具意见)."""
    rule = law.rule("single_desk")
    if body not in rule.tokens("actor"):
        raise ForbiddenError(
            "disputes are coordinated by the bureau alone",
            title="争议协调统一由司法局办理",
            basis=rule.basis,
            rule=rule.key,
        )


@DISPUTES.rule("negotiation_first")
def require_negotiation(
    law: ApplicableLaw, *, applicant: str, respondents: Collection[str], negotiations: Sequence[Negotiation]
) -> None:
    """Refuse a dispute that the applicant has not negotiated with every respondent (先行协商)."""
    missing = [one for one in respondents if not any(each.joins(applicant, one) for each in negotiations)]
    if missing or not respondents:
        rule = law.rule("negotiation_first")
        raise NotNegotiatedError(
            f"not negotiated with {', '.join(missing)}" if missing else "no other agency is named",
            basis=rule.basis,
            rule=rule.key,
        )


@SUPERVISION.rule("negotiation_first")
def negotiation_bases(law: ApplicableLaw) -> tuple[str, ...]:
    """Cite every article that asks for negotiation first, the district's before those above (协商依据)."""
    return tuple(
        one.rule("negotiation_first").basis for one in (law.regulation, *law.norms_with("negotiation_first"))
    )


@DISPUTES.rule("negotiation_minutes")
def require_minutes(law: ApplicableLaw, *, form: str, paper: str) -> None:
    """Refuse an agreement that stands on no paper: minutes or another document (会议纪要或者其他文件)."""
    rule = law.rule("negotiation_minutes")
    if form not in rule.tokens("form") or not paper.strip():
        raise InvalidError(
            "an agreement is put on paper",
            title="协商一致的须附会议纪要或者其他文件",
            basis=rule.basis,
            rule=rule.key,
        )


@DISPUTES.rule("request_after_failed_negotiation")
def require_failed_negotiation(
    law: ApplicableLaw, *, applicant: str, respondents: Collection[str], negotiations: Sequence[Negotiation]
) -> None:
    """Refuse a request where the last negotiation settled the matter with everybody (协商不成方可申请)."""
    last = {
        one: each.agreed
        for each in sorted(negotiations, key=lambda each: each.held_on)
        for one in respondents
        if each.joins(applicant, one)
    }
    if last and all(last.get(one) for one in respondents):
        rule = law.rule("request_after_failed_negotiation")
        raise NegotiationAgreedError("the negotiation ended in agreement", basis=rule.basis, rule=rule.key)


@SUPERVISION.rule("request_after_failed_negotiation")
def routes_after_negotiation(law: ApplicableLaw) -> tuple[str, ...]:
    """Name the ways that the municipal regulation opens when negotiation failed (申请协调或者裁决)."""
    key = "request_after_failed_negotiation"
    return tuple(route for norm in law.norms_with(key) for route in norm.rule(key).tokens("routes"))


@DISPUTES.rule("dispute_grounds")
def ground(law: ApplicableLaw, code: str) -> CatalogueItem:
    """Find the ground of the dispute in the catalogue (争议种类)."""
    return law.regulation.catalogue("dispute_grounds").require(code)


@SUPERVISION.rule("dispute_grounds")
def national_kind(law: ApplicableLaw, code: str) -> CatalogueItem | None:
    """Find the kind under which the national regulation counts the dispute; none before it (条例的争议种类).

    It names fewer kinds and leaves its list open, so the district's own grounds stay wider.
    """
    for norm in law.above:
        if norm.name == NATIONAL_SUPERVISION:
            return norm.catalogue("dispute_grounds").require(code)
    return None


@RESPONSIBILITY.rule("jurisdiction_dispute")
def jurisdiction_goes_to(law: ApplicableLaw, *, kind: str | None) -> str | None:
    """Name whom agencies that dispute jurisdiction must also report to (管辖争议报请共同上级)."""
    if kind != JURISDICTION:
        return None
    return law.rule_of(LOCAL_RESPONSIBILITY, "jurisdiction_dispute").params["addressee"]


@DISPUTES.rule("exclusions")
def exclusion(law: ApplicableLaw, code: str) -> CatalogueItem:
    """Find the case that is kept out of coordination (不适用协调的情形)."""
    return law.regulation.catalogue("exclusions").require(code)


@DISPUTES.rule("request_materials")
def missing_materials(law: ApplicableLaw, filed: Collection[str]) -> tuple[CatalogueItem, ...]:
    """List the groups of papers that the request lacks, in printed order (申请材料)."""
    catalogue = law.regulation.catalogue("request_materials")
    return tuple(item for item in catalogue.items if item.code not in {*filed, RESIDUAL})


@DISPUTES.rule("request_contents")
def missing_contents(law: ApplicableLaw, contents: Mapping[str, str]) -> tuple[CatalogueItem, ...]:
    """List what the written request itself fails to state, in printed order (申请书内容)."""
    catalogue = law.regulation.catalogue("request_contents")
    return tuple(item for item in catalogue.items if not contents.get(item.code, "").strip())


@DISPUTES.rule("own_motion_opening")
def require_trigger(law: ApplicableLaw, *, trigger: str, source: str) -> None:
    """Refuse an own-motion case without the instruction's number or what was discovered (主动启动)."""
    rule = law.rule("own_motion_opening")
    if trigger not in rule.tokens("trigger"):
        raise InvalidError(f"unknown trigger {trigger!r}", basis=rule.basis, rule=rule.key)
    if not source.strip():
        raise InvalidError(
            "say by which instruction, or what was discovered",
            title="须写明区政府指示文号" if trigger == GOVERNMENT_INSTRUCTION else "须写明发现的情形",
            basis=rule.basis,
            rule=rule.key,
        )
