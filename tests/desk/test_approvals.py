"""Persetujuan: decided with the reasons in sight, and never by who wrote it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from ppid_portal.audit.models import AuditEntry
from ppid_portal.people.models import Appointment
from ppid_portal.sop.models import Case
from requests_app import drafting
from requests_app.models import State

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
QUEUE = "/meja/persetujuan/"


def url(case: Any) -> str:
    return reverse("desk:approval", args=[case.pk])


def state(case: Any) -> str:
    return str(Case.objects.get(pk=case.pk).state)


def titles(response: Any) -> list[str]:
    return [card.number for card in response.context["cards"]]


def test_it_lists_what_waits_for_ketua(desk: Any, client_as: Any) -> None:
    case = desk.submitted()
    desk.in_process()

    response = client_as(desk.office.ketua).get(QUEUE)

    assert titles(response) == [case.number]
    assert "Batas undang-undang" in response.content.decode()


@pytest.mark.parametrize("who", ["petugas", "atasan", "pelaksana_a"])
def test_the_queue_of_others_is_empty(desk: Any, client_as: Any, who: str) -> None:
    desk.submitted()

    response = client_as(getattr(desk.office, who)).get(QUEUE)

    assert titles(response) == []
    assert "Tidak ada yang menunggu keputusan Anda" in response.content.decode()


def test_a_sensitive_answer_comes_to_atasan_after_ketua(desk: Any, client_as: Any) -> None:
    """S19: two approvals."""
    case = desk.in_state(State.SECOND_APPROVAL)

    assert titles(client_as(desk.office.ketua).get(QUEUE)) == []
    assert titles(client_as(desk.office.atasan).get(QUEUE)) == [case.number]


def test_it_shows_each_part_with_its_ground(desk: Any, client_as: Any) -> None:
    case = desk.submitted("refused")

    page = client_as(desk.office.ketua).get(url(case)).content.decode()

    assert "Ditolak karena dikecualikan" in page
    assert "Pasal 17 huruf h" in page
    assert "SK-1/2026" in page
    assert "Mengungkap rahasia pribadi pegawai." in page
    assert "Setujui dan tandatangani penolakan" in page


def test_it_approves(desk: Any, client_as: Any) -> None:
    case = desk.submitted()

    response = client_as(desk.office.ketua).post(url(case), {"tindakan": "approve_answer"})

    assert response["Location"] == QUEUE
    assert state(case) == State.APPROVED


def test_it_returns_with_a_reason(desk: Any, client_as: Any) -> None:
    case = desk.submitted()

    client_as(desk.office.ketua).post(
        url(case), {"tindakan": "return_draft", "reason": "Lampiran kurang."}
    )

    assert state(case) == State.IN_PROCESS
    entry = AuditEntry.objects.get(stream=case.stream, verb="return_draft")
    assert entry.reason == "Lampiran kurang."


def test_a_return_without_reason_is_refused_beside_the_field(desk: Any, client_as: Any) -> None:
    """S19: a return needs a reason."""
    case = desk.submitted()

    response = client_as(desk.office.ketua).post(
        url(case), {"tindakan": "return_draft", "reason": " "}
    )

    assert response.status_code == 200
    assert "Tuliskan alasannya." in response.content.decode()
    assert state(case) == State.APPROVAL


def test_the_next_version_shows_what_changed(desk: Any, client_as: Any) -> None:
    case = desk.submitted()
    case = desk.do(case, "return_draft", desk.office.ketua, reason="Jelaskan tahunnya.")
    drafting.save_draft(
        case,
        desk.office.actor(desk.office.petugas),
        parts=[drafting.Part(case.information, "granted", explanation="Tahun 2025.")],
    )
    desk.do(case, "submit_draft", desk.office.petugas)

    page = client_as(desk.office.ketua).get(url(case)).content.decode()

    assert "Yang berubah sejak versi 1" in page
    assert "Jelaskan tahunnya." in page
    assert "<ins>Tahun 2025.</ins>" in page


def test_who_wrote_it_does_not_approve_it(desk: Any, client_as: Any) -> None:
    """S20: the drafter is acting superior today, and is refused with a sentence."""
    office = desk.office
    Appointment.objects.create(
        user=office.petugas,
        role="ketua_ppid",
        unit=office.body,
        kind="plh",
        acting_for=Appointment.objects.get(user=office.ketua),
        decree="SP-12/2026",
        valid_from=date(2026, 3, 9),
        valid_until=date(2026, 3, 10),
    )
    case = desk.submitted()
    client = client_as(office.petugas)

    page = client.get(url(case)).content.decode()
    response = client.post(url(case), {"tindakan": "approve_answer"})

    assert "orang lain yang harus melakukan" in page
    assert 'value="approve_answer"' not in page
    assert response.status_code == 409
    assert state(case) == State.APPROVAL


def test_who_saved_the_draft_does_not_approve_it_either(desk: Any, client_as: Any) -> None:
    """Separation is by person and by writing, not only by who pressed "submit"."""
    office = desk.office
    case = desk.in_process(units=False)
    drafting.save_draft(
        case, office.actor(office.petugas), parts=[drafting.Part(case.information, "granted")]
    )
    desk.do(case, "submit_draft", office.petugas_2)
    Appointment.objects.create(
        user=office.petugas,
        role="ketua_ppid",
        unit=office.body,
        kind="plh",
        acting_for=Appointment.objects.get(user=office.ketua),
        decree="SP-12/2026",
        valid_from=date(2026, 3, 9),
        valid_until=date(2026, 3, 10),
    )

    response = client_as(office.petugas).post(url(case), {"tindakan": "approve_answer"})

    assert response.status_code == 409
    assert state(case) == State.APPROVAL


def test_the_secretariat_reads_it_but_cannot_decide(desk: Any, client_as: Any) -> None:
    case = desk.submitted()

    response = client_as(desk.office.petugas_2).post(url(case), {"tindakan": "approve_answer"})

    assert response.status_code == 409
    assert "dilakukan oleh Ketua PPID" in response.content.decode()
    assert state(case) == State.APPROVAL


@pytest.mark.parametrize(("who", "status"), [("pelaksana_a", 404), ("outsider", 403)])
def test_others_do_not_open_it(desk: Any, client_as: Any, who: str, status: int) -> None:
    case = desk.submitted()

    assert client_as(getattr(desk.office, who)).get(url(case)).status_code == status


def test_a_unit_of_the_case_does_not_open_it(desk: Any, client_as: Any) -> None:
    """The unit worked on it, and still does not learn who asks or what is decided."""
    case = desk.in_process()
    desk.do(case, "answer_task", desk.office.pelaksana_a, answer="Ada.")
    desk.draft(case)
    desk.do(case, "submit_draft", desk.office.petugas)

    assert client_as(desk.office.pelaksana_a).get(url(case)).status_code == 404


def test_without_a_decision_it_leads_to_the_case(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    response = client_as(desk.office.ketua).get(url(case))

    assert response["Location"] == reverse("desk:case", args=[case.pk])


def test_an_extension_is_decided_with_the_date_it_would_give(desk: Any, client_as: Any) -> None:
    """UU 14/2008 Pasal 22 ayat (8): seven working days from 30 March 2026."""
    case = desk.in_process()
    desk.do(
        case,
        "propose_extension",
        desk.office.petugas,
        reason_code="not_held",
        detail="Arsip ada di gudang.",
    )
    client = client_as(desk.office.ketua)

    page = client.get(url(case)).content.decode()
    client.post(url(case), {"tindakan": "approve_extension"})

    case.refresh_from_db()
    until = case.deadlines.get(rule="written_notification").due_on
    assert "Arsip ada di gudang." in page
    from ppid_portal.clock.words import date_long

    assert date_long(until, with_day=True) in page
    assert until > date(2026, 3, 30)


def test_the_case_page_leads_who_decides_to_this_page(desk: Any, client_as: Any) -> None:
    case = desk.submitted()

    page = client_as(desk.office.ketua).get(reverse("desk:case", args=[case.pk]))

    assert page.context["asked"] is None
    assert url(case) in page.content.decode()


@pytest.mark.every_database
def test_queries_do_not_grow(desk: Any, client_as: Any, django_assert_max_num_queries: Any) -> None:
    client = client_as(desk.office.ketua)
    cases = [desk.submitted()]
    client.get(QUEUE)
    counts = []
    for rows in (3, 9):
        while len(cases) < rows:
            cases.append(desk.submitted())
        with django_assert_max_num_queries(24) as queries:
            assert len(titles(client.get(QUEUE))) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]
    for number in range(12):
        desk_part = cases[0].current_draft.parts.first()
        desk_part.pk = None
        desk_part.position = number + 2
        desk_part.save()
    with django_assert_max_num_queries(24):
        client.get(url(cases[0]))
