"""What a role sees of a person without a reveal."""

import pytest

from shared.identity.actor import Role
from shared.privacy.masking import DESTROYED, HIDDEN, View, masked, view_for

CLEAR = {
    "name": "张三丰",
    "id_number": "500232199003070234",
    "phone": "13800008000",
    "address": "重庆市武隆区芙蓉街道建设中路一百号",
    "narrative": "我举报他们乱罚款",
}


def test_the_bureau_sees_masks():
    assert masked(CLEAR) == {
        "name": "张**",
        "id_number": "5002***********234",
        "phone": "138****8000",
        "address": "重庆市武隆区****",
        "narrative": HIDDEN,
    }


def test_agencies_and_administrators_see_nothing():
    for role in Role:
        if role.value.startswith("agency") or role.value.endswith("_admin") or role is Role.AUDITOR:
            assert view_for(role) is View.HIDDEN
    assert set(masked(CLEAR, View.HIDDEN).values()) == {HIDDEN}


def test_a_person_sees_their_own_data():
    assert masked(CLEAR, view_for(Role.COMPLAINANT, own=True)) == CLEAR
    assert view_for(Role.COMPLAINANT) is View.HIDDEN


def test_destroyed_values_say_so():
    assert masked({"name": DESTROYED}) == {"name": DESTROYED}


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("name", "张", "张**"),
        ("name", "", ""),
        ("id_number", "12345", HIDDEN),
        ("phone", "12345", HIDDEN),
        ("address", "武隆区", HIDDEN),
        ("email", "chen@example.cn", "c***@example.cn"),
        ("email", "no-address", HIDDEN),
        ("organisation", "重庆某某建筑有限公司", "重庆****公司"),
        ("organisation", "小面馆", "小****"),
    ],
)
def test_short_values_give_away_no_more(field, value, shown):
    assert masked({field: value}) == {field: shown}
