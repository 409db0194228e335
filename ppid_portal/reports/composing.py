"""What stands on paper beside the lines of a register: whose it is, what it covers, who signs."""

from __future__ import annotations

from datetime import datetime

from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _

from ppid_portal.clock import local
from ppid_portal.clock.words import date_long, moment_long
from ppid_portal.letters.frame import contact_lines, printed_position
from ppid_portal.letters.previews import signatory_of
from ppid_portal.people.actors import Actor
from ppid_portal.people.body import body
from ppid_portal.people.models import PublicBody
from ppid_portal.people.roles import label
from ppid_portal.reports.models import RegisterPrint
from ppid_portal.reports.printing import F4, PAPERS, Letterhead, Sheets, Signature, as_pdf
from ppid_portal.reports.selection import Selection
from ppid_portal.reports.tables import rows
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.registers import Cell, Reader
from ppid_portal.sop.scope import RESTRICTED_ROLES

#: So many lines are printed at once: some seconds of work, and more than a book of paper holds.
MOST = 5000


def pdf_of(selection: Selection, reader: Reader, *, anonymous: bool, made: datetime) -> bytes:
    """Return a register as PDF, in the language of the law.

    Raises:
        Refused: it has more lines than one book.
    """
    with translation.override("id"):
        return as_pdf(sheets_of(selection, reader, anonymous=anonymous, made=made))


def sheets_of(selection: Selection, reader: Reader, *, anonymous: bool, made: datetime) -> Sheets:
    """Return everything that goes onto the paper."""
    lines: list[list[Cell]] = []
    for piece in rows(selection, reader, anonymous=anonymous, most=MOST + 1):
        lines += piece
    if len(lines) > MOST:
        raise Refused(
            _(
                "Register ini lebih dari {most} baris. Pilih satu tahun atau satu bulan, lalu "
                "unduh PDF lagi. XLSX dan CSV dapat memuat semuanya."
            ).format(most=MOST)
        )
    register, the_body = selection.register, body()
    settings = RegisterPrint.objects.filter(register=register.slug).first()
    names = reader.names and not anonymous
    period = selection.period_words()
    return Sheets(
        title=register.official,
        subtitle=f"{period} (tanpa identitas pemohon)" if anonymous else period,
        letterhead=_letterhead(the_body),
        columns=[column for _place, column in register.columns_for(names=names)],
        rows=lines,
        notes=_notes(selection, reader, len(lines), anonymous=anonymous, made=made),
        signatures=_signatures(
            the_body,
            reader.actors[0],
            (settings.signatory_role if settings is not None else "") or register.signatory,
            made,
        ),
        footer=f"{register.official} · {period} · disusun {moment_long(made)}",
        author=the_body.name,
        made=made,
        paper=PAPERS[settings.paper] if settings is not None else F4,
    )


def _letterhead(the_body: PublicBody) -> Letterhead:
    logo = b""
    if the_body.logo:
        with default_storage.open(the_body.logo.name) as handle:
            logo = handle.read()
    return Letterhead(
        lines=the_body.letterhead_lines or [the_body.name, the_body.office_name],
        address=" · ".join([" ".join(the_body.address.split()), *contact_lines(the_body)]),
        logo=logo,
        logo_words=f"Lambang {the_body.name}",
    )


def _notes(
    selection: Selection, reader: Reader, count: int, *, anonymous: bool, made: datetime
) -> list[str]:
    """Return what the register covers and what it leaves out, so that nobody takes it for more."""
    register = selection.register
    span = selection.span()
    if span is not None:
        covered = f"yang dicatat sejak {date_long(span[0])} sampai {date_long(span[1])}"
    elif register.first is not None:
        covered = f"yang dicatat sampai {moment_long(made)}"
    else:
        covered = f"menurut keadaan pada {moment_long(made)}"
    narrowed = "".join(f"; {label}: {value}" for label, value in selection.chosen_words())
    found = [f"Memuat {count} baris {covered}{narrowed}. Tanggal ditulis hari-bulan-tahun."]
    if anonymous:
        found.append(
            "Nama, alamat, kontak, pekerjaan, dan nomor identitas pemohon tidak dimuat "
            "(UU 27/2022); yang tertulis di dalam uraian disamarkan."
        )
    elif register.is_personal and reader.names:
        found.append(
            "Memuat data pribadi: hanya untuk keperluan kantor PPID dan tidak untuk diumumkan "
            "(UU 27/2022)."
        )
    if register.has_cases and not {actor.role for actor in reader.actors} & RESTRICTED_ROLES:
        found.append("Berkas terbatas yang bukan pekerjaan penyusun tidak dimuat.")
    if the_reference := body().form_reference:
        found.append(f"Bentuk register menurut {the_reference}.")
    return found


def _signatures(the_body: PublicBody, maker: Actor, role: str, made: datetime) -> list[Signature]:
    knows = signatory_of([], role)
    above = Signature(
        "Mengetahui,",
        printed_position(knows) if knows is not None else label(role),
        knows.name if knows is not None else "",
        knows.nip if knows is not None else "",
    )
    place = f"{the_body.city}, {date_long(local(made).date())}"
    own = Signature(place, printed_position(maker), maker.name, maker.nip)
    # Who takes it away in the role that signs needs nobody above.
    return [own] if knows is not None and knows.user_id == maker.user_id else [above, own]
