# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether words can be read on a colour (WCAG 2.1, 1.4.3)."""

import re

ENOUGH_CONTRAST = 4.5
WHITE = "#ffffff"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_LINEAR_BELOW = 0.04045


def is_hex_color(value: str) -> bool:
    """Return whether the text is a colour written `#rrggbb`."""
    return _HEX.fullmatch(value) is not None


def channels(color: str) -> tuple[int, int, int]:
    """Return red, green and blue (0-255) of a colour written `#rrggbb`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Return the contrast between two colours, from 1 (same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def darkened(color: str, share: float) -> str:
    """Return the colour with this share (0-1) of its light taken away."""
    return "#" + "".join(f"{round(part * (1 - share)):02x}" for part in channels(color))


def lightened(color: str, share: float) -> str:
    """Return the colour moved by this share (0-1) towards white."""
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in channels(color))


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else float(((part + 0.055) / 1.055) ** 2.4)
