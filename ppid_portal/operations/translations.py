"""Compiled translations, made when they are older than their source."""

from __future__ import annotations

from pathlib import Path

import polib
from django.conf import settings


def stale() -> list[Path]:
    """Return the catalogues (.po) whose compiled form is missing or older than they are."""
    found = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                found.append(source)
    return found


def compile_stale() -> list[Path]:
    """Compile what is stale and return it. Needs no gettext on the machine."""
    sources = stale()
    for source in sources:
        compiled = source.with_suffix(".mo")
        # Never half a catalogue: web and worker may start at the same moment.
        written = compiled.with_suffix(".mo.part")
        polib.pofile(str(source)).save_as_mofile(str(written))
        written.replace(compiled)
    return sources
