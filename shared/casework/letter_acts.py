"""What may be done with one letter now, by whom, and with which fields (文书可办事项)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.casework.forms import Choice, choice, labelled, people_options
from shared.casework.letters import Letter, LetterState
from shared.delivery.methods import Method, ways
from shared.documents.kinds import LetterKind
from shared.identity.actor import Actor
from shared.identity.directory import Person
from shared.identity.policy import Deny, Policies

Field = dict[str, Any]

LETTER_ACTIONS = (
    *("letter_draft", "letter_revision", "letter_approval", "letter_issue", "letter_voiding"),
    *("letter_delivery", "letter_rebuttal", "letter_acknowledgement", "letter_read"),
)
"""The actions for which every service with letters has a policy."""

_RECEIPT_LABELS = {
    "place": ("送达地点", "Place"),
    "signed_by": ("签收人", "Signed by"),
    "proxy": ("代收人", "Received by another"),
    "proxy_relation": ("代收人与受送达人的关系", "Relation"),
    "proxy_reason": ("代收理由", "Why another received it"),
    "refusal_reason": ("拒收事由", "Reason of refusal"),
    "witness": ("见证人", "Witness"),
    "remarks": ("备注", "Remarks"),
}
_WRITTEN_BY_WAY: Mapping[str, tuple[str, ...]] = {
    "direct": ("place", "signed_by", "proxy?", "proxy_relation?", "proxy_reason?", "remarks?"),
    "at_office": ("place", "refusal_reason", "remarks?"),
    "left_with_witness": ("place", "refusal_reason", "witness?", "remarks?"),
    "electronic": ("place?", "remarks?"),
    "entrusted": ("place", "signed_by", "remarks?"),
    "post": ("place", "remarks?"),
    "forwarded": ("place", "signed_by", "remarks?"),
    "public_notice": ("place", "remarks"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything around a letter that its acts depend on.

    ``signs`` says whether the person may sign it, ``keeps`` whether it is of the person's own organ,
    ``written`` what its fields hold, ``people`` who may serve.
    """

    service: str
    policies: Policies
    facts: Any
    actor: Actor
    base: str
    kind: LetterKind
    signs: bool
    keeps: bool
    written: Mapping[str, Any]
    names: Mapping[str, str]
    people: Sequence[Person]


