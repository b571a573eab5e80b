"""The receipt of service as data: every field in its order, and what must be filled in (送达回证).

It carries names in clear: it is put together when it is shown or printed, and never stored as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from shared.delivery.errors import IncompleteReceiptError
from shared.delivery.methods import Wording, ways

JOINT = "；"
RECIPIENT = "，"
NORM = "《民事诉讼法》第八十七条"
"""Service needs a receipt; the date that the receiver writes on it is the date of service."""


class Served(NamedTuple):
    """One document with its number and copies (送达文书)."""

    title: str
    number: str | None = None
    copies: int = 1

    def __str__(self) -> str:
        """Title, number and copies in one phrase."""
        return f"{self.title}{f'（{self.number}）' if self.number else ''}{self.copies}份"


class Row(NamedTuple):
    """One row of the receipt; an empty value is a field still to be filled in."""

    label_zh: str
    label_en: str
    value: str


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """What stands on the receipt (送达回证); ``failed`` marks the record of a try that served nobody."""

    issuing_organ: str
    cause: str
    case_number: str
    documents: tuple[Served, ...]
    receiver: str
    method: str
    place: str = ""
    receiver_unit: str = ""
    receiver_post: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    proxy: str = ""
    proxy_relation: str = ""
    proxy_reason: str = ""
    refusal_reason: str = ""
    refused_on: date | None = None
    witness: str = ""
    servers: tuple[str, ...] = ()
    filled_by: str = ""
    remarks: str = ""
    attachments: tuple[str, ...] = ()
    failed: bool = False


def receipt_rows(receipt: DeliveryReceipt) -> list[Row]:
    """Every field in its order with both labels, empty ones included, so that the form can be filled in."""
    labels: Mapping[str, Wording] = _form()["labels"]
    return [Row(*labels[code], _shown(code, getattr(receipt, code))) for code in labels]


def printed_facts(receipt: DeliveryReceipt) -> dict[str, str]:
    """What the printed form takes, under the names of its kind of letter; fields that are empty are left out.

    Organ and case number are the letter's own; the receiver's name, unit and post stand in one place. Days
    are written 2026-11-20, as every letter takes them.
    """
    recipient = (receipt.receiver, receipt.receiver_unit, receipt.receiver_post)
    held = {name: (code, getattr(receipt, code)) for name, code in _form()["printed"].items()}
    shown = {
        name: value.isoformat() if isinstance(value, date) else _shown(code, value)
        for name, (code, value) in held.items()
    }
    facts = {**shown, "recipient": RECIPIENT.join(part for part in recipient if part)}
    return {name: value for name, value in facts.items() if value}


def missing_fields(receipt: DeliveryReceipt) -> tuple[str, ...]:
    """The fields that this way of service asks for and that are empty, in the order of the form (缺项)."""
    form = _form()
    special = {} if receipt.failed else form["by_method"].get(receipt.method, {})
    wanted = {*form["always"], *special.get("all", ()), *(form["proxy"] if receipt.proxy else ())}
    either = special.get("any_of", ())
    if not any(_filled(receipt, code) for code in either):
        wanted |= set(either)
    lacking = {code for code in wanted if not _filled(receipt, code)}
    return tuple(code for code in form["labels"] if code in lacking | _too_few_servers(receipt))


def require_complete(receipt: DeliveryReceipt) -> None:
    """Refuse to file a receipt with empty obligatory fields, naming each."""
    lacking = missing_fields(receipt)
    if lacking:
        names = [_form()["labels"][code] for code in lacking]
        raise IncompleteReceiptError(NORM, dict(zip(lacking, names, strict=True)))


def _filled(receipt: DeliveryReceipt, code: str) -> bool:
    return bool(_shown(code, getattr(receipt, code)).strip())


def _too_few_servers(receipt: DeliveryReceipt) -> set[str]:
    way = ways().methods.get(receipt.method)
    needed = 0 if way is None or receipt.failed else way.servers
    return {"servers"} if len(receipt.servers) < needed else set()


def _shown(code: str, value: Any) -> str:
    if code == "method":
        way = ways().methods.get(value)
        return way.zh if way else ""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return JOINT.join(map(str, value)) if isinstance(value, tuple) else str(value or "")


@cache
def _form() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(
        files("shared.delivery").joinpath("receipt.yaml").read_text("utf-8")
    )
    return {**data, "labels": {each["code"]: Wording(each["zh"], each["en"]) for each in data["fields"]}}
