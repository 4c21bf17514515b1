# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the register, of the Distretto and of who joins it."""

from partners.views.application import answer, application, application_file, withdraw
from partners.views.applying import apply, confirm
from partners.views.calls import call, call_list
from partners.views.register import detail, distretto, my_name, register

__all__ = [
    "answer",
    "application",
    "application_file",
    "apply",
    "call",
    "call_list",
    "confirm",
    "detail",
    "distretto",
    "my_name",
    "register",
    "withdraw",
]
