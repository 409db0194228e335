"""A request from the form to the signed answer, walked in a browser by everybody who takes part."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.backstage import PASSWORD
from tests.browser.conftest import PHONE, Portal, Walker
from tests.browser.people import (
    INFORMATION,
    act,
    button,
    download,
    file_of,
    fill_request,
    heading,
    receipt,
    tick_all,
    track,
)
from tests.files.samples import PDF

pytestmark = pytest.mark.browser

NewWalker = Callable[..., Walker]
ANSWER = PDF + b"% realisasi 2025\n"


def _letters(page: Page) -> dict[str, bytes]:
    """Download every letter on the applicant's page, by its label."""
    links = page.locator(".file-list a[href*='/surat/']")
    return {
        links.nth(place).inner_text(): download(page, links.nth(place))
        for place in range(links.count())
    }


def _text(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split()
    )


def _compare(walker: Walker, code: str, path: str) -> str:
    """Upload a file on the page that verifies a letter; return what the page says."""
    page = walker.open(f"/verifikasi/{code}/")
    assert heading(page) == "Surat ini terdaftar"
    page.locator("input[type=file]").set_input_files(path)
    button(page, "Bandingkan")
    return page.get_by_role("alert").inner_text()


def _register(clerk: Walker, pk: int) -> None:
    act(clerk, pk, "confirm_complete").get_by_role("button", name="Nyatakan lengkap").click()
    form = act(clerk, pk, "register_request")
    form.get_by_label("Pokok permohonan dalam register").fill("Realisasi anggaran 2025")
    form.get_by_role("button", name="Catat di register").click()
    expect(clerk.page.get_by_text("sekarang berstatus “Terdaftar”")).to_be_visible()


def _dispose(ketua: Walker, pk: int, unit: str = "") -> None:
    form = act(ketua, pk, "dispose")
    if unit:
        form.get_by_label(unit).check()
    form.get_by_label("Arahan").fill("Siapkan dokumennya; sebutkan bagian yang dikecualikan.")
    form.get_by_role("button", name="Disposisi").click()
    expect(ketua.page.get_by_text("sekarang berstatus “Sedang dikerjakan”")).to_be_visible()


def _approve(ketua: Walker, pk: int, number: str, name: str) -> None:
    """Find the case in the queue, open it, and sign."""
    page = ketua.open("/meja/persetujuan/")
    page.locator(f"a[href='/meja/persetujuan/{pk}/']").first.click()
    assert number in page.inner_text("main")
    form = page.locator(f"form:has(input[name=tindakan][value={name}])")
    tick_all(form)
    form.get_by_role("button").click()
    expect(page.get_by_text("sekarang berstatus “Disetujui, belum disampaikan”")).to_be_visible()


def _deliver(clerk: Walker, pk: int, name: str) -> None:
    form = act(clerk, pk, name)
    form.get_by_role("button").click()
    expect(clerk.page.get_by_text("sekarang berstatus “Sudah dijawab”")).to_be_visible()


