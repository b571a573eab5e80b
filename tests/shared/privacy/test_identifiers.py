"""Identity numbers, credit codes and telephone numbers prove themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.privacy.identifiers import (
    CREDIT_CODE_CHARACTERS,
    credit_code,
    credit_code_check,
    phone_number,
    resident_id,
    resident_id_check,
)

RESIDENT_ID = "11010519491231002X"
CREDIT_CODE = "91350100M000100Y43"


def test_the_examples_of_the_standards_are_valid():
    assert resident_id(RESIDENT_ID) == RESIDENT_ID
    assert resident_id(" 110105 19491231 002x ") == RESIDENT_ID
    assert credit_code(CREDIT_CODE) == CREDIT_CODE


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "11010519491331002X",
        "11010519490231002X",
        "110105491231002",
        "99010519491231002X",
        "1101051949123100２X",
        "",
    ],
)
def test_a_wrong_identity_number_is_refused(number):
    with pytest.raises(ValueError, match="identity number"):
        resident_id(number)


@pytest.mark.parametrize("code", ["91350100M000100Y44", "91350100M000100I43", "123", ""])
def test_a_wrong_credit_code_is_refused(code):
    with pytest.raises(ValueError, match="credit code"):
        credit_code(code)


@given(position=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_never_passes_the_identity_check(position, digit):
    body = RESIDENT_ID[:17]
    changed = body[:position] + digit + body[position + 1 :]
    assert (resident_id_check(changed) == "X") == (changed == body)


@given(position=st.integers(0, 16), character=st.sampled_from(CREDIT_CODE_CHARACTERS))
def test_one_wrong_character_never_passes_the_credit_code_check(position, character):
    body = CREDIT_CODE[:17]
    changed = body[:position] + character + body[position + 1 :]
    assert (credit_code_check(changed) == CREDIT_CODE[17]) == (changed == body)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13800001234", "13800001234"),
        ("+86 138-0000-1234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("（023）77722222", "02377722222"),
        ("023-77722222", "023-77722222"),
        ("023-77722222-801", "023-77722222-801"),
    ],
)
def test_telephone_numbers_are_read_as_people_write_them(written, number):
    assert phone_number(written) == number


@pytest.mark.parametrize("written", ["", "110", "12345678901", "1380000123", "138000012345", "一三八"])
def test_other_numbers_are_no_telephone_numbers(written):
    with pytest.raises(ValueError, match="telephone"):
        phone_number(written)
