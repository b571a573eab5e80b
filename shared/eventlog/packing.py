"""The state of an aggregate as JSON that comes back equal: tuples, sets, dates, records (打包)."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from eventsourcing.utils import get_topic, resolve_topic

_TAG = "$"
_PLAIN = (type(None), bool, int, float, str)


class UnpackableError(TypeError):
    """A value has no packed form, or its class has changed since it was packed."""


_SIMPLE: dict[type, tuple[str, Callable[[Any], Any]]] = {
    UUID: ("uuid", str),
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    Decimal: ("decimal", str),
}
_SIMPLE_BACK: dict[str, Callable[[Any], Any]] = {
    "uuid": UUID,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
}
_SEQUENCES: dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
_SEQUENCES_BACK: dict[str, Callable[[Any], Any]] = {name: kind for kind, name in _SEQUENCES.items()}


def pack(value: Any) -> Any:
    """Return a JSON value from which :func:`unpack` makes an equal one."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        return [pack(each) for each in value]
    if kind is dict:
        return _packed_mapping(value)
    if kind in _SIMPLE:
        tag, write = _SIMPLE[kind]
        return {_TAG: tag, "value": write(value)}
    if kind in _SEQUENCES:
        return {_TAG: _SEQUENCES[kind], "value": [pack(each) for each in value]}
    return _packed_object(value)


def unpack(value: Any) -> Any:
    """Return what was packed."""
    if isinstance(value, list):
        return [unpack(each) for each in value]
    if not isinstance(value, dict):
        return value
    if _TAG not in value:
        return {key: unpack(each) for key, each in value.items()}
    return _unpacked(value[_TAG], value["value"], value.get("type", ""))


def _packed_mapping(value: dict[Any, Any]) -> dict[str, Any]:
    if all(type(key) is str for key in value) and _TAG not in value:
        return {key: pack(each) for key, each in value.items()}
    return {_TAG: "dict", "value": [[pack(key), pack(each)] for key, each in value.items()]}


def _packed_object(value: Any) -> dict[str, Any]:
    topic = get_topic(type(value))
    if isinstance(value, Enum):
        return {_TAG: "enum", "type": topic, "value": value.name}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        named = {name: pack(each) for name, each in value._asdict().items()}
        return {_TAG: "named", "type": topic, "value": named}
    if is_dataclass(value):
        content = {field.name: pack(getattr(value, field.name)) for field in fields(value)}
        return {_TAG: "record", "type": topic, "value": content}
    raise UnpackableError(topic)


def _unpacked(tag: str, value: Any, topic: str) -> Any:
    if tag in _SIMPLE_BACK:
        return _SIMPLE_BACK[tag](value)
    if tag in _SEQUENCES_BACK:
        return _SEQUENCES_BACK[tag](unpack(each) for each in value)
    if tag == "dict":
        return {unpack(key): unpack(each) for key, each in value}
    cls = resolve_topic(topic)
    if tag == "enum" and issubclass(cls, Enum):
        return cls[value]
    if tag == "named" and issubclass(cls, tuple):
        return _unpacked_named(cls, value)
    if tag == "record" and is_dataclass(cls):
        return _unpacked_record(cls, value)
    raise UnpackableError(topic)


def _unpacked_named(cls: Any, content: dict[str, Any]) -> Any:
    if set(getattr(cls, "_fields", ())) != set(content):
        raise UnpackableError(get_topic(cls))
    return cls(**{name: unpack(each) for name, each in content.items()})


def _unpacked_record(cls: Any, content: dict[str, Any]) -> Any:
    names = [field.name for field in fields(cls)]
    if set(names) != set(content):
        raise UnpackableError(get_topic(cls))
    record = object.__new__(cls)
    for name in names:
        object.__setattr__(record, name, unpack(content[name]))
    return record
