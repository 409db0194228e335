"""The rules of SOP 7 that are more than state and role, and what happens by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dip_app import desk_panels, rounds
from dip_app.consequence.intake import ask_for_test
from dip_app.documenting import archive
from dip_app.documenting.archive import ArchiveEntry, ArchiveRecord
from dip_app.documenting.disposal import DisposalProposal, candidates
from dip_app.documenting.models import DocumentingRound, UnitDocuments
from dip_app.models import InformationItem
from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.sop.errors import NotNow, Refused
from ppid_portal.sop.models import WorkItem
from ppid_portal.sop.sweeps import find_due, handle_events
from tests.driver import file_request, make_decree
from tests.driver_documenting import DUE, LATE, DocumentingDesk, facts, many

pytestmark = pytest.mark.any_database


@pytest.fixture
def desk(office: Any, travel: Any) -> DocumentingDesk:
    return DocumentingDesk(office, travel)


# -- the round and its units -----------------------------------------------------------------------


def test_a_unit_has_three_working_days(desk: DocumentingDesk) -> None:
    """SOP 7.1: asked on Monday, 2 March 2026, due on Thursday."""
    documents = desk.part(desk.collecting())
    item = WorkItem.objects.get(case=documents, closed_at__isnull=True)
    assert (item.role, item.unit) == ("ppid_pelaksana", desk.office.unit_a)
    assert (documents.due_on, item.due_at.date() if item.due_at else None) == (DUE, DUE)
    told = Notice.objects.get(case=documents, kind="staff_documents_asked")
    assert told.recipients == [desk.office.pelaksana_a.email]


def test_what_is_published_later_is_for_the_next_round(desk: DocumentingDesk) -> None:
    """A unit is not sent after a target that moves."""
    documents = desk.part(desk.collecting(items=1))
    desk.travel("2026-03-03 10:00")
    desk.item(published_at=rounds.end_of(date(2026, 3, 2)))
    assert archive.items_of(documents).count() == documents.expected == 1


def test_a_list_with_holes_is_not_handed_over(desk: DocumentingDesk) -> None:
    """SOP 7.1: of every item it is stated what exists."""
    documents = desk.part(desk.collecting())
    unit = desk.office.pelaksana_a
    item = archive.items_of(documents).first()
    documents = desk.do(documents, "state_item", unit, item=item, facts=facts())
    with pytest.raises(NotNow, match="1 butir yang belum diisi"):
        desk.do(documents, "submit", unit)
    documents = desk.stated(documents)
    assert desk.do(documents, "submit", unit).state == "submitted"


def test_a_withdrawn_item_holds_nobody_up(desk: DocumentingDesk) -> None:
    """What leaves the list during the round need not be stated any more."""
    documents = desk.part(desk.collecting())
    items = list(archive.items_of(documents))
    desk.do(documents, "state_item", desk.office.pelaksana_a, item=items[0], facts=facts())
    InformationItem.objects.filter(pk=items[1].pk).update(status="withdrawn")
    documents = desk.do(desk.part(DocumentingRound.objects.get()), "submit",
                        desk.office.pelaksana_a)  # fmt: skip
    assert documents.state == "submitted"


def test_a_unit_without_items_hands_over_at_once(desk: DocumentingDesk) -> None:
    documents = desk.part(desk.collecting(items=0))
    assert desk.do(documents, "submit", desk.office.pelaksana_a).state == "submitted"


def test_an_item_of_another_unit_is_refused(desk: DocumentingDesk) -> None:
    documents = desk.part(desk.collecting())
    foreign = desk.item(desk.office.unit_b)
    with pytest.raises(Refused) as refusal:
        desk.do(documents, "state_item", desk.office.pelaksana_a, item=foreign, facts=facts())
    assert refusal.value.field == "item"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"form": "paper", "place": " "}, "place"),
        ({"form": "missing", "remarks": ""}, "remarks"),
        ({"active_years": 0, "inactive_years": 0}, "active_years"),
        ({"retention_from": date(1900, 1, 1)}, "retention_from"),
        ({"retention_from": date(2040, 1, 1)}, "retention_from"),
    ],
)
def test_what_cannot_be_true_of_a_record_is_refused(
    desk: DocumentingDesk, change: dict[str, Any], field: str
) -> None:
    """UU 43/2009 Pasal 48: paper has a place, and the retention is that of the schedule."""
    documents = desk.part(desk.collecting())
    item = archive.items_of(documents).first()
    with pytest.raises(Refused) as refusal:
        desk.do(documents, "state_item", desk.office.pelaksana_a, item=item, facts=facts(**change))
    assert refusal.value.field == field
    assert documents.entries.count() == 0


def test_the_round_goes_on_when_all_units_are_in(desk: DocumentingDesk) -> None:
    """By itself, once, and the secretariat is told."""
    case = desk.collecting()
    desk.hand_in(case, only_a=True)
    assert DocumentingRound.objects.get().state == "collecting"
    desk.do(desk.stated(desk.part(case, desk.office.unit_b), desk.office.pelaksana_b), "submit",
            desk.office.pelaksana_b)  # fmt: skip
    for _again in range(2):
        rounds.sweep()
    assert DocumentingRound.objects.get().state == "compiling"
    assert AuditEntry.objects.filter(verb="all_in").count() == 1
    assert Notice.objects.filter(kind="staff_documenting_collected").count() == 1


def test_a_late_unit_is_reminded_once_and_its_head_is_told(desk: DocumentingDesk) -> None:
    """After an outage of any length each is told once."""
    documents = desk.part(desk.collecting())
    desk.travel("2026-03-12 10:00")
    for _again in range(3):
        find_due()
        handle_events()
    told = Notice.objects.filter(case=documents)
    assert told.filter(kind="staff_documents_late").get().recipients == [
        desk.office.pimpinan_a.email
    ]
    kinds = [r for n in told.filter(kind="staff_reminder") for r in n.recipients]
    assert sorted(kinds) == sorted([desk.office.pelaksana_a.email, desk.office.ketua.email])


def test_a_unit_is_left_out_only_when_it_is_late(desk: DocumentingDesk) -> None:
    """Only by a recorded decision with its reason, and after its day."""
    case = desk.collecting()
    desk.hand_in(case, only_a=True)
    late = {"units": [desk.office.unit_b], "reason": "Tidak menjawab."}
    with pytest.raises(NotNow, match="Batas waktu unit belum lewat"):
        desk.do(case, "go_on_without", desk.office.ketua, **late)
    desk.travel(LATE)
    with pytest.raises(Refused) as refusal:
        desk.do(case, "go_on_without", desk.office.ketua, units=late["units"])
    assert refusal.value.field == "reason"
    desk.do(case, "go_on_without", desk.office.ketua, **late)
    rounds.follow(case.pk)
    left = desk.part(case, desk.office.unit_b)
    assert (left.state, left.left_out_reason) == ("left_out", "Tidak menjawab.")
    assert DocumentingRound.objects.get().state == "compiling"
    told = Notice.objects.filter(case=left, kind="staff_documents_left_out")
    assert desk.office.pelaksana_b.email in [r for n in told for r in n.recipients]


def test_a_unit_that_mends_its_list_has_its_three_days_anew(desk: DocumentingDesk) -> None:
    """It is not late by the first date, and is not left out by it."""
    case = desk.compiling()
    desk.travel("2026-03-10 10:00")
    part = desk.part(case)
    case = desk.do(
        case, "return_unit", desk.office.petugas, documents=part, reason="Tempatnya keliru."
    )
    part = desk.part(case)
    assert (case.state, part.state, part.due_on) == ("collecting", "collecting", date(2026, 3, 13))
    assert part.closed_at is None
    with pytest.raises(NotNow, match="belum lewat"):
        desk.do(
            case, "go_on_without", desk.office.ketua, units=[desk.office.unit_a], reason="Lama."
        )
    desk.do(part, "submit", desk.office.pelaksana_a)
    rounds.follow(case.pk)
    assert DocumentingRound.objects.get().state == "compiling"


def test_a_round_that_nobody_took_part_in_is_not_compiled(desk: DocumentingDesk) -> None:
    case = desk.collecting()
    desk.travel(LATE)
    everybody = [desk.office.unit_a, desk.office.unit_b]
    desk.do(case, "go_on_without", desk.office.ketua, units=everybody, reason="Tidak menjawab.")
    rounds.follow(case.pk)
    with pytest.raises(NotNow, match="Batalkan pendokumentasian ini"):
        desk.do(DocumentingRound.objects.get(), "compile", desk.office.petugas)


@pytest.mark.every_database
def test_one_round_runs_at_a_time(desk: DocumentingDesk) -> None:
    """A second is refused; the next may begin when the first has ended."""
    first = desk.cancelled()
    case = desk.begun()
    with pytest.raises(NotNow, match="belum selesai"):
        desk.begun()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentingRound.objects.filter(pk=first.pk).update(runs=True)
    desk.do(case, "cancel", desk.office.ketua, reason="Keliru.")
    assert desk.begun().state == "collecting"


# -- setting many at once --------------------------------------------------------------------------


@pytest.mark.every_database
def test_many_items_cost_as_many_statements_as_few(desk: DocumentingDesk) -> None:
    """A unit may hold tens of thousands of items: they are stated and filed by sets."""
    counts = []
    for number in (2, 40):
        case = desk.collecting(items=number)
        documents = desk.part(case)
        with CaptureQueriesContext(connection) as seen:
            documents = desk.stated(documents)
        assert documents.recorded == documents.expected
        counts.append(len(seen))
        desk.do(case, "cancel", desk.office.ketua, reason="Diulang.")
    assert counts[0] == counts[1]


def test_each_item_counts_from_after_its_own_year(desk: DocumentingDesk) -> None:
    """The retention of what was made in 2020 begins on 1 January 2021."""
    desk.travel("2026-03-02 10:00")
    for year in (2020, 2023):
        desk.item(made_year=year)
    documents = desk.stated(desk.part(desk.begun()), active_years=1, inactive_years=4)
    found = documents.entries.order_by("retention_from").values_list(
        "retention_from", "retention_end"
    )
    assert list(found) == [
        (date(2021, 1, 1), date(2026, 1, 1)),
        (date(2024, 1, 1), date(2029, 1, 1)),
    ]


def test_what_is_filled_is_not_overwritten_unless_it_was_ticked(desk: DocumentingDesk) -> None:
    documents = desk.part(desk.collecting())
    first, second = archive.items_of(documents)
    unit = desk.office.pelaksana_a
    documents = desk.do(
        documents, "state_item", unit, item=first, facts=facts(container="map khusus")
    )
    documents = desk.do(
        documents, "state_items", unit, items=archive.items_of(documents), facts=many()
    )
    assert documents.entries.get(item=first).container == "map khusus"
    ticked = archive.items_of(documents).filter(pk=first.pk)
    documents = desk.do(
        documents, "state_items", unit, items=ticked, facts=many(container="boks 9"), anew=True
    )
    assert documents.entries.get(item=first).container == "boks 9"
    assert documents.entries.get(item=second).container == "boks 7"
    assert documents.recorded == 2


def test_the_next_round_can_be_as_before(desk: DocumentingDesk) -> None:
    """What the archive list knows is stated in one act; what is new stays empty."""
    desk.filed(place="Gudang lama")
    desk.travel("2026-09-01 10:00")
    new = desk.item()
    documents = desk.part(desk.begun())
    documents = desk.do(documents, "state_as_before", desk.office.pelaksana_a)
    assert (documents.recorded, documents.missing) == (2, 1)
    assert set(documents.entries.values_list("place", flat=True)) == {"Gudang lama"}
    assert list(archive.unrecorded(documents)) == [new]
    with pytest.raises(Refused, match="Tidak ada butir kosong"):
        desk.do(documents, "state_as_before", desk.office.pelaksana_a)


# -- ratified and filed ----------------------------------------------------------------------------


def test_filing_makes_the_archive_list_definite(desk: DocumentingDesk) -> None:
    """SOP 7.4: nothing is in the list before, and every stated item is after."""
    case = desk.filing()
    assert ArchiveRecord.objects.count() == 0
    case = desk.do(case, "file", desk.office.petugas)
    assert (case.filed, ArchiveRecord.objects.count()) == (4, 4)
    record = ArchiveRecord.objects.filter(unit=desk.office.unit_a).first()
    assert record is not None
    entry = ArchiveEntry.objects.get(item=record.item)
    for name in archive.FACTS:
        assert getattr(record, name) == getattr(entry, name), name


def test_the_next_round_renews_the_records_it_files(desk: DocumentingDesk) -> None:
    """One record an item, however many rounds; what was stated before stays with its round."""
    first = desk.filed(place="Gudang lama")
    desk.travel("2026-09-01 10:00")
    case = desk.begun()
    desk.hand_in(case, place="Gudang baru")
    case = DocumentingRound.objects.get(pk=case.pk)
    for act, who in (("compile", "petugas"), ("ratify", "ketua"), ("file", "petugas")):
        case = desk.do(case, act, getattr(desk.office, who))
    assert ArchiveRecord.objects.count() == 4
    assert set(ArchiveRecord.objects.values_list("place", "filed_in")) == {("Gudang baru", case.pk)}
    before = ArchiveEntry.objects.filter(documents__origin_id=first.pk)
    assert set(before.values_list("place", flat=True)) == {"Gudang lama"}


def test_a_unit_that_was_left_out_is_not_filed(desk: DocumentingDesk) -> None:
    """What it had stated is no proposal of the unit."""
    case = desk.collecting()
    desk.hand_in(case, only_a=True)
    desk.stated(desk.part(case, desk.office.unit_b), desk.office.pelaksana_b)
    desk.travel(LATE)
    left = {"units": [desk.office.unit_b], "reason": "Tidak menjawab."}
    desk.do(case, "go_on_without", desk.office.ketua, **left)
    rounds.follow(case.pk)
    case = DocumentingRound.objects.get()
    for act, who in (("compile", "petugas"), ("ratify", "ketua"), ("file", "petugas")):
        case = desk.do(case, act, getattr(desk.office, who))
    assert set(ArchiveRecord.objects.values_list("unit", flat=True)) == {desk.office.unit_a.pk}


def test_each_step_yields_its_document(desk: DocumentingDesk) -> None:
    """SOP 7.2 to 7.4: memorandum, ratified list, archive list, each with its number."""
    case = desk.filed()
    letters = Letter.objects.filter(case_id=case.pk).order_by("pk")
    assert [letter.kind for letter in letters] == [
        "documenting_memorandum",
        "documenting_ratified",
        "archive_list",
    ]
    assert [letter.signatory_role for letter in letters] == [
        "tim_sekretariat_ppid",
        "ketua_ppid",
        "tim_sekretariat_ppid",
    ]


def test_a_list_too_long_for_paper_is_printed_as_its_recapitulation(
    desk: DocumentingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines stand in the portal, frozen with the round; the letter says so."""
    from dip_app.documenting import letter_schemas, letters

    monkeypatch.setattr(letter_schemas, "MOST", 3)
    context = letters.ratified_context(desk.deciding())
    assert context.rows == []
    assert [row.items for row in context.recap] == [2, 2]


