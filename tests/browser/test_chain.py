"""A refusal walked to a ruling and what it orders, in a browser, by everybody who takes part."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Portal, Walker
from tests.browser.people import button, decide, do, go_on, heading, put

pytestmark = pytest.mark.browser

NewWalker = Callable[..., Walker]
TODAY = "2026-03-09"


def _object(citizen: Walker, link: str) -> str:
    """File an objection from the page of a refused request; return its number."""
    page = citizen.open(link)
    button(page, "Ajukan keberatan")
    page.get_by_label("Pemohon sendiri").check()
    go_on(page)
    # The refusal is ticked already: it is what the story of this request calls for.
    expect(page.locator("input[name=grounds][value=a]")).to_be_checked()
    go_on(page)
    page.locator("textarea[name=case_position]").fill("Uji konsekuensinya tidak dilampirkan.")
    go_on(page)
    assert heading(page) == "Periksa jawaban Anda, lalu kirim"
    button(page, "Kirim keberatan")
    assert "Keberatan Anda sudah kami terima" in page.inner_text("main")
    found = re.search(r"\d{4}/\S+/KB/\d{4}", page.inner_text("main"))
    assert found
    return found.group()


def _answer(clerk: Walker, ketua: Walker, atasan: Walker, pk: int) -> None:
    """SOP 3.2 to 3.9: the objection is rejected by Atasan PPID and archived."""
    do(clerk, pk, "register_objection")
    do(clerk, pk, "give_receipt")
    do(
        clerk,
        pk,
        "prepare_material",
        explanation="Ditolak karena memuat rahasia pribadi.",
        recommended_outcome="rejected",
        recommendation="Penetapannya masih berlaku.",
    )
    do(ketua, pk, "submit_material")
    # Ketua PPID finds nothing to decide: it is addressed to Atasan PPID (Pasal 35 ayat (1)).
    page = ketua.open("/meja/persetujuan/")
    assert page.locator(f"a[href='/meja/persetujuan/{pk}/']").count() == 0
    decide(atasan, pk, "decide", outcome="rejected", considerations="Rahasia pribadi pegawai.")
    do(clerk, pk, "compose_reply")
    decide(atasan, pk, "sign_reply")
    do(clerk, pk, "record_reply")
    do(clerk, pk, "deliver_reply", method="email")
    do(clerk, pk, "archive", place="Lemari 2, rak 3")


def _summon(clerk: Walker, objection: str) -> int:
    """Key in the summons of the Commission; return the dispute's key."""
    page = clerk.open("/meja/sengketa/baru/")
    form = page.locator("form:has([name=hearing_place])")
    for field, value in {
        "origin_number": objection,
        "summons_number": "12/KIP/III/2026",
        "channel": "letter",
        "dated_on": TODAY,
        "commission_number": "017/III/KIP-PSI/2026",
        "hearing_day": TODAY,
        "hearing_time": "08:00",
        "hearing_place": "Ruang sidang Komisi Informasi Pusat",
    }.items():
        put(form, field, value)
    form.get_by_role("button").last.click()
    page.wait_for_url("**/meja/berkas/*/**")
    return int(page.url.split("/meja/berkas/")[1].split("/")[0])


def test_a_refusal_is_taken_to_a_ruling_and_its_order(walker: NewWalker, portal: Portal) -> None:
    """SOP 3 and SOP 4; UU 14/2008 Pasal 35 to 46: nobody mediates about what is excluded."""
    story = portal.fresh_refusal()
    citizen = walker(javascript=False, screen=PHONE)
    objection = _object(citizen, story["link"])
    pk = portal.chain_of(number=objection)["pk"]
    clerk, ketua, atasan, legal = walker(), walker(screen=PHONE), walker(screen=PHONE), walker()
    for person, who in ((clerk, "petugas"), (ketua, "ketua"), (atasan, "atasan"), (legal, "hukum")):
        person.log_in(who)
    _answer(clerk, ketua, atasan, pk)
    page = citizen.open(story["link"])
    assert "Ditolak" in page.inner_text("main")

    dispute = _summon(clerk, objection)
    if portal.state_of(pk=dispute) == "summoned":
        do(clerk, dispute, "register_summons")
    unit = portal.unit(which="unit_a")
    do(
        ketua,
        dispute,
        "verify_summons",
        units=str(unit["pk"]),
        meeting_at_day="2026-03-10",
        meeting_at_time="09:00",
        meeting_place="Ruang rapat PPID",
        agenda="Persiapan sidang",
    )
    pelaksana = walker()
    pelaksana.log_in("pelaksana_a")
    do(pelaksana, dispute, "give_documents", answer="Dokumennya ada pada kami.")
    assert story["applicant"] not in pelaksana.page.content(), "units know not who asks"
    do(clerk, dispute, "coordinate", summary="Semua unit sudah memberi keterangan.")
    do(legal, dispute, "recommend", position="Alasan penolakan dapat dipertahankan.")
    do(
        ketua,
        dispute,
        "hold_meeting",
        met_at_day=TODAY,
        met_at_time="08:30",
        place="Ruang rapat PPID",
        participants="Andi Saputra; PPID Pelaksana; Biro",
        conclusions="Hadir dengan daftar bukti.",
    )
    do(clerk, dispute, "compile_file", evidence="T-1; Surat tanggapan atas keberatan")
    do(
        clerk,
        dispute,
        "attend_preliminary",
        we_attended="ya",
        petitioner_attended="ya",
        minutes="Majelis memeriksa kewenangan dan jangka waktu.",
    )
    do(clerk, dispute, "testify", testimony="Informasinya dikecualikan.")
    # Domain case 27: excluded information skips mediation.
    page = clerk.open(f"/meja/berkas/{dispute}/?tindakan=enter_mediation")
    assert "tidak melalui mediasi" in page.inner_text("main")
    do(clerk, dispute, "to_adjudication", why="excluded")
    do(
        clerk,
        dispute,
        "record_ruling",
        number="017/III/KIP-PSI-A/2026",
        dated_on=TODAY,
        received_on=TODAY,
        outcome="granted",
        order="Memberikan salinan dokumen yang diminta.",
        days="20",
        unit="calendar_days",
    )

    # What was ordered is a case of its own, with the date that was ruled: twenty days, not
    # twenty working days, and the request is open again to give it.
    order = portal.order_of(number=story["number"])
    assert order["due_on"] == "2026-03-29", "a Sunday"
    page = clerk.open(f"/meja/rangkaian/{order['pk']}/")
    text = page.inner_text("main")
    for number in (story["number"], objection, order["number"]):
        assert number in text
    assert portal.case_of(number=story["number"])["state"] == "in_process"
    page = citizen.open(story["link"])
    assert "29 Maret 2026" in page.inner_text("main")
    assert portal.faults() == []