def test_a_citizen_asks_and_gets_a_signed_answer(
    walker: NewWalker, portal: Portal, tmp_path: Path
) -> None:
    """SOP 2.1 to 2.5a; UU 14/2008 Pasal 22. The citizen's telephone has no JavaScript."""
    citizen = walker(javascript=False, screen=PHONE)
    fill_request(citizen, tmp_path)
    expect(citizen.page.get_by_text("ktp-ayu.pdf")).to_be_visible()
    expect(citizen.page.get_by_text("••••••••••••0001")).to_be_visible()
    # 9 March 2026 is a Monday; five days between are holidays.
    expect(citizen.page.get_by_text("Senin, 30 Maret 2026").first).to_be_visible()
    button(citizen.page, "Kirim permohonan")
    number, code = receipt(citizen.page)
    # Without JavaScript nothing is offered that could not work.
    expect(citizen.page.get_by_role("button", name=re.compile("Salin|Cetak"))).to_have_count(0)
    case = portal.case_of(number=number)
    assert case["state"] == "received"
    assert case["information"].splitlines() == INFORMATION.splitlines()
    pk = case["pk"]

    # The secretariat logs in by the form, finds the request in its list and works it.
    clerk = walker()
    page = clerk.open("/meja/")
    page.get_by_label("Alamat surel").fill(portal.address_of(who="petugas"))
    page.get_by_label("Kata sandi").fill(PASSWORD)
    button(page, "Masuk")
    page.locator("#cari-berkas").fill(number)
    page.locator("#cari-berkas").press("Enter")
    page.wait_for_url("**/meja/berkas/**")  # a whole number leads straight to its case
    assert "Realisasi anggaran 2025" not in heading(page)
    assert "Jalan Anggrek" not in page.inner_text("main"), "personal data is masked in the desk"
    _register(clerk, pk)

    ketua = walker(screen=PHONE)
    ketua.log_in("ketua")
    _dispose(ketua, pk, unit=portal.unit(which="unit_a")["name"])

    # PPID Pelaksana sees what is asked, and not by whom.
    unit = walker()
    unit.log_in("pelaksana_a")
    form = act(unit, pk, "answer_task")
    assert "Ayu Lestari" not in unit.page.content()
    form.get_by_label("Jawaban unit kepada PPID").fill("Terlampir, tidak ada yang dikecualikan.")
    form.get_by_label("Dokumen untuk PPID").set_input_files(
        file_of(tmp_path, "realisasi-2025.pdf", ANSWER)
    )
    form.get_by_role("button", name="Jawab dengan dokumen").click()
    expect(unit.page.locator(".message")).to_contain_text("Tersimpan")

    # The secretariat writes the answer; the page says what is still missing, and then nothing.
    page = clerk.open(f"/meja/berkas/{pk}/")
    page.locator(".next-step").first.get_by_role("link").first.click()
    assert heading(page).startswith("Susun jawaban")
    page.get_by_label("Diberikan seluruhnya").first.check()
    page.get_by_label(re.compile("realisasi-2025.pdf")).first.check()
    page.get_by_label("Penjelasan kepada pemohon").first.fill("Laporan lengkap kami lampirkan.")
    page.get_by_role("button", name="Simpan konsep").last.click()
    expect(page.get_by_text("Konsep lengkap menurut aturan.")).to_be_visible()
    form = act(clerk, pk, "submit_draft")
    form.get_by_role("button").click()
    expect(clerk.page.get_by_text("sekarang berstatus “Menunggu persetujuan”")).to_be_visible()

    _approve(ketua, pk, number, "approve_answer")
    _deliver(clerk, pk, "deliver_answer")

    # Before the worker comes by, the letter is said to be on its way; afterwards it is there.
    page = track(citizen, number, code)
    expect(page.get_by_text("Sudah dijawab").first).to_be_visible()
    assert portal.work(number=number) == {"waiting": 0, "failed": 0}
    page.reload()
    letters = _letters(page)
    answers = [pdf for label, pdf in letters.items() if "Pemberitahuan" in label]
    assert len(answers) == 1, list(letters)
    said = _text(answers[0])
    (letter,) = [
        each for each in portal.letters_of(pk=pk) if each["kind"] == "written_notification"
    ]
    assert number in said
    assert letter["number"] in said
    assert "Ayu Lestari" in said
    assert "Dewi Anggraini" in said
    assert letter["code"] in said
    document = page.locator(".file-list a[href*='/berkas/']", has_text="realisasi-2025.pdf").first
    assert download(page, document) == ANSWER

    # Whoever holds the letter can check it; one changed byte is found.
    anybody = walker()
    same = file_of(tmp_path, "surat.pdf", answers[0])
    changed = bytearray(answers[0])
    changed[len(changed) // 2] ^= 1
    other = file_of(tmp_path, "surat-diubah.pdf", bytes(changed))
    assert "sama persis" in _compare(anybody, letter["code"], same)
    assert "berbeda" in _compare(anybody, letter["code"], other)
    assert letter["number"] in anybody.page.inner_text("main")
    assert "Ayu Lestari" not in anybody.page.content()

    # Everything said by e-mail was sent, and the chain holds.
    mails = portal.mails_to(to="ayu@pemohon.example", number=number)
    assert len(mails) >= 3, "received, registered, answered"
    assert all(mail["sent"] for mail in mails)
    assert portal.faults() == []
    acts = [verb for verb, _name in portal.case_of(number=number)["audit"]]
    steps = ("receive", "confirm_complete", "register_request", "dispose", "answer_task")
    assert [verb for verb in acts if verb in steps] == list(steps)


def test_a_refusal_comes_with_its_decree(walker: NewWalker, portal: Portal, tmp_path: Path) -> None:
    """SOP 2.5b; UU 14/2008 Pasal 17, 19 and 35: reasons, a valid test, and the way to object."""
    citizen = walker(javascript=False, screen=PHONE)
    fill_request(citizen, tmp_path, information="Riwayat kesehatan seluruh calon pejabat.")
    button(citizen.page, "Kirim permohonan")
    number, code = receipt(citizen.page)
    pk = portal.case_of(number=number)["pk"]
    clerk, ketua = walker(), walker()
    clerk.log_in("petugas")
    ketua.log_in("ketua")
    _register(clerk, pk)
    _dispose(ketua, pk)

    page = clerk.open(f"/meja/permohonan/{pk}/jawaban/")
    page.get_by_label("Ditolak karena dikecualikan").first.check()
    page.get_by_role("button", name="Simpan konsep").last.click()
    # A refusal without article, test and consequence is told so before it can be submitted.
    expect(page.get_by_text("belum dapat diajukan")).to_be_visible()
    page.get_by_label("Huruf Pasal 17").select_option("h")
    page.get_by_label("Uji konsekuensi").select_option(str(portal.decree()["pk"]))
    page.get_by_label("Akibat bila informasi dibuka").fill("Mengungkap rahasia pribadi.")
    page.get_by_role("button", name="Simpan konsep").last.click()
    expect(page.get_by_text("Konsep lengkap menurut aturan.")).to_be_visible()
    form = act(clerk, pk, "submit_refusal")
    form.get_by_role("button").click()
    expect(page.get_by_text("sekarang berstatus “Menunggu persetujuan”")).to_be_visible()
    _approve(ketua, pk, number, "approve_refusal")
    _deliver(clerk, pk, "deliver_refusal")

    portal.work(number=number)
    page = track(citizen, number, code)
    letters = {label: _text(pdf) for label, pdf in _letters(page).items()}
    (decree,) = [text for label, text in letters.items() if "Keputusan" in label]
    assert "Pasal 17" in decree
    assert "rahasia pribadi" in decree.lower()
    assert portal.decree()["number"] in decree
    expect(page.get_by_role("heading", name="Bila Anda tidak puas")).to_be_visible()


def test_what_is_missing_is_asked_for_and_completed(
    walker: NewWalker, portal: Portal, tmp_path: Path
) -> None:
    """SOP 2.2: the count of days begins when the request is complete; the good file is kept."""
    citizen = walker(screen=PHONE)
    fill_request(citizen, tmp_path, upload=False)
    expect(citizen.page.get_by_text("Belum diunggah:")).to_be_visible()
    button(citizen.page, "Kirim permohonan")
    number, code = receipt(citizen.page)
    pk = portal.case_of(number=number)["pk"]

    clerk = walker()
    clerk.log_in("petugas")
    form = act(clerk, pk, "return_incomplete")
    form.get_by_label("Salinan KTP atau identitas lain yang masih berlaku").check()
    form.get_by_role("button").click()
    expect(clerk.page.get_by_text("sekarang berstatus “Belum lengkap”")).to_be_visible()

    page = track(citizen, number, code)
    expect(page.get_by_role("heading", name="Lengkapi permohonan Anda")).to_be_visible()
    field = page.locator("input[name=papers]")
    field.set_input_files(
        [file_of(tmp_path, "ktp.pdf"), file_of(tmp_path, "ktp.exe", b"MZ\x90\x00" + b"\0" * 90)]
    )
    form = page.locator("form:has(input[name=papers])")
    form.get_by_role("button", name="Kirim").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("ktp.exe")
    expect(page.get_by_text("ktp.pdf").first).to_be_visible()
    form.get_by_role("button", name="Kirim").click()
    expect(page.locator(".message")).to_contain_text("Kelengkapan Anda kami terima")
    assert portal.case_of(number=number)["state"] == "received"


def test_a_double_click_makes_one_request(
    walker: NewWalker, portal: Portal, tmp_path: Path
) -> None:
    """S11: an impatient thumb, with JavaScript and without it."""
    for javascript in (True, False):
        citizen = walker(javascript=javascript, screen=PHONE)
        fill_request(citizen, tmp_path, upload=False)
        before = portal.count_cases()
        citizen.page.get_by_role("button", name="Kirim permohonan").dblclick(no_wait_after=True)
        citizen.page.wait_for_url("**/permohonan/terkirim/")
        citizen.page.wait_for_load_state()
        assert portal.count_cases() == before + 1


def test_going_back_keeps_every_word(walker: NewWalker, tmp_path: Path) -> None:
    """By the page's own button and by the browser's; and nothing is lost by an error."""
    citizen = walker(screen=PHONE)
    page = citizen.open("/permohonan/baru/")
    page.get_by_label("Perorangan").check()
    page.get_by_label("Pemohon sendiri").check()
    button(page, "Simpan dan lanjutkan")
    page.get_by_label("Nama lengkap pemohon").fill("Ayu Lestari")
    page.get_by_label("NIK pemohon").fill("123")
    button(page, "Simpan dan lanjutkan")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("NIK pemohon")).to_be_focused()
    expect(page.get_by_label("NIK pemohon")).to_have_value("123")
    button(page, "Kembali")
    expect(page.get_by_label("Perorangan")).to_be_checked()
    button(page, "Simpan dan lanjutkan")
    expect(page.get_by_label("Nama lengkap pemohon")).to_have_value("Ayu Lestari")
    page.get_by_label("NIK pemohon").fill("3273014505900001")
    button(page, "Simpan dan lanjutkan")
    page.wait_for_url("**/dokumen/")
    page.go_back()
    expect(page.get_by_label("Nama lengkap pemohon")).to_have_value("Ayu Lestari")
    # Another visit, the same browser: it goes on where it was left.
    page = citizen.open("/permohonan/baru/dokumen/")
    assert page.url.endswith("/dokumen/")


