"""The read-only API: what ``schema`` promises, and the page that explains it to people."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dip_app.conditional import conditional as conditional_page
from dip_app.facets import CATEGORY_WORDS, NAMES, UnitName, unit_names
from dip_app.models import InformationItem, Status
from dip_app.opendata import excluded, schema
from dip_app.opendata.answers import LIMITS, Problem, conditional, json_answer, open_data
from dip_app.opendata.linked import CONTENT_TYPE, DOWNLOADS
from dip_app.opendata.records import Frame, as_json, of_item
from dip_app.opendata.selection import Selection, version
from dip_app.search import Filters, Place, count, list_version, whole_list
from ppid_portal.people.body import body

T = TypeVar("T")
_PAGING = ("jumlah", "kursor")
_FILTERS = ("q", *(parameter for parameter, _label in NAMES.values()))


@open_data("api")
def items(request: HttpRequest) -> HttpResponseBase:
    """A page of the list by its filters."""
    _only(request.GET, (*_FILTERS, *_PAGING))
    units = unit_names()
    selection = _selection(request.GET, units)
    limit = _limit(request.GET)
    place = _read(request.GET, Place.read)
    known = version()

    def make() -> HttpResponse:
        frame = Frame.read(units)
        records, more = selection.page(place, limit)
        found = (
            count(selection.question, selection.filters, known[:2])
            if not selection.is_empty
            else None
        )
        following = ""
        if more and records:
            last = Place(records[-1].published_at, records[-1].id)
            following = _following("items", frame, selection.address, limit, str(last))
        response = json_answer(
            {
                "informasi": [as_json(record, frame) for record in records],
                "jumlah": found.number if found else 0,
                "jumlah_tepat": found.exact if found else True,
                "berikutnya": following or None,
            }
        )
        return _linked(response, following)

    parts = ("items", selection.address, selection.asked, limit, place, known, units)
    return conditional(request, parts, known[0], make)


@open_data("api")
def item(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """One item; withdrawn ones answer 410, as their page does."""
    _only(request.GET, ())
    published = InformationItem.objects.select_related("unit").exclude(status=Status.DRAFT)
    found = get_object_or_404(published, pk=item_id)
    if not found.is_public:
        raise Problem(410, _("Informasi ini sudah ditarik dari daftar."))
    unit = UnitName(found.unit.pk, found.unit.code, found.unit.name)
    record = of_item(found)
    return conditional(
        request,
        ("item", record, unit),
        found.changed_at,
        lambda: json_answer(as_json(record, Frame.read([unit]))),
    )


@open_data("api")
def categories(request: HttpRequest) -> HttpResponseBase:
    """The categories of the law, with how many items each has."""
    _only(request.GET, ())
    known = list_version()

    def make() -> HttpResponse:
        frame, tally = Frame.read([]), whole_list(known)
        return json_answer(
            {
                "kategori": [
                    {
                        "kode": word,
                        "nama": frame.categories[value.value],
                        "jumlah": tally.count(Filters(category=value.value)),
                        "alamat": _items_by(frame, kategori=word),
                    }
                    for word, value in CATEGORY_WORDS.items()
                ]
            }
        )

    return conditional(request, ("categories", known), known[0], make)


@open_data("api")
def units(request: HttpRequest) -> HttpResponseBase:
    """The units that hold published items, with how many."""
    _only(request.GET, ())
    known, names = list_version(), unit_names()

    def make() -> HttpResponse:
        frame, tally = Frame.read(names), whole_list(known)
        numbers: dict[int, int] = {}
        for key, number in tally.rows:
            numbers[key.unit] = numbers.get(key.unit, 0) + number
        return json_answer(
            {
                "unit": [
                    {
                        "kode": unit.code,
                        "nama": unit.name,
                        "jumlah": numbers[unit.id],
                        "alamat": _items_by(frame, unit=unit.code),
                    }
                    for unit in names
                    if unit.id in numbers
                ]
            }
        )

    return conditional(request, ("units", known, names), known[0], make)


@open_data("api")
def exclusions(request: HttpRequest) -> HttpResponseBase:
    """Excluded information: titles, grounds and periods, never the content."""
    _only(request.GET, ("bagian", *_PAGING))
    part = request.GET.get("bagian", excluded.IN_FORCE)
    if part not in (excluded.IN_FORCE, excluded.OPENED):
        raise _wrong("bagian")
    limit = _limit(request.GET)
    mark = _read(request.GET, excluded.Mark.read)
    known = excluded.version()

    def make() -> HttpResponse:
        decrees = excluded.in_force() if part == excluded.IN_FORCE else excluded.opened()
        found, more = excluded.page_of(decrees, mark, limit)
        following = ""
        if more:
            address = urlencode({"bagian": part}) if part else ""
            last = str(excluded.Mark.of(found[-1]))
            following = _following("exclusions", Frame.read([]), address, limit, last)
        response = json_answer(
            {
                "dikecualikan": [excluded.as_json(decree) for decree in found],
                "berikutnya": following or None,
            }
        )
        return _linked(response, following)

    return conditional(request, ("exclusions", part, limit, mark, known), known[0], make)


@open_data("api")
def meta(request: HttpRequest) -> HttpResponseBase:
    """What the list is, how much it holds, when it changed, where the whole of it is."""
    _only(request.GET, ())
    known, the_body = list_version(), body()
    changed = known[0]

    def make() -> HttpResponse:
        frame = Frame.read([])
        return json_answer(
            {
                "nama": f"Daftar Informasi Publik {the_body.name}",
                "badan_publik": the_body.name,
                "kontak": the_body.email,
                "jumlah": whole_list(known).count(Filters()),
                "terakhir_diubah": frame.at(changed) if changed else None,
                "unduhan": [
                    {
                        "format": name,
                        "jenis": kind,
                        "alamat": frame.absolute(path),
                    }
                    for name, kind, path in downloads()
                ],
                "dokumentasi": frame.absolute(reverse("opendata:home")),
            }
        )

    return conditional(request, ("meta", known, the_body.updated_at), changed, make)


@open_data("api")
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The description of all this for programs."""
    return conditional(request, ("openapi",), None, lambda: json_answer(schema.document()))


