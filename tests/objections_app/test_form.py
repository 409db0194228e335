"""The public form of an objection, page by page, as it works without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from objections_app.models import Objection
from objections_app.views import COOKIE
from ppid_portal.files.models import StoredFile
from ppid_portal.mail.models import Notice
from ppid_portal.people.models import Applicant
from ppid_portal.sop import deadlines
from ppid_portal.sop.access import code_of
from ppid_portal.sop.models import CaseDocument
from ppid_portal.sop.tasks import sweep_deadlines
from requests_app.drafts import Draft
from requests_app.models import InformationRequest, RequestDraft
from tests.conftest import Office, Once
from tests.driver import Desk, make_applicant
from tests.objections_app import filling
from tests.objections_app.filling import (
    CHECK,
    NIK,
    PROXY,
    START,
    address,
    begin,
    errors,
    object_to,
    object_without,
    pdf,
    send,
)
from tests.requests_app.makers import browser_of, registered

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("refused_once"),
]


@pytest.fixture(scope="module")
def refused_once(once: Once, office_once: Office) -> int:
    """A request that was refused on Monday, 9 March 2026; its key."""
    with once("2026-03-09 10:00"):
        return int(Desk(office_once).answered("refused").pk)


@pytest.fixture
def refused(refused_once: int, office: Any, travel: Any) -> Any:
    """Return a request that was refused on Monday, 9 March 2026, which is today."""
    travel("2026-03-09 10:00")
    return InformationRequest.objects.get(pk=refused_once)


@pytest.fixture
def silent(office: Any, travel: Any) -> Any:
    """Return a request whose ten days ended in silence on 30 March 2026."""
    travel("2026-03-09 10:00")
    case = registered(office)
    travel("2026-03-31 08:00")
    sweep_deadlines()
    return case


def step(client, slug, **data):
    """Post one page."""
    return client.post(address(slug), {**filling.WITHOUT.get(slug, {}), **data})


def message(response, field):
    found = errors(response)
    assert list(found) == [field], found
    return " ".join(found[field])


# -- from the page of a request --------------------------------------------------------------------


def test_it_works(refused):
    """S22: on a refusal the objection is open the same day (UU 14/2008 Pasal 36 ayat (1))."""
    client = browser_of(refused)
    object_to(client, refused)
    html = send(client).content.decode()
    case = Objection.objects.get()
    assert (case.request, case.origin_id) == (refused, refused.pk)
    assert (case.grounds, case.timing, case.channel) == (["a"], "in_time", "web")
    assert (case.information, case.purpose) == (refused.information, refused.purpose)
    assert case.case_position == "Alasan penolakannya tidak jelas."
    assert not case.by_proxy
    assert case.applicant.name == refused.applicant.name
    assert case.applicant.nik == refused.applicant.nik
    assert case.number in html
    assert code_of(case) in html
    # UU 14/2008 Pasal 36 ayat (2): thirty working days over the holidays of March.
    assert "Selasa, 28 April 2026" in html
    assert deadlines.running(refused, "objection_window") is None


def test_only_what_is_not_known_is_asked(refused):
    """From the applicant's own page: who files, why, and what happened."""
    client = browser_of(refused)
    seen = [begin(client, refused)["Location"]]
    for slug, data in filling.OF_REQUEST.items():
        seen.append(client.post(address(slug), data)["Location"])
    assert seen == [address("siapa"), address("alasan"), address("kasus-posisi"), CHECK]


def test_each_page_has_one_heading_and_its_place(refused):
    client = browser_of(refused)
    where = begin(client, refused)["Location"]
    for slug, place in (("siapa", 2), ("alasan", 3), ("kasus-posisi", 4)):
        html = client.get(where).content.decode()
        assert html.count("<h1") == 1, slug
        assert f"Langkah {place} dari 5" in html
        assert refused.number in html
        where = client.post(where, filling.OF_REQUEST[slug])["Location"]
    assert client.get(where).content.decode().count("<h1") == 1


