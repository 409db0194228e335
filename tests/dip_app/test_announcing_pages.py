"""Public pages of announcements and those on the desk: scope, states, banner, feed, statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dip_app import services
from dip_app.announcing.models import Announcement, Duty
from ppid_portal.clock import now
from tests.conftest import JAKARTA
from tests.driver_announcements import NEXT_WEEK, TOMORROW, AnnouncementDesk

pytestmark = pytest.mark.any_database

LIST, URGENT, FEED = "/pengumuman/", "/informasi-serta-merta/", "/pengumuman/umpan.atom"
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}


def html_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def several(board: AnnouncementDesk, many: int, duty: str = Duty.GENERAL) -> list[Announcement]:
    """Return as many announcements, each a minute newer than the last."""
    made = []
    for number in range(many):
        board.travel((now() + timedelta(minutes=1)).astimezone(JAKARTA))
        made.append(board.approved(duty, title=f"Pengumuman ke-{number}."))
    return made


# -- the list --------------------------------------------------------------------------------------


def test_it_lists_what_is_up_and_nothing_else(board: AnnouncementDesk, client: Client) -> None:
    shown = {"up", "correcting"}
    for state in ("drafting", "approving", "scheduled", "up", "correcting", "withdrawn"):
        case = board.in_state(state)
        html = html_of(client, LIST)
        assert (f"/pengumuman/{case.pk}/" in html) == (state in shown), state
    ended = board.in_state("ended")
    assert f"/pengumuman/{ended.pk}/" not in html_of(client, LIST)


def test_a_correction_that_waits_is_not_told(board: AnnouncementDesk, client: Client) -> None:
    case = board.in_state("correcting")
    for path in (LIST, case.get_absolute_url(), FEED, "/"):
        assert "Jam layanan berubah lagi" not in html_of(client, path)


def test_it_is_paged_without_counting(board: AnnouncementDesk, client: Client) -> None:
    """Newest first, every one once, there and back again."""
    several(board, 45)
    seen, path = [], LIST
    pages = []
    while path:
        answer = client.get(path)
        rows = [row["title"] for row in answer.context["rows"]]
        pages.append((rows, answer.context["page"].newer_url))
        seen += rows
        older = answer.context["page"].older_url
        path = LIST + older if older else ""
    assert seen == [f"Pengumuman ke-{number}." for number in reversed(range(45))]
    assert [len(rows) for rows, _newer in pages] == [20, 20, 5]
    back = client.get(LIST + pages[2][1])
    assert [row["title"] for row in back.context["rows"]] == pages[1][0]


@pytest.mark.parametrize("mark", ["x", "1-", "-1", "9" * 40 + "-1", "1.5-2"])
def test_a_broken_mark_is_no_page(client: Client, db: None, mark: str) -> None:
    assert client.get(LIST, {"sesudah": mark}).status_code == 404


def test_it_is_narrowed_by_kind_and_year(board: AnnouncementDesk, client: Client) -> None:
    board.approved(title="Tahun ini")
    board.approved(Duty.PERIODIC, title="Berkala tahun ini")
    board.travel("2027-01-01 00:30")
    board.approved(title="Tahun depan")
    titles = {
        query: [row["title"] for row in client.get(LIST + query).context["rows"]]
        for query in ("?jenis=berkala", "?tahun=2026", "?tahun=2027", "?jenis=umum&tahun=2026")
    }
    assert titles == {
        "?jenis=berkala": ["Berkala tahun ini"],
        "?tahun=2026": ["Berkala tahun ini", "Tahun ini"],
        "?tahun=2027": ["Tahun depan"],
        "?jenis=umum&tahun=2026": ["Tahun ini"],
    }
    for query in ("?jenis=lain", "?tahun=besok", "?tahun=99999999999"):
        assert len(client.get(LIST + query).context["rows"]) == 3


@pytest.mark.every_database
def test_more_rows_cost_no_more_queries(board: AnnouncementDesk, client: Client) -> None:
    several(board, 1)
    counted = []
    for many in (0, 12):
        several(board, many)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 8


# -- one -------------------------------------------------------------------------------------------


def test_the_address_is_permanent(board: AnnouncementDesk, client: Client) -> None:
    case = board.approved()
    answer = client.get(f"/pengumuman/{case.pk}/lama/")
    assert (answer.status_code, answer["Location"]) == (302, case.get_absolute_url())


def test_paragraphs_are_plain_and_safe(board: AnnouncementDesk, client: Client) -> None:
    case = board.approved(text="Satu <script>alert(1)</script>\nbaris.\n\nDua.")
    html = html_of(client, case.get_absolute_url())
    assert "<script>alert" not in html
    assert "Satu &lt;script&gt;alert(1)&lt;/script&gt;<br>baris.</p>" in html
    assert ">Dua.</p>" in html


def test_what_was_never_up_is_not_there(board: AnnouncementDesk, client: Client) -> None:
    for state in ("drafting", "approving", "scheduled", "cancelled", "lapsed"):
        case = board.in_state(state)
        for path in (case.get_absolute_url(), f"/bukti-tayang/pengumuman/{case.pk}/"):
            assert client.get(path).status_code == 404


def test_what_is_withdrawn_says_why_and_nothing_of_what_it_said(
    board: AnnouncementDesk, client: Client
) -> None:
    """F77: its address stays, with a trace."""
    case = board.in_state("withdrawn")
    html = html_of(client, case.get_absolute_url(), 410)
    assert "Sudah tidak berlaku." in html
    assert case.number in html
    for gone in (html, html_of(client, f"/bukti-tayang/pengumuman/{case.pk}/")):
        assert "Jam layanan berubah" not in gone
        assert "loket buka" not in gone


def test_what_has_ended_says_since_when(board: AnnouncementDesk, client: Client) -> None:
    case = board.in_state("ended")
    html = html_of(client, case.get_absolute_url(), 410)
    assert "selesai tayang" in html
    assert "loket buka" not in html


def test_a_correction_is_told_beneath(board: AnnouncementDesk, client: Client) -> None:
    case = board.do(board.in_state("correcting"), "approve_correction", board.office.ketua)
    html = html_of(client, case.get_absolute_url())
    assert "Jam layanan berubah lagi" in html
    assert "Jamnya keliru." in html


def test_nobody_is_named_in_public(board: AnnouncementDesk, client: Client) -> None:
    """UU 27/2022: who wrote and approved it is the office's business."""
    case = board.do(board.in_state("correcting"), "approve_correction", board.office.ketua)
    urgent = board.at_once()
    paths = (LIST, case.get_absolute_url(), urgent.get_absolute_url(), URGENT, FEED, "/")
    proofs = [f"/bukti-tayang/pengumuman/{each.pk}/" for each in (case, urgent)]
    for path in (*paths, *proofs):
        html = html_of(client, path)
        for person in (board.office.petugas, board.office.ketua, board.office.atasan):
            assert person.name not in html
            assert person.email not in html


