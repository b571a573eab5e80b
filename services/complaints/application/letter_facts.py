"""What a complaint says in each of its letters (文书中由案件提供的内容)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.complaints.application.labels import LABELS
from services.complaints.application.letter_words import (
    CALENDAR_CHANGED,
    CHANNELS,
    DISSENT,
    GUIDANCE,
    OTHER_PROCEDURES,
    REPORT_WAY,
    SEALED,
    SOMEBODY,
)
from services.complaints.domain import letters
from services.complaints.domain import vocabulary as words
from services.complaints.domain.complaint import Complaint
from services.complaints.domain.state import COMPLAINANT
from services.complaints.rules.outcome import accountability_forms
from shared.casework.letter_source import Value
from shared.casework.letters import Letter
from shared.documents.kinds import letter_kind
from shared.identity.directory import Person

Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Known:
    """A case with what was looked up for one letter.

    ``bodies`` and ``people`` are names by code and id; ``texts`` are opened references, ``intake`` what the
    complainant wrote: empty for everybody but the bureau's own issued letters.
    """

    case: Complaint
    letter: Letter
    bodies: Mapping[str, str]
    people: Mapping[str, Person]
    texts: Mapping[str, str]
    intake: Mapping[str, str]

    @property
    def about(self) -> str:
        """The entry of the case that the letter concerns."""
        return self.letter.about

    @property
    def respondent(self) -> str:
        """Whom the complaint is about: the body, or what the complainant wrote where that may be shown."""
        if self.case.agency:
            return self.bodies[self.case.agency]
        return self.intake.get("respondent", "有关行政执法机关或者人员")

    @property
    def subject(self) -> str:
        """What the case is about: the clerk's summary, never the complainant's own words."""
        return subject_of(self.case, self.bodies)

    def person(self, one: str) -> str:
        """The name of an officer."""
        return self.people[one].display_name if one in self.people else "承办人员"

    def item(self, catalogue: str, code: str) -> str:
        """The name of an item of a catalogue of the law that binds the case."""
        for regulation in (self.case.law.complaints, *self.case.law.above):
            for each in regulation.catalogues:
                if each.name == catalogue and code in each.codes:
                    return each.item(code).name_zh
        return code

    def form(self, code: str) -> str:
        """The name of a form of accountability."""
        forms = accountability_forms(self.case.law)
        return forms[code].name_zh if code in forms else code


def subject_of(case: Complaint, bodies: Mapping[str, str]) -> str:
    """The matter in one line (案由)."""
    body = bodies.get(case.agency or "", "有关机关")
    return case.summary_text.strip().rstrip("。") or f"对{body}的投诉举报"


def refs_needed(case: Complaint, letter: Letter) -> list[str]:
    """The sealed texts that a letter of this kind quotes, beside what its writer put into it."""
    kind, found = letter.kind, []
    if kind == "discussion_record" and case.discussion:
        found = [case.discussion["conclusion_ref"], *(one["view_ref"] for one in case.discussion["views"])]
    elif kind in {"extension_approval_form", letters.EXTENSION}:
        found = [(case.extension_request or case.extension or {}).get("reason_ref", "")]
    elif kind == letters.RECUSAL:
        found = [case.conflicts.get(letter.about, {}).get("reason_ref", "")]
    elif kind == letters.APPEAL and case.handler == words.BUREAU:  # an agency does not read who complained
        found = [case.appealed.get(letter.about, {}).get("reasons_ref", "")]
    return [ref for ref in found if ref]


def people_needed(case: Complaint, letter: Letter) -> set[UUID]:
    """The officers whom a letter of this kind names."""
    found = {*case.investigators, letter.about, case.conflicts.get(letter.about, {}).get("declared_by", "")}
    found.add(case.recommendations.get(letter.about, {}).get("person", ""))
    if case.discussion:
        found |= {one["person"] for one in case.discussion["views"]}
        found |= {one["person"] for one in case.discussion["responsible"]}
    return {UUID(one) for one in found if _is_id(one)}


def facts_of(known: Known) -> Facts:
    """What the case says in this letter; what nobody knows yet stays empty and is asked for."""
    return FACTS[known.letter.kind](known)


def _registration(known: Known) -> Facts:
    case, intake = known.case, known.intake
    return {
        "channel": CHANNELS.get(case.channel, case.channel),
        "received_on": case.received_on.isoformat(),
        "complainant": intake.get("name", SEALED),
        "identity_number": intake.get("id_number") or intake.get("credit_code", ""),
        "address": intake.get("address", ""),
        "phone": intake.get("contact", ""),
        "respondent": known.respondent,
        "requests": intake.get("request", SEALED),
        "statement": intake.get("facts") or case.summary_text or SEALED,
        "ground": known.item("complaint_grounds", case.ground),
        "other_procedures": [OTHER_PROCEDURES.get(one, one) for one in sorted(case.proceedings)],
    }


def _acceptance(known: Known) -> Facts:
    case = known.case
    return {
        "received_on": case.received_on.isoformat(),
        "accepted_on": _iso(case.accepted_on),
        "respondent": known.respondent,
        "handler": known.bodies[case.handler],
    }


def _decline(known: Known) -> Facts:
    case = known.case
    return {
        "received_on": case.received_on.isoformat(),
        "declined_on": _iso(case.closed_on),
        "respondent": known.respondent,
        "ground": known.item("decline_grounds", case.decline_ground or ""),
        "guidance": GUIDANCE.get(case.decline_ground or "", ""),
    }


def _forwarding(known: Known) -> Facts:
    return {
        "received_on": known.case.received_on.isoformat(),
        "respondent": known.bodies.get(known.case.agency or "", "有关行政执法机关"),
        "summary": known.case.summary_text or known.subject,
    }


def _new_date(known: Known) -> Facts:
    running = known.case.clocks.get(known.about)
    told = dict(running.told).get(COMPLAINANT) if running else None
    stated = known.case.stated.get(known.letter.id) or known.case.due_after(known.about) or ""
    return {
        "period": LABELS.clock(known.about)[0],
        "old_due_on": _iso(told),
        "new_due_on": stated,
        "cause": CALENDAR_CHANGED,
    }


def _extension_form(known: Known) -> Facts:
    case, granted = known.case, known.case.extension
    asked = case.extension_request or granted or {}
    return {
        "subject": known.subject,
        "accepted_on": _iso(case.accepted_on),
        "old_due_on": str((granted or {}).get("old_due_on") or case.due_of("handling") or ""),
        "days": str(asked.get("days", "")),
        "new_due_on": (case.due_of("handling") or "") if granted else "",
        "decision": "同意" if granted else "",
        "decided_on": str((granted or {}).get("approved_on", "")),
        "reasons": known.texts.get(str(asked.get("reason_ref", "")), ""),
    }


def _extension(known: Known) -> Facts:
    granted = known.case.extension or {}
    return {
        "respondent": known.respondent,
        "old_due_on": str(granted.get("old_due_on") or ""),
        "approved_on": str(granted.get("approved_on", "")),
        "reasons": known.texts.get(str(granted.get("reason_ref", "")), ""),
    }


def _investigation(known: Known) -> Facts:
    taken = dict.fromkeys(known.case.measures_taken)
    return {
        "subject": known.subject,
        "investigators": [_investigator(known, one) for one in known.case.investigators],
        "measures": [known.item("supervision_measures", one) for one in taken],
    }


def _investigator(known: Known, one: str) -> str:
    found = known.people.get(one)
    number = found.certificate_number if found else None
    return f"{known.person(one)}（执法证件号码：{number}）" if number else known.person(one)


def _recusal(known: Known) -> Facts:
    asked = known.case.conflicts.get(known.about, {})
    return {
        "person": known.person(known.about),
        "requested_on": asked.get("declared_on", ""),
        "requester": known.person(asked.get("declared_by", "")),
        "decision": "该人员回避" if asked.get("recused") else "该人员不回避",
        "ground": known.texts.get(asked.get("reason_ref", ""), ""),
    }


def _discussion(known: Known) -> Facts:
    held = known.case.discussion or {}
    views = [
        f"{known.person(one['person'])}\t{known.texts.get(one['view_ref'], '')}{DISSENT * one['dissents']}"
        for one in held.get("views", ())
    ]
    return {
        "subject": known.subject,
        "held_on": held.get("held_on", ""),
        "chair": known.person(held.get("chair", "")),
        "views": views,
        "conclusion": known.texts.get(held.get("conclusion_ref", ""), ""),
        "responsible": [
            f"{known.person(one['person'])}：{known.form(one['form'])}" for one in held.get("responsible", ())
        ],
    }


def _reply(known: Known) -> Facts:
    return {"received_on": known.case.received_on.isoformat(), "respondent": known.respondent}


def _result(known: Known) -> Facts:
    case = known.case
    finding = words.FINDING_LABELS[words.Finding(case.finding)][0] if case.finding else ""
    return {
        "accepted_on": _iso(case.accepted_on),
        "respondent": known.respondent,
        "finding": finding,
    }


def _order(known: Known) -> Facts:
    law, basis = known.case.law.complaints, known.case.basis_of("order_to_correct") or ""
    return {
        "subject": known.subject,
        "facts_found": known.case.summary_text,
        "legal_basis": f"《{law.title}》{basis.partition('#')[2]}",
        "report_way": REPORT_WAY,
    }


def _compensation(known: Known) -> Facts:
    order = known.case.orders.get(known.about, {})
    liable = order.get("agency") or known.case.agency or ""
    return {"act": known.subject, "organ_liable": known.bodies.get(liable, liable) or known.respondent}


def _transfer(known: Known) -> Facts:
    kind = known.case.transfers.get(known.about, {}).get("kind", "")
    return {
        "lead_type": words.TRANSFER_LABELS[kind][0] if kind else "",
        "subject": known.subject,
        "facts_found": known.case.summary_text,
    }


def _recommendation(known: Known) -> Facts:
    one = known.case.recommendations.get(known.about, {})
    found = known.people.get(one.get("person", ""))
    return {
        "person": known.person(one.get("person", "")),
        "certificate": (found.certificate_number if found else None) or "",
        "recommended": known.form(one.get("form", "")),
        "discussed_on": (known.case.discussion or {}).get("held_on", ""),
    }


def _appeal(known: Known) -> Facts:
    filed, outcome = known.case.appealed.get(known.about, {}), known.case.appeals.get(known.about, "")
    return {
        "filed_on": filed.get("on", ""),
        "outcome": words.APPEAL_LABELS.get(outcome, ("", ""))[0],
        "appeal_reasons": known.texts.get(filed.get("reasons_ref", ""), ""),
    }


def _cover(known: Known) -> Facts:
    case = known.case
    result = words.FINDING_LABELS[words.Finding(case.finding)][0] if case.finding else "不予受理"
    return {
        "category": "行政执法投诉举报",
        "parties": [SOMEBODY, known.bodies.get(case.agency or "", "有关行政执法机关或者人员")],
        "subject": known.subject,
        "opened_on": _iso(case.accepted_on or case.received_on),
        "result": result,
        "closed_on": _iso(case.closed_on),
        "archived_on": _iso(case.archived_on),
        "retention": words.RETENTION_LABELS[case.retention][0] if case.retention else "",
    }


def _contents(known: Known) -> Facts:
    """Row by row: number in the file, number of the letter, author, title, day; pages are counted by hand."""
    case, author = known.case, known.bodies[known.case.handler]
    rows = [f"1\t\t{SOMEBODY}\t投诉举报材料\t{case.received_on.isoformat()}\t\t附件{len(case.attachments)}件"]
    for place, one in enumerate(_issued(case), start=2):
        title = letter_kind("complaints", one.kind).title_zh
        rows.append(f"{place}\t{one.number or ''}\t{author}\t{title}\t{_iso(one.issued_on)}\t\t")
    return {"documents": rows}


def _notes(known: Known) -> Facts:
    case = known.case
    return {
        "paper_pages": "以入卷实有件数和页数为准",
        "electronic_files": f"{len(_issued(case)) + len(case.attachments)}件",
        "filed_on": _iso(case.archived_on),
    }


def _issued(case: Complaint) -> Sequence[Letter]:
    return [one for one in case.letters.values() if one.issued_on is not None]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


FACTS: Mapping[str, Callable[[Known], Facts]] = {
    "registration_form": _registration,
    letters.ACCEPTANCE: _acceptance,
    letters.DECLINE: _decline,
    letters.FORWARDING: _forwarding,
    letters.NEW_DATE: _new_date,
    "extension_approval_form": _extension_form,
    letters.EXTENSION: _extension,
    letters.INVESTIGATION: _investigation,
    letters.RECUSAL: _recusal,
    "discussion_record": _discussion,
    letters.REPLY: _reply,
    letters.RESULT: _result,
    letters.ORDER: _order,
    letters.COMPENSATION: _compensation,
    letters.TRANSFER: _transfer,
    letters.RECOMMENDATION: _recommendation,
    letters.APPEAL: _appeal,
    "file_cover": _cover,
    "file_contents": _contents,
    "file_notes": _notes,
}