def test_a_refusal_suggests_ground_a(refused):
    client = browser_of(refused)
    begin(client, refused)
    client.post(address("siapa"), {"filer": "sendiri"})
    page = client.get(address("alasan"))
    assert page.context["form"].initial["grounds"] == ["a"]
    assert "Kami sudah menandai" in page.content.decode()
    assert page.content.decode().count(" checked") == 1


def test_silence_suggests_ground_c(silent):
    """UU 14/2008 Pasal 35 ayat (1) huruf c; domain case 18: no decision number is needed."""
    client = browser_of(silent)
    begin(client, silent)
    client.post(address("siapa"), {"filer": "sendiri"})
    assert client.get(address("alasan")).context["form"].initial["grounds"] == ["c"]


def test_the_suggestion_binds_nobody(silent):
    client = browser_of(silent)
    object_to(client, silent, alasan={"grounds": ["f", "d"]})
    send(client)
    assert Objection.objects.get().grounds == ["d", "f"]


def test_a_proxy_adds_only_who_acts(refused):
    """Perki 1/2021 Pasal 39 ayat (4): surat kuasa khusus with meterai."""
    client = browser_of(refused)
    object_to(
        client,
        refused,
        siapa={"filer": "kuasa"},
        kuasa=PROXY,
        dokumen={"power_of_attorney": pdf("kuasa.pdf"), "identity": pdf(), "stamped": "on"},
    )
    assert "Yang masih kurang" not in client.get(CHECK).content.decode()
    send(client)
    case = Objection.objects.get()
    assert case.by_proxy
    assert (case.applicant.proxy_name, case.applicant.name) == (
        "Tono Advokat",
        refused.applicant.name,
    )
    assert set(case.documents.values_list("kind", "audience")) == {
        ("power_of_attorney", "identity"),
        ("identity", "identity"),
    }
    # The applicant's own request stays theirs.
    assert not refused.applicant.represented


def test_a_missing_meterai_is_said_and_stops_nobody(refused):
    """Domain case 22: incomplete, asked for, but taken in."""
    client = browser_of(refused)
    page = object_to(
        client,
        refused,
        siapa={"filer": "kuasa"},
        kuasa=PROXY,
        dokumen={"power_of_attorney": pdf("kuasa.pdf")},
    )
    html = page.content.decode()
    assert "Meterai pada surat kuasa" in html
    assert "KTP kuasa" in html.split("Yang masih kurang")[1]
    send(client)
    assert Objection.objects.count() == 1


def test_the_proxy_of_a_request_need_not_write_it_all_again(office, travel):
    travel("2026-03-09 10:00")
    applicant = make_applicant(**PROXY)
    case = Desk(office).answered("refused", applicant=applicant)
    client = browser_of(case)
    begin(client, case)
    assert client.get(address("siapa")).context["form"].initial["filer"] == "kuasa"
    client.post(address("siapa"), {"filer": "kuasa"})
    form = client.get(address("kuasa")).context["form"]
    assert form.initial["proxy_name"] == "Tono Advokat"


def test_an_applicant_may_object_without_the_proxy_of_the_request(office, travel):
    travel("2026-03-09 10:00")
    case = Desk(office).answered("refused", applicant=make_applicant(**PROXY))
    client = browser_of(case)
    object_to(client, case)
    send(client)
    objection = Objection.objects.get()
    assert not objection.by_proxy
    assert objection.applicant.proxy_name == ""


def test_what_was_begun_for_the_same_request_goes_on(refused):
    client = browser_of(refused)
    begin(client, refused)
    client.post(address("siapa"), {"filer": "sendiri"})
    assert begin(client, refused)["Location"] == address("alasan")
    assert RequestDraft.objects.count() == 1


def test_nobody_objects_from_the_page_of_another(refused):
    """S18: the answer is that of a request that never was."""
    assert begin(Client(), refused).status_code == 404
    assert not RequestDraft.objects.exists()
    assert Client().get(f"{START}dari/{refused.public_id}/").status_code == 405


