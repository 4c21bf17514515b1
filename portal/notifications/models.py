# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people are told, and the mail that is owed to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet["Notification"]):
    def for_person(self, person_id: int) -> NotificationQuerySet:
        """Keep what one person was told, newest first."""
        return self.filter(recipient_id=person_id, is_withheld=False).order_by("-created_at", "-pk")

    def unread(self) -> NotificationQuerySet:
        """Keep what was not opened yet."""
        return self.filter(read_at=None)

    def to_be_mailed(self) -> NotificationQuerySet:
        """Keep what nobody has yet turned into a mail, or decided not to."""
        return self.filter(handled_at=None)


class Notification(models.Model):
    """A person is told a fact, once. Holds the event and ids; it is worded when it is read or sent."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("a chi")
    )
    event = models.CharField(_("che cosa"), max_length=80)
    key = models.CharField(_("chiave"), max_length=64)
    subject = models.CharField(_("oggetto"), max_length=250)
    url = models.CharField(_("indirizzo"), max_length=400, blank=True)
    context = models.JSONField(_("identità"), default=dict, blank=True)
    audience = models.JSONField(_("per chi è leggibile"), default=list, blank=True)
    created_at = models.DateTimeField(_("quando"), default=timezone.now)
    read_at = models.DateTimeField(_("letto il"), null=True, blank=True)
    handled_at = models.DateTimeField(_("messo in posta il"), null=True, blank=True)
    is_withheld = models.BooleanField(_("non più leggibile da chi lo aspettava"), default=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("avviso")
        verbose_name_plural = _("avvisi")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=("event", "key", "recipient"), name="notification_once_for_each_person")
        ]
        indexes = [
            models.Index(fields=("recipient", "-created_at"), name="notification_of_person"),
            models.Index(fields=("id",), condition=models.Q(handled_at=None), name="notification_to_be_mailed"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.recipient_id}"

    @property
    def is_read(self) -> bool:
        """Whether the person opened it."""
        return self.read_at is not None


class MailPreference(models.Model):
    """What a person chose about notices by e-mail; codes and receipts are sent in any case."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_preference"
    )
    is_mail_wanted = models.BooleanField(_("ricevo gli avvisi anche per e-mail"), default=True)

    class Meta:
        verbose_name = _("scelta sulla posta")
        verbose_name_plural = _("scelte sulla posta")

    def __str__(self) -> str:
        return f"scelta di {self.person_id}"


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def owed_at(self, moment: datetime) -> OutgoingMailQuerySet:
        """Keep what is to be sent now and nobody is sending: see Note [Two workers send once]."""
        is_free = models.Q(claimed_until=None) | models.Q(claimed_until__lte=moment)
        return self.filter(is_free, sent_at=None, given_up_at=None, next_attempt_at__lte=moment)

    def unsent(self) -> OutgoingMailQuerySet:
        """Keep what nobody received yet."""
        return self.filter(sent_at=None, given_up_at=None)


class OutgoingMail(models.Model):
    """One message for one address. The body of a secret one (a code) is erased once it is sent."""

    to = models.EmailField(_("a"), max_length=254, db_index=True)
    subject = models.CharField(_("oggetto"), max_length=250)
    text = models.TextField(_("testo"), blank=True)
    html = models.TextField(_("testo in HTML"), blank=True)
    unsubscribe_url = models.CharField(_("come smettere di riceverne"), max_length=400, blank=True)
    is_urgent = models.BooleanField(_("urgente"), default=False)
    is_secret = models.BooleanField(_("riservata"), default=False)
    key = models.CharField(_("chiave"), max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("scritta il"), default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("tentativi"), default=0)
    next_attempt_at = models.DateTimeField(_("prossimo tentativo"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("spedita il"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("abbandonata il"), null=True, blank=True)
    last_error = models.CharField(_("ultimo errore"), max_length=120, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("messaggio in uscita")
        verbose_name_plural = _("messaggi in uscita")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=("next_attempt_at", "id"),
                condition=models.Q(sent_at=None, given_up_at=None),
                name="mail_still_owed",
            )
        ]

    def __str__(self) -> str:
        return f"messaggio {self.pk}"

    @property
    def is_sent(self) -> bool:
        """Whether the mail server took it."""
        return self.sent_at is not None
