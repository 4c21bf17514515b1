# SPDX-License-Identifier: AGPL-3.0-or-later
"""What notices about the register say."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from partners.models import Partner
from portal.notifications import wording
from portal.notifications.models import Notification
from portal.notifications.wording import Wording
from portal.ui.dates import plain_day


@wording.register("partner.confirm")
def confirm(notice: Notification) -> Wording | None:
    """Ask to confirm the data, with the day."""
    partner = Partner.objects.belonging().filter(pk=notice.context.get("partner")).first()
    if partner is None:
        return None
    day = plain_day(date.fromisoformat(notice.context["due"]))
    text = _(
        "I dati di %(name)s nel registro del Distretto vanno confermati entro il %(day)s.\n\n"
        "Apri il collegamento, guarda i dati e premi il pulsante: basta un minuto."
    )
    return Wording(
        subject=_("Conferma i dati di %(name)s") % {"name": partner.name},
        text=text % {"name": partner.name, "day": day},
    )


@wording.register("partners.to_confirm")
def to_confirm(notice: Notification) -> Wording | None:
    """Tell the office which partners were asked."""
    names = Partner.objects.filter(pk__in=notice.context.get("partners", [])).order_by("name")
    listed = "\n\n".join(f"· {name}" for name in names.values_list("name", flat=True))
    text = _("Abbiamo chiesto di confermare i dati a:")
    return Wording(subject=_("Partner con dati da confermare"), text=f"{text}\n\n{listed}")
