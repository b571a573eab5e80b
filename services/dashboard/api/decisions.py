"""A second person's decision on a draft, as its form hands it over (草稿的确认与撤回)."""

from typing import Any

from starlette.datastructures import FormData

from services.dashboard.api.entries import key_of, text_of, version_of
from services.dashboard.application.drafts import Decision

PUBLICATION, WITHDRAWAL = "publication", "withdrawal"


def decision_of(form: FormData, act: str) -> Decision:
    """Read a publication with the findings that were confirmed, or a withdrawal with its reason."""
    reason = text_of(form, "reason")
    fields: dict[str, Any] = {"reason": reason} if reason or act == WITHDRAWAL else {}
    if act == PUBLICATION:
        confirmed = [str(code) for code in form.getlist("confirmed")]
        fields |= {"confirmed": confirmed} if confirmed else {}
    return Decision(act, fields, key_of(form), version_of(form))
