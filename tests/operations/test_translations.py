"""Translations are compiled when, and only when, they are older than their source."""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Any

import pytest

from ppid_portal.operations import translations

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Permohonan"
msgstr "Request"
"""


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE)
    return path


def test_a_new_catalogue_is_compiled_once(source: Path) -> None:
    assert translations.compile_stale() == [source]
    assert translations.compile_stale() == []
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Permohonan") == "Request"


def test_a_changed_catalogue_is_compiled_again(source: Path) -> None:
    translations.compile_stale()
    compiled = source.with_suffix(".mo")
    os.utime(compiled, (1, 1))
    assert translations.compile_stale() == [source]
