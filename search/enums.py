# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the search."""

PUBLIC = "public"

Key = tuple[str, str]
"""A thing among all things: its kind and its identity, `("partner", "7")`."""
