"""Perlu perhatian: what nobody would look for is shown, with what to do about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from ppid_portal.celery import app
from ppid_portal.clock import now
from ppid_portal.clock.heartbeat import beat, expected
from ppid_portal.letters.models import Letter
from ppid_portal.mail.models import Notice
from ppid_portal.mail.services import record_failure
from ppid_portal.sop import deadlines, sweeps
from ppid_portal.sop.models import LegalDeadline
from requests_app import desk_panels
from tests.driver import file_request, make_applicant

pytestmark = pytest.mark.django_db
PAGE = "/meja/perhatian/"


def rows(response: Any) -> dict[str, list[str]]:
    return {
        section.key: [row["number"] or row["title"] for row in section.rows]
        for section in (*response.context["waiting"], *response.context["settled"])
    }


def test_an_unopened_case_is_listed_after_three_working_days(
    desk: Any, client_as: Any, travel: Any
) -> None:
    """S16: until it is opened."""
    case = file_request()
    assert rows(client_as(desk.office.sekretaris).get(PAGE))["belum-dibuka"] == []

    travel("2026-03-12 10:00")
    client = client_as(desk.office.sekretaris)
    assert rows(client.get(PAGE))["belum-dibuka"] == [case.number]

    client_as(desk.office.petugas).get(reverse("desk:case", args=[case.pk]))
    assert rows(client.get(PAGE))["belum-dibuka"] == []


def test_whoever_acts_on_a_case_has_opened_it(desk: Any, client_as: Any, travel: Any) -> None:
    desk.registered()
    travel("2026-03-13 10:00")

    assert rows(client_as(desk.office.petugas).get(PAGE))["belum-dibuka"] == []


def test_a_breached_limit_is_listed_until_the_answer(
    desk: Any, client_as: Any, travel: Any
) -> None:
    case = desk.in_process()
    travel("2026-03-31 09:00")
    sweeps.find_due()
    sweeps.handle_events()

    assert rows(client_as(desk.office.petugas).get(PAGE))["lewat-batas"] == [case.number]


def test_a_late_unit_is_listed_for_the_office_and_for_itself(
    desk: Any, client_as: Any, travel: Any
) -> None:
    case = desk.in_process()
    travel("2026-03-17 10:00")

    assert rows(client_as(desk.office.petugas).get(PAGE))["unit-terlambat"] == [case.number]
    own = rows(client_as(desk.office.pelaksana_a).get(PAGE))
    assert own == {"unit-terlambat": [case.number]}
    assert rows(client_as(desk.office.pelaksana_b).get(PAGE)) == {"unit-terlambat": []}


def failed_notice(case: Any) -> Notice:
    notice = Notice.objects.filter(case=case, audience="applicant").first()
    assert notice is not None
    return record_failure(notice, "550 mailbox unknown")


def test_an_undelivered_notice_keeps_its_first_error(desk: Any, client_as: Any) -> None:
    """S15."""
    case = file_request()
    failed_notice(case)

    response = client_as(desk.office.petugas).get(PAGE)

    assert rows(response)["tidak-tersampaikan"] == [case.number]
    assert "550 mailbox unknown" in response.content.decode()


def test_it_is_sent_again_to_a_corrected_address(desk: Any, client_as: Any) -> None:
    notice = failed_notice(file_request())

    client_as(desk.office.petugas).post(
        reverse("desk:resend", args=[notice.pk]), {"to": "benar@pemohon.example"}
    )

    notice.refresh_from_db()
    assert notice.status == Notice.Status.WAITING
    assert notice.recipients == ["benar@pemohon.example"]
    assert notice.first_error == "550 mailbox unknown"


def test_a_wrong_address_is_refused_with_what_to_write(desk: Any, client_as: Any) -> None:
    notice = failed_notice(file_request())

    response = client_as(desk.office.petugas).post(
        reverse("desk:resend", args=[notice.pk]), {"to": "salah"}, follow=True
    )

    notice.refresh_from_db()
    assert notice.status == Notice.Status.FAILED
    assert "nama@contoh.id" in response.content.decode()


def test_a_delivered_notice_is_not_sent_twice(desk: Any, client_as: Any) -> None:
    notice = failed_notice(file_request())
    client = client_as(desk.office.petugas)
    client.post(reverse("desk:resend", args=[notice.pk]))

    response = client.post(reverse("desk:resend", args=[notice.pk]), follow=True)

    assert "sudah terkirim atau sedang menunggu" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("pelaksana_a", 404), ("outsider", 403)])
def test_others_do_not_send_again(desk: Any, client_as: Any, who: str, status: int) -> None:
    notice = failed_notice(desk.in_process())

    response = client_as(getattr(desk.office, who)).post(reverse("desk:resend", args=[notice.pk]))

    assert response.status_code == status


def test_a_letter_without_pdf_is_listed_after_a_quarter_of_an_hour(
    desk: Any, client_as: Any, travel: Any
) -> None:
    """Also when nobody tried: the worker may be down."""
    file_request()
    client = client_as(desk.office.petugas)
    assert rows(client.get(PAGE))["surat-gagal"] == []

    travel("2026-03-09 10:16")

    assert rows(client.get(PAGE))["surat-gagal"] == [Letter.objects.get().number]


def test_a_provisional_date_is_listed(desk: Any, client_as: Any) -> None:
    case = file_request()
    LegalDeadline.objects.filter(case=case, rule="written_notification").update(provisional=True)

    assert rows(client_as(desk.office.petugas).get(PAGE))["sementara"] == [case.number]


def test_silent_background_work_is_an_alarm(desk: Any, client_as: Any, travel: Any) -> None:
    for name in expected():
        beat(name)
    client = client_as(desk.office.petugas)
    assert rows(client.get(PAGE))["latar-belakang"] == []

    travel(now() + timedelta(hours=2))

    assert "Penghitung batas waktu" in rows(client.get(PAGE))["latar-belakang"]


def test_every_background_work_has_a_name_that_a_clerk_reads(desk: Any, client_as: Any) -> None:
    """On a portal whose worker never ran, none is called by its key."""
    page = client_as(desk.office.petugas).get(PAGE)
    (silent,) = [each for each in page.context["waiting"] if each.key == "latar-belakang"]
    assert len(silent.rows) == len(app.conf.beat_schedule)
    assert not {row["title"] for row in silent.rows} & set(app.conf.beat_schedule)


def alert(title: str, rows: int) -> dict[str, Any]:
    """What an app says needs attention."""
    return {
        "title": title,
        "empty": "Tidak ada sidang.",
        "rows": [
            {
                "url": f"/meja/berkas/{number}/",
                "number": f"{number:04d}/PPID-SETNEG/SG/2026",
                "text": "Ajudikasi di Komisi Informasi",
                "tone": "late",
                "date": date(2026, 3, 6),
            }
            for number in range(1, rows + 1)
        ],
    }


def test_what_an_app_finds_grave_stands_above_everything(
    desk: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hearing that was missed (issue 3); the desk knows no kind of case."""
    for name, found in (
        ("attention", [alert("Sidang minggu ini", 0)]),
        ("alarms", [alert("Sidang terlewat", 25)]),
    ):
        monkeypatch.setattr(desk_panels, name, lambda actors, found=found: found, raising=False)
    for room in ("disputes_app", "dip_app"):
        monkeypatch.setattr(f"{room}.desk_panels.alarms", lambda actors: [])
    monkeypatch.setattr("disputes_app.desk_panels.attention", lambda actors: [])
    response = client_as(desk.office.petugas).get(PAGE)
    first, *others = response.context["waiting"]
    assert [section.title for section in (first, *others) if section.danger] == [first.title]
    assert first.title == "Sidang terlewat"
    assert response.context["settled"][-1].title == "Sidang minggu ini"
    assert (len(first.rows), first.more) == (20, True)
    page = response.content.decode()
    assert page.count("alarm--section") == 1
    assert 'href="/meja/berkas/1/"' in page
    assert '<span class="status status--late">Jumat, 6 Maret 2026</span>' in page
    assert "Tidak ada sidang." in page


