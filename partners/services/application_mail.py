# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is mailed and told about an application: receipt, code, requests, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.notifications.rendering import rendered
from portal.notifications.services import notify, queue_mail
from portal.ui.dates import in_full

if TYPE_CHECKING:
    from partners.models import Application, WaitingApplication


def queue_receipt(application: Application, *, to: str, language: str) -> None:
    """Mail the receipt, once: number, moment, where to follow it, by when the office answers."""
    with override(language):
        text = _(
            "L'ufficio ha la domanda di adesione di %(name)s.\n\nNumero: %(number)s.\n\nPresentata: %(moment)s.\n\n"
            "L'ufficio decide entro %(days)d giorni. Se serve qualcosa in più te lo chiede. Dal collegamento vedi in "
            "ogni momento a che punto è: tienilo per te, chi lo ha legge la stessa pagina."
        ) % {
            "name": application.name,
            "number": application.number,
            "moment": in_full(application.sent_at) if application.sent_at else "",
            "days": application.call.decision_days,
        }
        subject = _("Ricevuta della domanda di adesione")
        plain, html = rendered(subject=subject, text=text, url=application.receipt_url)
        queue_mail(to=to, subject=subject, text=plain, html=html, key=f"application:{application.pk}")


def queue_code(waiting: WaitingApplication, *, code: str, language: str) -> None:
    """Mail the code with which who has not signed in sends the application."""
    with override(language):
        subject = _("Il codice per inviare la domanda di adesione")
        text = _(
            "Il codice è:\n\n%(code)s\n\nScrivilo nella pagina che hai aperta, oppure apri il collegamento. Senza il "
            "codice la domanda non parte e si cancella da sola."
        ) % {"code": code}
        plain, html = rendered(subject=subject, text=text, url=waiting.confirm_url)
        queue_mail(to=waiting.email, subject=subject, text=plain, html=html, is_urgent=True, is_secret=True)


TOLD = {
    "application.taken_up": gettext_lazy("L'ufficio ha preso in carico la domanda di adesione"),
    "application.integration_asked": gettext_lazy("Per la domanda di adesione serve un'integrazione"),
    "application.objection_given": gettext_lazy("Preavviso: la domanda di adesione potrebbe non essere ammessa"),
    "application.admitted": gettext_lazy("La domanda di adesione è ammessa"),
    "application.refused": gettext_lazy("La domanda di adesione non è ammessa"),
    "application.suspended": gettext_lazy("L'adesione al Distretto è sospesa"),
    "application.resumed": gettext_lazy("L'adesione al Distretto riprende"),
    "application.ceased": gettext_lazy("L'adesione al Distretto è finita"),
}


def tell(application: Application, event: str, *, step: int = 0) -> None:
    """Tell who applied what the office did, once."""
    notify(
        recipients=[application.applicant],
        event=event,
        subject=TOLD[event],
        url=application.receipt_url,
        context={"application": application.pk, "step": step},
    )


def on_site(path: str) -> str:
    """Return the whole address of one of our pages, on the configured site and never on the request's host."""
    return urljoin(settings.SITE_URL, path)
