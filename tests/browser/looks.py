"""Every page of the portal, who looks at it, and in what state: the list that a new page joins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

Do = Callable[[Page], Any]


@dataclass(frozen=True)
class Look:
    """One page in one state.

    ``path`` may name what the back stage made, as in ``{in_process[pk]}``. ``who`` is one of the
    office, ``pemohon:`` with a story, or nobody. ``do`` brings the page into its state.
    """

    view: str
    path: str
    who: str = ""
    do: Do | None = None
    note: str = ""
    status: int = 200

    @property
    def name(self) -> str:
        """What the test is called."""
        parts = (self.view, self.who.replace(":", "-"), self.note)
        return " ".join(part for part in parts if part)


#: Addresses that show no page of their own, and why.
NO_PAGE = {
    "public:theme": "a style sheet",
    "public:logo": "a picture",
    "public:paper_form": "a PDF",
    "requests_app:suggestions": "a part of the page where the request is described",
    "requests_app:discard": "leads to the first page of the form",
    "requests_app:track_link": "leads to the page of the request",
    "requests_app:resend": "leads to the form",
    "requests_app:letter": "a PDF",
    "objections_app:discard": "leads to the first page of the form",
    "objections_app:from_request": "leads to the form, filled with what is known of the request",
    "objections_app:track_link": "leads to the page of the objection",
    "objections_app:letter": "a PDF",
    "objections_desk:preview": "a PDF",
    "set_language": "leads back to where it was called",
    "account_logout": "leads to the front page",
    "mfa_download_recovery_codes": "a text file",
    "dip_app:suggestions": "a part of the page where the request is described",
    "dip_app:item_number": "leads to the page of the item",
    "dip_app:download": "a file",
    "dip_app:edition_download": "a file",
    "dip_import:apply": "leads back to the import",
    "dip_import:discard": "leads back to the imports",
    "dip_import:empty": "a file",
    "dip_import:twins": "leads back to the import",
    "dip_import:undo": "leads back to the import",
    "dip_app:catalogue": "for other catalogues",
    "dip_app:feed": "for feed readers",
    "announcing:feed": "for feed readers",
    "campaign_desk:preview": "a PDF",
    "announcing:number": "leads to the announcement",
    "announcing:sitemap": "for search engines",
    "opendata:items": "data",
    "opendata:item": "data",
    "opendata:categories": "data",
    "opendata:units": "data",
    "opendata:exclusions": "data",
    "opendata:meta": "data",
    "opendata:openapi": "a description for programs",
    "opendata:robots": "for search engines",
    "opendata:sitemap": "for search engines",
    "opendata:sitemap_pages": "for search engines",
    "opendata:sitemap_items": "for search engines",
    "files:download": "a file",
    "disputes_calendar:feed": "a calendar that phones read",
    "disputes_calendar:renew": "leads back to the calendar",
    "requests_desk:preview": "a PDF",
    "dip_desk:test_preview": "a PDF",
    "reports:download": "a file",
    "reports:annual_preview": "a PDF",
    "yearly:pdf": "a PDF",
    "exclusions_desk:report_preview": "a PDF",
    "exclusions_desk:decree_preview": "a PDF",
    "documenting:archive_csv": "a file",
    "documenting:preview": "a PDF",
    "list_desk:preview": "a PDF",
    "desk:take": "leads back to the worklist",
    "desk:release": "leads back to the worklist",
    "desk:letter": "leads to the PDF",
    "desk:replace_preview": "a PDF",
    "desk:resend": "leads back to what needs attention",
    "desk:handover_sheet": "a PDF",
    "wording:paper": "a style sheet",
    "wording:preview": "a letter",
    "wording:preview_block": "a letter",
    "wording:cancel": "leads back to the block",
    "healthz": "for machines",
    "readyz": "for machines",
}


def send(form: str = "main form") -> Do:
    """Return what sends a form of the page as it is: the state with its errors."""

    def do(page: Page) -> None:
        unfold(page)
        press(page, page.locator(form).last.locator("button[type=submit]").last)

    return do


def press(page: Page, button: Locator) -> None:
    """Press a button and wait for the page that it leads to."""
    with page.expect_navigation():
        button.click()


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def compare(page: Page) -> None:
    """Compare a file that is not ours with a letter."""
    file = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 lain"}
    page.locator("input[name=berkas]").set_input_files(file)  # type: ignore[arg-type]
    press(page, page.locator("form:has(input[name=berkas]) button[type=submit]"))


def _sent_by_courier(page: Page) -> None:
    """Record that a letter left, and look at what can be said of it then."""
    page.locator("#kirim input[type=checkbox]").first.check()
    page.get_by_label("Cara penyampaian").select_option(label="Kurir")
    press(page, page.get_by_role("button", name="Simpan pengiriman"))
    unfold(page)


def _worded_without_reason(page: Page) -> None:
    page.get_by_label("Teks").fill("Terima kasih, {isian_rekaan}.")
    press(page, page.get_by_role("button", name="Simpan naskah"))


def _worded_from_later(page: Page) -> None:
    """Plan a wording, and look at the page with its history."""
    page.get_by_label("Berlaku sejak").last.fill("2027-01-04")
    page.get_by_label("Alasan perubahan").fill("Nota dinas 3/2026")
    press(page, page.get_by_role("button", name="Simpan naskah"))
    unfold(page)


def _applicant(page: Page) -> None:
    press(page, page.locator("form[action$='/pemohon/'] button"))


def _counter(page: Page) -> None:
    """Key in a request that came by telephone."""
    page.get_by_label("Masuk melalui").select_option(label="Telepon")
    page.get_by_label("Nama pemohon").fill("Ibu Wati")
    page.get_by_label("Alamat lengkap").fill("Jalan Kenari 8, Bogor")
    page.get_by_label("Informasi yang diminta").fill("Jadwal kunjungan umum.")
    page.get_by_label("Tujuan penggunaan").fill("Kunjungan sekolah.")
    page.get_by_label("Cara memperoleh").select_option(index=0)
    for box in page.locator("main form").last.locator("input[type=checkbox]").all():
        box.check()
    press(page, page.get_by_role("button", name="Simpan dan beri nomor"))


def _same_number(page: Page) -> None:
    """Key in a summons whose number is like that of a dispute that is there."""
    number = page.get_by_label("Nomor register sengketa")
    number.fill("0075/IX/KIP-PS/2026")
    press(page, page.get_by_role("button", name="Simpan dan buka berkas"))


def _objection_counter(page: Page) -> None:
    """Key in an objection that came by letter."""
    page.get_by_label("Masuk melalui").select_option(label="Surat")
    page.get_by_label("Nama pemohon").fill("Ibu Wati")
    page.get_by_label("Alamat lengkap").fill("Jalan Kenari 8, Bogor")
    page.locator("[name=grounds][value=b]").check()
    page.get_by_label("Kasus posisi").fill("Tidak ada di situs.")
    page.get_by_label("Informasi yang diminta").fill("Laporan kinerja 2025.")
    page.get_by_label("Tujuan penggunaan").fill("Penelitian.")
    page.locator("[name=complete]").check()
    press(page, page.get_by_role("button", name="Simpan dan beri nomor"))


def _second_factor(page: Page) -> None:
    """Log in as far as the question for the code."""
    page.get_by_label("Alamat surel").fill("atasan@uji.example")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    press(page, page.locator("main").get_by_role("button", name="Masuk"))


def _identity_without_reason(page: Page) -> None:
    page.get_by_label("Sertakan bukti identitas pemohon").check()
    press(page, page.get_by_role("button", name="Susun berkas bukti"))


def _forgotten(page: Page) -> None:
    page.get_by_label("Alamat surel").fill("petugas-2@uji.example")
    press(page, page.locator("main form button[type=submit]"))


PASSWORD = "sandi-uji-browser-2026"


def _case(story: str, query: str = "") -> str:
    return f"/meja/berkas/{{{story}[pk]}}/{query}"


PUBLIC = (
    Look("public:home", "/"),
    Look("public:how", "/tata-cara/", do=unfold),
    Look("public:objection", "/keberatan/", do=unfold),
    Look("public:dispute", "/sengketa/", do=unfold),
    Look("public:charter", "/maklumat/"),
    Look("public:fees", "/biaya/"),
    Look("public:profile", "/profil/"),
    Look("yearly:index", "/laporan-layanan/", do=unfold),
    Look("public:accessibility", "/aksesibilitas/"),
    Look("public:privacy", "/privasi/"),
    Look("dip_app:list", "/dip/"),
    Look("dip_app:list", "/dip/?q=anggaran", note="found"),
    Look("dip_app:list", "/dip/?q=zzzzqqqq", note="nothing found"),
    Look("dip_app:item", "/dip/{item[pk]}/{item[slug]}/", do=unfold),
    Look("dip_app:item", "/dip/{gone[pk]}/{gone[slug]}/", note="withdrawn", status=410),
    Look("dip_app:excluded", "/dip/dikecualikan/"),
    Look("dip_app:excluded", "/dip/dikecualikan/?bagian=terbuka", note="opened"),
    Look("opendata:home", "/api/v1/"),
    Look("letters:verify_index", "/verifikasi/"),
    Look("letters:verify_index", "/verifikasi/?kode=X", note="wrong code", status=400),
    Look("letters:verify", "/verifikasi/{letter[code]}/"),
    Look("letters:verify", "/verifikasi/{letter[code]}/", do=send(), note="no file"),
    Look("letters:verify", "/verifikasi/{letter[code]}/", do=compare, note="another file"),
    Look("letters:verify_index", "/verifikasi/", do=compare, note="another file"),
    Look("letters:verify", "/verifikasi/{drawn[code]}/", note="withdrawn"),
    Look("letters:verify", "/verifikasi/AAAA-AAAA-AAAA-AAAA/", note="unknown", status=404),
    Look("requests_app:track", "/lacak/"),
    Look("requests_app:track", "/lacak/", do=send("form:has(input[name=code])"), note="errors"),
    Look(
        "requests_app:send_code",
        "/lacak/",
        do=send("form:has(input[name=email])"),
        note="errors",
    ),
    Look("requests_app:code_sent", "/lacak/kirim-kode/terkirim/"),
    Look("", "/tidak-ada/", note="404", status=404),
)

TRACKING = (
    *(
        Look("requests_app:case", f"{{{story}[link]}}", f"pemohon:{story}", do=unfold)
        for story in (
            "received",
            "incomplete",
            "in_process",
            "clarifying",
            "answered",
            "refused",
            "partly",
            "referred",
            "withdrawn",
            "lapsed",
            "late",
            "talking",
        )
    ),
    Look(
        "requests_app:complete",
        "{incomplete[link]}",
        "pemohon:incomplete",
        do=send("form[action$='/lengkapi/']"),
        note="errors",
    ),
    Look(
        "requests_app:answer",
        "{clarifying[link]}",
        "pemohon:clarifying",
        do=send("form[action$='/jawab/']"),
        note="errors",
    ),
    Look(
        "requests_app:message",
        "{received[link]}",
        "pemohon:received",
        do=send("form[action$='/pesan/']"),
        note="errors",
    ),
    Look("requests_app:withdraw", "/lacak/berkas/{received[public_id]}/cabut/", "pemohon:received"),
    Look(
        "requests_app:withdraw",
        "/lacak/berkas/{received[public_id]}/cabut/",
        "pemohon:received",
        do=send(),
        note="errors",
    ),
    *(
        Look("objections_app:case", f"{{{story}[link]}}", f"pemohon:{story}", do=unfold)
        for story in (
            "objected",
            "objected_incomplete",
            "objected_late",
            "objected_upheld",
            "objected_withdrawn",
        )
    ),
    Look(
        "objections_app:complete",
        "{objected_incomplete[link]}",
        "pemohon:objected_incomplete",
        do=send("form[action$='/lengkapi/']"),
        note="errors",
    ),
    Look(
        "objections_app:message",
        "{objected[link]}",
        "pemohon:objected",
        do=send("form[action$='/pesan/']"),
        note="errors",
    ),
    Look(
        "objections_app:withdraw",
        "/keberatan/berkas/{objected[public_id]}/cabut/",
        "pemohon:objected",
    ),
    Look(
        "objections_app:withdraw",
        "/keberatan/berkas/{objected[public_id]}/cabut/",
        "pemohon:objected",
        do=send(),
        note="errors",
    ),
)

ACCOUNT = (
    Look("account_login", "/masuk/"),
    Look("account_login", "/masuk/", do=send(), note="errors"),
    Look("account_reset_password", "/masuk/kata-sandi/lupa/"),
    Look("account_reset_password", "/masuk/kata-sandi/lupa/", do=send(), note="errors"),
    Look("account_reset_password_done", "/masuk/kata-sandi/lupa/", do=_forgotten),
    Look("account_reset_password_from_key", "{reset}", note="new password"),
    Look("account_reset_password_from_key", "/masuk/kata-sandi/baru/1-x-y/", note="stale"),
    Look("account_reset_password_from_key_done", "/masuk/kata-sandi/baru/selesai/"),
    Look("account_inactive", "/masuk/ditutup/"),
    Look("account_change_password", "/masuk/kata-sandi/", "ketua"),
    Look("account_change_password", "/masuk/kata-sandi/", "ketua", do=send(), note="errors"),
    Look("account_set_password", "/masuk/kata-sandi/buat/", "pelaksana_b"),
    Look("account_reauthenticate", "/masuk/pastikan/", "ketua"),
    Look("mfa_index", "/masuk/dua-langkah/", "ketua", note="without"),
    Look("mfa_activate_totp", "/masuk/dua-langkah/aktifkan/", "ketua"),
    Look("mfa_activate_totp", "/masuk/dua-langkah/aktifkan/", "ketua", do=send(), note="errors"),
    Look("mfa_index", "/masuk/dua-langkah/", "atasan", note="with"),
    Look("mfa_view_recovery_codes", "/masuk/dua-langkah/pemulihan/", "atasan"),
    Look("mfa_generate_recovery_codes", "/masuk/dua-langkah/pemulihan/buat/", "atasan"),
    Look("mfa_deactivate_totp", "/masuk/dua-langkah/matikan/", "atasan"),
    Look("mfa_reauthenticate", "/masuk/dua-langkah/pastikan/", "atasan"),
    Look("mfa_authenticate", "/masuk/", do=_second_factor),
)

DESK = (
    Look("dip_import:index", "/meja/dip/impor/", "petugas"),
    Look("dip_import:index", "/meja/dip/impor/", "petugas", do=send(), note="errors"),
    Look("dip_import:index", "/meja/dip/impor/", "pelaksana_b", note="none"),
    *(
        Look(
            "dip_import:batch",
            f"/meja/dip/impor/{{imports[{story}]}}/{query}",
            "petugas",
            do=unfold,
            note=f"{story} {query}".strip(),
        )
        for story, query in (
            ("open", ""),
            ("open", "?tampil=diterima"),
            ("open", "?tampil=kembar"),
            ("open", "?tampil=dilewati"),
            ("right", ""),
            ("applied", ""),
            ("undone", ""),
        )
    ),
    Look("dip_import:columns", "/meja/dip/impor/{imports[open]}/kolom/", "petugas"),
    Look("dip_import:row", "/meja/dip/impor/{imports[open]}/baris/4/", "petugas"),
    Look("desk:home", "/meja/", "petugas"),
    Look("desk:home", "/meja/?milik=semua", "petugas", note="all"),
    Look("desk:home", "/meja/?teks=zzzz", "petugas", note="none"),
    Look("desk:home", "/meja/", "pelaksana_a"),
    Look("desk:home", "/meja/", "outsider", note="no appointment", status=403),
    Look("desk:search", "/meja/cari/?q=laporan", "petugas"),
    Look("desk:search", "/meja/cari/?q=zzzz", "petugas", note="none"),
    Look("desk:chain", "/meja/rangkaian/{linked[pk]}/", "petugas", do=unfold),
    Look("desk:chain", "/meja/rangkaian/{in_process[pk]}/", "pelaksana_a", note="one stage"),
    Look("desk:sign", "/meja/surat/{to_sign[pk]}/tanda-tangan/", "petugas"),
    Look(
        "desk:sign", "/meja/surat/{to_sign[pk]}/tanda-tangan/", "petugas", do=send(), note="errors"
    ),
    Look("desk:withdraw_letter", "/meja/surat/{letter[pk]}/tarik/", "ketua"),
    Look(
        "desk:withdraw_letter", "/meja/surat/{letter[pk]}/tarik/", "ketua", do=send(), note="errors"
    ),
    Look("desk:withdraw_letter", "/meja/surat/{to_sign[pk]}/tarik/", "ketua", note="unsigned"),
    Look("desk:replace_letter", "/meja/surat/{drawn[pk]}/pengganti/", "petugas", note="writing"),
    Look(
        "desk:replace_letter",
        "/meja/surat/{drawn[pk]}/pengganti/",
        "ketua",
        do=send(),
        note="errors",
    ),
    Look(
        "desk:replace_letter", "/meja/surat/{to_replace[pk]}/pengganti/", "ketua", note="deciding"
    ),
    Look("desk:replace_letter", "/meja/surat/{replaced[pk]}/pengganti/", "petugas", note="issued"),
    Look("letters:verify", "/verifikasi/{replaced[code]}/", note="replaced"),
    Look("desk:attention", "/meja/perhatian/", "petugas"),
    Look("desk:deliveries", "/meja/berkas/{in_process[pk]}/penyampaian/", "petugas"),
    Look(
        "desk:deliveries",
        "/meja/berkas/{answered[pk]}/penyampaian/",
        "petugas",
        do=_sent_by_courier,
        note="sent",
    ),
    Look(
        "desk:deliveries",
        "/meja/berkas/{answered[pk]}/penyampaian/",
        "petugas",
        do=send("#kirim form"),
        note="errors",
    ),
    Look("wording:index", "/meja/naskah-surat/", "admin"),
    Look("wording:kind", "/meja/naskah-surat/extension/", "admin"),
    Look("wording:kind", "/meja/naskah-surat/disposition/", "admin", note="nothing"),
    Look("wording:block", "/meja/naskah-surat/refusal_decree/rights/", "admin"),
    Look(
        "wording:block",
        "/meja/naskah-surat/refusal_decree/rights/",
        "admin",
        do=_worded_without_reason,
        note="errors",
    ),
    Look(
        "wording:block",
        "/meja/naskah-surat/refusal_decree/rights/",
        "admin",
        do=_worded_from_later,
        note="planned",
    ),
    Look("desk:attention", "/meja/perhatian/", "pelaksana_b", note="nothing"),
    Look("desk:approvals", "/meja/persetujuan/", "ketua"),
    Look("desk:approvals", "/meja/persetujuan/", "pelaksana_b", note="nothing"),
    Look("desk:approval", "/meja/persetujuan/{approval[pk]}/", "ketua", do=unfold),
    Look("desk:approval", "/meja/persetujuan/{refusing[pk]}/", "ketua", do=unfold, note="refusal"),
    Look("desk:approval", "/meja/persetujuan/{annual_submitted[pk]}/", "ketua", do=unfold),
    Look(
        "desk:approval",
        "/meja/persetujuan/{approval[pk]}/",
        "ketua",
        do=send("form:has(input[value=return_draft])"),
        note="errors",
    ),
    *(
        Look(
            "desk:approval", f"/meja/persetujuan/{{{story}[pk]}}/", "atasan", do=unfold, note=story
        )
        for story in ("objection_deciding", "objection_signing")
    ),
    Look(
        "desk:approval",
        "/meja/persetujuan/{objection_deciding[pk]}/",
        "atasan",
        do=send("form:has(input[value=decide])"),
        note="objection errors",
    ),
    Look("reports:index", "/meja/register/", "petugas"),
    Look("reports:index", "/meja/register/", "hukum", note="nothing"),
    Look("reports:register", "/meja/register/permohonan/", "petugas", note="requests"),
    Look("reports:register", "/meja/register/keberatan/", "petugas", note="objections"),
    Look("reports:register", "/meja/register/keberatan/?alasan=f", "petugas", note="no objection"),
    Look("reports:register", "/meja/register/keberatan/", "pelaksana_b", note="no objections"),
    *(
        Look("reports:register", f"/meja/register/{slug}/", "petugas", note=slug)
        for slug in ("sengketa", "surat-keluar", "surat-masuk", "uji-konsekuensi")
    ),
    Look("disputes_evidence:page", "/meja/sengketa/{answered[pk]}/bukti/", "petugas"),
    Look(
        "disputes_evidence:page",
        "/meja/sengketa/{answered[pk]}/bukti/",
        "petugas",
        do=_identity_without_reason,
        note="errors",
    ),
    Look(
        "disputes_evidence:page",
        "/meja/sengketa/{approved[pk]}/bukti/",
        "petugas",
        do=send(),
        note="waiting",
    ),
    Look("disputes_desk:new", "/meja/sengketa/baru/", "petugas", do=unfold),
    Look("disputes_desk:new", "/meja/sengketa/baru/", "petugas", do=send(), note="errors"),
    Look("disputes_desk:new", "/meja/sengketa/baru/", "petugas", do=_same_number, note="similar"),
    Look("disputes_desk:new", "/meja/sengketa/baru/", "ketua", note="403", status=403),
    Look(
        "desk:approval",
        "/meja/persetujuan/{dispute_mediated[pk]}/",
        "ketua",
        do=send("form:has(input[value=decline_agreement])"),
        note="mediation",
    ),
    Look("desk:chain", "/meja/rangkaian/{dispute_final[pk]}/", "petugas", note="courts"),
    Look("disputes_calendar:page", "/meja/kalender/", "petugas", do=unfold),
    Look("disputes_calendar:page", "/meja/kalender/?bulan=2020-01", "petugas", note="nothing"),
    Look("desk:applicant", _case("received"), "petugas", do=_applicant),
    Look("requests_app:counter", "/meja/loket/", "petugas", do=unfold),
    Look("requests_app:counter", "/meja/loket/", "petugas", do=send(), note="errors"),
    Look("requests_app:counter", "/meja/loket/", "ketua", note="403", status=403),
    Look("requests_app:counter_done", "/meja/loket/", "petugas", do=_counter),
    Look("objections_app:counter", "/meja/loket/keberatan/", "petugas", do=unfold),
    Look("objections_app:counter", "/meja/loket/keberatan/", "petugas", do=send(), note="errors"),
    Look("objections_app:counter_done", "/meja/loket/keberatan/", "petugas", do=_objection_counter),
    Look("requests_desk:answer", "/meja/permohonan/{in_process[pk]}/jawaban/", "petugas"),
    Look(
        "requests_desk:answer",
        "/meja/permohonan/{in_process[pk]}/jawaban/",
        "petugas",
        do=send(),
        note="errors",
    ),
    Look(
        "requests_desk:answer", "/meja/permohonan/{editing[pk]}/jawaban/", "petugas", note="draft"
    ),
    *(
        Look("desk:case", _case(story, query), who, do=do, note=f"{story} {query}".strip())
        for story, who, query, do in (
            ("received", "petugas", "", unfold),
            ("received", "petugas", "", send("form:has(input[value=confirm_complete])")),
            ("received", "petugas", "?tindakan=return_incomplete", None),
            (
                "received",
                "petugas",
                "?tindakan=return_incomplete",
                send("form:has(input[value=return_incomplete])"),
            ),
            ("received", "petugas", "?tindakan=withdraw", None),
            ("incomplete", "petugas", "?tindakan=complete", None),
            ("checked", "petugas", "?tindakan=register_request", None),
            ("registered", "ketua", "?tindakan=dispose", None),
            (
                "registered",
                "ketua",
                "?tindakan=dispose",
                send("form:has(input[value=dispose])"),
            ),
            ("registered", "ketua", "?tindakan=refer", None),
            ("registered", "petugas", "?tindakan=ask_clarification", None),
            ("in_process", "pelaksana_a", "", unfold),
            ("in_process", "pelaksana_a", "?tindakan=answer_task", None),
            ("in_process", "pelaksana_a", "?tindakan=reject_task", None),
            ("in_process", "petugas", "?tindakan=propose_extension", None),
            ("in_process", "petugas", "?tindakan=chase_unit", None),
            ("in_process", "ketua", "?tindakan=add_unit", None),
            ("unit_answered", "petugas", "", unfold),
            ("clarifying", "petugas", "?tindakan=answer_clarification", None),
            ("approval", "petugas", "", unfold),
            ("second_approval", "atasan", "", None),
            ("approved", "petugas", "", unfold),
            ("answered", "petugas", "", unfold),
            ("refused", "ketua", "", unfold),
            ("partly", "petugas", "", unfold),
            ("lapsed", "petugas", "", None),
            ("withdrawn", "petugas", "", None),
            ("late", "ketua", "", None),
            ("talking", "petugas", "", None),
            ("objected", "petugas", "", unfold),
            ("objected", "petugas", "?tindakan=return_incomplete", None),
            ("objected_upheld", "petugas", "?tindakan=record_receipt", unfold),
            (
                "objection_receipted",
                "petugas",
                "",
                send("form:has(input[value=prepare_material])"),
            ),
            ("objection_recorded", "petugas", "", send("form:has(input[value=deliver_reply])")),
            ("objection_report", "petugas", "", unfold),
            ("annual_compiling", "petugas", "", unfold),
            ("annual_issued", "petugas", "", send("form:has(input[value=record_copy])")),
            ("order", "petugas", "", unfold),
            ("order_done", "petugas", "", send("form:has(input[value=list_information])")),
            ("dispute_registered", "ketua", "", send("form:has(input[value=verify_summons])")),
            ("dispute_verified", "pelaksana_a", "", unfold),
            ("dispute_consulted", "ketua", "", send("form:has(input[value=hold_meeting])")),
            ("dispute_preparing", "petugas", "", send("form:has(input[value=compile_file])")),
            (
                "dispute_ready",
                "petugas",
                "?tindakan=attend_preliminary",
                send("form:has(input[value=attend_preliminary])"),
            ),
            (
                "dispute_ready",
                "petugas",
                "?tindakan=schedule_hearing",
                send("form:has(input[value=schedule_hearing])"),
            ),
            ("dispute_ready", "atasan", "?tindakan=issue_power_of_attorney", None),
            ("dispute_missed", "hukum", "", unfold),
            ("dispute_asked", "petugas", "?tindakan=record_ruling", unfold),
            ("dispute_agreed", "petugas", "", send("form:has(input[value=close_by_agreement])")),
            ("dispute_ruled", "petugas", "?tindakan=record_court_filing", unfold),
            ("dispute_final", "petugas", "", unfold),
        )
    ),
    Look(
        "desk:message",
        _case("talking"),
        "petugas",
        do=send("form[action$='/pesan/']"),
        note="errors",
    ),
    Look(
        "desk:note",
        _case("talking"),
        "petugas",
        do=send("form[action$='/catatan/']"),
        note="errors",
    ),
)

TESTS = (
    Look("reports:register", "/meja/register/dikecualikan/", "petugas", note="exclusions"),
    Look(
        "reports:register",
        "/meja/register/dikecualikan/",
        "pelaksana_a",
        note="of a unit",
    ),
    Look(
        "reports:register",
        "/meja/register/dikecualikan/?keadaan=berakhir&huruf=d",
        "petugas",
        note="no exclusion",
    ),
    Look("reports:register", "/meja/register/dikecualikan/", "hukum", note="no exclusions"),
    Look("exclusions_desk:calendar", "/meja/register/dikecualikan/kalender/", "petugas"),
    Look(
        "exclusions_desk:calendar",
        "/meja/register/dikecualikan/kalender/?bulan=2015-01",
        "petugas",
        note="nothing",
    ),
    Look("desk:approval", "/meja/persetujuan/{opening_deciding[pk]}/", "atasan", do=unfold),
    Look(
        "desk:approval",
        "/meja/persetujuan/{opening_signing[pk]}/",
        "atasan",
        do=unfold,
        note="opening approved, not signed",
    ),
    *(
        Look("desk:case", _case(story), who, do=do, note=f"{story}{note}")
        for story, who, do, note in (
            ("opening_preparing", "petugas", unfold, ""),
            ("opening_preparing", "petugas", send("form:has(input[value=propose])"), " errors"),
            ("opening_renewing", "petugas", send("form:has(input[value=renew])"), " errors"),
            ("opening_opened", "petugas", unfold, ""),
            ("opening_opened", "petugas", send("form:has(input[value=list_item])"), " errors"),
            ("exclusion_round", "petugas", unfold, ""),
            ("exclusion_round", "petugas", send("form:has(input[value=store])"), " errors"),
        )
    ),
    Look("dip_desk:new_test", "/meja/uji-konsekuensi/baru/", "petugas"),
    Look("dip_desk:new_test", "/meja/uji-konsekuensi/baru/", "petugas", do=send(), note="errors"),
    Look("dip_desk:new_test", "/meja/uji-konsekuensi/baru/", "pelaksana_a", note="a unit"),
    Look(
        "dip_desk:new_test",
        "/meja/uji-konsekuensi/baru/?asal={in_process[pk]}",
        "petugas",
        note="out of a request",
    ),
    Look("dip_desk:weigh", "/meja/uji-konsekuensi/{test_met[pk]}/butir/2/", "petugas"),
    Look(
        "dip_desk:weigh",
        "/meja/uji-konsekuensi/{test_met[pk]}/butir/2/",
        "petugas",
        do=send(),
        note="errors",
    ),
    Look("desk:approval", "/meja/persetujuan/{test_deciding[pk]}/", "atasan", do=unfold),
    Look(
        "desk:approval",
        "/meja/persetujuan/{test_signing[pk]}/",
        "atasan",
        do=unfold,
        note="test approved, not signed",
    ),
    *(
        Look("desk:case", _case(story, query), who, do=do, note=f"{story} {query}".strip())
        for story, who, query, do in (
            ("test_received", "ketua", "", unfold),
            ("test_received", "ketua", "", send("form:has(input[value=study])")),
            ("test_studied", "pelaksana_a", "", unfold),
            ("test_studied", "petugas", "", send("form:has(input[value=hold_meeting])")),
            ("test_met", "petugas", "", unfold),
            ("test_met", "petugas", "?tindakan=weigh", send("form:has(input[value=weigh])")),
            ("test_weighed", "ketua", "", unfold),
            ("test_decided", "petugas", "", send("form:has(input[value=enter_list])")),
            ("test_reported", "ketua", "", unfold),
        )
    ),
)


ANNOUNCEMENTS = (
    Look("announcing:list", "/pengumuman/"),
    Look("announcing:list", "/pengumuman/?jenis=berkala&tahun=2019", note="none"),
    Look("announcing:one", "{announcement_up[url]}"),
    Look("announcing:one", "{announcement_warning[url]}", note="a warning"),
    Look("announcing:one", "{announcement_withdrawn[url]}", note="withdrawn", status=410),
    Look("announcing:one", "{announcement_ended[url]}", note="ended", status=410),
    Look("announcing:urgent", "/informasi-serta-merta/"),
    Look("announcing:proof", "/bukti-tayang/pengumuman/{announcement_ended[pk]}/"),
    Look("announcing:item_proof", "/bukti-tayang/informasi/{announced_item[pk]}/"),
    Look("announcing_desk:index", "/meja/pengumuman/", "petugas"),
    Look("announcing_desk:new", "/meja/pengumuman/baru/", "petugas"),
    Look("announcing_desk:new", "/meja/pengumuman/baru/?jenis=berkala", "petugas", note="periodic"),
    Look(
        "announcing_desk:new",
        "/meja/pengumuman/baru/?jenis=serta-merta",
        "ketua",
        do=send(),
        note="errors",
    ),
    Look(
        "announcing_desk:preview",
        "/meja/pengumuman/{announcement_scheduled[pk]}/pratinjau/",
        "petugas",
    ),
    *(
        Look("desk:case", f"/meja/berkas/{{announcement_{state}[pk]}}/", "petugas", note=state)
        for state in ("drafting", "up", "withdrawn")
    ),
    Look(
        "desk:case",
        "/meja/berkas/{announcement_drafting[pk]}/?tindakan=revise",
        "petugas",
        note="revise",
    ),
    Look(
        "desk:approval",
        "/meja/persetujuan/{announcement_correcting[pk]}/",
        "ketua",
        do=unfold,
        note="a correction",
    ),
)


CAMPAIGNS = (
    Look("campaign_desk:index", "/meja/kampanye/", "sekretaris"),
    Look("campaign_desk:new", "/meja/kampanye/baru/", "sekretaris"),
    *(
        Look("desk:case", f"/meja/berkas/{{{name}[pk]}}/", "sekretaris", note=name)
        for name in ("campaign_announced", "campaign_collecting", "member_list")
    ),
    Look(
        "desk:approval",
        "/meja/persetujuan/{campaign_signing[pk]}/",
        "ketua",
        do=unfold,
        note="a letter to all members",
    ),
    Look(
        "desk:approval",
        "/meja/persetujuan/{campaign_deciding[pk]}/",
        "atasan",
        do=unfold,
        note="a merged list",
    ),
)


_STATED = "/meja/dip/pendokumentasian/{unit_documents[pk]}/butir/"
_FRESH = "/meja/dip/kesegaran/informasi/"
DOCUMENTING = (
    Look("documenting:begin", "/meja/dip/pendokumentasian/baru/", "petugas"),
    Look(
        "documenting:begin", "/meja/dip/pendokumentasian/baru/", "petugas", do=send(), note="errors"
    ),
    Look("documenting:items", _STATED, "pelaksana_a"),
    Look("documenting:items", _STATED, "pelaksana_a", do=send(), note="errors"),
    Look("documenting:items", f"{_STATED}?isi=sudah", "petugas", note="none, read only"),
    Look("documenting:item", f"{_STATED}{{stated_item[pk]}}/", "pelaksana_a"),
    Look(
        "documenting:item",
        f"{_STATED}{{stated_item[pk]}}/",
        "pelaksana_a",
        do=send(),
        note="errors",
    ),
    Look("documenting:archive", "/meja/dip/arsip/", "petugas"),
    Look("documenting:archive", "/meja/dip/arsip/?nasib=review", "pelaksana_b", note="none"),
    Look("documenting:propose", "/meja/dip/arsip/usul/", "petugas"),
    Look("documenting:propose", "/meja/dip/arsip/usul/", "petugas", do=send(), note="errors"),
    Look("desk:approval", "/meja/persetujuan/{deciding_round[pk]}/", "ketua", do=unfold),
    Look("desk:approval", "/meja/persetujuan/{disposal[pk]}/", "ketua", do=unfold),
    *(
        Look("desk:case", _case(story), who, do=unfold, note=story)
        for story, who in (
            ("filed_round", "petugas"),
            ("running_round", "petugas"),
            ("unit_documents", "pelaksana_a"),
            ("disposal", "petugas"),
        )
    ),
    Look("freshness:units", "/meja/dip/kesegaran/", "petugas", do=unfold),
    Look("freshness:units", "/meja/dip/kesegaran/", "hukum", note="nothing"),
    Look("freshness:items", _FRESH, "pelaksana_a"),
    Look("freshness:items", _FRESH, "pelaksana_a", do=send(), note="errors"),
    Look(
        "freshness:items", f"{_FRESH}?unit={{unit_a[pk]}}&lihat=segera", "petugas", note="nothing"
    ),
    Look(
        "freshness:item", f"{_FRESH}{{stated_item[pk]}}/", "pelaksana_a", do=send(), note="errors"
    ),
)


_EDITION = "/dip/edisi/{edition[year]}/{edition[number]}/"
_ROWS = "/meja/dip/usulan/{unit_inventorying[pk]}/"
_REVIEW = "/meja/dip/putaran/{list_compiling[pk]}/telaah/"
LIST = (
    Look("dip_app:editions", "/dip/edisi/"),
    Look("dip_app:edition", _EDITION),
    Look("dip_app:edition_changes", f"{_EDITION}perubahan/"),
    Look("dip_app:edition_changes", f"{_EDITION}perubahan/?lihat=sesudah", note="since"),
    Look("list_desk:rounds", "/meja/dip/putaran/", "ketua"),
    Look("list_desk:new_round", "/meja/dip/putaran/baru/", "ketua", do=send(), note="errors"),
    Look("list_desk:rows", _ROWS, "pelaksana_a"),
    Look("list_desk:rows", f"{_ROWS}?usul=remove", "pelaksana_a", note="none"),
    Look("list_desk:rows", _ROWS, "petugas", note="the office reads"),
    Look("list_desk:new_row", f"{_ROWS}baris/baru/", "pelaksana_a", do=send(), note="errors"),
    Look("list_desk:row", f"{_ROWS}baris/{{list_row[pk]}}/", "pelaksana_a"),
    Look("list_desk:review", f"{_REVIEW}", "petugas"),
    Look("list_desk:review", f"{_REVIEW}?lihat=disisihkan", "petugas", note="none"),
    Look(
        "list_desk:review_row",
        f"{_REVIEW}{{twin[pk]}}/",
        "petugas",
        do=send(),
        note="errors",
    ),
    Look("desk:approval", "/meja/persetujuan/{list_deciding[pk]}/", "atasan", do=unfold),
    Look("desk:approval", "/meja/persetujuan/{list_establishing[pk]}/", "ketua", do=unfold),
    *(
        Look("desk:case", _case(story, query), who, do=do, note=f"{story} {query}".strip())
        for story, who, query, do in (
            ("list_collecting", "ketua", "", unfold),
            ("list_compiling", "petugas", "", unfold),
            ("list_published", "ketua", "", unfold),
            ("unit_inventorying", "pelaksana_a", "", unfold),
            ("unit_inventorying", "pelaksana_a", "?tindakan=take_in", None),
            ("unit_approving_a", "pimpinan_a", "", unfold),
        )
    ),
)


LOOKS = (
    *PUBLIC,
    *TRACKING,
    *ACCOUNT,
    *DESK,
    *TESTS,
    *ANNOUNCEMENTS,
    *CAMPAIGNS,
    *DOCUMENTING,
    *LIST,
)