@pytest.mark.parametrize("path", [LIST, URGENT, FEED, "/sitemap-pengumuman.xml", "one"])
def test_it_answers_not_modified_until_something_changes(
    board: AnnouncementDesk, client: Client, path: str
) -> None:
    case = board.approved()
    if path == "one":
        path = case.get_absolute_url()
    first = client.get(path)
    tag = first["ETag"]
    assert first["Last-Modified"]
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 304
    board.travel("2026-03-02 11:00")
    case = board.do(
        case, "propose_correction", board.office.petugas, content=board.content(), reason="Salah."
    )
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 304
    board.do(case, "approve_correction", board.office.ketua)
    again = client.get(path, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again["ETag"] == tag) == (200, False)


# -- the banner ------------------------------------------------------------------------------------

BANNER = 'id="peringatan"'
PUBLIC = ("/", LIST, "/dip/", "/tata-cara/", "/permohonan/baru/", "/lacak/", "/verifikasi/")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_warning_stands_above_every_public_page_while_it_is_up(
    board: AnnouncementDesk, client: Client, path: str
) -> None:
    """UU 14/2008 Pasal 10; also for somebody who comes back to a page that is kept."""
    tag = client.get(path).get("ETag", "")
    assert BANNER not in html_of(client, path)
    case = board.at_once()
    again = client.get(path, HTTP_IF_NONE_MATCH=tag)
    assert again.status_code == 200
    html = again.content.decode()
    assert BANNER in html
    assert case.get_absolute_url() in html
    board.do(case, "withdraw", board.office.petugas, reason="Sudah aman.")
    assert BANNER not in html_of(client, path)


