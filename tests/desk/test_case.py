"""The case page: one thing to do next, done through the engine, and nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import now
from ppid_portal.mail.models import Notice
from ppid_portal.people.models import Appointment
from ppid_portal.sop.models import Case, CaseDocument, CaseMessage, WorkItem
from requests_app.models import InformationRequest, State
from tests.driver import PIXEL, file_request, make_applicant, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

COMPLETE = {
    "tindakan": "confirm_complete",
    "checklist": ["Data pemohon", "Surat permohonan informasi"],
}


def url(case: Any) -> str:
    return reverse("desk:case", args=[case.pk])


def state(case: Any) -> str:
    return str(Case.objects.get(pk=case.pk).state)


# -- who sees it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["petugas", "sekretaris", "ketua", "atasan"])
def test_the_office_sees_a_case(desk: Any, client_as: Any, who: str) -> None:
    case = file_request()

    response = client_as(getattr(desk.office, who)).get(url(case))

    assert response.status_code == 200
    assert case.information in response.content.decode()


@pytest.mark.parametrize("who", ["pelaksana_a", "pelaksana_b", "pimpinan_a", "hukum"])
def test_others_hear_that_it_is_not_there(desk: Any, client_as: Any, who: str) -> None:
    """S18: not even the title leaks."""
    case = file_request()

    response = client_as(getattr(desk.office, who)).get(url(case))

    assert response.status_code == 404
    assert case.title not in response.content.decode()


def test_a_unit_sees_the_case_it_works_on_without_the_applicant(desk: Any, client_as: Any) -> None:
    case = desk.in_process(applicant=make_applicant("Bonifasius Unik"))
    make_document(case, kind="identity")

    page = client_as(desk.office.pelaksana_a).get(url(case)).content.decode()

    assert case.information in page
    assert "Bonifasius" not in page
    assert "3171" not in page
    assert "dokumen.png" not in page
    assert "Tanda Bukti" not in page
    assert client_as(desk.office.pelaksana_b).get(url(case)).status_code == 404


def test_a_visitor_is_sent_to_log_in(desk: Any, client: Any) -> None:
    assert client.get(url(file_request())).status_code == 302


def test_a_restricted_case_is_hidden_from_a_colleague(desk: Any, client_as: Any) -> None:
    case = desk.do(file_request(), "confirm_complete", desk.office.petugas)
    desk.do(case, "register_request", desk.office.petugas, restricted=True)

    assert client_as(desk.office.petugas_2).get(url(case)).status_code == 404
    assert client_as(desk.office.ketua).get(url(case)).status_code == 200


# -- personal data ---------------------------------------------------------------------------------


def test_nik_and_phone_are_masked(desk: Any, client_as: Any) -> None:
    page = client_as(desk.office.petugas).get(url(file_request())).content.decode()

    assert "Siti Aminah" in page
    assert "3171••••••••0001" in page
    assert "3171234567890001" not in page
    assert "081234567890" not in page


def test_each_look_at_the_page_is_recorded(desk: Any, client_as: Any) -> None:
    """S25, UU 27/2022: opening applicant data is logged."""
    case = file_request()
    client = client_as(desk.office.petugas)

    client.get(url(case))
    client.get(url(case))

    looks = AuditEntry.objects.filter(stream="access:2026-03", subject=f"case:{case.pk}")
    assert [(look.user_id, look.data["what"]) for look in looks] == [
        (desk.office.petugas.pk, "applicant")
    ] * 2


def test_a_unit_that_sees_no_applicant_leaves_no_such_record(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    client_as(desk.office.pelaksana_a).get(url(case))

    assert not AuditEntry.objects.filter(stream="access:2026-03").exists()


def test_the_whole_nik_is_shown_by_post_and_recorded(desk: Any, client_as: Any) -> None:
    case = file_request()
    client = client_as(desk.office.petugas)
    reveal = reverse("desk:applicant", args=[case.pk])

    assert client.get(reveal).status_code == 405
    page = client.post(reveal).content.decode()

    assert "3171234567890001" in page
    assert "081234567890" in page
    look = AuditEntry.objects.get(stream="access:2026-03")
    assert (look.data["what"], look.user_id) == ("nik", desk.office.petugas.pk)


def test_a_unit_may_not_ask_for_the_nik(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    response = client_as(desk.office.pelaksana_a).post(reverse("desk:applicant", args=[case.pk]))

    assert response.status_code == 404


def test_pages_stay_out_of_shared_caches(desk: Any, client_as: Any) -> None:
    response = client_as(desk.office.petugas).get(url(file_request()))

    assert response["Cache-Control"] == "private, no-store"


# -- opened ----------------------------------------------------------------------------------------


def test_the_first_look_of_the_office_is_noted_once(desk: Any, client_as: Any, travel: Any) -> None:
    """S16: until somebody opens it, it is on the list of unopened cases."""
    case = file_request()
    first = travel("2026-03-09 11:00")
    client_as(desk.office.petugas).get(url(case))
    travel("2026-03-09 12:00")
    client_as(desk.office.ketua).get(url(case))

    assert Case.objects.get(pk=case.pk).first_viewed_at == first


# -- the next step ---------------------------------------------------------------------------------


def test_it_shows_the_next_step_as_a_form_with_its_checklist(desk: Any, client_as: Any) -> None:
    response = client_as(desk.office.petugas).get(url(file_request()))

    assert response.context["asked"].move.name == "confirm_complete"
    page = response.content.decode()
    assert "Surat permohonan informasi" in page
    assert "Yang dihasilkan: Kelengkapan data" in page
    assert "SOP 2.2" in page


def test_the_other_choice_of_the_same_step_is_a_link_away(desk: Any, client_as: Any) -> None:
    case = file_request()

    response = client_as(desk.office.petugas).get(url(case), {"tindakan": "return_incomplete"})

    assert response.context["asked"].move.name == "return_incomplete"


def test_who_has_nothing_to_do_reads_whose_turn_it_is(desk: Any, client_as: Any) -> None:
    page = client_as(desk.office.ketua).get(url(file_request())).content.decode()

    assert "Tidak ada yang perlu Anda lakukan" in page
    assert "Menunggu Tim Sekretariat PPID: Periksa permohonan dan identitas" in page


def test_a_closed_case_says_so(desk: Any, client_as: Any) -> None:
    page = client_as(desk.office.petugas).get(url(desk.answered())).content.decode()

    assert "Berkas ini sudah selesai" in page


def test_it_performs_the_step_and_keeps_the_list(desk: Any, client_as: Any) -> None:
    case = file_request()
    client = client_as(desk.office.petugas)

    response = client.post(url(case), {**COMPLETE, "next": "/meja/?milik=semua"})

    assert response.status_code == 302
    assert response["Location"] == f"{url(case)}?next=%2Fmeja%2F%3Fmilik%3Dsemua"
    assert state(case) == State.CHECKED
    assert "sekarang berstatus “Lengkap”" in client.get(response["Location"]).content.decode()


def test_an_incomplete_checklist_is_refused_beside_its_field(desk: Any, client_as: Any) -> None:
    case = file_request()

    response = client_as(desk.office.petugas).post(
        url(case), {**COMPLETE, "checklist": ["Data pemohon"]}
    )

    assert response.status_code == 200
    assert state(case) == State.RECEIVED
    page = response.content.decode()
    assert "Ada yang perlu diperbaiki" in page
    assert "belum dicentang: Surat permohonan informasi" in page


def test_an_error_keeps_what_was_typed(desk: Any, client_as: Any) -> None:
    """Principle 4: nothing typed is lost."""
    case = desk.registered()

    response = client_as(desk.office.ketua).post(
        url(case),
        {"tindakan": "dispose", "direction": "Siapkan laporan terakhir.", "unit_days": "99"},
    )

    page = response.content.decode()
    assert "Siapkan laporan terakhir." in page
    assert 'value="99"' in page
    assert state(case) == State.REGISTERED


def test_a_refusal_of_the_engine_is_shown_beside_its_field(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    response = client_as(desk.office.pelaksana_a).post(
        url(case),
        {
            "tindakan": "reject_task",
            "ground": "excluded",
            "article": "j",
            "other_law": "",
            "reason": "Undang-undang lain melarangnya.",
        },
    )

    form = response.context["asked"].form
    assert "undang-undang lain" in form.errors["other_law"][0]
    assert "Undang-undang lain melarangnya." in response.content.decode()


def test_what_came_too_late_is_refused_and_given_back(desk: Any, client_as: Any) -> None:
    """A colleague was faster: the text is shown, so that it can be kept elsewhere."""
    case = desk.registered()
    desk.do(case, "dispose", desk.office.ketua, direction="Siapkan.", units=[])

    response = client_as(desk.office.ketua).post(
        url(case), {"tindakan": "dispose", "direction": "Arahan yang panjang sekali."}
    )

    assert response.status_code == 409
    page = response.content.decode()
    assert "Belum tersimpan" in page
    assert "Arahan yang panjang sekali." in page


def test_another_role_is_refused_with_whose_it_is(desk: Any, client_as: Any) -> None:
    case = file_request()

    response = client_as(desk.office.ketua).post(url(case), COMPLETE)

    assert response.status_code == 409
    assert "dilakukan oleh Tim Sekretariat PPID" in response.content.decode()
    assert state(case) == State.RECEIVED


@pytest.mark.parametrize("name", ["", "receive", "lapse", "__init__", "tidak_ada"])
def test_an_act_that_is_not_the_desks_is_refused(desk: Any, client_as: Any, name: str) -> None:
    case = file_request()

    response = client_as(desk.office.petugas).post(url(case), {"tindakan": name})

    assert response.status_code == 409
    assert state(case) == State.RECEIVED


def test_a_stranger_cannot_post(desk: Any, client_as: Any) -> None:
    case = file_request()

    assert client_as(desk.office.pelaksana_a).post(url(case), COMPLETE).status_code == 404
    assert client_as(desk.office.outsider).post(url(case), COMPLETE).status_code == 403
    assert state(case) == State.RECEIVED


def test_several_roles_choose_in_which_they_act(desk: Any, client_as: Any) -> None:
    """The acting role is chosen per step and stands in the record."""
    office = desk.office
    second = Appointment.objects.create(
        user=office.petugas,
        role="petugas_pelayanan_informasi",
        unit=office.body,
        decree="SK-2/2026",
        valid_from=date(2026, 1, 1),
    )
    case = file_request()
    client = client_as(office.petugas)

    assert "Bertindak sebagai" in client.get(url(case)).content.decode()
    client.post(url(case), {**COMPLETE, "sebagai": str(second.pk)})

    entry = AuditEntry.objects.get(stream=case.stream, verb="confirm_complete")
    assert entry.role == "petugas_pelayanan_informasi"


def test_files_of_a_unit_arrive_with_its_answer(desk: Any, client_as: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = desk.in_process()

    client_as(desk.office.pelaksana_a).post(
        url(case),
        {
            "tindakan": "answer_task",
            "answer": "Terlampir.",
            "documents": SimpleUploadedFile("laporan.png", PIXEL, "image/png"),
        },
    )

    document = CaseDocument.objects.get(case=case, kind="unit_answer")
    assert (document.file.original_name, document.unit) == ("laporan.png", desk.office.unit_a)
    assert document.audience == CaseDocument.Audience.INTERNAL


def test_a_refused_act_leaves_no_file_behind(desk: Any, client_as: Any, media_root: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = desk.clarifying()

    response = client_as(desk.office.petugas).post(
        url(case),
        {
            "tindakan": "answer_clarification",
            "answer": "   \n ",
            "documents": SimpleUploadedFile("ktp.png", PIXEL, "image/png"),
        },
    )

    assert response.status_code == 200
    assert not CaseDocument.objects.filter(case=case).exists()
    assert not [path for path in media_root.rglob("*") if path.is_file()]


def test_other_acts_give_the_reason_when_not_possible(desk: Any, client_as: Any) -> None:
    case = desk.in_process(units=False)

    page = client_as(desk.office.petugas).get(url(case)).content.decode()

    assert "Tidak ada unit yang sedang ditunggu jawabannya." in page
    assert "Tindakan yang dilakukan peran lain" in page


def test_an_act_asked_for_that_is_not_possible_says_why(desk: Any, client_as: Any) -> None:
    case = desk.in_process(units=False)

    response = client_as(desk.office.petugas).get(url(case), {"tindakan": "chase_units"})

    assert "Tindakan itu tidak dapat dilakukan sekarang." in response.content.decode()


# -- what is said ----------------------------------------------------------------------------------


def test_a_message_reaches_the_applicant_and_the_chain(desk: Any, client_as: Any) -> None:
    case = file_request()

    response = client_as(desk.office.petugas).post(
        reverse("desk:message", args=[case.pk]), {"text": "Mohon tunggu sampai Rabu."}
    )

    assert response.status_code == 302
    message = CaseMessage.objects.get(case=case)
    assert (message.direction, message.author) == ("to_applicant", desk.office.petugas)
    notice = Notice.objects.get(case=case, kind="request_message")
    assert "Mohon tunggu sampai Rabu." in notice.body
    entry = AuditEntry.objects.get(stream=case.stream, verb="message_to_applicant")
    assert "Rabu" not in str(entry.data)


def test_a_note_stays_among_staff(desk: Any, client_as: Any) -> None:
    case = file_request()
    before = Notice.objects.count()

    client_as(desk.office.petugas).post(
        reverse("desk:note", args=[case.pk]), {"text": "Tanyakan ke arsip."}
    )

    assert CaseMessage.objects.get(case=case).direction == "internal"
    assert Notice.objects.count() == before
    said = client_as(desk.office.petugas).get(url(case)).context["said"]
    assert [note.text for note in said["notes"]] == ["Tanyakan ke arsip."]
    assert said["messages"] == []


def test_a_unit_reads_notes_but_no_messages(desk: Any, client_as: Any) -> None:
    case = desk.in_process()
    office = client_as(desk.office.petugas)
    office.post(reverse("desk:message", args=[case.pk]), {"text": "Yth. Ibu Siti"})
    office.post(reverse("desk:note", args=[case.pk]), {"text": "Unit berjanji besok."})
    unit = client_as(desk.office.pelaksana_a)

    page = unit.get(url(case)).content.decode()

    assert "Unit berjanji besok." in page
    assert "Ibu Siti" not in page
    refused = unit.post(reverse("desk:message", args=[case.pk]), {"text": "Halo"})
    assert refused.status_code == 404


@pytest.mark.parametrize("name", ["desk:message", "desk:note"])
def test_an_empty_message_is_refused_with_what_to_do(desk: Any, client_as: Any, name: str) -> None:
    case = file_request()

    response = client_as(desk.office.petugas).post(reverse(name, args=[case.pk]), {"text": "  "})

    assert response.status_code == 200
    assert "Tulis" in response.content.decode()
    assert not CaseMessage.objects.filter(case=case).exists()


def test_what_was_not_delivered_is_said(desk: Any, client_as: Any) -> None:
    """S15: the case shows "not delivered"."""
    case = file_request(make_applicant(email=""))

    page = client_as(desk.office.petugas).get(url(case)).content.decode()

    assert "belum sampai kepada pemohon" in page


# -- around it -------------------------------------------------------------------------------------


def test_the_same_text_of_another_person_is_a_hint(desk: Any, client_as: Any) -> None:
    """S12: a hint, and neither case is closed by it."""
    first, second = file_request(), file_request(make_applicant("Budi Santoso"))

    page = client_as(desk.office.petugas).get(url(second)).content.decode()

    assert "Berkas lain meminta hal yang sama." in page
    assert first.number in page
    assert state(first) == State.RECEIVED


def test_the_hint_does_not_tell_of_a_restricted_case(desk: Any, client_as: Any) -> None:
    hidden = desk.do(file_request(), "confirm_complete", desk.office.petugas)
    desk.do(hidden, "register_request", desk.office.petugas, restricted=True)
    case = file_request(make_applicant("Budi Santoso"))

    page = client_as(desk.office.petugas_2).get(url(case)).content.decode()

    assert hidden.number not in page


def test_the_chain_leads_to_the_case_it_came_from(desk: Any, client_as: Any) -> None:
    first = file_request(information="Satu hal")
    second = file_request(information="Hal lain", origin=first)
    client = client_as(desk.office.petugas)

    assert url(first) in client.get(url(second)).content.decode()
    assert url(second) in client.get(url(first)).content.decode()


def test_the_timeline_gives_norm_and_actual_time(desk: Any, client_as: Any, travel: Any) -> None:
    case = file_request()
    travel("2026-03-09 10:40")
    desk.do(case, "confirm_complete", desk.office.petugas)

    page = client_as(desk.office.petugas).get(url(case)).content.decode()

    assert "norma 15 menit, nyata 40 menit" in page
    assert "Sedang berjalan: Catat di register" in page


def test_the_legal_date_comes_with_its_reason(desk: Any, client_as: Any) -> None:
    """The ten days of UU 14/2008 Pasal 22 ayat (7), as ``manage.py deadline`` gives them."""
    page = client_as(desk.office.petugas).get(url(file_request())).content.decode()

    assert "Senin, 30 Maret 2026" in page
    assert "10 hari kerja; 5 hari libur dilewati" in page
    assert "dilewati: " in page


# -- letters ---------------------------------------------------------------------------------------


def test_a_letter_leads_to_its_file_for_the_office_only(desk: Any, client_as: Any) -> None:
    from ppid_portal.letters.services import render

    case = desk.in_process()
    receipt = case.letters.get(kind="receipt")
    memo = case.letters.get(kind="memorandum")
    for letter in (receipt, memo):
        render(letter.pk)
    at = {letter.kind: reverse("desk:letter", args=[letter.pk]) for letter in (receipt, memo)}

    office, unit = client_as(desk.office.petugas), client_as(desk.office.pelaksana_a)
    assert office.get(at["receipt"]).status_code == 302
    assert office.get(at["receipt"], follow=True)["Content-Type"] == "application/pdf"
    assert unit.get(at["memorandum"], follow=True)["Content-Type"] == "application/pdf"
    assert unit.get(at["receipt"]).status_code == 404
    assert client_as(desk.office.pelaksana_b).get(at["memorandum"]).status_code == 404


def test_a_letter_without_pdf_says_that_it_is_being_made(desk: Any, client_as: Any) -> None:
    case = file_request()
    letter = case.letters.get(kind="receipt")

    response = client_as(desk.office.petugas).get(
        reverse("desk:letter", args=[letter.pk]), follow=True
    )

    assert "sedang disiapkan" in response.content.decode()


def test_the_list_of_files_and_the_files_room_agree(desk: Any, client_as: Any) -> None:
    """Invariant 7: what the page names can be opened, and what it hides cannot."""
    case = desk.in_process()
    made = [make_document(case, kind=kind) for kind in CaseDocument.Kind.values]
    made[5].unit = desk.office.unit_a
    made[5].save()
    for audience in ("identity", "confidential"):
        made.append(make_document(case))
        CaseDocument.objects.filter(pk=made[-1].pk).update(audience=audience)
    called_in(case)
    for who in ("petugas", "ketua", "pelaksana_a", "hukum"):
        client = client_as(getattr(desk.office, who))
        listed = {document.url for document in client.get(url(case)).context["documents"]}
        for document in made:
            address = reverse("files:download", args=[document.file.pk])
            opens = client.get(address).status_code == 200
            assert opens == (address in listed), (who, document.kind)


def called_in(case: Any) -> WorkItem:
    """Give legal affairs work in a case, as SOP 4 does."""
    return WorkItem.objects.create(
        case_id=case.pk,
        step="dispute.6",
        label="Beri pertimbangan hukum",
        role="asdep_hukum",
        opened_at=now(),
        counted_since=now(),
    )


def test_legal_affairs_open_everything_but_identity_papers(desk: Any, client_as: Any) -> None:
    """SOP 4: they judge what was refused and how; who asks is not their question."""
    case = desk.in_process()
    made = {str(audience): make_document(case) for audience in CaseDocument.Audience.values}
    for audience, document in made.items():
        CaseDocument.objects.filter(pk=document.pk).update(audience=audience)
    client = client_as(desk.office.hukum)

    def opened() -> set[str]:
        return {
            audience
            for audience, document in made.items()
            if client.get(reverse("files:download", args=[document.file.pk])).status_code == 200
        }

    assert opened() == set()
    called_in(case)
    assert opened() == {"internal", "applicant", "confidential"}
    page = client.get(url(case))
    assert len(page.context["documents"]) == 3
    assert case.applicant.name not in page.content.decode()


# -- cost ------------------------------------------------------------------------------------------


@pytest.mark.every_database
@pytest.mark.parametrize("name", [s for s in State.values if s not in ("new", "lapsed")])
@pytest.mark.parametrize("who", ["petugas", "ketua"])
def test_a_page_asks_less_than_25_questions_in_every_state(
    desk: Any, client_as: Any, django_assert_max_num_queries: Any, name: str, who: str
) -> None:
    case = desk.in_state(name)
    client = client_as(getattr(desk.office, who))
    client.get(url(case))

    with django_assert_max_num_queries(24):
        client.get(url(case))


@pytest.mark.every_database
def test_a_written_answer_costs_no_more(
    desk: Any, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    case = desk.drafted()
    client = client_as(desk.office.petugas)
    client.get(url(case))

    with django_assert_max_num_queries(24):
        client.get(url(case))


@pytest.mark.every_database
def test_queries_do_not_grow_with_what_is_in_a_case(
    desk: Any, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    case = desk.in_process()
    client = client_as(desk.office.petugas)
    client.get(url(case))
    counts = []
    for more in (3, 27):
        for number in range(more):
            make_document(case)
            CaseMessage.objects.create(case=case, direction="internal", text=str(number))
            file_request(make_applicant(f"Orang {number}"))
        with django_assert_max_num_queries(24) as queries:
            client.get(url(case))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_state_is_never_written_by_a_page(desk: Any, client_as: Any) -> None:
    """Invariant 1 and 4: looking changes nothing but the note of the first look."""
    case = file_request()
    before = InformationRequest.objects.filter(pk=case.pk).values().get()

    client_as(desk.office.petugas).get(url(case), {"tindakan": "withdraw"})

    after = InformationRequest.objects.filter(pk=case.pk).values().get()
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"first_viewed_at"}


def test_a_unit_is_offered_only_the_letters_it_may_read(desk: Any, client_as: Any) -> None:
    """The disposition sheet names the applicant: list and file agree (invariants 6 and 7)."""
    from ppid_portal.letters.models import Letter
    from ppid_portal.letters.services import render

    case = desk.in_process()
    for letter in Letter.objects.filter(case_id=case.pk):
        render(letter.pk)
    unit = client_as(desk.office.pelaksana_a)
    page = unit.get(reverse("desk:case", args=[case.pk])).content.decode()
    for letter in Letter.objects.filter(case_id=case.pk):
        url = reverse("desk:letter", args=[letter.pk])
        answer = unit.get(url, follow=True)
        if letter.kind == "memorandum":
            assert url in page
            assert answer.status_code == 200
        else:
            assert letter.number == case.number or letter.number not in page
            assert url not in page
            assert answer.status_code == 404
