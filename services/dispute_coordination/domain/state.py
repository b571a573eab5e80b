"""What a dispute remembers while it is decided upon (争议案件的状态)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from services.dispute_coordination.domain.steps import STEPS
from services.dispute_coordination.domain.vocabulary import BUREAU, ENDED, STAGE_LABELS, Side, Stage, Trigger
from services.dispute_coordination.rules.request import Negotiation
from services.dispute_coordination.rules.standstill import Opening, standstill_starts_on
from shared.casework.lettered import LetteredCase
from shared.deadlines.changes import Change, stopped
from shared.law.applicable import ApplicableLaw

if TYPE_CHECKING:
    from services.dispute_coordination.domain.events.intake import Requested, RequestFiled

ANSWER, STATEMENT = "respondent_answer", "own_motion_statement"


class DisputeState(LetteredCase):
    """State and its questions; the decisions stand in the use-case classes beside this one.

    The law that binds the dispute is attached after loading and is no part of the recorded state.
    """

    ATTACHED = ("_law",)
    STATE = (*LetteredCase.STATE, Negotiation)

    def __init__(self) -> None:
        super().__init__()
        self.number = ""
        self.title = ""
        self.stage = Stage.RECEIVED
        self.trigger = Trigger.REQUEST
        self.regulation = ""
        self.opened_on = date.min
        self.ground = ""
        self.national_kind: str | None = None
        self.earlier: str | None = None
        self.parties: dict[str, Side] = {}
        self.handlers: list[str] = []
        self.negotiations: list[Negotiation] = []
        self.joined: list[str] = []
        self.joined_to: str | None = None
        self._begin_intake()
        self._begin_handling()
        self._begin_outcome()

    def _begin_intake(self) -> None:
        self.received_on: date | None = None
        self.contents: frozenset[str] = frozenset()
        self.materials: set[str] = set()
        self.attachments: dict[str, str | None] = {}
        self.examination: dict[str, Any] | None = None
        self.supplements: list[dict[str, Any]] = []
        self.accepted_on: date | None = None
        self.closed_on: date | None = None
        self.answers: dict[str, dict[str, Any]] = {}
        self.withdrew: set[str] = set()

    def _begin_handling(self) -> None:
        self.verifications = 0
        self.views: dict[str, bool] = {}
        self.consultations = 0
        self.extension_request: dict[str, Any] | None = None
        self.extensions: list[int] = []
        self.stops: dict[str, dict[str, Any]] = {}
        self.waits_for_government = False
        self.special_limit: str | None = None
        self.urgencies: dict[str, dict[str, Any]] = {}
        self.unilateral_acts: dict[str, dict[str, Any]] = {}
        self.interim_measures = 0

    def _begin_outcome(self) -> None:
        self.consent: dict[str, Any] | None = None
        self.proposal: dict[str, Any] | None = None
        self.opinions: list[dict[str, str]] = []
        self.concluded_handling: dict[str, Any] | None = None
        self.ended_on: date | None = None
        self.follow_ups: dict[str, str] = {}
        self.executions: dict[str, dict[str, Any]] = {}
        self.ladders: dict[str, list[str]] = {}

    # -- law -------------------------------------------------------------------------------------------

    @property
    def law(self) -> ApplicableLaw:
        """The versions of the regulations that bind this dispute."""
        law: ApplicableLaw = vars(self)["_law"]
        return law

    def under(self, law: ApplicableLaw) -> Self:
        """Attach the law; whoever loads a dispute to decide on it does so first."""
        self._law = law
        return self

    def basis_of(self, key: str) -> str | None:
        """The article behind a rule key of the dispute rules, or of a regulation above them."""
        return self.law.rule(key).basis if self.law.has_rule(key) else None

    def require(self, step: str) -> None:
        """Refuse, with the article, a step that is not open now."""
        if refusal := STEPS[step].refusal(self):
            raise refusal

    def enter(self, stage: str) -> None:
        """Go to a stage; events call this."""
        self.stage = Stage(stage)

    def finish(self, stage: str, on: date) -> None:
        """End in a stage; events call this."""
        self.enter(stage)
        self.closed_on = on

    def go_on(self, stage: str, on: date) -> None:
        """Go on after an answer or an opinion; the standstill ends with the last of them."""
        self.enter(stage)
        self.ended_on = on if self.stage is Stage.EXECUTING else None

    def begin(self, number: str, title: str, regulation: str, opened_on: date) -> None:
        """Take over what every case begins with."""
        self.number, self.title = number, title
        self.regulation, self.opened_on = regulation, opened_on

    def take_request(self, event: "Requested | RequestFiled") -> None:
        """Take over what a request states; called at replay too, so it only records."""
        self.ground, self.national_kind = event.ground, event.national_kind
        self.contents, self.materials = frozenset(event.contents), set(event.materials)
        self.received_on = event.received_on
        self.examination = next(
            (change["deadline"] for change in event.clocks if change["clock"] == "acceptance"), None
        )
        self.enter("received")

    # -- parties ---------------------------------------------------------------------------------------

    def set_sides(self, applicants: Collection[str], respondents: Iterable[str]) -> None:
        """Say who stands on which side."""
        self.parties = {
            **dict.fromkeys(applicants, Side.APPLICANT),
            **{one: Side.RESPONDENT for one in respondents if one not in applicants},
        }

    def take_in(self, applicants: Iterable[str], respondents: Iterable[str]) -> None:
        """Add the parties of a joined case; who stands here already keeps its side."""
        sides = dict.fromkeys(respondents, Side.RESPONDENT) | dict.fromkeys(applicants, Side.APPLICANT)
        if self.own_motion:
            sides = dict.fromkeys(sides, Side.CONCERNED)
        self.parties = {
            **self.parties,
            **{one: side for one, side in sides.items() if one not in self.parties},
        }

    @property
    def agencies(self) -> tuple[str, ...]:
        """Every agency in dispute."""
        return tuple(self.parties)

    @property
    def applicants(self) -> tuple[str, ...]:
        """The agencies that asked for coordination."""
        return self._on(Side.APPLICANT)

    @property
    def respondents(self) -> tuple[str, ...]:
        """The agencies against which coordination was asked for."""
        return self._on(Side.RESPONDENT)

    @property
    def own_motion(self) -> bool:
        """Whether the bureau opened the case itself (主动启动)."""
        return self.trigger is not Trigger.REQUEST

    @property
    def told(self) -> bool:
        """Whether all agencies in dispute know of the case; before acceptance only those who asked do."""
        together = {Stage.NEGOTIATING, Stage.SETTLED}
        return self.own_motion or self.accepted_on is not None or self.stage in together

    def answer_clock(self, agency: str) -> str:
        """The clock within which an agency answers, or files its statement."""
        return f"{STATEMENT if self.parties.get(agency) is Side.CONCERNED else ANSWER}:{agency}"

    # -- time ------------------------------------------------------------------------------------------

    @property
    def noticed_on(self) -> date | None:
        """The day of the first coordination notice of an own-motion case."""
        days = [one.issued_on for one in self.letters_of("coordination_notice") if one.issued_on]
        return min(days, default=None)

    @property
    def standstill_from(self) -> date | None:
        """The day on which the standstill began, as the bureau reads the text (暂停单方执法起始日)."""
        opening = Opening(self.received_on, self.accepted_on, self.noticed_on)
        return standstill_starts_on(self.law, opening)

    def all_stopped(self, on: date) -> tuple[Change, ...]:
        """Nothing is waited for any more."""
        return tuple(stopped(clock, on=on) for clock in self.clocks)

    def stopped_if_running(self, on: date, *clocks: str) -> list[Change]:
        """The ends of those clocks that run."""
        return [stopped(clock, on=on) for clock in clocks if clock in self.clocks]

    # -- lists -----------------------------------------------------------------------------------------

    @property
    def owner_role(self) -> str:
        """Whose desk the case lies on."""
        return _OWNERS.get(self.stage, "bureau_clerk")

    def summary(self) -> dict[str, Any]:
        """What everybody who may see the case in a list sees; stored with each event, never personal."""
        zh, en = STAGE_LABELS[self.stage]
        return {
            "number": self.number,
            "procedure": "dispute",
            "agency": self.agencies[0] if self.parties else None,
            "handler": BUREAU,
            "stage": self.stage.value,
            "stage_zh": zh,
            "stage_en": en,
            "owner_role": self.owner_role,
            "title": self.title,
            "people": list(self.handlers),
            "hidden_from": [],
            "bodies": self._bodies(),
            "addressed": sorted(self.parties if self.told else self.applicants),
            "parties": list(self.parties),
            "applicants": list(self.applicants),
            "closed": self.stage in ENDED,
        }

    def _bodies(self) -> Mapping[str, str]:
        """The agency that must act, per clock."""
        clocks = {self.answer_clock(one): one for one in self.parties}
        return clocks | ({"supplement": self.applicants[0]} if self.applicants else {})

    def _on(self, side: Side) -> tuple[str, ...]:
        return tuple(agency for agency, where in self.parties.items() if where is side)


_OWNERS = {
    Stage.NEGOTIATING: "agency_clerk",
    Stage.SUPPLEMENTING: "agency_clerk",
    Stage.CONSENT_PENDING: "government",
    Stage.GOVERNMENT_PENDING: "government",
}
