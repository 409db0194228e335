"""The supervisors' report: what is on it, until when, once a day, and nobody's name (S16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ppid_portal.celery import app
from ppid_portal.clock.heartbeat import beat
from ppid_portal.clock.models import Heartbeat
from ppid_portal.letters.models import Letter
from ppid_portal.mail import daily, outbox, tasks
from ppid_portal.mail.models import Notice
from ppid_portal.people.models import Applicant, Appointment
from ppid_portal.sop import deadlines
from ppid_portal.sop.models import Case, WorkItem

pytestmark = pytest.mark.django_db


def body() -> str:
    """Return today's report."""
    tasks.daily_report()
    return Notice.objects.filter(kind="daily_report").order_by("-created_at", "-pk")[0].body


@pytest.fixture
def opened(office: Any, travel: Any) -> Callable[..., Case]:
    """Open a case at a moment; of Rahayu, about something that nobody needs to read here."""
    applicant = Applicant.objects.create(
        kind="perorangan", name="Rahayu Lestari", nik="3273014504900001", email="rahayu@uji.example"
    )

    def make(number: str, moment: str = "2026-03-09 10:00", **facts: Any) -> Case:
        travel(moment)
        return Case.objects.create(
            title="Perkara Rahayu", number=number, applicant=applicant, **facts
        )

    return make


def test_it_works(opened: Any, travel: Any, office: Any) -> None:
    opened("0001/X/2026")
    travel("2026-03-12 07:00")
    text = body()
    assert "Kamis, 12 Maret 2026" in text
    assert "0001/X/2026, masuk 9 Maret 2026" in text
    assert "/meja/perhatian/" in Notice.objects.get().link
    outbox.sweep()
    from django.core import mail

    (message,) = mail.outbox
    assert sorted(message.to) == ["atasan@uji.example", "ketua@uji.example"]
    assert "/meja/perhatian/" in message.body


def test_it_names_no_person_and_no_subject(opened: Any, travel: Any) -> None:
    """The report leaves by e-mail: numbers only."""
    opened("0001/X/2026")
    travel("2026-03-12 07:00")
    assert "Rahayu" not in body()


@pytest.mark.parametrize(
    ("came", "report", "named"),
    [
        ("2026-03-09 10:00", "2026-03-11 07:00", False),
        ("2026-03-09 10:00", "2026-03-12 07:00", True),
        # After hours counts as the next working day.
        ("2026-03-09 17:00", "2026-03-12 07:00", False),
        ("2026-03-09 17:00", "2026-03-13 07:00", True),
        # Friday to Wednesday: the weekend is none.
        ("2026-03-06 10:00", "2026-03-10 07:00", False),
        ("2026-03-06 10:00", "2026-03-11 07:00", True),
        # Nyepi and Lebaran with their cuti bersama lie between.
        ("2026-03-17 10:00", "2026-03-26 07:00", False),
        ("2026-03-17 10:00", "2026-03-27 07:00", True),
    ],
)
def test_three_working_days_as_the_law_counts_them(
    opened: Any, travel: Any, came: str, report: str, named: bool
) -> None:
    opened("0001/X/2026", came)
    travel(report)
    assert ("0001/X/2026" in body()) is named


def test_until_somebody_opens_it(opened: Any, travel: Any) -> None:
    case = opened("0001/X/2026")
    for day in ("2026-03-12", "2026-03-13"):
        travel(f"{day} 07:00")
        assert "0001/X/2026" in body()
    Case.objects.filter(pk=case.pk).update(first_viewed_at=case.opened_at)
    travel("2026-03-16 07:00")
    assert "0001/X/2026" not in body()


def test_a_closed_case_needs_no_opening(opened: Any, travel: Any) -> None:
    case = opened("0001/X/2026")
    Case.objects.filter(pk=case.pk).update(closed_at=case.opened_at)
    travel("2026-03-12 07:00")
    assert "0001/X/2026" not in body()


def test_once_a_day_however_often_it_is_woken(opened: Any, travel: Any) -> None:
    opened("0001/X/2026")
    travel("2026-03-12 07:00")
    tasks.daily_report()
    travel("2026-03-12 23:00")
    tasks.daily_report()
    assert Notice.objects.count() == 1
    # A new day in Jakarta, the same one in UTC.
    travel("2026-03-13 06:00")
    tasks.daily_report()
    assert Notice.objects.count() == 2


def test_a_quiet_day_says_so(office: Any, travel: Any) -> None:
    """A report that does not come is noticed only by who expects one every day."""
    travel("2026-03-12 07:00")
    for name in app.conf.beat_schedule:
        beat(name)
    assert "Tidak ada yang perlu diperhatikan" in body()


