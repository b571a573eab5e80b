"""An edition goes out as a JSON document and comes back the same; a faulty document is refused as a whole."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.book import load_bundled
from shared.calendar.edition_json import (
    SENTENCES,
    EditionDocumentError,
    edition_document,
    read_edition_document,
)
from shared.calendar.editions import EditionError
from shared.calendar.faults import Fault
from shared.calendar.notices import edition_of_notice, parse_notice
from tests.shared.calendar.notice_texts import notice_of, texts

BUNDLED = load_bundled().editions


def document() -> dict[str, Any]:
    return edition_document(notice_of(2026))


def refused(handed_in: object) -> tuple[Fault, ...]:
    with pytest.raises(EditionDocumentError) as caught:
        read_edition_document(handed_in)
    return caught.value.faults


@pytest.mark.parametrize("edition", BUNDLED, ids=lambda each: f"{each.year}-{each.number}")
def test_every_bundled_edition_goes_out_and_comes_back(edition):
    text = json.dumps(edition_document(edition), ensure_ascii=False)

    assert read_edition_document(json.loads(text)).id == edition.id


@pytest.mark.parametrize("edition", BUNDLED, ids=lambda each: f"{each.year}-{each.number}")
def test_the_document_says_what_the_bundled_file_says(edition):
    shipped = files("shared").joinpath("calendars", str(edition.year), f"{edition.number}.yaml")
    loaded = yaml.safe_load(shipped.read_text(encoding="utf-8"))

    assert edition_document(edition) == json.loads(json.dumps(loaded, default=date.isoformat))


@given(texts())
def test_any_notice_that_was_read_goes_out_and_comes_back(text):
    edition = edition_of_notice(parse_notice(text.written()), 3)

    assert read_edition_document(json.loads(json.dumps(edition_document(edition)))).id == edition.id


def test_dates_may_be_dates_as_a_yaml_file_has_them():
    with_dates = document() | {"issued_on": date(2025, 11, 4)}

    assert read_edition_document(with_dates).id == notice_of(2026).id


FAULTY = [
    pytest.param([document()], "not_an_object", "", id="a list of editions"),
    pytest.param(document() | {"holidays": []}, "unknown_key", "holidays", id="an unknown key"),
    pytest.param(document() | {"title": None}, "missing", "title", id="no title"),
    pytest.param(document() | {"title": " "}, "not_text", "title", id="an empty title"),
    pytest.param(document() | {"title": "放假\n通知"}, "not_text", "title", id="a title of two lines"),
    pytest.param(document() | {"title": "\ud800"}, "not_text", "title", id="half a character"),
    pytest.param(document() | {"document": "号" * 301}, "not_text", "document", id="an endless number"),
    pytest.param(document() | {"year": "2026"}, "not_a_number", "year", id="a year as text"),
    pytest.param(document() | {"year": 2007}, "not_a_number", "year", id="before the statute of 2008"),
    pytest.param(document() | {"number": True}, "not_a_number", "number", id="a truth as number"),
    pytest.param(document() | {"number": -1}, "not_a_number", "number", id="a negative number"),
    pytest.param(document() | {"source": "javascript:alert(1)"}, "not_an_address", "source", id="a script"),
    pytest.param(document() | {"source": "www.gov.cn"}, "not_an_address", "source", id="half an address"),
    pytest.param(document() | {"issued_on": "20251104"}, "not_a_date", "issued_on", id="no dashes"),
    pytest.param(document() | {"issued_on": "2025-11-31"}, "not_a_date", "issued_on", id="31 November"),
    pytest.param(
        document() | {"status": "provisional"}, "wrong_status", "status", id="issued yet provisional"
    ),
    pytest.param(document() | {"status": "draft"}, "wrong_status", "status", id="an unknown status"),
    pytest.param(document() | {"amends": 1}, "amends_itself", "amends", id="amends itself"),
    pytest.param(document() | {"days_off": "none"}, "not_a_list", "days_off", id="no list"),
    pytest.param(document() | {"days_off": [{}] * 101}, "not_a_list", "days_off", id="too many entries"),
    pytest.param(document() | {"days_off": [1]}, "not_an_object", "days_off.0", id="a number as entry"),
    pytest.param(
        document() | {"days_off": [{"name": "元旦", "from": "2026-01-01"}]},
        "entry_keys",
        "days_off.0",
        id="a range without end",
    ),
    pytest.param(
        document() | {"days_off": [{"name": "元旦", "day": "2026-02-30"}]},
        "not_a_date",
        "days_off.0.day",
        id="30 February",
    ),
    pytest.param(
        document() | {"days_off": [{"name": "元旦", "from": "2026-01-01", "to": "元月三日"}]},
        "not_a_date",
        "days_off.0.to",
        id="one end in words",
    ),
    pytest.param(
        document() | {"days_off": [{"name": 1, "day": "2026-02-03"}]},
        "not_text",
        "days_off.0.name",
        id="a number as name",
    ),
    pytest.param(
        document() | {"days_off": [{"name": "元旦", "from": "2026-01-03", "to": "2026-01-01"}]},
        "range_backwards",
        "days_off.0",
        id="a range backwards",
    ),
    pytest.param(
        document() | {"days_off": [{"name": "元旦", "from": "0001-01-01", "to": "9999-12-31"}]},
        "range_too_long",
        "days_off.0",
        id="all of history",
    ),
    pytest.param({"year": 2026, "number": 1, "title": "一", "document": "二"}, "no_days", "", id="no days"),
    pytest.param(
        document() | {"make_up_days": [{"name": "元旦", "day": "2026-01-05"}]},
        "make_up_on_weekday",
        "make_up_days.0",
        id="a Monday as make-up day",
    ),
    pytest.param(
        document() | {"make_up_days": [{"name": "元旦", "day": "2026-01-03"}]},
        "day_twice",
        "make_up_days.0",
        id="a day off that is worked",
    ),
    pytest.param(
        document() | {"make_up_days": [{"name": "元旦", "day": "2027-01-03"}]},
        "outside_year",
        "make_up_days.0",
        id="the year after",
    ),
]


@pytest.mark.parametrize(("handed_in", "code", "at"), FAULTY)
def test_a_faulty_document_is_refused_at_its_place(handed_in, code, at):
    assert (code, at) in {(each.code, each.at) for each in refused(handed_in)}


def test_every_fault_of_a_document_is_shown_above():
    assert set(SENTENCES) <= {each.values[1] for each in FAULTY}


def test_all_faults_are_told_at_once_with_their_places():
    faults = refused(
        document()
        | {
            "colour": "red",
            "year": 26,
            "days_off": [{"name": "元旦", "day": "1月1日"}, {"day": "2026-01-02"}],
        }
    )

    assert [(each.code, each.at) for each in faults] == [
        ("unknown_key", "colour"),
        ("not_a_number", "year"),
        ("not_a_date", "days_off.0.day"),
        ("entry_keys", "days_off.1"),
    ]
    assert faults[2].to_dict() == {
        "code": "not_a_date",
        "at": "days_off.0.day",
        "zh": "“1月1日”不是日期，应当写成2026-10-01的样子。",
        "en": "1月1日 is no date; write it as 2026-10-01.",
    }


def test_a_refused_document_is_a_refused_edition():
    with pytest.raises(EditionError, match="title: title must be a text"):
        read_edition_document(document() | {"title": ""})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(date.isoformat),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "day"]), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(document())), anything)
def test_whatever_stands_for_a_field_is_taken_or_refused_with_reasons(key, value):
    try:
        edition = read_edition_document(document() | {key: value})
    except EditionDocumentError as refusal:
        assert all(json.dumps(each.to_dict(), ensure_ascii=False).encode() for each in refusal.faults)
    else:
        assert read_edition_document(edition_document(edition)).id == edition.id
