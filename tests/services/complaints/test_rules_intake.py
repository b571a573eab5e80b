"""Who takes a complaint in, what it must contain, when it is decided (第二至七条, 条例第二十、三十三条)."""

from dataclasses import replace

import pytest

from services.complaints.rules import intake as rules
from services.complaints.rules import outcome
from shared.calendar.deadline import Unit
from shared.law.refusal import InvalidError
from tests.services.complaints.periods import (
    BEFORE_ORDER_825,
    CALENDAR,
    LAW,
    day,
    period,
    shows_late,
    triplets,
)

IDENTITY = {
    "name": "甄实明",
    "id_number": "50023219900307455X",
    "address": "武隆区虚构路一号",
    "contact": "13800138000",
}
SOUND = rules.Admissibility(
    ground="failure_to_investigate",
    identity=IDENTITY,
    target_named=True,
    request="请依法查处。",
    facts="多次举报，无人来查。",
)


@pytest.mark.rule("complaints.routing")
def test_what_is_addressed_to_the_district_government_is_for_the_bureau():
    assert rules.handler_of(LAW, addressee="district_government", agency="market") == "bureau"


@pytest.mark.rule("complaints.routing")
def test_what_is_addressed_to_an_agency_is_for_that_agency():
    assert rules.handler_of(LAW, addressee="agency", agency="market") == "market"


@pytest.mark.rule("complaints.routing")
@pytest.mark.parametrize(
    ("addressee", "agency"),
    [
        pytest.param("agency", None, id="no agency is named"),
        pytest.param("court", "market", id="the regulation knows two levels only"),
    ],
)
def test_a_complaint_without_a_receiving_organ_is_refused(addressee, agency):
    with pytest.raises(InvalidError) as refused:
        rules.handler_of(LAW, addressee=addressee, agency=agency)

    assert refused.value.basis == "wulong/complaints@2021-11-10#第二条"


@pytest.mark.rule("complaints.intake_bodies")
@pytest.mark.obligation("W5-01")
def test_the_bureau_or_the_legal_unit_of_the_agency_does_the_work():
    assert rules.intake_body(LAW, handler="bureau", legal_unit=None) == "bureau"
    assert rules.intake_body(LAW, handler="market", legal_unit="法制科") == "法制科"


@pytest.mark.rule("complaints.intake_bodies")
@pytest.mark.obligation("W5-01")
@pytest.mark.parametrize("unit", [None, ""])
def test_an_agency_without_a_legal_unit_and_without_a_designated_one_cannot_handle(unit):
    with pytest.raises(InvalidError) as refused:
        rules.intake_body(LAW, handler="fields", legal_unit=unit)

    assert refused.value.basis == "wulong/complaints@2021-11-10#第三条"


GROUNDS = [
    ("clearly_improper", "（一）"),
    ("failure_to_investigate", "（二）"),
    ("failure_to_process", "（三）"),
    ("duty_not_performed", "（四）"),
    ("discretion_standard_breach", "（五）"),
    ("unqualified_body_or_officer", "（六）"),
    ("favouritism", "（七）"),
    ("falsification", "（七）"),
    ("rough_enforcement", "（八）"),
    ("taking_gifts", "（九）"),
    ("other", "（十）"),
]


@pytest.mark.rule("complaints.complaint_grounds")
@pytest.mark.obligation("W5-02")
@pytest.mark.parametrize(("code", "label"), GROUNDS)
def test_each_printed_ground_may_be_complained_of(code, label):
    item = rules.ground(LAW, code)

    assert item.basis == f"wulong/complaints@2021-11-10#第四条{label}"
    assert item.name_zh
    assert item.name_en


@pytest.mark.rule("complaints.complaint_grounds")
def test_ten_printed_items_and_nothing_else_are_grounds():
    catalogue = LAW.complaints.catalogue("complaint_grounds")

    assert [(one.code, one.basis.rpartition("条")[2]) for one in catalogue.items] == GROUNDS
    with pytest.raises(InvalidError) as refused:
        rules.ground(LAW, "slow_letters")
    assert "第四条" in refused.value.basis


