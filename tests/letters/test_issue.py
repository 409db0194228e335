"""Issuing a letter: numbered, frozen, rendered once, whatever fails in between."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import travel
from ppid_portal.files.models import StoredFile
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import kinds, samples, services, tasks
from ppid_portal.letters.errors import FrozenLetter, RenderFailed, UnknownKind
from ppid_portal.letters.models import CODE_ALPHABET, Letter, new_code, read_code
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import NumberPattern

Issue = Callable[..., Letter]
WIB = ZoneInfo("Asia/Jakarta")


def test_it_works(issue: Issue) -> None:
    letter = issue()
    assert letter.status == "queued"
    assert letter.number.startswith("B-")
    assert letter.number.endswith("/03/2026")
    assert letter.signatory_position == "Ketua PPID"
    letter = services.render(letter.pk)
    assert letter.status == "rendered"
    assert letter.pdf is not None
    content = open_bytes(letter.pdf)
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == letter.sha256


def test_numbers_of_one_series_follow_each_other(issue: Issue) -> None:
    first, second = issue("extension"), issue("incompleteness")
    memo = issue("memorandum")
    assert first.series == second.series == "letter_out"
    assert [first.number[:3], second.number[:3]] == ["B-1", "B-2"]
    assert memo.number.startswith("M-1/")


def test_a_rolled_back_issue_gives_its_number_back(issue: Issue) -> None:
    """Invariant 2: gap-free per series and year."""
    with transaction.atomic():
        assert issue().number.startswith("B-1/")
        transaction.set_rollback(True)
    assert issue().number.startswith("B-1/")


def test_at_new_year_the_number_counts_in_the_year_of_the_body(issue: Issue) -> None:
    """23.59 and 00.01 WIB are both still 31 December in UTC."""
    last = issue(at=datetime(2026, 12, 31, 23, 59, tzinfo=WIB))
    first = issue(at=datetime(2027, 1, 1, 0, 1, tzinfo=WIB))
    assert last.number.endswith("/12/2026")
    assert first.number == NumberPattern.objects.get(register="letter_out").pattern.format(
        number=1, month="01", year=2027, classification="HM.00"
    )


def test_the_receipt_bears_the_number_of_its_case(issue: Issue) -> None:
    """Domain 3.2: the receipt is the registration number."""
    assert issue("receipt").number == samples.NUMBER


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_issue_outside_a_transaction(case: Any, office: Any) -> None:
    with pytest.raises(TransactionManagementError):
        services.issue(
            "extension",
            case=case,
            signatory=office.actor(office.ketua),
            context=samples.contexts()["extension"],
        )
    assert not Letter.objects.exists()


def test_it_refuses_an_unknown_kind_and_the_context_of_another(issue: Issue) -> None:
    with pytest.raises(UnknownKind):
        issue("surat_cinta", context=samples.contexts()["extension"])
    with pytest.raises(ValueError, match="cannot be filled"):
        issue("extension", context=samples.contexts()["referral"])


def test_a_kind_is_declared_once() -> None:
    kind = kinds.get("extension")
    assert kinds.register(kind) is kind
    with pytest.raises(ValueError, match="declared twice"):
        kinds.register(type(kind)(**{**kind.__dict__, "title": "Lain"}))


# -- frozen ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "B-99"),
        ("title", "Lain"),
        ("sealed_context", "{}"),
        ("signatory_name", "Orang Lain"),
        ("verification_code", "0000-0000-0000-0000"),
        ("issued_at", datetime(2020, 1, 1, tzinfo=WIB)),
        ("audience", "internal"),
        ("case_id", 0),
        ("kind", "memorandum"),
    ],
)
def test_an_issued_letter_never_changes(issue: Issue, field: str, value: Any) -> None:
    """Invariant 5."""
    letter = issue()
    before = getattr(letter, field)
    setattr(letter, field, value)
    with pytest.raises(FrozenLetter):
        letter.save()
    again = Letter.objects.get(pk=letter.pk)
    setattr(again, field, value)
    with pytest.raises(FrozenLetter):
        again.save()
    with pytest.raises(FrozenLetter):
        Letter.objects.filter(pk=letter.pk).update(**{field: value})
    assert getattr(Letter.objects.get(pk=letter.pk), field) == before


def test_a_letter_is_never_deleted(issue: Issue) -> None:
    letter = issue()
    with pytest.raises(FrozenLetter):
        letter.delete()
    with pytest.raises(FrozenLetter):
        Letter.objects.all().delete()
    assert Letter.objects.count() == 1


def test_the_pdf_is_set_once(issue: Issue) -> None:
    letter = services.render(issue().pk)
    for field, value in (("pdf_id", None), ("sha256", "0" * 64)):
        fresh = Letter.objects.get(pk=letter.pk)
        setattr(fresh, field, value)
        with pytest.raises(FrozenLetter):
            fresh.save()


def test_what_changes_later_does_not_change_the_letter(issue: Issue, office: Any) -> None:
    """Letterhead, signatory and title are those of the day on which it was issued."""
    from ppid_portal.people.body import body

    letter = issue()
    ours = body()
    ours.name, ours.letterhead = "Badan Baru", "BADAN BARU"
    ours.save()
    office.ketua.name = "Nama Baru"
    office.ketua.save()
    html = services.render_html(
        "letters/extension.html",
        services.frame.for_template(Letter.objects.get(pk=letter.pk).context),
    )
    assert "BADAN BARU" not in html
    assert "Nama Baru" not in html


def test_the_context_is_unreadable_in_the_database(issue: Issue) -> None:
    """Invariant 6: the letter names a person and how to reach them."""
    letter = issue("receipt")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_context FROM letters_letter WHERE id = %s", [letter.pk])
        raw = cursor.fetchone()[0]
    assert samples.APPLICANT.name not in raw
    assert Letter.objects.get(pk=letter.pk).context["letter"]["applicant"]["name"] == (
        samples.APPLICANT.name
    )


def test_the_logo_of_that_day_is_printed(issue: Issue) -> None:
    import io

    from django.core.files.base import ContentFile
    from pypdf import PdfReader

    from ppid_portal.people.body import body

    ours = body()
    ours.logo.save("lambang.png", ContentFile(png(255)))
    with_logo = services.render(issue().pk)
    ours.logo.save("lain.png", ContentFile(b"bukan gambar"))
    broken = services.render(issue().pk)
    assert with_logo.pdf is not None
    pages = PdfReader(io.BytesIO(open_bytes(with_logo.pdf))).pages
    assert len(list(pages[0].images)) == 1
    assert broken.status == "queued"
    assert "neither PNG nor JPG" in broken.error


def png(level: int) -> bytes:
    """A picture of one pixel."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, level]))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    )


