"""Who acts: the person behind a command, with role and agency (行为人、角色、机关)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The roles of the suite; the three administrators (三员) exclude each other and see no case."""

    COMPLAINANT = "complainant"
    AGENCY_CLERK = "agency_clerk"
    AGENCY_HEAD = "agency_head"
    INVESTIGATOR = "investigator"
    BUREAU_CLERK = "bureau_clerk"
    BUREAU_HEAD = "bureau_head"
    GOVERNMENT = "government"
    DISCIPLINE = "discipline"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    SYSTEM = "system"
    """The suite itself: sweepers and process managers. No token is ever issued for it."""


class Post(StrEnum):
    """Posts beside the role (职务): 负责人 accepts head or deputy, 主要负责人 the head only."""

    UNIT_HEAD = "unit_head"
    DEPUTY_HEAD = "deputy_head"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting person or the suite itself.

    ``subject`` is the account, ``person`` the person of the registry behind it (policies and recusal work on
    the person), ``agency`` the code of the body the person works for (``bureau`` for the judicial bureau).
    """

    subject: str
    role: Role
    agency: str | None = None
    person: UUID | None = None
    posts: frozenset[Post] = frozenset()


SYSTEM = Actor(subject="system", role=Role.SYSTEM)
ANONYMOUS = Actor(subject="anonymous", role=Role.COMPLAINANT)
