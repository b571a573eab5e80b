"""What is shown of personal data without a reveal: pure masks, by role (脱敏).

A mask keeps enough to tell two people apart on a list: 张**, 5002***********234, 138****8000.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from shared.identity.actor import Role

HIDDEN = "***"
DESTROYED = "[已销毁]"


class View(StrEnum):
    """How much of personal data a reader sees (可见程度)."""

    FULL = "full"
    MASKED = "masked"
    HIDDEN = "hidden"


MASKED_ROLES = frozenset(
    {Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.INVESTIGATOR, Role.GOVERNMENT, Role.DISCIPLINE}
)


def view_for(role: Role, *, own: bool = False) -> View:
    """Say what a role sees; ``own`` is the person's own data. Agencies and administrators see nothing."""
    if own:
        return View.FULL
    return View.MASKED if role in MASKED_ROLES else View.HIDDEN


def name(value: str) -> str:
    """Keep the family name: 张三 becomes 张**, whatever the length."""
    return value[:1] + "**" if value else ""


def organisation(value: str) -> str:
    """Keep the first two and the last two characters of an organisation's name."""
    return value[:2] + "****" + value[-2:] if len(value) > 6 else value[:1] + "****"


def id_number(value: str) -> str:
    """Keep the region and the last three characters of an 18-character number."""
    return value[:4] + "*" * 11 + value[-3:] if len(value) == 18 else HIDDEN


def phone(value: str) -> str:
    """Keep the first three and last four digits of a mobile number; less of a shorter one."""
    return value[:3] + "****" + value[-4:] if len(value) >= 11 else HIDDEN


def address(value: str) -> str:
    """Keep six characters: district, seldom more."""
    return value[:6] + "****" if len(value) > 12 else HIDDEN


def email(value: str) -> str:
    """Keep the first letter and the domain."""
    user, at, domain = value.rpartition("@")
    return f"{user[:1]}***@{domain}" if at and user else HIDDEN


MASKS: Mapping[str, Callable[[str], str]] = {
    "name": name,
    "contact_name": name,
    "organisation": organisation,
    "id_number": id_number,
    "credit_code": id_number,
    "phone": phone,
    "address": address,
    "email": email,
}


def masked(fields: Mapping[str, str], view: View = View.MASKED) -> dict[str, str]:
    """Mask sealed fields for a view; a field without a mask is hidden whole."""
    if view is View.FULL:
        return dict(fields)
    return {field: _shown(field, value, view) for field, value in fields.items()}


def _shown(field: str, value: str, view: View) -> str:
    if value == DESTROYED:
        return DESTROYED
    mask = MASKS.get(field)
    return mask(value) if mask and view is View.MASKED else HIDDEN
