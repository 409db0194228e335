"""The counter: an officer keys in what came in person, by letter, e-mail, telephone or fax."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.models import StoredFile
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Applicant, Appointment
from ppid_portal.sop.access import code_of
from requests_app.models import InformationRequest
from tests.requests_app.filling import pdf
from tests.requests_app.makers import NIK, browser_of, received

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
COUNTER = "/meja/loket/"
GOOD = {
    "channel": "letter",
    "received_on": "2026-03-09",
    "received_time": "10:00",
    "kind": "perorangan",
    "name": "Joko Santoso",
    "nik": "3171 2312 0380 0002",
    "address": "Jalan Kenanga 7, Depok",
    "email": "joko@contoh.example",
    "information": "Daftar aset kantor tahun 2025.",
    "purpose": "Pengawasan masyarakat.",
    "access_method": "copy",
    "copy_form": "softcopy",
    "delivery": "email",
}


@pytest.fixture(autouse=True)
def _monday(travel):
    travel("2026-03-09 14:00")


@pytest.fixture
def counter(office, client_as):
    """The officer's browser on the counter page, with the key of a fresh form."""
    client = client_as(office.petugas)
    html = client.get(COUNTER).content.decode()
    client.key = re.search(r'name="key" value="(\w{32})"', html).group(1)
    return client


def save(client, **changes):
    return client.post(COUNTER, {"key": client.key, **GOOD, **changes})


def errors(response):
    assert response.status_code == 200
    return {name: " ".join(texts) for name, texts in response.context["form"].errors.items()}


def test_it_works(counter, office):
    response = save(counter, letter=pdf("surat.pdf"), identity_papers=pdf("ktp.pdf"))
    case = InformationRequest.objects.get()
    assert response["Location"] == f"{COUNTER}{case.public_id}/"
    assert (case.channel, case.opened_by, case.state) == ("letter", office.petugas, "received")
    assert case.applicant.nik == "3171231203800002"
    kinds = {(d.kind, d.audience, d.added_by_id) for d in case.documents.all()}
    assert kinds == {
        ("incoming_letter", "applicant", office.petugas.pk),
        ("identity", "identity", office.petugas.pk),
    }
    entry = AuditEntry.objects.get(stream=case.stream, verb="receive")
    assert (entry.role, entry.name) == ("tim_sekretariat_ppid", office.petugas.name)
    html = counter.get(response["Location"]).content.decode()
    assert case.number in html
    assert code_of(case) in html
    assert "Senin, 30 Maret 2026" in html


def test_the_printed_receipt_is_linked_when_it_is_there(counter):
    response = save(counter)
    case = InformationRequest.objects.get()
    assert "Sedang disiapkan" in counter.get(response["Location"]).content.decode()
    from tests.requests_app.test_tracking import with_pdf

    letter = with_pdf(Letter.objects.get(case_id=case.pk, kind="receipt"))
    assert f"/berkas/{letter.pdf_id}/" in counter.get(response["Location"]).content.decode()
    assert counter.get(f"/berkas/{letter.pdf_id}/").status_code == 200


@pytest.mark.parametrize("who", ["ketua", "atasan", "pelaksana_a", "outsider"])
def test_only_the_secretariat_sits_there(office, client_as, who):
    client = client_as(getattr(office, who))
    assert client.get(COUNTER).status_code == 403
    assert client.post(COUNTER, GOOD).status_code == 403


def test_it_wants_a_login(client, office):
    assert "/masuk/" in client.get(COUNTER)["Location"]


# -- when it was received --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "time", "field", "word"),
    [
        ("2026-03-10", "09:00", "received_on", "masa depan"),
        ("2026-03-09", "14:01", "received_time", "masa depan"),
        ("2025-03-08", "09:00", "received_on", "satu tahun"),
        ("0001-01-01", "09:00", "received_on", "satu tahun"),
        ("2026-02-30", "09:00", "received_on", "tanggal yang benar"),
        ("", "09:00", "received_on", "Isi tanggal"),
        ("2026-03-09", "", "received_time", "Isi jam"),
        ("2026-03-09", "25:00", "received_time", "jam yang benar"),
    ],
)
def test_it_refuses_an_impossible_receipt(counter, day, time, field, word):
    response = save(counter, received_on=day, received_time=time)
    found = errors(response)
    assert list(found) == [field]
    assert word in found[field]
    assert not InformationRequest.objects.exists()
    assert "Daftar aset kantor" in response.content.decode()


