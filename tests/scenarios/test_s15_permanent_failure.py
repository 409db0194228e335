"""S15. Permanent failure visible.

*When* a message fails the maximum number of times, *then* it is on a failed list with the first
error preserved, staff are alerted, "resend" works, and the case shows "not delivered" (also for
bounces).
"""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail

from ppid_portal.audit.models import AuditEntry
from ppid_portal.clock import now
from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.mail import bounces, services
from ppid_portal.mail import tasks as mail_tasks
from ppid_portal.mail.models import Notice
from ppid_portal.sop.access import secret_path
from tests.driver import Desk, file_request, make_applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_sheet")]


@pytest.fixture
def failed(office: Any, travel: Any, mail_server: Any, settings: Any) -> Notice:
    """The receipt of a request, refused as often as the outbox tries; first by a dead server."""
    travel("2026-03-09 10:00")
    case = file_request(make_applicant(email="salah@pemohon.example"))
    letter_tasks.sweep()
    errors = [SMTPServerDisconnected("koneksi terputus")] + [
        SMTPRecipientsRefused({"salah@pemohon.example": (550, b"mailbox unavailable")})
    ] * (settings.POST_OFFICE["MAX_RETRIES"] + 2)
    for error in errors:
        mail_server.error = error
        mail_tasks.sweep()
        travel(now() + timedelta(days=2))
    return Notice.objects.get(case_id=case.pk, kind="request_received")


def test_it_is_on_the_failed_list_with_the_first_error(failed: Notice, settings: Any) -> None:
    assert failed.status == "failed"
    assert failed.attempts == settings.POST_OFFICE["MAX_RETRIES"]
    assert failed in services.failed()
    assert "koneksi terputus" in failed.first_error
    assert "550" in failed.last_error
    assert "salah@pemohon.example" not in failed.last_error, "an error quotes no address"


def test_it_is_not_tried_for_ever(failed: Notice, mail_server: Any, travel: Any) -> None:
    """The server is back; the refused message waits for a person, the others leave."""
    mail_server.alive = True
    travel(now() + timedelta(days=30))
    mail_tasks.sweep()
    assert not [m for m in mail.outbox if m.subject == failed.subject]
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_staff_are_alerted(failed: Notice) -> None:
    alert = Notice.objects.get(kind="delivery_failed")
    assert alert.audience == "staff"
    assert alert.recipients == ["petugas-2@uji.example", "petugas@uji.example"]
    assert failed.subject in alert.body
    assert "koneksi terputus" in alert.body
    recorded = AuditEntry.objects.filter(verb="notice_failed", subject=f"notice:{failed.pk}")
    assert recorded.count() == 1


def test_the_pages_say_so(failed: Notice, at_desk: Any, citizen: Any) -> None:
    case = failed.case
    officer = at_desk("petugas")
    assert "belum sampai kepada pemohon" in officer.case(case).text
    listed = officer.open("/meja/perhatian/").text
    assert failed.subject in listed
    assert "koneksi terputus" in listed
    assert "tidak terkirim lewat surel" in citizen.open(secret_path(case)).text


def test_resend_to_a_corrected_address_works(
    failed: Notice, mail_server: Any, at_desk: Any
) -> None:
    mail_server.alive = True
    officer = at_desk("petugas")
    page = officer.open("/meja/perhatian/")
    form = next(f for f in page.forms if f.action.endswith(f"/{failed.pk}/kirim-ulang/"))
    page = form.submit(to="benar@pemohon.example")
    assert "dikirim ulang" in page.text
    mail_tasks.sweep()
    (sent,) = [m for m in mail.outbox if m.subject == failed.subject]
    assert sent.to == ["benar@pemohon.example"]
    assert len(sent.attachments) == 1, "with its letter"
    failed.refresh_from_db()
    assert failed.status == "sent"
    assert "koneksi terputus" in failed.first_error, "the first error stays on record"
    entry = AuditEntry.objects.get(verb="resend_notice")
    assert entry.user_id is not None
    assert "belum sampai kepada pemohon" not in officer.case(failed.case).text


