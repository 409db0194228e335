"""S22. Objection windows.

*Given* a refusal on day 2, *then* objection is possible that day and for 30 working days, not
after; silence opens it the day after expiry; filing starts the superior's 30-working-day clock;
the PPID cannot decide it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from objections_app.models import Objection
from ppid_portal.sop.access import secret_path
from requests_app.models import InformationRequest
from tests.driver import Desk
from tests.scenarios.browser import Browser, Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_sheet")]

START = "/keberatan/baru/"
#: Thirty working days after Tuesday, 10 March 2026, past Nyepi, Lebaran and Good Friday.
LAST_DAY, NEXT_DAY = "Rabu, 29 April 2026", "2026-04-30 09:00"


@pytest.fixture
def refused(desk: Desk, travel: Any) -> InformationRequest:
    """Return a request of Monday, 9 March, that was refused on Tuesday, its second day."""
    request = desk.approved("refused")
    travel("2026-03-10 10:00")
    return desk.do(request, "deliver_refusal", desk.office.petugas)  # type: ignore[no-any-return]


def own_page(citizen: Browser, case: Any) -> Page:
    """Open the applicant's page by its secret link."""
    return citizen.open(secret_path(case))


def object_from(page: Page, request: Any, **changes: Any) -> tuple[Page, Objection]:
    """Press "Ajukan keberatan", answer what is asked, and send; a person without JavaScript."""
    start = next(form for form in page.forms if form.action.endswith(f"/{request.public_id}/"))
    page = start.submit()
    given = {
        "siapa": {"filer": "sendiri"},
        "alasan": {},
        "kasus-posisi": {"case_position": "Laporan itu sudah diaudit dan diumumkan."},
    }
    for slug, answers in given.items():
        assert page.url == f"{START}{slug}/", page.url
        form = next(form for form in page.forms if form.action == page.url)
        page = form.submit(**{**answers, **changes.get(slug, {})})
    page = page.form("website").submit()
    case = Objection.objects.order_by("-pk")[0]
    assert case.number is not None
    assert case.number in page.text
    return page, case


def offers(page: Page, request: Any) -> bool:
    """Tell whether the page of a request offers to object to it."""
    return any(form.action.startswith(f"{START}dari/") for form in page.forms)


# -- when ------------------------------------------------------------------------------------------


def test_a_refusal_can_be_objected_to_that_very_day(
    refused: InformationRequest, citizen: Browser
) -> None:
    page = own_page(citizen, refused)
    assert LAST_DAY in page.text

    sent, case = object_from(page, refused)

    assert (case.timing, case.grounds) == ("in_time", ["a"])
    assert LAST_DAY in sent.text, "the superior's thirty days start with the filing"
    later = own_page(citizen, refused)
    assert f"Sudah Anda ajukan dengan nomor {case.number}" in later.text
    assert not offers(later, refused)


@pytest.mark.parametrize(("moment", "offered"), [("2026-04-29 23:59", True), (NEXT_DAY, False)])
def test_it_is_possible_for_thirty_working_days_and_not_after(
    refused: InformationRequest, citizen: Browser, travel: Any, moment: str, offered: bool
) -> None:
    travel(moment)
    page = own_page(citizen, refused)
    assert offers(page, refused) == offered
    assert LAST_DAY in page.text


def test_silence_opens_it_the_day_after_the_limit(
    desk: Desk, citizen: Browser, sweep: Callable[..., None], travel: Any
) -> None:
    """Ten working days from 9 March 2026 end on Monday, 30 March."""
    request = desk.registered()
    travel("2026-03-30 23:59")
    page = own_page(citizen, request)
    assert not offers(page, request)
    assert "Selasa, 31 Maret 2026" in page.text, "it says from when"

    sweep("2026-03-31 00:05")
    _sent, case = object_from(own_page(citizen, request), request)
    assert (case.timing, case.grounds) == ("in_time", ["c"])


