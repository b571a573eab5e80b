"""Which confirmed address holds on a day (送达地址确认书)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.delivery.addresses import AddressConfirmation, in_force

pytestmark = pytest.mark.rule("dispute_coordination.delivery")

DAY = timedelta(days=1)
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)
FIRST = AddressConfirmation("housing", True, ("inbox",), MARCH)
SECOND = AddressConfirmation("housing", False, (), MAY)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(MARCH - DAY, None, id="before any"),
        pytest.param(MARCH, FIRST, id="the day of the first"),
        pytest.param(MAY - DAY, FIRST, id="the day before the second"),
        pytest.param(MAY, SECOND, id="the day of the second"),
        pytest.param(MAY + 1000 * DAY, SECOND, id="years later"),
    ],
)
@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)], ids=["in order", "reversed"])
def test_the_newest_confirmation_holds_until_the_next(order, on, expected):
    assert in_force(order, on) == expected


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        pytest.param(MAY - DAY, True, id="the day before"),
        pytest.param(MAY, False, id="the day"),
        pytest.param(MAY + DAY, False, id="after"),
    ],
)
def test_a_revoked_confirmation_holds_no_more_from_its_day_on(on, holds):
    revoked = replace(FIRST, revoked_on=MAY)

    assert (in_force([revoked], on) is not None) is holds


def test_an_older_confirmation_does_not_come_back():
    revoked = replace(SECOND, revoked_on=MAY + DAY)

    assert in_force([FIRST, revoked], MAY + DAY) is None


def test_of_two_on_one_day_the_one_recorded_last_holds():
    other = replace(FIRST, channels=("document_exchange",))

    assert in_force([FIRST, other], MARCH) == other


def test_consent_names_its_systems():
    assert FIRST.consents_to("inbox")
    assert not FIRST.consents_to("document_exchange")
    assert not FIRST.consents_to(None)
    assert not replace(FIRST, electronic=False).consents_to("inbox")