def test_what_fails_again_is_alerted_again(
    failed: Notice, mail_server: Any, at_desk: Any, travel: Any, settings: Any
) -> None:
    services.resend(failed)
    for _time in range(settings.POST_OFFICE["MAX_RETRIES"] + 1):
        mail_tasks.sweep()
        travel(now() + timedelta(days=2))
    failed.refresh_from_db()
    assert failed.status == "failed"
    assert Notice.objects.filter(kind="delivery_failed").count() == 2


def test_a_bounce_counts_as_not_delivered(
    office: Any, travel: Any, post: Any, at_desk: Any
) -> None:
    """It left, and came back."""
    travel("2026-03-09 10:00")
    case = file_request()
    post()
    notice = Notice.objects.get(case_id=case.pk, kind="request_received")
    assert notice.status == "sent"
    services.bounced(notice, "550 5.1.1 user unknown")
    assert "belum sampai kepada pemohon" in at_desk("petugas").case(case).text
    assert "user unknown" in at_desk("petugas").open("/meja/perhatian/").text
    assert Notice.objects.filter(kind="delivery_failed").count() == 1


def test_somebody_without_an_address_is_known_too(office: Any, travel: Any, at_desk: Any) -> None:
    """Filed at the counter without e-mail: the case shows that nothing could be sent."""
    travel("2026-03-09 10:00")
    case = file_request(make_applicant(email=""))
    assert Notice.objects.get(case_id=case.pk, kind="request_received").status == "no_address"
    assert "belum sampai kepada pemohon" in at_desk("petugas").case(case).text


def test_a_bounce_comes_in_by_mail(office: Any, travel: Any, post: Any, at_desk: Any) -> None:
    """The mail server pipes the report in; nobody has to key it."""
    travel("2026-03-09 10:00")
    case = file_request()
    post()
    (receipt,) = [each for each in mail.outbox if "siti@pemohon.example" in each.to]
    report = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=B"\n\n'
        "--=B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; siti@pemohon.example\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 mailbox full\n\n"
        "--=B\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {receipt.extra_headers['Message-ID']}\n\n--=B--\n"
    )
    assert bounces.receive(report.encode()) == bounces.Result.BOUNCED
    assert "belum sampai kepada pemohon" in at_desk("petugas").case(case).text
    assert "mailbox full" in at_desk("petugas").open("/meja/perhatian/").text


def test_a_letter_that_comes_back_by_post_is_as_visible(
    desk: Desk, at_desk: Any, travel: Any
) -> None:
    """The same for paper: on the list with its reason, on the case, and sent again."""
    case = desk.approved()
    desk.do(case, "deliver_answer", desk.office.petugas, method="post", tracking_number="RR1ID")
    travel("2026-03-11 09:00")
    officer = at_desk("petugas")
    page = officer.open(f"/meja/berkas/{case.pk}/penyampaian/")
    form = next(f for f in page.forms if "reason" in f.names)
    form.submit(button="kembali", failed_on="2026-03-11", reason="Alamat tidak dikenal")
    assert "Alamat tidak dikenal" in officer.open("/meja/perhatian/").text
    assert "tidak sampai kepada pemohon" in officer.case(case).text
    page = officer.open(f"/meja/berkas/{case.pk}/penyampaian/")
    again = re.search(r'href="([^"]+\?ulang=\d+)', page.html)
    assert again is not None
    form = next(f for f in officer.open(again[1]).forms if "kunci" in f.names)
    form.submit(button="kirim", tracking_number="RR2ID", address="Jalan Mawar 3")
    assert "tidak sampai kepada pemohon" not in officer.case(case).text
    assert "Alamat tidak dikenal" in officer.open(f"/meja/berkas/{case.pk}/penyampaian/").text
    assert "Tidak ada surat yang kembali." in officer.open("/meja/perhatian/").text
