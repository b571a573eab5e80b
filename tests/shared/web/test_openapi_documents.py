"""The services' interfaces: declared route by route, described, and the committed description current."""

from importlib import import_module

import pytest

from shared.web.authorisation import undeclared_routes
from shared.web.openapi import FOLDER, application_of, describe_service, service_names


@pytest.mark.parametrize("service", service_names())
def test_a_services_committed_description_is_current(service):
    committed = FOLDER / f"{service}.json"

    assert committed.exists(), "run: python -m shared.web.openapi"
    assert committed.read_text(encoding="utf-8") == describe_service(service), "python -m shared.web.openapi"


@pytest.mark.parametrize("service", service_names())
def test_a_service_is_named_after_its_folder(service):
    assert import_module(f"services.{service}.main").DEFINITION.name == service


@pytest.mark.parametrize("service", service_names())
def test_every_route_of_a_service_declares_who_may_ask(service):
    assert undeclared_routes(application_of(service)) == []