@pytest.mark.rule("complaints.complainant_identity")
@pytest.mark.obligation("W5-04")
@pytest.mark.parametrize("missing", ["name", "id_number", "address", "contact"])
def test_a_real_name_means_name_number_address_and_contact(missing):
    assert rules.missing_identity(LAW, IDENTITY) == ()
    assert rules.missing_identity(LAW, IDENTITY | {missing: ""}) == (missing,)
    assert rules.missing_identity(LAW, {k: v for k, v in IDENTITY.items() if k != missing}) == (missing,)


@pytest.mark.rule("complaints.admissibility_conditions")
@pytest.mark.obligation("W5-04")
@pytest.mark.parametrize(
    ("facts", "unmet", "label"),
    [
        pytest.param(replace(SOUND, ground="no_ground"), "within_scope", "（一）", id="outside the grounds"),
        pytest.param(replace(SOUND, identity={}), "real_identity", "（二）", id="anonymous"),
        pytest.param(replace(SOUND, target_named=False), "clear_target", "（三）", id="against nobody"),
        pytest.param(replace(SOUND, request=" "), "concrete_request_and_facts", "（四）", id="asks nothing"),
        pytest.param(replace(SOUND, facts="\n"), "concrete_request_and_facts", "（四）", id="tells nothing"),
    ],
)
def test_each_missing_condition_is_named_with_its_item(facts, unmet, label):
    assert [one.code for one in rules.unmet_conditions(LAW, facts)] == [unmet]
    with pytest.raises(InvalidError) as refused:
        rules.require_admissible(LAW, facts)

    assert refused.value.basis == f"wulong/complaints@2021-11-10#第六条{label}"
    assert refused.value.rule == "complaints.admissibility_conditions"


@pytest.mark.rule("complaints.admissibility_conditions")
def test_a_complaint_that_meets_the_four_conditions_is_admissible():
    assert rules.unmet_conditions(LAW, SOUND) == ()
    rules.require_admissible(LAW, SOUND)


@pytest.mark.rule("complaints.admissibility_conditions")
def test_unmet_conditions_are_listed_in_printed_order():
    nothing = rules.Admissibility("", {}, target_named=False, request="", facts="")

    assert [one.code for one in rules.unmet_conditions(LAW, nothing)] == [
        "within_scope",
        "real_identity",
        "clear_target",
        "concrete_request_and_facts",
    ]


@pytest.mark.rule("complaints.acceptance")
@pytest.mark.obligation("W5-05")
@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        period("2026-08-03", "2026-08-12", "a week without holidays"),
        period("2026-08-01", "2026-08-11", "receipt on a Saturday is day zero all the same"),
        period("2026-09-18", "2026-09-29", "Sunday 20 Sep works, 25-27 off"),
        period("2026-09-30", "2026-10-15", "1-7 Oct off, Saturday 10 Oct works"),
        period("2026-02-12", "2026-02-28", "Spring Festival; the period ends on a make-up Saturday"),
    ],
)
def test_acceptance_is_due_after_seven_working_days(received_on, due_on):
    deadline = rules.acceptance_deadline(LAW, CALENDAR, received_on=received_on)

    assert (deadline.due_on, deadline.breach_after) == (due_on, due_on)
    assert (deadline.unit, deadline.length) == (Unit.WORKING_DAY, 7)
    assert deadline.basis == "wulong/complaints@2021-11-10#第七条"


@pytest.mark.rule("complaints.acceptance")
@pytest.mark.parametrize(
    ("received_on", "looked_on", "late"),
    triplets(("2026-08-03", "2026-08-12"), ("2026-09-18", "2026-09-29"), ("2026-02-12", "2026-02-28")),
)
def test_the_acceptance_period_includes_its_last_day(received_on, looked_on, late):
    deadline = rules.acceptance_deadline(LAW, CALENDAR, received_on=received_on)

    assert shows_late(deadline, looked_on) is late


DECLINES = [
    ("reconsideration_open", "（一）", ("reconsideration",)),
    ("litigation_open", "（二）", ("litigation",)),
    ("against_reconsideration_or_judgment", "（三）", ()),
    ("with_other_body", "（四）", ()),
    ("other", "（五）", ()),
]


@pytest.mark.rule("complaints.decline_grounds")
@pytest.mark.obligation("W5-03")
@pytest.mark.parametrize(("code", "label", "_remedies"), DECLINES)
def test_each_of_the_five_printed_cases_is_declined_under_its_item(code, label, _remedies):
    assert rules.decline_ground(LAW, code).basis == f"wulong/complaints@2021-11-10#第五条{label}"


