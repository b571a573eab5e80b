"""Open questions with the default in use, and internal targets that never pass for law."""

import pytest

from shared.calendar.deadline import Unit
from shared.law.book import LawBook, UnknownLawError

LAW = LawBook.bundled()


def test_the_default_applies_until_the_bureau_answers():
    assert LAW.policies().value("opinion_threshold") == "clearly_improper"


def test_the_bureaus_answer_replaces_the_default():
    assert LAW.policies({"opinion_threshold": "improper"}).value("opinion_threshold") == "improper"


def test_an_answer_that_the_question_does_not_offer_is_refused():
    with pytest.raises(ValueError, match="opinion_threshold cannot be slightly_improper"):
        LAW.policies({"opinion_threshold": "slightly_improper"})


@pytest.mark.parametrize(
    "use", [lambda: LAW.policies().value("weather"), lambda: LAW.policies({"weather": "fine"})]
)
def test_an_unknown_policy_is_refused(use):
    with pytest.raises(UnknownLawError):
        use()


def test_every_question_has_a_name_of_its_own_and_a_default():
    questions = LAW.questions.values()

    assert len({question.policy for question in questions}) == len(questions) == 67
    assert all(question.default and question.default_zh and question.default_en for question in questions)


def test_every_question_points_to_an_existing_place():
    places = {regulation.name for regulation in LAW} | {
        f"{regulation.name}#{article.label}" for regulation in LAW for article in regulation.articles
    }

    assert {where for question in LAW.questions.values() for where in question.where} <= places


def test_every_open_rule_has_a_question_with_a_default_beside_it():
    without = [
        regulation.basis(clause.label)
        for regulation in LAW
        for article in regulation.articles
        for clause in (*article.rules, *article.notes)
        if clause.open_question and not LAW.questions_at(regulation.name, article.label)
    ]

    assert without == []


def test_a_question_about_a_whole_regulation_stands_beside_each_article():
    numbers = [question.number for question in LAW.questions_at("wulong/case_interference", "第三条")]

    assert numbers == ["Q36"]


def test_an_internal_target_is_never_cited_as_law():
    target = LAW.internal_targets["complaints.result_notice"]

    assert (target.length, target.unit) == (5, Unit.WORKING_DAY)
    assert target.basis == "internal_target#complaints.result_notice"


def test_an_internal_target_fills_a_gap_and_never_replaces_a_printed_number():
    keys = {rule.key: [] for regulation in LAW for rule in regulation.rules}
    for regulation in LAW:
        for rule in regulation.rules:
            keys[rule.key].append(rule)

    for key in LAW.internal_targets:
        assert keys[key], key
        gaps = [rule for rule in keys[key] if rule.length is None]
        assert gaps or key == "enforcement_supervision.new_law_report"
