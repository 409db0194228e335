"""The empty forms for people who come on paper (domain 3.1 and 3.6; surat kuasa)."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from objections_app.models import Ground
from ppid_portal.letters import paper_forms
from ppid_portal.letters.errors import RenderFailed
from ppid_portal.people.models import Applicant, PublicBody
from requests_app.models import AccessMethod, CopyForm, Delivery, InformationRequest

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FORMS = ("permohonan", "surat-kuasa", "keberatan")
PERSON = {"name", "nik", "address", "occupation", "phone", "email"}
PROXY = {"proxy_name", "proxy_address", "proxy_phone", "proxy_email"}


def read(key: str) -> PdfReader:
    answer = Client().get(reverse("public:paper_form", args=[key]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def fields(key: str) -> dict[str, Any]:
    return read(key).get_fields() or {}


def text(reader: PdfReader, page: int = 0) -> str:
    return re.sub(r"\s+", " ", reader.pages[page].extract_text())


# -- what they ask ---------------------------------------------------------------------------------


def test_the_request_form_asks_what_the_form_on_the_web_asks() -> None:
    """The fields of the stored request and its applicant, under their names."""
    found = set(fields("permohonan"))
    applicant = {field.name for field in Applicant._meta.concrete_fields}
    asked = applicant - {"id", "kind", "nik_index", "phone_index", "created_at"}
    assert found >= asked | {"information", "purpose"}
    assert {"information", "purpose"} <= {f.name for f in InformationRequest._meta.fields}
    for name, values in (
        ("kind", Applicant._meta.get_field("kind").choices or ()),
        ("access_method", AccessMethod.choices),
        ("copy_form", CopyForm.choices),
        ("delivery", Delivery.choices),
    ):
        boxes = {field for field in found if field.startswith(f"{name}_")}
        assert boxes == {f"{name}_{value}" for value, _label in values}, name


def test_the_objection_form_asks_what_the_law_asks() -> None:
    """Domain 3.6: A to D, with the seven grounds of Pasal 35."""
    found = fields("keberatan")
    assert set(found) >= PERSON | PROXY | {
        "objection_number",
        "number",
        "information",
        "purpose",
        "case_position",
        "reply_due_on",
    }
    assert {name for name in found if name.startswith("ground_")} == {
        f"ground_{ground}" for ground in Ground.values
    }


def test_the_power_of_attorney_names_both_and_what_for() -> None:
    found = set(fields("surat-kuasa"))
    assert found >= PERSON | PROXY | {"proxy_nik", "information", "scope_request"}


@pytest.mark.parametrize("key", FORMS)
def test_every_field_has_a_name_that_a_person_understands(key: str) -> None:
    """A screen reader says the name of the field; the key alone is no name."""
    found = fields(key)
    for name, field in found.items():
        assert field["/TU"] != name, name
        assert "_" not in field["/TU"], name
    assert len({field["/TU"] for field in found.values()}) == len(found), "each is told apart"


# -- how they look ---------------------------------------------------------------------------------


def test_the_request_form_has_the_words_of_the_regulation() -> None:
    """Domain 3.1: two copies, number by the officer, both signatures, rights on the back."""
    reader = read("permohonan")
    assert len(reader.pages) == 2, "a front and a back"
    front, back = text(reader), text(reader, 1)
    for words in (
        "FORMULIR PERMOHONAN INFORMASI PUBLIK",
        "No. Pendaftaran*",
        "rangkap 2 (dua)",
        "Rincian informasi yang dibutuhkan",
        "Cara memperoleh informasi**",
        "Cara mendapatkan salinan informasi**",
        "Petugas Pelayanan Informasi (Penerima Permohonan)",
        "Pemohon Informasi",
    ):
        assert words in front, words
    assert "HAK-HAK PEMOHON INFORMASI" in back
    for part in ("I. ", "II. ", "III. ", "IV. ", "V. ", "VI. "):
        assert part in back


def test_the_objection_form_fits_one_sheet_with_its_notes() -> None:
    """Domain 3.6: the closing sentence, both signatures and the notes with their asterisks."""
    reader = read("keberatan")
    assert len(reader.pages) == 1
    words = text(reader)
    for expected in (
        "PERNYATAAN KEBERATAN ATAS PERMOHONAN INFORMASI",
        "A. INFORMASI PENGAJU KEBERATAN",
        "B. ALASAN PENGAJUAN KEBERATAN***",
        "C. KASUS POSISI",
        "D. HARI/TANGGAL TANGGAPAN ATAS KEBERATAN AKAN DIBERIKAN****",
        "Demikian pengajuan keberatan ini saya sampaikan",
        "Petugas Informasi (Penerima Keberatan)",
        "****** Dalam hal keberatan diajukan secara langsung",
        "rangkap 2 (dua)",
    ):
        assert expected in words, expected


@pytest.mark.parametrize("key", ["permohonan", "keberatan"])
def test_it_carries_the_letterhead_of_the_body(key: str) -> None:
    body = PublicBody.objects.get()
    assert body.letterhead_lines[0] in text(read(key))
    body.letterhead = "BADAN LAIN\nPPID LAIN"
    body.save()
    assert "BADAN LAIN" in text(read(key)), "a change shows at once"


def test_a_power_of_attorney_is_the_applicants_own_and_has_no_letterhead() -> None:
    words = text(read("surat-kuasa"))
    assert "SURAT KUASA KHUSUS" in words
    assert "Meterai" in words
    assert PublicBody.objects.get().letterhead_lines[0] not in words


@pytest.mark.parametrize("key", FORMS)
def test_it_is_tagged_and_in_indonesian(key: str) -> None:
    root = read(key).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("id", True)
    kinds, waiting = [], [root["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        kinds.append(element.get("/S"))
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object()
            if hasattr(kid, "get") and "/S" in kid:
                waiting.append(kid)
    assert kinds.count("/Form") == len(fields(key))


@pytest.mark.qpdf
@pytest.mark.parametrize("key", FORMS)
def test_qpdf_finds_no_fault(key: str, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(paper_forms.pdf_of(paper_forms.forms()[key]))
    tool = shutil.which("qpdf") or ""
    done = subprocess.run([tool, "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# -- filled ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FORMS)
def test_what_is_typed_in_can_be_read_back(key: str) -> None:
    writer = PdfWriter(clone_from=read(key))
    known = writer.get_fields() or {}
    typed = {
        name: "/on" if field["/FT"] == "/Btn" else f"Isi {name} é" for name, field in known.items()
    }
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, typed, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    again = PdfReader(io.BytesIO(out.getvalue())).get_fields() or {}
    assert {name: field["/V"] for name, field in again.items()} == typed


# -- where they are --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("requests_app:start", ["permohonan"]),
        ("public:how", ["permohonan", "surat-kuasa"]),
        ("public:objection", ["keberatan", "surat-kuasa"]),
    ],
)
def test_pages_lead_to_them(client: Client, page: str, keys: list[str]) -> None:
    shown = client.get(reverse(page)).content.decode()
    for key in keys:
        assert f'href="/formulir/{key}.pdf"' in shown


def test_a_form_is_made_once_and_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may fetch it, so it must cost nothing."""
    url = reverse("public:paper_form", args=["surat-kuasa"])
    first = client.get(url)
    monkeypatch.setattr(paper_forms, "render_pdf", lambda *a, **k: pytest.fail("made again"))
    assert client.get(url).content == first.content
    assert first["Cache-Control"] == "public, max-age=3600"


def test_what_is_no_form_is_not_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/formulir/apa.pdf").status_code == 404
    monkeypatch.setattr(
        paper_forms, "render_pdf", lambda *a, **k: (_ for _ in ()).throw(RenderFailed("mati"))
    )
    assert client.get("/formulir/keberatan.pdf").status_code == 404


def test_a_form_is_declared_once() -> None:
    form = paper_forms.forms()["keberatan"]
    assert paper_forms.register(form) is form
    with pytest.raises(ValueError, match="twice"):
        paper_forms.register(paper_forms.PaperForm("keberatan", "Lain", "x.html"))
