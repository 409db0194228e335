"""Each form gives its transition exactly what it takes, and says beside the field what is wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from disputes_app.forms.fields import belongs_to, day_of, lines_of
from disputes_app.models import Dispute
from disputes_app.records import CommissionPaper
from ppid_portal.clock import now, today
from ppid_portal.sop import catalogue, engine
from ppid_portal.sop.declarations import declarations
from requests_app.models import Obligation
from tests.driver import PIXEL
from tests.driver_disputes import DisputeDesk

pytestmark = pytest.mark.any_database

JAKARTA = ZoneInfo("Asia/Jakarta")
PAPER = {"number": "12/KIP/2026", "dated_on": "2026-03-05", "received_on": "2026-03-09"}
ORDER = {"order": "Memberikan salinan.", "days": "20", "unit": "calendar_days"}
SESSION = {
    "we_attended": "ya",
    "petitioner_attended": "tidak-tahu",
    "delegates": "1. Rina Wulandari\n- Yusuf Maulana",
    "minutes": "Majelis memeriksa jangka waktu.",
    "outcome": "Dilanjutkan.",
}


def form_of(case: Any, name: str, actor: Any, data: Any = None, files: Any = None) -> Any:
    """Return the form of an act as the case page makes it."""
    move = next(move for move in engine.moves(case, [actor]) if move.name == name)
    assert move.allowed, move.why_not
    return move.form_class()(data, files, case=case, actor=actor, declaration=move.declaration)


def upload(name: str = "surat.png") -> Any:
    return SimpleUploadedFile(name, PIXEL, "image/png")


def ticked(no: str) -> dict[str, Any]:
    """Return the whole checklist of a step."""
    return {"checklist": list(catalogue.step("dispute", no).requires)}


def filled(desk: DisputeDesk, case: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return state, person and a filled form of every act that a person performs at the desk."""
    last = case.hearings.order_by("-pk").first() if case is not None else None
    hearing = {"hearing": str(last.pk) if last else ""}
    people = {"grantees": [str(desk.office.hukum.pk), str(desk.office.petugas.pk)]}
    return {
        "register_summons": ("summoned", "petugas", ticked("2")),
        "verify_summons": (
            "registered",
            "ketua",
            {
                "units": [str(desk.office.unit_a.pk)],
                "meeting_at_day": "2026-03-10",
                "meeting_at_time": "09.30",
                "meeting_place": "Ruang rapat",
                "agenda": "Persiapan sidang",
                "needs": "Salinan surat\n\nDaftar penerima",
                "panel": "Ketua Majelis\nAnggota Majelis",
                "registrar": "Panitera",
                "commission_number": "075/IX/KIP-PS/2026",
                **ticked("3"),
            },
        ),
        "give_documents": ("verified", "pelaksana_a", {"answer": "Terlampir."}),
        "coordinate": (
            "verified",
            "petugas",
            {"summary": "Selesai.", "without_units": "on", **ticked("4")},
        ),
        "recommend": (
            "coordinated",
            "hukum",
            {
                "position": "Pertahankan.",
                "arguments": "- Pasal 17 huruf h\n- Uji konsekuensi",
                "evidence_needed": "SK penetapan",
                **ticked("5"),
            },
        ),
        "hold_meeting": (
            "consulted",
            "ketua",
            {
                "met_at_day": "2026-03-09",
                "met_at_time": "08:00",
                "place": "Ruang rapat",
                "participants": "Andi Saputra, S.H.; PPID Pelaksana; Biro Umum\nYusuf",
                "conclusions": "1. Hadir.\n2. Ajukan bukti.",
                "tasks": "Siapkan bukti; Biro Umum; 11/3/2026\nHubungi panitera; Sekretariat",
                **ticked("6"),
            },
        ),
        "compile_file": (
            "preparing",
            "petugas",
            {"evidence": "T-1; Surat tanggapan\nSK penetapan", **ticked("7")},
        ),
        "add_evidence": ("ready", "hukum", {"evidence": "Nota dinas"}),
        "issue_power_of_attorney": ("ready", "atasan", {**people, "scope": "Hadir\nMenjawab"}),
        "issue_assignment": (
            "ready",
            "ketua",
            {
                "assignees": people["grantees"],
                "task": "Menghadiri sidang",
                "from_on": "2026-03-10",
                "to_on": "2026-03-11",
                "place": "Jakarta",
            },
        ),
        "issue_position_paper": (
            "ready",
            "ketua",
            {"stance": "Dikecualikan.", "legal_grounds": "UU 14/2008", "prayer": "Menolak"},
        ),
        "schedule_hearing": (
            "ready",
            "petugas",
            {
                "kind": "adjudication",
                "hearing_at_day": "2026-04-06",
                "hearing_at_time": "10:00",
                "place": "Ruang sidang",
                **PAPER,
            },
        ),
        "postpone_hearing": (
            "ready",
            "petugas",
            {
                **hearing,
                "hearing_at_day": "2026-03-16",
                "hearing_at_time": "13.00",
                "reason": "Majelis berhalangan.",
            },
        ),
        "cancel_hearing": ("ready", "petugas", {**hearing, "reason": "Dibatalkan."}),
        "record_hearing": ("ready", "petugas", {**hearing, **SESSION}),
        "attend_preliminary": ("ready", "petugas", {**hearing, **SESSION}),
        "testify": ("preliminary", "petugas", {"testimony": "Tidak dikuasai.", **ticked("9")}),
        "enter_mediation": (
            "testified",
            "petugas",
            {**PAPER, "first_meeting_on": "2026-03-12", "mediator": "Mediator"},
        ),
        "testify_mediation": ("mediation", "hukum", {"result": "Memberi salinan."}),
        "accept_agreement": ("mediated", "ketua", ticked("12")),
        "decline_agreement": ("mediated", "ketua", {"reason": "Rahasia.", **ticked("12")}),
        "close_by_agreement": (
            "agreed",
            "petugas",
            {
                **PAPER,
                "decision_number": "13/KIP/2026",
                "decision_dated_on": "2026-03-06",
                "decision_received_on": "2026-03-09",
                **ORDER,
                **ticked("13"),
            },
        ),
        "to_adjudication": ("not_agreed", "petugas", {"why": "failed", **ticked("14")}),
        "record_interim_order": ("preliminary", "petugas", {**PAPER, **ORDER}),
        "answer_interim_order": (
            "preliminary",
            "petugas",
            {"result": "Sebagian dibuka.", "done_on": "2026-03-09"},
        ),
        "record_ruling": (
            "adjudication",
            "petugas",
            {**PAPER, **ORDER, "outcome": "granted", "sent_on": "2026-03-06"},
        ),
        "record_dismissal": ("preliminary", "petugas", PAPER),
        "record_withdrawal": ("ready", "petugas", PAPER),
        "record_court_filing": (
            "ruled",
            "petugas",
            {
                "filed_by": "petitioner",
                "court": "ptun",
                "filed_on": "2026-03-09",
                "number": "2/G/KI/2026",
                "place": "Jakarta",
                "paper_dated_on": "2026-03-08",
                "paper_received_on": "2026-03-09",
            },
        ),
        "record_court_ruling": ("court", "petugas", {**PAPER, "outcome": "upheld"}),
        "record_cassation": (
            "court_ruled",
            "petugas",
            {"filed_by": "body", "filed_on": "2026-03-09"},
        ),
        "record_cassation_ruling": (
            "cassation",
            "petugas",
            {**PAPER, **ORDER, "outcome": "modified"},
        ),
        "report": ("ruled", "petugas", {"follow_up": "Patuhi.", **ticked("15")}),
        "record_paper": ("ready", "petugas", {"kind": "other", **PAPER}),
    }


