"""The interface of a service is declared and described."""

from fastapi import APIRouter

from shared.web.authorisation import undeclared_routes, walk_routes


async def test_every_route_declares_who_may_ask(running):
    assert undeclared_routes(running.app) == []


async def test_a_route_without_a_declaration_is_found(running):
    router = APIRouter(prefix="/open")

    @router.get("/door")
    def door():
        return None

    running.app.include_router(router)

    assert undeclared_routes(running.app) == ["['GET'] /open/door"]


async def test_actions_are_named_after_the_service(running):
    actions = {each.action for _, declared in walk_routes(running.app) for each in declared}

    assert {"desks.open", "desks.rename", "desks.read_events"} <= actions


async def test_the_description_is_openapi_31_and_declares_every_problem(running):
    described = running.app.openapi()

    assert described["openapi"].startswith("3.1")
    rename = described["paths"]["/api/v1/desks/{desk_id}/name"]["post"]
    assert {"400", "401", "403", "404", "409", "412", "413", "422", "428", "429", "503"} <= rename[
        "responses"
    ].keys()
    for status in ("422", "503"):
        referred = rename["responses"][status]["$ref"].rpartition("/")[2]
        assert "application/problem+json" in described["components"]["responses"][referred]["content"]
    assert rename["x-jiandu-action"] == "desks.rename"
    assert "HTTPValidationError" not in str(described)


async def test_probes_are_not_described(running):
    assert not [
        path for path in running.app.openapi()["paths"] if path.startswith(("/livez", "/readyz", "/metrics"))
    ]
