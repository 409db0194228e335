"""One evidence file for the Commission: everything, in order, found again and provable (F72)."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from disputes_app import bundles, evidence
from disputes_app.binder import Binder, Bookmark, NotBound, clean, picture
from disputes_app.intake import Summons, open_dispute
from disputes_app.models_evidence import EvidenceBundle
from disputes_app.records import Paper
from ppid_portal.audit.models import AuditEntry, AuditStream
from ppid_portal.clock import now
from ppid_portal.files.services import open_bytes, store
from ppid_portal.letters import services as letters
from ppid_portal.people.models import PublicBody
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case, CaseDocument
from requests_app.models import InformationRequest
from tests.conftest import Office, Once
from tests.driver import Desk, at, file_request
from tests.driver_disputes import DisputeDesk
from tests.files.samples import XLSX

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("refused_once"),
]

PDF, PNG = "application/pdf", "image/png"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASON = "Ibu Siti menelepon dan meminta berkasnya."


def pdf(*sizes: tuple[int, int], turned: int = 0, password: str = "") -> bytes:
    """Return a PDF of empty pages."""
    writer = PdfWriter()
    for width, height in sizes:
        writer.add_blank_page(width, height).rotate(turned)
    if password:
        writer.encrypt(password)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def image(mode: str = "RGBA", size: tuple[int, int] = (60, 90)) -> bytes:
    """Return a picture."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def add(
    case: Case,
    content: bytes,
    label: str,
    *,
    content_type: str = PDF,
    kind: str = "attachment",
    audience: str = "applicant",
) -> CaseDocument:
    """Put a file into a case."""
    file = store(content, purpose="case", name="berkas", content_type=content_type)
    return CaseDocument.objects.create(
        case_id=case.pk, file=file, kind=kind, audience=audience, label=label
    )