ACTS = [name for name, d in declarations(Dispute).items() if d.roles != ("sistem",)]


@pytest.mark.parametrize("name", [name for name in ACTS if name != "receive_summons"])
def test_every_form_gives_what_its_transition_takes(desk: DisputeDesk, name: str) -> None:
    """A keyword that the transition does not know would raise a TypeError here."""
    state, who, _data = filled(desk, None)[name]
    case = getattr(desk, state)(objection=None)
    if name == "answer_interim_order":
        actor = desk.office.actor(desk.office.petugas)
        form = form_of(case, "record_interim_order", actor, {**PAPER, **ORDER})
        assert form.is_valid(), form.errors
        case = engine.perform(case, "record_interim_order", actor, **form.payload())
        desk.end_test(case)
    if name in ("record_hearing", "attend_preliminary"):
        desk.pass_time()
    actor = desk.office.actor(getattr(desk.office, who))
    data = MultiValueDict(
        {
            key: value if isinstance(value, list) else [value]
            for key, value in filled(desk, case)[name][2].items()
        }
    )
    form = form_of(case, name, actor, data, MultiValueDict())
    assert form.is_valid(), form.errors
    engine.perform(
        case,
        name,
        actor,
        reason=form.cleaned_data.get("reason", ""),
        **{key: value for key, value in form.payload().items() if key != "reason"},
    )


