# SPDX-License-Identifier: AGPL-3.0-or-later
"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; every message goes through the outbox."""
