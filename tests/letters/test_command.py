"""``manage.py letters``."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ppid_portal.letters import samples, services
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.letters.models import Letter


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("letters", *args, stdout=out)
    return out.getvalue()


def test_it_lists_the_kinds_with_their_steps(db: None) -> None:
    text = run("kinds")
    assert "refusal_decree\tSurat Keputusan PPID tentang Penolakan Permohonan Informasi" in text
    assert "request.5b" in text


def test_it_names_what_failed_and_renders_it(
    issue: Callable[..., Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = issue()
    with monkeypatch.context() as patch:
        patch.setattr(
            services, "render_pdf", lambda *a, **k: (_ for _ in ()).throw(RenderFailed("mati"))
        )
        with pytest.raises(CommandError, match="1 surat"):
            run("render")
    assert letter.number in run("failed")
    assert "mati" in run("failed")
    run("render", letter.number)
    assert Letter.objects.get().is_ready
    assert run("failed").startswith("0 surat")


@pytest.mark.any_database
def test_it_writes_a_sample_of_every_letter(db: None, tmp_path: Path) -> None:
    run("samples", str(tmp_path))
    assert len(list(tmp_path.glob("*.pdf"))) == len(samples.contexts())


def test_it_writes_only_the_samples_asked_for(db: None, tmp_path: Path) -> None:
    run("samples", str(tmp_path), "objection_reply")
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["objection-reply.pdf"]
    with pytest.raises(CommandError, match="tidak ada"):
        run("samples", str(tmp_path), "undangan")


def test_it_withdraws_a_letter_for_whoever_may(issue: Callable[..., Letter], office: Any) -> None:
    """The number stays; the verification page says that the letter is not in force."""
    letter = services.render(issue().pk)
    reason = ("--reason", "Keliru alamat")
    with pytest.raises(CommandError, match="tidak ada surat"):
        run("withdraw", "0000-0000-0000-0000", "--by", office.ketua.email, *reason)
    for stranger in (office.petugas.email, "orang@lain.example"):
        with pytest.raises(CommandError, match="ditarik oleh Ketua PPID"):
            run("withdraw", letter.verification_code, "--by", stranger, *reason)
    with pytest.raises(CommandError, match="alasan"):
        run("withdraw", letter.verification_code, "--by", office.ketua.email, "--reason", " ")
    code = letter.verification_code.lower().replace("-", " ")
    assert letter.number in run("withdraw", code, "--by", office.ketua.email, *reason)
    withdrawn = Letter.objects.get(pk=letter.pk)
    assert (withdrawn.status, withdrawn.number) == ("withdrawn", letter.number)
    with pytest.raises(CommandError, match="sudah ditarik"):
        run("withdraw", code, "--by", office.ketua.email, *reason)
