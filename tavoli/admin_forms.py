# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office types about tavoli and meetings; saving is done by the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from partners.queries import person_with_address
from tavoli import services
from tavoli.models import Meeting, Tavolo


class TavoloForm(WagtailAdminModelForm):
    """A tavolo and its seats. Who coordinates is found by the address of an account that exists."""

    slug = forms.SlugField(label=_("Indirizzo della pagina"), required=False, max_length=120)
    coordinator_email = forms.EmailField(label=_("E-mail di chi coordina"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.coordinator:
            self.initial["coordinator_email"] = self.instance.coordinator.email

    def clean_slug(self) -> str:
        """Keep the address there was when the field is emptied: links to it must go on working."""
        return str(self.cleaned_data["slug"] or self.instance.slug)

    def clean_coordinator_email(self) -> str:
        """Find the account of who coordinates, or say what to do when there is none."""
        address: str = self.cleaned_data["coordinator_email"]
        found = person_with_address(address) if address else None
        if address and found is None:
            raise ValidationError(
                _("Nessuno è entrato nel portale con questo indirizzo. Chiedi alla persona di accedere una volta.")
            )
        self.instance.coordinator = found
        return address

    def save(self, commit: bool = True) -> Tavolo:
        """Save by the service, which records who did it and refreshes pages and search."""
        tavolo: Tavolo = super().save(commit=False)
        return services.save_tavolo(tavolo=tavolo, by=self.for_user) if commit else tavolo


class MeetingForm(WagtailAdminModelForm):
    """A meeting and its verbali."""

    def save(self, commit: bool = True) -> Meeting:
        """Save by the service, which records who did it and refreshes the pages."""
        meeting: Meeting = super().save(commit=False)
        return services.save_meeting(meeting=meeting, by=self.for_user) if commit else meeting
