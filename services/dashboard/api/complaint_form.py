"""The public form: its fields, what must be filled in, and the complaint that it makes (投诉举报表单).

Names and numbers are judged by the complaints service; here only what is empty is told.
"""

from collections.abc import Mapping
from typing import Any

from services.dashboard.api.page import Page
from services.dashboard.application.services import ServiceProblemError

PERSON, ORGANISATION = "person", "organisation"

FIELDS = (
    *("kind", "name", "id_number", "credit_code", "contact_name", "address", "contact"),
    *("agency", "respondent", "ground", "facts", "request", "electronic_service", "consent"),
)

_NEEDED = {
    "name": "请填写姓名或者单位名称。",
    "address": "请填写住址或者单位地址。",
    "contact": "请填写联系电话。",
    "ground": "请选择投诉举报的情形。",
    "facts": "请写明事实。",
    "request": "请写明诉求。",
    "consent": "请确认已知悉并保证所述属实。",
}
_NEEDED_OF = {
    PERSON: {"id_number": "请填写身份证号。"},
    ORGANISATION: {"credit_code": "请填写统一社会信用代码。", "contact_name": "请填写联系人。"},
}


def blank() -> dict[str, str]:
    """Give an empty form."""
    return dict.fromkeys(FIELDS, "")


def faults_of(page: Page, values: Mapping[str, str], files: int, files_limit: int) -> dict[str, str]:
    """Say what is missing, by field in the order of the form."""
    needed = {**_NEEDED, **_NEEDED_OF[_kind(values)]}
    faults = {name: page.text(needed[name]) for name in FIELDS if name in needed and not values[name]}
    if not values["agency"] and not values["respondent"]:
        faults["respondent"] = page.text("请选择机关，或者写明机关、人员。")
    if files > files_limit:
        faults["attachments"] = page.text("附件最多 %(count)s 个。", count=files_limit)
    return faults


def service_faults(page: Page, problem: ServiceProblemError) -> dict[str, str]:
    """Give the service's faults by field, so that they stand beside their fields."""
    faults = {}
    for error in problem.errors:
        name = str(error.get("at", "")).rpartition(".")[2]
        if name in FIELDS:
            faults[name] = page.text("此项不符合要求，请核对。")
    return faults


def complaint_of(values: Mapping[str, str]) -> dict[str, Any]:
    """Give the complaint as the complaints service takes it."""
    kind = _kind(values)
    own = ("id_number",) if kind == PERSON else ("credit_code", "contact_name")
    identity = {name: values[name] for name in ("name", *own, "address", "contact")}
    complaint: dict[str, Any] = {
        "complainant": {"kind": kind, **identity},
        "agency": values["agency"],
        "respondent": values["respondent"],
        "ground": values["ground"],
        "facts": values["facts"],
        "request": values["request"],
        "electronic_service": bool(values["electronic_service"]),
    }
    return {name: value for name, value in complaint.items() if value}


def _kind(values: Mapping[str, str]) -> str:
    return ORGANISATION if values["kind"] == ORGANISATION else PERSON
