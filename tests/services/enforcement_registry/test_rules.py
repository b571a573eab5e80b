"""The rules of law that the registry carries out."""

from datetime import date

import pytest

from services.enforcement_registry import rules
from shared.law.book import LawBook

LAW = LawBook.bundled()
COMPLAINTS = LAW.regulation("wulong/complaints", on=date(2026, 9, 18))
RESPONSIBILITY = LAW.regulation(rules.MUNICIPAL, on=date(2026, 9, 18))


@pytest.mark.rule("complaints.designated_intake_body")
@pytest.mark.obligation("W5-01")
@pytest.mark.parametrize(
    ("legal_unit", "designated_unit", "intake"),
    [
        pytest.param("法制科", None, "法制科", id="the legal unit takes complaints in"),
        pytest.param("法制科", "办公室", "法制科", id="also when another unit is named"),
        pytest.param(None, "办公室", "办公室", id="without one the designated unit does"),
    ],
)
def test_complaints_have_a_body_that_takes_them_in(legal_unit, designated_unit, intake):
    assert rules.intake_body(COMPLAINTS, legal_unit=legal_unit, designated_unit=designated_unit) == intake


@pytest.mark.rule("complaints.designated_intake_body")
def test_an_agency_with_neither_legal_nor_designated_unit_is_refused():
    with pytest.raises(rules.NoIntakeBodyError) as refused:
        rules.intake_body(COMPLAINTS, legal_unit=None, designated_unit=None)

    assert refused.value.basis == "wulong/complaints@2021-11-10#第三条"
    assert refused.value.rule == "complaints.designated_intake_body"


@pytest.mark.rule("enforcement_responsibility.hotline_publication")
@pytest.mark.obligation("W5-01")
def test_an_agency_that_published_no_hotline_still_owes_it():
    duty = rules.unpublished_hotline(RESPONSIBILITY, hotline=None)

    assert duty is not None
    assert duty.basis == "chongqing/enforcement_responsibility@2010-07-30#第十三条"
    assert rules.unpublished_hotline(RESPONSIBILITY, hotline="000-12345") is None


@pytest.mark.rule("enforcement_responsibility.internal_supervision_body")
@pytest.mark.obligation("W5-01")
def test_an_agency_that_named_no_internal_supervision_body_still_owes_it():
    duty = rules.unnamed_supervision_body(RESPONSIBILITY, supervision_body=None)

    assert duty is not None
    assert duty.basis == "chongqing/enforcement_responsibility@2010-07-30#第十四条"
    assert rules.unnamed_supervision_body(RESPONSIBILITY, supervision_body="督察科") is None


def test_a_new_agency_is_bound_by_the_district_on_every_topic():
    bound = list(rules.first_bindings(LAW, (), date(2026, 9, 18)))

    assert {each.regulation for each in bound} == {name for name in LAW.names if name.startswith("wulong/")}
    assert {each.bound_from for each in bound} == {date(2026, 9, 18)}


def test_an_agencys_own_regulation_takes_the_place_of_the_districts():
    bound = list(rules.first_bindings(LAW, ("banan_housing/wrongful_cases",), date(2026, 9, 18)))

    wrongful = [each for each in bound if each.topic == "wrongful_cases"]
    assert [each.regulation for each in wrongful] == ["banan_housing/wrongful_cases"]


def test_no_regulation_binds_before_it_is_in_force():
    bound = rules.binding_from(LAW, "wulong/complaints", date(2020, 1, 1))

    assert bound.bound_from == bound.in_force_from == date(2021, 11, 10)
