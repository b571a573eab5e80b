"""The fields of an act as a form: kind, names, choices (表单字段)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.identity.directory import Agency, Person

Choice = dict[str, str]
Source = Callable[[], Sequence[Choice]]
"""Gives the options of one field when a page is asked for."""

UNITS = {"working_day": ("工作日", "Working days"), "calendar_day": ("日", "Days"), "month": ("月", "Months")}
APPROVED: Mapping[bool, tuple[str, str]] = {True: ("同意", "Approved"), False: ("不同意", "Refused")}


@dataclass(frozen=True, slots=True)
class Shape:
    """One field: its name in the body, its kind of control, its two labels, where its choices come from.

    ``multiple`` lets a selection take several of its choices.
    """

    name: str
    type: str
    label_zh: str
    label_en: str
    choices: str = ""
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of acts on one case: shapes by key, and a source of options per name of choices."""

    shapes: Mapping[str, Shape]
    sources: Mapping[str, Source]

    def fields(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """The fields of an act; a name that ends in a question mark may stay empty."""
        return [self._field(name.removesuffix("?"), required=not name.endswith("?")) for name in names]

    def _field(self, key: str, *, required: bool) -> dict[str, Any]:
        shape = self.shapes[key]
        source, forms = self.sources.get(shape.choices), self.sources.get("forms")
        return {
            "name": shape.name,
            "type": shape.type,
            "label_zh": shape.label_zh,
            "label_en": shape.label_en,
            "required": required and shape.type != "checkbox",
            "multiple": shape.multiple,
            "options": list(source()) if source else [],
            "forms": list(forms()) if forms and shape.type == "responsible" else [],
        }


def choice(value: str, zh: str, en: str) -> Choice:
    """One option of a field: its value and its two names."""
    return {"value": value, "label_zh": zh, "label_en": en}


def labelled(labels: Mapping[Any, tuple[str, str]]) -> list[Choice]:
    """Options from codes with their two names."""
    return [choice(str(code), *names) for code, names in labels.items()]


def approvals() -> list[Choice]:
    """Yes or no of somebody who approves."""
    return [choice(str(value).lower(), *label) for value, label in APPROVED.items()]


def people_options(people: Iterable[Person]) -> list[Choice]:
    """Persons by name."""
    return [choice(str(one.person), one.display_name, one.display_name) for one in people]


def agency_options(agencies: Iterable[Agency], *, without: str = "") -> list[Choice]:
    """Bodies by name."""
    return [
        choice(one.agency, one.display_name, one.display_name) for one in agencies if one.agency != without
    ]
