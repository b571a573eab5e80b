"""From a form's entries to the fields of an action, as the owning service described them (表单填写).

The service judges the content; here only the kinds are told apart: numbers, marks, several people.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData

from services.dashboard.application.cases import Field

PREFIX = "field."


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person entered for one action, kept when the page comes back with a refusal."""

    path: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def key_of(form: FormData) -> str:
    """Give the key under which a form acts once."""
    return text_of(form, "idempotency_key")[:200] or str(uuid4())


def version_of(form: FormData) -> int:
    """Give the version on which a form rests; what is no version rests on none."""
    written = text_of(form, "version")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def text_of(form: FormData, name: str) -> str:
    """Give what was written into a field."""
    return str(form.get(name, "")).replace("\r\n", "\n").strip()


ROWS = 8
"""How many lines a form offers where several persons are named."""


def entered(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """Give the entries as they were written."""
    return {each.name: _written(form, each) for each in fields}


def body_of(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """Give the JSON of an action; what was left empty is left out."""
    values = {each.name: _value(each, _written(form, each)) for each in fields}
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _written(form: FormData, each: Field) -> Any:
    name = PREFIX + each.name
    if each.type == "people" or (each.type == "select" and each.multiple):
        return [str(value) for value in form.getlist(name) if value]
    if each.type == "views":
        return list(_lines(form, name, ("view", "dissents")))
    if each.type == "responsible":
        return list(_lines(form, name, ("form",)))
    return text_of(form, name)


def _lines(form: FormData, name: str, columns: Iterable[str]) -> Iterator[dict[str, str]]:
    """Give the lines of which a person was chosen."""
    for row in range(ROWS):
        line = {column: text_of(form, f"{name}.{row}.{column}") for column in ("person", *columns)}
        if line["person"]:
            yield line


def _value(each: Field, written: Any) -> Any:
    if each.type == "checkbox":
        return bool(written)
    if each.type == "number":
        return int(written) if written.removeprefix("-").isdecimal() else written
    if each.type == "views":
        return [{**line, "dissents": bool(line["dissents"])} for line in written]
    return written
