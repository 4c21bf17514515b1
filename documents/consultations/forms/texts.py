# SPDX-License-Identifier: AGPL-3.0-or-later
"""What staff type to bring a draft in, to publish a version and to record an act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.consultations.enums import Stage, TextKind
from documents.consultations.imports.sources import MAX_CHARACTERS
from portal.core.bodies import SizedFileField
from portal.core.models import Area
from portal.core.uploads import MOST_BYTES


class ImportForm(forms.Form):
    """A file, or words pasted from Word; the browser adds the pasted HTML where it can."""

    file = SizedFileField(
        most_bytes=MOST_BYTES,
        label=_("Un file"),
        required=False,
        help_text=_("Word (.docx), Markdown (.md) o testo semplice (.txt), fino a 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.md,.markdown,.txt"}),
    )
    words = forms.CharField(
        label=_("Oppure incolla qui il testo"),
        required=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "data-keeps-html": "pasted_html"}),
        help_text=_("Una riga vuota divide i paragrafi."),
    )
    pasted_html = forms.CharField(required=False, max_length=MAX_CHARACTERS, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """Return the values, if there is something to read.

        :raises ValidationError: neither a file nor words.
        """
        values: dict[str, Any] = super().clean() or {}
        if not values.get("file") and not values.get("words") and not self.errors:
            raise forms.ValidationError(_("Scegli un file, o incolla il testo."))
        return values


class ConfirmForm(forms.Form):
    """What a new text is, said by whoever says that it was understood."""

    title = forms.CharField(label=_("Titolo"), max_length=250)
    kind = forms.ChoiceField(label=_("Che cos'è"), choices=TextKind.choices)
    summary = forms.CharField(
        label=_("In poche parole"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Due o tre frasi: che cos'è questo testo e a chi serve."),
    )
    origin_note = forms.CharField(label=_("Da dove viene"), required=False, max_length=250)
    area = forms.ModelChoiceField(label=_("Area"), required=False, queryset=Area.objects.all())
    are_ready = forms.BooleanField(
        label=_("Le sezioni sono già pronte per la prima versione"),
        required=False,
        help_text=_("Se vuoi prima rileggerle nell'editor, lascia vuoto."),
    )


class PublishForm(forms.Form):
    """A note, and the digest of what was looked at."""

    note = forms.CharField(
        label=_("Nota alla versione"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Si legge in pubblico: per esempio, che cosa cambia in questa versione."),
    )
    expected = forms.CharField(widget=forms.HiddenInput(), max_length=64)


class StageForm(forms.Form):
    """The act by which a version was adopted or approved."""

    stage = forms.ChoiceField(
        label=_("Che cosa è successo"),
        choices=[(stage.value, stage.label) for stage in (Stage.ADOPTED, Stage.APPROVED)],
    )
    act_number = forms.CharField(label=_("Numero dell'atto"), max_length=40)
    act_body = forms.CharField(label=_("Organo"), max_length=120, help_text=_("Per esempio: Giunta comunale."))
    act_date = forms.DateField(label=_("Data dell'atto"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Nota"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
