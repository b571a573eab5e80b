"""What is wrong with a pasted notice is found, all of it, at its line, in words for the clerk."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.checks import Severity, check_year
from shared.calendar.notice_faults import SENTENCES, NoticeError
from shared.calendar.notices import MOST, edition_of_notice, parse_notice
from tests.shared.calendar.notice_texts import (
    Holiday,
    Style,
    Text,
    invented,
    notice_of,
    states,
    text_of,
    texts,
)
from tests.shared.calendar.periods import day

GOOD_TEXT = text_of(notice_of(2026), Style(wide=False))
GOOD, ITEMS = GOOD_TEXT.written(), GOOD_TEXT.items()
NEW_YEAR_LINE = 5


def refused(text: str) -> NoticeError:
    with pytest.raises(NoticeError) as caught:
        parse_notice(text)
    return caught.value


def codes(text: str) -> set[str]:
    return {each.code for each in refused(text).faults}


# -- what is refused ---------------------------------------------------------------------------------------


def planted(code: str, line: int | None, what: str, instead: str, name: str):
    assert what in GOOD
    return pytest.param(GOOD.replace(what, instead, 1), code, line, id=f"{code}: {name}")


MISTAKES = [
    pytest.param(" \r\n\u200b", "empty", None, id="empty: nothing but white space"),
    pytest.param("字" * (MOST + 1), "too_long", None, id="too_long: a whole book"),
    pytest.param("关于食堂的通知", "no_items", None, id="no_items: another notice"),
    pytest.param(
        "国务院办公厅关于延长2020年春节假期的通知\n一、延长至2月2日。",
        "not_a_yearly_notice",
        1,
        id="not_a_yearly_notice: the extension of 2020",
    ),
    pytest.param("國務院辦公廳關於2026年", "traditional", 1, id="traditional: a reprint"),
    planted("year_missing", None, "2026年部分", "部分", "title without year"),
    planted("year_contradictory", 4, "兹将", "现将2025年元旦", "another year's text"),
    planted("year_unsupported", 1, "2026年部分", "2006年部分", "before the statute of 2008"),
    planted("document_contradictory", 3, "各单位", "国办发明电〔2025〕8号", "two notices in one"),
    planted("document_year", 2, "〔2025〕", "〔2023〕", "a number two years old"),
    planted("issue_date_contradictory", 14, "国务院办公厅\n", "成文日期：2025-11-03国务院办公厅\n", "two"),
    planted("issue_date_year", 14, "2025年11月4日", "2027年11月4日", "after the holidays"),
    planted("issue_date_document", 14, "2025年11月4日", "2026年11月4日", "not the year of the number"),
    planted("no_such_date", 14, "11月4日", "11月31日", "31 November as date of issue"),
    planted("no_such_date", 6, "2月28日", "2月30日", "30 February"),
    planted("no_such_date", 5, "元旦:1月1日", "元旦:1日", "a day without month"),
    planted("weekday", 9, "6月19日(周五)", "6月19日(周四)", "wrong weekday"),
    planted("weekday", 5, "1月4日(周日)", "1月3日(周日)", "changed digit"),
    planted("weekday_unreadable", 9, "6月19日(周五)", "6月19日(周王)", "misread character"),
    planted("weekday_unreadable", 9, "6月19日(周五)", "6月19日(星期)", "lost character"),
    planted("range_without_end", 6, "至23日(周一)", "至", "the last day is gone"),
    planted("range_backwards", 10, "9月25日(周五)", "9月29日", "begins after its end"),
    planted("count", 6, "共9天", "共8天", "wrong count"),
    planted("count", 6, "共9天", "共19天", "a digit too many"),
    planted("count_missing", 6, ",共9天", "", "no count"),
    planted("unreadable", 6, "2月14日", "2月l4日", "a letter for a digit"),
    planted("unreadable", 11, "10月10日", "IO月IO日", "letters for digits in the last item"),
    planted("unreadable", 6, "2月15日(周日)至", "2月15日(周日至", "a bracket is gone"),
    planted("unreadable", 6, "2月28日(周六)上班。", "2月28日(周六)。", "the verb is gone, the full stop not"),
    planted("unreadable", 7, "春节:2月15日", "春节:\n二月15日", "on a line of its own"),
    planted("cut", 6, "(周六)上班。\n三", "(周六)\n三", "the verb is gone"),
    planted("cut", 6, "上班。\n三", "上班\n三", "the full stop is gone"),
    planted("cut", 11, "日)、10月10日(周六)上班。", "日)、10", "the last line is cut"),
    planted("cut", 11, "共7天。", "共7天\n", "the last line is broken"),
    planted("no_days_off", 7, "4月4日(周六)至6日(周一)放假调休,共3天。", "", "an empty item"),
    planted("no_days_off", 8, "5月1日(周五)至5日(周二)放假调休,共5天。", "", "make-up days alone"),
    planted("festival_missing", None, ITEMS[4] + "\n", "", "a dropped line"),
    planted("item_gap", 9, ITEMS[4] + "\n", "", "a dropped line"),
    planted("item_gap", 5, ITEMS[0] + "\n", "", "the first line dropped"),
    planted("festival_missing", None, "六、中秋节:", "丰收节、中秋节:", "another name in front"),
    planted("festival_twice", 8, ITEMS[2], f"{ITEMS[2]}\n{ITEMS[2]}", "a doubled line"),
    planted("make_up_on_weekday", 8, "5月9日(周六)上班", "5月8日上班", "a Friday"),
    planted("day_twice", 6, "2月14日(周六)、2月28日", "2月28日(周六)、2月28日", "a make-up day twice"),
    planted("day_twice", 8, "5月9日(周六)上班", "5月2日(周六)上班", "off and worked"),
    planted("day_twice", 11, "9月25日(周五)至27日(周日)", "10月1日(周四)至3日(周六)", "two holidays overlap"),
    planted("outside_year", 5, "1月1日(周四)", "2025年12月1日", "four weeks before the year"),
    planted("outside_year", 8, "5月9日", "2027年5月8日", "a make-up day in the year after"),
]


@pytest.mark.parametrize(("text", "code", "line"), MISTAKES)
def test_a_planted_mistake_is_found_at_its_line(text, code, line):
    assert (code, line) in {(each.code, each.line) for each in refused(text).faults}


def test_every_fault_of_a_text_is_planted_above():
    planted_codes = {each.values[1] for each in MISTAKES}
    of_the_edition = {"title_missing", "document_missing", "issue_date_missing"}

    assert set(SENTENCES) - of_the_edition <= planted_codes


@pytest.mark.parametrize("text", [pytest.param(each.values[0], id=each.id) for each in MISTAKES])
def test_a_fault_is_a_whole_sentence_in_both_languages(text):
    for each in refused(text).faults:
        assert re.search(r"[一-鿿]", each.zh)
        assert each.zh.endswith("。")
        assert each.en.endswith((".", "?"))
        assert not re.search(r"[{}]", each.zh + each.en)


def test_all_faults_are_reported_at_once_in_the_order_of_the_lines():
    text = GOOD.replace("1月4日(周日)", "1月4日(周一)").replace("共9天", "共7天").replace("5月9日", "5月40日")

    assert [(each.code, each.line) for each in refused(text).faults] == [
        ("weekday", 5),
        ("count", 6),
        ("no_such_date", 8),
    ]


@pytest.mark.parametrize(
    ("what", "instead", "code"),
    [
        pytest.param("2月15日(周日)至", "2月15日(周日至", "unreadable", id="nothing read: no missing days"),
        pytest.param(
            "共9天。2月14日(周六)、2月28日(周六)上班。", "共", "cut", id="no count, as the line is cut"
        ),
        pytest.param(
            "2月15日(周日)", "2月30日(周日)", "no_such_date", id="no wrong count beside a wrong date"
        ),
        pytest.param(ITEMS[2][6:], "", "no_days_off", id="an empty item is not cut"),
    ],
)
def test_one_mistake_is_not_reported_as_several(what, instead, code):
    assert what in GOOD
    assert codes(GOOD.replace(what, instead, 1)) == {code}


@pytest.mark.parametrize(
    ("what", "instead", "said"),
    [
        ("2月28日(周六)", "2月30日", "日历上没有“2026年2月30日”这一天。"),
        ("元旦:1月1日", "元旦:1日", "日历上没有“1日(周四)”这一天。"),
        ("1月4日(周日)", "1月4日(周六)", "1月4日是周日，括号里写的是周六：日期或者星期有一处抄错了。"),
        ("共9天", "共8天", "“春节”写的是8天，按日期数是9天。"),
        ("5月9日", "5月2日", "2026年5月2日（周六）既列为放假，又列为上班（“劳动节”和“劳动节”）。"),
        ("至23日(周一)", "至", "“2月15日(周日)至”只有起始日，没有结束日。"),
        ("〔2025〕", "〔2023〕", "发文字号国办发明电〔2023〕7号的年份与2026年的放假安排对不上。"),
    ],
)
def test_a_clerk_is_told_what_stands_there_and_what_it_should_be(what, instead, said):
    assert said in [each.zh for each in refused(GOOD.replace(what, instead, 1)).faults]


def test_lines_are_those_of_the_text_as_pasted():
    text = GOOD.replace("\n", "\r\n\r\n").replace("1月4日(周日)", "1月4日(周一)")

    assert [each.line for each in refused(text).faults] == [2 * NEW_YEAR_LINE - 1]


def test_another_years_title_over_this_years_text_is_one_fault_and_not_one_for_each_weekday():
    text = GOOD.replace("关于2026年", "关于2025年").replace("兹将", "现将2026年元旦")

    assert codes(text) == {"year_contradictory"}


def test_another_years_title_over_a_text_without_year_is_betrayed_by_the_weekdays():
    assert "weekday" in codes(GOOD.replace("关于2026年", "关于2025年"))


def test_a_text_pasted_twice_is_said_once_for_each_festival():
    faults = refused(GOOD + GOOD).faults

    assert [each.code for each in faults] == ["festival_twice"] * 7
    assert "第5行" in faults[0].zh
    assert faults[0].line == NEW_YEAR_LINE + 14


# -- nothing slips through ---------------------------------------------------------------------------------


def objections(text: str) -> set[str]:
    """What the parser or the checks have against a text; a foot that is gone is made up for by hand."""
    try:
        edition = edition_of_notice(parse_notice(text), 1, issued_on=day("2025-11-04"))
    except NoticeError as refusal:
        return {each.code for each in refusal.faults}
    return {each.code for each in check_year(edition, *states(edition))}


@pytest.mark.parametrize("end", range(len(GOOD)))
def test_a_notice_cut_off_anywhere_is_refused_unless_only_the_foot_is_gone(end):
    whole = GOOD.index("\n节日期间")

    assert bool(objections(GOOD[:end])) == (end < whole)


@pytest.mark.parametrize("year", range(2021, 2027))
def test_a_dropped_make_up_day_is_an_error_of_the_year(year):
    text = text_of(notice_of(year))
    for place, holiday in enumerate(text.holidays):
        for on in holiday.make_up:
            rest = tuple(each for each in holiday.make_up if each != on)
            without = [*text.holidays]
            without[place] = replace(holiday, make_up=rest)
            written = replace(text, holidays=without).written()

            edition = edition_of_notice(parse_notice(written), 1)

            errors = [
                each for each in check_year(edition, *states(edition)) if each.severity == Severity.ERROR
            ]
            assert [each.code for each in errors] == ["yearly_sum"]


def changed_digits(text: Text):
    """Every item with one digit changed."""
    items = text.items()
    for place, line in enumerate(items):
        for at in (match.start() for match in re.finditer("[0-9]", line)):
            for digit in "0123456789".replace(line[at], ""):
                changed = line[:at] + digit + line[at + 1 :]
                yield text.around([*items[:place], changed, *items[place + 1 :]])


def slipped_by_weeks(text: Text, edition) -> bool:
    """Whether nothing differs but one make-up day, by whole weeks: no arithmetic can know better."""
    before = {on for each in text.holidays for on in each.make_up}
    after = {each.on for each in edition.days if not each.is_off}
    gone, come = before - after, after - before
    return len(gone) == len(come) == 1 and (come.pop() - gone.pop()).days % 7 == 0


@pytest.mark.parametrize("year", range(2021, 2027))
def test_every_changed_digit_is_found_but_for_a_make_up_day_moved_by_weeks(year):
    edition, style = notice_of(year), Style(wide=False, brackets_off=year >= 2025)
    text = text_of(edition, style)
    usual = {(each.code, each.on) for each in check_year(edition, *states(edition))}
    for changed in changed_digits(text):
        try:
            read = edition_of_notice(parse_notice(changed), 1, source=edition.notice.source)
        except NoticeError:
            continue
        findings = {(each.code, each.on) for each in check_year(read, *states(read))} - usual

        assert read.id == edition.id or findings or slipped_by_weeks(text, read), changed


@given(texts(), st.data())
def test_a_wrong_weekday_is_always_found(text, data):
    written = replace(text, style=replace(text.style, week="周", brackets_off=True, wide=False)).written()
    places = [each.start(1) for each in re.finditer("周([一二三四五六日])", written)]
    at = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from("一二三四五六日".replace(written[at], "")))

    assert "weekday" in codes(written[:at] + wrong + written[at + 1 :])


@given(texts(), st.data())
def test_a_dropped_item_is_always_found(text, data):
    place = data.draw(st.integers(0, len(text.holidays) - 1))
    items = text.items()

    assert "festival_missing" in codes(text.around(items[:place] + items[place + 1 :]))


@given(texts(), st.data())
def test_a_doubled_item_is_always_found(text, data):
    line = data.draw(st.sampled_from(text.items()))
    items = [again for each in text.items() for again in ([each, each] if each == line else [each])]

    assert "festival_twice" in codes(text.around(items))


SCRAPS = [
    "元旦:",
    "春节：",
    "2026年",
    "2025年",
    "12月31日",
    "1月1日",
    "1月2",
    "3日",
    "40日",
    "(周四)",
    "（周五）",
    "(",
    "至",
    "—",
    "、",
    "和",
    "放假",
    "放假调休",
    "补休",
    "上班",
    "共3天",
    "共十天",
    "共99天",
    "与周末连休",
    "不调休",
    "鼓励",
    "，",
    "。",
    "；",
    ":",
    "\n",
    "�",
    "\x00",
    "国务院办公厅",
    "2025年11月4日",
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=12).map("".join))
def test_scraps_in_place_of_an_item_are_read_or_refused(scraps):
    try:
        days = parse_notice(GOOD.replace(ITEMS[0], f"一、元旦:{scraps}")).days_off
    except NoticeError as refusal:
        assert all(each.zh and each.en for each in refusal.faults)
    else:
        assert any(each.name == "元旦" for each in days)


@given(texts(), st.data())
def test_a_damaged_notice_is_read_or_refused(text, data):
    written = text.written()
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, min(len(written), start + 30)))
    damaged = written[:start] + data.draw(st.text(max_size=8)) + written[end:]

    try:
        assert parse_notice(damaged).days_off
    except NoticeError as refusal:
        assert refusal.faults


def test_a_hostile_text_is_judged_quickly():
    for unit in ("(", "1月", "元旦:", "。", "1日至", "鼓励", "一、甲:x1。", "1月1日放", "(1月1日", "放假"):
        refused(GOOD[:40] + unit * ((MOST - 40) // len(unit)))


@pytest.mark.parametrize("year", ["0000", "0001", "2007", "2101", "9999"])
def test_a_year_beyond_the_statute_is_refused(year):
    assert "year_unsupported" in codes(GOOD.replace("2026年", f"{year}年"))


def test_a_holiday_that_overlaps_another_is_named_with_both():
    text = replace(
        invented(),
        holidays=[*invented().holidays[:-1], Holiday("国庆节", day("2027-09-15"), day("2027-10-07"))],
    )

    faults = refused(text.written()).faults

    assert any("中秋节" in each.zh and "国庆节" in each.zh for each in faults if each.code == "day_twice")
