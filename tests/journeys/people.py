# SPDX-License-Identifier: AGPL-3.0-or-later
"""People with a browser: how they sign in, and what their browser complains of."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from portal.demo.accounts import PASSWORD
from tests.journeys.house import Site

COORDINATOR = "coordinamento@valsarva.example"
DRAFTER = "redazione@valsarva.example"
MODERATOR = "moderazione@valsarva.example"
DELEGATE = "rosa@ilfilodilana.example"
CITIZEN = "marta@cittadini.example"
TAVOLO_MEMBER = "comitato@centrodiurno.example"

DESK, PHONE = 1280, 375
# The browser says this of the page itself when it answers with a refusal; tests that ask for refusals expect it.
REFUSALS = (
    *(f"the server responded with a status of {status}" for status in (400, 403, 404, 409, 422, 429)),
    "Response Status Error Code",
)


class Crowd:
    """Everybody in one journey. Every browser is watched: other hosts, broken policies, errors of scripts."""

    def __init__(self, browser: Browser, site: Site, logins: dict[str, str]) -> None:
        self.site = site
        self.complaints: list[str] = []
        self._browser, self._logins = browser, logins
        self._contexts: list[BrowserContext] = []

    def person(self, email: str = "", *, width: int = DESK, has_scripts: bool = True, has_touch: bool = False) -> Page:
        """Return a page of somebody's browser: signed in with the demo's password, or a stranger.

        With `has_touch` it is a telephone: fingers, no mouse.
        """
        if email and email not in self._logins:
            self._logins[email] = self._sign_in(email)
        state: Any = json.loads(self._logins[email]) if email else None
        context = self._browser.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": 812 if width <= PHONE else 900},
            java_script_enabled=has_scripts,
            has_touch=has_touch,
            is_mobile=has_touch,
            locale="it-IT",
            timezone_id="Europe/Rome",
            storage_state=state,
        )
        self._contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("request", self._watch_request)
        context.on("console", self._watch_console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        return context.new_page()

    def go_home(self) -> None:
        """Close every browser.

        :raises AssertionError: one of them complained.
        """
        for context in self._contexts:
            context.close()
        assert self.complaints == []

    def _sign_in(self, email: str) -> str:
        context = self._browser.new_context(base_url=self.site.url, locale="it-IT")
        page = context.new_page()
        page.goto("/account/login/")
        page.get_by_text("Accedi con la password").first.click()
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("details input[type=email]").fill(email)
        page.get_by_role("button", name="Accedi con la password").click()
        page.wait_for_url("**/area-personale/")
        state = json.dumps(context.storage_state())
        context.close()
        return state

    def _watch_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != urlsplit(self.site.url).netloc:
            self.complaints.append(f"another host: {request.url}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        is_refusal = any(words in message.text for words in REFUSALS)
        if message.type == "error" and not is_refusal:
            self.complaints.append(f"console: {message.text}")
