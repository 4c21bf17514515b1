# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing together: a contribution, a comment, a copy, who leads, and sending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.comments import enums, words
from portal.comments.forms.fields import KeyField, LineField, WordsField, new_key
from portal.comments.forms.writing import LONGEST_NAME, WordsForm, in_capitals
from portal.comments.queries.names import is_name_of_an_organisation
from portal.comments.queries.responses import name_of

if TYPE_CHECKING:
    from partners.models import Mandate, Partner
    from portal.comments.targets import Target

LONGEST_COMMENT = 2000
TWO = 2


class KindForm(WordsForm):
    """The words and what they are."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Che cos'è"), choices=enums.Kind.choices, widget=forms.RadioSelect,
        initial=enums.Kind.OBSERVATION,
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[str] = tuple(enums.Kind.values), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.value, capfirst(kind.label)) for kind in enums.Kind if kind.value in kinds]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]


class DraftForm(KindForm):
    """A contribution for a partner. Who speaks for two must choose: nothing is chosen beforehand."""

    key = KeyField()
    partner = forms.ChoiceField(
        label=gettext_lazy("Con i colleghi di quale organizzazione"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Scegli per quale organizzazione scrivi.")},
    )
    field_order = ("key", "partner", "text", "kind")

    def __init__(self, *args: Any, target: Target, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, kinds=target.kinds, **kwargs)
        self.fields["key"].initial = new_key()
        self.fields["partner"].choices = [(str(one.pk), one.name) for one in partners]  # type: ignore[attr-defined]
        if len(partners) < TWO:
            self.fields["partner"].widget = forms.HiddenInput()
            self.fields["partner"].initial = str(partners[0].pk) if partners else ""

    @property
    def partner_id(self) -> int:
        """The organisation chosen."""
        return int(self.cleaned_data["partner"])


class CommentForm(forms.Form):
    """Something for the colleagues."""

    key = KeyField()
    text = WordsField(
        label=gettext_lazy("Che cosa vuoi dire ai colleghi"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Scrivi il commento."),
            "max_length": gettext_lazy("È troppo lungo: al massimo %(limit_value)d caratteri."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()


class CopyForm(KindForm):
    """The lead's copy; `edition` is the one that was seen."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class LeadForm(forms.Form):
    """Who leads, among those who speak for the partner."""

    person = forms.ChoiceField(
        label=gettext_lazy("Chi guida la risposta"),
        error_messages={"required": gettext_lazy("Scegli una persona.")},
    )
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, colleagues: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(one.user_id), f"{name_of(one.user)}, {one.get_role_display()}") for one in colleagues
        ]

    @property
    def person_id(self) -> int:
        """The person chosen."""
        return int(self.cleaned_data["person"])


class SendForm(forms.Form):
    """How the name of who sends will appear; `seen` is what was shown."""

    key = KeyField()
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name_choice = forms.ChoiceField(
        label=gettext_lazy("Come vuoi comparire"),
        choices=[one for one in in_capitals(enums.NameChoice) if one[0] != enums.NameChoice.CHOSEN],
        widget=forms.RadioSelect,
        initial=enums.NameChoice.FULL,
    )
    name = LineField(
        label=gettext_lazy("Il tuo nome"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Si legge accanto al tuo ruolo nell'organizzazione."),
        error_messages={"required": gettext_lazy("Scrivi nome e cognome.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()

    @property
    def display_name(self) -> str:
        """The name exactly as readers will see it."""
        name: str = self.cleaned_data["name"]
        if self.cleaned_data["name_choice"] == enums.NameChoice.INITIALS:
            return words.initials(name)
        return name

    def clean_name(self) -> str:
        """Return the name.

        :raises ValidationError: it is not that of a person.
        """
        name: str = self.cleaned_data["name"]
        if not words.initials(name):
            raise forms.ValidationError(_("Scrivi nome e cognome."))
        if "@" in name or "://" in name:
            raise forms.ValidationError(_("Il nome compare sul sito: non scrivere indirizzi."))
        if is_name_of_an_organisation(name):
            raise forms.ValidationError(_("Questo è il nome di un ufficio o di un'organizzazione: scrivi il tuo."))
        return name
