"""The counter: an officer keys in an objection that came in person, by letter, e-mail or fax."""

from __future__ import annotations

import re
from typing import Any

import pytest

from objections_app.models import Objection
from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Applicant
from ppid_portal.sop.access import code_of
from requests_app.models import InformationRequest
from tests.conftest import Office, Once
from tests.driver import Desk
from tests.objections_app.filling import NIK, PROXY, errors, pdf
from tests.requests_app.makers import browser_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("refused_once"),
]
COUNTER = "/meja/loket/keberatan/"


@pytest.fixture(scope="module")
def refused_once(once: Once, office_once: Office) -> int:
    """A request that was refused on 9 March 2026; its key."""
    with once("2026-03-09 10:00"):
        return int(Desk(office_once).answered("refused").pk)


@pytest.fixture
def refused(refused_once: int, office: Any, travel: Any) -> Any:
    """Return a request that was refused on 9 March 2026; it is the afternoon of the 11th now."""
    travel("2026-03-11 14:00")
    return InformationRequest.objects.get(pk=refused_once)


@pytest.fixture
def counter(office: Any, refused: Any, client_as: Any) -> Any:
    """The officer's browser on the counter page, with the key of a fresh form."""
    return at_the_counter(client_as(office.petugas), refused)


def at_the_counter(client, request):
    client.key, client.number = key_of(client.get(COUNTER)), request.number
    return client


def key_of(response):
    return re.search(r'name="key" value="(\w{32})"', response.content.decode()).group(1)


def save(client, **changes):
    data = {
        "key": client.key,
        "channel": "letter",
        "received_on": "2026-03-10",
        "received_time": "10:00",
        "request_number": client.number,
        "kind": "perorangan",
        "grounds": ["a", "d"],
        "case_position": "Alasan penolakannya tidak jelas.",
    }
    return client.post(COUNTER, {**data, **changes})


def without_request(**changes):
    return {
        "request_number": "",
        "grounds": ["b"],
        "name": "Joko Santoso",
        "nik": NIK,
        "address": "Jalan Kenanga 7, Depok",
        "information": "Laporan kinerja 2025.",
        "purpose": "Pengawasan.",
        **changes,
    }


def test_it_works(counter, office, refused):
    response = save(counter, letter=pdf("surat.pdf"))
    case = Objection.objects.get()
    assert response["Location"] == f"{COUNTER}{case.public_id}/"
    assert (case.request, case.grounds, case.channel) == (refused, ["a", "d"], "letter")
    assert (case.state, case.timing, case.opened_by) == ("filed", "in_time", office.petugas)
    assert str(case.counted_from) == "2026-03-10"
    assert case.applicant.name == refused.applicant.name
    assert case.information == refused.information
    assert case.documents.get().kind == "incoming_letter"
    entry = AuditEntry.objects.get(stream=case.stream, verb="file")
    assert (entry.role, entry.name) == ("tim_sekretariat_ppid", office.petugas.name)
    html = counter.get(response["Location"]).content.decode()
    assert case.number in html
    assert code_of(case) in html
    # Thirty working days from the day on which the letter came in (UU 14/2008 Pasal 36 ayat (2)).
    assert "Rabu, 29 April 2026" in html
    assert "setelah keberatan lengkap" in html


def test_a_complete_one_is_registered_and_receipted_at_once(counter):
    """SOP 3.1 to 3.3 at the counter; the receipt is there at the end."""
    response = save(counter, complete="on")
    case = Objection.objects.get()
    assert case.state == "receipted"
    verbs = AuditEntry.objects.filter(stream=case.stream).order_by("sequence")
    assert list(verbs.values_list("verb", flat=True)) == [
        "file",
        "register_objection",
        "give_receipt",
    ]
    assert "Sedang disiapkan" in counter.get(response["Location"]).content.decode()
    from tests.requests_app.test_tracking import with_pdf

    letter = with_pdf(Letter.objects.get(case_id=case.pk, kind="objection_receipt"))
    assert f"/berkas/{letter.pdf_id}/" in counter.get(response["Location"]).content.decode()


@pytest.mark.parametrize("who", ["ketua", "atasan", "pelaksana_a", "outsider"])
def test_only_the_secretariat_sits_there(office, client_as, who):
    client = client_as(getattr(office, who))
    assert client.get(COUNTER).status_code == 403
    assert client.post(COUNTER, {}).status_code == 403


def test_it_wants_a_login(client, office):
    assert "/masuk/" in client.get(COUNTER)["Location"]


def test_the_request_fills_the_form_and_the_look_is_recorded(counter, refused):
    """UU 27/2022: whoever looks somebody up leaves a trace."""
    page = counter.post(COUNTER, {"cari": "ya", "number": f" {refused.number.lower()}"})
    form = page.context["form"]
    assert form.initial["name"] == refused.applicant.name
    assert form.initial["request_number"] == refused.number
    look = AuditEntry.objects.get(verb="view")
    assert look.subject == f"applicant:{refused.applicant_id}"
    assert "Tidak ada permohonan" in str(
        counter.post(COUNTER, {"cari": "ya", "number": "9/X"}).context["look_up"].errors
    )


