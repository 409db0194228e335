"""The list of announcements on the desk, a new one, and how the public will see it."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dip_app.announcing import public, shown
from dip_app.announcing.forms import NewForm
from dip_app.announcing.intake import write
from dip_app.announcing.models import BEFORE, ISSUERS, SHOWN, Announcement, Duty, State
from ppid_portal.clock.errors import ClockError
from ppid_portal.clock.words import moment_long
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.models import User
from ppid_portal.people.roles import Role
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.scope import OFFICE_ROLES, visible_cases

PAGE = 25
_AT_ONCE = "seketika"
_MOST_KEY = 10**18
#: What the list can be narrowed to, by the name in the address.
_STATES: dict[str, tuple[str, ...]] = {
    "disiapkan": (State.DRAFTING, State.APPROVING),
    "terjadwal": (State.SCHEDULED,),
    "tayang": SHOWN,
    "selesai": (State.ENDED, State.LAPSED, State.CANCELLED),
    "ditarik": (State.WITHDRAWN,),
}


def _tabs(chosen: str) -> list[dict[str, Any]]:
    labels = {
        "": _("Semua"),
        "disiapkan": _("Disiapkan"),
        "terjadwal": _("Terjadwal"),
        "tayang": _("Tayang"),
        "selesai": _("Selesai"),
        "ditarik": _("Ditarik"),
    }
    return [
        {"label": label, "url": f"?keadaan={key}" if key else "?", "here": key == chosen}
        for key, label in labels.items()
    ]


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every announcement of the office, newest first, by where it stands."""
    actors = _office(request)
    chosen = request.GET.get("keadaan", "")
    chosen = chosen if chosen in _STATES else ""
    # Whoever has actors is signed in.
    scope = visible_cases(cast("User", request.user), actors).filter(kind=Announcement.register)
    found = Announcement.objects.filter(pk__in=scope.values("pk")).select_related("unit")
    if chosen:
        found = found.filter(state__in=_STATES[chosen])
    after = request.GET.get("sesudah", "")
    if after.isascii() and after.isdigit() and int(after[:19]) < _MOST_KEY:
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    query = f"keadaan={chosen}&" if chosen else ""
    return render(
        request,
        "dip_app/announcing/desk/index.html",
        {
            "rows": [_row(case) for case in rows],
            "tabs": _tabs(chosen),
            "chosen": chosen,
            "older_url": f"?{query}sesudah={rows[-1].pk}" if more else "",
            "may_write": bool(candidates(actors, ISSUERS)),
        },
    )


