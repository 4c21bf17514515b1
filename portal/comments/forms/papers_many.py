# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many letters at once: the file, the minutes, and what each paragraph of the minutes is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.enums import MandateRole
from portal.comments import enums
from portal.comments.forms.fields import LONGEST_TEXT, LineField, WordsField
from portal.comments.services.papers_many.reading import MOST_BYTES
from portal.core.bodies import SizedFileField

if TYPE_CHECKING:
    from portal.comments.models import PaperBatch

WHO = (
    ("persona", gettext_lazy("una persona")),
    ("partner", gettext_lazy("un partner")),
    ("seggio", gettext_lazy("un seggio collettivo del Distretto")),
    ("anonimo", gettext_lazy("non vuole comparire")),
)


SELDOM = frozenset({"role", "signer", "category", "passage", "proposed"})
ROLES = (
    ("", gettext_lazy("come nel registro")),
    *((role.value, role.label) for role in (MandateRole.DELEGATE, MandateRole.SUBSTITUTE)),
)


class _ScopeForm(forms.Form):
    """For which consultation."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Consultazione"), error_messages={"required": gettext_lazy("Scegli la consultazione.")}
    )

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]


class SheetForm(_ScopeForm):
    """A spreadsheet."""

    file = SizedFileField(
        most_bytes=MOST_BYTES,
        label=gettext_lazy("Foglio di calcolo"),
        help_text=gettext_lazy("XLSX, ODS o CSV (con punto e virgola o virgola), al massimo 1.000 righe."),
        error_messages={"required": gettext_lazy("Scegli il file.")},
    )
    notice_given = forms.BooleanField(
        label=gettext_lazy("Chi ha scritto ha avuto l'informativa sulla privacy"),
        error_messages={"required": gettext_lazy("Va data prima di inserire i testi.")},
    )


class MinutesForm(_ScopeForm):
    """The minutes of a tavolo or of a focus group."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Di che cosa è il verbale"),
        choices=[
            (enums.Channel.TAVOLO.value, gettext_lazy("di un tavolo")),
            (enums.Channel.FOCUS_GROUP.value, gettext_lazy("di un gruppo di ascolto")),
        ],
    )
    day = forms.DateField(
        label=gettext_lazy("Giorno dell'incontro"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Scrivi il giorno dell'incontro.")},
    )
    registry_number = LineField(label=gettext_lazy("Numero di protocollo"), required=False, max_length=40)
    pasted = WordsField(
        label=gettext_lazy("Testo del verbale"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Ogni paragrafo o punto di un elenco diventa una riga da controllare."),
    )
    file = SizedFileField(
        most_bytes=MOST_BYTES,
        label=gettext_lazy("Oppure un file"),
        required=False,
        help_text=gettext_lazy("DOCX o testo semplice."),
    )
    notice_given = forms.BooleanField(
        label=gettext_lazy("Chi era presente ha avuto l'informativa sulla privacy"),
        error_messages={"required": gettext_lazy("Va data prima di inserire i testi.")},
    )

    def clean(self) -> dict[str, Any]:
        """Check that there is a text, and that the day has come."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("pasted") and not data.get("file"):
            self.add_error("pasted", _("Incolla il testo o scegli un file."))
        if data.get("day") and data["day"] > timezone.localdate():
            self.add_error("day", _("È nel futuro."))
        return data


class RowForm(forms.Form):
    """One paragraph of the minutes: whether it is kept, about what, from whom, and its words."""

    is_kept = forms.BooleanField(label=gettext_lazy("Inserisci questa riga"), required=False)
    text = WordsField(
        label=gettext_lazy("Testo"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    target = forms.ChoiceField(label=gettext_lazy("Su che cosa è"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Chi l'ha detta"), choices=WHO)
    name = LineField(
        label=gettext_lazy("Nome che compare, o partner, o seggio"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organizzazioni"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Per un seggio: in che ruolo"), choices=ROLES, required=False)
    signer = LineField(
        label=gettext_lazy("Per un partner o un seggio: chi ha parlato, se vuole comparire"),
        required=False,
        max_length=80,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Che cos'è"), choices=[(kind.value, capfirst(kind.label)) for kind in enums.Kind]
    )

    category = forms.ChoiceField(label=gettext_lazy("Di che cosa parla"), required=False)
    passage = WordsField(
        label=gettext_lazy("Parole commentate"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text=gettext_lazy("Solo se parla di alcune parole del paragrafo: copiale qui come sono scritte."),
    )
    proposed = WordsField(
        label=gettext_lazy("Parole proposte"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Solo per una proposta di testo: il paragrafo come lo vorrebbe chi propone."),
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str]],
        categories: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        if not categories:
            del self.fields["category"]
            return
        labels = [(label, label) for _slug, label in categories]
        self.fields["category"].choices = [("", gettext_lazy("Non lo dice")), *labels]  # type: ignore[attr-defined]

    @property
    def usual(self) -> list[forms.BoundField]:
        """What every row says."""
        return [self[name] for name in self.fields if name not in SELDOM]

    @property
    def seldom(self) -> list[forms.BoundField]:
        """What few rows say."""
        return [self[name] for name in self.fields if name in SELDOM]

    @property
    def says_more(self) -> bool:
        """Whether this row says any of that, or something is wrong there."""
        return any(field.value() or field.errors for field in self.seldom)


def row_forms(
    batch: PaperBatch, data: Any, *, places: Sequence[tuple[str, str]], categories: Sequence[tuple[str, str]]
) -> list[RowForm]:
    """Return one form for each row, with what was chosen."""
    return [
        RowForm(
            data,
            prefix=f"riga-{row['number']}",
            places=places,
            categories=categories,
            initial={**row, "is_kept": row.get("is_kept", True)},
        )
        for row in batch.rows
    ]
