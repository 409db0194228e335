"""An issued letter: numbered, frozen and verifiable."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import local, now
from ppid_portal.clock.words import date_long
from ppid_portal.files.models import StoredFile
from ppid_portal.letters.errors import FrozenLetter
from ppid_portal.letters.kind_settings.models import KindSetting
from ppid_portal.letters.replacing.models import Replacement
from ppid_portal.letters.signing.models import Certificate
from ppid_portal.letters.wording.models import Wording
from ppid_portal.people.fields import EncryptedTextField
from ppid_portal.sop.models import Case

__all__ = [
    "KindSetting",
    "Letter",
    "LetterQuerySet",
    "Replacement",
    "Wording",
    "new_code",
    "read_code",
]

# Crockford's base 32: no I, L, O, U, so that a code survives being read aloud and typed.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
CODE_LENGTH = 16


def new_code() -> str:
    """Return an unguessable verification code (80 bits): "7H2K-9QWD-M4TX-P8RC"."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(signs[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def read_code(typed: str) -> str:
    """Return a typed code in its normal form, misread letters forgiven; "" if it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)
    if len(signs) != CODE_LENGTH or any(sign not in CODE_ALPHABET for sign in signs):
        return ""
    return "-".join(signs[i : i + 4] for i in range(0, CODE_LENGTH, 4))


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters; what is frozen stays so by this way too."""

    def update(self, **kwargs: Any) -> int:
        """Refuse to touch frozen fields."""
        if frozen := Letter.FROZEN & kwargs.keys():
            raise FrozenLetter(f"frozen: {', '.join(sorted(frozen))}")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: a number once given stays accounted for."""
        raise FrozenLetter("letters are never deleted; withdraw them")


class Letter(models.Model):
    """One issued letter.

    What it says is fixed when it is issued: number, context, signatory. The PDF follows when
    the renderer has made it, once; then it and its SHA-256 are fixed too (invariant 5).
    """

    class Status(models.TextChoices):
        """How far the PDF is."""

        QUEUED = "queued", _l("PDF sedang disiapkan")
        UNSIGNED = "unsigned", _l("Menunggu tanda tangan")
        RENDERED = "rendered", _l("Terbit")
        FAILED = "failed", _l("PDF belum dapat dibuat")
        WITHDRAWN = "withdrawn", _l("Ditarik")

    class Audience(models.TextChoices):
        """For whom it is."""

        APPLICANT = "applicant", _l("Pemohon")
        INTERNAL = "internal", _l("Internal")

    class SignedBy(models.TextChoices):
        """Whose signature its PDF carries."""

        OWN = "own", _l("sertifikat badan publik")
        BSRE = "bsre", _l("sertifikat BSrE")
        ELSEWHERE = "elsewhere", _l("ditandatangani di luar portal")

    class Damage(models.TextChoices):
        """What has become of a stored PDF that is not as it was stored."""

        CHANGED = "changed", _l("isinya berubah")
        MISSING = "missing", _l("berkasnya hilang")

    FROZEN: ClassVar[frozenset[str]] = frozenset(
        {
            "public_id",
            "kind",
            "series",
            "number",
            "case",
            "case_id",
            "title",
            "sealed_context",
            "verification_code",
            "signatory_name",
            "signatory_position",
            "signatory_role",
            "signatory_mandate",
            "signatory_nip",
            "issued_at",
            "audience",
        }
    )
    # Set once, when the PDF is there.
    SET_ONCE: ClassVar[frozenset[str]] = frozenset(
        {
            "pdf_id",
            "sha256",
            "rendered_at",
            "prepared_id",
            "signed_by",
            "certificate_id",
            "stamped_at",
            "stamped_by",
        }
    )

    #: As long as its PDF is still to be made or signed.
    COMING: ClassVar[tuple[str, ...]] = (Status.QUEUED, Status.UNSIGNED, Status.FAILED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_l("jenis"), max_length=40)
    series = models.CharField(max_length=40, blank=True, default="")
    number = models.CharField(_l("nomor"), max_length=80)
    case = models.ForeignKey(
        Case, verbose_name=_l("berkas"), on_delete=models.PROTECT, related_name="letters"
    )
    title = models.CharField(_l("judul"), max_length=200)
    sealed_context = EncryptedTextField(editable=False)
    status = models.CharField(
        _l("status"), max_length=10, choices=Status, default=Status.QUEUED, editable=False
    )
    audience = models.CharField(_l("untuk"), max_length=10, choices=Audience)
    verification_code = models.CharField(
        _l("kode verifikasi"), max_length=19, unique=True, default=new_code, editable=False
    )
    signatory_name = models.CharField(_l("penanda tangan"), max_length=200, blank=True)
    signatory_position = models.CharField(_l("jabatan"), max_length=200)
    signatory_role = models.CharField(max_length=40)
    signatory_mandate = models.CharField(max_length=200, blank=True, default="")
    signatory_nip = models.CharField(max_length=30, blank=True, default="")
    issued_at = models.DateTimeField(_l("diterbitkan"), default=now)
    pdf = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="letter", editable=False
    )
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    rendered_at = models.DateTimeField(null=True, editable=False)
    # What is signed elsewhere: exactly these bytes come back with a signature behind them.
    prepared = models.OneToOneField(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        related_name="letter_to_sign",
        editable=False,
    )
    # "" for letters from before the portal signed.
    signed_by = models.CharField(
        _l("ditandatangani dengan"),
        max_length=10,
        choices=SignedBy,
        blank=True,
        default="",
        editable=False,
    )
    certificate = models.ForeignKey(
        Certificate,
        verbose_name=_l("sertifikat elektronik"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    # When a trusted authority says that it was signed, and which one.
    stamped_at = models.DateTimeField(_l("cap waktu"), null=True, editable=False)
    stamped_by = models.CharField(
        _l("dicap waktu oleh"), max_length=300, blank=True, default="", editable=False
    )
    checked_at = models.DateTimeField(_l("diperiksa"), null=True, editable=False)
    damage = models.CharField(
        _l("kerusakan"), max_length=10, choices=Damage, blank=True, default="", editable=False
    )
    damaged_at = models.DateTimeField(_l("rusak sejak"), null=True, editable=False)
    attempts = models.PositiveIntegerField(_l("percobaan"), default=0, editable=False)
    error = models.TextField(_l("galat pertama"), blank=True, default="", editable=False)
    last_error = models.TextField(_l("galat terakhir"), blank=True, default="", editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, default="", editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _l("surat")
        verbose_name_plural = _l("surat")
        ordering = ("-issued_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["series", "number"],
                condition=~models.Q(series=""),
                name="letter_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(pdf__isnull=True, sha256="", rendered_at__isnull=True)
                | (models.Q(pdf__isnull=False, rendered_at__isnull=False) & ~models.Q(sha256="")),
                name="letter_pdf_with_hash",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="rendered") | models.Q(pdf__isnull=False),
                name="letter_rendered_has_pdf",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="unsigned") | models.Q(prepared__isnull=False),
                name="letter_unsigned_is_prepared",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by="", certificate__isnull=True)
                | (
                    ~models.Q(signed_by="") & models.Q(certificate__isnull=False, pdf__isnull=False)
                ),
                name="letter_signed_with_certificate",
            ),
            models.CheckConstraint(
                condition=models.Q(stamped_by="", stamped_at__isnull=True)
                | (
                    ~models.Q(stamped_by="")
                    & models.Q(stamped_at__isnull=False)
                    & ~models.Q(signed_by="")
                ),
                name="letter_stamped_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(damage="", damaged_at__isnull=True)
                | (~models.Q(damage="") & models.Q(damaged_at__isnull=False)),
                name="letter_damaged_since",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(status__in=("queued", "failed")),
                name="letter_waiting",
            ),
            # Nightly: those that nobody has looked at for longest.
            models.Index(
                fields=["checked_at", "id"],
                condition=models.Q(pdf__isnull=False),
                name="letter_to_check",
            ),
            models.Index(
                fields=["damaged_at"],
                condition=models.Q(damaged_at__isnull=False),
                name="letter_damaged",
            ),
            models.Index(
                fields=["issued_at"],
                condition=models.Q(status="unsigned"),
                name="letter_to_sign",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store; refuse a change of what is frozen."""
        read: dict[str, Any] = getattr(self, "_read", {})
        for name, before in read.items():
            after = self.__dict__.get(name, before)
            if name in self.FROZEN and after != before:
                raise FrozenLetter(f"{name} of letter {self.pk} is frozen")
            if name in self.SET_ONCE and before not in (None, "") and after != before:
                raise FrozenLetter(f"{name} of letter {self.pk} is set already")
        super().save(*args, **kwargs)
        self._read = {
            field.attname: self.__dict__[field.attname]
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__
        }

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: a number once given stays accounted for."""
        raise FrozenLetter("letters are never deleted; withdraw them")

    @classmethod
    def from_db(cls, db: Any, field_names: Collection[str], values: Collection[Any]) -> Letter:
        """Remember what was read, so that a change can be refused."""
        letter = super().from_db(db, field_names, values)
        letter._read = dict(zip(field_names, values, strict=True))
        return letter

    @classmethod
    def under_lock(cls, letter: Letter) -> Letter:
        """Lock the case of a letter, then the letter, and return it as it is then.

        In the order in which the acts of a case lock both: an answer is not delivered while its
        letter is being withdrawn, and no two wait for each other.
        """
        Case.objects.select_for_update().values_list("pk").get(pk=letter.case_id)
        return cls.objects.select_for_update().get(pk=letter.pk)

    @property
    def context(self) -> dict[str, Any]:
        """Return what the letter was filled with: ``frame`` and ``letter``."""
        context: dict[str, Any] = json.loads(self.sealed_context)
        return context

    @property
    def is_ready(self) -> bool:
        """Say whether there is a PDF to download and the letter is in force."""
        return self.status == self.Status.RENDERED

    @property
    def is_coming(self) -> bool:
        """Say whether its PDF is still to be made or signed."""
        return self.status in self.COMING

    @property
    def withdrawn_words(self) -> str:
        """Return that it was withdrawn and when: "ditarik 3 Maret 2026"; "" while it stands."""
        if self.withdrawn_at is None:
            return ""
        return _("ditarik {date}").format(date=date_long(local(self.withdrawn_at).date()))

    @property
    def number_words(self) -> str:
        """Return its number, and that it was withdrawn if it was, as registers show it."""
        return f"{self.number} ({self.withdrawn_words})" if self.withdrawn_words else self.number

    @property
    def label(self) -> str:
        """Return title and number, and that it was withdrawn if it was, as pages name it."""
        return f"{self.title} {self.number_words}"

    @property
    def replacing_words(self) -> str:
        """Return which letter it replaces and which one replaces it; "" for most letters.

        Asked of letters that were read with ``replacement__new`` and ``replaces__letter``.
        """
        found = []
        before: Replacement | None = getattr(self, "replaces", None)
        if before is not None:
            found.append(_("menggantikan surat nomor {number}").format(number=before.letter.number))
        after: Replacement | None = getattr(self, "replacement", None)
        if after is not None and after.new is not None:
            found.append(_("digantikan surat nomor {number}").format(number=after.new.number))
        return "; ".join(found)

    @property
    def signatory_words(self) -> str:
        """Return who signed it: "Maya Kartika, Plh. Atasan PPID"; the office where nobody did."""
        return ", ".join(filter(None, (self.signatory_name, self.signatory_position)))

    @property
    def file_name(self) -> str:
        """Return the name of the PDF: "pemberitahuan-tertulis-B-42-PPID-HM.00-03-2026.pdf"."""
        safe = "".join(sign if sign.isalnum() or sign in ".-" else "-" for sign in self.number)
        return f"{slugify(self.title) or 'surat'}-{safe}.pdf"

    @property
    def verification_path(self) -> str:
        """Return the path of its verification page."""
        return reverse("letters:verify", args=[self.verification_code])
