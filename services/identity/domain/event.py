"""The base of this service's events: time is always given (事件基类)."""

from typing import NoReturn

from eventsourcing.domain import Aggregate


class ForgottenTimeError(TypeError):
    """An event was recorded without saying when it happened."""


class Event(Aggregate.Event):
    """Base of all events here."""

    @staticmethod
    def create_timestamp() -> NoReturn:
        """Nothing is ever stamped by the host's clock."""
        raise ForgottenTimeError("an event needs the instant at which it happened")


class Created(Event, Aggregate.Created):
    """Base of first events."""