def _row(case: Announcement) -> dict[str, Any]:
    tones = {State.UP: "done", State.CORRECTING: "soon", State.WITHDRAWN: "late"}
    when = {
        State.SCHEDULED: (_("tayang"), case.publish_at),
        State.WITHDRAWN: (_("ditarik"), case.down_at),
        State.ENDED: (_("berakhir"), case.down_at),
    }
    label, at = when.get(State(case.state), (_("tayang sejak"), case.up_at))
    return {
        "number": case.number,
        "title": case.title,
        "url": reverse("desk:case", args=[case.pk]),
        "kind": case.get_duty_display(),
        "unit": case.unit.name if case.unit is not None else "",
        "state": case.state_label,
        "tone": tones.get(State(case.state), "neutral" if case.is_closed else "waiting"),
        "when": f"{label} {moment_long(at)}" if at is not None else "",
        "until": moment_long(case.ends_at) if case.ends_at is not None and case.is_shown else "",
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an announcement: first which kind, then what it says."""
    actors = _office(request)
    writing = candidates(actors, ISSUERS)
    if not writing:
        raise PermissionDenied(_("Pengumuman ditulis sekretariat PPID."))
    duty = public.KINDS.get(request.GET.get("jenis", ""))
    if duty is None:
        kinds = [
            {"url": f"?jenis={key}", "label": each.label, "text": _purpose(each)}
            for key, each in public.KINDS.items()
        ]
        return render(request, "dip_app/announcing/desk/kinds.html", {"kinds": kinds})
    # Ketua PPID approves the others, and so writes only of what is urgent.
    if duty != Duty.IMMEDIATE:
        writing = [actor for actor in writing if actor.role != Role.KETUA_PPID]
        if not writing:
            raise PermissionDenied(
                _("Pengumuman ini disusun sekretariat, lalu disetujui Ketua PPID.")
            )
    wanted = request.POST.get("sebagai", "")
    actor = next((each for each in writing if str(each.appointment_id) == wanted), writing[0])
    at_once = request.POST.get("aksi") == _AT_ONCE and duty == Duty.IMMEDIATE
    if request.method == "POST":
        form = NewForm(request.POST, request.FILES, duty=duty, at_once=at_once)
        if form.is_valid():
            case = _written(form, duty, actor, at_once=at_once)
            if case is not None:
                messages.success(
                    request,
                    _("Pengumuman {number} tayang.").format(number=case.number)
                    if case.is_shown
                    else _("Konsep pengumuman {number} tersimpan.").format(number=case.number),
                )
                return redirect("desk:case", pk=case.pk)
    else:
        form = NewForm(duty=duty, initial={"key": uuid.uuid4().hex, "unit": actor.unit_id})
    return render(
        request,
        "dip_app/announcing/desk/new.html",
        {
            "form": form,
            "duty": duty,
            "purpose": _purpose(duty),
            "urgent": duty == Duty.IMMEDIATE,
            "writing": writing,
            "actor": actor,
        },
    )


def _purpose(duty: str) -> str:
    match duty:
        case Duty.PERIODIC:
            return _(
                "Memperbarui informasi berkala dalam DIP, paling sedikit sekali dalam enam bulan "
                "(UU 14/2008 Pasal 9). Disetujui Ketua PPID."
            )
        case Duty.IMMEDIATE:
            return _(
                "Sesuatu mengancam hidup orang banyak atau ketertiban umum. Tayang seketika, "
                "tanpa menunggu persetujuan (UU 14/2008 Pasal 10)."
            )
        case _:
            return _("Pengumuman lain, misalnya perubahan jam layanan. Disetujui Ketua PPID.")


def _written(form: NewForm, duty: str, actor: Actor, *, at_once: bool) -> Announcement | None:
    """Write it; a refusal stands beside its field, and leaves no file behind."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            return write(
                form.content(actor),
                duty,
                actor,
                frame=form.frame(),
                at_once=data["reason"] if at_once else "",
                idempotency_key=f"announcement:{actor.user_id}:{data['key']}"[:64],
            )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    except ClockError as error:
        form.add_error(None, str(error))
    return None


@require_safe
@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft or a correction as the public will see it; changes nothing."""
    actors = _office(request)
    scope = visible_cases(cast("User", request.user), actors).filter(pk=pk)
    case = (
        Announcement.objects.filter(pk__in=scope.values("pk"))
        .filter(Q(pending__isnull=False) | Q(current__isnull=False))
        .select_related("pending", "current", "unit")
        .first()
    )
    version = (case.pending or case.current) if case is not None else None
    if case is None or version is None:
        raise Http404(_("Berkas tidak ditemukan."))
    response = render(
        request,
        "dip_app/announcing/desk/preview.html",
        {
            "case": case,
            "article": shown.article(case, version),
            "planned": case.publish_at if case.state in BEFORE else None,
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _office(request: HttpRequest) -> list[Actor]:
    """Return the reader's actors; announcements on the desk are the office's."""
    actors = actors_of(request.user)
    # The frame of the page names them as well.
    request.actors = actors  # type: ignore[attr-defined]
    if not any(actor.role in OFFICE_ROLES for actor in actors):
        raise Http404(_("Halaman tidak ditemukan."))
    return actors
