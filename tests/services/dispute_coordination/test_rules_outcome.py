"""Agreement and consent, proposal and decision, the opinion and its execution (第十八至二十条)."""

import pytest

from services.dispute_coordination.rules import outcome as rules
from services.dispute_coordination.rules.outcome import GovernmentAnswer, Route
from shared.calendar.deadline import Unit
from shared.identity.actor import Role
from shared.law.refusal import ForbiddenError, InvalidError
from tests.services.complaints.periods import CALENDAR, day, shows_late
from tests.services.dispute_coordination.periods import BEFORE_ORDER_825, LAW, article, read_as

CONTENTS = {
    "matter": "农药门店的检查职责。",
    "basis": "农药管理条例。",
    "result": "达成一致。",
    "opinion": "由农业农村委检查。",
}


def answer(*, granted=True, document="武隆府函〔2026〕12号", decided_on="2026-11-16") -> GovernmentAnswer:
    return GovernmentAnswer(granted, document, day(decided_on))


@pytest.mark.rule("dispute_coordination.coordination_outcomes")
@pytest.mark.obligation("W1-23", "W1-24")
@pytest.mark.parametrize(
    ("outcome", "partial", "reading", "leads_to"),
    [
        ("agreement_reached", False, "rest_to_government", (Route.CONSENT,)),
        ("no_agreement", False, "rest_to_government", (Route.PROPOSAL,)),
        ("agreement_reached", True, "rest_to_government", (Route.CONSENT, Route.PROPOSAL)),
        ("agreement_reached", True, "rest_as_new_request", (Route.CONSENT, Route.NEW_REQUEST)),
    ],
)
def test_w1_23_and_24_agreement_leads_to_consent_and_its_lack_to_a_proposal(
    outcome, partial, reading, leads_to
):
    law = read_as("partial_agreement", reading)

    assert rules.routes(law, outcome=outcome, partial=partial) == leads_to


@pytest.mark.rule("dispute_coordination.coordination_outcomes")
def test_a_coordination_ends_in_one_of_two_ways():
    assert LAW.regulation.catalogue("coordination_outcomes").codes == ("agreement_reached", "no_agreement")
    with pytest.raises(InvalidError) as refused:
        rules.routes(LAW, outcome="postponed", partial=False)

    assert refused.value.basis == article("第十八条")


@pytest.mark.rule("dispute_coordination.coordination_opinion")
@pytest.mark.obligation("W1-23")
@pytest.mark.parametrize(
    "given",
    [
        pytest.param(None, id="not asked"),
        pytest.param(answer(granted=False), id="refused"),
        pytest.param(answer(document=" "), id="on no paper"),
    ],
)
def test_w1_23_no_opinion_without_the_governments_consent(given):
    rules.require_consent(LAW, answer())
    with pytest.raises(rules.NoConsentError) as refused:
        rules.require_consent(LAW, given)

    assert refused.value.basis == article("第十八条（一）")


@pytest.mark.rule("dispute_coordination.coordination_opinion")
@pytest.mark.parametrize(("reading", "counted"), [("counted", True), ("not_counted", False)])
def test_whether_the_wait_for_consent_counts_is_the_bureaus_reading(reading, counted):
    assert rules.counts_government_time(read_as("time_for_government_consent", reading)) is counted


@pytest.mark.rule("dispute_coordination.coordination_opinion")
@pytest.mark.obligation("W1-23")
@pytest.mark.parametrize("role", [Role.GOVERNMENT, Role.BUREAU_CLERK, Role.BUREAU_HEAD])
def test_w1_23_the_government_answers_or_the_bureau_records_its_paper(role):
    rules.require_government_paper(
        LAW, "coordination_opinion", role=role, answer=answer(), asked_on=day("2026-11-16")
    )


@pytest.mark.rule("dispute_coordination.coordination_opinion")
@pytest.mark.obligation("W1-23")
@pytest.mark.parametrize(
    ("role", "given", "error"),
    [
        pytest.param(Role.AGENCY_HEAD, answer(), ForbiddenError, id="no agency decides for it"),
        pytest.param(Role.BUREAU_CLERK, answer(document=""), InvalidError, id="no number"),
        pytest.param(Role.GOVERNMENT, answer(decided_on="2026-11-12"), InvalidError, id="before the report"),
    ],
)
def test_w1_23_an_answer_has_its_number_and_its_day(role, given, error):
    with pytest.raises(error) as refused:
        rules.require_government_paper(
            LAW, "coordination_opinion", role=role, answer=given, asked_on=day("2026-11-13")
        )

    assert refused.value.basis == article("第十八条（一）")


