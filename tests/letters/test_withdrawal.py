"""Withdrawing a letter: who may, what it is afterwards, and where it says so.

What becomes of e-mails is tested in the mail room, the page at the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters import kinds, services, withdrawal
from ppid_portal.letters.errors import FrozenLetter, SigningFailed
from ppid_portal.letters.models import Letter
from ppid_portal.letters.signals import letter_withdrawn
from ppid_portal.letters.signing import elsewhere
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Appointment
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_sheet")]
Issue = Callable[..., Letter]
EVERYBODY = (
    "petugas", "petugas_2", "sekretaris", "ketua", "atasan", "pelaksana_a", "pelaksana_b",
    "pimpinan_a", "hukum", "outsider",
)  # fmt: skip


def drawn(letter: Letter, office: Any, reason: str = "Salah alamat") -> Letter:
    return services.withdraw(letter, actor=office.actor(office.ketua), reason=reason)


def may(letter: Letter, office: Any) -> set[str]:
    """Return who of the office may withdraw a letter."""
    return {who for who in EVERYBODY if withdrawal.chosen(letter, actors_of(getattr(office, who)))}


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["petugas", "ketua", "pelaksana_a", "hukum"])
def test_ketua_withdraws_what_the_office_and_the_units_signed(
    issue: Issue, office: Any, who: str
) -> None:
    letter = issue(signatory=office.actor(getattr(office, who)))
    assert may(letter, office) == {"ketua"}
    assert withdrawal.whose(letter) == "Ketua PPID"


def test_ketua_withdraws_what_the_portal_issued_by_itself(issue: Issue, office: Any) -> None:
    """A receipt of the web form is the office's, and names no person."""
    assert may(issue("receipt", signatory=Actor.system()), office) == {"ketua"}


def test_atasan_alone_withdraws_what_atasan_signed(issue: Issue, office: Any) -> None:
    """UU 30/2014 Pasal 64 dan 66; domain 7.2: nobody undoes the decision on his own answer."""
    letter = issue("objection_reply", signatory=office.actor(office.atasan))
    assert may(letter, office) == {"atasan"}
    assert withdrawal.whose(letter) == "Atasan PPID"


def test_the_office_counts_and_not_the_person(issue: Issue, office: Any) -> None:
    """Whoever stands in for the signatory may, and only while the appointment holds."""
    letter = issue("objection_reply", signatory=office.actor(office.atasan))
    for role in (Role.ATASAN_PPID, Role.KETUA_PPID):
        Appointment.objects.create(
            user=office.sekretaris, role=role, unit=office.body, kind="plh", decree="SP-1/2026",
            valid_from=datetime(2026, 3, 1).date(), valid_until=datetime(2026, 3, 31).date(),
            acting_for=Appointment.objects.get(role=role, kind="definitive"),
        )  # fmt: skip
    on = datetime(2026, 3, 9).date()
    found = withdrawal.chosen(letter, actors_of(office.sekretaris, on))
    assert found is not None
    assert found.title == "Plh. Atasan PPID"
    later = datetime(2026, 4, 1).date()
    assert withdrawal.chosen(letter, actors_of(office.sekretaris, later)) is None


# -- what it is afterwards -------------------------------------------------------------------------


def test_it_keeps_its_number_and_the_case_its_state(issue: Issue, office: Any, case: Case) -> None:
    letter = services.render(issue().pk)
    found = drawn(letter, office)
    assert (found.status, found.number, found.sha256) == ("withdrawn", letter.number, letter.sha256)
    assert Case.objects.get(pk=case.pk).state == case.state
    assert issue().number != letter.number, "the number is not given again"


def test_it_is_on_record_with_its_reason(issue: Issue, office: Any) -> None:
    letter = drawn(services.render(issue().pk), office)
    entry = AuditEntry.objects.get(verb="withdraw_letter")
    assert entry.stream == f"case:{letter.case_id}"
    assert (entry.subject, entry.name, entry.reason) == (
        letter.number,
        "Dewi Anggraini",
        "Salah alamat",
    )
    assert (entry.from_state, entry.to_state) == ("rendered", "withdrawn")


def test_a_reason_is_asked_for_and_a_second_time_refused(issue: Issue, office: Any) -> None:
    letter = issue()
    with pytest.raises(Refused) as refusal:
        drawn(letter, office, reason="  ")
    assert refusal.value.field == "reason"
    drawn(letter, office)
    with pytest.raises(Refused, match="sudah ditarik"):
        drawn(letter, office)
    assert AuditEntry.objects.filter(verb="withdraw_letter").count() == 1


