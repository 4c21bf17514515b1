# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person types about themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.models.user import LANGUAGES


class AccountForm(forms.Form):
    """Names, language and mail."""

    first_name = forms.CharField(
        label=_("Nome"),
        max_length=150,
        required=False,
        help_text=_("Facoltativo. Come appari accanto a ciò che scrivi lo scegli ogni volta."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Cognome"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    language = forms.ChoiceField(label=_("Lingua dei messaggi"), choices=LANGUAGES)
    is_mail_wanted = forms.BooleanField(
        label=_("Ricevo gli avvisi anche per e-mail"),
        required=False,
        help_text=_("Codici e ricevute arrivano comunque."),
    )


class CodeForm(forms.Form):
    """The code of six digits that came by e-mail."""

    code = forms.CharField(
        label=_("Codice ricevuto per e-mail"),
        max_length=12,
        help_text=_("Sei cifre. Vale quindici minuti."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class LeaveForm(forms.Form):
    """The confirmation of who leaves."""

    is_sure = forms.BooleanField(
        label=_("Ho capito: il mio account viene svuotato e non si può tornare indietro"),
        error_messages={"required": _("Per chiudere l'account spunta la casella.")},
    )
