"""The AsyncAPI document of the suite, generated from the contracts (异步接口文档).

``python -m shared.bus.asyncapi`` writes ``docs/asyncapi.yaml``; a test holds the file to the contracts.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from shared.contracts.base import ANY_SERVICE, ROOT, Contract
from shared.contracts.catalogue import all_contracts

DOCUMENT = Path(__file__).parents[2] / "docs" / "asyncapi.yaml"
_SCHEMA = "#/components/schemas/"
_TEXT = {"type": "string"}
_HEADERS = {
    "type": "object",
    "required": ["ce-specversion", "ce-id", "ce-source", "ce-type", "ce-subject", "ce-time", "ce-previous"],
    "properties": {
        "ce-specversion": {"type": "string", "const": "1.0"},
        "ce-id": {**_TEXT, "description": "<service>:<ordinal>; ordinal = log position * 100 + index."},
        "ce-source": {**_TEXT, "description": "urn:jiandu:<service>"},
        "ce-type": {**_TEXT, "description": "cn.jiandu.<service>.<event>.v<n>"},
        "ce-subject": {**_TEXT, "description": "Id of the case or thing; order is kept per subject."},
        "ce-time": {**_TEXT, "format": "date-time"},
        "ce-datacontenttype": {**_TEXT, "const": "application/json"},
        "ce-previous": {**_TEXT, "description": "Ordinal of the service's public message before this one."},
        "ce-correlation": {**_TEXT, "description": "The conversation it belongs to."},
        "ce-causation": {**_TEXT, "description": "Id of the message or command that caused it."},
        "ce-traceparent": {**_TEXT, "description": "W3C trace context."},
    },
}


def document(contracts: Iterable[type[Contract]] | None = None) -> dict[str, Any]:
    """AsyncAPI 3.0: one channel and message per contract, payloads as JSON Schema."""
    kinds = tuple(contracts) if contracts is not None else all_contracts()
    schemas: dict[str, Any] = {"Envelope": _HEADERS}
    for kind in kinds:
        schemas |= _schemas(kind)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "监督 Jiandu: public events",
            "version": "1",
            "description": "CloudEvents 1.0 in binary mode over NATS JetStream. One stream per service "
            "(JIANDU_<SERVICE>), kept 90 days; older events come from the service's event feed.",
        },
        "defaultContentType": "application/json",
        "channels": {_name(kind): _channel(kind) for kind in kinds},
        "operations": {f"send_{_name(kind)}": _operation(kind) for kind in kinds},
        "components": {"messages": {_name(kind): _message(kind) for kind in kinds}, "schemas": schemas},
    }


def rendered() -> str:
    """The document as YAML."""
    return yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=110)


def _name(kind: type[Contract]) -> str:
    owner = "any_service" if kind.owner() == ANY_SERVICE else kind.owner()
    return f"{owner}.{kind.event()}.v{kind.version}"


def _channel(kind: type[Contract]) -> dict[str, Any]:
    owner = "{service}" if kind.owner() == ANY_SERVICE else kind.owner()
    channel: dict[str, Any] = {
        "address": f"{ROOT}.{owner}.{kind.event()}.v{kind.version}",
        "messages": {kind.event(): {"$ref": f"#/components/messages/{_name(kind)}"}},
    }
    if kind.owner() == ANY_SERVICE:
        channel["parameters"] = {"service": {"description": "The service whose case it is."}}
    return channel


def _operation(kind: type[Contract]) -> dict[str, Any]:
    return {"action": "send", "channel": {"$ref": f"#/channels/{_name(kind)}"}}


def _message(kind: type[Contract]) -> dict[str, Any]:
    return {
        "name": _name(kind),
        "summary": (kind.__doc__ or "").partition("\n")[0],
        "headers": {"$ref": f"{_SCHEMA}Envelope"},
        "payload": {"$ref": f"{_SCHEMA}{_name(kind)}"},
    }


def _schemas(kind: type[Contract]) -> dict[str, Any]:
    """The contract's schema and those that it refers to, as components."""
    body = kind.model_json_schema(mode="validation", ref_template=f"{_SCHEMA}{{model}}")
    inner: dict[str, Any] = body.pop("$defs", {})
    return {**inner, _name(kind): body}


def main() -> None:
    """Write the document."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(rendered(), encoding="utf-8")


if __name__ == "__main__":
    main()
