"""The public form, page by page, as it works without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dip_app.models import InformationItem
from ppid_portal.clock import heartbeat, now
from ppid_portal.files.models import StoredFile
from ppid_portal.people.models import Applicant
from ppid_portal.sop.models import CaseDocument
from requests_app import drafts
from requests_app.models import InformationRequest, RequestDraft
from requests_app.public_forms import check_nik
from requests_app.tasks import forget_drafts
from requests_app.views import COOKIE
from tests.requests_app import filling
from tests.requests_app.filling import CHECK, NIK, START, address, errors, fill, pdf, send

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def step(client, slug, **data):
    """Post one page."""
    return client.post(address(slug), {**filling.PERSON.get(slug, {}), **data})


def up_to(client, slug, **changes):
    """Answer all pages before one."""
    given = filling.answers(**changes)
    where = START
    while (here := where.removeprefix(START).strip("/") or "siapa") != slug:
        response = client.post(where, given[here])
        assert response.status_code == 302, (here, errors(response))
        where = response["Location"]


def draft_of(client):
    return drafts.Draft.find(client.cookies[COOKIE].value)


def message(response, field):
    found = errors(response)
    assert list(found) == [field], found
    return " ".join(found[field])


# -- the way through -------------------------------------------------------------------------------


def test_it_works(client, office):
    fill(client)
    page = send(client)
    case = InformationRequest.objects.get()
    assert case.number in page.content.decode()
    assert case.state == "received"
    assert case.channel == "web"
    assert case.information == "Laporan keuangan Biro Umum tahun 2025."
    assert case.title == "Laporan keuangan Biro Umum tahun 2025"
    assert (case.access_method, case.copy_form, case.delivery) == ("copy", "softcopy", "email")
    applicant = case.applicant
    assert applicant.name == "Siti Aminah"
    assert applicant.nik == NIK
    assert applicant.address == "Jalan Melati 4, Bandung 40115"
    assert applicant.email == "siti@contoh.example"


def test_each_page_has_one_heading_and_its_place(client):
    response = client.get(START)
    seen = []
    for slug in filling.PERSON:
        html = response.content.decode()
        assert html.count("<h1") == 1, slug
        seen += re.findall(r"Langkah (\d) dari 9", html)
        response = client.get(step(client, slug)["Location"])
    assert seen == list("12345678")
    assert response.content.decode().count("<h1") == 1


def test_looking_at_the_form_keeps_nothing(client):
    client.get(START)
    assert COOKIE not in client.cookies
    assert not RequestDraft.objects.exists()


def test_it_works_for_a_legal_entity(client, office):
    fill(
        client,
        siapa={"kind": "badan_hukum"},
        identitas={
            "name": "Yayasan Contoh",
            "entity_number": "AHU-0001.AH.01.04 Tahun 2020",
            "contact_name": "Budi",
        },
    )
    send(client)
    applicant = Applicant.objects.get()
    assert (applicant.kind, applicant.entity_number) == (
        "badan_hukum",
        "AHU-0001.AH.01.04 Tahun 2020",
    )
    assert applicant.contact_name == "Budi"


def test_it_works_for_a_group(client, office):
    """One registration with the members' papers and one contact (domain case 34)."""
    fill(
        client,
        siapa={"kind": "kelompok"},
        identitas={"name": "Warga RT 5", "members": "12", "contact_name": "Sari"},
    )
    send(client)
    assert (Applicant.objects.get().members, Applicant.objects.get().nik) == (12, NIK)


def test_it_works_for_a_proxy(client, office):
    """With name, address and contact of the proxy (Perki 1/2021)."""
    page = fill(
        client,
        siapa={"filer": "kuasa"},
        kuasa={
            "proxy_name": "Tono Advokat",
            "proxy_address": "Jakarta",
            "proxy_email": "tono@contoh.example",
        },
        kontak={"email": ""},
    )
    assert "Surat kuasa khusus" in page.content.decode()
    send(client)
    applicant = Applicant.objects.get()
    assert applicant.represented
    assert applicant.proxy_email == "tono@contoh.example"