# -- disposal --------------------------------------------------------------------------------------


def test_only_what_has_ended_is_proposed(desk: DocumentingDesk) -> None:
    """UU 43/2009 Pasal 51: on the day the retention ends, not before; the fate decides which."""
    desk.filed(active_years=1, inactive_years=0)
    ends = ArchiveRecord.objects.values_list("retention_end", flat=True).distinct().get()
    assert ends == date(2028, 1, 1)
    desk.travel("2027-12-31 10:00")
    assert candidates("destroy").count() == 0
    desk.travel("2028-01-01 10:00")
    assert candidates("destroy").count() == 4
    assert candidates("permanent").count() == 0


def test_what_is_permanent_is_handed_over_and_never_destroyed(desk: DocumentingDesk) -> None:
    """UU 43/2009 Pasal 53."""
    desk.ended(fate="permanent")
    with pytest.raises(Refused):
        desk.proposed("destroy")
    case = desk.do(desk.proposed("permanent"), "approve", desk.office.ketua)
    desk.do(case, "carry_out", desk.office.petugas, **desk.carried_out())
    assert set(ArchiveRecord.objects.values_list("disposal", flat=True)) == {"handed_over"}


def test_what_nobody_found_is_not_proposed(desk: DocumentingDesk) -> None:
    desk.ended(form="missing", place="", remarks="Hilang saat pindah.")
    assert candidates("destroy").count() == 0


