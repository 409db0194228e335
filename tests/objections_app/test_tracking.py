"""Following one's own objection, the chain it stands in, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from objections_app.models import Objection
from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.services import store
from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.sop.access import code_of, link_token, secret_path
from ppid_portal.sop.models import Case, CaseMessage
from tests.driver import make_applicant
from tests.driver_disputes import DisputeDesk
from tests.driver_objections import sweep
from tests.objections_app.filling import pdf
from tests.requests_app.makers import browser_of
from tests.requests_app.test_tracking import with_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def where(case: Objection, what: str = "") -> str:
    return f"/keberatan/berkas/{case.public_id}/{what}"


def request_page(case: Any, client: Client | None = None) -> str:
    response = (client or browser_of(case)).get(f"/lacak/berkas/{case.public_id}/")
    assert response.status_code == 200
    return response.content.decode()


def page(case: Objection, client: Client | None = None) -> str:
    response = (client or browser_of(case)).get(where(case))
    assert response.status_code == 200
    return response.content.decode()


# -- getting in ------------------------------------------------------------------------------------


def test_number_and_code_open_an_objection(desk):
    case = desk.filed()
    client = Client()
    response = client.post("/lacak/", {"number": case.number.lower(), "code": code_of(case)})
    assert response["Location"] == where(case)
    assert client.get(where(case)).status_code == 200


def test_the_secret_link_leaves_the_address(desk):
    case = desk.filed()
    client = Client()
    assert client.get(secret_path(case))["Location"] == where(case)
    assert link_token(case) not in page(case, client)


def test_the_link_is_sent_to_the_address_of_the_objection(desk):
    case = desk.filed()
    Client().post("/lacak/kirim-kode/", {"number": case.number, "email": case.applicant.email})
    notice = Notice.objects.get(kind="request_access_link")
    assert notice.case_id == case.pk
    assert f"keberatan {case.number}" in notice.subject


def test_a_key_opens_only_what_it_is_made_for(desk):
    case = desk.filed()
    for path in (
        f"/keberatan/{case.public_id}/{'0' * 20}/",
        f"/keberatan/{case.request.public_id}/{link_token(case.request)}/",
        f"/lacak/{case.public_id}/{link_token(case)}/",
    ):
        assert Client().get(path).status_code == 404
    old = secret_path(case)
    Objection.objects.filter(pk=case.pk).update(link_version=2)
    assert Client().get(old).status_code == 404


def test_opening_changes_nothing_in_the_case(desk):
    case = desk.filed()
    entries, history = AuditEntry.objects.count(), case.history.count()
    page(case)
    assert AuditEntry.objects.count() == entries
    assert case.history.count() == history
    assert Case.objects.get(pk=case.pk).first_viewed_at is None


# -- the page --------------------------------------------------------------------------------------


def test_it_says_where_it_stands_and_when_it_is_answered(desk):
    """UU 14/2008 Pasal 36 ayat (2)."""
    html = page(desk.filed())
    assert "tanggapan paling lambat Selasa, 28 April 2026" in html
    assert "cuti bersama" in html
    assert "a. Permohonan ditolak" in html
    assert "Keberatan diterima dan diberi nomor" in html


def test_an_objection_out_of_time_is_honest_about_it(desk, travel):
    request = desk.refused_request()
    travel("2026-05-04 10:00")
    assert "di luar jangka waktunya" in page(desk.filed(request))


@pytest.mark.every_database
def test_silence_opens_the_commission(desk, travel):
    """UU 14/2008 Pasal 37 ayat (2); domain case 24."""
    case = desk.filed()
    travel("2026-04-29 08:00")
    sweep()
    html = page(case)
    assert "lewat pada Selasa, 28 April 2026 tanpa tanggapan" in html
    assert "Terlambat" in html
    assert "Terbuka sekarang, sampai" in html
    assert "Cara mengajukan sengketa" in html


def test_the_office_own_work_is_not_shown(desk):
    case = desk.decided()
    case.messages.create(direction="internal", text="RAHASIA KANTOR")
    html = page(case)
    for secret in ("RAHASIA KANTOR", case.explanation, case.considerations, "Dikabulkan"):
        assert secret not in html
    for name in (desk.office.atasan.name, desk.office.petugas.email):
        assert name not in html
    assert "Atasan PPID" in html


def test_a_signed_reply_is_not_seen_before_it_is_delivered(desk):
    """It takes effect, and the fourteen days start, with its delivery."""
    case = desk.recorded()
    letter = with_pdf(case.reply)
    client = browser_of(case)
    path = where(case, f"surat/{letter.public_id}/")
    assert letter.number not in page(case, client)
    assert client.get(path).status_code == 404
    case = desk.do(case, "deliver_reply", desk.office.petugas, method="email")
    html = page(case, client)
    assert letter.number in html
    assert "Dikabulkan seluruhnya" in html
    assert client.get(path).content == b"%PDF-1.7 surat"
    assert "Terbuka sekarang, sampai" in html


def test_a_letter_among_staff_is_not_the_objectors(desk):
    case = desk.deciding()
    memorandum = with_pdf(Letter.objects.get(pk=case.memorandum_id))
    client = browser_of(case)
    assert memorandum.number not in page(case, client)
    assert client.get(where(case, f"surat/{memorandum.public_id}/")).status_code == 404


@pytest.mark.every_database
@pytest.mark.parametrize("state", ["filed", "incomplete", "delivered"])
def test_the_page_needs_few_queries(desk, state, django_assert_max_num_queries):
    case = desk.in_state(state)
    client = browser_of(case)
    client.get(where(case))
    with django_assert_max_num_queries(44):
        client.get(where(case))


# -- what the objector can do ----------------------------------------------------------------------


def test_an_objector_completes(desk, travel):
    """Domain case 22: it counts as received on the day on which it is complete."""
    case = desk.incomplete()
    client = browser_of(case)
    html = page(case, client)
    assert "Meterai pada surat kuasa." in html
    travel("2026-03-10 11:00")
    client = browser_of(case)
    response = client.post(where(case, "lengkapi/"), {"papers": pdf("kuasa.pdf")})
    assert response["Location"] == where(case)
    case = Objection.objects.get(pk=case.pk)
    assert (case.state, str(case.counted_from)) == ("filed", "2026-03-10")
    assert case.documents.get().audience == "identity"
    assert "hitungan hari dimulai hari ini" in page(case, client)


def test_completing_asks_for_something_and_keeps_good_files(desk):
    """S17."""
    case = desk.incomplete()
    client = browser_of(case)
    assert client.post(where(case, "lengkapi/"), {}).context["next_form"].errors
    response = client.post(where(case, "lengkapi/"), {"addition": "", "attachments": pdf("a.exe")})
    assert "a.exe" in str(response.context["next_form"].errors)
    assert Objection.objects.get(pk=case.pk).state == "incomplete"


def test_after_the_last_day_it_is_too_late(desk, travel):
    case = desk.incomplete()
    travel("2026-03-13 10:00")
    html = page(case)
    assert "Waktu untuk melengkapi sudah berakhir" in html
    assert "/lengkapi/" not in html


def test_messages_go_both_ways_and_into_the_record(desk, client_as):
    case = desk.filed()
    client = browser_of(case)
    for _time in range(2):  # the second is the same one sent again
        client.post(where(case, "pesan/"), {"text": "Kapan diputuskan?"})
    written = CaseMessage.objects.get(case=case)
    assert written.direction == "from_applicant"
    assert Notice.objects.filter(kind="staff_objector_wrote").count() == 1
    entry = AuditEntry.objects.get(stream=case.stream, verb="message")
    assert "Kapan" not in str(entry.data)
    client_as(desk.office.petugas).post(
        f"/meja/berkas/{case.pk}/pesan/", {"text": "Paling lambat 28 April."}
    )
    assert "Paling lambat 28 April." in page(case, client)
    assert Notice.objects.filter(kind="objection_message").count() == 1


def test_withdrawing_asks_once_more(desk):
    case = desk.filed()
    client = browser_of(case)
    assert client.get(where(case, "cabut/")).status_code == 200
    assert client.post(where(case, "cabut/"), {}).context["form"].errors
    response = client.post(where(case, "cabut/"), {"sure": "on", "reason": "Sudah puas"})
    assert response["Location"] == where(case)
    assert Objection.objects.get(pk=case.pk).state == "withdrawn"
    html = page(case, client)
    assert "Keberatan ini dicabut" in html
    assert "Komisi Informasi" not in html.split("Perjalanan keberatan")[1].split("<footer")[0]


def test_after_the_decision_nothing_is_withdrawn(desk):
    case = desk.signed()
    client = browser_of(case)
    assert client.get(where(case, "cabut/"))["Location"] == where(case)
    assert "Cabut keberatan" not in page(case, client)


def test_an_ended_session_gives_the_text_back(desk):
    case = desk.filed()
    response = Client().post(where(case, "pesan/"), {"text": "Yang lama saya tulis"})
    assert response.status_code == 404
    assert "Yang lama saya tulis" in response.content.decode()


# -- from the request ------------------------------------------------------------------------------


def test_a_refusal_offers_the_objection_with_its_last_day(desk):
    """F10: shown with dates, open the same day."""
    request = desk.refused_request()
    html = request_page(request)
    assert f'action="/keberatan/baru/dari/{request.public_id}/"' in html
    assert "Terbuka sekarang, sampai Selasa, 28 April 2026" in html


def test_before_it_opens_it_says_when(desk):
    request = desk.desk.registered()
    html = request_page(request)
    assert "/keberatan/baru/dari/" not in html
    assert "mulai Selasa, 31 Maret 2026 sampai" in html


@pytest.mark.every_database
def test_after_its_time_it_is_not_offered(desk, travel):
    request = desk.refused_request()
    travel("2026-04-29 08:00")
    sweep()
    html = request_page(request)
    assert "/keberatan/baru/dari/" not in html
    assert "berakhir pada Selasa, 28 April 2026" in html


def test_once_filed_the_objection_takes_the_place_of_the_offer(desk):
    case = desk.filed()
    html = request_page(case.request)
    assert "/keberatan/baru/dari/" not in html
    assert f"Sudah Anda ajukan dengan nomor {case.number}" in html


def test_a_withdrawn_objection_may_be_made_again_within_its_time(desk):
    request = desk.refused_request()
    desk.withdrawn(request=request)
    assert "/keberatan/baru/dari/" in request_page(request)


@pytest.mark.every_database
def test_a_late_answer_opens_the_objection_anew(desk, travel):
    """Domain case 19: the first stays open; the answer itself may be objected to as well."""
    request = desk.desk.approved()
    travel("2026-03-31 08:00")
    sweep()
    first = desk.filed(request, ["c"])
    assert "/keberatan/baru/dari/" not in request_page(request)
    travel("2026-04-02 10:00")
    desk.do(request, "deliver_answer", desk.office.petugas)
    html = request_page(request)
    assert "/keberatan/baru/dari/" in html
    assert not Objection.objects.get(pk=first.pk).is_closed


# -- the chain -------------------------------------------------------------------------------------


def test_request_and_objection_show_the_same_chain(desk):
    """Every stage with its number, its sentence and its dates, on both pages."""
    case = desk.delivered("upheld")
    obligation = Case.objects.get(kind="obligation")
    for html in (page(case), request_page(case.request)):
        chain = html.split("Rangkaian perkara Anda")[1].split("</ol>")[0]
        places = [chain.index(each.number) for each in (case.request, case, obligation)]
        assert places == sorted(places)
        assert "Keberatan dapat diajukan sampai" in chain
        assert "sudah Anda ajukan" in chain
        assert "Perintah dilaksanakan paling lambat Rabu, 25 Maret 2026" in chain
        assert chain.count("halaman ini") == 1


def test_a_dispute_ends_the_chain_and_is_not_offered_again(office, travel):
    """Its number at the Commission is said on the pages of every earlier stage."""
    travel("2026-03-09 10:00")
    dispute = DisputeDesk(office).summoned()
    for html in (page(dispute.prior_objection), request_page(dispute.request)):
        chain = html.split("Rangkaian perkara Anda")[1].split("</ol>")[0]
        assert dispute.number in chain
        assert str(escape(dispute.state_sentence())) in chain
        remedies = html.split('id="upaya"')[1]
        assert "nomor register 075/IX/KIP-PS/2026" in remedies
        assert "Terbuka sekarang" not in remedies


def test_one_key_opens_the_stages_of_the_same_person(desk):
    case = desk.filed()
    for one, other in ((case, case.request), (case.request, case)):
        client = browser_of(one)
        path = f"/{'lacak' if other.kind == 'request' else 'keberatan'}/berkas/{other.public_id}/"
        assert (
            f'href="{path}"'
            in client.get(client.get(secret_path(one))["Location"]).content.decode()
        )
        assert client.get(path).status_code == 200


def test_a_stage_of_somebody_else_is_neither_shown_nor_opened(desk):
    """An officer's wrong number must not tell one person about another (UU 27/2022)."""
    case = desk.filed(applicant={"name": "Orang Lain", "nik": "3171234106900009"})
    client = browser_of(case.request)
    html = request_page(case.request, client)
    assert "Rangkaian perkara" not in html
    assert case.number not in html
    assert client.get(where(case)).status_code == 404
    assert case.request.number not in page(case)


