"""The receipt of one attempt to serve, filled in from what was recorded (送达回证的填制)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from shared.casework.letter_content import LetterWriter
from shared.casework.lettered import LetteredCase
from shared.casework.letters import Letter, Tried
from shared.casework.texts import open_texts
from shared.delivery.methods import ways
from shared.delivery.receipt import DeliveryReceipt, Served, printed_facts, require_complete
from shared.documents.composing import compose
from shared.documents.content import LetterContent, LetterHead
from shared.documents.kinds import letter_kind
from shared.law.refusal import InvalidError

WRITTEN = frozenset(
    {
        *("place", "receiver_unit", "receiver_post", "signed_by", "proxy", "proxy_relation"),
        *("proxy_reason", "refusal_reason", "witness", "remarks"),
    }
)
"""The fields of the receipt that somebody writes by hand."""


class UnknownReceiptFieldError(InvalidError):
    """The receipt has no such field to be written (送达回证没有此栏)."""

    slug = "receipt-field-unknown"
    title = "送达回证没有此栏目"


@dataclass(frozen=True, slots=True)
class Receipts:
    """Fills in receipts for checking, showing and printing."""

    writer: LetterWriter

    async def checked(
        self, case: LetteredCase, letter: Letter, tried: Tried, texts: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Refuse an attempt whose receipt lacks an obligatory field, or could not be printed."""
        receipt = await self._filled(case, letter, tried, texts)
        require_complete(receipt)
        _printed(receipt, tried)

    async def content(self, case: LetteredCase, letter: Letter, tried: Tried) -> LetterContent:
        """The receipt of a recorded attempt, ready to be rendered."""
        return _printed(await self._filled(case, letter, tried, await self.texts(tried)), tried)

    async def texts(self, tried: Tried) -> Mapping[str, Mapping[str, str]]:
        """What was written about an attempt."""
        if tried.evidence_ref is None:
            return {}
        text = (await open_texts(self.writer.sealed, [tried.evidence_ref]))[tried.evidence_ref]
        try:
            found: dict[str, Any] = orjson.loads(text.encode())
        except orjson.JSONDecodeError:  # the case's key was destroyed
            return {}
        return found

    async def _filled(
        self, case: LetteredCase, letter: Letter, tried: Tried, texts: Mapping[str, Mapping[str, str]]
    ) -> DeliveryReceipt:
        kind, attempt, by_hand = self.writer.kind(letter.kind), tried.attempt, texts.get("receipt", {})
        if unknown := set(by_hand) - WRITTEN:
            raise UnknownReceiptFieldError(f"no field {', '.join(sorted(unknown))} is written by hand")
        organ = await self.writer.organ(case, letter)
        names = await self.writer.source.names(case, [tried.addressee])
        people = [await self.writer.organs.person(each) for each in attempt.servers]
        signed_on = attempt.on if by_hand.get("signed_by") or by_hand.get("proxy") else None
        arrived_on = tried.service.served_on if attempt.method == "electronic" else None
        channel = ways().channels.get(attempt.channel or "")
        place = {"place": channel.zh} if channel else {}
        return DeliveryReceipt(
            issuing_organ=organ.name,
            cause=self.writer.cause(case),
            case_number=str(case.summary()["number"]),
            documents=(Served(kind.title_zh, letter.number),),
            receiver=names[tried.addressee],
            method=attempt.method,
            signed_on=signed_on or arrived_on or (attempt.on if attempt.method == "post" else None),
            refused_on=attempt.refused_on or (attempt.on if attempt.method == "at_office" else None),
            servers=tuple(name for name in people if name),
            filled_by=await self.writer.organs.person(tried.recorded_by) or tried.recorded_by,
            attachments=_evidence(texts.get("evidence", {}), tried),
            failed=tried.service.served_on is None,
            **{**place, **by_hand},
        )


def _printed(receipt: DeliveryReceipt, tried: Tried) -> LetterContent:
    kind = letter_kind("shared", "delivery_receipt")
    head = LetterHead(issuer=receipt.issuing_organ, dated=tried.recorded_on, case_number=receipt.case_number)
    return compose(kind, printed_facts(receipt), head)


def _evidence(texts: Mapping[str, str], tried: Tried) -> tuple[str, ...]:
    names = ways().evidence
    kept = tuple(f"{names[code].zh if code in names else code}：{text}" for code, text in texts.items())
    if tried.attempt.arrived_at is not None and not kept:
        return (f"系统记录：{tried.attempt.arrived_at.isoformat()}到达",)
    return kept
