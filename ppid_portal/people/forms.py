"""The account forms of allauth, in our words: labels without placeholders, hints that help."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _l

_LABELS = {
    "login": _l("Alamat surel"),
    "email": _l("Alamat surel"),
    "password": _l("Kata sandi"),
    "oldpassword": _l("Kata sandi sekarang"),
    "password1": _l("Kata sandi baru"),
    "password2": _l("Kata sandi baru, sekali lagi"),
    "code": _l("Kode"),
}
_HINTS = {
    "password1": _l(
        "Paling sedikit 12 karakter. Beberapa kata yang tidak berhubungan lebih kuat "
        "dan lebih mudah diingat."
    ),
}


class _InOurWords:
    """Puts our labels on allauth's fields; a placeholder vanishes when it is needed most."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_InOurWords, account.LoginForm):  # type: ignore[misc]
    """E-mail and password."""


class ChangePasswordForm(_InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""


class SetPasswordForm(_InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPasswordForm(_InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""


class ResetPasswordKeyForm(_InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by link."""


class ReauthenticatePasswordForm(_InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class AuthenticateForm(_InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code, on the way in."""


class ReauthenticateForm(_InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more."""


class ActivateTOTPForm(_InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""
