# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people type about partners and adhesion."""

from partners.forms.own import OwnCardForm, OwnPlaceForm, OwnServiceForm, PaperForm, VerifiedDataForm
from partners.forms.register import PARAMETERS, PublicNameForm, RegisterForm

__all__ = [
    "PARAMETERS",
    "OwnCardForm",
    "OwnPlaceForm",
    "OwnServiceForm",
    "PaperForm",
    "PublicNameForm",
    "RegisterForm",
    "VerifiedDataForm",
]