def test_a_receipt_of_last_friday_counts_from_then(counter):
    """UU 14/2008 Pasal 22 ayat (7): the ten days run from receipt, not from keying in."""
    save(counter, received_on="2026-03-06", received_time="10:00")
    case = InformationRequest.objects.get()
    assert str(case.counted_from) == "2026-03-06"
    assert case.opened_at > case.received_at


def test_after_hours_counts_as_the_next_working_day(counter):
    """S3: the same rule for online, counter and letter entry."""
    save(counter, received_on="2026-03-06", received_time="19:30")
    assert str(InformationRequest.objects.get().counted_from) == "2026-03-09"


def test_a_date_as_people_write_it_is_understood(counter):
    save(counter, received_on="06/03/2026", received_time="10.15")
    assert InformationRequest.objects.get().received_at.isoformat() == "2026-03-06T03:15:00+00:00"


# -- what is asked of the officer ------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["counter", "phone"])
def test_an_unwritten_request_is_written_down(counter, channel):
    """UU 14/2008 Pasal 22 ayat (3); domain case 38."""
    assert list(errors(save(counter, channel=channel))) == ["written_down"]
    save(counter, channel=channel, written_down="on")
    assert InformationRequest.objects.get().channel == channel


@pytest.mark.parametrize("channel", ["", "web", "system", "merpati"])
def test_it_takes_no_other_channel(counter, channel):
    assert list(errors(save(counter, channel=channel))) == ["channel"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"address": ""}, "address"),
        ({"nik": "12"}, "nik"),
        ({"kind": "badan_hukum"}, "contact_name"),
        ({"kind": "kelompok"}, "contact_name"),
        ({"proxy_phone": "0812 3456 789"}, "proxy_name"),
        ({"guardian_relation": "ibu"}, "guardian_name"),
        ({"information": ""}, "information"),
        ({"purpose": ""}, "purpose"),
        ({"copy_form": ""}, "copy_form"),
        ({"delivery": ""}, "delivery"),
        ({"copy_form": "hardcopy"}, "delivery"),
        ({"email": ""}, "email"),
        ({"copy_form": "hardcopy", "delivery": "fax"}, "phone"),
    ],
)
def test_it_says_beside_the_field_what_is_wrong(counter, changes, field):
    response = save(counter, **changes)
    assert list(errors(response)) == [field]
    assert "<title>Kesalahan:" in response.content.decode()
    assert not InformationRequest.objects.exists()


def test_who_only_looks_needs_no_copy(counter):
    save(counter, access_method="view", copy_form="", delivery="", email="")
    assert InformationRequest.objects.get().delivery == ""


# -- looking up a person ---------------------------------------------------------------------------


def test_a_nik_finds_what_was_told_last_and_the_look_is_recorded(counter, office):
    """UU 27/2022: reading an identity leaves a trace."""
    case = received()
    response = counter.post(COUNTER, {"cari": "ya", "nik": NIK})
    html = response.content.decode()
    assert "Siti Aminah" in html
    assert "Jalan Melati 4" in html
    entry = AuditEntry.objects.get(verb="view")
    assert (entry.user_id, entry.subject) == (office.petugas.pk, f"applicant:{case.applicant_id}")
    assert NIK not in str(entry.data)


def test_an_unknown_nik_starts_a_new_person(counter):
    response = counter.post(COUNTER, {"cari": "ya", "nik": "3171234106900009"})
    assert "belum pernah tercatat" in response.content.decode()
    assert "3171234106900009" in response.content.decode()
    assert not AuditEntry.objects.filter(verb="view").exists()


def test_a_broken_nik_is_said_to_be_broken(counter):
    response = counter.post(COUNTER, {"cari": "ya", "nik": "12"})
    assert "16 angka" in response.content.decode()


