"""Logging in: by e-mail, for staff only, slow for who guesses, with a second factor."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from ppid_portal import settings as portal_settings
from ppid_portal.audit.models import AuditEntry
from ppid_portal.people.models import User

PASSWORD = "kuda-hijau-menyeberang-sungai"
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def rina(office: Any) -> User:
    """A member of the secretariat with a password."""
    office.petugas.set_password(PASSWORD)
    office.petugas.save()
    return office.petugas


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    """Fill in the login page."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_page_says_whom_it_is_for(client: Client) -> None:
    """An applicant who strays here is sent on, not asked for an account."""
    page = client.get(reverse("account_login"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Anda tidak perlu masuk" in text
    assert 'type="email"' in text
    assert 'type="password"' in text
    assert "Sign" not in text


@pytest.mark.parametrize(
    "spelling", ["petugas@uji.example", "Petugas@UJI.example", " petugas@uji.example "]
)
def test_it_lets_staff_in_however_the_address_is_written(
    client: Client, rina: User, spelling: str
) -> None:
    """Addresses are compared without regard to case."""
    answer = log_in(client, spelling)
    assert answer.status_code == 302
    assert answer.url == "/meja/"
    assert client.session["_auth_user_id"] == str(rina.pk)


def test_it_keeps_out_wrong_passwords_and_closed_accounts(client: Client, rina: User) -> None:
    """With the same words for an unknown address as for a wrong password."""
    wrong = log_in(client, rina.email, "salah-sekali-ini")
    unknown = log_in(client, "tidak-ada@uji.example")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    rina.is_active = False
    rina.save()
    log_in(client, rina.email)
    assert "_auth_user_id" not in client.session


def test_it_locks_out_who_guesses(client: Client, rina: User) -> None:
    """Even the right password waits then."""
    for _ in range(6):
        log_in(client, rina.email, "salah-sekali-ini")
    log_in(client, rina.email)
    assert "_auth_user_id" not in client.session


def test_there_is_no_sign_up() -> None:
    """The administrator makes accounts; applicants need none."""
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_login_is_no_change_of_the_person(client: Client, rina: User) -> None:
    """The history tells what was changed, not when somebody came to work."""
    before = User.history.filter(id=rina.pk).count()
    log_in(client, rina.email)
    assert User.history.filter(id=rina.pk).count() == before


def test_history_keeps_no_password(rina: User) -> None:
    """Nor its hash."""
    assert "password" not in {field.name for field in User.history.model._meta.get_fields()}


def test_passwords_are_hashed_with_argon2() -> None:
    """In the portal's own settings; tests use a fast hasher."""
    with override_settings(PASSWORD_HASHERS=portal_settings.PASSWORD_HASHERS):
        user = User(email="a@uji.example", name="A")
        user.set_password(PASSWORD)
        assert identify_hasher(user.password).algorithm == "argon2"


@pytest.mark.every_database
def test_an_address_belongs_to_one_account(rina: User) -> None:
    """Whatever its case; the database holds it too."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("PETUGAS@uji.example", name="Lain")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Besar@uji.example", name="Lain", password="!")])


def test_a_former_address_opens_nothing(client: Client, rina: User) -> None:
    """Also when the login library had noted it."""
    EmailAddress.objects.create(user=rina, email=rina.email, verified=True, primary=True)
    rina.email = "rina@uji.example"
    rina.save()
    log_in(client, "petugas@uji.example")
    assert "_auth_user_id" not in client.session
    log_in(client, "rina@uji.example")
    assert client.session["_auth_user_id"] == str(rina.pk)


def test_a_forgotten_password_is_replaced_by_mail(client: Client, rina: User) -> None:
    """Link by e-mail, new password, recorded."""
    answer = client.post(reverse("account_reset_password"), {"email": rina.email}, follow=True)
    assert "Periksa surel Anda" in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == [rina.email]
    assert "Seseorang meminta kata sandi baru" in letter.body
    assert "Kementerian Sekretariat Negara" in letter.body
    link = re.search(r"https?://testserver(/\S+)", letter.body)
    assert link is not None
    form = client.get(link.group(1), follow=True)
    assert "Kata sandi baru" in form.content.decode()
    new = "tiga-perahu-di-danau"
    done = client.post(
        form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True
    )
    assert "Kata sandi sudah diganti" in done.content.decode()
    rina.refresh_from_db()
    assert rina.check_password(new)
    assert AuditEntry.objects.filter(verb="reset_password", subject=f"user:{rina.pk}").exists()


def test_an_unknown_address_gets_no_mail_and_no_hint(client: Client) -> None:
    """The page answers the same; the portal is nobody's mail cannon."""
    answer = client.post(
        reverse("account_reset_password"), {"email": "tidak-ada@uji.example"}, follow=True
    )
    assert "Periksa surel Anda" in answer.content.decode()
    assert mail.outbox == []


def test_a_short_password_is_refused(client: Client, rina: User) -> None:
    """Twelve characters at least."""
    client.force_login(rina, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "pendek", "password2": "pendek"},
    )
    assert page.status_code == 200
    rina.refresh_from_db()
    assert rina.check_password(PASSWORD)


def test_logging_out_asks_first(client: Client, rina: User) -> None:
    """A GET changes nothing (invariant 4)."""
    client.force_login(rina, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


# -- the admin ---------------------------------------------------------------------------------


def test_the_admin_uses_the_same_login(client: Client) -> None:
    """With its rate limits and second factor."""
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "next=" in answer.redirect_chain[-1][0]


def test_an_appointment_does_not_open_the_admin(client: Client, rina: User) -> None:
    """Working cases and keeping reference data are two rights."""
    client.force_login(rina, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.fixture
def admin(client: Client) -> User:
    """The administrator, logged in."""
    user = User.objects.create_superuser("admin@uji.example", PASSWORD, name="Pengelola")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.mark.parametrize("model", ["user", "unit", "appointment", "publicbody"])
def test_the_admin_shows_what_it_keeps(
    client: Client, admin: User, office: Any, model: str
) -> None:
    """Lists and forms open."""
    assert client.get(f"/admin/people/{model}/").status_code == 200
    key = {
        "user": office.ketua.pk,
        "unit": office.body.pk,
        "appointment": office.ketua.appointments.get().pk,
        "publicbody": 1,
    }[model]
    assert client.get(f"/admin/people/{model}/{key}/change/").status_code == 200


def test_an_account_made_in_the_admin_is_recorded(client: Client, admin: User) -> None:
    """Who made it; and that its password is not in the record."""
    answer = client.post(
        "/admin/people/user/add/",
        {
            "email": "Baru@uji.example",
            "name": "Orang Baru",
            "nip": "",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    assert answer.status_code == 302, answer.context["errors"]
    made = User.objects.get(email="baru@uji.example")
    entry = AuditEntry.objects.get(verb="make_account")
    assert (entry.user_id, entry.subject) == (admin.pk, f"user:{made.pk}")
    assert PASSWORD not in str(entry.data)


def test_the_administrator_may_take_away_a_lost_second_factor(
    client: Client, admin: User, office: Any
) -> None:
    """Not see it, not make it; and it is recorded."""
    factor = TOTP.activate(office.ketua, "JBSWY3DPEHPK3PXP").instance
    page = client.get(f"/admin/mfa/authenticator/{factor.pk}/change/")
    assert factor.data["secret"] not in page.content.decode()
    assert client.get("/admin/mfa/authenticator/add/").status_code == 403
    client.post(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.exists()
    entry = AuditEntry.objects.get(verb="remove_second_factor")
    assert (entry.user_id, entry.subject) == (admin.pk, f"user:{office.ketua.pk}")


def test_a_password_set_by_the_administrator_is_recorded(
    client: Client, admin: User, office: Any
) -> None:
    """Whose and by whom; a refused one is not."""
    page = f"/admin/people/user/{office.ketua.pk}/password/"
    fields = {"usable_password": "true", "password1": "pendek", "password2": "pendek"}
    client.post(page, fields)
    assert not AuditEntry.objects.exists()
    client.post(page, fields | {"password1": PASSWORD, "password2": PASSWORD})
    entry = AuditEntry.objects.get(verb="replace_password")
    assert (entry.user_id, entry.subject) == (admin.pk, f"user:{office.ketua.pk}")


def test_accounts_are_closed_and_never_deleted(client: Client, admin: User, office: Any) -> None:
    """Acts name them."""
    assert client.get(f"/admin/people/user/{office.ketua.pk}/delete/").status_code == 403


def test_an_appointment_made_in_the_admin_names_its_author(
    client: Client, admin: User, office: Any
) -> None:
    """And a refused one says why."""
    fields = {
        "user": office.outsider.pk,
        "role": "unit_kerja",
        "unit": office.unit_a.pk,
        "kind": "definitive",
        "acting_for": "",
        "decree": "",
        "valid_from": "2026-03-09",
        "valid_until": "",
    }
    assert client.post("/admin/people/appointment/add/", fields).status_code == 302
    assert AuditEntry.objects.get(verb="appoint").user_id == admin.pk
    again = client.post("/admin/people/appointment/add/", fields)
    assert again.status_code == 200
    assert "sudah memegang peran yang sama" in again.content.decode()


def test_the_record_is_read_only_in_the_admin(client: Client, admin: User) -> None:
    """Shown, never changed."""
    assert client.get("/admin/audit/auditentry/").status_code == 200
    assert client.get("/admin/audit/auditentry/add/").status_code == 403


# -- the second factor -------------------------------------------------------------------------


@pytest.fixture
def demanded(settings: Any) -> None:
    """The body demands a second factor of its staff."""
    settings.MFA_REQUIRED_FOR_STAFF = True


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.usefixtures("demanded")
def test_staff_without_a_second_factor_is_led_to_it(client: Client, rina: User) -> None:
    """Whatever page they wanted; but the way out stays open."""
    client.force_login(rina, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url == reverse("mfa_activate_totp")
    assert client.get(reverse("account_logout")).status_code == 200


def test_it_is_not_demanded_unless_the_body_says_so(client: Client, rina: User) -> None:
    """An evaluation starts without."""
    client.force_login(rina, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_it_is_demanded_of_nobody_else(client: Client, office: Any) -> None:
    """Neither of visitors nor of an account without any task."""
    assert client.get("/").status_code == 200
    client.force_login(office.outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").status_code == 200
    office.outsider.is_staff = True
    office.outsider.save()
    assert client.get("/").status_code == 302


@pytest.mark.every_database
@pytest.mark.usefixtures("demanded")
def test_setting_it_up_opens_the_way(
    client: Client, rina: User, django_capture_on_commit_callbacks: Any
) -> None:
    """Log in, scan, type the code; the secret is encrypted at rest."""
    log_in(client, rina.email)
    question = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Pastikan bahwa ini Anda" in question.content.decode()
    page = client.post(question.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert "Aktifkan aplikasi autentikator" in page.content.decode()
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert answer.status_code == 302
    factor = Authenticator.objects.get(user=rina, type=Authenticator.Type.TOTP)
    assert secret not in str(factor.data)
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.filter(verb="add_second_factor").exists()
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).status_code == 200

    client.logout()
    halfway = log_in(client, rina.email)
    assert halfway.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert "kode enam angka" in client.get(halfway.url).content.decode()


@pytest.mark.usefixtures("demanded")
def test_it_cannot_be_switched_off_while_it_is_demanded(client: Client, rina: User) -> None:
    """Otherwise the rule would be a wish."""
    log_in(client, rina.email)
    TOTP.activate(rina, "JBSWY3DPEHPK3PXP")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=rina, type=Authenticator.Type.TOTP).exists()


@pytest.mark.usefixtures("demanded")
def test_recovery_codes_alone_are_no_second_factor(client: Client, rina: User) -> None:
    """They replace a lost one."""
    Authenticator.objects.create(
        user=rina, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "", "used_mask": 0}
    )
    client.force_login(rina, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").status_code == 302
