"""Rules of the intake examination: its three outcomes, its clocks, missing papers, silence (受理审查规则)."""

from collections.abc import Collection, Sequence
from datetime import date

from services.dispute_coordination.rules.receipt import receipt_day
from services.dispute_coordination.rules.request import exclusion as excluded
from services.dispute_coordination.rules.statutes import DISPUTES
from shared.calendar.deadline import Deadline
from shared.calendar.receipt import handed_in, restarted
from shared.calendar.work_calendar import WorkCalendar
from shared.law.applicable import ApplicableLaw
from shared.law.book import CatalogueItem, Rule
from shared.law.refusal import InvalidError, Refusal

ACCEPTED, SUPPLEMENT_REQUIRED, DECLINED = "accepted", "supplement_required", "declined"
OUTSIDE_GROUNDS = "outside_grounds"
"""The dispute falls under no ground at all; the other reasons to decline are the exclusions."""
DEEMED_WITHDRAWN, CASE_CONTINUES = "deemed_withdrawn", "case_continues"

_TWO_ROUNDS = "decline_restart_two_rounds"
_CONTINUES = "decline_continue_one_round"


class WrongOutcomeError(Refusal):
    """The examination found something else than what is to be decided (与审查结果不符)."""

    status = 422
    slug = "wrong-intake-outcome"
    title = "与受理审查的结果不符"


class NoFurtherSupplementError(Refusal):
    """The missing papers were asked for as often as may be (补正次数已用完)."""

    slug = "no-further-supplement"
    title = "已通知补正，不能再次要求补正"


@DISPUTES.rule("intake_outcomes")
def intake_outcome(
    law: ApplicableLaw, *, ground: str | None, exclusion: str | None, missing: Collection[str]
) -> CatalogueItem:
    """Name the outcome that follows from the examination: accept, ask for papers, decline (审查后的处理).

    What is excluded is declined although its papers are complete: the bureau's reading of a gap in the text.
    """
    catalogue = law.regulation.catalogue("intake_outcomes")
    if exclusion is not None:
        excluded(law, exclusion)
    if exclusion is not None or ground not in law.regulation.catalogue("dispute_grounds").codes:
        return catalogue.item(DECLINED)
    return catalogue.item(SUPPLEMENT_REQUIRED if missing else ACCEPTED)


def require_outcome(
    law: ApplicableLaw, outcome: str, *, ground: str | None, exclusion: str | None, missing: Collection[str]
) -> None:
    """Refuse a decision on intake other than the one that follows from the examination."""
    found = intake_outcome(law, ground=ground, exclusion=exclusion, missing=missing)
    if found.code != outcome:
        raise WrongOutcomeError(
            f"the examination leads to: {found.name_en}",
            title=f"按审查结果应当：{found.name_zh}",
            basis=found.basis,
            rule=law.rule("intake_outcomes").key,
        )


@DISPUTES.rule("acceptance")
def acceptance_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> Deadline:
    """Decide to accept within the period, counted from receipt (受理期限)."""
    return _from_receipt(law, calendar, law.rule("acceptance"), received_on)


@DISPUTES.rule("supplement_notice")
def supplement_notice_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> Deadline:
    """Ask for missing papers within the period, counted from receipt (补正通知期限)."""
    return _from_receipt(law, calendar, law.rule("supplement_notice"), received_on)


@DISPUTES.rule("decline")
def decline_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> Deadline:
    """Decide not to accept within the period, counted from receipt (不予受理期限)."""
    return _from_receipt(law, calendar, law.rule("decline"), received_on)


def examination_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> Deadline:
    """The end of the examination, whatever its outcome: the earliest of the three periods (审查期限)."""
    ends = (acceptance_deadline, supplement_notice_deadline, decline_deadline)
    return min(
        (end(law, calendar, received_on=received_on) for end in ends), key=lambda one: one.due_on or date.max
    )


@DISPUTES.rule("supplement")
def supplement_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, delivered_on: date) -> Deadline:
    """File the missing papers within the period, counted from service of the notice (补正期限)."""
    return calendar.deadline(law.rule("supplement"), after=delivered_on)


