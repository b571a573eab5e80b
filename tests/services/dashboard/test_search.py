import pytest

from services.dashboard.views.search import normalised, pieces_asked, pieces_of, words_of

ROW = words_of("武司监诉〔2026〕0012345号", "反映渣土运输处罚 ABC 公司")


@pytest.mark.parametrize(
    "asked",
    ["渣", "渣土", "土运输处", "0012345", "123", "〔２０２６〕", "abc", "处罚 ABC", "号 反映", "2026〕00"],
)
def test_a_row_is_found_by_any_part_of_its_words(asked: str) -> None:
    assert normalised(asked) in ROW
    assert set(pieces_asked(asked)) <= set(pieces_of(ROW))


@pytest.mark.parametrize("asked", ["油烟", "0012346", "渣运", "xyz"])
def test_a_row_is_not_found_by_other_words(asked: str) -> None:
    assert not set(pieces_asked(asked)) <= set(pieces_of(ROW))


def test_full_width_and_upper_case_are_written_alike() -> None:
    assert normalised("ＡＢＣ１２  ｘ") == "abc12 x"


def test_blanks_ask_for_nothing() -> None:
    assert pieces_asked("  ") == []
