"""Who may ask for coordination, of what, after which negotiation, with which papers (第六至十一条)."""

import pytest

from services.dispute_coordination.rules import request as rules
from shared.law.refusal import ForbiddenError, InvalidError
from tests.services.complaints.periods import day
from tests.services.dispute_coordination.periods import BEFORE_ORDER_825, LAW, article

GROUNDS = [
    ("enforcement_duties", "（一）"),
    ("basis_or_procedure", "（二）"),
    ("joint_enforcement", "（三）"),
    ("enforcement_assistance", "（四）"),
    ("case_transfer", "（五）"),
    ("other", "（六）"),
]
EXCLUSIONS = [
    ("not_enforcement", "（一）"),
    ("internal_dispute", "（二）"),
    ("dispute_with_party", "（三）"),
    ("governed_by_other_norm", "（四）"),
    ("other", "（五）"),
]
CONTENTS = {
    "agencies_information": "市场监管局、农业农村委。",
    "matter": "农药门店由谁检查。",
    "negotiation_and_differences": "协商两次，职责划分各执一词。",
    "proposal_and_reasons": "建议由农业农村委检查。",
}


def negotiated(*parties: str, agreed: bool = False, held_on: str = "2026-09-01") -> rules.Negotiation:
    return rules.Negotiation(day(held_on), parties, agreed)


@pytest.mark.rule("dispute_coordination.single_desk")
@pytest.mark.obligation("W1-01")
@pytest.mark.parametrize("body", ["market", "government", None])
def test_w1_01_only_the_bureau_takes_in_coordinates_and_issues(body):
    rules.require_single_desk(LAW, body="bureau")
    with pytest.raises(ForbiddenError) as refused:
        rules.require_single_desk(LAW, body=body)

    assert refused.value.basis == article("第六条")


@pytest.mark.rule("dispute_coordination.dispute_grounds")
@pytest.mark.obligation("W1-02")
@pytest.mark.parametrize(("code", "label"), GROUNDS)
def test_w1_02_each_printed_kind_of_dispute_may_be_brought(code, label):
    item = rules.ground(LAW, code)

    assert item.basis == article(f"第七条{label}")
    assert item.name_zh
    assert item.name_en


@pytest.mark.rule("dispute_coordination.dispute_grounds")
@pytest.mark.obligation("W1-02")
def test_w1_02_six_kinds_and_no_others_may_be_brought():
    assert LAW.regulation.catalogue("dispute_grounds").codes == tuple(code for code, _ in GROUNDS)
    with pytest.raises(InvalidError) as refused:
        rules.ground(LAW, "case_jurisdiction")

    assert refused.value.basis == article("第七条")


@pytest.mark.rule("enforcement_supervision.dispute_grounds")
@pytest.mark.parametrize("kind", ["matter_list", "case_jurisdiction", "cross_sector", "cross_region"])
def test_the_national_regulation_counts_disputes_under_four_kinds_of_its_own(kind):
    found = rules.national_kind(LAW, kind)

    assert found.basis.startswith("national/enforcement_supervision@2026-02-01#第十三条")
    with pytest.raises(InvalidError):
        rules.national_kind(LAW, "joint_enforcement")


@pytest.mark.rule("enforcement_supervision.dispute_grounds")
def test_before_the_national_regulation_there_was_no_national_kind():
    assert rules.national_kind(BEFORE_ORDER_825, "case_jurisdiction") is None


@pytest.mark.rule("dispute_coordination.exclusions")
@pytest.mark.obligation("W1-03")
@pytest.mark.parametrize(("code", "label"), EXCLUSIONS)
def test_w1_03_each_of_the_five_printed_cases_is_kept_out(code, label):
    assert rules.exclusion(LAW, code).basis == article(f"第八条{label}")


@pytest.mark.rule("dispute_coordination.exclusions")
@pytest.mark.obligation("W1-03")
def test_w1_03_no_sixth_exclusion_is_invented():
    assert LAW.regulation.catalogue("exclusions").codes == tuple(code for code, _ in EXCLUSIONS)
    with pytest.raises(InvalidError):
        rules.exclusion(LAW, "too_difficult")


