# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing an observation or a reply, and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.comments import enums, words
from portal.comments.forms.fields import LONGEST_TEXT, KeyField, LineField, WordsField, new_key
from portal.comments.forms.passage import PassageMixin
from portal.comments.queries.names import is_name_of_an_organisation
from portal.comments.services import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from partners.models import Mandate, Partner
    from portal.comments.targets import Target
    from portal.core.models import User

MYSELF, SEAT = "io", "seggio-"
SHORTEST_TEXT = 10
LONGEST_NAME = 80


def in_capitals(choices: type[TextChoices]) -> list[tuple[str, StrOrPromise]]:
    """Return choices whose words begin with a capital: on their own they are sentences."""
    return [(choice.value, lazy_capfirst(choice.label)) for choice in choices]


lazy_capfirst = lazy(capfirst, str)


class WordsForm(PassageMixin):
    """Only the words: enough to change an observation; for a proposal, the paragraph anew as well."""

    text = WordsField(
        label=gettext_lazy("Il tuo testo"),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy(
            "Al massimo 10.000 caratteri. Non scrivere nomi di familiari o di altre persone, né malattie: "
            "chi legge potrebbe riconoscerle."
        ),
        widget=forms.Textarea(attrs={"rows": 9, "data-counter": str(LONGEST_TEXT)}),
        error_messages={
            "required": gettext_lazy("Scrivi il tuo testo."),
            "min_length": gettext_lazy("È troppo breve: scrivi almeno %(limit_value)d caratteri."),
            "max_length": gettext_lazy("È troppo lungo: hai scritto %(show_value)d caratteri su %(limit_value)d."),
        },
    )


