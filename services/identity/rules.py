"""Pure rules of accounts: passwords, lock-out, roles that exclude each other (账号规则).

Their source is the level-three baseline of classified protection (等级保护), not a rule of procedure; so they
carry no rule key. Times are host time.
"""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from shared.identity.actor import Role

PASSWORD_MIN = 10
PASSWORD_MAX = 128
PASSWORD_CLASSES = 3
PASSWORDS_REMEMBERED = 5
NAME_THAT_COUNTS = 4
"""A shorter login name may stand in a password by chance."""
PASSWORD_LIFETIME = timedelta(days=90)

FAILURES_OF_A_NAME = 5
FAILURES_OF_AN_ADDRESS = 100
LOCK_TIME = timedelta(minutes=15)

SESSION_IDLE = timedelta(minutes=30)
SESSION_LIFETIME = timedelta(hours=8)
SESSIONS_AT_ONCE = 5

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
WITHOUT_AGENCY = frozenset(
    {*ADMINISTRATORS, Role.COMPLAINANT, Role.AUDITOR, Role.DISCIPLINE, Role.GOVERNMENT}
)
BUREAU_ROLES = frozenset({Role.BUREAU_CLERK, Role.BUREAU_HEAD})
BUREAU = "bureau"

SERVICES = (
    "accountability",
    "annual_statistics",
    "audit",
    "circulars",
    "complaints",
    "dashboard",
    "dispute_coordination",
    "enforcement_registry",
    "identity",
    "inspections",
    "interference_records",
    "statutes",
    "supervision_opinions",
)
"""The audiences of tokens, when a caller names none."""


def username(text: str) -> str:
    """Bring a login name to its one form: compatibility characters folded, lower case, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def password_faults(password: str, name: str) -> list[str]:
    """List why a password is refused, in English, shortest remedy first; empty when it is good."""
    faults = []
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        faults.append(f"Use {PASSWORD_MIN} to {PASSWORD_MAX} characters.")
    if len(_classes(password)) < PASSWORD_CLASSES:
        faults.append("Mix at least three of: lower case, upper case, digits, other characters.")
    if len(name) >= NAME_THAT_COUNTS and name in password.casefold():
        faults.append("Do not use the login name.")
    if len(set(password)) < PASSWORD_MIN // 2:
        faults.append("Do not repeat few characters.")
    return faults


def password_expired(changed_at: datetime, now: datetime) -> bool:
    """Say whether a password is past its lifetime (定期更换)."""
    return now - changed_at > PASSWORD_LIFETIME


def role_conflict(role: Role, *, own: bool, opened_by_granter: bool) -> str | None:
    """Say why a grant breaks the separation of the three administrators (三员分立), if it does."""
    if own:
        return "Nobody grants a role to their own account."
    if opened_by_granter:
        return "Whoever opened the account does not grant its role."
    if role is Role.SYSTEM:
        return "The suite's own role is never granted."
    return None


def agency_fault(role: Role, agency: str | None) -> str | None:
    """Say what is wrong with a role's agency, if anything."""
    if role in BUREAU_ROLES and agency != BUREAU:
        return "This role belongs to the bureau."
    if role in WITHOUT_AGENCY and agency is not None:
        return "This role belongs to no agency."
    if role not in WITHOUT_AGENCY and agency is None:
        return "This role needs an agency."
    return None


def may_change_role(before: Role | None, after: Role) -> bool:
    """Say whether an account may pass from one role to another: administrators stay what they are."""
    return before is None or before == after or not ({before, after} & ADMINISTRATORS)


def _classes(password: str) -> Collection[str]:
    return {_class(character) for character in password}


def _class(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.islower():
        return "lower"
    return "upper" if character.isupper() else "other"