def test_every_act_of_the_desk_is_filled_in_here(desk: DisputeDesk) -> None:
    """So that a new act cannot come without a look at its form."""
    assert set(ACTS) == {*filled(desk, None), "receive_summons"}


# -- lists typed line by line ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("1. Satu\n2) Dua\n(3) Tiga", ["Satu", "Dua", "Tiga"]),
        ("- a\r\n• b\r\n\r\n — c ", ["a", "b", "c"]),
        ("a) Satu\nb) Dua", ["Satu", "Dua"]),
        ("2026 adalah tahunnya", ["2026 adalah tahunnya"]),
        ("a.n. Menteri\n\u00a0\u200b\n-5 derajat", ["a.n. Menteri", "-5 derajat"]),
    ],
)
def test_a_list_is_read_as_people_write_it(typed: str, lines: list[str]) -> None:
    """Bullets and numbers before a line go; the letters number their lists themselves."""
    assert lines_of(typed) == lines


@pytest.mark.parametrize(
    ("mark", "name", "own"),
    [
        ("T-1", "T-1 tanggapan.pdf", True),
        ("T-1", "t1_tanggapan.pdf", True),
        ("T-1", "T 1.pdf", True),
        ("T-1", "T-10 lain.pdf", False),
        ("T-1", "tanggapan T-1.pdf", False),
    ],
)
def test_a_file_belongs_to_the_mark_with_which_its_name_begins(
    mark: str, name: str, own: bool
) -> None:
    assert belongs_to(mark, name) is own


@pytest.mark.parametrize("typed", ["31/3/2026", "31-03-2026", "2026-03-31", "31 Maret 2026"])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert day_of(typed) == date(2026, 3, 31)