def texts(reader: PdfReader) -> list[str]:
    """Return the text of each page, white space made one."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def outline(reader: PdfReader) -> list[tuple[str, int]]:
    """Return the bookmarks with the pages to which they lead, the first being 1."""

    def walk(items: Any) -> Iterator[tuple[str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                yield item.title, reader.get_destination_page_number(item) + 1

    return list(walk(reader.outline))


@pytest.fixture(scope="module")
def refused_once(once: Once, office_once: Office) -> int:
    """A request that was refused, with its letters; its key."""
    with once():
        case = Desk(office_once).answered("refused")
        letters.sweep()
        return int(case.pk)


@pytest.fixture
def refused(refused_once: int, office: Office) -> Any:
    return InformationRequest.objects.get(pk=refused_once)


def build(case: Case, office: Office, **choices: Any) -> evidence.Bundle:
    return evidence.build(case, actor=office.actor(office.petugas), at=now(), **choices)


# -- the PDF ---------------------------------------------------------------------------------------


def test_index_bookmarks_and_printed_numbers_lead_to_the_same_page(
    refused: Any, office: Office
) -> None:
    """A chain of two stages; every piece stands where cover, index and outline say."""
    later = file_request(origin=refused, title="Permohonan kedua")
    add(later, pdf((842, 595), (300, 300), turned=90), "Surat dari koran")
    letters.sweep()
    with contextlib.closing(build(later, office)) as bundle:
        reader = PdfReader(bundle.pdf)
        pages = texts(reader)
        assert len(pages) == bundle.pages
        for number, (text, label) in enumerate(zip(pages, reader.page_labels, strict=True), 1):
            assert f"Bukti hlm. {number}" in text
            assert label == str(number)
        marks = outline(reader)
        places = dict(marks)
        assert [title[:2] for title, _page in marks if title[1] == "."] == ["A.", "B.", "C."]
        for piece in bundle.pieces:
            assert piece.page is not None
            assert places[f"{piece.title} {piece.number}".strip()] == piece.page
            assert piece.number in pages[piece.page - 1]
        index = next(number for number, text in enumerate(pages) if "Daftar Isi" in text)
        receipt = bundle.pieces[0]
        assert receipt.pages == 3
        assert f"{receipt.page}–{receipt.last}" in pages[index]
        targets = [
            reader.get_page_number(link.get_object()["/Dest"][0].get_object()) + 1
            for link in reader.pages[index]["/Annots"]
        ]
        assert receipt.page in targets
        cover = pages[0].replace(" ", "")
        assert f"{bundle.pages}halaman" in cover
        assert later.number in cover
        assert refused.number in cover


def test_a_file_that_cannot_be_bound_is_named_and_goes_into_the_zip(
    refused: Any, office: Office
) -> None:
    add(refused, pdf((595, 842), password="rahasia"), "Terkunci")
    add(refused, b"%PDF-1.4 rusak", "Rusak")
    add(refused, image(), "Foto <b>papan</b>", content_type=PNG)
    add(refused, b"bukan gambar", "Foto rusak", content_type=PNG)
    add(refused, XLSX, "=Tabel", content_type=SHEET)
    gone = add(refused, pdf((595, 842)), "Hilang")
    gone.file.path = "00/tidak-ada"
    gone.file.save()
    with contextlib.closing(build(refused, office)) as bundle:
        notes = {piece.title: piece.note for piece in bundle.pieces if piece.note}
        assert notes == {
            "Terkunci": "hanya dalam ZIP: PDF terkunci kata sandi",
            "Rusak": "hanya dalam ZIP: PDF rusak atau tidak dapat dibaca",
            "Foto rusak": "hanya dalam ZIP: gambar rusak atau tidak dapat dibaca",
            "=Tabel": "hanya dalam ZIP: berkas XLSX",
            "Hilang": "isi berkas tidak ditemukan",
        }
        assert (bundle.only_in_archive, bundle.absent) == (4, 1)
        pages = " ".join(texts(PdfReader(bundle.pdf)))
        assert "Foto <b>papan</b>" in pages
        assert "PDF terkunci kata sandi" in pages
        with zipfile.ZipFile(bundle.archive) as archive:
            names = archive.namelist()
        assert sum("terkunci" in name or "rusak" in name for name in names) == 3


def test_the_manifest_proves_every_original_and_the_heads_of_the_chains(
    refused: Any, office: Office
) -> None:
    add(refused, XLSX, "=HYPERLINK()", content_type=SHEET)
    with contextlib.closing(build(refused, office)) as bundle:
        whole = bundle.pdf.read()
        with zipfile.ZipFile(bundle.archive) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            table = archive.read("manifest.csv").decode("utf-8-sig")
            sums = archive.read("SHA256SUMS").decode().splitlines()
            for row in manifest["files"]:
                content = archive.read(row["path"])
                assert hashlib.sha256(content).hexdigest() == row["sha256"]
                assert len(content) == row["size"]
                assert f"{row['sha256']}  {row['path']}" in sums
    assert manifest["pdf"] == {
        "sha256": hashlib.sha256(whole).hexdigest(),
        "size": len(whole),
        "pages": bundle.pages,
    }
    head = AuditStream.objects.get(name=refused.stream)
    assert manifest["audit"] == [
        {
            "stream": refused.stream,
            "entries": head.length,
            "head_sha256": head.hash,
            "verified": True,
        }
    ]
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["path"] for row in rows] == [row["path"] for row in manifest["files"]]
    assert rows[-1]["title"] == "'=HYPERLINK()", "a spreadsheet must not run a title"
    assert rows[-1]["page"] == ""
    assert rows[0]["page"] == str(bundle.pieces[0].page)


def test_what_the_other_side_must_not_read_stays_out(refused: Any, office: Office) -> None:
    """UU 14/2008 Pasal 17: the very information that is kept from the applicant."""
    add(refused, pdf((595, 842)), "Rahasia", kind="other", audience="confidential")
    add(refused, pdf((595, 842)), "Dari unit", kind="unit_answer", audience="internal")
    add(refused, pdf((595, 842)), "Belum diberikan", kind="answer")
    add(refused, pdf((595, 842)), "KTP Siti Aminah.pdf", kind="identity", audience="identity")
    incoming = add(refused, pdf((595, 842)), "Surat", kind="incoming_letter", audience="internal")
    with contextlib.closing(build(refused, office)) as bundle:
        files = {piece.file for piece in bundle.pieces if piece.kind != "Surat"}
        shown = {piece.title for piece in bundle.pieces}
        assert files - {None} == {incoming.file}
        assert "Lembar Disposisi" not in shown
        assert bundle.withheld >= 5
    with contextlib.closing(build(refused, office, identity=True, internal=True)) as bundle:
        shown = {piece.title for piece in bundle.pieces}
        assert "Bukti identitas" in shown, "by its kind: the name of the file names a person"
        assert shown.isdisjoint({"Rahasia", "Dari unit", "Belum diberikan"})
        assert len(bundle.pieces) > len(files)
        paths = " ".join(piece.path for piece in bundle.pieces)
        assert "siti" not in paths


def test_the_extract_of_the_chain_names_nobody(office: Office) -> None:
    """UU 27/2022: roles and acts, no names and no reasons."""
    desk = Desk(office)
    case = desk.in_process(units=False)
    case = desk.do(case, "withdraw", office.petugas, reason=REASON)
    with contextlib.closing(build(case, office)) as bundle:
        page = bundle.pieces[-1].page
        assert page is not None
        extract = " ".join(texts(PdfReader(bundle.pdf))[page - 1 :])
    for name in (office.petugas.name, office.ketua.name, "Siti", REASON):
        assert name not in extract
    assert "Tim Sekretariat PPID" in extract
    assert "Disposisi" in extract
    assert "Sedang dikerjakan Dicabut" in extract
    head = AuditStream.objects.get(name=case.stream).hash
    assert head in extract.replace(" ", "")


def test_papers_marked_evidence_and_minutes_of_a_dispute_go_in(office: Office, travel: Any) -> None:
    """SOP 4.7: what the list of evidence names goes in, whichever stage it comes from."""
    travel("2026-03-09 10:00")
    origin = file_request()
    held = add(origin, pdf((595, 842)), "Dari unit", kind="unit_answer", audience="internal")
    kept = add(origin, pdf((595, 842)), "Lain", kind="unit_answer", audience="internal")
    paper = Paper("12/REG/2026", date(2026, 3, 4), date(2026, 3, 9))
    dispute = open_dispute(
        Summons(paper, at("2026-04-07 10:00"), "Ruang Sidang I", request=origin),
        actor=office.actor(office.petugas),
    )
    scan = add(dispute, image("L"), "Pindaian", content_type=PNG, kind="other", audience="internal")
    dispute.papers.update(document=scan)
    dispute.evidence.create(mark="T-1", title="Nota dinas", document=held)
    dispute.hearings.update(
        status="held", minutes="Majelis memeriksa kewenangan.", outcome="Dilanjutkan."
    )
    dispute.hearings.create(
        kind="mediation",
        at=at("2026-04-08 10:00"),
        place="Ruang Mediasi",
        status="missed",
        we_attended=False,
        minutes="Mediator menunggu sampai pukul 11.",
    )
    with contextlib.closing(build(dispute, office)) as bundle:
        assert [stage.letter for stage in bundle.stages] == ["A", "B", "C"]
        shown = {piece.title: piece for piece in bundle.pieces}
        assert shown["T-1: Nota dinas"].file == held.file
        assert shown["Surat panggilan sidang 12/REG/2026"].file == scan.file
        assert kept.file not in {piece.file for piece in bundle.pieces}
        minutes = shown["Risalah sidang pemeriksaan awal"]
        assert minutes.page is not None
        missed = shown["Risalah sidang mediasi"]
        assert missed.page == minutes.page + 1
        pages = texts(PdfReader(bundle.pdf))
    assert "Majelis memeriksa kewenangan." in pages[minutes.page - 1]
    assert "Dilanjutkan." in pages[minutes.page - 1]
    # A session without us took place all the same, and its record is part of the case.
    assert "Mediator menunggu sampai pukul 11." in pages[missed.page - 1]
    assert "tidak hadir" in pages[missed.page - 1]


# -- somebody's PDF --------------------------------------------------------------------------------


def _active() -> bytes:
    """Return a PDF that runs a script in every way it can."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
    )
    opens = DictionaryObject({NameObject("/O"): script})

    def annotation(kind: str, **more: Any) -> DictionaryObject:
        box = ArrayObject(NumberObject(each) for each in (10, 10, 90, 90))
        return DictionaryObject(
            {
                NameObject("/Subtype"): NameObject(kind),
                NameObject("/Rect"): box,
                NameObject("/AA"): opens,
                NameObject("/A"): script,
                **{NameObject(f"/{key}"): value for key, value in more.items()},
            }
        )

    web = DictionaryObject(
        {
            NameObject("/S"): NameObject("/URI"),
            NameObject("/URI"): TextStringObject("https://ppid.example/"),
            NameObject("/Next"): script,
        }
    )
    page[NameObject("/AA")] = opens
    page[NameObject("/Annots")] = ArrayObject(
        [
            annotation("/Link"),
            annotation("/Link", A=web),
            annotation("/Widget", FT=NameObject("/Btn")),
            annotation("/FileAttachment"),
            annotation("/RichMedia"),
        ]
    )
    writer.add_attachment("virus.exe", b"MZ")
    writer.root_object[NameObject("/OpenAction")] = script
    return written(writer)


