"""A version somebody proposes: its faults, what to think of, what it changes (拟发布的版本)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shared.law.book import LawBook, Regulation
from shared.law.difference import Difference, difference
from shared.law.document import Kind
from shared.law.examination import examine
from shared.law.faults import Fault, found
from shared.law.trace import planned_keys, uncarried


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the law book makes of a document; ``regulation`` is None where its shape is wrong.

    Faults keep it from being published; warnings are for the two persons who enter and confirm it.
    """

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    regulation: Regulation | None = None
    difference: Difference | None = None

    @property
    def is_sound(self) -> bool:
        """Whether it may be published."""
        return not self.faults

    def to_dict(self) -> dict[str, Any]:
        """Plain form for answers."""
        return {
            "sound": self.is_sound,
            "faults": [fault.to_dict() for fault in self.faults],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "differences": self.difference.to_dict() if self.difference else None,
        }

    def with_faults(self, faults: Iterable[Fault]) -> "Proposal":
        """The same with its faults said otherwise, such as with their lines."""
        return replace(self, faults=tuple(faults))


def propose(law: LawBook, name: str, in_force_from: date, content: Any, *, today: date) -> Proposal:
    """Judge a document as the version of ``issuer/topic`` that comes into force on a day."""
    document, faults = examine(name, content, law.vocabulary)
    if document is None or faults:
        return Proposal(faults)
    issuer, _, topic = name.partition("/")
    new = Regulation(issuer, topic, in_force_from, document, law.vocabulary.codes)
    old = predecessor(law, name, in_force_from)
    compared = difference(old, new)
    return Proposal(tuple(uncarried(new)), tuple(_warnings(law, old, new, compared, today)), new, compared)


def predecessor(law: LawBook, name: str, in_force_from: date) -> Regulation | None:
    """The version that a new one of that day follows."""
    earlier = [day for day in law.versions(name) if day < in_force_from]
    return law.version(name, earlier[-1]) if earlier else None


def _warnings(
    law: LawBook, old: Regulation | None, new: Regulation, compared: Difference, today: date
) -> Iterator[Fault]:
    if old is None:
        yield found(
            "first_version",
            "此制度尚无版本，须另行登记它约束哪些机关",
            "there is no version of this regulation yet; whom it binds is registered separately",
        )
    elif compared.is_empty:
        yield found("no_difference", f"内容与 {old.id} 相同", f"says the same as {old.id}")
    if new.in_force_from < today:
        yield found(
            "in_force_already",
            "施行日早于今天：此前已立的案件仍按立案时记录的版本办理",
            "in force before today: matters opened since keep the version that they recorded",
        )
    later = [day for day in law.versions(new.name) if day > new.in_force_from]
    if later:
        yield found(
            "followed_by_another",
            f"已有更晚施行的版本（{later[0]}），本版本只适用到其前一日",
            f"a later version exists ({later[0]}); this one would apply up to the day before",
        )
    if new.binds_open_matters:
        yield found(
            "binds_open_matters",
            "施行时未结的案件改用本版本；已经算出的期限不变",
            "open matters follow this version from its first day; dates computed before stay",
        )
    yield from _commencement(new)
    yield from _gone(law, compared)


def _commencement(new: Regulation) -> Iterator[Fault]:
    for article in new.articles:
        for note in article.notes:
            day = note.params.get("from", "issue")
            if note.kind is Kind.COMMENCEMENT and day not in ("issue", new.in_force_from.isoformat()):
                yield found(
                    "other_commencement",
                    f"{note.label}写明的施行日是 {day}",
                    f"{note.label} says that it comes into force on {day}",
                )


def _gone(law: LawBook, compared: Difference) -> Iterator[Fault]:
    """Rules and items that code looks for and will not find in this version."""
    planned = planned_keys(law)
    for rule in compared.rules:
        if rule.change == "removed" and rule.key not in planned:
            yield found(
                "rule_gone",
                f"规则 {rule.key} 已有代码执行，本版本不再规定",
                f"code carries out {rule.key}, which this version no longer lays down",
            )
    for item in compared.items:
        if item.change == "removed":
            yield found(
                "item_gone",
                f"目录 {item.catalogue} 不再有 {item.code}，旧案中已用的代码仍保留",
                f"{item.code} is no longer in {item.catalogue}; where it was used before, it stays",
            )