class TestMeeting:
    """SOP 4.6: people, conclusions and tasks as lines."""

    def form(self, desk: DisputeDesk, **changes: str) -> Any:
        case = desk.consulted(objection=None)
        data = {**filled(desk, case)["hold_meeting"][2], **changes}
        return form_of(case, "hold_meeting", desk.office.actor(desk.office.ketua), data)

    def test_columns_are_parted_by_semicolons(self, desk: DisputeDesk) -> None:
        form = self.form(desk)
        assert form.is_valid(), form.errors
        payload = form.payload()
        assert payload["participants"] == [
            {"name": "Andi Saputra, S.H.", "position": "PPID Pelaksana", "unit": "Biro Umum"},
            {"name": "Yusuf", "position": "", "unit": ""},
        ]
        assert payload["tasks"] == [
            {"what": "Siapkan bukti", "who": "Biro Umum", "by": date(2026, 3, 11)},
            {"what": "Hubungi panitera", "who": "Sekretariat", "by": None},
        ]
        assert payload["conclusions"] == ["Hadir.", "Ajukan bukti."]
        assert payload["met_at"] == datetime(2026, 3, 9, 8, 0, tzinfo=JAKARTA)

    def test_it_begins_with_the_meeting_to_which_the_units_were_called(
        self, desk: DisputeDesk
    ) -> None:
        """The invitation of SOP 4.3 knows when and where."""
        case = desk.consulted(objection=None)
        form = form_of(case, "hold_meeting", desk.office.actor(desk.office.ketua))
        assert form["place"].value() == "Ruang rapat PPID"
        assert str(form["met_at_day"].value()) == "2026-03-10"

    @pytest.mark.parametrize(
        ("change", "field", "words"),
        [
            ({"tasks": "Siapkan bukti"}, "tasks", "Baris 1"),
            ({"tasks": "Satu; Biro\nDua; Biro; besok"}, "tasks", "Baris 2: “besok” bukan tanggal"),
            ({"participants": " ; \n"}, "participants", "paling sedikit satu peserta"),
            ({"conclusions": " \n- \n"}, "conclusions", "paling sedikit satu kesimpulan"),
            ({"conclusions": "x" * 501}, "conclusions", "Baris 1 terlalu panjang"),
        ],
    )
    def test_what_is_wrong_is_named_by_its_line_and_nothing_is_lost(
        self, desk: DisputeDesk, change: dict[str, str], field: str, words: str
    ) -> None:
        form = self.form(desk, **change)
        assert not form.is_valid()
        assert words in " ".join(form.errors[field])
        (typed,) = change.values()
        assert form[field].value() == typed
        assert form["place"].value() == "Ruang rapat"


class TestEvidence:
    """UU 14/2008 Pasal 45: the list of evidence, with the file of each line."""

    def payload(self, desk: DisputeDesk, case: Any, data: Any, *names: str) -> Any:
        actor = desk.office.actor(desk.office.petugas)
        files = MultiValueDict({"documents": [upload(name) for name in names]})
        form = form_of(case, "compile_file", actor, MultiValueDict(data), files)
        assert form.is_valid(), form.errors
        return actor, form.payload()

    def test_files_find_their_lines_by_their_names(self, desk: DisputeDesk) -> None:
        case = desk.preparing(objection=None)
        data = {"evidence": ["t1; Surat tanggapan\nT-2. SK\nT-2: SK penetapan"]}
        actor, payload = self.payload(desk, case, {**data, **ticked("7")}, "T-2 sk.png", "lain.png")
        case = engine.perform(case, "compile_file", actor, **payload)
        rows = {row.mark: row for row in case.evidence.all()}
        assert rows["T-1"].title == "Surat tanggapan"
        assert rows["T-1"].document is None
        assert rows["T-2"].document.file.original_name == "T-2 sk.png"
        assert {row.title for row in rows.values()} == {
            "Surat tanggapan",
            "SK penetapan",
            "T-2. SK",
        }
        assert case.documents.filter(file__original_name="lain.png").exists()

    def test_one_line_and_one_file_belong_together(self, desk: DisputeDesk) -> None:
        case = desk.preparing(objection=None)
        actor, payload = self.payload(
            desk, case, {"evidence": ["Surat tanggapan"], **ticked("7")}, "apa saja.png"
        )
        case = engine.perform(case, "compile_file", actor, **payload)
        assert case.evidence.get().document is not None

    def test_what_a_unit_brought_becomes_evidence_by_a_tick(self, desk: DisputeDesk) -> None:
        """SOP 4.7 collects what SOP 4.4 gathered."""
        case = desk.verified(objection=None)
        unit = desk.office.actor(desk.office.pelaksana_a)
        form = form_of(
            case,
            "give_documents",
            unit,
            {"answer": "Terlampir."},
            MultiValueDict({"documents": [upload("daftar_hadir.png")]}),
        )
        assert form.is_valid()
        case = engine.perform(case, "give_documents", unit, **form.payload())
        case = desk.do(case, "coordinate", desk.office.petugas, summary="Selesai.")
        case = desk.do(case, "recommend", desk.office.hukum, position="Pertahankan.")
        case = desk.do(
            case,
            "hold_meeting",
            desk.office.ketua,
            met_at=now(),
            place="Ruang",
            participants=[],
            conclusions=["Hadir."],
        )
        given = case.documents.get(file__original_name="daftar_hadir.png")
        actor, payload = self.payload(desk, case, {"existing": [str(given.pk)], **ticked("7")})
        case = engine.perform(case, "compile_file", actor, **payload)
        row = case.evidence.get()
        assert (row.mark, row.title, row.document) == ("T-1", "daftar hadir", given)
        again = form_of(case, "add_evidence", actor)
        assert "existing" not in again.fields, "a document is evidence once"

    def test_a_mark_stands_once(self, desk: DisputeDesk) -> None:
        case = desk.ready(objection=None)
        actor = desk.office.actor(desk.office.petugas)
        form = form_of(case, "add_evidence", actor, {"evidence": "T-1; Lain"})
        assert not form.is_valid()
        assert "sudah dipakai" in form.errors["evidence"][0]
        form = form_of(case, "add_evidence", actor, {"evidence": "T-7; Satu\nT-7; Dua"})
        assert "Baris 2: tanda T-7 sudah dipakai pada baris 1" in form.errors["evidence"][0]

    def test_nothing_is_no_evidence(self, desk: DisputeDesk) -> None:
        actor = desk.office.actor(desk.office.petugas)
        form = form_of(
            desk.preparing(objection=None),
            "compile_file",
            actor,
            {"evidence": " \n", **ticked("7")},
        )
        assert "paling sedikit satu bukti" in form.errors["evidence"][0]


