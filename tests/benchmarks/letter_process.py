"""A process that draws letters, as a worker does; nothing of the portal is imported before it."""

from __future__ import annotations

import os


def begin() -> None:
    """Set the portal up."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()


def draw(html: str) -> int:
    """Draw a letter; returns the size of its file."""
    from ppid_portal.letters.render import render_pdf

    return len(render_pdf(html))