def test_whoever_stands_in_gets_it_too(office: Any, travel: Any) -> None:
    ketua = Appointment.objects.get(user=office.ketua)
    Appointment.objects.create(
        user=office.sekretaris,
        role="ketua_ppid",
        unit=office.body,
        kind="plh",
        acting_for=ketua,
        decree="SP-12/2026",
        valid_from=date(2026, 3, 12),
        valid_until=date(2026, 3, 12),
    )
    travel("2026-03-12 07:00")
    body()
    assert "sekretaris@uji.example" in Notice.objects.get().recipients
    travel("2026-03-13 07:00")
    body()
    latest = Notice.objects.order_by("-pk")[0]
    assert "sekretaris@uji.example" not in latest.recipients


def test_breached_limits_of_the_body_until_they_are_answered(opened: Any, travel: Any) -> None:
    case = opened("0001/X/2026", first_viewed_at=None)
    deadline = deadlines.start(case, "written_notification", case.opened_at, at=case.opened_at)
    window = deadlines.start(case, "dispute_window", case.opened_at, at=case.opened_at)
    type(deadline).objects.filter(pk__in=(deadline.pk, window.pk)).update(status="breached")
    travel("2026-03-31 07:00")
    text = body()
    assert "0001/X/2026: Pemberitahuan tertulis kepada pemohon, batas 30 Maret 2026" in text
    assert "Komisi Informasi" not in text, "the applicant's own limit is not the office's breach"
    Case.objects.filter(pk=case.pk).update(closed_at=case.opened_at)
    travel("2026-04-01 07:00")
    assert "0001/X/2026" not in body()


def test_late_work_is_counted_per_role(opened: Any, travel: Any) -> None:
    case = opened("0001/X/2026")
    common = {"case": case, "opened_at": case.opened_at, "counted_since": case.opened_at}
    due = {"due_at": case.opened_at}
    WorkItem.objects.create(step="a", role="ketua_ppid", **common, **due)
    WorkItem.objects.create(step="b", role="ketua_ppid", **common, **due)
    WorkItem.objects.create(step="c", role="pemohon", **common, **due)
    WorkItem.objects.create(step="d", role="atasan_ppid", paused_at=case.opened_at, **common, **due)
    WorkItem.objects.create(step="e", role="atasan_ppid", closed_at=case.opened_at, **common, **due)
    travel("2026-03-10 07:00")
    text = body()
    assert "Ketua PPID: 2 langkah" in text
    assert "Pemohon" not in text
    assert "Atasan" not in text


def test_what_did_not_arrive(opened: Any, travel: Any, letter: Letter, tell: Any) -> None:
    travel("2026-03-30 10:00")
    notice = tell()
    Notice.objects.filter(pk=notice.pk).update(status="failed", failed_at=notice.created_at)
    Letter.objects.filter(pk=letter.pk).update(status="failed", attempts=5, error="rusak")
    text = body()
    assert "1 pemberitahuan tidak tersampaikan" in text
    assert "1 surat belum dapat dijadikan PDF" in text


def test_tasks_that_are_silent_and_those_that_were(office: Any, travel: Any) -> None:
    """S10: an outage is named while it lasts, and once more when it is over."""
    travel("2026-03-09 08:00")
    for name in app.conf.beat_schedule:
        beat(name)
    travel("2026-03-12 06:00")
    for name in app.conf.beat_schedule:
        if name != "mail":
            beat(name)
    travel("2026-03-12 07:00")
    text = body()
    assert "Pengirim surel tidak berjalan sejak 9 Maret 2026 pukul 08.00" in text
    assert (
        "Penghitung batas waktu sempat berhenti dari 9 Maret 2026 pukul 08.00 sampai "
        "12 Maret 2026 pukul 06.00"
    ) in text
    beat("mail")
    beat("letters")
    beat("deadlines")
    travel("2026-03-12 07:01")
    beat("mail")
    travel("2026-03-13 07:00")
    assert "9 Maret 2026 pukul 08.00 sampai 12 Maret 2026 pukul 06.00" not in body()


def test_it_leaves_a_heartbeat_under_the_name_of_the_schedule(office: Any, travel: Any) -> None:
    assert app.conf.beat_schedule["daily"]["task"] == tasks.daily_report.name == "mail.daily_report"
    travel("2026-03-12 07:00")
    tasks.daily_report()
    assert Heartbeat.objects.filter(name="daily").exists()


def test_a_long_list_is_cut_and_counted(opened: Any, travel: Any) -> None:
    for number in range(daily.MOST + 3):
        opened(f"{number:04d}/X/2026")
    travel("2026-03-12 07:00")
    text = body()
    assert "dan 3 lainnya" in text
    assert text.count("masuk 9 Maret 2026") == daily.MOST


def test_it_takes_as_many_queries_for_many_cases_as_for_few(
    opened: Any, travel: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        opened(f"{number:04d}/X/2026")
    travel("2026-03-12 07:00")
    with django_assert_max_num_queries(25):
        daily.send()
