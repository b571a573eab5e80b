"""What may be written when a letter is drafted by hand (文书起草)."""

from collections.abc import Mapping

from services.dashboard.application.cases import Choice, Field
from services.dashboard.application.letters import Kind

PEOPLE_ONLY = frozenset({"complainant", "public", "victim"})
"""Addressees that are nobody's code: the case itself says who they are."""

ABOUT = Field(
    name="about",
    label_zh="所涉事项编号",
    label_en="Entry concerned",
    hint_zh="只在针对案件中某一事项时填写",
    hint_en="Only where the letter is about one entry of the case",
)


def drafting_fields(kind: Kind, agencies: Mapping[str, str]) -> list[Field]:
    """Give the fields of a draft; none has to be filled, as a draft says what it still lacks."""
    written = [
        each.model_copy(update={"name": f"fields.{each.name}", "required": False}) for each in kind.fields
    ]
    addressed = [] if set(kind.addressees) <= PEOPLE_ONLY else [_addressees(agencies)]
    return [*addressed, ABOUT, *written]


def _addressees(agencies: Mapping[str, str]) -> Field:
    return Field(
        name="addressees",
        type="agencies",
        label_zh="受送达机关",
        label_en="Agencies addressed",
        hint_zh="不选则按案件确定",
        hint_en="None: as the case says",
        options=agency_choices(agencies),
    )


def agency_choices(agencies: Mapping[str, str]) -> list[Choice]:
    """Give agencies by name for a choice."""
    named = sorted(agencies.items(), key=lambda each: each[1])
    return [Choice(value=code, label_zh=name, label_en=name) for code, name in named]
