"""Importing in one piece, with history and record, and taking an import back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dip_app import services
from dip_app.importing import applying
from dip_app.importing.limits import Unreadable
from dip_app.importing.mapping import Mapping
from dip_app.importing.models import ImportBatch, ImportedItem
from dip_app.importing.rows import UPDATE, Decisions
from dip_app.models import ClassificationDecree, InformationItem, Status
from dip_app.search import search
from ppid_portal.audit.models import AuditEntry
from ppid_portal.audit.services import verify
from ppid_portal.files.models import StoredFile
from tests.conftest import Office

pytestmark = pytest.mark.django_db

HEAD = "No;Judul;Kategori;Ringkasan;Penanggung jawab;Waktu;Tempat;Bentuk;Retensi"
FIRST = "1;Laporan Geospasial;Berkala;Peta.;Kepala Biro;2025;Jakarta;PDF;5 tahun"
SECOND = "2;Daftar Aset;Setiap saat;Barang.;Kepala Biro;2025;Jakarta;PDF;5 tahun"
WRONG = "3;Berkas Penyidikan;Dikecualikan;x;Kepala Biro;2025;Jakarta;PDF;5 tahun"


def prepared(office: Office, *lines: str) -> ImportBatch:
    content = "\n".join([HEAD, *(lines or (FIRST, SECOND))]).encode()
    return applying.prepare(
        content,
        unit=office.unit_a,
        whole_body=False,
        actor=office.actor(office.pelaksana_a),
        name="Daftar Bu Rina.csv",
    )


def applied(office: Office, *lines: str) -> ImportBatch:
    return applying.apply(prepared(office, *lines), office.actor(office.pelaksana_a))


# -- importing ---------------------------------------------------------------------------------


def test_an_import_makes_drafts_that_can_be_published(office: Office, travel: Any) -> None:
    """Publishing stays with ``services.publish``; the index follows by itself."""
    at = travel("2026-03-09 10:00")
    batch = applied(office)
    first, second = InformationItem.objects.order_by("pk")
    assert (first.title, first.status, first.unit) == ("Laporan Geospasial", "draft", office.unit_a)
    assert (first.created_at, first.changed_at, batch.applied_at) == (at, at, at)
    assert (batch.status, batch.rows, batch.accepted, batch.created) == ("applied", 2, 2, 2)
    assert not search("geospasial").hits
    services.publish(first, office.actor(office.petugas))
    assert [hit.id for hit in search("geospasial").hits] == [first.pk]
    assert [(each.row, each.item) for each in batch.items.all()] == [(2, first), (3, second)]


def test_every_imported_item_has_a_first_version(office: Office, travel: Any) -> None:
    at = travel("2026-03-09 10:00")
    batch = applied(office)
    for item in InformationItem.objects.all():
        (version,) = item.history.all()
        assert (version.history_type, version.history_date) == ("+", at)
        assert version.history_user == office.pelaksana_a
        assert version.history_change_reason == f"import:{batch.pk}"
        assert (version.title, version.unit_id, version.made_year) == (
            item.title, item.unit_id, item.made_year)  # fmt: skip


def test_an_import_is_recorded_without_the_name_of_the_file(office: Office) -> None:
    """A file name may name a person (UU 27/2022); its sum proves which file it was."""
    batch = applied(office)
    entries = list(AuditEntry.objects.filter(subject=f"import:{batch.pk}").order_by("sequence"))
    assert [entry.verb for entry in entries] == ["upload_import", "apply_import"]
    assert entries[1].user_id == office.pelaksana_a.pk
    assert entries[1].data["created"] == 2
    assert batch.file is not None
    assert entries[1].data["sha256"] == batch.file.sha256
    assert "Rina" not in str([entry.data for entry in entries])
    assert verify("dip") == []


def test_all_rows_or_none(office: Office) -> None:
    batch = prepared(office, FIRST, WRONG)
    with pytest.raises(ValidationError, match="1 baris masih salah"):
        applying.apply(batch, None)
    assert not InformationItem.objects.exists()
    applying.change(batch, decisions=Decisions(set_aside=frozenset({3})))
    assert applying.apply(batch, None).created == 1


def test_an_import_happens_once(office: Office) -> None:
    batch = applied(office)
    with pytest.raises(ValidationError, match="sudah selesai"):
        applying.apply(batch, None)
    with pytest.raises(ValidationError, match="sudah selesai"):
        applying.change(batch, decisions=Decisions())
    assert InformationItem.objects.count() == 2


def test_a_list_of_nothing_new_is_not_imported(office: Office) -> None:
    applied(office)
    with pytest.raises(ValidationError, match="Tidak ada baris"):
        applied(office)
    assert InformationItem.objects.count() == 2


def test_a_failure_half_way_leaves_nothing(office: Office, monkeypatch: Any) -> None:
    batch = prepared(office)
    calls = []

    def broken(*args: Any, **kwargs: Any) -> None:
        calls.append(args)
        raise RuntimeError("out of disk")

    monkeypatch.setattr(applying, "_add_history", broken)
    with pytest.raises(RuntimeError):
        applying.apply(batch, None)
    assert calls
    assert not InformationItem.objects.exists()
    batch.refresh_from_db()
    assert batch.is_open


def test_an_unreadable_upload_keeps_nothing(office: Office) -> None:
    with pytest.raises(Unreadable):
        applying.prepare(b"PK\x03\x04", unit=office.unit_a, whole_body=False, actor=None, name="x")
    assert not StoredFile.objects.exists()
    assert not ImportBatch.objects.exists()


def test_what_columns_are_can_be_changed(office: Office) -> None:
    batch = prepared(office)
    found = Mapping.from_json(batch.mapping)
    without = {number: name for number, name in found.columns.items() if name != "retention"}
    review = applying.change(batch, mapping=Mapping(
        found.sheet, found.header, without, found.headings, {"retention": "Permanen"}
    ))  # fmt: skip
    assert [row.values["retention"] for row in review.checked.accepted] == ["Permanen"] * 2


def test_a_list_thrown_away_leaves_no_file(office: Office) -> None:
    batch = applying.discard(prepared(office), office.actor(office.pelaksana_a))
    assert (batch.status, batch.file) == ("discarded", None)
    assert not StoredFile.objects.exists()
    assert AuditEntry.objects.filter(verb="discard_import").exists()


# -- updating drafts ---------------------------------------------------------------------------


def test_an_import_can_complete_drafts_and_give_them_back(office: Office, travel: Any) -> None:
    travel("2026-03-09 10:00")
    applied(office)
    first = InformationItem.objects.get(title="Laporan Geospasial")
    at = travel("2026-03-10 10:00")
    batch = prepared(office, FIRST.replace("5 tahun", "10 tahun"))
    applying.change(batch, decisions=Decisions(in_list=UPDATE))
    batch = applying.apply(batch, None)
    first.refresh_from_db()
    assert (batch.created, batch.updated) == (0, 1)
    assert (first.retention, first.changed_at) == ("10 tahun", at)
    assert [row.retention for row in first.history.all()] == ["10 tahun", "5 tahun"]
    travel("2026-03-11 10:00")
    applying.undo(batch, None)
    first.refresh_from_db()
    assert first.retention == "5 tahun"
    assert [row.history_type for row in first.history.all()] == ["~", "~", "+"]


def test_a_draft_published_since_the_check_is_not_changed(office: Office) -> None:
    applied(office)
    batch = prepared(office, FIRST.replace("5 tahun", "10 tahun"))
    applying.change(batch, decisions=Decisions(in_list=UPDATE))
    services.publish(InformationItem.objects.get(title="Laporan Geospasial"), None)
    with pytest.raises(ValidationError, match="Tidak ada baris"):
        applying.apply(batch, None)


# -- taking back -------------------------------------------------------------------------------


def test_an_import_can_be_taken_back(office: Office) -> None:
    batch = applied(office)
    kept = InformationItem.objects.create(
        title="Lain", summary="x", category="periodic", unit=office.unit_a, made_year=2025
    )
    pks = [each.item_id for each in batch.items.all()]
    batch = applying.undo(batch, office.actor(office.pelaksana_a))
    assert (batch.status, batch.undone_by) == ("undone", office.pelaksana_a)
    assert list(InformationItem.objects.all()) == [kept]
    assert not ImportedItem.objects.exists()
    versions = InformationItem.history.filter(id__in=pks)
    assert sorted(version.history_type for version in versions) == ["+", "+", "-", "-"]
    assert AuditEntry.objects.get(verb="undo_import").from_state == "applied"
    with pytest.raises(ValidationError, match="tidak sedang berlaku"):
        applying.undo(batch, None)


def publish(item: InformationItem, office: Office) -> None:
    services.publish(item, None)


def edit(item: InformationItem, office: Office) -> None:
    item.topic = "Lain"
    item.save()


def exclude(item: InformationItem, office: Office) -> None:
    day = item.changed_at.date()
    ClassificationDecree.objects.create(
        number="SK-9", date=day, title="Lain", letter="h", legal_basis="x", consequence="x",
        valid_from=day, end_event="persetujuan tertulis", unit=office.unit_a, item=item,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [(publish, "sudah terbit"), (edit, "sudah diubah"), (exclude, "sudah dipakai")],
)
def test_what_happened_since_stands_in_the_way_of_taking_back(
    office: Office, travel: Any, meanwhile: Any, reason: str
) -> None:
    travel("2026-03-09 10:00")
    batch = applied(office)
    assert applying.why_not_undo(batch) == ""
    travel("2026-03-09 11:00")
    meanwhile(InformationItem.objects.first(), office)
    with pytest.raises(ValidationError, match=reason):
        applying.undo(batch, None)
    assert InformationItem.objects.count() == 2
    assert ImportBatch.objects.get().status == ImportBatch.Status.APPLIED


def test_an_earlier_import_is_not_taken_back_from_under_a_later_one(
    office: Office, travel: Any
) -> None:
    travel("2026-03-09 10:00")
    earlier = applied(office)
    later = prepared(office, FIRST.replace("5 tahun", "10 tahun"))
    applying.change(later, decisions=Decisions(in_list=UPDATE))
    applying.apply(later, None)  # in the same moment: only the trace tells
    assert "dipakai" in applying.why_not_undo(earlier)


def test_the_number_of_statements_does_not_grow_with_the_rows(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    lines = [FIRST.replace("Geospasial", f"Nomor {n}") for n in range(30)]
    batch = prepared(office, *lines)
    with django_assert_max_num_queries(24):
        applying.apply(batch, office.actor(office.pelaksana_a))
    assert InformationItem.objects.filter(status=Status.DRAFT).count() == 30
    with django_assert_max_num_queries(32):
        applying.undo(batch, office.actor(office.pelaksana_a))
