"""Rules of the outcome: consent, opinion, proposal, government decision, execution (协调结果规则)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.dispute_coordination.rules.statutes import DISPUTES, SUPERVISION
from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.identity.actor import Role
from shared.law.applicable import ApplicableLaw
from shared.law.book import CatalogueItem
from shared.law.refusal import ForbiddenError, InvalidError, Refusal

AGREEMENT_REACHED, NO_AGREEMENT = "agreement_reached", "no_agreement"


class Route(StrEnum):
    """Where an outcome leads (后续去向)."""

    CONSENT = "consent"
    PROPOSAL = "proposal"
    NEW_REQUEST = "new_request"


class NoConsentError(Refusal):
    """The government has not consented to the opinion (未经区政府同意)."""

    slug = "no-government-consent"
    title = "未经区政府同意，不能制发协调意见书"


@dataclass(frozen=True, slots=True)
class GovernmentAnswer:
    """What the district government answered, on which paper, when (区政府批复)."""

    granted: bool
    document: str
    decided_on: date


@DISPUTES.rule("coordination_outcomes")
def routes(law: ApplicableLaw, *, outcome: str, partial: bool) -> tuple[Route, ...]:
    """Where an outcome leads; the rest of a partial agreement as the bureau chose (结果去向)."""
    law.regulation.catalogue("coordination_outcomes").require(outcome)
    if outcome == NO_AGREEMENT:
        return (Route.PROPOSAL,)
    if not partial:
        return (Route.CONSENT,)
    new_request = law.policy("partial_agreement") == "rest_as_new_request"
    return (Route.CONSENT, Route.NEW_REQUEST if new_request else Route.PROPOSAL)


def counts_government_time(law: ApplicableLaw) -> bool:
    """Whether waiting for the government counts in the handling period (等候批复的时间是否计入)."""
    return law.policy("time_for_government_consent") == "counted"


def while_government_decides(
    law: ApplicableLaw, calendar: WorkCalendar, base: Deadline, *, asked_on: date
) -> Deadline | None:
    """The handling period standing still until the answer; None where the wait counts (不计入的等候时间)."""
    own = {law.rule(key).key for key in ("handling", "handling_extension")}
    if counts_government_time(law) or base.rule_key not in own or base.breach_after is None:
        return None
    return calendar.suspended(base, [(asked_on, None)]) if asked_on <= base.breach_after else None


@DISPUTES.rule("coordination_opinion")
def require_consent(law: ApplicableLaw, answer: GovernmentAnswer | None) -> None:
    """Refuse to issue an opinion to which the government has not consented on paper (报区政府同意)."""
    if answer is None or not answer.granted or not answer.document.strip():
        rule = law.rule("coordination_opinion")
        raise NoConsentError("the government's consent is missing", basis=rule.basis, rule=rule.key)


@DISPUTES.rule("coordination_proposal")
def proposal_goes_to(law: ApplicableLaw, *, outcome: str, proposal: str) -> str:
    """Name who decides where the agencies do not agree; the bureau's proposal goes along (报区政府决定)."""
    rule = law.regulation.rule("coordination_proposal")
    if outcome != rule.params["trigger"]:
        raise InvalidError(
            "a proposal is made where there is no agreement",
            title="达成一致的不提出协调建议",
            basis=rule.basis,
            rule=rule.key,
        )
    if not proposal.strip():
        raise InvalidError("the proposal is empty", title="须写明协调建议", basis=rule.basis, rule=rule.key)
    return rule.params["approver"]


@SUPERVISION.rule("coordination_proposal")
def proposal_bases(law: ApplicableLaw) -> tuple[str, ...]:
    """Cite every article under which the government decides, the district's first (报请决定的依据)."""
    key = "coordination_proposal"
    return tuple(one.rule(key).basis for one in (law.regulation, *law.norms_with(key)))


def require_government_paper(
    law: ApplicableLaw, key: str, *, role: Role, answer: GovernmentAnswer, asked_on: date
) -> None:
    """The government answers, or the bureau records its paper: number and date, not before the report."""
    rule = law.rule(key)
    if role not in {Role.GOVERNMENT, Role.BUREAU_CLERK, Role.BUREAU_HEAD}:
        raise ForbiddenError(
            "the district government decides", title="须由区政府决定", basis=rule.basis, rule=rule.key
        )
    if not answer.document.strip():
        raise InvalidError(
            "the number of the government's paper is missing",
            title="须写明区政府批复文号",
            basis=rule.basis,
            rule=rule.key,
        )
    if answer.decided_on < asked_on:
        raise InvalidError(
            f"the matter was reported on {asked_on}",
            title="批复日期早于报请日期",
            basis=rule.basis,
            rule=rule.key,
        )


@DISPUTES.rule("opinion_contents")
def missing_opinion_contents(law: ApplicableLaw, contents: Mapping[str, str]) -> tuple[CatalogueItem, ...]:
    """List what the opinion fails to state, in printed order (意见书内容)."""
    catalogue = law.regulation.catalogue("opinion_contents")
    return tuple(item for item in catalogue.items if not contents.get(item.code, "").strip())


def require_opinion_contents(law: ApplicableLaw, contents: Mapping[str, str]) -> None:
    """Refuse an opinion that leaves out what it must state, naming the first part."""
    for item in missing_opinion_contents(law, contents):
        raise InvalidError(
            f"the opinion does not state: {item.name_en}",
            title=f"协调意见书须写明：{item.name_zh}",
            basis=item.basis,
            rule=law.rule("opinion_contents").key,
        )


@DISPUTES.rule("opinion_delivery")
def opinion_addressees(law: ApplicableLaw, *, agencies: Sequence[str]) -> tuple[str, ...]:
    """Name who receives the opinion: every agency concerned (意见书送达对象)."""
    rule = law.rule("opinion_delivery")
    return tuple(agencies) if "disputing_agencies" in rule.tokens("addressee") else ()


@DISPUTES.rule("execution_monitoring")
def follow_up_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, on: date, planned_on: date) -> Deadline:
    """Look at the execution again on the day that the bureau sets; the text names none (跟踪执行情况)."""
    rule = law.rule("execution_monitoring")
    if planned_on <= on:
        raise InvalidError(
            "a follow-up lies ahead", title="跟踪日期须晚于今天", basis=rule.basis, rule=rule.key
        )
    return calendar.deadline(rule, after=on, until=planned_on)


def next_rung(law: ApplicableLaw, *, taken: Sequence[str]) -> str | None:
    """The next answer where a government decision is not carried out (责令、通报、移送)."""
    ladder = law.rule("defied_decision").tokens("ladder")
    return next((rung for rung in ladder if rung not in taken), None)


def defied_opinion_basis(law: ApplicableLaw) -> str:
    """Cite the article under which refusal to carry out an opinion is met (拒不执行意见书)."""
    return law.rule("defied_opinion").basis
