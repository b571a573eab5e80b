"""Which day counts as receipt, where the texts are silent (收到日)."""

from datetime import date

from shared.calendar.receipt import ReceiptPolicy
from shared.calendar.work_calendar import WorkCalendar
from shared.law.applicable import ApplicableLaw


def receipt_day(law: ApplicableLaw, calendar: WorkCalendar, *, received_on: date) -> date:
    """Day zero of a period that runs from receipt: the day itself, or, where the bureau chose so, the first
    working day for what arrives on a day off (休息日收到的).
    """
    policy = ReceiptPolicy(law.policy("receipt_on_day_off"))
    return calendar.roll_forward(received_on) if policy is ReceiptPolicy.NEXT_WORKING_DAY else received_on
