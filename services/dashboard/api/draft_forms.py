"""What is entered as a draft of the calendar: a pasted notice, an edition as JSON, a closure (录入草稿)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData, UploadFile

from services.dashboard.api.dates import written_day
from services.dashboard.api.entries import key_of, text_of
from services.dashboard.api.faults import Faults
from services.dashboard.api.page import Page

NOTICE, EDITION, CLOSURE = "notice", "edition", "closure"
KINDS = (NOTICE, EDITION, CLOSURE)
COLUMNS = ("day", "name", "counts", "rolls")
DAYS = 10
"""How many days a closure's form offers."""
LONGEST = 200_000
"""Characters of a text or a file that are read; a notice has three thousand."""


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was written, kept when it comes back."""

    kind: str = NOTICE
    values: Mapping[str, str] = field(default_factory=dict)
    days: tuple[Mapping[str, str], ...] = ()
    agencies: tuple[str, ...] = ()
    key: str = ""

    def __getitem__(self, name: str) -> str:
        """Give one field."""
        return self.values.get(name, "")

    def row(self, place: int) -> Mapping[str, str]:
        """Give one line of a closure's days."""
        return self.days[place] if place < len(self.days) else dict.fromkeys(COLUMNS, "")


BESIDE = ("title", "document", "issued_on", "source")
"""What helps where a text does not say it."""

_FIELDS = ("notice", "edition", *BESIDE, "amends", "reason")


async def written_of(form: FormData) -> Written:
    """Read the form; an uploaded file takes the place of the pasted text."""
    kind = text_of(form, "kind")
    values = {name: text_of(form, name)[:LONGEST] for name in _FIELDS}
    values["edition"] = await uploaded(form, "edition_file") or values["edition"]
    days = tuple(_day(form, place) for place in range(DAYS))
    agencies = tuple(str(code) for code in form.getlist("agencies") if code)
    return Written(kind if kind in KINDS else NOTICE, values, days, agencies, key_of(form))


async def uploaded(form: FormData, name: str) -> str:
    """Give the text of an uploaded file, or nothing."""
    file = form.get(name)
    if not isinstance(file, UploadFile) or not file.filename:
        return ""
    return (await file.read(LONGEST)).decode("utf-8-sig", errors="replace").replace("\r\n", "\n").strip()


def _day(form: FormData, place: int) -> dict[str, str]:
    return {name: text_of(form, f"days.{place}.{name}") for name in COLUMNS}


def faults_of(page: Page, written: Written) -> Faults:
    """Say what is missing before anything is sent."""
    faults = Faults()
    if written.kind == NOTICE and not written["notice"]:
        faults["notice"] = page.text("请粘贴通知全文。")
    if written.kind == EDITION:
        faults |= _json_fault(page, written["edition"])
    if written.kind == CLOSURE:
        faults |= _closure_faults(page, written)
    return Faults(faults)


def _json_fault(page: Page, text: str) -> dict[str, str]:
    if not text:
        return {"edition": page.text("请粘贴或者选择一个 JSON 文件。")}
    try:
        found = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return {"edition": page.text("第 %(line)s 行起不是有效的 JSON。", line=line)}
    return {} if isinstance(found, dict) else {"edition": page.text("JSON 的最外层应为一个对象。")}


_NEEDED = {"title": "请填写标题。", "document": "请填写文号或者依据。", "reason": "请填写理由。"}


def _closure_faults(page: Page, written: Written) -> dict[str, str]:
    faults = {name: page.text(told) for name, told in _NEEDED.items() if not written[name]}
    lines = [line for line in written.days if any(line.values())]
    if not lines:
        faults["days"] = page.text("请至少填写一个停办日。")
    if any(written_day(line["day"]) is None for line in lines):
        faults["days"] = page.text("每个停办日都要填写日期。")
    return faults


def body_of(written: Written) -> dict[str, Any]:
    """Give what the statutes service takes; what was left empty is left out."""
    reason = {"reason": written["reason"]} if written["reason"] else {}
    if written.kind == CLOSURE:
        return {CLOSURE: _closure(written), **reason}
    if written.kind == EDITION:
        return {EDITION: json.loads(written["edition"]), **reason}
    return {NOTICE: written["notice"], **_beside(written), **reason}


def _beside(written: Written) -> dict[str, str]:
    return {name: written[name] for name in BESIDE if written[name]}


def _closure(written: Written) -> dict[str, Any]:
    days = [
        {
            "day": line["day"],
            "name": line["name"] or written["title"],
            "counts": bool(line["counts"]),
            "rolls": bool(line["rolls"]),
        }
        for line in written.days
        if line["day"]
    ]
    amends = {"amends": int(written["amends"])} if written["amends"].isdecimal() else {}
    return {**_beside(written), **amends, "agencies": list(written.agencies), "days": days}
