"""Where a body agreed to be served: its confirmed delivery addresses (送达地址确认书)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AddressConfirmation:
    """What a receiver confirmed about how to be served; it holds until revoked or replaced.

    ``electronic`` is the consent to electronic service, ``channels`` the systems it names. ``revoked_on`` is
    the first day on which it no longer holds. ``confirmed_by`` is the person who confirmed, where one did.
    """

    receiver: str
    electronic: bool
    channels: tuple[str, ...]
    confirmed_on: date
    confirmed_by: UUID | None = None
    revoked_on: date | None = None

    def consents_to(self, channel: str | None) -> bool:
        """Whether it allows electronic service through this system."""
        return self.electronic and channel in self.channels


def in_force(confirmations: Iterable[AddressConfirmation], on: date) -> AddressConfirmation | None:
    """The confirmation that holds on a day: the newest made by then, unless it was revoked.

    A newer one replaces the older for good: when it is revoked, the older does not come back.
    """
    newest: AddressConfirmation | None = None
    for each in confirmations:
        if each.confirmed_on <= on and (newest is None or newest.confirmed_on <= each.confirmed_on):
            newest = each
    if newest is None or (newest.revoked_on is not None and newest.revoked_on <= on):
        return None
    return newest