def downloads(suffix: str = "") -> list[tuple[str, str, str]]:
    """Every form in which the list can be had: name, media type, path."""
    return [
        *(
            (kind.upper(), media, reverse("dip_app:download", args=[kind]) + suffix)
            for kind, media in DOWNLOADS.items()
        ),
        ("JSON-LD", CONTENT_TYPE, reverse("dip_app:catalogue") + suffix),
        ("Atom", "application/atom+xml", reverse("dip_app:feed") + suffix),
    ]


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The open data explained: what can be downloaded, how programs ask, what the fields mean."""

    def make() -> HttpResponse:
        what = {
            "CSV": _("Tabel dalam teks, untuk program apa pun."),
            "XLSX": _("Buku kerja untuk Excel atau LibreOffice."),
            "JSON": _("Satu larik berisi semua butir."),
            "JSONL": _("Satu butir satu baris, untuk data besar."),
            "JSON-LD": _("Katalog DCAT, untuk dipanen portal data."),
            "Atom": _("Umpan berita: 50 butir yang terbaru."),
        }
        document = schema.document()
        base = settings.PUBLIC_URL.rstrip("/") + reverse("opendata:home")
        return render(
            request,
            "dip_app/opendata.html",
            {
                "downloads": [
                    {"name": name, "text": what[name], "url": path}
                    for name, _kind, path in downloads()
                ],
                "addresses": [
                    (path, operation["get"]["summary"])
                    for path, operation in document["paths"].items()
                ],
                "parameters": [
                    (each["name"], _described(each["schema"], each["description"]))
                    for each in (*schema.filters(), *schema.paging())
                ],
                "fields": [
                    (name, _described(field, field.get("description", "")))
                    for name, field in schema.item()["properties"].items()
                ],
                "base": base,
                "example": f"{base}informasi/?q=anggaran&kategori=berkala&jumlah=100",
                "changes": reverse("dip_app:feed") + "?urut=diubah",
                "limit": LIMITS["api"][0],
                "minutes": LIMITS["api"][1] // 60,
            },
        )

    return conditional_page(request, ("open data",), None, make)


def _described(field: schema.Schema, words: str) -> str:
    if choices := field.get("enum"):
        return _("%(words)s Nilai: %(choices)s.") % {"words": words, "choices": ", ".join(choices)}
    if "maximum" in field:
        return _("%(words)s Paling banyak %(most)s, biasanya %(usual)s.") % {
            "words": words,
            "most": field["maximum"],
            "usual": field["default"],
        }
    return words


# -- reading parameters ------------------------------------------------------------------------


def _wrong(name: str) -> Problem:
    return Problem(400, _("Nilai parameter %(name)s tidak dikenal.") % {"name": name})


def _only(query: QueryDict, names: tuple[str, ...]) -> None:
    """A misspelt filter must not answer with the whole list."""
    for name in query:
        if name not in names:
            raise Problem(
                400,
                _("Parameter %(name)s tidak dikenal. Yang dikenal: %(names)s.")
                % {"name": name[:40], "names": ", ".join(names) or "–"},
            )


def _selection(query: QueryDict, units: list[UnitName]) -> Selection:
    for name in _FILTERS:
        one = QueryDict(mutable=True)
        one[name] = query.get(name, "")
        try:
            Selection.read(one, units)
        except Http404:
            raise _wrong(name) from None
    return Selection.read(query, units)


def _limit(query: QueryDict) -> int:
    text = query.get("jumlah", "") or str(schema.DEFAULT_PAGE)
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise _wrong("jumlah")
    if not 1 <= int(text) <= schema.MAX_PAGE:
        raise _wrong("jumlah")
    return int(text)


def _read(query: QueryDict, read: Callable[[str], T]) -> T | None:
    """What a cursor says; it is opaque so that nobody relies on what is in it."""
    text = query.get("kursor", "")
    if not text:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        return read(
            base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode()
        )
    except (ValueError, binascii.Error):
        raise _wrong("kursor") from None


def _following(name: str, frame: Frame, address: str, limit: int, mark: str) -> str:
    cursor = base64.urlsafe_b64encode(mark.encode()).decode().rstrip("=")
    query = "&".join(part for part in (address, f"jumlah={limit}&kursor={cursor}") if part)
    return frame.absolute(f"{reverse(f'opendata:{name}')}?{query}")


def _linked(response: HttpResponse, following: str) -> HttpResponse:
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _items_by(frame: Frame, **chosen: str) -> str:
    return frame.absolute(f"{reverse('opendata:items')}?{urlencode(chosen)}")
