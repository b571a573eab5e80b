"""Contracts change by optional additional fields only; anything else is a new version."""

import copy
from typing import Any

import pytest

from shared.contracts.base import Contract
from shared.contracts.cases import CaseOpened, ClockOpened
from shared.contracts.catalogue import all_contracts
from shared.contracts.schema import APPROVED, approved_schema, breaches, schema_name, schema_of

CONTRACTS = all_contracts()
PERSONAL = {"id_number", "phone", "address", "complainant", "contact", "email", "narrative", "statement"}


@pytest.mark.parametrize("kind", CONTRACTS, ids=schema_name)
def test_the_approved_schema_is_the_one_in_force(kind: type[Contract]) -> None:
    approved = approved_schema(kind)

    assert approved is not None, "new contract: run python -m shared.contracts.schema"
    assert breaches(approved, schema_of(kind)) == [], "publish a new version beside this one"
    assert approved == schema_of(kind), "additive change: run python -m shared.contracts.schema"


def test_no_approved_contract_has_disappeared() -> None:
    assert {path.name for path in APPROVED.glob("*.json")} == {schema_name(kind) for kind in CONTRACTS}


@pytest.mark.parametrize("kind", CONTRACTS, ids=schema_name)
def test_no_contract_has_a_field_for_personal_data(kind: type[Contract]) -> None:
    assert [field for field in kind.model_fields if PERSONAL & {field, *field.split("_")}] == []


def changed(schema: dict[str, Any], *path: str, to: Any) -> dict[str, Any]:
    """The schema with one place changed; None removes it."""
    result = copy.deepcopy(schema)
    place = result
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return result


OPENED = schema_of(CaseOpened)
CLOCK = schema_of(ClockOpened)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(OPENED, changed(OPENED, "properties", "stage", to=None), id="field removed"),
        pytest.param(
            OPENED, changed(OPENED, "properties", "stage", to={"type": "integer"}), id="type changed"
        ),
        pytest.param(
            OPENED, changed(OPENED, "required", to=[*OPENED["required"], "title"]), id="newly required"
        ),
        pytest.param(OPENED, changed(OPENED, "required", to=OPENED["required"][1:]), id="no longer certain"),
        pytest.param(
            CLOCK, changed(CLOCK, "$defs", "Due", "properties", "unit", to=None), id="inner field removed"
        ),
        pytest.param(
            CLOCK,
            changed(CLOCK, "$defs", "Due", "properties", "due_on", to={"type": "string"}),
            id="inner type",
        ),
    ],
)
def test_a_change_that_readers_would_feel_is_refused(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert breaches(before, after) != []


def test_an_optional_field_more_and_other_words_are_fine() -> None:
    more = changed(OPENED, "properties", "note", to={"anyOf": [{"type": "string"}, {"type": "null"}]})
    reworded = changed(more, "description", to="Other words.")

    assert breaches(OPENED, reworded) == []
