"""Each form gives its transition exactly what it takes, and says what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.models import CaseDocument
from requests_app.models import InformationRequest, State
from tests.driver import PIXEL, file_request

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FORMS = [d for d in declarations(InformationRequest).values() if d.roles != ("sistem",)]


def form_of(case: Any, name: str, actor: Any, data: Any = None, files: Any = None) -> Any:
    move = next(move for move in engine.moves(case, [actor]) if move.name == name)
    return move.form_class()(data, files, case=case, actor=actor, declaration=move.declaration)


def upload(name: str = "ktp.png", content: bytes = PIXEL, kind: str = "image/png") -> Any:
    return SimpleUploadedFile(name, content, kind)


def filled(desk: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return state, person and a filled form of every act that a person performs at the desk."""
    unit = desk.office.unit_b.pk
    answer = ["Memorandum PPID Pelaksana", "Dokumen kelengkapan informasi publik"]
    return {
        "confirm_complete": (
            State.RECEIVED,
            "petugas",
            {"checklist": ["Data pemohon", "Surat permohonan informasi"]},
        ),
        "return_incomplete": (
            State.RECEIVED,
            "petugas",
            {"usual": ["Tujuan penggunaan informasi"], "other": "Tahun berapa?\n\n Unit mana? "},
        ),
        "complete": (State.INCOMPLETE, "petugas", {"addition": "KTP.", "kind": "identity"}),
        "ask_clarification": (
            State.IN_PROCESS,
            "petugas",
            {"question": "Tahun berapa?", "stopped_on": "2026-03-09"},
        ),
        "answer_clarification": (State.CLARIFYING, "petugas", {"answer": "Tahun 2025."}),
        "register_request": (
            State.CHECKED,
            "petugas",
            {
                "title": "Laporan",
                "sensitive": "on",
                "checklist": ["Buku Agenda", "Daftar akses Informasi Publik"],
            },
        ),
        "dispose": (
            State.REGISTERED,
            "ketua",
            {
                "units": [str(unit)],
                "direction": "Siapkan.",
                "unit_days": "2",
                "instructions": ["Untuk diketahui"],
                "checklist": ["Lembar/formulir permohonan informasi"],
            },
        ),
        "add_unit": (
            State.IN_PROCESS,
            "petugas",
            {"unit": str(unit), "direction": "Carikan.", "unit_days": "3"},
        ),
        "accept_task": (State.IN_PROCESS, "pelaksana_a", {}),
        "answer_task": (State.IN_PROCESS, "pelaksana_a", {"answer": "Terlampir."}),
        "reject_task": (
            State.IN_PROCESS,
            "pelaksana_a",
            {"ground": "not_held", "reason": "Tidak pernah menerima."},
        ),
        "chase_units": (State.IN_PROCESS, "petugas", {"message": "Mohon segera."}),
        "return_draft": (State.APPROVAL, "ketua", {"reason": "Kurang lengkap."}),
        "approve_answer": (State.APPROVAL, "ketua", {}),
        "approve_second": (State.SECOND_APPROVAL, "atasan", {}),
        "bypass_second": (State.SECOND_APPROVAL, "ketua", {"reason": "Atasan cuti."}),
        "deliver_answer": (
            State.APPROVED,
            "petugas",
            {"delivered_on": "2026-03-09", "method": "email", "checklist": answer},
        ),
        "propose_extension": (
            State.IN_PROCESS,
            "petugas",
            {"reason_code": "not_held", "detail": "Arsip di gudang.", "days": "7"},
        ),
        "refer": (State.REGISTERED, "ketua", {"holder": "Kementerian Keuangan"}),
        "withdraw": (State.RECEIVED, "petugas", {"reason": "Surat tertanggal hari ini."}),
    }


def test_every_form_gives_what_its_transition_takes(desk: Any) -> None:
    for name, (state, who, data) in filled(desk).items():
        case = desk.in_state(state)
        actor = desk.office.actor(getattr(desk.office, who))
        form = form_of(case, name, actor, data, MultiValueDict())

        assert form.is_valid(), (name, form.errors)
        # A keyword that the transition does not know would raise a TypeError here.
        engine.perform(case, name, actor, **form.payload())


