"""S9. Lapse.

*Given* an incomplete request returned for completion, *when* the cure period ends without answer,
*then* it closes automatically as "not completed", the applicant is notified, and a later reply
opens a linked new request (domain.md 1.2, rows 3 to 5).
"""

from __future__ import annotations

from typing import Any

import pytest

from ppid_portal.audit.models import AuditEntry
from ppid_portal.mail.models import Notice
from ppid_portal.sop.access import secret_path
from requests_app.models import InformationRequest
from tests.driver import Desk
from tests.scenarios.browser import Browser
from tests.scenarios.filing import CHECK, answer, file_online

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_sheet")]


@pytest.fixture
def returned(desk: Desk, at_desk: Any, travel: Any) -> Any:
    """A request that was sent back on Monday 9 March: the last day is Thursday the 12th."""
    _page, case = file_online(Browser())
    at_desk("petugas").act(
        case, "return_incomplete", usual=["Salinan KTP atau identitas lain yang masih berlaku"]
    )
    case.refresh_from_db()
    assert case.state == "incomplete"
    return case


def test_on_the_last_day_nothing_closes(returned: Any, sweep: Any, travel: Any) -> None:
    sweep("2026-03-12 23:59")
    returned.refresh_from_db()
    assert returned.state == "incomplete"


def test_it_closes_by_itself_and_says_so_once(
    returned: Any, sweep: Any, post: Any, citizen: Browser
) -> None:
    sweep("2026-03-13 00:05")
    sweep("2026-03-13 00:10")
    returned.refresh_from_db()
    assert returned.state == "lapsed"
    assert returned.closed_at is not None
    entry = AuditEntry.objects.get(stream=returned.stream, verb="lapse")
    assert (entry.role, entry.from_state, entry.to_state) == ("sistem", "incomplete", "lapsed")
    assert not returned.deadlines.filter(status__in=("running", "paused")).exists()
    assert not returned.deadlines.filter(rule="objection_window").exists()
    assert not returned.work.filter(closed_at__isnull=True).exists()

    notice = Notice.objects.get(case_id=returned.pk, kind="request_lapsed")
    assert [m.to for m in post() if m.subject == notice.subject] == [["siti@contoh.example"]]
    page = citizen.open(secret_path(returned))
    assert "Ditutup karena tidak dilengkapi" in page.text


def test_it_stays_in_the_register(returned: Any, sweep: Any, at_desk: Any) -> None:
    sweep("2026-03-13 00:05")
    page = at_desk("petugas").open(f"/meja/cari/?q={returned.number}")
    assert "Tidak dilengkapi" in page.text


def test_a_reply_in_time_goes_on(returned: Any, travel: Any, sweep: Any, citizen: Browser) -> None:
    travel("2026-03-12 23:58")
    form = citizen.open(secret_path(returned)).form("addition")
    page = form.submit(addition="NIK saya 3171234106900001, KTP menyusul lewat pos.")
    assert "Kelengkapan Anda kami terima" in page.text
    sweep("2026-03-13 00:05")
    returned.refresh_from_db()
    assert returned.state == "received"


def test_a_later_reply_opens_a_linked_new_request(
    returned: Any, sweep: Any, travel: Any, citizen: Browser, at_desk: Any
) -> None:
    """What was typed before is filled in again; the two cases know each other."""
    sweep("2026-03-13 00:05")
    travel("2026-03-16 10:00")
    page = citizen.open(secret_path(returned))
    assert not any("addition" in form.names for form in page.forms)
    resend = next(form for form in page.forms if form.action.endswith("/kirim-ulang/"))
    page = resend.submit()
    while page.url != CHECK:
        slug = page.url.removeprefix("/permohonan/baru/").strip("/") or "siapa"
        page = answer(page, slug)
    assert returned.information in page.text
    page = page.form("website").submit()
    later = InformationRequest.objects.exclude(pk=returned.pk).get()
    assert later.origin_id == returned.pk
    assert later.number != returned.number
    assert later.information == returned.information
    assert later.state == "received"
    returned.refresh_from_db()
    assert returned.state == "lapsed", "the old one stays closed"
    assert later.number in citizen.open(secret_path(returned)).text
    assert returned.number in at_desk("petugas").case(later).text


def test_a_question_that_nobody_answers_lapses_too(desk: Desk, sweep: Any) -> None:
    """The clarification has the same three days, and the legal clock ends with the case."""
    case = desk.clarifying()
    sweep("2026-03-12 23:59")
    case.refresh_from_db()
    assert case.state == "clarifying"
    sweep("2026-03-13 00:05")
    case.refresh_from_db()
    assert case.state == "lapsed"
    assert case.deadlines.get(rule="written_notification").status == "cancelled"


def test_a_reply_too_late_is_refused_even_before_the_sweep(
    returned: Any, travel: Any, citizen: Browser
) -> None:
    """The scheduler may be down: the law counts, not the task."""
    travel("2026-03-12 20:00")
    form = citizen.open(secret_path(returned)).form("addition")
    travel("2026-03-13 00:01")
    form.submit(addition="Terlambat satu menit.")
    returned.refresh_from_db()
    assert returned.state == "incomplete"
    page = citizen.open(secret_path(returned))
    assert "Waktu untuk melengkapi sudah berakhir" in page.text
    assert any(form.action.endswith("/kirim-ulang/") for form in page.forms)
