"""How allauth behaves here: accounts are made by the administrator, secrets are encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _l

from ppid_portal.people.crypto import decrypt_text, encrypt_text


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of staff: nobody signs up, applicants need none."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _l(
            "Alamat surel atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
        ),
        "too_many_login_attempts": _l(
            "Terlalu banyak percobaan masuk. Tunggu lima menit, lalu coba lagi."
        ),
        "incorrect_password": _l("Kata sandi tidak cocok. Coba lagi."),
        "rate_limited": _l("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: the administrator makes accounts."""
        return False


class StaffMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _l(
            "Kode tidak cocok. Tunggu kode berikutnya di aplikasi, lalu tulis kode itu."
        ),
        "cannot_delete_authenticator": _l(
            "Pengamanan dua langkah wajib bagi Anda dan tidak dapat dimatikan."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return encrypt_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored secret."""
        return decrypt_text(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name that the authenticator app shows."""
        from ppid_portal.people.body import body

        return f"PPID {body().short_name}"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the last second factor of somebody who must have one."""
        from ppid_portal.people.mfa import must_have_second_factor

        if authenticator.type == authenticator.Type.RECOVERY_CODES:
            return True
        return not must_have_second_factor(authenticator.user)