def test_every_declared_form_exists_and_is_a_step_form() -> None:
    from django.utils.module_loading import import_string

    from ppid_portal.sop.forms import StepForm

    for declaration in FORMS:
        assert issubclass(import_string(declaration.form), StepForm), declaration.name


def test_every_act_of_the_desk_is_filled_in_here(desk: Any) -> None:
    """So that a new act cannot come without a look at its form."""
    refusals = {"submit_refusal", "approve_refusal", "deliver_refusal"}
    decided = {"approve_extension", "reject_extension", "cancel_extension"}
    known = {*filled(desk), *refusals, *decided, "receive", "submit_draft"}

    assert {declaration.name for declaration in FORMS} == known


@pytest.mark.parametrize("name", ["confirm_complete", "register_request", "dispose"])
def test_a_form_without_anything_is_refused_beside_its_fields(desk: Any, name: str) -> None:
    state, who, _data = filled(desk)[name]
    actor = desk.office.actor(getattr(desk.office, who))
    form = form_of(desk.in_state(state), name, actor, {}, MultiValueDict())

    assert not form.is_valid()
    assert "checklist" in form.errors
    assert "__all__" not in form.errors


class TestReturnIncomplete:
    """SOP 2.2: what is missing, one sentence each."""

    def form(self, desk: Any, data: dict[str, Any]) -> Any:
        return form_of(
            file_request(), "return_incomplete", desk.office.actor(desk.office.petugas), data
        )

    def test_ticked_and_typed_come_together(self, desk: Any) -> None:
        form = self.form(
            desk, {"usual": ["Tujuan penggunaan informasi"], "other": "Tahun?\n\n  Unit?  "}
        )

        assert form.is_valid()
        assert form.payload() == {
            "missing": ["Tujuan penggunaan informasi", "Tahun?", "Unit?"],
            "note": "",
        }

    def test_it_refuses_to_ask_for_nothing(self, desk: Any) -> None:
        form = self.form(desk, {"other": " \n "})

        assert not form.is_valid()
        assert "paling sedikit satu kekurangan" in form.errors["usual"][0]

    def test_it_does_not_ask_for_what_is_missing_to_be_ticked_as_there(self, desk: Any) -> None:
        assert "checklist" not in self.form(desk, {}).fields


class TestComplete:
    """Words or a paper; papers of identity stay with the office."""

    def form(self, desk: Any, data: dict[str, Any], *files: Any) -> Any:
        return form_of(
            desk.incomplete(),
            "complete",
            desk.office.actor(desk.office.petugas),
            data,
            MultiValueDict({"documents": list(files)}),
        )

    def test_it_refuses_nothing_at_all(self, desk: Any) -> None:
        form = self.form(desk, {"kind": "identity"})

        assert not form.is_valid()
        assert "addition" in form.errors

    @pytest.mark.parametrize(
        ("kind", "audience"),
        [("identity", "identity"), ("power_of_attorney", "identity"), ("attachment", "applicant")],
    )
    def test_the_kind_decides_who_may_see_it(self, desk: Any, kind: str, audience: str) -> None:
        form = self.form(desk, {"kind": kind}, upload())

        assert form.is_valid(), form.errors
        document = form.payload()["documents"][0]
        assert (document.kind, document.audience) == (kind, audience)
        assert document.file.is_identity == (audience == "identity")

    def test_a_wrong_file_is_named_and_the_words_survive(self, desk: Any) -> None:
        """S17: each rejection names file and reason."""
        form = self.form(
            desk,
            {"kind": "identity", "addition": "KTP menyusul."},
            upload("virus.exe", b"MZ\x90\x00", "application/octet-stream"),
            upload("kosong.pdf", b"", "application/pdf"),
        )

        assert not form.is_valid()
        text = " ".join(form.errors["documents"])
        assert "virus.exe" in text
        assert "kosong.pdf" in text
        assert form["addition"].value() == "KTP menyusul."


class TestDeliver:
    """S21: answered with a future date is refused."""

    def form(self, desk: Any, data: dict[str, Any]) -> Any:
        return form_of(
            desk.approved(), "deliver_answer", desk.office.actor(desk.office.petugas), data
        )

    def test_it_starts_with_today_and_the_way_that_was_asked(self, desk: Any) -> None:
        form = self.form(desk, None)  # type: ignore[arg-type]

        assert str(form["delivered_on"].value()) == "2026-03-09"
        assert form["method"].value() == "email"

    def test_it_refuses_a_day_that_has_not_come(self, desk: Any) -> None:
        form = self.form(desk, {"delivered_on": "2026-03-10", "method": "email"})

        assert not form.is_valid()
        assert "9 Maret 2026" in form.errors["delivered_on"][0]