def test_a_case_that_stands_alone_has_no_chain(desk):
    assert "Rangkaian perkara" not in request_page(desk.refused_request())


# -- S18 -------------------------------------------------------------------------------------------


@pytest.fixture
def secret(desk):
    """Return an objection with everything that must not leak."""
    file = store(
        b"%PDF-1.4 kuasa", purpose="identity", name="kuasa-siti.pdf", content_type="application/pdf"
    )
    case = desk.receipted(
        case_position="Isi Yang Rahasia Sekali", documents=[("power_of_attorney", file)]
    )
    with_pdf(Letter.objects.get(case_id=case.pk, kind="objection_receipt"))
    return case


@pytest.mark.parametrize("who", ["anonymous", "another applicant", "outsider", "another unit"])
def test_nobody_else_gets_in_anywhere(desk, secret, client_as, who):
    """S18: page, letters, files and acts answer 404, and leak neither text nor file name."""
    office = desk.office
    client = {
        "anonymous": Client,
        "another applicant": lambda: browser_of(
            desk.desk.registered(applicant=make_applicant("Budi", nik="3171234106900010"))
        ),
        "outsider": lambda: client_as(office.outsider),
        "another unit": lambda: client_as(office.pelaksana_a),
    }[who]()
    receipt = Letter.objects.get(case_id=secret.pk, kind="objection_receipt")
    paths = [
        ("get", where(secret)),
        ("post", where(secret, "lengkapi/")),
        ("post", where(secret, "pesan/")),
        ("get", where(secret, "cabut/")),
        ("post", where(secret, "cabut/")),
        ("get", where(secret, f"surat/{receipt.public_id}/")),
        ("get", f"/berkas/{secret.documents.get().file_id}/"),
        ("get", f"/berkas/{receipt.pdf_id}/"),
        ("get", f"/keberatan/{secret.public_id}/{'A' * 20}/"),
        ("post", f"/keberatan/baru/dari/{secret.request.public_id}/"),
    ]
    before = AuditEntry.objects.filter(stream=secret.stream).count()
    for method, path in paths:
        response = getattr(client, method)(path, {"text": "x", "sure": "on"})
        assert response.status_code == 404, (method, path)
        html = response.content.decode()
        for word in ("Isi Yang Rahasia", "kuasa-siti", "Siti Aminah", secret.number):
            assert word not in html, (path, word)
    assert AuditEntry.objects.filter(stream=secret.stream).count() == before
    assert Objection.objects.get(pk=secret.pk).state == "receipted"


def test_the_objector_gets_in(secret):
    client = browser_of(secret)
    assert client.get(f"/berkas/{secret.documents.get().file_id}/").status_code == 200
    assert "kuasa-siti.pdf" in page(secret, client)