def test_only_what_is_seen_of_a_page_is_bound() -> None:
    """No script, no attached file; a field of a form becomes a picture of itself."""
    content = _active()
    assert b"/JavaScript" in content
    safe = clean(content)
    for sign in (b"JavaScript", b"/JS", b"/AA", b"virus", b"/Widget", b"/RichMedia", b"/Next"):
        assert sign not in safe, sign
    (page,) = PdfReader(io.BytesIO(safe)).pages
    kinds = [each.get_object()["/Subtype"] for each in page["/Annots"]]
    assert kinds == ["/Link", "/Stamp"], "the link to the web, and the field"


def _layered() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    usual = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): usual}
    )
    return written(writer)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "rusak"),
        (b"%PDF-1.7\n", "rusak"),
        (pdf((595, 842), password="x"), "terkunci"),
        (_layered(), "lapisan"),
        (pdf((0, 0)), "ukuran"),
        (
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1"
            b"/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Group " + b"[" * 40_000,
            "rusak",
        ),
    ],
    ids=["empty", "head only", "locked", "layers", "no size", "deep"],
)
def test_a_pdf_that_cannot_be_bound_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(NotBound, match=reason):
        clean(content)


@pytest.mark.parametrize(
    "content",
    [
        pdf((595, 842))[:-300],
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>",
    ],
    ids=["cut off", "loop"],
)
def test_a_pdf_made_to_be_misread_is_mended_or_refused(content: bytes) -> None:
    """Nothing but the one error comes out of it."""
    with contextlib.suppress(NotBound):
        assert len(PdfReader(io.BytesIO(clean(content))).pages) <= 1


