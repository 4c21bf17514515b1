# SPDX-License-Identifier: AGPL-3.0-or-later
"""The observation: a contribution by any door (L.R. 4/2007; Regolamento, artt. 4, 6 e 14)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.enums import MandateRole
from portal.comments import enums
from portal.comments.passages import Passage, passage
from portal.comments.xtd import XtdComment
from portal.core.clock import ROME
from portal.core.models import PrivacyNotice, PrivateUpload


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations, narrowed."""

    def published(self) -> ObservationQuerySet:
        """Return what anyone may read."""
        return self.filter(state=enums.State.PUBLISHED)

    def pending(self) -> ObservationQuerySet:
        """Return what waits for a moderator."""
        return self.filter(state=enums.State.PENDING)

    def in_scope(self, scope: str) -> ObservationQuerySet:
        """Return what was said in one consultation (`consultation:3`)."""
        return self.filter(scope=scope)

    def first_level(self) -> ObservationQuerySet:
        """Return what stands by itself: no replies."""
        return self.filter(level=0)

    def answerable(self) -> ObservationQuerySet:
        """Return what the office may answer: at the first level, neither hidden nor withdrawn, agreements included."""
        return self.first_level().filter(state__in=(enums.State.PENDING, enums.State.PUBLISHED))

    def asking(self) -> ObservationQuerySet:
        """Return what asks for something: all but the agreements («sono d'accordo con queste parole»)."""
        return self.filter(kind__in=enums.ASKING)

    def owed_an_outcome(self) -> ObservationQuerySet:
        """Return what must be answered: what may be, and asks for something. Replies and supports need none."""
        return self.answerable().asking()


