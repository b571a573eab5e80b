"""Rules of the outcome: notices, orders, recommendations, transfers, appeal, archive (处理规则)."""

from collections.abc import Collection
from datetime import date

from services.complaints.rules.applicable import ApplicableLaw
from services.complaints.rules.statutes import COMPLAINTS, SUPERVISION
from shared.calendar.deadline import Deadline, OutsideCalendarError, Unit
from shared.calendar.work_calendar import WorkCalendar
from shared.law.applicable import LOCAL_SUPERVISION, NATIONAL_SUPERVISION
from shared.law.book import CatalogueItem
from shared.law.refusal import ForbiddenError, InvalidError


@COMPLAINTS.rule("unfounded_explanation")
def require_explanation(law: ApplicableLaw, *, finding: str, explanation: str) -> None:
    """Refuse to close an unfounded complaint without an explanation for the complainant (说明情况)."""
    if finding == "unfounded" and not explanation.strip():
        rule = law.rule("unfounded_explanation")
        raise InvalidError(
            "an unfounded complaint needs an explanation",
            title="反映不实的须向投诉举报人说明",
            basis=rule.basis,
            rule=rule.key,
        )


@COMPLAINTS.rule("order_to_correct")
def correction_deadline(
    law: ApplicableLaw, calendar: WorkCalendar, *, delivered_on: date, length: int, unit: str
) -> Deadline:
    """Correct within the limit that the order states, counted from its delivery (限期改正)."""
    rule = law.rule("order_to_correct")
    try:
        deadline = calendar.deadline(rule, after=delivered_on, length=length, unit=Unit(unit))
    except OutsideCalendarError:
        deadline = None
    # The warnings after the end need the calendar too, so its last year is no year to end in.
    if deadline is None or deadline.due_on is None or deadline.due_on.year >= calendar.last.year:
        raise InvalidError(
            "the limit ends after the last year of the calendar",
            title="改正期限超出历法范围",
            basis=rule.basis,
            rule=rule.key,
        )
    return deadline


@SUPERVISION.rule("compensation_notice")
def require_written_notice(law: ApplicableLaw, *, method: str) -> None:
    """Refuse to tell a harmed person otherwise than in writing how to claim (书面告知获赔途径)."""
    if method == "telephone":
        rule = law.rule_of(LOCAL_SUPERVISION, "compensation_notice")
        raise InvalidError(
            "the notice must be in writing", title="须书面告知", basis=rule.basis, rule=rule.key
        )


@COMPLAINTS.rule("accountability_transfer")
def require_decided_person(law: ApplicableLaw, *, person: str, mode: str, decided: Collection[str]) -> None:
    """Pursue only persons on whom the leadership decided, directly or by recommendation (追究责任)."""
    rule = law.rule("accountability_transfer")
    if mode not in rule.tokens("mode"):
        raise InvalidError(f"unknown mode {mode!r}", basis=rule.basis, rule=rule.key)
    if person not in decided:
        raise ForbiddenError(
            "the leadership did not decide on this person",
            title="集体讨论未确定该责任人",
            basis=rule.basis,
            rule=rule.key,
        )


NEVER_OFFERED = frozenset({"withhold_pay"})
"""Without a basis in the law of civil servants: recorded by the organ that decides, never chosen here."""


def accountability_forms(law: ApplicableLaw) -> dict[str, CatalogueItem]:
    """The forms that a leadership may fix, by code: local rules, Order 825 (追究形式)."""
    sources = [(one, "recommendation_kinds") for one in law.above if one.name == NATIONAL_SUPERVISION]
    if law.accountability is not None:
        sources.insert(0, (law.accountability, "accountability_forms"))
    items = (item for regulation, name in sources for item in regulation.catalogue(name).items)
    return {item.code: item for item in items if item.code not in NEVER_OFFERED}


def require_forms(law: ApplicableLaw, forms: Collection[str]) -> None:
    """Refuse a form of accountability that no applicable regulation names (追究形式)."""
    known = accountability_forms(law)
    if unknown := sorted(set(forms) - known.keys()):
        rule = law.rule("collective_decision")
        raise InvalidError(
            f"unknown form: {', '.join(unknown)}",
            title="追究形式不在法规所列范围内",
            basis=rule.basis,
            rule=rule.key,
        )


@COMPLAINTS.rule("crime_transfer")
def crime_transfer_organ(law: ApplicableLaw) -> str:
    """Name the organ to which a suspected crime goes (移送司法机关)."""
    return law.rule("crime_transfer").params["addressee"]


@SUPERVISION.rule("discipline_transfer")
def discipline_transfer_organ(law: ApplicableLaw) -> str:
    """Name the organ to which a lead about a breach of discipline goes (移送监察机关)."""
    return law.rule("discipline_transfer").params["addressee"]


@SUPERVISION.rule("competent_organ_transfer")
def competent_transfer_organs(law: ApplicableLaw) -> tuple[str, ...]:
    """Name the organs to which matters of another's competence go (移送有权机关)."""
    return law.rule_of(LOCAL_SUPERVISION, "competent_organ_transfer").tokens("addressee")


@SUPERVISION.rule("transfer_feedback")
def feedback_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, handled_on: date) -> Deadline:
    """The receiving organ reports back within the period from its handling (移送事项反馈期限)."""
    return calendar.deadline(law.rule_of(LOCAL_SUPERVISION, "transfer_feedback"), after=handled_on)


@COMPLAINTS.rule("result_notice")
def result_notice_target(law: ApplicableLaw, calendar: WorkCalendar, *, decided_on: date) -> Deadline:
    """Tell the complainant promptly; the number is the bureau's own target (及时告知, 内部目标)."""
    return calendar.deadline(law.target("result_notice"), after=decided_on)


@COMPLAINTS.rule("archiving")
def archiving_target(law: ApplicableLaw, calendar: WorkCalendar, *, decided_on: date) -> Deadline:
    """File the papers promptly; the number is the bureau's own target (及时归档, 内部目标)."""
    return calendar.deadline(law.target("archiving"), after=decided_on)


@SUPERVISION.rule("lead_triage")
def triage_target(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> Deadline:
    """Triage a lead promptly; the number is the bureau's own target (及时研判, 内部目标)."""
    return calendar.deadline(law.target("lead_triage"), after=received_on)


@COMPLAINTS.rule("appeal")
def appeal_goes_to(law: ApplicableLaw, *, handler: str) -> str:
    """Name the organ that answers an appeal: the one that decided (申诉向原决定机关提出)."""
    rule = law.rule("appeal")
    return handler if "deciding_organ" in rule.tokens("addressee") else "bureau"


@COMPLAINTS.rule("obstruction", "retaliation", "intake_staff_liability")
def misconduct_basis(law: ApplicableLaw, misconduct: str) -> str:
    """Cite the article under which conduct around the handling is pursued (干扰阻碍、打击报复、失职渎职)."""
    return law.rule(misconduct).basis