# -- by number and code ----------------------------------------------------------------------------


def test_number_and_code_open_the_same_way(refused):
    client = Client()
    response = step(
        client,
        "tentang",
        about="permohonan",
        number=f" {refused.number.lower()} ",
        code=code_of(refused).lower(),
    )
    assert response["Location"] == address("siapa")
    draft = Draft.find(f"keberatan:{client.cookies[COOKIE].value}")
    assert draft.origin_id == refused.pk
    assert draft.answers["tentang"] == {"about": "permohonan", "number": refused.number}
    filling.walk(client, filling.OF_REQUEST, response["Location"])
    send(client)
    assert Objection.objects.get().request == refused


def test_a_wrong_code_and_an_unknown_number_hear_the_same(refused):
    found = {
        message(step(Client(), "tentang", about="permohonan", number=number, code=code), "code")
        for number, code in ((refused.number, "AAAA-BBBB-CCCC"), ("9999/X", code_of(refused)))
    }
    assert len(found) == 1


def test_guessing_codes_is_slowed_down(refused, settings):
    settings.THROTTLE = {"track": (1, 600)}
    client = Client()
    data = {"about": "permohonan", "number": refused.number}
    step(client, "tentang", **data, code="AAAA-BBBB-CCCC")
    assert step(client, "tentang", **data, code=code_of(refused)).status_code == 429


def test_whoever_has_opened_the_request_needs_no_code(refused):
    client = browser_of(refused)
    response = step(client, "tentang", about="permohonan", number=refused.number)
    assert response["Location"] == address("siapa")
    # Nor after it was named once.
    assert step(client, "tentang", about="permohonan", number=refused.number).status_code == 302


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"about": ""}, "about"),
        ({"about": "permohonan"}, "number"),
        ({"about": "permohonan", "number": "1/X"}, "code"),
        ({"about": "permohonan", "number": "\x00", "code": "é"}, "number"),
    ],
)
def test_it_asks_what_the_objection_is_about(client, office, data, field):
    message(step(client, "tentang", **data), field)


def test_a_number_of_an_objection_is_no_request(refused):
    client = browser_of(refused)
    object_to(client, refused)
    send(client)
    case = Objection.objects.get()
    data = {"about": "permohonan", "number": case.number, "code": code_of(case)}
    assert "bukan nomor permohonan" in message(step(Client(), "tentang", **data), "number")


# -- without a request -----------------------------------------------------------------------------


def test_ground_b_needs_no_request(client, office, travel):
    """UU 14/2008 Pasal 35 ayat (1) huruf b; domain case 21."""
    travel("2026-03-09 10:00")
    page = object_without(client)
    assert "tidak terikat pada jawaban" in page.content.decode()
    send(client)
    case = Objection.objects.get()
    assert (case.request, case.origin, case.grounds, case.timing) == (
        None,
        None,
        ["b"],
        "no_window",
    )
    assert case.information == "Laporan keuangan tahun 2025."
    assert case.purpose == "Penelitian skripsi."
    assert (case.applicant.name, case.applicant.nik) == ("Siti Aminah", NIK)


def test_a_guardian_objects_for_a_minor(client, office):
    """UU 27/2022 Pasal 25."""
    object_without(
        client,
        siapa={"filer": "wali"},
        identitas={"nik": ""},
        wali={"guardian_name": "Ibu Ani", "guardian_relation": "ibu", "guardian_nik": NIK},
    )
    send(client)
    assert Objection.objects.get().applicant.guardian_name == "Ibu Ani"


def test_changing_ones_mind_leads_to_what_is_then_asked(refused):
    client = browser_of(refused)
    object_to(client, refused)
    response = client.post(f"{START}?dari=periksa", {"about": "berkala"})
    assert response["Location"] == address("siapa")
    data = {"about": "permohonan", "number": refused.number}
    response = client.post(f"{START}?dari=periksa", data)
    assert response["Location"] == address("siapa")


