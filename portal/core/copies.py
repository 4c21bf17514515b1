# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies of pages for anonymous visitors, and how they are forgotten."""


def forget() -> None:
    """Make every worker forget every copy once the current transaction is committed."""
