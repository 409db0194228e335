"""The register of requests: the twenty-one columns of the regulation (domain 3.3), for whom."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.registers import REQUESTS
from tests.driver import Desk, file_request, make_applicant
from tests.reports.conftest import looks, paper, sheet, table, words

pytestmark = pytest.mark.django_db
URL = "/meja/register/permohonan/"
FILE = f"{URL}unduh/"
HELD = "Status informasi: Di bawah penguasaan"


def lines(answer: Any) -> list[Any]:
    return answer.context["page"].lines


def row(browser: Any, **query: str) -> dict[str, str]:
    head, found = table(browser.post(FILE, {"bentuk": "csv", **query}))
    return dict(zip(head, found, strict=True))


def test_it_has_the_columns_of_the_regulation_and_no_other() -> None:
    assert [column.path for column in REQUESTS.columns] == [
        "No.",
        "Tanggal",
        "Nama",
        "Alamat",
        "Nomor kontak",
        "Pekerjaan",
        "Informasi yang diminta",
        "Tujuan penggunaan",
        "Status informasi: Di bawah penguasaan: Ya",
        "Status informasi: Di bawah penguasaan: Tidak",
        "Status informasi: Belum didokumentasikan",
        "Bentuk informasi yang dikuasai: Softcopy",
        "Bentuk informasi yang dikuasai: Hardcopy",
        "Jenis permohonan: Melihat, mengetahui",
        "Jenis permohonan: Meminta salinan",
        "Keputusan",
        "Alasan penolakan",
        "Hari dan tanggal: Pemberitahuan tertulis",
        "Hari dan tanggal: Pemberian informasi",
        "Biaya dan cara pembayaran: Biaya",
        "Biaya dan cara pembayaran: Cara",
    ]


def test_a_granted_request_fills_its_line(desk: Desk, client_as: Any) -> None:
    case = desk.answered("granted")
    found = row(client_as(desk.office.petugas))
    assert found["No."] == case.number
    assert found["Tanggal"] == "2026-03-09"
    assert found["Nama"] == "Siti Aminah\n3171••••••••0001"
    assert found["Alamat"] == "Jalan Melati 4, Bandung"
    assert found["Nomor kontak"] == "081234567890, siti@pemohon.example"
    assert (found[f"{HELD}: Ya"], found[f"{HELD}: Tidak"]) == ("ya", "")
    assert found["Bentuk informasi yang dikuasai: Softcopy"] == "ya"
    assert found["Jenis permohonan: Meminta salinan"] == "ya"
    assert found["Keputusan"] == "Diberikan seluruhnya"
    assert found["Alasan penolakan"] == ""
    assert found["Hari dan tanggal: Pemberitahuan tertulis"] == "2026-03-09"
    assert found["Hari dan tanggal: Pemberian informasi"] == "2026-03-09"
    assert found["Biaya dan cara pembayaran: Biaya"] == "Nihil"


@pytest.mark.parametrize(
    ("outcome", "decision", "reason", "held"),
    [
        ("refused", "Ditolak karena dikecualikan", "Pasal 17 huruf h UU 14/2008", "ya"),
        ("not_held", "Tidak dikuasai", "Tidak dikuasai; dikuasai Kementerian Keuangan", ""),
        ("not_documented", "Belum didokumentasikan", "Belum didokumentasikan", ""),
    ],
)
def test_what_was_not_given_says_why_and_was_not_given_on_any_day(
    desk: Desk, client_as: Any, outcome: str, decision: str, reason: str, held: str
) -> None:
    desk.answered(outcome)
    found = row(client_as(desk.office.petugas))
    assert found["Keputusan"] == decision
    assert found["Alasan penolakan"] == reason
    assert found[f"{HELD}: Ya"] == held
    assert found["Hari dan tanggal: Pemberian informasi"] == ""


def test_an_open_request_shows_where_it_stands(desk: Desk, client_as: Any) -> None:
    desk.in_process()
    found = row(client_as(desk.office.petugas))
    assert found["Keputusan"] == "Sedang dikerjakan"
    assert found[f"{HELD}: Ya"] == found[f"{HELD}: Tidak"] == ""


# -- for whom --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["petugas", "sekretaris", "ketua", "atasan"])
def test_the_office_reads_names_and_each_look_is_recorded(
    desk: Desk, client_as: Any, who: str
) -> None:
    """UU 27/2022; a NIK is never whole."""
    file_request()
    browser = client_as(getattr(desk.office, who))
    page = browser.get(URL).content.decode()
    assert "Siti Aminah" in page
    assert "3171234567890001" not in page
    assert looks("register:request", "applicants") == 1
    assert "3171234567890001" not in "".join(row(browser).values())
    assert looks("register:request", "applicants_csv") == 1


@pytest.mark.parametrize("who", ["pelaksana_a", "pimpinan_a", "hukum"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_others_read_no_name_and_take_nothing_away(
    desk: Desk, client_as: Any, who: str, kind: str
) -> None:
    desk.in_process()
    browser = client_as(getattr(desk.office, who))
    assert "Siti Aminah" not in browser.get(URL).content.decode()
    assert browser.post(FILE, {"bentuk": kind, "identitas": "tanpa"}).status_code == 404
    assert looks("register:request", "applicants") == 0


def test_visitors_and_people_without_a_task_get_nothing(
    desk: Desk, client_as: Any, client: Any
) -> None:
    for answer in (client.get(URL), client.post(FILE), client.get("/meja/register/")):
        assert (answer.status_code, answer["Location"][:7]) == (302, "/masuk/")
    browser = client_as(desk.office.outsider)
    assert browser.get(URL).status_code == browser.get("/meja/register/").status_code == 403
    assert browser.post(FILE, {"bentuk": "csv"}).status_code == 404


@pytest.mark.parametrize("kind", ["", "docx", "csv "])
def test_an_unknown_kind_of_file_is_not_found(desk: Desk, client_as: Any, kind: str) -> None:
    assert client_as(desk.office.petugas).post(FILE, {"bentuk": kind}).status_code == 404
    assert client_as(desk.office.petugas).get("/meja/register/apa/").status_code == 404


def test_a_restricted_request_is_the_heads_alone(desk: Desk, client_as: Any) -> None:
    case = desk.do(file_request(), "confirm_complete", desk.office.petugas)
    desk.do(case, "register_request", desk.office.petugas, restricted=True)
    assert lines(client_as(desk.office.petugas_2).get(URL)) == []
    assert len(lines(client_as(desk.office.atasan).get(URL))) == 1
    assert len(table(client_as(desk.office.petugas_2).post(FILE, {"bentuk": "csv"}))) == 1


# -- narrowed --------------------------------------------------------------------------------------


def test_it_is_narrowed_by_year_and_part_of_the_year(
    desk: Desk, client_as: Any, travel: Any
) -> None:
    """The year of a register is that in which its number was given."""
    made = {}
    for day in ("2025-12-31 14:00", "2026-01-02 10:00", "2026-06-30 14:00", "2026-07-01 10:00"):
        travel(day)
        made[day[:7]] = file_request().number
    browser = client_as(desk.office.petugas)

    def shown(query: str) -> list[str]:
        return [line.number for line in lines(browser.get(f"{URL}?{query}"))]

    assert shown("tahun=2025") == [made["2025-12"]]
    assert shown("tahun=2026&periode=s1") == [made["2026-06"], made["2026-01"]]
    assert shown("tahun=2026&periode=tw3") == [made["2026-07"]]
    assert shown("tahun=2026&periode=06") == [made["2026-06"]]
    assert shown("periode=01") == [made["2026-01"]], "of the present year"
    assert len(shown("tahun=apa&periode=x&status=x&cara=x&setelah=x&sebelum=-1")) == 4
    assert shown("status=answered") == []


def test_a_page_asks_no_more_with_more_lines(
    desk: Desk, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    browser = client_as(desk.office.petugas)
    desk.answered("refused")
    browser.get(URL)
    counts = []
    for _ in range(2):
        desk.answered("partly")
        with django_assert_max_num_queries(20) as queries:
            browser.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- as files --------------------------------------------------------------------------------------


def test_the_workbook_holds_what_the_table_holds(desk: Desk, client_as: Any) -> None:
    desk.answered("granted")
    browser = client_as(desk.office.petugas)
    head, found = sheet(browser.post(FILE, {"bentuk": "xlsx"}))
    assert head == table(browser.post(FILE, {"bentuk": "csv"}))[0]
    assert found[2] == "Siti Aminah\n3171••••••••0001"


def test_the_paper_holds_letterhead_columns_lines_and_signatures(
    desk: Desk, client_as: Any
) -> None:
    case = desk.answered("refused")
    answer = client_as(desk.office.petugas).post(FILE, {"bentuk": "pdf", "tahun": "2026"})
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="register-permohonan-2026.pdf"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    read = paper(answer)
    text = words(read)
    for expected in (
        "KEMENTERIAN SEKRETARIAT NEGARA",
        "REGISTER PERMOHONAN INFORMASI PUBLIK",
        "Tahun 2026",
        "Siti Aminah",
        "3171••••••••0001",
        "Senin, 09-03-2026",
        "Ditolak karena dikecualikan",
        "Memuat 1 baris yang dicatat sejak 1 Januari 2026 sampai 31 Desember 2026.",
        "Mengetahui,",
        "Dewi Anggraini",
        "Jakarta, 9 Maret 2026",
        "Rina Wulandari",
        "Halaman 1 dari 1",
    ):
        assert expected in text, expected
    assert case.number in text.replace(" ", "")
    width, height = (float(side) for side in read.pages[0].mediabox[2:])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (330, 215), "F4 across"
    assert looks("register:request", "applicants_pdf") == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_without_identity_nobody_is_recognised(desk: Desk, client_as: Any, kind: str) -> None:
    """UU 27/2022: names are cut from what people wrote as well."""
    applicant = make_applicant(name="Budi Santoso", proxy_name="Ratna Dewi", occupation="Nelayan")
    desk.answered(
        "granted",
        applicant=applicant,
        information=(
            "Data bantuan atas nama budi  santoso, NIK 3171234567890001, hubungi 0812-3456-7890 "
            "atau budi@contoh.example, kuasa saya Ratna Dewi"
        ),
    )
    answer = client_as(desk.office.petugas).post(FILE, {"bentuk": kind, "identitas": "tanpa"})
    assert "-tanpa-identitas." in answer["Content-Disposition"]
    text = {
        "csv": lambda: str(table(answer)),
        "xlsx": lambda: str(sheet(answer)),
        "pdf": lambda: words(paper(answer)),
    }[kind]()
    for secret in ("Budi", "budi", "Ratna", "Nelayan", "3171", "0812", "Melati", "siti@"):
        assert secret not in text, secret
    assert "Data bantuan atas nama (disamarkan)" in text
    assert looks("register:request", f"register_{kind}") == 1
    assert looks("register:request", f"applicants_{kind}") == 0


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " ="])
def test_nothing_runs_as_a_formula(desk: Desk, client_as: Any, start: str) -> None:
    evil = f'{start}HYPERLINK("http://jahat.example")'
    file_request(applicant=make_applicant(name=evil), information=f"{evil};\n=1+1")
    browser = client_as(desk.office.petugas)
    found = row(browser)
    for name in ("Nama", "Informasi yang diminta"):
        assert found[name].startswith("'"), found[name]
    assert "\n'=1+1" in found["Informasi yang diminta"]
    assert len(sheet(browser.post(FILE, {"bentuk": "xlsx"}))) == 2


def test_a_file_is_asked_for_and_never_a_link(desk: Desk, client_as: Any) -> None:
    assert client_as(desk.office.petugas).get(FILE).status_code == 405


def test_more_lines_than_a_book_holds_are_refused_with_a_way_out(
    desk: Desk, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppid_portal.reports.composing.MOST", 1)
    file_request()
    file_request()
    answer = client_as(desk.office.petugas).post(
        FILE, {"bentuk": "pdf", "tahun": "2026"}, follow=True
    )
    assert answer.redirect_chain == [(f"{URL}?tahun=2026", 302)]
    assert "Pilih satu tahun atau satu bulan" in answer.content.decode()
