"""The body's colour and the shades derived from it.

A content security policy forbids inline styles, so the colour reaches the pages as a small
stylesheet of its own (``/tema.css``).
"""

from __future__ import annotations

import re

DEFAULT_BRAND = "#0b4f5c"
DEFAULT_ACCENT = "#ce1126"
# WCAG 2.2, success criterion 1.4.3: text of normal size on its ground.
LEAST_CONTRAST = 4.5

_HEX = re.compile(r"^#(?:[0-9a-f]{3}|[0-9a-f]{6})$", re.IGNORECASE)

Rgb = tuple[int, int, int]


def stylesheet(brand: str, accent: str = DEFAULT_ACCENT) -> str:
    """Return the stylesheet that sets the brand colour, its shades and the accent.

    Args:
        brand: ``#rgb`` or ``#rrggbb``; anything else falls back to the default colour. A colour
            on which white text would be too faint is darkened until it carries text.
        accent: colour of the strip at the top of the page, in the same notation.
    """
    colour = readable(_rgb(brand if _HEX.match(brand) else DEFAULT_BRAND))
    strip = _rgb(accent if _HEX.match(accent) else DEFAULT_ACCENT)
    return (
        ":root{"
        f"--brand:{_hex(colour)};"
        f"--brand-dark:{_hex(_mix(colour, (0, 0, 0), 0.32))};"
        f"--brand-tint:{_hex(_mix(colour, (255, 255, 255), 0.91))};"
        f"--accent:{_hex(strip)}"
        "}\n"
    )


def readable(colour: Rgb) -> Rgb:
    """Darken a colour until white text on it meets ``LEAST_CONTRAST``."""
    while contrast(colour, (255, 255, 255)) < LEAST_CONTRAST:
        colour = _mix(colour, (0, 0, 0), 0.06)
    return colour


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of two colours as WCAG defines it (1 to 21)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mix(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (
        round(one * (1 - share) + two * share) for one, two in zip(colour, other, strict=True)
    )
    return red, green, blue


def _rgb(text: str) -> Rgb:
    digits = text.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
