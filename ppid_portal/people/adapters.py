"""How allauth behaves here: accounts are made by the administrator, secrets are encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from ppid_portal.people.crypto import decrypt_text, encrypt_text


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of staff: nobody signs up, applicants need none."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: the administrator makes accounts."""
        return False


class StaffMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted at rest."""

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
