"""Each form of SOP 6 gives its transition exactly what it takes, and says what is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string

from dip_app.consequence import grounds
from dip_app.consequence.models import ConsequenceTest, Participant
from dip_app.models import InformationItem
from ppid_portal.clock import local, now
from ppid_portal.people.models import Appointment
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.forms import StepForm
from tests.driver import PIXEL
from tests.driver_tests import TestDesk

pytestmark = pytest.mark.any_database

SHEET = {
    "outcome": "excluded",
    "letter": "h",
    "if_opened": "Mengungkap rahasia pribadi.",
    "if_closed": "Rahasia pribadi terjaga.",
    "public_interest": "Kepentingan umum tidak lebih besar.",
    "valid_until": "2032-01-05",
}
ENTRY = {
    "title": "Rekap hasil uji kompetensi",
    "summary": "Rekap tanpa nama.",
    "category": "available",
    "responsible": "Kepala Biro",
    "made_when": "2026",
    "made_year": "2026",
    "made_where": "Jakarta",
    "format": "pdf",
    "formats": "PDF",
    "retention": "5 tahun",
}


@pytest.fixture
def desk(office: Any) -> TestDesk:
    return TestDesk(office)


def form_of(case: Any, name: str, actor: Any, data: Any = None, files: Any = None) -> Any:
    move = next(move for move in engine.moves(case, [actor]) if move.name == name)
    form_class = move.form_class()
    if data is not None:
        blank = form_class(case=case, actor=actor, declaration=move.declaration)
        if "checklist" in blank.fields:
            data = {"checklist": [key for key, _label in blank.fields["checklist"].choices], **data}
    return form_class(data, files, case=case, actor=actor, declaration=move.declaration)


def typed(moment: Any) -> str:
    """Return a moment as the browser's own field sends it."""
    return local(moment).strftime("%Y-%m-%dT%H:%M")


def filled(desk: TestDesk) -> list[tuple[str, Any, str, dict[str, Any]]]:
    """Return act, case, person and a filled form of every act that a person performs."""
    met, opened = desk.met(), desk.decided("open")
    rina = Appointment.objects.get(user=desk.office.petugas)
    return [
        (
            "study",
            desk.received(),
            "ketua",
            {
                "units": [str(desk.office.unit_a.pk)],
                "meeting_at": typed(now() + timedelta(days=1)),
                "meeting_place": "Ruang rapat",
                "agenda": "Uji",
                "needs": "Dokumennya\n\nDaftar hadir",
            },
        ),
        ("give_view", desk.studied(), "pelaksana_a", {"text": "Memuat data pribadi."}),
        (
            "hold_meeting",
            desk.studied(),
            "petugas",
            {
                "met_at": typed(now() - timedelta(minutes=1)),
                "place": "Ruang rapat",
                "staff": [str(rina.pk)],
                "others": "Budi Santoso; Auditor; Inspektorat\n",
                "summary": "Dibahas.",
            },
        ),
        ("weigh", met, "petugas", {**SHEET, "item": str(met.items.get().pk)}),
        ("submit", desk.weighed(), "ketua", {}),
        ("return_test", desk.deciding(), "atasan", {"reason": "Lengkapi."}),
        ("decide", desk.deciding(), "atasan", {}),
        (
            "enter_list",
            opened,
            "petugas",
            {**ENTRY, "unit": str(desk.office.unit_a.pk), "item": str(opened.items.get().pk)},
        ),
        ("report", desk.decided(), "petugas", {"notes": "Tepat waktu."}),
        ("cancel", desk.received(), "ketua", {"reason": "Permohonan dicabut."}),
        # Last: from here on Ketua PPID signs.
        ("sign_decree", desk.signing(), "ketua", {}),
    ]


def test_every_form_gives_what_its_transition_takes(desk: TestDesk) -> None:
    acts = set()
    for name, case, who, data in filled(desk):
        actor = desk.office.actor(getattr(desk.office, who))
        form = form_of(case, name, actor, data, MultiValueDict())

        assert form.is_valid(), (name, form.errors)
        # A keyword that the transition does not know would raise a TypeError here.
        engine.perform(case, name, actor, **form.payload())
        acts.add(name)
    assert acts == {n for n, d in declarations(ConsequenceTest).items() if not d.opening}