def letter_acts(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    """The acts that are open to the person, each with its fields."""
    found: list[dict[str, Any]] = []
    for action, make in _ACTS.items():
        open_here = desk.keeps or action == "letter_acknowledgement"
        decided = desk.policies.decide(f"{desk.service}.{action}", desk.actor, desk.facts)
        if open_here and not isinstance(decided, Deny):
            found += make(letter, desk)
    return found


def _revision(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    if letter.state not in {LetterState.DRAFTED, LetterState.APPROVED} or not desk.kind.fields:
        return []
    fields = [
        _field(f"fields.{each.name}", each.type, (each.label_zh, each.label_en), required=each.required)
        | {"value": desk.written.get(each.name, ""), "hint_zh": each.hint}
        for each in desk.kind.fields
    ]
    return [
        _act(letter, desk, "letter_revision", "revision", ("修改内容", "Change the wording"), fields=fields)
    ]


def _approval(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    """Signing a draft; sending back also what was signed and has not gone out."""
    unsent = letter.state in {LetterState.DRAFTED, LetterState.APPROVED}
    if not unsent or desk.kind.approver == "none" or not desk.signs:
        return []
    back = [_field("reason", "textarea", ("退回理由", "Reason"), required=True)]
    sign = _act(
        letter, desk, "letter_approval", "approval", ("签发", "Sign for issue"), fixed={"approved": True}
    )
    send_back = _act(
        letter,
        desk,
        "letter_approval",
        "approval",
        ("退回修改", "Send back"),
        fields=back,
        fixed={"approved": False},
        key="return",
    )
    return [sign, send_back] if letter.state is LetterState.DRAFTED else [send_back]


def _issue(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    ready = {LetterState.APPROVED} if desk.kind.approver != "none" else {LetterState.DRAFTED}
    if letter.state not in ready:
        return []
    label = ("编号印发并电子送达", "Number, issue, serve electronically")
    return [_act(letter, desk, "letter_issue", "issue", label)]


def _voiding(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    if letter.state is LetterState.VOIDED or letter.served:
        return []
    fields = [_field("reason", "textarea", ("作废理由", "Reason"), required=True)]
    return [_act(letter, desk, "letter_voiding", "voiding", ("作废", "Void"), fields=fields)]


def _deliveries(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    if letter.state is not LetterState.ISSUED or not letter.addressees:
        return []
    return [_delivery(letter, desk, each) for each in ways().methods.values()]


def _delivery(letter: Letter, desk: Desk, way: Method) -> dict[str, Any]:
    fields = [
        _select("addressee", ("受送达人", "Addressee"), _addressees(letter, desk)),
        *_facts_of(way, desk),
    ]
    for name in _WRITTEN_BY_WAY.get(way.code, ()):
        code = name.removesuffix("?")
        fields.append(_field(f"receipt.{code}", "text", _RECEIPT_LABELS[code], required=name == code))
    evidence = ways().evidence
    codes = [*way.evidence, *(each for each in way.record if each not in way.evidence)]
    for code in codes if way.code != "electronic" else ():
        names = (evidence[code].zh, evidence[code].en)
        fields.append(_field(f"evidence.{code}", "text", names, required=code in way.evidence))
    label = (f"登记{way.zh}", f"Record: {way.en}")
    return _act(
        letter,
        desk,
        "letter_delivery",
        "deliveries",
        label,
        fields=fields,
        fixed={"method": way.code},
        key=way.code,
    )


def _facts_of(way: Method, desk: Desk) -> list[Field]:
    """The dates and codes that this way of service asks for."""
    table, fields = ways(), []
    if way.code != "electronic":
        fields.append(_field("on", "date", (way.day_zh, way.day_en), required=True))
    if way.capacities:
        names = {code: (each.zh, each.en) for code, each in table.capacities.items()}
        fields.append(_select("capacity", ("签收人身份", "Capacity of the signer"), labelled(names)))
    if way.grounds:
        names = {code: (table.grounds[code].zh, table.grounds[code].en) for code in way.grounds}
        fields.append(_select("ground", ("适用情形", "Ground"), labelled(names)))
    if way.witnesses:
        names = {code: (table.witnesses[code].zh, table.witnesses[code].en) for code in way.witnesses}
        fields.append(_select("witness", ("见证人身份", "Witness"), labelled(names), required=False))
    if way.refusal:
        fields.append(_field("refused_on", "date", ("拒收日期", "Refused on"), required=True))
    if way.organ:
        fields.append(_field("organ", "text", ("经办机关代码", "Organ"), required=True))
    if way.servers:
        people = people_options(desk.people)
        fields.append(_select("servers", ("送达人", "Served by"), people) | {"type": "people"})
    if way.failures:
        names = {code: (table.failures[code].zh, table.failures[code].en) for code in way.failures}
        label = ("未能送达的原因（已送达则不填）", "Why it failed, if it did")
        fields.append(_select("failed", label, labelled(names), required=False))
    return fields


def _rebuttal(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    electronic = [each for each in letter.tries if each.attempt.arrived_at and each.service.served_on]
    rule = ways().rebuttal
    evidence = [(code, ways().evidence[code]) for code in rule.evidence]
    fields = [
        _field("proven_on", "date", ("证明的到达日期", "Proven day of arrival"), required=True),
        *(
            _field(f"evidence.{code}", "textarea", (words.zh, words.en), required=True)
            for code, words in evidence
        ),
    ]
    label = ("更正电子送达日期", "Correct the day of arrival")
    return [
        _act(letter, desk, "letter_rebuttal", f"deliveries/{each.service.id}/rebuttal", label, fields=fields)
        for each in electronic
    ]


def _acknowledgement(letter: Letter, desk: Desk) -> list[dict[str, Any]]:
    agency = desk.actor.agency
    if agency not in letter.served or agency in letter.acknowledged:
        return []
    return [_act(letter, desk, "letter_acknowledgement", "acknowledgement", ("签收", "Sign for it"))]


_ACTS = {
    "letter_acknowledgement": _acknowledgement,
    "letter_approval": _approval,
    "letter_issue": _issue,
    "letter_revision": _revision,
    "letter_delivery": _deliveries,
    "letter_rebuttal": _rebuttal,
    "letter_voiding": _voiding,
}


def _act(
    letter: Letter,
    desk: Desk,
    action: str,
    path: str,
    label: tuple[str, str],
    *,
    fields: Sequence[Field] = (),
    fixed: Mapping[str, Any] | None = None,
    key: str = "",
) -> dict[str, Any]:
    """An act as every case page shows it; ``fixed`` joins the body, ``key`` tells equal paths apart."""
    whole = f"{desk.base}/letters/{letter.id}/{path}"
    return {
        "action": action,
        "label_zh": label[0],
        "label_en": label[1],
        "method": "POST",
        "path": whole,
        "key": f"{whole}#{key}" if key else whole,
        "fixed": dict(fixed or {}),
        "open": True,
        "reason_zh": None,
        "reason_en": None,
        "basis": None,
        "fields": list(fields),
    }


def _addressees(letter: Letter, desk: Desk) -> list[Choice]:
    return [choice(each, desk.names[each], desk.names[each]) for each in letter.addressees]


def _select(name: str, label: tuple[str, str], options: Sequence[Choice], *, required: bool = True) -> Field:
    return _field(name, "select", label, required=required) | {"options": list(options)}


def _field(name: str, type_: str, label: tuple[str, str], *, required: bool) -> Field:
    return {
        "name": name,
        "type": type_,
        "label_zh": label[0],
        "label_en": label[1],
        "required": required,
        "options": [],
        "forms": [],
    }
