"""The register of objections: the columns of domain 3.7, for whom, and as a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from objections_app.models import Objection
from ppid_portal.audit.models import AuditEntry
from ppid_portal.reports import paging
from ppid_portal.sop import engine
from tests.driver_objections import ObjectionDesk, day_after, sweep
from tests.objections_app.test_decision import MANDATE, as_atasan, stand_in

pytestmark = pytest.mark.django_db
URL, CSV = "/meja/register/keberatan/", "/meja/register/keberatan/unduh/"
AS_CSV = {"bentuk": "csv"}
WHO = "Identitas pemohon atau kuasa"


def numbers(response: Any) -> list[str]:
    return [line.number for line in response.context["page"].lines]


def table(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def looks(verb: str = "applicants") -> int:
    return AuditEntry.objects.filter(
        stream__startswith="access:", subject="register:objection", data__what=verb
    ).count()


# -- what it shows ---------------------------------------------------------------------------------


def test_it_holds_the_columns_of_the_regulation(desk: ObjectionDesk, client_as: Any) -> None:
    """Domain 3.7, a to k."""
    case = desk.delivered("rejected")

    browser = client_as(desk.office.petugas)
    (line,) = browser.get(URL).context["page"].lines

    assert line.number == case.number
    assert line.received_on == date(2026, 3, 9)
    assert (line.who, line.address) == ("Siti Aminah", "Jalan Melati 4, Bandung")
    assert line.request_number == case.request.number
    assert line.information == case.information
    assert line.purpose == "Penelitian"
    assert line.ground_labels == ["a. Permohonan ditolak dengan alasan informasi dikecualikan"]
    assert line.outcome == "Ditolak"
    assert line.replied_on == date(2026, 3, 9)
    assert line.signed_by == "Surya Hidayat, Atasan PPID"
    assert line.afterwards == "Belum ada; dapat mengajukan sengketa sampai 6 April 2026"
    page = browser.get(URL).content.decode()
    assert reverse("desk:case", args=[case.pk]) in page
    assert "3171234567890001" not in page


def test_an_objection_without_a_request_has_an_empty_number(
    desk: ObjectionDesk, client_as: Any
) -> None:
    """Domain case 21."""
    desk.filed(grounds="b")
    page = client_as(desk.office.petugas).get(URL)
    assert page.context["page"].lines[0].request_number == ""
    assert "tanpa permohonan" in page.content.decode()


def test_what_was_withdrawn_stays_and_says_so(desk: ObjectionDesk, client_as: Any) -> None:
    desk.withdrawn(grounds="b")
    (line,) = client_as(desk.office.petugas).get(URL).context["page"].lines
    assert line.outcome == "Dicabut"


def test_silence_is_in_the_register_and_what_came_of_it(
    desk: ObjectionDesk, client_as: Any, travel: Any
) -> None:
    case = desk.registered(grounds="b")
    travel(day_after(case, "objection_reply"))
    sweep()
    browser = client_as(desk.office.petugas)
    (line,) = browser.get(URL).context["page"].lines
    assert line.outcome == "Lewat waktu, belum ditanggapi"
    assert line.afterwards.startswith("Belum ada; dapat mengajukan sengketa sampai")
    case = Objection.objects.get(pk=case.pk)
    travel(day_after(case, "dispute_window"))
    (line,) = client_as(desk.office.petugas).get(URL).context["page"].lines
    assert line.afterwards.startswith("Tidak mengajukan sengketa sampai")


def test_a_mandate_stands_with_the_name(desk: ObjectionDesk, client_as: Any, travel: Any) -> None:
    """Column j: who signed for Atasan PPID did so by a dated mandate (S20)."""
    case = desk.signing("rejected", grounds="b")
    stand_in(desk, desk.office.sekretaris)
    travel("2026-03-10 10:00")
    desk.do(case, "sign_reply", as_atasan(desk.office.sekretaris))
    (line,) = client_as(desk.office.petugas).get(URL).context["page"].lines
    assert line.signed_by.startswith("Maya Kartika, Plh. Atasan PPID")
    assert MANDATE in line.signed_by


# -- for whom --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["petugas", "sekretaris", "ketua", "atasan"])
def test_the_office_reads_names_and_each_look_is_recorded(
    desk: ObjectionDesk, client_as: Any, who: str
) -> None:
    """UU 27/2022."""
    desk.filed(grounds="b")
    page = client_as(getattr(desk.office, who)).get(URL).content.decode()
    assert "Siti Aminah" in page
    assert "Unduh CSV" in page
    assert looks() == 1


@pytest.mark.parametrize("who", ["pelaksana_a", "pimpinan_a", "hukum"])
def test_others_read_no_name_and_download_nothing(
    desk: ObjectionDesk, client_as: Any, who: str
) -> None:
    desk.filed(grounds="b")
    browser = client_as(getattr(desk.office, who))
    page = browser.get(URL)
    assert page.status_code == 200
    assert "Siti Aminah" not in page.content.decode()
    assert numbers(page) == []
    index = browser.get("/meja/register/").content.decode()
    assert f'href="{URL}"' not in index, "nothing leads them here"
    assert browser.post(CSV, AS_CSV).status_code == 404
    assert looks() == 0


def test_who_holds_no_appointment_is_told_so(desk: ObjectionDesk, client_as: Any) -> None:
    assert client_as(desk.office.outsider).get(URL).status_code == 403
    assert client_as(desk.office.outsider).post(CSV, AS_CSV).status_code == 404


def test_visitors_go_to_log_in(client: Any, db: None) -> None:
    for answer in (client.get(URL), client.post(CSV, AS_CSV)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/masuk/")


def test_a_restricted_objection_is_the_heads_alone(desk: ObjectionDesk, client_as: Any) -> None:
    case = desk.filed(grounds="b")
    engine.perform(
        case, "register_objection", desk.office.actor(desk.office.petugas), restricted=True
    )
    assert numbers(client_as(desk.office.petugas_2).get(URL)) == []
    assert numbers(client_as(desk.office.atasan).get(URL)) == [case.number]
    assert len(table(client_as(desk.office.petugas_2).post(CSV, AS_CSV))) == 1


def test_the_desk_leads_to_it(desk: ObjectionDesk, client_as: Any) -> None:
    browser = client_as(desk.office.petugas)
    assert 'href="/meja/register/"' in browser.get("/meja/").content.decode()
    assert f'href="{URL}"' in browser.get("/meja/register/").content.decode()


# -- narrowed, page by page ------------------------------------------------------------------------


def test_it_is_narrowed_by_year_state_ground_and_outcome(
    desk: ObjectionDesk, client_as: Any, travel: Any
) -> None:
    travel("2025-12-31 23:30")
    old = desk.filed(grounds="b")
    travel("2026-01-06 08:00")
    refused = desk.filed(grounds=["a", "g"])
    done = desk.delivered("rejected")
    browser = client_as(desk.office.petugas)

    def found(**query: Any) -> list[str]:
        return numbers(browser.get(URL, query))

    assert found() == [done.number, refused.number, old.number]
    assert found(tahun=2025) == [old.number], "in Jakarta it was still 2025"
    assert found(tahun=2026, alasan="a") == [done.number, refused.number]
    assert found(alasan="g") == [refused.number]
    assert found(putusan="rejected") == [done.number]
    assert found(status="filed") == [refused.number, old.number]
    assert found(putusan="settled") == []


@pytest.mark.parametrize(
    "query",
    [
        {"tahun": "0000"},
        {"tahun": "9" * 40},
        {"tahun": "²⁰²⁶"},
        {"status": "'; --"},
        {"alasan": '"'},
        {"putusan": "%"},
        {"setelah": "9" * 30},
        {"sebelum": "x"},
    ],
)
def test_what_is_unknown_is_ignored(
    desk: ObjectionDesk, client_as: Any, query: dict[str, str]
) -> None:
    desk.filed(grounds="b")
    assert len(numbers(client_as(desk.office.petugas).get(URL, query))) == 1


def test_pages_follow_each_other_without_gap(
    desk: ObjectionDesk, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    made = [desk.filed(grounds="b").number for _ in range(5)]
    browser = client_as(desk.office.petugas)
    seen, page = [], browser.get(URL, {"alasan": "b"})
    seen += numbers(page)
    for _ in range(2):
        page = browser.get(page.context["page"].next_url)
        seen += numbers(page)
    assert seen == made[::-1]
    assert page.context["page"].next_url == ""
    page = browser.get(page.context["page"].previous_url)
    assert numbers(page) == made[::-1][2:4]
    page = browser.get(page.context["page"].previous_url)
    assert numbers(page) == made[::-1][:2]
    assert page.context["page"].previous_url == ""


def test_an_empty_register_says_what_would_fill_it(desk: ObjectionDesk, client_as: Any) -> None:
    browser = client_as(desk.office.petugas)
    assert "Register ini masih kosong" in browser.get(URL).content.decode()
    desk.filed(grounds="b")
    page = browser.get(URL, {"putusan": "settled"}).content.decode()
    assert "Tidak ada isi register dengan saringan ini" in page


def test_a_page_asks_no_more_with_more_rows(
    desk: ObjectionDesk, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    browser = client_as(desk.office.petugas)
    desk.delivered("rejected")
    browser.get(URL)
    counts = []
    for _ in range(2):
        desk.delivered("rejected")
        with django_assert_max_num_queries(20) as queries:
            browser.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- CSV -------------------------------------------------------------------------------------------


def test_the_spreadsheet_holds_the_same_rows_and_columns(
    desk: ObjectionDesk, client_as: Any
) -> None:
    desk.filed(grounds="b")
    case = desk.delivered("rejected")

    response = client_as(desk.office.petugas).post(CSV, {**AS_CSV, "putusan": "rejected"})
    head, row = table(response)

    found = dict(zip(head, row, strict=True))
    assert response["Content-Disposition"] == (
        'attachment; filename="register-keberatan-rejected.csv"'
    )
    assert response["Cache-Control"] == "private, no-store"
    assert found["Nomor registrasi keberatan"] == case.number
    assert found["Tanggal diterima"] == "2026-03-09"
    assert found[f"{WHO}: Nama pemohon"] == "Siti Aminah"
    assert found[f"{WHO}: Telepon dan surel"] == "081234567890, siti@pemohon.example"
    assert found["Hari dan tanggal tanggapan"] == "2026-03-09"
    assert found["Nama dan jabatan penanda tangan"] == "Surya Hidayat, Atasan PPID"
    assert "3171234567890001" not in "".join(row)
    assert looks("applicants_csv") == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_nothing_runs_as_a_formula(desk: ObjectionDesk, client_as: Any, start: str) -> None:
    """A name or a text is written by anybody; a spreadsheet must not obey it."""
    evil = f'{start}HYPERLINK("http://jahat.example")'
    desk.filed(
        grounds="b",
        applicant={"kind": "perorangan", "name": f"{evil}", "address": "Jalan 1"},
        information=f"{evil};\nbaris kedua",
    )
    head, row = table(client_as(desk.office.petugas).post(CSV, AS_CSV))
    found = dict(zip(head, row, strict=True))
    for name in (f"{WHO}: Nama pemohon", "Informasi yang diminta"):
        assert found[name][0] in "'H", found[name]
        assert not found[name].lstrip().startswith(("=", "+", "-", "@"))


def test_a_download_is_asked_for_and_never_a_link(desk: ObjectionDesk, client_as: Any) -> None:
    assert client_as(desk.office.petugas).get(CSV).status_code == 405