def test_the_portal_deletes_nothing_by_itself(desk: DocumentingDesk) -> None:
    """The record is marked; item, entry and record are all still there, and public."""
    desk.disposal_in("carried_out")
    assert set(ArchiveRecord.objects.values_list("disposal", flat=True)) == {"destroyed"}
    assert InformationItem.objects.public().count() == 4
    assert ArchiveEntry.objects.count() == 4
    desk.travel("2026-09-01 10:00")
    assert desk.part(desk.begun()).expected == 0


def test_a_record_is_in_one_open_proposal_at_most(desk: DocumentingDesk) -> None:
    """Declined, it may be proposed again."""
    desk.ended()
    first = desk.proposed()
    with pytest.raises(Refused):
        desk.proposed()
    desk.do(first, "decline", desk.office.ketua, reason="Masih diperlukan.")
    assert desk.proposed().standing().count() == 4


@pytest.mark.parametrize("cause", ["request", "decree", "decree_by_title", "test"])
def test_what_still_runs_is_not_proposed_and_it_says_why(desk: DocumentingDesk, cause: str) -> None:
    """UU 14/2008 Pasal 53: nothing that somebody waits for is destroyed."""
    desk.ended()
    record = ArchiveRecord.objects.filter(unit=desk.office.unit_a).order_by("pk")[0]
    title = "Perjanjian sewa gedung arsip tahun 2015"
    InformationItem.objects.filter(pk=record.item_id).update(title=title)
    if cause == "request":
        words = file_request(information=f"Mohon salinan {title.upper()}, lengkap.").number
    elif cause == "decree":
        words = make_decree(desk.office.unit_b, item=record.item).number
    elif cause == "decree_by_title":
        words = make_decree(desk.office.unit_a, title=title).number
    else:
        case = ask_for_test(
            title="Uji",
            question="Uji",
            items=[(title, desk.office.unit_a)],
            trigger="unit",
            asked_by="Biro",
            actor=desk.office.actor(desk.office.petugas),
            idempotency_key="uji",
        )
        case.items.update(entry=record.item)
        words = case.number
    struck = desk.proposed().lines.get(record=record).struck_reason
    assert str(words) in struck


