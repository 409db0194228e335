"""The page on which a replacement is prepared, decided and waived, and where the desk names it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ppid_portal.letters import services, withdrawal
from ppid_portal.letters.models import Letter, Replacement
from ppid_portal.letters.replacing import services as replacing
from ppid_portal.mail.deliveries.models import Delivery
from ppid_portal.people.actors import actors_of
from tests.driver import Desk

pytestmark = pytest.mark.django_db


def letter_of(case: Any, kind: str = "written_notification") -> Letter:
    found = Letter.objects.filter(case_id=case.pk, kind=kind).order_by("-pk").first()
    assert found is not None
    return found


def withdrawn(desk: Desk, letter: Letter) -> Letter:
    actor = withdrawal.chosen(letter, actors_of(desk.office.ketua))
    assert actor is not None
    return services.withdraw(letter, actor=actor, reason="Salah alamat")


def page_of(letter: Letter) -> str:
    return reverse("desk:replace_letter", args=[letter.pk])


def preview_of(letter: Letter) -> str:
    return reverse("desk:replace_preview", args=[letter.pk])


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def status_of(letter: Letter) -> str:
    return Replacement.objects.get(letter=letter).status


@pytest.fixture
def old(desk: Desk) -> Letter:
    """The answer of a request, signed, and withdrawn before it was delivered."""
    return withdrawn(desk, letter_of(desk.approved()))


# -- whose it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status", "prepares"),
    [
        ("petugas", 200, True),
        ("ketua", 200, True),
        ("sekretaris", 200, False),
        ("atasan", 200, False),
        ("pelaksana_a", 404, False),
        ("pelaksana_b", 404, False),
        ("pimpinan_a", 404, False),
        ("hukum", 404, False),
        ("outsider", 403, False),
    ],
)
def test_the_office_reads_it_and_the_actor_of_the_step_writes(
    desk: Desk, old: Letter, client_as: Any, who: str, status: int, prepares: bool
) -> None:
    browser = client_as(getattr(desk.office, who))
    page = browser.get(page_of(old))
    assert page.status_code == status
    assert ('value="ajukan"' in page.content.decode()) is prepares
    answer = browser.post(page_of(old), {"aksi": "simpan"})
    assert answer.status_code == (302 if prepares else 403 if status == 200 else status)
    assert status_of(old) == ("draft" if prepares else "due")
    seen = browser.get(preview_of(old)).status_code
    assert seen == (200 if prepares else 403 if status == 200 else status)


@pytest.mark.parametrize(("act", "who"), [("setujui", "petugas"), ("kembalikan", "atasan"),
                                          ("tanpa", "petugas"), ("tanpa", "atasan")])  # fmt: skip
def test_who_may_not_decide_is_refused(
    desk: Desk, old: Letter, client_as: Any, act: str, who: str
) -> None:
    client_as(desk.office.petugas).post(page_of(old), {"aksi": "ajukan"})
    answer = client_as(getattr(desk.office, who)).post(
        page_of(old), {"aksi": act, "reason": "Salah"}
    )
    assert answer.status_code == 403
    assert status_of(old) == "review"


def test_a_visitor_goes_to_log_in(old: Letter) -> None:
    for url in (page_of(old), preview_of(old)):
        assert "/masuk/" in Client().get(url)["Location"]


def test_a_letter_that_stands_has_no_such_page(desk: Desk, client_as: Any) -> None:
    letter = letter_of(desk.approved())
    assert client_as(desk.office.petugas).get(page_of(letter)).status_code == 404
    assert client_as(desk.office.petugas).get(page_of(withdrawn(desk, letter))).status_code == 200


def test_an_unknown_act_is_no_page(desk: Desk, old: Letter, client_as: Any) -> None:
    answer = client_as(desk.office.petugas).post(page_of(old), {"aksi": "lain"})
    assert answer.status_code == 404


# -- the whole way ---------------------------------------------------------------------------------


def test_from_withdrawal_to_delivery(desk: Desk, old: Letter, client_as: Any) -> None:
    petugas, ketua = client_as(desk.office.petugas), client_as(desk.office.ketua)
    page = petugas.get(page_of(old))
    names = list(page.context["draft_form"].fields)
    labels = [str(field.label) for field in page.context["draft_form"].fields.values()]
    typed = dict.fromkeys(names, "")
    typed[names[labels.index("Catatan")]] = "Lampiran dikirim menyusul."
    petugas.post(page_of(old), {"aksi": "simpan", **typed})
    assert "Lampiran dikirim menyusul." in petugas.get(page_of(old)).content.decode()
    answer = petugas.post(page_of(old), {"aksi": "ajukan", **typed}, follow=True)
    assert "diajukan untuk ditandatangani" in text_of(answer)
    page = text_of(ketua.get(page_of(old)))
    assert "Catatan Lampiran dikirim menyusul." in page, "what is different"
    ketua.post(page_of(old), {"aksi": "kembalikan", "reason": "Sebutkan lampirannya"})
    assert "Dikembalikan: Sebutkan lampirannya" in text_of(petugas.get(page_of(old)))
    petugas.post(page_of(old), {"aksi": "ajukan", **typed})
    answer = ketua.post(page_of(old), {"aksi": "setujui"}, follow=True)
    new = Letter.objects.get(replaces__letter=old)
    assert f"Surat pengganti terbit dengan nomor {new.number}." in text_of(answer)
    again = ketua.post(page_of(old), {"aksi": "setujui"}, follow=True)
    assert "berstatus “Terbit”" in text_of(again)
    late = petugas.post(page_of(old), {"aksi": "ajukan", **typed}, follow=True)
    assert "berstatus “Terbit”" in text_of(late)


def test_a_return_needs_its_reason(desk: Desk, old: Letter, client_as: Any) -> None:
    client_as(desk.office.petugas).post(page_of(old), {"aksi": "ajukan"})
    answer = client_as(desk.office.ketua).post(page_of(old), {"aksi": "kembalikan", "reason": ""})
    assert answer.status_code == 400
    assert "Tuliskan alasannya." in text_of(answer)


def test_a_waiver_needs_its_reason_and_stays_in_the_office(
    desk: Desk, old: Letter, client_as: Any
) -> None:
    ketua = client_as(desk.office.ketua)
    assert ketua.post(page_of(old), {"aksi": "tanpa", "reason": ""}).status_code == 400
    answer = ketua.post(page_of(old), {"aksi": "tanpa", "reason": "Sudah lisan"}, follow=True)
    assert "Tercatat: surat ini tidak memerlukan pengganti." in text_of(answer)
    assert "Sudah lisan" in text_of(client_as(desk.office.petugas).get(page_of(old)))
    assert "Sudah lisan" not in text_of(Client().get(old.verification_path))


def test_who_prepared_reads_why_another_decides(desk: Desk, old: Letter, client_as: Any) -> None:
    ketua = client_as(desk.office.ketua)
    ketua.post(page_of(old), {"aksi": "ajukan"})
    page = text_of(ketua.get(page_of(old)))
    assert "orang lain yang harus memutuskannya" in page
    assert "Setujui dan tandatangani" not in page


def test_the_preview_is_marked_as_a_draft(desk: Desk, old: Letter, client_as: Any) -> None:
    answer = client_as(desk.office.petugas).get(preview_of(old))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert status_of(old) == "due", "a look changes nothing"


# -- where the desk names it -----------------------------------------------------------------------


def test_the_case_and_the_attention_page_say_that_it_is_due(
    desk: Desk, old: Letter, client_as: Any
) -> None:
    petugas = client_as(desk.office.petugas)
    case_page = reverse("desk:case", args=[old.case_id])
    assert f"{old.number} ditarik; surat penggantinya belum terbit." in text_of(
        petugas.get(case_page)
    )
    page = petugas.get(reverse("desk:attention"))
    assert page_of(old) in page.content.decode()
    assert "harus disusun, giliran Tim Sekretariat PPID / Ketua PPID" in text_of(page)
    row = Replacement.objects.get(letter=old)
    replacing.waive(row, actor=desk.office.actor(desk.office.ketua), reason="Sudah lisan")
    assert "belum terbit" not in text_of(petugas.get(case_page))
    page = petugas.get(reverse("desk:attention"))
    assert page_of(old) not in page.content.decode()
    assert "Semua surat yang ditarik sudah diganti atau tidak perlu diganti." in text_of(page)


def test_the_case_shows_both_letters_with_their_links(
    desk: Desk, old: Letter, client_as: Any
) -> None:
    client_as(desk.office.petugas).post(page_of(old), {"aksi": "ajukan"})
    client_as(desk.office.ketua).post(page_of(old), {"aksi": "setujui"})
    new = Letter.objects.get(replaces__letter=old)
    page = text_of(client_as(desk.office.petugas).get(reverse("desk:case", args=[old.case_id])))
    assert f"digantikan surat nomor {new.number}" in page
    assert f"menggantikan surat nomor {old.number}" in page
    assert "Surat pengganti diterbitkan" in page, "it stands in the timeline"


def test_delivering_says_why_not(desk: Desk, old: Letter, client_as: Any) -> None:
    page = text_of(client_as(desk.office.petugas).get(reverse("desk:case", args=[old.case_id])))
    assert f"Surat {old.number} yang harus disampaikan sudah ditarik." in page


def test_a_unit_reads_of_its_own_letters_alone(desk: Desk, client_as: Any) -> None:
    case = desk.in_process()
    memorandum = withdrawn(desk, letter_of(case, "memorandum"))
    withdrawn(desk, letter_of(case, "receipt"))
    page = client_as(desk.office.pelaksana_a).get(reverse("desk:attention")).content.decode()
    assert page_of(memorandum) in page
    assert page.count("/pengganti/") == 1
    answer = client_as(desk.office.pelaksana_a).get(page_of(memorandum))
    assert "Salah alamat" not in answer.content.decode()
    assert client_as(desk.office.pelaksana_b).get(page_of(memorandum)).status_code == 404


def test_what_went_by_post_is_sent_by_post_again(desk: Desk, client_as: Any) -> None:
    case = desk.do(
        desk.approved(), "deliver_answer", desk.office.petugas,
        method="post", tracking_number="RR123456789ID",
    )  # fmt: skip
    letter = withdrawn(desk, letter_of(case))
    petugas = client_as(desk.office.petugas)
    petugas.post(page_of(letter), {"aksi": "ajukan"})
    client_as(desk.office.ketua).post(page_of(letter), {"aksi": "setujui"})
    services.sweep()
    new = Letter.objects.get(replaces__letter=letter)
    where = f"{reverse('desk:deliveries', args=[case.pk])}?ganti={new.pk}"
    assert where in petugas.get(page_of(letter)).content.decode()
    assert where in petugas.get(reverse("desk:attention")).content.decode()
    form = petugas.get(where).context["form"]
    assert (form.initial["letters"], form.initial["method"]) == ([str(new.pk)], "post")
    petugas.post(where, {
        "aksi": "kirim", "kunci": "1", "letters": [str(new.pk)], "method": "post",
        "sent_on_0": "9", "sent_on_1": "3", "sent_on_2": "2026", "sent_on": "2026-03-09",
        "tracking_number": "RR987654321ID",
    })  # fmt: skip
    assert Delivery.objects.filter(letters=new).count() == 1
    assert where not in petugas.get(reverse("desk:attention")).content.decode()


# -- cost ------------------------------------------------------------------------------------------


@pytest.mark.every_database
def test_queries_do_not_grow_with_withdrawn_letters(
    desk: Desk, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    case = desk.approved()
    browser = client_as(desk.office.petugas)
    letters = Letter.objects.filter(case_id=case.pk).order_by("-pk")
    pages = {
        reverse("desk:case", args=[case.pk]): 24,
        reverse("desk:attention"): 31,
        "/meja/register/surat-keluar/": 24,
        page_of(letters[0]): 24,
    }
    counts = []
    for more in (letters[:1], letters[1:]):
        for letter in more:
            withdrawn(desk, letter)
        for url, most in pages.items():
            browser.get(url)
            with django_assert_max_num_queries(most) as queries:
                assert browser.get(url).status_code == 200
            counts.append(len(queries))
    assert counts[:4] == counts[4:]
