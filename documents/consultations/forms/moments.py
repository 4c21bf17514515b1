# SPDX-License-Identifier: AGPL-3.0-or-later
"""A day and an hour as the clock on a wall in Rome shows them, wherever the person and the server are."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from documents.consultations.calendar import HourComesTwice, NoSuchHour, in_rome
from portal.ui.dates import ROME


class RomeMomentWidget(forms.SplitDateTimeWidget):
    """A box for the day and one for the hour; what leads to the field leads to the first."""

    def __init__(self) -> None:
        super().__init__(
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )

    def id_for_label(self, id_: str) -> str:
        """Return the id of the box for the day."""
        return f"{id_}_0" if id_ else id_

    def decompress(self, value: Any) -> tuple[date | None, time | None]:
        """Return day and hour in Rome."""
        if not isinstance(value, datetime):
            return None, None
        there = value.astimezone(ROME)
        return there.date(), there.time().replace(second=0, microsecond=0)


class RomeMomentField(forms.SplitDateTimeField):
    """An instant, typed as Rome's day and hour; the hours that summer time skips or repeats are refused in words."""

    widget = RomeMomentWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for box, name in zip(self.widget.widgets, (_("giorno"), _("ora")), strict=True):
            box.attrs["aria-label"] = format_lazy("{field}: {name}", field=self.label or "", name=name)

    def compress(self, data_list: Any) -> datetime | None:
        """Return the instant.

        :raises ValidationError: that night has no such hour, or has it twice.
        """
        if not data_list or data_list[0] in self.empty_values or data_list[1] in self.empty_values:
            return None
        try:
            return in_rome(datetime.combine(*data_list))
        except NoSuchHour:
            raise ValidationError(
                _("Quella notte entra l'ora legale: quest'ora non esiste. Scegli un'altra ora.")
            ) from None
        except HourComesTwice:
            raise ValidationError(
                _("Quella notte finisce l'ora legale: quest'ora c'è due volte. Scegli un'altra ora.")
            ) from None
