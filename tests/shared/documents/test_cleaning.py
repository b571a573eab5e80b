import pytest

from shared.documents.cleaning import clean, one_line

KEPT_AS_WRITTEN = [
    "{0.__class__}",
    "{respondent}",
    '#read("/etc/passwd")',
    "{{ 7*7 }}{% raw %}",
    "<w:p><w:r/></w:p>&lt;",
    "=cmd|' /C calc'!A0",
    "$(reboot) `id` \\textbf{x}",
]


@pytest.mark.parametrize("text", KEPT_AS_WRITTEN)
def test_what_looks_like_code_stays_the_text_that_it_is(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("甲\x00乙\x1b[31m", "甲乙[31m", id="control characters"),
        pytest.param("甲\u202e乙\u2066丙\u200f", "甲乙丙", id="direction overrides"),
        pytest.param("甲\ud800乙\ufffe\ufdd0", "甲乙", id="half surrogates and no characters"),
        pytest.param("甲\ufeff\u200b\U000e0041乙", "甲乙", id="unseen characters and tags"),
        pytest.param("甲\r\n乙\u2028丙\x0b丁", "甲\n乙\n丙\n丁", id="breaks of all kinds"),
        pytest.param("  甲 \t\u00a0\u1680 乙\n\n \n丙 ", "甲 乙\n丙", id="runs of spaces and blank lines"),
        pytest.param("e\u0301" + "\u0336" * 50, "é" + "\u0336" * 2, id="a stack of marks"),
    ],
)
def test_what_cannot_be_printed_goes(text, left):
    assert clean(text) == left


@pytest.mark.parametrize("name", ["𠮷", "㛃", "䶮", "龑", "喆", "𬭊", "𰻞", "\uf92c", "葛\U000e0100"])
def test_rare_characters_of_names_are_not_exchanged(name):
    assert clean(name) == name


def test_a_line_has_no_break():
    assert one_line("甲\n乙\r丙") == "甲 乙 丙"
