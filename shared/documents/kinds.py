"""The kinds of letters, each written as data beside this file (文书种类).

``kinds/*.yaml`` hold what a letter of a kind is called, who issues and approves it, what a person writes,
what the case supplies, and our sentences. Read once; a fault names file, kind and entry.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

KINDS = Path(__file__).with_name("kinds")
SERVICES = ("complaints", "dispute_coordination", "shared")
LAYOUTS = ("instrument", "letter", "form")
ISSUERS = ("bureau", "handler", "government", "agency")
APPROVERS = ("person_in_charge", "bureau_head", "government", "none")
ADDRESSEES = (
    "agency",
    "applicant",
    "bureau",
    "competent_organ",
    "complainant",
    "disputing_agencies",
    "government",
    "investigated_agency",
    "invited_organs",
    "ordered_agency",
    "public",
    "receiving_organ",
    "recipient",
    "requester",
    "respondent",
    "victim",
)
LENGTHS = {"text": 300, "textarea": 10_000, "date": 10, "list": 500}
ITEMS_IN_A_LIST = 50
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
NAME = re.compile(r"[a-z][a-z0-9_]*")
_KIND_KEYS = {
    *("title_zh", "title_en", "word", "heading", "reason", "layout", "issuer", "approver", "numbered"),
    *("addressees", "fields", "facts", "optional_facts", "body", "due", "due_duty", "due_day_zero"),
    *("basis", "attachments", "copies"),
}
_ENTRY_KEYS = {
    "paragraph": {"level"},
    "list": {"level"},
    "table": {"widths", "header", "items"},
    "signatures": set(),
}
_FIELD_KEYS = {"name", "label_zh", "label_en", "type", "required", "hint"}
HEAD_NAMES = frozenset({"issuer", "case_number", "number", "due_on"})
"""Placeholders that the head of the letter fills."""


class FaultyKindError(ValueError):
    """A file of kinds is wrong; the text says where (文书种类文件有误)."""


@dataclass(frozen=True, slots=True)
class KindField:
    """One thing that a person may write or correct before the letter is issued (填写项)."""

    name: str
    label_zh: str
    label_en: str
    type: str
    required: bool
    hint: str

    @property
    def max_length(self) -> int:
        """The longest text, or the longest item of a list."""
        return LENGTHS[self.type]


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """One entry of a body: a paragraph, items of a list, a table, signatures, or the end of the period."""

    form: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    header: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names of the values that the entry uses."""
        texts = (self.text, *(cell for row in self.rows for cell in row))
        return frozenset(name for text in texts for name in PLACEHOLDER.findall(text))


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter (文种)."""

    code: str
    service: str
    title_zh: str
    title_en: str
    word: str
    layout: str
    issuer: str
    approver: str
    numbered: bool
    addressees: tuple[str, ...]
    body: tuple[BodyEntry, ...]
    fields: tuple[KindField, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    optional_facts: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    reason: str = ""
    due: str | None = None
    due_duty: str = ""
    due_day_zero: str = ""
    basis: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """The Chinese label of every value."""
        return {**self.facts, **self.optional_facts, **{each.name: each.label_zh for each in self.fields}}

    @property
    def required(self) -> tuple[str, ...]:
        """Names without which the letter cannot be composed."""
        return (*self.facts, *(each.name for each in self.fields if each.required))

    def field_named(self, name: str) -> KindField | None:
        """The field of that name; None for facts."""
        return next((each for each in self.fields if each.name == name), None)


def letter_kind(service: str, code: str) -> LetterKind:
    """The kind of that code, of the service or shared by all; KeyError where there is none."""
    kinds = load_kinds(KINDS)
    return kinds[(service, code)] if (service, code) in kinds else kinds[("shared", code)]


def kinds_of(service: str) -> tuple[LetterKind, ...]:
    """The kinds of a service in the order of its files; the shared ones are asked for as ``shared``."""
    return tuple(kind for kind in load_kinds(KINDS).values() if kind.service == service)


@lru_cache(maxsize=4)
def load_kinds(root: Path) -> Mapping[tuple[str, str], LetterKind]:
    """Read and check every file of a directory."""
    kinds: dict[tuple[str, str], LetterKind] = {}
    words: dict[str, str] = {}
    for path in sorted(root.glob("*.yaml")):
        for kind in _read_file(path):
            key, word = (kind.service, kind.code), kind.word
            if key in kinds:
                raise FaultyKindError(f"{path.name}: {kind.code} stands twice")
            if word and word in words:
                raise FaultyKindError(f"{path.name}: {kind.code} has the word of {words[word]}: {word}")
            kinds[key] = kind
            words[word] = kind.code
    return kinds


def _read_file(path: Path) -> list[LetterKind]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != {"service", "kinds"}:
        raise FaultyKindError(f"{path.name}: needs 'service' and 'kinds', nothing else")
    if data["service"] not in SERVICES:
        raise FaultyKindError(f"{path.name}: no such service: {data['service']}")
    found = []
    for code, entry in data["kinds"].items():
        try:
            found.append(_read_kind(code, data["service"], entry))
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise FaultyKindError(f"{path.name}: {code}: {fault}") from fault
    return found


def _read_kind(code: str, service: str, entry: Mapping[str, Any]) -> LetterKind:
    if unknown := set(entry) - _KIND_KEYS:
        raise FaultyKindError(f"unknown entries: {', '.join(sorted(unknown))}")
    _check_words(code, service, entry)
    plain = {name: str(entry.get(name) or "") for name in ("heading", "reason", "due_duty", "due_day_zero")}
    kind = LetterKind(
        code=code,
        service=service,
        title_zh=entry["title_zh"],
        title_en=entry["title_en"],
        word=entry.get("word", ""),
        layout=entry["layout"],
        issuer=entry["issuer"],
        approver=entry["approver"],
        numbered=entry["numbered"],
        addressees=tuple(entry.get("addressees", ())),
        body=tuple(_read_entry(each) for each in entry["body"]),
        fields=tuple(_read_field(each) for each in entry.get("fields", ())),
        facts=dict(entry.get("facts", {})),
        optional_facts=dict(entry.get("optional_facts", {})),
        due=entry.get("due"),
        basis=tuple(entry.get("basis", ())),
        attachments=tuple(entry.get("attachments", ())),
        copies=tuple(entry.get("copies", ())),
        **plain,
    )
    _check_names(kind)
    return kind


def _check_words(code: str, service: str, entry: Mapping[str, Any]) -> None:
    if not NAME.fullmatch(code):
        raise FaultyKindError("a code has small letters, digits and low lines")
    for name, allowed in (("layout", LAYOUTS), ("issuer", ISSUERS), ("approver", APPROVERS)):
        if entry[name] not in allowed:
            raise FaultyKindError(f"{name} is one of {', '.join(allowed)}")
    if entry["numbered"] and service == "shared":
        # each service keeps its own registers: one word in two of them would number twice
        raise FaultyKindError(f"{code}: letters of all services have no number of their own")
    if entry["numbered"] is not bool(entry.get("word")):
        raise FaultyKindError("a kind has a word exactly if its letters are numbered")
    for name in ("addressees", "copies"):
        if unknown := set(entry.get(name, ())) - set(ADDRESSEES):
            raise FaultyKindError(f"{name}: unknown: {', '.join(sorted(unknown))}")
    if bool(entry.get("due")) is not bool(entry.get("due_duty")):
        raise FaultyKindError("due and due_duty go together")


def _check_names(kind: LetterKind) -> None:
    names = [*kind.facts, *kind.optional_facts, *(each.name for each in kind.fields)]
    if doubled := {name for name in names if names.count(name) > 1} | (HEAD_NAMES & set(names)):
        raise FaultyKindError(f"named twice: {', '.join(sorted(doubled))}")
    if badly := [name for name in names if not NAME.fullmatch(name)]:
        raise FaultyKindError(f"not names: {', '.join(badly)}")
    used = {name for entry in kind.body for name in entry.names}
    used |= set(PLACEHOLDER.findall(kind.heading + kind.reason))
    if unknown := used - set(names) - HEAD_NAMES:
        raise FaultyKindError(
            f"the sentences use what is neither field nor fact: {', '.join(sorted(unknown))}"
        )
    if unused := set(names) - used:
        raise FaultyKindError(f"fields or facts without a place: {', '.join(sorted(unused))}")
    if kind.due and not any(entry.form == "due" for entry in kind.body):
        raise FaultyKindError("the body has no place for the end of the period")


def _read_field(entry: Mapping[str, Any]) -> KindField:
    if unknown := set(entry) - _FIELD_KEYS:
        raise FaultyKindError(f"field: unknown entries: {', '.join(sorted(unknown))}")
    if entry.get("type", "text") not in LENGTHS:
        raise FaultyKindError(f"field {entry['name']}: the type is one of {', '.join(LENGTHS)}")
    return KindField(
        name=entry["name"],
        label_zh=entry["label_zh"],
        label_en=entry["label_en"],
        type=entry.get("type", "text"),
        required=entry.get("required", True),
        hint=entry.get("hint", ""),
    )


def _read_entry(entry: Any) -> BodyEntry:
    """A string is a paragraph, ``due`` the end of the period; else a paragraph, list, table or signatures.

    ``items`` of a table names a list: each item is a row, its cells parted by tabs.
    """
    if entry == "due":
        return BodyEntry("due")
    if isinstance(entry, str):
        return BodyEntry("paragraph", entry)
    form = next((each for each in _ENTRY_KEYS if each in entry), "")
    if not form or set(entry) - _ENTRY_KEYS[form] - {form}:
        raise FaultyKindError(f"body: unknown entry: {', '.join(sorted(entry))}")
    if form in {"paragraph", "list"}:
        return BodyEntry(form, entry[form], level=_level(entry.get("level", 0 if form == "paragraph" else 3)))
    rows = tuple((row,) if isinstance(row, str) else tuple(row) for row in entry[form])
    header, items = entry.get("header", False), entry.get("items", "")
    return BodyEntry(form, items, rows=rows, widths=_widths(entry, rows), header=header)


def _level(level: int) -> int:
    if level not in range(5):
        raise FaultyKindError("levels go from 0 to 4")
    return level


def _widths(entry: Mapping[str, Any], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    widths = tuple(entry.get("widths", (1,) * len(rows[0])))
    # a row with fewer cells lets its last cell run to the edge
    if any(len(row) > len(widths) for row in rows):
        raise FaultyKindError("body: a row has more cells than there are widths")
    return widths
