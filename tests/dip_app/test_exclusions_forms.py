"""Each form of SOP 8 gives its transition exactly what it takes, and says what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from dip_app.exclusions.models import Custody, DocumentationRound, ExclusionOpening
from dip_app.models import ClassificationDecree, InformationItem
from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.models import EXCLUDED, StoredFile
from ppid_portal.files.services import store
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from tests.dip_app.conftest import item_fields
from tests.driver import PIXEL, make_decree
from tests.driver_exclusions import ExclusionDesk

pytestmark = pytest.mark.any_database

KINDS = (DocumentationRound, ExclusionOpening)
BY_PEOPLE = [d for kind in KINDS for d in declarations(kind).values() if d.roles != ("sistem",)]


def form_of(case: Any, name: str, actor: Any, data: Any = None, files: Any = None) -> Any:
    """Return the form of an act as the desk builds it."""
    move = next(move for move in engine.moves(case, [actor]) if move.name == name)
    return move.form_class()(data, files, case=case, actor=actor, declaration=move.declaration)


def picture(name: str = "denah.png") -> Any:
    return SimpleUploadedFile(name, PIXEL, "image/png")


ENTRY = {
    "title": "Data pribadi pegawai", "summary": "Data pegawai.", "category": "available",
    "responsible": "Kepala Biro", "made_when": "2026", "made_year": "2026",
    "made_where": "Jakarta", "format": "pdf", "formats": "PDF", "retention": "5 tahun",
}  # fmt: skip
#: act → (state, person, what is typed)
FILLED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "collect": ("collecting", "petugas", {}),
    "classify": ("classifying", "petugas", {}),
    "store": ("storing", "petugas", {"place": " Lemari 2 ", "container": "map 4"}),
    "finish_storing": ("storing", "petugas", {}),
    "report": ("reporting", "petugas", {"notes": "Lengkap."}),
    "propose": ("preparing", "petugas", {"proposal": "Dibuka seluruhnya."}),
    "approve": ("deciding", "atasan", {}),
    "decline": ("deciding", "atasan", {"reason": "Masih berbahaya."}),
    "sign_decree": ("signing", "ketua", {}),
    "return_proposal": ("signing", "ketua", {"reason": "Perbaiki usulnya."}),
    "renew": ("renewing", "petugas", {}),
    "list_item": ("opened", "petugas", ENTRY),
}


def ready(shelf: ExclusionDesk, name: str) -> tuple[Any, Any, dict[str, Any]]:
    """Return a case on which an act is possible, its person, and the filled form's data."""
    state, who, typed = FILLED[name]
    data = dict(typed)
    in_round = name in declarations(DocumentationRound)
    case = shelf.round_in(state) if in_round else shelf.opening_in(state)
    declaration = declarations(type(case))[name]
    if declaration.step is not None and declaration.needs_output:
        data["checklist"] = list(declaration.step.requires)
    if name == "store":
        data["decree"] = str(case.unstored().get().pk)
    if name == "finish_storing":
        shelf.do(case, "store", shelf.office.petugas, decree=case.unstored().get(), place="A")
    if name == "renew":
        data["decree"] = str(newer(shelf).pk)
    if name == "list_item":
        data["unit"] = str(shelf.office.unit_a.pk)
    return case, getattr(shelf.office, who), data


def newer(shelf: ExclusionDesk, unit: Any = None, **facts: Any) -> ClassificationDecree:
    """Return a determination of the same unit by a later test."""
    days = {"date": date(2026, 11, 2), "valid_from": date(2026, 11, 2)}
    unit = unit or shelf.office.unit_a
    return make_decree(unit, **{"title": "Penetapan baru", **days, **facts})


def test_every_act_of_a_person_is_filled_here() -> None:
    assert {d.name for d in BY_PEOPLE if not d.opening} == set(FILLED)


@pytest.mark.parametrize("name", sorted(FILLED))
def test_a_filled_form_performs_its_act(shelf: ExclusionDesk, name: str) -> None:
    """``payload`` is what the transition takes, no more and no less."""
    case, who, data = ready(shelf, name)
    actor = shelf.office.actor(who)
    form = form_of(case, name, actor, data, {})
    assert form.is_valid(), form.errors
    done = engine.perform(case, name, actor, **form.payload())
    assert AuditEntry.objects.filter(verb=name, subject=done.number).exists()


@pytest.mark.parametrize(
    ("name", "field"),
    [("store", "decree"), ("propose", "proposal"), ("decline", "reason"), ("renew", "decree")],
)
def test_what_is_missing_stands_beside_its_field(
    shelf: ExclusionDesk, name: str, field: str
) -> None:
    case, who, data = ready(shelf, name)
    form = form_of(case, name, shelf.office.actor(who), {**data, field: ""}, {})
    assert not form.is_valid()
    assert field in form.errors


def test_it_wants_a_place_or_a_copy(shelf: ExclusionDesk) -> None:
    """SOP 8.5: one of both, or nobody would find it again."""
    case, who, data = ready(shelf, "store")
    form = form_of(case, "store", shelf.office.actor(who), {**data, "place": " "}, {})
    assert "Isi tempat dokumen cetak" in form.errors["place"][0]
    files = MultiValueDict({"copies": [picture()]})
    assert form_of(case, "store", shelf.office.actor(who), {**data, "place": ""}, files).is_valid()