@pytest.mark.rule("dispute_coordination.negotiation_first")
@pytest.mark.obligation("W1-04")
@pytest.mark.parametrize(
    "negotiations",
    [
        pytest.param([], id="no negotiation at all"),
        pytest.param([negotiated("market", "farming")], id="one of two respondents was not asked"),
        pytest.param([negotiated("farming", "water")], id="the respondents among themselves"),
    ],
)
def test_w1_04_the_agencies_negotiate_first_every_one_of_them(negotiations):
    with pytest.raises(rules.NotNegotiatedError) as refused:
        rules.require_negotiation(
            LAW, applicant="market", respondents=["farming", "water"], negotiations=negotiations
        )

    assert refused.value.basis == article("第九条")


@pytest.mark.rule("dispute_coordination.negotiation_first")
@pytest.mark.obligation("W1-04")
@pytest.mark.parametrize(
    "negotiations",
    [
        pytest.param([negotiated("market", "farming", "water")], id="all at one table"),
        pytest.param([negotiated("market", "farming"), negotiated("water", "market")], id="one by one"),
    ],
)
def test_w1_04_one_round_or_several_suffice_once_everybody_was_asked(negotiations):
    rules.require_negotiation(
        LAW, applicant="market", respondents=["farming", "water"], negotiations=negotiations
    )


@pytest.mark.rule("dispute_coordination.negotiation_first")
def test_a_dispute_needs_another_agency():
    with pytest.raises(rules.NotNegotiatedError):
        rules.require_negotiation(LAW, applicant="market", respondents=[], negotiations=[])


@pytest.mark.rule("enforcement_supervision.negotiation_first")
@pytest.mark.obligation("W1-04")
def test_w1_04_negotiation_first_stands_in_the_district_and_in_the_municipal_regulation():
    assert rules.negotiation_bases(LAW) == (
        article("第九条"),
        "chongqing/enforcement_supervision@2010-07-30#第十一条",
    )


@pytest.mark.rule("dispute_coordination.negotiation_minutes")
@pytest.mark.obligation("W1-04")
@pytest.mark.parametrize(
    ("form", "paper"), [("oral", "已谈妥"), ("minutes", " ")], ids=["by word of mouth", "no paper"]
)
def test_w1_04_an_agreement_is_put_on_paper(form, paper):
    rules.require_minutes(LAW, form="minutes", paper="sealed/1")
    rules.require_minutes(LAW, form="other_document", paper="sealed/2")
    with pytest.raises(InvalidError) as refused:
        rules.require_minutes(LAW, form=form, paper=paper)

    assert refused.value.basis == article("第九条")


@pytest.mark.rule("dispute_coordination.request_after_failed_negotiation")
@pytest.mark.obligation("W1-05")
@pytest.mark.parametrize("applicant", ["market", "farming"], ids=["one side", "the other side"])
def test_w1_05_any_party_may_apply_once_negotiation_has_failed(applicant):
    other = {"market": "farming", "farming": "market"}[applicant]

    rules.require_failed_negotiation(
        LAW, applicant=applicant, respondents=[other], negotiations=[negotiated("market", "farming")]
    )


@pytest.mark.rule("dispute_coordination.request_after_failed_negotiation")
@pytest.mark.obligation("W1-05")
def test_w1_05_what_was_agreed_is_followed_and_not_brought():
    with pytest.raises(rules.NegotiationAgreedError) as refused:
        rules.require_failed_negotiation(
            LAW,
            applicant="market",
            respondents=["farming"],
            negotiations=[
                negotiated("market", "farming", agreed=True, held_on="2026-09-02"),
                negotiated("market", "farming", held_on="2026-09-01"),
            ],
        )

    assert refused.value.basis == article("第十条")


