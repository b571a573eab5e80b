"""Rules of handling: the period, its extension and stops, another norm's limit, the facts (办理规则)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.dispute_coordination.rules.statutes import DISPUTES
from shared.calendar.deadline import Deadline, Unit
from shared.calendar.work_calendar import WorkCalendar
from shared.identity.actor import Post, Role
from shared.law.applicable import ApplicableLaw
from shared.law.book import Rule
from shared.law.refusal import ForbiddenError, InvalidError, Refusal

STAFFING_OFFICE = "staffing_office"


class ExtensionTooLateError(Refusal):
    """The period to be extended has run out (延期审批已过期限)."""

    slug = "dispute-extension-too-late"
    title = "原办理期限已届满，不能再延期"


class ExtensionRefusedError(Refusal):
    """The extension exceeds what the rule allows (不符合延期规定)."""

    status = 422
    slug = "dispute-extension-not-allowed"
    title = "不符合延期规定"


class SuspensionRefusedError(Refusal):
    """Time cannot stand still for this reason, or not now (不能中止计算)."""

    status = 422
    slug = "suspension-not-allowed"
    title = "不符合不计入期限的规定"


def handling_starts_on(law: ApplicableLaw, *, decided_on: date, noticed_on: date | None) -> date | None:
    """Day zero of an own-motion case, which has no acceptance; None before its notice (主动启动的起算日)."""
    if law.policy("own_motion_start") == "day_of_decision_to_open":
        return decided_on
    return noticed_on


@DISPUTES.rule("handling")
def handling_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, started_on: date) -> Deadline:
    """Conclude within the period from acceptance, or from what stands in its place (办结期限)."""
    return calendar.deadline(law.rule("handling"), after=started_on)


@dataclass(frozen=True, slots=True)
class SpecialLimit:
    """The limit that another norm sets for this kind of dispute (其他法律规范规定的时限)."""

    norm: str
    length: int
    unit: str


@DISPUTES.rule("special_time_limit")
def special_deadline(
    law: ApplicableLaw, calendar: WorkCalendar, limit: SpecialLimit, *, started_on: date
) -> Deadline:
    """Conclude within another norm's limit, which replaces this one's; the norm must be named (从其规定)."""
    rule = law.rule("special_time_limit")
    if not limit.norm.strip():
        raise InvalidError(
            "name the norm that sets the limit",
            title="须写明另有规定的法律依据",
            basis=rule.basis,
            rule=rule.key,
        )
    if limit.unit not in {Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH} or limit.length <= 0:
        raise InvalidError(
            "a limit is a number of working days, days or months",
            title="时限须写明日数或月数",
            basis=rule.basis,
            rule=rule.key,
        )
    return calendar.deadline(rule, after=started_on, length=limit.length, unit=Unit(limit.unit))


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """More time asked for: days, what was granted before, why the matter is complex (延期申请)."""

    days: int
    granted_before: tuple[int, ...]
    reason: str


@DISPUTES.rule("handling_extension")
def extended_deadline(
    law: ApplicableLaw, calendar: WorkCalendar, base: Deadline, request: ExtensionRequest, *, on: date
) -> Deadline:
    """Extend the handling of a complex dispute up to the cap, before its period has run out (延长期限).

    Once, or, where the bureau chose so, several times that stay under the cap together.
    """
    rule = law.rule("handling_extension")
    problem = _extension_problem(law, rule, base, request)
    if problem:
        raise ExtensionRefusedError(problem[0], title=problem[1], basis=rule.basis, rule=rule.key)
    if base.breach_after is not None and on > base.breach_after:
        raise ExtensionTooLateError(
            f"the period ended on {base.breach_after}", basis=rule.basis, rule=rule.key
        )
    return calendar.extension(rule, base, length=request.days)


def _extension_problem(
    law: ApplicableLaw, rule: Rule, base: Deadline, request: ExtensionRequest
) -> tuple[str, str] | None:
    several = law.policy("dispute_extension_times") == "several_up_to_cap"
    extendable = {law.rule(rule.params["extends"]).key, rule.key}
    if base.rule_key not in extendable:
        return "another norm sets the limit, and its own rules on more time", "该案适用另行规定的时限"
    if not request.reason.strip():
        return "say why the matter is complex", "须说明情况复杂的理由"
    if not several and len(request.granted_before) >= (rule.times or 0):
        return "it was extended before", "延期次数已用完"
    if request.days <= 0 or sum(request.granted_before) + request.days > (rule.cap or 0):
        return f"at most {rule.cap} working days in all", f"延长合计不得超过{rule.cap}个工作日"
    return None


def require_bureau_principal(
    law: ApplicableLaw, *, role: Role, posts: Collection[Post], proposer: bool
) -> None:
    """Only the bureau's principal approves, no deputy, and never an own request (主要负责人批准)."""
    rule = law.rule("handling_extension")
    if role is not Role.BUREAU_HEAD or Post.HEAD not in posts:
        raise ForbiddenError(
            "the bureau's principal must approve",
            title="须经司法局主要负责人批准",
            basis=rule.basis,
            rule=rule.key,
        )
    if proposer:
        raise ForbiddenError(
            "nobody approves an own request", title="不得审批本人提出的申请", basis=rule.basis, rule=rule.key
        )


