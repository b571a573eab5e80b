from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from services.dashboard.api.translation import LANGUAGES, LOCALES, said, translations
from services.dashboard.views.labels import citation_in_english, label_in_english
from tests.services.dashboard.words_of_pages import words

ENGLISH = LOCALES / "en" / "LC_MESSAGES" / "dashboard.po"
OWN_NAMES = set(LANGUAGES.values())


def _catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as source:
        return {_first(message.id): _first(message.string) for message in read_po(source) if message.id}


def _first(text: object) -> str:
    return str(text[0]) if isinstance(text, tuple | list) else str(text)


def test_every_word_of_the_pages_exists_in_english() -> None:
    untranslated = words() - OWN_NAMES - {key for key, english in _catalogue(ENGLISH).items() if english}

    assert untranslated == set()


def test_the_english_catalogue_holds_nothing_that_no_page_says() -> None:
    assert set(_catalogue(ENGLISH)) - words() == set()


def test_counted_days_have_a_singular_in_english() -> None:
    english = translations("en")

    one, two = (
        english.ngettext("剩 %(num)s 个工作日", "剩 %(num)s 个工作日", n) % {"num": n} for n in (1, 2)
    )

    assert (one, two) == ("1 working day left", "2 working days left")


def test_what_a_service_says_in_chinese_only_is_shown_to_all() -> None:
    assert said({"label_zh": "受理", "label_en": ""}, "label", "en") == "受理"


@pytest.mark.parametrize(
    ("label", "english"),
    [
        ("第七条", "art. 7"),
        ("第十条", "art. 10"),
        ("第二十一条", "art. 21"),
        ("第一百零五条", "art. 105"),
        ("第十三条#2", "art. 13#2"),
        ("九", "section 9"),
        ("第十二条（三）", "art. 12(3)"),
        ("第八十五条第二款", "art. 85, para. 2"),
        ("第二条、第六条", "art. 2, art. 6"),
    ],
)
def test_an_article_is_cited_in_english_by_its_number(label: str, english: str) -> None:
    assert label_in_english(label) == english


@pytest.mark.parametrize(
    ("citation", "english"),
    [
        ("《民事诉讼法》第八十五条第三款", "Civil Procedure Law, art. 85, para. 3"),
        ("《没有收录的法》第一条", "《没有收录的法》第一条"),
        ("calculator", "calculator"),
    ],
)
def test_a_law_outside_of_the_suite_is_cited_in_english_where_it_is_known(
    citation: str, english: str
) -> None:
    assert citation_in_english(citation) == english
