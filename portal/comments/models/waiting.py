# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write first, sign in last: what was sent and waits for the code."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.comments.models.observation import Observation
from portal.core.models import PrivacyNotice


class WaitingObservation(models.Model):
    """A text sent by somebody who has not yet typed the code; nobody sees it, moderators included.

    Confirmed before `expires_at` it counts as received at `sent_at`; otherwise it is erased. A closing waits for it.
    """

    key = models.CharField(_("chiave contro il doppio invio"), max_length=64, unique=True)
    token = models.CharField(_("gettone del collegamento"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail"))
    scope = models.CharField(_("consultazione"), max_length=40, db_index=True)
    payload = models.JSONField(_("quanto scritto"))
    notice = models.ForeignKey(PrivacyNotice, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("inviata il"))
    expires_at = models.DateTimeField(_("scade il"), db_index=True)
    confirmed_at = models.DateTimeField(_("confermata il"), null=True, blank=True)
    observation = models.ForeignKey(Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("osservazione in attesa del codice")
        verbose_name_plural = _("osservazioni in attesa del codice")

    def __str__(self) -> str:
        return f"in attesa {self.pk}"

    @property
    def confirm_url(self) -> str:
        """The page that asks for the code, for who sent the text and for who follows the link in the mail."""
        return reverse("comments:confirm", args=[self.token])
