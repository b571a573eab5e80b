"""Each way of service: the day that counts, and what happens when a condition is lacking (各种送达方式)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.delivery import errors
from shared.delivery.methods import ways
from shared.delivery.service import Receiver, judge
from tests.shared.delivery.attempts import (
    ACTED,
    AGENCY,
    CITIZEN,
    CONSENT,
    ISSUED,
    SOUND,
    TODAY,
    attempt,
    failed,
    instant,
    receiver_of,
    without,
)

pytestmark = pytest.mark.rule("dispute_coordination.delivery")

DAY = timedelta(days=1)
ON_THE_DAY = [code for code, way in ways().methods.items() if not way.after_days]


def test_the_sound_attempts_cover_every_way_of_the_law():
    assert list(SOUND) == list(ways().methods)


@pytest.mark.parametrize("method", ON_THE_DAY)
def test_a_document_is_served_on_the_day_of_the_act(method):
    service = judge(attempt(method), receiver_of(method), today=TODAY)

    assert (service.served_on, service.failed) == (ACTED, None)
    assert service.norm == ways().methods[method].norm


@pytest.mark.parametrize("method", list(SOUND))
def test_nothing_is_served_before_it_was_issued(method):
    receiver = Receiver("any", receiver_of(method).kind, (CONSENT,))
    before = attempt(method, ISSUED - DAY)
    sent_late = replace(before, sent_at=None, refused_on=before.refused_on and ISSUED)

    assert judge(attempt(method, ISSUED, refused_on=ISSUED), receiver, today=TODAY).served_on
    with pytest.raises((errors.ServedBeforeIssueError, errors.ContradictoryServiceError)):
        judge(sent_late, receiver, today=TODAY)


@pytest.mark.parametrize("method", list(SOUND))
def test_nothing_that_is_still_to_come_is_recorded(method):
    act = attempt(method)

    assert judge(act, receiver_of(method), today=ACTED)
    with pytest.raises(errors.ServedInFutureError):
        judge(act, receiver_of(method), today=ACTED - DAY)


@pytest.mark.parametrize("method", [code for code in SOUND if code != "electronic"])
def test_an_act_without_its_date_is_refused(method):
    with pytest.raises(errors.UndatedServiceError):
        judge(attempt(method, on=None), receiver_of(method), today=TODAY)


@pytest.mark.parametrize(
    ("method", "evidence"),
    [
        (method, each)
        for method, facts in SOUND.items()
        for each in facts["evidence"]
        if each != "witness_signature"
    ],
)
def test_every_piece_of_evidence_is_needed_and_named(method, evidence):
    with pytest.raises(errors.MissingEvidenceError) as refused:
        judge(without(evidence, method), receiver_of(method), today=TODAY)

    assert [each["at"] for each in refused.value.errors] == [f"evidence.{evidence}"]
    assert ways().evidence[evidence].zh in refused.value.errors[0]["message"]


@pytest.mark.parametrize("method", [code for code, way in ways().methods.items() if way.grounds])
def test_a_way_for_certain_situations_needs_one_of_them(method):
    for ground in (None, "somehow"):
        with pytest.raises(errors.GroundUnmetError):
            judge(attempt(method, ground=ground), receiver_of(method), today=TODAY)


def test_a_refusal_names_the_article_and_the_rule_that_refers_to_it():
    with pytest.raises(errors.TooFewServersError) as refused:
        judge(attempt("at_office", servers=("a",)), AGENCY, today=TODAY)

    assert refused.value.basis == ways().methods["at_office"].norm
    assert refused.value.rule == "dispute_coordination.delivery"
    assert (refused.value.status, refused.value.title) == (422, "送达人不足2人")


def test_an_unknown_way_is_refused():
    with pytest.raises(errors.UnknownMethodError):
        judge(replace(attempt("post"), method="telephone"), AGENCY, today=TODAY)


class TestDirect:
    """直接送达"""

    @pytest.mark.parametrize(
        ("capacity", "citizen", "organisation"),
        [
            ("self", True, False),
            ("adult_family", True, False),
            ("legal_representative", False, True),
            ("head", False, True),
            ("mail_room", False, True),
            ("agent", True, True),
            ("designated_receiver", True, True),
            ("neighbour", False, False),
            (None, False, False),
        ],
    )
    def test_only_who_may_receive_signs(self, capacity, citizen, organisation):
        papers = ("signed_receipt", "relation", "mandate", "designation")

        for receiver, allowed in ((CITIZEN, citizen), (AGENCY, organisation)):
            act = attempt("direct", capacity=capacity, evidence=papers)
            if allowed:
                assert judge(act, receiver, today=TODAY).served_on == ACTED
                continue
            with pytest.raises(errors.WrongCapacityError):
                judge(act, receiver, today=TODAY)

    @pytest.mark.parametrize(
        ("capacity", "paper"),
        [("adult_family", "relation"), ("agent", "mandate"), ("designated_receiver", "designation")],
    )
    def test_who_signs_for_another_shows_why(self, capacity, paper):
        act = attempt("direct", capacity=capacity)

        with pytest.raises(errors.MissingEvidenceError) as refused:
            judge(act, CITIZEN, today=TODAY)
        assert [each["at"] for each in refused.value.errors] == [f"evidence.{paper}"]

    def test_somebody_serves(self):
        with pytest.raises(errors.TooFewServersError):
            judge(attempt("direct", servers=()), AGENCY, today=TODAY)


class TestAtTheOffice:
    """到场领取时拒签"""

    def test_two_people_sign_the_note_and_not_one_of_them_twice(self):
        with pytest.raises(errors.TooFewServersError):
            judge(attempt("at_office", servers=("a", "a")), AGENCY, today=TODAY)


class TestLeft:
    """留置送达"""

    def test_photos_stand_for_the_witness(self):
        act = attempt("left_with_witness", witness=None, evidence=("refusal_note", "photos"))

        assert judge(act, AGENCY, today=TODAY).served_on == ACTED

    @pytest.mark.parametrize(
        ("witness", "evidence"),
        [
            pytest.param(None, ("refusal_note",), id="neither"),
            pytest.param("employer", ("refusal_note",), id="witness who did not sign"),
            pytest.param("passer_by", ("refusal_note", "witness_signature"), id="somebody else"),
            pytest.param(None, ("refusal_note", "witness_signature"), id="signature of nobody"),
        ],
    )
    def test_without_witness_and_recording_nothing_was_left(self, witness, evidence):
        act = attempt("left_with_witness", witness=witness, evidence=evidence)

        with pytest.raises(errors.NoWitnessError):
            judge(act, AGENCY, today=TODAY)

    @pytest.mark.parametrize("witness", ["grassroots_organisation", "employer"])
    def test_a_witness_comes_from_the_neighbourhood_or_the_employer(self, witness):
        assert judge(attempt("left_with_witness", witness=witness), AGENCY, today=TODAY).served_on == ACTED

    def test_the_refusal_comes_before_the_leaving_and_is_dated(self):
        with pytest.raises(errors.ContradictoryServiceError):
            judge(attempt("left_with_witness", refused_on=ACTED + DAY), AGENCY, today=TODAY)
        with pytest.raises(errors.ContradictoryServiceError):
            judge(attempt("left_with_witness", refused_on=ISSUED - DAY), AGENCY, today=TODAY)
        with pytest.raises(errors.UndatedServiceError):
            judge(attempt("left_with_witness", refused_on=None), AGENCY, today=TODAY)

    def test_it_is_served_on_the_day_it_was_left_and_not_on_that_of_the_refusal(self):
        act = attempt("left_with_witness", ACTED + DAY, refused_on=ACTED)

        assert judge(act, AGENCY, today=TODAY).served_on == ACTED + DAY


class TestElectronic:
    """电子送达"""

    @pytest.mark.parametrize(
        ("arrived_at", "served_on"),
        [
            pytest.param("2026-09-21T23:59:59", date(2026, 9, 21), id="Monday, a second before midnight"),
            pytest.param("2026-09-22T00:00:00", date(2026, 9, 22), id="Tuesday at midnight"),
            pytest.param("2026-09-26T03:00:00", date(2026, 9, 26), id="in the night of a holiday"),
        ],
    )
    def test_it_is_served_on_the_day_in_beijing_of_its_arrival(self, arrived_at, served_on):
        act = attempt("electronic", arrived_at=instant(arrived_at))

        assert judge(act, AGENCY, today=TODAY).served_on == served_on

    @pytest.mark.parametrize(
        ("consented_on", "revoked_on", "agreed"),
        [
            pytest.param(ACTED - DAY, None, True, id="the day before"),
            pytest.param(ACTED, None, True, id="on the day"),
            pytest.param(ACTED + DAY, None, False, id="the day after"),
            pytest.param(ISSUED, ACTED + DAY, True, id="revoked the day after"),
            pytest.param(ISSUED, ACTED, False, id="revoked on the day"),
            pytest.param(ISSUED, ACTED - DAY, False, id="revoked the day before"),
        ],
    )
    def test_the_consent_is_in_force_on_the_day_of_arrival(self, consented_on, revoked_on, agreed):
        consent = replace(CONSENT, confirmed_on=consented_on, revoked_on=revoked_on)
        receiver = Receiver("housing", "organisation", (consent,))

        if agreed:
            assert judge(attempt("electronic"), receiver, today=TODAY).served_on == ACTED
            return
        with pytest.raises(errors.NoConsentError):
            judge(attempt("electronic"), receiver, today=TODAY)

    def test_a_confirmation_that_asks_for_paper_is_no_consent(self):
        paper = replace(CONSENT, electronic=False)

        with pytest.raises(errors.NoConsentError):
            judge(attempt("electronic"), Receiver("housing", confirmations=(paper,)), today=TODAY)

    def test_consent_to_one_system_is_no_consent_to_another(self):
        for channel in ("document_exchange", None):
            with pytest.raises(errors.UnconfirmedChannelError):
                judge(attempt("electronic", channel=channel), AGENCY, today=TODAY)

    def test_without_an_arrival_nothing_was_served(self):
        with pytest.raises(errors.UndatedServiceError):
            judge(attempt("electronic", arrived_at=None, on=ACTED), AGENCY, today=TODAY)

    def test_nothing_arrives_before_it_was_sent(self):
        act = attempt("electronic", sent_at=instant("2026-09-21T09:00:01"))

        with pytest.raises(errors.ContradictoryServiceError):
            judge(act, AGENCY, today=TODAY)

    def test_nothing_is_sent_before_it_was_issued(self):
        act = attempt("electronic", sent_at=instant("2026-09-17T23:59:00"))

        with pytest.raises(errors.ServedBeforeIssueError):
            judge(act, AGENCY, today=TODAY)

    def test_paper_is_due_on_request(self):
        assert judge(attempt("electronic"), AGENCY, today=TODAY).notes == ("paper_on_request",)


class TestThroughOthers:
    """委托、邮寄、转交"""

    @pytest.mark.parametrize("method", ["entrusted", "forwarded"])
    def test_the_organ_is_named(self, method):
        with pytest.raises(errors.NoOrganError):
            judge(attempt(method, organ=None), receiver_of(method), today=TODAY)

    @pytest.mark.parametrize(
        ("served_on", "late"),
        [
            pytest.param(date(2026, 9, 30), False, id="ninth day"),
            pytest.param(date(2026, 10, 1), False, id="tenth day"),
            pytest.param(date(2026, 10, 2), True, id="eleventh day"),
        ],
    )
    def test_an_entrusted_organ_that_is_late_has_served_all_the_same(self, served_on, late):
        service = judge(attempt("entrusted", served_on, entrusted_on=ACTED), AGENCY, today=TODAY)

        assert (service.served_on, "entrusted_late" in service.notes) == (served_on, late)

    def test_an_organ_serves_after_it_was_entrusted(self):
        with pytest.raises(errors.ContradictoryServiceError):
            judge(attempt("entrusted", entrusted_on=ACTED + DAY), AGENCY, today=TODAY)

    @pytest.mark.parametrize("ground", ["soldier", "imprisoned", "compulsory_measure"])
    def test_forwarding_is_for_people_in_the_hands_of_an_organ(self, ground):
        act = attempt("forwarded", ground=ground)

        assert judge(act, CITIZEN, today=TODAY).served_on == ACTED
        with pytest.raises(errors.WrongReceiverError):
            judge(act, AGENCY, today=TODAY)


class TestPublicNotice:
    """公告送达"""

    @pytest.mark.parametrize(
        ("published_on", "served_on"),
        [
            pytest.param(date(2026, 9, 18), date(2026, 10, 18), id="ends on a Sunday and does not roll"),
            pytest.param(date(2026, 9, 21), date(2026, 10, 21), id="Monday to Wednesday"),
            pytest.param(date(2026, 11, 20), date(2026, 12, 20), id="still running today"),
        ],
    )
    def test_thirty_days_pass_after_the_last_publication(self, published_on, served_on):
        service = judge(attempt("public_notice", published_on), AGENCY, today=TODAY)

        assert service.served_on == served_on
        assert not service.is_effective_on(served_on - DAY)
        assert service.is_effective_on(served_on)
        assert service.is_effective_on(served_on + DAY)

    def test_it_is_the_last_resort(self):
        act = attempt("public_notice", ground="other_ways_failed")

        with pytest.raises(errors.OtherWaysOpenError):
            judge(act, AGENCY, today=TODAY)

    def test_a_way_that_served_is_none_that_failed(self):
        act, served = (
            attempt("public_notice", ground="other_ways_failed"),
            judge(attempt("post"), AGENCY, today=TODAY),
        )

        with pytest.raises(errors.OtherWaysOpenError):
            judge(act, AGENCY, today=TODAY, earlier=[served])

    def test_after_a_failed_attempt_or_with_a_note_of_them_it_is_open(self):
        act = attempt("public_notice", ground="other_ways_failed")
        returned = judge(failed("post", "returned"), AGENCY, today=TODAY)
        noted = replace(act, evidence=(*act.evidence, "ways_tried"))

        after = judge(act, AGENCY, today=TODAY, earlier=[returned])
        assert (after.served_on, after.notes) == (ACTED + 30 * DAY, ("failed_before",))
        assert judge(noted, AGENCY, today=TODAY).served_on == after.served_on


class TestFailed:
    """送达不成"""

    @pytest.mark.parametrize(
        ("method", "reason"),
        [(code, reason) for code, way in ways().methods.items() for reason in way.failures],
    )
    def test_a_failed_attempt_is_on_record_and_serves_nobody(self, method, reason):
        service = judge(failed(method, reason), receiver_of(method), today=TODAY)

        assert (service.served_on, service.failed) == (None, reason)

    @pytest.mark.parametrize(
        ("method", "reason"), [("post", "bounced"), ("public_notice", "returned"), ("direct", "")]
    )
    def test_a_way_fails_for_its_own_reasons(self, method, reason):
        with pytest.raises(errors.UnknownFailureError):
            judge(failed(method, reason), AGENCY, today=TODAY)

    def test_a_failed_attempt_lies_between_issue_and_today(self):
        with pytest.raises(errors.ServedBeforeIssueError):
            judge(failed("post", "returned", ISSUED - DAY), AGENCY, today=TODAY)
        with pytest.raises(errors.ServedInFutureError):
            judge(failed("post", "returned", TODAY + DAY), AGENCY, today=TODAY)
