"""The decision of Atasan PPID: on one page, by the right person, in the office that is set.

UU 14/2008 Pasal 35 and 36; SOP 3.5 and 3.6; S20, domain case 23.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from objections_app.models import Objection
from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters.models import KindSetting
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Appointment, User
from ppid_portal.sop.errors import NotNow, NotYours
from tests.driver_objections import ObjectionDesk
from tests.scenarios.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
QUEUE = "/meja/persetujuan/"
MANDATE = "SP-7/PPID/2026"
DECISION = {
    "outcome": "partly",
    "considerations": "Sebagian terbuka.",
    "order": "Berikan lampirannya.",
    "order_days": 7,
}


def url(case: Any) -> str:
    return reverse("desk:approval", args=[case.pk])


def state(case: Any) -> str:
    return str(Objection.objects.get(pk=case.pk).state)


def waiting(browser: Any) -> list[str]:
    return [card.number for card in browser.get(QUEUE).context["cards"]]


def stand_in(desk: ObjectionDesk, user: User) -> None:
    """Appoint somebody Plh. Atasan PPID from 10 to 12 March."""
    appointment = Appointment(
        user=user,
        role="atasan_ppid",
        unit=desk.office.body,
        kind="plh",
        acting_for=Appointment.objects.get(user=desk.office.atasan),
        decree=MANDATE,
        valid_from=date(2026, 3, 10),
        valid_until=date(2026, 3, 12),
    )
    appointment.full_clean()
    appointment.save()


def as_atasan(user: User) -> Any:
    return next(actor for actor in actors_of(user) if actor.role == "atasan_ppid")


# -- the queue and the page ------------------------------------------------------------------------


def test_it_waits_in_the_queue_of_atasan_alone(desk: ObjectionDesk, client_as: Any) -> None:
    case = desk.deciding(grounds="b")

    assert waiting(client_as(desk.office.atasan)) == [case.number]
    for who in ("ketua", "petugas", "pelaksana_a"):
        assert waiting(client_as(getattr(desk.office, who))) == []


def test_the_page_holds_all_that_a_decision_needs(desk: ObjectionDesk, client_as: Any) -> None:
    """What was asked and answered and why, the case position, PPID's view, and the dates."""
    case = desk.deciding(case_position="Laporan itu sudah diaudit dan diumumkan.")

    page = client_as(desk.office.atasan).get(url(case)).content.decode()

    for words in (
        case.information,
        "Laporan itu sudah diaudit dan diumumkan.",
        "Ditolak karena dikecualikan",
        "Pasal 17 huruf h",
        "SK-1/2026",
        "Mengungkap rahasia pribadi pegawai.",
        case.explanation,
        case.recommendation,
        "Usul PPID: Dikabulkan seluruhnya",
        "Dalam jangka waktu",
        "Permohonan dijawab",
        "Tanggapan harus disampaikan paling lambat",
        "Memorandum",
    ):
        assert words in page, words
    assert reverse("objections_desk:preview", args=[case.pk, "tanggapan"]) in page


def test_it_is_decided_on_that_page(desk: ObjectionDesk) -> None:
    case = desk.deciding()

    Browser.of(desk.office.atasan).decide(case, "decide", **DECISION)

    case.refresh_from_db()
    assert (case.state, case.outcome, case.order_days) == ("decided", "partly", 7)
    assert case.decided_by == desk.office.atasan
    entry = AuditEntry.objects.get(stream=case.stream, verb="decide")
    assert entry.data["outputs"] == [["decision", "Putusan atas keberatan", "Dikabulkan sebagian"]]


def test_it_is_taken_as_suggested_with_one_tick(desk: ObjectionDesk) -> None:
    """Four minutes between meetings: everything is filled in already."""
    case = desk.deciding(grounds="b")

    Browser.of(desk.office.atasan).decide(case, "decide")

    case.refresh_from_db()
    assert (case.state, case.outcome, case.order_days) == ("decided", "upheld", 10)
    assert case.considerations == case.recommendation


def test_an_error_stands_beside_its_field_and_loses_nothing(
    desk: ObjectionDesk, client_as: Any
) -> None:
    case = desk.deciding(grounds="b")

    page = client_as(desk.office.atasan).post(
        url(case), {"tindakan": "decide", **DECISION, "order": "", "checklist": ["Memorandum"]}
    )

    assert page.status_code == 200
    assert "Tuliskan apa yang harus diberikan PPID." in page.content.decode()
    assert "Sebagian terbuka." in page.content.decode()
    assert state(case) == "deciding"


def test_material_goes_back_with_a_reason(desk: ObjectionDesk) -> None:
    case = desk.deciding(grounds="b")

    Browser.of(desk.office.atasan).decide(case, "return_material", reason="Sertakan penetapannya.")

    assert state(case) == "receipted"
    page = Browser.of(desk.office.petugas).case(case).text
    assert "Dikembalikan Atasan PPID: Sertakan penetapannya." in page


