# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates as people read them: in full, in Rome's time, with the days left beside."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

ROME = ZoneInfo("Europe/Rome")


def day_in_rome(moment: date | datetime) -> date:
    """Return the day that a moment falls on in Rome; a plain day is given back as it is."""
    if isinstance(moment, datetime):
        return moment.astimezone(ROME).date()
    return moment


def in_full(moment: date | datetime) -> str:
    """Return «giovedì 10 dicembre 2026, ore 23:59»; a plain day has no hour."""
    day = in_full_day(moment)
    if not isinstance(moment, datetime):
        return day
    clock = moment.astimezone(ROME).strftime("%H:%M")
    return _("%(day)s, ore %(time)s") % {"day": day, "time": clock}


def in_full_day(moment: date | datetime) -> str:
    """Return «giovedì 10 dicembre 2026», in the language of the page."""
    words = date_format(day_in_rome(moment), "l j F Y")
    return words.lower() if get_language() == "it" else words


def plain_day(moment: date | datetime) -> str:
    """Return «10 dicembre 2026», for days of the past where the day of the week says nothing."""
    words = date_format(day_in_rome(moment), "j F Y")
    return words.lower() if get_language() == "it" else words


def days_between(now: datetime, moment: date | datetime) -> int:
    """Return how many midnights in Rome stand between now and a moment; negative when it is past."""
    return (day_in_rome(moment) - day_in_rome(now)).days


def left_in_words(now: datetime, moment: date | datetime) -> str:
    """Return «mancano 12 giorni», «manca 1 giorno», «scade oggi» or «scaduto»."""
    is_past = moment <= now if isinstance(moment, datetime) else moment < day_in_rome(now)
    if is_past:
        return _("scaduto")
    days = days_between(now, moment)
    if days == 0:
        return _("scade oggi")
    return ngettext("manca %(days)d giorno", "mancano %(days)d giorni", days) % {"days": days}
