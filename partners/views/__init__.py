# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the register, of the Distretto and of who joins it."""

from partners.views.opendata import register_csv, register_json
from partners.views.places import places
from partners.views.register import detail, distretto, my_name, register

__all__ = ["detail", "distretto", "my_name", "places", "register", "register_csv", "register_json"]
