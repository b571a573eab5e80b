"""A slip in a law file is found while the file is read."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from shared.law.book import BUNDLED, LawBook
from shared.law.document import Kind
from shared.law.faults import FaultyLawError

HEAD = """\
title: 试行制度
title_en: A trial regulation
document: null
issued_by: 武隆区人民政府
service: complaints
articles:
"""
ARTICLE = """\
  - label: 第一条
    rules:
      handling: {kind: period, summary: 限期办结, summary_en: Conclude, length: 30, unit: calendar_day}
"""


@pytest.fixture
def read(tmp_path: Path):
    for name in ("vocabulary.yaml", "keys.yaml", "catalogues.yaml"):
        shutil.copy(BUNDLED / name, tmp_path)

    def reading(articles: str, *, name: str = "wulong/complaints", head: str = HEAD):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "2026-01-01.yaml").write_text(head + articles, encoding="utf-8")
        return LawBook(tmp_path).version(name, date(2026, 1, 1))

    return reading


def test_a_sound_file_is_read(read):
    assert read(ARTICLE).rule("handling").length == 30


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("handling:", "handelling:", "no such key"),
        ("kind: period", "kind: notice", "no such key of kind notice"),
        ("unit: calendar_day", "unit: moon", "unit cannot be moon"),
        ("length: 30", "length: thirty", "length cannot be thirty"),
        ("length: 30", "lenght: 30", "unknown parameter lenght"),
        ("length: 30, unit: calendar_day", "length: 30", "a limit needs a unit"),
        ("length: 30, unit: calendar_day", "actor: agency", "a period needs a length"),
        ("length: 30", "length: 30, actor: [agency, wizard]", "actor cannot be wizard"),
        ("length: 30", "length: 30, service: kitchen", "unknown service kitchen"),
    ],
)
def test_an_unlisted_word_is_refused(read, old, new, said):
    with pytest.raises(FaultyLawError, match=said):
        read(ARTICLE.replace(old, new))


def test_an_unlisted_code_is_refused(read):
    with pytest.raises(FaultyLawError, match="unknown code impoliteness in complaint_grounds"):
        read(
            """\
  - label: 第四条
    rules:
      complaint_grounds: {kind: catalogue, summary: 事由, summary_en: Grounds, items: {（一）: impoliteness}}
"""
        )


def test_a_catalogue_without_items_is_refused(read):
    with pytest.raises(FaultyLawError, match="without items"):
        read(
            "  - {label: 四, rules: {complaint_grounds: {kind: catalogue, summary: 事由, summary_en: Why}}}\n"
        )


@pytest.mark.parametrize(
    ("name", "word"), [("atlantis/complaints", "atlantis"), ("wulong/weather", "weather")]
)
def test_an_unlisted_issuer_or_topic_is_refused(read, name, word):
    with pytest.raises(FaultyLawError, match=f"unknown word {word}"):
        read(ARTICLE, name=name)


@pytest.mark.parametrize(
    "articles",
    [
        "  - {label: 第一条}\n",
        "  - {label: 第一条, colour: red}\n",
        ARTICLE + ARTICLE,
        ARTICLE + ARTICLE.replace("第一条", "第二条"),
        "  - {label: 第一条, not_code: [{kind: period, summary: 无, summary_en: None}]}\n",
        "  - {label: 第一条, rules: {handling: {kind: principle, summary: 无, summary_en: None}}}\n",
    ],
    ids=[
        "an article without a decision",
        "a field that nobody knows",
        "an article twice",
        "a key twice",
        "a period without a key",
        "a principle with a key",
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(read, articles):
    with pytest.raises(FaultyLawError):
        read(articles)


def test_every_kind_that_demands_code_has_a_key_and_the_others_may_not():
    by_kind = {
        kind
        for kind in Kind
        for regulation in LawBook.bundled()
        for rule in regulation.rules
        if rule.kind is kind
    }

    assert by_kind == set(Kind) - {Kind.PRINCIPLE, Kind.DEFINITION, Kind.COMMENCEMENT}


def test_one_topic_gives_a_key_one_kind():
    kinds: dict[str, set[Kind]] = {}
    for regulation in LawBook.bundled():
        for rule in regulation.rules:
            kinds.setdefault(rule.key, set()).add(rule.kind)

    assert [key for key, found in kinds.items() if len(found) > 1] == []


def test_no_key_and_no_code_is_listed_in_vain():
    law = LawBook.bundled()
    used_keys = {rule.key for regulation in law for rule in regulation.rules}
    used_codes = {
        (catalogue.name, item.code)
        for regulation in law
        for catalogue in regulation.catalogues
        for item in catalogue.items
    }

    assert law.vocabulary.full_keys == used_keys
    assert {(name, code) for name, codes in law.vocabulary.codes.items() for code in codes} == used_codes


def test_a_token_has_a_chinese_word():
    assert LawBook.bundled().vocabulary.word("bureau").startswith("区司法局")
    assert LawBook.bundled().vocabulary.word("unheard_of") == "unheard_of"
