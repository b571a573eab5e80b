"""Pages from templates: words, names and addresses that every page needs (页面生成)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from hmac import compare_digest, new
from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.dashboard.api import navigation
from services.dashboard.api.assets import Assets
from services.dashboard.api.faults import fault_in_words
from services.dashboard.api.sources import place_in_words
from services.dashboard.api.translation import CHINESE, HTML_LANGUAGES, LANGUAGES, translations
from services.dashboard.api.wording import Wording
from services.dashboard.application.notices import Unread
from services.dashboard.application.scope import has_queue, home_of
from services.dashboard.application.sessions import SignedIn
from shared.law.book import LawBook
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


NOTHING_WAITS: navigation.Waiting = {}


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


class Page(Wording):
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
        waiting: navigation.Waiting = NOTHING_WAITS,
    ) -> None:
        """Begin the answer to ``request``.

        ``called`` is the signed-in person's name, ``unread`` the number of notifications and ``waiting`` the
        numbers beside the entries of the navigation, where they are known.
        """
        chosen = request.cookies.get(LANGUAGE_COOKIE, CHINESE)
        super().__init__(chosen if chosen in LANGUAGES else CHINESE, looks.law)
        self.person = person
        self.today = today
        self._called = called
        self._unread = unread
        self._waiting = waiting
        self._request = request
        self._looks = looks

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
            "navigation": navigation.entries(path, self.person, self._waiting),
            "tabs": navigation.tabs(path, self.person, self._waiting),
            "fault_said": partial(fault_in_words, self),
            "fault_place": partial(place_in_words, self),
            "new_key": lambda: str(uuid4()),
            **self.globals(),
        }


def csrf_of(person: SignedIn) -> str:
    """Give the proof that a form came from a page of this session; made from the handle that only we know."""
    return new(person.handle.encode(), b"csrf", sha256).hexdigest()


def is_own_form(person: SignedIn, proof: str) -> bool:
    """Say whether a form carries the proof of this session."""
    return compare_digest(csrf_of(person).encode(), proof.encode())
