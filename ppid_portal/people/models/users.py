"""Staff accounts: one e-mail address, one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from ppid_portal.clock import now

_NOT_HISTORY = frozenset({"last_login", "password"})


class UserManager(BaseUserManager["User"]):
    """Makes accounts; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new account; without a password nobody can log in until one is set."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new account that may do everything in the admin (but no SOP step)."""
        fields.setdefault("name", email)
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by e-mail, however it is written."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff who logs in by e-mail.

    What the person may do in the SOPs follows from appointments, not from this row;
    ``is_staff`` only opens the admin, where reference data is kept.
    """

    email = models.EmailField(
        _l("alamat surel"),
        unique=True,
        error_messages={"unique": _l("Alamat surel ini sudah dipakai akun lain.")},
    )
    name = models.CharField(_l("nama lengkap"), max_length=200)
    nip = models.CharField(_l("NIP"), max_length=30, blank=True)
    is_active = models.BooleanField(
        _l("aktif"),
        default=True,
        help_text=_l("Hapus centang untuk menutup akun; akun tidak pernah dihapus."),
    )
    is_staff = models.BooleanField(
        _l("boleh membuka pengaturan"),
        default=False,
        help_text=_l("Membuka halaman pengaturan; tidak memberi wewenang dalam SOP."),
    )
    date_joined = models.DateTimeField(_l("dibuat"), default=now, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _l("pengguna")
        verbose_name_plural = _l("pengguna")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="people_user_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Bring the address into the form in which it is compared."""
        super().clean()
        self.email = self.email.strip().lower()

    def save(
        self,
        *args: Any,
        update_fields: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Store the account with its address in lower case.

        A login or a new password is no change of the person and makes no history row.
        """
        self.email = self.email.strip().lower()
        if update_fields is not None and set(update_fields) <= _NOT_HISTORY:
            self.skip_history_when_saving = True
            try:
                super().save(*args, update_fields=update_fields, **kwargs)
            finally:
                del self.skip_history_when_saving
            return
        super().save(*args, update_fields=update_fields, **kwargs)
        self._forget_other_addresses()

    def _forget_other_addresses(self) -> None:
        # allauth notes addresses of its own (after a password reset, for instance); a former
        # address must not go on opening the account.
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()

    def get_full_name(self) -> str:
        """Return the name as it is signed."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return self.name.split(" ")[0] if self.name else self.email
