"""SOP 1 from letter to announcement: what each step demands, does and refuses; and its pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dip_app import rounds, services
from dip_app.announcing.campaign.models import Campaign, MemberList
from dip_app.announcing.models import Appearance
from dip_app.editions.models import ListChange, ListEdition, Proposal
from dip_app.models import ClassificationDecree, InformationItem
from dip_app.round_tasks import sweep_rounds
from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.sop import sweeps as clock_sweeps
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import WorkItem
from tests.driver_campaign import LATE, LATER, CampaignDesk
from tests.driver_list import ROW

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def desk(office: Any, travel: Any) -> CampaignDesk:
    return CampaignDesk(office, travel)


def exclude(unit: Any, title: str) -> None:
    services.record_decree(
        ClassificationDecree(
            number="SK-1/PPID/2026",
            date=date(2026, 1, 5),
            title=title,
            letter="c",
            legal_basis="UU 14/2008 Pasal 17 huruf c",
            consequence="Membahayakan.",
            valid_from=date(2026, 1, 5),
            valid_until=date(2040, 1, 1),
            unit=unit,
        ),
        None,
    )


def told(case: Any, kind: str) -> set[str]:
    notices = Notice.objects.filter(case_id=case.pk, kind=kind)
    return {address for notice in notices for address in notice.recipients}


# -- the whole way ---------------------------------------------------------------------------------


def test_a_campaign_goes_from_letter_to_announcement(desk: CampaignDesk, client: Client) -> None:
    """SOP 1.1 to 1.5 with three members, one of them late; its address is the output."""
    kept = desk.item(desk.unit_c, "Profil Sekretariat Uji")
    case = desk.collecting()
    for unit in (desk.unit_a, desk.unit_b):
        desk.submitted(desk.part(case, unit))
    desk.travel(LATE)
    assert not rounds.follow(case.pk), "one is still awaited"
    desk.do(
        case,
        "go_on_without",
        desk.office.ketua,
        units=[desk.unit_c],
        reason="Tidak menjawab dua pengingat.",
    )
    assert rounds.follow(case.pk)
    case = Campaign.objects.get(pk=case.pk)
    case = desk.do(case, "merge", desk.office.sekretaris)
    case = desk.do(case, "approve", desk.office.atasan)
    case = desk.do(case, "establish", desk.office.ketua)
    edition = ListEdition.objects.get(case_id=case.pk)
    assert (edition.minutes, edition.decree, edition.entry_count) == (case.minutes, None, 3)
    assert InformationItem.objects.get(pk=kept.pk).is_public, "of who was late nothing changes"
    case = desk.do(case, "announce", desk.office.sekretaris)
    made = case.announced_as
    assert (case.state, case.is_closed, made.is_shown) == ("announced", True, True)
    html = client.get(made.get_absolute_url()).content.decode()
    for words in (
        case.minutes.number,
        "3 informasi",
        edition.get_absolute_url(),
        "Sekretariat Uji",
    ):
        assert words in html
    entry = AuditEntry.objects.get(subject=case.number, verb="announce")
    assert made.get_absolute_url() in str(entry.data["outputs"])


def test_what_the_list_brings_rests_on_the_berita_acara(desk: CampaignDesk) -> None:
    """Each change is traceable to its decision, and leaves proof of when it went up."""
    case = desk.established()
    item = InformationItem.objects.get(title__startswith=ROW["title"])
    change = ListChange.objects.get(item=item)
    assert (change.letter, change.case_id) == (case.minutes, case.pk)
    assert change.basis == f"{case.minutes.title} Nomor {case.minutes.number}"
    assert Appearance.objects.get(item=item).basis == change.basis


# -- SOP 1.1 ---------------------------------------------------------------------------------------


def test_members_have_thirty_one_working_days_from_the_signature(desk: CampaignDesk) -> None:
    """SOP 1.2; the days of the holiday table do not count. 2 March 2026 is a Monday."""
    case = desk.signing()
    desk.travel("2026-03-09 10:00")
    case = desk.do(case, "sign", desk.office.ketua)
    assert case.units_due_on == date(2026, 4, 29)
    work = WorkItem.objects.get(case=desk.part(case), closed_at__isnull=True)
    assert (work.role, work.unit, work.step) == ("anggota_ppid", desk.unit_a, "announcement.2")
    assert work.due_at is not None
    assert work.due_at.date() == date(2026, 4, 29)


def test_the_letter_goes_to_every_member_once(desk: CampaignDesk) -> None:
    case = desk.collecting()
    letter = Letter.objects.get(case_id=case.pk, kind="member_request")
    content = json.loads(letter.sealed_context)["letter"]
    assert content["to"] == [f"Anggota PPID {part.unit.name}" for part in case.parts()]
    assert content["due_on"] == "2026-04-22"
    for unit, member in desk.members.items():
        assert told(desk.part(case, unit), "staff_campaign_asked") == {member.email}


def test_a_unit_without_member_is_not_asked(desk: CampaignDesk) -> None:
    """Nobody there could answer; the letter names it instead."""
    with pytest.raises(Refused, match="Badan Publik Uji") as refused:
        desk.signing([desk.unit_a, desk.office.body])
    assert refused.value.field == "units"
    with pytest.raises(Refused):
        desk.do(desk.drafting(), "prepare_again", desk.office.sekretaris, units=[])


def test_what_ketua_returned_comes_back_mended(desk: CampaignDesk) -> None:
    case = desk.drafting()
    assert told(case, "staff_campaign_letter_returned") == {desk.office.sekretaris.email}
    case = desk.do(
        case,
        "prepare_again",
        desk.office.sekretaris,
        units=[desk.unit_b],
        instruction="Baru.",
    )
    assert (list(case.members.all()), case.instruction) == ([desk.unit_b], "Baru.")
    case = desk.do(case, "sign", desk.office.ketua)
    assert [part.unit for part in case.parts()] == [desk.unit_b]


# -- SOP 1.2 ---------------------------------------------------------------------------------------


def test_a_member_begins_with_what_the_list_has_of_the_unit(desk: CampaignDesk) -> None:
    desk.item(desk.unit_a, "Milik sendiri")
    desk.item(desk.unit_b, "Milik unit lain")
    part = desk.part(desk.collecting())
    assert list(part.rows().values_list("title", "action")) == [("Milik sendiri", "keep")]


def test_a_member_sends_the_list_as_a_file(desk: CampaignDesk) -> None:
    part = desk.part(desk.collecting())
    text = (
        "No;Judul;Kategori;Ringkasan;Penanggung jawab;Waktu;Tempat;Bentuk;Retensi\n"
        "1;Laporan Kinerja;Berkala;Capaian.;Kepala Biro;2025;Jakarta;Softcopy;5 tahun\n"
    )
    member = desk.members[desk.unit_a]
    desk.do(part, "take_in", member, content=text.encode(), file_name="daftar.csv")
    assert list(part.rows().values_list("title", flat=True)) == ["Laporan Kinerja"]
    with pytest.raises(Refused):
        desk.do(part, "take_in", member, content=b"x", file_name="daftar.csv")


def test_the_list_is_handed_in_open_and_excluded(desk: CampaignDesk) -> None:
    """What a test determined is counted; what the unit only thinks is a note (UU 14/2008 19)."""
    exclude(desk.unit_a, "Rencana pengamanan")
    part = desk.part(desk.collecting())
    member = desk.members[desk.unit_a]
    desk.do(part, "write_row", member, values=ROW)
    part = desk.do(part, "submit", member, excluded_note="Denah gedung: rawan.")
    assert (part.excluded_count, part.excluded_note) == (1, "Denah gedung: rawan.")
    assert not ClassificationDecree.objects.filter(title__startswith="Denah").exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [({"title": "Rencana pengamanan"}, "dikecualikan"), ({"retention": ""}, "Belum lengkap")],
)
def test_it_is_not_handed_in_incomplete_or_with_what_is_excluded(
    desk: CampaignDesk, row: dict[str, str], words: str
) -> None:
    """UU 14/2008 Pasal 11 and 17."""
    exclude(desk.unit_a, "Rencana pengamanan")
    part = desk.part(desk.collecting())
    Proposal.objects.create(
        **{**ROW, **row}, case_id=part.pk, unit=desk.unit_a, position=1, action="new"
    )
    with pytest.raises(NotNow, match=words):
        desk.do(part, "submit", desk.members[desk.unit_a])


def test_an_empty_list_is_not_handed_in(desk: CampaignDesk) -> None:
    part = desk.part(desk.collecting())
    with pytest.raises(NotNow):
        desk.do(part, "submit", desk.members[desk.unit_a])


@pytest.mark.every_database
def test_who_is_late_is_chased_and_ketua_is_told(desk: CampaignDesk) -> None:
    """Each reminder once, however often the sweep runs."""
    part = desk.part(desk.collecting())
    for moment in (LATE, LATER):
        desk.travel(moment)
        for _again in range(2):
            clock_sweeps.find_due()
            clock_sweeps.handle_events()
    reminded = Notice.objects.filter(case_id=part.pk, kind="staff_reminder")
    addresses = [address for notice in reminded for address in notice.recipients]
    assert desk.members[desk.unit_a].email in addresses
    assert addresses.count(desk.office.ketua.email) == 1


@pytest.mark.every_database
def test_the_campaign_goes_on_by_itself_when_all_are_in(desk: CampaignDesk) -> None:
    """Also when the queue was down: a sweep finds it, once."""
    case = desk.collecting()
    for part in case.parts():
        desk.submitted(part)
    for _again in range(2):
        sweep_rounds()
    assert Campaign.objects.get(pk=case.pk).state == "compiling"
    assert AuditEntry.objects.filter(subject=case.number, verb="all_in").count() == 1


def test_it_goes_on_without_late_ones_only_by_a_decision_with_reason(desk: CampaignDesk) -> None:
    case = desk.collecting()
    ketua = desk.office.ketua
    ask: dict[str, Any] = {"units": [desk.unit_a], "reason": "Tidak menjawab."}
    with pytest.raises(NotNow, match="belum lewat"):
        desk.do(case, "go_on_without", ketua, **ask)
    desk.travel(LATE)
    with pytest.raises(Refused):
        desk.do(case, "go_on_without", ketua, units=[desk.unit_a])
    desk.do(case, "go_on_without", ketua, **ask)
    part = desk.part(case)
    assert (part.state, part.left_out_reason) == ("left_out", "Tidak menjawab.")
    assert told(part, "staff_campaign_left_out") == {desk.members[desk.unit_a].email}
    assert not rounds.follow(case.pk), "the two others are still awaited"


# -- SOP 1.3 ---------------------------------------------------------------------------------------


def test_the_same_row_twice_is_decided_before_the_list_goes_on(desk: CampaignDesk) -> None:
    """SOP 1.3: examined, not only put together."""
    desk.item(desk.unit_a, ROW["title"], made_year=2026)
    case = desk.collecting([desk.unit_a])
    desk.submitted(desk.part(case), title=ROW["title"])
    rounds.follow(case.pk)
    case = Campaign.objects.get(pk=case.pk)
    with pytest.raises(NotNow, match="sama dengan yang lain"):
        desk.do(case, "merge", desk.office.sekretaris)
    row = case.rows().get(action="new")
    with pytest.raises(Refused):
        desk.do(case, "verify_row", desk.office.sekretaris, row=row, keep=False)
    desk.do(case, "verify_row", desk.office.sekretaris, row=row, keep=False, why="Sudah terbit.")
    assert desk.do(case, "merge", desk.office.sekretaris).state == "deciding"


def test_a_row_of_another_campaign_is_not_decided_here(desk: CampaignDesk) -> None:
    case = desk.compiling([desk.unit_a])
    other = Proposal.objects.create(
        **ROW, case_id=desk.office_case().pk, unit=desk.unit_a, position=1, action="new"
    )
    with pytest.raises(Refused, match="dari berkas ini"):
        desk.do(case, "verify_row", desk.office.sekretaris, row=other, keep=True)


# -- SOP 1.4 ---------------------------------------------------------------------------------------


def test_the_berita_acara_names_both_and_every_member(desk: CampaignDesk) -> None:
    """Domain 4.2: who approved, who established, and what each member brought."""
    case = desk.established()
    content = json.loads(case.minutes.sealed_context)["letter"]
    assert content["approver"]["name"] == desk.office.atasan.name
    assert content["establisher_name"] == desk.office.ketua.name
    assert [turn["unit"] for turn in content["units"]] == [desk.unit_a.name]
    assert content["units"][0]["counts"]["new"] == 1
    assert (content["entries"], len(content["rows"])) == (1, 1)


def test_who_decides_returns_and_an_approval_falls_with_it(desk: CampaignDesk) -> None:
    case = desk.establishing()
    with pytest.raises(NotNow, match="menunggu Ketua PPID"):
        desk.do(case, "return_list", desk.office.atasan, reason="Periksa.")
    case = desk.do(case, "return_list", desk.office.ketua, reason="Periksa.")
    assert (case.approved_at, case.approved_name, case.return_reason) == (None, "", "Periksa.")
    with pytest.raises(NotNow):
        desk.do(case, "establish", desk.office.ketua)


def test_nothing_is_in_the_list_before_it_is_established(desk: CampaignDesk) -> None:
    desk.establishing()
    assert not InformationItem.objects.public().exists()
    assert not ListEdition.objects.exists()


# -- pages -----------------------------------------------------------------------------------------

INDEX, NEW = "/meja/kampanye/", "/meja/kampanye/baru/"


def html_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_the_office_alone_sees_the_register(
    desk: CampaignDesk, client: Client, client_as: Callable[[object], Client]
) -> None:
    case = desk.announced()
    assert client.get(INDEX).status_code == 302
    assert client_as(desk.office.pelaksana_a).get(INDEX).status_code == 404
    assert client_as(desk.members[desk.unit_a]).get(INDEX).status_code == 404
    html = html_of(client_as(desk.office.petugas), INDEX)
    assert case.number in html
    assert case.announced_as.get_absolute_url() in html


def test_the_secretary_begins_with_a_form(
    desk: CampaignDesk, client_as: Callable[[object], Client]
) -> None:
    sekretaris = client_as(desk.office.sekretaris)
    assert client_as(desk.office.ketua).get(NEW).status_code == 403
    key = sekretaris.get(NEW).context["form"].initial["key"]
    facts = {"key": key, "year": "2026", "units": [unit.pk for unit in desk.units]}
    answer = sekretaris.post(NEW, {**facts, "units": []})
    assert set(answer.context["form"].errors) == {"units"}
    for _again in range(2):
        assert sekretaris.post(NEW, facts).status_code == 302
    case = Campaign.objects.get()
    assert case.members.count() == 3
    answer = sekretaris.post(NEW, {**facts, "key": "lain"})
    assert "sudah ada" in answer.content.decode()


@pytest.mark.parametrize(
    "state",
    ["drafting", "signing", "collecting", "compiling", "deciding", "establishing", "established",
     "announced"],
)  # fmt: skip
def test_the_page_of_a_campaign_serves_every_state(
    desk: CampaignDesk, client_as: Callable[[object], Client], state: str
) -> None:
    case = desk.campaign_in(state)
    path = f"/meja/berkas/{case.pk}/"
    for who in (desk.office.sekretaris, desk.office.ketua, desk.office.atasan):
        assert case.number in html_of(client_as(who), path)
    assert client_as(desk.members[desk.unit_a]).get(path).status_code == 404


@pytest.mark.parametrize(
    ("state", "who", "act", "after"),
    [
        ("signing", "ketua", "sign", "collecting"),
        ("deciding", "atasan", "approve", "establishing"),
        ("establishing", "ketua", "establish", "established"),
    ],
)
def test_heads_decide_in_their_queue(
    desk: CampaignDesk, client_as: Callable[[object], Client], state: str, who: str, act: str,
    after: str,
) -> None:  # fmt: skip
    case = desk.campaign_in(state)
    client = client_as(getattr(desk.office, who))
    path = f"/meja/persetujuan/{case.pk}/"
    assert path in html_of(client, "/meja/persetujuan/")
    form = client.get(path).context["approve"].form
    ticks = (
        [value for value, _label in form.fields["checklist"].choices]
        if ("checklist" in form.fields)
        else []
    )
    client.post(path, {"tindakan": act, "checklist": ticks})
    assert Campaign.objects.get(pk=case.pk).state == after


@pytest.mark.parametrize(("state", "letter"), [("signing", "permohonan"),
                                               ("establishing", "berita-acara")])  # fmt: skip
def test_a_letter_is_looked_at_before_it_is_signed(
    desk: CampaignDesk, client_as: Callable[[object], Client], state: str, letter: str
) -> None:
    case = desk.campaign_in(state)
    path = reverse("campaign_desk:preview", args=[case.pk, letter])
    answer = client_as(desk.office.ketua).get(path)
    assert answer.content.startswith(b"%PDF")
    assert client_as(desk.members[desk.unit_a]).get(path).status_code == 404
    other = reverse("campaign_desk:preview", args=[case.pk, "lain"])
    assert client_as(desk.office.ketua).get(other).status_code == 404
    assert Letter.objects.filter(case_id=case.pk, kind="list_minutes").count() == 0


def test_a_member_works_on_the_pages_of_rows(
    desk: CampaignDesk, client_as: Callable[[object], Client]
) -> None:
    """The same pages as in the making of the list; only of the own unit."""
    part = desk.part(desk.collecting())
    member, other = (client_as(desk.members[unit]) for unit in (desk.unit_a, desk.unit_b))
    rows = reverse("list_desk:rows", args=[part.pk])
    new = reverse("list_desk:new_row", args=[part.pk])
    assert rows in html_of(member, f"/meja/berkas/{part.pk}/")
    for path in (rows, new, f"/meja/berkas/{part.pk}/"):
        assert other.get(path).status_code == 404
    assert member.post(new, {**ROW, "remark": ""}).status_code == 302
    assert ROW["title"] in html_of(member, rows)
    answer = member.post(
        f"/meja/berkas/{part.pk}/",
        {"tindakan": "submit", "checklist": ["Daftar Informasi Publik terbuka dan dikecualikan"]},
    )
    assert answer.status_code == 302
    assert MemberList.objects.get(pk=part.pk).state == "submitted"


def test_the_secretary_looks_through_the_merged_list(
    desk: CampaignDesk, client_as: Callable[[object], Client]
) -> None:
    case = desk.compiling([desk.unit_a])
    sekretaris = client_as(desk.office.sekretaris)
    review = reverse("list_desk:review", args=[case.pk])
    assert review in html_of(sekretaris, f"/meja/berkas/{case.pk}/")
    assert ROW["title"] in html_of(sekretaris, review)
    row = case.rows().get()
    path = reverse("list_desk:review_row", args=[case.pk, row.pk])
    answer = sekretaris.post(path, {"keep": "tidak", "why": "Ganda."})
    assert answer.status_code == 302
    assert case.rows().get().set_aside == "Ganda."
    report = reverse("list_desk:preview", args=[case.pk, "laporan"])
    assert sekretaris.get(report).status_code == 404, "a letter of SOP 5"


def test_late_members_stand_under_what_needs_attention(
    desk: CampaignDesk, client_as: Callable[[object], Client]
) -> None:
    desk.collecting()
    desk.travel(LATE)
    html = html_of(client_as(desk.office.petugas), "/meja/perhatian/")
    assert "Anggota PPID yang terlambat" in html
    assert desk.unit_c.name in html


@pytest.mark.every_database
def test_more_members_cost_no_more_queries(
    desk: CampaignDesk, client_as: Callable[[object], Client]
) -> None:
    ketua = client_as(desk.office.ketua)
    counted = []
    case = desk.collecting([desk.unit_a])
    for unit in (None, desk.unit_b, desk.unit_c):
        if unit is not None:
            case.open_parts(_Moment(case), [unit], lambda each: each.name)
        ketua.get(f"/meja/berkas/{case.pk}/")
        with CaptureQueriesContext(connection) as queries:
            ketua.get(f"/meja/berkas/{case.pk}/")
        counted.append(len(queries))
    assert counted[0] == counted[1] == counted[2] <= 45


class _Moment:
    """What opening a part needs to know of an act."""

    def __init__(self, case: Campaign) -> None:
        self.at = case.opened_at