def test_other_announcements_are_no_warning(board: AnnouncementDesk, client: Client) -> None:
    board.approved()
    board.draft(Duty.IMMEDIATE)
    assert BANNER not in html_of(client, "/")


@pytest.mark.every_database
def test_the_banner_costs_at_most_one_cheap_query(board: AnnouncementDesk, client: Client) -> None:
    board.at_once()
    for most in (1, 0):
        with CaptureQueriesContext(connection) as queries:
            client.get("/tata-cara/")
        found = [each["sql"] for each in queries if "dip_app_announcement" in each["sql"]]
        assert len(found) == most


def test_the_desk_has_no_banner(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    board.at_once()
    assert BANNER not in html_of(client_as(board.office.petugas), "/meja/")


def test_a_missing_page_has_the_banner_too(board: AnnouncementDesk, client: Client) -> None:
    board.at_once()
    assert BANNER in html_of(client, "/tidak-ada/", 404)


def test_the_page_of_warnings_says_what_to_do(board: AnnouncementDesk, client: Client) -> None:
    assert "Tidak ada peringatan saat ini" in html_of(client, URGENT)
    board.at_once()
    html = html_of(client, URGENT)
    for words in ("Pohon tumbang", "Gerbang timur", "Masuk lewat gerbang barat", "555-0100"):
        assert words in html


def test_the_front_page_shows_the_latest(board: AnnouncementDesk, client: Client) -> None:
    assert 'id="pengumuman"' not in html_of(client, "/")
    several(board, 5)
    html = html_of(client, "/")
    assert [n for n in range(5) if f"Pengumuman ke-{n}." in html] == [2, 3, 4]


# -- machines --------------------------------------------------------------------------------------


def test_the_feed_tells_what_is_up_and_what_was_taken_back(
    board: AnnouncementDesk, client: Client
) -> None:
    """RFC 4287 and 6721."""
    up, gone = board.approved(title="Tayang & benar"), board.in_state("withdrawn")
    feed = ElementTree.fromstring(client.get(FEED).content)
    assert [each.text for each in feed.findall("a:entry/a:title", ATOM)] == ["Tayang & benar"]
    identity = feed.findtext("a:entry/a:id", namespaces=ATOM)
    assert identity is not None
    assert identity.endswith(f"/pengumuman/{up.pk}/")
    deleted = feed.find("at:deleted-entry", ATOM)
    assert deleted is not None
    assert deleted.attrib["ref"].endswith(f"/pengumuman/{gone.pk}/")


def test_search_engines_find_what_is_up(board: AnnouncementDesk, client: Client) -> None:
    case = board.approved()
    assert "/sitemap-pengumuman.xml" in html_of(client, "/sitemap.xml")
    assert f"{case.get_absolute_url()}</loc>" in html_of(client, "/sitemap-pengumuman.xml")
    assert f"{LIST}</loc>" in html_of(client, "/sitemap-halaman.xml")


# -- statements ------------------------------------------------------------------------------------


def test_the_statement_tells_from_when_to_when(board: AnnouncementDesk, client: Client) -> None:
    case = board.approved(ends_at=NEXT_WEEK)
    path = f"/bukti-tayang/pengumuman/{case.pk}/"
    html = html_of(client, path)
    assert "Senin, 2 Maret 2026" in html
    assert "masih tayang" in html
    assert case.appearances.get().sha256 in html
    board.sweep(NEXT_WEEK)
    html = html_of(client, path)
    assert "Senin, 9 Maret 2026" in html
    assert "Berakhir menurut jadwal" in html


def test_an_item_of_the_list_has_its_statement(board: AnnouncementDesk, client: Client) -> None:
    item = services.publish(board.item(status="draft", published_at=None), None)
    path = f"/bukti-tayang/informasi/{item.pk}/"
    assert item.title in html_of(client, path)
    assert path in html_of(client, item.get_absolute_url())
    services.withdraw(item, None, "Diganti.")
    html = html_of(client, path)
    assert item.title not in html
    assert "Penarikan tersendiri" in html
    assert "Diganti." not in html, "the reason stays in the record"
    draft = board.item(status="draft", published_at=None)
    assert client.get(f"/bukti-tayang/informasi/{draft.pk}/").status_code == 404


# -- the desk --------------------------------------------------------------------------------------

DESK = "/meja/pengumuman/"


@pytest.mark.parametrize("path", [DESK, f"{DESK}baru/"])
def test_the_desk_is_the_offices(
    board: AnnouncementDesk, client: Client, client_as: Callable[[object], Client], path: str
) -> None:
    office = board.office
    assert client.get(path).status_code == 302
    for who in (office.pelaksana_a, office.pimpinan_a, office.hukum, office.outsider):
        assert client_as(who).get(path).status_code == 404
    for who in (office.petugas, office.sekretaris, office.ketua):
        assert client_as(who).get(path).status_code == 200


def test_atasan_reads_but_writes_none(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    atasan = client_as(board.office.atasan)
    assert "Buat pengumuman" not in html_of(atasan, DESK)
    assert atasan.get(f"{DESK}baru/").status_code == 403


def test_it_lists_by_where_they_stand(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    made = {state: board.in_state(state) for state in ("drafting", "scheduled", "up", "withdrawn")}
    petugas = client_as(board.office.petugas)
    for tab, states in {
        "disiapkan": ["drafting"],
        "terjadwal": ["scheduled"],
        "tayang": ["up"],
        "ditarik": ["withdrawn"],
        "": ["withdrawn", "up", "scheduled", "drafting"],
    }.items():
        rows = petugas.get(DESK, {"keadaan": tab}).context["rows"]
        assert [row["number"] for row in rows] == [made[state].number for state in states]


@pytest.mark.every_database
def test_the_desks_list_costs_no_more_for_more(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    petugas = client_as(board.office.petugas)
    several(board, 1)
    counted = []
    for many in (0, 6):
        several(board, many)
        petugas.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            petugas.get(DESK)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


def posted(client: Client, kind: str, **fields: Any) -> Any:
    path = f"{DESK}baru/?jenis={kind}"
    key = client.get(path).context["form"].initial["key"]
    return client.post(path, {"key": key, "aksi": "simpan", **fields})


GENERAL: dict[str, Any] = {
    "title": "Loket pindah",
    "text": "Loket pindah ke lantai dua.",
    "subject": "service",
}
WARNING: dict[str, Any] = {
    **GENERAL,
    "threat": "Kebocoran gas.",
    "place": "Lantai dasar",
    "action": "Keluar lewat tangga.",
    "contact": "(021) 555-0100",
}


def test_a_form_makes_a_draft(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    item = board.item()
    answer = posted(
        client_as(board.office.petugas),
        "umum",
        **GENERAL,
        unit=board.office.unit_a.pk,
        items=f"/dip/{item.pk}/laporan/\n{item.pk}",
        publish_at="2026-03-03T09:00",
    )
    case = Announcement.objects.get()
    assert answer["Location"] == f"/meja/berkas/{case.pk}/"
    assert (case.state, case.publish_at, case.unit) == ("drafting", TOMORROW, board.office.unit_a)
    assert case.pending is not None
    assert list(case.pending.items.all()) == [item]


@pytest.mark.parametrize("who", ["petugas", "ketua"])
def test_a_form_publishes_a_warning_at_once(
    board: AnnouncementDesk, client_as: Callable[[object], Client], who: str
) -> None:
    """UU 14/2008 Pasal 10: one page, one button, no second person."""
    facts = {**WARNING, "unit": board.office.unit_a.pk, "aksi": "seketika"}
    client = client_as(getattr(board.office, who))
    answer = posted(client, "serta-merta", **facts)
    assert answer.status_code == 200
    assert "tidak boleh ditunda" in answer.content.decode()
    assert not Announcement.objects.exists()
    posted(client, "serta-merta", **facts, reason="Gas dapat meledak.")
    assert Announcement.objects.get().is_shown


def test_errors_stand_beside_the_field_and_nothing_typed_is_lost(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    facts = {**GENERAL, "title": "", "items": "/dip/999999/", "ends_at": "2020-01-01T09:00"}
    answer = posted(client_as(board.office.petugas), "umum", **facts)
    form = answer.context["form"]
    assert set(form.errors) == {"title", "items", "unit", "ends_at"}
    assert "Loket pindah ke lantai dua." in answer.content.decode()
    assert not Announcement.objects.exists()


def test_ketua_writes_only_warnings(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    ketua = client_as(board.office.ketua)
    assert ketua.get(f"{DESK}baru/?jenis=umum").status_code == 403
    assert ketua.get(f"{DESK}baru/?jenis=serta-merta").status_code == 200


def test_the_preview_is_what_the_public_will_see(
    board: AnnouncementDesk, client: Client, client_as: Callable[[object], Client]
) -> None:
    case = board.in_state("scheduled")
    path = reverse("announcing_desk:preview", args=[case.pk])
    assert "loket buka pukul 08.00" in html_of(client_as(board.office.ketua), path)
    assert client_as(board.office.pelaksana_a).get(path).status_code == 404
    assert client.get(path).status_code == 302
    assert Announcement.objects.get(pk=case.pk).state == "scheduled"


@pytest.mark.parametrize(
    ("state", "act", "who"),
    [("drafting", "revise", "petugas"), ("up", "propose_correction", "petugas")],
)
def test_a_draft_is_edited_on_its_page(
    board: AnnouncementDesk, client_as: Callable[[object], Client], state: str, act: str, who: str
) -> None:
    case = board.in_state(state)
    client = client_as(getattr(board.office, who))
    path = f"/meja/berkas/{case.pk}/"
    assert "loket buka" in html_of(client, f"{path}?tindakan={act}")
    answer = client.post(
        path,
        {
            "tindakan": act,
            **GENERAL,
            "title": "Judul baru",
            "unit": board.office.unit_a.pk,
            "reason": "Salah tulis.",
        },
    )
    assert answer.status_code == 302
    pending = Announcement.objects.get(pk=case.pk).pending
    assert pending is not None
    assert pending.title == "Judul baru"


@pytest.mark.parametrize("state", ["approving", "correcting"])
def test_ketua_decides_in_the_queue(
    board: AnnouncementDesk, client_as: Callable[[object], Client], state: str
) -> None:
    case = board.in_state(state)
    ketua = client_as(board.office.ketua)
    assert f"/meja/persetujuan/{case.pk}/" in html_of(ketua, "/meja/persetujuan/")
    html = html_of(ketua, f"/meja/persetujuan/{case.pk}/")
    assert "loket buka pukul 08.00" in html
    act = "approve" if state == "approving" else "approve_correction"
    ketua.post(f"/meja/persetujuan/{case.pk}/", {"tindakan": act})
    assert Announcement.objects.get(pk=case.pk).state == "up"


@pytest.mark.parametrize("state", ["drafting", "scheduled", "up", "correcting", "withdrawn"])
def test_the_case_page_shows_what_is_up_and_what_waits(
    board: AnnouncementDesk, client_as: Callable[[object], Client], state: str
) -> None:
    case = board.in_state(state)
    for who in ("petugas", "ketua", "atasan"):
        html = html_of(client_as(getattr(board.office, who)), f"/meja/berkas/{case.pk}/")
        assert "Jam layanan berubah" in html
    assert client_as(board.office.pelaksana_a).get(f"/meja/berkas/{case.pk}/").status_code == 404


def test_what_is_overdue_stands_under_what_needs_attention(
    board: AnnouncementDesk, client_as: Callable[[object], Client]
) -> None:
    """UU 14/2008 Pasal 9 ayat (3)."""
    board.approved(Duty.PERIODIC, renews=board.item("Laporan Kinerja"))
    board.travel("2026-10-01 08:00")
    html = html_of(client_as(board.office.petugas), "/meja/perhatian/")
    assert "Laporan Kinerja" in html
    assert "lewat enam bulan" in html