# -- papers of the Commission ----------------------------------------------------------------------


class TestPaper:
    """The date on it, the date it was sent, the date it came: three fields (disputes_real, B)."""

    def form(self, desk: DisputeDesk, changes: dict[str, str], *files: Any) -> Any:
        data = {"kind": "other", **PAPER, **changes}
        actor = desk.office.actor(desk.office.petugas)
        return form_of(
            desk.summoned(objection=None),
            "record_paper",
            actor,
            data,
            MultiValueDict({"file": list(files)}),
        )

    def test_all_three_are_kept_with_its_file(self, desk: DisputeDesk) -> None:
        form = self.form(desk, {"sent_on": "2026-03-06"}, upload("panggilan.png"))
        assert form.is_valid(), form.errors
        actor = desk.office.actor(desk.office.petugas)
        engine.perform(form.case, "record_paper", actor, **form.payload())
        kept = CommissionPaper.objects.get(dispute=form.case, kind="other")
        assert (kept.dated_on, kept.sent_on, kept.received_on) == (
            date(2026, 3, 5),
            date(2026, 3, 6),
            date(2026, 3, 9),
        )
        assert kept.document is not None
        assert kept.document.audience == "internal"
        assert kept.document.kind == "incoming_letter"

    @pytest.mark.parametrize(
        ("change", "field", "words"),
        [
            ({"dated_on": ""}, "dated_on", "Isi tanggal surat."),
            ({"received_on": ""}, "received_on", "diterima di kantor"),
            ({"received_on": "2026-03-10"}, "received_on", "masa depan"),
            ({"dated_on": "2026-03-08", "received_on": "2026-03-07"}, "received_on", "sebelum"),
            ({"sent_on": "2026-03-09", "received_on": "2026-03-08"}, "sent_on", "setelah"),
            ({"dated_on": "kemarin"}, "dated_on", "tanggal yang benar"),
        ],
    )
    def test_it_refuses_dates_that_cannot_be(
        self, desk: DisputeDesk, change: dict[str, str], field: str, words: str
    ) -> None:
        form = self.form(desk, change)
        assert not form.is_valid()
        assert list(form.errors) == [field]
        assert words in form.errors[field][0]

    def test_a_paper_that_may_be_missing_is_given_whole_or_not_at_all(
        self, desk: DisputeDesk
    ) -> None:
        case = desk.agreed(objection=None)
        actor = desk.office.actor(desk.office.petugas)
        data = {**PAPER, "order": "", **ticked("13")}
        form = form_of(case, "close_by_agreement", actor, data)
        assert form.is_valid(), form.errors
        assert form.payload()["decision"] is None
        form = form_of(case, "close_by_agreement", actor, {**data, "decision_number": "7"})
        assert set(form.errors) == {"decision_dated_on", "decision_received_on"}

    def test_a_wrong_file_is_named_and_the_words_survive(self, desk: DisputeDesk) -> None:
        """S17: each rejection names file and reason."""
        bad = SimpleUploadedFile("surat.exe", b"MZ\x90\x00", "application/octet-stream")
        form = self.form(desk, {}, bad)
        assert not form.is_valid()
        assert "surat.exe" in form.errors["file"][0]
        assert form["number"].value() == "12/KIP/2026"


