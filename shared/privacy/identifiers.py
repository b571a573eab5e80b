"""Numbers of people and organisations, checked by their own arithmetic (证件号码校验)."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

RESIDENT_ID = re.compile(r"[1-9][0-9]{16}[0-9X]")
RESIDENT_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_ID_CHECKS = "10X98765432"
CREDIT_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0[1-9][0-9]{1,2}-?[2-9][0-9]{6,7}(?:-[0-9]{1,6})?")
PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)}
    | {71, 81, 82, 83}
)


def resident_id(text: str) -> str:
    """Check a resident identity number (公民身份号码, GB 11643): region, birthday, check character."""
    number = text.replace(" ", "").upper()
    if not RESIDENT_ID.fullmatch(number) or int(number[:2]) not in PROVINCES:
        raise ValueError("not a resident identity number")
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError("the identity number holds no valid birthday") from None
    if born_on.year < 1850 or number[17] != resident_id_check(number[:17]):
        raise ValueError("the identity number has a wrong check character")
    return number


def resident_id_check(body: str) -> str:
    """Compute the check character of the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, RESIDENT_ID_WEIGHTS, strict=True))
    return RESIDENT_ID_CHECKS[total % 11]


def credit_code(text: str) -> str:
    """Check a unified social credit code (统一社会信用代码, GB 32100)."""
    code = text.replace(" ", "").upper()
    if len(code) != 18 or any(character not in CREDIT_CODE_CHARACTERS for character in code):
        raise ValueError("not a unified social credit code")
    if code[17] != credit_code_check(code[:17]):
        raise ValueError("the credit code has a wrong check character")
    return code


def credit_code_check(body: str) -> str:
    """Compute the check character of the first 17 characters (MOD 31)."""
    places = (CREDIT_CODE_CHARACTERS.index(character) for character in body)
    total = sum(place * weight for place, weight in zip(places, CREDIT_CODE_WEIGHTS, strict=True))
    return CREDIT_CODE_CHARACTERS[(31 - total % 31) % 31]


def phone_number(text: str) -> str:
    """Check a mainland mobile or landline number; spaces and the country code are dropped."""
    number = re.sub(r"^\+?86(?=1[3-9])", "", re.sub(r"[\s()（）]", "", text))
    mobile = number.replace("-", "")
    if MOBILE.fullmatch(mobile):
        return mobile
    if LANDLINE.fullmatch(number):
        return number
    raise ValueError("not a telephone number")


NORMALISE = {"id_number": resident_id, "credit_code": credit_code, "phone": phone_number}

ResidentIdNumber = Annotated[str, AfterValidator(resident_id)]
CreditCode = Annotated[str, AfterValidator(credit_code)]
PhoneNumber = Annotated[str, AfterValidator(phone_number)]
