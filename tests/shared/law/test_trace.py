"""The chain from article to test, and that every break in it is named."""

import sys
from pathlib import Path

import pytest

from shared.law.book import LawBook
from shared.law.report import (
    articles_table,
    faults_table,
    missing_table,
    open_table,
    regulations_table,
    rules_table,
)
from shared.law.rule import Article
from shared.law.statute import DoubleRegistrationError, Statute
from shared.law.trace import Traces, article_faults, marked_tests, registered_functions

LAW = LawBook.bundled()
KEYS = {rule.key for regulation in LAW for rule in regulation.rules}


def traces(*, without: str = "", functions=None, tests=None, planned=None) -> Traces:
    everything = {key: "later" for key in KEYS if key != without}
    return Traces(LAW, functions or {}, tests or {}, everything | (planned or {}))


def test_a_function_is_registered_under_its_full_key():
    statute = Statute("complaints")

    @statute.rule("handling", "acceptance")
    def deadline() -> None: ...

    assert dict(statute.functions) == {"complaints.handling": deadline, "complaints.acceptance": deadline}


def test_a_key_cannot_have_two_functions_in_one_statute():
    statute = Statute("complaints")
    statute.rule("handling")(len)

    with pytest.raises(DoubleRegistrationError, match=r"complaints\.handling"):
        statute.rule("handling")(max)


def test_functions_are_found_in_the_rules_of_every_service(tmp_path: Path, monkeypatch):
    head = "from shared.law.statute import Statute\nLAW = Statute('complaints')\n"
    code = head + "\n@LAW.rule('{}')\ndef rule(): ...\n"
    services = tmp_path / "services_on_trial"
    for name, key in (
        ("one/rules.py", "handling"),
        ("two/rules/__init__.py", None),
        ("two/rules/first.py", "acceptance"),
    ):
        (services / name).parent.mkdir(parents=True, exist_ok=True)
        (services / name).write_text(code.format(key) if key else "", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    found = registered_functions(services)

    assert found == {
        "complaints.acceptance": ("services_on_trial.two.rules.first.rule",),
        "complaints.handling": ("services_on_trial.one.rules.rule",),
    }
    for name in [module for module in sys.modules if module.startswith("services_on_trial")]:
        del sys.modules[name]


def test_marks_are_read_from_functions_classes_modules_and_cases(tmp_path: Path):
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_trial.py").write_text(
        """
import pytest
pytestmark = [pytest.mark.rule("complaints.routing")]

@pytest.mark.rule("complaints.handling", "complaints.acceptance")
async def test_one(): ...

@pytest.mark.rule("complaints.appeal")
class TestTwo:
    def test_inside(self): ...

@pytest.mark.parametrize("day", [pytest.param(1, marks=pytest.mark.rule("complaints.recusal"))])
def test_three(day): ...

@pytest.mark.rule("complaints.archiving")
def not_a_test(): ...
""",
        encoding="utf-8",
    )

    found = marked_tests(tests)

    assert found["complaints.handling"] == ("tests/test_trial.py::test_one",)
    assert found["complaints.appeal"] == ("tests/test_trial.py::TestTwo::test_inside",)
    assert found["complaints.recusal"] == ("tests/test_trial.py::test_three",)
    assert len(found["complaints.routing"]) == 3
    assert "complaints.archiving" not in found


def test_a_law_that_is_wholly_planned_has_no_fault():
    assert traces().faults() == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (traces(without="complaints.appeal"), "complaints.appeal: no function and not planned"),
        (
            traces(planned={"complaints.magic": "later"}),
            "complaints.magic: planned, but no regulation lays it down",
        ),
        (
            traces(functions={"complaints.appeal": ("f",)}, tests={"complaints.appeal": ("t",)}),
            "complaints.appeal: planned and registered",
        ),
        (
            traces(without="complaints.appeal", functions={"complaints.appeal": ("f",)}),
            "complaints.appeal: a function without a test",
        ),
        (
            traces(functions={"complaints.magic": ("f",)}, tests={"complaints.appeal": ("t",)}),
            "complaints.magic: registered, but no regulation lays it down",
        ),
        (
            traces(tests={"complaints.magic": ("t",)}),
            "complaints.magic: marked on a test, but not a key of law",
        ),
    ],
)
def test_a_break_in_the_chain_is_named(broken, said):
    assert said in broken.faults()


def test_a_printed_number_that_no_rule_carries_is_named():
    regulation = LawBook(LAW.root).by_id("wulong/complaints@2021-11-10")
    article = regulation.article("第十条")
    regulation.articles = (Article(article.label, article.rules[:1], (), article.prints),)

    assert list(article_faults([regulation])) == [
        "wulong/complaints@2021-11-10#第十条: prints 30 calendar_day, carried by 1 rules too few"
    ]


def test_an_article_without_a_decision_is_named():
    regulation = LawBook(LAW.root).by_id("wulong/complaints@2021-11-10")
    regulation.articles = (Article("第九十九条", (), ()),)

    assert "第九十九条: neither a rule nor a reason" in next(iter(article_faults([regulation])))


def test_the_table_of_rules_leads_from_the_article_to_the_test():
    chain = traces(
        functions={"complaints.handling": ("services.f",)}, tests={"complaints.handling": ("tests/t",)}
    )

    row = next(
        row
        for row in rules_table(chain, "wulong/complaints").to_dicts()
        if row["key"] == "complaints.handling"
    )

    assert row["basis"] == "wulong/complaints@2021-11-10#第十条"
    assert (row["function"], row["tests"]) == ("services.f", "tests/t")


def test_the_table_of_missing_rules_leaves_out_what_is_carried_out():
    chain = traces(functions={"complaints.handling": ("services.f",)})

    keys = {row["key"] for row in missing_table(chain, "wulong/complaints@2021-11-10").to_dicts()}

    assert "complaints.acceptance" in keys
    assert "complaints.handling" not in keys


def test_tables_select_one_regulation():
    assert len(rules_table(traces()).rows) == 461
    assert len(rules_table(traces(), "wulong/complaints").rows) == 25
    assert {
        row["where"].split("#")[0] for row in open_table(LAW, "wulong/supervision_circulars").to_dicts()
    } == {"wulong/supervision_circulars"}
    assert len(open_table(LAW).rows) == 70


def test_the_table_of_regulations_names_every_version():
    row = next(
        row for row in regulations_table(LAW).to_dicts() if row["regulation"].startswith("wulong/complaints@")
    )

    assert (row["articles"], row["rules"], row["document"]) == ("16", "25", "武隆府办发〔2021〕62号")


def test_the_table_of_articles_shows_rules_and_reasons():
    rows = articles_table(LAW.by_id("wulong/complaints@2021-11-10")).to_dicts()

    assert rows[0]["kind"] == "principle"
    assert {row["label"] for row in rows} >= {"第一条", "第六条（二）", "第十六条"}


def test_the_table_of_faults_is_empty_when_nothing_is_missing():
    assert faults_table(traces()).rows == ()