# -- when it was received --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "time", "field", "word"),
    [
        ("2026-03-12", "09:00", "received_on", "masa depan"),
        ("2026-03-11", "14:01", "received_time", "masa depan"),
        ("2025-03-10", "09:00", "received_on", "satu tahun"),
        ("2026-03-08", "09:00", "received_on", "sebelum permohonannya"),
        ("", "09:00", "received_on", "Isi tanggal"),
    ],
)
def test_it_refuses_an_impossible_receipt(counter, day, time, field, word):
    found = errors(save(counter, received_on=day, received_time=time))
    assert word in " ".join(found[field])
    assert not Objection.objects.exists()


def test_an_objection_outside_its_time_is_taken_and_marked(refused, office, client_as, travel):
    """Domain case 20; the day on which it came decides, not that on which it is keyed in."""
    travel("2026-05-04 14:00")
    counter = at_the_counter(client_as(office.petugas), refused)
    response = save(counter, received_on="2026-04-29")
    assert Objection.objects.get().timing == "late"
    assert "Melewati jangka waktu" in counter.get(response["Location"]).content.decode()


def test_a_letter_that_came_in_time_is_in_time_when_it_is_keyed_in_later(
    refused, office, client_as, travel
):
    travel("2026-05-04 14:00")
    counter = at_the_counter(client_as(office.petugas), refused)
    save(counter, received_on="2026-04-28")
    assert Objection.objects.get().timing == "in_time"


# -- who, and why ----------------------------------------------------------------------------------


def test_without_a_request_only_ground_b(counter):
    """UU 14/2008 Pasal 35 ayat (1) huruf b; domain case 21."""
    found = errors(save(counter, **without_request(grounds=["b", "c"])))
    assert "huruf b" in " ".join(found["grounds"])
    save(counter, **without_request(found_on="2026-03-02"))
    case = Objection.objects.get()
    assert (case.request, case.grounds, case.timing) == (None, ["b"], "in_time")
    assert case.applicant.nik == NIK


def test_without_a_request_everything_is_asked(counter):
    found = errors(
        save(counter, **without_request(name="", address="", information="", purpose=""))
    )
    assert set(found) == {"name", "address", "information", "purpose"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "phone"}, "channel"),
        ({"channel": "counter"}, "written_down"),
        ({"request_number": "9999/X"}, "request_number"),
        ({"grounds": []}, "grounds"),
        ({"grounds": ["h"]}, "grounds"),
        ({"case_position": " "}, "case_position"),
        ({"name": "Orang Lain"}, "name"),
        ({"proxy_email": "tono@kuasa.example"}, "proxy_name"),
        ({"found_on": "2026-03-11"}, "found_on"),
    ],
)
def test_it_refuses_what_cannot_be(counter, changes, field):
    assert list(errors(save(counter, **changes))) == [field]
    assert not Objection.objects.exists()


def test_a_proxy_is_added_to_the_applicant_of_the_request(counter, refused):
    save(counter, **PROXY, power_papers=pdf("kuasa.pdf"))
    case = Objection.objects.get()
    assert case.by_proxy
    assert (case.applicant.name, case.applicant.proxy_name) == (
        refused.applicant.name,
        "Tono Advokat",
    )
    assert not Applicant.objects.get(pk=refused.applicant_id).represented


def test_what_differs_from_the_request_is_kept(counter, refused):
    save(counter, email="baru@contoh.example", phone="")
    case = Objection.objects.get()
    assert case.applicant.email == "baru@contoh.example"
    assert case.applicant.phone == refused.applicant.phone


# -- sent twice, and files -------------------------------------------------------------------------


def test_sent_twice_it_is_one_objection(counter):
    """S11."""
    first = save(counter, complete="on")
    assert save(counter, complete="on")["Location"] == first["Location"]
    assert Objection.objects.count() == 1


def test_a_second_objection_is_refused_in_words(counter):
    save(counter)
    counter.key = key_of(counter.get(COUNTER))
    assert "masih diperiksa" in str(errors(save(counter)))


def test_good_files_survive_what_is_wrong(counter):
    """S17."""
    response = save(counter, case_position="", attachments=pdf("benar.pdf"))
    assert "benar.pdf" in response.content.decode()
    save(counter)
    assert Objection.objects.get().documents.get().file.original_name == "benar.pdf"


def test_the_objector_opens_it_with_what_was_printed(counter):
    save(counter)
    case = Objection.objects.get()
    assert browser_of(case).get(f"/keberatan/berkas/{case.public_id}/").status_code == 200


def test_a_restricted_request_is_not_told_to_whoever_may_not_see_it(refused, office, client_as):
    InformationRequest.objects.filter(pk=refused.pk).update(restricted=True)
    client = at_the_counter(client_as(office.petugas_2), refused)
    page = client.post(COUNTER, {"cari": "ya", "number": refused.number})
    assert page.context["look_up"].errors
    assert "name" not in page.context["form"].initial
    assert refused.applicant.name not in page.content.decode()
    assert "request_number" in errors(save(client))


def test_a_number_of_another_kind_is_no_request(counter, office):
    save(counter)
    number = Objection.objects.get().number
    counter.key = key_of(counter.get(COUNTER))
    assert "request_number" in errors(save(counter, request_number=number))
