"""Each form gives its transition exactly what it takes, and says what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string

from objections_app import report
from objections_app.models import Objection, ObjectionReport, State
from ppid_portal.sop import engine
from ppid_portal.sop.declarations import declarations
from ppid_portal.sop.forms import StepForm
from ppid_portal.sop.models import CaseDocument
from tests.driver import PIXEL
from tests.driver_objections import ObjectionDesk

pytestmark = pytest.mark.any_database

FORMS = [d for d in declarations(Objection).values() if d.roles != ("sistem",) and not d.opening]


def form_of(case: Any, name: str, actor: Any, data: Any = None, files: Any = None) -> Any:
    move = next(move for move in engine.moves(case, [actor]) if move.name == name)
    return move.form_class()(data, files, case=case, actor=actor, declaration=move.declaration)


def upload(name: str = "kuasa.png") -> Any:
    return SimpleUploadedFile(name, PIXEL, "image/png")


DECISION = {
    "outcome": "upheld",
    "considerations": "Informasinya terbuka.",
    "order": "Berikan salinannya.",
    "order_days": "7",
    "checklist": ["Memorandum"],
}
FILLED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "return_incomplete": (
        State.FILED,
        "petugas",
        {"usual": ["Surat kuasa khusus dengan meterai"], "other": "Halaman 2 tidak terbaca.\n"},
    ),
    "complete": (
        State.INCOMPLETE,
        "petugas",
        {"addition": "Meterai sudah ditempel.", "kind": "power_of_attorney"},
    ),
    "register_objection": (
        State.FILED,
        "petugas",
        {"title": "Penolakan laporan", "checklist": ["Buku register keberatan"]},
    ),
    "give_receipt": (
        State.REGISTERED,
        "petugas",
        {"checklist": ["Tanda bukti penerimaan keberatan"]},
    ),
    "prepare_material": (
        State.RECEIPTED,
        "petugas",
        {
            "explanation": "Ditolak karena dikira dikecualikan.",
            "recommended_outcome": "upheld",
            "recommendation": "Informasinya terbuka.",
        },
    ),
    "return_material": (State.DECIDING, "atasan", {"reason": "Sertakan penetapannya."}),
    "decide": (State.DECIDING, "atasan", DECISION),
    "compose_reply": (State.DECIDED, "petugas", {"opening": ""}),
    "return_reply": (State.SIGNING, "atasan", {"reason": "Perbaiki pembukanya."}),
    "sign_reply": (State.SIGNING, "atasan", {"checklist": ["Draft Surat Jawaban keberatan"]}),
    "record_reply": (State.SIGNED, "petugas", {"checklist": ["Buku register permohonan"]}),
    "deliver_reply": (
        State.RECORDED,
        "petugas",
        {"method": "post", "delivered_on": "2026-03-09", "tracking_number": "RR123456789ID"},
    ),
    "record_receipt": (State.DELIVERED, "petugas", {"received_on": "2026-03-09"}),
    "archive": (
        State.DELIVERED,
        "petugas",
        {"place": "Lemari 2, rak 3", "checklist": ["Buku register keberatan"]},
    ),
    "withdraw": (State.FILED, "petugas", {"reason": "Surat tertanggal hari ini."}),
}


@pytest.mark.parametrize("name", sorted(FILLED))
def test_every_form_gives_what_its_transition_takes(desk: ObjectionDesk, name: str) -> None:
    state, who, data = FILLED[name]
    case = desk.in_state(state, grounds="b")
    actor = desk.office.actor(getattr(desk.office, who))
    form = form_of(case, name, actor, data, MultiValueDict())

    assert form.is_valid(), (name, form.errors)
    # A keyword that the transition does not know would raise a TypeError here.
    engine.perform(case, name, actor, **form.payload())


def test_the_material_is_submitted_with_its_checklist(desk: ObjectionDesk) -> None:
    actor = desk.office.actor(desk.office.ketua)
    form = form_of(
        desk.prepared(grounds="b"),
        "submit_material",
        actor,
        {"checklist": ["Surat permohonan keberatan"]},
    )

    assert form.is_valid(), form.errors
    engine.perform(form.case, "submit_material", actor, **form.payload())


def test_the_report_is_compiled_with_notes(desk: ObjectionDesk, travel: Any) -> None:
    desk.desk.registered()
    travel("2026-07-01 08:00")
    case = report.open_due()
    actor = desk.office.actor(desk.office.petugas)
    form = form_of(
        case,
        "compile_report",
        actor,
        {"notes": "Dua jawaban terlambat.", "checklist": ["Laporan Keberatan"]},
    )

    assert form.is_valid(), form.errors
    assert engine.perform(case, "compile_report", actor, **form.payload()).notes


def test_every_declared_form_exists_and_is_a_step_form() -> None:
    every = [*declarations(Objection).values(), *declarations(ObjectionReport).values()]
    for declaration in every:
        assert issubclass(import_string(declaration.form), StepForm), declaration.name


def test_every_act_of_the_desk_is_filled_in_here() -> None:
    """So that a new act cannot come without a look at its form."""
    assert {declaration.name for declaration in FORMS} == {*FILLED, "submit_material"}


@pytest.mark.parametrize(
    "name",
    ["register_objection", "give_receipt", "decide", "sign_reply", "record_reply", "archive"],
)
def test_a_form_without_anything_is_refused_beside_its_fields(
    desk: ObjectionDesk, name: str
) -> None:
    state, who, _data = FILLED[name]
    actor = desk.office.actor(getattr(desk.office, who))
    form = form_of(desk.in_state(state, grounds="b"), name, actor, {}, MultiValueDict())

    assert not form.is_valid()
    assert "checklist" in form.errors
    assert "__all__" not in form.errors


class TestReturnIncomplete:
    """Domain case 22: what is missing, one sentence each."""

    def form(self, desk: ObjectionDesk, data: Any) -> Any:
        return form_of(
            desk.filed(grounds="b"),
            "return_incomplete",
            desk.office.actor(desk.office.petugas),
            data,
        )

    def test_ticked_and_typed_come_together(self, desk: ObjectionDesk) -> None:
        form = self.form(
            desk, {"usual": ["Surat kuasa khusus dengan meterai"], "other": "Nomor?\n\n Tanggal? "}
        )
        assert form.is_valid()
        assert form.payload()["missing"] == [
            "Surat kuasa khusus dengan meterai",
            "Nomor?",
            "Tanggal?",
        ]

    def test_it_refuses_to_ask_for_nothing(self, desk: ObjectionDesk) -> None:
        assert "usual" in self.form(desk, {}).errors


def test_the_power_of_attorney_is_for_the_office_alone(desk: ObjectionDesk) -> None:
    """It names people; units do not see it (S18)."""
    actor = desk.office.actor(desk.office.petugas)
    form = form_of(
        desk.incomplete(grounds="b"),
        "complete",
        actor,
        {"kind": "power_of_attorney"},
        MultiValueDict({"documents": [upload()]}),
    )
    assert form["kind"].initial == "power_of_attorney"
    assert form.is_valid(), form.errors
    document = form.payload()["documents"][0]
    assert (document.kind, document.audience) == ("power_of_attorney", "identity")


class TestPrepareMaterial:
    """SOP 3.4: what the record knows is there already."""

    def form(self, desk: ObjectionDesk, case: Any, data: Any = None, *files: Any) -> Any:
        return form_of(
            case,
            "prepare_material",
            desk.office.actor(desk.office.petugas),
            data,
            MultiValueDict({"documents": list(files)}) if data else None,
        )

    def test_it_starts_from_the_answer_with_its_article_and_decree(
        self, desk: ObjectionDesk
    ) -> None:
        form = self.form(desk, desk.receipted())

        text = form["explanation"].value()
        assert "ditolak karena dikecualikan, menurut Pasal 17 huruf h UU 14/2008" in text
        assert "dengan penetapan SK-1/2026" in text

    def test_it_says_when_there_was_no_answer(self, desk: ObjectionDesk, travel: Any) -> None:
        request = desk.desk.registered()
        travel("2026-03-31 09:00")
        case = desk.receipted(request=request, grounds=["c"])

        assert "belum dijawab" in self.form(desk, case)["explanation"].value()

    def test_outside_its_time_only_one_outcome_is_left_and_reasoned(
        self, desk: ObjectionDesk, travel: Any
    ) -> None:
        """Domain case 20: not admissible, with reasons."""
        request = desk.refused_request()
        travel("2026-06-29 09:00")

        form = self.form(desk, desk.receipted(request=request))

        assert [code for code, _label in form.fields["recommended_outcome"].choices] == [
            "not_admissible"
        ]
        assert form["recommended_outcome"].value() == "not_admissible"
        assert "sesudah jangka waktu 30 hari kerja berakhir" in form["recommendation"].value()

    def test_ground_a_is_not_settled_amicably(self, desk: ObjectionDesk) -> None:
        """UU 14/2008 Pasal 35 ayat (2)."""
        codes = {
            case.grounds[0]: [
                code for code, _ in self.form(desk, case).fields["recommended_outcome"].choices
            ]
            for case in (desk.receipted(), desk.receipted(grounds=["d"]))
        }
        assert "settled" not in codes["a"]
        assert "settled" in codes["d"]

    def test_supporting_documents_stay_internal(self, desk: ObjectionDesk) -> None:
        case = desk.receipted(grounds="b")
        form = self.form(desk, case, FILLED["prepare_material"][2], upload("analisis.png"))
        assert form.is_valid(), form.errors
        engine.perform(case, "prepare_material", form.actor, **form.payload())
        document = CaseDocument.objects.get(case=case)
        assert document.audience == CaseDocument.Audience.INTERNAL

    def test_what_came_back_says_why_and_escapes_it(self, desk: ObjectionDesk) -> None:
        case = desk.do(
            desk.deciding(grounds="b"),
            "return_material",
            desk.office.atasan,
            reason="Kurang <b>jelas</b>.",
        )
        form = self.form(desk, case)
        assert "Kurang &lt;b&gt;jelas&lt;/b&gt;." in form.fields["explanation"].help_text
        assert form["explanation"].value() == case.explanation


class TestDecide:
    """UU 14/2008 Pasal 36 ayat (2) and (3): easy to take as suggested, impossible to take wrong."""

    def form(self, desk: ObjectionDesk, data: Any = None, **facts: Any) -> Any:
        return form_of(
            desk.deciding(**facts), "decide", desk.office.actor(desk.office.atasan), data
        )

    def test_what_is_recommended_is_chosen_and_written_already(self, desk: ObjectionDesk) -> None:
        form = self.form(desk)

        assert form["outcome"].value() == "upheld"
        assert form["considerations"].value() == form.case.recommendation
        assert "Laporan keuangan kementerian" in form["order"].value()
        assert form["order_days"].value() == 10

    def test_the_suggested_order_falls_away_when_the_objection_is_rejected(
        self, desk: ObjectionDesk
    ) -> None:
        """Nobody has to empty a field that the style sheet folds away."""
        suggested = self.form(desk)["order"].value()
        form = self.form(desk, {**DECISION, "outcome": "rejected", "order": suggested})

        assert form.is_valid(), form.errors
        assert (form.payload()["order"], form.payload()["order_days"]) == ("", None)

    def test_an_order_of_ones_own_is_not_dropped_but_refused(self, desk: ObjectionDesk) -> None:
        form = self.form(desk, {**DECISION, "outcome": "rejected"})

        assert "hanya diisi bila keberatan dikabulkan" in form.errors["order"][0]

    def test_the_reasons_of_another_outcome_are_not_those_of_this_one(
        self, desk: ObjectionDesk
    ) -> None:
        """Pasal 36 ayat (3): the letter would give reasons against its own decision."""
        reasons = self.form(desk)["considerations"].value()
        data = {**DECISION, "outcome": "rejected", "considerations": reasons, "order": ""}
        assert list(self.form(desk, data).errors) == ["considerations"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"outcome": ""}, "outcome"),
            ({"outcome": "settled"}, "outcome"),
            ({"considerations": " "}, "considerations"),
            ({"order": " "}, "order"),
            ({"order_days": ""}, "order_days"),
            ({"order_days": "31"}, "order_days"),
            ({"order_days": "0"}, "order_days"),
        ],
    )
    def test_it_refuses_what_the_law_does_not_allow(
        self, desk: ObjectionDesk, change: dict[str, str], field: str
    ) -> None:
        form = self.form(desk, {**DECISION, **change})

        assert not form.is_valid()
        assert list(form.errors) == [field]

    def test_outside_its_time_there_is_nothing_to_order(
        self, desk: ObjectionDesk, travel: Any
    ) -> None:
        request = desk.refused_request()
        travel("2026-06-29 09:00")
        data = {"outcome": "not_admissible", "considerations": "Lewat waktu."}
        form = self.form(desk, {**data, "checklist": ["Memorandum"]}, request=request)

        assert "order" not in form.fields
        assert form.is_valid(), form.errors
        case = engine.perform(form.case, "decide", form.actor, **form.payload())
        assert case.outcome == "not_admissible"


class TestDeliver:
    """SOP 3.8: e-mail where there is an address, registered post where there is none."""

    def form(self, desk: ObjectionDesk, data: Any = None, **facts: Any) -> Any:
        return form_of(
            desk.recorded(**facts),
            "deliver_reply",
            desk.office.actor(desk.office.petugas),
            data,
        )

    def test_it_starts_with_today_and_the_way_that_reaches_the_objector(
        self, desk: ObjectionDesk
    ) -> None:
        form = self.form(desk)
        assert str(form["delivered_on"].value()) == "2026-03-09"
        assert form["method"].value() == "email"
        assert self.form(desk, request=None, grounds=["b"])["method"].value() == "post"

    def test_it_refuses_an_e_mail_to_nobody(self, desk: ObjectionDesk) -> None:
        data = {"method": "email", "delivered_on": "2026-03-09"}
        assert "method" in self.form(desk, data, request=None, grounds=["b"]).errors

    def test_registered_post_has_a_tracking_number(self, desk: ObjectionDesk) -> None:
        form = self.form(desk, {"method": "post", "delivered_on": "2026-03-09"})
        assert list(form.errors) == ["tracking_number"]

    @pytest.mark.parametrize("name", ["delivered_on", "received_on"])
    def test_it_refuses_a_day_that_has_not_come(self, desk: ObjectionDesk, name: str) -> None:
        data = {"method": "email", "delivered_on": "2026-03-09", name: "2026-03-10"}
        form = self.form(desk, data)
        assert "9 Maret 2026" in form.errors[name][0]

    def test_what_was_at_hand_is_the_way_that_was_chosen(self, desk: ObjectionDesk) -> None:
        """SOP 3.8 lists "Email" and "Pos tercatat"; nobody ticks what was not used."""
        form = self.form(desk, FILLED["deliver_reply"][2])
        assert "checklist" not in form.fields
        assert form.is_valid(), form.errors
        assert form.payload()["checklist"] == ["Pos tercatat"]


def test_two_forms_on_one_page_have_their_own_ids(desk: ObjectionDesk) -> None:
    case = desk.deciding(grounds="b")
    actor = desk.office.actor(desk.office.atasan)
    decide, back = (form_of(case, name, actor) for name in ("decide", "return_material"))
    assert back["reason"].auto_id == "id_return_material_reason"
    assert decide.auto_id != back.auto_id
