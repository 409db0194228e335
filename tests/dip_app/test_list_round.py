"""SOP 5 from order to public page: what each step demands, does and refuses (F74, F75)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dip_app import rounds, services
from dip_app.compiling import sweeps
from dip_app.compiling.models import ListRound, Lookalike, PartState, RoundState
from dip_app.compiling.tasks import sweep_list
from dip_app.editions.models import Action, ListChange, ListEdition
from dip_app.models import ClassificationDecree, InformationItem, Status
from dip_app.round_tasks import sweep_rounds
from dip_app.search import search
from ppid_portal.clock import now
from ppid_portal.letters.models import KindSetting, Letter
from ppid_portal.mail.models import Notice
from ppid_portal.people.actors import Actor
from ppid_portal.sop import sweeps as clock_sweeps
from ppid_portal.sop.errors import NotNow, Refused, SamePerson
from tests.driver_list import AFTER, DUE, ROW, ListDesk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office: Any, travel: Any) -> ListDesk:
    return ListDesk(office, travel)


def excluded(unit: Any, title: str) -> None:
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


# -- the whole way ---------------------------------------------------------------------------------


def test_a_round_goes_from_order_to_the_public_list(desk: ListDesk) -> None:
    kept = desk.item(desk.unit_a, "Profil Biro Uji Anggaran")
    case = desk.published()
    assert case.state == RoundState.PUBLISHED
    edition = ListEdition.objects.get(case_id=case.pk)
    assert (edition.year, edition.number, edition.decree) == (2026, 1, case.decree)
    assert edition.entries.count() == edition.entry_count == 2
    new = InformationItem.objects.get(title__startswith=ROW["title"])
    assert new.is_public
    assert {hit.id for hit in search().hits} == {kept.pk, new.pk}
    change = ListChange.objects.get(item=new)
    assert (change.letter, change.case_id) == (case.decree, case.pk)
    kinds = set(Letter.objects.values_list("kind", flat=True))
    assert kinds == {
        "list_order",
        "list_unit_proposal",
        "list_unit_approval",
        "list_unit_submission",
        "list_report",
        "list_decree",
    }


def test_publication_is_by_the_decree_and_not_by_hand(desk: ListDesk) -> None:
    """SOP 5.10: nobody of the office has the act; the queue does it, or the sweep."""
    case = desk.established()
    for person in (desk.office.ketua, desk.office.petugas, desk.office.atasan):
        with pytest.raises(Refused):
            desk.do(case, "publish", person)
    assert not ListEdition.objects.exists()
    sweep_list()
    sweep_list()
    assert ListEdition.objects.count() == 1
    assert not sweeps.publish(case.pk)


def test_the_round_follows_its_last_unit_even_when_the_queue_was_down(desk: ListDesk) -> None:
    case = desk.collecting([desk.unit_a, desk.unit_b])
    desk.submitted(desk.part(case, desk.unit_a))
    sweep_rounds()
    assert ListRound.objects.get(pk=case.pk).state == RoundState.COLLECTING
    desk.submitted(desk.part(case, desk.unit_b))
    sweep_rounds()
    assert ListRound.objects.get(pk=case.pk).state == RoundState.COMPILING
    assert not rounds.follow(case.pk)


# -- late units ------------------------------------------------------------------------------------


def test_a_late_unit_is_reminded_and_then_told_of(desk: ListDesk) -> None:
    case = desk.collecting()
    part = desk.part(case)
    desk.travel(AFTER)
    clock_sweeps.find_due()
    clock_sweeps.handle_events()
    told = {
        address
        for notice in Notice.objects.filter(case_id=part.pk, kind="staff_reminder")
        for address in notice.recipients
    }
    assert desk.office.pelaksana_a.email in told
    assert desk.office.ketua.email in told


def test_the_round_goes_on_without_a_late_unit_by_a_recorded_decision(desk: ListDesk) -> None:
    stays = desk.item(desk.unit_c, "Tetap terbit")
    case = desk.collecting()
    for unit in (desk.unit_a, desk.unit_b):
        desk.submitted(desk.part(case, unit))
    desk.travel(AFTER)
    case = desk.do(
        case, "go_on_without", desk.office.ketua, units=[desk.unit_c], reason="Sedang pindah."
    )
    part = desk.part(case, desk.unit_c)
    assert (part.state, part.left_out_reason) == (PartState.LEFT_OUT, "Sedang pindah.")
    assert part.closed_at is not None
    assert rounds.follow(case.pk)
    case = ListRound.objects.get(pk=case.pk)
    case = desk.do(case, "compile", desk.office.petugas)
    case = desk.do(case, "report", desk.office.ketua)
    case = desk.do(case, "approve", desk.office.atasan)
    case = desk.do(case, "establish", desk.office.ketua)
    assert case.decree.context["letter"]["left_out"] == [desk.unit_c.name]
    sweeps.publish_lost()
    stays.refresh_from_db()
    assert stays.is_public
    assert ListEdition.objects.get().entries.filter(item=stays).exists()


def test_nobody_is_left_out_before_the_day_has_passed(desk: ListDesk) -> None:
    case = desk.collecting()
    desk.travel("2026-03-13 17:00")
    with pytest.raises(NotNow, match="belum lewat"):
        desk.do(case, "go_on_without", desk.office.ketua, units=[desk.unit_c], reason="Lambat.")


def test_going_on_without_a_unit_needs_a_reason(desk: ListDesk) -> None:
    case = desk.collecting()
    desk.travel(AFTER)
    with pytest.raises(Refused, match="alasan"):
        desk.do(case, "go_on_without", desk.office.ketua, units=[desk.unit_c])


def test_a_unit_that_is_in_cannot_be_left_out(desk: ListDesk) -> None:
    case = desk.collecting()
    desk.submitted(desk.part(case))
    desk.travel(AFTER)
    with pytest.raises(Refused):
        desk.do(case, "go_on_without", desk.office.ketua, units=[desk.unit_a], reason="Lambat.")


def test_rows_of_a_unit_that_was_left_out_are_not_decreed(desk: ListDesk) -> None:
    case = desk.collecting([desk.unit_a, desk.unit_b])
    desk.submitted(desk.part(case, desk.unit_a))
    desk.inventorying(desk.part(case, desk.unit_b))
    desk.travel(AFTER)
    desk.do(case, "go_on_without", desk.office.ketua, units=[desk.unit_b], reason="Lambat.")
    rounds.follow(case.pk)
    case = ListRound.objects.get(pk=case.pk)
    assert {row.unit for row in case.rows()} == {desk.unit_a}


# -- the order -------------------------------------------------------------------------------------


def test_an_order_to_a_unit_without_a_head_is_refused(desk: ListDesk) -> None:
    desk.heads[desk.unit_b].appointments.update(valid_until=date(2026, 1, 1))
    with pytest.raises(Refused, match="Pimpinan Unit Kerja") as caught:
        desk.collecting()
    assert caught.value.field == "units"


def test_each_unit_begins_with_its_own_entries(desk: ListDesk) -> None:
    mine = desk.item(desk.unit_a, "Milik A")
    desk.item(desk.unit_b, "Milik B")
    part = desk.part(desk.collecting())
    assert [(row.item, row.action) for row in part.rows()] == [(mine, Action.KEEP)]
    assert part.due_on == DUE


# -- the rows --------------------------------------------------------------------------------------


def test_what_a_row_says_decides_what_it_is(desk: ListDesk) -> None:
    item = desk.item(desk.unit_a, "Rencana kerja 2026")
    part = desk.inventorying()
    row = part.rows().get(item=item)
    doer = desk.office.pelaksana_a
    desk.do(part, "write_row", doer, row=row, values={"title": "Rencana kerja tahun 2026"})
    row.refresh_from_db()
    assert row.action == Action.CHANGE
    desk.do(part, "write_row", doer, row=row, values={"title": "Rencana kerja 2026"})
    row.refresh_from_db()
    assert row.action == Action.KEEP
    desk.do(part, "write_row", doer, row=row, values={}, remove=True, remark="Sudah diganti")
    row.refresh_from_db()
    assert row.action == Action.REMOVE


def test_a_removal_names_its_reason(desk: ListDesk) -> None:
    item = desk.item(desk.unit_a, "Rencana kerja 2026")
    part = desk.inventorying()
    with pytest.raises(Refused, match="alasan"):
        desk.do(part, "write_row", desk.office.pelaksana_a, row=part.rows().get(item=item),
                values={}, remove=True)  # fmt: skip


def test_a_unit_writes_no_rows_of_another(desk: ListDesk) -> None:
    case = desk.collecting()
    part_a = desk.inventorying(desk.part(case, desk.unit_a))
    part_b = desk.inventorying(desk.part(case, desk.unit_b))
    row = part_b.rows().get()
    with pytest.raises(Refused):
        desk.do(part_a, "write_row", desk.office.pelaksana_a, row=row, values={"title": "X"})
    with pytest.raises(Refused):
        desk.do(part_a, "write_row", desk.office.pelaksana_b, values=ROW)


def test_a_file_with_a_wrong_row_brings_nothing(desk: ListDesk) -> None:
    part = desk.inventorying()
    content = b"No,Judul,Kategori\n1,Daftar aset,Berkala\n2,Rencana,Dikecualikan\n"
    with pytest.raises(Refused, match="baris") as caught:
        desk.do(part, "take_in", desk.office.pelaksana_a, content=content, file_name="daftar.csv")
    assert caught.value.field == "file"
    assert part.rows().count() == 1


def test_everything_can_be_kept_as_it_is(desk: ListDesk) -> None:
    item = desk.item(desk.unit_a, "Rencana kerja 2026")
    part = desk.inventorying()
    doer = desk.office.pelaksana_a
    row = part.rows().get(item=item)
    desk.do(part, "write_row", doer, row=row, values={}, remove=True, remark="Keliru")
    desk.do(part, "keep_all", doer)
    assert part.rows().get(item=item).action == Action.KEEP
    assert part.rows().filter(action=Action.NEW).count() == 1


def test_incomplete_rows_are_not_classified(desk: ListDesk) -> None:
    part = desk.classifying()
    part.rows().update(retention="")
    with pytest.raises(NotNow, match="Lengkapi"):
        desk.do(part, "classify", desk.office.pelaksana_a)


def test_excluded_information_is_not_proposed(desk: ListDesk) -> None:
    """UU 14/2008 Pasal 11 ayat (1) huruf a and Pasal 17."""
    part = desk.classifying()
    excluded(desk.unit_a, part.rows().get().title.upper())
    with pytest.raises(NotNow, match="dikecualikan"):
        desk.do(part, "classify", desk.office.pelaksana_a)


# -- the head of the unit --------------------------------------------------------------------------


def test_who_asked_does_not_approve_as_head(desk: ListDesk) -> None:
    from ppid_portal.people.actors import actors_of
    from ppid_portal.people.models import Appointment

    part = desk.asking()
    Appointment.objects.create(
        user=desk.office.pelaksana_a,
        role="pimpinan_unit_kerja",
        unit=desk.unit_a,
        decree="SK-2/2026",
        valid_from=date(2026, 1, 1),
        kind="plh",
        acting_for=desk.office.pimpinan_a.appointments.get(),
        valid_until=date(2026, 12, 31),
    )
    part = desk.do(part, "ask_approval", desk.office.pelaksana_a)
    both = {actor.role: actor for actor in actors_of(desk.office.pelaksana_a)}
    with pytest.raises(SamePerson):
        desk.do(part, "approve_unit", both["pimpinan_unit_kerja"])


def test_the_head_gives_it_back_with_a_reason_and_nothing_is_lost(desk: ListDesk) -> None:
    part = desk.approving()
    part = desk.do(part, "return_unit", desk.office.pimpinan_a, reason="Lengkapi aset.")
    assert (part.state, part.return_reason) == (PartState.CLASSIFYING, "Lengkapi aset.")
    assert part.rows().count() == 1
    part = desk.do(part, "classify", desk.office.pelaksana_a)
    part = desk.do(part, "ask_approval", desk.office.pelaksana_a)
    asked = Notice.objects.filter(case_id=part.pk, kind="staff_list_head_asked")
    assert asked.count() == 2


# -- review ----------------------------------------------------------------------------------------


def twins(desk: ListDesk) -> Any:
    """Return a round in which unit A proposes what it already has in the list."""
    desk.item(desk.unit_a, f"{ROW['title']}: {desk.unit_a.name}".upper(), made_year=2026)
    return desk.compiling([desk.unit_a])


def test_what_is_the_same_as_an_entry_is_decided_first(desk: ListDesk) -> None:
    case = twins(desk)
    [twin] = Lookalike.objects.all()
    assert twin.exact
    with pytest.raises(NotNow, match="sama dengan"):
        desk.do(case, "compile", desk.office.petugas)
    desk.do(case, "verify_row", desk.office.petugas, row=twin.row, keep=False, why="Kembar")
    case = desk.do(case, "compile", desk.office.petugas)
    assert case.state == RoundState.REPORTING


def test_what_only_looks_the_same_may_be_cleared(desk: ListDesk) -> None:
    case = twins(desk)
    row = Lookalike.objects.get().row
    desk.do(case, "verify_row", desk.office.petugas, row=row, keep=True)
    desk.do(case, "compile", desk.office.petugas)
    assert Lookalike.objects.get().cleared


def test_numbers_and_semesters_are_no_duplicates(desk: ListDesk) -> None:
    desk.item(desk.unit_a, "Laporan Realisasi Anggaran Semester I Tahun 2025")
    case = desk.collecting([desk.unit_a])
    part = desk.inventorying(desk.part(case))
    for title in (
        "Laporan Realisasi Anggaran Semester II Tahun 2025",
        "Laporan Realisasi Anggaran Semester I Tahun 2024",
        "Laporan Realisasi Anggaran per Semester I Tahun 2025",
    ):
        desk.do(part, "write_row", desk.office.pelaksana_a, values={**ROW, "title": title})
    part = desk.do(part, "inventory", desk.office.pelaksana_a)
    part = desk.do(part, "classify", desk.office.pelaksana_a)
    part = desk.do(part, "ask_approval", desk.office.pelaksana_a)
    part = desk.do(part, "approve_unit", desk.office.pimpinan_a)
    desk.do(part, "submit", desk.office.pelaksana_a)
    rounds.follow(case.pk)
    [near] = Lookalike.objects.all()
    assert (near.exact, near.row.title) == (
        False,
        "Laporan Realisasi Anggaran per Semester I Tahun 2025",
    )


def test_the_same_title_of_two_units_is_shown_and_stops_nothing(desk: ListDesk) -> None:
    case = desk.collecting([desk.unit_a, desk.unit_b])
    for part in case.parts():
        part = desk.inventorying(part)
        doer = desk.doers[part.unit]
        desk.do(part, "write_row", doer, values={**ROW, "title": "Standar pelayanan"})
        for name, who in (
            ("inventory", doer),
            ("classify", doer),
            ("ask_approval", doer),
            ("approve_unit", desk.heads[part.unit]),
            ("submit", doer),
        ):
            part = desk.do(part, name, who)
    rounds.follow(case.pk)
    [found] = Lookalike.objects.all()
    assert (found.exact, found.row.title) == (False, "Standar pelayanan")
    desk.do(ListRound.objects.get(pk=case.pk), "compile", desk.office.petugas)


def test_what_is_kept_only_its_unit_can_remove(desk: ListDesk) -> None:
    desk.item(desk.unit_a, "Profil biro")
    case = desk.compiling([desk.unit_a])
    row = case.rows().get(action=Action.KEEP)
    with pytest.raises(Refused, match="unitnya"):
        desk.do(case, "verify_row", desk.office.petugas, row=row, keep=False, why="Tidak perlu")


def test_a_row_set_aside_is_not_published(desk: ListDesk) -> None:
    case = desk.compiling([desk.unit_a])
    row = case.rows().get()
    desk.do(case, "verify_row", desk.office.petugas, row=row, keep=False, why="Belum final")
    case = desk.do(case, "compile", desk.office.petugas)
    case = desk.do(case, "report", desk.office.ketua)
    case = desk.do(case, "approve", desk.office.atasan)
    desk.do(case, "establish", desk.office.ketua)
    sweeps.publish_lost()
    assert not InformationItem.objects.exists()


def test_a_change_of_what_was_withdrawn_meanwhile_is_decided_anew(desk: ListDesk) -> None:
    item = desk.item(desk.unit_a, "Rencana kerja 2026")
    case = desk.collecting([desk.unit_a])
    part = desk.inventorying(desk.part(case))
    row = part.rows().get(item=item)
    desk.do(part, "write_row", desk.office.pelaksana_a, row=row, values={"title": "Rencana baru"})
    for name, who in (
        ("inventory", desk.office.pelaksana_a),
        ("classify", desk.office.pelaksana_a),
        ("ask_approval", desk.office.pelaksana_a),
        ("approve_unit", desk.office.pimpinan_a),
        ("submit", desk.office.pelaksana_a),
    ):
        part = desk.do(part, name, who)
    rounds.follow(case.pk)
    services.withdraw(item, None, "Keliru")
    with pytest.raises(NotNow, match="ditarik"):
        desk.do(ListRound.objects.get(pk=case.pk), "compile", desk.office.petugas)


# -- approval and decree ---------------------------------------------------------------------------


def test_excluded_meanwhile_stops_the_approval(desk: ListDesk) -> None:
    case = desk.deciding()
    excluded(desk.unit_a, case.rows().get().title)
    with pytest.raises(NotNow, match="dikecualikan"):
        desk.do(case, "approve", desk.office.atasan)


def test_atasan_returns_the_list_with_a_reason(desk: ListDesk) -> None:
    case = desk.deciding()
    case = desk.do(case, "return_list", desk.office.atasan, reason="Periksa lagi aset.")
    assert (case.state, case.return_reason) == (RoundState.COMPILING, "Periksa lagi aset.")


def test_ketua_does_not_return_what_waits_for_atasan(desk: ListDesk) -> None:
    case = desk.deciding()
    with pytest.raises(NotNow, match="Atasan PPID"):
        desk.do(case, "return_list", desk.office.ketua, reason="Keliru.")


def test_ketua_establishes_by_default_after_the_approval(desk: ListDesk) -> None:
    """Domain 3.14: Pengarah approves, Ketua PPID establishes; both are recorded."""
    case = desk.establishing()
    assert case.decree is None
    assert case.approved_at is not None
    with pytest.raises(NotNow):
        desk.do(case, "establish", desk.office.atasan)
    case = desk.do(case, "establish", desk.office.ketua)
    assert case.decree.signatory_role == "ketua_ppid"
    assert case.decree.context["letter"]["approved_by"] == "Atasan PPID"


def test_who_approved_the_list_does_not_establish_it(desk: ListDesk) -> None:
    """Domain 7.2: whatever the appointment of the day, two people act."""
    case = desk.establishing()
    user = desk.office.atasan
    as_ketua = Actor(kind="staff", role="ketua_ppid", user=user, user_id=user.pk, name=user.name)
    with pytest.raises(NotNow, match="Anda sendiri yang menyetujuinya"):
        desk.do(case, "establish", as_ketua)


def test_the_clock_of_the_approval_goes_on_until_the_decree(desk: ListDesk, travel: Any) -> None:
    """SOP 5.9 has thirty minutes for both offices together."""
    case = desk.deciding()
    due = case.work.get(closed_at__isnull=True).due_at
    travel(now() + timedelta(minutes=10))
    case = desk.do(case, "approve", desk.office.atasan)
    assert case.work.get(closed_at__isnull=True).due_at == due


def test_who_approved_and_who_established_stand_among_the_facts(desk: ListDesk) -> None:
    facts = dict(desk.established().facts())
    assert facts["Disetujui"].endswith("Surya Hidayat, Atasan PPID")
    assert facts["Surat Keputusan"].endswith("Dewi Anggraini, Ketua PPID")


def test_the_body_may_let_atasan_establish(desk: ListDesk) -> None:
    KindSetting.objects.create(kind="list_decree", signatory_role="atasan_ppid")
    case = desk.establishing()
    assert case.state == RoundState.ESTABLISHED
    assert case.decree.signatory_role == "atasan_ppid"


def test_the_decree_lists_the_whole_list_as_it_will_be(desk: ListDesk) -> None:
    desk.item(desk.unit_c, "Unit lain tetap")
    case = desk.established()
    letter = case.decree.context["letter"]
    assert letter["entries"] == len(letter["rows"]) == 2
    assert [row["unit"] for row in letter["rows"]] == [desk.unit_a.name, desk.unit_c.name]


def test_a_list_too_long_for_paper_is_summed_up(desk: ListDesk, monkeypatch: Any) -> None:
    monkeypatch.setattr("dip_app.compiling.letters.MOST_IN_ANNEX", 1)
    desk.item(desk.unit_c, "Unit lain tetap")
    letter = desk.established().decree.context["letter"]
    assert letter["rows"] == []
    assert [(s["unit"], s["periodic"]) for s in letter["sums"]] == [
        (desk.unit_a.name, 1),
        (desk.unit_c.name, 1),
    ]


def test_what_leaves_the_list_keeps_its_address_and_its_trace(desk: ListDesk) -> None:
    item = desk.item(desk.unit_a, "Laporan 2014")
    case = desk.collecting([desk.unit_a])
    part = desk.inventorying(desk.part(case))
    desk.do(part, "write_row", desk.office.pelaksana_a, row=part.rows().get(item=item),
            values={}, remove=True, remark="Masa simpan berakhir")  # fmt: skip
    for name, who in (
        ("inventory", desk.office.pelaksana_a),
        ("classify", desk.office.pelaksana_a),
        ("ask_approval", desk.office.pelaksana_a),
        ("approve_unit", desk.office.pimpinan_a),
        ("submit", desk.office.pelaksana_a),
    ):
        part = desk.do(part, name, who)
    rounds.follow(case.pk)
    case = ListRound.objects.get(pk=case.pk)
    case = desk.do(case, "compile", desk.office.petugas)
    case = desk.do(case, "report", desk.office.ketua)
    case = desk.do(case, "approve", desk.office.atasan)
    desk.do(case, "establish", desk.office.ketua)
    sweeps.publish_lost()
    item.refresh_from_db()
    assert item.status == Status.WITHDRAWN
    assert ListChange.objects.get(item=item).kind == "removed"
