# SPDX-License-Identifier: AGPL-3.0-or-later
"""The application to join, on one screen: the fiscal code first, and only what no public register holds."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners import queries
from partners.enums import ApplicantRole, PartnerKind, RuntsSection
from partners.models import Application, Call
from partners.validators import WebAddressValidator, clean_number, validate_fiscal_code
from portal.core.models import Area

ME, OTHER = "io", "altra"
FROM_RUNTS = ("name", "kind", "municipality", "address")
SENSIBLE_ROWS = 4
LONGEST_TEXT = 1500


def new_key() -> str:
    """Return a key for a form that is about to be shown."""
    return uuid.uuid4().hex


class MostOneLine(forms.CharField):
    """A text on one line, without control characters or spaces around."""

    def to_python(self, value: Any) -> str:
        """Return the line."""
        return " ".join("".join(c if c.isprintable() else " " for c in str(value or "")).split())


class ApplicationForm(forms.Form):
    """An application. What the RUNTS knows of the fiscal code is neither asked nor taken from who types."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    fiscal_code = MostOneLine(
        label=gettext_lazy("Codice fiscale dell'organizzazione"),
        max_length=40,
        help_text=gettext_lazy("Undici cifre. Mai quello di una persona."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = MostOneLine(label=gettext_lazy("Denominazione, come nello statuto"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Che tipo di organizzazione è"),
        choices=[("", gettext_lazy("Scegli")), *PartnerKind.choices],
        error_messages={"required": gettext_lazy("Scegli il tipo.")},
    )
    municipality = MostOneLine(label=gettext_lazy("Comune della sede"), max_length=80)
    address = MostOneLine(label=gettext_lazy("Via e numero"), max_length=200, required=False)
    areas: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("In quali aree lavora"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Scegli almeno un'area.")},
    )
    what_it_does = forms.CharField(
        label=gettext_lazy("Che cosa fa"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Due o tre frasi, come le diresti a un vicino. Si leggeranno nel registro."),
        widget=forms.Textarea(attrs={"rows": SENSIBLE_ROWS}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail dell'organizzazione"),
        help_text=gettext_lazy("Si leggerà nel registro: non usare quella di una persona."),
    )
    phone = MostOneLine(label=gettext_lazy("Telefono dell'organizzazione"), max_length=40, required=False)
    website = forms.URLField(
        label=gettext_lazy("Sito"), required=False, assume_scheme="https", validators=[WebAddressValidator()]
    )
    applicant_name = MostOneLine(
        label=gettext_lazy("Il tuo nome e cognome"),
        max_length=120,
        help_text=gettext_lazy("Lo legge solo l'ufficio."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    applicant_role = forms.ChoiceField(
        label=gettext_lazy("A che titolo presenti la domanda"), choices=ApplicantRole.choices, widget=forms.RadioSelect
    )
    delegate = forms.ChoiceField(
        label=gettext_lazy("Chi parlerà per l'organizzazione nel Distretto"),
        choices=[(ME, gettext_lazy("Io")), (OTHER, gettext_lazy("Un'altra persona"))],
        widget=forms.RadioSelect,
        initial=ME,
        help_text=gettext_lazy("Altre persone si possono invitare dopo, quando volete."),
    )
    delegate_name = MostOneLine(label=gettext_lazy("Nome e cognome dell'altra persona"), max_length=120, required=False)
    delegate_email = forms.EmailField(
        label=gettext_lazy("E-mail dell'altra persona"),
        required=False,
        help_text=gettext_lazy("Se la domanda è ammessa riceve un invito personale."),
    )
    has_declared = forms.BooleanField(
        label=gettext_lazy(
            "Dichiaro che quello che ho scritto è vero, che l'organizzazione ha i requisiti dell'avviso e che posso "
            "presentare la domanda per lei"
        ),
        help_text=gettext_lazy("Dichiarazione resa in base al D.P.R. 445/2000: chi dichiara il falso ne risponde."),
        error_messages={"required": gettext_lazy("Senza la dichiarazione la domanda non si può presentare.")},
    )

    def __init__(
        self, *args: Any, call: Call, draft: Application | None = None, takes_files: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.call, self.draft = call, draft
        self.fields["areas"].queryset = queries.areas_to_choose()  # type: ignore[attr-defined]
        self.fields["key"].initial = new_key()
        self.facts = queries.runts_record(self._code())
        if self.facts is not None:
            for name in FROM_RUNTS:
                del self.fields[name]
        self.file_fields = self._ask_files() if takes_files else []

    def _code(self) -> str:
        typed = self.data.get("fiscal_code") if self.is_bound else self.initial.get("fiscal_code")
        return clean_number(str(typed or ""))[:16]

    def _ask_files(self) -> list[str]:
        held = {file.wanted_id for file in self.draft.files.all()} if self.draft else set()
        names = []
        for wanted in self.call.attachments.all():
            name = f"allegato_{wanted.pk}"
            self.fields[name] = forms.FileField(
                label=wanted.label,
                required=wanted.is_required and wanted.pk not in held,
                help_text=wanted.explanation or _("PDF, DOCX, ODT o un'immagine, al massimo 10 MB."),
                error_messages={"required": _("Allega il documento: %(name)s.") % {"name": wanted.label}},
            )
            names.append(name)
        return names

    def clean_fiscal_code(self) -> str:
        """Return the eleven digits, or refuse with the reason."""
        number = clean_number(self.cleaned_data["fiscal_code"])
        validate_fiscal_code(number)
        return number

    def clean(self) -> dict[str, Any]:
        """Ask for the other person's name and address when somebody else will speak."""
        values = super().clean() or self.cleaned_data
        if values.get("delegate") == OTHER:
            for name in ("delegate_name", "delegate_email"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Serve per invitare l'altra persona."), code="required"))
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What was understood, as a draft keeps it: the RUNTS prevails over what is typed."""
        taken = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "delegate"}}
        for name in self.file_fields:
            taken.pop(name, None)
        if self.cleaned_data.get("delegate") == ME:
            taken |= {"delegate_name": "", "delegate_email": ""}
        if self.facts is None:
            return {**taken, "runts_section": "", "runts_number": "", "is_from_runts": False}
        facts = self.facts
        return {
            **taken,
            "name": facts.name[:200],
            "kind": PartnerKind.ETS,
            "municipality": facts.municipality[:80],
            "runts_section": facts.section,
            "runts_number": facts.number[:20],
            "is_from_runts": True,
        }

    @property
    def section_label(self) -> str:
        """The section of the RUNTS in words."""
        return str(dict(RuntsSection.choices).get(self.facts.section, "")) if self.facts else ""

    @property
    def sent_files(self) -> list[tuple[int, Any]]:
        """Pairs of the wanted document and the file that came with this request."""
        pairs = [(int(name.removeprefix("allegato_")), self.files.get(name)) for name in self.file_fields]
        return [(pk, file) for pk, file in pairs if file]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What was typed, with its labels, for the page that is read before sending."""
        return [
            (str(field.label), self._words_of(name))
            for name, field in self.fields.items()
            if name not in {"key", "has_declared", "fiscal_code", *self.file_fields} and self._words_of(name)
        ]

    def _words_of(self, name: str) -> str:
        value, field = self.cleaned_data.get(name), self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(one) for one in value or [])
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, ""))  # type: ignore[arg-type]
        return str(value or "")


def initial_of(draft: Application) -> dict[str, Any]:
    """Return what a draft holds, as the form shows it."""
    names = (
        *FROM_RUNTS, "fiscal_code", "what_it_does", "email", "phone", "website", "applicant_name", "applicant_role",
        "delegate_name", "delegate_email", "has_declared",
    )  # fmt: skip
    found = {name: getattr(draft, name) for name in names}
    return {**found, "areas": list(draft.areas.all()), "delegate": OTHER if draft.delegate_email else ME}


class AddressForm(forms.Form):
    """The address of who has not signed in: the code goes there."""

    email_for_code = forms.EmailField(
        label=gettext_lazy("La tua e-mail"),
        help_text=gettext_lazy("Ti mandiamo un codice di sei cifre: con quello la domanda parte."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code of six digits that came by e-mail."""

    code = forms.CharField(
        label=gettext_lazy("Codice ricevuto per e-mail"),
        max_length=12,
        help_text=gettext_lazy("Sei cifre. Vale quindici minuti."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes more files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some documents, or none."""

    widget = SeveralFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the list of what was sent."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class AnswerForm(forms.Form):
    """The answer to a request of the office."""

    text = forms.CharField(
        label=gettext_lazy("La tua risposta"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Scrivi la risposta, anche breve.")},
    )
    documents = FilesField(
        label=gettext_lazy("Documenti"),
        required=False,
        help_text=gettext_lazy("Solo se servono. PDF, DOCX, ODT o immagini, al massimo 10 MB l'uno."),
    )
