"""The rules of law that this package carries out, where the trace looks for them (规则登记)."""

from shared.delivery.counting import counting_law
from shared.delivery.service import judge
from shared.delivery.statutes import DISPUTES

__all__ = ["DISPUTES", "counting_law", "judge"]
