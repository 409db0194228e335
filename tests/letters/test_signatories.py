"""Who signs a kind of letter is a setting, where law and SOP name more than one (domain 3.8, 3.13).

What a machine does with a signatory who is not the one who decides is tested with each machine.
"""

from __future__ import annotations

import io
import re
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ppid_portal.letters import kinds
from ppid_portal.letters.kind_settings import previews, rules, services
from ppid_portal.letters.kind_settings.models import KindSetting
from ppid_portal.letters.kinds import LetterKind
from ppid_portal.letters.wording import previews as wording_previews
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body
from ppid_portal.people.models import User

#: kind → (by the law or the SOP, whom the body may choose instead)
CHOICES = {
    "objection_reply": ("atasan_ppid", "ketua_ppid"),
    "list_decree": ("ketua_ppid", "atasan_ppid"),
    "test_decree": ("atasan_ppid", "ketua_ppid"),
    "opening_decree": ("atasan_ppid", "ketua_ppid"),
}
ADD = reverse("admin:letters_kindsetting_add")


def chosen(kind: str, role: str) -> KindSetting:
    return KindSetting.objects.create(kind=kind, signatory_role=role)


def change(setting: KindSetting) -> str:
    return reverse("admin:letters_kindsetting_change", args=[setting.pk])


def letter_kind(**facts: Any) -> LetterKind:
    return LetterKind(
        **{
            "key": "uji",
            "title": "Surat Uji",
            "template": "letters/memo.html",
            "series": "memo",
            "signatory_role": "ketua_ppid",
            "audience": "internal",
            "steps": ("request.4",),
            **facts,
        }
    )


# -- what a kind allows ----------------------------------------------------------------------------


def test_a_kind_is_signed_by_its_own_role_alone_unless_it_says_otherwise() -> None:
    assert letter_kind().signatories == ("ketua_ppid",)
    assert not letter_kind().leaves_choice
    assert letter_kind(signatories=("ketua_ppid", "atasan_ppid")).leaves_choice
    with pytest.raises(ValueError, match="its own role"):
        letter_kind(signatories=("atasan_ppid",))


def test_there_is_a_choice_where_law_and_sop_differ_and_nowhere_else() -> None:
    assert {kind.key: kind.signatories for kind in kinds.kinds() if kind.leaves_choice} == CHOICES


@pytest.mark.django_db
def test_the_kinds_own_role_signs_until_the_body_chooses_another() -> None:
    for key, (own, other) in CHOICES.items():
        assert services.signing_role(key) == own
        chosen(key, other)
        assert services.signing_role(key) == services.signing_roles()[key] == other
    assert services.signing_role("extension") == services.signing_roles()["extension"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["test_decree", "extension"])
def test_what_a_kind_does_not_allow_counts_for_nothing(kind: str, office: Any) -> None:
    """As after an update of the portal; it is pointed out."""
    chosen(kind, "sekretaris_ppid")
    assert services.signing_role(kind) == kinds.get(kind).signatory_role
    assert any("Sekretaris PPID tidak dapat menandatangani" in each for each in services.faults())


@pytest.mark.django_db
def test_a_signatory_whom_nobody_is_is_pointed_out(office: Any) -> None:
    chosen("test_decree", "ketua_ppid")
    assert services.faults() == []
    office.ketua.appointments.all().delete()
    assert services.faults() == [
        "Ketua PPID menandatangani “Keputusan tentang Klasifikasi Informasi”, tetapi jabatan itu "
        "tidak terisi."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "role"), [("test_decree", "asdep_hukum"), ("extension", "x")])
