"""The two books of the mail room: what went out by its number, and what came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ppid_portal.clock import local
from ppid_portal.letters import kinds
from ppid_portal.letters.incoming import Incoming, describe
from ppid_portal.letters.models import Letter
from ppid_portal.people.models import Applicant
from ppid_portal.sop import registry
from ppid_portal.sop.models import CaseDocument, NumberPattern
from ppid_portal.sop.registers import Cell, Choice, Column, Reader, Register, Words, words_of
from ppid_portal.sop.scope import visible_cases

# -- letters out -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class OutLine:
    """One numbered letter."""

    url: str
    number: str
    issued_on: date
    book: str
    title: str
    addressee: str
    applicant: str
    subject: str
    case_number: str
    signed_by: str
    state: str
    reason: str
    is_withdrawn: bool
    hidden: tuple[str, ...]


def books() -> list[tuple[str, str]]:
    """Return the numbering registers that letters are numbered in, with their names."""
    series = {kind.series for kind in kinds.kinds() if kind.series}
    patterns = NumberPattern.objects.filter(register__in=series).order_by("name")
    return list(patterns.values_list("register", "name"))


def _letters(reader: Reader) -> QuerySet[Letter]:
    cases = visible_cases(reader.user, reader.actors)
    # A letter without a series carries the number of its case, which has a register of its own.
    return Letter.objects.filter(case__in=cases.values("pk")).exclude(series="")


def _out_lines(found: Iterable[Letter], reader: Reader) -> Iterator[OutLine]:
    names = dict(books())
    for letter in found:
        case, content = letter.case, letter.context["letter"]
        applicant = case.applicant if reader.names else None
        to_applicant = "to" not in content and letter.audience == Letter.Audience.APPLICANT
        yield OutLine(
            url=reverse("desk:case", args=[case.pk]) if reader.links else "",
            number=letter.number,
            issued_on=local(letter.issued_at).date(),
            book=names.get(letter.series, letter.series),
            title=letter.title,
            addressee=_addressee(content, to_applicant),
            applicant=applicant.name if applicant and to_applicant else "",
            subject=case.title,
            case_number=case.number or "",
            signed_by=letter.signatory_words,
            state=_state(letter),
            reason=letter.withdrawn_reason if reader.names else "",
            is_withdrawn=letter.withdrawn_at is not None,
            hidden=words_of(applicant),
        )


def _addressee(content: dict[str, Any], to_applicant: bool) -> str:
    if to := content.get("to"):
        return "; ".join(to) if isinstance(to, list) else str(to)
    if holder := content.get("holder"):
        return str(holder)
    return _("Pemohon") if to_applicant else _("Arsip PPID")


def _state(letter: Letter) -> str:
    """Return how far it is, or that it was withdrawn, and which letter stands in whose place."""
    state = letter.withdrawn_words or str(letter.get_status_display())
    return capfirst("; ".join(filter(None, (state, letter.replacing_words))))


def _first_letter() -> datetime | None:
    return Letter.objects.order_by("pk").values_list("issued_at", flat=True).first()


LETTERS_OUT = Register(
    place=60,
    slug="surat-keluar",
    key="letters_out",
    title=_l("Register surat keluar"),
    official="Register Surat Keluar",
    about=_l("Setiap surat bernomor: surat, memorandum, disposisi, keputusan, dan berita acara."),
    columns=(
        Column("Nomor surat", 30),
        Column("Tanggal", 17),
        Column("Buku nomor", 24),
        Column("Jenis surat", 34),
        Column("Kepada", 38),
        Column("Nama pemohon", 26, personal=True),
        Column("Hal", 44),
        Column("Berkas", 28),
        Column("Penanda tangan", 34),
        Column("Keadaan", 24),
        # For the office alone: a copy for the public leaves it out with what is personal.
        Column("Alasan penarikan", 26, personal=True),
    ),
    headings=lambda reader: (
        _l("Nomor dan tanggal"),
        _l("Jenis dan hal"),
        _l("Kepada"),
        _l("Penanda tangan"),
        _l("Keadaan"),
    ),
    row_template="letters/register_out_row.html",
    records=_letters,
    with_all=lambda found: found.select_related(
        "case__applicant", "replacement__new", "replaces__letter"
    ).defer(
        "case__search_text", "replacement__new__sealed_context", "replaces__letter__sealed_context"
    ),
    lines=_out_lines,
    cells=lambda line: (
        line.number,
        line.issued_on,
        line.book,
        line.title,
        line.addressee,
        line.applicant,
        line.subject,
        line.case_number,
        line.signed_by,
        line.state,
        line.reason,
    ),
    empty=lambda reader: (
        _l("Register ini masih kosong"),
        _l("Setiap surat masuk ke sini begitu diberi nomor."),
    ),
    choices=(
        Choice(
            "buku",
            _l("Buku nomor"),
            books,
            lambda found, series: found.filter(series=series),
        ),
        Choice(
            "keadaan",
            _l("Keadaan"),
            lambda: [("ditarik", _l("Ditarik")), ("berlaku", _l("Tidak ditarik"))],
            lambda found, state: found.filter(withdrawn_at__isnull=state == "berlaku"),
        ),
    ),
    dated="issued_at",
    first=_first_letter,
    personal_words=lambda line: line.hidden,
)


# -- letters in ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class InLine:
    """One letter that came in."""

    url: str
    agenda: str
    received_on: date
    sender: str
    applicant: str
    number: str
    dated_on: date | None
    subject: str
    case_number: str
    case_kind: str
    recorded_by: str
    file: str
    file_url: str
    hidden: tuple[str, ...]


def _documents(reader: Reader) -> QuerySet[CaseDocument]:
    cases = visible_cases(reader.user, reader.actors)
    return CaseDocument.objects.filter(
        case__in=cases.values("pk"), kind=CaseDocument.Kind.INCOMING_LETTER
    )


def _in_lines(found: Iterable[CaseDocument], reader: Reader) -> Iterator[InLine]:
    documents = list(found)
    known = describe([document.pk for document in documents])
    for document in documents:
        case = document.case
        applicant: Applicant | None = case.applicant if reader.names else None
        said = known.get(document.pk, Incoming())
        recorder = document.added_by or document.file.uploaded_by
        yield InLine(
            url=reverse("desk:case", args=[case.pk]) if reader.links else "",
            agenda=said.agenda,
            received_on=said.received_on or local(document.added_at).date(),
            sender=said.sender or (_("Pemohon") if case.applicant_id else _("Unit kerja")),
            applicant=applicant.name if applicant and not said.sender else "",
            number=said.number,
            dated_on=said.dated_on,
            subject=said.subject or document.label or case.title,
            case_number=case.number or "",
            case_kind=str(registry.model_of(case.kind).kind_label),
            recorded_by=recorder.name if recorder is not None else "",
            file=document.file.original_name,
            file_url=reverse("files:download", args=[document.file_id]) if reader.links else "",
            hidden=words_of(applicant),
        )


def _first_document() -> datetime | None:
    documents = CaseDocument.objects.order_by("pk")
    return documents.values_list("added_at", flat=True).first()


def _in_cells(line: InLine) -> Sequence[Cell]:
    return (
        None,
        line.agenda,
        line.received_on,
        line.sender,
        line.applicant,
        line.number,
        line.dated_on,
        line.subject,
        line.case_kind,
        line.case_number,
        line.recorded_by,
    )


_IN_HEADINGS: tuple[Words, ...] = (
    _l("Diterima"),
    _l("Dari"),
    _l("Nomor dan tanggal surat"),
    _l("Hal"),
    _l("Berkas"),
)
LETTERS_IN = Register(
    place=70,
    slug="surat-masuk",
    key="letters_in",
    title=_l("Register surat masuk"),
    official="Register Surat Masuk",
    about=_l("Setiap surat yang dicatat sebagai surat masuk dalam suatu berkas."),
    columns=(
        Column("No.", 9),
        Column("Nomor agenda", 24),
        Column("Diterima", 17),
        Column("Dari", 34),
        Column("Nama pemohon", 26, personal=True),
        Column("Nomor", 30, over=("Surat",)),
        Column("Tanggal", 17, over=("Surat",)),
        Column("Hal", 50),
        Column("Jenis", 26, over=("Berkas",)),
        Column("Nomor", 28, over=("Berkas",)),
        Column("Dicatat oleh", 26),
    ),
    headings=lambda reader: _IN_HEADINGS,
    row_template="letters/register_in_row.html",
    records=_documents,
    with_all=lambda found: found.select_related(
        "case__applicant", "added_by", "file__uploaded_by"
    ).defer("case__search_text"),
    lines=_in_lines,
    cells=_in_cells,
    empty=lambda reader: (
        _l("Register ini masih kosong"),
        _l("Surat yang diunggah sebagai surat masuk di loket atau di suatu berkas tampil di sini."),
    ),
    dated="added_at",
    first=_first_document,
    numbered=True,
    personal_words=lambda line: line.hidden,
)

REGISTERS = (LETTERS_OUT, LETTERS_IN)
