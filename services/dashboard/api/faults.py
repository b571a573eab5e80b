"""What is wrong with a form, field by field (填写的错误)."""

from collections.abc import Collection, Mapping

from services.dashboard.api.translation import CHINESE
from services.dashboard.api.wording import Wording
from services.dashboard.application.services import ServiceProblemError


class Faults(dict[str, str]):
    """Faults by field; a field without one has none."""

    def __missing__(self, name: str) -> str:
        """Give no fault."""
        return ""


def faults_by_field(wording: Wording, problem: ServiceProblemError, fields: Collection[str]) -> Faults:
    """Give a service's faults by the fields of a form, so that they stand beside them."""
    faults = Faults()
    for error in problem.errors:
        steps = [step for step in str(error.get("at", "")).split(".") if not step.isdecimal()]
        if steps[-1:] and steps[-1] in fields:
            faults.setdefault(steps[-1], fault_in_words(wording, error))
    return faults


def fault_in_words(wording: Wording, error: Mapping[str, object]) -> str:
    """Say one fault; a service that speaks English only is not quoted on a Chinese page."""
    message, english = str(error.get("message", "")), str(error.get("message_en", ""))
    if wording.language == CHINESE:
        return message if message and not message.isascii() else wording.text("此项不符合要求，请核对。")
    return english or message
