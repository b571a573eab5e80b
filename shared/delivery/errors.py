"""What may be wrong with a service, one class per kind of breach (不构成有效送达的情形)."""

from collections.abc import Iterable, Mapping

from shared.delivery.methods import Wording, ways
from shared.law.refusal import InvalidError


class DeliveryError(InvalidError):
    """A condition of the way of service is not met (不符合送达条件); ``norm`` is the article behind it."""

    slug = "delivery"
    title = "不符合送达条件"

    def __init__(self, norm: str, detail: str, *, title: str = "", lacking: Iterable[str] = ()) -> None:
        """Name the article, the rule that refers to it, and each piece that is lacking."""
        errors = [_lacking(f"evidence.{code}", _evidence(code)) for code in lacking]
        super().__init__(detail, title=title, basis=norm, rule=ways().rule, errors=errors)


class UnknownMethodError(DeliveryError):
    """The law knows no such way of service (没有这种送达方式)."""

    slug = "unknown-delivery-method"
    title = "没有这种送达方式"


class WrongReceiverError(DeliveryError):
    """This way is not for this kind of receiver (受送达人不适用该方式)."""

    slug = "delivery-wrong-receiver"
    title = "该送达方式不适用于此受送达人"


class GroundUnmetError(DeliveryError):
    """The way is open in certain situations only, and none of them is stated (不具备该方式的适用情形)."""

    slug = "delivery-ground-unmet"
    title = "应写明采用该送达方式的情形"


class OtherWaysOpenError(DeliveryError):
    """Public notice is the last resort, and no other way was tried (其他方式尚未穷尽)."""

    slug = "delivery-other-ways-open"
    title = "其他方式尚未用尽，不能公告送达"


class WrongCapacityError(DeliveryError):
    """Who signed may not receive for this receiver (签收人身份不符)."""

    slug = "delivery-wrong-capacity"
    title = "签收人无权代为签收"


class TooFewServersError(DeliveryError):
    """Fewer people served than the way asks for (送达人不足)."""

    slug = "delivery-too-few-servers"
    title = "送达人人数不足"


class MissingEvidenceError(DeliveryError):
    """A piece that proves the service is lacking (缺少送达凭证)."""

    slug = "delivery-missing-evidence"
    title = "缺少送达凭证"


class NoWitnessError(DeliveryError):
    """A document was left with neither witness nor recording (无见证人也无录像)."""

    slug = "delivery-no-witness"
    title = "留置送达应有见证人签名，或者拍照、录像"


class NoOrganError(DeliveryError):
    """The organ that serves for another is not named (未写明经办机关)."""

    slug = "delivery-no-organ"
    title = "应写明受托或者转交的机关"


class NoConsentError(DeliveryError):
    """The receiver had not agreed to electronic service on that day (未同意电子送达)."""

    slug = "delivery-no-consent"
    title = "受送达人当日没有有效的电子送达同意"


class UnconfirmedChannelError(DeliveryError):
    """The receiver agreed to electronic service, but not through this system (非确认的电子地址)."""

    slug = "delivery-unconfirmed-channel"
    title = "不是送达地址确认书写明的接收系统"


class UndatedServiceError(DeliveryError):
    """The date that fixes the service is lacking (缺少确定送达日的日期)."""

    slug = "delivery-undated"
    title = "缺少确定送达之日的日期"


class ContradictoryServiceError(DeliveryError):
    """The dates cannot be in this order (送达日期先后矛盾)."""

    slug = "delivery-contradictory"
    title = "送达的各项日期先后矛盾"


class ServedBeforeIssueError(DeliveryError):
    """Nothing is served before it was issued (早于文书印发)."""

    slug = "delivery-before-issue"
    title = "送达日期早于文书印发日期"


class ServedInFutureError(DeliveryError):
    """Nothing that is still to come is on record (送达日期尚未到来)."""

    slug = "delivery-in-future"
    title = "送达日期尚未到来"


class UnknownFailureError(DeliveryError):
    """The way does not fail for this reason (送达不成的原因不符)."""

    slug = "delivery-unknown-failure"
    title = "该送达方式没有这种送达不成的原因"


class NotRebuttableError(DeliveryError):
    """Only the presumed date of an electronic arrival may be disproved (不能反证)."""

    slug = "delivery-not-rebuttable"
    title = "只有电子送达的到达日期可以由受送达人举证更正"


class NotServedError(DeliveryError):
    """What was not served cannot be signed for (尚未送达)."""

    slug = "delivery-not-served"
    title = "尚未送达，不能签收"


class IncompleteReceiptError(DeliveryError):
    """Obligatory fields of the receipt are empty (送达回证缺项)."""

    slug = "delivery-receipt-incomplete"
    title = "送达回证未填写完整"

    def __init__(self, norm: str, lacking: Mapping[str, Wording]) -> None:
        """Name every empty field."""
        super().__init__(norm, f"to be filled in: {', '.join(name.en for name in lacking.values())}")
        self.errors = tuple(_lacking(f"receipt.{code}", name) for code, name in lacking.items())


def _evidence(code: str) -> Wording:
    return ways().evidence.get(code, Wording(code, code))


def _lacking(at: str, name: Wording) -> dict[str, str]:
    return {
        "at": at,
        "code": "missing",
        "message": f"缺少：{name.zh}",
        "message_en": f"Missing: {name.en}",
    }