class WriteForm(WordsForm):
    """An observation: the words, what they are, for whom one speaks, and how one's name will appear."""

    key = KeyField()
    kind = forms.ChoiceField(
        label=gettext_lazy("Che cos'è"), choices=enums.Kind.choices, widget=forms.RadioSelect,
        initial=enums.Kind.OBSERVATION,
    )  # fmt: skip
    category = forms.ChoiceField(
        label=gettext_lazy("Di che cosa parla"),
        required=False,
        help_text=gettext_lazy("Facoltativo: aiuta a leggere insieme le osservazioni che si somigliano."),
    )
    voice = forms.ChoiceField(
        label=gettext_lazy("Per chi parli"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Scegli per chi parli.")},
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("Scrivi per un'altra persona?"),
        required=False,
        choices=[("", gettext_lazy("No, scrivo per me")), *in_capitals(enums.Capacity)],
        help_text=gettext_lazy("Per esempio per un familiare o per chi assisti. Accanto al nome si leggerà questo."),
    )
    name_choice = forms.ChoiceField(
        label=gettext_lazy("Come vuoi comparire"), choices=in_capitals(enums.NameChoice), widget=forms.RadioSelect,
        initial=enums.NameChoice.INITIALS,
    )  # fmt: skip
    name = LineField(
        label=gettext_lazy("Il tuo nome"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy(
            "Nome e cognome, oppure il nome che hai scelto. Se scegli le iniziali teniamo e mostriamo solo quelle."
        ),
        error_messages={"required": gettext_lazy("Scrivi il nome: decidi tu come comparirà.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(
        self,
        *args: Any,
        target: Target,
        user: User | AnonymousUser,
        mandates: Sequence[Mandate] = (),
        seats: Sequence[Mandate] = (),
        is_reply: bool = False,
        chosen: tuple[int, int] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        if target.kind == "paragraph" and not is_reply:
            self._offer_words(target, chosen)
        self._categories = {slug: str(label) for slug, label in target.categories}
        self.partners: dict[str, Partner] = {str(mandate.partner_id): mandate.partner for mandate in mandates}
        self.seats = {f"{SEAT}{mandate.seat_id}": mandate for mandate in seats}
        self.fields["key"].initial = new_key()
        self._offer_kinds(target, is_reply=is_reply)
        offer_categories(self, target, is_reply=is_reply)
        self._offer_voices()
        if user.is_authenticated:
            self.fields["name"].initial = user.get_full_name()

    def _offer_kinds(self, target: Target, *, is_reply: bool) -> None:
        choices = [(kind.value, capfirst(kind.label)) for kind in enums.Kind if kind.value in target.kinds]
        if is_reply or len(choices) < 2:  # noqa: PLR2004 -- nothing to choose
            del self.fields["kind"]
        else:
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def _offer_words(self, target: Target, chosen: tuple[int, int] | None) -> None:
        self.offer_passage(target.quote, chosen=chosen)
        if enums.Kind.PROPOSAL in target.kinds:
            self.offer_proposal(target.quote)
        self.order_fields(["text", "kind", "words_first", "words_last", "proposed"])

    def _offer_voices(self) -> None:
        is_staff = self._user.is_authenticated and self._user.is_staff
        if not self.partners and not self.seats and not is_staff:
            del self.fields["voice"]
            return
        myself = _("A titolo personale, non per l'ufficio") if is_staff else _("Per me, a titolo personale")
        organisations = [(pk, _("Per %s") % partner.name) for pk, partner in self.partners.items()]
        seats = [
            (name, _("Per il seggio «%(seat)s» (%(role)s)") % {"seat": _seat_name(one), "role": one.get_role_display()})
            for name, one in self.seats.items()
        ]
        self.fields["voice"].choices = [(MYSELF, myself), *organisations, *seats]  # type: ignore[attr-defined]

    @property
    def partner(self) -> Partner | None:
        """The organisation chosen as the voice."""
        return self.partners.get(self.cleaned_data.get("voice", ""))

    @property
    def seat_mandate(self) -> Mandate | None:
        """The mandate of the collective seat chosen as the voice."""
        return self.seats.get(self.cleaned_data.get("voice", ""))

    @property
    def voice_name(self) -> str:
        """For whom one speaks, as readers will read it after «per»; or nothing."""
        if self.partner is not None:
            return self.partner.name
        held = self.seat_mandate
        if held is None:
            return ""
        return _("il seggio «%(seat)s» (%(role)s)") % {"seat": _seat_name(held), "role": held.get_role_display()}

    @property
    def display_name(self) -> str:
        """The public name, exactly as readers will see it."""
        name: str = self.cleaned_data["name"]
        if self.cleaned_data["name_choice"] == enums.NameChoice.INITIALS:
            return words.initials(name)
        return name

    @property
    def capacity_label(self) -> str:
        """In what capacity one writes for somebody else, or nothing."""
        chosen = self.cleaned_data.get("capacity")
        return str(enums.Capacity(chosen).label) if chosen else ""

    @property
    def category_label(self) -> str:
        """What it is about, in the words of the consultation, or nothing."""
        chosen = self.cleaned_data.get("category") or ""
        return self._categories.get(chosen, "")

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return str(enums.Kind(self.cleaned_data.get("kind") or enums.Kind.OBSERVATION).label)

    def clean(self) -> dict[str, Any]:
        """Check that the public name may be shown.

        :raises ValidationError: it may not.
        """
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == enums.Kind.AGREEMENT and self.has_error("text", "required"):
            del self.errors["text"]
            with override("it"):  # what is stored is in Italian, whatever language the page is read in
                data["text"] = _("Sono d'accordo con queste parole.")
        if "name" in data and "name_choice" in data:
            self._check_name(data)
        return data

    def draft(self, *, parent_id: int | None = None) -> Draft:
        """Return what the person wants to say."""
        return Draft(
            text=self.cleaned_data["text"],
            kind=self.cleaned_data.get("kind") or enums.Kind.OBSERVATION,
            category=self.cleaned_data.get("category") or "",
            name_choice=self.cleaned_data["name_choice"],
            display_name=self.display_name,
            capacity=self.cleaned_data.get("capacity", ""),
            voice_id=self.partner.pk if self.partner else None,
            seat_id=self.seat_mandate.seat_id if self.seat_mandate else None,
            parent_id=parent_id,
            chosen=self.chosen,
            proposed=self.proposed,
        )

    def _check_name(self, data: dict[str, Any]) -> None:
        choice, name = data["name_choice"], data["name"]
        if choice == enums.NameChoice.INITIALS and not words.initials(name):
            self.add_error("name", _("Servono nome e cognome per ricavare le iniziali."))
        if choice == enums.NameChoice.CHOSEN and self.voice_name:
            self.add_error(
                "name_choice", _("Chi parla per un'organizzazione compare con le iniziali o con nome e cognome.")
            )
        if "@" in name or "://" in name:
            self.add_error("name", _("Il nome compare sul sito: non scrivere indirizzi."))
        if choice != enums.NameChoice.INITIALS and is_name_of_an_organisation(name):
            self.add_error("name", _("Questo è il nome di un ufficio o di un'organizzazione: scrivi il tuo."))


def _seat_name(mandate: Mandate) -> str:
    return mandate.seat.shown_name if mandate.seat else ""


def offer_categories(form: forms.Form, target: Target, *, is_reply: bool = False) -> None:
    """Offer the categories of the consultation, or take the field away where there is nothing to choose."""
    if is_reply or not target.categories:
        del form.fields["category"]
        return
    choices = [("", gettext_lazy("Non lo dico")), *target.categories]
    form.fields["category"].choices = choices  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """Where the code goes, for who is not signed in."""

    email = forms.EmailField(
        label=gettext_lazy("La tua e-mail"),
        help_text=gettext_lazy("Ti mandiamo un codice di sei cifre. L'indirizzo non compare sul sito."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Scrivi la tua e-mail: serve per mandarti il codice.")},
    )


class CodeForm(forms.Form):
    """The code that was mailed."""

    code = LineField(
        label=gettext_lazy("Codice di sei cifre"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Scrivi il codice che hai ricevuto per e-mail.")},
    )

    def clean_code(self) -> str:
        """Return the six digits.

        :raises ValidationError: there are not six.
        """
        digits = "".join(sign for sign in self.cleaned_data["code"] if sign in "0123456789")
        if len(digits) != 6:  # noqa: PLR2004 -- as many as `portal.core.codes` mails
            raise ValidationError(_("Il codice ha sei cifre."))
        return digits


class ReportForm(forms.Form):
    """Why moderators should look."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Perché la segnali"),
        choices=in_capitals(enums.ReportReason),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Scegli un motivo.")},
    )
    text = WordsField(
        label=gettext_lazy("Vuoi aggiungere qualcosa?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Lo leggono solo i moderatori. Al massimo 1.000 caratteri."),
    )
