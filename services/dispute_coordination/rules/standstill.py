"""Rules of the standstill: when it runs, its exceptions, urgency, measures (暂停单方执法规则)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.dispute_coordination.rules.statutes import DISPUTES, SUPERVISION
from shared.law.applicable import NATIONAL_SUPERVISION, ApplicableLaw
from shared.law.refusal import InvalidError


class ActFinding(StrEnum):
    """What an act on the disputed matter is, seen from the standstill (单方行为的性质)."""

    OUTSIDE = "outside_standstill"
    EXCEPTED = "excepted"
    PERMITTED = "permitted_by_government"
    INTERIM = "interim_measure"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class UnilateralAct:
    """One act of an agency on the disputed matter and what it rests on (单方执法行为)."""

    acted_on: date
    exception: str | None = None
    permit: str | None = None
    interim: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """The days on which a procedure may be said to have started (程序启动的各日)."""

    requested_on: date | None = None
    accepted_on: date | None = None
    noticed_on: date | None = None


def standstill_starts_on(law: ApplicableLaw, opening: Opening) -> date | None:
    """The day on which the procedure counts as started, as the bureau reads it (程序启动日)."""
    match law.policy("standstill_start"):
        case "request_received":
            return opening.requested_on or opening.noticed_on
        case "acceptance_only":
            return opening.accepted_on
        case _:
            return opening.accepted_on or opening.noticed_on


@DISPUTES.rule("standstill")
def judge_act(
    law: ApplicableLaw, act: UnilateralAct, *, started_on: date | None, ended_on: date | None
) -> ActFinding:
    """Say whether an agency acted alone on the disputed matter while it had to wait (单方执法行为的认定).

    The day on which the procedure starts is not counted, nor the day of the opinion or decision: what was
    done on these days may have come before the one or after the other.
    """
    if started_on is None or act.acted_on <= started_on or (ended_on and act.acted_on >= ended_on):
        return ActFinding.OUTSIDE
    if act.exception is not None:
        _require_exception(law, act.exception)
        return ActFinding.EXCEPTED
    if act.permit:
        return ActFinding.PERMITTED
    return ActFinding.INTERIM if act.interim else ActFinding.BREACH


@SUPERVISION.rule("standstill")
def safety_exceptions(law: ApplicableLaw) -> tuple[str, ...]:
    """The exceptions that the district's rules and every norm above them leave open (公共安全、人身安全)."""
    exceptions = law.rule("standstill").tokens("exceptions")
    above = [norm.rule("standstill").tokens("exceptions") for norm in law.norms_with("standstill")]
    return tuple(one for one in exceptions if all(one in allowed for allowed in above))


def breach_liability(law: ApplicableLaw) -> str | None:
    """Cite the national article on who obstructs supervision, where it binds (违反的责任依据)."""
    bound = any(norm.name == NATIONAL_SUPERVISION for norm in law.above)
    return law.rule_of(NATIONAL_SUPERVISION, "obstruction").basis if bound else None


def _require_exception(law: ApplicableLaw, exception: str) -> None:
    known = safety_exceptions(law)
    if exception not in known:
        rule = law.rule("standstill")
        raise InvalidError(
            f"one of {', '.join(known)}",
            title="例外仅限公共安全或者公民人身安全",
            basis=rule.basis,
            rule=rule.key,
        )


@DISPUTES.rule("urgent_enforcement")
def urgent_request_goes_to(law: ApplicableLaw, *, reason: str) -> str:
    """Name who decides on urgent enforcement during the standstill; the agency says why (紧急执法报批)."""
    rule = law.rule("urgent_enforcement")
    if not reason.strip():
        raise InvalidError(
            "say what is special or urgent",
            title="须说明特殊或者紧急的情形",
            basis=rule.basis,
            rule=rule.key,
        )
    return rule.params["approver"]


@DISPUTES.rule("interim_measures")
def require_irreparable_harm(law: ApplicableLaw, *, harm: str, measure: str) -> None:
    """Temporary measures answer a harm that could not be undone; both are written down (临时性处置措施)."""
    if not harm.strip() or not measure.strip():
        rule = law.rule("interim_measures")
        raise InvalidError(
            "say which harm could not be undone, and what was done",
            title="须写明难以挽回的损失和所采取的措施",
            basis=rule.basis,
            rule=rule.key,
        )
