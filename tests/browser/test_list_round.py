"""A round of the public list in a browser: from the order to the public page, one unit late."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Portal, Walker
from tests.browser.people import act, button, file_of, heading, tick_all

pytestmark = pytest.mark.browser

NewWalker = Callable[..., Walker]
SHEET = (
    "No,Judul,Ringkasan,Kategori,Penanggung jawab,Waktu,Tempat,Format,Retensi\n"
    "1,Daftar kontrak 2025,Paket dan nilainya,Setiap saat,Kepala Biro,2025,Jakarta,XLSX,10 tahun\n"
)


def _done(page: Page) -> None:
    """See that an act was kept."""
    expect(page.locator(".message").first).to_contain_text("Tersimpan")


def _perform(walker: Walker, pk: int, name: str, **texts: str) -> Page:
    """Perform one step on the page of its case."""
    form = act(walker, pk, name)
    for field, text in texts.items():
        form.locator(f"[name='{field}']").first.fill(text)
    form.get_by_role("button").last.click()
    _done(walker.page)
    return walker.page


def _decide(walker: Walker, pk: int, name: str) -> None:
    """Take a decision from the queue."""
    page = walker.open("/meja/persetujuan/")
    page.locator(f"a[href='/meja/persetujuan/{pk}/']").first.click()
    page.wait_for_url(f"**/meja/persetujuan/{pk}/")
    form = page.locator(f"form:has(input[name=tindakan][value={name}])")
    tick_all(form)
    form.get_by_role("button").last.click()
    _done(page)


def _order(ketua: Walker) -> tuple[int, str]:
    """SOP 5.1: Ketua PPID sends the letter to three units; return the round's key and number."""
    page = ketua.open("/meja/dip/putaran/")
    page.get_by_role("link", name="Perintahkan penyusunan").click()
    page.get_by_label("Usulan unit paling lambat").fill("2026-03-10")
    page.get_by_label("Arahan dalam surat").fill("Dahulukan yang banyak diminta.")
    tick_all(page.locator("main form"))
    button(page, "Kirim surat kepada unit")
    page.wait_for_url("**/meja/berkas/*/")
    number = re.search(r"\d+/\S+/DIP/\d{4}", page.inner_text("main"))
    assert number
    assert "0 dari 3 unit sudah menyampaikan" in page.inner_text("main")
    return int(page.url.rstrip("/").rpartition("/")[2]), number.group()


def _write(doer: Walker, pk: int, title: str) -> None:
    """Add one row on its page; what is missing stands beside its field first."""
    page = doer.open(f"/meja/berkas/{pk}/")
    page.get_by_role("link", name="Buka usulan daftar").click()
    page.get_by_role("link", name="Tambah informasi").click()
    page.get_by_label("Judul").fill(title)
    button(page, "Simpan")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.get_by_label("Judul").input_value() == title
    page.get_by_label("Ringkasan isi informasi").fill("Pagu dan realisasinya.")
    page.get_by_label("Kategori").select_option("periodic")
    page.get_by_label("Waktu pembuatan").fill("Januari 2026")
    page.get_by_label("Tempat pembuatan").fill("Jakarta")
    page.get_by_label("Bentuk utama").select_option("pdf")
    page.get_by_label("Format yang tersedia").fill("PDF")
    page.get_by_label("Jangka waktu penyimpanan").fill("5 tahun")
    button(page, "Simpan")
    expect(page.locator(".message").first).to_contain_text(title)


def _propose(doer: Walker, head: Walker, pk: int, title: str) -> None:
    """SOP 5.2 to 5.7: a unit makes its list, its head approves, the unit submits."""
    _perform(doer, pk, "coordinate", coordination="Tiga bagian menyampaikan daftarnya.")
    _write(doer, pk, title)
    for name in ("inventory", "classify", "ask_approval"):
        _perform(doer, pk, name)
    page = head.open(f"/meja/berkas/{pk}/")
    assert title in page.inner_text("main")
    _perform(head, pk, "approve_unit")
    _perform(doer, pk, "submit")