def test_a_case_that_began_meanwhile_stops_approval_and_destruction(desk: DocumentingDesk) -> None:
    """The look is taken once more at each of both acts; struck out, the rest goes on."""
    case = desk.disposal_in("approved")
    line: Any = case.lines.first()
    make_decree(desk.office.unit_b, item=line.record.item)
    with pytest.raises(Refused, match="Keluarkan dahulu"):
        desk.do(case, "carry_out", desk.office.petugas, **desk.carried_out())
    case = desk.do(case, "strike", desk.office.petugas, line=line, reason="Dikecualikan.")
    desk.do(case, "carry_out", desk.office.petugas, **desk.carried_out())
    assert ArchiveRecord.objects.filter(disposal="destroyed").count() == 3
    assert ArchiveRecord.objects.get(pk=line.record_id).disposal == ""


@pytest.mark.parametrize(("inactive", "needed"), [(8, True), (7, False)])
def test_ten_years_need_the_word_of_anri(
    desk: DocumentingDesk, inactive: int, needed: bool
) -> None:
    """PP 28/2012: destruction of what is kept ten years or longer is approved by Kepala ANRI."""
    desk.travel("2026-03-02 10:00")
    desk.item(made_year=2010)
    case = desk.begun()
    desk.hand_in(case, active_years=2, inactive_years=inactive)
    case = DocumentingRound.objects.get()
    for act, who in (("compile", "petugas"), ("ratify", "ketua"), ("file", "petugas")):
        case = desk.do(case, act, getattr(desk.office, who))
    proposal = desk.do(desk.proposed(), "approve", desk.office.ketua)
    if needed:
        with pytest.raises(Refused) as refusal:
            desk.do(proposal, "carry_out", desk.office.petugas, **desk.carried_out())
        assert refusal.value.field == "anri_letter"
    letter = {"anri_letter": "B-PK/7/2026"} if needed else {}
    done = desk.do(proposal, "carry_out", desk.office.petugas, **desk.carried_out(**letter))
    assert done.state == "carried_out"


