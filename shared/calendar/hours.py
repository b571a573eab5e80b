"""Periods of hours: the starting hour is not counted, and nothing rolls (按小时计算)."""

from datetime import datetime, timedelta

ONE_HOUR = timedelta(hours=1)


def hours_later(event: datetime, hours: int) -> datetime:
    """The end of a period of hours under the procedural rule: counted from the next full hour.

    民事诉讼法第八十五条第二款: the hour of the event is not counted. An event on the full hour belongs to the
    hour that it opens, so counting starts with the next one there too. The end does not roll.
    """
    return event.replace(minute=0, second=0, microsecond=0) + ONE_HOUR + timedelta(hours=hours)


def civil_hours_later(event: datetime, hours: int) -> datetime:
    """The end of a period of hours under 民法典第二百零一条第二款: from the instant agreed or lawful."""
    return event + timedelta(hours=hours)
