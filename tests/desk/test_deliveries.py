"""Letters on paper: how they leave, the proof that they arrived, and what comes back (F55, F56)."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters import tasks as letter_tasks
from ppid_portal.mail import daily
from ppid_portal.mail import tasks as mail_tasks
from ppid_portal.mail.deliveries import services
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.sop import engine
from ppid_portal.sop.errors import Refused
from requests_app.models import InformationRequest
from tests.driver import PIXEL, Desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("one_sheet"),
]


@pytest.fixture
def answered(desk: Desk) -> InformationRequest:
    """A request that was answered by registered post on the same Monday."""
    case = desk.approved()
    return engine.perform(
        case,
        "deliver_answer",
        desk.office.actor(desk.office.petugas),
        delivered_on=date(2026, 3, 9),
        method="post",
        tracking_number="RR123456789ID",
    )


@pytest.fixture
def officer(desk: Desk, client_as: Any) -> Client:
    browser: Client = client_as(desk.office.petugas)
    return browser


@pytest.fixture
def thursday(answered: InformationRequest, travel: Any, officer: Client, office: Any) -> None:
    """Three days later, at the start of another session."""
    travel("2026-03-12 09:00")
    officer.force_login(office.petugas, backend="django.contrib.auth.backends.ModelBackend")


def only(case: Any) -> Delivery:
    return Delivery.objects.get(case_id=case.pk)


def page_of(case: Any) -> str:
    return reverse("desk:deliveries", args=[case.pk])


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def send(case: Any, **changes: Any) -> dict[str, Any]:
    return {
        "aksi": "kirim",
        "kunci": "satu",
        "letters": [letter.pk for letter in case.letters.filter(kind="written_notification")],
        "method": "courier",
        "sent_on": "2026-03-09",
        "carrier": "Budi",
    } | changes


# -- leaving -----------------------------------------------------------------------------------


def test_an_answer_by_post_is_a_delivery_with_its_number(answered: InformationRequest) -> None:
    """SOP 2.5: how the answer was handed over is on the case, with the address it went to."""
    delivery = only(answered)
    assert (delivery.method, delivery.status) == ("post", "sent")
    assert delivery.tracking_number == "RR123456789ID"
    assert delivery.sealed_address == "Jalan Melati 4, Bandung"
    assert [letter.kind for letter in delivery.letters.all()] == ["written_notification"]


def test_an_answer_by_e_mail_alone_is_none(desk: Desk) -> None:
    """The e-mail is a notice, with its own status."""
    case = desk.approved()
    engine.perform(case, "deliver_answer", desk.office.actor(desk.office.petugas), method="email")
    assert not Delivery.objects.exists()


def test_what_is_fetched_waits_to_be_fetched(desk: Desk) -> None:
    case = desk.approved()
    engine.perform(case, "deliver_answer", desk.office.actor(desk.office.petugas), method="pickup")
    assert (only(case).status, only(case).sealed_address) == ("ready", "")


def test_staff_record_a_sending_once(
    answered: InformationRequest, officer: Client, office: Any
) -> None:
    for _twice in range(2):
        assert officer.post(page_of(answered), send(answered)).status_code == 302
    made = Delivery.objects.get(method="courier")
    assert (made.carrier, made.created_by) == ("Budi", office.petugas)
    assert (
        AuditEntry.objects.filter(verb="send_letters", subject=f"delivery:{made.pk}").count() == 1
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"letters": []}, "letters"),
        ({"method": "merpati"}, "method"),
        ({"sent_on": "2026-03-10"}, "sent_on"),
        ({"sent_on": "2026-03-06"}, "sent_on"),
        ({"method": "post"}, "tracking_number"),
    ],
    ids=["no letter", "no method", "future", "before the letter", "post without number"],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(
    answered: InformationRequest, officer: Client, changes: dict[str, Any], field: str
) -> None:
    page = officer.post(page_of(answered), send(answered, **changes))
    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert 'value="Budi"' in page.content.decode()
    assert Delivery.objects.count() == 1


def test_a_letter_of_another_case_cannot_be_sent(
    answered: InformationRequest, desk: Desk, officer: Client
) -> None:
    other = desk.approved()
    page = officer.post(page_of(answered), send(answered, letters=[other.letters.first().pk]))
    assert page.status_code == 400
    with pytest.raises(Refused):
        services.send(
            answered,
            list(other.letters.all()),
            "post",
            sent_on=date(2026, 3, 9),
            actor=desk.office.actor(desk.office.petugas),
            key="x",
        )


# -- arriving ----------------------------------------------------------------------------------


def arrive(delivery: Delivery, **changes: Any) -> dict[str, Any]:
    return {
        "aksi": "diterima",
        "untuk": delivery.pk,
        "arrived_on": "2026-03-11",
        "receiver": "Ibu Wati",
    } | changes


def test_the_proof_of_delivery_is_on_the_case(
    answered: InformationRequest, officer: Client, thursday: None
) -> None:
    delivery = only(answered)
    proof = SimpleUploadedFile("resi.png", PIXEL, "image/png")
    assert officer.post(page_of(answered), arrive(delivery, proof=proof)).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.status, delivery.arrived_on) == ("arrived", date(2026, 3, 11))
    assert delivery.proof is not None
    assert delivery.proof.case_id == answered.pk
    page = officer.get(page_of(answered))
    assert "Ibu Wati" in text_of(page)
    address = reverse("files:download", args=[delivery.proof.file_id])
    assert address in page.content.decode()
    assert officer.get(address).status_code == 200


def test_who_received_it_is_kept_encrypted(answered: InformationRequest, desk: Desk) -> None:
    """Invariant 6: neither the name nor the address is readable in the database."""
    delivery = only(answered)
    services.arrive(
        delivery,
        on=date(2026, 3, 9),
        receiver="Ibu Wati",
        actor=desk.office.actor(desk.office.petugas),
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_receiver, sealed_address FROM mail_delivery")
        row = cursor.fetchone()
    assert "Wati" not in str(row)
    assert "Melati" not in str(row)


@pytest.mark.parametrize("day", ["2026-03-13", "2026-03-08", ""])
def test_it_cannot_arrive_before_it_left_or_tomorrow(
    answered: InformationRequest, officer: Client, thursday: None, day: str
) -> None:
    page = officer.post(page_of(answered), arrive(only(answered), arrived_on=day))
    assert page.status_code == 400
    assert "arrived_on" in page.context["all_forms"][1].errors
    assert only(answered).status == "sent"


def test_a_pick_up_needs_the_signed_sheet(desk: Desk, officer: Client) -> None:
    case = desk.approved()
    engine.perform(case, "deliver_answer", desk.office.actor(desk.office.petugas), method="pickup")
    delivery = only(case)
    page = officer.post(page_of(case), arrive(delivery, arrived_on="2026-03-09"))
    assert "Unggah tanda terima yang sudah ditandatangani." in text_of(page)
    with pytest.raises(Refused):
        services.arrive(delivery, on=date(2026, 3, 9), actor=desk.office.actor(desk.office.petugas))
    signed = SimpleUploadedFile("tanda-terima.png", PIXEL, "image/png")
    done = officer.post(page_of(case), arrive(delivery, arrived_on="2026-03-09", proof=signed))
    assert done.status_code == 302
    assert only(case).status == "arrived"


def test_the_sheet_to_sign_names_the_letters_and_has_room_for_two_hands(
    answered: InformationRequest, officer: Client, office: Any
) -> None:
    address = reverse("desk:handover_sheet", args=[answered.pk, only(answered).pk])
    assert address in officer.get(page_of(answered)).content.decode()
    answer = officer.get(address)
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "TANDA TERIMA SURAT" in text.upper()
    assert answered.letters.get(kind="written_notification").number in text
    assert "RR123456789ID" in text
    assert "Yang menerima," in text
    assert office.petugas.name in text
    assert "DRAF" not in text
    assert AuditEntry.objects.filter(verb="view", subject=f"case:{answered.pk}").exists()


# -- coming back -------------------------------------------------------------------------------


def fail(delivery: Delivery, **changes: Any) -> dict[str, Any]:
    return {
        "aksi": "kembali",
        "untuk": delivery.pk,
        "failed_on": "2026-03-11",
        "reason": "Alamat tidak dikenal",
    } | changes


@pytest.fixture
def returned(answered: InformationRequest, officer: Client, thursday: None) -> Delivery:
    """The answer came back on Wednesday."""
    assert officer.post(page_of(answered), fail(only(answered))).status_code == 302
    return only(answered)


def test_what_comes_back_is_on_the_case_and_on_the_list(
    returned: Delivery, officer: Client
) -> None:
    """S15, for paper."""
    case_page = text_of(officer.get(reverse("desk:case", args=[returned.case_id])))
    assert "Ada surat yang tidak sampai kepada pemohon." in case_page
    assert "Alamat tidak dikenal" in case_page
    assert "Surat tidak sampai" in case_page, "in the history"
    assert "letters_returned" not in case_page
    listed = officer.get(reverse("desk:attention"))
    assert "Alamat tidak dikenal" in text_of(listed)
    assert f"#pengiriman-{returned.pk}" in listed.content.decode()
    assert "1 surat kembali" in daily.report()["undelivered"]
    entry = AuditEntry.objects.get(verb="letters_returned")
    assert entry.reason == "Alamat tidak dikenal"


def test_it_is_sent_again_and_the_first_reason_stays(
    returned: Delivery, officer: Client, answered: InformationRequest
) -> None:
    again = officer.get(f"{page_of(answered)}?ulang={returned.pk}")
    assert again.context["form"]["method"].value() == "post"
    assert again.context["form"]["address"].value() == "Jalan Melati 4, Bandung"
    done = officer.post(
        page_of(answered),
        send(
            answered,
            ulang=returned.pk,
            method="post",
            tracking_number="RR999999999ID",
            address="Jalan Mawar 3, Bandung",
            sent_on="2026-03-12",
        ),
    )
    assert done.status_code == 302
    new = Delivery.objects.get(repeats=returned)
    assert new.sealed_address == "Jalan Mawar 3, Bandung"
    page = text_of(officer.get(page_of(answered)))
    assert "Tidak sampai, sudah dikirim ulang" in page
    assert "Alamat tidak dikenal" in page
    assert not services.outstanding().exists()
    shown = text_of(officer.get(reverse("desk:case", args=[answered.pk])))
    assert "Ada surat yang tidak sampai" not in shown


def test_it_is_sent_again_once(
    returned: Delivery, officer: Client, answered: InformationRequest
) -> None:
    again = send(answered, ulang=returned.pk, sent_on="2026-03-12")
    officer.post(page_of(answered), again)
    assert officer.post(page_of(answered), again | {"kunci": "dua"}).status_code == 404
    assert Delivery.objects.filter(repeats=returned).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": ""}, "reason"), ({"failed_on": "2026-03-13"}, "failed_on")],
)
def test_coming_back_needs_a_reason_and_a_day(
    answered: InformationRequest,
    officer: Client,
    thursday: None,
    changes: dict[str, str],
    field: str,
) -> None:
    page = officer.post(page_of(answered), fail(only(answered), **changes))
    assert page.status_code == 400
    assert list(page.context["all_forms"][1].errors) == [field]


@pytest.mark.parametrize("act", [arrive, fail])
def test_the_end_is_recorded_once(returned: Delivery, officer: Client, act: Any) -> None:
    page = officer.post(reverse("desk:deliveries", args=[returned.case_id]), act(returned))
    assert page.status_code == 400
    assert "sudah dicatat: Tidak sampai" in text_of(page)
    returned.refresh_from_db()
    assert returned.status == "failed"


# -- e-mails, and who may look -----------------------------------------------------------------


def test_e_mails_that_carry_letters_stand_beside_them(
    answered: InformationRequest, officer: Client
) -> None:
    assert "Menunggu dikirim" in text_of(officer.get(page_of(answered)))
    letter_tasks.sweep()
    mail_tasks.sweep()
    page = text_of(officer.get(page_of(answered)))
    assert "Terkirim" in page
    assert answered.letters.get(kind="written_notification").number in page


def test_units_and_strangers_see_none_of_it(
    answered: InformationRequest, office: Any, client_as: Any
) -> None:
    """A unit answers without knowing who asks."""
    sheet = reverse("desk:handover_sheet", args=[answered.pk, only(answered).pk])
    for path in (page_of(answered), sheet):
        assert client_as(office.pelaksana_a).get(path).status_code == 404
        assert client_as(office.outsider).get(path).status_code == 403
        assert Client().get(path).status_code == 302
    refused = client_as(office.pelaksana_a).post(page_of(answered), send(answered))
    assert refused.status_code == 404


def test_a_delivery_of_another_case_is_not_found(
    answered: InformationRequest, desk: Desk, officer: Client
) -> None:
    other = desk.approved()
    address = reverse("desk:handover_sheet", args=[other.pk, only(answered).pk])
    assert officer.get(address).status_code == 404
    assert officer.post(page_of(other), fail(only(answered))).status_code == 404


@pytest.mark.parametrize("data", [{"aksi": "lain"}, {}, {"aksi": "diterima", "untuk": "x"}])
def test_what_is_unknown_is_not_found(
    answered: InformationRequest, officer: Client, data: dict[str, str]
) -> None:
    assert officer.post(page_of(answered), {"untuk": only(answered).pk} | data).status_code == 404


@pytest.mark.every_database
def test_the_page_costs_the_same_however_much_was_sent(
    answered: InformationRequest, officer: Client, django_assert_max_num_queries: Any
) -> None:
    for turn in range(5):
        officer.post(page_of(answered), send(answered, kunci=str(turn)))
    with django_assert_max_num_queries(20):
        officer.get(page_of(answered))


@pytest.mark.every_database
def test_what_was_sent_stays_on_record(answered: InformationRequest) -> None:
    with pytest.raises(ProtectedError):
        only(answered).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(status="arrived")