def test_every_declared_form_exists_and_is_a_step_form() -> None:
    for declaration in declarations(ConsequenceTest).values():
        if not declaration.opening:
            assert issubclass(import_string(declaration.form), StepForm)


def test_the_study_calls_the_units_that_hold_the_information(desk: TestDesk) -> None:
    form = form_of(desk.received(), "study", desk.office.actor(desk.office.ketua))
    assert form.initial["units"] == [desk.office.unit_a.pk]


@pytest.mark.parametrize(
    ("name", "who", "field", "moment"),
    [
        ("study", "ketua", "meeting_at", timedelta(hours=-2)),
        ("hold_meeting", "petugas", "met_at", timedelta(hours=2)),
    ],
)
def test_a_meeting_lies_on_its_side_of_now(
    desk: TestDesk, name: str, who: str, field: str, moment: timedelta
) -> None:
    case = desk.received() if name == "study" else desk.studied()
    actor = desk.office.actor(getattr(desk.office, who))
    form = form_of(case, name, actor, {field: typed(now() + moment)})
    assert "Waktu rapat" in form.errors[field][0]


def test_a_view_brings_the_documents_of_the_unit(desk: TestDesk) -> None:
    """SOP 6.3 wants them at hand: "Dokumen terkait informasi"."""
    case = desk.studied()
    actor = desk.office.actor(desk.office.pelaksana_a)
    files = MultiValueDict(
        {"documents": [SimpleUploadedFile("uji.png", PIXEL, content_type="image/png")]}
    )
    form = form_of(case, "give_view", actor, {"text": "Memuat data pribadi."}, files)
    assert form.is_valid(), form.errors
    case = engine.perform(case, "give_view", actor, **form.payload())
    document = case.documents.get()
    assert (document.unit, document.audience) == (desk.office.unit_a, "internal")


def test_a_meeting_needs_two_people(desk: TestDesk) -> None:
    form = form_of(
        desk.studied(),
        "hold_meeting",
        desk.office.actor(desk.office.petugas),
        {"met_at": typed(now()), "place": "x", "summary": "x", "others": "Budi"},
    )
    assert "dua peserta" in form.errors["staff"][0]


def test_a_line_of_participants_is_name_office_and_unit(desk: TestDesk) -> None:
    form = form_of(
        desk.studied(),
        "hold_meeting",
        desk.office.actor(desk.office.petugas),
        {"met_at": typed(now()), "place": "x", "summary": "x", "others": "a; b; c; d\nBudi"},
    )
    assert "a; b; c; d" in form.errors["others"][0]


def test_atasan_who_sat_in_the_meeting_is_known_however_the_name_was_typed(
    desk: TestDesk,
) -> None:
    """Separation of duties does not end where somebody types a name instead of ticking it."""
    case = desk.studied()
    actor = desk.office.actor(desk.office.petugas)
    data = {
        "met_at": typed(now() - timedelta(minutes=1)),
        "place": "Ruang rapat",
        "summary": "Dibahas.",
        "others": "surya hidayat; Atasan PPID\nBudi Santoso",
    }
    form = form_of(case, "hold_meeting", actor, data)
    assert form.is_valid(), form.errors
    engine.perform(case, "hold_meeting", actor, **form.payload())
    users = Participant.objects.filter(test=case).values_list("user", flat=True)
    assert list(users) == [desk.office.atasan.pk, None]


# -- the sheet -------------------------------------------------------------------------------------


