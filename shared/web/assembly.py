"""From a service's definition and settings to a running application (应用装配)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from shared.settings.service import ServiceSettings
from shared.web.problems import install_problem_handlers
from shared.web.service import ServiceDefinition


def create_app(definition: ServiceDefinition, settings: ServiceSettings) -> FastAPI:
    """Build the application of one service; its lifespan starts what the role of this process needs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = FastAPI(title=definition.title, lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    install_problem_handlers(app)
    return app
