"""Publishing and withdrawing, by service and in the admin; and the list of the demo."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from dip_app import services
from dip_app.demo import build_items
from dip_app.editions.changes import SINGLE_AMENDMENT
from dip_app.editions.models import ListChange
from dip_app.models import Category, ClassificationDecree, InformationItem, ItemFile, Status
from dip_app.search import search
from dip_app.search.sqlite import mend
from ppid_portal.audit.models import AuditEntry
from ppid_portal.people.models import Unit, User
from tests.conftest import Office
from tests.dip_app.conftest import Make

pytestmark = pytest.mark.django_db


def draft(make_item: Make, **fields: Any) -> InformationItem:
    return make_item(status="draft", published_at=None, **fields)


# -- the services ------------------------------------------------------------------------------


def test_publishing_puts_an_item_on_the_list_and_is_recorded(
    make_item: Make, office: Office, travel: Any
) -> None:
    at = travel("2026-03-09 10:00")
    item = services.publish(draft(make_item), office.actor(office.petugas))
    assert (item.status, item.published_at) == (Status.PUBLISHED, at)
    entry = AuditEntry.objects.get(subject=f"item:{item.pk}")
    assert (entry.verb, entry.from_state, entry.to_state) == ("publish_item", "draft", "published")
    assert entry.user_id == office.petugas.pk
    assert [hit.id for hit in search().hits] == [item.pk]


def test_it_refuses_to_publish_twice(make_item: Make) -> None:
    item = services.publish(draft(make_item), None)
    with pytest.raises(ValidationError, match="sudah terbit"):
        services.publish(item, None)


def test_it_refuses_an_incomplete_item(make_item: Make) -> None:
    with pytest.raises(ValidationError) as caught:
        services.publish(draft(make_item, retention=""), None)
    assert "retention" in caught.value.message_dict
    assert not AuditEntry.objects.filter(verb="publish_item").exists()


def test_withdrawing_needs_a_reason(make_item: Make) -> None:
    item = make_item()
    with pytest.raises(ValidationError, match="alasan"):
        services.withdraw(item, None, "  ")
    item.refresh_from_db()
    assert item.is_public


def test_a_withdrawn_item_is_recorded_and_can_come_back(make_item: Make) -> None:
    item = services.withdraw(make_item(), None, "Angka keliru.")
    assert AuditEntry.objects.get(verb="withdraw_item").reason == "Angka keliru."
    with pytest.raises(ValidationError, match="tidak sedang terbit"):
        services.withdraw(item, None, "Lagi.")
    assert services.publish(item, None).is_public


def test_every_change_leaves_a_version(make_item: Make, travel: Any) -> None:
    travel("2026-05-03 09:00")
    item = make_item("Satu")
    at = travel("2026-05-04 09:00")
    item.title = "Dua"
    item.save()
    assert [row.title for row in item.history.all()] == ["Dua", "Satu"]
    assert item.history.first().history_date == at


# -- the admin ---------------------------------------------------------------------------------


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create(
        email="admin@uji.example", name="Pengelola", is_staff=True, is_superuser=True
    )


@pytest.fixture
def staff(boss: User, client_as: Any) -> Client:
    client: Client = client_as(boss)
    return client


ITEMS = "admin:dip_app_informationitem_changelist"


def act(client: Client, action: str, items: list[InformationItem], **data: str) -> str:
    response = client.post(
        reverse(ITEMS),
        {"action": action, "_selected_action": [item.pk for item in items], **data},
        follow=True,
    )
    assert response.status_code == 200
    return response.content.decode()


def test_the_admin_publishes_what_can_be_published_and_says_what_cannot(
    staff: Client, make_item: Make, boss: User
) -> None:
    good, public = draft(make_item, title="Baik"), make_item("Terbit Dulu")
    html = act(staff, "publish_selected", [good, public])
    assert "1 informasi diterbitkan." in html
    assert "sudah terbit" in html
    good.refresh_from_db()
    assert good.is_public
    assert AuditEntry.objects.get(subject=f"item:{good.pk}").user_id == boss.pk


def test_the_admin_withdraws_with_a_reason_only(staff: Client, make_item: Make) -> None:
    item = make_item()
    assert "alasan" in act(staff, "withdraw_selected", [item])
    item.refresh_from_db()
    assert item.is_public
    act(staff, "withdraw_selected", [item], reason="Keliru.")
    item.refresh_from_db()
    assert item.status == Status.WITHDRAWN


def test_the_admin_never_deletes_an_item(staff: Client, make_item: Make) -> None:
    item = make_item()
    assert staff.get(reverse("admin:dip_app_informationitem_delete", args=[item.pk])).status_code \
        == 403  # fmt: skip


def test_the_admin_adds_an_item_with_a_file(staff: Client, unit: Unit) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = staff.post(
        reverse("admin:dip_app_informationitem_add"),
        {
            "title": "Data Aset", "summary": "Daftar aset.", "category": "available",
            "unit": unit.pk, "responsible": "Kepala Biro", "made_when": "2026", "made_year": 2026,
            "made_where": "Jakarta", "format": "spreadsheet", "formats": "CSV",
            "retention": "5 tahun", "language": "id",
            "files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 0, "files-MIN_NUM_FORMS": 0,
            "files-MAX_NUM_FORMS": 1000, "files-0-label": "Tabel", "files-0-position": 0,
            "files-0-upload": SimpleUploadedFile("aset.txt", b"tanah,2\n", "text/plain"),
        },
    )  # fmt: skip
    assert response.status_code == 302, response.context["errors"]
    item = InformationItem.objects.get()
    assert item.status == Status.DRAFT
    assert item.files.get().file.original_name == "aset.txt"
    assert staff.get(
        reverse("admin:dip_app_informationitem_change", args=[item.pk])
    ).status_code == 200  # fmt: skip


def test_the_admin_asks_for_the_file_of_a_new_row(staff: Client, make_item: Make) -> None:
    item = make_item()
    fields = {field: getattr(item, field) for field in (
        "title", "summary", "category", "responsible", "made_when", "made_year", "made_where",
        "format", "formats", "retention", "language")}  # fmt: skip
    response = staff.post(
        reverse("admin:dip_app_informationitem_change", args=[item.pk]),
        {
            **fields, "unit": item.unit_id,
            "files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 0, "files-MIN_NUM_FORMS": 0,
            "files-MAX_NUM_FORMS": 1000, "files-0-label": "Tabel", "files-0-position": 3,
            "files-0-item": item.pk,
        },
    )  # fmt: skip
    assert "Pilih berkas yang akan ditambahkan." in response.content.decode()
    assert not ItemFile.objects.exists()


def amend(staff: Client, item: InformationItem, **changed: Any) -> Any:
    """Send the page of an item as it stands, but for what is changed."""
    names = (
        "title", "summary", "category", "responsible", "made_when", "made_year", "made_where",
        "format", "formats", "retention", "language",
    )  # fmt: skip
    return staff.post(
        reverse("admin:dip_app_informationitem_change", args=[item.pk]),
        {
            **{name: getattr(item, name) for name in names}, "unit": item.unit_id,
            "files-TOTAL_FORMS": 0, "files-INITIAL_FORMS": 0, "files-MIN_NUM_FORMS": 0,
            "files-MAX_NUM_FORMS": 1000, **changed,
        },
    )  # fmt: skip


def test_a_public_item_is_put_right_with_a_reason_that_is_kept(
    staff: Client, make_item: Make
) -> None:
    """Each change of the list is traced to its decision, also one by hand (F74)."""
    item = make_item("Laporan Kinerja")
    response = amend(staff, item, title="Laporan Kinerja 2025")
    assert "Tulis alasan perubahan" in response.content.decode()
    item.refresh_from_db()
    assert item.title == "Laporan Kinerja"
    assert (
        amend(staff, item, title="Laporan Kinerja 2025", reason="Salah ketik.").status_code == 302
    )
    change = ListChange.objects.get(kind="changed")
    assert (change.item_id, change.basis) == (item.pk, SINGLE_AMENDMENT.words)
    entry = AuditEntry.objects.get(verb="amend_item")
    assert (entry.subject, entry.reason) == (f"item:{item.pk}", "Salah ketik.")


def test_saving_it_as_it_is_changes_nothing(staff: Client, make_item: Make) -> None:
    item = make_item()
    assert amend(staff, item).status_code == 302
    assert not ListChange.objects.filter(kind="changed").exists()


def test_a_draft_is_nobodys_list_yet(staff: Client, make_item: Make) -> None:
    item = make_item(status=Status.DRAFT, published_at=None)
    assert amend(staff, item, title="Lain").status_code == 302
    assert not ListChange.objects.exists()


def decree_fields(unit: Unit, **changed: Any) -> dict[str, Any]:
    return {
        "number": "SK-9", "date": "2026-01-02", "title": "Rencana pengamanan", "letter": "c",
        "legal_basis": "UU 14/2008", "consequence": "Bahaya.", "valid_from": "2026-01-02",
        "valid_until": "2030-01-02", "unit": unit.pk, **changed,
    }  # fmt: skip


def test_the_admin_records_a_decree(staff: Client, unit: Unit, boss: User) -> None:
    address = reverse("admin:dip_app_classificationdecree_add")
    assert staff.post(address, decree_fields(unit)).status_code == 302
    found = ClassificationDecree.objects.get()
    assert found.recorded_by == boss
    assert AuditEntry.objects.get(subject=f"decree:{found.pk}").verb == "record_decree"
    assert staff.get(reverse("admin:dip_app_classificationdecree_changelist")).status_code == 200


def test_the_admin_says_beside_the_field_what_is_wrong(staff: Client, unit: Unit) -> None:
    """Case 29: a permanent exclusion by letter c."""
    response = staff.post(
        reverse("admin:dip_app_classificationdecree_add"),
        decree_fields(unit, valid_until="", end_event="permanen"),
    )
    assert response.status_code == 200
    assert "tidak boleh permanen" in response.content.decode()
    assert not ClassificationDecree.objects.exists()


# -- the demo ----------------------------------------------------------------------------------


def test_the_demo_makes_a_list_once() -> None:
    made = build_items(30)
    assert len(made) == 30
    assert {item.category for item in made} == set(Category.values)
    assert len({item.unit_id for item in made}) > 5
    assert len({item.made_year for item in made}) > 1
    assert all(item.is_public and item.published_at for item in made)
    assert made[0].published_at < made[-1].published_at  # type: ignore[operator]
    assert build_items(30) == []
    assert search("anggaran").hits


def test_the_demo_has_seventy_different_items() -> None:
    made = build_items()
    assert len({item.title for item in made}) == 70


# -- the index outlives migrations -------------------------------------------------------------


def test_lost_triggers_of_the_index_are_put_back(make_item: Make) -> None:
    """SQLite changes a table by copying it; the triggers go with the old one."""
    if connection.vendor != "sqlite":
        mend(None)  # nothing to mend, and nothing that fails
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER dip_app_itemsearch_insert")
    make_item("Geospasial")
    assert not search("geospasial").hits
    mend(None)
    assert search("geospasial").hits
    make_item("Hidrologi")
    assert search("hidrologi").hits


class Editor:
    """Runs what a migration would, inside the test's own transaction."""

    connection = connection

    def execute(self, statement: str, params: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_index_can_be_taken_away_and_made_again(make_item: Make) -> None:
    """The migration is reversible on both databases, and fills the index when it comes back."""
    migration = import_module("dip_app.migrations.0002_search")
    make_item("Geospasial")
    connection.check_constraints()  # PostgreSQL changes no table with checks outstanding
    migration.undo(None, Editor())
    make_item("Hidrologi")
    with pytest.raises(DatabaseError), transaction.atomic():
        search("geospasial")
    connection.check_constraints()
    migration.make(None, Editor())
    assert search("geospasial").hits
    assert search("hidrologi").hits
