"""A decree that one office approves and another signs (SOP 6.5 and 8.4; domain 3.13).

The law lets PPID establish with the approval of the head of the public body, the SOPs give the
decree to Atasan PPID: who signs is a setting, and both acts are recorded.
"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from dip_app.editions.models import ListChange
from dip_app.exclusions.models import ExclusionOpening
from dip_app.exclusions.sweeps import open_ended
from dip_app.models import ClassificationDecree, InformationItem
from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import services
from ppid_portal.letters.models import KindSetting, Letter
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor
from ppid_portal.people.models import PositionTitle
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import WorkItem
from tests.dip_app.conftest import item_fields
from tests.driver_exclusions import THE_END, ExclusionDesk
from tests.driver_tests import TestDesk, signed_by

QUEUE = "/meja/persetujuan/"


@pytest.fixture
def desk(office: Any, travel: Any) -> TestDesk:
    """Return the office at work on Monday, 9 March 2026, 10.00 WIB."""
    travel("2026-03-09 10:00")
    return TestDesk(office)


def waiting(client: Client) -> list[str]:
    return [card.number for card in client.get(QUEUE).context["cards"]]


def open_work(case: Any) -> WorkItem:
    return WorkItem.objects.get(case_id=case.pk, closed_at__isnull=True)


def printed(letter: Letter) -> str:
    rendered = services.render(letter.pk)
    assert rendered.pdf is not None, rendered.error
    return words_of(open_bytes(rendered.pdf))


def words_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def acts(case: Any, *verbs: str) -> list[tuple[str, str, str]]:
    found = AuditEntry.objects.filter(stream=case.stream, verb__in=verbs).order_by("sequence")
    return list(found.values_list("verb", "name", "role"))


# -- SOP 6.5 ---------------------------------------------------------------------------------------


def test_by_the_sop_the_decision_of_atasan_is_the_signature(desk: TestDesk) -> None:
    case = desk.decided()
    assert case.state == "decided"
    assert case.decree.signatory_role == "atasan_ppid"
    assert case.approved_on is None, "there is no approval apart from the signature"
    assert "Memperhatikan" not in printed(case.decree)
    assert case.decree.context["letter"]["copies_to"] == ["Ketua PPID"]


def test_an_approval_is_no_decree_yet(desk: TestDesk, client_as: Any) -> None:
    """The number is taken at the signature; until then nothing is established."""
    decrees = Letter.objects.filter(series="decree")
    case = desk.signing("excluded")
    assert (case.state, case.decree, case.decided_on) == ("signing", None, None)
    assert not decrees.exists()
    assert not ClassificationDecree.objects.exists()
    assert "Disetujui, menunggu tanda tangan" in case.state_label

    case = desk.do(case, "sign_decree", desk.office.ketua)
    assert case.decree.number == "1 TAHUN 2026", "no number was lost meanwhile"
    assert case.items.get().determination.number == case.decree.number


def test_the_task_of_signing_stands_with_the_signatory(desk: TestDesk, client_as: Any) -> None:
    case = desk.signing()
    task = open_work(case)
    assert (task.step, task.phase, task.role) == ("consequence_test.5", "approve", "ketua_ppid")
    assert waiting(client_as(desk.office.ketua)) == [case.number]
    assert waiting(client_as(desk.office.atasan)) == []
    home = client_as(desk.office.ketua).get("/meja/").content.decode()
    assert "Tandatangani Surat Keputusan" in home
    told = Notice.objects.get(kind="staff_test_signature")
    assert told.recipients == [desk.office.ketua.email]


def test_the_clock_of_the_step_goes_on(desk: TestDesk, travel: Any) -> None:
    """SOP 6.5 has fifteen minutes for both offices together, from the submission on."""
    case = desk.deciding()
    due = open_work(case).due_at
    signed_by("test_decree", "ketua_ppid")
    travel("2026-03-09 10:10")
    case = desk.do(case, "decide", desk.office.atasan)
    assert open_work(case).due_at == due


def test_who_approved_and_who_signed_are_both_on_the_record(
    desk: TestDesk, travel: Any, client_as: Any
) -> None:
    case = desk.signing()
    travel("2026-03-10 09:00")
    case = desk.do(case, "sign_decree", desk.office.ketua)
    assert acts(case, "decide", "sign_decree") == [
        ("decide", "Surya Hidayat", "atasan_ppid"),
        ("sign_decree", "Dewi Anggraini", "ketua_ppid"),
    ]
    facts = dict(case.facts())
    assert facts["Disetujui"] == "9 Maret 2026, Surya Hidayat, Atasan PPID"
    assert facts["Ditetapkan"] == "Selasa, 10 Maret 2026, Dewi Anggraini, Ketua PPID"
    page = client_as(desk.office.petugas).get(reverse("desk:case", args=[case.pk]))
    assert "Disetujui Surya Hidayat, Atasan PPID pada Senin, 9 Maret 2026." in (
        page.content.decode()
    )


def test_the_decree_of_ketua_names_the_approval(desk: TestDesk, travel: Any) -> None:
    """Perki 1/2017 Pasal 4 ayat (3): PPID, with the approval of the head of the public body."""
    PositionTitle.objects.create(role="atasan_ppid", title="Sekretaris Kementerian")
    case = desk.signing()
    travel("2026-03-10 09:00")
    letter = desk.do(case, "sign_decree", desk.office.ketua).decree
    words = printed(letter)
    assert letter.signatory_role == "ketua_ppid"
    assert "Persetujuan Sekretaris Kementerian tanggal 9 Maret 2026" in words
    assert "KEPUTUSAN KETUA PPID" in words.upper()
    assert letter.context["letter"]["copies_to"] == ["Atasan PPID"]


def test_the_register_has_both(desk: TestDesk, client_as: Any) -> None:
    desk.do(desk.signing(), "sign_decree", desk.office.ketua)
    ketua = client_as(desk.office.ketua)
    page = ketua.get("/meja/register/uji-konsekuensi/").content.decode()
    assert "Dewi Anggraini, Ketua PPID" in page
    assert "disetujui 9 Maret 2026, Surya Hidayat, Atasan PPID" in re.sub(r"\s+", " ", page)


def test_who_approved_does_not_sign_in_the_other_office(desk: TestDesk) -> None:
    """Domain 7.2: whatever the appointment of the day, two people act."""
    case = desk.signing()
    user = desk.office.atasan
    as_ketua = Actor(kind="staff", role="ketua_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(NotNow, match="Anda sendiri yang menyetujuinya"):
        desk.do(case, "sign_decree", as_ketua)


def test_an_approval_falls_with_what_it_was_given_for(desk: TestDesk) -> None:
    case = desk.do(desk.signing(), "return_test", desk.office.ketua, reason="Periksa butir 1.")
    assert (case.state, case.approved_by, case.approved_at, case.approver) == (
        "met",
        "",
        None,
        None,
    )
    assert case.return_reason == "Periksa butir 1."
    case = desk.do(case, "submit", desk.office.ketua)
    case = desk.do(case, "decide", desk.office.atasan)
    assert (case.state, case.return_reason) == ("signing", "")


def test_what_became_out_of_date_is_not_signed(desk: TestDesk, travel: Any) -> None:
    """The rules of the period hold on the day of the decree."""
    case = desk.weighed()
    case = desk.weigh(case, case.items.get(), valid_until=date(2026, 3, 16))
    signed_by("test_decree", "ketua_ppid")
    case = desk.do(desk.do(case, "submit", desk.office.ketua), "decide", desk.office.atasan)
    travel("2026-03-17 09:00")
    with pytest.raises(Refused):
        desk.do(case, "sign_decree", desk.office.ketua)


def test_a_change_of_the_setting_takes_along_what_waits(desk: TestDesk, client_as: Any) -> None:
    """The task moves with its clock, and the case has it on record."""
    case = desk.signing()
    before = open_work(case)
    KindSetting.objects.get(kind="test_decree").delete()
    task = open_work(case)
    assert (task.pk, task.role, task.due_at) == (before.pk, "atasan_ppid", before.due_at)
    assert waiting(client_as(desk.office.atasan)) == [case.number]
    moved = AuditEntry.objects.get(stream=case.stream, verb="hand_over_signature")
    assert moved.data == {"letter": "test_decree", "before": "ketua_ppid", "after": "atasan_ppid"}
    page = client_as(desk.office.atasan).get(reverse("desk:case", args=[case.pk]))
    assert "Penanda tangan surat berganti" in page.content.decode()
    case = desk.do(case, "sign_decree", desk.office.atasan)
    assert case.decree.signatory_role == "atasan_ppid"
    assert "Memperhatikan" not in printed(case.decree)


def test_the_page_of_the_decision_says_what_follows(desk: TestDesk, client_as: Any) -> None:
    atasan = client_as(desk.office.atasan)
    first = desk.deciding()
    page = atasan.get(reverse("desk:approval", args=[first.pk])).content.decode()
    assert "Anda menandatangani Surat Keputusannya" in page
    signed_by("test_decree", "ketua_ppid")
    page = atasan.get(reverse("desk:approval", args=[first.pk])).content.decode()
    assert "menunggu tanda tangan Ketua PPID" in page


def test_ketua_signs_on_the_page_of_the_decision(desk: TestDesk, client_as: Any) -> None:
    case = desk.signing("excluded")
    client = client_as(desk.office.ketua)
    url = reverse("desk:approval", args=[case.pk])
    page = client.get(url).content.decode()
    for words in (
        "Tanda tangan Surat Keputusan uji konsekuensi",
        "Disetujui Surya Hidayat, Atasan PPID pada Senin, 9 Maret 2026.",
        "Mengungkap rahasia pribadi.",
        reverse("dip_desk:test_preview", args=[case.pk, "keputusan"]),
    ):
        assert words in page
    asked_for = ["Dokumen terkait", "Berita Acara pengujian tentang konsekuensi"]
    client.post(url, {"tindakan": "sign_decree", "checklist": asked_for})
    case.refresh_from_db(fields=["decree"])
    assert case.decree.signatory_name == "Dewi Anggraini"


@pytest.mark.parametrize(
    ("role", "name"), [("", "Surya Hidayat"), ("ketua_ppid", "Dewi Anggraini")]
)
def test_the_draft_shows_whom_the_body_has_set(
    desk: TestDesk, client_as: Any, role: str, name: str
) -> None:
    case = desk.deciding()
    signed_by("test_decree", role)
    url = reverse("dip_desk:test_preview", args=[case.pk, "keputusan"])
    words = words_of(client_as(desk.office.petugas).get(url).content)
    assert name in words
    assert ("Persetujuan Atasan PPID tanggal 9 Maret 2026" in words) is bool(role)


# -- SOP 8.4 ---------------------------------------------------------------------------------------


def test_an_opening_is_established_by_decree(shelf: ExclusionDesk) -> None:
    """PP 61/2010; SOP 8.4: by the SOP the approval of Atasan PPID is the signature."""
    case = shelf.approved()
    assert case.decision.signatory_role == "atasan_ppid"
    words = printed(case.decision)
    assert case.decree.title in words
    assert "sejak tanggal 31 Desember 2026" in words
    assert "Memperhatikan" not in words


def test_the_decree_of_an_opening_waits_for_its_signatory(
    shelf: ExclusionDesk, client_as: Any
) -> None:
    case = shelf.signing()
    assert (case.state, case.decision) == ("signing", None)
    task = open_work(case)
    assert (task.step, task.role) == ("excluded_documentation.4", "ketua_ppid")
    assert task.due_at is not None
    assert task.due_at.date() == case.decide_by, "the clock of the law goes on"
    decided = WorkItem.objects.get(case_id=case.pk, phase="decide")
    assert task.counted_since == decided.counted_since, "and that of the step"
    assert waiting(client_as(shelf.office.ketua)) == [case.number]
    assert Notice.objects.get(kind="staff_exclusion_signature").recipients == [
        shelf.office.ketua.email
    ]
    case = shelf.do(case, "sign_decree", shelf.office.ketua)
    assert acts(case, "approve", "sign_decree") == [
        ("approve", "Surya Hidayat", "atasan_ppid"),
        ("sign_decree", "Dewi Anggraini", "ketua_ppid"),
    ]
    assert "Persetujuan Atasan PPID tanggal 2 November 2026" in printed(case.decision)
    page = client_as(shelf.office.ketua).get("/meja/register/dikecualikan/").content.decode()
    assert "ditandatangani Dewi Anggraini, Ketua PPID" in page
    assert "disetujui 2 November 2026, Surya Hidayat, Atasan PPID" in page


def test_who_approved_an_opening_does_not_sign_it(shelf: ExclusionDesk) -> None:
    case = shelf.signing()
    user = shelf.office.atasan
    as_ketua = Actor(kind="staff", role="ketua_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(NotNow, match="Anda sendiri yang menyetujuinya"):
        shelf.do(case, "sign_decree", as_ketua)


def test_a_returned_proposal_is_proposed_and_approved_anew(shelf: ExclusionDesk) -> None:
    case = shelf.signing()
    case = shelf.do(case, "return_proposal", shelf.office.ketua, reason="Sebut versinya.")
    assert (case.state, case.return_reason, case.approved_at) == (
        "preparing",
        "Sebut versinya.",
        None,
    )
    case = shelf.do(case, "propose", shelf.office.petugas, proposal="Versi lengkap dibuka.")
    assert (case.state, case.return_reason) == ("deciding", "")
    assert Notice.objects.filter(kind="staff_exclusion_decision").count() == 2
    assert shelf.do(case, "approve", shelf.office.atasan).state == "signing"


@pytest.mark.parametrize(("state", "how"), [("signing", "law"), ("approved", "decision")])
def test_what_nobody_signed_opens_by_the_law(
    shelf: ExclusionDesk, travel: Any, state: str, how: str
) -> None:
    """Domain case 28: the end comes, decreed or not; the list names the ground on which it is."""
    case = shelf.opening_in(state)
    travel(THE_END)
    open_ended()
    case = ExclusionOpening.objects.get(pk=case.pk)
    assert (case.state, case.ended_by) == ("opened", how)
    draft = {"status": "draft", "published_at": None}
    item = InformationItem(**item_fields(shelf.office.unit_a, 1, "Data pegawai", draft))
    shelf.do(case, "list_item", shelf.office.petugas, item=item)
    change = ListChange.objects.get(item__title="Data pegawai")
    if how == "decision":
        assert change.letter == case.decision
    else:
        assert change.basis.startswith("Berakhirnya pengecualian")


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("petugas", "deciding", 200),
        ("ketua", "signing", 200),
        ("atasan", "signing", 200),
        ("petugas", "preparing", 404),
        ("petugas", "approved", 404),
        ("pelaksana_a", "signing", 404),
        ("hukum", "signing", 404),
    ],
)
def test_the_office_alone_sees_the_draft_of_an_opening(
    shelf: ExclusionDesk, client_as: Any, who: str, state: str, status: int
) -> None:
    case = shelf.opening_in(state)
    address = f"/meja/dikecualikan/{case.pk}/pratinjau/keputusan/"
    answer = client_as(getattr(shelf.office, who)).get(address)
    assert answer.status_code == status
    if status == 200:
        name = "Dewi Anggraini" if state == "signing" else "Surya Hidayat"
        assert name in words_of(answer.content)


def test_ketua_signs_an_opening_on_the_page_of_the_decision(
    shelf: ExclusionDesk, client_as: Any
) -> None:
    case = shelf.signing()
    client = client_as(shelf.office.ketua)
    address = reverse("desk:approval", args=[case.pk])
    text = client.get(address).content.decode()
    for words in ("Dibuka seluruhnya.", "Surya Hidayat", "Kembalikan usul", "31 Desember 2026"):
        assert words in text, words
    assert "Bila Anda tidak menyetujui" not in text
    client.post(address, {"tindakan": "return_proposal", "reason": "Sebut versinya."})
    page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "Usul dikembalikan:" in page
    assert "Sebut versinya." in page
