"""The envelope is CloudEvents in binary mode, and readers tolerate what they do not know."""

from datetime import UTC, date, datetime
from uuid import UUID

import orjson
import pytest
from pydantic import ValidationError

from shared.contracts.base import Contract, UnnamedContractError, contract_of
from shared.contracts.cases import CaseOpened
from shared.contracts.complaints import RetaliationFlagged
from shared.contracts.envelope import MalformedMessageError, ordinal_of, place_of, position_of, seal, unseal

CASE = UUID("01997e2c-0000-7000-8000-000000000001")
FLAGGED = RetaliationFlagged(
    case_id=CASE,
    number="投诉〔2026〕7号",
    agency="housing",
    basis="wulong/complaints@2021-11-10#第十三条",
    flagged_on=date(2026, 9, 18),
)
AT = datetime(2026, 9, 18, 1, 2, 3, 400, tzinfo=UTC)
METADATA = {"correlation_id": "c-1", "causation_id": "statutes:100", "subject": "clerk", "request_id": None}
SEALED = seal(
    FLAGGED, service="complaints", ordinal=1203, previous=1100, subject=str(CASE), at=AT, metadata=METADATA
)


def test_headers_are_those_of_cloudevents_with_the_chain() -> None:
    assert SEALED.subject == "jiandu.complaints.retaliation_flagged.v1"
    assert SEALED.headers == {
        "ce-specversion": "1.0",
        "ce-id": "complaints:1203",
        "ce-source": "urn:jiandu:complaints",
        "ce-type": "cn.jiandu.complaints.retaliation_flagged.v1",
        "ce-subject": str(CASE),
        "ce-time": "2026-09-18T01:02:03.000400+00:00",
        "ce-datacontenttype": "application/json",
        "ce-previous": "1100",
        "ce-correlation": "c-1",
        "ce-causation": "statutes:100",
    }


def test_what_was_sealed_is_read_back() -> None:
    envelope = unseal(RetaliationFlagged, SEALED.headers, SEALED.payload)

    assert envelope.contract == FLAGGED
    assert (envelope.id, envelope.previous, envelope.subject) == ("complaints:1203", 1100, str(CASE))
    assert (envelope.at, envelope.correlation_id, envelope.causation_id) == (AT, "c-1", "statutes:100")


def test_unknown_fields_are_tolerated_and_missing_ones_are_not() -> None:
    body = orjson.loads(SEALED.payload)

    assert RetaliationFlagged.decode(orjson.dumps({**body, "from_a_later_release": [1]})) == FLAGGED
    with pytest.raises(ValidationError):
        RetaliationFlagged.decode(orjson.dumps({key: body[key] for key in body if key != "agency"}))


def test_a_message_without_a_place_is_malformed() -> None:
    with pytest.raises(MalformedMessageError):
        place_of({"ce-id": "complaints:12"})
    with pytest.raises(MalformedMessageError):
        place_of(None)


def test_an_ordinal_holds_position_and_index() -> None:
    assert ordinal_of(12, 3) == 1203
    assert position_of(1203) == 12
    with pytest.raises(ValueError, match="more than 100"):
        ordinal_of(12, 100)


def test_header_values_stay_printable() -> None:
    sealed = seal(
        FLAGGED,
        service="s",
        ordinal=1,
        previous=0,
        subject="x",
        at=AT,
        metadata={"correlation_id": "号\r\nA"},
    )

    assert sealed.headers["ce-correlation"] == "%E5%8F%B7%0D%0AA"


def test_a_common_shape_is_known_under_every_service_and_others_under_their_own() -> None:
    assert contract_of("jiandu.inspections.case_opened.v1") is CaseOpened
    assert contract_of("jiandu.complaints.retaliation_flagged.v1") is RetaliationFlagged
    assert contract_of("jiandu.inspections.retaliation_flagged.v1") is None
    assert contract_of("jiandu.complaints.retaliation_flagged.v2") is None


def test_a_name_belongs_to_one_contract() -> None:
    with pytest.raises(UnnamedContractError):
        type("Copy", (Contract,), {"name": "complaints.retaliation_flagged", "__module__": __name__})
