"""Whatever happens while a letter is made: it is not lost, and its number is given once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.db import connection

from ppid_portal.clock import now
from ppid_portal.files.models import StoredFile
from ppid_portal.letters import kinds, render, services
from ppid_portal.letters.models import Letter

Issue = Callable[..., Letter]


def test_a_missing_font_makes_the_letter_wait(
    issue: Issue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, travel: Any
) -> None:
    letter = issue()
    with monkeypatch.context() as patch:
        patch.setattr(render, "_shop", None)
        patch.setattr(render, "FONT_DIRECTORY", tmp_path)
        waiting = services.render(letter.pk)
    assert waiting.status == "queued"
    assert "fonts missing" in waiting.error
    comes(letter, travel)


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("letters/tidak-ada.html", "TemplateDoesNotExist"),
        ("letters/rusak.html", "TemplateSyntaxError"),
    ],
)
def test_an_error_of_the_template_makes_the_letter_wait(
    issue: Issue,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
    travel: Any,
    template: str,
    error: str,
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "rusak.html").write_text("{% tidak_ada %}")
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}
    ]
    letter = issue()
    real = kinds.get(letter.kind)
    broken = type(real)(**{**real.__dict__, "template": template})
    with monkeypatch.context() as patch:
        patch.setattr(kinds, "get", lambda key: broken)
        waiting = services.render(letter.pk)
    assert waiting.status == "queued"
    assert waiting.error.startswith(error)
    assert list(services.failed()) == [letter]
    comes(letter, travel)


def comes(letter: Letter, travel: Any) -> None:
    """It comes when the trouble is over, under the number that it has had all along."""
    travel(now() + timedelta(hours=2))
    assert services.sweep() == {"rendered": 1, "waiting": 0}
    letter.refresh_from_db()
    assert letter.is_ready
    assert [each.number for each in Letter.objects.all()] == [letter.number]


# Stops for good where the test says, with nothing cleaned up: as a machine that loses its power.
_KILLED = """
import os, signal, sys

import django
from django.conf import settings

number, moment, database, media, certificate = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
settings.MEDIA_ROOT, settings.SIGNING_CERTIFICATE = media, certificate
django.setup()

from ppid_portal.letters import services
from ppid_portal.letters.signing import pades


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


place, name = {
    "drawing": (services, "_pdf_of"),
    "signing": (pades, "sign"),
    "storing": (services, "remember"),
}[moment]
setattr(place, name, die)
services.render(int(number))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["drawing", "signing", "storing"])
def test_a_renderer_that_is_killed_loses_nothing(
    issue: Issue, media_root: Path, travel: Any, moment: str
) -> None:
    """A process of its own, ended by SIGKILL in the middle of its work."""
    letter = issue()
    database = str(connection.settings_dict["NAME"])
    certificate = str(portal.SIGNING_CERTIFICATE)
    result = subprocess.run(
        [sys.executable, "-c", _KILLED, str(letter.pk), moment, database, media_root, certificate],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "FIELD_ENCRYPTION_KEYS": ",".join(portal.FIELD_ENCRYPTION_KEYS),
        },
        capture_output=True,
        text=True,
        cwd=portal.BASE_DIR,
    )
    assert result.returncode == -signal.SIGKILL, result.stderr
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.pdf_id) == ("queued", 0, None)
    assert not StoredFile.objects.exists()
    comes(letter, travel)
    assert StoredFile.objects.count() == 1
    assert issue().number.startswith("B-2/")