# -- nothing is lost, nothing leaks ----------------------------------------------------------------


def test_a_page_can_not_be_jumped_to(client):
    assert client.get(address("kontak"))["Location"] == START
    step(client, "tentang")
    assert client.get(CHECK)["Location"] == address("siapa")
    assert client.get(address("alasan"))["Location"] == address("siapa")


def test_going_back_keeps_an_unfinished_page(refused):
    client = browser_of(refused)
    begin(client, refused)
    client.post(address("siapa"), {"filer": "sendiri"})
    response = client.post(address("alasan"), {"grounds": ["d", "g"], "kembali": "ya"})
    assert response["Location"] == address("siapa")
    assert client.get(address("alasan")).context["form"].initial["grounds"] == ["d", "g"]


def test_the_draft_is_unreadable_and_of_this_form_only(client, office):
    object_without(client)
    content = bytes(RequestDraft.objects.get().content)
    assert b"Siti" not in content
    key = client.cookies[COOKIE].value
    assert client.cookies[COOKIE]["path"] == START
    other = Client()
    other.cookies["permohonan"] = key
    other.cookies["keberatan"] = f"keberatan:{key}"
    assert other.get("/permohonan/baru/periksa/")["Location"] == "/permohonan/baru/"
    assert other.get(CHECK)["Location"] == START


def test_answers_can_be_thrown_away(client):
    step(client, "tentang")
    step(client, "siapa")
    step(client, "identitas")
    step(client, "dokumen", identity=pdf())
    assert "masih tersimpan" in client.get(START).content.decode()
    client.post(f"{START}hapus-isian/")
    assert not RequestDraft.objects.exists()
    assert not StoredFile.objects.exists()


def test_good_files_survive_bad_ones(refused):
    """S17: each rejection names file and reason; other data and files survive."""
    client = browser_of(refused)
    begin(client, refused)
    client.post(address("siapa"), {"filer": "sendiri"})
    client.post(address("alasan"), {"grounds": ["a"]})
    response = client.post(
        address("kasus-posisi"),
        {
            "case_position": "Begini kejadiannya",
            "attachments": [pdf("benar.pdf"), SimpleUploadedFile("program.pdf", b"MZ\x90\x00" * 9)],
        },
    )
    assert [text.split(":")[0] for text in errors(response)["attachments"]] == ["program.pdf"]
    html = response.content.decode()
    assert "Begini kejadiannya" in html
    assert "benar.pdf" in html.split("Sudah diunggah")[1]
    assert client.post(address("kasus-posisi"), {"case_position": "Begini"})["Location"] == CHECK
    send(client)
    assert CaseDocument.objects.filter(case=Objection.objects.get()).get().kind == "attachment"


@pytest.mark.parametrize(
    ("slug", "data", "field"),
    [
        ("alasan", {}, "grounds"),
        ("alasan", {"grounds": ["h"]}, "grounds"),
        ("kasus-posisi", {"case_position": "  "}, "case_position"),
        ("kasus-posisi", {"case_position": "x" * 20_001}, "case_position"),
        ("kasus-posisi", {"case_position": "a\x00b"}, "case_position"),
    ],
)
def test_it_asks_why(refused, slug, data, field):
    """UU 14/2008 Pasal 35 ayat (1): one of the seven grounds, and what happened."""
    client = browser_of(refused)
    begin(client, refused)
    client.post(address("siapa"), {"filer": "sendiri"})
    client.post(address("alasan"), {"grounds": ["a"]})
    response = client.post(address(slug), data)
    message(response, field)
    assert response.content.decode().count("<title>Kesalahan:") == 1


# -- the check page and sending --------------------------------------------------------------------


def test_it_says_until_when_one_may_object_and_when_it_is_answered(refused):
    html = object_to(browser_of(refused), refused).content.decode()
    assert html.count('due__date">Selasa, 28 April 2026') == 2
    for slug in ("tentang", *filling.OF_REQUEST):
        assert f'href="{address(slug)}?dari=periksa"' in html, slug


