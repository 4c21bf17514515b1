# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes sent by e-mail to somebody who has not signed in yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OneTimeCode(models.Model):
    """A code of six digits for one address and one purpose: only its salted fingerprint is kept."""

    purpose = models.CharField(max_length=80)
    email = models.EmailField(max_length=254)
    salt = models.CharField(max_length=32)
    hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("codice temporaneo")
        verbose_name_plural = _("codici temporanei")
        indexes = [models.Index(fields=("email", "purpose"), name="one_time_code_of_address")]

    def __str__(self) -> str:
        return f"codice {self.pk}"
