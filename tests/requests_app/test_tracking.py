"""Following one's own request, and nobody else's."""

from __future__ import annotations

import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import now
from ppid_portal.letters import services as letters
from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor
from ppid_portal.sop import engine
from ppid_portal.sop.access import code_of, link_token, secret_path
from ppid_portal.sop.models import CaseDocument, CaseMessage
from ppid_portal.sop.tasks import sweep_deadlines
from requests_app.drafts import Draft
from requests_app.intake import file_request
from requests_app.letters import receipt_context
from requests_app.models import AnswerDraft, DraftPart, InformationRequest, RequestDraft
from requests_app.views import COOKIE
from tests.requests_app.filling import CHECK, pdf, send
from tests.requests_app.makers import (
    NIK,
    browser_of,
    clarifying,
    filing,
    incomplete,
    lapse,
    received,
    registered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def page(case, client=None):
    response = (client or browser_of(case)).get(f"/lacak/berkas/{case.public_id}/")
    assert response.status_code == 200
    return response.content.decode()


def where(case, what=""):
    return f"/lacak/berkas/{case.public_id}/{what}"


# -- getting in ------------------------------------------------------------------------------------


def test_number_and_code_open_a_request(client, office):
    case = received()
    response = client.post("/lacak/", {"number": case.number, "code": code_of(case)})
    assert response["Location"] == where(case)
    assert client.get(where(case)).status_code == 200


@pytest.mark.parametrize("write", [str.lower, lambda code: code.replace("-", " "), str.strip])
def test_a_code_may_be_typed_as_people_do(client, office, write):
    case = received()
    data = {"number": f" {case.number.lower()} ", "code": write(code_of(case))}
    assert client.post("/lacak/", data).status_code == 302


def test_a_wrong_code_and_an_unknown_number_hear_the_same(client, office):
    case = received()
    answers = set()
    for number, code in ((case.number, "AAAA-BBBB-CCCC"), ("9999/X", code_of(case))):
        response = client.post("/lacak/", {"number": number, "code": code})
        assert response.status_code == 200
        answers.add(str(response.context["form"].non_field_errors()))
    assert len(answers) == 1
    assert client.get(where(case)).status_code == 404


@pytest.mark.parametrize(
    "data", [{}, {"number": "x"}, {"code": "y"}, {"number": "\x00", "code": "é"}]
)
def test_it_asks_for_number_and_code(client, data):
    response = client.post("/lacak/", data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "<title>Kesalahan:" in response.content.decode()


def test_guessing_is_slowed_down(client, office, settings):
    settings.THROTTLE = {"track": (2, 600)}
    case = received()
    for _try in range(2):
        client.post("/lacak/", {"number": case.number, "code": "AAAA-BBBB-CCCC"})
    response = client.post("/lacak/", {"number": case.number, "code": code_of(case)})
    assert response.status_code == 429


def test_the_secret_link_leaves_the_address(client, office):
    case = received()
    response = client.get(secret_path(case))
    assert response["Location"] == where(case)
    assert link_token(case) not in client.get(where(case)).content.decode()


def test_a_wrong_link_is_no_page(client, office):
    case = received()
    assert client.get(f"/lacak/{case.public_id}/{'0' * 20}/").status_code == 404
    assert client.get(f"/lacak/{uuid.uuid4()}/{link_token(case)}/").status_code == 404


def test_a_link_that_was_made_worthless_opens_nothing(client, office):
    case = received()
    browser = browser_of(case)
    old = secret_path(case)
    InformationRequest.objects.filter(pk=case.pk).update(link_version=2)
    assert client.get(old).status_code == 404
    assert browser.get(where(case)).status_code == 404


def test_a_planted_session_gains_nothing(client, office):
    """The session key changes when a request is opened."""
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.get(secret_path(received()))
    assert client.session.session_key != before


def test_opening_changes_nothing_in_the_case(client, office):
    case = received()
    entries = AuditEntry.objects.count()
    history = case.history.count()
    browser_of(case).get(where(case))
    assert AuditEntry.objects.count() == entries
    fresh = InformationRequest.objects.get(pk=case.pk)
    assert fresh.first_viewed_at is None
    assert fresh.history.count() == history


# -- the link by e-mail ----------------------------------------------------------------------------


def ask(client, case, email):
    return client.post("/lacak/kirim-kode/", {"number": case.number, "email": email})


@pytest.mark.every_database
def test_the_link_goes_to_the_address_of_the_request(client, office):
    from ppid_portal.mail.tasks import sweep

    case = received()
    assert ask(client, case, "SITI@contoh.example").status_code == 302
    sweep()
    message = next(m for m in mail.outbox if m.subject.startswith("Tautan"))
    assert message.to == ["SITI@contoh.example"]
    assert link_token(case) in message.body
    assert link_token(case) not in Notice.objects.get(kind="request_access_link").body


def test_the_answer_is_the_same_for_everybody(client, office):
    case = received()
    answers = {
        (ask(client, case, email)["Location"])
        for email in ("siti@contoh.example", "orang@lain.example")
    }
    answers.add(
        client.post("/lacak/kirim-kode/", {"number": "tidak ada", "email": "a@b.example"})[
            "Location"
        ]
    )
    assert len(answers) == 1
    assert client.get(answers.pop()).status_code == 200
    assert Notice.objects.filter(kind="request_access_link").count() == 1


def test_it_is_sent_once_an_hour(client, office, travel):
    travel("2026-03-09 10:05")
    case = received()
    ask(client, case, "siti@contoh.example")
    ask(client, case, "siti@contoh.example")
    assert Notice.objects.filter(kind="request_access_link").count() == 1
    travel("2026-03-09 11:05")
    ask(client, case, "siti@contoh.example")
    assert Notice.objects.filter(kind="request_access_link").count() == 2


def test_an_applicant_without_address_gets_nothing_sent(client, office):
    case = received(applicant={"email": ""}, delivery="post", copy_form="hardcopy")
    response = client.post("/lacak/kirim-kode/", {"number": case.number, "email": ""})
    assert response.context["send_form"].errors
    assert not Notice.objects.filter(kind="request_access_link").exists()


def test_asking_for_links_is_slowed_down(client, office, settings):
    settings.THROTTLE = {"code": (1, 3600)}
    case = received()
    ask(client, case, "siti@contoh.example")
    assert ask(client, case, "siti@contoh.example").status_code == 429


# -- the page --------------------------------------------------------------------------------------


def test_it_says_where_the_request_stands_and_why_then(office, travel):
    travel("2026-03-09 10:00")
    html = page(received())
    assert "Diterima. Kami memeriksa kelengkapan." in html
    assert "Senin, 30 Maret 2026" in html
    assert "cuti bersama" in html


def test_it_says_when_each_remedy_opens(office, travel):
    """Silence opens the objection on the day after the limit, for thirty working days."""
    travel("2026-03-09 10:00")
    html = page(registered(office))
    assert "mulai Selasa, 31 Maret 2026 sampai" in html
    assert "Komisi Informasi" in html


@pytest.mark.every_database
def test_after_silence_the_objection_is_open(office, travel):
    """UU 14/2008 Pasal 35 ayat (1) huruf c, 36 ayat (1); S22."""
    travel("2026-03-09 10:00")
    case = registered(office)
    travel("2026-03-31 08:00")
    sweep_deadlines()
    html = page(case)
    assert "Batas waktu lewat tanpa jawaban" in html
    assert "Terlambat" in html
    assert "Terbuka sekarang, sampai" in html


def test_while_the_clock_stands_no_date_is_promised(office):
    html = page(clarifying(office))
    assert "Seluruh unit, atau kantor pusat saja?" in html
    assert "Tanggalnya dihitung setelah Anda menjawab" in html


def test_staff_are_named_by_role_only(office):
    html = page(registered(office))
    assert "Tim Sekretariat PPID" in html
    assert office.petugas.name not in html
    assert office.petugas.email not in html


def test_notes_among_staff_are_not_shown(office):
    case = registered(office)
    case.messages.create(direction="internal", text="RAHASIA KANTOR")
    case.messages.create(direction="to_applicant", text="Salam dari kami")
    html = page(case)
    assert "RAHASIA KANTOR" not in html
    assert "Salam dari kami" in html


def test_the_office_own_work_is_not_in_the_timeline(office):
    case = registered(office)
    case = engine.perform(case, "dispose", office.actor(office.ketua), direction="Jangan tampil")
    html = page(case)
    assert "Diteruskan kepada unit yang menguasai informasi" in html
    assert "Jangan tampil" not in html


def test_a_nik_is_never_on_the_page(office):
    assert NIK not in page(received())


@pytest.mark.every_database
def test_a_moved_date_is_in_the_timeline(office, travel):
    from ppid_portal.clock.models import Holiday

    travel("2026-03-09 10:00")
    case = registered(office)
    Holiday.objects.create(date="2026-03-12", kind="national", name="Libur baru", source="Uji")
    sweep_deadlines()
    html = page(case)
    assert "Batas waktu berubah menjadi Selasa, 31 Maret 2026" in html
    assert "Semula Senin, 30 Maret 2026" in html


@pytest.mark.every_database
@pytest.mark.parametrize("make", [lambda o: received(), registered, incomplete, clarifying])
def test_the_page_needs_few_queries(office, make, django_assert_max_num_queries):
    case = make(office)
    client = browser_of(case)
    client.get(where(case))
    with django_assert_max_num_queries(24):
        client.get(where(case))


@pytest.mark.every_database
def test_its_queries_do_not_grow_with_what_happened(office):
    case = registered(office)
    client = browser_of(case)
    client.get(where(case))  # what every page asks once, such as whether there is a warning
    with CaptureQueriesContext(connection) as before:
        client.get(where(case))
    for number in range(10):
        case.messages.create(direction="to_applicant", text=f"Pesan {number}")
        with transaction.atomic():
            letters.issue(
                "receipt", case=case, signatory=Actor.system(), context=receipt_context(case)
            )
    with CaptureQueriesContext(connection) as after:
        client.get(where(case))
    assert len(after) == len(before)


def test_it_is_kept_by_no_cache(office):
    case = received()
    assert "no-store" in browser_of(case).get(where(case))["Cache-Control"]


# -- completing ------------------------------------------------------------------------------------


def test_an_applicant_completes_a_request(office, travel):
    """The ten days start on the day of completion (domain cases 4 and 5)."""
    travel("2026-03-09 10:00")
    case = incomplete(office)
    client = browser_of(case)
    assert "Salinan KTP belum dilampirkan." in page(case, client)
    travel("2026-03-10 11:00")
    client = browser_of(case)
    response = client.post(where(case, "lengkapi/"), {"papers": pdf(), "addition": "Tahun 2025"})
    assert response["Location"] == where(case)
    case = InformationRequest.objects.get(pk=case.pk)
    assert case.state == "received"
    assert str(case.counted_from) == "2026-03-10"
    document = case.documents.get()
    assert (document.kind, document.audience) == ("identity", "identity")
    assert "Terima kasih" in page(case, client)


def test_it_must_be_given_something(office):
    case = incomplete(office)
    response = browser_of(case).post(where(case, "lengkapi/"), {"addition": " "})
    assert "Tulis keterangan atau unggah" in response.content.decode()
    assert "<title>Kesalahan:" in response.content.decode()


def test_refused_files_leave_the_good_ones(office):
    """S17, on the applicant's page."""
    case = incomplete(office)
    client = browser_of(case)
    response = client.post(
        where(case, "lengkapi/"),
        {"addition": "Ini", "papers": [pdf("baik.pdf"), SimpleUploadedFile("jelek.pdf", b"")]},
    )
    html = response.content.decode()
    assert "jelek.pdf" in html
    assert "baik.pdf" in html.split("Sudah diunggah")[1]
    assert InformationRequest.objects.get(pk=case.pk).state == "incomplete"
    client.post(where(case, "lengkapi/"), {"addition": "Ini"})
    case = InformationRequest.objects.get(pk=case.pk)
    assert case.state == "received"
    assert [d.file.original_name for d in case.documents.all()] == ["baik.pdf"]
    assert not RequestDraft.objects.filter(key__startswith="berkas:").exists()


def test_a_held_file_can_be_taken_back(office):
    case = incomplete(office)
    client = browser_of(case)
    client.post(where(case, "lengkapi/"), {"papers": [pdf(), SimpleUploadedFile("x.pdf", b"")]})
    held = Draft.find(f"berkas:{case.public_id.hex}").files[0]
    client.post(where(case, "lengkapi/"), {"hapus": held.id})
    assert "Sudah diunggah" not in page(case, client)


def test_completing_twice_is_completing_once(office):
    case = incomplete(office)
    client = browser_of(case)
    for _click in range(2):
        assert client.post(where(case, "lengkapi/"), {"addition": "Ini"}).status_code == 302
    assert AuditEntry.objects.filter(stream=case.stream, verb="complete").count() == 1


def test_after_the_last_day_it_is_too_late(office, travel):
    """Domain case 5: completed on the 4th working day; the applicant may file anew."""
    travel("2026-03-09 10:00")
    case = incomplete(office)
    travel("2026-03-12 23:30")
    client = browser_of(case)
    assert "Lengkapi permohonan Anda" in page(case, client)
    travel("2026-03-13 00:10")
    html = page(case, client)
    assert "Waktu untuk melengkapi sudah berakhir" in html
    assert "Kirim ulang sebagai permohonan baru" in html
    client.post(where(case, "lengkapi/"), {"addition": "Terlambat"})
    assert InformationRequest.objects.get(pk=case.pk).state == "incomplete"


# -- S9 --------------------------------------------------------------------------------------------


@pytest.mark.every_database
def test_a_lapsed_request_is_sent_again_as_a_linked_one(office, travel):
    """S9: the period ends without answer; a later reply opens a linked new request."""
    travel("2026-03-09 10:00")
    case = incomplete(office)
    travel("2026-03-13 06:00")
    sweep_deadlines()
    case = InformationRequest.objects.get(pk=case.pk)
    assert case.state == "lapsed"
    assert Notice.objects.filter(case_id=case.pk, kind="request_lapsed").count() == 1
    client = browser_of(case)
    response = client.post(where(case, "kirim-ulang/"))
    assert response["Location"] == CHECK
    html = client.get(CHECK).content.decode()
    assert "Siti Aminah" in html
    assert "Laporan keuangan Biro Umum tahun 2025." in html
    send(client)
    again = InformationRequest.objects.exclude(pk=case.pk).get()
    assert again.origin_id == case.pk
    assert again.number != case.number
    assert again.applicant.nik == NIK
    assert again.number in page(case, client)


def test_papers_go_along_with_the_new_request(office, travel):
    travel("2026-03-09 10:00")
    from ppid_portal.files.services import open_bytes, store
    from requests_app.intake import purpose_of

    old = store(
        b"%PDF-1.4 lama",
        purpose=purpose_of("identity"),
        name="ktp.pdf",
        content_type="application/pdf",
    )
    case = incomplete(office, documents=[("identity", old)])
    travel("2026-03-13 06:00")
    case = lapse(case)
    client = browser_of(case)
    client.post(where(case, "kirim-ulang/"))
    send(client)
    again = InformationRequest.objects.exclude(pk=case.pk).get()
    copy = again.documents.get()
    assert (copy.kind, copy.audience) == ("identity", "identity")
    assert copy.file_id != old.pk
    assert open_bytes(copy.file) == b"%PDF-1.4 lama"


def test_only_what_has_ended_so_is_sent_again(office):
    case = received()
    client = browser_of(case)
    assert client.post(where(case, "kirim-ulang/"))["Location"] == where(case)
    assert COOKIE not in client.cookies


@pytest.mark.parametrize(
    "applicant",
    [
        {"kind": "badan_hukum", "nik": "", "entity_number": "AHU-1", "contact_name": "Budi"},
        {"kind": "kelompok", "members": 5, "contact_name": "Sari"},
        {"proxy_name": "Tono", "proxy_address": "Jakarta", "proxy_email": "t@x.example"},
        {"guardian_name": "Ani", "guardian_relation": "ibu", "guardian_nik": NIK, "nik": ""},
    ],
)
def test_every_kind_of_applicant_can_send_again(office, travel, applicant):
    travel("2026-03-09 10:00")
    case = incomplete(office, applicant=applicant)
    travel("2026-03-13 06:00")
    case = lapse(case)
    client = browser_of(case)
    assert client.post(where(case, "kirim-ulang/"))["Location"] == CHECK
    send(client)
    again = InformationRequest.objects.exclude(pk=case.pk).get()
    for name, value in applicant.items():
        assert getattr(again.applicant, name) == value


# -- clarification, messages, withdrawal -----------------------------------------------------------


def test_an_applicant_answers_a_question(office):
    case = clarifying(office)
    client = browser_of(case)
    client.post(
        where(case, "jawab/"), {"answer": "Kantor pusat saja.", "attachments": pdf("a.pdf")}
    )
    case = InformationRequest.objects.get(pk=case.pk)
    assert case.state == "registered"
    assert case.messages.get().text == "Kantor pusat saja."
    assert case.documents.get().kind == "attachment"


def test_an_answer_is_not_empty(office):
    case = clarifying(office)
    response = browser_of(case).post(where(case, "jawab/"), {"answer": ""})
    assert "Tulis jawaban Anda." in response.content.decode()


def test_messages_go_both_ways_and_into_the_record(office):
    case = registered(office)
    client = browser_of(case)
    client.post(where(case, "pesan/"), {"text": "Halo <b>semua</b>"})
    written = case.messages.get()
    assert written.direction == CaseMessage.Direction.FROM_APPLICANT
    entry = AuditEntry.objects.get(stream=case.stream, verb="message")
    assert entry.role == "pemohon"
    assert "Halo" not in str(entry.data)
    told = Notice.objects.get(kind="staff_applicant_wrote")
    assert office.petugas.email in told.recipients
    assert "Halo" not in told.body
    html = page(case, client)
    assert "Halo &lt;b&gt;semua" in html


def test_a_message_sent_twice_is_one(office):
    case = registered(office)
    client = browser_of(case)
    for _click in range(2):
        client.post(where(case, "pesan/"), {"text": "Halo"})
    assert case.messages.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_message_says_something(office, text):
    case = registered(office)
    response = browser_of(case).post(where(case, "pesan/"), {"text": text})
    assert response.status_code == 200
    assert response.context["message_form"].errors
    assert not case.messages.exists()


def test_too_many_messages_are_slowed_down(office, settings):
    settings.THROTTLE = {"write": (1, 3600)}
    case = registered(office)
    client = browser_of(case)
    client.post(where(case, "pesan/"), {"text": "satu"})
    assert (
        "Terlalu banyak pesan"
        in client.post(where(case, "pesan/"), {"text": "dua"}).content.decode()
    )


def test_an_ended_session_gives_the_text_back(office, travel):
    """Nothing typed is lost; the answer says nothing about the case."""
    travel("2026-03-09 10:00")
    case = registered(office)
    client = browser_of(case)
    travel("2026-03-10 10:00")
    answers = []
    for path in (where(case, "pesan/"), f"/lacak/berkas/{uuid.uuid4()}/pesan/"):
        response = client.post(path, {"text": "Tulisan panjang saya"})
        assert response.status_code == 404
        answers.append(response.content.decode().split("<main")[1].split("</main>")[0])
    assert "Tulisan panjang saya" in answers[0]
    assert answers[0] == answers[1]
    assert not case.messages.exists()


def test_withdrawing_asks_once_more(office):
    case = registered(office)
    client = browser_of(case)
    assert client.get(where(case, "cabut/")).status_code == 200
    assert InformationRequest.objects.get(pk=case.pk).state == "registered"
    response = client.post(where(case, "cabut/"), {})
    assert "Centang" in response.content.decode()
    client.post(where(case, "cabut/"), {"sure": "on"})
    case = InformationRequest.objects.get(pk=case.pk)
    assert case.state == "withdrawn"
    assert "Dicabut atas permintaan Anda" in page(case, client)
    assert client.get(where(case, "cabut/"))["Location"] == where(case)


# -- letters and answers ---------------------------------------------------------------------------


def receipt_of(case):
    return Letter.objects.get(case_id=case.pk, kind="receipt")


def with_pdf(letter):
    """Store a PDF as the renderer does, without drawing one."""
    from ppid_portal.files.services import store

    letter.pdf = store(
        b"%PDF-1.7 surat", purpose="letter", name="surat.pdf", content_type="application/pdf"
    )
    letter.sha256 = letter.pdf.sha256
    letter.rendered_at = now()
    letter.status = Letter.Status.RENDERED
    letter.save()
    return letter


def test_a_letter_is_downloaded_when_it_is_ready(office):
    case = received()
    client = browser_of(case)
    letter = receipt_of(case)
    path = where(case, f"surat/{letter.public_id}/")
    assert "sedang disiapkan" in page(case, client)
    assert client.get(path)["Location"] == where(case)
    with_pdf(letter)
    assert path in page(case, client)
    response = client.get(path)
    assert response.content == b"%PDF-1.7 surat"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]


def test_a_letter_of_staff_is_not_the_applicants(office):
    case = engine.perform(
        registered(office), "dispose", office.actor(office.ketua), direction="Telaah"
    )
    internal = with_pdf(Letter.objects.get(case_id=case.pk, kind="disposition"))
    client = browser_of(case)
    assert internal.number not in page(case, client)
    assert client.get(where(case, f"surat/{internal.public_id}/")).status_code == 404
    assert client.get(f"/berkas/{internal.pdf_id}/").status_code == 404


def test_a_letter_of_another_case_is_not_reached_through_ones_own(office):
    one, other = received(), received()
    letter = with_pdf(receipt_of(other))
    assert browser_of(one).get(where(one, f"surat/{letter.public_id}/")).status_code == 404


def answered_draft(office, case):
    case = engine.perform(case, "dispose", office.actor(office.ketua), direction="Telaah")
    from ppid_portal.files.services import store

    file = store(b"%PDF-1.4 isi", purpose="answer", name="isi.pdf", content_type="application/pdf")
    document = CaseDocument.objects.create(case=case, file=file, kind="answer", audience="internal")
    draft = AnswerDraft.objects.create(request=case, version=1)
    part = DraftPart.objects.create(draft=draft, text="Laporan", outcome="granted")
    part.documents.add(document)
    case = engine.perform(case, "submit_draft", office.actor(office.petugas))
    return engine.perform(case, "approve_answer", office.actor(office.ketua)), document


def test_a_signed_answer_is_not_seen_before_it_is_delivered(office):
    """It takes effect, and the thirty days start, with its delivery."""
    case, document = answered_draft(office, registered(office))
    letter = with_pdf(Letter.objects.get(case_id=case.pk, kind="written_notification"))
    client = browser_of(case)
    path = where(case, f"surat/{letter.public_id}/")
    assert letter.number not in page(case, client)
    assert client.get(path).status_code == 404
    assert client.get(f"/berkas/{document.file_id}/").status_code == 404
    case = engine.perform(case, "deliver_answer", office.actor(office.petugas))
    html = page(case, client)
    assert letter.number in html
    assert "isi.pdf" in html
    assert letter.verification_code in html
    assert client.get(path).status_code == 200
    assert client.get(f"/berkas/{document.file_id}/").status_code == 200
    assert "Terbuka sekarang" in html


# -- S18 -------------------------------------------------------------------------------------------


@pytest.fixture
def secret(office):
    """A request with everything that must not leak."""
    from ppid_portal.files.services import store

    file = store(
        b"%PDF-1.4 ktp", purpose="identity", name="ktp-siti.pdf", content_type="application/pdf"
    )
    case = file_request(
        filing(information="Judul Yang Rahasia Sekali", documents=[("identity", file)])
    )
    with_pdf(receipt_of(case))
    return case


def everywhere(case):
    document = case.documents.get()
    return [
        ("get", where(case)),
        ("post", where(case, "lengkapi/")),
        ("post", where(case, "jawab/")),
        ("post", where(case, "pesan/")),
        ("get", where(case, "cabut/")),
        ("post", where(case, "cabut/")),
        ("post", where(case, "kirim-ulang/")),
        ("get", where(case, f"surat/{receipt_of(case).public_id}/")),
        ("get", f"/berkas/{document.file_id}/"),
        ("get", f"/berkas/{receipt_of(case).pdf_id}/"),
        ("get", f"/lacak/{case.public_id}/{'A' * 20}/"),
    ]


@pytest.mark.parametrize("who", ["anonymous", "another applicant", "outsider", "another unit"])
def test_nobody_else_gets_in_anywhere(office, secret, client_as, who):
    """S18: page, letters, files and acts answer 404, and leak neither title nor file name."""
    client = {
        "anonymous": Client,
        "another applicant": lambda: browser_of(received()),
        "outsider": lambda: client_as(office.outsider),
        "another unit": lambda: client_as(office.pelaksana_a),
    }[who]()
    before = AuditEntry.objects.filter(stream=secret.stream).count()
    for method, path in everywhere(secret):
        response = getattr(client, method)(path, {"text": "x", "sure": "on"})
        assert response.status_code == 404, (method, path)
        html = response.content.decode()
        for word in ("Judul Yang Rahasia", "ktp-siti", "Siti Aminah", secret.number):
            assert word not in html, (path, word)
    assert AuditEntry.objects.filter(stream=secret.stream).count() == before
    assert InformationRequest.objects.get(pk=secret.pk).state == "received"


def test_the_applicant_gets_in(office, secret):
    client = browser_of(secret)
    assert client.get(where(secret)).status_code == 200
    assert client.get(f"/berkas/{secret.documents.get().file_id}/").status_code == 200


def test_an_applicant_cannot_act_on_another_case_through_the_engine(office):
    mine, other = received(), incomplete(office)
    from ppid_portal.sop.errors import NotYours

    with pytest.raises(NotYours):
        engine.perform(other, "complete", Actor.applicant(mine.pk), addition="x")