def require_supplement_round(law: ApplicableLaw, *, asked_before: int) -> None:
    """Refuse to ask again for missing papers once the rounds are used up (补正次数)."""
    rounds = 2 if law.policy("dispute_intake_gaps") == _TWO_ROUNDS else 1
    if asked_before >= rounds:
        rule = law.rule("supplement_notice")
        raise NoFurtherSupplementError(
            f"missing papers may be asked for {rounds} times", basis=rule.basis, rule=rule.key
        )


def acceptance_after_supplement(
    law: ApplicableLaw, calendar: WorkCalendar, first: Deadline, *, asked_on: date, completed_on: date
) -> Deadline:
    """The acceptance period once the papers are complete: anew from their receipt (补齐后的受理期限).

    Where the bureau chose so, the time between notice and completion is left out and the first run goes on.
    """
    completed_on = receipt_day(law, calendar, received_on=completed_on)
    if law.policy("dispute_intake_gaps") != _CONTINUES:
        # 民诉法解释第一百二十六条, through the article that adopts the procedure law's periods.
        return restarted(calendar, first, completed_on=completed_on)
    if first.breach_after is not None and asked_on > first.breach_after:
        return first  # asked for too late: nothing was left that could stand still
    return calendar.suspended(first, [(asked_on, completed_on)])


def has_run_out(deadline: Deadline, on: date) -> bool:
    """Whether an act of this day comes after the latest defensible end of its period (逾期)."""
    return not handed_in(deadline, received_on=on).in_time


def effect_of_silence(law: ApplicableLaw, key: str) -> str:
    """What the text says happens when a party lets its period pass (逾期后果)."""
    return law.rule(key).params["effect_when_missed"]


@DISPUTES.rule("acceptance_notice")
def acceptance_addressees(
    law: ApplicableLaw, *, applicants: Sequence[str], respondents: Sequence[str]
) -> tuple[str, ...]:
    """Name who is told of the acceptance in writing: both sides (受理告知对象)."""
    sides = {"applicant": applicants, "respondent": respondents}
    return tuple(one for side in law.rule("acceptance_notice").tokens("addressee") for one in sides[side])


@DISPUTES.rule("respondent_answer")
def answer_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, delivered_on: date) -> Deadline:
    """Answer within the period, counted for each respondent from its own service (答复期限)."""
    return calendar.deadline(law.rule("respondent_answer"), after=delivered_on)


@DISPUTES.rule("decline_notice")
def decline_addressees(law: ApplicableLaw, *, applicants: Sequence[str], reasons: str) -> tuple[str, ...]:
    """Name who is told of the decline in writing, with its reasons: the applicant (不予受理告知)."""
    rule = law.rule("decline_notice")
    if not reasons.strip():
        raise InvalidError(
            "a decline must give its reasons", title="不予受理须说明理由", basis=rule.basis, rule=rule.key
        )
    return tuple(applicants) if "applicant" in rule.tokens("addressee") else ()


@DISPUTES.rule("own_motion_notice")
def coordination_notice_addressees(law: ApplicableLaw, *, agencies: Sequence[str]) -> tuple[str, ...]:
    """Name who receives the coordination notice: every agency in dispute, two at least (协调通知对象)."""
    rule = law.rule("own_motion_notice")
    if len(set(agencies)) <= 1:
        raise InvalidError(
            "a dispute has two sides at least",
            title="争议至少涉及两个行政执法机关",
            basis=rule.basis,
            rule=rule.key,
        )
    return tuple(agencies) if "disputing_agencies" in rule.tokens("addressee") else ()


@DISPUTES.rule("own_motion_statement")
def statement_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, delivered_on: date) -> Deadline:
    """File a statement in an own-motion case within the period from service of the notice (情况说明期限)."""
    return calendar.deadline(law.rule("own_motion_statement"), after=delivered_on)


def _from_receipt(law: ApplicableLaw, calendar: WorkCalendar, rule: Rule, received_on: date) -> Deadline:
    return calendar.deadline(rule, after=receipt_day(law, calendar, received_on=received_on))