@DISPUTES.rule("extension_notice")
def extension_addressees(law: ApplicableLaw, *, agencies: Sequence[str]) -> tuple[str, ...]:
    """Name who is told of an extension: every agency in dispute (延期告知对象)."""
    rule = law.rule("extension_notice")
    return tuple(agencies) if "disputing_agencies" in rule.tokens("addressee") else ()


@dataclass(frozen=True, slots=True)
class Stop:
    """Time not counted: why, by which letter, from when (不计入期限的时间)."""

    ground: str
    letter: str
    from_on: date


@DISPUTES.rule("handling_suspension")
def suspended_deadline(
    law: ApplicableLaw, calendar: WorkCalendar, base: Deadline, stop: Stop, *, opened_on: date
) -> Deadline:
    """Leave out the time of waiting for an interpretation or a superior's answer (不计算在期限内).

    The day on which the question goes out still counts, or not, as the bureau chose.
    """
    rule = law.rule("handling_suspension")
    problem = _stop_problem(law, rule, base, stop, opened_on)
    if problem:
        raise SuspensionRefusedError(problem[0], title=problem[1], basis=rule.basis, rule=rule.key)
    return calendar.suspended(base, [(first_day_out(law, stop.from_on), None)])


def first_day_out(law: ApplicableLaw, asked_on: date) -> date:
    """Where the stop begins for the arithmetic, which leaves its first day in (停算当日)."""
    if law.policy("tolling_day") == "stop_day_excluded":
        return asked_on - timedelta(days=1)
    return asked_on


def _stop_problem(
    law: ApplicableLaw, rule: Rule, base: Deadline, stop: Stop, opened_on: date
) -> tuple[str, str] | None:
    if base.rule_key not in {law.rule(key).key for key in rule.tokens("tolls")}:
        return "only the periods of this article stand still", "该期限不适用中止计算"
    if stop.ground not in rule.tokens("grounds") or not stop.letter.strip():
        return (
            f"one of {', '.join(rule.tokens('grounds'))}, and the letter that asked",
            "须为提请解释或者向上级请示，并写明文号",
        )
    if base.suspended:
        return "time stands still already", "期限已经中止计算"
    ended = max((last for _, last in base.suspensions if last is not None), default=opened_on)
    if stop.from_on < ended:
        return f"a stop may not begin before {ended}", "与已不计入的时间重叠，或者早于办理起算日"
    if base.breach_after is not None and stop.from_on > base.breach_after:
        return f"the period ran out on {base.breach_after}", "办理期限已届满，不能中止计算"
    return None


def resumed_deadline(
    law: ApplicableLaw, calendar: WorkCalendar, base: Deadline, *, answered_on: date
) -> Deadline:
    """Count again from the day after the answer came (恢复计算)."""
    rule = law.rule("handling_suspension")
    began = next((first for first, last in base.suspensions if last is None), None)
    if began is None or answered_on < began:
        raise SuspensionRefusedError(
            "time does not stand still" if began is None else f"the question went out on {began}",
            title="期限没有中止计算" if began is None else "答复日期早于中止之日",
            basis=rule.basis,
            rule=rule.key,
        )
    return calendar.resumed(base, on=answered_on)


@DISPUTES.rule("tentative_opinion")
def is_tentative_opinion_due(law: ApplicableLaw, *, handling: Deadline, on: date) -> bool:
    """Whether the extended period is spent, so that a tentative opinion goes to the government (倾向性意见).

    Proposed on the last day already; a person writes it.
    """
    if law.rule("tentative_opinion").params["trigger"] != "extension_exhausted":
        return False
    return handling.extends is not None and handling.due_on is not None and on >= handling.due_on


@DISPUTES.rule("investigation")
def require_investigated(law: ApplicableLaw, *, records: int) -> None:
    """Refuse an outcome of a dispute whose facts nobody verified (调查核实)."""
    if not records:
        rule = law.rule("investigation")
        raise InvalidError(
            "no verification of the facts is on record",
            title="尚无调查核实记录",
            basis=rule.basis,
            rule=rule.key,
        )


@DISPUTES.rule("views_heard")
def views_missing(law: ApplicableLaw, *, agencies: Sequence[str], heard: Collection[str]) -> tuple[str, ...]:
    """List the bodies still to be asked for their views, the staffing office included (听取意见)."""
    bodies = {"agency": tuple(agencies), STAFFING_OFFICE: (STAFFING_OFFICE,)}
    named = (one for kind in law.rule("views_heard").tokens("views_of") for one in bodies[kind])
    return tuple(one for one in named if one not in heard)


@DISPUTES.rule("consultation")
def require_consultation(law: ApplicableLaw, *, form: str, need: str) -> None:
    """A meeting, legal advisers or experts, where it is needed and said why (协调会议、论证)."""
    rule = law.rule("consultation")
    if form not in rule.tokens("form") or not need.strip():
        raise InvalidError(
            f"one of {', '.join(rule.tokens('form'))}, and why it is needed",
            title="须写明方式和必要性",
            basis=rule.basis,
            rule=rule.key,
        )
