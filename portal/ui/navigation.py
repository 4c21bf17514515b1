# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the frame of every page leads, and how an address changes language without leaving the site."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ENGLISH_PREFIX = "/en/"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A voice of the main menu, and the addresses for which it is the current one."""

    label: str | Promise
    path: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Link:
    """A voice as a page shows it; `current` is what goes into `aria-current`."""

    label: str | Promise
    url: str
    current: str = ""


MAIN_MENU = (
    Entry(label=_("Consultazioni"), path="/consultazioni/", also=("/testi/", "/osservazioni/", "/osserva/")),
    Entry(label=_("Tavoli"), path="/tavoli/"),
    Entry(label=_("Distretto e partner"), path="/distretto/", also=("/partner/",)),
    Entry(label=_("Documenti"), path="/documenti/", also=("/protocolli/",)),
    Entry(label=_("Buone pratiche"), path="/buone-pratiche/"),
    Entry(label=_("Aree"), path="/aree/"),
    Entry(label=_("Scrivi all'ufficio"), path="/scrivi-all-ufficio/"),
)

LEGAL_MENU = (
    Entry(label=_("Informativa privacy"), path="/privacy/"),
    Entry(label=_("Note legali"), path="/note-legali/"),
    Entry(label=_("Accessibilità"), path="/accessibilita/"),
    Entry(label=_("Mappa del sito"), path="/mappa-del-sito/"),
)

HELP_MENU = (
    Entry(label=_("Domande frequenti"), path="/domande-frequenti/"),
    Entry(label=_("Richiesta di assistenza"), path="/assistenza/"),
    Entry(label=_("Segnalazione disservizio"), path="/segnala-disservizio/"),
    Entry(label=_("Chi siamo e contatti"), path="/chi-siamo/"),
)


def localized(path: str) -> str:
    """Return the address of a path in the language of the page: English stands under `/en/`."""
    return f"/en{path}" if get_language() == "en" else path


def without_language(path: str) -> str:
    """Return the Italian address of a path, always inside this site."""
    plain = "/" + path.lstrip("/\\")
    if plain == "/en" or plain.startswith(ENGLISH_PREFIX):
        plain = plain[len("/en") :]
    return "/" + plain.lstrip("/\\")


def in_other_language(path: str) -> str:
    """Return the same page in the other language, escaped and always inside this site."""
    italian = without_language(path)
    return escape_uri_path(italian if get_language() == "en" else f"/en{italian}")


def links(entries: tuple[Entry, ...], path: str) -> list[Link]:
    """Return the voices of a menu for the page at this path."""
    here = without_language(path)
    return [Link(label=entry.label, url=localized(entry.path), current=_current(entry, here)) for entry in entries]


def other_language() -> str:
    """Return the code of the language one can change to."""
    return settings.LANGUAGE_CODE if get_language() == "en" else "en"


def _current(entry: Entry, here: str) -> str:
    if here == entry.path:
        return "page"
    return "true" if here.startswith((entry.path, *entry.also)) else ""