def test_units_and_strangers_hear_that_it_is_not_there(desk: ObjectionDesk, client_as: Any) -> None:
    case = desk.deciding(grounds="b")
    preview = reverse("objections_desk:preview", args=[case.pk, "memorandum"])
    for who in ("pelaksana_a", "pimpinan_a", "hukum"):
        browser = client_as(getattr(desk.office, who))
        assert browser.get(url(case)).status_code == 404
        assert browser.get(preview).status_code == 404


@pytest.mark.parametrize(
    ("where", "letter"),
    [
        ("registered", "tanda-bukti"),
        ("deciding", "memorandum"),
        ("deciding", "tanggapan"),
        ("signing", "tanggapan"),
    ],
)
def test_each_letter_can_be_looked_at_before_it_is_issued(
    desk: ObjectionDesk, client_as: Any, where: str, letter: str
) -> None:
    case = desk.in_state(where)
    before = case.letters.count()
    answer = client_as(desk.office.atasan).get(
        reverse("objections_desk:preview", args=[case.pk, letter])
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert case.letters.count() == before


@pytest.mark.parametrize("letter", ["tanggapan", "memorandum", "laporan", "lain"])
def test_there_is_no_draft_of_what_nobody_has_written(
    desk: ObjectionDesk, client_as: Any, letter: str
) -> None:
    case = desk.receipted()
    path = reverse("objections_desk:preview", args=[case.pk, letter])
    assert client_as(desk.office.petugas).get(path).status_code == 404


@pytest.mark.every_database
@pytest.mark.parametrize("where", ["deciding", "signing"])
def test_the_page_asks_no_more_with_more_parts(
    desk: ObjectionDesk, client_as: Any, django_assert_max_num_queries: Any, where: str
) -> None:
    case = desk.in_state(where)
    browser = client_as(desk.office.atasan)
    browser.get(url(case))
    draft = case.request.drafts.get(status="issued")
    part = draft.parts.get()
    for place in range(8):
        part.pk, part.position = None, place + 2
        part.save()
    with django_assert_max_num_queries(36):
        browser.get(url(case))


# -- by whom ---------------------------------------------------------------------------------------


def test_ketua_cannot_decide(desk: ObjectionDesk) -> None:
    """Domain case 23: it is addressed to Atasan PPID and decided by Atasan PPID."""
    case = desk.deciding()

    with pytest.raises(NotYours, match="Atasan PPID"):
        desk.do(case, "decide", desk.office.ketua, **DECISION)
    page = Browser.of(desk.office.ketua).open(url(case))
    assert "Tindakan ini dilakukan oleh Atasan PPID" in page.text
    assert not any("decide" in form.sent.get("tindakan", []) for form in page.forms)


def test_who_refused_cannot_decide_even_as_acting_atasan(desk: ObjectionDesk, travel: Any) -> None:
    """S20: Ketua PPID who signed the refusal is Plh. Atasan PPID for the day."""
    case = desk.filed()
    for act in ("register_objection", "give_receipt"):
        case = desk.do(case, act, desk.office.petugas)
    case = desk.do(
        case,
        "prepare_material",
        desk.office.petugas,
        explanation="Ditolak.",
        recommended_outcome="rejected",
        recommendation="Tetap.",
    )
    # Somebody else heads the PPID by the time the material is submitted.
    successor = Appointment.objects.get(user=desk.office.sekretaris)
    successor.role = "ketua_ppid"
    successor.kind, successor.decree = "plt", "SP-8/PPID/2026"
    successor.acting_for = Appointment.objects.get(user=desk.office.ketua)
    successor.valid_until = date(2026, 12, 31)
    successor.save()
    case = desk.do(case, "submit_material", desk.office.sekretaris)
    stand_in(desk, desk.office.ketua)
    travel("2026-03-10 10:00")

    with pytest.raises(NotNow, match="memutuskan jawaban permohonan ini"):
        desk.do(case, "decide", as_atasan(desk.office.ketua), **DECISION)
    page = Browser.of(desk.office.ketua).open(url(case))
    assert "memutuskan jawaban permohonan ini, jadi orang lain" in page.text


def test_who_gave_the_second_approval_cannot_decide(desk: ObjectionDesk, travel: Any) -> None:
    """Atasan PPID took part in the refusal; somebody stands in for the objection to it."""
    request = desk.desk.submitted("refused", sensitive=True)
    request = desk.do(request, "approve_refusal", desk.office.ketua)
    request = desk.do(request, "approve_second", desk.office.atasan)
    request = desk.do(request, "deliver_refusal", desk.office.petugas)
    case = desk.deciding(request=request)

    page = Browser.of(desk.office.atasan).open(url(case))
    assert "memutuskan jawaban permohonan ini, jadi orang lain" in page.text
    with pytest.raises(NotNow, match="dengan surat perintah"):
        desk.do(case, "decide", desk.office.atasan, **DECISION)

    stand_in(desk, desk.office.sekretaris)
    travel("2026-03-10 10:00")
    case = desk.do(case, "decide", as_atasan(desk.office.sekretaris), **DECISION)
    assert case.decided_by == desk.office.sekretaris


def test_a_stand_in_decides_and_signs_within_the_dates_and_the_letter_names_the_mandate(
    desk: ObjectionDesk, travel: Any
) -> None:
    """S20: delegation by dated Plh. or Plt. only."""
    case = desk.deciding(grounds="b")
    stand_in(desk, desk.office.sekretaris)
    assert not Browser.of(desk.office.sekretaris).offers(case, "decide"), "the day before"

    travel("2026-03-12 15:00")
    browser = Browser.of(desk.office.sekretaris)
    browser.decide(case, "decide", **DECISION)
    case = desk.do(case, "compose_reply", desk.office.petugas)
    browser.decide(case, "sign_reply")

    case.refresh_from_db()
    assert case.reply.signatory_name == "Maya Kartika"
    assert "Plh. Atasan PPID" in case.reply.signatory_mandate
    assert MANDATE in case.reply.signatory_mandate
    entry = AuditEntry.objects.get(stream=case.stream, verb="decide")
    assert (entry.name, MANDATE in entry.mandate) == ("Maya Kartika", True)


def test_outside_the_dates_a_stand_in_has_no_such_right(desk: ObjectionDesk, travel: Any) -> None:
    case = desk.deciding(grounds="b")
    stand_in(desk, desk.office.sekretaris)
    travel("2026-03-11 10:00")
    held = as_atasan(desk.office.sekretaris)
    travel("2026-03-13 00:01")
    with pytest.raises(NotYours, match="tidak berlaku pada tanggal ini"):
        desk.do(case, "decide", held, **DECISION)


# -- the signature ---------------------------------------------------------------------------------


def set_signatory(role: str) -> None:
    KindSetting.objects.create(kind="objection_reply", signatory_role=role)


def test_the_letter_waits_for_atasan_unless_the_body_says_otherwise(
    desk: ObjectionDesk, client_as: Any
) -> None:
    """Domain 3.8: the reply is that of Atasan PPID; the signatory can be configured."""
    case = desk.signing()
    assert waiting(client_as(desk.office.atasan)) == [case.number]
    assert waiting(client_as(desk.office.ketua)) == []

    set_signatory("ketua_ppid")
    assert waiting(client_as(desk.office.ketua)) == [case.number], "what waited moves along"
    other = desk.signing()
    assert waiting(client_as(desk.office.ketua)) == [case.number, other.number]
    assert waiting(client_as(desk.office.atasan)) == []
    Browser.of(desk.office.ketua).decide(other, "sign_reply")
    other.refresh_from_db()
    assert other.state == "signed"
    assert other.reply.signatory_role == "ketua_ppid"


def test_the_letter_can_be_returned_to_be_written_anew(desk: ObjectionDesk) -> None:
    case = desk.signing()
    Browser.of(desk.office.atasan).decide(case, "return_reply", reason="Sebut nomor permohonan.")
    page = Browser.of(desk.office.petugas).case(case)
    assert "Dikembalikan: Sebut nomor permohonan." in page.text
    page.form("tindakan", "compose_reply").submit(opening="Menunjuk permohonan Saudara.")
    assert state(case) == "signing"


def test_the_page_says_when_the_order_would_end(desk: ObjectionDesk, client_as: Any) -> None:
    """Seven working days from Monday, 9 March 2026, past Nyepi and Lebaran."""
    page = client_as(desk.office.atasan).get(url(desk.signing())).content.decode()
    assert "PPID melaksanakannya paling lambat Rabu, 25 Maret 2026" in page


def test_one_limit_covers_making_the_letter_and_signing_it(
    desk: ObjectionDesk, travel: Any
) -> None:
    """SOP 3.6 gives thirty minutes to making the reply, drafting and signing together."""
    case = desk.in_state("decided")
    draft = case.work.get(step="objection.6", closed_at__isnull=True)
    travel("2026-03-09 10:20")
    case = desk.do(case, "compose_reply", desk.office.petugas)
    signing = case.work.get(step="objection.6", closed_at__isnull=True)
    assert (signing.phase, signing.due_at) == ("approve", draft.due_at)
    travel("2026-03-09 10:25")
    case = desk.do(case, "return_reply", desk.office.atasan, reason="Sebutkan lampirannya.")
    again = case.work.get(step="objection.6", closed_at__isnull=True)
    assert (again.phase, again.due_at) == ("compose", draft.due_at)
