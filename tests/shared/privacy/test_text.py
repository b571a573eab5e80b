"""Texts come in clean, and leave without naming the complainant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.privacy.text import (
    CleanText,
    ClearText,
    LongText,
    ShortText,
    clean,
    contains_clear_value,
    contains_personal_number,
)

VALUES = ["张三", "500232199003070016", "13800001234", "武隆区芙蓉街道建设中路1号"]


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "a\x00b",
        "\x1b[31m",
        "\x7f",
        "a\u202eb",
        "\u2066a\u2069",
        "\ud800",
        "\u2028",
        "\ufffe",
        "  ",
        "",
    ],
)
@pytest.mark.parametrize("kind", [ShortText, CleanText, LongText])
def test_control_direction_and_broken_characters_are_refused(kind, text):
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(text)


def test_texts_are_normalised():
    assert TypeAdapter(CleanText).validate_python("\ufeff e\u0301\r\n行\u200b政 ") == "é\n行政"


def test_a_rare_character_of_a_name_is_welcome():
    assert TypeAdapter(ShortText).validate_python("王\U0002ebf0") == "王\U0002ebf0"


def test_a_line_is_one_line_and_texts_have_an_end():
    for kind, length in ((ShortText, 200), (CleanText, 2_000), (LongText, 20_000)):
        assert TypeAdapter(kind).validate_python("字" * length)
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python("字" * (length + 1))
    with pytest.raises(ValidationError):
        TypeAdapter(ShortText).validate_python("一\n二")


@given(st.text())
def test_cleaning_is_stable(text):
    try:
        once = clean(text)
    except ValueError:
        return
    assert clean(once) == once
    assert "\x00" not in once
    once.encode()


@pytest.mark.parametrize(
    "summary",
    [
        "张三反映执法人员态度恶劣",
        "张 三反映执法人员态度恶劣",
        "张·三反映",
        "来电138-0000-1234反映",
        "来电１３８００００１２３４反映",
        "身份证 500232 1990 0307 0016",
        "住武隆区芙蓉街道，建设中路1号的群众",
    ],
)
def test_a_summary_that_gives_the_complainant_away_is_noticed(summary):
    assert contains_clear_value(summary, VALUES)


@pytest.mark.parametrize("summary", ["群众反映执法人员态度恶劣", "当事人张某反映罚款过重", "1380000", ""])
def test_a_summary_that_names_nobody_may_pass(summary):
    assert not contains_clear_value(summary, VALUES)


def test_one_character_gives_nothing_away():
    assert not contains_clear_value("张贴公告", ["张", ""])


def test_numbers_like_a_persons_are_noticed_anywhere():
    assert contains_personal_number("电话13800001234。")
    assert contains_personal_number("证号50023219900307001x")
    assert not contains_personal_number("武隆府办发〔2021〕62号，金额2000元")


def test_clear_text_hides_in_logs_only():
    value = ClearText("张三")
    assert value == "张三"
    assert "张三" not in repr({"name": value})
