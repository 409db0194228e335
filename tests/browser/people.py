"""The citizen and the clerk at their screens: what each of them does, in the words they read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Walker
from tests.files.samples import PDF

NIK = "3273014505900001"
INFORMATION = (
    "1. Laporan realisasi anggaran tahun 2025 beserta catatannya.\n"
    "2. Daftar perjalanan dinas luar negeri tahun 2025: tujuan, lama, dan biayanya."
)


def button(page: Page | Locator, name: str) -> None:
    """Press the button of a name, and wait until the page that comes has its scripts.

    They move what stands below them: a click that is on its way then would miss.
    """
    page.get_by_role("button", name=name, exact=True).click()
    (page if isinstance(page, Page) else page.page).wait_for_load_state()


def go_on(page: Page) -> None:
    """Save this page of the form and go to the next one."""
    button(page, "Simpan dan lanjutkan")


def heading(page: Page) -> str:
    """Return the heading of the page."""
    return page.locator("h1").inner_text().strip()


def file_of(folder: Path, name: str, content: bytes = b"") -> str:
    """Return the path of a file to upload."""
    path = folder / name
    path.write_bytes(content or PDF)
    return str(path)


def fill_request(walker: Walker, folder: Path, *, upload: bool = True, **facts: str) -> None:
    """Fill in every page of a new request as a person, up to the page that asks to check."""
    page = walker.open("/permohonan/baru/")
    page.get_by_label("Perorangan").check()
    page.get_by_label("Pemohon sendiri").check()
    go_on(page)
    page.get_by_label("Nama lengkap pemohon").fill(facts.get("name", "Ayu Lestari"))
    page.get_by_label("NIK pemohon").fill(NIK)
    page.get_by_label("Pekerjaan").fill("Guru")
    go_on(page)
    if upload:
        page.get_by_label("KTP pemohon").set_input_files(file_of(folder, "ktp-ayu.pdf"))
    go_on(page)
    page.get_by_label("Informasi apa yang Anda minta?").fill(facts.get("information", INFORMATION))
    go_on(page)
    page.get_by_label("Untuk apa informasi itu Anda gunakan?").fill("Bahan ajar anggaran negara.")
    go_on(page)
    page.get_by_label("Mendapatkan salinan").check()
    go_on(page)
    page.get_by_label("Salinan digital").check()
    page.get_by_label("Surel", exact=True).check()
    go_on(page)
    page.get_by_label("Alamat surel").fill(facts.get("email", "ayu@pemohon.example"))
    page.get_by_label("Nomor telepon").fill("0812 3456 7890")
    page.get_by_label("Alamat lengkap").fill("Jalan Anggrek 12, Bandung 40115")
    go_on(page)
    assert heading(page) == "Periksa jawaban Anda, lalu kirim"


def receipt(page: Page) -> tuple[str, str]:
    """Return number and code from the page that confirms a request."""
    assert "Permohonan Anda sudah kami terima" in page.inner_text("main")
    found = re.search(r"\d{4}/\S+/\d{4}", page.inner_text("main"))
    assert found, page.inner_text("main")
    return found.group(), page.locator("#kode").inner_text().strip()


def tick_all(form: Locator) -> None:
    """Tick the kelengkapan of a step."""
    boxes = form.locator("input[name=checklist]")
    for place in range(boxes.count()):
        boxes.nth(place).check()


def act(walker: Walker, pk: int, name: str) -> Locator:
    """Open the page of a case with the form of an act, its kelengkapan ticked; return the form."""
    page = walker.open(f"/meja/berkas/{pk}/?tindakan={name}")
    form = page.locator(f"form:has(input[name=tindakan][value={name}])")
    tick_all(form)
    return form


def put(form: Locator, name: str, value: Any) -> None:
    """Give one field its value, whatever it looks like."""
    field = form.locator(f"[name='{name}']").first
    kind = field.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
    if kind in ("radio", "checkbox"):
        wanted = form.locator(f"[name='{name}'][value='{value}']").first
        (field if value is True else wanted).check()
    elif kind == "select":
        field.select_option(value)
    else:
        field.fill(value)


def do(walker: Walker, pk: int, name: str, **fields: Any) -> Page:
    """Perform one step of a case at the desk, and see that it was kept."""
    form = act(walker, pk, name)
    for field, value in fields.items():
        put(form, field, value)
    form.get_by_role("button").last.click()
    expect(walker.page.locator(".message").first).to_contain_text("Tersimpan")
    return walker.page


def decide(walker: Walker, pk: int, name: str, **fields: Any) -> None:
    """Take a decision on its own page, reached from the queue."""
    page = walker.open("/meja/persetujuan/")
    page.locator(f"a[href='/meja/persetujuan/{pk}/']").first.click()
    page.wait_for_url(f"**/meja/persetujuan/{pk}/")
    form = page.locator(f"form:has(input[name=tindakan][value={name}])")
    tick_all(form)
    for field, value in fields.items():
        put(form, field, value)
    form.get_by_role("button").last.click()
    expect(page.locator(".message").first).to_contain_text("Tersimpan")


def track(walker: Walker, number: str, code: str) -> Page:
    """Open the own request by number and code."""
    page = walker.open("/lacak/")
    page.get_by_label("Nomor pendaftaran").first.fill(number)
    page.get_by_label("Kode", exact=True).fill(code)
    page.locator("form:has(input[name=code])").get_by_role("button").click()
    return page


def download(page: Page, link: Any) -> bytes:
    """Press a link and return the file that it gives."""
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path()).read_bytes()