def test_too_late_at_the_counter_it_is_registered_and_decided_as_not_admissible(
    refused: InformationRequest, at_desk: Callable[[str], Browser], travel: Any
) -> None:
    """Domain case 20: registered and decided with reasons, never dropped."""
    travel(NEXT_DAY)
    officer = at_desk("petugas")
    form = officer.open("/meja/loket/keberatan/").form("case_position")
    form.submit(
        channel="letter",
        received_on="2026-04-30",
        received_time="09:00",
        request_number=refused.number,
        grounds=["a"],
        case_position="Kami keberatan atas penolakan itu.",
    )
    case = Objection.objects.get()
    assert "Melewati jangka waktu" in officer.case(case).text
    to_atasan(case, at_desk, recommended_outcome="not_admissible")

    page = at_desk("atasan").open(f"/meja/persetujuan/{case.pk}/")
    assert page.form("outcome").choices["outcome"] == ["not_admissible"]
    assert LAST_DAY in page.text
    at_desk("atasan").decide(case, "decide")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("decided", "not_admissible")


# -- the way to its end ----------------------------------------------------------------------------


def to_atasan(case: Objection, at_desk: Callable[[str], Browser], **changes: Any) -> None:
    """Let the office register the objection, give the receipt, and prepare and submit material."""
    officer = at_desk("petugas")
    officer.act(case, "register_objection")
    officer.act(case, "give_receipt")
    officer.act(
        case,
        "prepare_material",
        **{"recommended_outcome": "upheld", "recommendation": "Sudah diumumkan.", **changes},
    )
    at_desk("ketua").act(case, "submit_material")


def test_ppid_cannot_decide_it_and_atasan_can(
    refused: InformationRequest,
    citizen: Browser,
    at_desk: Callable[[str], Browser],
    post: Callable[[], list[Any]],
) -> None:
    """From the filing to the reply in the objector's hands, every step on its page."""
    _sent, case = object_from(own_page(citizen, refused), refused)
    to_atasan(case, at_desk)

    ketua = at_desk("ketua")
    assert not ketua.offers(case, "decide")
    page = ketua.open(f"/meja/persetujuan/{case.pk}/")
    assert "Tindakan ini dilakukan oleh Atasan PPID" in page.text
    assert case.number not in ketua.open("/meja/persetujuan/").text

    atasan = at_desk("atasan")
    assert case.number in atasan.open("/meja/persetujuan/").text
    atasan.decide(case, "decide", order_days="7")
    at_desk("petugas").act(case, "compose_reply")
    atasan.decide(case, "sign_reply")
    assert "Tanggapan atas Keberatan" not in own_page(citizen, case).text, "not before it is sent"
    at_desk("petugas").act(case, "record_reply")
    at_desk("petugas").act(case, "deliver_reply", method="email")

    mails = [mail for mail in post() if case.number in mail.subject]
    assert any("Tanggapan atas keberatan" in mail.subject and mail.attachments for mail in mails)
    page = own_page(citizen, case)
    assert "Dikabulkan seluruhnya" in page.text
    # Fourteen working days to the Commission, counted from Tuesday, 10 March 2026.
    assert "Selasa, 7 April 2026" in page.text
    assert refused.number is not None
    register = at_desk("petugas").open("/meja/register/keberatan/").text
    assert case.number in register
    assert refused.number in register
    page = at_desk("petugas").case(refused)
    assert "Ada perintah untuk memberikan informasi" in page.text
    at_desk("petugas").act(case, "archive", place="Lemari 2, rak 3")
    case.refresh_from_db()
    assert case.state == "archived"


def test_silence_of_the_superior_is_told_with_the_last_day_to_go_to_the_commission(
    refused: InformationRequest,
    citizen: Browser,
    sweep: Callable[..., None],
    post: Callable[[], list[Any]],
) -> None:
    """UU 14/2008 Pasal 37 ayat (2): fourteen working days from 29 April, past May's holidays."""
    _sent, case = object_from(own_page(citizen, refused), refused)
    sweep("2026-04-29 23:55")
    assert "Batas waktu tanggapan lewat" not in own_page(citizen, case).text
    sweep("2026-04-30 00:05")
    page = own_page(citizen, case)
    assert "Batas waktu tanggapan lewat" in page.text
    case.refresh_from_db()
    window = case.dispute_window
    assert window is not None
    assert window.due_on.isoformat() == "2026-05-22"
    assert "Jumat, 22 Mei 2026" in page.text
    assert any("batas waktu tanggapan sudah lewat" in mail.subject for mail in post())
