"""A random walk of acts: whatever is tried happens or is refused, and the case stays of one piece."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.dispute_coordination.domain.dispute import Dispute
from services.dispute_coordination.domain.vocabulary import (
    ENDED,
    Against,
    Defiance,
    Execution,
    Reversal,
    Side,
    Stage,
    ViewWay,
)
from shared.casework.letters import LetterState
from shared.law.policies import OpenQuestion
from shared.law.refusal import Refusal
from tests.services.complaints.periods import BOOK, day
from tests.services.dispute_coordination.cases import (
    CLERK,
    GOVERNMENT,
    HEAD,
    OPINION,
    at,
    letter,
    own_motion,
    prepared,
    reloaded,
    requested,
    serve,
    swept,
)
from tests.services.dispute_coordination.periods import LAW, read_as
from tests.services.dispute_coordination.test_domain_log import state

Act = Callable[[Dispute, str, Any], object]
IDS = count()
KINDS = (
    "supplement_notice",
    "acceptance_notice",
    "coordination_notice",
    "extension_notice",
    "coordination_opinion",
)


def stops(case: Dispute) -> list[str]:
    return [one for one, stop in case.stops.items() if stop["until"] is None] or ["none"]


def voided(case: Dispute, on: str) -> None:
    for each in list(case.letters.values())[-1:]:
        case.void_letter(at(on), letter_id=each.id, reason_ref="x")


def served_somewhere(case: Dispute, on: str) -> None:
    for each in [one for one in case.letters.values() if one.state is LetterState.ISSUED][-1:]:
        waiting = [one for one in each.addressees if one not in each.served]
        for agency in waiting[:1]:
            serve(case, each.id, agency, on)


ACTS: dict[str, Act] = {
    "accept": lambda case, on, _: case.accept(at(on)),
    "ask for papers": lambda case, on, _: case.request_supplement(at(on), missing_ref="x"),
    "file papers": lambda case, on, _: case.file_supplement(at(on), materials=["other"], contents={}),
    "find withdrawn": lambda case, on, _: case.deem_withdrawn(at(on), reason="x", reason_ref="x"),
    "take back": lambda case, on, n: case.reverse_deemed_withdrawal(
        at(on), ground=list(Reversal)[n % 3], reason="x", reason_ref="x"
    ),
    "decline": lambda case, on, _: case.decline(at(on), exclusion="other", reasons="x", reasons_ref="x"),
    "answer": lambda case, on, n: case.receive_answer(
        at(on), agency=("farming", "market", "water")[n % 3], answer_ref="x"
    ),
    "join": lambda case, on, n: case.join_agency(
        at(on), agency="water", side=list(Side)[n % 3], reason_ref="x"
    ),
    "merge in": lambda case, on, _: case.join_case(at(on), requested(respondents=("fire",))),
    "withdraw": lambda case, on, _: case.withdraw(at(on), agency="market", reason_ref="x"),
    "prepare": lambda case, on, _: prepared(case, on),
    "view": lambda case, on, _: case.record_view(at(on), body="water", way=ViewWay.MEETING, given=False),
    "ask for time": lambda case, on, n: case.request_extension(
        at(on), days=1 + n, reason="x", reason_ref="x"
    ),
    "give time": lambda case, on, n: case.decide_extension(at(on, by="head"), HEAD, approved=n % 3 > 0),
    "stop": lambda case, on, n: case.suspend_handling(
        at(on), stop_id=f"s{next(IDS)}", ground="superior_consulted", letter="9", organ="x"
    ),
    "go on": lambda case, on, _: case.resume_handling(at(on), stop_id=stops(case)[-1]),
    "special limit": lambda case, on, n: case.apply_special_limit(
        at(on), norm="x", length=1 + n, unit="working_day"
    ),
    "agree": lambda case, on, n: case.report_agreement(
        at(on), contents=OPINION, content_refs={}, partial=n % 2 > 0, unresolved_ref="x", proposal="x"
    ),
    "propose": lambda case, on, _: case.propose(at(on), proposal="x", proposal_ref="x"),
    "tentative": lambda case, on, _: case.write_tentative_opinion(at(on), opinion="x", opinion_ref="x"),
    "consent": lambda case, on, n: case.answer_consent(at(on), CLERK, granted=n % 4 > 0, document="1"),
    "decide": lambda case, on, n: case.record_decision(
        at(on), GOVERNMENT, decided=n % 4 > 0, document="1", decision_ref="x"
    ),
    "letter": lambda case, on, n: letter(case, KINDS[n % len(KINDS)], on, *case.agencies),
    "notice": lambda case, on, _: letter(case, "supplement_notice", on, "market"),
    "opinion": lambda case, on, _: letter(case, "coordination_opinion", on, *case.agencies),
    "serve": lambda case, on, _: served_somewhere(case, on),
    "void": lambda case, on, _: voided(case, on),
    "act alone": lambda case, on, n: case.record_unilateral_act(
        at(on), act_id=f"a{next(IDS)}", agency="farming", act_ref="x", acted_on=day(on), interim=n % 2 > 0
    ),
    "verify": lambda case, on, n: case.verify_execution(
        at(on), agency=("market", "farming")[n % 2], result=list(Execution)[n % 2], note_ref="x"
    ),
    "defy": lambda case, on, n: case.record_defiance(
        at(on),
        agency="farming",
        against=list(Against)[n % 2],
        manner=Defiance.REFUSED,
        note_ref="x",
    ),
    "climb": lambda case, on, _: case.climb_ladder(
        at(on), agency="farming", rung=case.next_rung("farming") or "none", document="1"
    ),
    "close": lambda case, on, _: case.close(at(on)),
    "sweep": lambda case, on, _: swept(case, on),
}
SEVERAL = {"prepare", "letter", "notice", "opinion"}
"""Acts of several steps, of which the first may happen and a later one be refused."""

FURTHER: dict[Stage, tuple[str, ...]] = {
    Stage.RECEIVED: ("accept", "accept", "ask for papers"),
    Stage.SUPPLEMENTING: ("notice", "serve", "file papers", "sweep"),
    Stage.DEEMED_WITHDRAWN: ("file papers", "take back"),
    Stage.COORDINATING: ("prepare", "agree", "prepare", "propose", "tentative", "ask for time", "give time"),
    Stage.CONSENT_PENDING: ("consent", "consent", "decide"),
    Stage.CONSENTED: ("opinion", "serve", "void"),
    Stage.GOVERNMENT_PENDING: ("decide", "decide", "opinion"),
    Stage.EXECUTING: ("serve", "verify", "verify", "defy", "climb", "close"),
}
"""What usually comes next in a stage, so that walks get far."""


def named(case: Dispute, name: str, number: int) -> str:
    """The act of a name; ``further`` is one that fits the stage."""
    fitting = FURTHER.get(case.stage, ("close",))
    return fitting[number % len(fitting)] if name == "further" else name


READINGS: list[OpenQuestion] = [
    one for one in BOOK.questions.values() if "dispute_coordination" in one.read_by
]


@st.composite
def laws(draw: st.DrawFn) -> Any:
    """The law with a random answer to every question that the service reads."""
    law = LAW
    for question in READINGS:
        law = read_as(question.policy, draw(st.sampled_from(sorted(question.values))), law)
    return law


def hold_together(case: Dispute) -> None:
    """What is true of every dispute at every moment."""
    if case.stage in ENDED:
        assert (case.clocks, case.closed_on is None) == ({}, False)
    if case.stage is Stage.EXECUTING:
        assert case.ended_on is not None
        assert not {one for one in case.clocks if not one.startswith("follow_up:")}
    if "acceptance" in case.clocks:
        assert case.stage in {Stage.RECEIVED, Stage.SUPPLEMENTING}
    if any(one["state"] == "open" for one in (case.consent, case.proposal) if one):
        assert case.stage in ENDED | {Stage.CONSENT_PENDING, Stage.GOVERNMENT_PENDING}
    assert sum(case.extensions) <= (LAW.rule("handling_extension").cap or 0)
    assert len([one for one in case.stops.values() if one["until"] is None]) <= 1


@settings(max_examples=300, deadline=None)
@given(
    st.booleans(),
    laws(),
    st.lists(
        st.tuples(
            st.one_of(*[st.just("further")] * 3, st.sampled_from(sorted(ACTS))),
            st.integers(0, 23),
            st.integers(0, 3),
        ),
        max_size=40,
    ),
)
def test_whatever_is_tried_happens_or_is_refused_and_leaves_one_whole_case(asked, law, acts):
    case = requested(law) if asked else own_motion(law, on="2026-11-02")
    on = day("2026-11-02")

    for wanted, number, later in acts:
        name = named(case, wanted, number)
        on += timedelta(days=later)
        before = (case.version, len(case.pending_events))
        try:
            ACTS[name](case, on.isoformat(), number)
        except Refusal as refusal:
            assert refusal.title
            if name not in SEVERAL:
                assert (case.version, len(case.pending_events)) == before
        hold_together(case)

    assert state(reloaded(case)) == state(case)
