# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is missing or wrong before production may start, each in one sentence that says which and why."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.database import DATABASE_SCHEMES
from portal.settings.environment import Environment
from portal.settings.services import CACHE_SCHEMES, MAIL_SCHEMES, SEARCH_SCHEMES

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10


def stop_if_faulty(environment: Environment) -> None:
    """Let production start.

    :raises ImproperlyConfigured: something is missing or wrong; the message lists everything at once.
    """
    found = list(faults(environment))
    if found:
        raise ImproperlyConfigured(
            "Il portale non parte: mancano o sono sbagliate delle variabili (docs/operations.md le spiega).\n"
            + "\n".join(f"  - {fault}" for fault in found)
        )


def faults(environment: Environment) -> Iterator[str]:
    """Yield one sentence for each variable that production cannot start with."""
    yield from _secret_key(environment.secret_key)
    yield from _allowed_hosts(environment.allowed_hosts)
    yield from _site_url(environment)
    yield from _address("DATABASE_URL", environment.database_url, DATABASE_SCHEMES, "dove stanno i dati")
    yield from _address("EMAIL_URL", environment.email_url, MAIL_SCHEMES, "da dove partono codici e avvisi")
    if "@" not in environment.mail_from:
        yield "MAIL_FROM: manca l'indirizzo da cui l'ufficio scrive, come «Ufficio di Piano <portale@comune.it>»."
    if environment.cache_url:
        yield from _address("CACHE_URL", environment.cache_url, CACHE_SCHEMES, "la memoria comune dei processi")
    if environment.search_url:
        yield from _address("SEARCH_URL", environment.search_url, SEARCH_SCHEMES, "il motore di ricerca")
    if environment.debug:
        yield "DEBUG: in produzione non può essere acceso, perché mostrerebbe a tutti il codice e i dati degli errori."


def _secret_key(key: str) -> Iterator[str]:
    if not key:
        yield "SECRET_KEY: manca; firma le sessioni e i codici, e senza di lei chiunque potrebbe fabbricarli."
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS or key.startswith("solo-per-il-sito"):
        yield f"SECRET_KEY: si indovina; servono almeno {SHORTEST_KEY} caratteri a caso, diversi da quelli della prova."


def _allowed_hosts(hosts: tuple[str, ...]) -> Iterator[str]:
    if not hosts:
        yield "ALLOWED_HOSTS: manca; elenca i nomi a cui il portale risponde, separati da virgole."
    if any(host == "*" or "/" in host for host in hosts):
        yield "ALLOWED_HOSTS: solo nomi precisi, senza «*» né «https://»: altrimenti i link si possono falsificare."


def _site_url(environment: Environment) -> Iterator[str]:
    address = urlsplit(environment.site_url)
    if address.scheme != "https" or not address.hostname or address.path:
        yield "SITE_URL: serve l'indirizzo pubblico, con https:// e senza altro dopo il nome: finisce nei messaggi."
    elif environment.allowed_hosts and not _is_allowed(address.hostname, environment.allowed_hosts):
        yield f"SITE_URL: «{address.hostname}» non è tra gli ALLOWED_HOSTS, e i link nei messaggi non si aprirebbero."


def _is_allowed(host: str, allowed: tuple[str, ...]) -> bool:
    return any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in allowed)


def _address(name: str, value: str, schemes: tuple[str, ...], purpose: str) -> Iterator[str]:
    if not value:
        yield f"{name}: manca; dice {purpose}."
        return
    try:
        address = urlsplit(value)
        is_well_formed = address.port != 0  # a port that is no number raises
    except ValueError:
        is_well_formed = False
    if not is_well_formed or address.scheme not in schemes:
        # The value is not repeated: it may hold a password, and this sentence ends in logs.
        beginnings = ", ".join(f"{scheme}://" for scheme in schemes)
        yield f"{name}: non è un indirizzo che si conosce; dice {purpose} e comincia con uno tra {beginnings}."
    elif not address.hostname and address.scheme not in {"sqlite", "filemail", "dbcache"}:
        yield f"{name}: manca il nome della macchina; dice {purpose}."