def test_what_has_no_place_yet_is_offered_first(shelf: ExclusionDesk) -> None:
    """And what is stored can be given another place when it moves."""
    case = shelf.storing()
    stored = case.unstored().get()
    make_decree(shelf.office.unit_b, title="Belum disimpan")
    shelf.do(case, "store", shelf.office.petugas, decree=stored, place="Lemari 2")
    form = form_of(case, "store", shelf.office.actor(shelf.office.petugas))
    _empty, missing, there = form.fields["decree"].choices
    assert [label.partition(" (")[0] for _pk, label in missing[1]] == ["Belum disimpan"]
    assert [pk for pk, _label in there[1]] == [stored.pk]


def test_the_proposal_begins_with_what_is_known(shelf: ExclusionDesk) -> None:
    form = form_of(shelf.preparing(), "propose", shelf.office.actor(shelf.office.petugas))
    text = form.initial["proposal"]
    assert "31 Desember 2026" in text
    assert "Data pribadi pegawai" in text


def test_only_later_determinations_of_the_same_unit_renew(shelf: ExclusionDesk) -> None:
    """UU 14/2008 Pasal 19: another unit's, an older and an ended one are not offered."""
    case = shelf.renewing()
    good = newer(shelf)
    newer(shelf, title="Unit lain", unit=shelf.office.unit_b)
    newer(shelf, title="Terlalu pendek", valid_until=date(2026, 12, 31))
    make_decree(shelf.office.unit_a, title="Lama")
    form = form_of(case, "renew", shelf.office.actor(shelf.office.petugas))
    assert list(form.fields["decree"].queryset) == [good]


# -- copies ----------------------------------------------------------------------------------------


@pytest.fixture
def copy(shelf: ExclusionDesk) -> StoredFile:
    """Return the digital copy of an excluded item of unit A."""
    case, who, data = ready(shelf, "store")
    actor = shelf.office.actor(who)
    files = MultiValueDict({"copies": [picture()]})
    form = form_of(case, "store", actor, data, files)
    assert form.is_valid(), form.errors
    engine.perform(case, "store", actor, **form.payload())
    return StoredFile.objects.get(purpose=EXCLUDED)


def test_a_copy_is_encrypted(copy: StoredFile, media_root: Any) -> None:
    """SOP 8.5: whoever takes the disk away reads nothing."""
    assert copy.encrypted
    assert PIXEL not in (media_root / "stored" / copy.path).read_bytes()


def test_a_copy_is_for_the_office_and_its_own_unit(
    shelf: ExclusionDesk, copy: StoredFile, client_as: Any, client: Any
) -> None:
    """Every other unit, legal affairs, an account without task and the public hear nothing."""
    office, address = shelf.office, f"/berkas/{copy.pk}/"
    for person in (office.petugas, office.ketua, office.atasan, office.pelaksana_a):
        answer = client_as(person).get(address)
        assert (answer.status_code, answer.content) == (200, PIXEL)
    for person in (office.pelaksana_b, office.hukum, office.outsider):
        assert client_as(person).get(address).status_code == 404
    assert client.get(address).status_code == 404


def test_every_look_at_a_copy_is_recorded(
    shelf: ExclusionDesk, copy: StoredFile, client_as: Any
) -> None:
    """SOP 8.5: who looked, in which role, at what."""
    client_as(shelf.office.pelaksana_a).get(f"/berkas/{copy.pk}/")
    entry = AuditEntry.objects.get(verb="view", subject=f"file:{copy.pk}")
    assert entry.user_id == shelf.office.pelaksana_a.pk
    assert entry.role == "ppid_pelaksana"
    assert entry.data["what"] == EXCLUDED


def test_what_is_open_now_can_take_its_copies_along(shelf: ExclusionDesk) -> None:
    """UU 14/2008 Pasal 11: anybody may read the copy in the list; the closed one stays closed."""
    case, who, data = ready(shelf, "list_item")
    closed = store(PIXEL, purpose=EXCLUDED, name="denah.png", content_type="image/png")
    custody = Custody.objects.create(decree=case.decree)
    custody.files.add(closed)
    actor = shelf.office.actor(who)
    form = form_of(case, "list_item", actor, {**data, "files": [str(closed.pk)]}, {})
    assert form.is_valid(), form.errors
    done = engine.perform(case, "list_item", actor, **form.payload())
    copied = done.item.files.get().file
    assert (copied.purpose, copied.pk == closed.pk) == ("dip", False)
    assert done.item.is_public


def test_nothing_is_copied_unasked(shelf: ExclusionDesk) -> None:
    case, who, data = ready(shelf, "list_item")
    custody = Custody.objects.create(decree=case.decree)
    custody.files.add(store(PIXEL, purpose=EXCLUDED, name="denah.png", content_type="image/png"))
    actor = shelf.office.actor(who)
    form = form_of(case, "list_item", actor, data, {})
    assert form.is_valid(), form.errors
    assert not engine.perform(case, "list_item", actor, **form.payload()).item.files.exists()


def test_an_entry_that_left_the_list_comes_back(shelf: ExclusionDesk) -> None:
    """What was withdrawn for the exclusion is offered, not made a second time."""
    case = shelf.opened()
    decree = case.decree
    decree.item = InformationItem.objects.create(
        **item_fields(shelf.office.unit_a, 1, "Data pegawai", {"status": "withdrawn"})
    )
    decree.save()
    actor = shelf.office.actor(shelf.office.petugas)
    known = form_of(case, "list_item", actor).initial["existing"]
    form = form_of(case, "list_item", actor, {"existing": known}, {})
    assert form.is_valid(), form.errors
    done = engine.perform(case, "list_item", actor, **form.payload())
    assert done.item == decree.item
    assert done.item.is_public