def test_others_hear_of_it_once(issue: Issue, office: Any) -> None:
    heard: list[int] = []

    def listen(letter: Letter, **_: Any) -> None:
        heard.append(letter.pk)

    letter_withdrawn.connect(listen)
    try:
        letter = drawn(issue(), office)
        with pytest.raises(Refused):
            drawn(letter, office)
    finally:
        letter_withdrawn.disconnect(listen)
    assert heard == [letter.pk]


def test_what_was_not_rendered_yet_never_is(issue: Issue, office: Any) -> None:
    letter = drawn(issue(), office)
    assert services.render(letter.pk).pdf is None
    assert services.sweep() == {"rendered": 0, "waiting": 0}
    assert Letter.objects.get(pk=letter.pk).status == "withdrawn"


def test_what_could_not_be_rendered_is_no_failure_any_more(
    issue: Issue, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> bytes:
        raise SigningFailed("mati")

    letter = issue()
    with monkeypatch.context() as patch:
        patch.setattr(services, "render_pdf", broken)
        for _try in range(services.FAILED_AFTER):
            services.render(letter.pk)
    assert list(services.failed()) == [letter]
    drawn(letter, office)
    assert not services.failed().exists()
    assert services.render(letter.pk).pdf is None


def test_what_is_withdrawn_while_it_is_rendered_is_not_issued(
    issue: Issue, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is asked again under lock, when the PDF is there."""
    letter = issue()
    made = services.render_pdf

    def slowly(*args: Any, **kwargs: Any) -> bytes:
        drawn(letter, office)
        return made(*args, **kwargs)

    monkeypatch.setattr(services, "render_pdf", slowly)
    assert services.render(letter.pk).status == "withdrawn"
    assert Letter.objects.get(pk=letter.pk).pdf is None


def test_what_waits_for_a_signature_elsewhere_is_never_signed(
    issue: Issue, office: Any, settings: Any
) -> None:
    settings.LETTERS_SIGNED_ELSEWHERE = ["extension"]
    letter = services.render(issue().pk)
    assert letter.status == "unsigned"
    drawn(letter, office)
    letter.refresh_from_db()
    with pytest.raises(Refused, match="tidak sedang menunggu"):
        elsewhere.hand_in(letter, b"%PDF-1.7", actor=office.actor(office.petugas))


def test_it_is_never_put_in_force_again(issue: Issue, office: Any) -> None:
    letter = drawn(services.render(issue().pk), office)
    with pytest.raises(FrozenLetter):
        letter.delete()
    assert not letter.is_ready
    assert not letter.is_coming


# -- where it says so ------------------------------------------------------------------------------


def test_it_says_when_in_words(issue: Issue, office: Any, travel: Any) -> None:
    letter = services.render(issue().pk)
    assert (letter.withdrawn_words, letter.number_words) == ("", letter.number)
    # In the evening of 10 March in Jakarta it is still the day before in London.
    travel(datetime(2026, 3, 10, 18, 30, tzinfo=UTC))
    letter = drawn(letter, office)
    assert letter.number_words == f"{letter.number} (ditarik 11 Maret 2026)"
    assert letter.label == f"{letter.title} {letter.number} (ditarik 11 Maret 2026)"


def test_the_page_for_everybody_says_when_and_not_why(
    issue: Issue, office: Any, travel: Any
) -> None:
    letter = services.render(issue().pk)
    travel("2026-03-10 10:00")
    drawn(letter, office)
    page = Client().get(letter.verification_path).content.decode()
    assert "Surat ini ditarik pada 10 Maret 2026 dan tidak berlaku lagi." in page
    assert letter.number in page
    assert "Salah alamat" not in page


def test_the_page_says_of_a_letter_without_pdf_that_none_follows(issue: Issue, office: Any) -> None:
    letter = drawn(issue(), office)
    page = Client().get(letter.verification_path).content.decode()
    assert "ditarik sebelum PDF-nya terbit" in page
    assert "masih disiapkan" not in page
    file = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 lain", "application/pdf")
    answer = Client().post(letter.verification_path, {"berkas": file}).content.decode()
    assert "Bukan dari kami" in answer


def test_every_kind_can_be_withdrawn(issue: Issue, office: Any) -> None:
    """Also those whose PDF shows it nowhere: the registers and the page of its code do."""
    for kind in kinds.kinds():
        letter = issue(kind.key, signatory=office.actor(office.ketua))
        assert drawn(letter, office).status == "withdrawn"
