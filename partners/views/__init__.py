# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the register, of the Distretto and of who joins it."""

from partners.views.confirm import confirm
from partners.views.opendata import register_csv, register_json
from partners.views.own import confirm_own, own, own_card, own_paper, own_part, own_verified, paper, remove_paper
from partners.views.places import places
from partners.views.register import detail, distretto, my_name, register

__all__ = [
    "confirm",
    "confirm_own",
    "detail",
    "distretto",
    "my_name",
    "own",
    "own_card",
    "own_paper",
    "own_part",
    "own_verified",
    "paper",
    "places",
    "register",
    "register_csv",
    "register_json",
    "remove_paper",
]
