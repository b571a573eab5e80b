"""Refusals: a rule of law or of the product says no, and says which (拒绝及其依据).

A refusal is part of the domain. The edge turns it into an RFC 9457 problem and the audit log keeps it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Refusal(Exception):  # noqa: N818 - the word of the law; each subclass names its breach and ends in Error
    """A command that must not happen.

    ``title`` is shown to users (Chinese), ``detail`` explains in English, ``basis`` cites the article
    (``issuer/topic@date#label``) and ``rule`` is the rule key (``topic.key``) where a rule of law refused.
    ``errors`` lists what is wrong one by one, where a document was handed in.
    """

    status: ClassVar[int] = 409
    slug: ClassVar[str] = "refused"
    title: str = "不能这样办理"

    def __init__(
        self,
        detail: str = "",
        *,
        title: str = "",
        basis: str | None = None,
        rule: str | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Keep what the person is told and the rule behind it."""
        super().__init__(detail or title or self.title)
        self.title = title or type(self).title
        self.detail = detail or self.title
        self.basis = basis
        self.rule = rule
        self.errors = tuple(errors)


class OutOfOrderError(Refusal):
    """The step does not fit the stage of the case (步骤次序不符)."""

    slug = "out-of-order"
    title = "当前阶段不能办理此步骤"


class InvalidError(Refusal):
    """What was handed in lacks something that the rule asks for (内容不符合要求)."""

    status = 422
    slug = "invalid"
    title = "提交内容不符合要求"


class ForbiddenError(Refusal):
    """The role or the person may not do this (无权办理)."""

    status = 403
    slug = "forbidden"
    title = "无权办理"


class UnknownCaseError(Refusal):
    """There is no such case, or the caller may not know of it (未找到)."""

    status = 404
    slug = "not-found"
    title = "未找到"


class VersionConflictError(Refusal):
    """Somebody else changed the case at the same moment (并发冲突)."""

    slug = "version-conflict"
    title = "案件刚被他人更新，请刷新后再试"


class StaleVersionError(Refusal):
    """The caller decided on an older state of the case (版本已过期)."""

    status = 412
    slug = "stale-version"
    title = "案件已有更新，请刷新后再试"


class ReusedKeyError(Refusal):
    """The same idempotency key came with another request (幂等键重复使用)."""

    status = 422
    slug = "idempotency-key-reused"
    title = "同一幂等键对应了不同的请求"
