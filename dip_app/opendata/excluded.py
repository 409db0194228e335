"""The list of excluded information (DIK) as far as it is public: title, ground, period.

Never the content, nor what would follow from opening it: the reasons themselves can tell what
they protect. What the test showed stands in the decree, which can be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dip_app.conditional import conditional
from dip_app.models import ArticleLetter, ClassificationDecree, DecreeQuerySet, InformationItem
from ppid_portal.clock import today
from ppid_portal.clock.words import date_long

PAGE_SIZE = 25
IN_FORCE, OPENED = "", "terbuka"
_MARK = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


def in_force(day: date | None = None) -> DecreeQuerySet:
    """Exclusions that hold on a day (today): what the public list of them names."""
    return ClassificationDecree.objects.valid_on(day)


def opened(day: date | None = None) -> DecreeQuerySet:
    """Exclusions that ended, and whose information no other one excludes by its name or item.

    Information is open from the end of its exclusion, also when nobody has decided so.
    """
    day = day or today()
    still = ClassificationDecree.objects.valid_on(day).filter(
        Q(unit=OuterRef("unit"), title__iexact=OuterRef("title"))
        | Q(item__isnull=False, item=OuterRef("item"))
    )
    started = ClassificationDecree.objects.filter(valid_from__lte=day)
    ended = started.exclude(pk__in=ClassificationDecree.objects.valid_on(day).values("pk"))
    return ended.exclude(Exists(still))


@dataclass(frozen=True)
class Mark:
    """Where a page of the list begins: just beyond this one."""

    valid_from: date
    id: int

    def __str__(self) -> str:
        return f"{self.valid_from.isoformat()}.{self.id}"

    @classmethod
    def of(cls, decree: ClassificationDecree) -> Mark:
        return cls(decree.valid_from, decree.pk)

    @classmethod
    def read(cls, text: str) -> Mark:
        """The mark written by ``str``; raises ValueError for anything else."""
        found = _MARK.fullmatch(text)
        if not found:
            raise ValueError("not a mark")
        return cls(date.fromisoformat(found[1]), int(found[2]))


def page_of(
    decrees: DecreeQuerySet, mark: Mark | None, limit: int, *, newer: bool = False
) -> tuple[list[ClassificationDecree], bool]:
    """So many beyond a mark, the newest first, and whether more follow in that direction."""
    if mark is not None:
        side = "gt" if newer else "lt"
        decrees = decrees.filter(
            Q(**{f"valid_from__{side}": mark.valid_from})
            | Q(**{"valid_from": mark.valid_from, f"id__{side}": mark.id})
        )
    order = ("valid_from", "id") if newer else ("-valid_from", "-id")
    found = list(decrees.select_related("item").order_by(*order)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return (found[::-1] if newer else found), more


def version() -> tuple[datetime | None, int, date]:
    """Changes whenever an exclusion is recorded or changed, and every day: periods end by days."""
    kept = ClassificationDecree.history.aggregate(at=Max("history_date"), last=Max("history_id"))
    midnight = make_aware(datetime.combine(today(), time.min))
    changed = max(kept["at"], midnight) if kept["at"] else midnight
    return changed, kept["last"] or 0, today()


def as_json(decree: ClassificationDecree) -> dict[str, Any]:
    """An exclusion as the API shows it (``schema.EXCLUSION``)."""
    end = decree.last_end
    return {
        "id": decree.pk,
        "judul": decree.title,
        "huruf": decree.letter,
        "alasan": _ground(decree),
        "dasar_hukum": decree.legal_basis,
        "undang_undang_lain": decree.other_law or None,
        "penetapan": {"nomor": decree.number, "tanggal": decree.date.isoformat()},
        "berlaku_sejak": decree.valid_from.isoformat(),
        "berakhir_pada": end.isoformat() if end else None,
        "berakhir_karena": decree.end_event or None,
    }


def _ground(decree: ClassificationDecree) -> str:
    return str(ArticleLetter(decree.letter).label).partition(". ")[2]


# -- the page ----------------------------------------------------------------------------------


@require_safe
def excluded_list(request: HttpRequest) -> HttpResponseBase:
    """Which information is excluded, on what ground and until when (Perki 1/2021 Lampiran II)."""
    part = request.GET.get("bagian", IN_FORCE)
    if part not in (IN_FORCE, OPENED):
        raise Http404("unknown part")
    after, before = request.GET.get("sesudah", ""), request.GET.get("sebelum", "")
    try:
        mark = Mark.read(after or before) if after or before else None
    except ValueError as error:
        raise Http404("broken mark of a page") from error
    newer = bool(before and not after)
    known = version()

    def make() -> HttpResponse:
        decrees = in_force() if part == IN_FORCE else opened()
        found, more = page_of(decrees, mark, PAGE_SIZE, newer=newer)
        has_newer = bool(mark) and (more if newer else True)
        has_older = more or newer
        return render(
            request,
            "dip_app/excluded.html",
            {
                "entries": [_entry(decree) for decree in found],
                "opened": part == OPENED,
                "newer_url": _address(part, sebelum=Mark.of(found[0]))
                if found and has_newer
                else "",
                "older_url": _address(part, sesudah=Mark.of(found[-1]))
                if found and has_older
                else "",
                "in_force_url": _address(IN_FORCE),
                "opened_url": _address(OPENED),
            },
        )

    return conditional(request, ("excluded", known, _items_known(part)), known[0], make)


def _items_known(part: str) -> object:
    # Opened information is linked to its item as long as that is published.
    if part != OPENED:
        return None
    return InformationItem.objects.aggregate(changed=Max("changed_at"))["changed"]


def _address(part: str, **marks: Mark) -> str:
    words = [f"bagian={part}"] if part else []
    words += [f"{name}={mark}" for name, mark in marks.items()]
    return reverse("dip_app:excluded") + (f"?{'&'.join(words)}" if words else "")


def _entry(decree: ClassificationDecree) -> dict[str, Any]:
    decided = _("%(number)s, %(date)s") % {
        "number": decree.number,
        "date": date_long(decree.date),
    }
    item = decree.item
    facts: Sequence[tuple[str, str]] = [
        (
            _("Alasan"),
            _("UU 14/2008 Pasal 17 huruf %(letter)s: %(ground)s")
            % {"letter": decree.letter, "ground": _ground(decree)},
        ),
        (_("Dasar hukum"), decree.legal_basis),
        *([(_("Undang-undang lain"), decree.other_law)] if decree.other_law else []),
        (_("Surat penetapan"), decided),
        (_("Jangka waktu"), _period(decree)),
    ]
    return {
        "id": decree.pk,
        "title": decree.title,
        "facts": facts,
        "url": item.get_absolute_url() if item is not None and item.is_public else "",
    }


def _period(decree: ClassificationDecree) -> str:
    """From when, and until which date or event; on the date it ends the information is open."""
    end = decree.last_end
    words = {
        "start": date_long(decree.valid_from),
        "end": date_long(end) if end else "",
        "event": decree.end_event,
    }
    if decree.ended_on is not None and end == decree.ended_on:
        return _("Sejak %(start)s; terbuka mulai %(end)s karena %(event)s") % words
    if end and decree.end_event:
        return _("Sejak %(start)s sampai %(event)s; terbuka paling lambat %(end)s") % words
    if end:
        return _("Sejak %(start)s; terbuka mulai %(end)s") % words
    return _("Sejak %(start)s sampai %(event)s") % words