def test_a_picture_too_large_to_be_held_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert picture(image("P"))[:2] == b"\xff\xd8"
    monkeypatch.setattr("disputes_app.binder.MOST_PIXELS", 100)
    with pytest.raises(NotBound, match="terlalu besar"):
        picture(image())


def test_the_whole_stays_of_bearable_size(monkeypatch: pytest.MonkeyPatch) -> None:
    binder = Binder()
    monkeypatch.setattr("disputes_app.binder.MOST_PAGES", 2)
    binder.add(pdf((595, 842), (595, 842)), limited=True)
    with pytest.raises(NotBound, match="batas"):
        binder.add(pdf((595, 842)), limited=True)
    binder.add(pdf((595, 842)))
    out = io.BytesIO()
    binder.finish(pdf((595, 842)), out, title="x", author="y", outline=[Bookmark("z", 1)])
    assert len(PdfReader(out).pages) == 4


# -- asking for it, and making it ------------------------------------------------------------------


@pytest.fixture
def case(office: Office) -> Any:
    """A request that has only just come in."""
    return file_request()


def ask(case: Case, office: Office, **choices: Any) -> EvidenceBundle:
    return bundles.request(
        case, actor=office.actor(office.petugas), **{"stages": [case.pk], **choices}
    )


def test_who_asked_for_what_is_on_record(case: Any, office: Office) -> None:
    bundle = ask(case, office, identity=True, identity_reason="Diminta majelis.")
    entry = AuditEntry.objects.get(stream=case.stream, verb="request_evidence")
    assert entry.user_id == office.petugas.pk
    assert entry.reason == "Diminta majelis."
    assert entry.data["bundle"] == bundle.pk
    assert entry.data["identity"] is True


