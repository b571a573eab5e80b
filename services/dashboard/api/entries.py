"""From a form's entries to the fields of an action, as the owning service described them (表单填写).

The service judges the content; here only the kinds are told apart: numbers, marks, lines, several people. A
form says nothing but what the described fields ask: other entries are not read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData

from services.dashboard.application.cases import AllowedAction, Field
from shared.clock.suite import SHANGHAI

PREFIX = "field."


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person entered for one action, kept when the page comes back with a refusal.

    ``name`` is that of the step.
    """

    name: str
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


SEVERAL = ("people", "agencies")
"""Fields that take several of their options."""

ROWS = 8
"""How many lines a form offers where several persons are named."""


def entered(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """Give the entries as they were written."""
    return {each.name: _written(form, each) for each in fields}


def given(fields: Iterable[Field]) -> dict[str, Any]:
    """Give what stands in a form before anybody writes."""
    return {each.name: _prefilled(each) for each in fields if each.value is not None}


def body_of(form: FormData, step: AllowedAction) -> dict[str, Any]:
    """Give the JSON of a step; what was left empty is left out, what the service fixed goes before a form."""
    body = nested(form, step.fields)
    for name, value in step.fixed.items():
        body[name] = {**_object(body, name), **value} if isinstance(value, Mapping) else value
    return body


def nested(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """Give the entries as objects: a dot in a name leads into one, which may stay empty."""
    body: dict[str, Any] = {}
    for each in fields:
        value = _value(each, _written(form, each))
        *groups, name = each.name.split(".")
        place = body
        for group in groups:
            place[group] = place = _object(place, group)
        if value not in ("", None, []):
            place[name] = value
    return body


def _object(place: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = place.get(name)
    return found if isinstance(found, dict) else {}


def _written(form: FormData, each: Field) -> Any:
    name = PREFIX + each.name
    if each.type in SEVERAL or (each.type == "select" and each.multiple):
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
        return int(written) if written.removeprefix("-").isdecimal() and len(written) < 19 else written
    if each.type == "list":
        return [line.strip() for line in written.split("\n") if line.strip()]
    if each.type == "datetime":
        return _moment(written)
    if each.type == "views":
        return [{**line, "dissents": bool(line["dissents"])} for line in written]
    return written


def _moment(written: str) -> str:
    """Give a moment with its offset; what a clock on the wall shows is Beijing time."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).isoformat()


def _prefilled(each: Field) -> Any:
    """Give a value as the form's control holds it."""
    value = each.value
    if each.type in SEVERAL or isinstance(value, list | tuple):
        values = value if isinstance(value, list | tuple) else [value] if value else []
        return "\n".join(map(str, values)) if each.type == "list" else [str(one) for one in values]
    if each.type == "datetime":
        return _on_the_wall(str(value))
    return value if isinstance(value, bool) else str(value)


def _on_the_wall(written: str) -> str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return ""
    local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
    return local.strftime("%Y-%m-%dT%H:%M")