def test_a_round_goes_from_the_order_to_the_public_page(
    walker: NewWalker, portal: Portal, tmp_path: Path
) -> None:
    """SOP 5: two units are in, the third is late; the decree publishes, and nobody's hand."""
    first, second, third = portal.list_team()
    ketua = walker()
    ketua.log_in("ketua")
    pk, number = _order(ketua)
    parts = portal.unit_lists(number=number)
    titles = {team["unit"]: f"Realisasi anggaran {team['unit']}" for team in (first, second)}
    for team, screen in ((first, None), (second, PHONE)):
        doer = walker(javascript=screen is None, **({"screen": screen} if screen else {}))
        head = walker(screen=PHONE)
        doer.log_in(team["doer"])
        head.log_in(team["head"])
        _propose(doer, head, parts[team["unit"]], titles[team["unit"]])
    late = walker()
    late.log_in(third["doer"])
    _perform(late, parts["uji-c"], "coordinate", coordination="Masih menunggu satu bagian.")
    form = act(late, parts["uji-c"], "take_in")
    form.locator("input[type=file]").set_input_files(
        file_of(tmp_path, "daftar.csv", SHEET.encode())
    )
    form.get_by_role("button").last.click()
    _done(late.page)
    page = ketua.open(f"/meja/berkas/{pk}/")
    assert "2 dari 3 unit sudah menyampaikan" in page.inner_text("main")

    portal.go_to(moment="2026-03-13 09:00")
    try:
        _without_the_late_one(walker, portal, pk, titles)
    finally:
        portal.come_back()


def _without_the_late_one(
    walker: NewWalker, portal: Portal, pk: int, titles: dict[str, str]
) -> None:
    """The days after: the late unit is told of, left out by decision, and the list is decreed."""
    ketua, clerk, atasan = walker(), walker(), walker(screen=PHONE)
    for person, who in ((ketua, "ketua"), (clerk, "petugas"), (atasan, "atasan")):
        person.log_in(who)
    portal.sweep_list()
    mails = portal.mails_to(to=portal.address_of(who="ketua"))
    assert any("Inventarisasi informasi" in mail["message"] for mail in mails), "late, and told of"
    assert "Biro Uji Umum" in ketua.open("/meja/perhatian/").inner_text("main")
    form = act(ketua, pk, "go_on_without")
    form.get_by_label("Biro Uji Umum").check()
    form.locator("[name=reason]").fill("Unit sedang pindah gedung.")
    form.get_by_role("button").last.click()
    _done(ketua.page)
    portal.sweep_list()

    page = clerk.open(f"/meja/berkas/{pk}/")
    assert "Unit sedang pindah gedung." in page.inner_text("main")
    page.get_by_role("link", name="Buka halaman telaah").click()
    page.get_by_role("link", name="Baru", exact=True).click()
    for title in titles.values():
        assert title in page.inner_text("main")
    assert "Daftar kontrak 2025" not in page.inner_text("main"), "the late unit's rows stay out"
    _perform(clerk, pk, "compile", notes="Tidak ada baris kembar.")
    _perform(ketua, pk, "report")
    _decide(atasan, pk, "approve")
    _decide(ketua, pk, "establish")
    assert "sedang diterbitkan" in ketua.open(f"/meja/berkas/{pk}/").inner_text("main")
    assert portal.sweep_list()["published"] == 1

    reader = walker(javascript=False, screen=PHONE)
    page = reader.open("/dip/")
    page.get_by_role("link", name="Edisi yang ditetapkan").click()
    page.locator("main h2 a").first.click()
    assert heading(page).startswith("Daftar Informasi Publik: Edisi")
    page.get_by_role("link", name=re.compile("^Perubahan terhadap edisi sebelumnya")).click()
    page.get_by_role("link", name=titles["uji-a"]).click()
    assert heading(page) == titles["uji-a"]
    assert "Keputusan tentang Daftar Informasi Publik Nomor" in page.inner_text("main")
    assert page.locator("main").get_by_role("link", name=re.compile("^Edisi")).count() == 1
