# SPDX-License-Identifier: AGPL-3.0-or-later
"""The refusals that are the same everywhere."""


class NotReadable(Exception):  # noqa: N818 -- a fact about a visitor, not a fault
    """It does not exist, or it is for others: the two look the same, a 404."""
