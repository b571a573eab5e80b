"""A document that is handed in is judged whole: every fault at once, each with its place and line."""

from datetime import date

import pytest

from shared.law.book import LawBook
from shared.law.examination import examine
from shared.law.faults import FaultyLawError
from shared.law.proposal import propose
from shared.law.source import LawText
from tests.shared.law.drafts import NAME, NEW_YEAR, PRESENT, version

LAW = LawBook.bundled()
TODAY = date(2026, 11, 21)


def faults(text: str):
    read = LawText(NAME, text)
    return read.located(examine(NAME, read.content, LAW.vocabulary).faults)


def test_every_bundled_file_is_sound_as_text_too():
    for regulation in LAW:
        path = LAW.root / regulation.name / f"{regulation.in_force_from}.yaml"
        read = LawText(regulation.name, path.read_text(encoding="utf-8"))
        proposal = propose(LAW, regulation.name, regulation.in_force_from, read.content, today=TODAY)

        assert proposal.faults == (), regulation.id
        assert proposal.regulation.sha256 == regulation.sha256


@pytest.mark.parametrize(
    ("old", "new", "code", "at_line"),
    [
        ("title: 行政", "titel: 行政", "missing", "titel"),
        ("title: 行政", "titel: 行政", "unknown_field", "titel"),
        ("service: complaints\n", "service: kitchen\n", "unknown_word", "kitchen"),
        (
            "service: complaints\n",
            "service: complaints\ntransition: sometimes\n",
            "unlisted_value",
            "sometimes",
        ),
        ("kind: guard", "kind: gard", "unlisted_value", "gard"),
        ("      handling:", "      handelling:", "unknown_key", "handelling"),
        ("length: 30", "length: thirty", "unlisted_value", "thirty"),
        ("length: 30", "length: 0", "impossible_length", "length: 0"),
        ("length: 30", "length: 30000", "impossible_length", "30000"),
        ("length: 30\n        unit: calendar_day", "length: 30", "no_unit", "handling:"),
        ("length: 30", "lenght: 30", "unknown_parameter", "lenght"),
        ("（十）: other", "（十）: impoliteness", "unknown_code", "impoliteness"),
        ("label: 第十条", "label: 第九条", "twice", "articles"),
        ("        length: 30\n", "        length: 30\n        length: 20\n", "twice", "length: 20"),
        ("summary: 受理后限期办结", "summary: ''", "string_too_short", "summary: ''"),
        ("summary: 受理后限期办结", 'summary: "受理\\u0007后"', "control_character", "u0007"),
    ],
)
def test_each_kind_of_slip_is_found_with_its_line_and_said_in_both_languages(old, new, code, at_line):
    text = PRESENT.replace(old, new, 1)
    assert text != PRESENT

    try:
        found = faults(text)
    except FaultyLawError as error:
        found = list(error.faults)

    fault = next(each for each in found if each.code == code)
    assert at_line in text.splitlines()[fault.line - 1]
    assert not fault.zh.isascii()
    assert fault.en


def test_one_fault_does_not_hide_another():
    wrong = (
        PRESENT.replace("kind: guard", "kind: gard", 1)
        .replace("length: 30", "length: thirty")
        .replace("service: complaints\n", "service: kitchen\n", 1)
        .replace("（十）: other", "（十）: impoliteness")
    )

    found = faults(wrong)

    assert {fault.code for fault in found} == {"unlisted_value", "unknown_word", "unknown_code"}
    assert len(found) == 4
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_a_fault_names_the_article_and_the_rule():
    (fault,) = faults(PRESENT.replace("length: 30", "length: thirty"))

    assert fault.zh == "第十条 handling：length 不能是“thirty”"
    assert fault.en == "第十条 handling: length cannot be thirty"
    assert fault.at == "articles.9.rules.handling.length"


def test_a_long_word_is_not_repeated_whole():
    (fault,) = faults(PRESENT.replace("length: 30", f"length: {'x' * 5000}"))

    assert len(fault.en) < 200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("{[}", "unreadable"),
        ("a: 2026-99-99", "unreadable"),
        ("a: 1\n---\nb: 2", "unreadable"),
        ("!!python/object/apply:os.system [ls]", "unreadable"),
        ("a: &x [1, 2]\nb: *x", "reference"),
        ("a: " + "[" * 40 + "]" * 40, "too_deep"),
        ("a: 1\nb: 2\na: 3", "twice"),
    ],
)
def test_a_text_that_is_no_plain_data_is_refused(text, code):
    with pytest.raises(FaultyLawError) as refused:
        LawText(NAME, text)

    assert [fault.code for fault in refused.value.faults] == [code]


