"""Pages from templates: words, names and addresses that every page needs (页面生成)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from hmac import compare_digest, new
from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.dashboard.api import words
from services.dashboard.api.assets import Assets
from services.dashboard.api.translation import (
    CHINESE,
    HTML_LANGUAGES,
    LANGUAGES,
    said,
    translations,
)
from services.dashboard.application.notices import Unread
from services.dashboard.application.scope import has_queue, home_of
from services.dashboard.application.sessions import SignedIn
from services.dashboard.views.labels import label_in_english
from services.dashboard.views.lights import INTERNAL_TARGET
from shared.clock.suite import SHANGHAI
from shared.law.book import LawBook
from shared.law.rule import UnknownLawError
from shared.web.headers import PAGE_POLICY

TEMPLATES = Path(__file__).parent.parent / "templates"
LANGUAGE_COOKIE = "jiandu_language"
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie, HX-Request",
}
"""Headers of every page; the referrer stays within the suite, so that a form's origin can be checked."""

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Looks:
    """What pages are made from, the same for everybody."""

    environments: Mapping[str, Environment]
    assets: Assets
    law: LawBook


def looks(assets: Assets, law: LawBook) -> Looks:
    """Prepare the templates once per language."""
    return Looks({language: _environment(language, assets) for language in LANGUAGES}, assets, law)


def _environment(language: str, assets: Assets) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = translations(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    environment.globals.update(asset=assets.url, languages=LANGUAGES, language=language)
    return environment


class Page:
    """One answer in the making: the reader's language, the signed-in person, today."""

    def __init__(
        self,
        request: Request,
        looks: Looks,
        today: date,
        *,
        person: SignedIn | None = None,
        called: str = "",
        unread: Unread | None = None,
    ) -> None:
        """Begin the answer to ``request``.

        ``called`` is the signed-in person's name and ``unread`` the number of waiting notifications, where
        they are known.
        """
        chosen = request.cookies.get(LANGUAGE_COOKIE, CHINESE)
        self.language = chosen if chosen in LANGUAGES else CHINESE
        self.person = person
        self.today = today
        self._called = called
        self._unread = unread
        self._request = request
        self._looks = looks
        self._catalogue = translations(self.language)

    def text(self, chinese: str, **values: object) -> str:
        """Give words of the page in the reader's language."""
        return (
            (self._catalogue.gettext(chinese) if chinese else "") % values if values else self._word(chinese)
        )

    def options(self, codes: Mapping[str, str]) -> list[tuple[str, str]]:
        """Give codes with their words, for a choice."""
        return [(code, self._word(word)) for code, word in codes.items()]

    def said(self, thing: Any, name: str) -> str:
        """Give what a service said, in the reader's language."""
        return said(thing, name, self.language)

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Answer with a whole page."""
        return HTMLResponse(self.fragment(template, **values), status, headers=HEADERS)

    def fragment(self, template: str, **values: Any) -> str:
        """Give the text of a template."""
        made = self._looks.environments[self.language].get_template(template)
        return made.render({**self._surroundings(), **values})

    def _surroundings(self) -> dict[str, Any]:
        path, query = self._request.url.path, self._request.url.query
        readable = self._request.method == "GET"
        return {
            "html_language": HTML_LANGUAGES[self.language],
            "person": self.person,
            "called": self._called,
            "notified": self.person is not None and has_queue(self.person.actor),
            "unread": self._unread,
            "csrf": csrf_of(self.person) if self.person else "",
            "today": self.today,
            "here": path,
            "back": (f"{path}?{query}" if query else path) if readable else "/",
            "home": home_of(self.person.actor if self.person else None),
            "navigation": self._navigation(),
            "said": self.said,
            "cited": self.cited,
            "new_key": lambda: str(uuid4()),
            "weekday": lambda day: self._word(_WEEKDAYS[day.weekday()]),
            "moment": _moment,
            **self._names(),
        }

    def _names(self) -> dict[str, Any]:
        return {
            "role_name": lambda code: self.named(words.ROLES, code),
            "procedure_name": lambda code: self.named(words.PROCEDURES, code),
            "rung_name": lambda code: self.named(words.RUNGS, code),
            "light_name": lambda code: self.named(words.LIGHTS, code),
            "light_meaning": lambda code: self.named(words.LIGHT_MEANINGS, code),
            "light_shape": lambda code: words.LIGHT_SHAPES.get(str(code), "–"),
            "clock_name": self.clock_name,
        }

    def _navigation(self) -> list[tuple[str, str]]:
        public = [
            ("/public/complaint", "提交投诉举报"),
            ("/public/progress", "查询办理进度"),
            ("/docs", "接口文档"),
        ]
        queue = [("/", "待办队列")] if self.person and has_queue(self.person.actor) else []
        paths = [*queue, *public]
        return [(path, self._word(label)) for path, label in paths]

    def clock_name(self, rule_key: str | None, clock: str) -> str:
        """Name a clock by its rule."""
        last = (rule_key or "").rpartition(".")[2]
        return self._word(words.CLOCKS.get(last) or words.CLOCKS.get(clock.partition(":")[0]) or clock)

    def cited(self, basis: str) -> str:
        """Cite an article by the title of its document instead of its path."""
        document, _, label = basis.partition("#")
        if document == INTERNAL_TARGET:
            return self._word("内部目标")
        try:
            regulation = self._looks.law.by_id(document)
        except UnknownLawError:
            return basis
        if self.language == CHINESE:
            return f"《{regulation.title}》{label}"
        return f"{regulation.title_en}, {label_in_english(label)}"

    def named(self, names: Mapping[str, str], code: object) -> str:
        """Give the word for a code; an unknown code shows itself."""
        return self._word(names.get(str(code), str(code)))

    def _word(self, chinese: str) -> str:
        return self._catalogue.gettext(chinese) if chinese else ""


def csrf_of(person: SignedIn) -> str:
    """Give the proof that a form came from a page of this session; made from the handle that only we know."""
    return new(person.handle.encode(), b"csrf", sha256).hexdigest()


def is_own_form(person: SignedIn, proof: str) -> bool:
    """Say whether a form carries the proof of this session."""
    return compare_digest(csrf_of(person).encode(), proof.encode())


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
