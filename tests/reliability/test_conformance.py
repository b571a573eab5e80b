"""Generated requests against every service: no 5xx, and every answer as its description says."""

import pytest

from deploy.services import service_names
from tests.reliability.conformance import Fuzzed, furnish, fuzz, served
from tests.reliability.extent import CASES_OF_SERVICE, SEED


@pytest.mark.parametrize("service", service_names())
def test_every_answer_is_as_described(service: str, database: str) -> None:
    with served(service, database) as target:
        furnish(target)
        found: Fuzzed = fuzz(target, CASES_OF_SERVICE, SEED)

    assert found.failures == []
    assert not any(status.startswith("5") for status in found.statuses)
