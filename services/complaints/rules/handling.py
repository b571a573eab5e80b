"""Rules of handling: investigators, recusal, periods, extension, collective decision (办理规则)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from services.complaints.rules.applicable import ApplicableLaw
from services.complaints.rules.receipt import receipt_day
from services.complaints.rules.statutes import COMPLAINTS, RESPONSIBILITY, SUPERVISION
from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.identity.actor import Post, Role
from shared.law.applicable import LOCAL_SUPERVISION
from shared.law.refusal import ForbiddenError, InvalidError, Refusal

FROM_ROLLED_EXPIRY = "head_of_handling_body_rolled_end_notice"
"""The reading of the extension that starts behind the day to which the period was rolled."""


class TooFewInvestigatorsError(Refusal):
    """Fewer investigators than the rule asks for (调查人员不足)."""

    status = 422
    slug = "too-few-investigators"
    title = "调查人员不得少于两名"


class RecusalError(Refusal):
    """The person has, or may have, a direct interest (应当回避)."""

    slug = "recusal"
    title = "与本案有直接利害关系，应当回避"


class ExtensionTooLateError(Refusal):
    """The period to be extended has run out (延期申请已过期限)."""

    slug = "extension-too-late"
    title = "原办理期限已届满，不能再延期"


class ExtensionRefusedError(Refusal):
    """The extension exceeds what the rule allows (不符合延期规定)."""

    status = 422
    slug = "extension-not-allowed"
    title = "不符合延期规定"


@dataclass(frozen=True, slots=True)
class Investigator:
    """A person proposed as investigator, with the certificate valid on the day (调查人员)."""

    person: str
    certificate: str | None
    agency: str | None = None


@COMPLAINTS.rule("investigators_minimum")
def require_investigators(law: ApplicableLaw, investigators: Sequence[Investigator]) -> None:
    """Refuse fewer distinct investigators than the rule asks for, or one without a certificate (调查人员)."""
    rule = law.rule("investigators_minimum")
    if len({one.person for one in investigators}) < (rule.minimum or 0):
        raise TooFewInvestigatorsError(
            f"at least {rule.minimum} different investigators are needed", basis=rule.basis, rule=rule.key
        )
    if any(one.certificate is None for one in investigators):
        raise InvalidError(
            "an investigator has no certificate valid on this day",
            title="调查人员没有有效的执法证件",
            basis=rule.basis,
            rule=rule.key,
        )


@SUPERVISION.rule("investigators_minimum")
def require_supervisors(law: ApplicableLaw, persons: Collection[str]) -> None:
    """Refuse a measure taken by fewer supervisors than the local regulation asks for (调查不得少于两人)."""
    rule = law.rule_of(LOCAL_SUPERVISION, "investigators_minimum")
    if len(set(persons)) < (rule.minimum or 0):
        raise TooFewInvestigatorsError(
            f"at least {rule.minimum} persons must take the measure together", basis=rule.basis, rule=rule.key
        )


@COMPLAINTS.rule("recusal")
def require_no_interest(law: ApplicableLaw, *, person: str, interested: Collection[str]) -> None:
    """Refuse a person who is complained of, recused, or waits for a recusal decision (回避)."""
    if person in interested:
        rule = law.rule("recusal")
        raise RecusalError("this person has or may have a direct interest", basis=rule.basis, rule=rule.key)


def require_other_house(
    law: ApplicableLaw, *, agency: str | None, handler: str, respondent: str | None
) -> None:
    """Refuse an investigator from the agency complained of where another body handles (回避)."""
    if agency is not None and agency == respondent and agency != handler:
        rule = law.rule("recusal")
        raise RecusalError("this person works for the agency complained of", basis=rule.basis, rule=rule.key)


def require_known_measure(law: ApplicableLaw, measure: str) -> None:
    """Find the measure in the catalogue of the highest regulation of the day that has one (调查措施)."""
    for regulation in law.above:
        if regulation.has_rule("supervision_measures"):
            regulation.catalogue("supervision_measures").require(measure)
            return


@COMPLAINTS.rule("preliminary_opinion")
def require_opinion(law: ApplicableLaw, *, opinion: str) -> None:
    """Refuse to end an investigation without an opinion (初步处理意见)."""
    if not opinion.strip():
        rule = law.rule("preliminary_opinion")
        raise InvalidError(
            "the preliminary opinion is empty", title="须写明初步处理意见", basis=rule.basis, rule=rule.key
        )


@dataclass(frozen=True, slots=True)
class View:
    """What one member of the leadership said; dissent is kept with the name (讨论意见)."""

    person: str
    view: str
    dissents: bool = False


@COMPLAINTS.rule("collective_decision")
def require_collective(law: ApplicableLaw, *, chair: str, views: Sequence[View], conclusion: str) -> None:
    """Refuse a record that is no collective discussion: attendees, each view, a conclusion (集体讨论)."""
    rule = law.rule("collective_decision")
    attendees = {one.person for one in views}
    problem = None
    if len(attendees) <= 1 or len(attendees) != len(views):
        problem = (
            "a collective discussion has several attendees, each with one view",
            "集体讨论须有两名以上人员各自发表意见",
        )
    elif chair not in attendees:
        problem = "the chair must be among the attendees", "主持人须参加讨论"
    elif not conclusion.strip() or any(not one.view.strip() for one in views):
        problem = "each view and the conclusion must be written down", "须逐人记录意见并写明结论"
    if problem:
        raise InvalidError(problem[0], title=problem[1], basis=rule.basis, rule=rule.key)


@RESPONSIBILITY.rule("internal_decision")
def require_head_signs(law: ApplicableLaw, *, role: Role) -> None:
    """Inside an agency the supervision body proposes and the head decides (机关内部由负责人决定)."""
    if role is not Role.AGENCY_HEAD:
        rule = law.rule("internal_decision")
        raise ForbiddenError(
            "the agency's head signs the decision",
            title="须由机关负责人签署",
            basis=rule.basis,
            rule=rule.key,
        )


@COMPLAINTS.rule("handling")
def handling_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, accepted_on: date) -> Deadline:
    """Conclude within the handling period, counted from acceptance (办结期限)."""
    return calendar.deadline(law.rule("handling"), after=accepted_on)


@RESPONSIBILITY.rule("reply")
def reply_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> Deadline:
    """Reply to the complainant, where an agency handles, within the period from its receipt (答复期限)."""
    after = receipt_day(law, calendar, received_on=received_on)
    return calendar.deadline(law.rule("reply"), after=after)


def owes_interim_reply(law: ApplicableLaw) -> bool:
    """Whether the handling period leaves room for the municipal reply period (阶段答复).

    The complaint rules' own period may or may not be the statutory one that the municipal rule yields to.
    """
    return law.policy("reply_limit_for_complaints") == "interim_reply"


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """More time asked for: days, how often before, whether the matter is said to be complex (延期申请)."""

    days: int
    granted_before: int
    reason: str


@COMPLAINTS.rule("handling_extension")
def extended_deadline(
    law: ApplicableLaw, calendar: WorkCalendar, base: Deadline, request: ExtensionRequest, *, on: date
) -> Deadline:
    """Extend the handling period of a complex matter, once, up to the cap, before it has run out (延长期限).

    Approval counts up to and including the latest reading of the end (``breach_after``); the new ``due_on``
    counts from the nominal end, or from the rolled expiry where the bureau chose so.
    """
    rule = law.rule("handling_extension")
    if not request.reason.strip():
        raise ExtensionRefusedError(
            "say why the matter is complex", title="须说明情况复杂的理由", basis=rule.basis, rule=rule.key
        )
    if request.granted_before >= (rule.times or 0):
        raise ExtensionRefusedError(
            "it was extended before", title="延期次数已用完", basis=rule.basis, rule=rule.key
        )
    if not 0 < request.days <= (rule.cap or 0):
        raise ExtensionRefusedError(
            f"at most {rule.cap} days", title=f"延长不得超过{rule.cap}日", basis=rule.basis, rule=rule.key
        )
    if base.breach_after is not None and on > base.breach_after:
        raise ExtensionTooLateError(
            f"the period ended on {base.breach_after}", basis=rule.basis, rule=rule.key
        )
    rolled = law.policy("complaint_extension_terms") == FROM_ROLLED_EXPIRY
    return calendar.extension(rule, base, length=request.days, from_rolled_end=rolled)


def require_person_in_charge(
    law: ApplicableLaw, *, role: Role, posts: Collection[Post], proposer: bool
) -> None:
    """Only the head of the handling body, or a deputy, consents, and never to an own request (负责人同意)."""
    rule = law.rule("handling_extension")
    in_charge = role in {Role.BUREAU_HEAD, Role.AGENCY_HEAD} or bool(
        {Post.HEAD, Post.DEPUTY_HEAD} & set(posts)
    )
    if not in_charge:
        raise ForbiddenError(
            "the person in charge must consent", title="须经负责人同意", basis=rule.basis, rule=rule.key
        )
    if proposer:
        raise ForbiddenError(
            "nobody approves an own request", title="不得审批本人提出的申请", basis=rule.basis, rule=rule.key
        )
