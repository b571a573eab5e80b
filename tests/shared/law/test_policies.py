"""Open questions with the default in use, and internal targets that never pass for law."""

from datetime import date

import pytest

from shared.calendar.deadline import Unit
from shared.law.book import Choice, LawBook, UnknownLawError
from shared.law.policies import OpenQuestion, UnofferedChoiceError

LAW = LawBook.bundled()


def test_the_default_applies_until_the_bureau_answers():
    assert LAW.policy("opinion_threshold") == "clearly_improper"


def test_the_bureaus_answer_replaces_the_default():
    book = LawBook.fresh()

    book.choose("opinion_threshold", "improper", chosen_on=date(2026, 11, 20), chosen_by="a", reason="答复")

    assert book.policy("opinion_threshold") == "improper"
    assert book.policies.choice("opinion_threshold") == Choice("improper", date(2026, 11, 20), "a", "答复")


def test_the_bureau_may_go_back_to_the_default():
    book = LawBook.fresh()
    book.choose("opinion_threshold", "improper")

    book.choose("opinion_threshold", "clearly_improper")

    assert book.policy("opinion_threshold") == "clearly_improper"


def test_an_answer_of_one_process_is_none_of_another():
    LawBook.fresh().choose("opinion_threshold", "improper")

    assert LawBook.fresh().policy("opinion_threshold") == "clearly_improper"
    assert LawBook.bundled().policies.choice("opinion_threshold") is None


def test_the_same_answer_again_changes_nothing():
    book = LawBook.fresh()

    assert book.choose("opinion_threshold", "improper") is True
    revision = book.revision

    assert book.choose("opinion_threshold", "improper") is False
    assert book.revision == revision


def test_values_once_handed_out_do_not_change_under_the_readers_hands():
    book = LawBook.fresh()
    before = book.policies

    book.choose("opinion_threshold", "improper")

    assert before.value("opinion_threshold") == "clearly_improper"


def test_an_answer_that_the_question_does_not_offer_is_refused():
    with pytest.raises(UnofferedChoiceError, match="opinion_threshold cannot be slightly_improper"):
        LawBook.fresh().choose("opinion_threshold", "slightly_improper")


@pytest.mark.parametrize(
    "use",
    [lambda book: book.policy("weather"), lambda book: book.choose("weather", "fine")],
    ids=["asked", "chosen"],
)
def test_an_unknown_policy_is_refused(use):
    with pytest.raises(UnknownLawError):
        use(LawBook.fresh())


def test_every_question_has_a_name_of_its_own_and_a_default():
    questions = LAW.questions.values()

    assert len({question.policy for question in questions}) == len(questions) == 70
    assert all(question.default and question.default_zh and question.default_en for question in questions)


def test_every_alternative_is_worded_in_both_languages_and_is_not_the_default():
    for question in LAW.questions.values():
        assert question.default not in question.choices
        for zh, en in question.choices.values():
            assert not zh.isascii(), question.number
            assert en.isascii(), question.number


def test_a_question_whose_default_stands_among_its_alternatives_is_refused():
    known = LAW.questions["Q29"].model_dump()

    with pytest.raises(ValueError, match="no alternative to itself"):
        OpenQuestion.model_validate({**known, "choices": {known["default"]: ("同", "Same")}})


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