def test_the_last_record_is_not_struck_out(desk: DocumentingDesk) -> None:
    """A proposal of nothing is declined instead."""
    desk.ended()
    case: Any = desk.proposed(unit=desk.office.unit_a)
    first, second = case.lines.all()
    case = desk.do(case, "strike", desk.office.petugas, line=first, reason="Diperlukan.")
    with pytest.raises(Refused, match="arsip terakhir"):
        desk.do(case, "strike", desk.office.petugas, line=second, reason="Diperlukan.")
    assert DisposalProposal.objects.get().standing().get() == second


# -- what needs attention --------------------------------------------------------------------------


def alerts(desk: DocumentingDesk, who: str) -> dict[str, int]:
    found = desk_panels.attention([desk.office.actor(getattr(desk.office, who))])
    return {str(alert["title"]): len(alert["rows"]) for alert in found}


def test_an_old_list_is_named_and_a_running_round_is_not(desk: DocumentingDesk) -> None:
    """The SOP gives no period: after a year without a round the office is asked to begin one."""
    outdated = "Daftar arsip perlu diperbarui"
    desk.travel("2026-03-02 10:00")
    assert alerts(desk, "petugas")[outdated] == 0
    desk.item()
    assert alerts(desk, "petugas")[outdated] == 1
    desk.filed()
    assert alerts(desk, "petugas")[outdated] == 0
    desk.travel("2027-03-01 10:00")
    assert alerts(desk, "petugas")[outdated] == 0
    desk.travel("2027-03-03 10:00")
    assert alerts(desk, "petugas")[outdated] == 1
    assert outdated not in alerts(desk, "pelaksana_a")


def test_what_has_ended_is_named_until_it_is_proposed(desk: DocumentingDesk) -> None:
    desk.ended()
    assert alerts(desk, "petugas")["Arsip habis masa simpan"] == 1
    desk.proposed()
    assert alerts(desk, "petugas")["Arsip habis masa simpan"] == 0


def test_a_unit_sees_its_part_and_not_the_round(desk: DocumentingDesk) -> None:
    from ppid_portal.sop.scope import may_view

    case = desk.collecting()
    unit = desk.office.pelaksana_a
    assert may_view(unit, desk.part(case))
    assert not may_view(unit, desk.part(case, desk.office.unit_b))
    assert not may_view(unit, case)
    assert UnitDocuments.objects.count() == 2