def test_who_may_not_sign_is_refused_beside_the_field(kind: str, role: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        KindSetting(kind=kind, signatory_role=role).full_clean()
    assert list(refusal.value.message_dict) == ["signatory_role"]


# -- who may sign ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_office_that_decides_and_signs_may_do_so_in_one_person(office: Any) -> None:
    atasan = office.actor(office.atasan)
    decided = {"decides": "atasan_ppid", "decided_by": office.atasan.pk}
    assert rules.may_sign("test_decree", atasan, **decided) is None
    chosen("test_decree", "ketua_ppid")
    assert rules.may_sign("test_decree", office.actor(office.ketua), **decided) is None
    assert "oleh Ketua PPID" in (rules.may_sign("test_decree", atasan, **decided) or "")


@pytest.mark.django_db
def test_two_offices_are_two_people(office: Any) -> None:
    """Domain 7.2, whatever the appointment of the day."""
    chosen("test_decree", "ketua_ppid")
    user = office.atasan
    both = Actor(kind="staff", role="ketua_ppid", user=user, user_id=user.pk)
    sentence = rules.may_sign(
        "test_decree", both, decides="atasan_ppid", decided_by=office.atasan.pk
    )
    assert sentence is not None
    assert "orang lain" in sentence


# -- drafts of the settings ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["atasan_ppid", "ketua_ppid"])
def test_drafts_of_the_settings_show_whom_the_body_has_set(office: Any, role: str) -> None:
    chosen("test_decree", role)
    name = {"atasan_ppid": "Surya Hidayat", "ketua_ppid": "Dewi Anggraini"}[role]
    reader = PdfReader(io.BytesIO(previews.sample("test_decree", body())))
    assert name in re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert name in wording_previews.html_of("test_decree", None, {})


# -- the page of the administrator -----------------------------------------------------------------


@pytest.fixture
def admin(office: Any, client_as: Any) -> Client:
    chief = User.objects.create_superuser(email="admin@uji.example", password="rahasia-sekali-1")
    browser: Client = client_as(chief)
    return browser


def test_the_kind_is_chosen_first_and_its_settings_follow(admin: Client) -> None:
    page = admin.get(ADD).content.decode()
    assert 'name="kind"' in page
    assert 'name="signatory_role"' not in page
    answer = admin.post(ADD, {"kind": "test_decree"})
    setting = KindSetting.objects.get()
    assert answer["Location"] == change(setting)
    assert "test_decree" not in admin.get(ADD).content.decode(), "one row per kind"


def test_only_the_choices_of_the_kind_are_shown(admin: Client) -> None:
    setting = KindSetting.objects.create(kind="test_decree")
    field = admin.get(change(setting)).context["adminform"].form.fields["signatory_role"]
    assert field.widget.choices == [
        ("", "menurut SOP (Atasan PPID)"),
        ("atasan_ppid", "Atasan PPID"),
        ("ketua_ppid", "Ketua PPID"),
    ]


def test_a_choice_is_stored_with_its_history(admin: Client) -> None:
    setting = KindSetting.objects.create(kind="test_decree")
    typed = {"signatory_role": "ketua_ppid", "classification": "", "copies": ""}
    assert admin.post(change(setting), typed).status_code == 302
    assert services.signing_role("test_decree") == "ketua_ppid"
    newest = setting.history.first()
    assert (newest.signatory_role, newest.history_user.email) == ("ketua_ppid", "admin@uji.example")
    listed = admin.get(reverse("admin:letters_kindsetting_changelist")).content.decode()
    assert "Ketua PPID" in listed


def test_what_the_kind_does_not_allow_is_refused_on_the_page(admin: Client) -> None:
    setting = KindSetting.objects.create(kind="test_decree")
    typed = {"signatory_role": "asdep_hukum", "classification": "", "copies": ""}
    answer = admin.post(change(setting), typed)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["signatory_role"]


def test_of_other_kinds_the_page_says_why_nothing_is_to_be_chosen(admin: Client) -> None:
    setting = KindSetting.objects.create(kind="extension")
    page = admin.get(change(setting)).content.decode()
    assert 'name="signatory_role"' not in page
    assert "pejabat yang melakukan langkah SOP-nya" in page
    admin.post(change(setting), {"signatory_role": "atasan_ppid", "copies": ""})
    setting.refresh_from_db()
    assert setting.signatory_role == ""


def test_the_row_of_a_kind_that_is_gone_can_only_be_removed(admin: Client) -> None:
    setting = KindSetting.objects.create(kind="dahulu")
    assert 'name="_save"' not in admin.get(change(setting)).content.decode()
    assert admin.post(change(setting), {"copies": "X"}).status_code == 403


def test_nobody_else_chooses(client_as: Any, office: Any) -> None:
    setting = KindSetting.objects.create(kind="test_decree")
    for who in (office.ketua, office.atasan):
        who.is_staff = True
        who.save()
        answer = client_as(who).post(change(setting), {"signatory_role": "ketua_ppid"})
        assert answer.status_code == 403


# -- where the setting came from -------------------------------------------------------------------

migration = import_module("ppid_portal.letters.migrations.0005_signatories")


class OldBody(SimpleNamespace):
    """The public body as it was, with its two fields; also the manager that finds it."""

    @property
    def objects(self) -> OldBody:
        return self

    def filter(self, **_key: Any) -> OldBody:
        return self

    def first(self) -> OldBody:
        return self

    def update(self, **fields: str) -> None:
        self.__dict__.update(fields)


def before(old: OldBody) -> Any:
    def get_model(app: str, name: str) -> Any:
        return old if name == "PublicBody" else apps.get_model(app, name)

    return SimpleNamespace(get_model=get_model)


@pytest.mark.django_db
def test_what_the_body_had_chosen_moves_to_the_kinds_and_back() -> None:
    KindSetting.objects.create(kind="list_decree", copies="Inspektur Jenderal")
    old = OldBody(objection_signatory="ketua_ppid", list_signatory="atasan_ppid")
    migration.to_the_kinds(before(old), None)
    assert services.signing_role("objection_reply") == "ketua_ppid"
    assert services.signing_role("list_decree") == "atasan_ppid"
    reply = KindSetting.objects.get(kind="objection_reply")
    assert reply.history.first().history_change_reason == "dari pengaturan badan publik"

    old = OldBody(objection_signatory="atasan_ppid", list_signatory="ketua_ppid")
    migration.to_the_body(before(old), None)
    assert (old.objection_signatory, old.list_signatory) == ("ketua_ppid", "atasan_ppid")
    assert [each.kind for each in KindSetting.objects.all()] == ["list_decree"]


@pytest.mark.django_db
def test_what_the_body_had_left_as_it_was_makes_no_setting() -> None:
    old = OldBody(objection_signatory="atasan_ppid", list_signatory="ketua_ppid")
    migration.to_the_kinds(before(old), None)
    assert not KindSetting.objects.exists()
