"""The pages of "Naskah surat": who opens them, what they say beside a field, what they show."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ppid_portal.audit.models import AuditEntry
from ppid_portal.letters.models import Letter
from ppid_portal.letters.wording.models import Wording

pytestmark = pytest.mark.any_database

INDEX = reverse("wording:index")
KIND = reverse("wording:kind", args=["incompleteness"])
BLOCK = reverse("wording:block", args=["incompleteness", "closing"])
PREVIEW = reverse("wording:preview_block", args=["incompleteness", "closing"])
TEXT = "Kami tunggu sampai {batas_kelengkapan} ({hari_kelengkapan})."


@pytest.fixture
def editor(office: Any, client_as: Any, travel: Any) -> Client:
    """The secretary, who may word letters, on Monday, 9 March 2026."""
    travel("2026-03-09 10:00")
    office.sekretaris.is_staff = True
    office.sekretaris.save()
    office.sekretaris.user_permissions.add(Permission.objects.get(codename="change_wording"))
    browser: Client = client_as(office.sekretaris)
    return browser


@pytest.fixture
def outsider(office: Any, client_as: Any) -> Client:
    """Somebody with the right and without any appointment: the technical administrator."""
    office.outsider.user_permissions.add(Permission.objects.get(codename="change_wording"))
    browser: Client = client_as(office.outsider)
    return browser


def form(**changes: Any) -> dict[str, Any]:
    return {
        "text": TEXT,
        "valid_from": "2026-03-09",
        "reason": "Nota dinas 3/2026",
        "surat": "contoh",
        "seen": 0,
        "aksi": "simpan",
    } | changes


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.parametrize("path", [INDEX, KIND, BLOCK])
def test_only_whoever_may_word_letters_opens_it(
    path: str, editor: Client, office: Any, client_as: Any
) -> None:
    assert editor.get(path).status_code == 200
    for who in (office.petugas, office.ketua, office.pelaksana_a, office.outsider):
        assert client_as(who).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_only_whoever_may_word_letters_saves_or_looks(
    editor: Client, office: Any, client_as: Any
) -> None:
    for path in (BLOCK, PREVIEW):
        assert client_as(office.ketua).post(path, form()).status_code == 403
    assert not Wording.objects.exists()


def test_the_menu_leads_there_for_the_administrator_alone(
    editor: Client, office: Any, client_as: Any
) -> None:
    assert INDEX in editor.get(INDEX).content.decode()
    assert INDEX not in client_as(office.petugas).get("/meja/").content.decode()
    chief = office.sekretaris
    chief.is_superuser = True
    chief.save()
    listed = client_as(chief).get(reverse("admin:letters_wording_changelist"))
    assert listed["Location"] == INDEX


def test_the_list_says_what_is_default_adapted_and_planned(editor: Client) -> None:
    assert "disesuaikan" not in text_of(editor.get(INDEX))
    editor.post(BLOCK, form())
    editor.post(BLOCK, form(seen=1, valid_from="2026-04-01"))
    page = text_of(editor.get(INDEX))
    assert "1 dari 3 bagian disesuaikan" in page
    assert "ada perubahan yang akan berlaku" in page


@pytest.mark.every_database
def test_the_list_costs_the_same_however_much_is_worded(
    editor: Client, django_assert_num_queries: Any
) -> None:
    editor.get(INDEX)
    for seen in (0, 3):
        with django_assert_num_queries(7):
            editor.get(INDEX)
        for more in range(3):
            editor.post(BLOCK, form(seen=seen + more))
    assert Wording.objects.count() == 6


def test_a_text_is_saved_and_shown_with_its_history(editor: Client, office: Any) -> None:
    answer = editor.post(BLOCK, form())
    assert answer.status_code == 302
    made = Wording.objects.get()
    assert (made.text, made.created_by) == (TEXT, office.sekretaris)
    page = text_of(editor.get(BLOCK))
    assert "Versi 1" in page
    assert "Nota dinas 3/2026" in page
    assert "Kami mohon Saudara melengkapinya" in page, "the default stays in sight"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": TEXT + " {nomor_rekening}"}, "{nomor_rekening}"),
        ({"text": "Terima kasih."}, "Pemohon harus tahu sampai kapan"),
        ({"text": ""}, "Tuliskan teksnya"),
        ({"valid_from": "2026-03-08"}, "paling awal hari ini"),
        ({"valid_from": "besok"}, "Isi tanggal yang benar"),
        ({"reason": ""}, "Tuliskan alasan"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(
    editor: Client, changes: dict[str, str], says: str
) -> None:
    page = editor.post(BLOCK, form(**changes))
    assert page.status_code == 400
    (name,) = changes
    assert any(says in str(error) for error in page.context["form"].errors[name])
    assert says in text_of(page)
    for field, value in form(**changes).items():
        if field in ("text", "reason", "valid_from"):
            assert value in page.context["form"][field].value()
    assert not Wording.objects.exists()


def test_an_unknown_field_is_answered_with_those_that_are_known(editor: Client) -> None:
    page = text_of(editor.post(BLOCK, form(text=TEXT + " {nomer}")))
    assert "Isian {nomer} tidak dikenal." in page
    assert "{batas_kelengkapan}" in page


def test_who_saves_over_the_change_of_another_is_told(editor: Client) -> None:
    editor.post(BLOCK, form())
    page = editor.post(BLOCK, form(text=f"Lain. {TEXT}"))
    assert page.status_code == 400
    assert "baru saja diubah orang lain" in text_of(page)
    assert 'name="seen" value="1"' in page.content.decode(), "having looked, it can be saved"
    assert Wording.objects.count() == 1


def test_it_goes_back_to_the_default(editor: Client) -> None:
    assert "Kembalikan ke naskah bawaan" not in text_of(editor.get(BLOCK))
    editor.post(BLOCK, form())
    wrong = editor.post(BLOCK, {"aksi": "bawaan", "bawaan-valid_from": "2026-03-09"})
    assert wrong.status_code == 400
    done = editor.post(
        BLOCK,
        {"aksi": "bawaan", "bawaan-valid_from": "2026-03-09", "bawaan-reason": "Dicabut"},
    )
    assert done.status_code == 302
    assert Wording.objects.order_by("-version")[0].uses_default
    assert "naskah bawaan" in text_of(editor.get(KIND))


def test_a_planned_version_is_cancelled(editor: Client) -> None:
    editor.post(BLOCK, form(valid_from="2026-04-01"))
    made = Wording.objects.get()
    address = reverse("wording:cancel", args=[made.pk])
    assert editor.get(address).status_code == 405
    assert address in editor.get(BLOCK).content.decode()
    editor.post(address)
    made.refresh_from_db()
    assert made.cancelled_at is not None
    assert "dibatalkan oleh" in text_of(editor.get(BLOCK))


def test_a_preview_shows_what_is_typed_and_stores_nothing(editor: Client) -> None:
    answer = editor.post(PREVIEW, form(bentuk="pdf", reason=""))
    assert answer["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Kami tunggu sampai" in text
    assert "DRAF" in text.replace(" ", "")
    assert not Wording.objects.exists()
    assert not Letter.objects.exists()


def test_a_preview_on_the_screen_is_the_same_letter(editor: Client) -> None:
    page = editor.post(PREVIEW, form(bentuk="html"))
    assert "Kami tunggu sampai" in text_of(page)
    sheet = reverse("wording:paper")
    assert sheet in page.content.decode()
    style = editor.get(sheet)
    assert style["Content-Type"].startswith("text/css")
    assert ".kop" in style.content.decode()


def test_a_preview_of_a_wrong_text_says_what_is_wrong(editor: Client) -> None:
    page = editor.post(PREVIEW, form(text="{apa}", bentuk="pdf"))
    assert page.status_code == 400
    assert "{apa}" in text_of(page)


def test_a_preview_is_filled_from_a_real_case_and_the_look_is_recorded(
    editor: Client, issue: Callable[..., Letter]
) -> None:
    letter = issue("incompleteness")
    assert letter.number in text_of(editor.get(BLOCK))
    page = editor.post(PREVIEW, form(surat=str(letter.pk), bentuk="html"))
    assert "Rahayu Lestari" in text_of(page)
    seen = AuditEntry.objects.filter(subject=f"case:{letter.case_id}", verb="view")
    assert seen.count() == 1
    whole = reverse("wording:preview", args=["incompleteness"])
    assert "Rahayu Lestari" in text_of(
        editor.post(whole, {"surat": str(letter.pk), "bentuk": "html"})
    )


def test_wording_letters_is_no_right_to_read_them(
    outsider: Client, issue: Callable[..., Letter]
) -> None:
    """UU 27/2022: the technical administrator sees the invented example alone."""
    letter = issue("incompleteness")
    assert letter.number not in text_of(outsider.get(BLOCK))
    page = outsider.post(PREVIEW, form(surat=str(letter.pk), bentuk="html"))
    assert page.status_code == 400
    assert "Rahayu" not in text_of(page)


@pytest.mark.parametrize(
    "path",
    [
        reverse("wording:kind", args=["tidak-ada"]),
        reverse("wording:block", args=["incompleteness", "tidak-ada"]),
        reverse("wording:block", args=["tidak-ada", "closing"]),
    ],
)
def test_what_is_not_there_is_not_found(editor: Client, path: str) -> None:
    assert editor.get(path).status_code == 404


def test_a_text_that_its_template_outgrew_is_pointed_out(editor: Client) -> None:
    editor.post(BLOCK, form())
    Wording.objects.update(text="{isian_lama} {batas_kelengkapan} {hari_kelengkapan}")
    assert "Isian {isian_lama} tidak dikenal." in text_of(editor.get(KIND))
