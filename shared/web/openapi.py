"""The description of a service's interface: OpenAPI 3.1, committed and checked (接口描述).

``python -m shared.web.openapi`` writes ``docs/openapi/<service>.json`` for every service.
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import SecretStr

from shared.web.authorisation import Authorisation, walk_routes
from shared.web.problems import MEDIA_TYPE, TITLES
from shared.web.service import ServiceDefinition

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "openapi"

_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem details. `basis` cites the article where a rule of law refused.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "`urn:jiandu:problem:<slug>`, stable."},
        "title": {"type": "string", "description": "What to tell the user, in Chinese."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The explanation in English."},
        "basis": {"type": "string", "description": "`issuer/topic@date#article`."},
        "rule": {"type": "string", "description": "The rule key, `topic.key`."},
        "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
}
_FAULT: Mapping[str, Any] = {
    "type": "object",
    "title": "Fault",
    "description": "One invalid field, without the value that was sent; or one fault of a document.",
    "required": ["at", "code", "message"],
    "properties": {name: {"type": "string"} for name in ("at", "code", "message", "message_en")},
}
_MEANINGS: Mapping[int, str] = {
    400: "Malformed request",
    401: "No valid token",
    403: "The role may not",
    404: "Not there, or not to be known",
    409: "Out of order, or changed meanwhile",
    412: "Stale If-Match",
    413: "Too large",
    422: "Invalid content",
    428: "If-Match is missing",
    429: "Too many requests",
    503: "Temporarily unavailable",
}


def statuses_of(authorisation: Authorisation, *, has_body: bool) -> list[int]:
    """The errors that a route may answer with."""
    always = [400, 404, 422, 429, 503]
    signed_in = [401, 403]
    commanding = [409] if authorisation.command else []
    on_case = [412, 428] if authorisation.on_case else []
    return sorted({*always, *signed_in, *commanding, *on_case, *([413] if has_body else [])})


def _name_of(status: int) -> str:
    return f"Problem{status}"


def _error(status: int) -> dict[str, Any]:
    title = TITLES.get(status, ("", ""))[1]
    schema = {"$ref": "#/components/schemas/Problem"}
    described: dict[str, Any] = {
        "description": f"{_MEANINGS[status]}. {title}".strip(),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if status in (429, 503):
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return described


def _completed(operation: dict[str, Any], authorisation: Authorisation) -> None:
    operation["x-jiandu-action"] = authorisation.action
    responses = operation["responses"]
    responses.pop("422", None)
    for status in statuses_of(authorisation, has_body="requestBody" in operation):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{_name_of(status)}"})
    if authorisation.anonymous and "security" in operation:
        operation["security"] = [*operation["security"], {}]


def document(app: FastAPI, definition: ServiceDefinition) -> dict[str, Any]:
    """The OpenAPI document of an application."""
    described = get_openapi(
        title=app.title,
        summary=app.summary,
        description=app.description,
        version=app.version,
        routes=app.routes,
        servers=[{"url": "/"}],
    )
    for route, declared in walk_routes(app):
        path = described["paths"].get(route.path_format, {})
        for method in route.methods or ():
            if declared and method.lower() in path:
                _completed(path[method.lower()], declared[0])
    components = described.setdefault("components", {})
    # Each error is described once; the routes refer to it.
    components["responses"] = {_name_of(status): _error(status) for status in _MEANINGS}
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas.update(Problem=dict(_PROBLEM), Fault=dict(_FAULT))
    described["tags"] = [{"name": definition.prefixes[0], "description": definition.title}]
    return described


def describe(app: FastAPI, definition: ServiceDefinition) -> None:
    """Let ``app.openapi()`` give this document, made once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app, definition)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the framework's own way to replace it


def service_names() -> list[str]:
    """Every service of the suite: each package in ``services`` with a composition root."""
    return sorted(path.parent.name for path in (ROOT / "services").glob("*/main.py"))


def written(described: Mapping[str, Any]) -> str:
    """The text of a committed description."""
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def application_of(name: str) -> FastAPI:
    """The application of one service as it would run, with nothing started and nothing reached."""
    from shared.settings.service import ServiceSettings  # noqa: PLC0415 - the assembly imports this module
    from shared.web.assembly import create_app  # noqa: PLC0415
    from shared.web.runtime import passing_runtime  # noqa: PLC0415

    definition: ServiceDefinition = import_module(f"services.{name}.main").DEFINITION
    settings = ServiceSettings(service=name, database_url=SecretStr("postgresql://localhost/none"))
    return create_app(definition, settings, runtime=passing_runtime(settings))


def describe_service(name: str) -> str:
    """The description of one service as it is committed."""
    return written(application_of(name).openapi())


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the descriptions of the named services, or of all."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("service", nargs="*")
    names: Iterable[str] = parser.parse_args(arguments).service or service_names()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        (FOLDER / f"{name}.json").write_text(describe_service(name), encoding="utf-8")


if __name__ == "__main__":
    main()
