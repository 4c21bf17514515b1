# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filters of the lists, and what an editor types about a document."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from documents.library.enums import DocumentKind, ProtocolKind
from documents.library.queries import Filters
from portal.core import audiences, sniffing
from portal.core.models import Area

MAX_BYTES = 25 * 1024 * 1024
TEXTS = frozenset({".csv", ".txt"})
KEPT = frozenset(sniffing.ENDINGS.values()) - {".tif"}


class FilterForm(forms.Form):
    """The filters of a list; what is not understood is left out, never an error page."""

    testo = forms.CharField(label=_("Parole del titolo o numero"), required=False, max_length=100)
    tipo = forms.ChoiceField(label=_("Tipo"), required=False)
    area = forms.ChoiceField(label=_("Area di intervento"), required=False)
    anno = forms.IntegerField(label=_("Anno"), required=False, min_value=1900, max_value=2200)
    vigenti = forms.BooleanField(label=_("Solo in vigore oggi"), required=False)
    kinds: list[tuple[str, Any]] = []

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        tipo, area = self.fields["tipo"], self.fields["area"]
        assert isinstance(tipo, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        assert isinstance(area, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        tipo.choices = [("", _("Tutti i tipi")), *self.kinds]
        area.choices = [("", _("Tutte le aree")), *Area.objects.values_list("slug", "name")]

    @property
    def filters(self) -> Filters:
        """What was understood of the choices."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            words=chosen.get("testo", "").replace("\x00", ""),
            kind=chosen.get("tipo", ""),
            area=chosen.get("area", ""),
            year=chosen.get("anno"),
            in_force_on=self.today if chosen.get("vigenti") else None,
        )


class DocumentFilterForm(FilterForm):
    """The filters of the library."""

    kinds = list(DocumentKind.choices)


class ProtocolFilterForm(FilterForm):
    """The filters of the agreements."""

    kinds = list(ProtocolKind.choices)


def check_file(file: UploadedFile[bytes]) -> None:
    """Let a file in if it is small enough and is what its name says.

    :raises ValidationError: too large, of a kind we do not keep, or something else under another name.
    """
    extension = "." + (file.name or "").rsplit(".", 1)[-1].lower().replace("jpeg", "jpg")
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("Il file supera i 25 MB: riducilo o dividilo."))
    if extension not in KEPT and extension not in TEXTS:
        raise ValidationError(_("Questo tipo di file non si può caricare. Vanno bene PDF, DOCX, ODT, XLSX e ODS."))
    try:
        found = sniffing.ENDINGS.get(sniffing.sniff(file), "")
    except sniffing.FileRefused as error:
        raise ValidationError(str(error)) from error
    is_right = found == extension if extension in KEPT else not found and _is_text(file)
    if not is_right:
        raise ValidationError(_("Il contenuto del file non corrisponde al suo nome: aprilo e salvalo di nuovo."))


def _is_text(file: UploadedFile[bytes]) -> bool:
    file.seek(0)
    head = file.read(sniffing.HEAD)
    file.seek(0)
    return b"\x00" not in head


class LibraryDocumentForm(BaseDocumentForm):
    """What an editor says about a document, in the Wagtail admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "audience" in self.fields:
            label = self.fields["audience"].label
            self.fields["audience"] = forms.ChoiceField(
                label=label,
                choices=audiences.choices(),
                help_text=_("Chi non è tra questi non trova il documento, nemmeno nella ricerca."),
            )

    def clean_file(self) -> Any:
        """Refuse what is not what it says it is."""
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_file(file)
        return file

    def clean(self) -> dict[str, Any]:
        """Refuse an end before its start."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("in_force_from"), cleaned.get("in_force_to")
        if starts and ends and ends < starts:
            self.add_error("in_force_to", _("La fine non può venire prima dell'inizio."))
        return cleaned
