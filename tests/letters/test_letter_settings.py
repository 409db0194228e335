"""What a body sets for its letters: letterhead, emblem, sheet, codes, copies, positions.

Domain 4.1 and 4.2: letterhead of an official with emblem and centred, that of an office without
one at the left; A4 or F4; position above the name; tembusan at the lower left.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import management
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from ppid_portal.files.services import open_bytes
from ppid_portal.letters import frame, kinds, services
from ppid_portal.letters.kind_settings import services as kind_settings
from ppid_portal.letters.kind_settings.models import MOST_COPIES, KindSetting
from ppid_portal.letters.models import Letter
from ppid_portal.people.body import body
from ppid_portal.people.models import PositionTitle, PublicBody, User
from ppid_portal.sop.models import NumberPattern
from tests.letters.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

BUPATI = {"leader_letterhead": "BUPATI CONTOH", "leader_role": "atasan_ppid"}


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "#123456").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def set_body() -> Callable[..., PublicBody]:
    def changed(**fields: Any) -> PublicBody:
        found = body()
        for name, value in fields.items():
            setattr(found, name, value)
        found.full_clean()
        found.save()
        return found

    return changed


def kop_of(role: str, office: Any) -> dict[str, Any]:
    who = office.atasan if role == "atasan_ppid" else office.ketua
    built = frame.build(kinds.get("extension"), office.actor(who), number="", code="", at=AT)
    return dict(built["body"])


def pdf(letter: Letter) -> PdfReader:
    rendered = services.render(letter.pk)
    assert rendered.pdf is not None, rendered.error
    return PdfReader(io.BytesIO(open_bytes(rendered.pdf)))


def text(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


# -- letterhead -----------------------------------------------------------------------------------


def test_without_an_emblem_it_stands_at_the_left(office: Any) -> None:
    kop = kop_of("ketua_ppid", office)
    assert (kop["align"], kop["logo"]) == ("left", "")


def test_with_an_emblem_it_stands_in_the_middle(
    office: Any, set_body: Callable[..., PublicBody]
) -> None:
    set_body(emblem=SimpleUploadedFile("garuda.png", png()))
    kop = kop_of("ketua_ppid", office)
    assert kop["align"] == "centre"
    assert kop["logo"].startswith("branding/garuda")


def test_the_logo_of_the_portal_serves_where_no_emblem_is_set(
    office: Any, set_body: Callable[..., PublicBody]
) -> None:
    set_body(logo=SimpleUploadedFile("logo.png", png()))
    assert kop_of("ketua_ppid", office)["logo"].startswith("branding/logo")
    set_body(emblem_on="none")
    assert kop_of("ketua_ppid", office)["logo"] == ""


def test_an_official_has_a_letterhead_of_their_own_alone_with_the_emblem(
    office: Any, set_body: Callable[..., PublicBody]
) -> None:
    set_body(**BUPATI, emblem=SimpleUploadedFile("g.png", png()), emblem_on="leader")
    leader, other = kop_of("atasan_ppid", office), kop_of("ketua_ppid", office)
    assert leader["lines"] == ["BUPATI CONTOH"]
    assert (leader["align"], bool(leader["logo"])) == ("centre", True)
    assert other["lines"][0].startswith("KEMENTERIAN")
    assert (other["align"], other["logo"]) == ("left", "")


def test_the_letterhead_of_an_official_is_printed_without_address(
    issue: Callable[..., Letter], office: Any, set_body: Callable[..., PublicBody]
) -> None:
    set_body(**BUPATI)
    printed = text(pdf(issue("objection_reply", signatory=office.actor(office.atasan))))
    assert "BUPATI CONTOH" in printed
    assert "KEMENTERIAN SEKRETARIAT NEGARA REPUBLIK" not in printed
    assert "Jalan Veteran" not in printed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"leader_role": "atasan_ppid"}, "leader_letterhead"),
        ({"leader_letterhead": "BUPATI"}, "leader_role"),
        ({"emblem_on": "leader"}, "emblem_on"),
        ({"emblem_height": 60}, "emblem_height"),
        ({"font_size": 8}, "font_size"),
        ({"paper": "A5"}, "paper"),
        ({"classification": "HM 00"}, "classification"),
        ({"attachment_limit": 90_000}, "attachment_limit"),
    ],
)
def test_what_contradicts_itself_is_refused_beside_its_field(
    set_body: Callable[..., PublicBody], wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        set_body(**wrong)
    assert list(refusal.value.message_dict) == [field]


def test_an_emblem_that_is_never_printed_is_refused(set_body: Callable[..., PublicBody]) -> None:
    with pytest.raises(ValidationError):
        set_body(emblem=SimpleUploadedFile("g.png", png()), emblem_on="none")


# -- the sheet -------------------------------------------------------------------------------------


def millimetres(reader: PdfReader, page: int) -> tuple[int, int]:
    box = reader.pages[page].mediabox
    return round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)


def test_a_letter_is_a4_and_becomes_f4_by_a_setting(
    issue: Callable[..., Letter], set_body: Callable[..., PublicBody]
) -> None:
    assert millimetres(pdf(issue("extension")), 0) == (210, 297)
    set_body(paper="F4")
    assert millimetres(pdf(issue("extension")), 0) == (215, 330)
    wide = pdf(issue("test_decree"))
    assert millimetres(wide, len(wide.pages) - 1) == (330, 215)


def test_the_size_of_the_type_is_a_setting(
    issue: Callable[..., Letter], set_body: Callable[..., PublicBody]
) -> None:
    sizes: set[float] = set()

    def note(words: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:
        if "Perpanjangan ini hanya" in words:
            sizes.add(round(size, 1))

    for wanted in (11, 12):
        set_body(font_size=wanted)
        pdf(issue("extension")).pages[0].extract_text(visitor_text=note)
    assert len(sizes) == 2


def test_an_issued_letter_keeps_its_sheet(
    issue: Callable[..., Letter], set_body: Callable[..., PublicBody]
) -> None:
    letter = issue("extension")
    set_body(paper="F4", **BUPATI)
    assert millimetres(pdf(letter), 0) == (210, 297)


# -- numbers, copies, positions -----------------------------------------------------------------


def test_the_code_of_the_archive_is_a_setting(
    issue: Callable[..., Letter], set_body: Callable[..., PublicBody]
) -> None:
    """Domain 4.1: the code is each body's own; nothing in the code knows it."""
    assert issue("extension").number == "B-1/PPID/HM.00/03/2026"
    set_body(classification="480")
    assert issue("extension").number == "B-2/PPID/480/03/2026"
    KindSetting.objects.create(kind="referral", classification="045.2")
    assert issue("referral").number == "B-3/PPID/045.2/03/2026"


