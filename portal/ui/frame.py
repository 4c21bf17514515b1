# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the frame of a page shows: links, language, colour. Everything is worked out only if asked."""

from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from portal.core.models import OfficeSettings
from portal.ui import navigation, theme


class Frame:
    """The frame of the page that answers one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def office(self) -> OfficeSettings:
        """The office that runs this portal."""
        found: OfficeSettings = OfficeSettings.for_request(self._request)
        return found

    @property
    def initials(self) -> str:
        """Two letters in place of a missing coat of arms."""
        words = self.office.portal_name.replace("'", " ").replace("’", " ").split()
        return "".join(word[0] for word in words if word[0].isupper())[:2]

    @property
    def theme_url(self) -> str:
        """The stylesheet of the office's colour; its address changes with it."""
        return f"{reverse('ui:theme')}?v={theme.fingerprint(self.office.primary_color)}"

    @property
    def main_menu(self) -> list[navigation.Link]:
        """The main navigation."""
        return navigation.links(navigation.MAIN_MENU, self._request.path)

    @property
    def legal_menu(self) -> list[navigation.Link]:
        """The pages that the law asks for."""
        return navigation.links(navigation.LEGAL_MENU, self._request.path)

    @property
    def help_menu(self) -> list[navigation.Link]:
        """Where one finds help."""
        return navigation.links(navigation.HELP_MENU, self._request.path)

    @property
    def home_url(self) -> str:
        """The home page in the language of this page."""
        return navigation.localized("/")

    @property
    def search_url(self) -> str:
        """The page of results."""
        return navigation.localized("/cerca/")

    @property
    def help_url(self) -> str:
        """Where one writes to the office."""
        return navigation.localized("/scrivi-all-ufficio/")

    @property
    def privacy_url(self) -> str:
        """The privacy page."""
        return navigation.localized("/privacy/")

    @property
    def desk_url(self) -> str:
        """«La mia area»."""
        return navigation.localized("/area-personale/")

    @property
    def login_url(self) -> str:
        """The sign-in page, which leads back here (never back to an account page)."""
        login = reverse("account_login")
        here = self._request.path
        if navigation.without_language(here).startswith("/account/"):
            return login
        return f"{login}?{urlencode({'next': navigation.localized(navigation.without_language(here))})}"

    @property
    def other_language(self) -> str:
        """The code of the language one can change to."""
        return navigation.other_language()

    @property
    def other_language_url(self) -> str:
        """This page in the other language."""
        return navigation.in_other_language(self._request.path)