@pytest.mark.rule("dispute_coordination.request_after_failed_negotiation")
@pytest.mark.parametrize(
    "later",
    [
        pytest.param([negotiated("market", "farming", held_on="2026-09-08")], id="the agreement broke"),
        pytest.param([negotiated("market", "water", held_on="2026-09-08")], id="another party disagrees"),
    ],
)
def test_a_dispute_that_came_up_again_or_lives_on_with_another_may_be_brought(later):
    respondents = ["farming", "water"] if later[0].joins("water") else ["farming"]

    rules.require_failed_negotiation(
        LAW,
        applicant="market",
        respondents=respondents,
        negotiations=[*later, negotiated("market", "farming", agreed=True)],
    )


@pytest.mark.rule("enforcement_supervision.request_after_failed_negotiation")
@pytest.mark.obligation("W1-05")
def test_w1_05_the_municipal_regulation_opens_coordination_and_a_ruling():
    assert rules.routes_after_negotiation(LAW) == ("coordination", "ruling")


@pytest.mark.rule("dispute_coordination.own_motion_opening")
@pytest.mark.obligation("W1-06")
def test_w1_06_the_bureau_opens_a_case_on_instruction_or_on_its_own_discovery():
    rules.require_trigger(LAW, trigger="government_instruction", source="武隆府办〔2026〕88号")
    rules.require_trigger(LAW, trigger="own_discovery", source="案卷评查中发现。")


@pytest.mark.rule("dispute_coordination.own_motion_opening")
@pytest.mark.obligation("W1-06")
@pytest.mark.parametrize(
    ("trigger", "source", "title"),
    [
        ("government_instruction", "", "文号"),
        ("own_discovery", " ", "情形"),
        ("a_newspaper", "某报", ""),
    ],
)
def test_w1_06_the_instruction_or_the_discovery_is_on_record(trigger, source, title):
    with pytest.raises(InvalidError) as refused:
        rules.require_trigger(LAW, trigger=trigger, source=source)

    assert refused.value.basis == article("第十条")
    assert title in refused.value.title


@pytest.mark.rule("dispute_coordination.request_materials")
@pytest.mark.obligation("W1-07")
def test_w1_07_four_groups_of_papers_are_filed_and_the_last_is_never_missing_by_itself():
    groups = ("written_request", "legal_basis", "staffing_and_duty_documents", "other")

    assert LAW.regulation.catalogue("request_materials").codes == groups
    assert [one.code for one in rules.missing_materials(LAW, [])] == list(groups[:3])
    assert rules.missing_materials(LAW, groups[:3]) == ()


@pytest.mark.rule("dispute_coordination.request_materials")
@pytest.mark.obligation("W1-07")
@pytest.mark.parametrize(
    ("missing", "label"),
    [("written_request", "（一）"), ("legal_basis", "（二）"), ("staffing_and_duty_documents", "（三）")],
)
def test_w1_07_each_missing_group_is_named_with_its_item(missing, label):
    filed = {"written_request", "legal_basis", "staffing_and_duty_documents", "other"} - {missing}

    assert [one.basis for one in rules.missing_materials(LAW, filed)] == [article(f"第十一条{label}")]


@pytest.mark.rule("dispute_coordination.request_contents")
@pytest.mark.obligation("W1-07")
@pytest.mark.parametrize("part", CONTENTS)
def test_w1_07_the_request_names_agencies_matter_differences_and_proposal(part):
    assert rules.missing_contents(LAW, CONTENTS) == ()
    assert [one.code for one in rules.missing_contents(LAW, CONTENTS | {part: " "})] == [part]


@pytest.mark.rule("enforcement_responsibility.jurisdiction_dispute")
@pytest.mark.obligation("W1-18")
def test_w1_18_who_disputes_jurisdiction_is_told_of_the_common_superior():
    assert rules.jurisdiction_goes_to(LAW, kind="case_jurisdiction") == "common_superior"
    assert rules.jurisdiction_goes_to(LAW, kind="cross_sector") is None
    assert rules.jurisdiction_goes_to(LAW, kind=None) is None
