# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form to join: an e-mail address is enough."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _


class JoinForm(SignupForm):
    """Asks for an address and, if one likes, a name. Nobody can put a password on an address that is not proved."""

    first_name = forms.CharField(label=_("Nome (facoltativo)"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Cognome (facoltativo)"), max_length=150, required=False)
    field_order = ["email", "first_name", "last_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
