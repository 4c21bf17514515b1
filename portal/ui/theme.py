# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's colour as a stylesheet of its own, so that no page carries an inline style."""

import hashlib

from portal.core.colors import ENOUGH_CONTRAST as ENOUGH
from portal.core.colors import WHITE, contrast, darkened, is_hex_color, lightened

FALLBACK = "#0a4a7a"


def readable_primary(color: str) -> str:
    """Return the colour, or ours when it is no colour or white words on it cannot be read."""
    if is_hex_color(color) and contrast(color, WHITE) >= ENOUGH:
        return color.lower()
    return FALLBACK


def stylesheet(color: str) -> str:
    """Return the variables that the rest of the look is drawn from."""
    primary = readable_primary(color)
    return (
        ":root{"
        f"--portal-primary:{primary};"
        f"--portal-primary-dark:{darkened(primary, 0.3)};"
        f"--portal-primary-darker:{darkened(primary, 0.5)};"
        f"--portal-primary-soft:{lightened(primary, 0.92)};"
        f"--portal-primary-line:{lightened(primary, 0.7)};"
        "}\n"
    )


def fingerprint(color: str) -> str:
    """Return what changes in the address of the stylesheet when its content does."""
    return hashlib.sha256(stylesheet(color).encode()).hexdigest()[:10]
