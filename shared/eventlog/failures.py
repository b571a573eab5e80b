"""How writing to the log can fail, apart from refusals of the domain (写入失败)."""

from typing import ClassVar

from eventsourcing.persistence import IntegrityError


class ServiceUnavailableError(Exception):
    """The database cannot be reached or cannot take the command now; ask again with the same key (暂不可用).

    ``uncertain`` says that the connection broke while committing: the command may have been carried out.
    """

    status: ClassVar[int] = 503
    slug: ClassVar[str] = "unavailable"
    title: ClassVar[str] = "服务暂时不可用，请稍后重试"

    def __init__(self, detail: str, *, uncertain: bool = False) -> None:
        super().__init__(detail)
        self.uncertain = uncertain


class LogConflictError(IntegrityError):
    """Another command has written this version of the aggregate already."""


class KeyTakenError(IntegrityError):
    """Another command has used this idempotency key already."""


class TrackingConflictError(IntegrityError):
    """This position of a source, or a later one, has been dealt with already."""


class ConstraintError(IntegrityError):
    """A read model's own constraint refused the command's rows; ``constraint`` is its name."""

    def __init__(self, constraint: str) -> None:
        super().__init__(f"constraint {constraint}")
        self.constraint = constraint
