"""S5. Extension limits.

*Given* an unextended case, *when* an extension is asked for without reason, after expiry, for eight
days, or a second time, *then* each is refused by the server; one extension of seven working days
with reason before expiry succeeds and produces the notice (UU 14/2008 Pasal 22 ayat (8)).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid_portal.mail.models import Notice
from ppid_portal.sop.errors import Refused
from tests.driver import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_sheet")]

GOOD = {"reason_code": "not_documented", "detail": "Arsipnya masih dihimpun.", "days": "7"}


def due(case: Any) -> date:
    return case.deadlines.get(rule="written_notification").due_on


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason_code": None}, "Pilih salah satu dari tiga alasan"),
        ({"reason_code": "sibuk"}, "sibuk"),
        ({"detail": "  "}, "alasan tertulis wajib ada"),
        ({"days": "8"}, "paling lama 7 hari kerja"),
        ({"days": "0"}, "paling sedikit satu hari kerja"),
    ],
)
def test_the_page_refuses_it_beside_the_field(
    desk: Desk, at_desk: Any, typed: dict[str, Any], words: str
) -> None:
    case = desk.registered()
    page = at_desk("petugas").act(case, "propose_extension", **{**GOOD, **typed})
    assert words in page.text
    assert not case.extensions.exists()
    assert due(case) == date(2026, 3, 30)


@pytest.mark.parametrize(
    "wrong", [{"reason_code": ""}, {"detail": " "}, {"days": 8}, {"days": 0}, {"days": -3}]
)
def test_the_engine_refuses_what_never_came_from_the_page(desk: Desk, wrong: Any) -> None:
    case = desk.registered()
    with pytest.raises(Refused):
        desk.do(case, "propose_extension", desk.office.petugas, **{**GOOD, "days": 7, **wrong})
    assert not case.extensions.exists()


def test_after_expiry_it_is_neither_offered_nor_taken(
    desk: Desk, at_desk: Any, travel: Any
) -> None:
    """On the eleventh day, with the form still open since yesterday."""
    case = desk.registered()
    travel("2026-03-30 14:00")
    officer = at_desk("petugas")
    form = officer.case(case, "propose_extension").form("tindakan", "propose_extension")
    travel("2026-03-31 00:01")
    officer.client.force_login(
        desk.office.petugas, backend="django.contrib.auth.backends.ModelBackend"
    )
    page = form.submit(**GOOD)
    assert page.status == 409
    assert "sudah lewat" in page.text
    assert "Arsipnya masih dihimpun." in page.text, "what was typed is not lost"
    assert not officer.offers(case, "propose_extension")
    assert not case.extensions.exists()


def test_once_with_a_reason_in_time(
    desk: Desk, at_desk: Any, travel: Any, post: Any, citizen: Any
) -> None:
    """Day 9: the answer is due on day 17 from receipt; letter and notice say why."""
    case = desk.registered()
    travel("2026-03-27 10:00")
    page = at_desk("petugas").act(case, "propose_extension", **GOOD)
    assert page.status == 200
    assert due(case) == date(2026, 3, 30), "a proposal moves nothing yet"
    decision = at_desk("ketua").open(f"/meja/persetujuan/{case.pk}/")
    assert "Arsipnya masih dihimpun." in decision.text
    at_desk("ketua").decide(case, "approve_extension")
    assert due(case) == date(2026, 4, 9)

    letter = case.letters.get(kind="extension")
    assert letter.number
    notice = Notice.objects.get(case_id=case.pk, kind="request_extended")
    assert "Informasi belum didokumentasikan" in notice.body
    assert "Arsipnya masih dihimpun" in notice.body
    assert "Kamis, 9 April 2026" in notice.body
    mails = [mail for mail in post() if mail.subject == notice.subject]
    assert len(mails) == 1
    assert [name for name, _content, _kind in mails[0].attachments] == [letter.file_name]

    from ppid_portal.sop.access import secret_path

    assert "Jawaban paling lambat Kamis, 9 April 2026" in citizen.open(secret_path(case)).text


def test_not_a_second_time(desk: Desk, at_desk: Any) -> None:
    """1 × 7 working days; not even days that the first one left over."""
    case = desk.registered()
    at_desk("petugas").act(case, "propose_extension", **{**GOOD, "days": "3"})
    at_desk("ketua").decide(case, "approve_extension")
    assert not at_desk("petugas").offers(case, "propose_extension")
    assert "satu kali" in at_desk("petugas").case(case).text
    with pytest.raises(Refused, match="satu kali"):
        desk.do(case, "propose_extension", desk.office.petugas, **{**GOOD, "days": 4})
    assert case.extensions.count() == 1


def test_a_rejected_proposal_leaves_the_date_and_the_chance(desk: Desk, at_desk: Any) -> None:
    case = desk.registered()
    at_desk("petugas").act(case, "propose_extension", **GOOD)
    at_desk("ketua").decide(case, "reject_extension", reason="Datanya sudah ada.")
    assert due(case) == date(2026, 3, 30)
    assert at_desk("petugas").offers(case, "propose_extension")
