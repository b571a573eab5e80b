"""Every route declares its action, and every action has a policy."""

from services.identity.application.policies import POLICIES
from services.identity.main import DEFINITION
from shared.settings.service import ServiceSettings
from shared.web.assembly import create_app
from shared.web.authorisation import undeclared_routes, walk_routes
from shared.web.runtime import passing_runtime


def app():
    settings = ServiceSettings(service="identity", database_url="postgresql+psycopg://nowhere/none")
    return create_app(DEFINITION, settings, runtime=passing_runtime(settings))


def test_every_route_declares_an_action():
    assert undeclared_routes(app()) == []


def test_every_action_has_a_policy():
    actions = {
        found.action
        for route, declared in walk_routes(app())
        for found in declared
        if (route.path or "").startswith("/api/v1/identity") and not route.path.endswith("/events")
    }

    assert actions == set(POLICIES.table)
