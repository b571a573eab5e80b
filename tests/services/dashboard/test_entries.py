"""From a form's entries to the JSON of a step: objects, constants, lines; and what a form may not do."""

from typing import Any

import pytest
from starlette.datastructures import FormData

from services.dashboard.api.entries import body_of, entered, given
from services.dashboard.application.cases import AllowedAction, CasePage, Field


def step(*fields: dict[str, Any], **more: Any) -> AllowedAction:
    shown = [{"label_zh": "项", **each} for each in fields]
    return AllowedAction.model_validate(
        {"action": "x", "label_zh": "办理", "path": "/api/v1/x", "open": True, "fields": shown, **more}
    )


def form(**entries: str | list[str]) -> FormData:
    pairs = [(f"field.{name}", value) for name, value in entries.items()]
    return FormData(
        [(n, one) for n, value in pairs for one in (value if isinstance(value, list) else [value])]
    )


def test_a_dot_in_a_name_leads_into_an_object() -> None:
    asked = step(
        {"name": "on", "type": "date"},
        {"name": "evidence.mail_number"},
        {"name": "receipt.place"},
        {"name": "receipt.by.name"},
    )
    written = {
        "on": "2026-09-24",
        "evidence.mail_number": "EMS1",
        "receipt.place": "收发室",
        "receipt.by.name": "王",
    }

    assert body_of(form(**written), asked) == {
        "on": "2026-09-24",
        "evidence": {"mail_number": "EMS1"},
        "receipt": {"place": "收发室", "by": {"name": "王"}},
    }


def test_what_is_empty_is_left_out_and_its_object_stays() -> None:
    asked = step({"name": "fields.note"}, {"name": "fields.items", "type": "list"}, {"name": "reason"})

    assert body_of(form(**{"fields.note": " ", "fields.items": "\r\n \r\n"}), asked) == {"fields": {}}


def test_constants_join_the_body_and_go_before_a_form() -> None:
    asked = step(
        {"name": "reason"}, {"name": "receipt.place"}, fixed={"approved": False, "receipt": {"way": "post"}}
    )

    body = body_of(form(**{"reason": "缺依据", "receipt.place": "收发室", "approved": "true"}), asked)

    assert body == {"reason": "缺依据", "approved": False, "receipt": {"place": "收发室", "way": "post"}}


def test_a_field_named_like_a_constant_does_not_change_it() -> None:
    asked = step({"name": "method"}, fixed={"method": "post"})

    assert body_of(form(method="direct"), asked) == {"method": "post"}


def test_a_form_says_nothing_that_no_field_asks() -> None:
    hostile = {"__proto__.admin": "1", "constructor.prototype.x": "1", "fields.__class__": "1", "fields": "1"}

    assert body_of(form(reason="x", **hostile), step({"name": "reason"})) == {"reason": "x"}


@pytest.mark.parametrize("name", ["__proto__", "constructor.prototype", "__class__.__init__", "a..b", ".a"])
def test_a_strange_name_is_a_name_and_nothing_else(name: str) -> None:
    body = body_of(form(**{name: "值"}), step({"name": name}))

    for part in name.split("."):
        body = body[part]
    assert body == "值"


def test_a_name_that_is_text_and_object_at_once_loses_the_text_and_does_not_fail() -> None:
    asked = step({"name": "a"}, {"name": "a.b"})

    assert body_of(form(**{"a": "1", "a.b": "2"}), asked) == {"a": {"b": "2"}}


def test_a_list_has_one_item_per_line() -> None:
    body = body_of(form(items="  责令改正 \r\n\r\n批评教育\r\n"), step({"name": "items", "type": "list"}))

    assert body == {"items": ["责令改正", "批评教育"]}


def test_several_agencies_may_be_chosen() -> None:
    asked = step({"name": "respondents", "type": "agencies"})

    assert body_of(form(respondents=["ecology", "market"]), asked) == {"respondents": ["ecology", "market"]}


def test_an_unticked_mark_is_false_also_inside_an_object() -> None:
    asked = step({"name": "agreed", "type": "checkbox"}, {"name": "receipt.copy", "type": "checkbox"})

    assert body_of(form(agreed="yes"), asked) == {"agreed": True, "receipt": {"copy": False}}


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("2026-09-24T09:30", "2026-09-24T09:30:00+08:00"),
        ("2026-09-24T09:30:15Z", "2026-09-24T09:30:15+00:00"),
        ("gestern", "gestern"),
    ],
)
def test_a_moment_on_the_wall_is_beijing_time(written: str, sent: str) -> None:
    assert body_of(form(sent_at=written), step({"name": "sent_at", "type": "datetime"})) == {"sent_at": sent}


@pytest.mark.parametrize("written", ["9" * 5000, "-" + "9" * 30])
def test_a_number_without_end_goes_to_the_service_as_it_was_written(written: str) -> None:
    assert body_of(form(days=written), step({"name": "days", "type": "number"})) == {"days": written}


@pytest.mark.parametrize(
    ("kind", "value", "stands"),
    [
        ("text", "原文", "原文"),
        ("list", ["一", "二"], "一\n二"),
        ("agencies", ["ecology"], ["ecology"]),
        ("people", "", []),
        ("checkbox", True, True),
        ("datetime", "2026-09-24T01:30:00Z", "2026-09-24T09:30"),
        ("datetime", "whenever", ""),
        ("number", 7, "7"),
    ],
)
def test_a_value_stands_in_the_form_before_anybody_writes(kind: str, value: Any, stands: Any) -> None:
    (asked,) = step({"name": "x", "type": kind, "value": value}).fields

    assert given([asked]) == {"x": stands}


def test_a_field_without_a_value_stands_empty_and_an_emptied_one_stays_empty() -> None:
    fields = [Field(name="x", label_zh="项", value="原文"), Field(name="y", label_zh="项")]

    assert given(fields) == {"x": "原文"}
    assert entered(form(x=""), fields) == {"x": "", "y": ""}


def test_a_step_is_named_by_its_key_and_without_one_by_its_path() -> None:
    plain, keyed = step(), step(key="/api/v1/x#return")
    page = CasePage.model_validate(
        {
            "id": "01999999-0000-7000-8000-000000000001",
            "number": "1",
            "procedure": "complaint",
            "stage": "x",
            "version": 1,
            "allowed_actions": [plain.model_dump(), keyed.model_dump()],
        }
    )

    assert (plain.name, keyed.name) == ("/api/v1/x", "/api/v1/x#return")
    assert page.action("/api/v1/x#return") == keyed
    assert page.action("/api/v1/x") == plain
    assert page.action("") is None
