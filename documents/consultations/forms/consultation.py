# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the office prepares a consultation, and how the coordinator gives it dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.consultations import calendar
from documents.consultations.forms.categories import CategoryFields
from documents.consultations.forms.moments import RomeMomentField
from documents.consultations.models import Consultation, Section
from documents.consultations.models.consultation import SHORTEST_REASON
from documents.consultations.queries import preparation
from documents.consultations.queries.categories import categories_of
from documents.library.models import Document
from portal.core.slugs import free_slug
from portal.ui.dates import day_in_rome

FIRST_QUESTION = _("Che cosa manca?")
LONGEST_QUESTION = 300
QUESTION = "domanda-"
WRITTEN_AT_LENGTH = ("purpose", "negotiable", "not_negotiable", "who_decides")


class ConsultationForm(forms.ModelForm[Consultation]):
    """Why, about what, who answers; the guiding questions of every section once the version is chosen."""

    slug = forms.SlugField(
        label=_("Indirizzo"), required=False, max_length=120, help_text=_("Lascia vuoto: nasce dal titolo.")
    )
    materials: forms.ModelMultipleChoiceField[Document] = forms.ModelMultipleChoiceField(
        label=_("Materiali per capire"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Documenti pubblici della biblioteca che aiutano a capire che cosa si chiede."),
    )
    general_question = forms.CharField(
        label=_("Domanda guida per tutte le sezioni"), max_length=LONGEST_QUESTION, required=False
    )

    class Meta:
        model = Consultation
        fields = (
            "title", "slug", "version", "purpose", "negotiable", "not_negotiable", "who_decides",
            "responsible_officer", "responsible_contact", "office", "notice", "is_premoderated", "answers_due_date",
            "evaluation",
        )  # fmt: skip
        widgets = {
            "answers_due_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{name: forms.Textarea(attrs={"rows": 4}) for name in WRITTEN_AT_LENGTH},
        }
        help_texts = {
            "version": _("Il testo che le persone leggono. Dopo l'apertura non si cambia più."),
            "purpose": _("Due o tre frasi: che cosa vi serve sapere, e da chi."),
            "negotiable": _("Su che cosa un'osservazione può cambiare il testo."),
            "not_negotiable": _("Dillo prima: leggi, somme già decise, obblighi. Nessuno scriverà per niente."),
            "who_decides": _("Chi approva il testo, con quale atto, entro quando."),
            "responsible_officer": _("Nome e cognome, come vuole la legge 241 del 1990: si legge in pubblico."),
            "responsible_contact": _("E-mail o telefono dell'ufficio: si legge in pubblico."),
            "office": _("L'ufficio che firma le risposte. Il nome di chi le scrive non compare mai."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = CategoryFields(self)
        self.fields["version"].queryset = preparation.versions_to_consult(self.instance)  # type: ignore[attr-defined]
        self.fields["materials"].queryset = preparation.possible_materials()  # type: ignore[attr-defined]
        asked = preparation.questions_by_section(self.instance)
        self.initial.setdefault("general_question", asked.pop("", "" if self.instance.pk else FIRST_QUESTION))
        if not self.instance.pk:
            del self.fields["evaluation"]
            return
        self.initial.setdefault("materials", preparation.chosen_materials(self.instance))
        self.fields["version"].disabled = preparation.is_announced(self.instance)
        self._offer_sections()
        for identity, title in preparation.sections_to_ask(self.instance):
            name = f"{QUESTION}{identity}"
            self.fields[name] = forms.CharField(
                label=_("Domanda per: %s") % title, max_length=LONGEST_QUESTION, required=False
            )
            self.initial.setdefault(name, asked.get(identity, ""))

    def _offer_sections(self) -> None:
        """Let the office reopen some sections only; after the announcement it is as people were told."""
        self.fields["only_sections"] = forms.MultipleChoiceField(
            label=_("Riapri solo queste sezioni"),
            choices=preparation.sections_to_ask(self.instance),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=[str(section.pk) for section in self.instance.only_sections.all()],
            disabled=preparation.is_announced(self.instance),
            help_text=_("Per rivedere una parte di un testo approvato. Nessuna spunta: si scrive su tutto il testo."),
        )

    @property
    def only_sections(self) -> list[Section] | None:
        """The sections to reopen; nothing where the form does not ask."""
        if "only_sections" not in self.fields:
            return None
        rows = preparation.section_rows(self.instance)
        return [rows[identity] for identity in self.cleaned_data["only_sections"] if identity in rows]

    def clean_answers_due_date(self) -> date | None:
        """Return the day of the answers.

        :raises ValidationError: it does not come after the closing.
        """
        due: date | None = self.cleaned_data["answers_due_date"]
        closes_at = preparation.last_closing(self.instance)
        if due is not None and closes_at is not None and due <= day_in_rome(closes_at):
            raise ValidationError(gettext("Le risposte vengono dopo la chiusura della consultazione."))
        return due

    def clean(self) -> dict[str, Any]:
        """Give the consultation its text and, if none was typed, its address."""
        data = super().clean() or self.cleaned_data
        if data.get("version"):
            self.instance.text = data["version"].text
        self.categories.clean(data)
        if not data.get("slug") and data.get("title") and "slug" not in self.errors:
            data["slug"] = self.instance.slug or free_slug(Consultation, data["title"], max_length=120)
        return data

    @property
    def questions(self) -> list[tuple[Section | None, str]]:
        """The guiding questions in order: the general one, then those of the sections."""
        found: list[tuple[Section | None, str]] = []
        general = self.cleaned_data["general_question"].strip()
        if general:
            found.append((None, general))
        sections = preparation.section_rows(self.instance)
        for name, value in self.cleaned_data.items():
            section = sections.get(name.removeprefix(QUESTION)) if name.startswith(QUESTION) else None
            if section is not None and value.strip():
                found.append((section, value.strip()))
        return found

    @property
    def chosen_materials(self) -> Sequence[Document]:
        """The materials in order."""
        return list(self.cleaned_data["materials"])


class WindowForm(forms.Form):
    """Opening and closing instants. What is unwise must be confirmed, what is impossible is refused."""

    opens_at = RomeMomentField(label=_("Si apre"), help_text=_("Giorno e ora di Roma."))
    closes_at = RomeMomentField(
        label=_("Si chiude"), help_text=_("Giorno e ora di Roma: a quest'ora in punto non si scrive più.")
    )
    is_confirmed = forms.BooleanField(label=_("Ho letto gli avvisi: apro lo stesso"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Refuse inverted dates; ask to confirm a short time or a closing on a day off."""
        data = super().clean() or self.cleaned_data
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at is None or closes_at is None:
            return data
        if closes_at <= opens_at:
            self.add_error("closes_at", _("La chiusura viene prima dell'apertura."))
            return data
        self.warnings = calendar.warnings(opens_at=opens_at, closes_at=closes_at)
        if self.warnings and not data.get("is_confirmed"):
            self.add_error("is_confirmed", _("Leggi gli avvisi qui sopra, poi conferma."))
        return data


class MoveForm(forms.Form):
    """A new closing, and why. What is unwise must be confirmed, as at the opening."""

    closes_at = RomeMomentField(label=_("Si chiude"), help_text=_("Giorno e ora di Roma."))
    reason = forms.CharField(
        label=_("Motivo"),
        min_length=SHORTEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Si legge in pubblico, e chi ha scritto riceve un avviso. Almeno 15 caratteri."),
        error_messages={
            "required": _("Scrivi perché: chi voleva scrivere deve saperlo."),
            "min_length": _("Scrivi almeno 15 caratteri: si legge in pubblico, accanto alla nuova data."),
        },
    )
    is_confirmed = forms.BooleanField(label=_("Ho letto gli avvisi: cambio lo stesso"), required=False)

    def __init__(self, *args: Any, opens_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opens_at = opens_at
        self.warnings: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Ask to confirm a time that becomes too short, or a closing on a day off."""
        data = super().clean() or self.cleaned_data
        closes_at = data.get("closes_at")
        if closes_at is None or closes_at <= self.opens_at:
            return data
        self.warnings = calendar.warnings(opens_at=self.opens_at, closes_at=closes_at)
        if self.warnings and not data.get("is_confirmed"):
            self.add_error("is_confirmed", _("Leggi gli avvisi qui sopra, poi conferma."))
        return data


def copied(old: Consultation) -> dict[str, Any]:
    """Return what a new consultation may take over from an older one; dates, text and answers stay its own."""
    names = (
        "purpose", "negotiable", "not_negotiable", "who_decides", "responsible_officer", "responsible_contact",
        "office", "notice", "is_premoderated",
    )  # fmt: skip
    asked = preparation.questions_by_section(old).get("", str(FIRST_QUESTION))
    return {
        **{name: getattr(old, name) for name in names},
        "title": old.title,
        "general_question": asked,
        "new_categories": "\n".join(one.label for one in categories_of(old)),
        "materials": preparation.chosen_materials(old),
    }
