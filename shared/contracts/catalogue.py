"""All contracts of the suite, so that tools and tests see them without naming each module."""

from importlib import import_module
from pkgutil import iter_modules

import shared.contracts
from shared.contracts.base import Contract, contract_types


def all_contracts() -> tuple[type[Contract], ...]:
    """Import every module of ``shared.contracts`` and list what they declare."""
    for module in iter_modules(shared.contracts.__path__):
        import_module(f"{shared.contracts.__name__}.{module.name}")
    return tuple(
        kind for kind in contract_types() if kind.__module__.startswith(f"{shared.contracts.__name__}.")
    )
