"""The invented district can be registered as it is."""

from deploy.demonstration.district import demo_district
from services.enforcement_registry.schemas import NewAgency, NewOfficer


def test_the_same_seed_gives_the_same_district():
    assert demo_district(seed=7) == demo_district(seed=7)
    assert demo_district(seed=7) != demo_district(seed=8)


def test_the_registry_takes_every_body_and_every_officer():
    district = demo_district()

    agencies = [NewAgency.model_validate(agency) for agency in district.agencies]
    officers = [NewOfficer.model_validate(officer) for officer in district.officers]

    assert len(agencies) >= 12
    assert len(officers) >= 60
    assert {officer.agency for officer in officers} == {agency.code for agency in agencies}


def test_a_principal_is_registered_before_those_it_entrusts():
    seen = set()
    for agency in demo_district().agencies:
        assert agency["principal"] in seen | {None}
        seen.add(agency["code"])


def test_every_name_says_that_it_is_invented_and_no_two_officers_share_one():
    district = demo_district()

    assert all(agency["display_name"].startswith("虚构") for agency in district.agencies)
    names = [officer["display_name"] for officer in district.officers]
    assert all("样" in name for name in names)
    assert len(names) == len(set(names))
