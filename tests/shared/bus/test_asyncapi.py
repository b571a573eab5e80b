"""The published AsyncAPI document is the contracts', today's."""

from typing import Any

import jsonschema
import pytest
import yaml

from shared.bus.asyncapi import DOCUMENT, document, rendered
from shared.contracts.catalogue import all_contracts


def resolved(whole: dict[str, Any], reference: str) -> Any:
    """What a local reference points to."""
    place: Any = whole
    for step in reference.removeprefix("#/").split("/"):
        place = place[step]
    return place


def references(node: Any) -> list[str]:
    """All references inside a node."""
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in references(value)]
    if isinstance(node, list):
        return [found for value in node for found in references(value)]
    return []


def test_the_document_in_the_tree_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == rendered(), "run python -m shared.bus.asyncapi"


def test_every_reference_leads_somewhere() -> None:
    whole = yaml.safe_load(rendered())

    for reference in references(whole):
        assert resolved(whole, reference) is not None


def test_every_contract_has_a_channel_and_a_payload() -> None:
    whole = document()

    assert len(whole["channels"]) == len(all_contracts()) == len(whole["operations"])
    assert whole["channels"]["complaints.complaint_substantiated.v1"]["address"] == (
        "jiandu.complaints.complaint_substantiated.v1"
    )
    assert whole["channels"]["any_service.case_opened.v1"]["address"] == "jiandu.{service}.case_opened.v1"


@pytest.mark.parametrize("name", sorted(document()["components"]["schemas"]))
def test_every_schema_is_a_json_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(document()["components"]["schemas"][name])
