"""The law book: versions, rules, catalogues and citations."""

from datetime import date

import pytest

from shared.calendar.deadline import Unit
from shared.law.book import Kind, LawBook, UnknownLawError
from shared.law.refusal import InvalidError

LAW = LawBook.bundled()
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def complaints():
    return LAW.regulation("wulong/complaints", on=TODAY)


def test_a_rule_is_asked_for_with_or_without_its_topic(complaints):
    assert complaints.rule("handling") is complaints.rule("complaints.handling")


def test_a_period_knows_its_limit_its_article_and_what_starts_it(complaints):
    rule = complaints.rule("acceptance")

    assert (rule.length, rule.unit, rule.kind) == (7, Unit.WORKING_DAY, Kind.PERIOD)
    assert rule.basis == "wulong/complaints@2021-11-10#第七条"
    assert rule.params["starts_on"] == "complaint_received"
    assert rule.tokens("actor") == ("bureau", "legal_unit")


def test_an_extension_has_a_cap_and_no_length(complaints):
    rule = complaints.rule("handling_extension")

    assert (rule.length, rule.cap, rule.times, rule.unit) == (None, 30, 1, Unit.CALENDAR_DAY)


def test_a_limit_that_the_document_sets_has_no_number(complaints):
    rule = complaints.rule("order_to_correct")

    assert (rule.length, rule.unit) == (None, Unit.IN_DOCUMENT)


def test_a_rule_without_a_limit_has_no_unit_and_no_tokens_where_the_text_is_silent(complaints):
    rule = complaints.rule("recusal")

    assert (rule.unit, rule.breach_unit, rule.month_day, rule.tokens("approver")) == (None, None, None, ())


def test_a_bare_day_is_read_strictly_and_held_late_only_by_working_days():
    rule = LAW.regulation("wulong/fault_accountability", on=TODAY).rule("forwarding")

    assert (rule.unit, rule.breach_unit) == (Unit.CALENDAR_DAY, Unit.WORKING_DAY)


def test_a_fixed_date_is_a_month_and_a_day():
    rule = LAW.regulation("wulong/annual_statistics", on=TODAY).rule("annual_report_publication")

    assert (rule.kind, rule.month_day, rule.length) == (Kind.FIXED_DATE, "01-31", None)


def test_the_same_key_has_other_numbers_under_another_issuer():
    xushui = LAW.regulation("xushui_ecology/fault_accountability", on=TODAY).rule("handling")
    banan = LAW.regulation("banan_housing/fault_accountability", on=TODAY).rule("handling")

    assert (xushui.length, xushui.unit, xushui.label) == (3, Unit.MONTH, "第十五条")
    assert (banan.length, banan.unit, banan.label) == (60, Unit.CALENDAR_DAY, "十六")


def test_a_rule_of_an_item_cites_the_item():
    rule = LAW.regulation("wulong/dispute_coordination", on=TODAY).rule("supplement")

    assert rule.basis == "wulong/dispute_coordination@2021-11-10#第十二条（二）"


def test_an_article_printed_twice_is_cited_with_its_ordinal():
    rule = LAW.regulation("qianjiang_emergency/case_interference", on=TODAY).rule("retaliation")

    assert rule.label == "第十条#2"


def test_an_article_without_rules_says_why(complaints):
    article = complaints.article("第十六条")

    assert [note.kind for note in article.notes] == [Kind.COMMENCEMENT]
    assert article.notes[0].params["from"] == "issue"


def test_not_every_issuer_lays_every_rule_down():
    assert not LAW.regulation("qianjiang_ecology/case_interference", on=TODAY).has_rule(
        "repeat_non_recording"
    )
    assert LAW.regulation("wulong/case_interference", on=TODAY).has_rule("repeat_non_recording")


def test_a_catalogue_lists_its_codes_in_printed_order(complaints):
    catalogue = complaints.catalogue("decline_grounds")

    assert catalogue.codes == (
        "reconsideration_open",
        "litigation_open",
        "against_reconsideration_or_judgment",
        "with_other_body",
        "other",
    )


def test_an_item_has_names_in_both_languages_and_a_citation_of_its_own(complaints):
    item = complaints.catalogue("complaint_grounds").item("rough_enforcement")

    assert item.basis == "wulong/complaints@2021-11-10#第四条（八）"
    assert item.name_zh
    assert item.name_en


def test_a_printed_item_may_join_two_contents(complaints):
    items = complaints.catalogue("complaint_grounds").items

    assert [item.code for item in items if item.label == "（七）"] == ["favouritism", "falsification"]


def test_members_of_running_text_are_numbered(complaints):
    catalogue = complaints.catalogue("complainant_identity")

    assert [item.label for item in catalogue.items] == ["〔1〕", "〔2〕", "〔3〕", "〔4〕"]
    assert catalogue.label == "第六条（二）"


def test_a_code_outside_the_catalogue_is_refused_with_the_article(complaints):
    with pytest.raises(InvalidError) as refused:
        complaints.catalogue("complaint_grounds").require("bad_manners")

    assert refused.value.basis == "wulong/complaints@2021-11-10#第四条"
    assert refused.value.rule == "complaints.complaint_grounds"


def test_a_code_inside_the_catalogue_gives_its_item(complaints):
    assert complaints.catalogue("complaint_grounds").require("other").label == "（十）"


def test_principles_are_a_catalogue_without_a_rule():
    regulation = LAW.regulation("banan_housing/fault_accountability", on=TODAY)

    assert len(regulation.catalogue("principles").codes) == 5
    assert not regulation.has_rule("principles")


@pytest.mark.parametrize(
    ("name", "day", "version"),
    [
        ("wulong/complaints", "2021-11-10", "2021-11-10"),
        ("wulong/complaints", "2026-11-21", "2021-11-10"),
        ("national/enforcement_supervision", "2026-02-01", "2026-02-01"),
    ],
)
def test_a_regulation_is_in_force_from_its_day_on(name, day, version):
    assert LAW.regulation(name, on=date.fromisoformat(day)).id == f"{name}@{version}"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("wulong/complaints", "2021-11-09"),
        ("national/enforcement_supervision", "2026-01-31"),
        ("atlantis/complaints", "2026-01-01"),
    ],
)
def test_before_its_day_a_regulation_is_not_there(name, day):
    with pytest.raises(UnknownLawError):
        LAW.regulation(name, on=date.fromisoformat(day))


def test_a_version_is_found_by_its_id_and_read_once():
    assert LAW.by_id("wulong/complaints@2021-11-10") is LAW.regulation("wulong/complaints", on=TODAY)


@pytest.mark.parametrize(
    "wrong", ["wulong/complaints", "wulong/complaints@soon", "wulong/complaints@2020-01-01", ""]
)
def test_an_id_that_names_no_version_is_unknown(wrong):
    with pytest.raises(UnknownLawError):
        LAW.by_id(wrong)


@pytest.mark.parametrize("ask", ["rule", "catalogue", "article"])
def test_asking_for_what_is_not_there_names_the_regulation(complaints, ask):
    with pytest.raises(UnknownLawError, match="wulong/complaints@2021-11-10"):
        getattr(complaints, ask)("unheard_of")


def test_the_whole_law_is_there():
    regulations = list(LAW)

    assert len(regulations) == 22
    assert sum(len(regulation.articles) for regulation in regulations) == 342
    assert sum(len(regulation.rules) for regulation in regulations) == 461
    assert (
        sum(len(catalogue.items) for regulation in regulations for catalogue in regulation.catalogues) == 759
    )
