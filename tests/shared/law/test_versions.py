"""Versions that the bureau publishes, and which of them binds a matter on a day."""

from datetime import date

import pytest

from shared.law.binding import Binding, Bindings, NotGovernedError
from shared.law.book import LawBook, OtherContentError, UnknownLawError
from shared.law.faults import FaultyLawError
from shared.law.regulation import Regulation
from tests.shared.law.drafts import FIRST, JULY, NAME, NEW_YEAR, book, version

NATIONAL = "national/enforcement_supervision"
DAY_BEFORE = date(2026, 12, 31)


def length(regulation: Regulation) -> int | None:
    return regulation.rule("handling").length


def test_a_published_version_is_in_force_from_its_day():
    law = book((NEW_YEAR, version(20)))

    assert length(law.regulation(NAME, on=DAY_BEFORE)) == 30
    assert length(law.regulation(NAME, on=NEW_YEAR)) == 20
    assert law.versions(NAME) == (FIRST, NEW_YEAR)
    assert law.by_id(f"{NAME}@2027-01-01").basis("第十条") == f"{NAME}@2027-01-01#第十条"


def test_one_process_learns_and_another_does_not():
    book((NEW_YEAR, version(20)))

    assert LawBook.fresh().versions(NAME) == LawBook.bundled().versions(NAME) == (FIRST,)


def test_what_was_read_once_is_shared_between_processes_books():
    assert LawBook.fresh().version(NAME, FIRST) is LawBook.bundled().version(NAME, FIRST)


def test_the_same_version_again_changes_nothing():
    law = book((NEW_YEAR, version(20)))
    revision = law.revision

    assert law.take_version(NAME, NEW_YEAR, version(20)) is False
    assert law.take_version(NAME, FIRST, version(30)) is False
    assert law.revision == revision


def test_the_revision_grows_with_each_version():
    law = LawBook.fresh()

    assert law.take_version(NAME, NEW_YEAR, version(20)) is True
    assert law.revision == 1


@pytest.mark.parametrize("day", [NEW_YEAR, FIRST], ids=["published", "bundled"])
def test_a_version_never_gets_another_content(day):
    law = book((NEW_YEAR, version(20)))

    with pytest.raises(OtherContentError):
        law.take_version(NAME, day, version(25))
    assert length(law.version(NAME, NEW_YEAR)) == 20


def test_a_faulty_version_is_refused_with_every_fault_and_changes_nothing():
    law, wrong = LawBook.fresh(), version(20)
    wrong["articles"][9]["rules"]["handling"]["unit"] = "moon"
    wrong["service"] = "kitchen"

    with pytest.raises(FaultyLawError) as refused:
        law.take_version(NAME, NEW_YEAR, wrong)

    assert {fault.code for fault in refused.value.faults} == {"unlisted_value", "unknown_word"}
    assert (law.revision, law.versions(NAME)) == (0, (FIRST,))


def test_the_identity_of_a_version_is_what_it_says_and_not_how_its_file_is_laid_out():
    law, reordered = LawBook.fresh(), version(30)
    handling = reordered["articles"][9]["rules"]["handling"]
    reordered["articles"][9]["rules"]["handling"] = dict(reversed(handling.items()))
    reordered = {**reordered, "transition": "opened_before_keep"}

    assert law.read(NAME, NEW_YEAR, reordered).sha256 == law.version(NAME, FIRST).sha256
    assert law.read(NAME, NEW_YEAR, version(31)).sha256 != law.version(NAME, FIRST).sha256


def test_a_new_regulation_of_a_known_issuer_and_topic_may_appear():
    law, training = LawBook.fresh(), LawBook.bundled().root / "qianjiang_ecology/staff_training"
    from shared.law.reading import load_yaml
    from shared.law.source import plain

    law.take_version("wulong/staff_training", NEW_YEAR, plain(load_yaml(next(training.glob("*.yaml")))))

    assert "wulong/staff_training" in law.names
    assert law.regulation("wulong/staff_training", on=NEW_YEAR).issuer == "wulong"


# Which version binds what was opened earlier (过渡)


@pytest.mark.parametrize(
    ("transition", "opened_on", "on", "days"),
    [
        pytest.param(None, "2026-12-31", "2026-12-31", 30, id="opened and asked before"),
        pytest.param(None, "2026-12-31", "2027-01-01", 30, id="opened before, kept"),
        pytest.param(None, "2026-12-31", "2028-01-01", 30, id="opened before, kept for good"),
        pytest.param(None, "2027-01-01", "2027-01-01", 20, id="opened on the day"),
        pytest.param(None, "2027-01-02", "2027-01-02", 20, id="opened after"),
        pytest.param("open_matters", "2026-12-31", "2026-12-31", 30, id="open matters: asked before"),
        pytest.param("open_matters", "2026-12-31", "2027-01-01", 20, id="open matters: from the day on"),
        pytest.param("open_matters", "2027-01-01", "2027-01-01", 20, id="open matters: opened on the day"),
        pytest.param("open_matters", "2027-01-02", "2027-02-01", 20, id="open matters: opened after"),
    ],
)
def test_a_matter_keeps_its_version_unless_the_new_one_binds_open_matters(transition, opened_on, on, days):
    law = book((NEW_YEAR, version(20, transition=transition)))
    opened, asked = date.fromisoformat(opened_on), date.fromisoformat(on)

    assert length(law.binding(NAME, opened, asked)) == days
    assert (
        length(
            Bindings(law, (), district="wulong").governing("any", "complaints", opened_on=opened, on=asked)
        )
        == days
    )