def test_outside_the_time_it_is_said_and_still_taken(refused, travel):
    """Domain case 20: registered and decided as not admissible, never dropped."""
    travel("2026-04-29 10:00")
    client = browser_of(refused)
    html = object_to(client, refused).content.decode()
    assert "sudah berakhir pada Selasa, 28 April 2026" in html
    assert "tidak dapat diterima" in html
    send(client)
    assert Objection.objects.get().timing == "late"


def test_before_its_time_it_is_said_and_still_taken(office, travel):
    travel("2026-03-09 10:00")
    case = registered(office)
    client = browser_of(case)
    html = object_to(client, case, alasan={"grounds": ["c"]}).content.decode()
    assert "mulai Selasa, 31 Maret 2026" in html
    send(client)
    assert Objection.objects.get().timing == "early"


def test_a_year_without_holidays_is_said_and_not_guessed(client, office, travel):
    travel("2031-03-10 10:00")
    known = Applicant.objects.count()
    assert "belum dapat dihitung" in object_without(client).content.decode()
    response = client.post(CHECK, {"website": ""})
    assert "daftar hari libur belum lengkap" in response.content.decode()
    assert not Objection.objects.exists()
    assert Applicant.objects.count() == known


def test_sent_twice_it_is_one_objection(refused):
    """S11: double click, reload, replay, and the page that was left open."""
    client = browser_of(refused)
    object_to(client, refused)
    for _try in range(3):
        assert client.post(CHECK, {"website": ""})["Location"] == filling.SENT
    assert client.post(address("alasan"), {"grounds": ["b"]})["Location"] == filling.SENT
    assert Objection.objects.count() == 1
    assert Applicant.objects.count() == 2  # that of the request, and its copy
    assert Notice.objects.filter(kind="objection_filed").count() == 1


def test_a_second_objection_while_one_is_decided_is_led_to_the_first(refused):
    client = browser_of(refused)
    object_to(client, refused)
    send(client)
    case = Objection.objects.get()
    assert begin(client, refused)["Location"] == f"/lacak/berkas/{refused.public_id}/"
    other = browser_of(refused)
    response = step(other, "tentang", about="permohonan", number=refused.number)
    assert case.number in message(response, "number")


def test_a_program_that_fills_in_everything_is_stopped(client, office):
    object_without(client)
    response = client.post(CHECK, {"website": "http://spam.example"})
    assert "Keberatan belum terkirim" in response.content.decode()
    assert not Objection.objects.exists()
    send(client)
    assert Objection.objects.count() == 1


def test_too_many_from_one_address_wait_and_lose_nothing(client, office, settings):
    settings.THROTTLE = {"file": (1, 3600)}
    object_without(client)
    send(client)
    client.cookies.clear()
    object_without(client)
    response = client.post(CHECK, {"website": ""})
    assert response.status_code == 429
    assert "Isian Anda tersimpan" in response.content.decode()
    assert "Siti Aminah" in client.get(CHECK).content.decode()


def test_no_personal_data_reaches_addresses_or_logs(client, office, caplog):
    caplog.set_level("DEBUG")
    html = object_without(client).content.decode()
    assert NIK not in html
    where = [client.post(CHECK, {"website": ""})["Location"], CHECK]
    for secret in (NIK, "Siti", "siti@", "Melati"):
        assert not any(secret in each for each in where)
        assert secret not in caplog.text


@pytest.mark.every_database
def test_every_page_needs_few_queries(refused, django_assert_max_num_queries):
    client = browser_of(refused)
    begin(client, refused)
    for slug, data in filling.OF_REQUEST.items():
        with django_assert_max_num_queries(24):
            client.get(address(slug))
        with django_assert_max_num_queries(24):
            client.post(address(slug), data)
    with django_assert_max_num_queries(24):
        assert "no-store" in client.get(CHECK)["Cache-Control"]