# -- rendered once -----------------------------------------------------------------------------


def test_rendering_twice_keeps_one_file(issue: Issue, media_root: Path) -> None:
    letter = issue()
    first = services.render(letter.pk)
    second = services.render(letter.pk)
    tasks.render(letter.pk)
    assert first.sha256 == second.sha256
    assert first.pdf_id == second.pdf_id
    assert StoredFile.objects.filter(purpose="letter").count() == 1
    assert len([path for path in media_root.rglob("*") if path.is_file()]) == 1


def test_of_two_renderers_at_the_same_moment_one_stores(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has its PDF ready when it finds the letter rendered, and lets go of it."""
    letter = issue()
    real = services._pdf_of

    def overtaken(which: Letter, seal: str) -> bytes:
        pdf = real(which, seal)
        monkeypatch.setattr(services, "_pdf_of", real)
        services.render(which.pk)
        return pdf

    monkeypatch.setattr(services, "_pdf_of", overtaken)
    assert services.render(letter.pk).status == "rendered"
    assert StoredFile.objects.filter(purpose="letter").count() == 1


def test_the_stored_file_is_encrypted(issue: Issue, media_root: Path) -> None:
    services.render(issue().pk)
    (path,) = [path for path in media_root.rglob("*") if path.is_file()]
    assert b"%PDF" not in path.read_bytes()


def test_a_failing_renderer_leaves_the_letter_waiting(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Invariant 3: the renderer may be down; the letter follows, once, by the sweep."""
    letter = issue()
    causes = iter(["huruf tidak ada", "yang kedua", "yang ketiga"])

    def broken(*args: Any, **kwargs: Any) -> bytes:
        raise RenderFailed(next(causes))

    start = datetime(2026, 3, 30, 10, 0, tzinfo=WIB)
    with monkeypatch.context() as patch:
        patch.setattr(services, "render_pdf", broken)
        with travel(start):
            assert services.sweep() == {"rendered": 0, "waiting": 1}
            assert services.sweep() == {"rendered": 0, "waiting": 0}, "it waits before trying again"
        with travel(start + timedelta(minutes=1)):
            services.sweep()
    letter.refresh_from_db()
    assert letter.status == "queued"
    assert letter.attempts == 2
    assert "huruf tidak ada" in letter.error, "the first error is kept"
    assert "yang kedua" in letter.last_error
    assert list(services.failed()) == [letter]
    with travel(start + timedelta(minutes=2)):
        assert services.sweep()["rendered"] == 0, "the pause grows"
    with travel(start + timedelta(hours=3)):
        assert services.sweep() == {"rendered": 1, "waiting": 0}
        assert services.sweep() == {"rendered": 0, "waiting": 0}
    letter.refresh_from_db()
    assert letter.status == "rendered"
    assert "huruf tidak ada" in letter.error
    assert list(services.failed()) == []
    assert StoredFile.objects.filter(purpose="letter").count() == 1


def test_after_many_failures_it_is_listed_as_failed_but_still_tried(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = issue()
    with monkeypatch.context() as patch:
        patch.setattr(
            services, "render_pdf", lambda *a, **k: (_ for _ in ()).throw(RenderFailed("mati"))
        )
        for _ in range(services.FAILED_AFTER):
            letter = services.render(letter.pk)
    assert letter.status == "failed"
    assert letter.next_try_at is not None
    with travel(letter.next_try_at):
        assert services.sweep()["rendered"] == 1


def test_a_sweep_leaves_a_heartbeat(issue: Issue) -> None:
    from ppid_portal.clock import heartbeat

    issue()
    tasks.sweep()
    assert heartbeat.age("letters") is not None
    assert Letter.objects.get().status == "rendered"


def test_the_error_in_the_log_does_not_quote_the_letter(
    issue: Issue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    letter = issue()

    def broken(*args: Any, **kwargs: Any) -> bytes:
        raise RenderFailed("Rahayu Lestari")

    monkeypatch.setattr(services, "render_pdf", broken)
    services.render(letter.pk)
    assert "Rahayu" not in caplog.text
    assert "RenderFailed" in caplog.text


# -- withdrawn ---------------------------------------------------------------------------------


def test_a_withdrawn_letter_keeps_its_number_and_is_on_record(issue: Issue, office: Any) -> None:
    letter = services.render(issue().pk)
    with pytest.raises(Refused, match="alasan"):
        services.withdraw(letter, actor=office.actor(office.ketua), reason=" ")
    letter = services.withdraw(letter, actor=office.actor(office.ketua), reason="Salah alamat")
    assert letter.status == "withdrawn"
    assert letter.number
    entry = AuditEntry.objects.get(verb="withdraw_letter")
    assert (entry.subject, entry.reason) == (letter.number, "Salah alamat")
    with pytest.raises(Refused, match="sudah ditarik"):
        services.withdraw(letter, actor=office.actor(office.ketua), reason="Lagi")
    assert services.render(letter.pk).status == "withdrawn"


# -- codes -------------------------------------------------------------------------------------


def test_a_code_cannot_be_guessed_and_can_be_typed() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert read_code(code) == code
        assert read_code(f" {code.lower().replace('-', ' ')} ") == code
        assert set(code) <= set(CODE_ALPHABET) | {"-"}
    assert read_code("ohil-0000-0000-0000") == read_code("0H11-0000-0000-0000")
    assert read_code("") == read_code("pendek") == read_code("!" * 16) == ""


def test_the_list_of_letters_costs_one_query(issue: Issue, case: Any) -> None:
    for key in ("extension", "receipt", "memorandum"):
        issue(key)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len([letter.title for letter in case.letters.select_related("pdf")]) == 3
    assert len(queries) == 1
