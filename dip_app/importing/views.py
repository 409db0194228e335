"""The pages of an import: upload, look and correct, import in one piece, take back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dip_app.importing import applying
from dip_app.importing.access import Importer
from dip_app.importing.applying import Review
from dip_app.importing.empty_forms import EMPTY_LISTS
from dip_app.importing.forms import (
    ColumnsForm,
    CorrectionsForm,
    RowForm,
    TwinsForm,
    UndoForm,
    UploadForm,
    column_letter,
)
from dip_app.importing.limits import Unreadable
from dip_app.importing.mapping import TARGETS, TITLE
from dip_app.importing.models import ImportBatch
from dip_app.importing.reading import read
from dip_app.importing.rows import Checked, Decisions, Row
from dip_app.models import Category, Format
from ppid_portal.files.services import open_bytes
from ppid_portal.people.actors import actors_of
from ppid_portal.people.models import Unit
from ppid_portal.spreadsheets import xlsx

P = ParamSpec("P")

_PER_PAGE = 25
_NOTES_SHOWN = 30
#: The lists of rows that the page offers, by their word in the address.
_LISTS = ("salah", "diterima", "belum-lengkap", "kembar", "dilewati")


def importer_page(
    view: Callable[Concatenate[HttpRequest, Importer, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a page to people who may import; nobody else learns what it shows."""

    @login_required
    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actors = actors_of(request.user)
        importer = Importer(actors)
        if not importer.may_import:
            raise PermissionDenied(
                _("Impor daftar dilakukan oleh kantor PPID dan unit yang menguasai informasi.")
            )
        request.actors = actors  # type: ignore[attr-defined]
        response = view(request, importer, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return opened


@require_safe
@login_required
def empty(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give an empty list for units to fill; it says nothing about anybody."""
    found = EMPTY_LISTS.get(key)
    if found is None or not actors_of(request.user):
        raise Http404(_("Formulir tidak ditemukan."))
    response = StreamingHttpResponse(found.workbook(), content_type=xlsx.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="formulir-{key}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _batch_or_404(importer: Importer, pk: int) -> ImportBatch:
    found = (
        importer.batches().select_related("unit", "file", "prepared_by", "applied_by").filter(pk=pk)
    )
    batch = found.first()
    if batch is None:
        raise Http404(_("Impor tidak ditemukan."))
    return batch


def _open_or_404(importer: Importer, pk: int) -> ImportBatch:
    batch = _batch_or_404(importer, pk)
    if not batch.is_open:
        raise Http404(_("Impor ini sudah selesai."))
    return batch


def _review(batch: ImportBatch) -> Review:
    try:
        return applying.review(batch)
    except Unreadable as error:
        # It could be read when it was uploaded; only a restored backup gets here.
        raise Http404(str(error)) from error


def _to(batch: ImportBatch, query: str = "") -> HttpResponse:
    return redirect(f"{reverse('dip_import:batch', args=[batch.pk])}{query}")


# -- the list of imports, and the upload -------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@importer_page
def index(request: HttpRequest, importer: Importer) -> HttpResponse:
    """Show the imports so far, and take in another list."""
    posted = request.method == "POST"
    form = UploadForm(importer, request.POST or None, request.FILES or None) if posted else (
        UploadForm(importer)
    )  # fmt: skip
    if posted and form.is_valid():
        unit: Unit = form.cleaned_data["unit"]
        actor = importer.office or next(a for a in importer.actors if a.unit_id == unit.pk)
        try:
            batch = applying.prepare(
                form.cleaned_data["file"],
                unit=unit,
                whole_body=importer.office is not None,
                actor=actor,
            )
            return _to(batch)
        except Unreadable as error:
            form.add_error("file", str(error))
    page = Paginator(
        importer.batches().select_related("unit", "file").order_by("-pk"), _PER_PAGE
    ).get_page(request.GET.get("hal"))
    return render(request, "dip_app/import/index.html", {"form": form, "page": page})


# -- one import --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A row as a list shows it."""

    row: Row
    unit: str
    category: str
    form: str
    notes: list[str]
    missing: str

    @property
    def said(self) -> str:
        """What the row says, unless its reason says it already."""
        title = self.row.texts.get(TITLE, "")
        return "" if title in self.row.reason else title


@require_http_methods(["GET", "HEAD", "POST"])
@importer_page
def batch(request: HttpRequest, importer: Importer, pk: int) -> HttpResponse:
    """Show what each row becomes, and take corrections; or what came of the import."""
    found = _batch_or_404(importer, pk)
    if not found.is_open:
        return _finished(request, found)
    review = _review(found)
    rejected = Paginator(review.checked.rejected, _PER_PAGE).get_page(request.GET.get("hal"))
    if request.method == "POST":
        before = review.decisions
        if "lewati_semua" in request.POST:
            aside = before.set_aside | {row.number for row in review.checked.rejected}
            decisions = Decisions(
                before.corrections, aside, before.in_file, before.in_list, before.single
            )
        else:
            decisions = CorrectionsForm(list(rejected), request.POST).decided(before)
        changed = applying.change(found, decisions=decisions)
        _say_what_is_left(request, changed.checked)
        query = request.GET.urlencode()
        return _to(found, f"?{query}" if query and changed.checked.rejected else "")
    return render(request, "dip_app/import/batch.html", _open_page(request, found, review))


def _open_page(request: HttpRequest, found: ImportBatch, review: Review) -> dict[str, Any]:
    checked = review.checked
    lists: dict[str, tuple[str, list[Row]]] = {
        "salah": (_("Salah"), checked.rejected),
        "diterima": (_("Diterima"), checked.accepted),
        "belum-lengkap": (_("Belum lengkap"), checked.incomplete),
        "kembar": (_("Kembar"), checked.twins),
        "dilewati": (_("Dilewati"), checked.skipped),
    }
    chosen = request.GET.get("tampil", "")
    if chosen not in lists:
        chosen = "salah" if checked.rejected else "diterima"
    page = Paginator(lists[chosen][1], _PER_PAGE).get_page(request.GET.get("hal"))
    rows = list(page)
    form = CorrectionsForm(rows) if chosen == "salah" else None
    return {
        "batch": found,
        "review": review,
        "checked": checked,
        "chosen": chosen,
        "lists": [
            {"key": key, "label": label, "number": len(rows_)}
            for key, (label, rows_) in lists.items()
        ],
        "page": page,
        "form": form,
        "corrections": form.corrections() if form else [],
        "twins_form": TwinsForm(rows, review.decisions) if chosen == "kembar" else None,
        "rows": _shown(rows),
        "notes": checked.defaults[:_NOTES_SHOWN],
        "more_notes": max(0, len(checked.defaults) - _NOTES_SHOWN),
        "targets": TARGETS,
        "facts": _facts(found, review),
    }


def _facts(found: ImportBatch, review: Review) -> list[tuple[str, str]]:
    mapping, table = review.mapping, review.table
    unused = [
        column_letter(number)
        for number, heading in enumerate(mapping.headings)
        if heading and number not in mapping.columns
    ]
    above = mapping.header[0] if mapping.header else 0
    return [
        (_("Berkas"), found.file.original_name if found.file else ""),
        (_("Unit"), found.unit.name),
        *([(_("Lembar kerja"), table.sheet)] if table.sheet else []),
        (
            _("Judul kolom"),
            _("Baris %(row)d") % {"row": mapping.header[0] + 1}
            if mapping.header
            else _("Tidak ada"),
        ),
        *([(_("Di atasnya"), _("%(n)d baris judul, tidak diimpor") % {"n": above})]
          if above else []),
        (_("Kolom tidak dipakai"), ", ".join(unused) or _("Tidak ada")),
    ]  # fmt: skip


def _shown(rows: list[Row]) -> list[Shown]:
    categories, forms = dict(Category.choices), dict(Format.choices)
    units = {unit.pk: str(unit) for unit in Unit.objects.all()} if rows else {}
    return [
        Shown(
            row,
            units.get(row.values.get("unit_id", 0), ""),
            str(categories.get(row.values.get("category", ""), "")),
            str(forms.get(row.values.get("format", ""), "")),
            [f"{TARGETS[note.target]}: {note.message}" for note in row.notes],
            ", ".join(str(_NAMES[name]) for name in row.missing),
        )
        for row in rows
    ]


_NAMES = {**TARGETS, "format": TARGETS["formats"]}


def _say_what_is_left(request: HttpRequest, checked: Checked) -> None:
    left = len(checked.rejected)
    if left:
        text = ngettext("Tersimpan. %(n)d baris masih salah.",
                        "Tersimpan. %(n)d baris masih salah.", left)  # fmt: skip
        messages.info(request, text % {"n": left})
    else:
        messages.success(request, _("Tersimpan. Tidak ada lagi baris yang salah."))


def _finished(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    items = found.items.select_related("item__unit").order_by("row")
    page = Paginator(items, _PER_PAGE).get_page(request.GET.get("hal"))
    applied = found.status == ImportBatch.Status.APPLIED
    return render(
        request,
        "dip_app/import/done.html",
        {
            "batch": found,
            "page": page,
            "why_not_undo": applying.why_not_undo(found) if applied else "",
            "form": UndoForm() if applied else None,
        },
    )


# -- deciding ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@importer_page
def columns(request: HttpRequest, importer: Importer, pk: int) -> HttpResponse:
    """Say what each column is, and what rows get that leave one empty."""
    found = _open_or_404(importer, pk)
    review = _review(found)
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(found, review, importer, data)
    if data is not None and form.is_valid():
        unit = form.cleaned_data.get("unit")
        if form.moves_table() and found.file is not None:
            sheet = form.cleaned_data.get("sheet", review.table.sheet)
            mapping = form.proposed(read(open_bytes(found.file), sheet))
            # What was decided of single rows means other rows on another sheet.
            decisions = Decisions() if sheet != review.table.sheet else review.decisions
            applying.change(found, mapping=mapping, unit=unit, decisions=decisions)
            messages.info(request, _("Kolomnya dibaca ulang. Periksa arti setiap kolom."))
            return redirect("dip_import:columns", found.pk)
        applying.change(found, mapping=form.chosen(), unit=unit)
        messages.success(request, _("Arti kolom tersimpan, dan semua baris diperiksa ulang."))
        return _to(found)
    return render(
        request,
        "dip_app/import/columns.html",
        {"batch": found, "form": form, "groups": form.groups()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@importer_page
def row(request: HttpRequest, importer: Importer, pk: int, number: int) -> HttpResponse:
    """Correct one row in full, or set it aside."""
    found = _open_or_404(importer, pk)
    review = _review(found)
    wanted = next((each for each in review.checked.rows if each.number == number), None)
    if wanted is None:
        raise Http404(_("Baris tidak ditemukan."))
    if request.method == "POST":
        before = review.decisions
        if "lewati" in request.POST:
            decisions = Decisions(
                before.corrections, before.set_aside | {number}, before.in_file, before.in_list,
                before.single,
            )  # fmt: skip
        else:
            decisions = RowForm(wanted, review.mapping, request.POST).decided(before)
        changed = applying.change(found, decisions=decisions)
        now_ = next(each for each in changed.checked.rows if each.number == number)
        if not now_.problems:
            messages.success(request, _("Baris %(number)d tersimpan.") % {"number": number})
            return _to(found)
        wanted, review = now_, changed
    return render(
        request,
        "dip_app/import/row.html",
        {"batch": found, "row": wanted, "form": RowForm(wanted, review.mapping),
         "notes": _shown([wanted])[0].notes},
    )  # fmt: skip


@require_POST
@importer_page
def twins(request: HttpRequest, importer: Importer, pk: int) -> HttpResponse:
    """Say what becomes of rows that repeat an earlier one or an item of the list."""
    found = _open_or_404(importer, pk)
    review = _review(found)
    page = Paginator(review.checked.twins, _PER_PAGE).get_page(request.GET.get("hal"))
    form = TwinsForm(list(page), review.decisions, request.POST)
    if form.is_valid():
        applying.change(found, decisions=form.decided(review.decisions))
        messages.success(request, _("Pilihan untuk baris kembar tersimpan."))
    else:
        messages.error(request, _("Pilihan itu tidak dikenal. Pilih lagi."))
    return _to(found, "?tampil=kembar")


@require_POST
@importer_page
def apply(request: HttpRequest, importer: Importer, pk: int) -> HttpResponse:
    """Import all rows, or nothing."""
    found = _batch_or_404(importer, pk)
    try:
        done = applying.apply(found, importer.actor_for(found))
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(
            request,
            _("%(created)d konsep baru dan %(updated)d konsep diperbarui.")
            % {"created": done.created, "updated": done.updated},
        )
    return _to(found)


@require_POST
@importer_page
def discard(request: HttpRequest, importer: Importer, pk: int) -> HttpResponse:
    """Throw a list away that was not imported."""
    found = _batch_or_404(importer, pk)
    try:
        applying.discard(found, importer.actor_for(found))
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return _to(found)
    messages.success(request, _("Berkas dibuang. Tidak ada yang diimpor."))
    return redirect("dip_import:index")


@require_POST
@importer_page
def undo(request: HttpRequest, importer: Importer, pk: int) -> HttpResponse:
    """Take an import back."""
    found = _batch_or_404(importer, pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Centang persetujuan untuk membatalkan impor."))
        return _to(found)
    try:
        applying.undo(found, importer.actor_for(found))
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _("Impor dibatalkan. Daftar kembali seperti sebelumnya."))
    return _to(found)
