"""From a form's entries to the fields of an action, as the owning service described them (表单填写).

The service judges the content; here only the kinds are told apart: numbers, marks, several people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from services.dashboard.application.cases import Field

PREFIX = "field."


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person entered for one action, kept when the page comes back with a refusal."""

    action: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def entered(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """Give the entries as they were written."""
    return {each.name: _written(form, each) for each in fields}


def body_of(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """Give the JSON of an action; what was left empty is left out."""
    values = {each.name: _value(form, each) for each in fields}
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _is_several(each: Field) -> bool:
    return each.type == "people" or (each.type == "select" and each.multiple)


def _written(form: FormData, each: Field) -> Any:
    name = PREFIX + each.name
    if _is_several(each):
        return [str(value) for value in form.getlist(name) if value]
    return str(form.get(name, "")).replace("\r\n", "\n").strip()


def _value(form: FormData, each: Field) -> Any:
    written = _written(form, each)
    if each.type == "checkbox":
        return bool(written)
    if each.type == "number":
        return int(written) if written.removeprefix("-").isdecimal() else written
    return written