def test_it_works_for_a_minor(client, office):
    """Identity by the guardian (UU 27/2022 Pasal 25; domain case 37)."""
    fill(
        client,
        siapa={"filer": "wali"},
        identitas={"nik": ""},
        wali={"guardian_name": "Ibu Ani", "guardian_relation": "ibu", "guardian_nik": NIK},
    )
    send(client)
    applicant = Applicant.objects.get()
    assert (applicant.guardian_name, applicant.guardian_nik, applicant.nik) == ("Ibu Ani", NIK, "")


def test_it_works_for_somebody_who_only_wants_to_look(client, office):
    fill(client, cara={"access_method": "view"}, kontak={"email": "", "phone": ""})
    send(client)
    case = InformationRequest.objects.get()
    assert (case.access_method, case.copy_form, case.delivery) == ("view", "", "")


def test_a_page_can_not_be_jumped_to(client):
    assert client.get(address("kontak"))["Location"] == START
    step(client, "siapa")
    assert client.get(address("kontak"))["Location"] == address("identitas")
    assert client.get(CHECK)["Location"] == address("identitas")
    assert client.get(address("tidak-ada"))["Location"] == START


def test_a_page_that_is_not_asked_leads_on(client):
    step(client, "siapa")
    assert client.get(address("kuasa"))["Location"] == address("identitas")
    assert client.post(address("wali"), {"guardian_name": "x"}).status_code == 302


# -- nothing is lost -------------------------------------------------------------------------------


def test_answers_come_back_with_the_page(client):
    step(client, "siapa")
    step(client, "identitas")
    html = client.get(address("identitas")).content.decode()
    assert "Siti Aminah" in html
    assert NIK in html


def test_what_is_wrong_stays_as_it_was_typed(client):
    step(client, "siapa")
    response = step(client, "identitas", nik="123", name="Siti Lagi")
    assert "Siti Lagi" in response.content.decode()
    assert response.content.decode().count("<title>Kesalahan:") == 1
    # Also when the browser is closed on the page and the address is opened again.
    assert "Siti Lagi" in client.get(address("identitas")).content.decode()


def test_going_back_keeps_an_unfinished_page(client):
    up_to(client, "informasi")
    response = step(client, "informasi", information="Baru setengah", kembali="ya")
    assert response["Location"] == address("dokumen")
    assert "Baru setengah" in client.get(address("informasi")).content.decode()


def test_an_unticked_answer_is_kept_too(client):
    up_to(client, "identitas")
    step(client, "identitas", nik="", no_nik="on")
    step(client, "identitas", kembali="ya")
    assert 'name="no_nik" id="id_no_nik" checked' not in client.get(
        address("identitas")
    ).content.decode().replace('class="govuk-checkboxes__input" ', "")


def test_an_ended_session_loses_nothing(client):
    fill(client)
    del client.cookies["csrftoken"]
    client.cookies.pop("sessionid", None)
    assert "Siti Aminah" in client.get(CHECK).content.decode()


def test_the_draft_is_unreadable_in_the_database(client):
    fill(client)
    content = bytes(RequestDraft.objects.get().content)
    assert b"Siti" not in content
    assert NIK.encode() not in content


def test_the_key_is_kept_from_scripts_and_other_sites(client):
    step(client, "siapa")
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # computers are shared: it ends with the browser
    assert len(cookie.value) >= 40


def test_another_browser_sees_nothing_of_it(client):
    fill(client)
    assert Client().get(CHECK)["Location"] == START


def test_answers_can_be_thrown_away(client):
    up_to(client, "dokumen")
    step(client, "dokumen", identity=pdf())
    assert "masih tersimpan" in client.get(START).content.decode()
    client.post(f"{START}hapus-isian/")
    assert not RequestDraft.objects.exists()
    assert not StoredFile.objects.exists()
    assert client.get(CHECK)["Location"] == START