def test_who_always_gets_a_copy_is_printed_once_behind_the_others(
    issue: Callable[..., Letter],
) -> None:
    KindSetting.objects.create(kind="objection_reply", copies="Ketua PPID\nInspektur Jenderal\n\n")
    printed = text(pdf(issue("objection_reply")))
    assert "Tembusan: Ketua PPID Inspektur Jenderal" in printed
    KindSetting.objects.create(kind="refusal_decree", copies="Atasan PPID")
    assert "Tembusan: Atasan PPID" in text(pdf(issue("refusal_decree")))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "tidak_ada"}, "kind"),
        ({"kind": "receipt", "classification": "480"}, "classification"),
        ({"kind": "extension", "classification": "4 80"}, "classification"),
        ({"kind": "extension", "copies": "Menteri (sebagai laporan)"}, "copies"),
        ({"kind": "extension", "copies": "Tembusan: Menteri"}, "copies"),
        ({"kind": "extension", "copies": "A\n" * (MOST_COPIES + 1)}, "copies"),
        ({"kind": "disposition", "copies": "Atasan PPID"}, "copies"),
    ],
)
def test_a_setting_of_a_kind_that_cannot_be_meant_is_refused(
    wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        KindSetting(**wrong).full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_a_position_is_printed_as_the_office_calls_it(
    issue: Callable[..., Letter], office: Any
) -> None:
    PositionTitle.objects.create(
        role="ketua_ppid", title="Kepala Dinas Komunikasi dan Informatika selaku PPID Utama"
    )
    letter = issue("extension")
    assert letter.signatory_position.startswith("Kepala Dinas Komunikasi")
    assert "Kepala Dinas Komunikasi dan Informatika selaku PPID Utama," in text(pdf(letter))


def test_a_stand_in_keeps_the_prefix(issue: Callable[..., Letter], office: Any) -> None:
    PositionTitle.objects.create(role="ketua_ppid", title="Kepala Biro Humas")
    held = office.ketua.appointments.get()
    held.kind, held.decree = "plt", "SP-1/2026"
    type(held).objects.filter(pk=held.pk).update(kind="plt", decree="SP-1/2026")
    letter = issue("extension")
    assert letter.signatory_position == "Plt. Kepala Biro Humas"


def test_a_title_takes_no_prefix() -> None:
    with pytest.raises(ValidationError):
        PositionTitle(role="ketua_ppid", title="Plh. Kepala Biro").full_clean()


# -- what contradicts itself together -----------------------------------------------------------


def test_all_is_well_as_it_comes() -> None:
    assert kind_settings.faults() == []
    assert {each.pattern for each in NumberPattern.objects.filter(register="memo")} == {
        "M-{number}/PPID/{classification}/{month}/{year}"
    }


def test_a_pattern_with_a_code_that_nobody_has_set_is_pointed_out(
    set_body: Callable[..., PublicBody], capsys: Any
) -> None:
    set_body(classification="")
    faults = kind_settings.faults()
    assert any("Surat keluar PPID" in each for each in faults)
    management.call_command("check", "--database", "default")
    assert "letters.W001" in capsys.readouterr().err


def test_a_code_that_no_number_shows_is_pointed_out() -> None:
    KindSetting.objects.create(kind="disposition", classification="480")
    assert any("tidak memuatnya" in each for each in kind_settings.faults())


def test_a_kind_that_is_gone_is_pointed_out() -> None:
    KindSetting.objects.create(kind="dahulu", copies="X")
    assert any("dahulu" in each for each in kind_settings.faults())


# -- the settings page --------------------------------------------------------------------------


@pytest.fixture
def admin(office: Any, client_as: Any) -> Client:
    chief = User.objects.create_superuser(email="admin@uji.example", password="rahasia-sekali-1")
    browser: Client = client_as(chief)
    return browser


def typed(page: Any, **changes: Any) -> dict[str, Any]:
    form = page.context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in values.items() if value not in (None, "")} | changes