@pytest.mark.parametrize("content", [None, 7, "text", [], [{"title": "x"}]])
def test_what_is_no_document_is_said_so(content):
    assert [fault.code for fault in examine(NAME, content, LAW.vocabulary).faults] == ["not_a_document"]


@pytest.mark.parametrize(
    "articles",
    [7, "none", [], [7], [{}], [{"label": 3, "rules": 4, "not_code": 5}], {"a": 1}, [{"rules": {"x": {}}}]],
)
def test_articles_of_any_wrong_shape_are_faults_and_no_failure(articles):
    assert examine(NAME, {**version(30), "articles": articles}, LAW.vocabulary).faults


def test_a_day_in_the_text_is_plain_data_afterwards():
    path = LAW.root / "national/enforcement_supervision/2026-02-01.yaml"

    content = LawText("national/enforcement_supervision", path.read_text(encoding="utf-8")).content

    commencement = content["articles"][-1]["not_code"][-1]
    assert commencement["from"] == "2026-02-01"


# What two persons should think of before they publish


def warnings(document, day=NEW_YEAR, *, name=NAME, today=TODAY, law=LAW):
    proposal = propose(law, name, day, document, today=today)
    assert proposal.is_sound, proposal.faults
    return {warning.code: warning for warning in proposal.warnings}


def printed(document, quantity):
    document["articles"][9]["prints"][0] = quantity
    return document


def test_an_ordinary_new_version_needs_no_warning():
    assert warnings(printed(version(20), "20 calendar_day")) == {}


def test_a_rule_that_code_carries_out_and_the_new_version_drops_is_warned_of():
    document = version(30)
    del document["articles"][9]["rules"]["handling_extension"]
    document["articles"][9]["prints"] = ["30 calendar_day"]

    assert "complaints.handling_extension" in warnings(document)["rule_gone"].en


def test_an_item_that_old_cases_may_use_and_the_new_version_drops_is_warned_of():
    document = version(30)
    del document["articles"][3]["rules"]["complaint_grounds"]["items"]["（十）"]

    assert "other" in warnings(document)["item_gone"].en


def test_a_version_before_one_that_is_known_is_warned_of():
    law = LawBook.fresh()
    law.take_version(NAME, NEW_YEAR, version(20))

    said = warnings(version(30), date(2026, 12, 1), law=law)

    assert "2027-01-01" in said["followed_by_another"].en


def test_another_day_in_the_commencement_clause_is_warned_of():
    document = version(30)
    document["articles"][15]["not_code"][0]["from"] = "2027-03-01"

    assert "2027-03-01" in warnings(document)["other_commencement"].en


def test_the_difference_names_articles_rules_parameters_and_items():
    document = printed(version(20), "20 calendar_day")
    document["articles"][3]["rules"]["complaint_grounds"]["items"].pop("（十）")
    document["title"] = "行政执法投诉举报办法"

    found = propose(LAW, NAME, NEW_YEAR, document, today=TODAY).difference

    assert found.against == f"{NAME}@2021-11-10"
    assert [(each.name, each.new) for each in found.head] == [("title", "行政执法投诉举报办法")]
    assert {each.label for each in found.articles} >= {"第十条"}
    (handling,) = [each for each in found.rules if each.key == "complaints.handling"]
    assert [(each.name, each.old, each.new) for each in handling.params] == [("length", "30", "20")]
    assert [(each.catalogue, each.code, each.change) for each in found.items] == [
        ("complaint_grounds", "other", "removed")
    ]


def test_the_first_version_of_a_regulation_is_new_throughout():
    found = propose(LAW, NAME, date(2021, 11, 9), version(30), today=TODAY).difference

    assert found.against is None
    assert {each.change for each in (*found.articles, *found.rules, *found.items)} == {"added"}
    assert len(found.articles) == 16


def test_the_same_again_differs_in_nothing():
    assert propose(LAW, NAME, NEW_YEAR, version(30), today=TODAY).difference.is_empty
