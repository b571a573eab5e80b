"""Policies: what no rule allows is denied, and a denial names its rule."""

import pytest

from shared.identity.actor import Actor, Role
from shared.identity.policy import ALLOW, NOT_FOR_YOU, Deny, Policies, only
from shared.law.refusal import ForbiddenError, UnknownCaseError

CLERK = Actor("chen", Role.BUREAU_CLERK, "bureau")
HEAD = Actor("wang", Role.BUREAU_HEAD, "bureau")


@pytest.fixture
def policies():
    policies = Policies("complaints")

    @policies.action("complaints.extend")
    def extend(actor, facts):
        if facts["proposed_by"] == actor.subject:
            return Deny(
                "complaints.handling_extension",
                "wulong/complaints@2021-11-10#第十条",
                "须由负责人批准",
                "Not the proposer.",
            )
        return only(actor, Role.BUREAU_HEAD)

    @policies.action("complaints.read")
    def read(actor, facts):
        return ALLOW if actor.agency == "bureau" else NOT_FOR_YOU

    return policies


def test_the_right_role_may(policies):
    assert policies.decide("complaints.extend", HEAD, {"proposed_by": "chen"})


def test_a_denial_cites_its_article(policies):
    denied = policies.decide("complaints.extend", HEAD, {"proposed_by": "wang"})

    assert not denied
    assert denied.refusal().basis == "wulong/complaints@2021-11-10#第十条"
    with pytest.raises(ForbiddenError):
        policies.require("complaints.extend", CLERK, {"proposed_by": "li"})


def test_an_action_without_policy_is_denied(policies):
    assert not policies.decide("complaints.destroy", HEAD)
    assert "complaints.destroy" not in policies


def test_who_may_not_know_of_a_case_does_not_learn_of_it(policies):
    with pytest.raises(UnknownCaseError):
        policies.require("complaints.read", Actor("liu", Role.AGENCY_CLERK, "ecology"))


@pytest.mark.parametrize("name", ["complaints.extend", "supervision.issue"])
def test_an_action_has_one_policy_of_its_own_service(policies, name):
    with pytest.raises(ValueError, match="not a new action"):
        policies.action(name)(lambda actor, facts: ALLOW)
