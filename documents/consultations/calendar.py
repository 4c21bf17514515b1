# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a consultation may sensibly close: warnings, never refusals (Linee guida sulla consultazione: 4-12 weeks)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.models import OfficeSettings
from portal.ui.dates import ROME, day_in_rome

SHORTEST_SPAN = timedelta(days=28)
SATURDAY = 5


class NoSuchHour(ValueError):  # noqa: N818 -- a fact about the calendar
    """On that night the clocks go forward: the hour does not exist in Italy."""


class HourComesTwice(ValueError):  # noqa: N818 -- a fact about the calendar
    """On that night the clocks go back: the hour comes twice in Italy."""


def in_rome(wall: datetime) -> datetime:
    """Return the instant that a clock on a wall in Rome shows.

    :raises NoSuchHour: the clock never shows it.
    :raises HourComesTwice: it shows it twice.
    """
    first, second = (wall.replace(tzinfo=ROME, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown_again = first.astimezone(UTC).astimezone(ROME).replace(tzinfo=None)
    raise HourComesTwice if shown_again == wall else NoSuchHour


def warnings(*, opens_at: datetime, closes_at: datetime) -> list[str]:
    """Return what the coordinator should think over before opening with these dates."""
    found = []
    if closes_at - opens_at < SHORTEST_SPAN:
        days = (closes_at - opens_at).days
        lasts = ngettext("Dura %(days)d giorno", "Dura %(days)d giorni", days) if days else _("Dura meno di un giorno")
        found.append(
            _("%(lasts)s: le linee guida sulla consultazione pubblica chiedono almeno 28 giorni.")
            % {"lasts": lasts % {"days": days}}
        )
    name = day_off(day_in_rome(closes_at))
    if name:
        found.append(_("La chiusura cade in un giorno in cui l'ufficio non risponde: %(name)s.") % {"name": name})
    return found


def day_off(day: date) -> str:
    """Return why the office is closed on a day (a holiday's name, Saturday, Sunday), or nothing."""
    if OfficeSettings.load().patron_day == f"{day:%d/%m}":
        return _("santo patrono")
    name = holidays.country_holidays("IT", years=day.year, language="it_IT").get(day)
    if name:
        return str(name)
    if day.weekday() >= SATURDAY:
        return _("sabato") if day.weekday() == SATURDAY else _("domenica")
    return ""
