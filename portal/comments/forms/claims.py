# SPDX-License-Identifier: AGPL-3.0-or-later
"""The code of a slip."""

from django import forms
from django.utils.translation import gettext_lazy

from portal.comments.forms.fields import LineField


class ClaimForm(forms.Form):
    """What stands on the slip, typed as it comes."""

    code = LineField(
        label=gettext_lazy("Codice del foglietto"),
        max_length=60,
        help_text=gettext_lazy("Sedici lettere e numeri, come K7QM-3XPD-92RA-T4WE. Maiuscole e trattini non contano."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                                      "data-claim-code": ""}),
        error_messages={"required": gettext_lazy("Scrivi il codice che trovi sul foglietto.")},
    )  # fmt: skip
