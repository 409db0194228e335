"""``manage.py demo``: an office at work, made through the engine itself."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from post_office.models import STATUS, Email

from dip_app import demo as list_demo
from dip_app.announcing import demo as announcing_demo
from dip_app.announcing.campaign import demo as campaign_demo
from dip_app.compiling import demo as round_demo
from dip_app.consequence import demo as test_demo
from dip_app.documenting import demo as documenting_demo
from disputes_app import demo as dispute_demo
from objections_app import demo as objection_demo
from ppid_portal.clock import today
from ppid_portal.mail.models import Notice
from ppid_portal.people.models import Appointment, Unit, User
from ppid_portal.people.roles import Role
from ppid_portal.queue import holding_back
from ppid_portal.reports.annual import demo as annual_demo
from ppid_portal.sop.models import Case
from requests_app import demo as request_demo

PASSWORD = "contoh-ppid-2026"  # noqa: S105 - printed on purpose; refused in production

# e-mail, name, NIP, role, unit
PEOPLE = (
    ("sekretariat", "Rina Wulandari", "199003122015032001", Role.TIM_SEKRETARIAT_PPID, "HUMAS"),
    ("sekretariat2", "Bayu Pratama", "199208172018011002", Role.TIM_SEKRETARIAT_PPID, "HUMAS"),
    ("petugas", "Fitri Handayani", "199511052019032003", Role.PETUGAS_PELAYANAN_INFORMASI, "HUMAS"),
    ("sekretaris", "Maya Kartika", "198506232010122002", Role.SEKRETARIS_PPID, "HUMAS"),
    ("ketua", "Dewi Anggraini", "197804112003122001", Role.KETUA_PPID, "HUMAS"),
    ("atasan", "Surya Hidayat", "197001191996031001", Role.ATASAN_PPID, "SETMEN"),
    ("keuangan", "Andi Saputra", "198109302006041003", Role.PPID_PELAKSANA, "ROKEU"),
    ("umum", "Lestari Putri", "198312142008012004", Role.PPID_PELAKSANA, "ROUM"),
    ("perencanaan", "Hendra Gunawan", "197907072005021002", Role.PPID_PELAKSANA, "ROREN"),
    ("setpres", "Ratna Dewanti", "198802022011012001", Role.ANGGOTA_PPID, "SETPRES"),
    ("setwapres", "Gilang Ramadhan", "198907212012121003", Role.ANGGOTA_PPID, "SETWAPRES"),
    ("ksp", "Tri Wahyuni", "199010102014032002", Role.ANGGOTA_PPID, "KSP"),
    ("pimpinan", "Bima Nugraha", "197512012000031001", Role.PIMPINAN_UNIT_KERJA, "ROKEU"),
    ("pimpinan-umum", "Wahyu Kurnia", "197311082001121002", Role.PIMPINAN_UNIT_KERJA, "ROUM"),
    ("pimpinan-rencana", "Nur Aini", "197609142002122001", Role.PIMPINAN_UNIT_KERJA, "ROREN"),
    ("unit", "Sari Puspita", "199704182021012001", Role.UNIT_KERJA, "ROKEU"),
    ("hukum", "Yusuf Maulana", "198001252004121001", Role.ASDEP_HUKUM, "ASDEPHUKUM"),
)
ADMIN = "admin"


class Command(BaseCommand):
    """Fill an empty portal with people, published information and a year of cases."""

    help = "Isi portal kosong dengan data contoh"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to print the logins only."""
        parser.add_argument("--logins", action="store_true", help="hanya cetak akun contoh")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the data, or print the logins of data that is there."""
        if options["logins"]:
            self._print_logins()
            return
        if settings.PRODUCTION:
            raise CommandError(_("Data contoh tidak boleh diisikan ke portal yang dipakai."))
        if Case.objects.exists():
            raise CommandError(
                _("Portal sudah berisi berkas; data contoh hanya untuk yang kosong.")
            )
        # Their e-mails are history when they are written; nobody has to send them.
        with translation.override("id"), transaction.atomic(), holding_back("mail.send"):
            team = self._people()
            list_demo.build_decrees()
            player = request_demo.Player(team)
            self._tell_list(player, team)
            objection_demo.tell(player)
            dispute_demo.tell(player)
            player.play()
            announcing_demo.build_announcements(team.secretariat, team.ketua)
            documenting_demo.look_after(team.units)
            self._mail_is_history()
        made = _(
            "{requests} permohonan, {objections} keberatan, dan {disputes} sengketa contoh dibuat."
        )
        count = Case.objects.filter
        self.stdout.write(
            self.style.SUCCESS(
                made.format(
                    requests=count(kind="request").count(),
                    objections=count(kind="objection").count(),
                    disputes=count(kind="dispute").count(),
                )
            )
        )

    def _tell_list(self, player: request_demo.Player, team: request_demo.Team) -> None:
        """Let items be published over the year, listed, announced, tested and documented."""
        player.begin("items", *list_demo.items_in_time())
        holders = Appointment.objects.filter(role=Role.PIMPINAN_UNIT_KERJA).select_related("user")
        heads = {appointment.unit_id: appointment.user for appointment in holders}
        cast = round_demo.Cast(
            secretariat=team.secretariat,
            ketua=team.ketua,
            atasan=team.atasan,
            units=[(unit, doer, heads[unit.pk]) for unit, doer in team.units],
            day=today(),
        )
        members = campaign_demo.Cast(
            sekretaris=Appointment.objects.get(role=Role.SEKRETARIS_PPID).user,
            ketua=team.ketua,
            atasan=team.atasan,
            members=[
                (appointment.unit, appointment.user)
                for appointment in Appointment.objects.filter(role=Role.ANGGOTA_PPID)
                .select_related("user", "unit")
                .order_by("unit__name")
            ],
            day=today(),
        )
        testing = test_demo.Cast(
            secretariat=team.secretariat,
            ketua=team.ketua,
            atasan=team.atasan,
            units=team.units,
            day=today(),
        )
        documenting = documenting_demo.Cast(
            secretariat=team.secretariat, ketua=team.ketua, units=team.units, day=today()
        )
        player.every_night(test_demo.every_night)
        for name, moment, story in (
            *round_demo.rounds_of(cast),
            *campaign_demo.campaigns_of(members),
            *test_demo.stories(testing),
            *documenting_demo.stories(documenting),
            *annual_demo.stories(team.secretariat, team.ketua, player.end),
        ):
            player.begin(name, moment, story)

    def _mail_is_history(self) -> None:
        """Count the e-mails of the played year as sent on their day: nobody waits for them."""
        waiting = Notice.objects.filter(status=Notice.Status.WAITING)
        waiting.update(status=Notice.Status.SENT, sent_at=F("created_at"))
        Email.objects.filter(status=STATUS.queued).update(status=STATUS.sent)

    def _people(self) -> request_demo.Team:
        users: dict[str, User] = {}
        units = {unit.code: unit for unit in Unit.objects.all()}
        since = today() - timedelta(days=900)
        # Hashing is slow on purpose; all examples share one password.
        hashed = make_password(PASSWORD)
        for key, name, nip, role, unit in PEOPLE:
            user = User.objects.create(
                email=f"{key}@ppid.example", password=hashed, name=name, nip=nip
            )
            Appointment.objects.create(
                user=user,
                role=role,
                unit=units[unit],
                decree=f"SK-{since:%m/%Y}",
                valid_from=since,
            )
            users[key] = user
        User.objects.create(
            email=f"{ADMIN}@ppid.example",
            password=hashed,
            name="Administrator",
            is_staff=True,
            is_superuser=True,
        )
        return request_demo.Team(
            secretariat=users["sekretariat"],
            second=users["sekretariat2"],
            officer=users["petugas"],
            ketua=users["ketua"],
            atasan=users["atasan"],
            legal=users["hukum"],
            units=(
                (units["ROKEU"], users["keuangan"]),
                (units["ROUM"], users["umum"]),
                (units["ROREN"], users["perencanaan"]),
            ),
        )

    def _print_logins(self) -> None:
        if not User.objects.filter(email=f"{ADMIN}@ppid.example").exists():
            return
        self.stdout.write(
            _("Akun contoh (kata sandi semuanya: {password}):").format(password=PASSWORD)
        )
        for key, name, _nip, role, _unit in PEOPLE:
            self.stdout.write(f"  {key + '@ppid.example':<28} {name}, {Role(role).label}")
        self.stdout.write(f"  {ADMIN + '@ppid.example':<28} Administrator (/admin/)")
