"""Meja kerja: what waits for whom, soonest first, and filters that survive."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import now
from ppid_portal.desk import worklist
from ppid_portal.sop.models import WorkItem
from requests_app import desk_panels
from tests.driver import file_request, make_applicant

pytestmark = pytest.mark.django_db
HOME = "/meja/"


def numbers(response: Any) -> list[str]:
    return [row.number for row in response.context["page"].rows]


def tally(response: Any) -> list[str]:
    return [each.number for each in response.context["tallies"]]


def test_it_sends_visitors_to_log_in(client: Any) -> None:
    response = client.get(HOME)

    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/")


def test_somebody_without_appointment_reads_what_is_missing(office: Any, client_as: Any) -> None:
    response = client_as(office.outsider).get(HOME)

    assert response.status_code == 403
    assert "belum punya penugasan" in response.content.decode()


def test_it_shows_what_waits_for_the_secretariat(desk: Any, client_as: Any) -> None:
    case = file_request()

    response = client_as(desk.office.petugas).get(HOME)

    assert numbers(response) == [case.number]
    assert tally(response) == ["0", "1", "1", "0"]
    assert "Periksa permohonan dan identitas" in response.content.decode()


def test_the_same_work_waits_for_others_in_the_eyes_of_ketua(desk: Any, client_as: Any) -> None:
    case = file_request()
    client = client_as(desk.office.ketua)

    assert tally(client.get(HOME)) == ["0", "0", "0", "1"]
    assert numbers(client.get(HOME)) == []
    assert numbers(client.get(HOME, {"milik": "lain"})) == [case.number]


def test_a_unit_sees_only_its_own_work(desk: Any, client_as: Any) -> None:
    case = desk.in_process()

    own = client_as(desk.office.pelaksana_a).get(HOME, {"milik": "semua"})
    other = client_as(desk.office.pelaksana_b).get(HOME, {"milik": "semua"})

    assert case.number in numbers(own)
    assert numbers(other) == []


def test_legal_affairs_find_the_work_they_are_called_to(desk: Any, client_as: Any) -> None:
    """SOP 4: in whatever case it is, and theirs to take; the rest of that case waits for others."""
    file_request(make_applicant("Budi"))
    case = desk.registered()
    item = WorkItem.objects.create(
        case_id=case.pk,
        step="dispute.6",
        label="Beri pertimbangan hukum",
        role="asdep_hukum",
        opened_at=now(),
        counted_since=now(),
    )
    client = client_as(desk.office.hukum)
    (row,) = client.get(HOME).context["page"].rows
    assert (row.number, row.step, row.may_take) == (case.number, "Beri pertimbangan hukum", True)
    assert numbers(client.get(HOME, {"milik": "lain"})) == [case.number]
    client.post(reverse("desk:take", args=[item.pk]))
    item.refresh_from_db()
    assert item.assigned_to == desk.office.hukum
    assert client.get(reverse("desk:case", args=[case.pk])).status_code == 200


ALARM = {
    "title": "Sidang terlewat",
    "empty": "Tidak ada sidang yang terlewat.",
    "rows": [
        {
            "url": "/meja/berkas/1/",
            "number": "0001/PPID-SETNEG/SG/2026",
            "text": "Ajudikasi di Komisi Informasi",
            "tone": "late",
            "date": date(2026, 3, 6),
        }
    ],
}


def test_what_does_harm_if_it_waits_is_said_in_red_on_the_first_page(
    desk: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []

    def alarms(actors: Any) -> list[dict[str, Any]]:
        told.extend(actors)
        return [ALARM]

    monkeypatch.setattr(desk_panels, "alarms", alarms, raising=False)
    monkeypatch.setattr(
        desk_panels,
        "attention",
        lambda actors: pytest.fail("the start page asks for alarms only"),
        raising=False,
    )
    page = client_as(desk.office.petugas).get(HOME).content.decode()
    assert page.count('class="alarm"') == 1
    assert "Sidang terlewat: 1." in page
    assert 'href="/meja/perhatian/#requests_app-genting-1"' in page
    assert [actor.role for actor in told] == ["tim_sekretariat_ppid"]


def test_nothing_is_red_where_nothing_waits(
    desk: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        desk_panels, "alarms", lambda actors: [{**ALARM, "rows": []}], raising=False
    )
    page = client_as(desk.office.petugas).get(HOME).content.decode()
    assert 'class="alarm"' not in page
    assert "Sidang terlewat" not in page


def test_late_work_says_for_how_many_working_days(desk: Any, client_as: Any, travel: Any) -> None:
    """SOP 2.2 wants the check within 15 minutes; two working days later it is late by two."""
    file_request()
    travel("2026-03-11 10:00")

    response = client_as(desk.office.petugas).get(HOME, {"waktu": "terlambat"})

    assert tally(response) == ["1", "0", "1", "0"]
    assert "terlambat 2 hari kerja" in response.content.decode()
    assert "norma 15 menit, terpakai 2 hari kerja" in response.content.decode()


def test_what_is_due_first_comes_first(desk: Any, client_as: Any, travel: Any) -> None:
    first = file_request()
    travel("2026-03-09 10:05")
    second = file_request()

    response = client_as(desk.office.petugas).get(HOME)

    assert numbers(response) == [first.number, second.number]


def test_filters_come_from_the_address_and_stay_in_the_next_page(
    desk: Any, client_as: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(worklist, "PAGE", 2)
    for _n in range(5):
        file_request()
    client = client_as(desk.office.petugas)

    first = client.get(HOME, {"milik": "semua", "teks": "laporan"})
    second = client.get(first.context["page"].next_url)
    third = client.get(second.context["page"].next_url)
    back = client.get(third.context["page"].previous_url)

    seen = [*numbers(first), *numbers(second), *numbers(third)]
    assert len(seen) == len(set(seen)) == 5
    assert third.context["page"].next_url == ""
    assert numbers(back) == numbers(second)
    assert "teks=laporan" in second.context["page"].next_url
    assert "milik=semua" in second.context["page"].next_url


def test_work_without_due_time_comes_last_and_is_not_lost(
    desk: Any, client_as: Any, monkeypatch: Any
) -> None:
    """A proposed extension has no norm time: its work has no due time."""
    monkeypatch.setattr(worklist, "PAGE", 1)
    case = desk.in_process()
    desk.do(case, "propose_extension", desk.office.petugas, reason_code="not_held", detail="x")
    client = client_as(desk.office.ketua)

    pages = [client.get(HOME, {"milik": "semua"})]
    while pages[-1].context["page"].next_url:
        pages.append(client.get(pages[-1].context["page"].next_url))

    steps = [row.step for page in pages for row in page.context["page"].rows]
    assert steps[-1] == "Putuskan usul perpanjangan"
    assert len(steps) == 3
    backwards = [pages[-1]]
    while backwards[-1].context["page"].previous_url:
        backwards.append(client.get(backwards[-1].context["page"].previous_url))
    assert [row.step for page in reversed(backwards) for row in page.context["page"].rows] == steps


@pytest.mark.parametrize(
    "query",
    [
        {"milik": "x"},
        {"waktu": "kapan-kapan"},
        {"jenis": "gadaian"},
        {"unit": "abc"},
        {"unit": "99999999999999999999"},
        {"setelah": "zzz"},
        {"setelah": "99999999999999999.1"},
        {"sebelum": "1.999999999999999999999"},
        {"setelah": "²³.4"},
        {"teks": "\x00'\";--"},
    ],
)
def test_a_spoilt_address_shows_the_list_all_the_same(
    desk: Any, client_as: Any, query: dict[str, str]
) -> None:
    assert client_as(desk.office.petugas).get(HOME, query).status_code == 200


def test_units_do_not_find_work_by_the_name_of_the_applicant(desk: Any, client_as: Any) -> None:
    desk.in_process(applicant=make_applicant("Bonifasius Unik"))

    office = client_as(desk.office.petugas).get(HOME, {"milik": "semua", "teks": "bonifasius"})
    unit = client_as(desk.office.pelaksana_a).get(HOME, {"milik": "semua", "teks": "bonifasius"})

    assert numbers(office)
    assert numbers(unit) == []


def test_restricted_work_is_in_nobodys_list_but_the_heads(desk: Any, client_as: Any) -> None:
    case = desk.do(file_request(), "confirm_complete", desk.office.petugas)
    desk.do(case, "register_request", desk.office.petugas, restricted=True)

    assert numbers(client_as(desk.office.petugas_2).get(HOME, {"milik": "semua"})) == []
    assert numbers(client_as(desk.office.atasan).get(HOME, {"milik": "semua"})) == [case.number]


class TestTakingOn:
    """F28: a queue per role, taken on by one, taken over when that one is away."""

    def test_it_takes_work_on_and_keeps_the_filters(self, desk: Any, client_as: Any) -> None:
        case = file_request()
        item = case.work.get()
        back = f"{HOME}?milik=semua&teks=laporan"

        response = client_as(desk.office.petugas).post(
            reverse("desk:take", args=[item.pk]), {"next": back}
        )

        assert response["Location"] == back
        item.refresh_from_db()
        assert item.assigned_to == desk.office.petugas
        assert AuditEntry.objects.get(stream=case.stream, verb="take_on").user_id == (
            desk.office.petugas.pk
        )

    def test_taken_work_no_longer_waits_for_colleagues(self, desk: Any, client_as: Any) -> None:
        item = file_request().work.get()
        client_as(desk.office.petugas).post(reverse("desk:take", args=[item.pk]))

        colleague = client_as(desk.office.petugas_2)

        assert tally(colleague.get(HOME))[2] == "0"
        page = colleague.get(HOME, {"milik": "peran"}).content.decode()
        assert "Rina Wulandari" in page
        assert "Ambil alih" in page

    def test_a_colleague_takes_over(self, desk: Any, client_as: Any) -> None:
        case = file_request()
        item = case.work.get()
        client_as(desk.office.petugas).post(reverse("desk:take", args=[item.pk]))

        client_as(desk.office.petugas_2).post(reverse("desk:take", args=[item.pk]))

        item.refresh_from_db()
        assert item.assigned_to == desk.office.petugas_2
        last = AuditEntry.objects.filter(stream=case.stream, verb="take_on").last()
        assert last is not None
        assert last.data["from_user"] == desk.office.petugas.pk

    def test_it_gives_work_back(self, desk: Any, client_as: Any) -> None:
        item = file_request().work.get()
        client = client_as(desk.office.petugas)
        client.post(reverse("desk:take", args=[item.pk]))

        client.post(reverse("desk:release", args=[item.pk]))

        item.refresh_from_db()
        assert item.assigned_to is None

    def test_it_refuses_another_role(self, desk: Any, client_as: Any) -> None:
        item = file_request().work.get()

        client_as(desk.office.ketua).post(reverse("desk:take", args=[item.pk]))

        item.refresh_from_db()
        assert item.assigned_to is None

    def test_it_refuses_to_release_what_a_colleague_holds(self, desk: Any, client_as: Any) -> None:
        item = file_request().work.get()
        client_as(desk.office.petugas).post(reverse("desk:take", args=[item.pk]))

        client_as(desk.office.petugas_2).post(reverse("desk:release", args=[item.pk]))

        item.refresh_from_db()
        assert item.assigned_to == desk.office.petugas

    def test_another_unit_hears_that_it_is_not_there(self, desk: Any, client_as: Any) -> None:
        desk.in_process()
        item = WorkItem.objects.get(unit=desk.office.unit_a, closed_at__isnull=True)

        response = client_as(desk.office.pelaksana_b).post(reverse("desk:take", args=[item.pk]))

        assert response.status_code == 404

    def test_it_rejects_get(self, desk: Any, client_as: Any) -> None:
        """Invariant 4: a GET changes nothing."""
        item = file_request().work.get()

        response = client_as(desk.office.petugas).get(reverse("desk:take", args=[item.pk]))

        assert response.status_code == 405

    @pytest.mark.parametrize("away", ["https://jahat.example/", "//jahat.example", "/\\jahat"])
    def test_it_never_leads_elsewhere(self, desk: Any, client_as: Any, away: str) -> None:
        item = file_request().work.get()

        response = client_as(desk.office.petugas).post(
            reverse("desk:take", args=[item.pk]), {"next": away}
        )

        assert response["Location"] == HOME


def test_queries_do_not_grow_with_the_rows(
    desk: Any, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_as(desk.office.petugas)
    applicant = make_applicant()
    counts = []
    for rows in (3, 24):
        while WorkItem.objects.count() < rows:
            file_request(applicant)
        client.get(HOME)
        # One for each list of alarms that the start page counts, and for the worklist itself.
        with django_assert_max_num_queries(24) as queries:
            page = client.get(HOME)
        assert len(numbers(page)) == rows
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_numbers_stop_counting_at_a_thousand(desk: Any, client_as: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(worklist, "MOST_COUNTED", 3)
    for _n in range(3):
        file_request()

    assert tally(client_as(desk.office.petugas).get(HOME))[2] == "2+"


def test_rows_carry_the_list_to_the_case_and_back(desk: Any, client_as: Any) -> None:
    file_request()

    page = client_as(desk.office.petugas).get(HOME, {"milik": "semua"}).content.decode()

    link = re.search(r'href="(/meja/berkas/\d+/\?next=[^"]+)"', page)
    assert link is not None
    case_page = client_as(desk.office.petugas).get(link[1]).content.decode()
    assert 'href="/meja/?milik=semua"' in case_page