def test_a_grave_thing_that_did_not_happen_is_not_red(
    desk: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [alert("Sidang terlewat", 0)]
    monkeypatch.setattr(desk_panels, "alarms", lambda actors: found, raising=False)
    page = client_as(desk.office.hukum).get(PAGE).content.decode()
    assert "Tidak ada sidang." in page
    assert "alarm" not in page


def test_a_way_to_court_that_was_not_taken_is_no_breach(
    desk: Any, client_as: Any, travel: Any
) -> None:
    """UU 14/2008 Pasal 48 ayat (1): the body may go to court; not going is no fault."""
    case = desk.registered()
    for rule in ("court_window", "order_execution"):
        deadlines.start(case, rule, date(2026, 3, 2), at=now())
    travel("2026-03-27 10:00")
    sweeps.find_due()
    sweeps.handle_events()
    page = client_as(desk.office.petugas).get(PAGE)
    assert rows(page)["lewat-batas"] == [case.number]
    assert "PPID melaksanakan perintah: terlambat" in page.content.decode()


def test_with_nothing_to_see_it_says_so(desk: Any, client_as: Any) -> None:
    for name in expected():
        beat(name)

    page = client_as(desk.office.petugas).get(PAGE).content.decode()

    assert "Tidak ada yang perlu diperhatikan sekarang." in page


def test_queries_do_not_grow(
    desk: Any, client_as: Any, travel: Any, django_assert_max_num_queries: Any
) -> None:
    counts = []
    made = 0
    for cases in (3, 12):
        travel("2026-03-09 10:00")
        while made < cases:
            case = file_request(make_applicant(f"Orang {made}"))
            failed_notice(case)
            made += 1
        travel("2026-03-16 10:00")
        client = client_as(desk.office.petugas)
        client.get(PAGE)
        # One for each of what is looked after here, and for who asks.
        with django_assert_max_num_queries(31) as queries:
            assert len(rows(client.get(PAGE))["tidak-tersampaikan"]) == cases
        counts.append(len(queries))

    assert counts[0] == counts[1]
