"""The counter: an officer takes a request in person, by letter, e-mail, telephone or fax."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ppid_portal.audit.services import record_view
from ppid_portal.clock.errors import NoHolidayTable
from ppid_portal.letters.models import Letter
from ppid_portal.people.actors import Actor, actors_of, candidates
from ppid_portal.people.crypto import blind_index
from ppid_portal.people.models import Applicant, User
from ppid_portal.sop.access import code_of, secret_url
from ppid_portal.sop.errors import Refused
from ppid_portal.sop.models import LegalDeadline
from ppid_portal.sop.scope import may_view
from requests_app.counter_forms import CounterForm, LookUpForm
from requests_app.drafts import Draft
from requests_app.intake import file_request
from requests_app.models import SECRETARIAT, InformationRequest
from requests_app.public_forms import FILES_PER_DRAFT

LOOK_UP = "cari"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Take a request in (SOP 2.1; UU 14/2008 Pasal 22 ayat (1) to (3))."""
    actors = _officers(request)
    if request.method != "POST":
        return _page(request, CounterForm.blank(actors), LookUpForm(auto_id="cari_%s"))
    if LOOK_UP in request.POST:
        return _look_up(request, actors)
    return _take(request, actors)


def _officers(request: HttpRequest) -> list[Actor]:
    actors = candidates(actors_of(request.user), SECRETARIAT)
    if not actors:
        raise PermissionDenied(_("Loket dilayani oleh Tim Sekretariat PPID."))
    return actors


def _look_up(request: HttpRequest, actors: list[Actor]) -> HttpResponse:
    """Fill the form with what the same person told last; the look is recorded (UU 27/2022)."""
    look_up = LookUpForm(request.POST, auto_id="cari_%s")
    found = None
    note = ""
    if look_up.is_valid():
        index = blind_index(look_up.cleaned_data["nik"], "nik")
        found = Applicant.objects.filter(nik_index=index).order_by("-pk").first()
        if found is None:
            note = _("NIK ini belum pernah tercatat. Isi identitas pemohon di bawah.")
        else:
            record_view(actors[0], f"applicant:{found.pk}", "counter")
            note = _("Identitas diisi dari permohonan terakhir. Periksa bersama pemohon.")
    form = CounterForm.blank(actors, found)
    if found is None and look_up.is_valid():
        form.initial["nik"] = look_up.cleaned_data["nik"]
    return _page(request, form, look_up, note=note)


def _take(request: HttpRequest, actors: list[Actor]) -> HttpResponse:
    draft = _draft(request)
    if draft is not None and draft.sent_as is not None:
        return redirect("requests_app:counter_done", draft.sent_as.public_id)
    form = CounterForm(request.POST, request.FILES, actors=actors, draft=draft)
    valid = form.is_valid()
    if "key" not in form.cleaned_data:
        return _page(request, form, LookUpForm(auto_id="cari_%s"))
    if file_id := request.POST.get("hapus"):
        with transaction.atomic():
            if (held := _draft(request, lock=True)) and held.remove_file(file_id):
                held.save()
        unjudged = CounterForm(initial=request.POST.dict(), actors=actors, draft=_draft(request))
        return _page(request, unjudged, LookUpForm(auto_id="cari_%s"))
    with transaction.atomic():
        draft = _draft(request, lock=True) or Draft.start(_key(request))
        accepted = [(kind, files) for kind, files in form.accepted_files() if files]
        if len(draft.files) + sum(len(files) for _kind, files in accepted) > FILES_PER_DRAFT:
            form.add_error(None, _("Paling banyak %(n)d berkas.") % {"n": FILES_PER_DRAFT})
        else:
            for kind, files in accepted:
                draft.keep_files(kind, files, actor=actors[0])
        draft.save()
    form.draft = draft
    if valid and not form.errors:
        try:
            with transaction.atomic():
                locked = _draft(request, lock=True) or draft
                case = locked.sent_as
                if case is None:
                    case = file_request(
                        form.filing(locked), actor=form.actor(), idempotency_key=_key(request)
                    )
                    locked.close(case)
            return redirect("requests_app:counter_done", case.public_id)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        except NoHolidayTable:
            form.add_error(
                "received_on",
                _(
                    "Tanggal jawaban tidak dapat dihitung: daftar hari libur tahun itu belum ada. "
                    "Minta admin melengkapinya, atau periksa tanggalnya."
                ),
            )
    return _page(request, form, LookUpForm(auto_id="cari_%s"))


def _page(
    request: HttpRequest, form: CounterForm, look_up: LookUpForm, *, note: str = ""
) -> HttpResponse:
    return render(
        request,
        "requests_app/counter.html",
        {
            "form": form,
            "look_up": look_up,
            "forms": [look_up, form],
            "note": note,
            "held": form.draft.files if form.draft is not None else [],
            "groups": _groups(form),
        },
    )


_GROUPS = (
    (
        "masuk",
        ("appointment", "channel", "received_on", "received_time"),
    ),
    (
        "pemohon",
        (
            "kind",
            "name",
            "nik",
            "occupation",
            "entity_number",
            "contact_name",
            "members",
            "email",
            "phone",
            "address",
        ),
    ),
    (
        "wakil",
        (
            "proxy_name",
            "proxy_email",
            "proxy_phone",
            "proxy_address",
            "guardian_name",
            "guardian_relation",
            "guardian_nik",
        ),
    ),
    (
        "permohonan",
        ("information", "purpose", "access_method", "copy_form", "delivery"),
    ),
    (
        "berkas",
        ("letter", "identity_papers", "power_papers", "attachments"),
    ),
    ("pernyataan", ("written_down",)),
)


def _groups(form: CounterForm) -> dict[str, list[object]]:
    return {
        name: [form[field] for field in fields if field in form.fields] for name, fields in _GROUPS
    }


def _key(request: HttpRequest) -> str:
    # Bound to the officer: a key that was guessed or copied leads nobody to another's case.
    return f"loket:{request.user.pk}:{request.POST.get('key', '')}"


def _draft(request: HttpRequest, *, lock: bool = False) -> Draft | None:
    return Draft.find(_key(request), lock=lock)


@never_cache
@login_required
@require_safe
def done(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the number, the receipt to print, and the code to hand to the applicant."""
    _officers(request)
    case = InformationRequest.objects.filter(public_id=public_id).first()
    if case is None or not isinstance(request.user, User) or not may_view(request.user, case):
        raise Http404
    receipt = Letter.objects.filter(case_id=case.pk, kind="receipt").select_related("pdf").first()
    deadline = LegalDeadline.objects.filter(case=case, rule="written_notification").first()
    return render(
        request,
        "requests_app/counter_done.html",
        {
            "case": case,
            "code": code_of(case),
            "link": secret_url(case),
            "receipt": receipt,
            "deadline": deadline,
        },
    )