# -- what was ordered ------------------------------------------------------------------------------


class TestOrder:
    """ "20 hari" is not "20 hari kerja": the unit is the one that was ruled."""

    def form(self, desk: DisputeDesk, case: Any, **data: str) -> Any:
        actor = desk.office.actor(desk.office.petugas)
        return form_of(case, "record_ruling", actor, {**PAPER, "outcome": "granted", **data})

    def test_no_unit_is_chosen_beforehand(self, desk: DisputeDesk) -> None:
        actor = desk.office.actor(desk.office.petugas)
        form = form_of(desk.adjudication(objection=None), "record_ruling", actor)
        assert not form["unit"].value()
        assert "checked" not in str(form["unit"])
        assert not form["days"].value()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"unit": ""}, "unit"),
            ({"unit": "weeks"}, "unit"),
            ({"days": ""}, "days"),
            ({"days": "0"}, "days"),
            ({"days": "dua puluh"}, "days"),
            ({"days": "366"}, "days"),
            ({"order": ""}, "order"),
            ({"outcome": "rejected"}, "order"),
            ({"outcome": ""}, "outcome"),
        ],
    )
    def test_it_refuses_half_an_order(
        self, desk: DisputeDesk, change: dict[str, str], field: str
    ) -> None:
        form = self.form(desk, desk.adjudication(objection=None), **{**ORDER, **change})
        assert not form.is_valid()
        assert field in form.errors
        assert "__all__" not in form.errors

    def test_a_rejection_needs_no_order(self, desk: DisputeDesk) -> None:
        case = desk.adjudication(objection=None)
        form = self.form(desk, case, outcome="rejected")
        assert form.is_valid(), form.errors
        actor = desk.office.actor(desk.office.petugas)
        assert engine.perform(case, "record_ruling", actor, **form.payload()).state == "ruled"
        assert not Obligation.objects.exists()

    def test_an_interim_order_orders_something(self, desk: DisputeDesk) -> None:
        actor = desk.office.actor(desk.office.petugas)
        form = form_of(desk.preliminary(objection=None), "record_interim_order", actor, PAPER)
        assert list(form.errors) == ["order"]


# -- sessions --------------------------------------------------------------------------------------


