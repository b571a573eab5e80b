"""Why is it this day? The walk names the article and the notice of each day."""

from shared.calendar.deadline import Unit
from tests.shared.calendar.periods import Period, day, months, natural, working


def test_seven_working_days_over_the_mid_autumn_festival(calendar):
    steps = calendar.explain(calendar.deadline(working(7), after=day("2026-09-18")))

    assert [(f"{step.day:%m-%d}", step.why_zh) for step in steps] == [
        ("09-18", "起算当日不计入"),
        ("09-19", "周六，不计入"),
        ("09-20", "调休上班，第1个工作日"),
        ("09-21", "第2个工作日"),
        ("09-22", "第3个工作日"),
        ("09-23", "第4个工作日"),
        ("09-24", "第5个工作日"),
        ("09-25", "中秋节放假，不计入"),
        ("09-26", "中秋节放假，不计入"),
        ("09-27", "中秋节放假，不计入"),
        ("09-28", "第6个工作日"),
        ("09-29", "第7个工作日"),
    ]
    assert steps[0].article == "《民事诉讼法》第八十五条第二款"
    assert steps[1].article == "《国务院关于职工工作时间的规定》第七条"
    assert steps[2].notice == steps[7].notice == "国办发明电〔2025〕7号"
    assert steps[7].source.startswith("https://www.gov.cn/")
    assert steps[2].why_en == "working day 1 (make-up day)"
    assert steps[2].article == "tests/periods@2026-01-01#第一条"


def test_thirty_days_that_roll_over_the_national_holiday(calendar):
    steps = calendar.explain(calendar.deadline(natural(30), after=day("2026-09-02")))

    assert [(step.day, step.number) for step in steps if step.counted][-1] == (day("2026-10-02"), 30)
    assert [step.why_zh for step in steps[31:]] == [*["届满日逢国庆节放假，顺延"] * 6, "顺延至此日届满"]
    assert steps[-1].day == day("2026-10-08")
    assert {step.article for step in steps[31:]} == {"《民事诉讼法》第八十五条第三款"}


def test_a_suspended_clock_is_walked_to_its_stop(calendar):
    paused = calendar.suspended(
        calendar.deadline(working(7), after=day("2026-11-09")), [(day("2026-11-11"), None)]
    )

    steps = calendar.explain(paused)

    assert [step.why_zh for step in steps] == [
        "起算当日不计入",
        "第1个工作日",
        "第2个工作日",
        "中止中，尚无届满日",
    ]


def test_suspended_days_are_named(calendar):
    stop = (day("2026-11-11"), day("2026-11-13"))
    deadline = calendar.suspended(calendar.deadline(working(7), after=day("2026-11-09")), [stop])

    why = {step.day: step.why_zh for step in calendar.explain(deadline)}

    assert why[day("2026-11-12")] == why[day("2026-11-13")] == "中止期间不计入"


def test_an_extension_is_walked_after_the_period_that_it_extends(calendar):
    base = calendar.deadline(natural(30), after=day("2026-09-02"))
    steps = calendar.explain(calendar.extension(natural(30), base, length=30))

    assert [step.number for step in steps if step.counted] == [*range(1, 31), *range(1, 31)]
    assert steps[31].why_en == "day 1 of the extension"
    assert steps[-1].day == day("2026-11-02")


def test_provisional_days_say_so(calendar):
    steps = calendar.explain(calendar.deadline(working(7), after=day("2026-12-25")))

    assert next(step.day for step in steps if step.provisional) == day("2027-01-01")
    assert next(step for step in steps if step.day == day("2027-01-01")).article.startswith("《全国年节")


def test_months_and_fixed_dates_are_explained(calendar):
    by_month = calendar.explain(calendar.deadline(months(1), after=day("2026-01-31")))
    fixed = calendar.explain(
        calendar.deadline(Period(Unit.FIXED, month_day="01-31"), after=day("2026-02-01"))
    )

    assert by_month[-1].day == day("2026-02-28")
    assert by_month[-1].article == "《民法典》第二百零二条"
    assert [(step.day, step.why_en) for step in fixed] == [
        (day("2027-01-31"), "a date written down does not roll")
    ]


def test_a_step_is_json_safe(calendar):
    step = calendar.explain(calendar.deadline(working(7), after=day("2026-09-18")))[1]

    assert step.to_dict()["day"] == "2026-09-19"
    assert step.to_dict()["counted"] is False