def test_a_draft_is_forgotten_after_thirty_days(client, travel, media_root):
    travel("2026-03-09 10:00")
    up_to(client, "dokumen")
    step(client, "dokumen", identity=pdf())
    travel("2026-04-09 10:00")
    assert client.get(CHECK)["Location"] == START
    forget_drafts()
    assert heartbeat.age("drafts") == timedelta(0)
    assert not RequestDraft.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_draft_in_use_is_not_forgotten(client, travel):
    travel("2026-03-09 10:00")
    step(client, "siapa")
    travel("2026-04-07 10:00")
    assert drafts.forget_expired() == 0


# -- wrong input, page by page ---------------------------------------------------------------------


def test_it_asks_who(client):
    assert set(errors(client.post(START, {}))) == {"kind", "filer"}


def test_it_refuses_a_guardian_of_a_legal_entity(client):
    assert "Wali hanya" in message(step(client, "siapa", kind="badan_hukum", filer="wali"), "filer")


def test_it_asks_for_a_name(client):
    up_to(client, "identitas")
    assert "nama lengkap" in message(step(client, "identitas", name=" "), "name")


@pytest.mark.parametrize(
    "nik",
    [
        "317123410690000",  # one short
        "31712341069000011",
        "3171234199900001",  # day 41 is the 1st of a woman, month 99 is none
        "3171233206900001",  # day 32
        "3171230006900001",
        "3171237206900001",  # day 72
        "317123410690000A",
    ],
)
def test_it_refuses_what_is_no_nik(client, nik):
    up_to(client, "identitas")
    assert "NIK" in message(step(client, "identitas", nik=nik), "nik")


@pytest.mark.parametrize("nik", ["3171 2341 0690 0001", "3171.2371.1290.0001", "3171230106900001"])
def test_it_takes_a_nik_as_people_write_it(nik):
    assert len(check_nik(nik)) == 16


def test_it_asks_for_a_nik_or_another_proof(client):
    up_to(client, "identitas")
    assert "bukti identitas lain" in message(step(client, "identitas", nik=""), "nik")


def test_another_proof_must_be_uploaded(client, office):
    up_to(client, "identitas")
    step(client, "identitas", nik="", no_nik="on")
    assert "bukti identitas lain" in message(step(client, "dokumen"), "identity")
    assert step(client, "dokumen", identity=pdf("paspor.pdf")).status_code == 302
    # What is uploaded already needs no second upload.
    assert step(client, "dokumen").status_code == 302


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"entity_number": "", "contact_name": "Budi"}, "entity_number"),
        ({"entity_number": "AHU-1", "contact_name": ""}, "contact_name"),
    ],
)
def test_it_asks_a_legal_entity_for_its_papers(client, data, field):
    up_to(client, "identitas", siapa={"kind": "badan_hukum"})
    message(client.post(address("identitas"), {"name": "Yayasan", **data}), field)


@pytest.mark.parametrize("members", ["", "1", "banyak", "1000000"])
def test_it_asks_a_group_how_many_it_is(client, members):
    up_to(client, "identitas", siapa={"kind": "kelompok"})
    data = {"name": "Warga", "contact_name": "Sari", "members": members}
    message(step(client, "identitas", **data), "members")


def test_it_asks_for_a_way_to_reach_the_proxy(client):
    up_to(client, "kuasa", siapa={"filer": "kuasa"})
    response = client.post(address("kuasa"), {"proxy_name": "Tono", "proxy_address": "Jakarta"})
    assert "surel atau nomor telepon" in message(response, "proxy_email")


def test_it_asks_the_guardian_for_name_relation_and_nik(client):
    up_to(client, "wali", siapa={"filer": "wali"})
    assert set(errors(client.post(address("wali"), {}))) == {
        "guardian_name",
        "guardian_relation",
        "guardian_nik",
    }


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 20_001])
def test_it_asks_what_is_wanted(client, text):
    up_to(client, "informasi")
    message(step(client, "informasi", information=text), "information")


