"""Writing the answer: nothing typed is lost, nobody overwrites anybody, and rules bind at last."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ppid_portal.audit.models import AuditEntry
from ppid_portal.sop.errors import NotNow, NotYours, Refused
from ppid_portal.sop.models import CaseDocument
from requests_app import drafting
from requests_app.drafting import Costs, Part
from requests_app.models import AnswerDraft, Outcome, State
from tests.driver import PIXEL, make_decree, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def url(case: Any) -> str:
    return reverse("requests_desk:answer", args=[case.pk])


def secretary(desk: Any) -> Any:
    return desk.office.actor(desk.office.petugas)


def posted(*parts: dict[str, Any], aksi: str = "simpan", seen: str = "", **more: Any) -> Any:
    """Return a posted editor: each part with the fields that are filled in."""
    data: dict[str, Any] = {
        "aksi": aksi,
        "seen": seen,
        "bagian-TOTAL_FORMS": str(len(parts)),
        "bagian-INITIAL_FORMS": "0",
        **more,
    }
    for index, part in enumerate(parts):
        for name, value in part.items():
            data[f"bagian-{index}-{name}"] = value
    return data


def upload(name: str = "laporan.png", content: bytes = PIXEL, kind: str = "image/png") -> Any:
    return SimpleUploadedFile(name, content, kind)


# -- the service -----------------------------------------------------------------------------------


class TestSaving:
    def test_the_first_save_makes_version_one(self, desk: Any) -> None:
        case = desk.in_process()

        draft = drafting.save_draft(
            case,
            secretary(desk),
            parts=[Part("Laporan", Outcome.GRANTED), Part("Notula", Outcome.NOT_HELD, holder="X")],
            note=" Terima kasih. ",
            costs=Costs(sheets=3, per_sheet=500, delivery=9000),
        )

        assert (draft.version, draft.status, draft.note) == (1, "draft", "Terima kasih.")
        assert (draft.cost_sheets, draft.cost_per_sheet, draft.cost_delivery) == (3, 500, 9000)
        parts = list(draft.parts.values_list("position", "text", "outcome"))
        assert parts == [(1, "Laporan", "granted"), (2, "Notula", "not_held")]

    def test_the_next_save_replaces_what_it_holds(self, desk: Any) -> None:
        case = desk.in_process()
        drafting.save_draft(case, secretary(desk), parts=[Part("a", "granted")] * 3)

        draft = drafting.save_draft(case, secretary(desk), parts=[Part("b", "granted")])

        assert AnswerDraft.objects.filter(request=case).count() == 1
        assert [part.text for part in draft.parts.all()] == ["b"]

    def test_it_is_in_the_chain_with_who_and_what_outcome(self, desk: Any) -> None:
        case = desk.in_process()

        drafting.save_draft(case, secretary(desk), parts=[Part("a", "granted")])

        entry = AuditEntry.objects.get(stream=case.stream, verb="save_draft")
        assert entry.user_id == desk.office.petugas.pk
        assert entry.data == {"version": 1, "outcomes": ["granted"]}

    @pytest.mark.parametrize("who", ["ketua", "atasan", "sekretaris", "pelaksana_a"])
    def test_it_refuses_everybody_but_the_secretariat(self, desk: Any, who: str) -> None:
        case = desk.in_process()
        actor = desk.office.actor(getattr(desk.office, who))

        with pytest.raises(NotYours):
            drafting.save_draft(case, actor, parts=[Part("a", "granted")])

        assert not AnswerDraft.objects.exists()

    @pytest.mark.parametrize(
        "state",
        [state for state in State.values if state not in ("new", "lapsed", State.IN_PROCESS)],
    )
    def test_it_refuses_every_other_state(self, desk: Any, state: str) -> None:
        case = desk.in_state(state)
        before = AnswerDraft.objects.count()

        with pytest.raises(NotNow):
            drafting.save_draft(case, secretary(desk), parts=[Part("a", "granted")])

        assert AnswerDraft.objects.count() == before

    def test_an_old_copy_of_the_case_does_not_help(self, desk: Any) -> None:
        """The row is read anew under lock: what the caller holds decides nothing."""
        stale = desk.drafted()
        desk.do(stale, "submit_draft", desk.office.petugas)

        with pytest.raises(NotNow):
            drafting.save_draft(stale, secretary(desk), parts=[Part("a", "granted")])

        assert AnswerDraft.objects.get().status == "submitted"

    def test_it_does_not_overwrite_a_colleague(self, desk: Any, travel: Any) -> None:
        case = desk.in_process()
        first = drafting.save_draft(case, secretary(desk), parts=[Part("a", "granted")])
        seen = drafting.stamp(first)
        travel("2026-03-09 10:05")
        colleague = desk.office.actor(desk.office.petugas_2)
        drafting.save_draft(case, colleague, parts=[Part("b", "granted")], seen=seen)

        with pytest.raises(Refused, match="Bayu Pratama menyimpan konsep ini"):
            drafting.save_draft(case, secretary(desk), parts=[Part("c", "granted")], seen=seen)

        assert [part.text for part in case.current_draft.parts.all()] == ["b"]

    def test_two_first_saves_make_one_version(self, desk: Any) -> None:
        case = desk.in_process()
        drafting.save_draft(case, secretary(desk), parts=[Part("a", "granted")], seen="")

        with pytest.raises(Refused):
            drafting.save_draft(case, secretary(desk), parts=[Part("b", "granted")], seen="")

    @pytest.mark.parametrize("kind", ["identity", "power_of_attorney", "attachment"])
    def test_papers_of_the_applicant_are_never_an_answer(self, desk: Any, kind: str) -> None:
        case = desk.in_process()
        paper = make_document(case, kind=kind)

        with pytest.raises(Refused):
            drafting.save_draft(
                case, secretary(desk), parts=[Part("a", "granted", documents=(paper,))]
            )

    def test_documents_of_another_case_are_refused(self, desk: Any) -> None:
        foreign = make_document(desk.in_process())

        with pytest.raises(Refused):
            drafting.save_draft(
                desk.in_process(),
                secretary(desk),
                parts=[Part("a", "granted", documents=(foreign,))],
            )

    def test_a_returned_version_is_kept_and_the_next_is_written(self, desk: Any) -> None:
        case = desk.submitted()
        case = desk.do(case, "return_draft", desk.office.ketua, reason="Kurang.")

        drafting.save_draft(case, secretary(desk), parts=[Part("baru", "granted")])

        versions = AnswerDraft.objects.filter(request=case).order_by("version")
        assert [(v.version, v.status) for v in versions] == [(1, "returned"), (2, "draft")]
        assert versions[0].parts.get().text == case.information


class TestPrefill:
    """What the units said is where the first version starts."""

    def test_without_answers_it_is_the_request_itself(self, desk: Any) -> None:
        case = desk.in_process()

        assert drafting.from_units(case) == [{"text": case.information}]

    def test_an_answer_with_documents_is_granted_with_them(self, desk: Any) -> None:
        case = desk.in_process()
        document = make_document(case)
        desk.do(
            case,
            "answer_task",
            desk.office.pelaksana_a,
            answer="Laporan terlampir.",
            documents=[document],
        )

        part = drafting.from_units(case)[0]

        assert part["outcome"] == Outcome.GRANTED
        assert part["documents"] == [document.pk]
        assert part["explanation"] == "Laporan terlampir."

    @pytest.mark.parametrize(
        ("ground", "article", "outcome"),
        [
            ("not_held", "", Outcome.NOT_HELD),
            ("not_documented", "", Outcome.NOT_DOCUMENTED),
            ("excluded", "h", Outcome.REFUSED),
        ],
    )
    def test_a_ground_suggests_its_outcome(
        self, desk: Any, ground: str, article: str, outcome: str
    ) -> None:
        case = desk.in_process()
        desk.do(
            case,
            "reject_task",
            desk.office.pelaksana_a,
            ground=ground,
            article=article,
            reason="Alasannya begini.",
        )

        part = drafting.from_units(case)[0]

        assert (part["outcome"], part["article"]) == (outcome, article)


class TestProblems:
    """The rules that bind at submission are told after each save (S21)."""

    def test_a_refusal_without_decree_is_told(self, desk: Any) -> None:
        case = desk.in_process()
        draft = drafting.save_draft(
            case, secretary(desk), parts=[Part("a", "granted"), Part("b", "refused", article="h")]
        )

        found = drafting.problems(draft)

        assert [(problem.number, problem.field) for problem in found] == [(2, "basis")]

    def test_a_whole_answer_has_none(self, desk: Any) -> None:
        case = desk.in_process()
        draft = drafting.save_draft(
            case,
            secretary(desk),
            parts=[
                Part(
                    "a",
                    "refused",
                    article="h",
                    basis=make_decree(desk.office.unit_a),
                    consequence="Rahasia pribadi terbuka.",
                )
            ],
        )

        assert drafting.problems(draft) == []


class TestDifferences:
    def save(self, desk: Any, case: Any, *parts: Part) -> AnswerDraft:
        return drafting.save_draft(case, secretary(desk), parts=list(parts))

    def test_what_changed_is_told_part_by_part(self, desk: Any) -> None:
        case = desk.in_process(units=False)
        first = self.save(
            desk, case, Part("a", "granted"), Part("b", "granted"), Part("c", "granted")
        )
        desk.do(case, "submit_draft", desk.office.petugas)
        case = desk.do(case, "return_draft", desk.office.ketua, reason="Ubah.")
        second = self.save(
            desk,
            case,
            Part("a", "granted"),
            Part("b", "not_held", holder="X"),
            Part("d", "granted"),
        )
        first.refresh_from_db()

        found = {each.text: each for each in drafting.differences(second, first)}

        assert set(found) == {"b", "c", "d"}
        assert ("Keputusan", "Diberikan seluruhnya", "Tidak dikuasai") in found["b"].changes
        assert found["c"].what == "bagian dihapus"
        assert found["d"].what == "bagian baru"

    def test_the_first_version_has_nothing_to_compare(self, desk: Any) -> None:
        draft = self.save(desk, desk.in_process(), Part("a", "granted"))

        assert drafting.differences(draft, None) == []


# -- the page --------------------------------------------------------------------------------------


def test_the_secretariat_opens_it(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    page = client_as(desk.office.petugas).get(url(case)).content.decode()

    assert case.information in page
    assert "Tambah bagian" in page


@pytest.mark.parametrize("who", ["pelaksana_a", "pelaksana_b", "outsider", "hukum"])
def test_others_hear_that_it_is_not_there(desk: Any, client_as: Any, who: str) -> None:
    case = desk.in_process()
    client = client_as(getattr(desk.office, who))

    assert client.get(url(case)).status_code == 404
    assert client.post(url(case), posted({"text": "a", "outcome": "granted"})).status_code == 404
    assert not AnswerDraft.objects.exists()


def test_a_visitor_is_sent_to_log_in(desk: Any, client: Any) -> None:
    assert client.get(url(desk.in_process())).status_code == 302


def test_ketua_is_led_back_with_a_sentence(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    response = client_as(desk.office.ketua).get(url(case), follow=True)

    assert "disusun oleh Tim Sekretariat PPID" in response.content.decode()


def test_in_another_state_it_says_so(desk: Any, client_as: Any) -> None:
    case = desk.submitted()

    response = client_as(desk.office.petugas).post(
        url(case), posted({"text": "a", "outcome": "granted"}), follow=True
    )

    assert "Jawaban hanya dapat disunting selama berkas sedang dikerjakan" in (
        response.content.decode()
    )


def test_it_saves_and_tells_what_is_missing(desk: Any, client_as: Any) -> None:
    case = desk.in_process()
    client = client_as(desk.office.petugas)

    response = client.post(
        url(case), posted({"text": "Data gaji", "outcome": "refused", "article": "h"}), follow=True
    )

    page = response.content.decode()
    assert "Konsep jawaban tersimpan." in page
    assert "Penolakan memerlukan uji konsekuensi" in page
    assert case.current_draft.parts.get().article == "h"


def test_an_error_is_beside_its_field_and_keeps_all_that_was_typed(
    desk: Any, client_as: Any
) -> None:
    case = desk.in_process()

    response = client_as(desk.office.petugas).post(
        url(case),
        posted(
            {"text": "Bagian yang panjang.", "explanation": "Penjelasan panjang."},
            note="Catatan panjang.",
            cost_sheets="seribu",
        ),
    )

    page = response.content.decode()
    assert "Pilih keputusan untuk bagian ini." in page
    assert "Isi dengan angka bulat" in page
    for typed in ("Bagian yang panjang.", "Penjelasan panjang.", "Catatan panjang.", "seribu"):
        assert typed in page
    assert not AnswerDraft.objects.exists()


def test_one_more_part_without_javascript_loses_nothing(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    response = client_as(desk.office.petugas).post(
        url(case),
        posted({"text": "Bagian satu", "outcome": "not_held", "holder": "BPS"}, aksi="tambah"),
    )

    page = response.content.decode()
    assert "Bagian 2" in page
    assert "Bagian satu" in page
    assert 'value="BPS"' in page
    assert re.search(r'name="bagian-0-outcome" value="not_held"[^>]*checked', page)
    assert "Ada yang perlu diperbaiki" not in page
    assert not AnswerDraft.objects.exists()


def test_a_part_is_removed_by_its_box(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    client_as(desk.office.petugas).post(
        url(case),
        posted(
            {"text": "satu", "outcome": "granted"},
            {"text": "dua", "outcome": "granted", "DELETE": "on"},
        ),
    )

    assert [part.text for part in case.current_draft.parts.all()] == ["satu"]


def test_the_last_part_cannot_be_removed(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    response = client_as(desk.office.petugas).post(
        url(case), posted({"text": "satu", "outcome": "granted", "DELETE": "on"})
    )

    assert "paling sedikit satu bagian" in response.content.decode()
    assert not AnswerDraft.objects.exists()


def test_what_an_outcome_has_no_place_for_is_left_out(desk: Any, client_as: Any) -> None:
    """S21: "not held" with an exemption cannot even be written."""
    case = desk.in_process()
    decree = make_decree(desk.office.unit_a)

    client_as(desk.office.petugas).post(
        url(case),
        posted(
            {
                "text": "a",
                "outcome": "not_held",
                "holder": "BPS",
                "article": "h",
                "basis": str(decree.pk),
                "consequence": "x",
                "ready_in_days": "3",
            }
        ),
    )

    part = case.current_draft.parts.get()
    assert (part.holder, part.article, part.basis, part.consequence, part.ready_in_days) == (
        "BPS",
        "",
        None,
        "",
        None,
    )


def test_an_uploaded_document_is_ticked_and_survives_an_error(desk: Any, client_as: Any) -> None:
    case = desk.in_process()
    client = client_as(desk.office.petugas)

    data = {"text": "", "outcome": "granted", "uploads": upload()}
    page = client.post(url(case), posted(data)).content.decode()

    document = CaseDocument.objects.get(case=case)
    assert (document.kind, document.audience) == ("answer", "internal")
    assert "laporan.png" in page
    assert re.search(rf'name="bagian-0-documents" value="{document.pk}"[^>]*checked', page)
    client.post(
        url(case), posted({"text": "a", "outcome": "granted", "documents": [str(document.pk)]})
    )
    assert list(case.current_draft.parts.get().documents.all()) == [document]


def test_a_wrong_file_is_named_and_the_good_one_kept(desk: Any, client_as: Any) -> None:
    """S17: each rejection names file and reason; other data survives."""
    case = desk.in_process()
    bad = upload("virus.exe", b"MZ\x90\x00", "application/octet-stream")

    response = client_as(desk.office.petugas).post(
        url(case), posted({"text": "a", "outcome": "granted", "uploads": [upload(), bad]})
    )

    page = response.content.decode()
    assert "virus.exe" in page
    assert CaseDocument.objects.get(case=case).file.original_name == "laporan.png"
    assert not AnswerDraft.objects.exists()


def test_a_colleagues_save_is_not_overwritten(desk: Any, client_as: Any, travel: Any) -> None:
    case = desk.in_process()
    draft = drafting.save_draft(case, secretary(desk), parts=[Part("a", "granted")])
    seen = drafting.stamp(draft)
    travel("2026-03-09 10:05")
    drafting.save_draft(
        case, desk.office.actor(desk.office.petugas_2), parts=[Part("b", "granted")]
    )

    response = client_as(desk.office.petugas).post(
        url(case), posted({"text": "tulisan saya", "outcome": "granted"}, seen=seen)
    )

    page = response.content.decode()
    assert "Bayu Pratama menyimpan konsep ini" in page
    assert "tulisan saya" in page


def test_it_rejects_identity_papers_as_documents(desk: Any, client_as: Any) -> None:
    case = desk.in_process()
    paper = make_document(case, kind="identity")

    response = client_as(desk.office.petugas).post(
        url(case), posted({"text": "a", "outcome": "granted", "documents": [str(paper.pk)]})
    )

    assert "Pilih dokumen dari berkas ini saja." in response.content.decode()
    assert not AnswerDraft.objects.exists()


def test_the_units_ground_stands_beside(desk: Any, client_as: Any) -> None:
    case = desk.in_process()
    desk.do(
        case,
        "reject_task",
        desk.office.pelaksana_a,
        ground="excluded",
        article="h",
        reason="Memuat data pribadi.",
    )

    page = client_as(desk.office.petugas).get(url(case)).content.decode()

    assert "Dikecualikan menurut Pasal 17" in page
    assert "Memuat data pribadi." in page


def test_the_reason_of_a_return_stands_above(desk: Any, client_as: Any) -> None:
    case = desk.submitted()
    desk.do(case, "return_draft", desk.office.ketua, reason="Sebutkan tahunnya.")

    page = client_as(desk.office.petugas).get(url(case)).content.decode()

    assert "Versi 1 dikembalikan:" in page
    assert "Sebutkan tahunnya." in page


# -- previews --------------------------------------------------------------------------------------


def preview(case: Any, letter: str = "surat-pemberitahuan") -> str:
    return reverse("requests_desk:preview", args=[case.pk, letter])


def test_the_letter_can_be_read_before_it_is_sent(desk: Any, client_as: Any) -> None:
    case = desk.submitted("refused")
    client = client_as(desk.office.ketua)
    before = case.letters.count()

    for letter in ("surat-pemberitahuan", "surat-keputusan"):
        response = client.get(preview(case, letter))
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")

    assert case.letters.count() == before


@pytest.mark.parametrize("letter", ["surat-keputusan", "lain"])
def test_a_letter_that_will_not_be_sent_has_no_preview(
    desk: Any, client_as: Any, letter: str
) -> None:
    case = desk.submitted()

    assert client_as(desk.office.ketua).get(preview(case, letter)).status_code == 404


def test_units_and_visitors_see_no_preview(desk: Any, client_as: Any, client: Any) -> None:
    case = desk.in_process()
    desk.draft(case)

    assert client_as(desk.office.pelaksana_a).get(preview(case)).status_code == 404
    assert client.get(preview(case)).status_code == 302


@pytest.mark.every_database
def test_queries_do_not_grow_with_the_parts(
    desk: Any, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    case = desk.in_process()
    client = client_as(desk.office.petugas)
    counts = []
    for parts in (3, 25):
        documents = [make_document(case) for _n in range(parts)]
        drafting.save_draft(
            case,
            secretary(desk),
            parts=[Part(str(n), "granted", documents=tuple(documents[:2])) for n in range(parts)],
        )
        client.get(url(case))
        with django_assert_max_num_queries(24) as queries:
            assert client.get(url(case)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