class TestSession:
    """What became of a session is answered, never assumed."""

    def test_attendance_is_asked_with_nothing_chosen(self, desk: DisputeDesk) -> None:
        case = desk.ready(objection=None)
        desk.pass_time()
        actor = desk.office.actor(desk.office.petugas)
        form = form_of(case, "attend_preliminary", actor)
        assert not form["we_attended"].value()
        assert form["hearing"].value() == case.next_hearing.pk, "the only session is chosen"
        empty = form_of(case, "attend_preliminary", actor, {})
        assert {"hearing", "we_attended", "petitioner_attended", "minutes"} <= set(empty.errors)

    def test_it_offers_only_sessions_that_have_begun(self, desk: DisputeDesk) -> None:
        case = desk.preliminary(objection=None)
        for days in (-1, 7):
            case = desk.do(
                case,
                "schedule_hearing",
                desk.office.petugas,
                kind="adjudication",
                hearing_at=now() + timedelta(days=days),
                place="Ruang",
            )
        form = form_of(case, "record_hearing", desk.office.actor(desk.office.petugas))
        assert len(list(form.fields["hearing"].choices)) == 1
        form = form_of(case, "postpone_hearing", desk.office.actor(desk.office.petugas))
        assert len(list(form.fields["hearing"].choices)) == 2

    def test_a_session_of_another_dispute_is_no_choice(self, desk: DisputeDesk) -> None:
        case, other = desk.summoned(objection=None), desk.summoned(objection=None)
        form = form_of(
            case,
            "cancel_hearing",
            desk.office.actor(desk.office.petugas),
            {"hearing": str(other.next_hearing.pk), "reason": "x"},
        )
        assert "hearing" in form.errors

    def test_one_that_was_recorded_before_is_taken_over(self, desk: DisputeDesk) -> None:
        """The summons came late: the session was over before it was verified."""
        case = desk.summoned(objection=None)
        desk.pass_time()
        data = {"hearing": str(case.next_hearing.pk), **SESSION, "we_attended": "tidak"}
        actor = desk.office.actor(desk.office.petugas)
        form = form_of(case, "record_hearing", actor, data)
        assert form.is_valid(), form.errors
        case = engine.perform(case, "record_hearing", actor, **form.payload())
        case = desk.do(case, "register_summons", desk.office.petugas)
        case = desk.do(
            case,
            "verify_summons",
            desk.office.ketua,
            units=[desk.office.unit_a],
            meeting_at=now() + timedelta(days=1),
            meeting_place="Ruang",
            agenda="Sidang",
        )
        form = form_of(case, "attend_preliminary", actor)
        assert set(form.fields) == {"hearing", "documents"}
        form = form_of(case, "attend_preliminary", actor, {"hearing": str(form["hearing"].value())})
        assert form.is_valid(), form.errors
        case = engine.perform(case, "attend_preliminary", actor, **form.payload())
        assert case.state == "preliminary"
        assert case.hearings.get().we_attended is False

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"hearing_at_day": "2026-03-09", "hearing_at_time": "09:00"}, "hearing_at_day"),
            ({"hearing_at_day": "2206-03-16"}, "hearing_at_day"),
            ({"hearing_at_time": ""}, "hearing_at_time"),
            ({"hearing_at_day": ""}, "hearing_at_day"),
            ({"reason": ""}, "reason"),
        ],
    )
    def test_a_new_time_is_later_and_whole(
        self, desk: DisputeDesk, change: dict[str, str], field: str
    ) -> None:
        case = desk.ready(objection=None)
        data = {**filled(desk, case)["postpone_hearing"][2], **change}
        form = form_of(case, "postpone_hearing", desk.office.actor(desk.office.petugas), data)
        assert not form.is_valid()
        assert list(form.errors) == [field]

    def test_a_new_time_may_be_unknown(self, desk: DisputeDesk) -> None:
        case = desk.ready(objection=None)
        data = {"hearing": str(case.next_hearing.pk), "reason": "Majelis berhalangan."}
        form = form_of(case, "postpone_hearing", desk.office.actor(desk.office.petugas), data)
        assert form.is_valid(), form.errors
        assert form.payload()["hearing_at"] is None


# -- what fits the case ----------------------------------------------------------------------------


