"""What codes, days and articles are called in the reader's language (页面用语)."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from babel.dates import format_date

from services.dashboard.api import months, words
from services.dashboard.api.citations import law_address
from services.dashboard.api.translation import CHINESE, said, translations
from services.dashboard.views.labels import citation_in_english, label_in_english
from services.dashboard.views.lights import INTERNAL_TARGET
from shared.clock.suite import SHANGHAI
from shared.law.book import LawBook
from shared.law.rule import UnknownLawError

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_HEADS = ("一", "二", "三", "四", "五", "六", "日")
_MONTH = "y年M月"


class Wording:
    """The words of one language; Chinese words are the keys of the English catalogue."""

    def __init__(self, language: str, law: LawBook) -> None:
        self.language = language
        self._law = law
        self._catalogue = translations(language)

    def text(self, chinese: str, **values: object) -> str:
        """Give words of the page in the reader's language."""
        return self.word(chinese) % values if values else self.word(chinese)

    def word(self, chinese: str) -> str:
        """Give one word or sentence without values."""
        return self._catalogue.gettext(chinese) if chinese else ""

    def options(self, codes: Mapping[str, str]) -> list[tuple[str, str]]:
        """Give codes with their words, for a choice."""
        return [(code, self.word(word)) for code, word in codes.items()]

    def said(self, thing: Any, name: str) -> str:
        """Give what a service said, in the reader's language."""
        return said(thing, name, self.language)

    def named(self, names: Mapping[str, str], code: object) -> str:
        """Give the word for a code; an unknown code shows itself."""
        return self.word(names.get(str(code), str(code)))

    def clock_name(self, rule_key: str | None, clock: str) -> str:
        """Name a clock by its rule."""
        last = (rule_key or "").rpartition(".")[2]
        return self.word(words.CLOCKS.get(last) or words.CLOCKS.get(clock.partition(":")[0]) or clock)

    def cited(self, basis: str) -> str:
        """Cite an article by the title of its document instead of its path."""
        document, _, label = basis.partition("#")
        if document == INTERNAL_TARGET:
            return self.word("内部目标")
        try:
            regulation = self._law.by_id(document)
        except UnknownLawError:
            return basis if self.language == CHINESE else citation_in_english(basis)
        if self.language == CHINESE:
            return f"《{regulation.title}》{label}"
        return f"{regulation.title_en}, {self.label(label)}" if label else regulation.title_en

    def label(self, label: str) -> str:
        """Say the label of an article."""
        return label if self.language == CHINESE else label_in_english(label)

    def festival(self, name: str | None) -> str:
        """Name a festival, or several that are kept together."""
        return self.word("、").join(self._festival(part) for part in (name or "").split("、"))

    def _festival(self, name: str) -> str:
        """Name one; the statute alone gives days in lieu of a weekend (补休)."""
        kept = name.removesuffix(words.IN_LIEU)
        return self.word(name) if kept == name else self.text("%(festival)s补休", festival=self.word(kept))

    def globals(self) -> dict[str, Any]:
        """Give what every template may ask."""
        return {
            "word": self.word,
            "said": self.said,
            "cited": self.cited,
            "cited_label": self.label,
            "law_address": partial(law_address, self._law),
            "weekday": lambda day: self.word(_WEEKDAYS[day.weekday()]),
            "moment": _moment,
            "role_name": lambda code: self.named(words.ROLES, code),
            "procedure_name": lambda code: self.named(words.PROCEDURES, code),
            "rung_name": lambda code: self.named(words.RUNGS, code),
            "light_name": lambda code: self.named(words.LIGHTS, code),
            "light_meaning": lambda code: self.named(words.LIGHT_MEANINGS, code),
            "light_shape": lambda code: words.LIGHT_SHAPES.get(str(code), "–"),
            "clock_name": self.clock_name,
            "party_name": lambda code: self.named(words.PARTIES, code),
            **self._calendar(),
        }

    def _calendar(self) -> dict[str, Any]:
        """Give what lays days out as months."""
        return {
            "walk_months": months.walk_months,
            "walk_kinds": months.walk_kinds,
            "walk_meanings": months.MEANINGS,
            "walk_address": "",
            "year_months": months.year_months,
            "year_kinds": months.year_kinds,
            "year_meanings": months.YEAR_MEANINGS,
            "signs": months.SIGNS,
            "told_of_step": self._told_of_step,
            "told_of_day": self._told_of_day,
            "month_name": self._month_name,
            "weekday_heads": [
                (self.word(short), self.word(whole)) for short, whole in zip(_HEADS, _WEEKDAYS, strict=True)
            ],
            "festival": self.festival,
            "day_kind": lambda code: self.named(months.KINDS, code),
        }

    def _month_name(self, day: date) -> str:
        return format_date(day, self.word(_MONTH), locale=self.language)

    def _told_of_step(self, cell: months.Cell) -> str:
        """Say what a day is in a walk: its reason, and that it is provisional."""
        reason = (cell.en or cell.zh) if self.language != CHINESE else cell.zh
        return self._joined([reason, *self._besides(cell, months.MEANINGS, (months.PROVISIONAL,))])

    def _told_of_day(self, cell: months.Cell) -> str:
        """Say what a day of a year is: its kind, the festival, and what else is to be seen on it."""
        kind = self.named(months.KINDS, cell.looks[0])
        besides = (months.PROVISIONAL, months.CHANGED)
        return self._joined(
            [kind, self.festival(cell.zh), *self._besides(cell, months.YEAR_MEANINGS, besides)]
        )

    def _besides(self, cell: months.Cell, meanings: Mapping[str, str], looks: tuple[str, ...]) -> list[str]:
        return [self.word(meanings[look]) for look in looks if look in cell.looks]

    def _joined(self, parts: list[str]) -> str:
        return ("；" if self.language == CHINESE else "; ").join(part for part in parts if part)


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