def test_it_takes_signs_that_mean_something_elsewhere(client, office):
    text = '<script>alert(1)</script> & "kutip" {{ x }} 100% \' OR 1=1 --\nbaris dua 😀'
    page = fill(client, informasi={"information": text})
    assert "<script>alert" not in page.content.decode()
    send(client)
    assert InformationRequest.objects.get().information == text


def test_it_refuses_null_characters(client):
    up_to(client, "informasi")
    message(step(client, "informasi", information="a\x00b"), "information")


def test_it_asks_what_for(client):
    """UU 14/2008 Pasal 4 ayat (3): a request states its reason."""
    up_to(client, "tujuan")
    message(step(client, "tujuan", purpose=""), "purpose")


def test_it_asks_how(client):
    up_to(client, "cara")
    message(client.post(address("cara"), {"access_method": "telepati"}), "access_method")


@pytest.mark.parametrize(("copy_form", "delivery"), [("hardcopy", "email"), ("softcopy", "fax")])
def test_it_refuses_a_delivery_that_can_not_carry_the_copy(client, copy_form, delivery):
    up_to(client, "salinan")
    response = step(client, "salinan", copy_form=copy_form, delivery=delivery)
    message(response, "delivery")


def test_it_asks_for_the_address_that_the_law_wants(client):
    """UU 14/2008 Pasal 22 ayat (2)."""
    up_to(client, "kontak")
    message(step(client, "kontak", address=""), "address")


@pytest.mark.parametrize(
    ("copy_form", "delivery", "given", "field"),
    [
        ("softcopy", "email", {"email": ""}, "email"),
        ("hardcopy", "fax", {"phone": ""}, "phone"),
        ("softcopy", "email", {"email": "siti@"}, "email"),
        ("softcopy", "email", {"phone": "nol delapan"}, "phone"),
    ],
)
def test_a_contact_must_work_with_the_delivery(client, copy_form, delivery, given, field):
    up_to(client, "kontak", salinan={"copy_form": copy_form, "delivery": delivery})
    message(step(client, "kontak", **given), field)


def test_an_address_is_enough_for_the_post(client):
    changes = {"salinan": {"copy_form": "hardcopy", "delivery": "post"}}
    up_to(client, "kontak", **changes)
    assert step(client, "kontak", email="", phone="")["Location"] == CHECK


# -- the check page --------------------------------------------------------------------------------


def test_it_shows_every_answer_and_where_to_change_it(client):
    html = fill(client).content.decode()
    for slug in filling.PERSON:
        assert f'href="{address(slug)}?dari=periksa"' in html, slug
    assert "Salinan digital" in html
    assert "Penelitian skripsi." in html


def test_of_a_nik_it_shows_the_end_only(client):
    html = fill(client).content.decode()
    assert NIK not in html
    assert "••••••••••••0001" in html


def test_it_says_when_the_answer_is_due_and_why(client, travel):
    """Ten working days over the holidays of March 2026 (domain case 1)."""
    travel("2026-03-09 10:00")
    html = fill(client).content.decode()
    assert "Senin, 30 Maret 2026" in html
    assert "cuti bersama" in html
    assert "Sekarang di luar jam layanan" not in html


def test_after_hours_it_says_from_when_is_counted(client, travel):
    """Domain case 2: Friday 17.00 counts as Monday."""
    travel("2026-06-05 17:00")
    html = fill(client).content.decode()
    assert "Sekarang di luar jam layanan" in html
    assert "Senin, 8 Juni 2026" in html
    assert "Selasa, 23 Juni 2026" in html


def test_a_year_without_holidays_is_said_and_not_guessed(client, office, travel):
    travel("2031-03-10 10:00")
    html = fill(client).content.decode()
    assert "belum dapat dihitung" in html
    response = client.post(CHECK, {"website": ""})
    assert response.status_code == 200
    assert "daftar hari libur belum lengkap" in response.content.decode()
    assert not InformationRequest.objects.exists()
    assert not Applicant.objects.exists()