def test_a_preview_shows_what_is_typed_and_stores_nothing(admin: Client) -> None:
    address = reverse("admin:people_publicbody_change", args=[1])
    page = admin.get(address)
    assert "Pratinjau surat dinas" in page.content.decode()
    answer = admin.post(
        address,
        typed(
            page,
            letterhead="PEMERINTAH KABUPATEN CONTOH\nDINAS KOMUNIKASI",
            paper="F4",
            emblem=SimpleUploadedFile("lambang.png", png(), "image/png"),
            _preview="extension",
        ),
    )
    assert answer["Content-Type"] == "application/pdf"
    shown = PdfReader(io.BytesIO(answer.content))
    assert "PEMERINTAH KABUPATEN CONTOH" in text(shown)
    assert millimetres(shown, 0) == (215, 330)
    assert len(shown.pages[0].images) == 1
    assert body().letterhead_lines[0].startswith("KEMENTERIAN")
    assert not body().emblem


def test_a_preview_of_what_contradicts_itself_is_the_form_with_the_errors(admin: Client) -> None:
    address = reverse("admin:people_publicbody_change", args=[1])
    answer = admin.post(
        address, typed(admin.get(address), leader_role="atasan_ppid", _preview="extension")
    )
    assert answer.status_code == 200
    assert "Isi kop jabatan untuk peran yang memakainya." in answer.content.decode()


def test_nobody_else_previews(client_as: Any, office: Any) -> None:
    office.ketua.is_staff = True
    office.ketua.save()
    address = reverse("admin:people_publicbody_change", args=[1])
    answer = client_as(office.ketua).post(address, {"_preview": "extension"})
    assert answer.status_code == 403


def test_every_field_of_the_body_is_on_its_page(admin: Client) -> None:
    """A setting that is in no group would be out of reach."""
    page = admin.get(reverse("admin:people_publicbody_change", args=[1]))
    shown = {
        name for fieldset in page.context["adminform"] for line in fieldset for name in line.fields
    }
    editable = {
        field.name for field in PublicBody._meta.fields if field.editable and field.name != "id"
    }
    assert editable <= shown


def test_what_contradicts_itself_is_said_on_the_page(admin: Client) -> None:
    PublicBody.objects.update(classification="")
    page = admin.get(reverse("admin:people_publicbody_change", args=[1]))
    assert "kode badan publik kosong" in page.content.decode()
    listed = admin.get(reverse("admin:letters_kindsetting_add"))
    assert "Pemberitahuan Perpanjangan Waktu" in listed.content.decode()
