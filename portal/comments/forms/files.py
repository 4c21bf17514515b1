# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files that go with a text: chosen, those already there, those to be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from portal.comments.services.attachments import MOST_FILES
from portal.core.uploads import MOST_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.comments.models import Attachment, HeldFile

ACCEPT = ".pdf,.docx,.odt,.jpg,.jpeg,.png,image/jpeg,image/png,application/pdf"


class ManyFiles(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile[bytes]]:
        """Return all the files that were chosen."""
        return files.getlist(name) if isinstance(files, MultiValueDict) else list(files.get(name) or [])


class FilesForm(forms.Form):
    """Never wrong by itself: what cannot be taken is said by the service that looks into the files."""

    attached = forms.Field(
        label=gettext_lazy("Allegati"),
        required=False,
        widget=ManyFiles(attrs={"multiple": True, "accept": ACCEPT}),
        help_text=gettext_lazy(
            "Facoltativi: al massimo %(most)d file, fino a %(size)d MB l'uno. PDF, DOCX, ODT, JPEG o PNG. "
            "Togliamo il nome dell'autore e il luogo delle foto. Non allegare documenti con dati di salute o di altri."
        )
        % {"most": MOST_FILES, "size": MOST_BYTES // 1024**2},
    )
    remove = forms.TypedMultipleChoiceField(
        label=gettext_lazy("File già caricati: spunta quelli da togliere"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, there: Sequence[HeldFile | Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not there:
            del self.fields["remove"]
            return
        choices = [(one.pk, f"{one.upload.name} ({filesizeformat(one.upload.size)})") for one in there]
        self.fields["remove"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[UploadedFile[bytes]]:
        """The files that were handed in now."""
        self.is_valid()
        return list(self.cleaned_data.get("attached") or [])

    @property
    def removed(self) -> list[int]:
        """Those to be taken away."""
        self.is_valid()
        return list(self.cleaned_data.get("remove") or [])