def test_the_newest_record_of_a_person_is_taken(counter):
    received(applicant={"address": "Alamat lama"})
    received(applicant={"address": "Alamat baru"})
    html = counter.post(COUNTER, {"cari": "ya", "nik": NIK}).content.decode()
    assert "Alamat baru" in html
    assert "Alamat lama" not in html


# -- twice, files, several roles -------------------------------------------------------------------


def test_saving_twice_is_saving_once(counter):
    places = {save(counter)["Location"] for _click in range(3)}
    assert len(places) == 1
    assert InformationRequest.objects.count() == 1
    assert Applicant.objects.count() == 1


def test_the_key_of_one_officer_is_worth_nothing_to_another(counter, office, client_as):
    save(counter)
    other = client_as(office.petugas_2)
    other.key = counter.key
    save(other)
    assert InformationRequest.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x", "../" * 10 + "ab", "'" * 32])
def test_a_broken_key_is_refused(counter, key):
    counter.key = key
    assert "key" in errors(save(counter))
    assert not InformationRequest.objects.exists()


def test_refused_files_leave_the_good_ones(counter):
    """S17 at the counter."""
    response = save(
        counter, attachments=[pdf("baik.pdf"), SimpleUploadedFile("jelek.exe", b"MZ" + b"0" * 99)]
    )
    assert "jelek.exe" in errors(response)["attachments"]
    assert "baik.pdf" in response.content.decode().split("Sudah diunggah")[1]
    save(counter)
    names = [d.file.original_name for d in InformationRequest.objects.get().documents.all()]
    assert names == ["baik.pdf"]


def test_a_held_file_can_be_taken_back_without_losing_the_rest(counter):
    save(counter, name="", attachments=pdf("salah.pdf"))
    file = StoredFile.objects.get()
    html = save(counter, hapus=str(file.pk), information="Masih ada").content.decode()
    assert "salah.pdf" not in html
    assert "Masih ada" in html
    assert not StoredFile.objects.exists()


def test_an_officer_with_two_roles_chooses_one(counter, office):
    """Domain case 36: the acting role is chosen per step."""
    second = Appointment.objects.create(
        user=office.petugas,
        role="petugas_pelayanan_informasi",
        unit=office.body,
        decree="SK-2/2026",
        valid_from="2026-01-01",
    )
    assert "Bertindak sebagai" in counter.get(COUNTER).content.decode()
    save(counter, appointment=str(second.pk))
    entry = AuditEntry.objects.get(verb="receive")
    assert entry.role == "petugas_pelayanan_informasi"


def test_the_result_is_for_the_office_only(counter, office, client_as):
    place = save(counter)["Location"]
    for who in ("pelaksana_a", "outsider"):
        assert client_as(getattr(office, who)).get(place).status_code in (403, 404)


def test_the_code_that_is_handed_over_opens_the_request(counter, client):
    save(counter)
    case = InformationRequest.objects.get()
    response = client.post("/lacak/", {"number": case.number, "code": code_of(case)})
    assert response.status_code == 302
    assert "Daftar aset kantor" in browser_of(case).get(response["Location"]).content.decode()


@pytest.mark.every_database
def test_it_needs_few_queries(counter, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        counter.get(COUNTER)
    with django_assert_max_num_queries(24):
        save(counter, name="")
    place = save(counter)["Location"]
    with django_assert_max_num_queries(24):
        counter.get(place)


def test_no_personal_data_reaches_addresses_or_logs(counter, caplog):
    caplog.set_level("DEBUG")
    place = save(counter)["Location"]
    for secret in ("3171231203800002", "Joko", "joko@"):
        assert secret not in place
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("who", "serves"),
    [("petugas", True), ("ketua", False), ("atasan", False), ("pelaksana_a", False)],
)
def test_the_menu_leads_to_the_counter_only_whom_it_serves(office, client_as, who, serves):
    """Nobody is led to a page that refuses them."""
    client = client_as(getattr(office, who))
    assert (f'href="{COUNTER}"' in client.get("/meja/").content.decode()) is serves
    assert (client.get(COUNTER).status_code == 200) is serves
