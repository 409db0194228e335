"""Editions of the list: frozen for good, complete, and every change with its decision (F74)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dip_app import services
from dip_app.editions.changes import Basis, current_edition
from dip_app.editions.freezing import freeze
from dip_app.editions.models import (
    Action,
    EditionEntry,
    FrozenEdition,
    ListChange,
    ListEdition,
    Proposal,
)
from dip_app.editions.proposing import prefill, take_in
from dip_app.editions.publishing import publish_all
from dip_app.exclusions.models import DocumentationRound
from dip_app.models import ENTRY_COLUMNS, ClassificationDecree, InformationItem, Status
from ppid_portal.clock import now
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Unit
from ppid_portal.sop.models import Case
from tests.dip_app.conftest import Make, item_fields

pytestmark = pytest.mark.django_db


def any_case(number: int = 1) -> Case:
    """Return a case of whatever kind: editions and proposals hang on any."""
    return DocumentationRound.objects.create(
        number=f"{number:03d}/UJI/2026",
        title="Putaran uji",
        period_from=date(2020 + number, 1, 1),
        period_to=date(2020 + number, 6, 30),
    )


def a_letter(case: Case, number: str = "1 TAHUN 2026") -> Letter:
    letter = Letter(
        kind="list_decree",
        series="decree",
        number=number,
        case_id=case.pk,
        title="Surat Keputusan",
        sealed_context="{}",
        audience="internal",
        signatory_position="Ketua PPID",
        signatory_role="ketua_ppid",
    )
    letter.save()
    return letter


def frozen(number: int = 1, **fields: Any) -> ListEdition:
    case = any_case(number)
    return freeze(
        case,
        decreed_on=fields.pop("on", date(2026, 3, 2)),
        at=now(),
        decree=a_letter(case, f"{number} TAHUN 2026"),
    )


def a_draft(unit: Unit, title: str, **fields: Any) -> InformationItem:
    values = item_fields(unit, 1, title, {"status": "draft", "published_at": None, **fields})
    return InformationItem.objects.create(**values)


def proposal(case: Case, unit: Unit, title: str, position: int = 1, **fields: Any) -> Proposal:
    values = item_fields(unit, 1, title, fields)
    for name in ("status", "published_at"):
        values.pop(name)
    return Proposal.objects.create(case=case, position=position, **values)


# -- frozen ----------------------------------------------------------------------------------------


def test_an_edition_holds_every_public_item_as_it_stood(make_item: Make, unit: Unit) -> None:
    shown = make_item("Rencana strategis", topic="Perencanaan", link="https://contoh.test/r")
    a_draft(unit, "Belum terbit")
    edition = frozen()
    [entry] = edition.entries.all()
    assert edition.entry_count == 1
    assert (entry.item, entry.unit, entry.unit_name) == (shown, unit, unit.name)
    assert {n: getattr(entry, n) for n in ENTRY_COLUMNS} == {
        n: getattr(shown, n) for n in ENTRY_COLUMNS
    }


def test_entries_are_numbered_without_a_hole_in_the_order_of_the_form(make_item: Make) -> None:
    for title in ("Cemara", "Akasia", "Beringin"):
        make_item(title)
    entries = frozen().entries.values_list("position", "title")
    assert list(entries) == [(1, "Akasia"), (2, "Beringin"), (3, "Cemara")]


def test_a_later_change_of_an_item_leaves_the_edition_as_it_was(make_item: Make) -> None:
    item = make_item("Laporan lama")
    edition = frozen()
    item.title = "Laporan baru"
    item.save()
    assert edition.entries.get().title == "Laporan lama"


@pytest.mark.parametrize("model", [ListEdition, EditionEntry, ListChange])
def test_what_was_decreed_is_never_changed_or_deleted(model: Any, make_item: Make) -> None:
    item = make_item()
    frozen()
    services.withdraw(item, None, "Keliru")
    row = model.objects.get()
    with pytest.raises(FrozenEdition):
        row.save()
    with pytest.raises(FrozenEdition):
        row.delete()
    with pytest.raises(FrozenEdition):
        model.objects.update(pk=0)
    with pytest.raises(FrozenEdition):
        model.objects.all().delete()
    with pytest.raises(FrozenEdition):
        model.objects.bulk_update([row], ["id"])


def test_a_case_makes_one_edition_however_often_it_is_asked(make_item: Make) -> None:
    make_item()
    edition = frozen()
    again = freeze(edition.case, decreed_on=date(2026, 3, 2), at=now(), decree=edition.decree)
    assert again == edition
    assert EditionEntry.objects.count() == 1


def test_editions_are_numbered_within_their_year_and_follow_each_other(make_item: Make) -> None:
    make_item()
    first, second = frozen(1), frozen(2)
    third = frozen(3, on=date(2027, 1, 4))
    assert [(e.year, e.number) for e in (first, second, third)] == [
        (2026, 1), (2026, 2), (2027, 1),
    ]  # fmt: skip
    assert (second.previous, third.previous) == (first, second)
    assert current_edition() == third
    first.refresh_from_db()
    assert (first.is_current, third.is_current) == (False, True)


def test_the_database_refuses_an_edition_without_its_decision(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ListEdition(
            year=2026, number=1, decreed_on=date(2026, 3, 2), case=any_case(), entry_count=0
        ).save()


def test_the_number_of_statements_does_not_grow_with_the_list(unit: Unit, make_item: Make) -> None:
    def statements(number: int) -> int:
        case = any_case(number)
        letter = a_letter(case, f"{number} TAHUN 2026")
        with CaptureQueriesContext(connection) as caught:
            freeze(case, decreed_on=date(2026, 3, 2), at=now(), decree=letter)
        return len(caught)

    make_item()
    statements(1)  # the first edition has none to lock
    few = statements(2)
    InformationItem.objects.bulk_create(
        InformationItem(**item_fields(unit, n, f"Butir {n}", {})) for n in range(300)
    )
    assert statements(3) == few
    assert ListEdition.objects.latest("pk").entry_count == 301


# -- changes and their decisions -------------------------------------------------------------------


def test_publishing_and_withdrawing_name_their_decision(unit: Unit) -> None:
    letter = a_letter(any_case())
    item = services.publish(a_draft(unit, "Laporan"), None, basis=Basis.by(letter))
    services.withdraw(item, None, "Alasan dalam")
    removed, added = ListChange.objects.filter(item=item)
    assert (added.kind, added.letter, added.case_id) == ("added", letter, letter.case_id)
    assert added.basis == "Surat Keputusan Nomor 1 TAHUN 2026"
    assert removed.kind == "removed"
    # The reason was written for the record; the public sees that the office withdrew it.
    assert removed.basis == "Penarikan tersendiri oleh kantor PPID"


def test_a_change_follows_the_edition_in_force(unit: Unit, make_item: Make) -> None:
    make_item()
    before = services.publish(a_draft(unit, "Sebelum"), None)
    edition = frozen()
    after = services.publish(a_draft(unit, "Sesudah"), None)
    assert ListChange.objects.get(item=before).after is None
    assert ListChange.objects.get(item=after).after == edition


# -- proposals -------------------------------------------------------------------------------------


def test_a_unit_begins_with_what_the_list_has_of_it(unit: Unit, make_item: Make) -> None:
    kept = make_item("Terbit")
    draft = a_draft(unit, "Konsep")
    other = Unit.objects.create(code="lain", name="Unit lain", kind="bureau")
    InformationItem.objects.create(**item_fields(other, 1, "Milik lain", {}))
    case = any_case()
    assert prefill(case, unit) == 2
    rows = {row.item: row.action for row in case.proposals.all()}
    assert rows == {kept: Action.KEEP, draft: Action.NEW}
    assert prefill(case, unit) == 0


def test_a_list_that_a_unit_sends_becomes_proposals(unit: Unit, make_item: Make) -> None:
    same = make_item("Rencana Strategis 2026", made_when="2026", summary="Rencana Strategis 2026")
    gone = make_item("Profil unit")
    case = any_case()
    prefill(case, unit)
    content = (
        "No,Judul,Ringkasan,Penanggung jawab,Waktu,Tempat,Format,Retensi\n"
        "1,Rencana Strategis 2026,Isi yang lebih lengkap,Kepala Biro Uji,2026,Jakarta,PDF,5 tahun\n"
        "2,Daftar aset 2026,Aset tetap,Kepala Biro Uji,2026,Jakarta,XLSX,5 tahun\n"
        "3,,,,,,,\n"
    )
    found = take_in(case, unit, content.encode(), "usul.csv")
    assert (found.new, found.changed, found.rejected) == (1, 1, [])
    rows = {row.title: row for row in case.proposals.all()}
    assert rows["Rencana Strategis 2026"].item == same
    assert rows["Rencana Strategis 2026"].action == Action.CHANGE
    assert rows["Rencana Strategis 2026"].summary == "Isi yang lebih lengkap"
    assert rows["Daftar aset 2026"].action == Action.NEW
    assert rows["Profil unit"].item == gone
    assert rows["Profil unit"].action == Action.KEEP


# -- publication by the decree ---------------------------------------------------------------------


def test_a_decree_publishes_changes_and_removes_at_once(unit: Unit, make_item: Make) -> None:
    kept, changed, gone = make_item("Tetap"), make_item("Lama"), make_item("Keluar")
    draft = a_draft(unit, "Konsep")
    case = any_case()
    prefill(case, unit)
    case.proposals.filter(item=changed).update(action=Action.CHANGE, title="Baru judulnya")
    case.proposals.filter(item=gone).update(action=Action.REMOVE, remark="Sudah tidak dikuasai")
    proposal(case, unit, "Sama sekali baru", 9)
    letter = a_letter(case)
    found = publish_all(Proposal.objects.filter(case=case), Basis.by(letter), None, now())
    assert (found.added, found.changed, found.removed) == (2, 1, 1)
    titles = set(InformationItem.objects.public().values_list("title", flat=True))
    assert titles == {"Tetap", "Baru judulnya", "Konsep", "Sama sekali baru"}
    gone.refresh_from_db()
    assert gone.status == Status.WITHDRAWN
    kinds = dict(ListChange.objects.values_list("item__title", "kind"))
    assert kinds == {
        "Baru judulnya": "changed",
        "Keluar": "removed",
        "Konsep": "added",
        "Sama sekali baru": "added",
    }
    assert {c.letter for c in ListChange.objects.all()} == {letter}
    assert not kept.list_changes.exists()
    assert draft.history.latest().history_change_reason.startswith("Surat Keputusan Nomor 1")
    created = InformationItem.objects.get(title="Sama sekali baru")
    assert created.history.get().history_type == "+"
    assert created.published_at is not None
    assert case.proposals.get(title="Sama sekali baru").item == created


def test_a_second_publication_of_the_same_proposals_changes_nothing(
    unit: Unit, make_item: Make
) -> None:
    case = any_case()
    proposal(case, unit, "Baru")
    basis = Basis.by(a_letter(case))
    publish_all(Proposal.objects.filter(case=case), basis, None, now())
    again = publish_all(Proposal.objects.filter(case=case), basis, None, now())
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert InformationItem.objects.count() == 1


def test_what_is_excluded_by_then_stays_out(unit: Unit) -> None:
    """UU 14/2008 Pasal 17: by title of the same unit, in whatever writing."""
    services.record_decree(
        ClassificationDecree(
            number="SK-1/PPID/2026",
            date=date(2026, 1, 1),
            title="SISTEM KEAMANAN GEDUNG",
            letter="c",
            legal_basis="UU 14/2008 Pasal 17 huruf c",
            consequence="Membahayakan.",
            valid_from=date(2026, 1, 1),
            valid_until=date(2040, 1, 1),
            unit=unit,
        ),
        None,
    )
    case = any_case()
    proposal(case, unit, "Sistem keamanan gedung")
    found = publish_all(Proposal.objects.filter(case=case), Basis.by(a_letter(case)), None, now())
    assert (found.added, found.excluded) == (0, 1)
    assert case.proposals.get().set_aside


def test_an_entry_withdrawn_meanwhile_stays_withdrawn(unit: Unit, make_item: Make) -> None:
    item = make_item("Ditarik kemudian")
    case = any_case()
    prefill(case, unit)
    case.proposals.update(action=Action.CHANGE, title="Diubah")
    services.withdraw(item, None, "Keliru")
    publish_all(Proposal.objects.filter(case=case), Basis.by(a_letter(case)), None, now())
    item.refresh_from_db()
    assert (item.status, item.title) == (Status.WITHDRAWN, "Ditarik kemudian")


def test_publication_takes_no_statement_per_entry(unit: Unit) -> None:
    def statements(number: int, rows: int) -> int:
        case = any_case(number)
        Proposal.objects.bulk_create(
            Proposal(
                case=case,
                position=n,
                **{
                    k: v
                    for k, v in item_fields(unit, n, f"Butir {number}-{n}", {}).items()
                    if k not in ("status", "published_at")
                },
            )
            for n in range(rows)
        )
        basis = Basis.by(a_letter(case, f"{number} TAHUN 2026"))
        with CaptureQueriesContext(connection) as caught:
            publish_all(Proposal.objects.filter(case=case), basis, None, now())
        return len(caught)

    statements(1, 1)
    # SQLite takes new rows in lots of some dozens: two more statements, not 58.
    assert statements(3, 60) <= statements(2, 2) + 2
