"""The receipt of service has all its fields, and says which are still empty (送达回证)."""

from dataclasses import fields, replace
from datetime import date

import pytest

from shared.delivery.errors import IncompleteReceiptError
from shared.delivery.methods import ways
from shared.delivery.receipt import (
    DeliveryReceipt,
    Served,
    missing_fields,
    printed_facts,
    receipt_rows,
    require_complete,
)
from shared.documents.composing import compose
from shared.documents.content import LetterHead
from shared.documents.kinds import letter_kind

pytestmark = pytest.mark.rule("dispute_coordination.delivery")

FULL = DeliveryReceipt(
    issuing_organ="虚构区司法局",
    cause="管辖争议",
    case_number="虚司争〔2026〕3号",
    documents=(Served("受理通知书", "虚司争受〔2026〕5号"), Served("答复须知", copies=2)),
    receiver="虚构区住房城乡建委",
    method="direct",
    place="虚构区住房城乡建委收发室",
    receiver_unit="办公室",
    receiver_post="值班员",
    signed_by="样一",
    signed_on=date(2026, 9, 21),
    servers=("样二", "样三"),
    filled_by="样二",
)
REFUSED = {"signed_by": "", "signed_on": None, "refusal_reason": "不认可", "refused_on": date(2026, 9, 21)}
NOT_SIGNED = {"signed_by": "", "signed_on": None}
COMPLETE = {
    "direct": FULL,
    "at_office": replace(FULL, method="at_office", **REFUSED),
    "left_with_witness": replace(FULL, method="left_with_witness", witness="样四", **REFUSED),
    "electronic": replace(FULL, method="electronic", attachments=("系统记录",), servers=(), **NOT_SIGNED),
    "entrusted": replace(FULL, method="entrusted", servers=()),
    "post": replace(FULL, method="post", signed_by="", attachments=("邮件号",), servers=()),
    "forwarded": replace(FULL, method="forwarded", servers=()),
    "public_notice": replace(
        FULL, method="public_notice", remarks="经过", attachments=("照片",), servers=(), **NOT_SIGNED
    ),
}
OBLIGATORY = [
    *((method, each) for method in COMPLETE for each in ("cause", "case_number", "documents", "receiver")),
    *((method, each) for method in COMPLETE for each in ("issuing_organ", "place", "filled_by")),
    ("direct", "signed_by"),
    ("direct", "signed_on"),
    ("direct", "servers"),
    ("at_office", "servers"),
    ("at_office", "refusal_reason"),
    ("left_with_witness", "refusal_reason"),
    ("left_with_witness", "refused_on"),
    ("left_with_witness", "witness"),
    ("electronic", "attachments"),
    ("entrusted", "signed_by"),
    ("entrusted", "signed_on"),
    ("post", "signed_on"),
    ("post", "attachments"),
    ("forwarded", "signed_on"),
    ("public_notice", "remarks"),
    ("public_notice", "attachments"),
]


def emptied(receipt: DeliveryReceipt, field: str) -> DeliveryReceipt:
    value = getattr(receipt, field)
    return replace(
        receipt, **{field: () if isinstance(value, tuple) else "" if isinstance(value, str) else None}
    )


def test_the_fields_stand_in_their_order_under_two_labels():
    rows = receipt_rows(FULL)

    assert [row.label_zh for row in rows[:5]] == [
        "发出机关",
        "案由",
        "案号",
        "送达文书名称、文号和份数",
        "受送达人",
    ]
    assert [row.label_zh for row in rows[-4:-1]] == ["送达人", "填发人", "备注"]
    assert len(rows) == len(fields(DeliveryReceipt)) - len({"failed"})
    assert all(row.label_zh and row.label_en for row in rows)


def test_documents_days_and_ways_are_written_out():
    shown = {row.label_en: row.value for row in receipt_rows(FULL)}

    assert shown["Documents, numbers and copies"] == "受理通知书（虚司争受〔2026〕5号）1份；答复须知2份"
    assert shown["Date of receipt"] == "2026年9月21日"
    assert shown["Way of service"] == "直接送达"
    assert shown["Served by"] == "样二；样三"


def test_a_form_to_be_carried_along_shows_its_empty_fields():
    blank = replace(FULL, signed_by="", signed_on=None)

    assert [row.value for row in receipt_rows(blank) if row.label_zh == "签收日期"] == [""]


def test_every_way_has_a_complete_receipt():
    assert list(COMPLETE) == list(ways().methods)
    for receipt in COMPLETE.values():
        assert missing_fields(receipt) == ()
        require_complete(receipt)


@pytest.mark.parametrize(("method", "field"), OBLIGATORY)
def test_what_the_way_asks_for_is_missed_by_name(method, field):
    receipt = emptied(COMPLETE[method], field)

    assert field in missing_fields(receipt)
    with pytest.raises(IncompleteReceiptError) as refused:
        require_complete(receipt)
    assert f"receipt.{field}" in [each["at"] for each in refused.value.errors]


def test_one_server_is_too_few_where_two_are_needed():
    assert missing_fields(replace(COMPLETE["at_office"], servers=("样二",))) == ("servers",)


def test_photos_stand_for_the_witness():
    recorded = replace(COMPLETE["left_with_witness"], witness="", attachments=("录像",))

    assert missing_fields(recorded) == ()


def test_who_receives_for_another_signs_with_relation_and_reason():
    proxy = replace(FULL, signed_by="", proxy="样五")

    assert missing_fields(proxy) == ("proxy_relation", "proxy_reason")
    assert missing_fields(replace(proxy, proxy_relation="配偶", proxy_reason="本人外出")) == ()


def test_the_record_of_a_failed_try_bears_no_signature():
    failed = replace(FULL, signed_by="", signed_on=None, servers=(), remarks="无人签收", failed=True)

    assert missing_fields(failed) == ()
    assert missing_fields(replace(failed, place="")) == ("place",)


def test_the_printed_form_takes_every_field_and_no_other():
    kind = letter_kind("shared", "delivery_receipt")
    everything = replace(
        FULL,
        proxy="样五",
        proxy_relation="配偶",
        proxy_reason="本人外出",
        refusal_reason="不认可",
        refused_on=date(2026, 9, 21),
        witness="样四",
        remarks="无",
        attachments=("照片", "录像"),
    )

    facts = printed_facts(everything)

    assert set(facts) == {*kind.facts, *kind.optional_facts}
    assert (facts["recipient"], facts["evidence"]) == ("虚构区住房城乡建委，办公室，值班员", "照片；录像")


def test_the_printed_form_of_every_way_has_what_it_cannot_do_without():
    kind = letter_kind("shared", "delivery_receipt")

    for receipt in COMPLETE.values():
        assert set(kind.facts) <= set(printed_facts(receipt)) <= {*kind.facts, *kind.optional_facts}


def test_a_complete_receipt_can_be_set_with_the_days_as_letters_write_them():
    head = LetterHead(issuer=FULL.issuing_organ, dated=date(2026, 9, 21))

    letter = compose(letter_kind("shared", "delivery_receipt"), printed_facts(FULL), head)

    assert "2026年9月21日" in "\n".join(letter.texts())
