# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register's rows."""

from partners.models.distretto import DistrettoTexts
from partners.models.mandate import Mandate
from partners.models.partner import Partner, PartnerArea

__all__ = ["DistrettoTexts", "Mandate", "Partner", "PartnerArea"]
