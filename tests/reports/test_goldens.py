"""The pictures of every document, and the folder in which they are kept."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from PIL import Image
from pypdf import PdfReader

from ppid_portal.letters import kinds, paper_forms
from ppid_portal.reports import goldens
from ppid_portal.sop.registers import registers
from tests.driver import Desk, file_request
from tests.reports.conftest import words

pytestmark = pytest.mark.any_database

FOLDER = Path(settings.BASE_DIR) / "docs" / "letters"


def names() -> set[str]:
    """Return what the pictures of all documents are called."""
    return {
        *(kind.key.replace("_", "-") for kind in kinds.kinds()),
        *(f"formulir-{key}" for key in paper_forms.forms()),
        *(f"register-{slug}" for slug in registers()),
    }


def test_the_folder_has_a_picture_of_every_document_and_stays_small() -> None:
    """After a new kind of document: ``make goldens``."""
    kept = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(kept) == names()
    assert sum(kept.values()) < 6_000_000
    shown = re.findall(r"\]\(([\w-]+)\.png\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(names())


@pytest.mark.django_db
def test_there_is_a_document_for_each_and_no_register_names_anybody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How letters look is tested where they are made.
    monkeypatch.setattr(goldens, "render_pdf", lambda html: b"")
    file_request()
    found = {golden.name: golden for golden in goldens.documents()}
    assert set(found) == names()
    register = found["register-permohonan"]
    text = words(PdfReader(io.BytesIO(register.pdf)))
    assert "tanpa identitas pemohon" in text
    assert "Siti" not in text


@pytest.mark.poppler
@pytest.mark.django_db
def test_the_command_draws_them_small_and_forgets_what_is_gone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = paper_forms.forms()["permohonan"]
    pdf = paper_forms.pdf_of(form)
    golden = goldens.Golden("formulir-permohonan", form.title, "Formulir", "", pdf)
    monkeypatch.setattr(goldens, "documents", lambda: iter([golden]))
    folder = tmp_path / "gambar"
    folder.mkdir()
    (folder / "surat-lama.png").write_bytes(b"")
    call_command("goldens", str(folder), stdout=io.StringIO())
    assert {path.name for path in folder.iterdir()} == {"formulir-permohonan.png", "README.md"}
    with Image.open(folder / "formulir-permohonan.png") as picture:
        assert picture.mode == "P"
        assert picture.width > picture.height, "front and back side by side"


def test_without_the_tool_it_says_what_to_install(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goldens.shutil, "which", lambda name: None)
    golden = goldens.Golden("x", "X", "Surat", "", b"")
    monkeypatch.setattr(goldens, "documents", lambda: iter([golden]))
    with pytest.raises(CommandError, match="poppler-utils"):
        call_command("goldens", str(tmp_path), stdout=io.StringIO())


def test_nobody_at_work_leaves_the_registers_out(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goldens, "render_pdf", lambda html: b"")
    groups: set[Any] = {golden.group for golden in goldens.documents()}
    assert groups == {"Surat", "Formulir"}
