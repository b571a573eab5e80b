"""Several attempts, another date proven, a signature afterwards (多次送达、反证、签收)."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.delivery import errors
from shared.delivery.attempt import Attempt
from shared.delivery.service import Service, acknowledge, first_effective, judge, rebut
from tests.shared.delivery.attempts import (
    ACTED,
    AGENCY,
    ISSUED,
    SOUND,
    TODAY,
    attempt,
    failed,
    instant,
    receiver_of,
)

pytestmark = pytest.mark.rule("dispute_coordination.delivery")

DAY = timedelta(days=1)
PROOF = ("arrival_proof",)
steady = settings(derandomize=True, deadline=None, database=None, max_examples=200)


@st.composite
def recorded(draw):
    """The results of some attempts in any way, each under an id of its own, effective or failed."""
    numbers = draw(st.lists(st.integers(0, 99), min_size=1, max_size=8, unique=True))
    found = []
    for number in numbers:
        method, on = draw(st.sampled_from(list(SOUND))), ISSUED + draw(st.integers(0, 20)) * DAY
        if draw(st.booleans()) and method not in {"public_notice", "at_office"}:
            reason = "bounced" if method == "electronic" else "returned"
            reason = reason if method in {"electronic", "post", "forwarded"} else "absent"
            act = failed(method, reason, on)
        else:
            act = attempt(method, on, **({"refused_on": on} if method == "left_with_witness" else {}))
        found.append(judge(replace(act, id=f"{number:02}"), receiver_of(method), today=TODAY))
    return found


@steady
@given(recorded(), st.randoms())
def test_the_first_effective_attempt_counts_whatever_the_order_of_recording(services, random):
    shuffled = random.sample(services, k=len(services))

    first = first_effective(services)

    assert first == first_effective(shuffled)
    days = [each.served_on for each in services if each.served_on is not None]
    assert (first.served_on if first else None) == min(days, default=None)


@steady
@given(recorded(), recorded())
def test_a_later_attempt_never_makes_the_service_later(services, more):
    before, after = first_effective(services), first_effective([*services, *more])

    assert before is None or after.served_on <= before.served_on


def test_failed_attempts_serve_nobody():
    tries = [failed("post", "returned"), failed("direct", "absent", ACTED + DAY)]

    assert first_effective(judge(each, AGENCY, today=TODAY) for each in tries) is None
    assert first_effective([]) is None


def test_of_two_on_one_day_the_way_that_the_law_names_first_counts():
    post = judge(replace(attempt("post"), id="1"), AGENCY, today=TODAY)
    direct = judge(replace(attempt("direct"), id="2"), AGENCY, today=TODAY)

    assert first_effective([post, direct]) == first_effective([direct, post]) == direct


@pytest.mark.parametrize("method", list(SOUND))
def test_attempt_and_result_survive_being_written_down(method):
    act = attempt(method)
    service = judge(act, receiver_of(method), today=TODAY)
    lost = judge(failed("post", "returned"), AGENCY, today=TODAY)

    assert Attempt.of(json.loads(json.dumps(act.facts()))) == act
    for each in (service, lost):
        assert Service.of(json.loads(json.dumps(each.facts()))) == each


def test_the_result_is_the_same_when_judged_again_from_what_was_written_down():
    act = attempt("electronic")

    again = judge(Attempt.of(act.facts()), AGENCY, today=TODAY)

    assert again == judge(act, AGENCY, today=TODAY)


class TestRebuttal:
    """反证"""

    @pytest.fixture
    def arrived(self) -> Service:
        act = attempt(
            "electronic", sent_at=instant("2026-09-20T12:00"), arrived_at=instant("2026-09-21T09:00")
        )
        return judge(act, AGENCY, today=TODAY)

    @pytest.mark.parametrize(
        ("proven_on", "accepted"),
        [
            pytest.param(date(2026, 9, 19), False, id="Saturday, before it was sent"),
            pytest.param(date(2026, 9, 20), True, id="Sunday, when it was sent"),
            pytest.param(date(2026, 9, 21), True, id="Monday, as presumed"),
            pytest.param(date(2026, 9, 28), True, id="a week later"),
            pytest.param(TODAY, True, id="today"),
            pytest.param(TODAY + DAY, False, id="tomorrow"),
        ],
    )
    def test_the_proven_date_counts_between_sending_and_today(self, arrived, proven_on, accepted):
        if not accepted:
            with pytest.raises((errors.ContradictoryServiceError, errors.ServedInFutureError)):
                rebut(arrived, proven_on=proven_on, evidence=PROOF, today=TODAY)
            return
        other = rebut(arrived, proven_on=proven_on, evidence=PROOF, today=TODAY)
        assert (other.served_on, "rebutted" in other.notes) == (proven_on, True)
        assert other.norm.endswith("第一百三十五条")

    def test_the_receiver_brings_proof(self, arrived):
        with pytest.raises(errors.MissingEvidenceError):
            rebut(arrived, proven_on=ACTED + DAY, evidence=("send_log",), today=TODAY)

    @pytest.mark.parametrize("method", [each for each in SOUND if each != "electronic"])
    def test_only_the_date_of_an_electronic_arrival_is_presumed(self, method):
        service = judge(attempt(method), receiver_of(method), today=TODAY)

        with pytest.raises(errors.NotRebuttableError):
            rebut(service, proven_on=ACTED + DAY, evidence=PROOF, today=TODAY)

    def test_what_never_arrived_has_no_date_to_disprove(self):
        bounced = judge(failed("electronic", "bounced"), AGENCY, today=TODAY)

        with pytest.raises(errors.NotRebuttableError):
            rebut(bounced, proven_on=ACTED + DAY, evidence=PROOF, today=TODAY)

    def test_who_signed_for_it_had_it(self, arrived):
        signed = acknowledge(arrived, on=ACTED + DAY)

        assert rebut(signed, proven_on=ACTED + DAY, evidence=PROOF, today=TODAY).served_on == ACTED + DAY
        with pytest.raises(errors.ContradictoryServiceError):
            rebut(signed, proven_on=ACTED + 2 * DAY, evidence=PROOF, today=TODAY)

    def test_another_service_may_count_first_afterwards(self, arrived):
        post = judge(attempt("post", ACTED + DAY), AGENCY, today=TODAY)
        later = rebut(arrived, proven_on=ACTED + 2 * DAY, evidence=PROOF, today=TODAY)

        assert first_effective([arrived, post]) == arrived
        assert first_effective([later, post]) == post


class TestAcknowledgement:
    """签收"""

    @steady
    @given(st.integers(0, 400), st.sampled_from(list(SOUND)))
    def test_a_signature_never_moves_the_day_of_service(self, days, method):
        service = judge(attempt(method), receiver_of(method), today=TODAY)

        signed = acknowledge(service, on=service.served_on + days * DAY)

        assert (signed.served_on, signed.acknowledged_on) == (
            service.served_on,
            service.served_on + days * DAY,
        )

    def test_the_first_signature_stands(self):
        signed = acknowledge(judge(attempt("electronic"), AGENCY, today=TODAY), on=ACTED)

        assert acknowledge(signed, on=ACTED + DAY) == signed

    def test_nobody_signs_for_what_has_not_arrived(self):
        service = judge(attempt("electronic"), AGENCY, today=TODAY)
        bounced = judge(failed("electronic", "bounced"), AGENCY, today=TODAY)

        for each in (service, bounced):
            with pytest.raises(errors.NotServedError):
                acknowledge(each, on=ACTED - DAY)