class TestDispose:
    """SOP 2.4: to the units that hold the information."""

    def form(self, desk: Any, data: Any = None) -> Any:
        return form_of(desk.registered(), "dispose", desk.office.actor(desk.office.ketua), data)

    def test_it_offers_active_units_and_not_the_body_itself(self, desk: Any) -> None:
        desk.office.unit_b.active = False
        desk.office.unit_b.save()

        offered = {unit.code for unit in self.form(desk).fields["units"].queryset}

        assert "uji-a" in offered
        assert not {"uji-b", "uji-pusat"} & offered

    @pytest.mark.parametrize("days", ["0", "11", "satu"])
    def test_units_get_between_one_and_ten_days(self, desk: Any, days: str) -> None:
        form = self.form(desk, {"direction": "Siapkan.", "unit_days": days})

        assert "unit_days" in form.errors


class TestSubmit:
    """Silent units are let go only by name."""

    def form(self, desk: Any, case: Any, data: Any = None) -> Any:
        return form_of(case, "submit_draft", desk.office.actor(desk.office.petugas), data)

    def test_it_names_who_has_not_answered(self, desk: Any) -> None:
        case = desk.in_process()
        desk.draft(case)

        form = self.form(desk, case)

        assert "Biro Uji Anggaran" in str(form.fields["without_units"].help_text)

    def test_with_all_answers_there_is_nothing_to_tick(self, desk: Any) -> None:
        form = self.form(desk, desk.drafted(), {})

        assert "without_units" not in form.fields
        assert form.is_valid()
        assert form.payload() == {}

    def test_the_engine_refuses_beside_the_box(self, desk: Any) -> None:
        case = desk.in_process()
        desk.draft(case)
        actor = desk.office.actor(desk.office.petugas)
        form = self.form(desk, case, {})
        assert form.is_valid()

        with pytest.raises(engine.Refused) as refusal:
            engine.perform(case, "submit_draft", actor, **form.payload())
        form.refuse(refusal.value)

        assert "Biro Uji Anggaran" in form.errors["without_units"][0]


class TestExtension:
    """UU 14/2008 Pasal 22 ayat (8): once, one of three reasons, at most seven working days."""

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"reason_code": "sibuk"}, "reason_code"),
            ({"detail": " "}, "detail"),
            ({"days": "8"}, "days"),
            ({"days": "0"}, "days"),
        ],
    )
    def test_it_refuses_what_the_law_does_not_allow(
        self, desk: Any, change: dict[str, str], field: str
    ) -> None:
        data = {"reason_code": "not_held", "detail": "Arsip di gudang.", "days": "7", **change}
        form = form_of(
            desk.in_process(), "propose_extension", desk.office.actor(desk.office.petugas), data
        )

        assert not form.is_valid()
        assert list(form.errors) == [field]


def test_files_are_stored_for_the_office_when_a_unit_answers(desk: Any) -> None:
    case = desk.in_process()
    actor = desk.office.actor(desk.office.pelaksana_a)
    form = form_of(
        case,
        "answer_task",
        actor,
        {"answer": "Terlampir."},
        MultiValueDict({"documents": [upload("laporan.png"), upload("neraca.png")]}),
    )

    assert form.is_valid()
    engine.perform(case, "answer_task", actor, **form.payload())

    documents = CaseDocument.objects.filter(case=case, kind="unit_answer")
    assert {document.file.original_name for document in documents} == {
        "laporan.png",
        "neraca.png",
    }
    assert {document.unit_id for document in documents} == {desk.office.unit_a.pk}


def test_two_forms_on_one_page_have_their_own_ids(desk: Any) -> None:
    case = desk.submitted()
    actor = desk.office.actor(desk.office.ketua)

    approve, back = (form_of(case, name, actor) for name in ("approve_answer", "return_draft"))

    assert back["reason"].auto_id == "id_return_draft_reason"
    assert approve.auto_id != back.auto_id
