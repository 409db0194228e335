"""The public body that runs this portal: one row, everything that letters and pages say of it."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from simple_history.models import HistoricalRecords

from ppid_portal.clock import now
from ppid_portal.people.roles import Role

_CLASSIFICATION = RegexValidator(
    r"^[0-9A-Za-z.\-]+$", _l("Tulis kode tanpa spasi, misalnya HM.00 atau 480.")
)
_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _l("Tulis warna seperti #0b4f5c."))
LOGO_MAX_BYTES = 512 * 1024
#: Paper that a letter can be made for: width and height in millimetres.
PAPER = {"A4": (210, 297), "F4": (215, 330)}
_LOGO_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def logo_type(start: bytes) -> str | None:
    """Return the media type of a logo by its first bytes; None for what is no PNG or JPG."""
    return next((kind for magic, kind in _LOGO_TYPES.items() if start.startswith(magic)), None)


def check_logo(file: UploadedFile) -> None:
    """Refuse a logo that is too large, or neither PNG nor JPG (an SVG could carry a script)."""
    if (file.size or 0) > LOGO_MAX_BYTES:
        raise ValidationError(_("Logo lebih besar dari 512 KB. Perkecil dahulu."))
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if logo_type(start) is None:
        raise ValidationError(_("Logo harus berupa gambar PNG atau JPG."))


class Align(models.TextChoices):
    """Where the letterhead stands (domain 4.1)."""

    AUTO = "auto", _l("menurut lambang: di tengah dengan lambang, di kiri tanpa lambang")
    CENTRE = "centre", _l("di tengah")
    LEFT = "left", _l("di kiri")


class Emblem(models.TextChoices):
    """Which letters carry the emblem (domain 4.1)."""

    ALL = "all", _l("semua surat")
    LEADER = "leader", _l("hanya surat dengan kop jabatan")
    NONE = "none", _l("tidak ada")


class PublicBody(models.Model):
    """Name, address, letterhead, legal texts and colours of the public body.

    There is exactly one row; read it through ``people.body.body()``.
    """

    name = models.CharField(_l("nama badan publik"), max_length=200)
    short_name = models.CharField(_l("nama singkat"), max_length=60)
    code = models.SlugField(
        _l("kode"), max_length=20, help_text=_l("Dipakai dalam nomor register dan surat.")
    )
    office_name = models.CharField(_l("nama kantor PPID"), max_length=200)
    office_unit = models.CharField(
        _l("unit sekretariat PPID"), max_length=200, blank=True, default=""
    )
    leader_title = models.CharField(
        _l("jabatan pimpinan tertinggi"), max_length=200, blank=True, default=""
    )
    letterhead = models.TextField(
        _l("kop surat"), blank=True, default="", help_text=_l("Satu baris kop per baris.")
    )
    letterhead_align = models.CharField(
        _l("letak kop"),
        max_length=10,
        choices=Align,
        default=Align.AUTO,
        help_text=_l(
            "Tata naskah dinas: kop dengan lambang di tengah, kop tanpa lambang di kiri atas."
        ),
    )
    emblem = models.FileField(
        _l("lambang pada kop"),
        upload_to="branding",
        blank=True,
        default="",
        validators=[check_logo],
        help_text=_l("Gambar PNG atau JPG. Kosongkan untuk memakai logo portal."),
    )
    emblem_on = models.CharField(
        _l("surat yang memakai lambang"), max_length=10, choices=Emblem, default=Emblem.ALL
    )
    emblem_height = models.PositiveSmallIntegerField(
        _l("tinggi lambang (mm)"),
        default=21,
        validators=[MinValueValidator(10), MaxValueValidator(35)],
    )
    leader_letterhead = models.TextField(
        _l("kop jabatan"),
        blank=True,
        default="",
        help_text=_l(
            "Satu baris per baris, misalnya nama jabatan menteri, gubernur, atau bupati. "
            "Menggantikan kop surat pada surat yang ditandatangani peran di bawah ini."
        ),
    )
    leader_role = models.CharField(
        _l("peran yang memakai kop jabatan"),
        max_length=20,
        choices=[
            (Role.ATASAN_PPID, Role.ATASAN_PPID.label),
            (Role.KETUA_PPID, Role.KETUA_PPID.label),
        ],
        blank=True,
        default="",
        help_text=_l(
            "Kosongkan bila pimpinan tertinggi tidak menandatangani surat PPID; semua surat lalu "
            "memakai kop surat instansi."
        ),
    )
    paper = models.CharField(
        _l("ukuran kertas surat"),
        max_length=2,
        choices=[(name, f"{name} ({w} × {h} mm)") for name, (w, h) in PAPER.items()],
        default="A4",
    )
    font_size = models.PositiveSmallIntegerField(
        _l("ukuran huruf surat"),
        default=11,
        validators=[MinValueValidator(10), MaxValueValidator(12)],
        help_text=_l("10 sampai 12 poin. Formulir yang padat memakai huruf sedikit lebih kecil."),
    )
    classification = models.CharField(
        _l("kode klasifikasi arsip"),
        max_length=20,
        blank=True,
        default="",
        validators=[_CLASSIFICATION],
        help_text=_l(
            "Dicetak pada {classification} dalam pola nomor. Dapat dibedakan per jenis surat."
        ),
    )
    attachment_limit = models.PositiveIntegerField(
        _l("lampiran surel terbesar (KB)"),
        default=7168,
        validators=[MinValueValidator(0), MaxValueValidator(20480)],
        help_text=_l(
            "Surat yang lebih besar dikirim sebagai tautan rahasia. 0: selalu sebagai tautan."
        ),
    )
    address = models.TextField(_l("alamat"))
    city = models.CharField(_l("kota"), max_length=100)
    phone = models.CharField(_l("telepon"), max_length=60, blank=True, default="")
    fax = models.CharField(_l("faksimile"), max_length=60, blank=True, default="")
    email = models.EmailField(_l("alamat surel"))
    mail_room_email = models.EmailField(_l("surel persuratan"), blank=True, default="")
    website = models.URLField(_l("situs web"), blank=True, default="")
    fee_text = models.TextField(
        _l("keterangan biaya"),
        blank=True,
        default="",
        help_text=_l("Dicetak dalam formulir, bagian IV hak-hak pemohon."),
    )
    legal_references = models.TextField(
        _l("dasar hukum"), blank=True, default="", help_text=_l("Satu peraturan per baris.")
    )
    form_reference = models.CharField(
        _l("peraturan yang menetapkan formulir"), max_length=200, blank=True, default=""
    )
    privacy_reference = models.CharField(
        _l("peraturan pelindungan data pribadi"), max_length=200, blank=True, default=""
    )
    commission_name = models.CharField(
        _l("komisi informasi yang berwenang"), max_length=200, blank=True, default=""
    )
    brand_colour = models.CharField(
        _l("warna utama"), max_length=7, default="#0b4f5c", validators=[_COLOUR]
    )
    accent_colour = models.CharField(
        _l("warna kedua"), max_length=7, default="#ce1126", validators=[_COLOUR]
    )
    logo = models.FileField(
        _l("logo"), upload_to="branding", blank=True, default="", validators=[check_logo]
    )
    updated_at = models.DateTimeField(default=now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("badan publik")
        verbose_name_plural = _l("badan publik")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="people_one_public_body"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the one row."""
        self.pk = 1
        self.updated_at = now()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the portal always belongs to somebody."""
        raise models.ProtectedError("The public body cannot be deleted.", {self})

    def clean(self) -> None:
        """Refuse letterheads that contradict themselves; errors stand beside their field."""
        super().clean()
        errors: dict[str, str] = {}
        if self.leader_role and not self.leader_letterhead_lines:
            errors["leader_letterhead"] = _("Isi kop jabatan untuk peran yang memakainya.")
        if self.leader_letterhead_lines and not self.leader_role:
            errors["leader_role"] = _(
                "Pilih peran yang memakai kop jabatan, atau kosongkan kopnya."
            )
        if self.emblem_on == Emblem.LEADER and not self.leader_role:
            errors["emblem_on"] = _(
                "Tidak ada peran yang memakai kop jabatan, jadi lambang tidak akan pernah tercetak."
            )
        if self.emblem and self.emblem_on == Emblem.NONE:
            errors["emblem_on"] = _(
                "Lambang sudah diunggah. Pilih surat yang memakainya, atau hapus lambangnya."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def leader_letterhead_lines(self) -> list[str]:
        """Return the lines of the letterhead of the highest official, without empty ones."""
        return _lines(self.leader_letterhead)

    @property
    def letterhead_lines(self) -> list[str]:
        """Return the lines of the letterhead, without empty ones."""
        return _lines(self.letterhead)

    @property
    def legal_reference_lines(self) -> list[str]:
        """Return the regulations that the portal works by, one each."""
        return _lines(self.legal_references)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PositionTitle(models.Model):
    """What a role is called under a letter: an office says "Kepala Dinas … selaku PPID Utama".

    A role without one is called as the SOPs call it.
    """

    role = models.CharField(_l("peran"), max_length=40, choices=Role, unique=True)
    title = models.CharField(
        _l("jabatan yang dicetak"),
        max_length=160,
        help_text=_l(
            "Dicetak di atas nama penanda tangan. Awalan Plh. dan Plt. ditambahkan sendiri."
        ),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _l("jabatan penanda tangan")
        verbose_name_plural = _l("jabatan penanda tangan")
        ordering = ("role",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a prefix that the portal adds by the appointment."""
        if self.title.lower().startswith(("plh", "plt")):
            raise ValidationError({"title": _("Tulis jabatannya saja, tanpa Plh. atau Plt.")})