def test_what_a_version_took_over_it_keeps_when_a_later_one_leaves_open_matters_alone():
    law = book((NEW_YEAR, version(20, transition="open_matters")), (JULY, version(15)))

    assert length(law.binding(NAME, DAY_BEFORE, JULY)) == 20
    assert length(law.binding(NAME, JULY, JULY)) == 15


def test_a_version_that_was_left_alone_may_still_be_overtaken():
    law = book((NEW_YEAR, version(20)), (JULY, version(15, transition="open_matters")))

    assert [length(law.binding(NAME, DAY_BEFORE, day)) for day in (NEW_YEAR, JULY)] == [30, 15]


def test_a_matter_keeps_what_it_recorded_though_an_earlier_day_was_published_since():
    law = book((date(2026, 11, 1), version(20)))

    kept = law.binding(f"{NAME}@2021-11-10", date(2026, 11, 20), date(2026, 12, 1))

    assert kept.in_force_from == FIRST
    assert length(law.binding(NAME, date(2026, 11, 20), date(2026, 12, 1))) == 20


def test_before_any_version_nothing_binds():
    law = book((NEW_YEAR, version(20)))

    with pytest.raises(UnknownLawError):
        law.binding(NAME, date(2021, 11, 9), date(2027, 2, 1))
    with pytest.raises(NotGovernedError):
        Bindings(law, (), district="wulong").governing(
            "any", "complaints", opened_on=date(2021, 11, 9), on=date(2027, 2, 1)
        )


def test_a_first_version_that_binds_open_matters_binds_what_was_opened_before_it():
    law = book((NEW_YEAR, version(20, transition="open_matters")))

    assert length(law.binding(NAME, date(2021, 11, 9), NEW_YEAR)) == 20


def test_an_agency_keeps_the_regulation_of_its_own_and_its_versions():
    law = book((NEW_YEAR, version(20, transition="open_matters")))
    bound = Bindings(law, [Binding("housing", NAME, FIRST, DAY_BEFORE)], district="wulong")

    assert length(bound.governing("housing", "complaints", opened_on=DAY_BEFORE, on=NEW_YEAR)) == 20


# Rank of norms (效力位阶)


@pytest.mark.parametrize(
    ("issuer", "opened_on", "above"),
    [
        (
            "wulong",
            "2026-09-18",
            [
                "chongqing/enforcement_responsibility@2010-07-30",
                "chongqing/enforcement_supervision@2010-07-30",
                f"{NATIONAL}@2026-02-01",
            ],
        ),
        (
            "wulong",
            "2026-01-31",
            [
                "chongqing/enforcement_responsibility@2010-07-30",
                "chongqing/enforcement_supervision@2010-07-30",
            ],
        ),
        ("xushui_ecology", "2026-09-18", [f"{NATIONAL}@2026-02-01"]),
        ("national", "2026-09-18", []),
    ],
    ids=["the district", "before the national regulation", "a county in Hebei", "the State Council"],
)
def test_norms_of_higher_rank_stand_above_the_nearest_first(issuer, opened_on, above):
    day = date.fromisoformat(opened_on)

    assert [norm.id for norm in LawBook.bundled().above(issuer, day, day)] == above


def test_a_matter_keeps_the_higher_norms_of_its_day_too():
    opened, on = date(2026, 1, 31), date(2026, 3, 1)

    assert not any(norm.name == NATIONAL for norm in LawBook.bundled().above("wulong", opened, on))


def test_the_highest_norm_that_lays_a_rule_down_prevails_with_its_article():
    law, day = LawBook.bundled(), date(2026, 9, 18)
    bound, local = Bindings(law, ()), law.regulation(NAME, on=day)

    measures = bound.prevailing(local, "enforcement_supervision.supervision_measures", opened_on=day, on=day)
    two = bound.prevailing(local, "enforcement_supervision.investigators_minimum", opened_on=day, on=day)
    own = bound.prevailing(local, "complaints.handling", opened_on=day, on=day)

    assert measures.basis == f"{NATIONAL}@2026-02-01#第二十二条"
    assert two.basis == "chongqing/enforcement_supervision@2010-07-30#第十四条"
    assert own.basis == f"{NAME}@2021-11-10#第十条"


def test_before_the_national_regulation_the_municipal_one_prevails():
    law, day = LawBook.bundled(), date(2026, 1, 31)
    local = law.regulation(NAME, on=day)

    rule = Bindings(law, ()).prevailing(
        local, "enforcement_supervision.supervision_measures", opened_on=day, on=day
    )

    assert rule.basis == "chongqing/enforcement_supervision@2010-07-30#第十四条"
