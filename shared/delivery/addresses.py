"""Confirmed delivery addresses, as service asks for them (送达地址确认书).

They are kept by the registry and copied with its directory, which stands below this package.
"""

from shared.identity.directory_addresses import AddressConfirmation, in_force

__all__ = ["AddressConfirmation", "in_force"]