def test_it_names_the_papers_that_are_missing(client):
    assert "Belum diunggah" in fill(client).content.decode()


def test_after_a_change_it_comes_back(client):
    fill(client)
    response = client.post(f"{address('tujuan')}?dari=periksa", {"purpose": "Liputan"})
    assert response["Location"] == CHECK
    assert "Liputan" in client.get(CHECK).content.decode()


def test_a_change_that_calls_for_more_leads_there(client):
    fill(client, kontak={"email": ""}, salinan={"copy_form": "hardcopy", "delivery": "post"})
    response = client.post(
        f"{address('salinan')}?dari=periksa", {"copy_form": "softcopy", "delivery": "email"}
    )
    assert response["Location"] == address("kontak")
    assert client.get(CHECK)["Location"] == address("kontak")
    response = client.post(f"{START}?dari=periksa", {"kind": "badan_hukum", "filer": "sendiri"})
    assert response["Location"] == address("identitas")


def test_a_program_that_fills_in_everything_is_stopped(client, office):
    fill(client)
    response = client.post(CHECK, {"website": "http://spam.example"})
    assert "sekali lagi" in response.content.decode()
    assert not InformationRequest.objects.exists()
    # A person whose browser filled it in presses once more.
    send(client)
    assert InformationRequest.objects.count() == 1


def test_too_many_from_one_address_wait_and_lose_nothing(client, office, settings):
    settings.THROTTLE = {"file": (1, 3600)}
    fill(client)
    send(client)
    client.cookies.clear()
    fill(client)
    response = client.post(CHECK, {"website": ""})
    assert response.status_code == 429
    assert "Isian Anda tersimpan" in response.content.decode()
    assert "Siti Aminah" in client.get(CHECK).content.decode()
    assert InformationRequest.objects.count() == 1


