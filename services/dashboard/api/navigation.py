"""The ways through the workbench: few entries above, the pages of a section below them (导航)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.dashboard.application.notices import Unread
from services.dashboard.application.scope import (
    acts_for_agency,
    has_queue,
    keeps_law_and_time,
    keeps_register,
)
from services.dashboard.application.sessions import SignedIn

Waiting = Mapping[str, Unread | None]
"""How much waits for a person, by what is counted; None where it is not known."""

CHANGES, LETTERS = "changes", "letters"
COUNTED = {CHANGES: "项待处理的期限变动", LETTERS: "件待签收的文书"}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: its page and its words; ``below`` are the beginnings of all addresses that belong to it.

    ``counts`` is what is counted beside it.
    """

    path: str
    word: str
    below: tuple[str, ...] = ()
    bureau_only: bool = False
    counts: str = ""

    def holds(self, here: str) -> bool:
        """Whether an address belongs to this entry."""
        places = (self.path, *self.below)
        return any(here == place or here.startswith(f"{place}/") for place in places)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as one page shows it: ``current`` is empty, ``page`` or ``true`` for the section around it."""

    path: str
    word: str
    current: str = ""
    waiting: str = ""
    counted: str = ""


QUEUE = Place("/", "待办队列")
TIME = Place("/calendar", "历法与期限", ("/calculator", "/docket"), counts=CHANGES)
LAW = Place("/law", "法规")
INBOX = Place("/inbox", "收文", counts=LETTERS)
OBLIGATIONS = Place("/obligations", "应办事项", ("/disputes/new",))
REGISTER = Place("/letters/register", "发文登记簿")
PUBLIC = (
    Place("/public/complaint", "提交投诉举报"),
    Place("/public/progress", "查询办理进度"),
    LAW,
    TIME,
    Place("/docs", "接口文档"),
)
SECTIONS = {
    OBLIGATIONS: (
        Place("/obligations", "本机关应办事项"),
        Place("/disputes/new", "申请争议协调"),
    ),
    LAW: (
        Place("/law", "施行中的法规"),
        Place("/law/open-questions", "待确认事项"),
        Place("/law/internal-targets", "内部目标"),
        Place("/law/drafts", "法规草稿", bureau_only=True),
        Place("/law/policies", "做法的选定", bureau_only=True),
    ),
    TIME: (
        Place("/calendar", "年历"),
        Place("/calculator", "期限计算"),
        Place("/calendar/drafts", "放假通知与停办", bureau_only=True),
        Place("/docket", "期限变动", bureau_only=True, counts=CHANGES),
    ),
}


def entries(here: str, person: SignedIn | None, waiting: Waiting) -> list[Entry]:
    """The entries above every page."""
    return [_entry(place, here, waiting) for place in (*_own(person), *PUBLIC)]


def _own(person: SignedIn | None) -> list[Place]:
    """The places of who works on cases; an agency's and the bureau's differ."""
    if person is None or not has_queue(person.actor):
        return []
    agency = [INBOX, OBLIGATIONS] if acts_for_agency(person.actor) else []
    return [QUEUE, *agency, *([REGISTER] if keeps_register(person.actor) else [])]


def tabs(here: str, person: SignedIn | None, waiting: Waiting) -> list[Entry]:
    """The pages of the section that an address belongs to; none outside of sections."""
    section = next((place for place in SECTIONS if place.holds(here)), None)
    if section is None:
        return []
    bureau = person is not None and keeps_law_and_time(person.actor)
    places = [place for place in SECTIONS[section] if bureau or not place.bureau_only]
    nearest = _nearest(places, here)
    return [_entry(place, here, waiting, within=place is nearest) for place in places]


def _nearest(places: Sequence[Place], here: str) -> Place | None:
    """The place with the longest address that holds this one."""
    holding = (place for place in places if place.holds(here))
    return max(holding, key=lambda each: len(each.path), default=None)


def _entry(place: Place, here: str, waiting: Waiting, *, within: bool | None = None) -> Entry:
    inside = place.holds(here) if within is None else within
    current = "page" if place.path == here else "true" if inside else ""
    known = waiting.get(place.counts)
    number = str(known) if known and known.number else ""
    return Entry(place.path, place.word, current, number, COUNTED.get(place.counts, ""))