def test_excluded_information_cannot_be_made_fit_for_mediation(desk: DisputeDesk) -> None:
    """UU 14/2008 Pasal 40: letter a of the objection decides it."""
    case = desk.registered(grounds="a")
    actor = desk.office.actor(desk.office.ketua)
    data = filled(desk, case)["verify_summons"][2]
    form = form_of(case, "verify_summons", actor, data)
    assert "excluded" not in form.fields
    assert form.is_valid(), form.errors
    assert engine.perform(case, "verify_summons", actor, **form.payload()).skips_mediation


@pytest.mark.parametrize(
    ("state", "grounds", "offered"),
    [
        ("testified", "a", ["excluded", "refused"]),
        ("testified", "d", ["refused"]),
        ("mediated", "d", ["failed", "left"]),
        ("not_agreed", "d", ["failed", "left"]),
    ],
)
def test_only_reasons_that_fit_lead_to_adjudication(
    desk: DisputeDesk, state: str, grounds: str, offered: list[str]
) -> None:
    """UU 14/2008 Pasal 42: what the case rules out is not offered."""
    case = getattr(desk, state)(grounds=grounds)
    form = form_of(case, "to_adjudication", desk.office.actor(desk.office.petugas))
    assert [value for value, _label in form.fields["why"].choices] == offered


def test_who_grants_a_power_is_not_among_those_who_get_it(desk: DisputeDesk) -> None:
    """Office, legal affairs and the units that were called; nobody else of the body."""
    case = desk.ready(objection=None)
    form = form_of(case, "issue_power_of_attorney", desk.office.actor(desk.office.atasan))
    offered = {str(label).partition(" (")[0] for _value, label in form.fields["grantees"].choices}
    assert {"Dewi Anggraini", "Yusuf Maulana", "Andi Saputra"} <= offered
    assert not {"Surya Hidayat", "Lestari Putri", "Tamu Tanpa Tugas"} & offered
    assert "Menghadiri sidang" in form["scope"].value()


def test_silent_units_are_let_go_by_name(desk: DisputeDesk) -> None:
    """SOP 4.4: nobody is left out unnoticed."""
    case = desk.verified(objection=None)
    actor = desk.office.actor(desk.office.petugas)
    form = form_of(case, "coordinate", actor)
    assert "Biro Uji Anggaran" in form.fields["without_units"].help_text
    case = desk.do(case, "give_documents", desk.office.pelaksana_a, answer="Terlampir.")
    assert "without_units" not in form_of(case, "coordinate", actor).fields


def test_the_engine_refuses_beside_the_field_of_a_moment(desk: DisputeDesk) -> None:
    """A meeting yesterday: the refusal stands at the date, not above the form."""
    case = desk.registered()
    actor = desk.office.actor(desk.office.ketua)
    data = {**filled(desk, case)["verify_summons"][2], "meeting_at_day": "2026-03-06"}
    form = form_of(case, "verify_summons", actor, data)
    assert form.is_valid()
    with pytest.raises(engine.Refused) as refusal:
        engine.perform(case, "verify_summons", actor, **form.payload())
    form.refuse(refusal.value)
    assert "sudah lewat" in form.errors["meeting_at_day"][0]


def test_what_belongs_together_stands_together(desk: DisputeDesk) -> None:
    """The five fields of a paper are one group under its name; a day has its hour beside it."""
    case = desk.ready(objection=None)
    form = form_of(case, "schedule_hearing", desk.office.actor(desk.office.petugas))
    groups = [(group.legend, [bound.name for bound in group.fields]) for group in form.groups]
    assert ("", ["hearing_at_day", "hearing_at_time"]) in groups
    assert groups[-1] == (
        "Surat panggilan (bila ada)",
        ["number", "dated_on", "sent_on", "received_on", "file"],
    )
    html = form.as_div()
    assert html.count("<fieldset") == 2
    assert today() == date(2026, 3, 9)