@pytest.mark.rule("complaints.decline_grounds")
def test_no_sixth_ground_for_declining_is_invented():
    assert LAW.complaints.catalogue("decline_grounds").codes == tuple(code for code, _, _ in DECLINES)
    with pytest.raises(InvalidError):
        rules.decline_ground(LAW, "too_busy")


@pytest.mark.rule("enforcement_supervision.steer_to_remedies")
@pytest.mark.obligation("W5-03", "N-08")
@pytest.mark.parametrize(("code", "_label", "remedies"), DECLINES)
def test_a_declined_party_is_steered_to_the_remedy_that_stands_open(code, _label, remedies):
    assert tuple(rules.remedies_to_name(LAW, decline_code=code)) == remedies


@pytest.mark.rule("enforcement_supervision.steer_to_remedies")
def test_before_the_national_regulation_nobody_had_to_steer():
    assert tuple(rules.remedies_to_name(BEFORE_ORDER_825, decline_code="litigation_open")) == ()


@pytest.mark.rule("complaints.decline_notice")
@pytest.mark.obligation("W5-06")
@pytest.mark.parametrize("reasons", ["", "  ", "\n"])
def test_a_decline_without_reasons_is_refused(reasons):
    with pytest.raises(InvalidError) as refused:
        rules.require_reasons(LAW, reasons)

    assert refused.value.basis == "wulong/complaints@2021-11-10#第七条"
    rules.require_reasons(LAW, "已由信访部门受理。")


@pytest.mark.rule("enforcement_supervision.no_repeat_supervision")
@pytest.mark.obligation("N-08", "W5-03")
@pytest.mark.parametrize("pending", ["pending_reconsideration", "pending_litigation"])
def test_what_is_in_reconsideration_or_litigation_is_not_supervised_again(pending):
    with pytest.raises(rules.NoRepeatSupervisionError) as refused:
        rules.require_no_repeat(LAW, proceedings=[pending], override_reason=" ")

    assert refused.value.basis == "national/enforcement_supervision@2026-02-01#第三十三条"
    rules.require_no_repeat(LAW, proceedings=[pending], override_reason="仅部分事项在诉讼中。")


@pytest.mark.rule("enforcement_supervision.no_repeat_supervision")
@pytest.mark.parametrize(
    "other", ["decided_reconsideration", "decided_litigation", "petition", "supervision_commission"]
)
def test_proceedings_elsewhere_that_do_not_block_leave_the_decision_to_the_clerk(other):
    rules.require_no_repeat(LAW, proceedings=[other], override_reason="")
    rules.require_no_repeat(LAW, proceedings=[], override_reason="")


@pytest.mark.rule("enforcement_supervision.no_repeat_supervision")
def test_before_the_national_regulation_nothing_blocked():
    rules.require_no_repeat(BEFORE_ORDER_825, proceedings=["pending_litigation"], override_reason="")


@pytest.mark.rule("enforcement_supervision.lead_channels")
@pytest.mark.obligation("N-02")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("service_hotline", "service_hotline"),
        ("enterprise_channel", "enterprise_channel"),
        pytest.param("newspaper", "other", id="the list is open-ended"),
    ],
)
def test_leads_come_by_the_named_channels_or_by_others(given, kept):
    assert rules.lead_channel(LAW, given) == kept


@pytest.mark.rule("enforcement_supervision.lead_channels")
def test_before_the_national_regulation_every_channel_was_another():
    assert rules.lead_channel(BEFORE_ORDER_825, "service_hotline") == "other"


@pytest.mark.rule("enforcement_supervision.lead_triage")
@pytest.mark.obligation("N-02")
@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        period("2026-09-18", "2026-09-20", "the next working day is a make-up Sunday"),
        period("2026-09-30", "2026-10-08", "after the National Day holidays"),
    ],
)
def test_triage_is_prompt_and_its_number_is_our_own(received_on, due_on):
    target = outcome.triage_target(LAW, CALENDAR, received_on=received_on)

    assert target.due_on == due_on
    assert target.basis == "internal_target#enforcement_supervision.lead_triage"


@pytest.mark.rule("complaints.acceptance")
def test_a_period_beyond_the_published_notices_is_provisional():
    deadline = rules.acceptance_deadline(LAW, CALENDAR, received_on=day("2026-12-28"))

    assert deadline.provisional