class Observation(XtdComment):
    """What somebody said about a text, a section or a paragraph, with the words it was said about.

    `words_start` and `words_end` choose some words of the paragraph as it stood in `version_number`; its whole is
    `quote`.

    State and idempotency key are columns of this table: a guarded `UPDATE` must touch no other.
    The columns of comments-xtd for name, e-mail and address stay empty.
    """

    state = models.CharField(_("stato"), max_length=12, choices=enums.State.choices, default=enums.State.PENDING)
    key = models.CharField(_("chiave contro il doppio invio"), max_length=64, unique=True)
    receipt_code = models.CharField(_("codice della ricevuta"), max_length=32, unique=True)
    kind = models.CharField(_("tipo"), max_length=12, choices=enums.Kind.choices, default=enums.Kind.OBSERVATION)
    category = models.SlugField(
        _("categoria"), max_length=60, blank=True, help_text=_("Una delle categorie della consultazione, o nessuna.")
    )
    channel = models.CharField(_("canale"), max_length=12, choices=enums.Channel.choices, default=enums.Channel.WEB)
    scope = models.CharField(_("consultazione"), max_length=40)
    target_kind = models.CharField(_("su che cosa"), max_length=12)
    target_id = models.CharField(_("identità"), max_length=36)
    section_id = models.CharField(_("sezione"), max_length=36, blank=True)
    target_label = models.CharField(_("parte del testo"), max_length=250)
    version_number = models.PositiveSmallIntegerField(_("scritta sulla versione"))
    quote = models.TextField(_("le parole commentate"), blank=True)
    words_start = models.PositiveIntegerField(_("le parole scelte, da"), null=True, blank=True)
    words_end = models.PositiveIntegerField(_("le parole scelte, fino a"), null=True, blank=True)
    voice = models.ForeignKey(
        "partners.Partner",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("per quale partner"),
    )
    seat = models.ForeignKey(
        "partners.Seat",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("per quale seggio collettivo"),
    )
    seat_role = models.CharField(_("in che ruolo, per il seggio"), max_length=20, choices=MandateRole, blank=True)
    capacity = models.CharField(_("scrive come"), max_length=24, choices=enums.Capacity.choices, blank=True)
    name_choice = models.CharField(
        _("nome mostrato"), max_length=8, choices=enums.NameChoice.choices, default=enums.NameChoice.INITIALS
    )
    display_name = models.CharField(_("nome pubblico"), max_length=120, blank=True)
    notice = models.ForeignKey(
        PrivacyNotice, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("informativa vista")
    )
    received_at = models.DateTimeField(_("ricevuta il"))
    published_at = models.DateTimeField(_("pubblicata il"), null=True, blank=True)
    revision_number = models.PositiveSmallIntegerField(_("revisione in vigore"), default=1)
    registry_number = models.CharField(_("numero di protocollo"), max_length=40, blank=True)
    received_date = models.DateField(_("data di arrivo"), null=True, blank=True)
    scan = models.ForeignKey(
        PrivateUpload, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("scansione")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("inserita da"),
    )
    is_late = models.BooleanField(_("arrivata dopo la chiusura"), default=False)
    response = models.ForeignKey(
        "comments.PartnerResponse",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("parte della risposta di un partner"),
    )

    objects = ObservationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("osservazione")
        verbose_name_plural = _("osservazioni")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="PUBLISHED") | models.Q(published_at__isnull=False),
                name="observation_published_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(channel="WEB") | models.Q(received_date__isnull=False),
                name="observation_of_another_door_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(words_start__isnull=True, words_end__isnull=True)
                | models.Q(target_kind="paragraph", words_start__lt=models.F("words_end")),
                name="observation_words_are_a_stretch_of_a_paragraph",
            ),
            models.CheckConstraint(
                condition=models.Q(voice__isnull=True) | models.Q(seat__isnull=True),
                name="observation_has_one_voice",
            ),
        ]
        indexes = [
            models.Index(fields=("scope", "state", "section_id", "received_at"), name="observation_in_section"),
            models.Index(fields=("target_id", "state"), name="observation_on_target"),
            models.Index(fields=("state", "received_at"), name="observation_queue"),
        ]

    def __str__(self) -> str:
        """Give only the number: logs store this text for ever."""
        return f"osservazione {self.code}"

    @property
    def code(self) -> str:
        """The public number, as in `/osservazioni/<codice>/`: year and number, `2026-0042`."""
        return f"{self.received_at.astimezone(ROME):%Y}-{self.pk:04d}"

    @property
    def receipt_url(self) -> str:
        """The address of the receipt, for whoever holds its code."""
        return reverse("comments:receipt", args=[self.receipt_code])

    @property
    def public_url(self) -> str:
        """The address where anyone reads for ever what came of it, once it is published."""
        return f"/osservazioni/{self.code}/"

    @property
    def door_label(self) -> str:
        """By which door it came, unless it was the site: what the office typed in says so."""
        if self.channel == enums.Channel.WEB:
            return ""
        return gettext("%(door)s, trascritta dall'ufficio") % {"door": self.get_channel_display()}

    @property
    def voice_name(self) -> str:
        """For whom it speaks, as read after «per»: an organisation, a collective seat with the role; or nothing."""
        if self.voice:
            return str(self.voice.name)
        if self.seat is None:
            return ""
        told = gettext("il seggio «%(seat)s» (%(role)s)") if self.seat_role else gettext("il seggio «%(seat)s»")
        return told % {"seat": self.seat.shown_name, "role": self.get_seat_role_display()}

    @property
    def voice_url(self) -> str:
        """The public page of whom it speaks for, if there is one."""
        if self.voice:
            return self.voice.url if self.voice.is_public else ""
        return self.seat.url if self.seat else ""

    @property
    def voice_kind_label(self) -> str:
        """What kind of organisation it speaks for, in words; or nothing."""
        if self.voice:
            return str(self.voice.get_kind_display())
        return gettext("Seggio collettivo") if self.seat else ""

    @property
    def is_published(self) -> bool:
        """Whether anyone may read it."""
        return self.state == enums.State.PUBLISHED

    @property
    def is_tombstone(self) -> bool:
        """Whether its place in the thread is kept but its words are not shown."""
        return self.state in {enums.State.HIDDEN, enums.State.WITHDRAWN}

    @property
    def asks(self) -> bool:
        """Whether it asks for something: an agreement is owed no answer."""
        return self.kind in enums.ASKING

    @property
    def chosen(self) -> tuple[int, int] | None:
        """From which character to which (excluded) of its paragraph it points; none: to the whole of it."""
        if self.words_start is None or self.words_end is None:
            return None
        return self.words_start, self.words_end

    @property
    def passage(self) -> Passage:
        """The words commented, those chosen among them apart."""
        return passage(self.quote, self.chosen)

    @property
    def is_reply(self) -> bool:
        """Whether it answers another observation."""
        return bool(self.level > 0)


class ObservationRevision(models.Model):
    """The words of an observation at one time. An outcome names the revision that it answers.

    `proposed` is the whole paragraph as the author would write it, apart from the reason; empty: none.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("numero"))
    text = models.TextField(_("testo"))
    proposed = models.TextField(_("le parole proposte per il paragrafo"), blank=True)
    state = models.CharField(_("stato"), max_length=10, choices=enums.RevisionState.choices)
    created_at = models.DateTimeField(_("scritta il"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("revisione di un'osservazione")
        verbose_name_plural = _("revisioni delle osservazioni")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=("observation", "number"), name="revision_number_once")]

    def __str__(self) -> str:
        return f"revisione {self.number} di {self.observation_id}"


class Support(models.Model):
    """«Sono d'accordo»: one per person. Not a vote."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supports")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sono d'accordo")
        verbose_name_plural = _("sono d'accordo")
        constraints = [models.UniqueConstraint(fields=("observation", "user"), name="support_once_per_person")]

    def __str__(self) -> str:
        return f"{self.observation_id}"
