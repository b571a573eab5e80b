"""The invented disputes fit the invented district and the law (演示争议)."""

from datetime import date, timedelta

from deploy.demonstration.disputes import PLOTS, DisputeCourse, working_days_from
from deploy.demonstration.district import demo_district
from shared.law.book import LawBook

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)


def test_every_party_is_registered_and_disputes_with_others():
    bodies = {each["code"] for each in demo_district().agencies} - {"bureau"}
    for plot in PLOTS:
        parties = [plot.applicant, *plot.respondents]
        assert set(parties) <= bodies
        assert len(parties) == len(set(parties)) >= 2


def test_every_ground_is_one_of_the_article():
    law = LawBook.bundled().regulation("wulong/dispute_coordination", on=FRIDAY)
    grounds = {item.code for item in law.catalogue("dispute_grounds").items}

    assert {plot.ground for plot in PLOTS} <= grounds


def test_every_step_exists_and_the_story_is_over_by_the_last_day():
    for plot in PLOTS:
        assert all(hasattr(DisputeCourse, f"_{step}") for _, step in plot.steps)
        assert sum(gap for gap, _ in plot.steps) <= plot.begins


def test_people_work_on_working_days():
    assert working_days_from(FRIDAY, 1) == working_days_from(SATURDAY, 1) == MONDAY
    assert working_days_from(SATURDAY, -1) == working_days_from(MONDAY, -1) == FRIDAY
    assert working_days_from(FRIDAY, 5) == FRIDAY + timedelta(days=7)