def sheet(desk: TestDesk, **more: Any) -> Any:
    case = desk.met()
    actor = desk.office.actor(desk.office.petugas)
    return form_of(case, "weigh", actor, {**SHEET, "item": str(case.items.get().pk), **more})


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"if_opened": ""}, "if_opened", "akibat"),
        ({"if_closed": " "}, "if_opened", "akibat"),
        ({"public_interest": ""}, "public_interest", "kepentingan umum"),
        ({"letter": ""}, "letter", "huruf Pasal 17"),
        ({"law": "Peraturan internal"}, "law", "pasalnya"),
        ({"letter": "j"}, "other_law", "undang-undang lain"),
        ({"letter": "j", "other_law": "UU 43/2009"}, "other_law", "pasal"),
        ({"valid_until": ""}, "valid_until", "tanggal berakhir"),
        ({"letter": "a", "valid_until": "2090-01-01"}, "valid_until", "30 tahun"),
        (
            {"letter": "c", "valid_until": "", "end_event": "Permanen"},
            "end_event",
            "tidak boleh permanen",
        ),
        ({"outcome": "open"}, "letter", "tidak memuat huruf"),
        ({"outcome": "partly"}, "redaction", "dihitamkan"),
        ({"outcome": ""}, "outcome", "Pilih hasil"),
        ({"item": ""}, "item", "Pilih butir"),
        ({"existing": "/dip/999999/"}, "existing", "tidak ditemukan"),
    ],
)
def test_what_a_sheet_misses_stands_beside_its_field(
    desk: TestDesk, travel: Any, more: dict[str, str], field: str, words: str
) -> None:
    """UU 14/2008 Pasal 17, 19, 20; PP 61/2010 Pasal 5; Perki 1/2021 Pasal 49 ayat (2)."""
    travel("2026-03-09 10:00")
    form = sheet(desk, **more)
    assert words in " ".join(form.errors[field])


@pytest.mark.parametrize("letter", list("abcdefghij"))
def test_the_law_is_written_by_letter_when_nothing_was_typed(
    desk: TestDesk, travel: Any, letter: str
) -> None:
    travel("2026-03-09 10:00")
    other = "UU 43/2009 Pasal 44 ayat (1)" if letter == "j" else ""
    form = sheet(desk, letter=letter, other_law=other)
    assert form.is_valid(), form.errors
    law = form.payload()["findings"]["law"]
    assert law == grounds.law_text(letter, other)
    assert law.startswith(f"UU 14/2008 Pasal 17 huruf {letter}: ")


def test_a_sheet_that_finds_an_item_open_keeps_no_period(desk: TestDesk) -> None:
    """What was typed for an exclusion that is none is not kept."""
    form = sheet(desk, outcome="open", letter="", law="UU 14/2008 Pasal 17")
    assert form.is_valid(), form.errors
    found = form.payload()["findings"]
    assert (found["law"], found["valid_until"], found["redaction"]) == ("", None, "")


def test_the_form_of_a_second_item_is_empty(desk: TestDesk) -> None:
    """The first item is chosen already when nothing is weighed, and then the next one."""
    case = desk.met("Satu", "Dua")
    actor = desk.office.actor(desk.office.petugas)
    first, second = case.items.all()
    assert form_of(case, "weigh", actor).initial["item"] == str(first.pk)
    case = desk.weigh(case, first)
    form = form_of(case, "weigh", actor)
    assert form.initial["item"] == str(second.pk)
    assert not form["if_opened"].value()


# -- the list --------------------------------------------------------------------------------------


def test_an_entry_begins_with_what_the_test_knows(desk: TestDesk) -> None:
    case = desk.decided("partly")
    form = form_of(case, "enter_list", desk.office.actor(desk.office.petugas))
    assert form.initial["title"] == "Informasi 1 (versi yang dihitamkan)"
    assert form.initial["unit"] == desk.office.unit_a
    assert list(form.fields)[:2] == ["item", "existing"]
    assert list(form.fields)[-1] == "checklist"


def test_an_open_item_that_the_list_has_needs_no_new_entry(desk: TestDesk) -> None:
    case = desk.decided("open")
    there = desk.entry(title="Informasi 1")
    there.status, there.published_at = "published", now()
    there.save()
    actor = desk.office.actor(desk.office.petugas)
    assert form_of(case, "enter_list", actor).initial["existing"] == there.get_absolute_url()
    form = form_of(
        case, "enter_list", actor, {"item": str(case.items.get().pk), "existing": str(there.pk)}
    )
    assert form.is_valid(), form.errors
    engine.perform(case, "enter_list", actor, **form.payload())
    assert case.items.get().listed == there
    assert InformationItem.objects.count() == 1


def test_an_entry_misses_nothing_that_the_list_needs(desk: TestDesk) -> None:
    """Perki 1/2021 Lampiran II: every column, each error beside its field."""
    case = desk.decided("open")
    actor = desk.office.actor(desk.office.petugas)
    form = form_of(case, "enter_list", actor, {"item": str(case.items.get().pk)})
    assert {"title", "summary", "category", "unit", "retention"} <= set(form.errors)
