# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office types about good practices; saving is done by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from documents.practices import services
from documents.practices.models import Practice


class PracticeForm(WagtailAdminModelForm):
    """A good practice and its documents."""

    slug = forms.SlugField(label=_("Indirizzo della pagina"), required=False, max_length=120)

    def clean_slug(self) -> str:
        """Keep the address there was when the field is emptied: links to it must go on working."""
        return str(self.cleaned_data["slug"] or self.instance.slug)

    def save(self, commit: bool = True) -> Practice:
        """Save by the service, which records who did it and refreshes pages and search."""
        practice: Practice = super().save(commit=False)
        if not commit:
            return practice
        return services.save_practice(practice=practice, documents=self.cleaned_data["documents"], by=self.for_user)
