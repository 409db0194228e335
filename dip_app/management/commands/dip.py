"""``manage.py dip import``: take a list of public information in as units send it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dip_app.importing.applying import Review, import_now, judge, setting_of
from dip_app.importing.limits import MAX_UNPACKED, Unreadable
from dip_app.importing.mapping import TARGETS
from dip_app.importing.models import ImportBatch
from dip_app.importing.rows import CHOICES, KEEP, SKIP, Checked, Decisions
from ppid_portal.people.models import Unit, UnitKind

_SHOWN = 50


class Command(BaseCommand):
    """Works on the public information list."""

    help = str(_l("Mengurus Daftar Informasi Publik."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb with its arguments."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
        verb = verbs.add_parser(
            "import", help=_("mengimpor daftar dari XLSX atau CSV sebagai konsep")
        )
        verb.add_argument("file", type=Path, help=_("berkas XLSX atau CSV"))
        verb.add_argument(
            "--dry-run", action="store_true", help=_("periksa saja; tidak ada yang disimpan")
        )
        verb.add_argument("--json", action="store_true", help=_("cetak hasilnya sebagai JSON"))
        verb.add_argument(
            "--unit",
            default="",
            help=_("kode unit untuk baris yang tidak menyebut unit; tanpa ini badan publik"),
        )
        verb.add_argument("--sheet", default="", help=_("nama lembar kerja yang diimpor"))
        verb.add_argument(
            "--twins",
            choices=CHOICES,
            default=KEEP,
            help=_("baris yang kembar di dalam berkas: keep, skip, atau update"),
        )
        verb.add_argument(
            "--listed",
            choices=CHOICES,
            default=SKIP,
            help=_("baris yang sudah ada dalam daftar: keep, skip, atau update"),
        )
        verb.add_argument(
            "--leave-rejected",
            action="store_true",
            help=_("impor baris yang benar walaupun ada yang ditolak"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or import; exit with 1 when a row was rejected, unless it was a dry run."""
        dry_run, as_json = options["dry_run"], options["json"]
        try:
            batch, found = self._import(options)
        except Unreadable as error:
            self._unreadable(str(error), as_json=as_json)
        checked = found.checked
        if as_json:
            answer = {
                **checked.report(),
                "imported": batch.created + batch.updated if batch else 0,
                "batch": batch.pk if batch else None,
                "dry_run": dry_run,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self._explain(checked, found, batch, dry_run=dry_run)
        if checked.rejected and not dry_run:
            raise CommandError(
                _("%(rejected)d baris ditolak.") % {"rejected": len(checked.rejected)},
                returncode=1,
            )

    def _import(self, options: dict[str, Any]) -> tuple[ImportBatch | None, Review]:
        path: Path = options["file"]
        try:
            if path.stat().st_size > MAX_UNPACKED:
                raise Unreadable(_("Berkas ini terlalu besar. Bagi menjadi beberapa berkas."))
            content = path.read_bytes()
        except OSError as error:
            sentence = (
                _("Berkas “%(name)s” tidak ditemukan.")
                if isinstance(error, FileNotFoundError)
                else _("Berkas “%(name)s” tidak dapat dibuka.")
            )
            raise Unreadable(sentence % {"name": path}) from error
        unit = _unit(options["unit"])
        decisions = Decisions(in_file=options["twins"], in_list=options["listed"])
        if options["dry_run"]:
            setting = setting_of(ImportBatch(unit=unit, whole_body=True))
            sheet = options["sheet"]
            return None, judge(content, path.name, setting, None, decisions, sheet=sheet)
        return import_now(
            content,
            path.name,
            unit=unit,
            decisions=decisions,
            sheet=options["sheet"],
            leave_rejected=options["leave_rejected"],
        )

    def _unreadable(self, sentence: str, *, as_json: bool) -> None:
        if as_json:
            answer = {
                "rows": 0,
                "accepted": 0,
                "rejected": 0,
                "errors": [{"row": 0, "column": "", "message": sentence}],
                "skipped": [],
                "notes": [],
                "imported": 0,
                "batch": None,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        raise CommandError(sentence, returncode=1)

    def _explain(
        self, checked: Checked, found: Review, batch: ImportBatch | None, *, dry_run: bool
    ) -> None:
        write = self.stdout.write
        write(
            _("%(rows)d baris: %(accepted)d diterima, %(rejected)d ditolak, %(skipped)d dilewati.")
            % {
                "rows": len(checked.rows),
                "accepted": len(checked.accepted),
                "rejected": len(checked.rejected),
                "skipped": len(checked.skipped),
            }
        )
        if found.table.sheet:
            write(_("Lembar kerja: %(name)s") % {"name": found.table.sheet})
        problems = [(row, each) for row in checked.rejected for each in row.problems]
        for row, problem in problems[:_SHOWN]:
            write(
                _("  Baris %(row)d, %(column)s: %(message)s")
                % {"row": row.number, "column": problem.column, "message": problem.message}
            )
        for row in checked.skipped[:_SHOWN]:
            write(
                _("  Baris %(row)d dilewati: %(reason)s")
                % {"row": row.number, "reason": row.reason}
            )
        if len(problems) > _SHOWN or len(checked.skipped) > _SHOWN:
            write(_("  … selengkapnya dengan --json."))
        for note, number in checked.defaults[:_SHOWN]:
            write(
                _("  %(number)d baris, %(column)s: %(message)s")
                % {"number": number, "column": TARGETS[note.target], "message": note.message}
            )
        if batch is not None:
            write(
                _("Diimpor sebagai konsep: %(created)d baru, %(updated)d diperbarui (impor %(n)d).")
                % {"created": batch.created, "updated": batch.updated, "n": batch.pk}
            )
        elif not dry_run:
            write(_("Tidak ada yang diimpor."))


def _unit(code: str) -> Unit:
    """The unit with this code, or the public body itself.

    Raises:
        CommandError: there is no such unit, or the body has several roots.
    """
    if code:
        found = Unit.objects.filter(code__iexact=code).first()
        if found is None:
            known = ", ".join(Unit.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                _("Tidak ada unit dengan kode “%(code)s”. Pilih dari: %(known)s.")
                % {"code": code, "known": known}
            )
        return found
    bodies = list(Unit.objects.filter(kind=UnitKind.BODY, active=True, parent=None)[:2])
    if len(bodies) != 1:
        raise CommandError(_("Sebut unit dengan --unit KODE."))
    return bodies[0]
