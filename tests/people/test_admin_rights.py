"""The admin keeps reference data: it opens no way round the engine, and no way up."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from ppid_portal.people.models import User

pytestmark = pytest.mark.django_db

#: What the admin may show and change; a case, its answer or an e-mail is never among it.
REFERENCE = {
    "audit.auditentry",
    "auth.group",
    "clock.calendaryear",
    "clock.heartbeat",
    "clock.holiday",
    "clock.serviceday",
    "clock.workingtimerule",
    "dip_app.classificationdecree",
    "dip_app.informationitem",
    "letters.kindsetting",
    "letters.letter",
    "letters.wording",
    "mail.notice",
    "mfa.authenticator",
    "people.appointment",
    "people.positiontitle",
    "people.publicbody",
    "people.unit",
    "people.user",
    "reports.registerprint",
    "sop.numberpattern",
    "sop.steplimit",
}


@pytest.fixture
def keeper(client_as: Any) -> tuple[User, Client]:
    """Return somebody who may keep accounts and groups, and nothing else, with a browser."""
    user = User.objects.create_user(
        email="pengelola@setneg.example", name="Pengelola Akun", password="rahasia-sekali-1"
    )
    user.is_staff = True
    user.save()
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=[
                f"{verb}_{name}"
                for verb in ("view", "add", "change", "delete")
                for name in ("user", "group", "authenticator")
            ]
        )
    )
    return user, client_as(user)


@pytest.fixture
def chief() -> User:
    return User.objects.create_superuser(
        email="utama@setneg.example", name="Administrator", password="rahasia-sekali-2"
    )


def change(model: type[Model], pk: Any) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])


def test_the_admin_holds_reference_data_and_nothing_of_a_case() -> None:
    """Invariant 1: no admin page changes a state; invariant 6: none shows raw e-mails."""
    assert {model._meta.label_lower for model in admin.site._registry} == REFERENCE


def test_who_keeps_accounts_cannot_give_themselves_more_rights(
    keeper: tuple[User, Client],
) -> None:
    user, browser = keeper
    response = browser.post(
        change(User, user.pk),
        {
            "email": user.email,
            "name": "Nama Baru",
            "nip": "",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "user_permissions": [str(pk) for pk in Permission.objects.values_list("pk", flat=True)],
        },
    )
    assert response.status_code == 302
    fresh = User.objects.get(pk=user.pk)
    assert fresh.name == "Nama Baru"
    assert not fresh.is_superuser
    assert fresh.user_permissions.count() == 12


def test_who_keeps_accounts_cannot_take_over_a_superuser(
    keeper: tuple[User, Client], chief: User
) -> None:
    _user, browser = keeper
    before = chief.password
    browser.post(
        change(User, chief.pk), {"email": "aku@setneg.example", "name": "Aku", "is_active": "on"}
    )
    answer = browser.post(
        reverse("admin:auth_user_password_change", args=[chief.pk]),
        {"password1": "milik-saya-1234", "password2": "milik-saya-1234"},
    )
    assert answer.status_code == 403
    chief.refresh_from_db()
    assert (chief.email, chief.password) == ("utama@setneg.example", before)


def test_a_superusers_second_factor_is_removed_by_superusers_only(
    keeper: tuple[User, Client], chief: User, client_as: Any
) -> None:
    _user, browser = keeper
    factor = Authenticator.objects.create(user=chief, type="totp", data={"secret": "x"})
    url = reverse("admin:mfa_authenticator_delete", args=[factor.pk])
    browser.post(url, {"post": "yes"})
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    client_as(chief).post(url, {"post": "yes"})
    assert not Authenticator.objects.filter(pk=factor.pk).exists()


def test_groups_of_rights_are_changed_by_superusers_only(
    keeper: tuple[User, Client], chief: User, client_as: Any
) -> None:
    user, browser = keeper
    group = Group.objects.create(name="Pengelola")
    user.groups.add(group)
    everything = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)]
    body = {"name": "Pengelola", "permissions": everything}
    assert browser.post(change(Group, group.pk), body).status_code == 403
    assert group.permissions.count() == 0
    assert client_as(chief).post(change(Group, group.pk), body).status_code == 302
    assert group.permissions.count() == len(everything)


def test_former_rights_do_not_come_back_from_history(keeper: tuple[User, Client]) -> None:
    user, browser = keeper
    user.is_superuser = True
    user.save()
    former = user.history.first()
    user.is_superuser = False
    user.save()
    url = reverse("admin:people_user_simple_history", args=[user.pk, former.pk])
    assert browser.get(url).status_code == 200
    answer = browser.post(url, {"email": user.email, "name": user.name, "is_active": "on"})
    assert answer.status_code == 403
    assert not User.objects.get(pk=user.pk).is_superuser
