"""What a complaint remembers while it is decided upon (投诉举报案件的状态)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from services.complaints.domain.steps import STEPS
from services.complaints.domain.vocabulary import BUREAU, STAGE_LABELS, Stage
from services.complaints.rules.applicable import ApplicableLaw
from shared.casework.lettered import LetteredCase

if TYPE_CHECKING:
    from services.complaints.domain.events.intake import Received


COMPLAINANT = "complainant"
"""The code under which letters address whoever complained; the name stands sealed."""
TOLD_BY = {
    "acceptance_notice": "acceptance",
    "decline_notice": "decline",
    "extension_notice": "extension",
    "result_notice": "result",
    "compensation_notice": "compensation",
}
"""What the complainant knows once a letter of a kind was served."""
RESULTS = frozenset({"result", "decline"})
"""What tells the complainant how the matter ended."""


class ComplaintState(LetteredCase):
    """State and its questions; the decisions stand in the use-case classes beside this one.

    The law that binds this complaint is attached after loading and is no part of the recorded state.
    """

    ATTACHED = ("_law",)

    @property
    def law(self) -> ApplicableLaw:
        """The versions of the regulations that bind this complaint."""
        law: ApplicableLaw = vars(self)["_law"]
        return law

    def under(self, law: ApplicableLaw) -> Self:
        """Attach the law; whoever loads a complaint to decide on it does so first."""
        self._law = law
        return self

    def begin(self, event: "Received") -> None:
        """Take over what was received; called at replay too, so it only records."""
        self.number = event.number
        self.stage: Stage = Stage.RECEIVED
        self.kind = event.kind
        self.channel = event.channel
        self.complainant = event.complainant
        self.complainant_kind = event.complainant_kind
        self.intake_ref = event.intake_ref
        self.electronic_service = event.electronic_service
        self.addressee = event.addressee
        self.ground = event.ground
        self.agency = event.agency
        self.officer = event.officer
        self.handler = event.handler
        self.received_on = event.received_on
        self.regulation = event.regulation
        self.proceedings = frozenset(event.proceedings)
        self.summary_text = ""
        self.attachments: dict[str, bool] = {}
        self.accepted_on: date | None = None
        self.closed_on: date | None = None
        self.replied_on: date | None = None
        self.decline_ground: str | None = None
        self.forwarded: dict[str, str] | None = None
        self._begin_investigation()
        self._begin_aftercare()

    def _begin_investigation(self) -> None:
        self.investigators: list[str] = []
        self.open_conflicts: set[str] = set()
        self.recused: set[str] = set()
        self.conflicts: dict[str, dict[str, Any]] = {}
        self.measures = 0
        self.measures_taken: list[str] = []
        self.proposed_finding: str | None = None
        self.accountability_proposed = False
        self.discussion: dict[str, Any] | None = None
        self.discussion_confirmed = False
        self.extension_request: dict[str, Any] | None = None
        self.extensions = 0
        self.extension: dict[str, Any] | None = None
        self.finding: str | None = None
        self.corrected_on_the_spot = False

    def _begin_aftercare(self) -> None:
        self.notices: set[str] = set()
        self.stated: dict[str, str] = {}
        """The last day that an issued letter states, by letter: that is what its service tells."""
        self.result_told_on: date | None = None
        self.written_at: dict[str, str] = {}
        """The body that wrote each letter; another that handles later does not read it."""
        self.orders: dict[str, dict[str, Any]] = {}
        self.recommendations: dict[str, dict[str, str]] = {}
        self.transfers: dict[str, dict[str, str]] = {}
        self.appeals: dict[str, str] = {}
        self.appealed: dict[str, dict[str, str]] = {}
        self.flags: list[str] = []
        self.called_back = False
        self.archived_on: date | None = None
        self.retention: str | None = None

    def enter(self, stage: str) -> None:
        """Go to a stage; events call this."""
        self.stage = Stage(stage)

    def tell(self, notice: str, on: date) -> None:
        """The complainant was told something, as of this day; events call this."""
        self.notices.add(notice)
        if notice in RESULTS:
            letters = [kind for kind, told in TOLD_BY.items() if told == notice]
            # a second letter, such as a corrected one, does not put off what the first one told
            self.result_told_on = min(
                (day for kind in letters for day in self.days_of_service(kind)), default=on
            )

    def due_of(self, clock: str) -> str | None:
        """The end of a running clock as it stands, for what is recorded beside it."""
        running = self.clocks.get(clock)
        due_on = running.deadline.due_on if running else None
        return due_on.isoformat() if due_on else None

    def note_draft(self, letter_id: str) -> None:
        """A letter is of the body that handles; one that forwards is the bureau's; events call this."""
        forwards = self.letters[letter_id].kind == "forwarding_letter"
        self.written_at[letter_id] = BUREAU if forwards else self.handler

    def state_end(self, letter_id: str) -> None:
        """Remember the last day that a letter states as it goes out; events call this."""
        letter = self.letters[letter_id]
        if letter.kind == "new_date_notice":
            end = self.due_after(letter.about)
        else:
            base = self.clocks["handling"].deadline.extends if "handling" in self.clocks else None
            first = base.due_on if base and letter.kind == "acceptance_notice" else None
            end = first.isoformat() if first else self.due_of("handling")
        if end:
            self.stated[letter_id] = end

    def note_service(self, letter_id: str, addressee: str, on: date) -> None:
        """A letter counts as served: what that says of the case; events call this."""
        letter = self.letters[letter_id]
        if notice := TOLD_BY.get(letter.kind):
            self.tell(notice, on)
        if letter.kind == "correction_order" and self.orders[letter.about]["state"] == "issued":
            self.orders[letter.about]["state"] = "delivered"
        transfer = self.transfers.get(letter.about) if letter.kind == "transfer_letter" else None
        if transfer and transfer["state"] in {"sent", "received"}:
            first = min(self.days_of_service(letter.kind, letter.about))
            transfer |= {"state": "received", "since": first.isoformat()}

    def due_after(self, clock: str) -> str | None:
        """The end that waits for a new notice, or else the one that stands."""
        running = self.clocks.get(clock)
        due_on = (running.held or running.deadline).due_on if running else None
        return due_on.isoformat() if due_on else None

    @property
    def served_agencies(self) -> frozenset[str]:
        """The bodies, other than the complainant, that were served with a letter of the case."""
        return frozenset(
            one for letter in self.letters.values() for one in letter.served if one != COMPLAINANT
        )

    @property
    def active_investigators(self) -> list[str]:
        """Investigators whom no open or decided recusal keeps away."""
        return [one for one in self.investigators if one not in self.open_conflicts | self.recused]

    @property
    def investigators_needed(self) -> int:
        """How many investigators the rule asks for."""
        return self.law.rule("investigators_minimum").minimum or 0

    @property
    def owner_role(self) -> str:
        """Whose desk the case lies on."""
        return "bureau_clerk" if self.handler == BUREAU else "agency_clerk"

    def basis_of(self, key: str) -> str | None:
        """The article behind a rule key of the complaint regulation, or of a regulation above it."""
        return self.law.rule(key).basis if self.law.has_rule(key) else None

    def require(self, step: str) -> None:
        """Refuse, with the article, a step that is not open now."""
        if refusal := STEPS[step].refusal(self):
            raise refusal

    def summary(self) -> dict[str, Any]:
        """What everybody who may see the case in a list sees; stored with each event, never personal."""
        zh, en = STAGE_LABELS[self.stage]
        return {
            "number": self.number,
            "procedure": "complaint",
            "agency": self.agency,
            "handler": self.handler,
            "stage": self.stage.value,
            "stage_zh": zh,
            "stage_en": en,
            "owner_role": self.owner_role,
            "title": self.summary_text,
            "people": self.investigators,
            "hidden_from": sorted(self.recused | ({self.officer} if self.officer else set())),
            "bodies": {f"order:{one}": order["agency"] for one, order in self.orders.items()},
            "addressed": sorted({order["agency"] for order in self.orders.values()} | self.served_agencies),
            "closed": self.stage in {Stage.DECLINED, Stage.CONCLUDED, Stage.ARCHIVED},
        }
