# SPDX-License-Identifier: AGPL-3.0-or-later
"""What staff type in of a letter, a call, a conversation at the counter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.enums import MandateRole
from partners.models import Partner
from partners.queries import roles_in_seat, seats_with_a_voice
from portal.comments import enums
from portal.comments.forms.fields import LONGEST_TEXT, KeyField, LineField, WordsField, new_key
from portal.comments.forms.passage import FIRST, LAST, PROPOSED, PassageMixin
from portal.comments.forms.writing import offer_categories
from portal.comments.passages import tidy
from portal.comments.services import Paper, supposed
from portal.core import uploads
from portal.core.clock import ROME
from portal.core.sniffing import FileRefused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from partners.models import Seat
    from portal.comments.targets import Target

PERSON, PARTNER, SEAT, NOBODY = "persona", "partner", "seggio", "nessuno"


class PaperForm(PassageMixin):
    """An observation that came by another door; about a paragraph, also which words of it, and what words instead."""

    key = KeyField()
    channel = forms.ChoiceField(
        label=gettext_lazy("Come è arrivata"),
        choices=[choice for choice in enums.Channel.choices if choice[0] != enums.Channel.WEB],
    )
    received_date = forms.DateField(
        label=gettext_lazy("Giorno di arrivo"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Conta questo giorno, non quello in cui la inserisci."),
    )
    received_time = forms.TimeField(
        label=gettext_lazy("Ora di arrivo"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Se non la sai lascia vuoto: vale mezzogiorno."),
    )
    registry_number = LineField(label=gettext_lazy("Numero di protocollo"), required=False, max_length=40)
    for_whom = forms.ChoiceField(
        label=gettext_lazy("Chi l'ha scritta"),
        widget=forms.RadioSelect,
        choices=[
            (PERSON, gettext_lazy("Una persona")),
            (PARTNER, gettext_lazy("Un partner del Distretto")),
            (SEAT, gettext_lazy("Un seggio collettivo del Distretto")),
            (NOBODY, gettext_lazy("Non vuole comparire")),
        ],
        initial=PERSON,
    )
    display_name = LineField(
        label=gettext_lazy("Nome che compare"),
        required=False,
        max_length=80,
        help_text=gettext_lazy(
            "Come ha chiesto di comparire: iniziali, un nome scelto, nome e cognome. "
            "Per un partner o un seggio: chi firma, se lo dice."
        ),
    )
    partner = forms.ModelChoiceField(
        label=gettext_lazy("Partner"), required=False, queryset=Partner.objects.none(), empty_label="—"
    )
    seat = forms.ChoiceField(
        label=gettext_lazy("Seggio, e in che ruolo"),
        required=False,
        help_text=gettext_lazy("Chi lo teneva quel giorno lo dice il registro dei seggi."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Che cos'è"), choices=enums.Kind.choices)
    category = forms.ChoiceField(label=gettext_lazy("Di che cosa parla"), required=False)
    text = WordsField(
        label=gettext_lazy("Testo"),
        min_length=5,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Parola per parola. Al posto di nomi di familiari e malattie scrivi «[omesso]»."),
    )
    file = forms.FileField(
        label=gettext_lazy("Scansione"),
        required=False,
        help_text=gettext_lazy("PDF, DOCX, ODT o immagine, al massimo 10 MB. La vede solo l'ufficio."),
    )
    notice_given = forms.BooleanField(
        label=gettext_lazy("Chi ha scritto ha avuto l'informativa sulla privacy"),
        error_messages={"required": gettext_lazy("Va data prima di inserire il testo.")},
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scope, self._moment = target.scope, timezone.now()
        self.fields["key"].initial = new_key()
        self.fields["partner"].queryset = Partner.objects.admitted()  # type: ignore[attr-defined]
        self._offer_seats()
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in enums.Kind if kind.value in target.kinds
        ]
        offer_categories(self, target)
        if target.kind == "paragraph":
            self._offer_words(target)

    def _offer_seats(self) -> None:
        """Offer each collective seat in each role in which somebody speaks for it; without one there is no choice."""
        seats = [(f"{seat.pk}:{role}", _seat_told(seat, role)) for seat, role in seats_with_a_voice()]
        if not seats:
            del self.fields["seat"]
            whom = self.fields["for_whom"]
            whom.choices = [one for one in whom.choices if one[0] != SEAT]  # type: ignore[attr-defined]
            return
        self.fields["seat"].choices = [("", "—"), *seats]  # type: ignore[attr-defined]

    def _offer_words(self, target: Target) -> None:
        self.offer_passage(target.quote)
        if enums.Kind.PROPOSAL in target.kinds:
            self.offer_proposal(target.quote)
            self.fields[PROPOSED].required = False
            self.fields[PROPOSED].help_text = gettext_lazy(
                "Se la lettera propone altre parole per il paragrafo, scrivile qui: si leggono come confronto. "
                "Altrimenti lascia com'è."
            )
        others = [name for name in self.fields if name not in {FIRST, LAST, PROPOSED}]
        place = others.index("text")
        self.order_fields([*others[:place], FIRST, LAST, "text", PROPOSED, *others[place + 1 :]])

    def _check_proposal(self, data: dict[str, Any]) -> None:
        """A letter may propose something without writing the paragraph anew."""
        is_same = not data[PROPOSED] or data[PROPOSED] == tidy(self.quote)
        if is_same:
            data[PROPOSED] = ""
        elif data.get("kind", enums.Kind.PROPOSAL) != enums.Kind.PROPOSAL:
            self.add_error("kind", _("Hai cambiato le parole del paragrafo: scegli «proposta di testo»."))

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Return the scan.

        :raises ValidationError: it is too big, or not of a kind that is taken.
        """
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is not None:
            try:
                uploads.kind_of(file)
            except FileRefused as error:
                raise ValidationError(str(error)) from error
        return file

    def clean(self) -> dict[str, Any]:
        """Check who it is from and that it does not come from the future."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("for_whom") == PERSON and not data.get("display_name"):
            self.add_error("display_name", _("Scrivi il nome che compare, o scegli «non vuole comparire»."))
        if data.get("for_whom") == PARTNER and not data.get("partner"):
            self.add_error("partner", _("Scegli il partner."))
        if data.get("for_whom") == SEAT and "seat" not in self.errors:
            self._check_seat(data)
        if data.get("received_date") and self.received_at > self._moment:
            self.add_error("received_date", _("È nel futuro: ricontrolla giorno e ora."))
        return data

    def _check_seat(self, data: dict[str, Any]) -> None:
        seat_id, role = self._seat()
        if seat_id is None:
            self.add_error("seat", _("Scegli il seggio."))
        elif data.get("received_date") and role not in roles_in_seat(seat_id, moment=self.received_at):
            self.add_error(
                "seat", _("Quel giorno, secondo il registro, nessuno parlava per questo seggio in questo ruolo.")
            )

    def _seat(self) -> tuple[int | None, str]:
        """Return the seat that was chosen, and in what role it is held."""
        number, _colon, role = str(self.cleaned_data.get("seat") or "").partition(":")
        is_chosen = number and self.cleaned_data.get("for_whom") == SEAT
        return (int(number), role) if is_chosen else (None, "")

    @property
    def received_at(self) -> datetime:
        """When it came, in Rome."""
        day, hour = self.cleaned_data["received_date"], self.cleaned_data.get("received_time")
        if hour is None:
            return supposed(day, scope=self._scope, moment=self._moment)
        return datetime.combine(day, hour, tzinfo=ROME)

    def paper(self) -> Paper:
        """Return what was copied."""
        data = self.cleaned_data
        seat_id, seat_role = self._seat()
        return Paper(
            channel=data["channel"],
            received_at=self.received_at,
            text=data["text"],
            kind=data["kind"],
            category=data.get("category", ""),
            display_name=data["display_name"] if data["for_whom"] != NOBODY else "",
            voice_id=data["partner"].pk if data["for_whom"] == PARTNER else None,
            seat_id=seat_id,
            seat_role=seat_role,
            registry_number=data["registry_number"],
            file=data["file"],
            chosen=self.chosen,
            proposed=self.proposed,
        )


def _seat_told(seat: Seat, role: str) -> str:
    return _("%(seat)s (%(role)s)") % {"seat": seat.shown_name, "role": MandateRole(role).label}
