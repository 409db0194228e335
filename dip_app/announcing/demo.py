"""Announcements for a portal that is being tried out; the texts are invented.

Everything goes through the engine, time travelled, in the order in which it happened.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from dip_app.announcing import sweeps
from dip_app.announcing.content import Content
from dip_app.announcing.intake import write
from dip_app.announcing.models import Announcement, Duty, Subject
from dip_app.models import Category, InformationItem
from ppid_portal.clock import local, now, travel
from ppid_portal.people.actors import Actor, actors_of
from ppid_portal.people.models import Unit, User
from ppid_portal.sop import engine


def build_announcements(secretariat: User, ketua: User) -> None:
    """Tell half a year and more of announcements of every kind and in every state."""
    Teller(secretariat, ketua).tell()


class Teller:
    """Two people at their announcements: one writes, the other approves."""

    def __init__(self, secretariat: User, ketua: User) -> None:
        self.secretariat, self.ketua = secretariat, ketua
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.here = now()

    def tell(self) -> None:
        """Tell them in the order of their days."""
        self._overdue()
        self._withdrawn()
        self._ended()
        self._corrected()
        self._renewed()
        self._scheduled()
        self._warning()
        self._waiting()

    # -- the stories ---------------------------------------------------------------------------

    def _overdue(self) -> None:
        """Periodic information that was announced once and is due again."""
        with travel(self._at(200)):
            item = self._item(0)
            if item is None:
                return
            self._up(
                Duty.PERIODIC,
                f"Tersedia: {item.title}"[:200],
                "Dokumennya dapat dibaca dan diunduh pada halaman informasi terkait.\n\n"
                "Pertanyaan tentang isinya dapat diajukan lewat permohonan informasi.",
                Subject.PERFORMANCE,
                item,
            )

    def _withdrawn(self) -> None:
        with travel(self._at(70)):
            case = self._up(
                Duty.GENERAL,
                "Pendaftaran Kunjungan Istana untuk Sekolah Dibuka",
                "Sekolah dapat mendaftar melalui loket layanan informasi.",
                Subject.SERVICE,
            )
        with travel(self._at(68, 14)):
            engine.perform(
                case,
                "withdraw",
                self._actor(self.ketua),
                reason="Pendaftaran dipindahkan ke bagian protokol; pengumuman barunya menyusul.",
            )

    def _ended(self) -> None:
        with travel(self._at(45)):
            self._up(
                Duty.GENERAL,
                "Loket Layanan Informasi Tutup Sehari untuk Pelatihan Petugas",
                "Permohonan lewat situs dan surel tetap diterima.",
                Subject.SERVICE,
                ends_at=self._at(38, 16),
            )
        with travel(self._at(38, 16)):
            sweeps.take_down_due()

    def _corrected(self) -> None:
        content = Content(
            title="Perubahan Jam Layanan Informasi pada Hari Jumat",
            text="Mulai bulan depan loket pada hari Jumat buka pukul 09.00 sampai 15.00, dengan "
            "istirahat pukul 11.00 sampai 13.00.\n\nLayanan daring tetap dibuka 24 jam.",
            subject=Subject.SERVICE,
        )
        with travel(self._at(24)):
            case = self._up(Duty.GENERAL, content.title, content.text, content.subject)
        with travel(self._at(20, 11)):
            engine.perform(
                case,
                "propose_correction",
                self._actor(self.secretariat),
                content=Content(
                    **{
                        **content.__dict__,
                        "text": content.text.replace("bulan depan", "tanggal 1 bulan depan"),
                    }
                ),
                reason="Tanggal mulainya ditambahkan.",
            )
        with travel(self._at(20, 14)):
            engine.perform(case, "approve_correction", self._actor(self.ketua))

    def _renewed(self) -> None:
        with travel(self._at(12)):
            item = self._item(1)
            if item is None:
                return
            self._up(
                Duty.PERIODIC,
                f"Pembaruan: {item.title}"[:200],
                "Datanya sudah diperbarui sampai akhir semester yang lalu.\n\nUnduh tabelnya pada "
                "halaman informasi terkait.",
                Subject.FINANCE,
                item,
            )

    def _scheduled(self) -> None:
        with travel(self._at(3)):
            self._up(
                Duty.GENERAL,
                "Survei Kepuasan Layanan Informasi Publik",
                "Kami ingin tahu pendapat Anda tentang layanan informasi kami. Mengisinya lima "
                "menit, tanpa menyebut nama.",
                Subject.SERVICE,
                publish_at=self._at(-7, 9),
                ends_at=self._at(-37, 16),
            )

    def _warning(self) -> None:
        with travel(self._at(1)):
            write(
                Content(
                    title="Pohon Tumbang Menutup Gerbang Timur Kompleks GBK",
                    text="Pohon besar tumbang karena angin kencang. Petugas sedang memotong dan "
                    "mengangkutnya. Gerbang dibuka lagi setelah dahan lain diperiksa.",
                    subject=Subject.SAFETY,
                    threat="Dahan dapat jatuh lagi dan menimpa orang yang lewat.",
                    place="Gerbang Timur kompleks Gelora Bung Karno, Jakarta",
                    action="Masuk dan keluar lewat Gerbang Barat.\nJangan melewati garis kuning.",
                    contact="Posko keamanan PPKGBK, (021) 555-0142, 24 jam",
                ),
                Duty.IMMEDIATE,
                self._actor(self.secretariat),
                frame={"unit": self.units.get("PPKGBK") or self._unit(), "ends_at": self._at(-5)},
                at_once="Pejalan kaki dapat tertimpa dahan.",
            )

    def _waiting(self) -> None:
        with travel(self.here - timedelta(hours=2)):
            case = self._draft(
                Duty.GENERAL,
                "Daftar Informasi Publik Kini Dapat Diunduh sebagai Data Terbuka",
                "Seluruh daftar tersedia dalam bentuk CSV, XLSX, dan JSON, dan boleh dipakai "
                "ulang dengan menyebut sumbernya.",
                Subject.SERVICE,
            )
            engine.perform(case, "submit", self._actor(self.secretariat))

    # -- how they are told ---------------------------------------------------------------------

    def _at(self, days_ago: int, hour: int = 10) -> datetime:
        day = local(self.here).date() - timedelta(days=days_ago)
        return timezone.make_aware(
            datetime.combine(day, time(hour)), timezone.get_default_timezone()
        )

    def _actor(self, user: User) -> Actor:
        return actors_of(user)[0]

    def _unit(self) -> Unit:
        unit = self._actor(self.secretariat).appointment
        if unit is None:
            raise ValueError("the secretariat has no unit")
        return unit.unit

    def _item(self, place: int) -> InformationItem | None:
        listed = InformationItem.objects.public().filter(
            category=Category.PERIODIC, published_at__lte=now()
        )
        return listed.order_by("published_at", "pk")[place : place + 1].first()

    def _draft(
        self,
        duty: str,
        title: str,
        text: str,
        subject: str,
        item: InformationItem | None = None,
        **frame: Any,
    ) -> Announcement:
        return write(
            Content(title=title, text=text, subject=subject, items=(item,) if item else ()),
            duty,
            self._actor(self.secretariat),
            frame={"unit": item.unit if item else self._unit(), "renews": item, **frame},
        )

    def _up(self, *told: Any, **frame: Any) -> Announcement:
        case = engine.perform(self._draft(*told, **frame), "submit", self._actor(self.secretariat))
        return engine.perform(case, "approve", self._actor(self.ketua))
