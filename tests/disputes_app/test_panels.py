"""What staff see of a dispute: each section, who sees which, the decision, the chain."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from disputes_app import desk_panels
from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.people.actors import actors_of
from ppid_portal.sop.models import CaseDocument
from requests_app.models import Obligation
from tests.driver import make_document
from tests.driver_disputes import DisputeDesk, paper

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("one_sheet")]

_TAGS = re.compile(r"<script.*?</script>|<[^>]+>", re.S)


def titles(case: Any, user: Any) -> list[str]:
    return [section["title"] for section in desk_panels.sections(case, actors_of(user))]


def page(client: Any, case: Any, query: str = "") -> str:
    answer = client.get(f"/meja/berkas/{case.pk}/{query}")
    assert answer.status_code == 200
    return " ".join(unescape(_TAGS.sub(" ", answer.content.decode())).split())


# -- who sees what ---------------------------------------------------------------------------------


def test_the_office_sees_every_part(desk: DisputeDesk) -> None:
    case = desk.cassation(objection=None)
    assert titles(case, desk.office.petugas) == [
        "Putusan dan pelaksanaannya",
        "Pengadilan",
        "Sidang",
        "Para pihak dan majelis",
        "Surat Komisi dan pihak lain",
        "Unit terkait",
        "Bukti",
        "Keterangan badan publik",
    ]
    assert titles(case, desk.office.hukum) == titles(case, desk.office.petugas)


def test_a_unit_sees_what_it_was_asked_and_when_it_is_heard(
    desk: DisputeDesk, client_as: Any
) -> None:
    """Never who goes against the body, nor what the others said (UU 27/2022)."""
    case = desk.registered(objection=None, panel=["Tirta Adiwangsa"])
    case = desk.do(
        case,
        "verify_summons",
        desk.office.ketua,
        units=[desk.office.unit_a, desk.office.unit_b],
        meeting_at=desk.travel("2026-03-09 10:00").replace(hour=13),
        meeting_place="Ruang rapat",
        agenda="Persiapan",
    )
    case = desk.do(case, "give_documents", desk.office.pelaksana_b, answer="Rahasia kami.")
    shown = page(client_as(desk.office.pelaksana_a), case)
    assert titles(case, desk.office.pelaksana_a) == ["Yang diminta dari unit Anda", "Sidang"]
    for secret in ("Siti Aminah", "Tirta Adiwangsa", "Rahasia kami.", "12/KIP/2026"):
        assert secret not in shown
    assert "Pemeriksaan awal" in shown
    assert "Biro Uji Anggaran" in shown
    assert client_as(desk.office.outsider).get(f"/meja/berkas/{case.pk}/").status_code == 403


def test_legal_affairs_know_whom_they_stand_against_and_each_look_is_recorded(
    desk: DisputeDesk, client_as: Any
) -> None:
    """Called in at SOP 4.5, not before; they see the name, never NIK, telephone or address."""
    case = desk.verified(objection=None)
    assert client_as(desk.office.hukum).get(f"/meja/berkas/{case.pk}/").status_code == 404
    case = desk.coordinated()
    shown = page(client_as(desk.office.hukum), case)
    assert case.applicant.name in shown
    assert case.applicant.masked_nik not in shown
    assert "Tampilkan data lengkap" not in shown
    looks = AuditEntry.objects.filter(subject=f"case:{case.pk}", name=desk.office.hukum.name)
    assert looks.exists()
    assert client_as(desk.office.hukum).post(f"/meja/berkas/{case.pk}/pemohon/").status_code == 404


def test_legal_affairs_read_the_letters_and_papers_of_the_dispute(
    desk: DisputeDesk, client_as: Any
) -> None:
    """Their own recommendation before all; identity papers are none of their business."""
    case = desk.consulted(objection=None)
    identity, internal = make_document(case, kind="identity"), make_document(case, kind="other")
    CaseDocument.objects.filter(pk=identity.pk).update(audience=CaseDocument.Audience.IDENTITY)
    letter_tasks.sweep()
    legal, unit = client_as(desk.office.hukum), client_as(desk.office.pelaksana_a)
    letter = case.letters.get(kind="hearing_recommendation")
    assert letter.number in page(legal, case)
    assert legal.get(f"/meja/surat/{letter.pk}/", follow=True).status_code == 200
    assert legal.get(f"/berkas/{letter.pdf_id}/").status_code == 200
    assert legal.get(f"/berkas/{internal.file_id}/").status_code == 200
    assert legal.get(f"/berkas/{identity.file_id}/").status_code in (403, 404)
    assert letter.number not in page(unit, case)
    assert unit.get(f"/meja/surat/{letter.pk}/").status_code == 404
    assert unit.get(f"/berkas/{letter.pdf_id}/").status_code in (403, 404)


def test_nobody_writes_to_a_petitioner_through_the_portal(
    desk: DisputeDesk, client_as: Any
) -> None:
    """A dispute has no page for applicants; the sides write through the Commission."""
    case = desk.ruled()
    obligation = Obligation.objects.get(origin_id=case.pk)
    client = client_as(desk.office.petugas)
    for found in (case, obligation):
        shown = page(client, found)
        assert "Pesan kepada pemohon" not in shown
        answer = client.post(f"/meja/berkas/{found.pk}/pesan/", {"text": "Halo"})
        assert answer.status_code == 404
        assert not found.messages.filter(direction="to_applicant").exists()


# -- the parts -------------------------------------------------------------------------------------


def test_every_state_has_a_page(desk: DisputeDesk, client_as: Any) -> None:
    """Each page says where the file stands, with a fixed number of queries for its parts."""
    client = client_as(desk.office.petugas)
    for state in ("summoned", "mediated", "closed"):
        case = getattr(desk, state)(objection=None)
        assert case.state_label in page(client, case)


def test_parties_panel_and_registrar_are_named(desk: DisputeDesk, client_as: Any) -> None:
    case = desk.summoned(
        objection=None,
        panel=["Tirta Adiwangsa", "Melati Kusuma"],
        registrar="Farida Nurcahyani",
        respondents="Kementerian Uji",
    )
    shown = page(client_as(desk.office.ketua), case)
    for words in ("Siti Aminah", "Tirta Adiwangsa", "Melati Kusuma", "Farida", "Kementerian Uji"):
        assert words in shown


def test_evidence_is_listed_with_and_without_its_file(desk: DisputeDesk, client_as: Any) -> None:
    case = desk.ready(objection=None)
    shown = page(client_as(desk.office.petugas), case)
    assert "T-1 Surat tanggapan atas keberatan belum ada berkas" in shown
    assert "Susun berkas bukti" in shown


def test_an_interim_order_stands_above_everything_with_its_clock(
    desk: DisputeDesk, client_as: Any
) -> None:
    case = desk.do(
        desk.adjudication(objection=None),
        "record_interim_order",
        desk.office.petugas,
        paper=paper("PS-1/2026"),
        order="Uji konsekuensi ulang.",
        days=14,
        unit="days",
    )
    assert titles(case, desk.office.petugas)[0] == "Putusan sela"
    shown = page(client_as(desk.office.petugas), case)
    assert "Putusan sela PS-1/2026" in shown
    assert "Putusan sela dilaksanakan paling lambat Senin, 6 April 2026" in shown
    desk.travel("2026-04-07 09:00")
    late = page(client_as(desk.office.petugas), case)
    assert "Paling lambat Senin, 6 April 2026." in late
    assert "Belum dilaksanakan" in late


def test_the_ruling_leads_to_its_obligation(desk: DisputeDesk, client_as: Any) -> None:
    case = desk.ruled(objection=None)
    obligation = Obligation.objects.get(origin_id=case.pk)
    html = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    assert f'href="/meja/berkas/{obligation.pk}/"' in html
    legal = client_as(desk.office.hukum).get(f"/meja/berkas/{case.pk}/").content.decode()
    assert obligation.number in legal
    assert f'href="/meja/berkas/{obligation.pk}/"' not in legal, "a page they may not open"


# -- the decision of SOP 4.12 ----------------------------------------------------------------------


def test_the_result_of_a_mediation_waits_for_ketua_ppid(desk: DisputeDesk, client_as: Any) -> None:
    """SOP 4.12: one page with what is decided and why; two buttons."""
    case = desk.mediated(objection=None)
    client = client_as(desk.office.ketua)
    assert case.number in client.get("/meja/persetujuan/").content.decode()
    answer = client.get(f"/meja/persetujuan/{case.pk}/")
    shown = " ".join(_TAGS.sub(" ", answer.content.decode()).split())
    for words in (
        "Badan publik memberikan salinannya.",
        "final dan mengikat",
        "Setujui hasil mediasi",
        "Tolak hasil mediasi",
        "Siti Aminah",
    ):
        assert words in shown
    first = desk_panels.decision(case, actors_of(desk.office.ketua))
    assert first is not None
    assert (first["approve"], first["refuse"]) == ("accept_agreement", "decline_agreement")
    assert "Baca dan putuskan" in page(client, case)


@pytest.mark.parametrize(
    ("act", "data", "state"),
    [
        ("accept_agreement", {}, "agreed"),
        ("decline_agreement", {"reason": "Informasinya rahasia."}, "not_agreed"),
    ],
)
def test_ketua_agrees_or_declines_there(
    desk: DisputeDesk, client_as: Any, act: str, data: dict[str, str], state: str
) -> None:
    case = desk.mediated(objection=None)
    answer = client_as(desk.office.ketua).post(
        f"/meja/persetujuan/{case.pk}/",
        {"tindakan": act, "checklist": "Berita Acara Kesepakatan Mediasi", **data},
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == state


def test_to_decline_one_says_why(desk: DisputeDesk, client_as: Any) -> None:
    case = desk.mediated(objection=None)
    answer = client_as(desk.office.ketua).post(
        f"/meja/persetujuan/{case.pk}/",
        {"tindakan": "decline_agreement", "checklist": "Berita Acara Kesepakatan Mediasi"},
    )
    assert "Tuliskan alasannya." in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "mediated"


def test_nothing_waits_for_a_decision_elsewhere(desk: DisputeDesk) -> None:
    assert desk_panels.decision(desk.mediation(objection=None), []) is None


# -- the chain -------------------------------------------------------------------------------------


def test_the_chain_tells_sessions_ruling_and_courts_without_names(desk: DisputeDesk) -> None:
    """Units and applicants read it too."""
    case = desk.final(objection=None)
    rows = desk_panels.chain_rows(case)
    assert [row["title"] for row in rows] == [
        "Sidang: Pemeriksaan awal",
        "Putusan ajudikasi 075/IX/KIP-PS-A/2026",
        "Pengadilan Tata Usaha Negara Jakarta: 2/G/KI/2026",
        "Mahkamah Agung Jakarta: 99 K/TUN/KI/2026",
    ]
    assert ("Diterima", date(2026, 3, 9)) in rows[1]["dates"]
    assert rows[2]["text"] == "diajukan badan publik, Menguatkan putusan"
    assert "Siti" not in str(rows)


def test_one_page_shows_request_objection_dispute_and_obligation(
    desk: DisputeDesk, client_as: Any
) -> None:
    """The chain of issue 3: every stage with its clocks, from whichever one comes."""
    case = desk.ruled()
    obligation = Obligation.objects.get(origin_id=case.pk)
    numbers = [
        case.request.number,
        case.prior_objection.number,
        case.number,
        obligation.number,
    ]
    client = client_as(desk.office.petugas)
    for stage in (case.request, case.prior_objection, case, obligation):
        shown = client.get(f"/meja/rangkaian/{stage.pk}/").content.decode()
        places = [shown.index(f'id="berkas-{found}"') for found in _keys(case, obligation)]
        assert places == sorted(places)
        assert all(number in shown for number in numbers)
        assert "Gugatan ke pengadilan dapat diajukan" in shown


def _keys(case: Any, obligation: Any) -> list[int]:
    return [case.request_id, case.prior_objection_id, case.pk, obligation.pk]


# -- the menu --------------------------------------------------------------------------------------


def test_the_menu_offers_what_the_role_may_do(desk: DisputeDesk) -> None:
    def labels(who: Any) -> list[str]:
        return [each["label"] for each in desk_panels.navigation(actors_of(who))]

    assert labels(desk.office.petugas) == ["Panggilan sidang", "Kalender"]
    assert labels(desk.office.hukum) == ["Kalender"]
    assert labels(desk.office.outsider) == []


@pytest.mark.every_database
def test_the_page_costs_no_query_per_row(
    desk: DisputeDesk, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    """Twenty papers and lines of evidence cost what one does."""
    case = desk.ready(objection=None)
    for number in range(5):
        case = desk.do(case, "record_paper", desk.office.petugas, paper=paper(f"{number}/KIP/2026"))
        case = desk.do(
            case, "add_evidence", desk.office.petugas, evidence=[{"title": f"Bukti {number}"}]
        )
    client = client_as(desk.office.petugas)
    client.get(f"/meja/berkas/{case.pk}/")
    with django_assert_max_num_queries(42):
        client.get(f"/meja/berkas/{case.pk}/")


# -- when there is nothing to do -------------------------------------------------------------------


def test_a_ruling_that_may_still_be_taken_further_is_not_called_finished(
    desk: DisputeDesk, client_as: Any
) -> None:
    """Pasal 50: reported, and yet fourteen days are left; the page says what is waited for."""
    case = desk.do(
        desk.court_ruled(objection=None), "report", desk.office.petugas, follow_up="Dipatuhi."
    )
    shown = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    now_box = shown.partition("next-step--waiting")[2].partition("</section>")[0]
    assert "belum selesai" in now_box
    assert "Kasasi dapat diajukan" in now_box
    assert "Tidak ada langkah lagi" not in shown
    case = desk.closed(objection=None)
    shown = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    assert "Tidak ada langkah lagi" in shown


def test_what_the_commission_let_pass_does_not_stand_at_the_head(
    desk: DisputeDesk, client_as: Any
) -> None:
    """The mediation took longer than its norm and ended in an agreement: that is what counts."""
    case = desk.do(
        desk.agreed(objection=None), "close_by_agreement", desk.office.petugas, agreement=paper()
    )
    shown = client_as(desk.office.petugas).get(f"/meja/berkas/{case.pk}/").content.decode()
    head = shown.partition("case-head__status")[2].partition("</header>")[0]
    assert "Mediasi selesai" not in head
    dates = shown.partition('id="tanggal"')[2].partition("</section>")[0]
    assert "Mediasi selesai" in dates
