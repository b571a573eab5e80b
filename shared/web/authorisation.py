"""Which action a route carries out and who may ask (授权声明); a route without one fails a test."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts


@dataclass(frozen=True, slots=True)
class Authorisation:
    """One action: ``command`` changes something, ``on_case`` acts on an existing case (If-Match)."""

    action: str
    anonymous: bool = False
    command: bool = False
    on_case: bool = False
    limited: bool = False


class Declared:
    """A dependency that carries an authorisation, so that routes can be walked."""

    authorisation: Authorisation


def declared_authorisations(dependant: Dependant) -> Iterator[Authorisation]:
    """All authorisations that a route's dependencies declare."""
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Declared):
            yield dependency.call.authorisation
        yield from declared_authorisations(dependency)


def walk_routes(app: FastAPI) -> Iterator[tuple[RouteContext, list[Authorisation]]]:
    """Every route of the application's interface, with what it declares."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            dependant: Any = route.dependant
            yield route, list(declared_authorisations(dependant))


def undeclared_routes(app: FastAPI) -> list[str]:
    """Paths whose route declares no authorisation, or more than one; empty in a sound service."""
    return [
        f"{sorted(route.methods or ())} {route.path}" for route, found in walk_routes(app) if len(found) != 1
    ]