def test_identity_papers_need_a_reason(case: Any, office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        ask(case, office, identity=True, identity_reason="  ")
    assert refusal.value.field == "identity_reason"
    assert not EvidenceBundle.objects.exists()


def test_units_and_strangers_ask_in_vain(case: Any, office: Office) -> None:
    with pytest.raises(Refused):
        bundles.request(case, actor=office.actor(office.pelaksana_a), stages=[case.pk])
    other = file_request()
    with pytest.raises(Refused):
        ask(case, office, stages=[case.pk, other.pk])


@pytest.mark.every_database
def test_the_sweep_makes_what_was_not_queued_and_makes_it_once(case: Any, office: Office) -> None:
    letters.sweep()
    bundle = ask(case, office)
    assert bundles.sweep() == {"ready": 1, "waiting": 0}
    bundle.refresh_from_db()
    assert bundle.status == "ready"
    assert bundle.pdf is not None
    assert bundle.archive is not None
    assert bundle.pdf.encrypted
    assert open_bytes(bundle.pdf).startswith(b"%PDF-")
    assert len(PdfReader(io.BytesIO(open_bytes(bundle.pdf))).pages) == bundle.pages
    again = bundles.make(bundle.pk)
    assert again.pdf_id == bundle.pdf_id
    assert bundles.sweep() == {"ready": 0, "waiting": 0}


def test_what_fails_is_tried_again_and_given_up_with_a_sentence(
    case: Any, office: Office, travel: Any
) -> None:
    body, _made = PublicBody.objects.get_or_create(pk=1)
    PublicBody.objects.filter(pk=body.pk).update(logo="hilang.png")
    moment = travel("2026-03-09 10:00")
    bundle = ask(case, office)
    bundles.sweep()
    bundle.refresh_from_db()
    assert (bundle.status, bundle.attempts) == ("queued", 1)
    assert bundles.sweep() == {"ready": 0, "waiting": 0}, "not before its time"
    for hours in range(1, 5):
        travel(moment + timedelta(hours=hours))
        bundles.sweep()
    bundle.refresh_from_db()
    assert (bundle.status, bundle.error) == ("failed", bundles.BROKEN)


def test_more_than_an_archive_holds_is_said_at_once(
    case: Any, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(case, pdf((595, 842)), "Besar")
    monkeypatch.setattr(evidence, "MOST_BYTES", 10)
    bundle = bundles.make(ask(case, office).pk)
    assert (bundle.status, bundle.error) == ("failed", bundles.TOO_MUCH)


# -- the page, and who may have it -----------------------------------------------------------------


def ready(case: Case, office: Office) -> EvidenceBundle:
    """Return an evidence file without building one."""
    bundle = ask(case, office)
    kept = {
        name: store(b"isi", purpose="evidence", name=f"bukti.{name}", content_type=PDF)
        for name in ("pdf", "archive")
    }
    EvidenceBundle.objects.filter(pk=bundle.pk).update(status="ready", made_at=now(), **kept)
    bundle.refresh_from_db()
    return bundle


def test_each_download_is_on_record_and_only_of_those_who_see_the_case(
    case: Any, office: Office, client_as: Any
) -> None:
    """UU 27/2022: whole cases in one file."""
    bundle = ready(case, office)
    address = reverse("files:download", args=[bundle.archive_id])
    for user in (office.pelaksana_a, office.pimpinan_a, office.outsider):
        assert client_as(user).get(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert client_as(office.ketua).get(address).content == b"isi"
    (entry,) = AuditEntry.objects.filter(verb="view", subject=f"file:{bundle.archive_id}")
    assert (entry.user_id, entry.role) == (office.ketua.pk, "ketua_ppid")
    assert entry.data == {"what": "evidence"}
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert client_as(office.petugas_2).get(address).status_code == 404


def test_the_page_asks_what_goes_in_and_keeps_what_was_chosen(
    case: Any, office: Office, client_as: Any
) -> None:
    client = client_as(office.petugas)
    address = reverse("disputes_evidence:page", args=[case.pk])
    assert "Belum ada berkas bukti" in client.get(address).content.decode()
    page = client.post(address, {"stages": [case.pk], "identity": "on", "internal": "on"})
    assert "Tuliskan alasan menyertakan bukti identitas." in page.content.decode()
    assert page.context["form"]["internal"].value()
    assert not EvidenceBundle.objects.exists()
    assert "Pilih sedikitnya satu tahap." in client.post(address).content.decode()
    done = client.post(address, {"stages": [case.pk]}, follow=True).content.decode()
    assert "Sedang disusun" in done
    assert EvidenceBundle.objects.get().stages == [case.pk]
    for user in (office.pelaksana_a, office.outsider):
        assert client_as(user).get(address).status_code == 404


def test_legal_affairs_bind_the_dispute_in_which_they_advise(
    office: Office, client_as: Any, travel: Any
) -> None:
    """SOP 4.5: not the stages before, in which they had no part."""
    travel("2026-03-09 10:00")
    dispute = DisputeDesk(office).coordinated()
    client = client_as(office.hukum)
    page = client.get(reverse("disputes_evidence:page", args=[dispute.pk]))
    assert [pk for pk, _label in page.context["form"].fields["stages"].choices] == [dispute.pk]
    origin = reverse("disputes_evidence:page", args=[dispute.request_id])
    assert client.get(origin).status_code == 404
    bundle = ready(dispute, office)
    assert client.get(reverse("files:download", args=[bundle.pdf_id])).status_code == 200
    EvidenceBundle.objects.filter(pk=bundle.pk).update(stages=[dispute.pk, dispute.request_id])
    assert client.get(reverse("files:download", args=[bundle.pdf_id])).status_code == 404
