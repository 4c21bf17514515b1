# SPDX-License-Identifier: AGPL-3.0-or-later
"""The categories of a consultation as the office types them: one box for each, and one for new ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.consultations.models import Consultation
from documents.consultations.queries.categories import categories_of, uses_of
from portal.core.slugs import stem_of

PREFIX, PLACE = "categoria-", "posto-"
LONGEST_LABEL, LONGEST_SLUG, MOST = 80, 60, 30


class CategoryFields:
    """Boxes in the form of a consultation: a label may be corrected, what somebody chose is never taken away."""

    def __init__(self, form: forms.ModelForm[Consultation]) -> None:
        self._form = form
        self._known = categories_of(form.instance)
        for place, one in enumerate(self._known, 1):
            form.fields[f"{PREFIX}{one.slug}"] = forms.CharField(
                label=_("Categoria: %s") % one.label,
                required=False,
                max_length=LONGEST_LABEL,
                initial=one.label,
                help_text=_("Vuota: la categoria si toglie, se nessuno l'ha scelta."),
            )
            form.fields[f"{PLACE}{one.slug}"] = forms.IntegerField(
                label=_("Posto in elenco di: %s") % one.label,
                required=False,
                min_value=1,
                max_value=MOST,
                initial=place,
            )
        form.fields["new_categories"] = forms.CharField(
            label=gettext_lazy("Categorie nuove"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("Una per riga: trasporto, costi, orari. Chi scrive può sceglierne una, o nessuna."),
        )

    def clean(self, data: dict[str, Any]) -> None:
        """Refuse at the field what cannot be: two alike, too many, too long, one taken away that somebody chose."""
        uses = uses_of(self._form.instance)
        for one in self._known:
            name = f"{PREFIX}{one.slug}"
            if not (data.get(name) or "").strip() and uses.get(one.slug) and name not in self._form.errors:
                told = _("%(count)d osservazioni l'hanno scelta: puoi cambiarle nome, non toglierla.")
                self._form.add_error(name, told % {"count": uses[one.slug]})
        labels = [label.casefold() for _slug, label in self._typed(data)]
        if len(labels) != len(set(labels)):
            self._form.add_error("new_categories", _("Due categorie hanno lo stesso nome."))
        if len(labels) > MOST:
            self._form.add_error("new_categories", _("Sono troppe: al massimo %(most)d.") % {"most": MOST})
        if any(len(label) > LONGEST_LABEL for label in labels):
            self._form.add_error(
                "new_categories", _("Un nome è troppo lungo: al massimo %(most)d caratteri.") % {"most": LONGEST_LABEL}
            )

    def chosen(self) -> list[tuple[str, str]]:
        """Return slug and label of each category, in order."""
        return self._typed(self._form.cleaned_data)

    def _typed(self, data: dict[str, Any]) -> list[tuple[str, str]]:
        kept = []
        for place, one in enumerate(self._known, 1):
            label = " ".join((data.get(f"{PREFIX}{one.slug}") or "").split())
            if label:
                kept.append((data.get(f"{PLACE}{one.slug}") or place, place, one.slug, label))
        found = [(slug, label) for _place, _before, slug, label in sorted(kept)]
        taken = {one.slug for one in self._known}
        for line in (data.get("new_categories") or "").splitlines():
            label = " ".join(line.split())
            if label:
                slug = _free(label, taken)
                taken.add(slug)
                found.append((slug, label))
        return found


def _free(label: str, taken: set[str]) -> str:
    stem = stem_of(label, max_length=LONGEST_SLUG - 4) or "categoria"
    candidate, number = stem, 2
    while candidate in taken:
        candidate, number = f"{stem}-{number}", number + 1
    return candidate
