"""An exclusion from the request that raised it to the day on which it opens, in a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Portal, Walker
from tests.browser.people import button, decide, do, heading

pytestmark = pytest.mark.browser

NewWalker = Callable[..., Walker]
TITLE = "Hasil uji kompetensi pejabat tahun 2025"
END, PROPOSED = "2026-12-31", "2026-11-02T10:00"


@pytest.fixture(scope="module")
def portal(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve a portal of its own: its clock moves, and those of the other walks stand."""
    folder = tmp_path_factory.mktemp("travelling") / "data"
    shutil.copytree(filled, folder)
    portal = Portal(folder)
    yield portal
    portal.stop()
    said = portal.log.read_text(errors="replace")
    assert " ERROR " not in said, said[-8000:]


def _ask_for_test(clerk: Walker, request: int) -> int:
    """SOP 6.1: the test is asked for from the page of the request that waits in it."""
    page = clerk.open(f"/meja/berkas/{request}/")
    page.locator("a[href*='/meja/uji-konsekuensi/baru/?asal=']").first.click()
    assert heading(page).startswith("Minta uji konsekuensi")
    button(page, "Kirim permintaan")
    expect(page.locator(".message").first).to_contain_text("diterima dengan nomor")
    return int(page.url.split("/meja/berkas/")[1].split("/")[0])


def _weigh(clerk: Walker, test: int) -> None:
    """SOP 6.4: what is missing is said beside its field, and nothing typed is lost."""
    page = clerk.open(f"/meja/uji-konsekuensi/{test}/butir/1/")
    page.get_by_label("Akibat bila dibuka").fill("Mengungkap penilaian atas pribadi pegawai.")
    page.get_by_label("Akibat bila tetap ditutup").fill("Rahasia pribadi pegawai terjaga.")
    page.get_by_label("Kepentingan umum").fill("Ringkasan tanpa nama sudah terbuka.")
    page.get_by_label("Dikecualikan", exact=True).check()
    page.get_by_label("Huruf Pasal 17 UU 14/2008").select_option("h")
    page.get_by_role("button", name="Simpan").last.click()
    expect(page.locator(".error-summary, .govuk-error-summary").first).to_be_visible()
    expect(page.get_by_label("Akibat bila dibuka")).to_have_value(re.compile("penilaian"))
    page.get_by_label("Dikecualikan sampai").fill(END)
    page.get_by_role("button", name="Simpan").last.click()
    expect(page.locator(".message").first).to_contain_text("tersimpan")


def _public_list(walker: Walker, part: str = "") -> Page:
    return walker.open(f"/dip/dikecualikan/{part}")


def test_what_a_request_raised_is_tested_excluded_and_opens(
    walker: NewWalker, portal: Portal
) -> None:
    """SOP 6 and 8; UU 14/2008 Pasal 19 and 20; PP 61/2010: thirty working days before the end."""
    request = portal.requested()
    clerk, ketua, atasan, unit = walker(), walker(), walker(screen=PHONE), walker()
    people = ((clerk, "petugas"), (ketua, "ketua"), (atasan, "atasan"), (unit, "pelaksana_a"))
    for person, who in people:
        person.log_in(who)
    test = _ask_for_test(clerk, request["pk"])
    do(
        ketua,
        test,
        "study",
        meeting_at="2026-03-09T23:00",
        meeting_place="Ruang rapat PPID",
    )
    do(unit, test, "give_view", text="Nilai perorangan adalah rahasia pribadi.")
    do(
        clerk,
        test,
        "hold_meeting",
        met_at="2026-03-09T09:30",
        place="Ruang rapat PPID",
        others="Andi Saputra; PPID Pelaksana; Biro Uji\nRina Wulandari; Analis; Humas",
        summary="Dibahas butir demi butir.",
    )
    _weigh(clerk, test)
    do(ketua, test, "submit")
    decide(atasan, test, "decide")

    # The public reads title, ground and period, and never what the information says.
    anybody = walker(javascript=False, screen=PHONE)
    page = _public_list(anybody)
    text = page.inner_text("main")
    assert TITLE in text
    assert "31 Desember 2026" in text
    assert "penilaian atas pribadi" not in text
    # The request that waited may be refused on this ground now.
    page = clerk.open(f"/meja/permohonan/{request['pk']}/jawaban/")
    assert "Uji permohonan ini: huruf h" in page.locator("select[name$=basis]").first.inner_text()

    # The proposal to open starts by itself, and is decided thirty working days before the end.
    portal.travel_to(moment=PROPOSED)
    for person, who in people:
        person.log_in(who)
    opening = portal.opening_of(title=TITLE)
    page = clerk.open(f"/meja/berkas/{opening}/")
    assert "Selasa, 17 November 2026" in page.inner_text("main")
    do(clerk, opening, "propose")
    decide(atasan, opening, "approve")
    assert TITLE in _public_list(anybody).inner_text("main"), "closed until its period ends"

    portal.travel_to(moment=f"{END}T08:00")
    assert TITLE not in _public_list(anybody).inner_text("main")
    assert TITLE in _public_list(anybody, "?bagian=terbuka").inner_text("main")
    assert portal.faults() == []
