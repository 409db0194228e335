"""S20. Segregation and acting officer.

*Given* the drafter is also acting superior for today, *then* approving their own draft is refused;
with a dated delegation another person may sign within the dates only, and the letter names the
mandate.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from ppid_portal.audit.models import AuditEntry
from ppid_portal.files.services import open_bytes
from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Appointment, User
from ppid_portal.sop.errors import NotYours, SamePerson
from tests.driver import Desk
from tests.scenarios.browser import Browser

pytestmark = pytest.mark.django_db

FROM, UNTIL = date(2026, 3, 10), date(2026, 3, 12)
MANDATE = "SP-12/PPID/2026"


def stand_in(desk: Desk, user: User) -> Appointment:
    """Appoint somebody Plh. Ketua PPID from 10 to 12 March."""
    appointment = Appointment(
        user=user,
        role="ketua_ppid",
        unit=desk.office.body,
        kind="plh",
        acting_for=Appointment.objects.get(user=desk.office.ketua),
        decree=MANDATE,
        valid_from=FROM,
        valid_until=UNTIL,
    )
    appointment.full_clean()
    appointment.save()
    return appointment


def as_ketua(user: User) -> Any:
    return next(actor for actor in actors_of(user) if actor.role == "ketua_ppid")


def test_the_drafter_does_not_approve_as_acting_superior(desk: Desk, travel: Any) -> None:
    case = desk.submitted()
    stand_in(desk, desk.office.petugas)
    travel("2026-03-10 10:00")
    with pytest.raises(SamePerson, match="Pemisahan tugas"):
        desk.do(case, "approve_answer", as_ketua(desk.office.petugas))
    officer = Browser.of(desk.office.petugas)
    assert not officer.offers(case, "approve_answer")
    page = officer.open(f"/meja/persetujuan/{case.pk}/")
    assert "Pemisahan tugas ini tidak dapat dilewati" in page.text
    case.refresh_from_db()
    assert case.state == "approval"
    assert not case.letters.filter(kind="written_notification").exists()


def test_not_even_a_later_version_of_somebody_elses(desk: Desk, travel: Any) -> None:
    """Who laid version 1 before the head does not approve version 2 either."""
    case = desk.submitted()
    case = desk.do(case, "return_draft", desk.office.ketua, reason="Perbaiki.")
    case = desk.do(case, "submit_draft", desk.office.petugas_2)
    stand_in(desk, desk.office.petugas)
    travel("2026-03-10 10:00")
    with pytest.raises(SamePerson):
        desk.do(case, "approve_answer", as_ketua(desk.office.petugas))


def test_another_person_signs_within_the_dates_and_the_letter_names_the_mandate(
    desk: Desk, travel: Any
) -> None:
    case = desk.submitted()
    stand_in(desk, desk.office.sekretaris)
    travel("2026-03-12 14:00")
    Browser.of(desk.office.sekretaris).decide(case, "approve_answer")
    case.refresh_from_db()
    assert case.state == "approved"
    letter = case.letters.get(kind="written_notification")
    assert letter.signatory_name == "Maya Kartika"
    assert "Plh. Ketua PPID" in letter.signatory_mandate
    assert MANDATE in letter.signatory_mandate
    entry = AuditEntry.objects.get(stream=case.stream, verb="approve_answer")
    assert (entry.name, entry.role) == ("Maya Kartika", "ketua_ppid")
    assert MANDATE in entry.mandate

    letter_tasks.sweep()
    letter.refresh_from_db()
    assert letter.pdf is not None
    import io

    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(open_bytes(letter.pdf))).pages
    )
    assert "Plh. Ketua PPID" in " ".join(text.split())
    assert "Maya Kartika" in text
    assert MANDATE in text
    verified = Browser().open(f"/verifikasi/{letter.verification_code}/").text
    assert "Plh. Ketua PPID" in verified


@pytest.mark.parametrize("moment", ["2026-03-09 10:00", "2026-03-09 23:59", "2026-03-13 00:01"])
def test_outside_the_dates_there_is_no_such_right(desk: Desk, travel: Any, moment: str) -> None:
    """The last minute before and the first minute after, in Jakarta."""
    case = desk.submitted()
    stand_in(desk, desk.office.sekretaris)
    travel("2026-03-11 10:00")
    held = as_ketua(desk.office.sekretaris)
    travel(moment)
    with pytest.raises(NotYours, match="tidak berlaku pada tanggal ini"):
        desk.do(case, "approve_answer", held)
    assert all(actor.role != "ketua_ppid" for actor in actors_of(desk.office.sekretaris))
    assert not Browser.of(desk.office.sekretaris).offers(case, "approve_answer")


@pytest.mark.parametrize("moment", ["2026-03-10 00:01", "2026-03-12 23:59"])
def test_the_first_and_the_last_day_count_whole(desk: Desk, travel: Any, moment: str) -> None:
    case = desk.submitted()
    stand_in(desk, desk.office.sekretaris)
    travel(moment)
    case = desk.do(case, "approve_answer", as_ketua(desk.office.sekretaris))
    assert case.state == "approved"
    assert MANDATE in case.letters.get(kind="written_notification").signatory_mandate


def test_an_approval_at_dawn_is_signed_by_who_gave_it(desk: Desk, travel: Any) -> None:
    """06.00 WIB is the day before in UTC: the mandate of the local day holds."""
    case = desk.submitted(sensitive=True)
    stand_in(desk, desk.office.sekretaris)
    travel("2026-03-10 06:00")
    case = desk.do(case, "approve_answer", as_ketua(desk.office.sekretaris))
    travel("2026-03-16 10:00")
    case = desk.do(case, "approve_second", desk.office.atasan)
    letter = case.letters.get(kind="written_notification")
    assert letter.signatory_name == "Maya Kartika"
    assert MANDATE in letter.signatory_mandate


def test_a_person_with_two_roles_says_in_which_they_act(desk: Desk, travel: Any) -> None:
    """Domain case 36: the page asks, and the record keeps it."""
    case = desk.registered()
    stand_in(desk, desk.office.sekretaris)
    travel("2026-03-10 10:00")
    Browser.of(desk.office.sekretaris).act(case, "dispose", direction="Siapkan dokumennya.")
    entry = AuditEntry.objects.get(stream=case.stream, verb="dispose")
    assert (entry.role, entry.name) == ("ketua_ppid", "Maya Kartika")
    assert MANDATE in entry.mandate


def test_a_delegation_needs_dates_a_decree_and_whom_it_replaces(desk: Desk) -> None:
    from django.core.exceptions import ValidationError

    holder = Appointment.objects.get(user=desk.office.ketua)
    whole = {
        "user": desk.office.sekretaris,
        "role": "ketua_ppid",
        "unit": desk.office.body,
        "kind": "plh",
        "acting_for": holder,
        "decree": MANDATE,
        "valid_from": FROM,
        "valid_until": UNTIL,
    }
    Appointment(**whole).full_clean()
    for name in ("acting_for", "decree", "valid_until"):
        with pytest.raises(ValidationError):
            Appointment(**{**whole, name: None if name != "decree" else ""}).full_clean()
