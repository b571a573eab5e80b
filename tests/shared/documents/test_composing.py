from dataclasses import replace
from datetime import date

import pytest

from shared.documents.composing import MissingFieldError, OverlongFieldError, UnknownFieldError, compose
from shared.documents.content import DueLine, Paragraph, Table, chinese_date
from shared.documents.kinds import letter_kind
from tests.shared.documents.samples import (
    DAY,
    DUE,
    FARMING,
    IDS,
    KINDS,
    MARKET,
    head_for,
    sample,
    sample_values,
)

REPLY = letter_kind("complaints", "reply")
ACCEPTANCE = letter_kind("dispute_coordination", "acceptance_notice")
ORDER = letter_kind("complaints", "correction_order")
RESULT = letter_kind("complaints", "result_notice")


def _lines(content):
    return [block.line for block in content.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_every_required_value_must_be_there(kind):
    for name in kind.required:
        values = {key: value for key, value in sample_values(kind).items() if key != name}

        with pytest.raises(MissingFieldError) as refused:
            compose(kind, values, head_for(kind))

        assert kind.labels[name] in refused.value.title
        assert refused.value.status == 422
        assert refused.value.errors == ({"field": name, "label_zh": kind.labels[name]},)


@pytest.mark.parametrize("empty", ["", "  \n ", "\u200b\u202e", [], [""]])
def test_what_cannot_be_seen_does_not_count_as_written(empty):
    with pytest.raises(MissingFieldError, match="lacks: progress"):
        compose(REPLY, {**sample_values(REPLY), "progress": empty}, head_for(REPLY))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.due], ids=lambda kind: kind.code)
def test_a_letter_that_starts_a_period_cannot_stay_silent_about_its_end(kind):
    with pytest.raises(MissingFieldError) as refused:
        sample(kind, due=None)

    assert "期限" in refused.value.title


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_no_placeholder_and_no_doubled_stop_is_left(kind):
    written = "\n".join(sample(kind).texts())

    assert "{" not in written
    assert "。。" not in written
    assert "；。" not in written


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_every_value_appears_in_the_letter(kind):
    content = compose(
        kind, {name: _token(kind, name, place) for place, name in enumerate(kind.labels)}, head_for(kind)
    )

    written = "".join(content.texts())
    for place, name in enumerate(kind.labels):
        token = _token(kind, name, place)
        shown = chinese_date(date.fromisoformat(token)) if token.startswith("20") else token
        assert shown in written, name


def _token(kind, name, place):
    field = kind.field_named(name)
    is_date = field.type == "date" if field else name.endswith("_on")
    return f"2031-{place % 12 + 1:02}-{place + 1:02}" if is_date else f"甲{place}乙"


def test_paragraphs_about_what_was_not_entered_are_left_out_with_their_heading():
    values = sample_values(RESULT) | {"measures": [], "explanation": ""}

    lines = _lines(compose(RESULT, values, head_for(RESULT)))

    headings = [line for line in lines if line[1] == "、"]
    assert headings == ["一、查明的事实", "二、结论", "三、不服本处理的途径"]


def test_items_of_a_list_are_counted_within_their_heading():
    values = sample_values(ORDER) | {"corrections": ["退还罚款", "补开票据", "培训人员"]}

    lines = _lines(compose(ORDER, values, head_for(ORDER)))

    start = lines.index("三、改正要求") + 1
    assert lines[start : start + 3] == ["1.退还罚款", "2.补开票据", "3.培训人员"]


def test_lines_of_a_text_become_paragraphs():
    lines = _lines(compose(REPLY, {**sample_values(REPLY), "progress": "甲。\n\n乙。"}, head_for(REPLY)))

    assert lines[2:4] == ["甲。", "乙。"]


def test_the_cells_of_a_row_are_parted_by_tabs_and_never_more_than_there_are_columns():
    contents = letter_kind("shared", "file_contents")

    content = compose(contents, {"documents": ["1\t甲", "\t".join("123456789")]}, head_for(contents))

    (table,) = [block for block in content.blocks if isinstance(block, Table)]
    assert table.rows[1:] == (("1", "甲", "", "", "", "", ""), ("1", "2", "3", "4", "5", "6", "7"))


def test_what_the_kind_has_no_place_for_is_refused():
    with pytest.raises(UnknownFieldError, match="no place for: price"):
        compose(REPLY, {**sample_values(REPLY), "price": "1"}, head_for(REPLY))


@pytest.mark.parametrize("day", ["2026-02-30", "20. November", "{due_on}"])
def test_a_date_is_a_date(day):
    with pytest.raises(UnknownFieldError, match="received_on is a date"):
        compose(REPLY, {**sample_values(REPLY), "received_on": day}, head_for(REPLY))


@pytest.mark.parametrize(
    ("values", "head"),
    [
        pytest.param({"progress": "长" * 10_001}, {}, id="text"),
        pytest.param({"respondent": "长" * 10_001}, {}, id="fact"),
        pytest.param({}, {"issuer": "局" * 61}, id="issuer"),
        pytest.param({}, {"addressees": ("局",) * 51}, id="addressees"),
        pytest.param({}, {"contact": "1" * 301}, id="contact"),
    ],
)
def test_what_is_too_long_is_refused_before_it_is_set(values, head):
    with pytest.raises(OverlongFieldError):
        compose(REPLY, {**sample_values(REPLY), **values}, head_for(REPLY, **head))


def test_lists_are_bounded_in_items_and_in_their_length():
    for items in (["项"] * 51, ["项" * 501]):
        with pytest.raises(OverlongFieldError):
            compose(ORDER, {**sample_values(ORDER), "corrections": items}, head_for(ORDER))


def test_a_period_from_delivery_says_for_which_day_of_delivery_its_date_holds():
    content = sample(ACCEPTANCE)

    assert content.due is not None
    assert content.due.sentence in _lines(content)
    assert content.due.sentence == (
        "被申请机关提交书面答复和有关材料的期限为5个工作日，自本件送达的次日起计算；于2026年11月23日送达的，"
        "至2026年11月30日届满，送达日不同的，届满日按实际送达日确定"
        "（依据：武隆府办发〔2021〕62号《行政执法争议协调办法》第十二条（一））。"
    )


def test_a_period_from_a_decision_has_one_end():
    due = DueLine(30, "calendar_day", date(2026, 12, 21), "decision", date(2026, 11, 20))
    kind = letter_kind("complaints", "acceptance_notice")

    content = sample(kind, due=due)

    assert content.due is not None
    assert content.due.sentence == (
        "办理本件的期限为30日，自决定受理之日（2026年11月20日）的次日起计算，至2026年12月21日届满。"
    )


def test_an_end_beyond_the_published_holidays_says_so():
    content = sample(ACCEPTANCE, due=replace(DUE, provisional=True))

    assert content.due is not None
    assert content.due.sentence.endswith("公布后可能调整，届时另行告知。")


def test_one_attachment_has_no_number_and_several_have():
    assert sample(REPLY).numbered_attachments == ("现场检查材料复印件",)
    assert sample(REPLY, attachments=("甲", "乙")).numbered_attachments == ("1. 甲", "2. 乙")


def test_dates_and_addressees_are_written_as_in_official_papers():
    content = sample(ACCEPTANCE, dated=date(2026, 3, 5))

    assert chinese_date(content.dated) == "2026年3月5日"
    assert content.salutation == f"{MARKET}、{FARMING}："
    assert chinese_date(date.fromisoformat(DAY)) == "2026年11月20日"
