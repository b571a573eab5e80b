"""The law of disputes that the rule tests ask, as it stands and as a bureau may read it (期限用例)."""

from dataclasses import replace

from shared.law.applicable import ApplicableLaw
from shared.law.policies import Choice
from tests.services.complaints.periods import BOOK, day

REGULATION = "wulong/dispute_coordination"
LAW = ApplicableLaw.of(BOOK, REGULATION, day("2026-09-18"))
BEFORE_ORDER_825 = ApplicableLaw.of(BOOK, REGULATION, day("2026-01-31"))


def article(label: str) -> str:
    """The citation of an article of the dispute rules."""
    return f"{REGULATION}@2021-11-10#{label}"


def read_as(policy: str, value: str, law: ApplicableLaw = LAW) -> ApplicableLaw:
    """The same law where the bureau answered an open question."""
    return replace(law, policies=law.policies.with_choice(policy, Choice(value)))