def test_a_cache_that_is_down_turns_nobody_away(client, office, monkeypatch):
    """S14: filing needs the database and nothing else."""

    def down(*args, **kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr("ppid_portal.letters.throttle.cache.add", down)
    fill(client)
    send(client)
    assert InformationRequest.objects.count() == 1


# -- files -----------------------------------------------------------------------------------------


def test_good_files_survive_bad_ones(client):
    """S17: each rejection names file and reason; other data and files survive."""
    up_to(client, "informasi")
    response = client.post(
        address("informasi"),
        {
            "information": "Data pegawai",
            "attachments": [
                pdf("benar.pdf"),
                SimpleUploadedFile("kosong.pdf", b""),
                SimpleUploadedFile("program.pdf", b"MZ\x90\x00" + b"\x00" * 200),
                SimpleUploadedFile("besar.pdf", filling.PDF + b" " * (11 * 1024 * 1024)),
            ],
        },
    )
    found = errors(response)["attachments"]
    assert [text.split(":")[0] for text in found] == ["kosong.pdf", "program.pdf", "besar.pdf"]
    html = response.content.decode()
    assert "Data pegawai" in html
    assert "benar.pdf" in html.split("Sudah diunggah")[1]
    assert [file.name for file in draft_of(client).files] == ["benar.pdf"]
    assert step(client, "informasi")["Location"] == address("tujuan")
    assert "benar.pdf" in client.get(address("informasi")).content.decode()


def test_the_same_file_twice_is_kept_once(client):
    up_to(client, "dokumen")
    step(client, "dokumen", identity=pdf())
    step(client, "dokumen", identity=pdf())
    assert StoredFile.objects.count() == 1


def test_a_file_can_be_taken_back(client):
    up_to(client, "informasi")
    step(client, "informasi", attachments=pdf("salah.pdf"))
    held = draft_of(client).files[0]
    response = step(client, "informasi", information="Lain", hapus=held.id)
    assert response["Location"] == address("informasi")
    html = client.get(address("informasi")).content.decode()
    assert "salah.pdf" not in html
    assert "Lain" in html
    assert not StoredFile.objects.exists()


def test_nobody_takes_back_the_file_of_another(client):
    up_to(client, "informasi")
    step(client, "informasi", attachments=pdf())
    held = draft_of(client).files[0]
    other = Client()
    step(other, "siapa", hapus=held.id)
    assert StoredFile.objects.count() == 1


def test_a_file_of_a_draft_is_served_to_nobody(client):
    up_to(client, "informasi")
    step(client, "informasi", attachments=pdf())
    assert client.get(f"/berkas/{draft_of(client).files[0].id}/").status_code == 404


def test_too_many_files_are_refused_with_a_sentence(client):
    up_to(client, "informasi")
    many = [
        SimpleUploadedFile(f"{n}.txt", f"isi {n}".encode(), content_type="text/plain")
        for n in range(21)
    ]
    response = client.post(address("informasi"), {"information": "Data", "attachments": many[:20]})
    assert response.status_code == 302
    response = client.post(address("informasi"), {"information": "Data", "attachments": many[20:]})
    assert "paling banyak 20 berkas" in message(response, "attachments")


def test_files_reach_the_case_for_the_right_eyes(client, office):
    """Identity papers apart from attachments (UU 27/2022; domain 1.7)."""
    up_to(client, "dokumen")
    step(client, "dokumen", identity=pdf("ktp.pdf"))
    step(client, "informasi", attachments=pdf("peta.pdf"))
    for slug in ("tujuan", "cara", "salinan", "kontak"):
        step(client, slug)
    send(client)
    found = CaseDocument.objects.values_list("file__original_name", "kind", "audience")
    assert set(found) == {
        ("ktp.pdf", "identity", "identity"),
        ("peta.pdf", "attachment", "applicant"),
    }
    assert set(StoredFile.objects.values_list("purpose", flat=True)) == {"identity", "request"}


# -- suggestions -----------------------------------------------------------------------------------


@pytest.fixture
def published(office):
    return InformationItem.objects.create(
        title="Laporan Keuangan Tahun 2025",
        summary="Laporan keuangan yang diaudit.",
        category="periodic",
        unit=office.unit_a,
        made_year=2025,
        format="pdf",
        status="published",
        published_at=now() - timedelta(days=3),
    )


def test_published_information_is_suggested_while_typing(client, published):
    """F3: what is published already need not be asked for."""
    response = client.post(f"{START}saran/", {"information": "laporan keuangan 2025"})
    assert published.title in re.sub(r"<[^>]+>", "", response.content.decode())
    assert response["Cache-Control"] == "no-store"


def test_a_description_does_not_go_into_an_address(client):
    assert client.get(f"{START}saran/?information=rahasia").status_code == 405


def test_suggestions_show_without_javascript_too(client, published):
    up_to(client, "informasi")
    step(client, "informasi", information="laporan keuangan 2025")
    html = client.get(address("tujuan")).content.decode()
    assert published.title in re.sub(r"<[^>]+>", "", html)


# -- what it costs ---------------------------------------------------------------------------------


@pytest.mark.every_database
def test_every_page_needs_few_queries(client, office, django_assert_max_num_queries):
    for slug in filling.PERSON:
        with django_assert_max_num_queries(24):
            client.get(address(slug))
        with django_assert_max_num_queries(24):
            step(client, slug)
    with django_assert_max_num_queries(24):
        client.get(CHECK)
    send(client)
    with django_assert_max_num_queries(24):
        client.get(filling.SENT)


def test_pages_with_answers_are_kept_by_no_cache(client):
    fill(client)
    for where in (START, address("identitas"), CHECK):
        assert "no-store" in client.get(where)["Cache-Control"], where


def test_no_personal_data_reaches_addresses_or_logs(client, office, caplog):
    caplog.set_level("DEBUG")
    fill(client)
    where = [client.post(CHECK, {"website": ""})["Location"], CHECK]
    for secret in (NIK, "Siti", "siti@", "Melati"):
        assert not any(secret in each for each in where)
        assert secret not in caplog.text