@pytest.mark.rule("dispute_coordination.coordination_proposal")
@pytest.mark.obligation("W1-24")
def test_w1_24_without_agreement_the_bureau_proposes_and_the_government_decides():
    organ = rules.proposal_goes_to(LAW, outcome="no_agreement", proposal="建议由农业农村委检查。")

    assert organ == "district_government"


@pytest.mark.rule("dispute_coordination.coordination_proposal")
@pytest.mark.obligation("W1-24")
@pytest.mark.parametrize(("outcome", "proposal"), [("agreement_reached", "建议。"), ("no_agreement", " ")])
def test_w1_24_no_proposal_on_what_was_agreed_and_none_without_content(outcome, proposal):
    with pytest.raises(InvalidError) as refused:
        rules.proposal_goes_to(LAW, outcome=outcome, proposal=proposal)

    assert refused.value.basis == article("第十八条（二）")


@pytest.mark.rule("enforcement_supervision.coordination_proposal")
@pytest.mark.obligation("W1-24")
def test_w1_24_the_national_regulation_says_the_same_since_it_is_in_force():
    national = "national/enforcement_supervision@2026-02-01#第十三条"

    assert rules.proposal_bases(LAW) == (article("第十八条（二）"), national)
    assert rules.proposal_bases(BEFORE_ORDER_825) == (article("第十八条（二）"),)


@pytest.mark.rule("dispute_coordination.opinion_contents")
@pytest.mark.obligation("W1-23")
@pytest.mark.parametrize("part", CONTENTS)
def test_w1_23_the_opinion_states_matter_basis_result_and_opinion(part):
    rules.require_opinion_contents(LAW, CONTENTS)

    assert [one.code for one in rules.missing_opinion_contents(LAW, CONTENTS | {part: " "})] == [part]
    with pytest.raises(InvalidError) as refused:
        rules.require_opinion_contents(LAW, CONTENTS | {part: ""})
    assert refused.value.basis.startswith(article("第十八条（一）"))


@pytest.mark.rule("dispute_coordination.opinion_delivery")
@pytest.mark.obligation("W1-23")
def test_w1_23_the_opinion_is_served_on_every_agency_concerned():
    assert rules.opinion_addressees(LAW, agencies=["market", "farming"]) == ("market", "farming")


@pytest.mark.rule("dispute_coordination.execution_monitoring")
@pytest.mark.obligation("W1-26")
@pytest.mark.parametrize(
    ("planned_on", "looked_on", "late"),
    [
        pytest.param("2026-12-18", "2026-12-17", False, id="Fri 18 Dec; Thursday, the day before"),
        pytest.param("2026-12-18", "2026-12-18", False, id="Fri 18 Dec; the day itself"),
        pytest.param("2026-12-18", "2026-12-19", True, id="Fri 18 Dec; Saturday, the day after"),
        pytest.param("2026-12-20", "2026-12-20", False, id="Sun 20 Dec; the day itself, a day off"),
        pytest.param("2026-12-20", "2026-12-21", True, id="Sun 20 Dec; Monday: a named day does not roll"),
    ],
)
def test_w1_26_execution_is_looked_at_again_on_the_day_that_the_bureau_sets(planned_on, looked_on, late):
    deadline = rules.follow_up_deadline(LAW, CALENDAR, on=day("2026-11-18"), planned_on=day(planned_on))

    assert shows_late(deadline, day(looked_on)) is late
    assert (deadline.unit, deadline.basis) == (Unit.FIXED, article("第十九条"))


@pytest.mark.rule("dispute_coordination.execution_monitoring")
@pytest.mark.parametrize("planned_on", ["2026-11-17", "2026-11-18"])
def test_a_follow_up_lies_ahead(planned_on):
    with pytest.raises(InvalidError) as refused:
        rules.follow_up_deadline(LAW, CALENDAR, on=day("2026-11-18"), planned_on=day(planned_on))

    assert refused.value.basis == article("第十九条")


LADDER = [
    (),
    ("order_to_correct",),
    ("order_to_correct", "circular"),
    ("order_to_correct", "circular", "competent_organ"),
]


@pytest.mark.obligation("W1-27")
def test_w1_27_a_defied_decision_is_met_step_by_step():
    assert [rules.next_rung(LAW, taken=taken) for taken in LADDER] == [
        "order_to_correct",
        "circular",
        "competent_organ",
        None,
    ]


@pytest.mark.obligation("W1-25")
def test_w1_25_refusal_to_carry_out_an_opinion_rests_on_its_article():
    assert rules.defied_opinion_basis(LAW) == article("第十九条")
