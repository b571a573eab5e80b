"""A pasted holiday notice is read as it stands, or refused with everything that is wrong with it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from shared.calendar.checks import check_year
from shared.calendar.notice_faults import NoticeError
from shared.calendar.notices import MOST, DaysOff, MakeUpDay, ParsedNotice, edition_of_notice, parse_notice
from tests.shared.calendar.notice_texts import (
    NUMERALS,
    Style,
    Text,
    invented,
    notice_of,
    states,
    styles,
    text_of,
    texts,
)
from tests.shared.calendar.periods import day

PUBLISHED = range(2020, 2027)
NARROW = Style(wide=False)


def read_back(text: Text) -> ParsedNotice:
    return parse_notice(text.written())


# -- what is read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("brackets_off", [True, False], ids=["as since 2025", "as before 2025"])
@pytest.mark.parametrize("year", PUBLISHED)
def test_every_bundled_notice_written_out_and_read_back_is_the_edition(year, brackets_off):
    edition = notice_of(year)

    notice = read_back(text_of(edition, Style(brackets_off=brackets_off)))

    assert edition_of_notice(notice, 1, source=edition.notice.source).id == edition.id


@given(texts())
def test_any_notice_in_any_style_is_read_back(text):
    notice = read_back(text)

    assert (notice.year, notice.title, notice.document) == (text.year, text.title, text.document)
    assert notice.issued_on == text.issued_on
    assert notice.days_off == tuple(DaysOff(each.name, each.first, each.last) for each in text.holidays)
    assert notice.make_up_days == tuple(
        MakeUpDay(each.name, on) for each in text.holidays for on in each.make_up
    )


@given(styles)
def test_the_style_of_a_page_changes_nothing(style):
    assert read_back(replace(invented(), style=style)) == read_back(invented())


def test_an_invented_notice_for_2027_can_be_read_and_published():
    edition = edition_of_notice(read_back(invented()), 1)

    _, after = states(edition)

    assert check_year(edition, *states(edition)) == []
    assert after.published_until == day("2027-12-31")
    assert after.is_working_day(day("2027-01-31"))
    assert not after.is_working_day(day("2027-02-12"))


def notice_with(**items: str) -> ParsedNotice:
    """The bundled notice of 2024 with the items of some festivals in other words."""
    text = text_of(notice_of(2024), NARROW)
    lines = [
        f"{NUMERALS[place]}、{holiday.name}：{items.get(holiday.name, line.split(':', 1)[1])}"
        for place, (holiday, line) in enumerate(zip(text.holidays, text.items(), strict=True))
    ]
    return parse_notice(text.around(lines))


def off_of(notice: ParsedNotice, name: str) -> list[tuple[date, date]]:
    return [(each.first, each.last) for each in notice.days_off if each.name == name]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("1月1日放假，与周末连休。", id="joined with the weekend"),
        pytest.param("1月1日放假，与周末连休，共3天。", id="the weekend counted too"),
        pytest.param("1月1日（周一）放假1天，不调休。", id="no swap"),
        pytest.param("1月1日（星期一）放假，共一天。", id="the count as numeral"),
        pytest.param("2024年1月1日放假。", id="with the year"),
        pytest.param("1月1日（农历冬月二十，周一）放假；", id="lunar date and comma in brackets"),
        pytest.param("１月１日（礼拜一）放\n假，共1\r\n天。", id="broken over lines"),
    ],
)
def test_new_year_as_one_day_in_other_words(words):
    assert off_of(notice_with(元旦=words), "元旦") == [(day("2024-01-01"), day("2024-01-01"))]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("2023年12月30日（周六）至2024年1月1日放假，共3天。", id="both years printed"),
        pytest.param("2023年12月30日至1月1日放假，共3天。", id="the year once"),
        pytest.param("12月30日（周六）至1月1日（周一）放假，共3天。", id="no year"),
    ],
)
def test_new_year_may_begin_in_the_year_before(words):
    assert off_of(notice_with(元旦=words), "元旦") == [(day("2023-12-30"), day("2024-01-01"))]


def test_new_year_may_begin_apart_in_the_year_before():
    notice = notice_with(元旦="12月30日至31日放假，1月1日放假，共3天。")

    expected = [(day("2023-12-30"), day("2023-12-31")), (day("2024-01-01"), day("2024-01-01"))]
    assert off_of(notice, "元旦") == expected


def test_a_day_may_be_made_up_for_apart_from_the_holiday():
    notice = notice_with(清明节="4月4日放假，4月5日（星期五）补休。")

    assert off_of(notice, "清明节") == [(day("2024-04-04"),) * 2, (day("2024-04-05"),) * 2]


def test_a_list_of_make_up_days_may_name_the_month_once():
    notice = notice_with(春节="2月10日至17日放假调休，共8天。2月4日（周日）、18日（周日）上班。")

    worked = [each.on for each in notice.make_up_days if each.name == "春节"]
    assert worked == [day("2024-02-04"), day("2024-02-18")]


def test_advice_to_take_leave_is_no_day_off():
    advised = notice_with(春节="2月10日至17日放假，共8天。鼓励各单位在除夕（2月9日）安排年休假。")

    assert off_of(advised, "春节") == [(day("2024-02-10"), day("2024-02-17"))]


def test_festivals_may_be_joined_by_a_word():
    text = text_of(notice_of(2025), NARROW).written()

    notice = parse_notice(text.replace("国庆节、中秋节:", "国庆节和中秋节："))

    assert off_of(notice, "国庆节、中秋节") == [(day("2025-10-01"), day("2025-10-08"))]


def test_a_holiday_beyond_the_statute_is_read_under_its_name():
    items = text_of(notice_of(2024), NARROW).items()
    extra = "八、建城纪念日：11月8日（周五）放假1天。"

    notice = parse_notice(text_of(notice_of(2024), NARROW).around([*items, extra]))

    assert off_of(notice, "建城纪念日") == [(day("2024-11-08"), day("2024-11-08"))]


def test_items_may_follow_each_other_on_one_line():
    text = text_of(notice_of(2024), NARROW)
    extra = "八、建城纪念日：11月8日（周五）放假1天。"

    notice = parse_notice(text.around(["".join([*text.items(), extra])]))

    assert off_of(notice, "建城纪念日") == [(day("2024-11-08"), day("2024-11-08"))]


def test_a_numeral_inside_a_sentence_begins_no_item():
    written = text_of(notice_of(2024), NARROW).written()

    aside = parse_notice(written.replace("兹将", "原则有二，第一、错峰：错开出行。兹将"))

    assert aside == parse_notice(written)


def test_a_text_may_be_as_long_as_a_page():
    written = text_of(notice_of(2024), NARROW).written()

    assert parse_notice(written.ljust(MOST)) == parse_notice(written)


# -- the head ----------------------------------------------------------------------------------------------

ITEMS = text_of(notice_of(2026), NARROW).items()
HEADING = "国务院办公厅关于2026年部分节假日安排的通知"


def pasted(*, above: str, below: str = "") -> str:
    return "\n".join([above, *ITEMS, below])


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        pytest.param(
            f"{HEADING}\n国办发明电[2025]7号",
            "国务院办公厅\n2025年11月4日",
            (HEADING, "国办发明电〔2025〕7号", day("2025-11-04")),
            id="all of it",
        ),
        pytest.param(
            "国务院办公厅关于2026年\n部分节假日安排的\n通知\n国办发明电（２０２５）第７号",
            "2025年11月4日\n",
            (HEADING, "国办发明电〔2025〕7号", day("2025-11-04")),
            id="a title over lines, odd brackets, no signature",
        ),
        pytest.param(
            f"成文日期：2025-11-04\n发布日期：2025-11-05\n{HEADING}\n{HEADING}",
            "国务院办公厅2025年11月4日[责编：某某]\n2025-11-5 22:32 上传\n一周天气：晴",
            (HEADING, None, day("2025-11-04")),
            id="the header and the foot of a web page",
        ),
        pytest.param(
            HEADING,
            "2025年11月4日\n2025年11月6日由某某上传",
            (HEADING, None, day("2025-11-04")),
            id="a date that does not stand alone",
        ),
        pytest.param("现将2026年元旦等节日的放假日期通知如下。", "", (None, None, None), id="the body alone"),
    ],
)
def test_title_number_and_date_are_found_wherever_a_page_puts_them(above, below, expected):
    notice = parse_notice(pasted(above=above, below=below))

    assert (notice.title, notice.document, notice.issued_on) == expected
    assert notice.year == 2026


def test_what_the_text_does_not_say_must_be_given_before_it_is_an_edition():
    notice = parse_notice(pasted(above="现将2026年元旦等节日的放假日期通知如下。"))

    with pytest.raises(NoticeError) as caught:
        edition_of_notice(notice, 1)
    given_by_hand = edition_of_notice(notice, 2, title="补录", document="某号", issued_on=day("2025-11-04"))

    missing = {"title_missing", "document_missing", "issue_date_missing"}
    assert {each.code for each in caught.value.faults} == missing
    assert (given_by_hand.number, given_by_hand.notice.title) == (2, "补录")


def test_what_the_text_says_is_not_overwritten_by_hand():
    notice = read_back(text_of(notice_of(2026)))

    assert edition_of_notice(notice, 1, title="别的").notice.title == HEADING