def test_the_first_page_is_filled_in_by_keyboard_alone(walker: NewWalker) -> None:
    """WCAG 2.1.1, 2.4.1, 2.4.7: skip link first, then each question, and a focus that is seen."""
    page = walker().open("/permohonan/baru/")
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Perorangan")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Badan hukum Indonesia")).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Pemohon sendiri")).to_be_checked()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Simpan dan lanjutkan")
    assert focused.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/identitas/*")


def test_the_desk_is_worked_by_keys(walker: NewWalker) -> None:
    """The keys that the foot of the page promises: /, j, k and Enter."""
    clerk = walker()
    clerk.log_in("petugas")
    page = clerk.open("/meja/?milik=semua")
    rows = page.locator("[data-rows] tbody tr")
    assert rows.count() > 3
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("is-selected")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_class("is-selected")
    expect(rows.nth(0).get_by_role("link").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#cari-berkas")).to_be_focused()
    page.keyboard.type("jkj")
    expect(page.locator("#cari-berkas")).to_have_value("jkj")
    page.keyboard.press("Escape")
    number = rows.nth(1).locator(".number").first.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meja/berkas/**")
    assert number in page.inner_text("main")


def test_published_information_is_suggested_while_typing(
    walker: NewWalker, portal: Portal, tmp_path: Path
) -> None:
    """F3: what is published already needs no request; JavaScript shows it beneath the field."""
    citizen = walker(screen=PHONE)
    page = citizen.open("/permohonan/baru/")
    page.get_by_label("Perorangan").check()
    page.get_by_label("Pemohon sendiri").check()
    button(page, "Simpan dan lanjutkan")
    page.get_by_label("Nama lengkap pemohon").fill("Ayu Lestari")
    page.get_by_label("NIK pemohon").fill("3273014505900001")
    button(page, "Simpan dan lanjutkan")
    button(page, "Simpan dan lanjutkan")
    title = portal.item()["title"]
    page.get_by_label("Informasi apa yang Anda minta?").press_sequentially(title)
    expect(page.locator("#saran a").first).to_be_visible()
    assert title in page.locator("#saran").inner_text()
    # On a slow line the words are there before the script: they are looked up when it comes.
    held: list[Route] = []
    page.route("**/js/htmx*.js", lambda route: held.append(route))
    with page.expect_request("**/js/htmx*.js"):
        page.reload(wait_until="commit")
    page.get_by_label("Informasi apa yang Anda minta?").fill(title)
    expect(page.locator("#saran a")).to_have_count(0)
    (script,) = held
    script.continue_()
    expect(page.locator("#saran a").first).to_be_visible()
