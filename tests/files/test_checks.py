"""Uploads are checked one by one; what is refused says why, what is good survives (S17)."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from ppid_portal.files.checks import clean_name, sort, why_not
from ppid_portal.files.forms import UploadField
from tests.files.samples import (
    DOCX,
    EICAR,
    EXE,
    JPG,
    ODS,
    ODT,
    PDF,
    PNG,
    XLSX,
    archive,
    upload,
)


class Letter(forms.Form):
    """A form with an upload among other fields."""

    text = forms.CharField()
    documents = UploadField(label="Dokumen", required=False)


class Card(forms.Form):
    """A form with one required file."""

    card = UploadField(label="KTP", multiple=False)


def fill(form: type[forms.Form], field: str, *files: Any) -> forms.Form:
    """Return the form as the browser sends it."""
    return form({"text": "Mohon salinan"}, MultiValueDict({field: list(files)}))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("surat.pdf", PDF, "application/pdf"),
        ("FOTO.JPG", JPG, "image/jpeg"),
        ("foto.jpeg", JPG, "image/jpeg"),
        ("ktp.png", PNG, "image/png"),
        (
            "akta.docx",
            DOCX,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("data.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("akta.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("data.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
        ("catatan.txt", "Tolong – segera".encode(), "text/plain"),
        ("catatan.txt", "utf-16".encode("utf-16"), "text/plain"),
        ("data.csv", b"tahun;jumlah\r\n2025;7\r\n", "text/csv"),
    ],
)
def test_it_accepts_what_offices_use(name: str, content: bytes, content_type: str) -> None:
    """The type is that of the content, whatever the browser claims."""
    result = sort([upload(name, content, claims="application/x-msdownload")])
    assert result.refused == []
    assert result.accepted[0].content_type == content_type


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("kosong.pdf", b"", "kosong"),
        ("program.exe", EXE, "tidak diterima"),
        ("surat.pdf.exe", EXE, "tidak diterima"),
        ("surat", PDF, "tidak diterima"),
        ("laman.html", b"<script>alert(1)</script>", "tidak diterima"),
        ("gambar.svg", b"<svg onload='x'/>", "tidak diterima"),
        ("surat.pdf", EXE, "bukan PDF"),
        ("surat.pdf", EXE + PDF, "bukan PDF"),
        ("foto.jpg", PNG, "bukan JPG"),
        ("foto.png", PDF, "bukan PNG"),
        ("akta.docx", XLSX, "bukan DOCX"),
        ("akta.docx", b"PK\x03\x04 rusak", "bukan DOCX"),
        ("akta.odt", ODS, "bukan ODT"),
        ("catatan.txt", EXE, "bukan TXT"),
        ("catatan.txt", b"#!/bin/sh\nrm -rf /", "bukan TXT"),
        ("catatan.txt", EICAR, "virus"),
        ("catatan.csv", b"a;b\n" + EICAR, "virus"),
        ("akta.docx", archive(word__document_xml=b"", word__vbaProject_bin=b"x"), "makro"),
    ],
)
def test_it_refuses_by_name_and_reason(name: str, content: bytes, reason: str) -> None:
    """In a sentence that says what to do."""
    (refusal,) = sort([upload(name, content)]).refused
    assert refusal.name == name
    assert reason in refusal.reason
    assert str(refusal).startswith(f"{name}: ")
    assert refusal.reason.endswith(".")


def test_it_refuses_what_is_over_the_limit(settings: Any) -> None:
    """One byte over is over; the limit itself is not."""
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    fits = PDF + b"\n" * (1024 * 1024 - len(PDF))
    assert why_not(upload("besar.pdf", fits)) is None
    reason = why_not(upload("besar.pdf", fits + b"\n"))
    assert reason is not None
    assert "lebih dari 1 MB" in reason


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: Any) -> None:
    """Its declared size is believed before anything is unpacked."""
    monkeypatch.setattr("ppid_portal.files.kinds._UNPACKED_MAX_BYTES", 1000)
    bomb = archive(word__document_xml=b"\0" * 1001)
    assert "bukan DOCX" in (why_not(upload("bom.docx", bomb)) or "")


def test_one_bad_file_does_not_take_the_good_ones_with_it(settings: Any) -> None:
    """S17: virus, renamed program, empty, too large and a good one together."""
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    form = fill(
        Letter,
        "documents",
        upload("eicar.txt", EICAR),
        upload("laporan.pdf", EXE),
        upload("kosong.pdf", b""),
        upload("besar.pdf", PDF + b"\n" * 1024 * 1024),
        upload("akta.pdf", PDF),
    )
    assert not form.is_valid()
    field = form.fields["documents"]
    assert [file.name for file in field.accepted] == ["akta.pdf"]
    assert field.accepted[0].read() == PDF
    errors = form.errors["documents"]
    assert len(errors) == 4
    for name, error in zip(
        ["eicar.txt", "laporan.pdf", "kosong.pdf", "besar.pdf"], errors, strict=True
    ):
        assert error.startswith(f"{name}: ")
    assert form.cleaned_data["text"] == "Mohon salinan"


def test_forms_do_not_share_what_they_accepted() -> None:
    """The field of one visitor is not the field of the next."""
    first = fill(Letter, "documents", upload("a.pdf", PDF))
    second = fill(Letter, "documents", upload("b.pdf", PDF))
    assert first.is_valid()
    assert second.is_valid()
    assert [file.name for file in first.fields["documents"].accepted] == ["a.pdf"]


def test_it_gives_a_list_or_a_single_file() -> None:
    """`multiple` decides."""
    several = fill(Letter, "documents", upload("a.pdf", PDF), upload("b.png", PNG))
    assert several.is_valid()
    assert [file.name for file in several.cleaned_data["documents"]] == ["a.pdf", "b.png"]
    assert fill(Letter, "documents").is_valid()
    one = fill(Card, "card", upload("ktp.jpg", JPG))
    assert one.is_valid()
    assert one.cleaned_data["card"].name == "ktp.jpg"


def test_it_asks_for_what_is_missing_or_too_many() -> None:
    """Required means required; one means one."""
    assert fill(Card, "card").errors["card"] == ["Pilih berkas yang akan dilampirkan."]
    two = fill(Card, "card", upload("a.pdf", PDF), upload("b.pdf", PDF))
    assert two.errors["card"] == ["Lampirkan paling banyak 1 berkas sekaligus."]


def test_it_says_what_is_accepted_before_anything_is_chosen() -> None:
    """Types and size stand in the hint, tied to the input; the browser filters too."""
    page = Letter().as_div()
    assert "PDF, JPG, PNG, DOCX, XLSX" in page
    assert "Paling besar 10 MB per berkas" in page
    assert 'accept=".pdf,.jpg' in page
    assert " multiple" in page
    assert 'aria-describedby="id_documents_helptext"' in page
    assert page.count("govuk-file-upload") == 1
    assert " multiple" not in Card().as_div()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Rina\\KTP saya.jpg", "KTP saya.jpg"),
        ("surat\r\nSet-Cookie: a=b.pdf", "suratSet-Cookie_ a=b.pdf"),
        ("laporan\u202efdp.exe", "laporanfdp.exe"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        (".pdf", "berkas.pdf"),
        ("", "berkas"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("surat permohonan – Juni.pdf", "surat permohonan – Juni.pdf"),
    ],
)
def test_names_are_made_harmless(given_name: str, kept: str) -> None:
    """No folders, no line ends, no reversed endings, bearable length; readable otherwise."""
    assert clean_name(given_name) == kept


@given(st.text(max_size=300))
@limits(max_examples=100, deadline=None)
def test_any_name_becomes_a_safe_one(name: str) -> None:
    """Whatever comes."""
    safe = clean_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('/\\\r\n\0"<>')
    assert clean_name(safe) == safe


@given(st.binary(min_size=1, max_size=2000), st.sampled_from(["pdf", "png", "docx", "odt", "txt"]))
@limits(max_examples=100, deadline=None)
def test_no_content_breaks_the_check(content: bytes, ending: str) -> None:
    """Accepted or refused, never an exception."""
    for start in (b"", b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n"):
        why_not(upload(f"a.{ending}", start + content))
