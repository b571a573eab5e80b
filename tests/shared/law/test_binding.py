"""Which regulation governs an agency, and the version that a matter keeps."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from shared.law.binding import Binding, Bindings, DoubleBindingError, NotGovernedError
from shared.law.book import BUNDLED, LawBook, UnknownLawError

LAW = LawBook.bundled()
OPENED = date(2026, 9, 18)


def bindings(*bound: Binding, law: LawBook = LAW) -> Bindings:
    return Bindings(law, bound, district="wulong")


def test_an_agency_without_a_regulation_of_its_own_follows_the_district():
    governing = bindings().governing("market_supervision", "complaints", opened_on=OPENED)

    assert governing.id == "wulong/complaints@2021-11-10"


def test_an_agency_follows_the_regulation_that_it_is_bound_to():
    bound = bindings(Binding("housing", "banan_housing/fault_accountability", date(2019, 11, 25)))

    assert bound.governing("housing", "fault_accountability", opened_on=OPENED).issuer == "banan_housing"
    assert bound.governing("housing", "complaints", opened_on=OPENED).issuer == "wulong"


@pytest.mark.parametrize(
    ("opened_on", "issuer"),
    [
        (date(2025, 12, 31), "wulong"),
        (date(2026, 1, 1), "xushui_ecology"),
        (date(2026, 6, 30), "xushui_ecology"),
        (date(2026, 7, 1), "wulong"),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_binding_holds_from_its_first_to_its_last_day(opened_on, issuer):
    bound = bindings(
        Binding("ecology", "xushui_ecology/fault_accountability", date(2026, 1, 1), date(2026, 6, 30))
    )

    assert bound.governing("ecology", "fault_accountability", opened_on=opened_on).issuer == issuer


def test_a_matter_keeps_the_version_under_which_it_was_opened(tmp_path: Path):
    copytree(BUNDLED, tmp_path / "law")
    old = tmp_path / "law" / "wulong" / "complaints" / "2021-11-10.yaml"
    shorter = old.read_text(encoding="utf-8").replace("length: 30", "length: 20")
    old.with_name("2027-01-01.yaml").write_text(shorter, encoding="utf-8")
    bound = bindings(law=LawBook(tmp_path / "law"))

    before = bound.governing("any", "complaints", opened_on=date(2026, 12, 31))
    after = bound.governing("any", "complaints", opened_on=date(2027, 1, 1))

    assert (before.rule("handling").length, after.rule("handling").length) == (30, 20)


def test_no_regulation_binds_before_the_first_one_is_in_force():
    with pytest.raises(NotGovernedError):
        bindings().governing("any", "complaints", opened_on=date(2021, 11, 9))


def test_a_topic_that_no_issuer_regulates_binds_nobody():
    with pytest.raises(NotGovernedError):
        bindings().governing("any", "staff_training", opened_on=OPENED)


def test_two_regulations_of_one_topic_cannot_bind_one_agency_on_one_day():
    first = Binding("ecology", "xushui_ecology/fault_accountability", date(2026, 1, 1), date(2026, 6, 30))
    second = Binding("ecology", "banan_housing/fault_accountability", date(2026, 6, 30))

    with pytest.raises(DoubleBindingError):
        bindings(first, second)


def test_bindings_may_follow_each_other():
    first = Binding("ecology", "xushui_ecology/fault_accountability", date(2026, 1, 1), date(2026, 6, 30))
    second = Binding("ecology", "banan_housing/fault_accountability", date(2026, 7, 1))

    bound = bindings(first, second)

    assert (
        bound.governing("ecology", "fault_accountability", opened_on=date(2026, 7, 1)).issuer
        == "banan_housing"
    )


def test_an_agency_cannot_be_bound_to_what_does_not_exist():
    with pytest.raises(UnknownLawError):
        bindings(Binding("ecology", "atlantis/complaints", OPENED))


def test_xushui_lies_outside_chongqing():
    assert bindings().above("wulong") == ("chongqing", "national")
    assert bindings().above("xushui_ecology") == ("national",)
