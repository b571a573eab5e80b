"""Rules of intake: who takes a complaint in, what it must contain, when and how it is decided (受理规则)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from services.complaints.rules.applicable import ApplicableLaw
from services.complaints.rules.receipt import receipt_day
from services.complaints.rules.statutes import COMPLAINTS, SUPERVISION
from shared.calendar.deadline import Deadline
from shared.calendar.work_calendar import WorkCalendar
from shared.law.book import Catalogue, CatalogueItem
from shared.law.refusal import InvalidError, Refusal

BUREAU = "bureau"


class NoRepeatSupervisionError(Refusal):
    """The matter is in reconsideration or litigation (不得重复监督)."""

    slug = "no-repeat-supervision"
    title = "该事项正在行政复议或者行政诉讼中，不重复监督"


@dataclass(frozen=True, slots=True)
class Admissibility:
    """What the intake examination looks at (受理条件)."""

    ground: str
    identity: Mapping[str, str]
    target_named: bool
    request: str
    facts: str


@COMPLAINTS.rule("routing")
def handler_of(law: ApplicableLaw, *, addressee: str, agency: str | None) -> str:
    """Name the body that handles: the bureau for the district government, else the agency (受理机关)."""
    rule = law.rule("routing")
    if addressee not in rule.tokens("addressee"):
        raise InvalidError(
            f"a complaint cannot be addressed to {addressee!r}", basis=rule.basis, rule=rule.key
        )
    if addressee == "district_government":
        return BUREAU
    if agency is None:
        raise InvalidError(
            "an agency is needed", title="须写明受理的行政执法机关", basis=rule.basis, rule=rule.key
        )
    return agency


@COMPLAINTS.rule("intake_bodies")
def intake_body(law: ApplicableLaw, *, handler: str, legal_unit: str | None) -> str:
    """Name the desk that does the work: the bureau, or the agency's legal or designated unit (受理机构)."""
    rule = law.rule("intake_bodies")
    if handler == BUREAU:
        return rule.tokens("actor")[0]
    if not legal_unit:
        raise InvalidError(
            "the agency has neither a legal unit nor a designated one",
            title="该机关未设法制机构，也未指定受理机构",
            basis=rule.basis,
            rule=rule.key,
        )
    return legal_unit


@COMPLAINTS.rule("complaint_grounds")
def ground(law: ApplicableLaw, code: str) -> CatalogueItem:
    """Find the ground complained of in the catalogue (投诉举报事由)."""
    return law.complaints.catalogue("complaint_grounds").require(code)


@COMPLAINTS.rule("complainant_identity")
def missing_identity(law: ApplicableLaw, identity: Mapping[str, str]) -> tuple[str, ...]:
    """List the identity fields that are missing (实名信息)."""
    return tuple(
        code for code in law.complaints.catalogue("complainant_identity").codes if not identity.get(code)
    )


@COMPLAINTS.rule("admissibility_conditions")
def unmet_conditions(law: ApplicableLaw, facts: Admissibility) -> tuple[CatalogueItem, ...]:
    """List the conditions of admissibility that are not met (受理条件), in printed order."""
    catalogue = law.complaints.catalogue("admissibility_conditions")
    met = {
        "within_scope": facts.ground in law.complaints.catalogue("complaint_grounds").codes,
        "real_identity": not missing_identity(law, facts.identity),
        "clear_target": facts.target_named,
        "concrete_request_and_facts": bool(facts.request.strip() and facts.facts.strip()),
    }
    return tuple(item for item in catalogue.items if not met[item.code])


def require_admissible(law: ApplicableLaw, facts: Admissibility) -> None:
    """Refuse an intake that lacks a condition, naming the first one."""
    for item in unmet_conditions(law, facts):
        raise InvalidError(
            f"condition not met: {item.name_en}",
            title=f"不符合受理条件：{item.name_zh}",
            basis=item.basis,
            rule=law.rule("admissibility_conditions").key,
        )


@COMPLAINTS.rule("acceptance")
def acceptance_deadline(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> Deadline:
    """Decide on acceptance within the period, counted from receipt (受理审核期限)."""
    after = receipt_day(law, calendar, received_on=received_on)
    return calendar.deadline(law.rule("acceptance"), after=after)


@COMPLAINTS.rule("decline_grounds")
def decline_ground(law: ApplicableLaw, code: str) -> CatalogueItem:
    """Find the ground for declining in the catalogue (不予受理情形)."""
    return law.complaints.catalogue("decline_grounds").require(code)


@COMPLAINTS.rule("decline_notice")
def require_reasons(law: ApplicableLaw, reasons: str) -> None:
    """Refuse a decline that gives no reasons (说明理由)."""
    if not reasons.strip():
        rule = law.rule("decline_notice")
        raise InvalidError(
            "a decline must give its reasons", title="不予受理须说明理由", basis=rule.basis, rule=rule.key
        )


@SUPERVISION.rule("steer_to_remedies")
def remedies_to_name(law: ApplicableLaw, *, decline_code: str) -> tuple[str, ...]:
    """Name the remedies to which a declined party is steered (引导申请复议、提起诉讼)."""
    if not law.has_rule("steer_to_remedies"):
        return ()
    return tuple(
        route for route in law.rule("steer_to_remedies").tokens("routes") if decline_code == f"{route}_open"
    )


@SUPERVISION.rule("no_repeat_supervision")
def require_no_repeat(law: ApplicableLaw, *, proceedings: Collection[str], override_reason: str) -> None:
    """Refuse to supervise again what is in reconsideration or litigation (不重复监督).

    A clerk may go on with a reason, for instance where only part of the matter is pending.
    """
    if not law.has_rule("no_repeat_supervision"):
        return
    rule = law.rule("no_repeat_supervision")
    pending = set(rule.tokens("blocks")) & set(proceedings)
    if pending and not override_reason.strip():
        raise NoRepeatSupervisionError(
            f"pending elsewhere: {', '.join(sorted(pending))}", basis=rule.basis, rule=rule.key
        )


@SUPERVISION.rule("lead_channels")
def lead_channel(law: ApplicableLaw, code: str) -> str:
    """Check the channel of a lead (线索渠道); the text leaves the list open, others become ``other``."""
    for regulation in law.above:
        if regulation.has_rule("lead_channels"):
            catalogue = regulation.catalogue("lead_channels")
            return code if code in catalogue.codes else _unlisted(catalogue, code)
    return "other"


def _unlisted(catalogue: Catalogue, code: str) -> str:
    return "other" if catalogue.open_ended else catalogue.require(code).code
