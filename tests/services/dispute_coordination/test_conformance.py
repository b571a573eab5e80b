"""Generated requests against a running dispute service: no 5xx, and every answer as described."""

from collections.abc import AsyncIterator

import pytest
from schemathesis import GenerationMode

from services.dispute_coordination.main import DEFINITION
from shared.identity.actor import Role
from tests.conformance import Origin, answer_as_described, listening

EXAMPLES = 3


@pytest.fixture
async def origin(database: str) -> AsyncIterator[Origin]:
    async with listening(DEFINITION, database, Role.BUREAU_HEAD) as found:
        yield found


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_described(origin: Origin, mode: GenerationMode):
    answer_as_described(DEFINITION.name, origin, mode, EXAMPLES)
