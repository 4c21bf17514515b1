# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who wants to be told how a consultation goes on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations.models.consultation import Consultation


class Following(models.Model):
    """A person follows a consultation: told at its opening, when its closing moves, at the results. Once each."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="followings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(_("dal"))

    class Meta:
        verbose_name = _("consultazione seguita")
        verbose_name_plural = _("consultazioni seguite")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=("consultation", "person"), name="following_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.consultation_id}"
