# SPDX-License-Identifier: AGPL-3.0-or-later
"""A QR code as a drawing inside the page: no file, no third party."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str) -> SafeString:
    """Return an SVG that leads to an address of ours."""
    drawing: str = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=False)
    return mark_safe(drawing)  # noqa: S308 -- drawn by segno from an address that we made
